//! Sources and actors: new ones, renamed ones, and sources with a new grade.

use super::comparison::{BoardPair, File};
use super::what::ChangeKind;
use crate::text::Text;
use crate::watchlist::content::Record;
use crate::watchlist::{Actor, EntityRef, Id, Outlet, Ref, Register};

pub(super) fn find_register_changes(comparison: &mut BoardPair<'_>) {
    if comparison.file == File::Same {
        return;
    }
    let (before, after) = (&comparison.before.watchlist, &comparison.after.watchlist);
    compare(comparison, (&before.sources, &after.sources), EntityRef::Source, outlet);
    compare(comparison, (&before.actors, &after.actors), EntityRef::Actor, actor);
}

/// Finds the changes that are specific to one kind of register entry, each with the key that it covers.
type RegisterFinder<T> = fn(&T, &T) -> Vec<(ChangeKind, &'static str)>;

fn compare<T: Record>(
    comparison: &mut BoardPair<'_>,
    (before, after): (&Register<T>, &Register<T>),
    subject: fn(Id) -> EntityRef,
    particular: RegisterFinder<T>,
) {
    let named = |(id, _): &(Ref, T)| (subject(id.value.clone()), id.span);
    comparison.parts(
        (&before.0, &after.0),
        named,
        |_, _, _| {},
        |comparison, subject, (was, is)| {
            let ((_, old), (id, new)) = (&before.0[was], &after.0[is]);
            let mut told = Vec::new();
            for (what, key) in particular(old, new) {
                comparison.correct(subject.clone(), what, id.span);
                told.push(key);
            }
            comparison.edited(subject, (old, new), &told, id.span);
        },
    );
}

fn outlet(old: &Outlet, new: &Outlet) -> Vec<(ChangeKind, &'static str)> {
    let mut found = renamed(&old.name, &new.name);
    if old.reliability != new.reliability {
        found.push((ChangeKind::Grade { was: old.reliability, is: new.reliability }, "reliability"));
    }
    found
}

fn actor(old: &Actor, new: &Actor) -> Vec<(ChangeKind, &'static str)> {
    renamed(&old.name, &new.name)
}

fn renamed(was: &Text, is: &Text) -> Vec<(ChangeKind, &'static str)> {
    if was == is { Vec::new() } else { vec![(ChangeKind::Renamed { was: was.clone(), is: is.clone() }, "name")] }
}
