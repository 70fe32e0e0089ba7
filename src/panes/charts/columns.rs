//! A daily number of a crossing as columns, against the quota in force on each day.

use crate::board::Board;
use crate::board::crossing::{CrossingReading, DayView, MeasureReading, Range, Verdict, quota_by_day};
use crate::panes::crossings::{citation, day_label, figure, flow_mark, quota_values};
use crate::panes::view::{FlowMark, Phrase};
use crate::panes::words;
use crate::watchlist::Crossing;
use chrono::NaiveDate;

/// How many days are shown at most.
const MAX_DAYS: usize = 120;

#[derive(Clone, Debug, PartialEq)]
pub struct DayColumns {
    /// Such as `People out a day`.
    pub title: String,
    /// The latest number, with its date and source.
    pub latest: Vec<Phrase>,
    /// One for each day, the oldest first.
    pub days: Vec<ColumnDay>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ColumnDay {
    /// Such as `6 Feb`.
    pub date: String,
    /// The lowest and the highest number that sources give.
    pub number: Option<Range>,
    /// What stands in the place of a number.
    pub mark: FlowMark,
    /// The quota in force on that day, and what other sources say of it.
    pub quotas: Vec<u64>,
    /// Whether that is one quota on good enough evidence.
    pub is_quota_settled: bool,
}

/// The columns of one measure, up to a date.
pub(super) fn columns(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    of: &MeasureReading,
    until: NaiveDate,
) -> DayColumns {
    let quota = quota_by_day(board, crossing);
    let column = |day: DayView<'_>| {
        let quota = quota(of.measure, day.date);
        let quotas = quota.as_ref().map_or_else(Vec::new, |quota| quota_values(crossing, of.measure, quota));
        ColumnDay {
            date: words::day(day.date, board),
            number: day.record.and_then(|day| day.number(of.measure)),
            mark: flow_mark(&day, of.measure),
            is_quota_settled: quotas.len() == 1 && quota.is_some_and(|quota| quota.settled().is_some()),
            quotas,
        }
    };
    let mut days: Vec<_> = reading.days.between(NaiveDate::MIN, until).rev().take(MAX_DAYS).collect();
    days.reverse();
    let latest = of.latest.map(|(day, _)| &reading.days.recorded()[day]);
    let when = latest.map(|day| Phrase::plain(words::day(day.date, board)));
    let source = latest.map(|day| citation(board, crossing, day, of.measure));
    DayColumns {
        title: day_label(crossing, of.measure),
        latest: when.into_iter().chain([figure(crossing, of)]).chain(source).collect(),
        days: days.into_iter().filter(|day| day.verdict != Verdict::Ahead).map(column).collect(),
    }
}
