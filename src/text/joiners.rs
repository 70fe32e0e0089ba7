//! Where a zero-width joiner or non-joiner belongs to a text: between letters that join, and inside an emoji.
//!
//! Persian words are hard to read without it, and so are some of Indic scripts. Anywhere else it only hides something.

use super::{ZWJ, is_mark};
use unicode_segmentation::UnicodeSegmentation as _;

/// Whether the joiner `c` belongs between the text before and the text after it.
pub(super) fn is_joiner_in_place(before: &str, c: char, after: &str) -> bool {
    let Some(next) = after.chars().next() else { return false };
    let letter = before.chars().rev().find(|c| !is_mark(*c) || is_virama(*c));
    match letter {
        Some(last) if is_joining_letter(last) => is_joining_letter(next),
        Some(last) if is_virama(last) => is_indic_letter(next),
        Some(_) => c == ZWJ && is_in_cluster(before, next),
        None => false,
    }
}

/// Letters of the scripts whose letters join (Unicode, ArabicShaping.txt): Arabic, Syriac, Mandaic, N'Ko, Mongolian.
fn is_joining_letter(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{620}'..='\u{6ff}' | '\u{710}'..='\u{77f}' | '\u{7ca}'..='\u{7ea}' | '\u{840}'..='\u{8c9}'
            | '\u{1820}'..='\u{18aa}')
}

/// The sign that joins two consonants, of Devanagari to Malayalam and of Sinhala.
fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{94d}'
            | '\u{9cd}'
            | '\u{a4d}'
            | '\u{acd}'
            | '\u{b4d}'
            | '\u{bcd}'
            | '\u{c4d}'
            | '\u{ccd}'
            | '\u{d4d}'
            | '\u{dca}'
    )
}

fn is_indic_letter(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{900}'..='\u{dff}')
}

/// Whether a joiner makes an emoji and the next one a single cluster, which is shown by its first character. An emoji is
/// at most a pictograph, a variation selector and a modifier.
fn is_in_cluster(before: &str, next: char) -> bool {
    let from = before.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let joined = format!("{}{ZWJ}{next}", &before[from..]);
    joined.graphemes(true).next_back().is_some_and(|last| last.contains(ZWJ))
}
