//! Searches rows without building them.

use crate::text::{fold, fold_ascii};

/// The filter text of an operator, prepared for a search that ignores differences of spelling such as case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterQuery {
    folded: String,
    /// Whether rows *without* the text are wanted (`/!egypt`).
    pub inverse: bool,
}

impl FilterQuery {
    /// Parses a filter line; a leading `!` inverts it. `None` if there is nothing to search for.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (inverse, text) = match typed.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, typed),
        };
        let folded = fold(text).into_owned();
        (!folded.is_empty()).then_some(Self { folded, inverse })
    }

    /// Whether every row that it finds is also found by `before`. An inverse filter widens as it grows.
    pub fn narrows(&self, before: &Self) -> bool {
        !self.inverse && !before.inverse && self.folded.contains(&before.folded)
    }

    /// Whether any of the fields contains the text. The caller applies `inverse`.
    pub fn is_in<'a>(&self, fields: impl IntoIterator<Item = &'a str>) -> bool {
        fields.into_iter().any(|field| {
            if field.is_ascii() { self.is_within(field.as_bytes()) } else { fold(field).contains(&self.folded) }
        })
    }

    /// Like `is_in` for ASCII text, without a copy.
    fn is_within(&self, haystack: &[u8]) -> bool {
        let needle = self.folded.as_bytes();
        let Some(&first) = needle.first() else { return true };
        let upper = first.to_ascii_uppercase();
        haystack.len() >= needle.len()
            && (0..=haystack.len() - needle.len()).any(|at| {
                (haystack[at] == first || haystack[at] == upper)
                    && haystack[at..].iter().zip(needle).all(|(byte, wanted)| fold_ascii(*byte) == *wanted)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, field: &str, found: bool) {
        assert_eq!(FilterQuery::parse(typed).expect("something to look for").is_in([field]), found);
    }

    #[test]
    fn finds_text_in_either_case() {
        check("egypt", "Egypt (border control)", true);
        check("EGYPT", "egypt", true);
        check("qatar", "Egypt", false);
        check("معبر", "في معبر رفح", true);
    }

    #[test]
    fn finds_text_in_whatever_way_it_is_written() {
        check("россия", "МИД: Россия", true);
        check("Élysée", "the elysee palace", true);
        check("elyse", "the E\u{301}lyse\u{301}e", true);
        check("two gates", "two\u{a0}gates", true);
        check("two gates", "Two\ngates", true);
        check("é", "Egypt", true);
        check("я", "Egypt", false);
    }

    #[test]
    fn a_longer_text_narrows_unless_it_is_inverse() {
        let narrows = |before, after| {
            let needle = |typed| FilterQuery::parse(typed).expect("something to look for");
            needle(after).narrows(&needle(before))
        };
        assert!(narrows("eg", "egy"));
        assert!(narrows("É", "ely"));
        assert!(!narrows("egy", "eg"));
        assert!(!narrows("!e", "!eg"));
        assert!(!narrows("e", "!eg"));
    }

    #[test]
    fn a_bare_bang_or_blank_is_no_filter() {
        assert_eq!(FilterQuery::parse("  "), None);
        assert_eq!(FilterQuery::parse("!"), None);
        assert!(FilterQuery::parse("!x").expect("a needle").inverse);
    }
}
