//! Words for times, grades and claims, shared by every pane.

use super::age::{Age, OldestAge};
use super::view::{Phrase, Tone};
use crate::board::Board;
use crate::board::coverage::Gap;
use crate::board::freshness::Freshness;
use crate::watchlist::scales::{Claim, Credibility};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::{Ref, Register, Watchlist};
use chrono::{Datelike, NaiveDate, TimeDelta};

/// Formats how long ago: `now`, `5m`, `3h`, `12d`.
pub(super) fn span(time: TimeDelta) -> Phrase {
    Phrase::plain(Age(time).to_string())
}

/// Formats how far ahead: `in 21h`, `now`; `today` if only the day is known and it has begun.
pub(super) fn ahead(at: TimePoint, board: &Board) -> Phrase {
    if board.has_come(at) {
        return Phrase::plain("today");
    }
    match Age(at.start - board.now).in_minutes() {
        Some(wait) => Phrase::plain(wait).after("in "),
        None => Phrase::plain("now"),
    }
}

/// Formats by how long a date was missed: `<1m`, `3h`.
pub(super) fn overdue(at: TimePoint, board: &Board) -> Phrase {
    Phrase::plain(Age(at.age(board.now)).at_least())
}

/// About half a year, in days: a day and a month are unambiguous only within it.
const HALF_A_YEAR: u64 = 182;

/// Formats a day: `2 Feb`, with its year if that differs from the board's, or the day is far away.
pub(super) fn day(date: NaiveDate, board: &Board) -> String {
    let today = board.today();
    let is_near = date.year() == today.year() && (date - today).num_days().unsigned_abs() <= HALF_A_YEAR;
    date.format(if is_near { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// Formats a time, short: `2 Feb`, or `30 Jan 12:00Z`.
pub(super) fn when(at: TimePoint, board: &Board) -> String {
    match at.precision {
        Precision::Day => day(at.date(board.watchlist.zone()), board),
        Precision::Exact => format!("{} {}", day(at.start.date_naive(), board), at.start.format("%H:%MZ")),
    }
}

/// Formats a time in full: `2026-02-01`, or `2026-01-30 12:00Z (14:00+02:00)`.
pub(super) fn when_full(at: TimePoint, board: &Board) -> String {
    let zone = board.watchlist.zone();
    match at.precision {
        Precision::Day => at.date(zone).format("%Y-%m-%d").to_string(),
        Precision::Exact => {
            let local = at.start.with_timezone(&zone);
            let is_same_day = local.date_naive() == at.start.date_naive();
            let format = if is_same_day { "%H:%M%:z" } else { "%Y-%m-%d %H:%M%:z" };
            format!("{} ({})", at.start.format("%Y-%m-%d %H:%MZ"), local.format(format))
        }
    }
}

/// The name of a referenced entity, safe to show; the id if it is not declared.
pub(super) fn name<T>(register: &Register<T>, id: &Ref, name: impl Fn(&T) -> &crate::text::Text) -> String {
    register.get(&id.value).map_or_else(|| id.value.display().into_owned(), |thing| name(thing).display().into_owned())
}

/// The name of a speaker or a counting authority: an actor, else a source.
pub(super) fn voice(watchlist: &Watchlist, id: &Ref) -> String {
    if watchlist.actors.get(&id.value).is_some() {
        name(&watchlist.actors, id, |actor| &actor.name)
    } else {
        name(&watchlist.sources, id, |outlet| &outlet.name)
    }
}

/// Formats the two Admiralty grades: `B3`; a dash for a missing one.
pub(super) fn grade(watchlist: &Watchlist, source: Option<&Ref>, credibility: Option<Credibility>) -> String {
    let outlet = source.and_then(|source| watchlist.sources.get(&source.value));
    let reliability = outlet.and_then(|outlet| outlet.reliability).map_or("-", |grade| grade.word());
    format!("{reliability}{}", credibility.map_or("-", Credibility::word))
}

/// Formats a source with its grades, short: `ap B3`; a missing source is marked.
pub(super) fn citation(watchlist: &Watchlist, source: Option<&Ref>, credibility: Option<Credibility>) -> Phrase {
    match source {
        Some(id) => Phrase::muted(format!("{} {}", id.value.display(), grade(watchlist, source, credibility))),
        None => Phrase::new("no source", Tone::Caution),
    }
}

/// Formats a source with its grades, in full: `Associated Press [ap] B3`.
pub(super) fn citation_full(watchlist: &Watchlist, source: Option<&Ref>, credibility: Option<Credibility>) -> Phrase {
    match source {
        Some(id) => {
            let name = name(&watchlist.sources, id, |outlet| &outlet.name);
            Phrase::plain(format!("{name} [{}] {}", id.value.display(), grade(watchlist, source, credibility)))
        }
        None => Phrase::new("no source", Tone::Caution),
    }
}

/// The claim class of a statement.
pub(super) fn claim(claim: Option<Claim>) -> Phrase {
    match claim {
        Some(Claim::Verified) => Phrase::new("verified", Tone::Good),
        Some(Claim::Attributed) => Phrase::new("attributed", Tone::Claimed),
        Some(Claim::Promise) => Phrase::new("promise", Tone::Muted),
        None => Phrase::new("unclassed", Tone::Caution),
    }
}

/// Formats a share as a whole percentage: 100 % only if it is complete, 0 % only if it is zero.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let honest = if share < 0.9999 && rounded >= 100.0 {
        99.0
    } else if share > 0.0001 && rounded < 1.0 {
        1.0
    } else {
        rounded
    };
    format!("{honest:.0}%")
}

/// The oldest age of several things, for a title; `None` if there are none.
pub(super) fn oldest(of: impl Iterator<Item = Freshness>) -> Option<OldestAge> {
    let oldest = |freshness: Freshness| {
        let age = freshness.age().map(Age);
        OldestAge { age, has_gap: age.is_none() }
    };
    of.map(oldest).reduce(OldestAge::or_older)
}

/// Formats `DATA OLD 3d`, if the data is old.
pub(super) fn data_old(freshness: Freshness) -> Option<Phrase> {
    match freshness {
        Freshness::Stale { age } => Some(span(age).after("DATA OLD ").toned(Tone::Caution)),
        Freshness::Fresh { .. } | Freshness::NoData => None,
    }
}

/// Formats `1 entry`, `2 entries`.
pub(super) fn entries(number: usize) -> String {
    format!("{number} {}", if number == 1 { "entry" } else { "entries" })
}

/// Formats who could not observe it, and when. Never muted: what was not observed was not necessarily calm.
pub(super) fn gap(gap: Gap, board: &Board) -> Phrase {
    let record = &board.watchlist.monitoring[gap.record];
    let from = when(record.from.value, board);
    let span = match record.until {
        Some(until) => format!("from {from} to {}", when(until.value, board)),
        None => format!("since {from}"),
    };
    Phrase::new(format!("not observed by {} {span}", voice(&board.watchlist, &record.observer)), Tone::Unknown)
}

/// Formats how late something was seen to happen; imprecise if some of the days between have no record.
pub(super) fn late(days: i64, missing: usize) -> String {
    let most = if missing > 0 { "up to " } else { "" };
    format!("{most}{} late", count(days_of(days), "day"))
}

/// Formats how long something has not happened.
pub(super) fn not_open(days: i64, missing: usize) -> String {
    match missing {
        0 => format!("not open, {} late", count(days_of(days), "day")),
        _ => format!("not seen open in {}", count(days_of(days), "day")),
    }
}

fn days_of(days: i64) -> usize {
    usize::try_from(days).unwrap_or(0)
}

/// Formats `1 day`, `2 days`.
pub(crate) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// Like `count`, for a word with an irregular plural.
pub(super) fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_never_round_to_all_or_nothing() {
        for (share, words) in [(0.0, "0%"), (0.004, "1%"), (0.5, "50%"), (0.996, "99%"), (1.0, "100%")] {
            assert_eq!(percent(share), words);
        }
    }
}
