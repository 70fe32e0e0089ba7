//! Who says it, and who acts.

use super::decode::record;
use super::scales::Reliability;
use crate::diagnostic::Spanned;
use crate::text::Text;

record! { "a source";
    /// Somebody who reports: graded once, cited by id.
    pub struct Outlet {
        /// What to call it.
        pub name: Text,
        /// How reliable it is, Admiralty A–F. Not written means not yet graded.
        pub reliability: Option<Reliability>,
        /// Where to read it: http, https or mailto.
        pub url: Option<Spanned<Text>>,
        /// The source that it relays: one family, so the two never corroborate each other.
        pub relays: Option<super::Ref>,
        /// Anything else.
        pub note: Option<Text>,
    }
}

record! { "an actor";
    /// Somebody who acts or speaks.
    pub struct Actor {
        /// What to call them.
        pub name: Text,
        /// What they do here.
        pub role: Option<Text>,
        /// Other names.
        pub aliases: Vec<Text>,
        /// Anything else.
        pub note: Option<Text>,
    }
}
