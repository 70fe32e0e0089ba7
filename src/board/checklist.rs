//! A checklist as of now: how far each item is, in deeds and in words.

use super::EvalContext;
use super::choice::{Candidate, Choice, choose, is_preferred, is_same_time};
use super::coupling::{Threat, Threats};
use super::coverage::{self, Gap};
use super::freshness::{self, Freshness};
use super::sources;
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Checklist, Item, Report};

/// One checklist as of now.
#[derive(Clone, Debug)]
pub struct ChecklistReading {
    /// One for each item, in the order of the file.
    pub items: Vec<ItemReading>,
    /// The items under each heading, in the order in which the headings first stand in the file.
    pub groups: Vec<Group>,
    /// Of all items together.
    pub progress: Progress,
}

/// The items that stand under one heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its items, as indices into the checklist's items. Never empty; the heading is theirs.
    pub items: Vec<usize>,
    /// Of these items together.
    pub progress: Progress,
}

/// How far something is, as shares of the whole between 0 and 1, weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Deeds that were verified.
    pub verified: f64,
    /// Deeds that somebody claims beyond those: the two together are at most 1.
    pub claimed: f64,
}

impl Progress {
    /// No further than a rung that somebody else reports: what is disputed is not counted.
    fn at_most(self, disputed: Option<Rung>) -> Self {
        let Some(limit) = disputed.map(Rung::progress) else { return self };
        let verified = self.verified.min(limit);
        Self { verified, claimed: self.claimed.min(limit - verified) }
    }
}

/// One item as of now.
#[derive(Clone, Debug)]
pub struct ItemReading {
    /// Which report is used, by which rule, and who says otherwise. Indices are of the item's reports.
    pub choice: Option<Choice>,
    /// How many independent families of sources report this rung, without another one since.
    pub witnesses: usize,
    /// The rung of the report that is used; unknown where there is none.
    pub rung: Option<Rung>,
    /// What kind of statement that report is.
    pub claim: Option<Claim>,
    /// How far it is.
    pub progress: Progress,
    /// Which way it moved last.
    pub direction: Direction,
    /// The highest rung of deeds that it ever stood on, and since when, if it stands lower now. Stays visible.
    pub fallen_from: Option<(Rung, TimePoint)>,
    /// Rungs that other sources report for the same time, where nobody has settled it: they disagree.
    pub disputed: Vec<Rung>,
    /// Whether it is due.
    pub due: Deadline,
    /// The items that it needs and that are not far enough: no deed yet. As written in `needs`.
    pub blocked_by: Vec<String>,
    /// How old the newest report or check is.
    pub freshness: Freshness,
    /// When it could not be observed.
    pub gaps: Vec<Gap>,
    /// What threatens it.
    pub threats: Vec<Threat>,
}

/// Which way an item moved with its latest change of rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Higher than before.
    Up,
    /// Lower than before.
    Down,
    /// Never changed.
    Level,
}

/// Whether an item is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// It has no date.
    None,
    /// It is fully done.
    Met,
    /// The date is ahead, or today.
    Ahead(TimePoint),
    /// The date has passed.
    Overdue(TimePoint),
}

pub(super) fn read(ctx: &EvalContext<'_>, list: &Checklist, threats: &Threats<'_>) -> ChecklistReading {
    let items: Vec<_> = list.items.iter().map(|item| read_item(ctx, list, item, threats)).collect();
    let groups = groups(list)
        .into_iter()
        .map(|members| Group { progress: weighted(list, &items, members.iter().copied()), items: members })
        .collect();
    ChecklistReading { groups, progress: weighted(list, &items, 0..items.len()), items }
}

/// The indices of the items under each heading.
fn groups(list: &Checklist) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        match groups.iter_mut().find(|members| list.items[members[0]].group == item.group) {
            Some(members) => members.push(index),
            None => groups.push(vec![index]),
        }
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

fn read_item(ctx: &EvalContext<'_>, list: &Checklist, item: &Item, threats: &Threats<'_>) -> ItemReading {
    let (seen, choice) = weighed_reports(ctx, item);
    let path = format!("{}/{}", list.id.value.as_str(), item.id.value.as_str());
    let latest = seen.last();
    let rung = latest.map(|(_, report)| report.status);
    let due = latest_due(item, &seen).map_or(Deadline::None, |due| deadline(ctx, due, &seen));
    ItemReading {
        rung,
        claim: latest.and_then(|(_, report)| report.claim),
        progress: progress(&seen)
            .at_most(choice.iter().filter(|choice| choice.is_disputed()).flat_map(|choice| rungs(item, choice)).min()),
        direction: direction(&seen),
        fallen_from: fallen_from(&seen),
        witnesses: witnesses(ctx, item, rung),
        disputed: choice.iter().filter(|choice| choice.is_disputed()).flat_map(|choice| rungs(item, choice)).collect(),
        choice,
        due,
        blocked_by: blocked_by(ctx, list, item, &seen),
        freshness: freshness::read(ctx, seen.iter().map(|(_, report)| report.at.value), item.checked, item.stale_after),
        gaps: coverage::gaps(ctx, &path),
        threats: threats.of(&path),
    }
}

/// A report that has come, with its place in the item's reports.
type Seen<'i> = (usize, &'i Report);

/// Oldest first; those of one moment in the order of the file.
fn seen_reports<'i>(ctx: &EvalContext<'_>, item: &'i Item) -> Vec<Seen<'i>> {
    let mut seen: Vec<_> =
        item.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value)).collect();
    seen.sort_by_key(|(_, report)| report.at.value.start);
    seen
}

/// The reports that count, oldest first, the one that is used last: those of the preferred source if it has any.
fn weighed_reports<'i>(ctx: &EvalContext<'_>, item: &'i Item) -> (Vec<Seen<'i>>, Option<Choice>) {
    let seen = seen_reports(ctx, item);
    let is_chosen = |report: &Report| is_preferred(item.prefer.as_ref(), report.source.as_ref());
    let preferred: Vec<_> = seen.iter().copied().filter(|(_, report)| is_chosen(report)).collect();
    let mut weighed = if preferred.is_empty() { seen.clone() } else { preferred };
    let Some((_, newest)) = weighed.last().copied() else { return (weighed, None) };
    let since = |report: &Report| {
        is_same_time(report.at.value, newest.at.value) || report.at.value.start > newest.at.value.start
    };
    let candidates: Vec<_> = seen
        .iter()
        .filter(|(_, report)| since(report))
        .map(|(index, report)| Candidate {
            index: *index,
            source: report.source.as_ref(),
            credibility: report.credibility,
        })
        .collect();
    let differs = |a: usize, b: usize| item.reports[a].status != item.reports[b].status;
    let choice = choose(ctx.watchlist, item.prefer.as_ref(), &candidates, differs);
    if let Some(choice) = &choice {
        weighed.sort_by_key(|(index, _)| *index == choice.used);
    }
    (weighed, choice)
}

fn rungs(item: &Item, choice: &Choice) -> Vec<Rung> {
    choice.others.iter().map(|index| item.reports[*index].status).collect()
}

/// The families whose reports say so, back to the last that says otherwise.
fn witnesses(ctx: &EvalContext<'_>, item: &Item, rung: Option<Rung>) -> usize {
    let seen = seen_reports(ctx, item);
    let of_rung = seen.iter().map(|(_, report)| report).rev().skip_while(|report| Some(report.status) != rung);
    let agreeing = of_rung.take_while(|report| Some(report.status) == rung);
    sources::independent(ctx.watchlist, agreeing.map(|report| report.source.as_ref()))
}

/// Deeds, not words. A verified report counts as verified; what an attributed one adds to it, as claimed. A later
/// attributed report can lower what is verified, never raise it. A promise changes neither.
fn progress(seen: &[Seen<'_>]) -> Progress {
    let mut sum = Progress::default();
    for (_, report) in seen {
        let reported = report.status.progress();
        match report.claim {
            Some(Claim::Verified) => sum = Progress { verified: reported, claimed: 0.0 },
            Some(Claim::Attributed) => {
                let verified = sum.verified.min(reported);
                sum = Progress { verified, claimed: reported - verified };
            }
            Some(Claim::Promise) | None => {}
        }
    }
    sum
}

/// What a report counts as: a deed that is only promised, or said without a class, is an announcement.
fn counted_rung(report: &Report) -> Rung {
    if is_deed(report) { report.status } else { report.status.min(Rung::Announced) }
}

/// Whether a report says that something is so, rather than that it will be.
pub(super) fn is_deed(report: &Report) -> bool {
    matches!(report.claim, Some(Claim::Verified | Claim::Attributed))
}

fn direction(seen: &[Seen<'_>]) -> Direction {
    let mut rungs: Vec<Rung> = Vec::new();
    for (_, report) in seen {
        let counted = counted_rung(report);
        // To promise more than was done takes nothing back.
        if is_deed(report) || rungs.last().is_none_or(|last| report.status < *last || counted > *last) {
            rungs.push(counted);
        }
    }
    let Some(latest) = rungs.last() else { return Direction::Level };
    match rungs.iter().rev().find(|rung| *rung != latest) {
        Some(before) if before < latest => Direction::Up,
        Some(_) => Direction::Down,
        None => Direction::Level,
    }
}

fn fallen_from(seen: &[Seen<'_>]) -> Option<(Rung, TimePoint)> {
    let deeds = || seen.iter().map(|(_, report)| report).filter(|report| is_deed(report) && report.status.is_deed());
    let highest = deeds().map(|report| report.status).max()?;
    let latest = seen.iter().rev().map(|(_, report)| report).find(|report| is_deed(report))?;
    let since = deeds().find(|report| report.status == highest)?;
    (latest.status < highest).then_some((highest, since.at.value))
}

/// When it is due, by the latest report that moves the date, else as written.
fn latest_due(item: &Item, seen: &[Seen<'_>]) -> Option<TimePoint> {
    seen.iter().rev().find_map(|(_, report)| report.due).or(item.due.map(|due| due.value))
}

fn deadline(ctx: &EvalContext<'_>, due: TimePoint, seen: &[Seen<'_>]) -> Deadline {
    if is_done(seen) {
        Deadline::Met
    } else if due.is_past(ctx.now) {
        Deadline::Overdue(due)
    } else {
        Deadline::Ahead(due)
    }
}

/// Whether the latest report of a deed says that it is fully done.
fn is_done(seen: &[Seen<'_>]) -> bool {
    let deed = seen.iter().rev().find(|(_, report)| is_deed(report));
    deed.is_some_and(|(_, report)| report.status == Rung::Full)
}

/// A needed item is far enough once a deed of it is reported: at `minimal` or above, and not as a promise.
fn blocked_by(ctx: &EvalContext<'_>, list: &Checklist, item: &Item, seen: &[Seen<'_>]) -> Vec<String> {
    if is_done(seen) {
        return Vec::new();
    }
    let find = |need: &str| match need.split_once('/') {
        Some((list, id)) => ctx
            .watchlist
            .items()
            .find(|(of, item)| of.id.value.as_str() == list && item.id.value.as_str() == id)
            .map(|(_, item)| item),
        None => list.items.iter().find(|item| item.id.value.as_str() == need),
    };
    let is_far_enough = |needed: &Item| {
        let progress = progress(&weighed_reports(ctx, needed).0);
        progress.verified + progress.claimed > 0.0
    };
    let needs = item.needs.iter().map(|need| need.value.as_str());
    needs.filter(|need| find(need).is_some_and(|item| !is_far_enough(item))).map(str::to_owned).collect()
}
