//! What a change concerns, by the name that people know it by.

use super::quoted;
use crate::board::Board;
use crate::board::changes::{Change, Edit, Says, Subject, What};
use crate::panes::words;
use crate::watchlist::scales::Severity;
use crate::watchlist::{Id, Watchlist};

/// How severe the event is that a change tells of, if it tells of one event of the log.
pub(super) fn severity_of_event(change: &Change) -> Option<Severity> {
    match change.quote.as_ref()?.says {
        Says::Event { severity, .. } => Some(severity),
        Says::Status(_) | Says::Day(_) | Says::Presence(_) | Says::Rung(_) | Says::Level(_) => None,
        Says::Term(_) | Says::Count(_) | Says::Quota(..) | Says::Gap { .. } => None,
    }
}

/// The name by the newer board, by the older one where it is gone there, else the id; of an event how severe it was. Safe
/// to show.
pub(super) fn of(change: &Change, before: &Board, after: &Board) -> String {
    if let (Some(severity), What::Log { edit, .. }) = (severity_of_event(change), &change.what) {
        return match edit {
            Edit::Added => quoted::severity(severity).to_owned(),
            Edit::Corrected => format!("log entry corrected: {}", quoted::severity(severity)),
            Edit::Withdrawn => format!("log entry withdrawn: {}", severity.word()),
        };
    }
    let subject = &change.subject;
    let boards = [after, before];
    let named = |name: fn(&Watchlist, &Id) -> Option<String>, id: &Id| {
        boards.iter().find_map(|board| name(&board.watchlist, id)).unwrap_or_else(|| id.display().into_owned())
    };
    match subject {
        Subject::Watchlist => "Watchlist".to_owned(),
        Subject::Log => "Log".to_owned(),
        Subject::Crossing(id) => named(crossing, id),
        Subject::Party { crossing: id, actor } => format!("{}, {}", named(crossing, id), named(voice, actor)),
        Subject::Day { crossing: id, date, source } => {
            let day = words::day(*date, after);
            match source {
                Some(source) => format!("{}, {day} by {}", named(crossing, id), source.display()),
                None => format!("{}, {day}", named(crossing, id)),
            }
        }
        Subject::Checklist(id) => named(checklist, id),
        Subject::Item { checklist, item } => {
            let title = |board: &&Board| {
                let mut items = board.watchlist.items();
                let found = items.find(|(list, of)| list.id.value == *checklist && of.id.value == *item);
                found.map(|(_, item)| item.title.display().into_owned())
            };
            boards.iter().find_map(title).unwrap_or_else(|| item.display().into_owned())
        }
        Subject::Risk(id) => named(risk, id),
        Subject::Speaker(id) => named(voice, id),
        Subject::Tally(id) => named(tally, id),
        Subject::Monitoring { observer, .. } => named(voice, observer),
        Subject::Signal(id) => named(signal, id),
        Subject::Source(id) => named(source, id),
        Subject::Actor(id) => named(voice, id),
    }
}

fn crossing(watchlist: &Watchlist, id: &Id) -> Option<String> {
    let found = watchlist.crossings.iter().find(|crossing| crossing.id.value == *id);
    found.map(|crossing| crossing.name.display().into_owned())
}

fn checklist(watchlist: &Watchlist, id: &Id) -> Option<String> {
    let found = watchlist.checklists.iter().find(|list| list.id.value == *id);
    found.map(|list| list.name.display().into_owned())
}

pub(super) fn risk(watchlist: &Watchlist, id: &Id) -> Option<String> {
    let found = watchlist.risks().iter().find(|risk| risk.id.value == *id);
    found.map(|risk| risk.title.display().into_owned())
}

fn tally(watchlist: &Watchlist, id: &Id) -> Option<String> {
    let found = watchlist.tallies.iter().find(|tally| tally.id.value == *id);
    found.map(|tally| tally.what.display().into_owned())
}

fn signal(watchlist: &Watchlist, id: &Id) -> Option<String> {
    let found = watchlist.signals.iter().find(|signal| signal.id.value == *id);
    found.map(|signal| signal.title.display().into_owned())
}

fn source(watchlist: &Watchlist, id: &Id) -> Option<String> {
    watchlist.sources.get(id).map(|outlet| outlet.name.display().into_owned())
}

/// Somebody who speaks or acts: an actor, else a source.
fn voice(watchlist: &Watchlist, id: &Id) -> Option<String> {
    watchlist.actors.get(id).map(|actor| actor.name.display().into_owned()).or_else(|| source(watchlist, id))
}
