//! The crossings pane: is it open as promised, who is in place, and what was seen day by day.

mod detail;
mod evidence;

use super::view::{
    Cell, Content, DayMark, Detail, Empty, Headline, Order, Phrase, Row, RowId, RowKey, RowKind, Tone, Width,
};
use super::{Needle, Pane, lines, words};
use crate::board::Board;
use crate::board::choice::Choice;
use crate::board::crossing::{Basis, CrossingReading, Day, PartyReading, Range, Verdict};
use crate::diagnostic::Span;
use crate::text::Text;
use crate::watchlist::scales::{Cause, CrossingStatus, Presence};
use crate::watchlist::{Crossing, CrossingReport, DayRecord, Party};

/// Reads the watchlist's crossings.
pub(super) struct Crossings;

/// Which of the pane's lists a row stands in.
const HEADINGS: u16 = 0;
const TESTS: u16 = 1;
const STRIPS: u16 = 2;
const PARTY_HEADING: u16 = 3;
const PARTIES: u16 = 4;
const RECORD_HEADING: u16 = 5;
const RECORDS: u16 = 6;
const REPORTS: u16 = 7;

/// The three tests of a promise, in the order of their rows.
#[derive(Clone, Copy)]
enum Test {
    OnSchedule,
    StaysOpen,
    Consistent,
}

/// The three strips, in the order of their rows.
#[derive(Clone, Copy)]
enum Strip {
    Days,
    Out,
    In,
}

/// What a row is about.
enum Subject<'b> {
    Heading,
    Test(Test),
    Strip(Strip),
    PartyHeading,
    Party(&'b Party, PartyReading),
    RecordHeading,
    Record(&'b DayRecord),
    Report(&'b CrossingReport),
}

/// A crossing, its reading, and what of it a row is about.
struct Place<'b> {
    crossing: &'b Crossing,
    reading: &'b CrossingReading,
    subject: Subject<'b>,
}

fn place(board: &Board, key: RowKey) -> Place<'_> {
    let (parent, index) = (key.parent as usize, key.index as usize);
    let (crossing, reading) = (&board.watchlist.crossings[parent], &board.crossings[parent]);
    let subject = match key.list {
        TESTS => Subject::Test([Test::OnSchedule, Test::StaysOpen, Test::Consistent][index]),
        STRIPS => Subject::Strip([Strip::Days, Strip::Out, Strip::In][index]),
        PARTY_HEADING => Subject::PartyHeading,
        PARTIES => Subject::Party(&crossing.parties[index], reading.parties[index]),
        RECORD_HEADING => Subject::RecordHeading,
        RECORDS => Subject::Record(&crossing.days[index]),
        REPORTS => Subject::Report(&crossing.reports[index]),
        _ => Subject::Heading,
    };
    Place { crossing, reading, subject }
}

impl Pane for Crossings {
    fn id(&self) -> &'static str {
        "crossings"
    }

    fn headline(&self, board: &Board) -> Headline {
        let name = match board.watchlist.crossings.as_slice() {
            [only] => only.name.display().into_owned(),
            _ => "Crossings".to_owned(),
        };
        let name = Phrase::new(name, Tone::Strong);
        let Some((crossing, reading)) = board.watchlist.crossings.iter().zip(&board.crossings).next() else {
            return Headline { name, word: Phrase::new("? NO CROSSING", Tone::Unknown), more: Vec::new(), age: None };
        };
        let others = board.crossings.iter().zip(&board.watchlist.crossings).skip(1);
        let others = others.map(|(reading, crossing)| {
            let word = status_word(reading);
            Phrase::new(format!("{} {}", crossing.name.display(), word.text), word.tone)
        });
        Headline {
            name,
            word: status_word(reading),
            more: status_more(board, crossing, reading).into_iter().chain(others).collect(),
            age: board.crossings.iter().filter_map(|reading| reading.freshness.age()).max().map(words::span),
        }
    }

    fn orders(&self) -> &'static [&'static str] {
        &["newest record first", "oldest record first"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        let is_newest_first = (order.by == 0) != order.reverse;
        let mut keys = Vec::new();
        for (parent, (crossing, reading)) in board.watchlist.crossings.iter().zip(&board.crossings).enumerate() {
            keys.extend(keys_of(board, parent, crossing, reading, is_newest_first));
        }
        keys
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        let Place { crossing, reading, subject } = place(board, key);
        let kind = match subject {
            Subject::Heading | Subject::PartyHeading | Subject::RecordHeading => RowKind::Heading,
            Subject::Test(_) | Subject::Strip(_) | Subject::Party(..) | Subject::Record(_) | Subject::Report(_) => {
                RowKind::Entry
            }
        };
        let cells = match subject {
            Subject::Heading => heading_cells(board, crossing, reading),
            Subject::Test(test) => test_cells(board, crossing, reading, test),
            Subject::Strip(strip) => strip_cells(reading, strip),
            Subject::PartyHeading => party_heading_cells(reading),
            Subject::Party(party, reading) => party_cells(board, party, reading),
            Subject::RecordHeading => vec![Cell::fill(10, vec![Phrase::new("Day record and reports", Tone::Strong)])],
            Subject::Record(record) => record_cells(board, reading, record),
            Subject::Report(report) => report_cells(board, report),
        };
        Row { cells, kind }
    }

    fn matches(&self, board: &Board, key: RowKey, needle: &Needle) -> bool {
        let Place { crossing, reading, subject } = place(board, key);
        let text = |text: &Option<Text>| text.as_ref().map_or(String::new(), |text| text.raw().to_owned());
        match subject {
            Subject::Heading | Subject::PartyHeading | Subject::RecordHeading | Subject::Strip(_) => false,
            Subject::Test(test) => {
                let evidence = evidence::of(board, crossing, reading, test);
                needle.is_in(evidence.iter().map(|phrase| phrase.text.as_str()).chain([evidence::question(test)]))
            }
            Subject::Party(party, _) => {
                let actor = board.watchlist.actors.get(&party.actor.value);
                let names = actor.into_iter().flat_map(|actor| std::iter::once(&actor.name).chain(&actor.aliases));
                let own = [text(&party.role), text(&party.stake)];
                needle.is_in(
                    own.iter().map(String::as_str).chain([party.actor.value.as_str()]).chain(names.map(Text::raw)),
                )
            }
            Subject::Record(record) => {
                let source = record.source.as_ref().map_or("", |source| source.value.as_str());
                let cause = record.cause.map_or("", Cause::word);
                let date = record.date.value.to_string();
                needle.is_in([&text(&record.note), source, cause, &date, record.status.word()])
            }
            Subject::Report(report) => {
                let source = report.source.as_ref().map_or("", |source| source.value.as_str());
                needle.is_in([&text(&report.note), source, report.status.word()])
            }
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        let Place { crossing, reading, subject } = place(board, key);
        match subject {
            Subject::Party(party, reading) => detail::of_party(board, party, reading),
            Subject::Record(record) => detail::of_record(board, crossing, reading, record),
            Subject::Heading
            | Subject::Test(_)
            | Subject::Strip(_)
            | Subject::PartyHeading
            | Subject::RecordHeading
            | Subject::Report(_) => detail::of_crossing(board, crossing, reading),
        }
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        let Place { crossing, subject, .. } = place(board, key);
        match subject {
            Subject::Party(party, _) => party.span,
            Subject::Record(record) => record.span,
            Subject::Report(report) => report.span,
            Subject::Test(_) => crossing.opens.map_or(crossing.span, |opens| opens.span),
            Subject::Heading | Subject::Strip(_) | Subject::PartyHeading | Subject::RecordHeading => crossing.span,
        }
    }

    fn empty(&self, _: &Board) -> Empty {
        Empty { why: "no crossing".to_owned(), remedy: "add one under `crossings`; e opens the editor".to_owned() }
    }
}

fn keys_of(
    board: &Board,
    parent: usize,
    crossing: &Crossing,
    reading: &CrossingReading,
    is_newest_first: bool,
) -> Vec<RowKey> {
    let id = crossing.id.value.as_str();
    let key = |list, index, parts: &[&str]| {
        let mut named = vec![id];
        named.extend(parts);
        RowKey { id: RowId::of(&named), ..RowKey::new(list, parent, index) }
    };
    let mut keys = Vec::new();
    if board.crossings.len() > 1 {
        keys.push(key(HEADINGS, 0, &["heading"]));
    }
    keys.extend(
        ["on-schedule", "stays-open", "consistent"].iter().enumerate().map(|(at, name)| key(TESTS, at, &[name])),
    );
    if !reading.days.is_empty() {
        keys.push(key(STRIPS, 0, &["days"]));
    }
    let has_flow = |flow: fn(&Day) -> Option<Range>| reading.days.iter().any(|day| flow(day).is_some());
    if has_flow(|day| day.exits) {
        keys.push(key(STRIPS, 1, &["out"]));
    }
    if has_flow(|day| day.entries) {
        keys.push(key(STRIPS, 2, &["in"]));
    }
    if !crossing.parties.is_empty() {
        keys.push(key(PARTY_HEADING, 0, &["parties"]));
        let parties = crossing.parties.iter().enumerate();
        keys.extend(parties.map(|(at, party)| key(PARTIES, at, &["party", party.actor.value.as_str()])));
    }
    let mut records: Vec<_> = dated_keys(board, crossing, &key);
    records.sort_by_key(|(at, _)| *at);
    if is_newest_first {
        records.reverse();
    }
    if !records.is_empty() {
        keys.push(key(RECORD_HEADING, 0, &["records"]));
        keys.extend(records.into_iter().map(|(_, key)| key));
    }
    keys
}

/// Day records and reports that have come, each with the moment by which it is ordered.
fn dated_keys(
    board: &Board,
    crossing: &Crossing,
    key: &impl Fn(u16, usize, &[&str]) -> RowKey,
) -> Vec<(chrono::DateTime<chrono::Utc>, RowKey)> {
    let zone = board.watchlist.zone();
    let source = |source: &Option<crate::watchlist::Ref>| {
        source.as_ref().map_or(String::new(), |id| id.value.as_str().to_owned())
    };
    let days = crossing.days.iter().enumerate().map(|(at, day)| {
        let moment = crate::watchlist::time::Moment::day(day.date.value, zone);
        (moment, key(RECORDS, at, &["day", &day.date.value.to_string(), &source(&day.source)]))
    });
    let reports = crossing.reports.iter().enumerate().map(|(at, report)| {
        let moment = report.at.value;
        (
            moment,
            key(REPORTS, at, &["report", &moment.start.to_rfc3339(), &source(&report.source), report.status.word()]),
        )
    });
    days.chain(reports).filter(|(at, _)| at.has_come(board.now)).map(|(at, key)| (at.start, key)).collect()
}

/// The status from across the room. Old or disputed data never reads as an all-clear.
fn status_word(reading: &CrossingReading) -> Phrase {
    let status = reading.status.status;
    let word = status.word().to_uppercase();
    let is_stale = reading.freshness.is_stale();
    match &reading.status.basis {
        Basis::Disputed(_) | Basis::DisputedReports(_) | Basis::DisputedDay { .. } => {
            Phrase::new("? DISPUTED", Tone::Unknown)
        }
        Basis::PlanPassed(_) | Basis::Nothing => Phrase::new("? UNKNOWN", Tone::Unknown),
        Basis::Report(_) | Basis::Day(_) if is_stale && status != CrossingStatus::Unknown => {
            Phrase::new(format!("{} LAST KNOWN {word}", status_glyph(status)), Tone::Caution)
        }
        Basis::Report(_) | Basis::Day(_) | Basis::Plan(_) => {
            Phrase::new(format!("{} {word}", status_glyph(status)), status_tone(status))
        }
    }
}

fn status_more(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Phrase> {
    let mut more = Vec::new();
    more.extend(evidence::plan_words(board, crossing, reading));
    more.extend(words::data_old(reading.freshness));
    if reading.gaps.iter().any(|gap| gap.holds(board.now)) {
        more.push(Phrase::new("NOT OBSERVED", Tone::Unknown));
    }
    if !reading.threats.is_empty() {
        more.push(Phrase::new("THREATENED", Tone::Alarm));
    }
    if !crossing.parties.is_empty() {
        more.push(parties_in_place(reading));
    }
    more
}

fn parties_in_place(reading: &CrossingReading) -> Phrase {
    let (there, all) = (reading.parties_in_place(), reading.parties.len());
    let tone = if there == all { Tone::Good } else { Tone::Plain };
    Phrase::new(format!("{there} of {all} parties in place"), tone)
}

/// A shape for each state; its word always stands beside it.
fn status_glyph(status: CrossingStatus) -> &'static str {
    match status {
        CrossingStatus::Unknown => "?",
        CrossingStatus::Closed | CrossingStatus::Suspended => "■",
        CrossingStatus::Scheduled => "○",
        CrossingStatus::Limited => "◑",
        CrossingStatus::Open => "●",
    }
}

fn status_tone(status: CrossingStatus) -> Tone {
    match status {
        CrossingStatus::Unknown => Tone::Unknown,
        CrossingStatus::Closed | CrossingStatus::Suspended => Tone::Alarm,
        CrossingStatus::Scheduled => Tone::Claimed,
        CrossingStatus::Limited => Tone::Caution,
        CrossingStatus::Open => Tone::Good,
    }
}

fn status_phrase(status: CrossingStatus) -> Phrase {
    Phrase::new(format!("{} {}", status_glyph(status), status.word()), status_tone(status))
}

fn heading_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Cell> {
    let mut phrases = vec![Phrase::new(crossing.name.display(), Tone::Strong), status_word(reading)];
    phrases.extend(status_more(board, crossing, reading));
    vec![Cell { content: Content::Text(lines::spaced(phrases)), width: Width::Fill(10), drop: 0 }]
}

fn test_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, test: Test) -> Vec<Cell> {
    vec![
        Cell::fixed(18, Phrase::plain(evidence::question(test))),
        Cell::fill(16, evidence::of(board, crossing, reading, test)),
    ]
}

fn strip_cells(reading: &CrossingReading, strip: Strip) -> Vec<Cell> {
    let flow = |flow: fn(&Day) -> Option<Range>| {
        let past = reading.days.iter().filter(|day| day.verdict != Verdict::Ahead);
        past.map(|day| flow(day).map(|range| range.low as f64)).collect()
    };
    let (label, content) = match strip {
        Strip::Days => ("Day by day", Content::Days(reading.days.iter().map(day_mark).collect())),
        Strip::Out => ("People out a day", Content::Spark(flow(|day| day.exits), Tone::Plain)),
        Strip::In => ("People in a day", Content::Spark(flow(|day| day.entries), Tone::Plain)),
    };
    let latest = |flow: fn(&Day) -> Option<Range>| reading.days.iter().rev().find_map(flow).map(range_words);
    let number = match strip {
        Strip::Days => None,
        Strip::Out => latest(|day| day.exits),
        Strip::In => latest(|day| day.entries),
    };
    vec![
        Cell::fixed(18, Phrase::plain(label)),
        Cell::drawn(Width::Fill(8), content),
        Cell::fixed(9, Phrase::plain(number.unwrap_or_default())).drop(1),
    ]
}

fn day_mark(day: &Day) -> DayMark {
    match day.verdict {
        Verdict::Open => DayMark::Open,
        Verdict::Limited => DayMark::Limited,
        Verdict::ClosedAsScheduled => DayMark::ClosedScheduled,
        Verdict::Closed(_) => DayMark::Closed,
        Verdict::Disputed => DayMark::Disputed,
        Verdict::Unclear | Verdict::NoRecord => DayMark::NoRecord,
        Verdict::NotObserved => DayMark::NotObserved,
        Verdict::Ahead => DayMark::Ahead,
    }
}

/// `20`, or `12-20` where sources differ.
fn range_words(range: Range) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}-{}", range.low, range.high) }
}

fn party_heading_cells(reading: &CrossingReading) -> Vec<Cell> {
    vec![Cell::fixed(18, Phrase::new("Parties", Tone::Strong)), Cell::fill(8, vec![parties_in_place(reading)])]
}

fn presence(reading: PartyReading) -> Phrase {
    match reading.presence {
        None if reading.is_disputed => Phrase::new("? disputed", Tone::Unknown),
        None => Phrase::new("? unknown", Tone::Unknown),
        Some(Presence::Absent) => Phrase::new("■ absent", Tone::Alarm),
        Some(Presence::Announced) => Phrase::new("○ announced", Tone::Claimed),
        Some(Presence::InPlace) => Phrase::new("● in place", Tone::Good),
    }
}

fn party_cells(board: &Board, party: &Party, reading: PartyReading) -> Vec<Cell> {
    let name = words::voice(&board.watchlist, &party.actor);
    let role = party.role.as_ref().map_or(String::new(), |role| role.display().into_owned());
    vec![
        Cell::fixed(18, Phrase::plain(name)),
        Cell::fixed(11, presence(reading)),
        Cell::fill(8, vec![Phrase::muted(role)]).drop(1),
    ]
}

fn record_cells(board: &Board, reading: &CrossingReading, record: &DayRecord) -> Vec<Cell> {
    let number = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let hours = record.hours.map(|hours| format!("{}-{}", hours.from.format("%H:%M"), hours.until.format("%H:%M")));
    let cause = record.status.is_shut().then(|| format!("cause {}", record.cause.unwrap_or(Cause::Unstated).word()));
    let parts = [
        cause,
        hours,
        number(record.exits.map(|exits| exits.value), "out"),
        number(record.entries, "in"),
        number(record.turned_back, "turned back"),
    ];
    let note = record.note.as_ref().map(|note| note.display().into_owned());
    let text = parts.into_iter().flatten().chain(note).collect::<Vec<_>>().join(", ");
    let day = reading.days.iter().find(|day| day.date == record.date.value);
    let otherwise = day.and_then(|day| day.choice.as_ref()).is_some_and(Choice::is_contradicted);
    let marks = [
        otherwise.then(|| Phrase::new("sources differ", Tone::Unknown)),
        day.and_then(|day| day.gap).map(|_| Phrase::new("not all observed", Tone::Unknown)),
        Some(Phrase::plain(text)).filter(|phrase| !phrase.text.is_empty()),
    ];
    let phrases = lines::spaced(marks.into_iter().flatten().collect());
    vec![
        date_cell(words::day(record.date.value, board)),
        Cell::fixed(11, status_phrase(record.status)),
        Cell::fixed(10, words::citation(&board.watchlist, record.source.as_ref(), record.credibility)),
        Cell::fill(8, phrases),
    ]
}

/// `28 Feb`, or as wide as a date with its year or time needs.
fn date_cell(date: String) -> Cell {
    let width = if date.len() <= 6 { 6 } else { 13 };
    Cell::fixed(width, Phrase::plain(date))
}

fn report_cells(board: &Board, report: &CrossingReport) -> Vec<Cell> {
    let note = report.note.as_ref().map_or(String::new(), |note| note.display().into_owned());
    vec![
        date_cell(words::when(report.at.value, board)),
        Cell::fixed(11, status_phrase(report.status)),
        Cell::fixed(10, words::citation(&board.watchlist, report.source.as_ref(), report.credibility)),
        Cell::fixed(10, words::claim(report.claim)).drop(1),
        Cell::fill(8, vec![Phrase::muted(note)]),
    ]
}
