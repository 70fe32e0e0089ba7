//! Sources and actors.

use super::decode::record;
use super::id::{Id, Register};
use super::scales::Reliability;
use crate::diagnostic::Spanned;
use crate::text::Text;
use std::collections::HashMap;

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
        /// The actor whose mouth it is: what it says about what that actor owes is self-reported.
        pub speaks_for: Option<super::Ref>,
        /// A remark, for people.
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
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

impl Register<Outlet> {
    /// The origin of a source: what it relays, followed to the end. Sources that relay each other in a circle share one
    /// origin.
    pub fn first_origin<'r>(&'r self, source: &'r Id) -> &'r Id {
        self.2.get_or_init(|| self.first_origins()).get(source).unwrap_or(source)
    }

    /// The origin of every source that relays another one. Each step of a chain is taken once.
    fn first_origins(&self) -> HashMap<Id, Id> {
        let relayed = |id: &Id| self.get(id).and_then(|outlet| outlet.relays.as_ref()).map(|to| &to.value);
        let mut firsts: HashMap<Id, Id> = HashMap::new();
        for (source, _) in self.0.iter().filter(|(_, outlet)| outlet.relays.is_some()) {
            let mut path = Vec::new();
            let mut places: HashMap<&Id, usize> = HashMap::new();
            let mut next = &source.value;
            let first = loop {
                if let Some(known) = firsts.get(next) {
                    break known.clone();
                }
                if let Some(&place) = places.get(next) {
                    // The chain is circular from here on.
                    break path[place..].iter().copied().fold(next, Ord::min).clone();
                }
                places.insert(next, path.len());
                path.push(next);
                match relayed(next) {
                    Some(to) => next = to,
                    None => break next.clone(),
                }
            };
            firsts.extend(path.into_iter().map(|id| (id.clone(), first.clone())));
        }
        firsts
    }
}
