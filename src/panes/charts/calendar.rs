//! The days of a crossing by month: its state, and people out and in against the quota in force on that day.

use crate::board::Board;
use crate::board::crossing::{CrossingReading, DayView, Verdict, quota_by_day};
use crate::board::evidence::Reading;
use crate::panes::crossings::{day_mark, differ_words, range_words};
use crate::panes::view::{DayMark, Tone};
use crate::panes::words;
use crate::watchlist::scales::{ClosureCause, PeopleMeasure};
use crate::watchlist::{Crossing, Measure};
use chrono::{Datelike, NaiveDate};

/// How many months are shown: the newest ones with a record, and this month.
const MAX_MONTHS: usize = 2;

/// One month, in weeks from Monday to Sunday.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthCalendar {
    /// Such as `February 2026`.
    pub title: String,
    /// `None` before the first day of the month and after its last one.
    pub weeks: Vec<[Option<CalendarDay>; 7]>,
    /// How many days are recorded, and how many are not.
    pub total: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CalendarDay {
    /// The day of the month.
    pub number: u32,
    /// The date, such as `6 Feb`.
    pub date: String,
    pub shade: DayShade,
    /// The gravest cause of a closure.
    pub cause: Option<ClosureCause>,
    /// Whether sources differ about the day.
    pub is_differing: bool,
    /// People out, then in; `None` where no number is recorded.
    pub flows: [Option<DayFlow>; 2],
    /// Where sources differ, and what was interrupted.
    pub remarks: Vec<String>,
    pub is_today: bool,
}

/// The number of people on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFlow {
    /// `20`, or `12-20` if sources differ.
    pub people: String,
    /// People a day in the quota of that day, if it is settled.
    pub quota: Option<u64>,
    /// The lowest number as a share of the quota: 0 to 1.
    pub share: Option<f64>,
}

/// How a day is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayShade {
    /// The day is outside the record: before it, or after it.
    Outside,
    /// It is planned to open on that day, which is still ahead.
    OpeningAhead,
    Marked(DayMark),
}

impl DayShade {
    /// The word for it; empty if there is nothing to say.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "",
            Self::OpeningAhead => "opening planned",
            Self::Marked(mark) => match mark {
                DayMark::Open => "open",
                DayMark::Limited => "limited",
                DayMark::ClosedScheduled => "closed as scheduled",
                DayMark::Closed => "CLOSED",
                DayMark::Rest => "rest",
                DayMark::ClosureAhead => "closure announced",
                DayMark::Disputed => "DISPUTED",
                DayMark::Unconfirmed => "unconfirmed",
                DayMark::NoRecord => "no record",
                DayMark::NotObserved => "not observed",
                DayMark::Ahead => "",
            },
        }
    }

    /// The word in ten columns, for a cell of a calendar.
    pub fn short_word(self) -> &'static str {
        match self {
            Self::Outside => "",
            Self::OpeningAhead => "to open",
            Self::Marked(mark) => match mark {
                DayMark::ClosedScheduled => "closed",
                DayMark::ClosureAhead => "to close",
                DayMark::Unconfirmed => "unconf.",
                DayMark::NotObserved => "not seen",
                DayMark::Ahead => "ahead",
                DayMark::Open
                | DayMark::Limited
                | DayMark::Closed
                | DayMark::Rest
                | DayMark::Disputed
                | DayMark::NoRecord => self.word(),
            },
        }
    }

    /// Its glyph, one column wide.
    pub fn glyph(self) -> String {
        match self {
            Self::Outside => " ".to_owned(),
            Self::OpeningAhead => "△".to_owned(),
            Self::Marked(mark) => mark.sign().text,
        }
    }

    /// What it means.
    pub fn tone(self) -> Tone {
        match self {
            Self::Outside => Tone::Muted,
            Self::OpeningAhead => Tone::Plain,
            Self::Marked(mark) => match mark {
                DayMark::Open => Tone::Good,
                DayMark::Limited => Tone::Caution,
                DayMark::ClosedScheduled => Tone::Strong,
                DayMark::Closed => Tone::Alarm,
                DayMark::Rest => Tone::Muted,
                DayMark::ClosureAhead => Tone::Caution,
                DayMark::Disputed | DayMark::Unconfirmed | DayMark::NoRecord | DayMark::NotObserved => Tone::Unknown,
                DayMark::Ahead => Tone::Muted,
            },
        }
    }

    /// Whether nothing is known of the day.
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Marked(DayMark::NoRecord | DayMark::NotObserved))
    }
}

/// The months up to a date that have a record, and the month of that date, the oldest first; and how many recorded days
/// are left out.
pub(in crate::panes) fn months(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    until: NaiveDate,
) -> (Vec<MonthCalendar>, usize) {
    let month = |date: NaiveDate| (date.year(), date.month());
    let known = || reading.days.recorded().iter().filter(|day| day.verdict.is_known());
    let mut months: Vec<_> = known().map(|day| month(day.date)).chain([month(until)]).collect();
    months.sort_unstable();
    months.dedup();
    months.retain(|month_of| *month_of <= month(until));
    let shown = &months[months.len().saturating_sub(MAX_MONTHS)..];
    let left_out = known().filter(|day| !shown.contains(&month(day.date))).count();
    (shown.iter().filter_map(|month| calendar(board, crossing, reading, *month)).collect(), left_out)
}

fn calendar(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    (year, month): (i32, u32),
) -> Option<MonthCalendar> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let quota = quota_by_day(board, crossing);
    let plans = [reading.plan, reading.reopens].map(|plan| Some(plan?.date(board.watchlist.zone())));
    let mut weeks: Vec<[Option<CalendarDay>; 7]> = Vec::new();
    let mut days = reading.days.between(first, NaiveDate::MAX).peekable();
    let (mut recorded, mut missing) = (0, 0);
    for date in first.iter_days().take_while(|date| date.month() == month) {
        let day = days.next_if(|day| day.date == date);
        recorded += usize::from(day.as_ref().is_some_and(|day| day.verdict.is_known()));
        missing += usize::from(day.as_ref().is_some_and(is_missing));
        let weekday = date.weekday().num_days_from_monday() as usize;
        if weeks.is_empty() || weekday == 0 {
            weeks.push(Default::default());
        }
        if let Some(week) = weeks.last_mut() {
            let mut cell = calendar_day(board, crossing, date, day.as_ref(), &quota);
            if plans.contains(&Some(date)) && cell.shade == DayShade::Marked(DayMark::Ahead) {
                cell.shade = DayShade::OpeningAhead;
            }
            week[weekday] = Some(cell);
        }
    }
    let total = format!("{} recorded, {missing} without a record", words::count(recorded, "day"));
    Some(MonthCalendar { title: first.format("%B %Y").to_string(), weeks, total })
}

fn calendar_day(
    board: &Board,
    crossing: &Crossing,
    date: NaiveDate,
    day: Option<&DayView<'_>>,
    quota: &impl Fn(Measure, NaiveDate) -> Option<Reading<u64>>,
) -> CalendarDay {
    let flow = |measure: Measure| {
        let day = day?.record?;
        let people = day.number(measure)?;
        let quota = quota(measure, date).and_then(|quota| quota.settled());
        let share = quota.filter(|quota| *quota > 0).map(|quota| (people.low as f64 / quota as f64).min(1.0));
        Some(DayFlow { people: range_words(people), quota, share })
    };
    CalendarDay {
        number: date.day(),
        date: words::day(date, board),
        shade: day.map_or(DayShade::Outside, |day| DayShade::Marked(day_mark(day))),
        cause: day.and_then(cause),
        is_differing: day.and_then(|day| day.record).is_some_and(|day| !day.differences.is_empty()),
        flows: [Measure::EXITS, Measure::ENTRIES].map(flow),
        remarks: day.map(|day| remarks(board, crossing, day)).unwrap_or_default(),
        is_today: date == board.today(),
    }
}

fn cause(day: &DayView<'_>) -> Option<ClosureCause> {
    let Verdict::Closed(cause) = day.verdict else { return None };
    Some(cause)
}

/// Whether nothing is known of a day that should have a record.
fn is_missing(day: &DayView<'_>) -> bool {
    !day.verdict.is_known() && !matches!(day.verdict, Verdict::Ahead | Verdict::Rest)
}

fn remarks(board: &Board, crossing: &Crossing, view: &DayView<'_>) -> Vec<String> {
    let gap = view.gap.filter(|_| view.verdict != Verdict::NotObserved).map(|_| "not all observed".to_owned());
    let Some(day) = view.record else { return Vec::from_iter(gap) };
    let interruption = day.interruption.map(|closure| format!("interrupted {}", words::when(closure.at, board)));
    let causes: Vec<_> = day.causes.iter().map(|cause| cause.word()).collect();
    let causes = (!causes.is_empty()).then(|| format!("cause {}", causes.join(", ")));
    let nobody = day.nobody_passed.then(|| "nobody passed".to_owned());
    let turned_back = day.number(Measure::People(PeopleMeasure::TurnedBack)).filter(|range| range.high > 0);
    let turned_back = turned_back.map(|range| format!("{} turned back", range_words(range)));
    [nobody, turned_back, interruption, causes, differ_words(crossing, &day.differences), gap]
        .into_iter()
        .flatten()
        .collect()
}
