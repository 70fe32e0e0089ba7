//! Measures the text around a node: its dash, colon, column, last line, and comments between its brackets. An edit is
//! refused if one of these is not found where expected.

use super::lines::{EditLine, with_comments_below};
use super::place::EditContext;
use super::write::Quote;
use super::{Refused, refusal};
use crate::diagnostic::Span;
use crate::watchlist::document::{Node, NodeKind, Style};

impl<'s> EditContext<'s> {
    /// The last line of a node, including comments below it that are indented by at least `column`.
    pub(in crate::watchlist) fn last_line(&self, node: Node<'_>, column: usize) -> EditLine<'s> {
        let mut line = EditLine::at(self.text, node.span().end as usize);
        if self.ends_with_blank_lines(node) {
            while let Some(below) = line.below(self.text).filter(|below| below.is_blank()) {
                line = below;
            }
        }
        with_comments_below(self.text, line, column)
    }

    /// Whether the blank lines below a node belong to it: a block scalar that keeps them (`|+`).
    fn ends_with_blank_lines(&self, node: Node<'_>) -> bool {
        match node.kind() {
            NodeKind::Map(pairs) => pairs.last().is_some_and(|(_, value)| self.ends_with_blank_lines(value)),
            NodeKind::List(items) => items.last().is_some_and(|item| self.ends_with_blank_lines(item)),
            NodeKind::Scalar(text, Style::Quoted) => {
                text.ends_with("\n\n") && Quote::from_node(self.text, node) == Quote::Plain
            }
            NodeKind::Scalar(_, Style::Plain) | NodeKind::Empty | NodeKind::Invalid => false,
        }
    }

    /// The column of a byte offset, if only blanks and dashes precede it on its line.
    pub(super) fn column(&self, at: usize) -> Result<usize, Refused> {
        let line = EditLine::at(self.text, at);
        let before = &self.text[line.start..at];
        if before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
            return Ok(before.len());
        }
        Err(self.refuse(Span::new(line.start, line.end()), "something else stands before it on this line"))
    }

    /// The byte offset of a list entry's dash.
    pub(in crate::watchlist) fn dash(&self, item: Node<'_>) -> Result<usize, Refused> {
        let start = item.span().start as usize;
        let mut line = EditLine::at(self.text, start);
        let mut before = self.text[line.start..start].trim_end();
        while before.is_empty() || before.trim_start().starts_with('#') {
            let Some(above) = line.above(self.text) else { break };
            line = above;
            before = line.text.find(" #").map_or(line.text, |comment| &line.text[..comment]).trim_end();
        }
        match before.ends_with('-') {
            true => Ok(line.start + before.len() - 1),
            false => Err(self.refuse(item.span(), "the `-` of this entry was not found")),
        }
    }

    /// The byte offset after the `:` of a key.
    pub(super) fn colon(&self, key: Node<'_>) -> Result<usize, Refused> {
        let end = key.span().end as usize;
        let rest = &self.text[end..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        match rest[blanks..].starts_with(':') {
            true => Ok(end + blanks + 1),
            false => Err(self.refuse(key.span(), "no `:` follows this key on its line")),
        }
    }

    /// Refuses a collection with comments between its brackets: an edit would move them next to another value.
    pub(super) fn refuse_comments(&self, collection: Node<'_>) -> Result<(), Refused> {
        let span = collection.span();
        let mut at = span.start as usize;
        let mut gaps = Vec::new();
        leaves(collection, &mut |leaf| {
            gaps.push(at..(leaf.start as usize).max(at));
            at = at.max(leaf.end as usize);
        });
        gaps.push(at..span.end as usize);
        let comment = gaps.into_iter().find_map(|gap| self.text[gap.clone()].find('#').map(|at| gap.start + at));
        match comment {
            Some(at) => {
                let help = "write the list as `- ` lines, or put the comment above it";
                Err(refusal(Span::new(at, at + 1), "a comment stands between these brackets", help))
            }
            None => Ok(()),
        }
    }
}

/// Visits the span of every leaf in a flow collection.
fn leaves(node: Node<'_>, visit: &mut dyn FnMut(Span)) {
    match node.kind() {
        NodeKind::Map(pairs) => pairs.for_each(|(key, value)| {
            leaves(key, visit);
            leaves(value, visit);
        }),
        NodeKind::List(items) => items.for_each(|item| leaves(item, visit)),
        NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Invalid => visit(node.span()),
    }
}
