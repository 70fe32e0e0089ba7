//! Who stands behind a report: which sources are one family, and which of two reports reads better.
//!
//! A relay and its origin are one family: they never corroborate each other, however often one repeats the other.

use crate::watchlist::scales::{Credibility, Reliability};
use crate::watchlist::{Id, Ref, Watchlist};
use std::cmp::Ordering;

/// The first of a source's family: what it relays, followed to the end. Sources that relay each other in a circle are
/// one family too.
pub fn family<'w>(watchlist: &'w Watchlist, source: &'w Id) -> &'w Id {
    let relayed = |id: &Id| watchlist.sources.get(id).and_then(|outlet| outlet.relays.as_ref()).map(|to| &to.value);
    let mut path = vec![source];
    while let Some(origin) = relayed(path[path.len() - 1]) {
        if let Some(start) = path.iter().position(|known| *known == origin) {
            return path[start..].iter().min().expect("a circle has members");
        }
        path.push(origin);
    }
    path[path.len() - 1]
}

/// How many families stand behind reports that agree. A report without a source is nobody's witness.
pub fn independent<'w>(watchlist: &'w Watchlist, sources: impl Iterator<Item = Option<&'w Ref>>) -> usize {
    let mut families: Vec<_> = sources.flatten().map(|source| family(watchlist, &source.value)).collect();
    families.sort_unstable();
    families.dedup();
    families.len()
}

/// The two Admiralty grades of a report. A grade that is not given, or that cannot be judged, is no ground for a choice:
/// it stands behind every grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Of its source.
    pub reliability: Option<Reliability>,
    /// Of this piece of information.
    pub credibility: Option<Credibility>,
}

impl Grade {
    /// The grades of what a source says.
    pub fn of(watchlist: &Watchlist, source: Option<&Ref>, credibility: Option<Credibility>) -> Self {
        let outlet = source.and_then(|source| watchlist.sources.get(&source.value));
        let reliability = outlet.and_then(|outlet| outlet.reliability).filter(|grade| *grade != Reliability::F);
        Self { reliability, credibility: credibility.filter(|grade| *grade != Credibility::CannotBeJudged) }
    }

    /// Which of two sources is the more reliable; greater is better.
    pub fn by_reliability(self, other: Self) -> Ordering {
        rank(self.reliability).cmp(&rank(other.reliability)).reverse()
    }

    /// Which of two pieces of information is the more credible; greater is better.
    pub fn by_credibility(self, other: Self) -> Ordering {
        rank(self.credibility).cmp(&rank(other.credibility)).reverse()
    }
}

/// The best first, what cannot be judged last.
fn rank<T>(grade: Option<T>) -> (bool, Option<T>) {
    (grade.is_none(), grade)
}
