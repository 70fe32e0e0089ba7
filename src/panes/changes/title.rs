//! The display name of the thing that a change concerns.

use super::quoted;
use crate::board::Board;
use crate::board::changes::{Change, ChangeKind, EntryEdit, Says};
use crate::panes::words;
use crate::watchlist::scales::Severity;
use crate::watchlist::{EntityRef, Id};

/// The severity of the event, if the change is about one event of the log.
pub(super) fn severity_of_event(change: &Change) -> Option<Severity> {
    match change.quote.as_ref()?.says {
        Says::Event { severity, .. } => Some(severity),
        Says::Status(_) | Says::Day(_) | Says::Presence(_) | Says::Rung(..) | Says::Level(_) => None,
        Says::Term(_) | Says::Count(_) | Says::Quota(..) | Says::Closure(_) | Says::Gap { .. } => None,
    }
}

/// The name from the newer board, else from the older one, else the id; for an event its severity. Safe to show.
pub(super) fn change_title(change: &Change, before: &Board, after: &Board) -> String {
    if let (Some(severity), ChangeKind::Log { edit, .. }) = (severity_of_event(change), &change.what) {
        return match edit {
            EntryEdit::Added => quoted::severity(severity).to_owned(),
            EntryEdit::Corrected => format!("log entry corrected: {}", quoted::severity(severity)),
            EntryEdit::Withdrawn => format!("log entry withdrawn: {}", severity.word()),
        };
    }
    let named = |entity: &EntityRef| name_of(entity, before, after);
    let voice = |id: &Id| named(&EntityRef::Speaker(id.clone()));
    match &change.subject {
        EntityRef::Watchlist => "Watchlist".to_owned(),
        EntityRef::Log => "Log".to_owned(),
        EntityRef::Party { crossing, actor } => {
            format!("{}, {}", named(&EntityRef::Crossing(crossing.clone())), voice(actor))
        }
        EntityRef::Day { crossing, date, source } => {
            let by = source.as_ref().map_or_else(String::new, |source| format!(" by {}", source.display()));
            format!("{}, {}{by}", named(&EntityRef::Crossing(crossing.clone())), words::day(*date, after))
        }
        EntityRef::Monitoring { observer: id, .. } | EntityRef::Actor(id) => voice(id),
        entity => named(entity),
    }
}

/// The name from the newer board, else from the older one, else the id. Safe to show.
pub(super) fn name_of(entity: &EntityRef, before: &Board, after: &Board) -> String {
    let name = after.watchlist.name_of(entity).or_else(|| before.watchlist.name_of(entity));
    name.unwrap_or_else(|| entity.id().map_or_else(String::new, |id| id.display().into_owned()))
}
