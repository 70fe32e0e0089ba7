//! Tallies: new ones, and edited numbers or dates. Tallies are never subtracted.

use super::comparison::BoardPair;
use super::pairs::{PartPair, pairs};
use super::quote::Quotable as _;
use super::what::{ChangeKind, Number};
use super::{ChangeCause, ChangePlace};
use crate::board::Board;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, EntityRef, Tally};

pub(super) fn find_tally_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (come(before), come(after));
    for pair in pairs(&old, &new, |tally| &tally.id.value) {
        match pair {
            PartPair::Added(at) => {
                let tally = new[at];
                let told = (ChangeCause::Reported, date(tally));
                let place = (ChangePlace::After(tally.span), vec![tally.span]);
                comparison.push_known(subject(tally), ChangeKind::Added, told, place, Some(tally.quote()));
            }
            PartPair::Removed(at) => {
                let is_written = after.watchlist.tallies.with_id(old[at].id.value.as_str()).is_some();
                let cause = if is_written { ChangeCause::Clock } else { ChangeCause::Withdrawn };
                let told = (cause, date(old[at]));
                let place = (ChangePlace::Before(old[at].span), Vec::new());
                comparison.push_known(subject(old[at]), ChangeKind::Removed, told, place, None);
            }
            PartPair::Both(was, is) => compare(comparison, old[was], new[is]),
        }
    }
}

fn subject(tally: &Tally) -> EntityRef {
    EntityRef::Tally(tally.id.value.clone())
}

/// The tallies that have come, in the order of the file.
fn come(board: &Board) -> Vec<&Tally> {
    let mut members: Vec<_> = board.tallies.iter().flat_map(|group| &group.members).copied().collect();
    members.sort_unstable();
    members.into_iter().map(|index| &board.watchlist.tallies[index]).collect()
}

fn date(tally: &Tally) -> Option<TimePoint> {
    tally.reported.map(|at| at.value).or(match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => Some(at),
        Some(Dated::Unknown) | None => None,
    })
}

fn compare(comparison: &mut BoardPair<'_>, old: &Tally, new: &Tally) {
    let subject = subject(new);
    let number = |tally: &Tally| Number { value: tally.value, qualifier: tally.qualifier.clone() };
    let mut told = vec!["value", "qualifier"];
    if number(old) != number(new) {
        comparison.correct(subject.clone(), ChangeKind::Count { was: number(old), is: number(new) }, new.span);
    }
    let as_of = |tally: &Tally| tally.as_of.map(|at| at.value);
    if as_of(old) != as_of(new) {
        comparison.correct(subject.clone(), ChangeKind::AsOf { was: as_of(old), is: as_of(new) }, new.span);
        told.push("as_of");
    }
    if old.what != new.what {
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.what.clone(), is: new.what.clone() },
            new.span,
        );
        told.push("what");
    }
    comparison.edited(&subject, (old, new), &told, new.span);
}
