//! Text as it is looked for: what a keyboard types finds what an editor, another system or a typesetter wrote.
//!
//! Folded are case (`ß` is `ss`), the ways to write one letter (composed, in pieces, full-width, presentation forms),
//! accents, vowel points, tatweel and hidden characters, kinds of blanks, dashes and quotes. Marks without which a word is
//! another one, as the vowels of Indic scripts and of Thai, stay. The result is for comparing, never for people.

use super::is_hidden;
use std::borrow::Cow;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// A text as it is looked for.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && fold_ascii(byte) == byte) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, |part| folded.push(part)));
    Cow::Owned(folded)
}

/// One byte of a text that is ASCII, as it is looked for.
pub fn fold_ascii(byte: u8) -> u8 {
    if byte.is_ascii_whitespace() { b' ' } else { byte.to_ascii_lowercase() }
}

/// Hands on what one character is looked for as: one character as a rule, none for a mark, several for a ligature.
pub fn fold_char(c: char, mut part: impl FnMut(char)) {
    if c.is_ascii() {
        return part(char::from(fold_ascii(c as u8)));
    }
    decompose_compatible(c, |piece| match piece {
        _ if piece.is_whitespace() => part(' '),
        _ if is_left_out(piece) => {}
        '‐'..='—' | '−' => part('-'),
        '‘' | '’' | 'ʼ' => part('\''),
        '“' | '”' | '„' => part('"'),
        'ẞ' | 'ß' => "ss".chars().for_each(&mut part),
        // Letters that Unicode does not take to pieces.
        'ı' => part('i'),
        'Ł' | 'ł' => part('l'),
        'Ø' | 'ø' => part('o'),
        'Đ' | 'đ' => part('d'),
        'ς' => part('σ'),
        _ => piece.to_lowercase().for_each(&mut part),
    });
}

/// A mark, a stretch or a hidden character: with or without it, it is the same word.
fn is_left_out(c: char) -> bool {
    let is_stretch = matches!(c, '\u{640}' | '\u{fe00}'..='\u{fe0f}');
    is_stretch || is_hidden(c) || matches!(canonical_combining_class(c), 10..=36 | 200..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(fold("egypt, 9:00"), Cow::Borrowed("egypt, 9:00")));
        assert_eq!(fold("Egypt\n9:00"), "egypt 9:00");
    }

    #[test]
    fn one_word_is_written_in_many_ways() {
        for ways in [
            &["россия", "Россия", "РОССИЯ"][..],
            &["elysee", "Élysée", "E\u{301}lyse\u{301}e", "ÉLYSÉE", "Ｅｌｙｓｅｅ"],
            &["istanbul", "İstanbul", "ıstanbul", "ISTANBUL", "I\u{307}stanbul"],
            &["معبر", "معـبر", "مَعْبَر", "ﻣﻌﺒﺮ", "مع\u{200f}بر"],
            &["שלום", "שָׁלוֹם"],
            &["strasse", "Straße", "STRASSE", "STRAẞE"],
            &["οδος", "ΟΔΟΣ", "ὁδός", "οδοσ"],
            &["a b", "a\u{a0}b", "a\u{202f}b", "a\nb", "a\u{3000}b", "a\u{2028}b"],
            &["l'on - \"x\"", "l’on – “x”", "lʼon ‑ „x”"],
            &["한글", "한글"],
            &["file", "ﬁle", "fi\u{ad}le"],
        ] {
            for way in ways {
                assert_eq!(fold(way), fold(ways[0]), "{way}");
            }
        }
    }

    #[test]
    fn marks_that_make_another_word_stay() {
        for (one, other) in [("कि", "क"), ("ก่า", "ก"), ("が", "か"), ("a b", "ab")] {
            assert_ne!(fold(one), fold(other));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_begins_a_text_begins_it_folded(text in "\\PC*", more in "\\PC*") {
            assert!(fold(&format!("{text}{more}")).starts_with(&*fold(&text)));
        }

        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text).into_owned();
            assert_eq!(fold(&once), once);
        }
    }
}
