//! Highlights the words that the watchlist marks for a second look.
//!
//! It works on the rows and details that panes return, so panes need no code for it.

use super::Pane;
use super::view::{CellContent, Detail, DetailLine, Phrase, Row, RowKey, Tone};
use super::withdrawn;
use crate::board::Board;
use crate::text::fold_char;

/// One row of a pane, with the watchlist's marked words highlighted.
pub fn row(pane: &dyn Pane, board: &Board, key: RowKey) -> Row {
    let mut row = pane.row(board, key);
    let marked = board.marked_words();
    for cell in &mut row.cells {
        match &mut cell.content {
            CellContent::Text(phrases) => highlight(phrases, marked),
            CellContent::Bar(_)
            | CellContent::Spark(..)
            | CellContent::Days(_)
            | CellContent::Flow(_)
            | CellContent::Flags(_)
            | CellContent::Headline(_)
            | CellContent::Age(_) => {}
        }
    }
    row
}

/// The details of a row and its withdrawn entries, with the watchlist's marked words highlighted.
pub fn detail(pane: &dyn Pane, board: &Board, key: RowKey) -> Detail {
    let mut detail = pane.detail(board, key);
    detail.lines.extend(withdrawn::of_row(pane, board, key, detail.span));
    let marked = board.marked_words();
    detail.lines.iter_mut().for_each(|DetailLine { phrases, .. }| highlight(phrases, marked));
    detail
}

fn highlight(phrases: &mut Vec<Phrase>, marked: &[String]) {
    if marked.is_empty() || !phrases.iter().any(|phrase| first(&phrase.text, marked).is_some()) {
        return;
    }
    *phrases = phrases.drain(..).flat_map(|phrase| split(phrase, marked)).collect();
}

/// Splits a phrase so that each marked word is a phrase of its own. A phrase that is already prominent stays as it is.
fn split(phrase: Phrase, marked: &[String]) -> Vec<Phrase> {
    match phrase.tone {
        Tone::Plain | Tone::Muted | Tone::Strong => {}
        Tone::Good | Tone::Claimed | Tone::Caution | Tone::Alarm | Tone::Unknown => return vec![phrase],
    }
    let mut pieces = Vec::new();
    let mut rest = phrase.text.as_str();
    while let Some((start, end)) = first(rest, marked) {
        if start > 0 {
            pieces.push(Phrase::new(&rest[..start], phrase.tone));
        }
        pieces.push(Phrase::new(&rest[start..end], Tone::Caution));
        rest = &rest[end..];
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Phrase::new(rest, phrase.tone));
    }
    pieces
}

/// The first marked word of a text, the longest if two begin at the same position: whole words, ignoring differences of
/// spelling such as case. `marked` is sorted.
fn first(text: &str, marked: &[String]) -> Option<(usize, usize)> {
    let mut is_start = true;
    for (at, c) in text.char_indices() {
        if is_start && let Some(length) = longest_at(&text[at..], marked) {
            return Some((at, at + length));
        }
        is_start = if is_mark(c) { is_start } else { !c.is_alphanumeric() };
    }
    None
}

/// The length in bytes of the longest marked word at the start of a text, if the word ends there. Combining marks on
/// its last letter belong to it.
fn longest_at(text: &str, marked: &[String]) -> Option<usize> {
    let mut longest = None;
    let mut begun = String::new();
    // All candidates share this prefix and are sorted, so a word that equals the prefix is the first of them.
    let mut alike = marked;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let known = begun.len();
        fold_char(c, |part| begun.push(part));
        if begun.is_empty() {
            return None;
        }
        if begun.len() == known {
            continue;
        }
        alike = &alike[alike.partition_point(|word| word.as_str() < begun.as_str())..];
        alike = &alike[..alike.partition_point(|word| word.starts_with(begun.as_str()))];
        let Some(shortest) = alike.first() else { break };
        let after = rest.as_str().trim_start_matches(is_mark);
        if *shortest == begun && !after.starts_with(char::is_alphanumeric) {
            longest = Some(text.len() - after.len());
        }
    }
    longest
}

/// A character that the search ignores, such as a separate accent.
fn is_mark(c: char) -> bool {
    let mut is_mark = true;
    fold_char(c, |_| is_mark = false);
    is_mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let marked = ["since", "since the truce", "technical"].map(str::to_owned);
        let pieces = split(Phrase::plain(text), &marked);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        let lit: Vec<_> = pieces.iter().filter(|piece| piece.tone == Tone::Caution).map(|p| p.text.as_str()).collect();
        assert_eq!(lit, expected);
    }

    #[test]
    fn whole_words_are_lit_in_any_case() {
        check("a Technical delay, (technical)", &["Technical", "technical"]);
        check("technically, biotechnical", &[]);
        check("", &[]);
        check("TECHNICAL", &["TECHNICAL"]);
    }

    #[test]
    fn the_longest_of_two_words_is_lit() {
        check("killed since the truce; since then", &["since the truce", "since"]);
    }

    #[test]
    fn other_scripts_stay_whole() {
        check("معبر رفح technical é", &["technical"]);
        check("İ technical", &["technical"]);
    }

    #[test]
    fn a_word_is_lit_in_whatever_way_it_is_written() {
        let check = |word: &str, text: &str, expected: &[&str]| {
            let pieces = split(Phrase::plain(text), &[fold(word).into_owned()]);
            let lit: Vec<_> =
                pieces.iter().filter(|piece| piece.tone == Tone::Caution).map(|p| p.text.as_str()).collect();
            assert_eq!(lit, expected, "{word:?} in {text:?}");
        };
        check("café", "a cafe\u{301}, CAFE\u{301}s", &["cafe\u{301}"]);
        check("s", "cafe\u{301}s s", &["s"]);
        check("هدنة", "هُدْنَة، الهدنة", &["هُدْنَة"]);
        check("two gates", "Two\u{a0}gates", &["Two\u{a0}gates"]);
        check("\u{301}", "a\u{301}", &[]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_lost(text in ".*", word in ".{1,3}") {
            let marked = [fold(&word).into_owned()];
            let pieces = split(Phrase::plain(text.as_str()), &marked);
            assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        }
    }
}
