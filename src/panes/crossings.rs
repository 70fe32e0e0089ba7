//! The crossings pane: whether crossings are open as promised, who is in place, and the records of each day.

mod detail;
mod evidence;
mod measures;
mod status;

pub(super) use measures::{
    citation, counts_words, day_label, figure, flow_mark, is_shown, measure_name, measure_word, number_words,
    quota_number, quota_values, quota_words,
};
pub(super) use status::{crossing_headline, status_part, status_phrase, status_word};

use super::changes::Topic;
use super::reading_words::{self, EntryWords};
use super::view::{
    Cell, CellContent, DayMark, Detail, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId, RowKey, RowKind,
    RowList, Tone, Width,
};
use super::{Pane, RowFields, lines, words};
use crate::board::Board;
use crate::board::crossing::{
    CrossingReading, Day, Difference, MeasureReading, OnSchedule, PartyReading, Range, Verdict,
};
use crate::board::due::{Due, DueKind};
use crate::board::evidence::{Basis, EntryIndex};
use crate::board::tallies::{self, Itemised};
use crate::diagnostic::Span;
use crate::watchlist::scales::{ClosureCause, Presence};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, CrossingReport, DayRecord, EntityRef, Measure, Party, Ref};
use status::{several_parts, status_parts};

/// Shows the watchlist's crossings.
pub(super) struct Crossings;

/// The lists of this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossingList {
    Headings,
    Tests,
    Strips,
    PartyHeading,
    Parties,
    RecordHeading,
    Records,
    Reports,
    Tallies,
}

/// The list of this pane that a row belongs to.
fn list_of(key: RowKey) -> CrossingList {
    let RowList::Crossings(list) = key.list else { unreachable!("a pane is asked about its own rows") };
    list
}

/// The three tests of a promise, in the order of their rows.
#[derive(Clone, Copy)]
enum PromiseTest {
    OnSchedule,
    StaysOpen,
    Consistent,
}

/// A chart over the days.
#[derive(Clone, Copy)]
enum Strip<'b> {
    Days,
    Measure(&'b MeasureReading),
}

enum CrossingRow<'b> {
    Heading,
    Test(PromiseTest),
    Strip(Strip<'b>),
    PartyHeading,
    Party(&'b Party, &'b PartyReading),
    RecordHeading,
    Record(&'b DayRecord, usize),
    Report(&'b CrossingReport, usize),
    Tally(Itemised),
}

/// A crossing, its reading, and the part of it that a row is about.
struct CrossingPlace<'b> {
    crossing: &'b Crossing,
    reading: &'b CrossingReading,
    row: CrossingRow<'b>,
}

fn row_of(board: &Board, key: RowKey) -> CrossingPlace<'_> {
    let (parent, index) = (key.parent as usize, key.index as usize);
    let (crossing, reading) = (&board.watchlist.crossings[parent], &board.crossings[parent]);
    let row = match list_of(key) {
        CrossingList::Tests => {
            CrossingRow::Test([PromiseTest::OnSchedule, PromiseTest::StaysOpen, PromiseTest::Consistent][index])
        }
        CrossingList::Strips => match index.checked_sub(1) {
            None => CrossingRow::Strip(Strip::Days),
            Some(measure) => CrossingRow::Strip(Strip::Measure(&reading.measures[measure])),
        },
        CrossingList::PartyHeading => CrossingRow::PartyHeading,
        CrossingList::Parties => CrossingRow::Party(&crossing.parties[index], &reading.parties[index]),
        CrossingList::RecordHeading => CrossingRow::RecordHeading,
        CrossingList::Records => CrossingRow::Record(&crossing.days[index], index),
        CrossingList::Reports => CrossingRow::Report(&crossing.reports[index], index),
        CrossingList::Tallies => CrossingRow::Tally(tallies::itemised(board, parent)[index]),
        CrossingList::Headings => CrossingRow::Heading,
    };
    CrossingPlace { crossing, reading, row }
}

impl Pane for Crossings {
    fn id(&self) -> &'static str {
        "crossings"
    }

    fn headline(&self, board: &Board) -> Headline {
        let name = match &board.watchlist.crossings[..] {
            [only] => only.name.display().into_owned(),
            _ => "Crossings".to_owned(),
        };
        let name = Phrase::new(name, Tone::Strong);
        let parts = match (&board.watchlist.crossings[..], board.crossings.as_slice()) {
            ([], _) | (_, []) => vec![HeadlinePart::neutral(Phrase::new("? NO CROSSING", Tone::Unknown))],
            ([crossing], [reading]) => status_parts(board, crossing, reading),
            _ => several_parts(board),
        };
        let age = words::oldest(board.crossings.iter().map(|reading| reading.freshness));
        Headline::new(name, parts).aged(age)
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

    fn kind(&self, key: RowKey) -> RowKind {
        match list_of(key) {
            CrossingList::Headings => RowKind::Heading,
            CrossingList::PartyHeading | CrossingList::RecordHeading => RowKind::Subheading,
            CrossingList::Tests
            | CrossingList::Strips
            | CrossingList::Parties
            | CrossingList::Records
            | CrossingList::Reports
            | CrossingList::Tallies => RowKind::Entry,
        }
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        let CrossingPlace { crossing, reading, row } = row_of(board, key);
        let kind = self.kind(key);
        let cells = match row {
            CrossingRow::Heading => heading_cells(board, crossing, reading),
            CrossingRow::Test(test) => test_cells(board, crossing, reading, test),
            CrossingRow::Strip(strip) => strip_cells(board, crossing, reading, strip),
            CrossingRow::PartyHeading => party_heading_cells(board, reading),
            CrossingRow::Party(party, reading) => party_cells(board, party, reading),
            CrossingRow::RecordHeading => {
                vec![Cell::fill(10, vec![Phrase::new("Day record and reports", Tone::Strong)])]
            }
            CrossingRow::Record(_, index) => record_cells(board, crossing, reading, index),
            CrossingRow::Report(report, index) => report_cells(board, reading, report, index),
            CrossingRow::Tally(itemised) => measures::tally_cells(board, crossing, itemised),
        };
        Row { cells, kind }
    }

    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b> {
        let CrossingPlace { crossing, reading, row } = row_of(board, key);
        let fields = RowFields::default();
        match row {
            CrossingRow::PartyHeading | CrossingRow::RecordHeading | CrossingRow::Strip(_) => fields,
            CrossingRow::Heading => fields
                .texts([crossing.note.as_ref(), Some(&crossing.name)])
                .ids([&crossing.id])
                .reading(&reading.status.evidence, Some(reading.status.status.word()))
                .freshness(reading.freshness),
            CrossingRow::Test(_) => fields.freshness(reading.freshness),
            CrossingRow::Party(party, reading) => fields
                .texts([party.role.as_ref(), party.stake.as_ref()])
                .voices(&board.watchlist, [&party.actor])
                .reading(&reading.evidence, reading.presence.map(Presence::word)),
            CrossingRow::Record(record, _) => fields
                .texts([record.note.as_ref()])
                .text(record.date.value.to_string())
                .text(record.cause.map_or("", ClosureCause::word))
                .status(record.status.word())
                .source(&board.watchlist, record.source.as_ref(), record.credibility)
                .dated(TimePoint::day(record.date.value, board.watchlist.zone()), board),
            CrossingRow::Tally(itemised) => {
                let tally = &board.watchlist.tallies[itemised.tally];
                fields.texts([Some(&tally.what)]).ids([&tally.id]).source(
                    &board.watchlist,
                    tally.source.as_ref(),
                    tally.credibility,
                )
            }
            CrossingRow::Report(report, _) => fields
                .texts([report.note.as_ref()])
                .status(report.status.word())
                .source(&board.watchlist, report.source.as_ref(), report.credibility)
                .dated(report.at.value, board),
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        let CrossingPlace { crossing, reading, row } = row_of(board, key);
        match row {
            CrossingRow::Party(party, reading) => detail::of_party(board, party, reading),
            CrossingRow::Record(record, _) => detail::of_record(board, crossing, reading, record),
            CrossingRow::Report(report, _) => detail::of_report(board, crossing, reading, report),
            CrossingRow::Test(test) => detail::of_test(board, crossing, reading, test),
            CrossingRow::Tally(itemised) => detail::of_tally(board, crossing, itemised),
            CrossingRow::Strip(Strip::Measure(of)) => measures::detail(board, crossing, reading, of),
            CrossingRow::Heading
            | CrossingRow::Strip(Strip::Days)
            | CrossingRow::PartyHeading
            | CrossingRow::RecordHeading => detail::of_crossing(board, crossing, reading),
        }
    }

    fn is_entry(&self, key: RowKey) -> bool {
        matches!(list_of(key), CrossingList::Records | CrossingList::Reports | CrossingList::Tallies)
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        let CrossingPlace { crossing, row, .. } = row_of(board, key);
        match row {
            CrossingRow::Party(party, _) => party.span,
            CrossingRow::Record(record, _) => record.span,
            CrossingRow::Report(report, _) => report.span,
            CrossingRow::Tally(itemised) => board.watchlist.tallies[itemised.tally].span,
            CrossingRow::Test(_) => crossing.opens.as_ref().map_or(crossing.span, |opens| opens.span),
            CrossingRow::Strip(Strip::Measure(of)) => match of.measure {
                Measure::Declared(index) => crossing.measures.0[index].1.span,
                Measure::People(_) => crossing.span,
            },
            CrossingRow::Heading
            | CrossingRow::Strip(Strip::Days)
            | CrossingRow::PartyHeading
            | CrossingRow::RecordHeading => crossing.span,
        }
    }

    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        let CrossingPlace { crossing, reading, row } = row_of(board, key);
        let mut named = |id: &'b Ref| note(Topic::Named(&id.value));
        match row {
            CrossingRow::Party(party, _) => named(&party.actor),
            CrossingRow::Record(DayRecord { source, date, .. }, _) => {
                named(&crossing.id);
                source.iter().for_each(&mut named);
                let day = reading.days.binary_search_by_key(&date.value, |day| day.date);
                let entries = day.into_iter().flat_map(|day| reading.days[day].entries());
                entries.filter_map(|entry| source_of(crossing, entry)).for_each(named);
                note(Topic::Day(crossing.span, date.value));
                note(Topic::Judgement(crossing.span));
            }
            CrossingRow::Report(report, _) => {
                report.source.iter().for_each(named);
                note(Topic::Judgement(crossing.span));
            }
            CrossingRow::Tally(itemised) => {
                board.watchlist.tallies[itemised.tally].authority.iter().for_each(named);
                note(Topic::Reading(crossing.span));
            }
            CrossingRow::Heading | CrossingRow::Test(_) | CrossingRow::Strip(_) => named(&crossing.id),
            CrossingRow::PartyHeading | CrossingRow::RecordHeading => {}
        }
        match row {
            CrossingRow::Party(..) | CrossingRow::Record(..) | CrossingRow::Report(..) | CrossingRow::Tally(_) => {
                note(Topic::At(self.span(board, key)));
            }
            CrossingRow::Heading => [Topic::At, Topic::Parties].iter().for_each(|topic| note(topic(crossing.span))),
            CrossingRow::PartyHeading => note(Topic::Parties(crossing.span)),
            CrossingRow::Test(_) | CrossingRow::Strip(_) | CrossingRow::RecordHeading => {
                note(Topic::Reading(crossing.span));
            }
        }
    }

    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        let Some(key) = key else { return Err("a crossing comes first: write it in your editor, with e") };
        let CrossingPlace { crossing, row, .. } = row_of(board, key);
        match row {
            CrossingRow::Party(party, _) => Ok(EntityRef::party(crossing, party)),
            CrossingRow::Heading
            | CrossingRow::Test(_)
            | CrossingRow::Strip(_)
            | CrossingRow::PartyHeading
            | CrossingRow::RecordHeading
            | CrossingRow::Record(..)
            | CrossingRow::Tally(_)
            | CrossingRow::Report(..) => Ok(EntityRef::Crossing(crossing.id.value.clone())),
        }
    }

    fn empty(&self, _: &Board) -> Empty {
        Empty { why: "no crossing".to_owned(), remedy: "add one under `crossings`; e opens the editor".to_owned() }
    }
}

fn source_of(crossing: &Crossing, entry: EntryIndex) -> Option<&Ref> {
    match entry {
        EntryIndex::Report(index) => crossing.reports[index].source.as_ref(),
        EntryIndex::Day(index) => crossing.days[index].source.as_ref(),
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
        RowKey::new(RowId::from_parts(&named), list, parent, index)
    };
    let mut keys = Vec::new();
    // The heading has the details of the whole crossing; if there is only one crossing, its strip of days has them.
    if board.crossings.len() > 1 || reading.days.is_empty() {
        keys.push(key(CrossingList::Headings, 0, &["heading"]));
    }
    keys.extend(
        ["on-schedule", "stays-open", "consistent"]
            .iter()
            .enumerate()
            .map(|(at, name)| key(CrossingList::Tests, at, &[name])),
    );
    if !reading.days.is_empty() {
        keys.push(key(CrossingList::Strips, 0, &["days"]));
    }
    for (at, of) in reading.measures.iter().enumerate().filter(|(_, of)| is_shown(of)) {
        keys.push(key(CrossingList::Strips, at + 1, &["measure", crossing.measure_id(of.measure)]));
    }
    let beside = tallies::itemised(board, parent);
    keys.extend(beside.iter().enumerate().map(|(at, itemised)| {
        key(CrossingList::Tallies, at, &["tally", board.watchlist.tallies[itemised.tally].id.value.as_str()])
    }));
    if !crossing.parties.is_empty() {
        keys.push(key(CrossingList::PartyHeading, 0, &["parties"]));
        let parties = crossing.parties.iter().enumerate();
        keys.extend(parties.map(|(at, party)| key(CrossingList::Parties, at, &["party", party.actor.value.as_str()])));
    }
    let mut records: Vec<_> = dated_keys(board, crossing, &key);
    records.sort_by_key(|(at, _)| *at);
    if is_newest_first {
        records.reverse();
    }
    if !records.is_empty() {
        keys.push(key(CrossingList::RecordHeading, 0, &["records"]));
        keys.extend(records.into_iter().map(|(_, key)| key));
    }
    keys
}

/// Day records and reports that count, each with its sort time.
fn dated_keys(
    board: &Board,
    crossing: &Crossing,
    key: &impl Fn(CrossingList, usize, &[&str]) -> RowKey,
) -> Vec<(chrono::DateTime<chrono::Utc>, RowKey)> {
    let zone = board.watchlist.zone();
    let source = |source: &Option<Ref>| source.as_ref().map_or(String::new(), |id| id.value.as_str().to_owned());
    let days = crossing.days.iter().enumerate().map(|(at, day)| {
        let moment = TimePoint::day(day.date.value, zone);
        (moment, key(CrossingList::Records, at, &["day", &day.date.value.to_string(), &source(&day.source)]))
    });
    let reports = crossing.reports.iter().enumerate().map(|(at, report)| {
        let moment = report.at.value;
        (
            moment,
            key(
                CrossingList::Reports,
                at,
                &["report", &moment.start.to_rfc3339(), &source(&report.source), report.status.word()],
            ),
        )
    });
    days.chain(reports).filter(|(at, _)| board.has_come(*at)).map(|(at, key)| (at.start, key)).collect()
}

/// Formats what is still awaited, and whether it is late: `OVERDUE 2d, now promised for 12 Feb`,
/// `promised to open again 22 Mar`, `moved to 12 Feb`.
fn awaited(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<(bool, Phrase)> {
    let is_own = |due: &&Due| {
        let is_opening = matches!(due.kind, DueKind::Opening { .. } | DueKind::Reopening);
        is_opening && matches!(&due.entity, EntityRef::Crossing(id) if *id == crossing.id.value)
    };
    let moved = moved_words(board, reading);
    let Some(due) = board.due.iter().find(is_own) else { return moved.map(|moved| (false, moved)) };
    let again =
        (due.kind == DueKind::Reopening).then(|| format!("promised to open again {}", words::when(due.at, board)));
    let now = reading.plan.filter(|plan| due.is_overdue && *plan != due.at);
    let now = now.map(|plan| format!("now promised for {}", words::when(plan, board)));
    let parts: Vec<_> = [again, now].into_iter().flatten().collect();
    if due.is_overdue {
        let late = words::overdue(due.at, board).after("OVERDUE ").toned(Tone::Alarm);
        return Some((true, parts.iter().fold(late, |late, part| late.before(", ").before(part))));
    }
    if parts.is_empty() {
        return moved.map(|moved| (false, moved));
    }
    Some((false, Phrase::new(parts.join(", "), Tone::Caution)))
}

/// Formats what the calendar plans: `closure was to end 5 Mar, OVERDUE 2d`, `closed as announced to 5 Mar`,
/// `closes 28 Feb`.
fn planned(board: &Board, crossing: &Crossing) -> Option<(bool, Phrase)> {
    let is_own = |due: &&Due| matches!(&due.entity, EntityRef::Crossing(id) if *id == crossing.id.value);
    let own = board.due.iter().filter(is_own);
    let words = own.filter_map(|due| match due.kind {
        DueKind::ClosureEnd if due.is_overdue => {
            let late = words::overdue(due.at, board).toned(Tone::Alarm);
            Some((true, late.after(&format!("closure was to end {}, OVERDUE ", words::when(due.at, board)))))
        }
        DueKind::ClosureEnd => {
            let words = format!("closure announced to {}", words::when(due.at, board));
            Some((false, Phrase::new(words, Tone::Caution)))
        }
        DueKind::Closure { .. } => {
            let words = format!("closure announced from {}", words::when(due.at, board));
            Some((false, Phrase::new(words, Tone::Caution)))
        }
        DueKind::Opening { .. } | DueKind::Reopening | DueKind::Rest | DueKind::Item => None,
    });
    words.into_iter().next()
}

/// Formats `moved to 12 Feb`, while the opening is still awaited.
fn moved_words(board: &Board, reading: &CrossingReading) -> Option<Phrase> {
    let is_awaited = match reading.on_schedule {
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. }
        | OnSchedule::NoPlan => !reading.status.status.is_open(),
        OnSchedule::OnTime { .. } | OnSchedule::Late { .. } | OnSchedule::Unrecorded { opened: Some(_), .. } => false,
    };
    let moved = reading.plan.filter(|plan| is_awaited && Some(*plan) != reading.promised)?;
    Some(Phrase::new(format!("moved to {}", words::when(moved, board)), Tone::Caution))
}

/// Formats `2 of 4 parties in place`; if data is old, `0 of 4 parties known to be in place, 2 last known 2 Feb`.
fn parties_in_place(board: &Board, reading: &CrossingReading) -> Phrase {
    let (there, all) = (reading.parties_in_place(), reading.parties.len());
    let is_old = |party: &&PartyReading| party.presence == Some(Presence::InPlace) && party.freshness.is_stale();
    let old: Vec<_> = reading.parties.iter().filter(is_old).collect();
    if old.is_empty() {
        let tone = if there == all { Tone::Good } else { Tone::Plain };
        return Phrase::new(format!("{there} of {all} parties in place"), tone);
    }
    let mut dates: Vec<_> =
        old.iter().filter_map(|party| Some(party.evidence.at?.date(board.watchlist.zone()))).collect();
    dates.sort_unstable();
    dates.dedup();
    let when = match dates.as_slice() {
        [] => String::new(),
        [only] => format!(" {}", words::day(*only, board)),
        [.., newest] => format!(" by {}", words::day(*newest, board)),
    };
    let known = there - old.len();
    Phrase::new(format!("{known} of {all} known to be in place, {} last known{when}", old.len()), Tone::Caution)
}

fn heading_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Cell> {
    vec![Cell::headline(10, crossing_headline(board, crossing, reading))]
}

fn test_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, test: PromiseTest) -> Vec<Cell> {
    vec![
        Cell::fixed(LABEL, Phrase::plain(evidence::question(test))),
        Cell::fill(16, evidence::test_evidence(board, crossing, reading, test)),
    ]
}

/// The width of the label before a test or a strip, in columns.
const LABEL: u16 = 18;

fn strip_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, strip: Strip<'_>) -> Vec<Cell> {
    match strip {
        Strip::Days => vec![
            Cell::fixed(LABEL, Phrase::plain(days_label(board, &reading.days))),
            Cell::drawn(Width::Fill(8), CellContent::Days(reading.days.iter().map(day_mark).collect())),
        ],
        Strip::Measure(of) => measures::cells(board, crossing, reading, of),
    }
}

/// Formats `Days 2 Feb-24 Feb`, if it fits.
fn days_label(board: &Board, days: &[Day]) -> String {
    let range = days.first().zip(days.last()).map(|(first, last)| match first.date == last.date {
        true => format!("Day {}", words::day(first.date, board)),
        false => format!("Days {}-{}", words::day(first.date, board), words::day(last.date, board)),
    });
    range.filter(|range| range.len() <= usize::from(LABEL)).unwrap_or_else(|| "Day by day".to_owned())
}

pub(super) fn day_mark(day: &Day) -> DayMark {
    match day.verdict {
        Verdict::Open => DayMark::Open,
        Verdict::Limited => DayMark::Limited,
        Verdict::ClosedAsScheduled => DayMark::ClosedScheduled,
        Verdict::Closed(_) => DayMark::Closed,
        Verdict::Rest => DayMark::Rest,
        Verdict::Disputed => DayMark::Disputed,
        Verdict::Unconfirmed => DayMark::Unconfirmed,
        Verdict::Unclear | Verdict::NoRecord => DayMark::NoRecord,
        Verdict::NotObserved => DayMark::NotObserved,
        Verdict::Ahead if day.planned_closure.is_some() => DayMark::ClosureAhead,
        Verdict::Ahead if day.is_rest => DayMark::Rest,
        Verdict::Ahead => DayMark::Ahead,
    }
}

/// Formats `20`, or `12-20` if sources differ.
pub(super) fn range_words(range: Range) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}-{}", range.low, range.high) }
}

fn party_heading_cells(board: &Board, reading: &CrossingReading) -> Vec<Cell> {
    vec![
        Cell::fixed(LABEL, Phrase::new("Parties", Tone::Strong)),
        Cell::fill(8, vec![parties_in_place(board, reading)]),
    ]
}

/// Whether a party is in place; old data is at most a reason to check again.
pub(super) fn presence(board: &Board, party: &Party, reading: &PartyReading) -> Phrase {
    if reading.evidence.is_disputed() {
        return Phrase::new("? disputed", Tone::Unknown);
    }
    if let (true, Some(value)) = (reading.evidence.is_unconfirmed(), reading.evidence.value) {
        let doubt = reading_words::unconfirmed(board, &reading.evidence, |entry| party_entry(party, entry));
        return Phrase::new(format!("? {}, {doubt}", value.word()), Tone::Unknown);
    }
    let Some(presence) = reading.presence else { return Phrase::new("? unknown", Tone::Unknown) };
    let (glyph, words, tone) = presence_sign(presence);
    match reading.freshness.is_stale() {
        true => Phrase::new(format!("{glyph} last known {words}"), Tone::Caution),
        false => Phrase::new(format!("{glyph} {words}"), tone),
    }
}

/// The glyph, the words and the tone of a party's presence.
pub(super) fn presence_sign(presence: Presence) -> (&'static str, &'static str, Tone) {
    match presence {
        Presence::Absent => ("■", "absent", Tone::Alarm),
        Presence::Announced => ("○", "announced", Tone::Claimed),
        Presence::InPlace => ("●", "in place", Tone::Good),
    }
}

/// Summarises a party's report.
fn party_entry(party: &Party, entry: EntryIndex) -> EntryWords<'_> {
    let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
    let report = &party.reports[index];
    EntryWords {
        says: Phrase::new(report.status.word(), Tone::Strong),
        source: report.source.as_ref(),
        credibility: report.credibility,
        at: report.at.value,
    }
}

fn party_cells(board: &Board, party: &Party, reading: &PartyReading) -> Vec<Cell> {
    let name = words::voice(&board.watchlist, &party.actor);
    let role = party.role.as_ref().map_or(String::new(), |role| role.display().into_owned());
    let presence = presence(board, party, reading);
    let width = match presence.text.chars().count() {
        0..=11 => 11,
        12..=22 => 22,
        _ => 27,
    };
    let flags = reading_words::row_flags(board, &reading.evidence, |entry| party_entry(party, entry));
    vec![
        Cell::fixed(LABEL, Phrase::plain(name)),
        Cell::fixed(width, presence),
        Cell::fill(8, lines::spaced(flags.into_iter().chain([Phrase::muted(role)]).collect())).drop(2),
        Cell::age(reading.freshness).drop(1),
    ]
}

/// The note for a record whose patients and companions do not add up to the people who left.
const NO_SUM: &str = "does not add up";

fn record_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, index: usize) -> Vec<Cell> {
    let record = &crossing.days[index];
    let number = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let hours = record.hours.map(|hours| hours.to_string());
    let cause =
        record.status.is_shut().then(|| format!("cause {}", record.cause.unwrap_or(ClosureCause::Unstated).word()));
    let parts = [
        cause,
        hours,
        number(record.exits.map(|exits| exits.value), "out"),
        number(record.entries, "in"),
        number(record.turned_back, "turned back"),
    ];
    let note = record.note.as_ref().map(|note| note.display().into_owned());
    let counts = counts_words(crossing, record.counts.numbers());
    let text = parts.into_iter().flatten().chain(counts).chain(note).collect::<Vec<_>>().join(", ");
    let day = reading.days.binary_search_by_key(&record.date.value, |day| day.date);
    let day = day.ok().map(|place| &reading.days[place]);
    let entry = EntryIndex::Day(index);
    let is_aside = day.is_some_and(|day| day.evidence.unsupported.contains(&entry));
    let is_by_hand = day.is_some_and(|day| day.evidence.basis == Basis::Preferred && day.evidence.used == Some(entry));
    let is_disputed = day.is_some_and(|day| day.verdict == Verdict::Disputed);
    let parts = day.filter(|_| record.contrary_sum().is_none()).and_then(parts_words);
    let marks = [
        is_aside.then(|| Phrase::new("unsupported", Tone::Caution)),
        is_by_hand.then(|| Phrase::new("settled by hand", Tone::Caution)),
        is_disputed.then(|| Phrase::new("DISPUTED", Tone::Unknown)),
        day.and_then(|day| differ_words(crossing, &day.differences)).map(|words| Phrase::new(words, Tone::Unknown)),
        record.contrary_sum().map(|_| Phrase::new(NO_SUM, Tone::Caution)),
        parts.map(|words| Phrase::new(words, Tone::Caution)),
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

/// Formats what independent sources differ on for a day: `sources differ on cause, exits`.
pub(super) fn differ_words(crossing: &Crossing, differences: &[Difference]) -> Option<String> {
    let name = |difference: &Difference| match difference {
        Difference::Status => Some("status".to_owned()),
        Difference::Cause => Some("cause".to_owned()),
        Difference::Hours => Some("hours".to_owned()),
        Difference::Number(measure) => Some(measure_word(crossing, *measure)),
        Difference::Parts(..) => None,
    };
    let names: Vec<_> = differences.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| format!("sources differ on {}", names.join(", ")))
}

/// Formats `parts 12 against total 20`.
fn parts_words(day: &Day) -> Option<String> {
    day.differences.iter().find_map(|difference| match difference {
        Difference::Parts(sum, total) => Some(format!("parts {sum} against total {total}")),
        Difference::Status | Difference::Cause | Difference::Hours | Difference::Number(_) => None,
    })
}

/// A date cell: as wide as `28 Feb`, or wider for a date with a year or time.
fn date_cell(date: String) -> Cell {
    let width = match date.len() {
        0..=6 => 6,
        7..=13 => 13,
        _ => 18,
    };
    Cell::fixed(width, Phrase::plain(date))
}

fn report_cells(board: &Board, reading: &CrossingReading, report: &CrossingReport, index: usize) -> Vec<Cell> {
    let note = report.note.as_ref().map_or(String::new(), |note| note.display().into_owned());
    let moved = report.opens.map(|opens| format!("moved to {}", words::when(opens, board)));
    let moved = moved.map(|words| Phrase::new(words, Tone::Caution));
    let entry = EntryIndex::Report(index);
    let is_among = |entries: &[EntryIndex]| entries.contains(&entry);
    let status = &reading.status.evidence;
    let is_by_hand = status.basis == Basis::Preferred && status.used == Some(entry);
    let marks = [
        is_by_hand.then(|| Phrase::new("settled by hand", Tone::Caution)),
        is_among(&status.unsupported).then(|| Phrase::new("unsupported", Tone::Caution)),
        (status.is_disputed() && is_among(&status.others)).then(|| Phrase::new("DISPUTED", Tone::Unknown)),
        (!status.is_disputed() && is_among(&status.others)).then(|| Phrase::new("says otherwise", Tone::Unknown)),
        moved,
    ];
    vec![
        date_cell(words::when(report.at.value, board)),
        Cell::fixed(11, status_phrase(report.status)),
        Cell::fixed(10, words::citation(&board.watchlist, report.source.as_ref(), report.credibility)),
        Cell::fixed(10, words::claim(report.claim)).drop(1),
        Cell::fill(8, lines::spaced(marks.into_iter().flatten().chain([Phrase::muted(note)]).collect())),
    ]
}
