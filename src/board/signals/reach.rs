//! `reaches`: has an item come to a rung, by reports of at least a class?
//!
//! A later report of a lower rung caps what was reached, also one that is only attributed. A promise counts for words
//! alone, and only where the test asks for no more than a promise. What nobody of the class has spoken of is unknown.

use super::{Because, Finding, Readings, Ternary};
use crate::board::choice::is_same_time;
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::{Id, Item, Report};

/// Whether an item has come to a rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The checklist, as an index into the watchlist's checklists.
    pub list: usize,
    /// The item, as an index into the checklist's items.
    pub item: usize,
    /// The rung that is asked for.
    pub rung: Rung,
    /// The least that a report must be.
    pub claim: Claim,
    /// How far it is.
    pub reached: Reached,
}

/// How far an item is, in the eyes of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// At this rung, by reports of the class: an index into the item's reports for the last that says so.
    Rung(Rung, usize),
    /// Nobody has reported anything.
    Nothing,
    /// There are reports, but only of a lower class: the latest, as an index into the item's reports.
    OnlySaid(usize),
    /// Sources disagree on whether the rung is reached: two indices into the item's reports.
    Disputed(usize, usize),
}

pub(super) fn find(readings: &Readings<'_>, path: &Id, rung: Rung, claim: Option<Claim>) -> Finding {
    let Some((list, item)) = position(readings, path.as_str()) else { return Finding::undeclared(path) };
    let claim = claim.unwrap_or(Claim::Attributed);
    // For a deed a promise is never enough.
    let least = if rung.is_deed() { claim.min(Claim::Attributed) } else { claim };
    let (answer, reached) = reached(readings, &readings.ctx.watchlist.checklists[list].items[item], rung, least);
    Finding { answer, because: Because::Reach(Reach { list, item, rung, claim, reached }) }
}

fn position(readings: &Readings<'_>, path: &str) -> Option<(usize, usize)> {
    let (list, item) = path.split_once('/')?;
    let list = readings.ctx.watchlist.checklists.iter().position(|known| known.id.value.as_str() == list)?;
    let items = &readings.ctx.watchlist.checklists[list].items;
    Some((list, items.iter().position(|known| known.id.value.as_str() == item)?))
}

/// A report with its place in the item's reports and its class.
type Seen<'i> = (usize, &'i Report, Claim);

fn reached(readings: &Readings<'_>, item: &Item, rung: Rung, least: Claim) -> (Ternary, Reached) {
    let seen = seen_reports(readings, item);
    let Some((last, _)) = seen.last() else { return (Ternary::Unknown, Reached::Nothing) };
    // The classes stand in falling order: `verified` is the least of them.
    let counted: Vec<Seen<'_>> = seen
        .iter()
        .filter_map(|(index, report)| Some((*index, *report, report.claim?)))
        .filter(|(.., claim)| *claim <= least.max(Claim::Attributed))
        .collect();
    if let Some((yes, no)) = dispute(item, &counted, rung, least) {
        return (Ternary::Unknown, Reached::Disputed(yes, no));
    }
    let mut known: Option<(Rung, usize)> = None;
    for (index, report, claim) in &counted {
        match known {
            _ if *claim <= least => known = Some((report.status, *index)),
            Some((rung, _)) if report.status < rung => known = Some((report.status, *index)),
            Some(_) | None => {}
        }
    }
    match (known, counted.last()) {
        (Some((at, index)), _) => (Ternary::of(at >= rung), Reached::Rung(at, index)),
        // Nobody of the class has spoken, and even those of a lower one say that it is not there.
        (None, Some((index, report, _))) if report.status < rung => {
            (Ternary::NotMet, Reached::Rung(report.status, *index))
        }
        (None, _) => (Ternary::Unknown, Reached::OnlySaid(*last)),
    }
}

/// Oldest first, those of one moment in the order of the file; of the preferred source alone where it has any.
fn seen_reports<'i>(readings: &Readings<'_>, item: &'i Item) -> Vec<(usize, &'i Report)> {
    let mut seen: Vec<_> =
        item.reports.iter().enumerate().filter(|(_, report)| readings.ctx.has_come(report.at.value)).collect();
    seen.sort_by_key(|(_, report)| report.at.value.start);
    let source = |report: &Report| report.source.as_ref().map(|source| source.value.clone());
    let wanted = item.prefer.as_ref().map(|source| source.value.clone());
    if wanted.is_some() && seen.iter().any(|(_, report)| source(report) == wanted) {
        seen.retain(|(_, report)| source(report) == wanted);
    }
    seen
}

/// Two of the newest reports, by different sources, of which one counts for the rung and the other against it.
fn dispute(item: &Item, counted: &[Seen<'_>], rung: Rung, least: Claim) -> Option<(usize, usize)> {
    let (_, newest, _) = counted.last()?;
    let same_time = || counted.iter().filter(|(_, report, _)| is_same_time(report.at.value, newest.at.value));
    let yes = same_time().find(|(_, report, claim)| *claim <= least && report.status >= rung)?;
    let source = |index: usize| item.reports[index].source.as_ref().map(|source| &source.value);
    let no = same_time().find(|(index, report, _)| report.status < rung && source(*index) != source(yes.0))?;
    Some((yes.0, no.0))
}
