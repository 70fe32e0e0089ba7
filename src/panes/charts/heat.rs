//! The heat of the log over time, with the events that made it, and the times in which nobody kept the log.

use super::ReportFacts;
use crate::board::Board;
use crate::board::heat::SPAN;
use crate::board::spillover::{LogUpkeep, half_life};
use crate::panes::spillover::{heat_words, severity};
use crate::panes::view::Phrase;
use crate::panes::words;
use crate::text::Link;
use crate::watchlist::Event;
use crate::watchlist::time::local_date;
use chrono::{DateTime, TimeDelta, Utc};
use std::cmp::Reverse;

/// How many events are named: the heaviest, and of those the newest.
const MAX_EVENTS: usize = 6;

/// How many dates stand below the chart.
const TICKS: i32 = 4;

/// A chart of the heat. Places on its time axis are shares of the whole: 0 is the start, 1 is now.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatChart {
    /// The heat now, in words.
    pub words: Phrase,
    /// The heat, oldest first, at equal distances.
    pub series: Vec<f64>,
    /// The times in which the log was not kept or something was not observed: the heat may be higher there.
    pub gaps: Vec<(f64, f64)>,
    /// Dates on the axis.
    pub ticks: Vec<(f64, String)>,
    /// The heaviest events, oldest first.
    pub events: Vec<HeatEvent>,
    /// How many events in this time are not named.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HeatEvent {
    /// Its place on the axis.
    pub place: f64,
    pub when: String,
    pub severity: Phrase,
    /// The place and the words of the entry.
    pub words: String,
    /// The source with its grades, and the claim.
    pub source: String,
    pub link: Option<Link>,
}

/// The chart; `None` if nothing was ever logged, because a flat line would suggest calm.
pub(super) fn chart(facts: &ReportFacts<'_>) -> Option<HeatChart> {
    let (board, reading) = (facts.board, &facts.board.spillover);
    let span = half_life(&board.watchlist) * SPAN;
    let axis = TimeAxis { from: board.now.checked_sub_signed(span)?, span };
    let oldest = reading.log.last()?;
    let events: Vec<&Event> = reading
        .log
        .iter()
        .filter(|place| !board.watchlist.log().is_repeat(**place))
        .map(|place| &board.watchlist.log()[*place as usize])
        .take_while(|event| event.at.value.end >= axis.from)
        .collect();
    let first = board.watchlist.log()[*oldest as usize].at.value.start;
    let mut named = events.clone();
    // Newest first already; the sort is stable.
    named.sort_by_key(|event| Reverse(event.severity));
    named.truncate(MAX_EVENTS);
    named.sort_by_key(|event| event.at.value.end);
    Some(HeatChart {
        words: heat_words(board, &reading.heat, reading.events(), reading.gap),
        series: reading.heat.series.clone(),
        gaps: gaps(board, first).into_iter().filter_map(|(from, until)| axis.range(from, until)).collect(),
        ticks: (0..=TICKS).map(|tick| axis.tick(board, span * tick / TICKS)).collect(),
        more: events.len() - named.len(),
        events: named.into_iter().map(|event| heat_event(facts, &axis, event)).collect(),
    })
}

/// The times of which the log says nothing: before its first entry, while nobody kept it, and while nobody could see.
fn gaps(board: &Board, first: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let upkeep = match board.spillover.upkeep {
        LogUpkeep::Empty | LogUpkeep::Kept { .. } => None,
        LogUpkeep::Interrupted { since, until, .. } => Some((since.end, until.start)),
        LogUpkeep::NotKept { since } => Some((since.end, board.now)),
    };
    let unseen = board.spillover.gap.map(|gap| (gap.from, gap.until.unwrap_or(board.now)));
    [Some((DateTime::<Utc>::MIN_UTC, first)), upkeep, unseen].into_iter().flatten().collect()
}

fn heat_event(facts: &ReportFacts<'_>, axis: &TimeAxis, event: &Event) -> HeatEvent {
    let place = event.place.as_ref().map(|place| format!("{}: ", place.display()));
    HeatEvent {
        place: axis.place(event.at.value.end),
        when: words::when(event.at.value, facts.board),
        severity: severity(event.severity),
        words: format!("{}{}", place.unwrap_or_default(), event.text.display()),
        source: facts.ledger.backing(event.span, facts.board).join(", "),
        link: facts.ledger.link(event.span),
    }
}

struct TimeAxis {
    from: DateTime<Utc>,
    span: TimeDelta,
}

impl TimeAxis {
    fn place(&self, at: DateTime<Utc>) -> f64 {
        let share = (at - self.from).num_seconds() as f64 / self.span.num_seconds().max(1) as f64;
        share.clamp(0.0, 1.0)
    }

    /// The part of a time that is on the axis.
    fn range(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<(f64, f64)> {
        let (from, until) = (self.place(from), self.place(until));
        (from < until).then_some((from, until))
    }

    fn tick(&self, board: &Board, after: TimeDelta) -> (f64, String) {
        let at = self.from + after;
        (self.place(at), words::day(local_date(at, board.watchlist.zone()), board))
    }
}
