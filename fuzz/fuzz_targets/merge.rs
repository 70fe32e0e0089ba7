//! Any three versions of a watchlist: two that were made line by line of one that a hand has written as a tape says, or of
//! any text; or any texts at all.

#![no_main]

use trucewatch_fuzz::merge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    merge::check_bytes(bytes);
});
