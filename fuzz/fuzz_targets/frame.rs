//! Arbitrary texts of a watchlist on screen, at any size, with any keys.

#![no_main]

use trucewatch::watchlist::DEFAULT;
use trucewatch_fuzz::frame;

/// Columns and rows, two positions in the watchlist with their texts, and keys.
type Input<'a> = (u8, u8, u16, &'a str, u16, &'a str, &'a [u8]);

libfuzzer_sys::fuzz_target!(|input: Input<'_>| {
    let (width, height, one, text, other, more, keys) = input;
    // The long one takes twenty times as long.
    let yaml = if one % 64 == 63 { DEFAULT } else { frame::EVERY_LIST };
    let places = frame::scalars(yaml);
    let place = |at: u16| places[usize::from(at) % places.len()].1.clone();
    let yaml = frame::replaced(yaml, vec![(place(one), text), (place(other), more)]);
    // This many are drawn in half a second at most.
    let keys = &keys[..keys.len().min(80)];
    frame::check(&yaml, text, (u16::from(width % 180), u16::from(height % 60)), keys);
});
