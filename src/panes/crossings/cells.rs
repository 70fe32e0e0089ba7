//! The rows of a crossing: its tests and strips, the records of its days, its reports.

use super::measures::{self, counts_words, measure_word};
use super::status::{crossing_headline, status_phrase};
use super::{PromiseTest, Strip, evidence};
use crate::board::Board;
use crate::board::crossing::{CrossingDays, CrossingReading, Day, DayView, Difference, Verdict};
use crate::board::evidence::{Basis, EntryIndex};
use crate::panes::view::{Cell, CellContent, Column, DayMark, Phrase, Tone, Width};
use crate::panes::{lines, words};
use crate::watchlist::scales::ClosureCause;
use crate::watchlist::{Crossing, CrossingReport};

pub(super) fn heading_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Cell> {
    vec![Cell::headline(crossing_headline(board, crossing, reading))]
}

pub(super) fn test_cells(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    test: PromiseTest,
) -> Vec<Cell> {
    vec![
        Cell::column(Column::Label, Phrase::plain(evidence::question(test))),
        Cell::fill(Column::Text, 16, evidence::test_evidence(board, crossing, reading, test)),
    ]
}

/// The longest label of a strip, in columns.
const LONGEST_LABEL: usize = 18;

pub(super) fn strip_cells(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    strip: Strip<'_>,
) -> Vec<Cell> {
    match strip {
        Strip::Days => vec![
            Cell::column(Column::Label, Phrase::plain(days_label(board, &reading.days))),
            Cell::drawn(
                Width::Fill(Column::Strip, 8),
                CellContent::Days(reading.days.iter().map(|day| day_mark(&day)).collect()),
            ),
        ],
        Strip::Measure(of) => measures::cells(board, crossing, reading, of),
    }
}

/// Formats `Days 2 Feb-24 Feb`, if it fits.
fn days_label(board: &Board, days: &CrossingDays) -> String {
    let range = days.span().map(|(first, last)| match first == last {
        true => format!("Day {}", words::day(first, board)),
        false => format!("Days {}-{}", words::day(first, board), words::day(last, board)),
    });
    range.filter(|range| range.len() <= LONGEST_LABEL).unwrap_or_else(|| "Day by day".to_owned())
}

pub(in crate::panes) fn day_mark(day: &DayView<'_>) -> DayMark {
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

/// The note for a record whose patients and companions do not add up to the people who left.
pub(super) const NO_SUM: &str = "does not add up";

pub(super) fn record_cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, index: usize) -> Vec<Cell> {
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
    let day = reading.days.record_of(record.date.value);
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
        Cell::column(Column::When, Phrase::plain(words::day(record.date.value, board))),
        Cell::column(Column::Status, status_phrase(record.status)),
        Cell::column(Column::Source, words::citation(&board.watchlist, record.source.as_ref(), record.credibility)),
        Cell::column(Column::Claim, Phrase::default()).drop(1),
        Cell::fill(Column::Text, 8, phrases),
    ]
}

/// Formats what independent sources differ on for a day: `sources differ on cause, exits`.
pub(in crate::panes) fn differ_words(crossing: &Crossing, differences: &[Difference]) -> Option<String> {
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
pub(super) fn parts_words(day: &Day) -> Option<String> {
    day.differences.iter().find_map(|difference| match difference {
        Difference::Parts(sum, total) => Some(format!("parts {sum} against total {total}")),
        Difference::Status | Difference::Cause | Difference::Hours | Difference::Number(_) => None,
    })
}

pub(super) fn report_cells(
    board: &Board,
    reading: &CrossingReading,
    report: &CrossingReport,
    index: usize,
) -> Vec<Cell> {
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
        Cell::column(Column::When, Phrase::plain(words::when(report.at.value, board))),
        Cell::column(Column::Status, status_phrase(report.status)),
        Cell::column(Column::Source, words::citation(&board.watchlist, report.source.as_ref(), report.credibility)),
        Cell::column(Column::Claim, words::claim(report.claim)).drop(1),
        Cell::fill(Column::Text, 8, lines::spaced(marks.into_iter().flatten().chain([Phrase::muted(note)]).collect())),
    ]
}
