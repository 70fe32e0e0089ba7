//! A text cut into pieces: whole lines, each of them in just one piece.
//!
//! The rules of what belongs to what are those of edits. Comments below an entry that are indented deeper than it belong
//! to it, comments and blank lines above it are its lead. What stands between brackets is not cut.

use super::NotUnderstood;
use crate::watchlist::document::{Kind, Node};
use crate::watchlist::edit::lines::{Line, with_comments_below};
use crate::watchlist::edit::place::Scene;
use std::ops::Range;

/// An entry of a list, or a key with its value: whole lines of a text.
#[derive(Debug)]
pub(super) struct Piece<'t> {
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

/// What a piece holds that is a list or a mapping in lines.
#[derive(Debug)]
pub(super) struct Inner<'t> {
    /// The lines above it: that of its key, or of a dash that stands alone.
    pub head: &'t str,
    /// Whether it is a list.
    pub is_list: bool,
    /// The pieces; the lead of the first is what stands below the head.
    pub pieces: Vec<Piece<'t>>,
    /// The comments below the last piece that belong to no piece.
    pub closing: &'t str,
}

impl<'t> Piece<'t> {
    /// A whole text.
    pub(super) fn whole(text: &'t str, root: Option<Node<'t>>) -> Result<Self, NotUnderstood> {
        let written = root.filter(|root| !matches!(root.kind(), Kind::Empty));
        let inner = match written {
            Some(root) if matches!(root.kind(), Kind::Map(_)) && !root.is_flow() => {
                Some(Cutter { text, scene: Scene { text, root } }.inner(root, 0..0, 0..text.len()))
            }
            Some(_) => None,
            None => Some(Some(Inner { head: "", is_list: false, pieces: Vec::new(), closing: text })),
        };
        let inner = inner.flatten().ok_or(NotUnderstood::NoLines)?;
        Ok(Self { key: None, node: written, lead: "", text, inner: Some(inner) })
    }
}

struct Cutter<'t> {
    text: &'t str,
    scene: Scene<'t>,
}

impl<'t> Cutter<'t> {
    /// What a collection holds; nothing where its parts do not stand on lines of their own.
    fn inner(&self, node: Node<'t>, head: Range<usize>, range: Range<usize>) -> Option<Inner<'t>> {
        let parts: Vec<(Option<Node<'t>>, Node<'t>)> = match node.kind() {
            _ if node.is_flow() => return None,
            Kind::Map(pairs) => pairs.map(|(key, value)| (Some(key), value)).collect(),
            Kind::List(items) => items.map(|item| (None, item)).collect(),
            Kind::Scalar(..) | Kind::Empty | Kind::Torn => return None,
        };
        let mut pieces = Vec::with_capacity(parts.len());
        let mut from = range.start;
        for (key, value) in parts {
            let mark = match key {
                Some(key) => key.span().start as usize,
                None => self.scene.dash(value).ok()?,
            };
            let line = Line::at(self.text, mark);
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
            is_list: matches!(node.kind(), Kind::List(_)),
            pieces,
            closing: &self.text[from..range.end],
        })
    }

    /// One past the last line of a part at a column.
    fn end(&self, key: Option<Node<'t>>, value: Node<'t>, column: usize, line: Line<'t>) -> Option<usize> {
        let last = match (value.kind(), key) {
            (Kind::Empty, _) => with_comments_below(self.text, line, column + 1),
            (Kind::Torn, _) => return None,
            (Kind::Scalar(..) | Kind::Map(_) | Kind::List(_), _) => self.scene.last_line(value, column + 1),
        };
        Some(last.next)
    }

    fn piece(
        &self,
        key: Option<Node<'t>>,
        node: Node<'t>,
        lead: Range<usize>,
        body: Range<usize>,
    ) -> Option<Piece<'t>> {
        let first = Line::at(self.text, body.start);
        let is_on_first_line = (node.span().start as usize) < first.next;
        let inner = match (key, is_on_first_line) {
            // `- id: …`: the entry's mapping begins with the line of its dash.
            (None, true) => self.inner(node, body.start..body.start, body.clone()),
            (_, false) => self.inner(node, body.start..first.next, first.next..body.end),
            (Some(_), true) => None,
        };
        let key = match key.map(Node::kind) {
            Some(Kind::Scalar(key, _)) => Some(key),
            Some(Kind::Map(_) | Kind::List(_) | Kind::Empty | Kind::Torn) => return None,
            None => None,
        };
        Some(Piece { key, node: Some(node), lead: &self.text[lead], text: &self.text[body], inner })
    }
}
