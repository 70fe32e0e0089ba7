//! The crossings pane: whether crossings are open as promised, who is in place, and the records of each day.

mod cells;
mod detail;
mod evidence;
mod measures;
mod parties;
mod plan;
mod status;

pub(super) use cells::{day_mark, differ_words};
pub(super) use measures::{
    citation, counts_words, day_label, figure, flow_mark, is_shown, measure_name, measure_word, number_words,
    quota_number, quota_values, quota_words, range_words,
};
pub(super) use parties::{presence, presence_sign};
pub(super) use status::{crossing_headline, status_part, status_phrase, status_word};

use super::changes::Topic;
use super::view::{
    Cell, Column, Detail, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId, RowKey, RowKind, RowList, Tone,
};
use super::{Pane, RowFields, words};
use crate::board::Board;
use crate::board::crossing::{CrossingReading, Day, MeasureReading, PartyReading};
use crate::board::evidence::EntryIndex;
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
            CrossingRow::Heading => cells::heading_cells(board, crossing, reading),
            CrossingRow::Test(test) => cells::test_cells(board, crossing, reading, test),
            CrossingRow::Strip(strip) => cells::strip_cells(board, crossing, reading, strip),
            CrossingRow::PartyHeading => parties::party_heading_cells(board, reading),
            CrossingRow::Party(party, reading) => parties::party_cells(board, party, reading),
            CrossingRow::RecordHeading => {
                vec![Cell::fill(Column::Heading, 10, vec![Phrase::new("Day record and reports", Tone::Strong)])]
            }
            CrossingRow::Record(_, index) => cells::record_cells(board, crossing, reading, index),
            CrossingRow::Report(report, index) => cells::report_cells(board, reading, report, index),
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
                let entries = reading.days.record_of(date.value).into_iter().flat_map(Day::entries);
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
