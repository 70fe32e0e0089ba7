//! The crossings pane: is it open as promised, who is in place, and what was seen day by day.

mod detail;
mod evidence;

use super::view::{
    Cell, Content, DayMark, Detail, Empty, FlowMark, Headline, Order, Phrase, Row, RowId, RowKey, RowKind, Tone, Width,
};
use super::{Needle, Pane, Topic, lines, words};
use crate::board::Board;
use crate::board::choice::Choice;
use crate::board::crossing::{Basis, CrossingReading, Day, OnSchedule, PartyReading, Range, Verdict};
use crate::diagnostic::Span;
use crate::text::{Text, is_right_to_left};
use crate::watchlist::scales::{Cause, CrossingStatus, Presence};
use crate::watchlist::time::TimePoint;
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
    Party(&'b Party, &'b PartyReading),
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
        PARTIES => Subject::Party(&crossing.parties[index], &reading.parties[index]),
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
        let mut both: Vec<_> = board.watchlist.crossings.iter().zip(&board.crossings).collect();
        both.sort_by_key(|(_, reading)| Standing::of(reading));
        let Some(&(crossing, worst)) = both.first() else {
            return Headline { name, word: Phrase::new("? NO CROSSING", Tone::Unknown), more: Vec::new(), age: None };
        };
        let more = if both.len() == 1 { status_more(board, crossing, worst) } else { several_more(&both) };
        let age = words::oldest(board.crossings.iter().map(|reading| reading.freshness));
        Headline { name, word: status_word(worst), more, age }
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
            Subject::Strip(strip) => strip_cells(board, reading, strip),
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
                let sum = if record.contrary_sum().is_some() { NO_SUM } else { "" };
                needle.is_in([&text(&record.note), source, cause, &date, record.status.word(), sum])
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
            Subject::Report(report) => detail::of_report(board, crossing, reading, report),
            Subject::Test(test) => detail::of_test(board, crossing, reading, test),
            Subject::Heading | Subject::Strip(_) | Subject::PartyHeading | Subject::RecordHeading => {
                detail::of_crossing(board, crossing, reading)
            }
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

    fn topic<'b>(&self, board: &'b Board, key: Option<RowKey>) -> Topic<'b> {
        let Some(key) = key else { return Topic::Nothing("a crossing comes first: write it in your editor, with e") };
        let Place { crossing, subject, .. } = place(board, key);
        let crossing = crossing.id.value.as_str();
        match subject {
            Subject::Party(party, _) => Topic::Party { crossing, party: party.actor.value.as_str() },
            Subject::Heading
            | Subject::Test(_)
            | Subject::Strip(_)
            | Subject::PartyHeading
            | Subject::RecordHeading
            | Subject::Record(_)
            | Subject::Report(_) => Topic::Crossing(crossing),
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
    // The heading has the details of the whole crossing; where there is one only, its strip of days has them.
    if board.crossings.len() > 1 || reading.days.is_empty() {
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
        let moment = crate::watchlist::time::TimePoint::day(day.date.value, zone);
        (moment, key(RECORDS, at, &["day", &day.date.value.to_string(), &source(&day.source)]))
    });
    let reports = crossing.reports.iter().enumerate().map(|(at, report)| {
        let moment = report.at.value;
        (
            moment,
            key(REPORTS, at, &["report", &moment.start.to_rfc3339(), &source(&report.source), report.status.word()]),
        )
    });
    days.chain(reports).filter(|(at, _)| board.has_come(*at)).map(|(at, key)| (at.start, key)).collect()
}

/// The status from across the room. Old or disputed data never reads as an all-clear.
pub(super) fn status_word(reading: &CrossingReading) -> Phrase {
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

/// How a crossing stands, the worst first: what nobody knows is worse than what is known to be bad.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Unknown,
    Shut,
    LastKnown,
    Limited,
    Scheduled,
    Open,
}

impl Standing {
    fn of(reading: &CrossingReading) -> Self {
        match (&reading.status.basis, reading.status.status) {
            (_, CrossingStatus::Unknown) => Self::Unknown,
            (Basis::Report(_) | Basis::Day(_), _) if reading.freshness.is_stale() => Self::LastKnown,
            (_, CrossingStatus::Closed | CrossingStatus::Suspended) => Self::Shut,
            (_, CrossingStatus::Limited) => Self::Limited,
            (_, CrossingStatus::Scheduled) => Self::Scheduled,
            (_, CrossingStatus::Open) => Self::Open,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Shut => "closed",
            Self::LastKnown => "last known",
            Self::Limited => "limited",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
        }
    }
}

/// `1 open, 1 closed`, then each crossing with its state, the worst first.
fn several_more(both: &[(&Crossing, &CrossingReading)]) -> Vec<Phrase> {
    let tally = |standing: Standing| {
        let number = both.iter().filter(|(_, reading)| Standing::of(reading) == standing).count();
        (number > 0).then(|| format!("{number} {}", standing.word()))
    };
    let all = [
        Standing::Open,
        Standing::Scheduled,
        Standing::Limited,
        Standing::LastKnown,
        Standing::Shut,
        Standing::Unknown,
    ];
    let tallies = all.into_iter().filter_map(tally).collect::<Vec<_>>().join(", ");
    let each = both.iter().map(|(crossing, reading)| {
        let word = status_word(reading);
        let name = crossing.name.display();
        // A name from right to left belongs at the end.
        let is_last = is_right_to_left(&name);
        let words = if is_last { format!("{}  {name}", word.text) } else { format!("{name} {}", word.text) };
        Phrase::new(words, word.tone)
    });
    let is_threatened = both.iter().any(|(_, reading)| !reading.threats.is_empty());
    let threat = is_threatened.then(|| Phrase::new("THREATENED", Tone::Alarm));
    std::iter::once(Phrase::plain(tallies)).chain(each).chain(threat).collect()
}

/// The date to which the latest report moves the opening, where it is another than the promised one.
pub(super) fn moved_to(board: &Board, crossing: &Crossing) -> Option<TimePoint> {
    let come = crossing.reports.iter().filter(|report| board.has_come(report.at.value));
    let latest = come.filter(|report| report.opens.is_some()).max_by_key(|report| report.at.value.start)?;
    latest.opens.filter(|moved| crossing.opens.is_none_or(|opens| opens.value != *moved))
}

/// `moved to 12 Feb`, while the opening is still awaited.
fn moved_words(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<Phrase> {
    let is_awaited = match reading.on_schedule {
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::NoPlan => !reading.status.status.is_open(),
        OnSchedule::OnTime { .. } | OnSchedule::Late { .. } | OnSchedule::Unrecorded { opened: Some(_), .. } => false,
    };
    let moved = moved_to(board, crossing).filter(|_| is_awaited)?;
    Some(Phrase::new(format!("moved to {}", words::when(moved, board)), Tone::Caution))
}

pub(super) fn status_more(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Phrase> {
    let mut more = Vec::new();
    more.extend(evidence::plan_words(board, crossing, reading));
    more.extend(moved_words(board, crossing, reading));
    if reading.gaps.iter().any(|gap| gap.holds(board.now)) {
        more.push(Phrase::new("NOT OBSERVED", Tone::Unknown));
    }
    if !reading.threats.is_empty() {
        more.push(Phrase::new("THREATENED", Tone::Alarm));
    }
    more.extend(words::data_old(reading.freshness));
    if !crossing.parties.is_empty() {
        more.push(parties_in_place(reading));
    }
    more
}

fn parties_in_place(reading: &CrossingReading) -> Phrase {
    let (there, all) = (reading.parties_in_place(), reading.parties.len());
    let is_old = |party: &&PartyReading| party.presence == Some(Presence::InPlace) && party.freshness.is_stale();
    let words = format!("{there} of {all} parties in place");
    match reading.parties.iter().filter(is_old).count() {
        0 => Phrase::new(words, if there == all { Tone::Good } else { Tone::Plain }),
        old => Phrase::new(format!("{words}, {old} last known"), Tone::Caution),
    }
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
        Cell::fixed(LABEL, Phrase::plain(evidence::question(test))),
        Cell::fill(16, evidence::of(board, crossing, reading, test)),
    ]
}

/// Columns of the label before a test or a strip.
const LABEL: u16 = 18;

fn strip_cells(board: &Board, reading: &CrossingReading, strip: Strip) -> Vec<Cell> {
    match strip {
        Strip::Days => vec![
            Cell::fixed(LABEL, Phrase::plain(days_label(board, &reading.days))),
            Cell::drawn(Width::Fill(8), Content::Days(reading.days.iter().map(day_mark).collect())),
        ],
        Strip::Out => flow_cells(board, reading, "People out a day", |day| day.exits),
        Strip::In => flow_cells(board, reading, "People in a day", |day| day.entries),
    }
}

/// `Days 2 Feb-24 Feb`, where that fits.
fn days_label(board: &Board, days: &[Day]) -> String {
    let range = days.first().zip(days.last()).map(|(first, last)| match first.date == last.date {
        true => format!("Day {}", words::day(first.date, board)),
        false => format!("Days {}-{}", words::day(first.date, board), words::day(last.date, board)),
    });
    range.filter(|range| range.len() <= usize::from(LABEL)).unwrap_or_else(|| "Day by day".to_owned())
}

/// A chart of people a day; beside it the latest number with its date.
fn flow_cells(board: &Board, reading: &CrossingReading, label: &str, flow: fn(&Day) -> Option<Range>) -> Vec<Cell> {
    let past = reading.days.iter().filter(|day| day.verdict != Verdict::Ahead);
    let marks = past.map(|day| match flow(day) {
        Some(range) if range.low == range.high => FlowMark::People(range.low as f64),
        Some(_) => FlowMark::Differ,
        None if day.verdict.is_shut() => FlowMark::Shut,
        None if day.records.is_empty() => FlowMark::NoRecord,
        None => FlowMark::Uncounted,
    });
    let latest = reading.days.iter().rev().find_map(|day| Some((day.date, flow(day)?)));
    let latest = latest.map(|(date, range)| format!("{} on {}", range_words(range), words::day(date, board)));
    vec![
        Cell::fixed(LABEL, Phrase::plain(label)),
        Cell::drawn(Width::Fill(8), Content::Flow(marks.collect())),
        Cell::fixed(16, Phrase::plain(latest.unwrap_or_default())).drop(1),
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
    vec![Cell::fixed(LABEL, Phrase::new("Parties", Tone::Strong)), Cell::fill(8, vec![parties_in_place(reading)])]
}

/// Whether a party is in place; what is old is at most a reason to look again.
pub(super) fn presence(reading: &PartyReading) -> Phrase {
    let Some(presence) = reading.presence else {
        let word = if reading.others.is_empty() { "? unknown" } else { "? disputed" };
        return Phrase::new(word, Tone::Unknown);
    };
    let (words, tone) = match presence {
        Presence::Absent => ("■ absent", Tone::Alarm),
        Presence::Announced => ("○ announced", Tone::Claimed),
        Presence::InPlace => ("● in place", Tone::Good),
    };
    Phrase::new(words, if reading.freshness.is_stale() { Tone::Caution } else { tone })
}

fn party_cells(board: &Board, party: &Party, reading: &PartyReading) -> Vec<Cell> {
    let name = words::voice(&board.watchlist, &party.actor);
    let role = party.role.as_ref().map_or(String::new(), |role| role.display().into_owned());
    vec![
        Cell::fixed(LABEL, Phrase::plain(name)),
        Cell::fixed(11, presence(reading)),
        Cell::fill(8, vec![Phrase::muted(role)]).drop(2),
        Cell::fixed(words::AGE_WIDTH, words::age(reading.freshness)).drop(1),
    ]
}

/// What a record says of itself whose patients and companions are not the people who left.
const NO_SUM: &str = "does not add up";

fn record_cells(board: &Board, reading: &CrossingReading, record: &DayRecord) -> Vec<Cell> {
    let number = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let hours = record.hours.map(|hours| hours.to_string());
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
        record.contrary_sum().map(|_| Phrase::new(NO_SUM, Tone::Caution)),
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
    let width = match date.len() {
        0..=6 => 6,
        7..=13 => 13,
        _ => 18,
    };
    Cell::fixed(width, Phrase::plain(date))
}

fn report_cells(board: &Board, report: &CrossingReport) -> Vec<Cell> {
    let note = report.note.as_ref().map_or(String::new(), |note| note.display().into_owned());
    let moved = report.opens.map(|opens| format!("moved to {}", words::when(opens, board)));
    let moved = moved.map(|words| Phrase::new(words, Tone::Caution));
    vec![
        date_cell(words::when(report.at.value, board)),
        Cell::fixed(11, status_phrase(report.status)),
        Cell::fixed(10, words::citation(&board.watchlist, report.source.as_ref(), report.credibility)),
        Cell::fixed(10, words::claim(report.claim)).drop(1),
        Cell::fill(8, lines::spaced(moved.into_iter().chain([Phrase::muted(note)]).collect())),
    ]
}
