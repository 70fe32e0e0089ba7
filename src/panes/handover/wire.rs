//! What a handover has beside changes and statuses, in a machine-readable form: due dates, contradictions and gaps.

use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::due::{Due, DueKind};
use crate::panes::changes::wire::moment;
use crate::watchlist::{EntityRef, Id, Monitoring, Ref};
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
pub struct DueJson {
    entity: String,
    /// `opening`, `reopening`, `closure`, `closure-end`, `rest` or `item`.
    kind: &'static str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<String>,
    /// The last day of a closure.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    is_overdue: bool,
}

/// Entries that give different values for one thing.
#[derive(Serialize)]
pub struct ContradictionJson {
    /// `status`, `day`, `quota`, `party`, `item`, `risk`, `tallies` or `itemised`.
    kind: &'static str,
    /// The entities, by their full names.
    entities: Vec<String>,
    /// Which number of a quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    measure: Option<String>,
}

/// A time in which something could not be observed.
#[derive(Serialize)]
pub struct GapJson {
    observer: String,
    unobserved: Vec<String>,
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// Everything that is due: overdue ones first, then the nearest.
pub fn due(board: &Board) -> Vec<DueJson> {
    let zone = board.watchlist.zone();
    let one = |due: &Due| {
        let (kind, moved_to, until) = match due.kind {
            DueKind::Opening { moved_to } => ("opening", moved_to, None),
            DueKind::Reopening => ("reopening", None, None),
            DueKind::Closure { until } => ("closure", None, until),
            DueKind::ClosureEnd => ("closure-end", None, None),
            DueKind::Rest => ("rest", None, None),
            DueKind::Item => ("item", None, None),
        };
        DueJson {
            entity: format!("{:#}", due.entity),
            kind,
            at: moment(due.at, zone),
            moved_to: moved_to.map(|at| moment(at, zone)),
            until: until.map(|day| day.to_string()),
            is_overdue: due.is_overdue,
        }
    };
    board.due.iter().map(one).collect()
}

pub fn contradictions(board: &Board) -> Vec<ContradictionJson> {
    board.contradictions.iter().map(|found| contradiction(board, found)).collect()
}

fn contradiction(board: &Board, found: &Contradiction) -> ContradictionJson {
    let watchlist = &board.watchlist;
    let crossing = |index: usize| EntityRef::Crossing(watchlist.crossings[index].id.value.clone());
    let tally = |index: usize| EntityRef::Tally(watchlist.tallies[index].id.value.clone());
    let (kind, entities) = match *found {
        Contradiction::Crossing(index) => ("status", vec![crossing(index)]),
        Contradiction::Day(index, day) => {
            let (id, date) =
                (watchlist.crossings[index].id.value.clone(), board.crossings[index].days.recorded()[day].date);
            ("day", vec![EntityRef::Day { crossing: id, date, source: None }])
        }
        Contradiction::Quota(index, _) => ("quota", vec![crossing(index)]),
        Contradiction::Party(index, party) => {
            let crossing = &watchlist.crossings[index];
            ("party", vec![EntityRef::party(crossing, &crossing.parties[party])])
        }
        Contradiction::Item(list, item) => {
            let list = &watchlist.checklists[list];
            ("item", vec![EntityRef::item(list, &list.items[item])])
        }
        Contradiction::Risk(index) => ("risk", vec![EntityRef::Risk(watchlist.risks()[index].id.value.clone())]),
        Contradiction::Tallies(first, second) => ("tallies", vec![tally(first), tally(second)]),
        Contradiction::Itemised(index, of) => ("itemised", vec![crossing(index), tally(of)]),
    };
    let measure = match *found {
        Contradiction::Quota(index, measure) => Some(watchlist.crossings[index].measure_id(measure).to_owned()),
        Contradiction::Crossing(_)
        | Contradiction::Day(..)
        | Contradiction::Party(..)
        | Contradiction::Item(..)
        | Contradiction::Risk(_)
        | Contradiction::Tallies(..)
        | Contradiction::Itemised(..) => None,
    };
    ContradictionJson { kind, entities: entities.iter().map(|entity| format!("{entity:#}")).collect(), measure }
}

/// The times since `since` in which something could not be observed.
pub fn unobserved(board: &Board, since: DateTime<Utc>) -> Vec<GapJson> {
    let zone = board.watchlist.zone();
    let name = |id: &Id| id.as_str().to_owned();
    let one = |record: &Monitoring| GapJson {
        observer: name(&record.observer.value),
        unobserved: record.unobserved.iter().map(|thing: &Ref| name(&thing.value)).collect(),
        from: moment(record.from.value, zone),
        until: record.until.map(|until| moment(until.value, zone)),
        source: record.source.as_ref().map(|source| name(&source.value)),
    };
    let is_recent = |record: &&Monitoring| {
        board.has_come(record.from.value) && record.until.is_none_or(|until| until.value.end > since)
    };
    board.watchlist.monitoring.iter().filter(is_recent).map(one).collect()
}
