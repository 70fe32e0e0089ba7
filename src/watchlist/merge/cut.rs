//! A text cut into pieces: whole lines, each of them in just one piece.
//!
//! The rules of what belongs to what are those of edits. Comments below an entry that are indented deeper than it belong
//! to it, comments and blank lines above it are its lead. What stands between brackets is cut at its commas, unless there
//! are comments between them.

use super::NotUnderstood;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::lines::{EditLine, with_comments_below};
use crate::watchlist::edit::place::EditContext;
use std::ops::Range;

/// An entry of a list, or a key with its value: whole lines of a text.
#[derive(Debug)]
pub(super) struct MergePiece<'t> {
    /// The key; nothing for an entry.
    pub key: Option<&'t str>,
    /// The entry or the value.
    pub node: Option<Node<'t>>,
    /// The comments and blank lines above it.
    pub lead: &'t str,
    /// All that it says, with what belongs to it.
    pub text: &'t str,
    /// What it holds, if it can be cut.
    pub inner: Option<Inner<'t>>,
}

/// How the pieces of a collection stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceLayout {
    /// On lines of their own.
    Lines,
    /// Between brackets; what separates a piece from the one before it is its lead.
    Brackets,
}

/// What a piece holds that is a list or a mapping.
#[derive(Debug)]
pub(super) struct Inner<'t> {
    /// What stands before it: the line of its key, or of a dash that stands alone; all up to the opening bracket.
    pub head: &'t str,
    /// How its pieces stand.
    pub layout: PieceLayout,
    /// Whether it is a list.
    pub is_list: bool,
    /// The pieces; the lead of the first is what stands below the head.
    pub pieces: Vec<MergePiece<'t>>,
    /// What stands behind the last piece: comments that belong to no piece; all from the closing bracket on.
    pub closing: &'t str,
}

impl<'t> MergePiece<'t> {
    /// A whole text.
    pub(super) fn whole(text: &'t str, root: Option<Node<'t>>) -> Result<Self, NotUnderstood> {
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
        let inner = inner.flatten().ok_or(NotUnderstood::NoLines)?;
        Ok(Self { key: None, node: written, lead: "", text, inner: Some(inner) })
    }
}

struct Cutter<'t> {
    text: &'t str,
    scene: EditContext<'t>,
}

impl<'t> Cutter<'t> {
    /// What a collection holds; nothing where its parts do not stand on lines of their own.
    fn inner(&self, node: Node<'t>, head: Range<usize>, range: Range<usize>) -> Option<Inner<'t>> {
        let parts: Vec<(Option<Node<'t>>, Node<'t>)> = match node.kind() {
            _ if node.is_flow() => return None,
            NodeKind::Map(pairs) => pairs.map(|(key, value)| (Some(key), value)).collect(),
            NodeKind::List(items) => items.map(|item| (None, item)).collect(),
            NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Torn => return None,
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
            // The first key of an entry stands behind its dash, and takes it along.
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

    /// One past the last line of a part at a column.
    fn end(&self, key: Option<Node<'t>>, value: Node<'t>, column: usize, line: EditLine<'t>) -> Option<usize> {
        let last = match (value.kind(), key) {
            (NodeKind::Empty, _) => with_comments_below(self.text, line, column + 1),
            (NodeKind::Torn, _) => return None,
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
            // `- id: …`: the entry's mapping begins with the line of its dash.
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

    /// What a collection between brackets holds, in a range that begins before it and ends behind it; nothing where more
    /// than commas stands between its parts.
    fn between_brackets(&self, node: Node<'t>, range: Range<usize>) -> Option<Inner<'t>> {
        let parts: Vec<(Option<Node<'t>>, Node<'t>)> = match node.kind() {
            NodeKind::Map(pairs) => pairs.map(|(key, value)| (Some(key), value)).collect(),
            NodeKind::List(items) => items.map(|item| (None, item)).collect(),
            NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Torn => return None,
        };
        let mut pieces: Vec<MergePiece<'t>> = Vec::with_capacity(parts.len());
        let mut head = range.start..node.span().start as usize + 1;
        let mut from = head.end;
        for (key, value) in parts {
            if matches!(value.kind(), NodeKind::Empty | NodeKind::Torn) {
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

/// The text of a key.
fn word(key: Node<'_>) -> Option<&str> {
    match key.kind() {
        NodeKind::Scalar(key, _) => Some(key),
        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Torn => None,
    }
}
