//! What of the watchlist a row is about, for whoever records something of it.

/// What there is to record something of. The names are ids, as written: not yet safe to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic<'b> {
    /// An item of a checklist.
    Item {
        /// The checklist.
        checklist: &'b str,
        /// The item in it.
        item: &'b str,
    },
    /// A crossing.
    Crossing(&'b str),
    /// An actor that has a part in a crossing.
    Party {
        /// The crossing.
        crossing: &'b str,
        /// The actor.
        party: &'b str,
    },
    /// A risk.
    Risk(&'b str),
    /// The log.
    Log,
    /// What somebody says: the id of an actor or a source.
    Speaker(&'b str),
    /// Numbers of one thing, as a tally names it.
    Numbers(&'b str),
    /// What is said, in words or in numbers.
    Said,
    /// Nothing; with what to do instead, in one sentence without a full stop.
    Nothing(&'static str),
}
