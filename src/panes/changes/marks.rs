//! Which rows show a change: a row and a change have a topic in common.

use crate::board::Board;
use crate::board::changes::{Change, ChangeKind, EntryEdit, Says};
use crate::board::contradiction::Contradiction;
use crate::diagnostic::Span;
use crate::panes::Pane;
use crate::panes::view::RowKey;
use crate::watchlist::scales::Outcome;
use crate::watchlist::{EntityRef, Id, Monitoring};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Something that a row shows and that a change can concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic<'b> {
    /// What stands at this place in the newer watchlist.
    At(Span),
    /// What is read from what stands there.
    Reading(Span),
    /// The name of what stands there.
    Name(Span),
    /// A day of the crossing at this place.
    Day(Span, NaiveDate),
    /// How the entries of what stands there are judged beside each other.
    Judgement(Span),
    /// The parties of the crossing at this place.
    Parties(Span),
    /// A source or an actor that is cited; something that somebody cannot observe.
    Named(&'b Id),
    /// All signals of an outcome.
    Signals(Outcome),
    /// All statements.
    Statements,
    /// All contradictions.
    Contradictions,
    /// All drifts.
    Drifts,
    /// All gaps in monitoring.
    Gaps,
    /// All actors.
    Actors,
    MarkedWords,
}

/// The rows of a pane that show changes: the index of the change, and the row.
pub fn rows_that_show(
    pane: &dyn Pane,
    (before, after): (&Board, &Board),
    keys: &[RowKey],
    changes: &[Change],
) -> Vec<(usize, RowKey)> {
    let mut concerned = HashMap::<Topic<'_>, Vec<usize>>::new();
    for (index, change) in changes.iter().enumerate() {
        note_topics(change, (before, after), &mut |topic| concerned.entry(topic).or_default().push(index));
    }
    [Topic::At, Topic::Reading, Topic::Name, Topic::Parties]
        .iter()
        .for_each(|topic| drop(concerned.remove(&topic(Span::default()))));
    if concerned.is_empty() {
        return Vec::new();
    }
    let has_names = concerned.keys().any(|topic| matches!(topic, Topic::Named(_)));
    let mut found = Vec::new();
    for key in keys {
        let first = found.len();
        let mut note = |topic| {
            if has_names || !matches!(topic, Topic::Named(_)) {
                found.extend(concerned.get(&topic).into_iter().flatten().map(|index| (*index, *key)));
            }
        };
        pane.note_topics(after, *key, &mut note);
        let mut seen = HashSet::new();
        if found.len() > first + 1 {
            let rest = found.split_off(first);
            found.extend(rest.into_iter().filter(|(index, _)| seen.insert(*index)));
        }
    }
    found
}

/// Everything that a change concerns: what it is about, what that belongs to, and what depends on it.
fn note_topics<'b>(change: &'b Change, (before, after): (&'b Board, &'b Board), note: &mut dyn FnMut(Topic<'b>)) {
    let watchlist = &after.watchlist;
    let moves = moves_readings(&change.what);
    for span in &change.concerns {
        note(Topic::At(*span));
        match &change.what {
            ChangeKind::Renamed { .. } => note(Topic::Name(*span)),
            _ if moves => note(Topic::Reading(*span)),
            _ => {}
        }
        if is_judged_anew(&change.what) {
            note(Topic::Judgement(*span));
        }
    }
    match &change.subject {
        EntityRef::Party { crossing, .. } | EntityRef::Day { crossing, .. } | EntityRef::Crossing(crossing) => {
            let span = watchlist.crossing(crossing.as_str()).map_or(Span::default(), |crossing| crossing.span);
            match &change.subject {
                EntityRef::Party { .. } => note(Topic::Parties(span)),
                EntityRef::Day { date, .. } => {
                    note(Topic::Reading(span));
                    note(Topic::Day(span, *date));
                }
                _ if moves => note(Topic::Reading(span)),
                _ => {}
            }
        }
        EntityRef::Item { checklist, .. } if matches!(change.what, ChangeKind::Removed) => {
            note(Topic::At(watchlist.span_of(&EntityRef::Checklist(checklist.clone()))));
        }
        EntityRef::Log => {
            let span = watchlist.span_of(&change.subject);
            note(Topic::At(span));
            if moves {
                note(Topic::Reading(span));
                note_risks(change, after, note);
            }
        }
        EntityRef::Source(id) => note(Topic::Named(id)),
        EntityRef::Actor(id) => {
            note(Topic::Named(id));
            if matches!(change.what, ChangeKind::Added | ChangeKind::Removed) {
                note(Topic::Actors);
            }
        }
        EntityRef::Speaker(_) => note(Topic::Statements),
        EntityRef::Signal(_) => note_outcomes(change, note),
        EntityRef::Monitoring { .. } => {
            note(Topic::Gaps);
            note_unobserved(change, (before, after), note);
        }
        EntityRef::Watchlist => {
            if matches!(&change.what, ChangeKind::Edited { keys } if keys.contains(&"marked_words")) {
                note(Topic::MarkedWords);
            }
        }
        EntityRef::Item { .. } | EntityRef::Checklist(_) | EntityRef::Risk(_) | EntityRef::Tally(_) => {}
    }
    match &change.what {
        ChangeKind::Contradiction { found, with, .. } => {
            note(Topic::Contradictions);
            with.iter().for_each(|id| note(Topic::At(watchlist.span_of(&EntityRef::Tally(id.clone())))));
            if let Contradiction::Itemised(crossing, _) = found {
                note(Topic::At(watchlist.crossings.get(*crossing).map_or(Span::default(), |crossing| crossing.span)));
            }
        }
        ChangeKind::Drift { .. } => note(Topic::Drifts),
        _ => {}
    }
}

/// Whether it can change what is said beside other entries: that they are disputed, or settled by hand.
fn is_judged_anew(what: &ChangeKind) -> bool {
    match what {
        ChangeKind::Edited { keys } => keys.iter().any(|key| JUDGED.contains(key)),
        ChangeKind::Entries { .. } | ChangeKind::Status { .. } | ChangeKind::Contradiction { .. } => true,
        _ => false,
    }
}

/// Keys that decide between entries: their order is the last means.
const JUDGED: [&str; 7] = ["prefer", "stale_after", "reports", "days", "quotas", "calendar", "assessments"];

/// Whether it can change readings, and not only words.
fn moves_readings(what: &ChangeKind) -> bool {
    match what {
        ChangeKind::Renamed { .. } => false,
        ChangeKind::Edited { keys } => keys.iter().any(|key| !TEXTS.contains(key)),
        _ => true,
    }
}

/// Keys that no reading depends on.
const TEXTS: [&str; 7] = ["note", "link", "done_when", "scope", "question", "to_verify", "relied_on_by"];

/// The risk of a log entry. A change of the whole log concerns all risks.
fn note_risks<'b>(change: &'b Change, after: &'b Board, note: &mut dyn FnMut(Topic<'b>)) {
    let is_one = matches!(change.what, ChangeKind::Log { edit: EntryEdit::Added | EntryEdit::Withdrawn, .. });
    match change.quote.as_ref().map(|quote| &quote.says) {
        Some(Says::Event { risk, .. }) if is_one => {
            let risk = risk.as_ref().and_then(|risk| after.watchlist.risk(risk.as_str()));
            risk.into_iter().for_each(|risk| note(Topic::At(risk.span)));
        }
        _ => after.watchlist.risks().iter().for_each(|risk| note(Topic::At(risk.span))),
    }
}

fn note_outcomes<'b>(change: &'b Change, note: &mut dyn FnMut(Topic<'b>)) {
    match &change.what {
        ChangeKind::Answer { points_to, .. } => note(Topic::Signals(*points_to)),
        ChangeKind::Edited { keys } if !keys.contains(&"points_to") => {}
        ChangeKind::Renamed { .. } => {}
        _ => Outcome::ALL.iter().for_each(|outcome| note(Topic::Signals(*outcome))),
    }
}

fn note_unobserved<'b>(change: &'b Change, (before, after): (&'b Board, &'b Board), note: &mut dyn FnMut(Topic<'b>)) {
    if let Some(Says::Gap { unobserved, .. }) = change.quote.as_ref().map(|quote| &quote.says) {
        unobserved.iter().for_each(|id| note(Topic::Named(id)));
        return;
    }
    let EntityRef::Monitoring { observer, from } = &change.subject else { return };
    let is_it = |gap: &&Monitoring| gap.observer.value == *observer && gap.from.value.start == *from;
    let gaps = [before, after].into_iter().flat_map(|board| board.watchlist.monitoring.iter().filter(is_it));
    gaps.flat_map(|gap| &gap.unobserved).for_each(|id| note(Topic::Named(&id.value)));
}
