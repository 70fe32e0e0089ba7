//! Arbitrary text, escaped for pasting.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| trucewatch_fuzz::markdown::check(text));
