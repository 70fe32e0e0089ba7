//! Signals: which are newly met or no longer met.

use super::bearing::Fit;
use super::comparison::BoardPair;
use super::evidence::{ComparedEntry, EntryKind};
use super::what::ChangeKind;
use crate::watchlist::{EntityRef, Id, Signal, Test};

pub(super) fn find_signal_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let named = |signal: &Signal| (EntityRef::Signal(signal.id.value.clone()), signal.span);
    comparison.parts((&before.watchlist.signals, &after.watchlist.signals), named, |_, _, _| {}, compare_signals);
}

fn compare_signals(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.signals[was], &after.watchlist.signals[is]);
    let mut told = Vec::new();
    if old.title != new.title {
        told.push("title");
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.title.clone(), is: new.title.clone() },
            new.span,
        );
    }
    comparison.edited(subject, (old, new), &told, new.span);
    let (was, is) = (before.signals[was].answer, after.signals[is].answer);
    if was != is {
        let rests_on = rests_on(comparison, subject, &new.test);
        let what = ChangeKind::Answer { points_to: new.points_to, was, is };
        // For a number of people, the record of an open day can be bad news too.
        let is_number = |entry: &ComparedEntry| counts_people(&new.test) && entry.kind == EntryKind::DayRecord;
        let fit = |entry: &ComparedEntry| entry.bearing.fit(what.leaning()).or(is_number(entry).then_some(Fit::Loose));
        let grounds = comparison.grounds_fit(&rests_on, new.span, fit);
        comparison.push(subject.clone(), what, grounds);
    }
}

fn counts_people(test: &Test) -> bool {
    let mut found = false;
    test.walk(&mut |test| found |= matches!(test, Test::Flow(_)));
    found
}

/// Everything that a test depends on, and the signal itself.
fn rests_on(comparison: &BoardPair<'_>, subject: &EntityRef, test: &Test) -> Vec<EntityRef> {
    let mut found = vec![subject.clone()];
    let item = |path: &Id| EntityRef::item_near(&Id::new(""), path.as_str());
    test.walk(&mut |test| match test {
        Test::OpensOnSchedule(crossing) => found.push(EntityRef::Crossing(crossing.value.clone())),
        Test::StaysOpen(test) => found.push(EntityRef::Crossing(test.crossing.value.clone())),
        Test::Reaches(test) => found.push(item(&test.item.value)),
        Test::Covers(test) => found.extend(test.items.iter().map(|path| item(&path.value))),
        Test::TermShift(_) => found.extend_from_slice(comparison.speakers()),
        Test::Flow(test) => found.push(EntityRef::Crossing(test.crossing.value.clone())),
        Test::HeatBelow(_) | Test::NoEntry(_) => found.push(EntityRef::Log),
        Test::AtLeast(_) | Test::By(_) | Test::All(_) | Test::Any(_) | Test::Not(_) => {}
    });
    found
}
