//! The entry that is quoted for a change, in words: its value, its source, and its note.

use crate::board::Board;
use crate::board::changes::{Change, ChangeKind, ChangePlace, EntryQuote, Says};
use crate::panes::words;
use crate::watchlist::Id;
use crate::watchlist::scales::{Claim, Severity};

/// An entry in words that are safe to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The source with both grades: `Associated Press B2`.
    pub(super) source: String,
    /// Its note; empty if it has none.
    pub(super) note: String,
}

/// Quotes the entry of a change.
pub(super) fn quoted(change: &Change, before: &Board, after: &Board) -> Quoted {
    let Some(quote) = &change.quote else { return Quoted::default() };
    let board = match change.place {
        ChangePlace::Before(_) => before,
        ChangePlace::After(_) => after,
    };
    let source = match (&quote.source, &quote.says) {
        // The title of the change names the source, its words have the grades.
        (_, Says::Day(_)) if matches!(change.what, ChangeKind::Day { .. }) => String::new(),
        (Some(id), _) => {
            let sources = &board.watchlist.sources;
            let name = words::name(sources, id, |outlet| &outlet.name);
            format!("{name}{}", graded(quote, board))
        }
        (None, Says::Level(_)) => "own judgement".to_owned(),
        (None, _) => "no source".to_owned(),
    };
    Quoted { source, note: quote.words.as_ref().map_or_else(String::new, |words| words.display().into_owned()) }
}

/// Formats the severity of an event, as at the start of its line: `▲ SEVERE`.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Relief => "relief",
        Severity::Minor => "minor",
        Severity::Moderate => "moderate",
        Severity::Severe => "▲ SEVERE",
        Severity::Extreme => "▲ EXTREME",
    }
}

/// Formats the value of a report, an assessment or a statement: `reported closed`, `status agreed (promise)`.
pub(in crate::panes) fn verb_and_value(quote: &EntryQuote) -> [String; 2] {
    let (verb, value) = match &quote.says {
        Says::Status(status) | Says::Day(status) => ("reported", status.word().to_owned()),
        Says::Presence(presence) => ("reported", super::words::presence(Some(*presence)).to_owned()),
        Says::Rung(rung, value) => {
            let claim = quote.claim.map_or("unclassed", Claim::word);
            let value = value.map(|value| value.0.to_string());
            let verb = if rung.is_some() { "status" } else { "value" };
            let said: Vec<_> = rung.map(|rung| rung.word().to_owned()).into_iter().chain(value).collect();
            return [verb.to_owned(), format!("{} ({claim})", said.join(", "))];
        }
        Says::Level(level) => ("judged", level.word().to_owned()),
        Says::Event { severity, .. } => ("logged", severity.word().to_owned()),
        Says::Term(Some(term)) => ("says", super::words::quoted(term)),
        Says::Term(None) => ("made", "a statement".to_owned()),
        Says::Quota(exits, entries, counts) => ("quota", quota(*exits, *entries, counts)),
        Says::Count(number) => ("counted", super::words::number(number)),
        Says::Closure(from) => ("announced", format!("a closure from {}", from.format("%-d %b %Y"))),
        Says::Gap { .. } => ("cannot", "observe".to_owned()),
    };
    let promise = if quote.claim == Some(Claim::Promise) { " (promise)" } else { "" };
    [verb.to_owned(), format!("{value}{promise}")]
}

/// Both grades of an entry after a blank, such as ` B2`; empty if there are none.
fn graded(quote: &EntryQuote, board: &Board) -> String {
    match words::grade(&board.watchlist, quote.source.as_ref(), quote.credibility) {
        grade if grade == "--" => String::new(),
        grade => format!(" {grade}"),
    }
}

/// The grades of a day record, after its words.
pub(super) fn grade_of_day(change: &Change, board: &Board) -> String {
    let grade = change.quote.as_ref().map_or_else(String::new, |quote| graded(quote, board));
    if grade.is_empty() { grade } else { format!(",{grade}") }
}

/// What could not be observed, and until when if known.
pub(super) fn gap(quote: Option<&EntryQuote>, board: &Board) -> String {
    let Some(Says::Gap { unobserved, until }) = quote.map(|quote| &quote.says) else {
        return "cannot observe".to_owned();
    };
    let things: Vec<_> = unobserved.iter().map(|id| id.display()).collect();
    let is_over = until.is_some_and(|until| until.is_past(board.now));
    let verb = if is_over { "could not observe" } else { "cannot observe" };
    let until = until.map_or_else(String::new, |until| format!(" until {}", words::when(until, board)));
    format!("{verb} {}{until}", things.join(", "))
}

/// Formats `50 out, 50 in, 600 trucks-in a day`.
fn quota(exits: Option<u64>, entries: Option<u64>, counts: &[(Id, u64)]) -> String {
    let part = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let counts = counts.iter().map(|(id, number)| format!("{number} {}", id.display()));
    let parts: Vec<_> = [part(exits, "out"), part(entries, "in")].into_iter().flatten().chain(counts).collect();
    format!("{} a day", parts.join(", "))
}
