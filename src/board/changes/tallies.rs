//! Tallies: new ones, and edited numbers or dates. Tallies are never subtracted.

use super::causes::Grounds;
use super::comparison::{Comparison, corrected, edits, renamed};
use super::differences::{BoardPair, PartDiff, come_tallies};
use super::quote::Quotable as _;
use super::what::{ChangeKind, Number};
use super::{Change, ChangeCause, ChangePlace};
use crate::watchlist::pairing::PartPair;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Tally};

pub(super) fn find_tally_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let (old, new) = (come_tallies(before), come_tallies(after));
    let of_part = |part: &PartDiff| match part.pair {
        PartPair::Added(at) => {
            let told = (ChangeCause::Reported, date(new[at]));
            let grounds = Grounds::new(told, ChangePlace::After(part.span), vec![part.span]);
            vec![grounds.quoting(Some(new[at].quote())).change(&part.subject, ChangeKind::Added)]
        }
        PartPair::Removed(at) => {
            let is_written = after.watchlist.tallies.with_id(old[at].id.value.as_str()).is_some();
            let cause = if is_written { ChangeCause::Clock } else { ChangeCause::Withdrawn };
            let grounds = Grounds::new((cause, date(old[at])), ChangePlace::Before(part.span), Vec::new());
            vec![grounds.change(&part.subject, ChangeKind::Removed)]
        }
        PartPair::Both(was, is) => tally_changes(part, old[was], new[is]),
    };
    comparison.differences.tallies.iter().flat_map(of_part).collect()
}

fn date(tally: &Tally) -> Option<TimePoint> {
    tally.reported.map(|at| at.value).or(match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => Some(at),
        Some(Dated::Unknown) | None => None,
    })
}

fn tally_changes(part: &PartDiff, old: &Tally, new: &Tally) -> Vec<Change> {
    let number = |tally: &Tally| Number { value: tally.value, qualifier: tally.qualifier.clone() };
    let (was, is) = (number(old), number(new));
    let count = (was != is).then(|| corrected(part, ChangeKind::Count { was, is }));
    let (was, is) = (old.as_of.map(|at| at.value), new.as_of.map(|at| at.value));
    let as_of = (was != is).then(|| corrected(part, ChangeKind::AsOf { was, is }));
    let edits = edits(part, &["value", "qualifier", "as_of", "what"]);
    count.into_iter().chain(as_of).chain(renamed(part, &old.what, &new.what)).chain(edits).collect()
}
