//! What differs between two watchlists, among what has come: parts that are new, gone or edited, and their entries.
//!
//! This is found once, before any consequence. What follows from it is in [`super::causes`] and in the finders.

use super::entries::{EntryDiff, ListEntry, SAME};
use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::content::Record;
use crate::watchlist::pairing::{PartPair, pair_parts};
use crate::watchlist::{Actor, EntityRef, Event, Id, Monitoring, Outlet, Ref, Statement, Tally};
use std::collections::HashMap;

/// Whether the two boards were read from the same watchlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// The same watchlist: only time has passed.
    Same,
    Edited,
}

/// The two boards that are compared.
#[derive(Clone, Copy)]
pub(super) struct BoardPair<'b> {
    pub(super) before: &'b Board,
    pub(super) after: &'b Board,
    pub(super) file: File,
}

/// A named part of the watchlist and what differs in it.
#[derive(Debug)]
pub(super) struct PartDiff {
    pub(super) subject: EntityRef,
    /// Its indices in the lists of the two watchlists.
    pub(super) pair: PartPair,
    /// Its span in the newer watchlist; in the older one if it is gone.
    pub(super) span: Span,
    /// The keys that were edited, if it is in both.
    pub(super) keys: Vec<&'static str>,
    inside: PartContent,
}

/// The lists of entries of a part by their key, and the parts of a part.
#[derive(Debug, Default)]
pub(super) struct PartContent {
    pub(super) lists: Vec<(&'static str, EntryDiff)>,
    pub(super) parts: Vec<PartDiff>,
}

impl PartDiff {
    pub(super) fn lists(&self) -> &[(&'static str, EntryDiff)] {
        &self.inside.lists
    }

    /// The items of a checklist, the parties of a crossing.
    pub(super) fn parts(&self) -> &[Self] {
        &self.inside.parts
    }

    /// What differs in the list with this key.
    pub(super) fn entries(&self, list: &str) -> &EntryDiff {
        self.lists().iter().find(|(key, _)| *key == list).map_or(&SAME, |(_, entries)| entries)
    }

    pub(super) fn is_added(&self) -> bool {
        matches!(self.pair, PartPair::Added(_))
    }

    /// Whether something other than its entries was edited. A tally is an entry itself.
    pub(super) fn is_edited(&self) -> bool {
        match self.pair {
            PartPair::Both(..) => self.keys.iter().any(|key| !ENTRIES.contains(key)),
            PartPair::Added(_) | PartPair::Removed(_) => !matches!(self.subject, EntityRef::Tally(_)),
        }
    }
}

/// Keys of dated marks, entries, and parts with their own names. New elements under these keys are not edits.
const ENTRIES: [&str; 8] = ["reports", "days", "assessments", "parties", "items", "log", "checked", "closed"];

/// All parts of two watchlists, in the order of the newer one; those that are gone come last.
pub(super) struct Differences {
    pub(super) crossings: Vec<PartDiff>,
    pub(super) checklists: Vec<PartDiff>,
    pub(super) risks: Vec<PartDiff>,
    pub(super) log: PartDiff,
    /// The speakers whose statements differ.
    pub(super) speakers: Vec<PartDiff>,
    /// The tallies that have come, by their indices among those.
    pub(super) tallies: Vec<PartDiff>,
    pub(super) monitoring: Vec<PartDiff>,
    pub(super) signals: Vec<PartDiff>,
    pub(super) sources: Vec<PartDiff>,
    pub(super) actors: Vec<PartDiff>,
}

impl Differences {
    pub(super) fn between(boards: BoardPair<'_>) -> Self {
        let (old, new) = (&*boards.before.watchlist, &*boards.after.watchlist);
        let actor = |(id, _): &(Ref, Actor)| (EntityRef::Actor(id.value.clone()), id.span);
        let source = |(id, _): &(Ref, Outlet)| (EntityRef::Source(id.value.clone()), id.span);
        Self {
            crossings: crossings(boards),
            checklists: checklists(boards),
            risks: parts(
                boards,
                (old.risks(), new.risks()),
                |risk| (EntityRef::Risk(risk.id.value.clone()), risk.span),
                Record::differing,
                |was, is| {
                    let old = was.map_or(&[][..], |was| &was.assessments);
                    PartContent::lists([("assessments", EntryDiff::of_lists(boards, old, &is.assessments))])
                },
            ),
            log: log(boards),
            speakers: speakers(boards),
            tallies: parts(
                boards,
                (&come_tallies(boards.before), &come_tallies(boards.after)),
                |tally| (EntityRef::Tally(tally.id.value.clone()), tally.span),
                |was, is| was.differing(is),
                nothing,
            ),
            monitoring: parts(
                boards,
                (&old.monitoring, &new.monitoring),
                |gap: &Monitoring| {
                    let (observer, from) = (gap.observer.value.clone(), gap.from.value.start);
                    (EntityRef::Monitoring { observer, from }, gap.span)
                },
                Record::differing,
                nothing,
            ),
            signals: parts(
                boards,
                (&old.signals, &new.signals),
                |signal| (EntityRef::Signal(signal.id.value.clone()), signal.span),
                Record::differing,
                nothing,
            ),
            sources: parts(
                boards,
                (&old.sources.0, &new.sources.0),
                source,
                |(_, was), (_, is)| was.differing(is),
                nothing,
            ),
            actors: parts(
                boards,
                (&old.actors.0, &new.actors.0),
                actor,
                |(_, was), (_, is)| was.differing(is),
                nothing,
            ),
        }
    }

    /// Every part, those of parts after theirs.
    pub(super) fn parts(&self) -> impl Iterator<Item = &PartDiff> {
        let lists = [&self.crossings, &self.checklists, &self.risks, &self.speakers, &self.tallies];
        let more = [&self.monitoring, &self.signals, &self.sources, &self.actors];
        let whole = lists.into_iter().chain(more).flatten().chain([&self.log]);
        whole.flat_map(|part| std::iter::once(part).chain(part.parts()))
    }
}

impl PartContent {
    fn lists<const N: usize>(lists: [(&'static str, EntryDiff); N]) -> Self {
        Self { lists: lists.into(), parts: Vec::new() }
    }
}

fn nothing<T>(_: Option<&T>, _: &T) -> PartContent {
    PartContent::default()
}

/// Compares the parts of two lists. `named` returns the name and the span of a part, `inside` compares the content of a
/// part of the newer list with its older version.
fn parts<T>(
    boards: BoardPair<'_>,
    (old, new): (&[T], &[T]),
    named: impl Fn(&T) -> (EntityRef, Span),
    differing: impl Fn(&T, &T) -> Vec<&'static str>,
    inside: impl Fn(Option<&T>, &T) -> PartContent,
) -> Vec<PartDiff> {
    let names = |list: &[T]| list.iter().map(&named).collect::<Vec<_>>();
    let (old_names, new_names) = (names(old), names(new));
    let found = pair_parts(&old_names, &new_names, |(name, _)| name).into_iter().map(|pair| {
        let ((subject, span), keys, inside) = match pair {
            PartPair::Added(at) => (&new_names[at], Vec::new(), inside(None, &new[at])),
            PartPair::Removed(at) => (&old_names[at], Vec::new(), PartContent::default()),
            PartPair::Both(was, is) => {
                let keys = if boards.file == File::Same { Vec::new() } else { differing(&old[was], &new[is]) };
                (&new_names[is], keys, inside(Some(&old[was]), &new[is]))
            }
        };
        PartDiff { subject: subject.clone(), pair, span: *span, keys, inside }
    });
    found.collect()
}

/// The part of a list in the older watchlist; empty if the part is new.
fn older<'t, P, T: ListEntry>(was: Option<&'t P>, list: impl Fn(&'t P) -> &'t Vec<T>) -> &'t [T] {
    was.map_or(&[], |was| list(was))
}

fn crossings(boards: BoardPair<'_>) -> Vec<PartDiff> {
    parts(
        boards,
        (&boards.before.watchlist.crossings, &boards.after.watchlist.crossings),
        |crossing| (EntityRef::Crossing(crossing.id.value.clone()), crossing.span),
        Record::differing,
        |was, is| PartContent {
            lists: vec![
                ("reports", EntryDiff::of_lists(boards, older(was, |was| &was.reports), &is.reports)),
                ("days", EntryDiff::of_lists(boards, older(was, |was| &was.days), &is.days)),
                ("closures", EntryDiff::of_lists(boards, was.map_or(&[], |was| was.closures()), is.closures())),
                ("quotas", EntryDiff::of_lists(boards, older(was, |was| &was.quotas), &is.quotas)),
            ],
            parts: parts(
                boards,
                (was.map_or(&[], |was| &was.parties), &is.parties),
                |party| (EntityRef::party(is, party), party.span),
                Record::differing,
                |was, is| {
                    let old = older(was, |was| &was.reports);
                    PartContent::lists([("reports", EntryDiff::of_lists(boards, old, &is.reports))])
                },
            ),
        },
    )
}

fn checklists(boards: BoardPair<'_>) -> Vec<PartDiff> {
    parts(
        boards,
        (&boards.before.watchlist.checklists, &boards.after.watchlist.checklists),
        |list| (EntityRef::Checklist(list.id.value.clone()), list.span),
        Record::differing,
        |was, is| PartContent {
            lists: Vec::new(),
            parts: parts(
                boards,
                (was.map_or(&[], |was| &was.items), &is.items),
                |item| (EntityRef::item(is, item), item.span),
                Record::differing,
                |was, is| {
                    let old = older(was, |was| &was.reports);
                    PartContent::lists([("reports", EntryDiff::of_lists(boards, old, &is.reports))])
                },
            ),
        },
    )
}

fn log(boards: BoardPair<'_>) -> PartDiff {
    let (old, new) = (&boards.before.watchlist, &boards.after.watchlist);
    let come = |board: &Board| board.spillover.log.iter().map(|index| *index as usize).collect();
    let sides: [(&[Event], _); 2] = [(old.log(), come(boards.before)), (new.log(), come(boards.after))];
    let [was, is] = sides;
    let keys = match (&old.spillover, &new.spillover) {
        (Some(old), Some(new)) if boards.file == File::Edited => old.differing(new),
        // If the whole section is new or gone, its parts already show this.
        (Some(_) | None, Some(_) | None) => Vec::new(),
    };
    PartDiff {
        subject: EntityRef::Log,
        pair: PartPair::Both(0, 0),
        span: new.spillover.as_ref().map_or(Span::default(), |spillover| spillover.span),
        keys,
        inside: PartContent::lists([("log", EntryDiff::of_come(boards, was, is))]),
    }
}

/// The tallies that have come, in the order of the file.
pub(super) fn come_tallies(board: &Board) -> Vec<&Tally> {
    let mut members: Vec<_> = board.tallies.iter().flat_map(|group| &group.members).copied().collect();
    members.sort_unstable();
    members.into_iter().map(|index| &board.watchlist.tallies[index]).collect()
}

fn speakers(boards: BoardPair<'_>) -> Vec<PartDiff> {
    let (old, new) = (&boards.before.watchlist.statements, &boards.after.watchlist.statements);
    let EntryDiff { added, corrected, withdrawn } =
        EntryDiff::of_come(boards, (old, come_statements(boards.before)), (new, come_statements(boards.after)));
    let mut speakers = BySpeaker::default();
    for entry in added {
        speakers.entries(&new[entry.index]).added.push(entry);
    }
    let was: Vec<_> = corrected.iter().map(|(was, _)| was.index).collect();
    for (was, is) in corrected {
        speakers.entries(&new[is.index]).corrected.push((was, is));
    }
    for entry in withdrawn {
        speakers.entries(&old[entry.index]).withdrawn.push(entry);
    }
    // A statement that is now somebody else's.
    for index in was {
        speakers.entries(&old[index]);
    }
    let newest: HashMap<_, _> = boards.after.ledger.iter().map(|of| (&of.speaker, of.statements.first())).collect();
    let part = |(speaker, entries): (Id, EntryDiff)| PartDiff {
        span: newest.get(&speaker).copied().flatten().map_or(Span::default(), |index| new[*index].span),
        subject: EntityRef::Speaker(speaker),
        pair: PartPair::Both(0, 0),
        keys: Vec::new(),
        inside: PartContent::lists([("statements", entries)]),
    };
    speakers.found.into_iter().map(part).collect()
}

/// The statements that differ, by their speaker.
#[derive(Default)]
struct BySpeaker {
    found: Vec<(Id, EntryDiff)>,
    places: HashMap<Id, usize>,
}

impl BySpeaker {
    fn entries(&mut self, said: &Statement) -> &mut EntryDiff {
        let speaker = &said.speaker.value;
        let place = *self.places.entry(speaker.clone()).or_insert(self.found.len());
        if place == self.found.len() {
            self.found.push((speaker.clone(), EntryDiff::default()));
        }
        &mut self.found[place].1
    }
}

/// The statements that have come. An old statement that was relayed only now is new.
fn come_statements(board: &Board) -> Vec<usize> {
    let is_relayed = |index: &usize| {
        board.watchlist.statements[*index].reported.is_none_or(|reported| board.has_come(reported.value))
    };
    board.ledger.iter().flat_map(|speaker| &speaker.statements).copied().filter(is_relayed).collect()
}
