//! The handover: what the next operator has to know, as sections of plain notes.
//!
//! Computes nothing: [`changes`](crate::board::changes) provides what changed, the board the current state, and the
//! panes the words. Knows no files and no output format. All text here is safe to show and not escaped for any format.

mod evidence;
pub mod wire;

use super::age::Age;
use super::changes::{ChangeLine, heading};
use super::view::{Cell, CellContent, Headline, HeadlinePart, Phrase, age_phrase};
use super::{Pane, agenda, checklists, claims, crossings, signals, spillover, words};
use crate::board::Board;
use crate::board::changes::{Change, ChangeCause, ChangeDirection, ChangeKind, ChangePlace, EntryEdit};
use crate::board::checklist::ItemReading;
use crate::board::crossing::{CrossingReading, StatusBasis};
use crate::board::due::Due;
use crate::board::evidence::{EntryIndex, Reading};
use crate::board::freshness::Freshness;
use crate::diagnostic::{Span, Spanned};
use crate::watchlist::scales::{Claim, CrossingStatus};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, EntityRef, Item, Party};
use chrono::{DateTime, TimeDelta, Utc};
pub(super) use evidence::Ledger;

/// The maximum number of future dates that are listed.
const MOST: usize = 20;

/// The notes under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverSection {
    pub heading: &'static str,
    pub role: SectionRole,
    /// The text if there are no notes: never an all-clear.
    pub none: &'static str,
    /// The notes, in reading order.
    pub notes: Vec<Note>,
}

/// What a section is for: a brief lists what happened, and counts what stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionRole {
    /// What happened. It is listed even if it is empty.
    Alarm,
    /// What happened.
    Happened,
    /// The state of each pane, and what is next.
    Now,
    /// What may be the same as every day, with the words after its count.
    Standing(&'static str),
}

/// One thing to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub words: String,
    /// The facts it is based on that the words already state.
    pub stated: Vec<String>,
    /// The other facts it is based on: the time, the source with its grades, the claim class, if available.
    pub facts: Vec<String>,
    /// Its position in the newer watchlist.
    pub span: Option<Span>,
}

impl Note {
    fn new(words: String, span: Option<Span>) -> Self {
        Self { words, stated: Vec::new(), facts: Vec::new(), span }
    }
}

/// Everything to hand over: what changed between the two boards, and the state of the later one.
pub fn handover(before: &Board, after: &Board, found: &[Change]) -> Vec<HandoverSection> {
    let ledger = Ledger::index(&after.watchlist);
    let section = |role, heading, none, notes| HandoverSection { heading, role, none, notes };
    let standing = |count, heading, none, notes| section(SectionRole::Standing(count), heading, none, notes);
    let changed = |kind| changed(kind, before, after, found, &ledger);
    let [unknown, old, unchecked] = knowledge(before, after, &ledger);
    let [overdue, ahead] = dates(after, &ledger);
    let (contradicted, unobserved) = (claims::contradictions(after), claims::unobserved(after, before.now));
    let is_told_above = |change: &&Change| {
        matches!(ChangeHeading::for_change(change), ChangeHeading::Worse | ChangeHeading::Better)
            && change.quote.is_some()
    };
    let (logged, reported): (Vec<&Change>, Vec<_>) =
        found.iter().filter(is_told_above).partition(|change| matches!(change.what, ChangeKind::Log { .. }));
    let (is_any_logged, is_any_reported) = (!logged.is_empty(), !reported.is_empty());
    vec![
        section(
            SectionRole::Alarm,
            heading(ChangeDirection::Worse),
            "none recorded (not an all-clear)",
            changed(ChangeHeading::Worse),
        ),
        section(
            SectionRole::Happened,
            heading(ChangeDirection::Better),
            "none recorded",
            changed(ChangeHeading::Better),
        ),
        section(
            SectionRole::Happened,
            "Logged",
            if is_any_logged { "none besides the above" } else { "none" },
            changed(ChangeHeading::Logged),
        ),
        section(
            SectionRole::Happened,
            "Reported",
            if is_any_reported { "none besides the above" } else { "none" },
            changed(ChangeHeading::Reported),
        ),
        section(SectionRole::Now, "Now", "nothing is watched", now(after, &ledger)),
        standing("overdue", "Overdue", "nothing overdue", overdue),
        standing("unknown", "UNKNOWN", "nothing", unknown),
        standing("with old data", "Data old, last known", "nothing", old),
        standing("not looked at in this time", "Not looked at in this time", "nothing else", unchecked),
        standing("contradicted", "Contradicted", "no sources that differ", of_rows(contradicted)),
        standing("not observed", "Not observed", "no gap recorded", of_rows(unobserved)),
        section(SectionRole::Now, "Due next", "no date ahead is recorded", ahead),
        standing("other changes", heading(ChangeDirection::Other), "none recorded", changed(ChangeHeading::Other)),
    ]
}

/// The heading of a change: each change is under one. What happened comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChangeHeading {
    /// Bad news, and its consequences.
    Worse,
    Better,
    /// Other entries of the log.
    Logged,
    Reported,
    /// Consequences of entries, edits, and changes caused by the passing of time.
    Other,
}

impl ChangeHeading {
    fn for_change(change: &Change) -> Self {
        let is_new = change.cause == ChangeCause::Reported;
        match (change.direction, &change.what) {
            (ChangeDirection::Worse, _) => Self::Worse,
            (ChangeDirection::Better, _) => Self::Better,
            (ChangeDirection::Other, ChangeKind::Log { edit: EntryEdit::Added, .. }) => Self::Logged,
            (
                ChangeDirection::Other,
                ChangeKind::Entries { edit: EntryEdit::Added, .. } | ChangeKind::Checked { .. },
            ) => Self::Reported,
            (ChangeDirection::Other, _) if is_new && change.quote.is_some() => Self::Reported,
            (ChangeDirection::Other, _) => Self::Other,
        }
    }
}

/// Formats the start and end in UTC and in the watchlist's zone, and the duration.
pub fn period(before: &Board, after: &Board) -> String {
    let moment = |board: &Board| words::when_full(TimePoint::exact(board.now), after);
    let (zone, long) = (after.watchlist.zone(), Age(after.now - before.now));
    format!("From {} to {}, {long}; zone {zone}, Z is UTC.", moment(before), moment(after))
}

/// Says when the operator last looked, for a handover that starts at another time.
pub fn last_look(at: DateTime<Utc>, after: &Board) -> String {
    let (when, ago) = (words::when_full(TimePoint::exact(at), after), Age(after.now - at).ago());
    format!("Last looked at on the board (D): {when}, {ago}; --since seen begins there.")
}

/// The state of each crossing, the checklists, the risks and the signals.
fn now(board: &Board, ledger: &Ledger<'_>) -> Vec<Note> {
    let crossings = board.watchlist.crossings.iter().zip(&board.crossings).map(|(crossing, reading)| {
        let span = status_span(crossing, reading);
        let facts = span.map_or_else(Vec::new, |span| ledger.facts(span, board));
        let words = headline_text(&crossings::crossing_headline(board, crossing, reading));
        Note { facts, ..Note::new(words, span.or(Some(crossing.span))) }
    });
    let pane = |pane: &dyn Pane| Note::new(headline_text(&pane.headline(board)), None);
    let signals = Note::new(signals::now(board), None);
    crossings.chain([pane(&checklists::Checklists), pane(&spillover::SpilloverPane), signals]).collect()
}

pub(super) fn headline_text(headline: &Headline) -> String {
    let words: Vec<_> = headline.parts().iter().map(HeadlinePart::text).collect();
    format!("{}: {}", headline.name.text, words.join(" · "))
}

/// The entry that a crossing's status is based on.
fn status_span(crossing: &Crossing, reading: &CrossingReading) -> Option<Span> {
    let is_told = reading.status.basis == StatusBasis::Evidence && !reading.status.is_disputed();
    let used = reading.status.evidence.used.filter(|_| is_told)?;
    Some(match used {
        EntryIndex::Report(index) => crossing.reports[index].span,
        EntryIndex::Day(index) => crossing.days[index].span,
    })
}

/// The changes under one heading, in their order.
fn changed(kind: ChangeHeading, before: &Board, after: &Board, found: &[Change], ledger: &Ledger<'_>) -> Vec<Note> {
    let note = |change: &Change| {
        let line = ChangeLine::from_change(change, before, after);
        let span = match change.place {
            ChangePlace::After(span) => Some(span),
            ChangePlace::Before(_) => None,
        };
        let words = line.sentence();
        let backing = span.map_or_else(Vec::new, |span| ledger.backing(span, after));
        let facts = std::iter::once(line.when.clone()).chain(backing).filter(|fact| !fact.is_empty());
        let is_source = |fact: &str| !line.source.is_empty() && fact.trim_end_matches(" --") == line.source;
        let is_stated = |fact: &String| is_source(fact) || (*fact == line.when && words.contains(fact.as_str()));
        let (stated, facts) = facts.partition(is_stated);
        Note { stated, facts, ..Note::new(words, span) }
    };
    found.iter().filter(|change| ChangeHeading::for_change(change) == kind).map(note).collect()
}

/// The overdue dates, and the next ones.
fn dates(board: &Board, ledger: &Ledger<'_>) -> [Vec<Note>; 2] {
    let note = |(due, phrases): (&Due, Vec<Phrase>)| {
        let thing = thing_of(board, &due.entity)?;
        let parts: Vec<_> = phrases.iter().map(|phrase| phrase.text.trim()).collect();
        let words = format!("{}; {}", parts.join(", "), thing.state);
        Some(Note { facts: thing.facts(board, ledger), ..Note::new(words, Some(thing.span)) })
    };
    let all = board.due.iter().zip(agenda(board));
    let (overdue, ahead): (Vec<_>, Vec<_>) = all.partition(|(due, _)| due.is_overdue);
    let more = ahead.len().saturating_sub(MOST);
    let rest = (more > 0).then(|| Note::new(format!("and {more} more, none of them earlier"), None));
    [
        overdue.into_iter().filter_map(note).collect(),
        ahead.into_iter().take(MOST).filter_map(note).chain(rest).collect(),
    ]
}

/// For a thing that is known only through reports.
const UNREPORTED: &str = "nothing was ever reported";

/// For a thing that is known only through promises or unsupported words.
fn silence<V>(reading: &Reading<V>, promises: usize) -> &'static str {
    match (promises > 0, !reading.unsupported.is_empty()) {
        (true, true) => "nothing usable reported, only promises and unsupported words",
        (true, false) => "nothing usable reported, only promises",
        (false, true) => "nothing usable reported, only unsupported words",
        (false, false) => UNREPORTED,
    }
}

/// A thing whose state should be known.
pub(super) struct Thing {
    pub(super) title: String,
    /// Its state, in its pane's words.
    state: String,
    pub(super) is_known: bool,
    pub(super) freshness: Freshness,
    /// The text if there is no data about it.
    silence: &'static str,
    /// The entry that its state is based on.
    rests_on: Option<Span>,
    checked: Option<TimePoint>,
    span: Span,
}

impl Thing {
    /// Its position in the watchlist.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The text if there is no data about it.
    pub(super) fn silence(&self) -> &'static str {
        self.silence
    }

    /// The time, the source with its grades and the claim class of the entry that its state is based on.
    pub(super) fn facts(&self, board: &Board, ledger: &Ledger<'_>) -> Vec<String> {
        let checked = self.checked.filter(|at| board.has_come(*at));
        let checked = checked.map(|at| format!("checked {}", words::when(at, board)));
        let backing = self.rests_on.map_or_else(Vec::new, |span| ledger.facts(span, board));
        backing.into_iter().chain(checked).collect()
    }
}

/// The thing for a crossing or an item.
fn thing_of(board: &Board, entity: &EntityRef) -> Option<Thing> {
    let watchlist = &board.watchlist;
    match entity {
        EntityRef::Crossing(id) => {
            let index = watchlist.crossings.index_of(id.as_str())?;
            Some(of_crossing(board, &watchlist.crossings[index], &board.crossings[index]))
        }
        entity => {
            let (list, item) = watchlist.item_index(&entity.reference())?;
            Some(of_item(board, &watchlist.checklists[list].items[item], &board.checklists[list].items[item]))
        }
    }
}

pub(super) fn of_crossing(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Thing {
    Thing {
        title: crossing.name.display().into_owned(),
        state: crossings::status_word(board, crossing, reading).text,
        is_known: reading.status.status != CrossingStatus::Unknown,
        freshness: reading.freshness,
        silence: "neither a report nor a day was ever recorded",
        rests_on: status_span(crossing, reading),
        checked: value(crossing.checked),
        span: crossing.span,
    }
}

pub(super) fn of_item(board: &Board, item: &Item, reading: &ItemReading) -> Thing {
    let come = item.reports.iter().filter(|report| board.has_come(report.at.value));
    let promises = come.filter(|report| report.claim == Some(Claim::Promise)).count();
    Thing {
        title: item.title.display().into_owned(),
        state: checklists::rung_cell(reading).text,
        is_known: reading.rung.is_some(),
        freshness: reading.freshness,
        silence: silence(&reading.evidence, promises),
        rests_on: reading.evidence.used.and_then(EntryIndex::report).map(|used| item.reports[used].span),
        checked: value(item.checked),
        span: item.span,
    }
}

/// The number of promises of a party that count.
fn promised(board: &Board, party: &Party) -> usize {
    let come = party.reports.iter().filter(|report| board.has_come(report.at.value));
    come.filter(|report| report.claim == Some(Claim::Promise)).count()
}

fn value(checked: Option<Spanned<TimePoint>>) -> Option<TimePoint> {
    checked.map(|mark| mark.value)
}

/// Everything whose state should be known, in the order of the panes.
pub(super) fn things(board: &Board) -> Vec<Thing> {
    let mut things = Vec::new();
    for (crossing, reading) in board.watchlist.crossings.iter().zip(&board.crossings) {
        things.push(of_crossing(board, crossing, reading));
        let parties = crossing.parties.iter().zip(&reading.parties);
        things.extend(parties.map(|(party, reading)| Thing {
            title: format!("{}, {}", crossing.name.display(), words::voice(&board.watchlist, &party.actor)),
            state: crossings::presence(board, party, reading).text,
            is_known: reading.presence.is_some(),
            freshness: reading.freshness,
            silence: silence(&reading.evidence, promised(board, party)),
            rests_on: reading.evidence.used.and_then(EntryIndex::report).map(|used| party.reports[used].span),
            checked: None,
            span: party.span,
        }));
    }
    let items = board.watchlist.items().zip(board.checklists.iter().flat_map(|list| &list.items));
    things.extend(items.map(|((_, item), reading)| of_item(board, item, reading)));
    let live = board.spillover.live_risks();
    things.extend(live.map(|(index, reading)| (&board.watchlist.risks()[index], reading)).map(|(risk, reading)| {
        Thing {
            title: risk.title.display().into_owned(),
            state: spillover::level(board, risk, reading).text,
            is_known: reading.level.is_some(),
            freshness: reading.freshness,
            // The log may have many entries of it.
            silence: "its level was never judged",
            rests_on: reading.evidence.used.and_then(EntryIndex::report).map(|used| risk.assessments[used].span),
            checked: value(risk.checked),
            span: risk.span,
        }
    }));
    things
}

/// What is unknown, what is old, and what was not checked in this period: each thing in at most one of them.
fn knowledge(before: &Board, after: &Board, ledger: &Ledger<'_>) -> [Vec<Note>; 3] {
    let hours: TimeDelta = after.now - before.now;
    let (mut unknown, mut old, mut unchecked) = (Vec::new(), Vec::new(), Vec::new());
    for thing in things(after) {
        let ago = |age: TimeDelta| format!("last looked at {}", Age(age).ago());
        let (list, extra) = match (thing.is_known, thing.freshness) {
            (false, Freshness::Fresh { .. }) => (&mut unknown, None),
            (false, Freshness::NoData) => (&mut unknown, Some(thing.silence.to_owned())),
            (_, Freshness::Stale { .. }) => {
                let list = if thing.is_known { &mut old } else { &mut unknown };
                (list, words::data_old(thing.freshness).map(|phrase| phrase.text))
            }
            (true, Freshness::Fresh { age }) if age > hours => (&mut unchecked, Some(ago(age))),
            // A plan that is still in the future needs no report.
            (true, Freshness::NoData) => (&mut unchecked, Some(thing.silence.to_owned())),
            (true, Freshness::Fresh { .. }) => continue,
        };
        let parts = [Some(thing.state.clone()), extra];
        let words = format!("{}: {}", thing.title, parts.into_iter().flatten().collect::<Vec<_>>().join("; "));
        list.push(Note { facts: thing.facts(after, ledger), ..Note::new(words, Some(thing.span)) });
    }
    [unknown, old, unchecked]
}

/// Notes for rows of a pane.
fn of_rows(rows: impl Iterator<Item = (Vec<Cell>, Span)>) -> Vec<Note> {
    let text = |cell: Cell| match cell.content {
        CellContent::Text(phrases) | CellContent::Flags(phrases) => joined(&phrases),
        CellContent::Headline(headline) => headline_text(&headline),
        CellContent::Age(freshness) => age_phrase(freshness).text,
        CellContent::Bar(_) | CellContent::Spark(..) | CellContent::Days(_) | CellContent::Flow(_) => String::new(),
    };
    let note = |(cells, span): (Vec<Cell>, Span)| {
        let words: Vec<_> = cells.into_iter().map(text).filter(|text| !text.is_empty()).collect();
        Note::new(words.join("  "), Some(span))
    };
    rows.map(note).collect()
}

/// Joins phrases, without the blanks that align them.
fn joined(phrases: &[Phrase]) -> String {
    let text: String = phrases.iter().map(|phrase| phrase.text.as_str()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
