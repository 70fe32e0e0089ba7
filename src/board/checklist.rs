//! Evaluates a checklist as of now: how far each item is, in deeds and in words.

mod obligations;
pub(super) mod quantity;

pub use obligations::{Obligation, is_self_reported, obligations};
pub use quantity::QuantityReading;

use super::EvalContext;
use super::coupling::{Threat, Threats};
use super::coverage::{self, Gap};
use super::evidence::{Answer, EntryIndex, Evidence, Judge, Reading, Standing, is_denial};
use super::freshness::{self, Freshness};
use crate::text::Text;
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Checklist, EntityRef, Item, ItemReport, Watchlist};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct ChecklistReading {
    /// One for each item, in the order of the file.
    pub items: Vec<ItemReading>,
    /// The items under each heading, in the order in which the headings first appear in the file.
    pub groups: Vec<ItemGroup>,
    /// The progress of all items together.
    pub progress: Progress,
}

#[derive(Clone, Debug)]
pub struct ItemGroup {
    /// Indices into the checklist's items. Never empty. The heading is the one of these items.
    pub items: Vec<usize>,
    /// The progress of these items together.
    pub progress: Progress,
}

/// Progress as weighted shares of the whole, between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// The share of verified deeds.
    pub verified: f64,
    /// The share of claimed deeds in addition to the verified ones. The sum of the two is at most 1.
    pub claimed: f64,
}

#[derive(Clone, Debug)]
pub struct ItemReading {
    /// What its reports add up to. Entries are indices of the item's reports.
    pub evidence: Reading<Rung>,
    /// The current rung. `None` if no report gives one.
    pub rung: Option<Rung>,
    pub claim: Option<Claim>,
    /// The highest rung that is only promised or has no claim class, with that class.
    pub promised: Option<(Rung, Option<Claim>)>,
    pub progress: Progress,
    /// How much of its target it has. `None` without a target.
    pub quantity: Option<Box<QuantityReading>>,
    /// Whether what is read comes from somebody who owes it.
    pub is_self_reported: bool,
    /// The direction of its last move.
    pub direction: RungMove,
    /// The rung before its last move. `None` if it never moved.
    pub moved_from: Option<Rung>,
    /// The highest rung of deeds that it reached, and since when, if its source now reports less or a firm verified
    /// report denies it. Stays visible.
    pub fallen_from: Option<(Rung, TimePoint)>,
    /// The report of the lower rung.
    pub fall: Option<usize>,
    pub due: DueState,
    /// A later date that is only promised. It does not move the due date.
    pub now_promised: Option<TimePoint>,
    /// The items that it needs and that have no deed yet, as written in `needs`.
    pub blocked_by: Vec<String>,
    /// Whether it is done although items that it needs have no deed yet.
    pub is_before_needs: bool,
    /// Age of the newest report or check. A promise does not renew it.
    pub freshness: Freshness,
    /// Periods in which it could not be observed.
    pub gaps: Vec<Gap>,
    pub threats: Vec<Threat>,
}

impl ItemReading {
    /// Whether any deed of it is reported that counts.
    pub fn has_deed(&self) -> bool {
        self.progress.verified + self.progress.claimed > 0.0
    }

    /// Whether sources dispute its rung or its number.
    pub fn is_disputed(&self) -> bool {
        self.evidence.is_disputed() || self.quantity.as_ref().is_some_and(|quantity| quantity.evidence.is_disputed())
    }

    /// Whether sources differ about its rung or its number, even if the rules settle it.
    pub fn is_differing(&self) -> bool {
        self.evidence.is_differing() || self.quantity.as_ref().is_some_and(|quantity| quantity.evidence.is_differing())
    }

    /// The entries that differ: the ones that are used first.
    pub fn differing_entries(&self) -> Vec<EntryIndex> {
        fn sides<V: Copy + PartialEq>(reading: &Reading<V>) -> impl Iterator<Item = EntryIndex> {
            let used = reading.used.filter(|_| reading.is_differing());
            used.into_iter().chain(reading.others.iter().copied())
        }
        let numbers = self.quantity.iter().flat_map(|quantity| sides(&quantity.evidence));
        let mut seen = HashSet::new();
        sides(&self.evidence).chain(numbers).filter(|entry| seen.insert(*entry)).collect()
    }

    /// Whether it is refused, violated or lapsed, by more than weak evidence.
    pub fn is_failing(&self) -> bool {
        self.rung.is_some_and(Rung::is_failing) && !self.evidence.is_unconfirmed()
    }
}

/// The direction of an item's latest change of rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungMove {
    Up,
    Down,
    /// The rung never changed.
    Level,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    None,
    Met,
    /// The date is in the future, or today.
    Ahead(TimePoint),
    Overdue(TimePoint),
}

/// One reading for each checklist of the watchlist.
pub(super) fn read_all(ctx: &EvalContext<'_>, threats: &Threats<'_>) -> Vec<ChecklistReading> {
    let lists = &ctx.watchlist.checklists;
    let mut readings: Vec<Vec<ItemReading>> =
        lists.iter().map(|list| list.items.iter().map(|item| read_item(ctx, list, item, threats)).collect()).collect();
    block(ctx.watchlist, &mut readings);
    let of_list = |(list, items): (&Checklist, Vec<ItemReading>)| {
        let group = |members: Vec<usize>| ItemGroup {
            progress: weighted(list, &items, members.iter().copied()),
            items: members,
        };
        ChecklistReading {
            groups: groups(list).into_iter().map(group).collect(),
            progress: weighted(list, &items, 0..items.len()),
            items,
        }
    };
    lists.iter().zip(readings).map(of_list).collect()
}

/// The indices of the items under each heading.
fn groups(list: &Checklist) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<Option<&str>, usize> = HashMap::new();
    for (index, item) in list.items.iter().enumerate() {
        let place = *places.entry(item.group.as_ref().map(Text::raw)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(index);
    }
    groups
}

fn weighted(list: &Checklist, items: &[ItemReading], which: impl Iterator<Item = usize>) -> Progress {
    let mut whole = 0.0;
    let mut sum = Progress::default();
    for index in which {
        let weight = list.items[index].weight.map_or(1.0, |weight| weight.0);
        whole += weight;
        sum.verified += weight * items[index].progress.verified;
        sum.claimed += weight * items[index].progress.claimed;
    }
    if whole > 0.0 { Progress { verified: sum.verified / whole, claimed: sum.claimed / whole } } else { sum }
}

/// Sets which items each item waits for. A needed item is far enough once one of its deeds counts.
fn block(watchlist: &Watchlist, readings: &mut [Vec<ItemReading>]) {
    for (at, list) in watchlist.checklists.iter().enumerate() {
        for (index, item) in list.items.iter().enumerate() {
            let is_short = |need: &&str| {
                let near = || Some((at, list.items.index_of(need)?));
                let place = if need.contains('/') { watchlist.item_index(need) } else { near() };
                place.is_some_and(|(list, item)| !readings[list][item].has_deed())
            };
            let needs = item.needs.iter().map(|need| need.value.as_str());
            let short: Vec<_> = needs.filter(is_short).map(str::to_owned).collect();
            let reading = &mut readings[at][index];
            if reading.due == DueState::Met || reading.evidence.settled() == Some(Rung::Full) {
                reading.is_before_needs = !short.is_empty();
            } else {
                reading.blocked_by = short;
            }
        }
    }
}

fn read_item(ctx: &EvalContext<'_>, list: &Checklist, item: &Item, threats: &Threats<'_>) -> ItemReading {
    let evidence = rung_evidence(ctx, item);
    let judge = judge(ctx, item);
    let reading = judge.read(&evidence);
    let path = EntityRef::item(list, item).reference();
    let counted = || evidence.iter().filter(|piece| !piece.is_set_aside());
    let used = counted().find(|piece| Some(piece.entry) == reading.used);
    let quantity = quantity::read_quantity(ctx, item);
    let progress = quantity.as_ref().map_or_else(|| progress(&judge, &evidence), |quantity| quantity.progress());
    let fall = fallen(&evidence, &reading);
    let last_move = last_move(&judge, &evidence, &reading);
    let promises = evidence.iter().filter(|piece| piece.is_promise() && piece.standing > Standing::Unsupported);
    let is_done = is_complete(progress) && !reading.value.is_some_and(Rung::is_failing);
    let (due, now_promised) = deadline(ctx, item, is_done);
    let is_self_reported = |entry: Option<EntryIndex>| {
        let report = entry.and_then(EntryIndex::report).map(|index| &item.reports[index]);
        report.is_some_and(|report| is_self_reported(ctx.watchlist, item, report))
    };
    ItemReading {
        rung: reading.value,
        claim: used.and_then(|piece| piece.claim),
        promised: promises.map(|piece| (piece.value, class_of(item, piece.entry))).max_by_key(|(rung, _)| *rung),
        progress,
        is_self_reported: is_self_reported(reading.used)
            || quantity.as_ref().is_some_and(|quantity| is_self_reported(quantity.evidence.used)),
        quantity: quantity.map(Box::new),
        direction: last_move.map_or(RungMove::Level, |(direction, _)| direction),
        moved_from: last_move.map(|(_, from)| from),
        fallen_from: fall.map(|(rung, since, _)| (rung, since)),
        fall: fall.map(|(.., report)| report),
        due,
        now_promised,
        blocked_by: Vec::new(),
        is_before_needs: false,
        freshness: freshness::read_freshness(ctx, reading.newest, item.checked, item.stale_after),
        gaps: coverage::gaps(ctx, &path),
        threats: threats.of(&path),
        evidence: reading,
    }
}

/// The claim class of a report.
fn class_of(item: &Item, entry: EntryIndex) -> Option<Claim> {
    entry.report().and_then(|index| item.reports[index].claim)
}

pub(super) fn judge<'w>(ctx: &EvalContext<'w>, item: &'w Item) -> Judge<'w> {
    ctx.judge(item.stale_after, item.checked, item.prefer.as_ref())
}

/// All evidence so far for the rung of an item.
pub(super) fn rung_evidence<'w>(ctx: &EvalContext<'w>, item: &'w Item) -> Vec<Evidence<'w, Rung>> {
    let seen = item.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value));
    seen.map(|(index, report)| {
        let said = (EntryIndex::Report(index), report.at.value, item.rung_of(report));
        report_evidence(ctx, item, report, said)
    })
    .collect()
}

/// A report as evidence of one aspect. What the one who owes it says is not verified, unless it is bad news.
fn report_evidence<'w, V>(
    ctx: &EvalContext<'w>,
    item: &Item,
    report: &'w ItemReport,
    said: (EntryIndex, TimePoint, V),
) -> Evidence<'w, V> {
    let rung = item.rung_of(report);
    let is_self_reported = !rung.is_failing() && is_self_reported(ctx.watchlist, item, report);
    let claim = match effective_claim(report, rung) {
        Some(Claim::Verified) if is_self_reported => Some(Claim::Attributed),
        claim => claim,
    };
    let graded = Evidence::graded(ctx.watchlist, said, claim, report.source.as_ref(), report.credibility);
    Evidence { is_self_reported, ..graded }
}

/// A deed without a claim class counts only as a statement about the deed. A promise to fail is bad news, not a plan.
fn effective_claim(report: &ItemReport, rung: Rung) -> Option<Claim> {
    match report.claim {
        Some(Claim::Promise) if rung.is_failing() => Some(Claim::Attributed),
        None if rung.is_deed() => Some(Claim::Promise),
        claim => claim,
    }
}

/// Whether a report moves a due date: it is at least fair and not a promise.
pub(super) fn moves_due(watchlist: &Watchlist, item: &Item, report: &ItemReport) -> bool {
    let standing = Standing::from_grades(watchlist, report.source.as_ref(), report.credibility);
    standing >= Standing::Fair && effective_claim(report, item.rung_of(report)) != Some(Claim::Promise)
}

/// Whether evidence that counts says that it is fully done.
pub(super) fn is_done(ctx: &EvalContext<'_>, item: &Item) -> bool {
    let (judge, evidence) = (judge(ctx, item), rung_evidence(ctx, item));
    let quantity = quantity::read_quantity(ctx, item);
    let progress = quantity.map_or_else(|| progress(&judge, &evidence), |quantity| quantity.progress());
    is_complete(progress) && !judge.read(&evidence).value.is_some_and(Rung::is_failing)
}

fn is_complete(progress: Progress) -> bool {
    progress.verified + progress.claimed >= 1.0
}

/// Deeds, not words: the best rung by verified evidence, and what attributed evidence adds to it.
fn progress(judge: &Judge<'_>, evidence: &[Evidence<'_, Rung>]) -> Progress {
    if !evidence.iter().any(|piece| piece.value.is_deed()) {
        return Progress::default();
    }
    let best = |class: Claim| {
        let deeds = [Rung::Full, Rung::Intermediate, Rung::Minimal];
        let reached = deeds.into_iter().find(|rung| judge.ask(evidence, *rung, class) == Answer::Yes);
        reached.map_or(0.0, Rung::progress)
    };
    let verified = best(Claim::Verified);
    Progress { verified, claimed: (best(Claim::Attributed) - verified).max(0.0) }
}

/// The move to the current rung, compared with the rung before the first entry of the current run: its direction, and
/// that rung.
fn last_move(judge: &Judge<'_>, evidence: &[Evidence<'_, Rung>], reading: &Reading<Rung>) -> Option<(RungMove, Rung)> {
    let (now, since) = (reading.settled()?, reading.since?);
    let earlier: Vec<_> = evidence.iter().filter(|piece| piece.at.start < since.start).copied().collect();
    if earlier.is_empty() {
        return None;
    }
    let reading_before = Judge { now: since.start, ..*judge }.read(&earlier);
    let before = reading_before.settled()?;
    if before < now {
        return Some((RungMove::Up, before));
    }
    let is_down = before > now && now.is_failing() || is_step_back(evidence, (reading_before.used, reading.used));
    is_down.then_some((RungMove::Down, before))
}

/// Whether one entry retracts another: the same source now reports less, or a firm verified report denies it.
fn is_step_back(evidence: &[Evidence<'_, Rung>], (more, less): (Option<EntryIndex>, Option<EntryIndex>)) -> bool {
    let find = |entry: Option<EntryIndex>| evidence.iter().find(|piece| Some(piece.entry) == entry);
    let (Some(more), Some(less)) = (find(more), find(less)) else { return false };
    less.value < more.value && is_denial(less, more)
}

/// The highest deed that was retracted, since when it had been reached, and the report of the lower rung.
fn fallen(evidence: &[Evidence<'_, Rung>], reading: &Reading<Rung>) -> Option<(Rung, TimePoint, usize)> {
    let now = reading.settled()?;
    let counted = || evidence.iter().filter(|piece| !piece.is_set_aside());
    let stood =
        counted().filter(|piece| piece.value.is_deed() && piece.value > now && piece.standing >= Standing::Fair);
    let fall = |more: &Evidence<'_, Rung>| {
        let less = counted().filter(|less| less.value < more.value && is_denial(less, more));
        less.min_by_key(|less| less.at.start).and_then(|less| less.entry.report())
    };
    let fallen = stood.filter_map(|more| Some((more.value, more.at, fall(more)?)));
    fallen.max_by_key(|(rung, at, _)| (*rung, Reverse(at.start)))
}

/// The due state, and a later date that is only promised. The due date is the first promised one, unless a statement
/// that is at least fair and not a promise has moved it. Neither a promise nor weak evidence ends a delay.
fn deadline(ctx: &EvalContext<'_>, item: &Item, is_done: bool) -> (DueState, Option<TimePoint>) {
    let supported = |report: &&ItemReport| {
        Standing::from_grades(ctx.watchlist, report.source.as_ref(), report.credibility) > Standing::Unsupported
    };
    let seen = item.reports.iter().filter(|report| ctx.has_come(report.at.value)).filter(supported);
    let moves = |report: &ItemReport| moves_due(ctx.watchlist, item, report);
    let mut named: Vec<_> = seen.filter_map(|report| Some((report.at.value, report.due?, moves(report)))).collect();
    named.sort_by_key(|(at, ..)| at.start);
    let written = item.due.as_ref().filter(|due| due.said.is_none_or(|said| ctx.has_come(said)));
    let said = written.and_then(|due| due.said);
    let later = || named.iter().filter(|(at, ..)| said.is_none_or(|said| at.start >= said.start));
    let first = written.map(|due| due.value).or(named.first().map(|(_, due, _)| *due));
    let moved = later().rev().find(|(.., moves)| *moves).map(|(_, due, _)| *due);
    let Some(due) = moved.or(first) else { return (DueState::None, None) };
    let promised = later().next_back().map(|(_, due, _)| *due).filter(|promised| promised.start > due.start);
    let deadline = match is_done {
        true => DueState::Met,
        false if due.is_past(ctx.now) => DueState::Overdue(due),
        false => DueState::Ahead(due),
    };
    (deadline, promised.filter(|_| !is_done))
}
