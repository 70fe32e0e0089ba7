//! Reads a filter line: words, `"a phrase"`, `a|b`, `!without`, `status:closed`.
//!
//! An operator that does not exist is an error, not a text: a search for it would find nothing, and an empty list would
//! look like an all-clear.

use super::{Clause, FilterQuery, Needle, Term, TermTest};
use crate::board::spillover::Level;
use crate::text::fold;
use crate::watchlist::scales::{CrossingStatus, Presence, Rung, Severity};
use crate::watchlist::time::{DURATION_FORMS, parse_duration};
use std::iter::Peekable;
use std::str::Chars;

/// A word before a colon that narrows a filter to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Status,
    Source,
    Grade,
    Age,
    Owner,
    OwedBy,
}

/// Every operator: its word, and an example.
pub const OPERATORS: [(&str, Operator, &str); 6] = [
    ("status", Operator::Status, "status:closed"),
    ("source", Operator::Source, "source:ap"),
    ("grade", Operator::Grade, "grade:B2"),
    ("age", Operator::Age, "age:>7d"),
    ("owner", Operator::Owner, "owner:desk"),
    ("owed", Operator::OwedBy, "owed:hamas"),
];

/// The status words that no scale of the watchlist has.
const OTHER_STATUSES: [&str; 5] = ["met", "not met", "disputed", "unconfirmed", "unknown"];

impl FilterQuery {
    /// Parses a filter line; `None` if there is nothing to look for yet.
    ///
    /// # Errors
    /// An operator or its value does not exist; the text says what to write instead.
    pub fn parse(typed: &str) -> Result<Option<Self>, String> {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut is_alternative = false;
        let mut chars = typed.chars().peekable();
        while let Some(&c) = chars.peek() {
            if c == '|' || c.is_whitespace() {
                is_alternative |= c == '|';
                chars.next();
                continue;
            }
            let Some(term) = TypedWord::next(&mut chars).term()? else { continue };
            match clauses.last_mut().filter(|_| is_alternative) {
                Some(clause) => clause.push(term),
                None => clauses.push(vec![term]),
            }
            is_alternative = false;
        }
        Ok((!clauses.is_empty()).then_some(Self { clauses }))
    }
}

/// A word of the line, without its quotes.
struct TypedWord {
    is_negated: bool,
    /// The bytes before its first colon, if that is not in quotes.
    colon: Option<usize>,
    text: String,
}

impl TypedWord {
    fn next(chars: &mut Peekable<Chars<'_>>) -> Self {
        let is_negated = chars.next_if_eq(&'!').is_some();
        let (mut colon, mut text, mut is_quoted) = (None, String::new(), false);
        while let Some(c) = chars.next_if(|c| is_quoted || (*c != '|' && !c.is_whitespace())) {
            match c {
                '"' => is_quoted = !is_quoted,
                ':' if !is_quoted => {
                    colon = colon.or(Some(text.len()));
                    text.push(c);
                }
                _ => text.push(c),
            }
        }
        Self { is_negated, colon, text }
    }

    /// The term; `None` while it is not complete.
    fn term(self) -> Result<Option<Term>, String> {
        let is_negated = self.is_negated;
        let operator = self.colon.map(|at| (&self.text[..at], self.text[at + 1..].trim()));
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let test = match operator.filter(|(word, _)| is_word(word)) {
            Some((word, value)) => match operator_called(word) {
                Some(_) if value.is_empty() => None,
                Some(operator) => Some(operator.test(value)?),
                // A word that ends in a colon is a label, as on screen.
                None if value.is_empty() => Some(TermTest::Text(Needle::new(&self.text))),
                None => return Err(no_operator(word)),
            },
            None => (!fold(&self.text).is_empty()).then(|| TermTest::Text(Needle::new(&self.text))),
        };
        Ok(test.map(|test| Term { is_negated, test }))
    }
}

fn operator_called(word: &str) -> Option<Operator> {
    let is_it = |(known, ..): &&(&str, Operator, &str)| known.eq_ignore_ascii_case(word);
    OPERATORS.iter().find(is_it).map(|(_, operator, _)| *operator)
}

fn no_operator(word: &str) -> String {
    let known: Vec<_> = OPERATORS.iter().map(|(word, ..)| *word).collect();
    format!("no operator {word}: only {}; \"quote\" a text with a colon", known.join(" "))
}

impl Operator {
    fn test(self, value: &str) -> Result<TermTest, String> {
        match self {
            Self::Status => status(value),
            Self::Source => Ok(TermTest::Source(fold(value).into_owned())),
            Self::Owner => Ok(TermTest::Owner(fold(value).into_owned())),
            Self::OwedBy => Ok(TermTest::OwedBy(fold(value).into_owned())),
            Self::Grade => grade(value),
            Self::Age => age(value),
        }
    }
}

fn status(value: &str) -> Result<TermTest, String> {
    let start = fold(value).into_owned();
    let scales = [CrossingStatus::WORDS, Rung::WORDS, Presence::WORDS, Severity::WORDS, &OTHER_STATUSES];
    let levels = Level::ALL.map(Level::word);
    if scales.into_iter().flatten().chain(&levels).any(|word| word.starts_with(&*start)) {
        return Ok(TermTest::Status(start));
    }
    Err(format!("no status {value}: such as closed, limited, announced, in-place, high, not met, disputed, unknown"))
}

fn grade(value: &str) -> Result<TermTest, String> {
    let grade = value.to_ascii_uppercase();
    let is_grade = match grade.as_bytes() {
        [only] => matches!(only, b'A'..=b'F' | b'1'..=b'6' | b'-'),
        [first, second] => matches!(first, b'A'..=b'F' | b'-') && matches!(second, b'1'..=b'6' | b'-'),
        _ => false,
    };
    match is_grade {
        true => Ok(TermTest::Grade(grade)),
        false => Err(format!("no grade {value}: a letter A-F, a digit 1-6, or both, as in grade:B2")),
    }
}

fn age(value: &str) -> Result<TermTest, String> {
    let (test, span): (fn(_) -> _, _) = match value.split_at_checked(1) {
        Some((">", span)) => (TermTest::Older, span),
        Some(("<", span)) => (TermTest::Younger, span),
        Some(_) | None => return Err(format!("age:{value}: write age:>7d for older, age:<3h for newer")),
    };
    parse_duration(span).map(test).ok_or_else(|| format!("age:{value}: the time is one of {DURATION_FORMS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(typed: &str, words: &str) {
        let why = FilterQuery::parse(typed).expect_err("an error");
        assert!(why.contains(words), "{why}");
    }

    #[test]
    fn nothing_to_look_for_is_no_filter() {
        for typed in ["", "  ", "!", "\"\"", "|", "status:", "! |"] {
            assert_eq!(FilterQuery::parse(typed), Ok(None), "{typed:?}");
        }
    }

    #[test]
    fn a_wrong_operator_or_value_is_said() {
        check_refused("stat:closed", "no operator stat: only status source grade age owner owed");
        check_refused("rafah status:clsd", "no status clsd");
        check_refused("grade:Z", "no grade Z");
        check_refused("grade:2B", "no grade 2B");
        check_refused("age:7d", "write age:>7d");
        check_refused("age:>7", "the time is one of");
        assert!(FilterQuery::parse("\"stat:closed\"").is_ok(), "quotes make it a text");
        assert!(FilterQuery::parse("Rafah: 12:02Z 9:00").is_ok(), "labels and times are texts");
    }

    #[test]
    fn a_status_may_be_begun_and_may_have_blanks() {
        for typed in ["status:cl", "STATUS:Closed", "status:\"not met\"", "!status:in-place", "status:high"] {
            assert!(matches!(FilterQuery::parse(typed), Ok(Some(_))), "{typed}");
        }
    }
}
