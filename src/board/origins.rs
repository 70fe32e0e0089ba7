//! Who stands behind a source: which sources are independent of each other.
//!
//! A source that relays another is of one origin with it: they never corroborate each other, however often one repeats
//! the other.

use crate::watchlist::{Id, Ref, Watchlist};

/// Sources that are not independent of each other; `None` is the watchlist's own editors, who cite no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginGroup<'w>(Option<&'w Id>);

impl<'w> OriginGroup<'w> {
    /// The group of a source.
    pub fn from_source(watchlist: &'w Watchlist, source: Option<&'w Ref>) -> Self {
        Self(source.map(|source| first_origin(watchlist, &source.value)))
    }
}

/// The first of a source's group: what it relays, followed to the end. Sources that relay each other in a circle are one
/// group too.
pub fn first_origin<'w>(watchlist: &'w Watchlist, source: &'w Id) -> &'w Id {
    let relayed = |id: &Id| watchlist.sources.get(id).and_then(|outlet| outlet.relays.as_ref()).map(|to| &to.value);
    let mut origin = source;
    // After as many steps as there are sources, it goes round in a circle.
    for _ in 0..=watchlist.sources.0.len() {
        match relayed(origin) {
            Some(next) => origin = next,
            None => return origin,
        }
    }
    let mut first = origin;
    let mut next = relayed(origin);
    while let Some(id) = next.filter(|id| *id != origin) {
        first = first.min(id);
        next = relayed(id);
    }
    first
}
