//! A reading in words: the rule it follows, the entries that contradict it, and those that are set aside.

use super::view::{DetailLine, Phrase, Tone};
use super::{lines, words};
use crate::board::Board;
use crate::board::evidence::{Basis, EntryIndex, Reading, ReadingState};
use crate::watchlist::Ref;
use crate::watchlist::scales::Credibility;
use crate::watchlist::time::TimePoint;

/// A summary of an entry: its value, its source, and its time.
pub(super) struct EntryWords<'b> {
    pub(super) says: Phrase,
    pub(super) source: Option<&'b Ref>,
    /// The grade of credibility, if one is given.
    pub(super) credibility: Option<Credibility>,
    /// The time that the entry is about.
    pub(super) at: TimePoint,
}

impl EntryWords<'_> {
    fn phrases(&self, board: &Board) -> Vec<Phrase> {
        let citation = words::citation_full(&board.watchlist, self.source, self.credibility);
        lines::spaced(vec![Phrase::plain(words::when(self.at, board)), self.says.clone(), citation])
    }

    /// Formats `open, e E5 3 Feb 09:30Z`.
    fn short(&self, board: &Board) -> String {
        let citation = words::citation(&board.watchlist, self.source, self.credibility).text;
        let says = self.says.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        format!("{says}, {citation} {}", words::when(self.at, board))
    }
}

/// The rule, the entry that is used, and those that contradict it or are set aside, for the details of an entity.
pub(super) fn reading_lines<'b, V: Copy + PartialEq>(
    board: &'b Board,
    reading: &Reading<V>,
    entry: impl Fn(EntryIndex) -> EntryWords<'b>,
) -> Vec<DetailLine> {
    let Some(used) = reading.used else { return Vec::new() };
    let label = if reading.is_disputed() { "DISPUTED" } else { "by" };
    let tone = match (reading.state, reading.basis) {
        (ReadingState::Settled, Basis::Preferred) => Tone::Caution,
        (ReadingState::Settled, _) => Tone::Plain,
        (ReadingState::Unknown | ReadingState::Unconfirmed | ReadingState::Disputed, _) => Tone::Unknown,
    };
    let mut out = vec![DetailLine::field(label, vec![Phrase::new(rule(board, reading, &entry), tone)])];
    out.push(DetailLine::field("  read here", entry(used).phrases(board)));
    let others = reading.others.iter().map(|other| DetailLine::field("  otherwise", entry(*other).phrases(board)));
    out.extend(others);
    let aside = reading.unsupported.iter();
    out.extend(aside.map(|other| DetailLine::field("  unsupported", entry(*other).phrases(board))));
    out.push(lines::independent_sources(reading.origins));
    out
}

/// The rule that decides a value.
fn rule<'b, V>(board: &Board, reading: &Reading<V>, entry: impl Fn(EntryIndex) -> EntryWords<'b>) -> String {
    let grade = |of: EntryIndex| {
        let EntryWords { source, credibility, .. } = entry(of);
        words::grade(&board.watchlist, source, credibility)
    };
    match reading.basis {
        Basis::NoEvidence => "nobody has reported anything".to_owned(),
        Basis::Unopposed => "nothing says otherwise".to_owned(),
        Basis::Newest => "the newest, and graded no lower than what it overturns".to_owned(),
        Basis::Correction => "the newest word of the same source".to_owned(),
        Basis::Corroborated => "two independent sources say so".to_owned(),
        Basis::OthersOld => "what others said was past its `stale_after` by then".to_owned(),
        Basis::StepUp => "a later step up: an earlier word denies no later deed".to_owned(),
        Basis::BadNews => "the newest bad news, and at least fair: that is enough".to_owned(),
        Basis::MoreCautious => "of one time, the more cautious is read".to_owned(),
        Basis::NotOverturned(better) => {
            let used = reading.used.map_or_else(String::new, grade);
            format!("{} against {used}: not enough to overturn it", grade(better))
        }
        Basis::Preferred => "settled by hand: `prefer` names its source".to_owned(),
        Basis::Conflict => "neither side is enough to overturn the other".to_owned(),
        Basis::WeakOnly => "unconfirmed: only weak evidence says so (D, F, 4, 6 or no source)".to_owned(),
        Basis::NotObserved => "unconfirmed: a reliable source could not observe it".to_owned(),
    }
}

/// Words for the row of an entity: how its value was decided, and what is set aside.
pub(super) fn row_flags<'b, V: Copy + PartialEq>(
    board: &'b Board,
    reading: &Reading<V>,
    entry: impl Fn(EntryIndex) -> EntryWords<'b>,
) -> Vec<Phrase> {
    let by_hand = (reading.basis == Basis::Preferred).then(|| Phrase::new("settled by hand", Tone::Caution));
    let unsupported = reading.unsupported.last().map(|last| {
        let others = match reading.unsupported.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Phrase::new(format!("unsupported: {}{others}", entry(*last).short(board)), Tone::Caution)
    });
    by_hand.into_iter().chain(unsupported).collect()
}

/// Formats ` (D4)`: the grade of the entry that an unconfirmed value is based on.
pub(super) fn unconfirmed<'b, V: Copy + PartialEq>(
    board: &Board,
    reading: &Reading<V>,
    entry: impl Fn(EntryIndex) -> EntryWords<'b>,
) -> String {
    let grade = reading.used.map(|used| {
        let EntryWords { source, credibility, .. } = entry(used);
        format!(" ({})", words::grade(&board.watchlist, source, credibility))
    });
    format!("unconfirmed{}", grade.unwrap_or_default())
}
