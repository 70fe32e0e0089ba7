//! The kinds of changes by the words that JSON and configuration use.

macro_rules! wire_kinds {
    (usual: $($usual:ident = $usual_word:literal),+; asked: $($asked:ident = $asked_word:literal),+;) => {
        /// The kind of a change in JSON. What is new here is known to the configuration of alerts too.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum WireKind { $($usual,)+ $($asked,)+ }

        impl WireKind {
            pub const ALL: &'static [Self] = &[$(Self::$usual,)+ $(Self::$asked,)+];
            /// The kinds that alert without configuration.
            pub const USUAL: &'static [Self] = &[$(Self::$usual),+];

            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$usual => $usual_word,)+
                    $(Self::$asked => $asked_word,)+
                }
            }
        }
    };
}

// Not usual: what only became old or what drifts, which the titles say anyway, and what is never worse.
wire_kinds! {
    usual:
        Status = "status", Schedule = "schedule", Day = "day", Presence = "presence", Rung = "rung",
        Quantity = "quantity", Overdue = "overdue", Threat = "threat", Level = "level", Closed = "closed",
        Signal = "signal", Contradiction = "contradiction", Unobserved = "unobserved", EntriesAdded = "entries-added",
        LogAdded = "log-added";
    asked:
        Date = "date", Stale = "stale", Blocked = "blocked", Heat = "heat", Drift = "drift", Checked = "checked",
        Term = "term", Count = "count", AsOf = "as-of", Grade = "grade", Added = "added", Removed = "removed",
        Renamed = "renamed", Edited = "edited", EntriesCorrected = "entries-corrected",
        EntriesWithdrawn = "entries-withdrawn", LogCorrected = "log-corrected", LogWithdrawn = "log-withdrawn";
}
