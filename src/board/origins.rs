//! Groups sources by origin: finds which sources are independent of each other.
//!
//! A source that relays another has the same origin. The two never corroborate each other, however often one repeats
//! the other.

use crate::watchlist::{Id, Ref, Watchlist};

/// Sources that are not independent of each other. `None` stands for the watchlist's own editors, who cite no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginGroup<'w>(Option<&'w Id>);

impl<'w> OriginGroup<'w> {
    pub fn from_source(watchlist: &'w Watchlist, source: Option<&'w Ref>) -> Self {
        Self(source.map(|source| watchlist.sources.first_origin(&source.value)))
    }
}
