//! What a change concerns, by names that stay the same over reloads.

use crate::watchlist::Id;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// What a change concerns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The watchlist as a whole.
    Watchlist,
    /// A crossing.
    Crossing(Id),
    /// A party of a crossing.
    Party {
        /// The crossing.
        crossing: Id,
        /// The party's actor.
        actor: Id,
    },
    /// One source's record of one day of a crossing; all of that day where no source is named.
    Day {
        /// The crossing.
        crossing: Id,
        /// The day, in the file's zone.
        date: NaiveDate,
        /// Who says so.
        source: Option<Id>,
    },
    /// A checklist.
    Checklist(Id),
    /// An item of a checklist.
    Item {
        /// The checklist.
        checklist: Id,
        /// The item.
        item: Id,
    },
    /// A risk.
    Risk(Id),
    /// The log of spillover.
    Log,
    /// Somebody who speaks.
    Speaker(Id),
    /// A tally.
    Tally(Id),
    /// A record of what could not be observed.
    Monitoring {
        /// Who could not observe.
        observer: Id,
        /// Since when.
        from: DateTime<Utc>,
    },
    /// A signal.
    Signal(Id),
    /// Somebody who reports.
    Source(Id),
    /// Somebody who acts.
    Actor(Id),
}

impl Subject {
    /// Where changes of it are listed.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Crossing(_) | Self::Party { .. } | Self::Day { .. } => 0,
            Self::Checklist(_) | Self::Item { .. } => 1,
            Self::Risk(_) | Self::Log => 2,
            Self::Signal(_) => 3,
            Self::Speaker(_) | Self::Tally(_) => 4,
            Self::Monitoring { .. } => 5,
            Self::Source(_) | Self::Actor(_) => 6,
            Self::Watchlist => 7,
        }
    }

    /// Its name for programs, such as `crossings/rafah` or `phase-two/withdrawal`: true characters, not safe to show.
    pub fn path(&self) -> String {
        match self {
            Self::Watchlist => "watchlist".to_owned(),
            Self::Crossing(id) => format!("crossings/{}", id.as_str()),
            Self::Party { crossing, actor } => format!("crossings/{}/parties/{}", crossing.as_str(), actor.as_str()),
            Self::Day { crossing, date, source: None } => format!("crossings/{}/days/{date}", crossing.as_str()),
            Self::Day { crossing, date, source: Some(source) } => {
                format!("crossings/{}/days/{date}/{}", crossing.as_str(), source.as_str())
            }
            Self::Checklist(id) => format!("checklists/{}", id.as_str()),
            Self::Item { checklist, item } => format!("checklists/{}/{}", checklist.as_str(), item.as_str()),
            Self::Risk(id) => format!("risks/{}", id.as_str()),
            Self::Log => "log".to_owned(),
            Self::Speaker(id) => format!("speakers/{}", id.as_str()),
            Self::Tally(id) => format!("tallies/{}", id.as_str()),
            Self::Monitoring { observer, from } => {
                format!("monitoring/{}/{}", observer.as_str(), from.to_rfc3339_opts(SecondsFormat::Secs, true))
            }
            Self::Signal(id) => format!("signals/{}", id.as_str()),
            Self::Source(id) => format!("sources/{}", id.as_str()),
            Self::Actor(id) => format!("actors/{}", id.as_str()),
        }
    }
}
