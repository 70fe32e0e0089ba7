//! A case: a watchlist, with what it must read as in the comments at its head.
//!
//! ```text
//! # A promise renews no silence.                        words, before the first moment
//! # at 2026-02-10T20:00Z                                a moment; several are allowed
//! #   phase-two/disarmament: dormant, last known        a reading; `A or B` where the law leaves it open
//! #   progress phase-two/disarmament: verified 0 claimed 67
//! #   signal opens-late: met                            met, not met, unknown
//! #   contradictions: 0                                 a number, or `some`
//! #   title checklists has "DATA OLD"                   the whole title of a pane
//! #   row "Hamas is disarmed" lacks "promised"          every row with the quoted name in it
//! #   details "Hamas is disarmed" has "OVERDUE"         the details of these rows
//! #   handover has "Tanks"                              `trucewatch handover` of the last 12 hours
//! ```
//!
//! Words in quotes are looked for without regard to case.

use chrono::{DateTime, NaiveDateTime, Utc};
use std::fmt;

/// One moment with what must hold at it.
#[derive(Debug)]
pub struct Block {
    /// As written after `at`: `2026-02-10T20:00Z`.
    pub at: String,
    /// The same as a moment.
    pub now: DateTime<Utc>,
    /// In the order of the file.
    pub expectations: Vec<Expectation>,
}

/// One line of a block.
#[derive(Debug)]
pub struct Expectation {
    /// The line in the file, from 1.
    pub line: usize,
    /// What it asks.
    pub kind: Kind,
}

/// What a line asks.
#[derive(Debug)]
pub enum Kind {
    /// How an entity, a signal or a progress reads, or how many contradictions there are: one of these answers.
    Reads { of: Question, answers: Vec<String> },
    /// Words that must, or must not, be in a text.
    Holds { text: Place, has: bool, words: String },
}

/// Of what a reading is asked.
#[derive(Debug)]
pub enum Question {
    Entity(String),
    Signal(String),
    Progress(String),
    Contradictions,
}

/// A text in which words are looked for.
#[derive(Debug)]
pub enum Place {
    Title(String),
    Row(String),
    Details(String),
    Handover,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title(pane) => write!(f, "title {pane}"),
            Self::Row(name) => write!(f, "row {name:?}"),
            Self::Details(name) => write!(f, "details {name:?}"),
            Self::Handover => write!(f, "handover"),
        }
    }
}

const PANES: [&str; 5] = ["crossings", "checklists", "spillover", "signals", "claims"];
const VALUES: [&str; 23] = [
    "open",
    "limited",
    "closed",
    "suspended",
    "scheduled",
    "unknown",
    "disputed",
    "dormant",
    "lapsed",
    "refused",
    "violated",
    "reported",
    "announced",
    "agreed",
    "minimal",
    "intermediate",
    "full",
    "absent",
    "in-place",
    "low",
    "moderate",
    "high",
    "extreme",
];
const FLAGS: [&str; 5] = ["unconfirmed", "last known", "not today", "nobody passed", "settled by hand"];

/// The blocks at the head of a file, or the lines that are not understood.
pub fn parse(text: &str) -> Result<Vec<Block>, Vec<String>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut malformed = Vec::new();
    for (index, line) in text.lines().enumerate().take_while(|(_, line)| line.starts_with('#')) {
        let line_number = index + 1;
        let mut refuse = |why: &str| malformed.push(format!("{line_number}: {why}: {line}"));
        let body = &line[1..];
        match (body.strip_prefix(" at "), body.strip_prefix("   "), blocks.last_mut()) {
            (Some(at), ..) => match NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%MZ") {
                Ok(now) => blocks.push(Block { at: at.to_owned(), now: now.and_utc(), expectations: Vec::new() }),
                Err(_) => refuse("not a moment"),
            },
            (None, Some(words), Some(block)) => match expectation(words.trim_end()) {
                Some(kind) => block.expectations.push(Expectation { line: line_number, kind }),
                None => refuse("not an expectation"),
            },
            (None, Some(_), None) => refuse("an expectation before the first `# at`"),
            (None, None, Some(_)) => refuse("an expectation is indented by three blanks"),
            (None, None, None) => {}
        }
    }
    if blocks.is_empty() || blocks.iter().any(|block| block.expectations.is_empty()) {
        malformed.push("1: a case has a `# at` with expectations below it".to_owned());
    }
    if malformed.is_empty() { Ok(blocks) } else { Err(malformed) }
}

fn expectation(words: &str) -> Option<Kind> {
    let quoted = |words: &str| -> Option<(String, String)> {
        let (name, rest) = words.strip_prefix('"')?.split_once('"')?;
        Some((name.to_owned(), rest.trim_start().to_owned()))
    };
    if let Some(rest) = words.strip_prefix("title ") {
        let (pane, rest) = rest.split_once(' ')?;
        return PANES.contains(&pane).then(|| holds(Place::Title(pane.to_owned()), rest))?;
    }
    if let Some(rest) = words.strip_prefix("row ") {
        let (name, rest) = quoted(rest)?;
        return holds(Place::Row(name), &rest);
    }
    if let Some(rest) = words.strip_prefix("details ") {
        let (name, rest) = quoted(rest)?;
        return holds(Place::Details(name), &rest);
    }
    if let Some(rest) = words.strip_prefix("handover ") {
        return holds(Place::Handover, rest);
    }
    let (asked, answers) = words.split_once(": ")?;
    let answers: Vec<_> = answers.split(" or ").map(|answer| answer.trim().to_owned()).collect();
    let (of, is_answer): (_, fn(&str) -> bool) = match asked.split_once(' ') {
        Some(("signal", id)) => (Question::Signal(id.to_owned()), |word| ["met", "not met", "unknown"].contains(&word)),
        Some(("progress", path)) => (Question::Progress(path.to_owned()), is_progress),
        Some(_) => return None,
        None if asked == "contradictions" => {
            (Question::Contradictions, |word| word == "some" || word.parse::<usize>().is_ok())
        }
        None => (Question::Entity(asked.to_owned()), is_reading),
    };
    answers.iter().all(|answer| is_answer(answer)).then_some(Kind::Reads { of, answers })
}

fn holds(text: Place, rest: &str) -> Option<Kind> {
    let (verb, words) = rest.split_once(' ')?;
    let words = words.strip_prefix('"')?.strip_suffix('"')?;
    let has = match verb {
        "has" => true,
        "lacks" => false,
        _ => return None,
    };
    (!words.is_empty()).then(|| Kind::Holds { text, has, words: words.to_owned() })
}

/// A word of a scale, then flags in their order.
fn is_reading(text: &str) -> bool {
    let mut words = text.split(", ");
    let is_value = words.next().is_some_and(|value| VALUES.contains(&value));
    let mut left = FLAGS.iter();
    is_value && words.all(|word| left.any(|flag| *flag == word))
}

fn is_progress(text: &str) -> bool {
    let words: Vec<_> = text.split(' ').collect();
    let is_number = |word: &str| word.parse::<u8>().is_ok_and(|number| number <= 100);
    matches!(words[..], ["verified", verified, "claimed", claimed] if is_number(verified) && is_number(claimed))
}

#[test]
fn a_line_that_is_not_understood_is_refused() {
    let head = |line: &str| parse(&format!("# Words.\n# at 2026-02-10T20:00Z\n{line}\ntitle: t\n"));
    for line in [
        "#   rafah: open, not today",
        "#   rafah: open or disputed",
        "#   progress p/a: verified 67 claimed 0",
        "#   signal s: not met or unknown",
        "#   contradictions: some",
        "#   title crossings has \"DATA OLD\"",
        "#   row \"Rafah\" lacks \"promised\"",
        "#   handover has \"Worse\"",
    ] {
        assert!(head(line).is_ok(), "{line}");
    }
    for line in [
        "#   rafah: opened",
        "#   rafah: open, not today, last known",
        "#   rafah open",
        "# rafah: open",
        "#   progress p/a: 67",
        "#   signal s: maybe",
        "#   contradictions: many",
        "#   title crossing has \"DATA OLD\"",
        "#   title crossings has DATA OLD",
        "#   row Rafah has \"x\"",
        "#   handover says \"x\"",
        "# at noon",
        "#",
    ] {
        assert!(head(line).is_err(), "{line}");
    }
    assert!(parse("title: t\n").is_err());
    assert!(parse("# at 2026-02-10T20:00Z\ntitle: t\n").is_err());
}
