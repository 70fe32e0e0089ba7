//! Arbitrary bytes as a watchlist.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| trucewatch_fuzz::read::check(bytes));
