//! Who reports and who acts: new ones, new names, and sources that were graded again.

use super::comparison::{Comparison, File};
use super::what::What;
use crate::text::Text;
use crate::watchlist::content::Record;
use crate::watchlist::{Actor, EntityRef, Id, Outlet, Ref, Register};

pub(super) fn find(comparison: &mut Comparison<'_>) {
    if comparison.file == File::Same {
        return;
    }
    let (before, after) = (&comparison.before.watchlist, &comparison.after.watchlist);
    compare(comparison, (&before.sources, &after.sources), EntityRef::Source, outlet);
    compare(comparison, (&before.actors, &after.actors), EntityRef::Actor, actor);
}

/// Tells what is particular to an entry, and under which keys that stands.
type Teller<T> = fn(&T, &T) -> Vec<(What, &'static str)>;

fn compare<T: Record>(
    comparison: &mut Comparison<'_>,
    (before, after): (&Register<T>, &Register<T>),
    subject: fn(Id) -> EntityRef,
    particular: Teller<T>,
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

fn outlet(old: &Outlet, new: &Outlet) -> Vec<(What, &'static str)> {
    let mut found = renamed(&old.name, &new.name);
    if old.reliability != new.reliability {
        found.push((What::Grade { was: old.reliability, is: new.reliability }, "reliability"));
    }
    found
}

fn actor(old: &Actor, new: &Actor) -> Vec<(What, &'static str)> {
    renamed(&old.name, &new.name)
}

fn renamed(was: &Text, is: &Text) -> Vec<(What, &'static str)> {
    if was == is { Vec::new() } else { vec![(What::Renamed { was: was.clone(), is: is.clone() }, "name")] }
}
