//! The reading: pure functions of (watchlist, now).
//!
//! Nothing here reads a clock or a file. The same watchlist and the same moment always give the same [`Board`]. Readings
//! point into the watchlist by index; what they mean in words is for [`crate::panes`] to say.

pub mod changes;
pub mod checklist;
pub mod choice;
pub mod contradiction;
pub mod coupling;
pub mod coverage;
pub mod crossing;
pub mod drift;
pub mod due;
pub mod freshness;
pub mod heat;
pub mod ledger;
pub mod signals;
pub mod sources;
pub mod spillover;
pub mod tallies;
pub mod timeline;

use crate::watchlist::Watchlist;
use checklist::ChecklistReading;
use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use contradiction::Contradiction;
use coupling::Threats;
use crossing::CrossingReading;
use drift::Drift;
use due::Due;
use ledger::Speaker;
use signals::Finding;
use spillover::SpilloverReading;
use std::sync::Arc;
use tallies::TallyGroup;

/// What the watchlist says as of one moment.
#[derive(Clone, Debug)]
pub struct Board {
    /// The document that it was read from.
    pub watchlist: Arc<Watchlist>,
    /// The moment as of which it was read; reports dated later are unseen.
    pub now: DateTime<Utc>,
    /// The next moment at which the reading can change by itself: at the latest the next whole minute, as ages are shown.
    pub next_change: DateTime<Utc>,
    /// One for each crossing of the watchlist, in its order.
    pub crossings: Vec<CrossingReading>,
    /// One for each checklist of the watchlist, in its order.
    pub checklists: Vec<ChecklistReading>,
    /// Risks and the log.
    pub spillover: SpilloverReading,
    /// One for each signal of the watchlist, in its order.
    pub signals: Vec<Finding>,
    /// Who said what, one for each speaker.
    pub ledger: Vec<Speaker>,
    /// Tallies that count the same, side by side.
    pub tallies: Vec<TallyGroup>,
    /// Where sources differ.
    pub contradictions: Vec<Contradiction>,
    /// What wears thin.
    pub drift: Vec<Drift>,
    /// What is due, overdue things first, then the nearest.
    pub due: Vec<Due>,
}

/// What every reading needs.
pub(crate) struct Moment<'w> {
    pub(crate) watchlist: &'w Watchlist,
    pub(crate) now: DateTime<Utc>,
    /// The calendar day in the watchlist's zone.
    pub(crate) today: NaiveDate,
}

/// What a reading of other readings needs.
pub(crate) struct Facts<'b> {
    pub(crate) scene: &'b Moment<'b>,
    pub(crate) crossings: &'b [CrossingReading],
    pub(crate) checklists: &'b [ChecklistReading],
    pub(crate) spillover: &'b SpilloverReading,
}

impl Board {
    /// Reads a watchlist as of a moment.
    pub fn read(watchlist: Arc<Watchlist>, now: DateTime<Utc>) -> Self {
        let today = crate::watchlist::time::local_date(now, watchlist.zone());
        let moment = Moment { watchlist: &watchlist, now, today };
        let spillover = spillover::read(&moment);
        let threats = Threats::read(&moment, &spillover);
        let crossings: Vec<_> =
            watchlist.crossings.iter().map(|crossing| crossing::read(&moment, crossing, &threats)).collect();
        let checklists: Vec<_> =
            watchlist.checklists.iter().map(|list| checklist::read(&moment, list, &threats)).collect();
        let due = due::read(&moment, &crossings, &checklists);
        let facts = Facts { scene: &moment, crossings: &crossings, checklists: &checklists, spillover: &spillover };
        let signals = signals::read(&facts);
        let ledger = ledger::read(&moment);
        let tallies = tallies::read(&moment);
        let contradictions = contradiction::read(&facts, &tallies);
        let drift = drift::read(&facts);
        let next_change = next_change(&moment);
        Self {
            now,
            next_change,
            crossings,
            checklists,
            spillover,
            signals,
            ledger,
            tallies,
            contradictions,
            drift,
            due,
            watchlist,
        }
    }

    /// The calendar day in the watchlist's zone.
    pub fn today(&self) -> NaiveDate {
        crate::watchlist::time::local_date(self.now, self.watchlist.zone())
    }
}

/// The next whole minute, or the moment of anything dated before that.
fn next_change(moment: &Moment<'_>) -> DateTime<Utc> {
    let now = moment.now;
    let into_minute = TimeDelta::seconds(i64::from(now.second())) + TimeDelta::nanoseconds(i64::from(now.nanosecond()));
    let minute = now.checked_add_signed(TimeDelta::minutes(1) - into_minute).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let dated = timeline::turns_after(moment.watchlist, now).map(timeline::Turn::moment);
    dated.flat_map(|dated| [dated.start, dated.end]).filter(|at| *at > now).fold(minute, DateTime::min)
}
