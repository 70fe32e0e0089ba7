//! Evaluates a watchlist: pure functions of (watchlist, now).
//!
//! This module does not read a clock or a file. The same watchlist and the same moment always give the same [`Board`].
//! Readings refer to the watchlist by index; [`crate::panes`] turns them into words.

pub mod changes;
pub mod checklist;
pub mod contradiction;
pub mod coupling;
pub mod coverage;
pub mod crossing;
pub mod drift;
pub mod due;
pub mod evidence;
pub mod freshness;
pub mod heat;
pub mod ledger;
pub mod origins;
pub mod reviews;
pub mod signals;
pub mod spillover;
pub mod tallies;
pub mod timeline;
pub mod withdrawn;

use crate::diagnostic::Spanned;
use crate::text::fold;
use crate::watchlist::time::{Horizon, TimePoint};
use crate::watchlist::{Checklist, Item, Ref, Signal, Watchlist};
use checklist::{ChecklistReading, ItemReading};
use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use contradiction::Contradiction;
use coupling::Threats;
use coverage::GapIndex;
use crossing::CrossingReading;
use drift::Drift;
use due::Due;
use evidence::Judge;
use ledger::Speaker;
use reviews::PendingReview;
use signals::{Finding, PastWatchlist, SignalHistory, SignalTrack};
use spillover::SpilloverReading;
use std::sync::{Arc, OnceLock};
use tallies::TallyGroup;

/// The state of a watchlist as of one moment.
#[derive(Clone, Debug)]
pub struct Board {
    ///
    /// Without the entries that are withdrawn by then: they are in `file`.
    pub watchlist: Arc<Watchlist>,
    /// The whole watchlist. Boards of other moments are read from it.
    pub file: Arc<Watchlist>,
    /// The moment of evaluation. Reports dated later are not visible.
    pub now: DateTime<Utc>,
    /// Whether entries dated only by the day of `now` count.
    pub horizon: Horizon,
    /// The next moment at which the board can change without an edit. At most the next whole minute, because ages are
    /// shown.
    pub next_change: DateTime<Utc>,
    /// One for each crossing of the watchlist, in the same order.
    pub crossings: Vec<CrossingReading>,
    /// One for each checklist of the watchlist, in the same order.
    pub checklists: Vec<ChecklistReading>,
    pub spillover: SpilloverReading,
    /// One for each signal of the watchlist, in the same order.
    pub signals: Vec<Finding>,
    /// Statements and terms, one element for each speaker.
    pub ledger: Vec<Speaker>,
    /// Tallies that count the same thing, in groups.
    pub tallies: Vec<TallyGroup>,
    pub contradictions: Vec<Contradiction>,
    pub drift: Vec<Drift>,
    /// Due things: overdue ones first, then the nearest.
    pub due: Vec<Due>,
    histories: OnceLock<Vec<SignalHistory>>,
    tracks: OnceLock<Vec<SignalTrack>>,
    marked: OnceLock<Vec<String>>,
    reviews: OnceLock<Vec<PendingReview>>,
}

pub(crate) struct EvalContext<'w> {
    pub(crate) watchlist: &'w Watchlist,
    pub(crate) now: DateTime<Utc>,
    pub(crate) horizon: Horizon,
    /// The calendar day in the watchlist's zone.
    pub(crate) today: NaiveDate,
    pub(crate) gaps: GapIndex,
}

pub(crate) struct Readings<'b> {
    pub(crate) ctx: &'b EvalContext<'b>,
    pub(crate) crossings: &'b [CrossingReading],
    pub(crate) checklists: &'b [ChecklistReading],
    pub(crate) spillover: &'b SpilloverReading,
}

impl<'b> Readings<'b> {
    pub(crate) fn items(&self) -> impl Iterator<Item = (&'b Checklist, &'b Item, &'b ItemReading)> {
        let readings = self.checklists.iter().flat_map(|list| &list.items);
        self.ctx.watchlist.items().zip(readings).map(|((list, item), reading)| (list, item, reading))
    }
}

impl EvalContext<'_> {
    /// Whether an entry with this time counts.
    pub(crate) fn has_come(&self, at: TimePoint) -> bool {
        self.horizon.includes(at, self.now)
    }

    /// The judge for an entity, with the entity's own settings. If it has no `stale_after`, the file's value applies.
    pub(crate) fn judge<'e>(
        &self,
        stale_after: Option<TimeDelta>,
        checked: Option<Spanned<TimePoint>>,
        prefer: Option<&'e Ref>,
    ) -> Judge<'e> {
        Judge {
            now: self.now,
            stale_after: stale_after.unwrap_or(self.watchlist.stale_after()),
            checked: checked.map(|mark| mark.value).filter(|at| self.has_come(*at)),
            prefer: prefer.map(|source| &source.value),
        }
    }
}

impl Board {
    /// Evaluates a watchlist as of a moment.
    pub fn read(watchlist: Arc<Watchlist>, now: DateTime<Utc>) -> Self {
        Self::evaluate(watchlist, now, Horizon::Possible)
    }

    /// Evaluates a watchlist as of an earlier moment, for comparison with a later board of the same text. Only entries
    /// that had certainly happened by then count.
    pub fn read_earlier(watchlist: Arc<Watchlist>, now: DateTime<Utc>) -> Self {
        Self::evaluate(watchlist, now, Horizon::Certain)
    }

    /// Whether an entry with this time counts on this board.
    pub fn has_come(&self, at: TimePoint) -> bool {
        self.horizon.includes(at, self.now)
    }

    fn evaluate(file: Arc<Watchlist>, now: DateTime<Utc>, horizon: Horizon) -> Self {
        let in_force = file.without_withdrawn(|at| horizon.includes(at, now));
        let watchlist = in_force.map_or_else(|| Arc::clone(&file), Arc::new);
        let today = crate::watchlist::time::local_date(now, watchlist.zone());
        let ctx = EvalContext { watchlist: &watchlist, now, horizon, today, gaps: GapIndex::default() };
        let spillover = spillover::read_spillover(&ctx);
        let threats = Threats::read(&ctx, &spillover);
        let crossings: Vec<_> =
            watchlist.crossings.iter().map(|crossing| crossing::read_crossing(&ctx, crossing, &threats)).collect();
        let checklists = checklist::read_all(&ctx, &threats);
        let readings = Readings { ctx: &ctx, crossings: &crossings, checklists: &checklists, spillover: &spillover };
        let due = due::read_due(&readings);
        let signals = signals::read_signals(&readings);
        let ledger = ledger::read_speakers(&ctx);
        let tallies = tallies::read_tallies(&ctx);
        let contradictions = contradiction::read_contradictions(&readings, &tallies);
        let drift = drift::read_drift(&readings);
        let next_change = next_change(&ctx);
        Self {
            now,
            horizon,
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
            histories: OnceLock::new(),
            tracks: OnceLock::new(),
            marked: OnceLock::new(),
            reviews: OnceLock::new(),
            watchlist,
            file,
        }
    }

    /// How long each signal has had its current answer, in the order of the watchlist. Computed on first use.
    pub fn signal_histories(&self) -> &[SignalHistory] {
        self.histories.get_or_init(|| {
            let signals = self.watchlist.signals.iter().zip(&self.signals);
            let mut past = PastWatchlist::new(&self.file);
            let read = |(signal, finding): (&Signal, &Finding)| {
                signals::read_history(&mut past, &signal.test, self.now, finding.answer)
            };
            signals.map(read).collect()
        })
    }

    /// The answers of each signal over the last days, in the order of the watchlist. Computed on first use.
    pub fn signal_tracks(&self) -> &[SignalTrack] {
        self.tracks.get_or_init(|| {
            let signals = self.watchlist.signals.iter().zip(&self.signals);
            let mut past = PastWatchlist::new(&self.file);
            let read = |(signal, finding): (&Signal, &Finding)| {
                signals::read_track(&mut past, &signal.test, self.now, finding.answer)
            };
            signals.map(read).collect()
        })
    }

    /// What has to be looked at, the most urgent first. Computed on first use.
    pub fn reviews(&self) -> &[PendingReview] {
        self.reviews.get_or_init(|| reviews::find_reviews(self))
    }

    /// The watchlist's marked words, folded and sorted. Computed on first use.
    pub fn marked_words(&self) -> &[String] {
        self.marked.get_or_init(|| {
            let words = self.watchlist.marked_words.iter().map(|word| fold(word.value.display().trim()).into_owned());
            let mut words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
            words.sort_unstable();
            words.dedup();
            words
        })
    }

    /// The calendar day in the watchlist's zone.
    pub fn today(&self) -> NaiveDate {
        crate::watchlist::time::local_date(self.now, self.watchlist.zone())
    }
}

/// The next whole minute, or the time of the next dated entry if that is earlier.
fn next_change(ctx: &EvalContext<'_>) -> DateTime<Utc> {
    let now = ctx.now;
    let into_minute = TimeDelta::seconds(i64::from(now.second())) + TimeDelta::nanoseconds(i64::from(now.nanosecond()));
    let minute = now.checked_add_signed(TimeDelta::minutes(1) - into_minute).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let dated = timeline::turns_after(ctx.watchlist, now).map(timeline::TurningPoint::moment);
    dated.flat_map(|dated| [dated.start, dated.end]).filter(|at| *at > now).fold(minute, DateTime::min)
}
