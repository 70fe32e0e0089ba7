//! Any text recorded in any file: either a text that the generator builds from a tape of bytes, or arbitrary text.

#![no_main]

use trucewatch_fuzz::edit::{Outcome, What, one_more};
use trucewatch_fuzz::hands::Hand;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A byte that selects what to record, its text up to a NUL, then the file.
    let Some((choice, rest)) = bytes.split_first() else { return };
    let mut parts = rest.splitn(2, |byte| *byte == 0);
    let (Some(text), Some(file)) = (parts.next(), parts.next()) else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let what = What::ALL[usize::from(*choice) % What::ALL.len()];
    let now = "2026-02-03T12:00:00Z".parse().expect("a moment");
    if *choice < 128 {
        let outcome = one_more(&Hand::write(file), what, text, now);
        assert!(text.trim().is_empty() || !matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
    } else if let Ok(file) = std::str::from_utf8(file) {
        one_more(file, what, text, now);
    }
});
