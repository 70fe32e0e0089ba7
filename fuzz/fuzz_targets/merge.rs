//! Any three versions of a watchlist: two that were made line by line of one that a hand has written as a tape says, or of
//! any text; or any texts at all.

#![no_main]

use trucewatch_fuzz::hands::Hand;
use trucewatch_fuzz::merge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A byte that says which, and three parts with NULs between them.
    let Some((choice, rest)) = bytes.split_first() else { return };
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let (Some(base), Some(ours), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else { return };
    if *choice < 64 {
        let base = Hand::write(base);
        merge::check(&base, &merge::changed(&base, ours), &merge::changed(&base, theirs));
        return;
    }
    let Ok(base) = std::str::from_utf8(base) else { return };
    if *choice < 128 {
        merge::check(base, &merge::changed(base, ours), &merge::changed(base, theirs));
    } else if let (Ok(ours), Ok(theirs)) = (std::str::from_utf8(ours), std::str::from_utf8(theirs)) {
        merge::check(base, ours, theirs);
    }
});
