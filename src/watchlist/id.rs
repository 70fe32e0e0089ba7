//! Names by which one part of a watchlist points to another.

use crate::diagnostic::Spanned;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A name that is declared once and referred to elsewhere. Cheap to copy: equal ids share their text. One pointer wide: a
/// log entry holds three.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<Box<str>>);

/// A reference to something that is declared elsewhere, and where the reference stands.
pub type Ref = Spanned<Id>;

impl Id {
    /// Wraps a name as written.
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

/// Where each id of a list stands: made when a long list is first searched.
#[derive(Clone, Debug, Default)]
pub(super) struct IdIndex(OnceLock<HashMap<Id, usize>>);

impl IdIndex {
    /// A list is searched from end to end up to so many ids; a longer one has an index.
    const MAX_SEARCHED: usize = 16;

    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Where an id stands first. `ids` are all those of the list, every time the same.
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

/// Things that are declared by name in a mapping, such as sources: in the order of the file. Beside them an index of the
/// names, and for sources who stands behind whom: each is made when it is first asked for.
#[derive(Clone, Debug)]
pub struct Register<T>(pub Vec<(Ref, T)>, IdIndex, pub(super) OnceLock<HashMap<Id, Id>>);

impl<T> Register<T> {
    /// The things under these names.
    pub fn new(entries: Vec<(Ref, T)>) -> Self {
        Self(entries, IdIndex::new(), OnceLock::new())
    }

    /// The thing of that name.
    pub fn get(&self, id: &Id) -> Option<&T> {
        let place = self.1.position(self.0.iter().map(|(declared, _)| &declared.value), id.as_str())?;
        Some(&self.0[place].1)
    }

    /// The names, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &Ref> {
        self.0.iter().map(|(id, _)| id)
    }
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}
