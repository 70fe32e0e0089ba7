//! Words that deserve a second look, lit wherever they stand.
//!
//! It works on what panes have made, rows and details alike, so that no pane has to think of it.

use super::Pane;
use super::view::{Content, Detail, DetailLine, Phrase, Row, RowKey, Tone};
use crate::board::Board;
use crate::text::{fold, fold_char};

/// One row of a pane, with the watchlist's marked words lit.
pub fn row(pane: &dyn Pane, board: &Board, key: RowKey) -> Row {
    let mut row = pane.row(board, key);
    let marked = marked(board);
    for cell in &mut row.cells {
        match &mut cell.content {
            Content::Text(phrases) => light(phrases, &marked),
            Content::Bar(_)
            | Content::Spark(..)
            | Content::Days(_)
            | Content::Flow(_)
            | Content::Flags(_)
            | Content::Headline(_) => {}
        }
    }
    row
}

/// Everything about a row, with the watchlist's marked words lit.
pub fn detail(pane: &dyn Pane, board: &Board, key: RowKey) -> Detail {
    let mut detail = pane.detail(board, key);
    let marked = marked(board);
    detail.lines.iter_mut().for_each(|DetailLine { phrases, .. }| light(phrases, &marked));
    detail
}

/// The watchlist's marked words, as they are looked for.
fn marked(board: &Board) -> Vec<String> {
    board.watchlist.marked_words.iter().map(|word| fold(word.value.display().trim()).into_owned()).collect()
}

fn light(phrases: &mut Vec<Phrase>, marked: &[String]) {
    if marked.is_empty() || !phrases.iter().any(|phrase| first(&phrase.text, marked).is_some()) {
        return;
    }
    *phrases = phrases.drain(..).flat_map(|phrase| split(phrase, marked)).collect();
}

/// The phrase in pieces, each marked word one of its own. What is loud already stays as it is.
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

/// The first marked word of a text, the longest where two begin at one place: whole words, in whatever way they are written.
fn first(text: &str, marked: &[String]) -> Option<(usize, usize)> {
    let mut is_start = true;
    for (at, c) in text.char_indices() {
        let lengths = || marked.iter().filter_map(|word| length_at(&text[at..], word));
        if is_start && let Some(length) = lengths().max() {
            return Some((at, at + length));
        }
        is_start = if is_mark(c) { is_start } else { !c.is_alphanumeric() };
    }
    None
}

/// How many bytes of a text the word takes, if the text begins with it and it ends there. Marks on its last letter are its.
fn length_at(text: &str, word: &str) -> Option<usize> {
    let mut rest = word;
    for (at, c) in text.char_indices() {
        if rest.is_empty() && at > 0 && !is_mark(c) {
            return (!c.is_alphanumeric()).then_some(at);
        }
        let mut is_alike = true;
        fold_char(c, |part| match rest.strip_prefix(part) {
            Some(after) => rest = after,
            None => is_alike = false,
        });
        if !is_alike || rest.len() == word.len() {
            return None;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(text.len())
}

/// A character that changes nothing of what is looked for, such as an accent that stands by itself.
fn is_mark(c: char) -> bool {
    let mut is_mark = true;
    fold_char(c, |_| is_mark = false);
    is_mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let marked = ["technical", "since the truce", "since"].map(str::to_owned);
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
