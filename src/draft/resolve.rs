//! Resolves the name of an entity: `phase-two/withdrawal`, `withdrawal`, `rafah`, `rafah/egypt`, `new-fronts`.
//!
//! A name without its list is enough if it is unique. `crossings/` and `risks/` distinguish crossings and risks from
//! items of the same name.

use super::{DraftError, DraftPlace};
use crate::diagnostic::suggestion;
use crate::text::sanitise;
use crate::watchlist::{EntityRef, Watchlist};

/// What an entity is named for, which decides the kinds of entities that are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Report,
    Day,
    Check,
    Closing,
    Prefer,
    /// To ask for its status.
    Status,
}

/// Resolves a report of an item, a crossing or a party, or an assessment of a risk.
///
/// # Errors
/// [`DraftError::NoSuch`] if no entity, or more than one, has this name.
pub fn resolve_report(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Report).map(DraftPlace::Report)
}

/// Resolves the record of a day at a crossing.
///
/// # Errors
/// [`DraftError::NoSuch`] if no crossing has this name.
pub fn resolve_day(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Day).map(DraftPlace::Day)
}

/// Resolves the preferred source of an item, a crossing or a risk.
///
/// # Errors
/// [`DraftError::NoSuch`] if no entity, or more than one, has this name.
pub fn resolve_prefer(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Prefer).map(DraftPlace::Prefer)
}

/// Resolves the settings of an item, a crossing or a risk.
///
/// # Errors
/// [`DraftError::NoSuch`] if no entity, or more than one, has this name.
pub fn resolve_setting(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Prefer).map(DraftPlace::Settings)
}

/// Resolves an announced closure of a crossing.
///
/// # Errors
/// [`DraftError::NoSuch`] if no crossing has this name.
pub fn resolve_closure(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Day).map(DraftPlace::Closure)
}

/// Resolves a quota of a crossing.
///
/// # Errors
/// [`DraftError::NoSuch`] if no crossing has this name.
pub fn resolve_quota(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Day).map(DraftPlace::Quota)
}

/// Resolves a check of an item, a crossing, a risk or the log.
///
/// # Errors
/// [`DraftError::NoSuch`] if no entity, or more than one, has this name.
pub fn resolve_check(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Check).map(DraftPlace::Checked)
}

/// Resolves the closing of a risk.
///
/// # Errors
/// [`DraftError::NoSuch`] if no risk has this name.
pub fn resolve_closing(watchlist: &Watchlist, name: &str) -> Result<DraftPlace, DraftError> {
    resolve_name(watchlist, name, Purpose::Closing).map(DraftPlace::Closing)
}

/// Resolves an entity that has a status, or a checklist.
///
/// # Errors
/// [`DraftError::NoSuch`] if no entity, or more than one, has this name.
pub fn resolve_status(watchlist: &Watchlist, name: &str) -> Result<EntityRef, DraftError> {
    resolve_name(watchlist, name, Purpose::Status)
}

impl Purpose {
    pub fn suits(self, entity: &EntityRef) -> bool {
        match entity {
            EntityRef::Crossing(_) => self != Self::Closing,
            EntityRef::Item { .. } => matches!(self, Self::Report | Self::Check | Self::Prefer | Self::Status),
            EntityRef::Risk(_) => self != Self::Day,
            EntityRef::Party { .. } => matches!(self, Self::Report | Self::Status),
            EntityRef::Log => matches!(self, Self::Check | Self::Status),
            EntityRef::Checklist(_) | EntityRef::Signal(_) => self == Self::Status,
            _ => false,
        }
    }

    /// The kinds of entities that are allowed, in words.
    fn wanted(self) -> &'static str {
        match self {
            Self::Report => "item, crossing, party or risk",
            Self::Day => "crossing",
            Self::Closing => "risk",
            Self::Check => "item, crossing, risk or `spillover`",
            Self::Prefer => "item, crossing or risk",
            Self::Status => "crossing, party, checklist, item, risk, signal or `spillover`",
        }
    }
}

/// Its id. For the log, the name of its list.
fn short_name(entity: &EntityRef) -> &str {
    entity.id().map_or("spillover", |id| id.as_str())
}

/// The unique name of an entity.
fn full_name(entity: &EntityRef) -> String {
    match entity {
        EntityRef::Crossing(_) | EntityRef::Risk(_) | EntityRef::Checklist(_) | EntityRef::Signal(_) => {
            format!("{entity:#}")
        }
        _ => entity.reference(),
    }
}

fn is_named(entity: &EntityRef, name: &str, parsed: Option<&EntityRef>) -> bool {
    // A party always needs its crossing, because actors can be parties in many places.
    let is_short = !matches!(entity, EntityRef::Party { .. }) && short_name(entity) == name;
    is_short || parsed == Some(entity) || full_name(entity) == name
}

fn resolve_name(watchlist: &Watchlist, name: &str, purpose: Purpose) -> Result<EntityRef, DraftError> {
    let known: Vec<_> = nameable(watchlist).filter(|entity| purpose.suits(entity)).collect();
    let parsed = name.parse().ok();
    let mut meant = known.iter().filter(|entity| is_named(entity, name, parsed.as_ref()));
    let shown = sanitise(name);
    let no_such = |message: String, help: String| Err(DraftError::NoSuch { message, help });
    match (meant.next(), meant.next()) {
        (Some(only), None) => Ok(only.clone()),
        (Some(first), Some(second)) => {
            let names: Vec<_> = [first, second].into_iter().chain(meant).map(full_name).collect();
            no_such(
                format!("`{shown}` is the name of several"),
                format!("write which one: {}", sanitise(&names.join(", "))),
            )
        }
        (None, _) => {
            if let Some(party) = known.iter().find(|entity| short_name(entity) == name) {
                let help = format!("did you mean `{}`?", sanitise(&full_name(party)));
                return no_such(format!("there is no {} `{shown}`", purpose.wanted()), help);
            }
            let names: Vec<_> =
                known.iter().flat_map(|entity| [full_name(entity), short_name(entity).to_owned()]).collect();
            let help = match suggestion(name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", sanitise(near)),
                None => "`trucewatch` shows what there is; what is new is written into the watchlist first".to_owned(),
            };
            no_such(format!("there is no {} `{shown}`", purpose.wanted()), help)
        }
    }
}

/// All entities that something can be recorded about or that have a status, in the order of the panes.
pub fn nameable(watchlist: &Watchlist) -> impl Iterator<Item = EntityRef> {
    let crossings = watchlist.crossings.iter().flat_map(|crossing| {
        let parties = crossing.parties.iter().map(move |party| EntityRef::party(crossing, party));
        std::iter::once(EntityRef::Crossing(crossing.id.value.clone())).chain(parties)
    });
    let items = watchlist.items().map(|(list, item)| EntityRef::item(list, item));
    let risks = watchlist.risks().iter().map(|risk| EntityRef::Risk(risk.id.value.clone()));
    let log = watchlist.spillover.iter().map(|_| EntityRef::Log);
    let lists = watchlist.checklists.iter().map(|list| EntityRef::Checklist(list.id.value.clone()));
    let signals = watchlist.signals.iter().map(|signal| EntityRef::Signal(signal.id.value.clone()));
    crossings.chain(items).chain(risks).chain(log).chain(lists).chain(signals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;

    const FILE: &str = "
title: T
actors: { egypt: { name: Egypt } }
crossings: [ { id: rafah, name: R, parties: [ { actor: egypt, role: x } ] }, { id: border, name: B } ]
checklists:
  - { id: one, name: O, items: [ { id: army, title: A }, { id: border, title: B }, { id: police, title: P } ] }
  - { id: two, name: T, items: [ { id: army, title: A } ] }
spillover: { risks: [ { id: fronts, title: F } ] }
";

    fn watchlist() -> std::sync::Arc<Watchlist> {
        let loaded = load("x", FILE, chrono::DateTime::UNIX_EPOCH);
        loaded.watchlist.unwrap_or_else(|| panic!("{:?}", loaded.problems))
    }

    #[track_caller]
    fn check(purpose: Purpose, name: &str, expected: &str) {
        let watchlist = watchlist();
        let found = match resolve_name(&watchlist, name, purpose) {
            Ok(entity) => full_name(&entity),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_without_its_list_is_enough_where_only_one_thing_is_called_so() {
        check(Purpose::Report, "two/army", "two/army");
        check(Purpose::Report, "police", "one/police");
        check(Purpose::Report, "rafah", "crossings/rafah");
        check(Purpose::Report, "rafah/egypt", "rafah/egypt");
        check(Purpose::Report, "fronts", "risks/fronts");
        check(Purpose::Report, "army", "`army` is the name of several: write which one: one/army, two/army");
        check(
            Purpose::Report,
            "border",
            "`border` is the name of several: write which one: crossings/border, one/border",
        );
        check(Purpose::Day, "border", "crossings/border");
        check(Purpose::Check, "crossings/border", "crossings/border");
    }

    #[test]
    fn what_there_is_not_has_its_nearest_name_told() {
        check(Purpose::Report, "polce", "there is no item, crossing, party or risk `polce`: did you mean `police`?");
        check(
            Purpose::Report,
            "egypt",
            "there is no item, crossing, party or risk `egypt`: did you mean `rafah/egypt`?",
        );
        check(Purpose::Day, "rafa", "there is no crossing `rafa`: did you mean `rafah`?");
        check(
            Purpose::Check,
            "rafah/egypt",
            "there is no item, crossing, risk or `spillover` `rafah/egypt`: did you mean `rafah`?",
        );
    }
}
