//! What an operator means by a name: `phase-two/withdrawal`, `withdrawal`, `rafah`, `rafah/egypt`, `new-fronts`.
//!
//! A name without its list is enough where only one thing is called so. `crossings/` and `risks/` tell crossings and risks
//! apart from items of the same name.

use super::{Looked, Refusal, Subject};
use crate::diagnostic::suggestion;
use crate::text::sanitise;
use crate::watchlist::Watchlist;

/// Something in a watchlist that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called<'w> {
    Item {
        checklist: &'w str,
        item: &'w str,
    },
    Crossing(&'w str),
    Party {
        crossing: &'w str,
        party: &'w str,
    },
    Risk(&'w str),
    /// The log, by the name of its list.
    Log,
}

/// What the log is called.
const LOG: &str = "spillover";

/// What is to be done with it, and with which kinds of things that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Report,
    Day,
    Check,
}

/// The report of an item, of a crossing or of a party there, or the assessment of a risk.
///
/// # Errors
/// [`Refusal::NoSuch`] where nothing, or more than one thing, is called so.
pub fn report_of(watchlist: &Watchlist, name: &str) -> Result<Subject, Refusal> {
    find(watchlist, name, Purpose::Report).map(|called| match called {
        Called::Item { checklist, item } => {
            Subject::ItemReport { checklist: checklist.to_owned(), item: item.to_owned() }
        }
        Called::Crossing(crossing) => Subject::CrossingReport { crossing: crossing.to_owned() },
        Called::Party { crossing, party } => {
            Subject::PartyReport { crossing: crossing.to_owned(), party: party.to_owned() }
        }
        Called::Risk(risk) => Subject::Assessment { risk: risk.to_owned() },
        Called::Log => Subject::LogEntry,
    })
}

/// The record of a day at a crossing.
///
/// # Errors
/// [`Refusal::NoSuch`] where no crossing is called so.
pub fn day_of(watchlist: &Watchlist, name: &str) -> Result<Subject, Refusal> {
    let crossing = find(watchlist, name, Purpose::Day)?.id();
    Ok(Subject::Day { crossing: crossing.to_owned() })
}

/// A check of an item, a crossing or a risk.
///
/// # Errors
/// [`Refusal::NoSuch`] where nothing, or more than one thing, is called so.
pub fn check_of(watchlist: &Watchlist, name: &str) -> Result<Subject, Refusal> {
    find(watchlist, name, Purpose::Check).map(|called| {
        Subject::Checked(match called {
            Called::Item { checklist, item } => Looked::Item { checklist: checklist.to_owned(), item: item.to_owned() },
            Called::Crossing(id) | Called::Party { crossing: id, .. } => Looked::Crossing(id.to_owned()),
            Called::Risk(id) => Looked::Risk(id.to_owned()),
            Called::Log => Looked::Log,
        })
    })
}

impl Purpose {
    /// Whether it can be done with a thing.
    fn suits(self, called: Called<'_>) -> bool {
        match (self, called) {
            (Self::Report | Self::Day, Called::Log) => false,
            (Self::Report, _) | (_, Called::Crossing(_)) => true,
            (Self::Check, Called::Item { .. } | Called::Risk(_) | Called::Log) => true,
            (Self::Check | Self::Day, Called::Party { .. }) => false,
            (Self::Day, Called::Item { .. } | Called::Risk(_)) => false,
        }
    }

    /// The kinds of things with which it can be done.
    fn wanted(self) -> &'static str {
        match self {
            Self::Report => "item, crossing, party or risk",
            Self::Day => "crossing",
            Self::Check => "item, crossing, risk or `spillover`",
        }
    }
}

impl<'w> Called<'w> {
    fn id(self) -> &'w str {
        match self {
            Self::Item { item: id, .. } | Self::Crossing(id) | Self::Party { party: id, .. } | Self::Risk(id) => id,
            Self::Log => LOG,
        }
    }

    /// The name that no other has.
    fn full(self) -> String {
        match self {
            Self::Item { checklist: of, item: id } | Self::Party { crossing: of, party: id } => format!("{of}/{id}"),
            Self::Crossing(id) => format!("crossings/{id}"),
            Self::Risk(id) => format!("risks/{id}"),
            Self::Log => LOG.to_owned(),
        }
    }

    fn is_called(self, name: &str) -> bool {
        // A party is never meant without its crossing: actors have parts in many places.
        let is_short = !matches!(self, Self::Party { .. }) && self.id() == name;
        is_short || self.full() == name
    }
}

fn find<'w>(watchlist: &'w Watchlist, name: &str, purpose: Purpose) -> Result<Called<'w>, Refusal> {
    let known: Vec<_> = all(watchlist).into_iter().filter(|called| purpose.suits(*called)).collect();
    let mut meant = known.iter().filter(|called| called.is_called(name));
    let shown = sanitise(name);
    let no_such = |message: String, help: String| Err(Refusal::NoSuch { message, help });
    match (meant.next(), meant.next()) {
        (Some(only), None) => Ok(*only),
        (Some(_), Some(_)) => {
            let names: Vec<_> = known.iter().filter(|called| called.is_called(name)).map(|one| one.full()).collect();
            no_such(
                format!("`{shown}` is the name of several"),
                format!("write which one: {}", sanitise(&names.join(", "))),
            )
        }
        (None, _) => {
            if let Some(party) = known.iter().find(|called| called.id() == name) {
                let help = format!("did you mean `{}`?", sanitise(&party.full()));
                return no_such(format!("there is no {} `{shown}`", purpose.wanted()), help);
            }
            let names: Vec<_> = known.iter().flat_map(|called| [called.full(), called.id().to_owned()]).collect();
            let help = match suggestion(name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", sanitise(near)),
                None => "`trucewatch` shows what there is; what is new is written into the watchlist first".to_owned(),
            };
            no_such(format!("there is no {} `{shown}`", purpose.wanted()), help)
        }
    }
}

/// Everything that has a name, in the order of the panes.
fn all(watchlist: &Watchlist) -> Vec<Called<'_>> {
    let crossings = watchlist.crossings.iter().flat_map(|crossing| {
        let of = crossing.id.value.as_str();
        let parties =
            crossing.parties.iter().map(move |party| Called::Party { crossing: of, party: party.actor.value.as_str() });
        std::iter::once(Called::Crossing(of)).chain(parties)
    });
    let items = watchlist
        .items()
        .map(|(list, item)| Called::Item { checklist: list.id.value.as_str(), item: item.id.value.as_str() });
    let risks = watchlist.risks().iter().map(|risk| Called::Risk(risk.id.value.as_str()));
    let log = watchlist.spillover.iter().map(|_| Called::Log);
    crossings.chain(items).chain(risks).chain(log).collect()
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
        let found = match find(&watchlist, name, purpose) {
            Ok(called) => called.full(),
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
