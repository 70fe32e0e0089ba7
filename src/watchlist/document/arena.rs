//! The node arena of a text that is being parsed: nodes are appended in document order, shifted and truncated.
//!
//! Knows nothing of YAML: `parse` (valid text), `recover` (pieces of a broken text) and `split` (long lists, joined)
//! decide what becomes a node.

use super::{Document, Stored, StoredNode};
use crate::diagnostic::{Problem, Span};
use std::sync::Arc;

/// An index into the arena or an offset into the text, as nodes store it.
pub(super) fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a document has fewer nodes than bytes, and its bytes are capped")
}

#[derive(Default)]
pub(super) struct Arena {
    pub(super) nodes: Vec<StoredNode>,
    pub(super) decoded: Vec<Arc<String>>,
    /// Problems that did not stop the parser.
    pub(super) notes: Vec<Problem>,
    /// The end of the last node so far, in bytes.
    pub(super) reach: u32,
}

impl Arena {
    /// Reserves capacity for the usual number of nodes in a text of this size: unused capacity costs nothing, a
    /// reallocation does.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { nodes: Vec::with_capacity(bytes / 16), ..Self::default() }
    }

    /// The document and its problems.
    pub(super) fn into_document(self, source: Arc<String>) -> (Document, Vec<Problem>) {
        (Document { source, nodes: self.nodes, decoded: self.decoded }, self.notes)
    }

    /// The current numbers of nodes, decoded texts and notes.
    pub(super) fn mark(&self) -> [usize; 3] {
        [self.nodes.len(), self.decoded.len(), self.notes.len()]
    }

    /// Truncates the arena to an earlier `mark`.
    pub(super) fn truncate(&mut self, [nodes, decoded, notes]: [usize; 3]) {
        self.truncate_nodes(nodes);
        self.decoded.truncate(decoded);
        self.notes.truncate(notes);
    }

    /// Truncates the nodes and keeps the notes.
    pub(super) fn truncate_nodes(&mut self, nodes: usize) {
        self.nodes.truncate(nodes);
        self.reach = self.nodes.last().map_or(0, |entry| entry.span.end);
    }

    /// Removes the collection at `at` and leaves its children in its place.
    pub(super) fn unwrap_collection(&mut self, at: usize) {
        self.nodes.remove(at);
        for entry in &mut self.nodes[at..] {
            if matches!(entry.kind, Stored::Map | Stored::List) {
                entry.link -= 1;
            }
        }
    }

    /// Appends a node for text that could not be parsed.
    pub(super) fn push_torn(&mut self, span: Span) {
        self.push(span, Stored::Invalid);
    }

    /// Appends a key, quoted or not.
    pub(super) fn push_key(&mut self, span: Span, written: &str) {
        let is_quoted = written.len() > 1 && written.starts_with(['"', '\'']);
        self.push(span, if is_quoted { Stored::Quoted } else { Stored::Plain });
    }

    /// Opens a block collection; close it with `close_block`.
    pub(super) fn open_block(&mut self, span: Span, kind: Stored) -> usize {
        self.push(Span::at(span.start as usize), kind)
    }

    /// Closes a block collection.
    pub(super) fn close_block(&mut self, start: usize) {
        let link = index(self.nodes.len());
        let end = self.nodes[start..].iter().map(|entry| entry.span.end).max();
        let entry = &mut self.nodes[start];
        entry.span.end = end.unwrap_or(entry.span.end);
        entry.link = link;
    }

    /// Appends a leaf or opens a collection, and returns its index.
    pub(super) fn push(&mut self, span: Span, kind: Stored) -> usize {
        self.reach = self.reach.max(span.end);
        self.nodes.push(StoredNode { span, kind, link: 0 });
        self.nodes.len() - 1
    }

    /// Closes a collection. A block collection spans its nodes, a flow collection its brackets.
    pub(super) fn close(&mut self, start: usize, end: Span, source: &str) {
        let link = index(self.nodes.len());
        let first = self.nodes.get(start + 1).map(|entry| entry.span.start);
        let opener = source.as_bytes().get(self.nodes[start].span.start as usize);
        let is_flow = matches!(opener, Some(b'{' | b'[')) && end.end > end.start;
        let entry = &mut self.nodes[start];
        if is_flow {
            self.reach = end.end;
        } else {
            entry.span.start = first.unwrap_or(entry.span.start);
        }
        entry.span.end = self.reach.max(entry.span.start);
        entry.link = link;
    }
}
