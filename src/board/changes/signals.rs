//! Signals: which are newly met or no longer met.

use super::Change;
use super::causes::{Candidates, EntrySet};
use super::comparison::{Comparison, edits, part_changes, renamed};
use super::differences::BoardPair;
use super::what::ChangeKind;
use crate::watchlist::{EntityRef, Id, Test};

pub(super) fn find_signal_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    part_changes(&comparison.differences.signals, |part, was, is| {
        let (old, new) = (&before.watchlist.signals[was], &after.watchlist.signals[is]);
        let mut found = Vec::from_iter(renamed(part, &old.title, &new.title));
        found.extend(edits(part, &["title"]));
        let (was, is) = (before.signals[was].answer, after.signals[is].answer);
        if was != is {
            let what = ChangeKind::Answer { points_to: new.points_to, was, is };
            let candidates = match counts_people(&new.test) {
                true => Candidates::Numbers(what.leaning()),
                false => Candidates::Towards(what.leaning()),
            };
            let grounds = comparison.causes.grounds(&rests_on(&part.subject, &new.test), part.span, candidates);
            found.push(grounds.change(&part.subject, what));
        }
        found
    })
}

fn counts_people(test: &Test) -> bool {
    let mut found = false;
    test.walk(&mut |test| found |= matches!(test, Test::Flow(_)));
    found
}

/// Everything that a test depends on, and the signal itself.
fn rests_on(subject: &EntityRef, test: &Test) -> Vec<EntrySet> {
    let mut found = vec![EntrySet::Of(subject.clone())];
    let item = |path: &Id| EntrySet::Of(EntityRef::item_near(&Id::new(""), path.as_str()));
    let crossing = |id: &Id| EntrySet::Of(EntityRef::Crossing(id.clone()));
    test.walk(&mut |test| match test {
        Test::OpensOnSchedule(of) => found.push(crossing(&of.value)),
        Test::StaysOpen(test) => found.push(crossing(&test.crossing.value)),
        Test::Reaches(test) => found.push(item(&test.item.value)),
        Test::Covers(test) => found.extend(test.items.iter().map(|path| item(&path.value))),
        Test::TermShift(_) => found.push(EntrySet::Statements),
        Test::Flow(test) => found.push(crossing(&test.crossing.value)),
        Test::HeatBelow(_) | Test::NoEntry(_) => found.push(EntrySet::Of(EntityRef::Log)),
        Test::AtLeast(_) | Test::By(_) | Test::All(_) | Test::Any(_) | Test::Not(_) => {}
    });
    found
}
