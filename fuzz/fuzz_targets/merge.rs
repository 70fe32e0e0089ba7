//! Any three versions of a watchlist: two are derived line by line from one that the generator builds from a tape of
//! bytes or from arbitrary text; or all three are arbitrary text.

#![no_main]

use trucewatch_fuzz::merge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    merge::check_bytes(bytes);
});
