//! Lossless edits: add list entries, set or remove one value, without changing any other byte.
//!
//! An edit splices the text and never rewrites it: comments, order, quotes, indentation and line endings stay. Each
//! edit is then verified: the new text is parsed again, and every node except the edited one must be unchanged. An edit
//! that cannot be verified is refused, with its position and a remedy. This module knows routes and nodes, not what a
//! watchlist means, and does no I/O.

mod cousins;
pub(in crate::watchlist) mod lines;
mod measure;
pub(in crate::watchlist) mod place;
pub(in crate::watchlist) mod verify;
mod write;

use super::document::{Document, Node};
use crate::diagnostic::{Problem, Span};
use lines::Splice;
use std::sync::Arc;

/// The rule name of every refusal.
pub const REFUSED: &str = "unsafe-edit";

/// The remedy that a refusal suggests by default.
const BY_HAND: &str = "make this change in your editor";

/// Why an edit is refused: where, why, and what to do instead.
pub type Refused = Box<Problem>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A time, a number or a grade: unquoted if it parses back to the same value.
    Literal(String),
    /// A text or a name: quoted if some YAML reader could take it for a number or a boolean.
    Words(String),
    List(Vec<Value>),
    /// Keys with values, in order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Whether it has no mapping in it: such a value is written on one line.
    fn is_plain(&self) -> bool {
        let has_mapping = |value: &Self| matches!(value, Self::Map(_));
        match self {
            Self::Literal(_) | Self::Words(_) => true,
            Self::List(items) => !items.iter().any(has_mapping),
            Self::Map(pairs) => pairs.iter().all(|(_, value)| value.is_plain() && !has_mapping(value)),
        }
    }
}

/// One step from a node to a child node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteStep {
    /// To the value of a key.
    Key(String),
    /// To the list entry that is identified by a key: `id: rafah`.
    Entry {
        /// The identifying key, such as `id`.
        key: String,
        /// The value of that key.
        name: String,
    },
    /// To the list entry at an index. Valid only for the text that it was found in.
    Nth(usize),
}

/// The path from the root mapping to a node, by keys and names. It stays valid when other parts of the file change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route(pub Vec<RouteStep>);

impl Route {
    /// The route to the root mapping.
    pub fn root() -> Self {
        Self::default()
    }

    /// Appends a step to the value of a key.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(RouteStep::Key(key.to_owned()));
        self
    }

    /// Appends a step to the list entry whose `key` has the value `name`.
    #[must_use]
    pub fn entry(mut self, key: &str, name: &str) -> Self {
        self.0.push(RouteStep::Entry { key: key.to_owned(), name: name.to_owned() });
        self
    }

    /// Appends a step to the list entry at an index.
    #[must_use]
    pub fn nth(mut self, index: usize) -> Self {
        self.0.push(RouteStep::Nth(index));
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Insert entries into a list, one behind the other. Missing keys at the end of the route are created.
    Insert {
        list: Route,
        /// The index of the first new entry; a larger index than the list has appends them.
        before: usize,
        entries: Vec<Value>,
    },
    /// Set the value of a key: replaces the existing one or adds a line. A mapping that is missing is created.
    Set {
        mapping: Route,
        key: String,
        value: Value,
        /// If the key is new: the keys it may be placed below. The last one that exists is used.
        below: Vec<&'static str>,
    },
    /// Remove a key and its value.
    Remove { mapping: Route, key: String },
}

/// The result of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The spans of the new values, in the new text.
    pub values: Vec<Span>,
    /// The span that was replaced, in the old text; empty if text was only added.
    pub replaced: Span,
    /// How many bytes replaced it.
    pub written: usize,
}

impl Done {
    /// Maps a span of the old text to the new text.
    pub fn moved(&self, span: Span) -> Span {
        let moved = |at: u32| match at >= self.replaced.end {
            true => at as usize - self.replaced.range().len() + self.written,
            false => at as usize,
        };
        Span::new(moved(span.start), moved(span.end))
    }
}

/// A text that is being edited.
#[derive(Debug)]
pub struct Editing {
    text: Arc<String>,
    document: Document,
}

impl Editing {
    /// Starts with a text, without its byte-order mark.
    ///
    /// # Errors
    /// Refuses invalid YAML and what a watchlist does not allow: anchors, aliases, tags, second documents.
    pub fn begin(text: Arc<String>) -> Result<Self, Refused> {
        let (document, mut problems) = Document::parse(Arc::clone(&text));
        if problems.is_empty() {
            return Ok(Self { text, document });
        }
        Err(Box::new(problems.swap_remove(0)))
    }

    /// Applies one edit and returns what it did. A refused edit changes nothing.
    ///
    /// # Errors
    /// Says where, why and what to do instead, if the edit would have to change other parts of the text.
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
        let values = verify::difference(root, new, edit)
            .ok_or_else(|| unproved("something else than the new value would be read differently"))?;
        let values = values.into_iter().map(Node::span).collect();
        (self.text, self.document) = (text, document);
        Ok(Done { values, replaced: at, written: splice.text.len() })
    }

    /// Applies edits of several entries of one list, each with the index of its entry, at the cost of one. If two of
    /// them touch, they are applied one by one.
    ///
    /// # Errors
    /// Like [`apply`](Self::apply).
    pub fn revise(&mut self, list: &Route, edits: &[(usize, Edit)]) -> Result<(), Refused> {
        let root = self.root()?;
        let splices = edits.iter().map(|(_, edit)| place::splice(&self.text, root, edit));
        let mut splices = splices.collect::<Result<Vec<_>, _>>()?;
        splices.sort_by_key(|splice| splice.range.start);
        let touch = splices.windows(2).any(|pair| pair[0].range.end > pair[1].range.start);
        if touch {
            return edits.iter().try_for_each(|(_, edit)| self.apply(edit).map(drop));
        }
        let text: Arc<String> = Arc::from(Splice::apply_all(&splices, &self.text));
        let (document, problems) = Document::parse(Arc::clone(&text));
        let new = document.root().filter(|_| problems.is_empty());
        let is_proved = new.is_some_and(|new| verify::is_revised(root, new, &list.0, edits));
        if !is_proved {
            // One by one, the edit that cannot be proved is found and named.
            return edits.iter().try_for_each(|(_, edit)| self.apply(edit).map(drop));
        }
        (self.text, self.document) = (text, document);
        Ok(())
    }

    pub fn text(&self) -> &Arc<String> {
        &self.text
    }

    /// The node at the end of a route in the current text; `None` if it is not written.
    pub fn find(&self, route: &Route) -> Option<Node<'_>> {
        place::find_node(&self.text, self.document.root()?, route)
    }

    /// The root node of the current text.
    ///
    /// # Errors
    /// The text is empty.
    pub fn root(&self) -> Result<Node<'_>, Refused> {
        self.document
            .root()
            .ok_or_else(|| refusal(Span::at(0), "nothing is written here", "`trucewatch init` writes a watchlist"))
    }
}

fn refusal(span: Span, message: impl Into<String>, help: &str) -> Refused {
    Box::new(Problem::error(REFUSED, span, message).help(help))
}
