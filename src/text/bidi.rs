//! The visual order of right-to-left text, for a terminal that shows cells as they are written (Unicode, UAX #9).

use super::{graphemes, is_right_to_left};
use std::borrow::Cow;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// A line in visual order, to be written from left to right. It begins at the right end only if its first and its last
/// letter are right-to-left: a name with a grade behind it keeps the grade as it is. Graphemes stay whole.
pub fn in_visual_order(line: &str) -> Cow<'_, str> {
    if !is_right_to_left(line) {
        return Cow::Borrowed(line);
    }
    let is_letter = |class: &BidiClass| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL);
    let mut letters = line.chars().map(bidi_class).filter(is_letter);
    let is_plain = letters.next() == Some(BidiClass::L) || letters.next_back() == Some(BidiClass::L);
    let info = BidiInfo::new(line, Some(if is_plain { Level::ltr() } else { Level::rtl() }));
    let parts: Vec<(&str, Level)> = graphemes(line)
        .scan(0, |start, grapheme| {
            let level = info.levels[*start];
            *start += grapheme.len();
            Some((grapheme, level))
        })
        .collect();
    let levels: Vec<Level> = parts.iter().map(|(_, level)| *level).collect();
    let order = BidiInfo::reorder_visual(&levels);
    order.into_iter().map(|at| if parts[at].1.is_rtl() { mirrored(parts[at].0) } else { parts[at].0 }).collect()
}

/// Brackets, which turn round in right-to-left text (Unicode, BidiMirroring.txt).
const MIRRORED: [(&str, &str); 5] = [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»")];

fn mirrored(grapheme: &str) -> &str {
    let pair = MIRRORED.iter().find(|(open, close)| grapheme == *open || grapheme == *close);
    pair.map_or(grapheme, |(open, close)| if grapheme == *open { close } else { open })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, visual: &str) {
        assert_eq!(in_visual_order(line), visual);
    }

    #[test]
    fn right_to_left_words_are_turned_round_and_the_others_stay() {
        check("Rafah 12", "Rafah 12");
        check("אבג", "גבא");
        check("at אבג, 3", "at 3 ,גבא");
        check("אב (12) ג", "ג (12) בא");
        check("אבג: x", "גבא: x");
        check("x: אבג.", "x: גבא.");
        check("אבג [he] B-", "גבא [he] B-");
        check("אב ap גד", "דג ap בא");
        check("אבג…", "…גבא");
    }

    #[test]
    fn a_letter_keeps_its_marks_and_joiners() {
        check("שָׁל", "לשָׁ");
        check("می\u{200c}شو", "وشی\u{200c}م");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(line in "[a-c0-9 ()א-ת٠-٩ا-ي\u{200c}\u{5b0}]{0,20}") {
            let turned: String = in_visual_order(&line).into_owned();
            let mut letters: Vec<char> = turned.replace(')', "(").chars().collect();
            let mut before: Vec<char> = line.replace(')', "(").chars().collect();
            letters.sort_unstable();
            before.sort_unstable();
            assert_eq!(letters, before);
        }
    }
}
