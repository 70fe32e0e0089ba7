//! The nodes of a text while it is being read: appended in document order, shifted, taken back.
//!
//! Knows nothing of YAML: what becomes a node is for `parse` (whole stretches), `recover` (pieces of a broken text) and
//! `split` (long lists, put together).

use super::{Document, Stored, StoredNode};
use crate::diagnostic::{Problem, Span};
use std::sync::Arc;

/// A place in the arena, or in the text, as nodes keep it.
pub(super) fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a document has fewer nodes than bytes, and its bytes are capped")
}

/// The nodes of a text while it is being read.
#[derive(Default)]
pub(super) struct Arena {
    pub(super) nodes: Vec<StoredNode>,
    pub(super) decoded: Vec<Arc<String>>,
    /// What is wrong and could be read past.
    pub(super) notes: Vec<Problem>,
    /// One past the last byte of any node so far.
    pub(super) reach: u32,
}

impl Arena {
    /// With room for as many nodes as so many bytes usually hold: room that is not used costs nothing, a move does.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { nodes: Vec::with_capacity(bytes / 16), ..Self::default() }
    }

    /// The document, and what is wrong with it.
    pub(super) fn into_document(self, source: Arc<String>) -> (Document, Vec<Problem>) {
        (Document { source, nodes: self.nodes, decoded: self.decoded }, self.notes)
    }

    /// How far it has come: nodes, decoded texts, notes.
    pub(super) fn mark(&self) -> [usize; 3] {
        [self.nodes.len(), self.decoded.len(), self.notes.len()]
    }

    /// Goes back to a mark.
    pub(super) fn truncate(&mut self, [nodes, decoded, notes]: [usize; 3]) {
        self.truncate_nodes(nodes);
        self.decoded.truncate(decoded);
        self.notes.truncate(notes);
    }

    /// Goes back to so many nodes, and keeps the notes.
    pub(super) fn truncate_nodes(&mut self, nodes: usize) {
        self.nodes.truncate(nodes);
        self.reach = self.nodes.last().map_or(0, |entry| entry.span.end);
    }

    /// Takes away the collection at `at`, leaving what it holds in its place.
    pub(super) fn unwrap_collection(&mut self, at: usize) {
        self.nodes.remove(at);
        for entry in &mut self.nodes[at..] {
            if matches!(entry.kind, Stored::Map | Stored::List) {
                entry.link -= 1;
            }
        }
    }

    /// A place that could not be read.
    pub(super) fn push_torn(&mut self, span: Span) {
        self.push(span, Stored::Torn);
    }

    /// A key at a place, perhaps in quotes.
    pub(super) fn push_key(&mut self, span: Span, written: &str) {
        let is_quoted = written.len() > 1 && written.starts_with(['"', '\'']);
        self.push(span, if is_quoted { Stored::Quoted } else { Stored::Plain });
    }

    /// The beginning of a collection; to be closed with `close_block`.
    pub(super) fn open_block(&mut self, span: Span, kind: Stored) -> usize {
        self.push(Span::at(span.start as usize), kind)
    }

    /// The end of a collection in block style.
    pub(super) fn close_block(&mut self, start: usize) {
        let link = index(self.nodes.len());
        let end = self.nodes[start..].iter().map(|entry| entry.span.end).max();
        let entry = &mut self.nodes[start];
        entry.span.end = end.unwrap_or(entry.span.end);
        entry.link = link;
    }

    /// A node without descendants, or the beginning of a collection; says where it is.
    pub(super) fn push(&mut self, span: Span, kind: Stored) -> usize {
        self.reach = self.reach.max(span.end);
        self.nodes.push(StoredNode { span, kind, link: 0 });
        self.nodes.len() - 1
    }

    /// A block collection begins and ends with the text of its nodes, a flow collection with its brackets.
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
