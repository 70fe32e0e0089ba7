//! Arbitrary text as one value.

#![no_main]

use trucewatch_fuzz::scalars;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    scalars::check_bytes(bytes);
});
