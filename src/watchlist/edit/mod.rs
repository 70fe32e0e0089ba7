//! Lossless edits: one entry more in a list, one value under a key, and not a byte changed elsewhere.
//!
//! A text is spliced, never written anew: comments, order, quotes, indentation and line endings stay. Each edit is then
//! proved: the new text is read again, and every node must be what it was, but for the one that was to be added. What
//! cannot be proved is refused, with its place and a remedy. Knows routes and nodes, not what a watchlist means; reads
//! and writes no file.

mod cousins;
pub(in crate::watchlist) mod lines;
mod measure;
pub(in crate::watchlist) mod place;
pub(in crate::watchlist) mod verify;
mod write;

use super::document::{Document, Node};
use crate::diagnostic::{Problem, Span};
use std::sync::Arc;

/// The name of the rule in every refusal.
pub const REFUSED: &str = "unsafe-edit";

/// What remains to be done where an edit is refused.
const BY_HAND: &str = "make this change in your editor";

/// Why an edit is not made: where, why, and what to do instead.
pub type Refused = Box<Problem>;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A time, a number or a grade: written without quotes where it reads back so.
    Literal(String),
    /// A text or a name: in quotes also where some reader would take it for a number or a truth value.
    Words(String),
    /// Values in order.
    List(Vec<Value>),
    /// Keys with values, in order.
    Map(Vec<(String, Value)>),
}

/// One step from a node to one that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteStep {
    /// Into the value of a key.
    Key(String),
    /// Into the entry of a list that says who it is: `id: rafah`.
    Entry {
        /// The key that says it.
        key: String,
        /// What it says.
        name: String,
    },
}

/// The way from the outermost mapping to a node, by keys and names: it survives whatever else changes in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route(pub Vec<RouteStep>);

impl Route {
    /// The outermost mapping.
    pub fn root() -> Self {
        Self::default()
    }

    /// One step further, into the value of a key.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(RouteStep::Key(key.to_owned()));
        self
    }

    /// One step further, into the entry of a list in which `key` says `name`.
    #[must_use]
    pub fn entry(mut self, key: &str, name: &str) -> Self {
        self.0.push(RouteStep::Entry { key: key.to_owned(), name: name.to_owned() });
        self
    }
}

/// What is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One entry more in a list. What is missing of the last keys on the way is written as well.
    Insert {
        /// The list.
        list: Route,
        /// How many entries stand before it; more than there are is the end.
        before: usize,
        /// The entry.
        entry: Value,
    },
    /// A value under a key, in place of the one that stands there, or as a new line.
    Set {
        /// The mapping.
        mapping: Route,
        /// The key.
        key: String,
        /// The value: no list and no mapping.
        value: Value,
        /// Where the key is new: the keys below which it may stand, the last of those that are there wins.
        below: &'static [&'static str],
    },
}

/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Where the new value stands, in the new text.
    pub value: Span,
    /// What was replaced, in the old text; empty where something was only added.
    pub replaced: Span,
    /// How many bytes stand in its place.
    pub written: usize,
}

impl Done {
    /// Where something stands now that stood elsewhere before the edit.
    pub fn moved(&self, span: Span) -> Span {
        let moved = |at: u32| match at >= self.replaced.end {
            true => at as usize - self.replaced.range().len() + self.written,
            false => at as usize,
        };
        Span::new(moved(span.start), moved(span.end))
    }
}

/// A text under edit.
#[derive(Debug)]
pub struct Editing {
    text: Arc<String>,
    document: Document,
}

impl Editing {
    /// Begins with a text, without its byte-order mark.
    ///
    /// # Errors
    /// Refuses what is not plainly YAML, and what a watchlist may not hold: anchors, aliases, tags, second documents.
    pub fn begin(text: Arc<String>) -> Result<Self, Refused> {
        let (document, mut problems) = Document::parse(Arc::clone(&text));
        if problems.is_empty() {
            return Ok(Self { text, document });
        }
        Err(Box::new(problems.swap_remove(0)))
    }

    /// Carries out one edit, and says what it did. After a refusal nothing has changed.
    ///
    /// # Errors
    /// Says where, why and what to do instead, where the edit cannot be made without touching anything else.
    pub fn apply(&mut self, edit: &Edit) -> Result<Done, Refused> {
        let root = self.root()?;
        let splice = place::splice(&self.text, root, edit)?;
        let text: Arc<String> = Arc::from(splice.apply(&self.text));
        let at = Span::new(splice.range.start, splice.range.end);
        let unproved = |what: &str| refusal(at, format!("this place cannot be edited safely: {what}"), BY_HAND);
        let (document, problems) = Document::parse(Arc::clone(&text));
        if !problems.is_empty() {
            return Err(unproved("the file would no longer be read as it is"));
        }
        let new = document.root().ok_or_else(|| unproved("nothing would be left of it"))?;
        let span = verify::difference(root, new, edit)
            .ok_or_else(|| unproved("something else than the new value would be read differently"))?
            .span();
        (self.text, self.document) = (text, document);
        Ok(Done { value: span, replaced: at, written: splice.text.len() })
    }

    /// The text as it is now.
    pub fn text(&self) -> &Arc<String> {
        &self.text
    }

    /// The outermost node of the text as it is now.
    ///
    /// # Errors
    /// Where nothing is written.
    pub fn root(&self) -> Result<Node<'_>, Refused> {
        self.document
            .root()
            .ok_or_else(|| refusal(Span::at(0), "nothing is written here", "`trucewatch init` writes a watchlist"))
    }
}

/// An edit that is not made.
fn refusal(span: Span, message: impl Into<String>, help: &str) -> Refused {
    Box::new(Problem::error(REFUSED, span, message).help(help))
}
