//! Splits a text into pieces: whole lines, each of them in exactly one piece.
//!
//! The rules are those of edits. Comments below an entry that are indented deeper than it belong to it; comments and
//! blank lines above it are its lead. A flow collection is split at its commas, unless it contains comments.

use super::MergeError;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::lines::{EditLine, with_comments_below};
use crate::watchlist::edit::place::EditContext;
use std::ops::Range;

/// A list entry, or a key with its value: whole lines of a text.
#[derive(Debug)]
pub(super) struct MergePiece<'t> {
    /// The key; `None` for a list entry.
    pub key: Option<&'t str>,
    pub node: Option<Node<'t>>,
    /// The comments and blank lines above the piece.
    pub lead: &'t str,
    /// The text of the piece, including the comments that belong to it.
    pub text: &'t str,
    /// Its child pieces, if it can be split.
    pub inner: Option<Inner<'t>>,
}

/// The layout of the pieces of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceLayout {
    /// Block style: each piece has its own lines.
    Lines,
    /// Flow style; the separator before a piece is its lead.
    Brackets,
}

/// The content of a piece that is a list or a mapping.
#[derive(Debug)]
pub(super) struct Inner<'t> {
    /// The text before it: the line of its key, or of a dash without content; in flow style everything up to the
    /// opening bracket.
    pub head: &'t str,
    pub layout: PieceLayout,
    /// Whether it is a list.
    pub is_list: bool,
    /// The pieces; the lead of the first one is the text below the head.
    pub pieces: Vec<MergePiece<'t>>,
    /// The text after the last piece: comments that belong to no piece; in flow style everything from the closing
    /// bracket on.
    pub closing: &'t str,
}

impl<'t> MergePiece<'t> {
    /// Splits a whole text.
    pub(super) fn whole(text: &'t str, root: Option<Node<'t>>) -> Result<Self, MergeError> {
        let written = root.filter(|root| !matches!(root.kind(), NodeKind::Empty));
        let inner = match written {
            Some(root) if matches!(root.kind(), NodeKind::Map(_)) && !root.is_flow() => {
                Some(Cutter { text, scene: EditContext { text, root } }.inner(root, 0..0, 0..text.len()))
            }
            Some(_) => None,
            None => Some(Some(Inner {
                head: "",
                layout: PieceLayout::Lines,
                is_list: false,
                pieces: Vec::new(),
                closing: text,
            })),
        };
        let inner = inner.flatten().ok_or(MergeError::NoLines)?;
        Ok(Self { key: None, node: written, lead: "", text, inner: Some(inner) })
    }
}

struct Cutter<'t> {
    text: &'t str,
    scene: EditContext<'t>,
}

impl<'t> Cutter<'t> {
    /// The content of a block collection; `None` if its parts do not have lines of their own.
    fn inner(&self, node: Node<'t>, head: Range<usize>, range: Range<usize>) -> Option<Inner<'t>> {
        let parts: Vec<(Option<Node<'t>>, Node<'t>)> = match node.kind() {
            _ if node.is_flow() => return None,
            NodeKind::Map(pairs) => pairs.map(|(key, value)| (Some(key), value)).collect(),
            NodeKind::List(items) => items.map(|item| (None, item)).collect(),
            NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Invalid => return None,
        };
        let mut pieces = Vec::with_capacity(parts.len());
        let mut from = range.start;
        for (key, value) in parts {
            let mark = match key {
                Some(key) => key.span().start as usize,
                None => self.scene.dash(value).ok()?,
            };
            let line = EditLine::at(self.text, mark);
            let before = &self.text[line.start..mark];
            // The first key of an entry follows its dash, and includes it.
            let is_alone = before.trim_start_matches(' ').is_empty();
            let is_behind_dash = key.is_some() && pieces.is_empty() && before.trim() == "-";
            if !(is_alone || is_behind_dash) || line.start < from {
                return None;
            }
            let end = self.end(key, value, mark - line.start, line)?;
            if end > range.end {
                return None;
            }
            pieces.push(self.piece(key, value, from..line.start, line.start..end)?);
            from = end;
        }
        Some(Inner {
            head: &self.text[head],
            layout: PieceLayout::Lines,
            is_list: matches!(node.kind(), NodeKind::List(_)),
            pieces,
            closing: &self.text[from..range.end],
        })
    }

    /// The offset after the last line of a part at a column.
    fn end(&self, key: Option<Node<'t>>, value: Node<'t>, column: usize, line: EditLine<'t>) -> Option<usize> {
        let last = match (value.kind(), key) {
            (NodeKind::Empty, _) => with_comments_below(self.text, line, column + 1),
            (NodeKind::Invalid, _) => return None,
            (NodeKind::Scalar(..) | NodeKind::Map(_) | NodeKind::List(_), _) => self.scene.last_line(value, column + 1),
        };
        Some(last.next)
    }

    fn piece(
        &self,
        key: Option<Node<'t>>,
        node: Node<'t>,
        lead: Range<usize>,
        body: Range<usize>,
    ) -> Option<MergePiece<'t>> {
        let first = EditLine::at(self.text, body.start);
        let is_on_first_line = (node.span().start as usize) < first.next;
        let inner = match (key, is_on_first_line) {
            _ if node.is_flow() => self.between_brackets(node, body.clone()),
            // `- id: …`: the mapping of the entry begins with the line of its dash.
            (None, true) => self.inner(node, body.start..body.start, body.clone()),
            (_, false) => self.inner(node, body.start..first.next, first.next..body.end),
            (Some(_), true) => None,
        };
        let key = match key {
            Some(key) => Some(word(key)?),
            None => None,
        };
        Some(MergePiece { key, node: Some(node), lead: &self.text[lead], text: &self.text[body], inner })
    }

    /// The content of a flow collection, in a range that begins before it and ends after it; `None` if more than commas
    /// separate its parts.
    fn between_brackets(&self, node: Node<'t>, range: Range<usize>) -> Option<Inner<'t>> {
        let parts: Vec<(Option<Node<'t>>, Node<'t>)> = match node.kind() {
            NodeKind::Map(pairs) => pairs.map(|(key, value)| (Some(key), value)).collect(),
            NodeKind::List(items) => items.map(|item| (None, item)).collect(),
            NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Invalid => return None,
        };
        let mut pieces: Vec<MergePiece<'t>> = Vec::with_capacity(parts.len());
        let mut head = range.start..node.span().start as usize + 1;
        let mut from = head.end;
        for (key, value) in parts {
            if matches!(value.kind(), NodeKind::Empty | NodeKind::Invalid) {
                return None;
            }
            let body = key.unwrap_or(value).span().start as usize..value.span().end as usize;
            let lead = self.text.get(from..body.start)?;
            if !lead.chars().all(|c| c == ',' || c.is_whitespace()) {
                return None;
            }
            let lead = if pieces.is_empty() {
                head.end = body.start;
                ""
            } else {
                lead
            };
            let inner = if value.is_flow() { self.between_brackets(value, body.clone()) } else { None };
            let key = match key {
                Some(key) => Some(word(key)?),
                None => None,
            };
            from = body.end;
            pieces.push(MergePiece { key, node: Some(value), lead, text: &self.text[body], inner });
        }
        let is_list = matches!(node.kind(), NodeKind::List(_));
        let closing = self.text.get(from..range.end)?;
        Some(Inner { head: &self.text[head], layout: PieceLayout::Brackets, is_list, pieces, closing })
    }
}

fn word(key: Node<'_>) -> Option<&str> {
    match key.kind() {
        NodeKind::Scalar(key, _) => Some(key),
        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid => None,
    }
}
