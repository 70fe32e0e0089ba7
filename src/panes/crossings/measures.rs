//! The daily numbers of a crossing: how each is called, its row, its details, and the tallies beside it.

use crate::board::Board;
use crate::board::crossing::{CrossingReading, Day, DayView, MeasureReading, Range, Spread, Verdict};
use crate::board::evidence::{EntryIndex, Reading};
use crate::board::tallies::Itemised;
use crate::panes::view::{Cell, CellContent, Column, Detail, DetailLine, FlowMark, Phrase, Tone, Width};
use crate::panes::{lines, words};
use crate::text::fold;
use crate::watchlist::scales::{Direction, PeopleMeasure, TallyKind};
use crate::watchlist::{Crossing, Dated, DayRecord, Id, Measure};
use chrono::{DateTime, Utc};

/// What a measure counts, in one or two words: `out`, `trucks in`.
pub(in crate::panes) fn measure_word(crossing: &Crossing, measure: Measure) -> String {
    let word = match measure {
        Measure::People(PeopleMeasure::Exits) => "out",
        Measure::People(PeopleMeasure::Entries) => "in",
        Measure::People(PeopleMeasure::Patients) => "patients",
        Measure::People(PeopleMeasure::Companions) => "companions",
        Measure::People(PeopleMeasure::TurnedBack) => "turned back",
        Measure::Declared(index) => return crossing.measures.0[index].1.title.display().into_owned(),
    };
    word.to_owned()
}

/// The measure with its unit, for a sentence: `people out`, `trucks in`, `tonnes, fuel in`.
pub(in crate::panes) fn measure_name(crossing: &Crossing, measure: Measure) -> String {
    let word = measure_word(crossing, measure);
    match measure {
        Measure::People(PeopleMeasure::Exits | PeopleMeasure::Entries | PeopleMeasure::TurnedBack) => {
            format!("people {word}")
        }
        Measure::People(PeopleMeasure::Patients | PeopleMeasure::Companions) => word,
        Measure::Declared(_) => match unit(crossing, measure) {
            Some(unit) => format!("{unit}, {word}"),
            None => word,
        },
    }
}

/// Its unit, if its title does not name it.
fn unit(crossing: &Crossing, measure: Measure) -> Option<String> {
    let Measure::Declared(index) = measure else { return None };
    let declared = &crossing.measures.0[index].1;
    let unit = declared.unit.as_ref()?;
    (!fold(declared.title.raw()).contains(&*fold(unit.raw().trim()))).then(|| unit.display().into_owned())
}

/// Formats `20 out`, `244 trucks in`, `12 tonnes, fuel in`.
pub(in crate::panes) fn number_words(crossing: &Crossing, measure: Measure, number: impl std::fmt::Display) -> String {
    let word = measure_word(crossing, measure);
    match unit(crossing, measure) {
        Some(unit) => format!("{number} {unit}, {word}"),
        None => format!("{number} {word}"),
    }
}

/// The numbers of a `counts` mapping; a measure that is not declared has its id.
pub(in crate::panes) fn counts_words<'c>(
    crossing: &Crossing,
    numbers: impl Iterator<Item = (&'c Id, u64)>,
) -> Vec<String> {
    let words = |(id, number): (&Id, u64)| match crossing.measure(id.as_str()) {
        Some(measure) => number_words(crossing, measure, number),
        None => format!("{number} {}", id.display()),
    };
    numbers.map(words).collect()
}

/// Whether a measure has a row: a declared one also if nobody has given a number.
pub(in crate::panes) fn is_shown(of: &MeasureReading) -> bool {
    of.latest.is_some() || matches!(of.measure, Measure::Declared(_))
}

/// The row of a measure: `trucks in  ▃▅▆  3 Feb  244 of 600 (41%)  gmo C3`. The date of the number is never cut.
pub(super) fn cells(board: &Board, crossing: &Crossing, reading: &CrossingReading, of: &MeasureReading) -> Vec<Cell> {
    let past = reading.days.iter().filter(|day| day.verdict != Verdict::Ahead);
    let marks: Vec<_> = past.map(|day| flow_mark(&day, of.measure)).collect();
    let two_weeks = u16::try_from(marks.len()).unwrap_or(u16::MAX).clamp(8, 14);
    let latest = of.latest.map(|(day, _)| &reading.days.recorded()[day]);
    let day = latest.map_or_else(String::new, |day| words::day(day.date, board));
    vec![
        Cell::column(Column::Label, Phrase::plain(day_label(crossing, of.measure))),
        Cell::drawn(Width::Fill(Column::Strip, two_weeks), CellContent::Flow(marks)),
        Cell::column(Column::Latest, Phrase::plain(day)),
        Cell::column(Column::Figure, figure(crossing, of)),
        Cell::column(
            Column::Source,
            latest.map_or_else(Phrase::default, |day| citation(board, crossing, day, of.measure)),
        )
        .drop(1),
    ]
}

/// Formats `People out a day`, `trucks in`.
pub(in crate::panes) fn day_label(crossing: &Crossing, measure: Measure) -> String {
    match measure {
        Measure::People(_) => format!("People {} a day", measure_word(crossing, measure)),
        Measure::Declared(_) => measure_word(crossing, measure),
    }
}

pub(in crate::panes) fn flow_mark(day: &DayView<'_>, measure: Measure) -> FlowMark {
    match day.record.and_then(|day| day.number(measure)) {
        Some(range) if range.low == range.high => FlowMark::Number(range.low as f64),
        Some(_) => FlowMark::Differ,
        None if day.verdict == Verdict::Rest => FlowMark::Rest,
        None if day.verdict.is_shut() => FlowMark::Shut,
        None if day.record.is_none_or(|day| day.records.is_empty()) => FlowMark::NoRecord,
        None => FlowMark::Uncounted,
    }
}

/// The latest number and the quota that was in force: `244 of 600 (41%)`, `244 of 600 or 500`, `? no number`.
pub(in crate::panes) fn figure(crossing: &Crossing, of: &MeasureReading) -> Phrase {
    let unit = unit(crossing, of.measure).map_or_else(String::new, |unit| format!(" {unit}"));
    let quota = of.quota.as_ref().map_or_else(Vec::new, |quota| quota_values(crossing, of.measure, quota));
    let quota_words = match quota.as_slice() {
        [] => String::new(),
        all => format!(" of {}", all.iter().map(u64::to_string).collect::<Vec<_>>().join(" or ")),
    };
    let Some((_, range)) = of.latest else {
        return Phrase::new(format!("? no number{quota_words}{unit}"), Tone::Unknown);
    };
    let share = match quota.as_slice() {
        [quota] if *quota > 0 && range.low == range.high => {
            format!(" ({})", words::percent(range.low as f64 / *quota as f64))
        }
        _ => String::new(),
    };
    let tone = if range.low != range.high || quota.len() > 1 { Tone::Unknown } else { Tone::Plain };
    Phrase::new(format!("{}{quota_words}{unit}{share}", range_words(range)), tone)
}

/// The quota that is used, and the others that sources give.
pub(in crate::panes) fn quota_values(crossing: &Crossing, measure: Measure, quota: &Reading<u64>) -> Vec<u64> {
    let others = quota.others.iter().filter_map(|entry| quota_number(crossing, measure, *entry));
    let mut values: Vec<u64> = Vec::new();
    for value in quota.value.into_iter().chain(others) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// The quota that one entry gives for a measure.
pub(in crate::panes) fn quota_number(crossing: &Crossing, measure: Measure, entry: EntryIndex) -> Option<u64> {
    let (exits, entries, counts) = match entry {
        EntryIndex::Report(index) => {
            let quota = &crossing.quotas[index];
            (quota.exits, quota.entries, &quota.counts)
        }
        EntryIndex::Day(_) => crossing.quota.as_ref().map(|quota| (quota.exits, quota.entries, &quota.counts))?,
    };
    match measure {
        Measure::People(PeopleMeasure::Exits) => exits,
        Measure::People(PeopleMeasure::Entries) => entries,
        Measure::People(_) | Measure::Declared(_) => counts.number(crossing.measure_id(measure)),
    }
}

/// Who gives the number of a day: `gmo C3`, or `2 sources`.
pub(in crate::panes) fn citation(board: &Board, crossing: &Crossing, day: &Day, measure: Measure) -> Phrase {
    let records = day.records.iter().map(|record| &crossing.days[*record]);
    let telling: Vec<_> = records.filter(|record| record.number(crossing, measure).is_some()).collect();
    match telling.as_slice() {
        [only] => words::citation(&board.watchlist, only.source.as_ref(), only.credibility),
        several => Phrase::muted(format!("{} sources", several.len())),
    }
}

/// Formats `quota a day  50 out`, and the sources that disagree.
pub(super) fn quota_lines(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<DetailLine> {
    reading.quota.iter().flat_map(|(measure, quota)| quota_line(board, crossing, measure, quota)).collect()
}

fn quota_line(board: &Board, crossing: &Crossing, measure: Measure, quota: &Reading<u64>) -> Vec<DetailLine> {
    let Some(value) = quota.value else { return Vec::new() };
    let name = match measure {
        Measure::People(_) => format!("{value} {}", measure_name(crossing, measure)),
        Measure::Declared(_) => number_words(crossing, measure, value),
    };
    let others = quota.others.iter().filter_map(|entry| quota_number(crossing, measure, *entry));
    let others: Vec<_> = others.map(|number| number.to_string()).collect();
    let said = match others.as_slice() {
        [] => Phrase::plain(name),
        many => Phrase::new(format!("{name}; others say {}", many.join(", ")), Tone::Unknown),
    };
    let mut out = vec![DetailLine::field("quota a day", vec![said])];
    let sources = quota.used.into_iter().chain(quota.others.iter().copied());
    let cited: Vec<_> = sources.filter_map(|entry| quota_citation(board, crossing, entry)).collect();
    if !cited.is_empty() {
        out.push(DetailLine::field("", lines::spaced(cited)));
    }
    out
}

/// Who says so, and how credible it is: `kan C6`.
fn quota_citation(board: &Board, crossing: &Crossing, entry: EntryIndex) -> Option<Phrase> {
    let (source, credibility) = match entry {
        EntryIndex::Report(index) => (crossing.quotas[index].source.as_ref(), crossing.quotas[index].credibility),
        EntryIndex::Day(_) => (crossing.quota.as_ref().and_then(|quota| quota.source.as_ref()), None),
    };
    source.map(|source| words::citation(&board.watchlist, Some(source), credibility))
}

/// Formats `Quota a day: 50 people out (1 Feb, kan C6), others say 150`; `None` without a quota.
pub(in crate::panes) fn quota_words(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<Phrase> {
    let words = |(measure, quota): (Measure, &Reading<u64>)| {
        let others = quota.others.iter().filter_map(|entry| quota_number(crossing, measure, *entry));
        let others: Vec<_> = others.map(|number| number.to_string()).collect();
        let others = if others.is_empty() { String::new() } else { format!(", others say {}", others.join(", ")) };
        let said = quota.at.filter(|at| at.start > DateTime::<Utc>::MIN_UTC).map(|at| words::when(at, board));
        let said = said.unwrap_or_else(|| "no date".to_owned());
        let source = quota.used.and_then(|entry| quota_citation(board, crossing, entry));
        let source = source.map_or_else(|| words::citation(&board.watchlist, None, None).text, |source| source.text);
        Some(format!("{} {} ({said}, {source}){others}", quota.value?, measure_name(crossing, measure)))
    };
    let texts: Vec<_> = reading.quota.iter().filter_map(words).collect();
    let tone = if reading.quota.differing().next().is_some() { Tone::Unknown } else { Tone::Plain };
    (!texts.is_empty()).then(|| Phrase::new(format!("Quota a day: {}", texts.join("; ")), tone))
}

/// Formats `12-40 people out a day (quota 20 met on 3 of 3 days)`.
pub(super) fn spread_words(name: &str, spread: Spread, quota: Option<u64>) -> String {
    let range = if spread.least == spread.most {
        spread.least.to_string()
    } else {
        format!("{}-{}", spread.least, spread.most)
    };
    match quota {
        Some(quota) if spread.quota_days > 0 && spread.quota_met == spread.quota_days => {
            let days = words::count(spread.quota_days, "day");
            format!("{range} {name} a day (quota {quota} met on {} of {days})", spread.quota_met)
        }
        Some(_) | None => format!("{range} {name} a day"),
    }
}

/// The number of days in the details of a measure.
const DAYS_LISTED: usize = 14;

/// One measure: its latest number, its quota, and its numbers day by day.
pub(super) fn detail(board: &Board, crossing: &Crossing, reading: &CrossingReading, of: &MeasureReading) -> Detail {
    let latest = figure(crossing, of);
    let mut out = vec![DetailLine::field("latest", vec![latest.clone()])];
    out.extend(of.quota.iter().flat_map(|quota| quota_line(board, crossing, of.measure, quota)));
    if let Some(spread) = of.spread {
        let quota = of.quota.as_ref().and_then(|quota| quota.value);
        let words = spread_words(&measure_name(crossing, of.measure), spread, quota);
        out.push(DetailLine::field("open days", vec![Phrase::plain(words)]));
    }
    let declared = match of.measure {
        Measure::Declared(index) => Some(&crossing.measures.0[index].1),
        Measure::People(_) => None,
    };
    if let Some(declared) = declared {
        out.extend(lines::text_line("unit", declared.unit.as_ref()));
        let direction = declared.direction.map(|direction| match direction {
            Direction::In => "in",
            Direction::Out => "out",
        });
        out.extend(direction.map(|word| DetailLine::field("direction", vec![Phrase::plain(word)])));
        out.extend(lines::text_line("note", declared.note.as_ref()));
    }
    out.extend(day_lines(board, crossing, reading, of.measure));
    Detail {
        title: Phrase::new(
            format!("{}: {}", crossing.name.display(), measure_name(crossing, of.measure)),
            Tone::Strong,
        ),
        lines: out,
        value: latest.text,
        link: None,
        span: declared.map_or(crossing.span, |declared| declared.span),
    }
}

/// The numbers of a measure, the newest day first, each with its source.
fn day_lines(board: &Board, crossing: &Crossing, reading: &CrossingReading, measure: Measure) -> Vec<DetailLine> {
    let records =
        reading.days.recorded().iter().rev().flat_map(|day| &day.records).map(|record| &crossing.days[*record]);
    let line = |record: &DayRecord| {
        let number = record.number(crossing, measure)?;
        let citation = words::citation(&board.watchlist, record.source.as_ref(), record.credibility);
        let phrases = vec![Phrase::plain(record.date.value.to_string()), Phrase::plain(number.to_string()), citation];
        Some(DetailLine::new(2, lines::spaced(phrases)))
    };
    let numbers: Vec<_> = records.filter_map(line).take(DAYS_LISTED).collect();
    let heading = (!numbers.is_empty()).then(|| DetailLine::heading("Newest numbers"));
    heading.into_iter().chain(numbers).collect()
}

pub(super) fn tally_cells(board: &Board, crossing: &Crossing, itemised: Itemised) -> Vec<Cell> {
    let label = format!("Tally {}", measure_word(crossing, itemised.measure));
    vec![
        Cell::column(Column::Label, Phrase::plain(label)),
        Cell::fill(Column::Text, 16, vec![tally_words(board, crossing, itemised)]),
    ]
}

/// Formats `Egypt says 819 by 28 Feb: 493 not itemised; 27 days, 10 recorded: 326 out`. The official number is never
/// cut.
pub(super) fn tally_words(board: &Board, crossing: &Crossing, itemised: Itemised) -> Phrase {
    let tally = &board.watchlist.tallies[itemised.tally];
    let days = itemised.days.map_or_else(String::new, |days| format!("{}, ", words::count(days, "day")));
    let who = tally.authority.as_ref().map_or_else(|| "a tally".to_owned(), |who| words::voice(&board.watchlist, who));
    let by = match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => format!(" by {}", words::when(at, board)),
        Some(Dated::Unknown) | None => String::new(),
    };
    let value = crate::panes::claims::tally_value(tally);
    if tally.kind == Some(TallyKind::Stock) {
        return Phrase::plain(format!("{who} says {value}{by}: a stock, not a sum of days"));
    }
    let (rest, tone) = compared(tally.value, itemised.sum);
    let sum = number_words(crossing, itemised.measure, range_words(itemised.sum));
    Phrase::new(format!("{who} says {value}{by}: {rest}; {days}{} recorded: {sum}", itemised.recorded), tone)
}

/// Compares a tally with the sum of the days. A range is compared by its nearer bound.
fn compared(value: u64, sum: Range) -> (String, Tone) {
    if value > sum.high {
        (format!("{} not itemised", value - sum.high), Tone::Caution)
    } else if value < sum.low {
        (format!("{} fewer than the days", sum.low - value), Tone::Unknown)
    } else if sum.low == sum.high {
        ("all itemised".to_owned(), Tone::Plain)
    } else {
        ("within the range of the days".to_owned(), Tone::Plain)
    }
}

/// Formats `20`, or `12-20` if sources differ.
pub(in crate::panes) fn range_words(range: Range) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}-{}", range.low, range.high) }
}
