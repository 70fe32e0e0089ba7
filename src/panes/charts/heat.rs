//! The heat of the log or of one risk over time, with the events that made it, and the times in which nobody kept the log.

use super::axis::{AxisTick, TimeAxis};
use super::{Chart, ChartPart, ChartRows, as_of};
use crate::board::Board;
use crate::board::coverage::Gap;
use crate::board::heat::{Heat, SPAN};
use crate::board::spillover::{LogUpkeep, half_life};
use crate::panes::spillover::{SpilloverList, heat_words, severity};
use crate::panes::view::{Phrase, RowList};
use crate::panes::words;
use crate::text::Link;
use crate::watchlist::Event;
use chrono::{DateTime, Utc};
use std::cmp::Reverse;

/// How many events are named: the heaviest, and of those the newest.
const MAX_EVENTS: usize = 6;

/// A chart of the heat. Places on its time axis are shares of the whole: 0 is the start, 1 is now.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatChart {
    /// The heat now, in words.
    pub words: Phrase,
    /// The heat, oldest first, at equal distances.
    pub series: Vec<f64>,
    /// The times in which the log was not kept or something was not observed: the heat may be higher there.
    pub gaps: Vec<(f64, f64)>,
    pub ticks: Vec<AxisTick>,
    /// The heaviest events, oldest first.
    pub events: Vec<HeatEvent>,
    /// How many events in this time are not named.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HeatEvent {
    /// Its place on the axis.
    pub place: f64,
    /// How many of the named events are heavier, or as heavy and newer.
    pub rank: usize,
    pub when: String,
    pub severity: Phrase,
    /// The place and the words of the entry.
    pub words: String,
    /// The source with its grades, and the claim.
    pub source: String,
    pub link: Option<Link>,
}

/// What the chart is about: the whole log, or the entries for one risk.
struct HeatSubject<'b> {
    name: String,
    risk: Option<&'b str>,
    heat: &'b Heat,
    entries: usize,
    gap: Option<Gap>,
}

impl<'b> HeatSubject<'b> {
    fn log(board: &'b Board) -> Self {
        let reading = &board.spillover;
        Self {
            name: "the log".to_owned(),
            risk: None,
            heat: &reading.heat,
            entries: reading.events(),
            gap: reading.gap,
        }
    }

    fn risk(board: &'b Board, index: usize) -> Self {
        let (risk, reading) = (&board.watchlist.risks()[index], &board.spillover.risks[index]);
        Self {
            name: risk.title.display().into_owned(),
            risk: Some(risk.id.value.as_str()),
            heat: &reading.heat,
            entries: reading.entries,
            gap: reading.gap,
        }
    }

    fn includes(&self, event: &Event) -> bool {
        self.risk.is_none_or(|risk| event.risk.as_ref().is_some_and(|of| of.value.as_str() == risk))
    }
}

/// The curve, its axes, and a line for each event.
pub(super) fn rows(_: &Board) -> usize {
    24
}

pub(super) fn chart(board: &Board, rows: ChartRows<'_>) -> Chart {
    let subject = match rows.selected.list {
        RowList::Spillover(SpilloverList::Risks) => HeatSubject::risk(board, rows.selected.index as usize),
        _ => HeatSubject::log(board),
    };
    let upkeep = board.spillover.upkeep.freshness(board.now);
    let parts = heat_chart(board, &subject).map(ChartPart::Heat).into_iter().collect();
    Chart { title: "Heat", subject: subject.name, as_of: as_of(board, upkeep), parts }
}

/// The chart of the whole log; `None` if nothing was ever logged, because a flat line would suggest calm.
pub(in crate::panes) fn log_heat(board: &Board) -> Option<HeatChart> {
    let subject = HeatSubject::log(board);
    heat_chart(board, &subject).filter(|_| subject.entries > 0)
}

fn heat_chart(board: &Board, subject: &HeatSubject<'_>) -> Option<HeatChart> {
    let log = board.watchlist.log();
    let axis = TimeAxis::ending_now(board, half_life(&board.watchlist) * SPAN)?;
    // Without an entry, nothing is known of the whole time.
    let oldest = board.spillover.log.last().filter(|_| subject.entries > 0);
    let first = oldest.map_or(board.now, |place| log[*place as usize].at.value.start);
    let on_axis = board.spillover.log.iter().filter(|place| !log.is_repeat(**place)).map(|place| &log[*place as usize]);
    let on_axis = on_axis.take_while(|event| event.at.value.end >= axis.from);
    let mut named: Vec<_> = on_axis.filter(|event| subject.includes(event)).collect();
    let all = named.len();
    // Newest first already; the sort is stable.
    named.sort_by_key(|event| Reverse(event.severity));
    named.truncate(MAX_EVENTS);
    let mut named: Vec<(usize, &Event)> = named.into_iter().enumerate().collect();
    named.sort_by_key(|(rank, event)| (event.at.value.end, Reverse(*rank)));
    let gaps = gaps(board, subject, first);
    Some(HeatChart {
        words: heat_words(board, subject.heat, subject.entries, subject.gap),
        series: subject.heat.series.clone(),
        gaps: gaps.into_iter().filter_map(|(from, until)| axis.range(from, until)).collect(),
        ticks: axis.ticks(board),
        more: all - named.len(),
        events: named.into_iter().map(|(rank, event)| heat_event(board, &axis, event, rank)).collect(),
    })
}

/// The times of which the log says nothing: before its first entry, while nobody kept it, and while nobody could see.
fn gaps(board: &Board, subject: &HeatSubject<'_>, first: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let upkeep = match board.spillover.upkeep {
        LogUpkeep::Empty | LogUpkeep::Kept { .. } => None,
        LogUpkeep::Interrupted { since, until, .. } => Some((since.end, until.start)),
        LogUpkeep::NotKept { since } => Some((since.end, board.now)),
    };
    let unseen = subject.gap.map(|gap| (gap.from, gap.until.unwrap_or(board.now)));
    [Some((DateTime::<Utc>::MIN_UTC, first)), upkeep, unseen].into_iter().flatten().collect()
}

fn heat_event(board: &Board, axis: &TimeAxis, event: &Event, rank: usize) -> HeatEvent {
    let place = event.place.as_ref().map(|place| format!("{}: ", place.display()));
    HeatEvent {
        place: axis.place(event.at.value.end),
        rank,
        when: words::when(event.at.value, board),
        severity: severity(event.severity),
        words: format!("{}{}", place.unwrap_or_default(), event.text.display()),
        source: source_words(board, event),
        link: event.link.as_ref().and_then(|link| Link::parse(link.value.raw()).ok()),
    }
}

fn source_words(board: &Board, event: &Event) -> String {
    let claim = words::claim(event.claim).text;
    let Some(id) = &event.source else { return format!("no source, {claim}") };
    let name = words::name(&board.watchlist.sources, id, |outlet| &outlet.name);
    format!("{name} {}, {claim}", words::grade(&board.watchlist, Some(id), event.credibility))
}
