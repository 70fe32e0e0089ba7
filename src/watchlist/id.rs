//! Names by which one part of a watchlist refers to another.

use crate::diagnostic::Spanned;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A name that is declared once and referred to elsewhere. Cheap to clone: equal ids share their text. One pointer
/// wide, because a log entry has three.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<Box<str>>);

/// A reference to a declared name, with the position of the reference.
pub type Ref = Spanned<Id>;

impl Id {
    pub fn new(name: impl Into<Box<str>>) -> Self {
        Self(Arc::new(name.into()))
    }

    /// The name as written: not yet safe to show.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, safe to show.
    pub fn display(&self) -> std::borrow::Cow<'_, str> {
        crate::text::sanitise(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// The index of each id in a list: built when a long list is first searched.
#[derive(Clone, Debug, Default)]
pub(super) struct IdIndex(OnceLock<HashMap<Id, usize>>);

impl IdIndex {
    /// A list of up to this many ids is searched linearly; a longer one has an index.
    const MAX_SEARCHED: usize = 16;

    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The index of the first occurrence of an id. `ids` are all ids of the list, the same on every call.
    pub(super) fn position<'i, I>(&self, mut ids: I, id: &str) -> Option<usize>
    where
        I: DoubleEndedIterator<Item = &'i Id> + ExactSizeIterator,
    {
        if ids.len() <= Self::MAX_SEARCHED {
            return ids.position(|known| known.as_str() == id);
        }
        let index = || ids.enumerate().rev().map(|(place, id)| (id.clone(), place)).collect();
        self.0.get_or_init(index).get(id).copied()
    }
}

/// Named declarations in a mapping, such as sources, in file order. The index of the names and, for sources, the origin
/// of each source are built on first use.
#[derive(Clone, Debug)]
pub struct Register<T>(pub Vec<(Ref, T)>, IdIndex, pub(super) OnceLock<HashMap<Id, Id>>);

impl<T> Register<T> {
    pub fn new(entries: Vec<(Ref, T)>) -> Self {
        Self(entries, IdIndex::new(), OnceLock::new())
    }

    pub fn get(&self, id: &Id) -> Option<&T> {
        self.index_of(id.as_str()).map(|place| &self.0[place].1)
    }

    /// The index of a name.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.1.position(self.0.iter().map(|(declared, _)| &declared.value), id)
    }

    /// The names, in file order.
    pub fn ids(&self) -> impl Iterator<Item = &Ref> {
        self.0.iter().map(|(id, _)| id)
    }
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}
