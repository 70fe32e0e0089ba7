//! A YAML text as a tree of nodes with their positions.
//!
//! The tree is one flat arena in document order, sixteen bytes per node. Text is borrowed from the source if the source
//! contains it literally. Scalars are text: the typed field decides whether `no` or `12:30` has a meaning. Only `parse`
//! depends on the YAML parser.

mod arena;
mod characters;
mod parse;
mod recover;
mod split;
mod syntax;

pub(super) use characters::{false_dash, is_odd_space};

use crate::diagnostic::{Problem, Span};
use crate::text::Text;
use arena::Arena;
use parse::Depth;
use std::ops::Range;
use std::sync::Arc;

/// The maximum nesting depth of lists and mappings.
pub const DEPTH_LIMIT: usize = 64;

#[derive(Debug)]
pub struct Document {
    source: Arc<String>,
    nodes: Vec<StoredNode>,
    /// Scalars whose meaning differs from their spelling: escapes, folded lines.
    decoded: Vec<Arc<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StoredNode {
    span: Span,
    kind: Stored,
    /// For a collection: the index after its last descendant. For a decoded scalar: its index in `decoded`.
    link: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Map,
    List,
    Empty,
    /// Text that cannot be parsed; a problem has been reported for it.
    Invalid,
    /// Unquoted; the source contains the value literally.
    Plain,
    /// Unquoted, over several lines; the value is in `decoded`.
    PlainDecoded,
    /// Quoted; the source contains the value literally between the quotes.
    Quoted,
    /// Quoted with escapes, or a block scalar; the value is in `decoded`.
    QuotedDecoded,
}

#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    document: &'d Document,
    index: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum NodeKind<'d> {
    Map(Pairs<'d>),
    List(Items<'d>),
    /// A text and its style.
    Scalar(&'d str, Style),
    Empty,
    /// Text that is not valid YAML. A problem has been reported for it; report no other one.
    Invalid,
}

/// Whether a scalar is quoted. An unquoted `null` may be a missing value; a quoted one is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    /// Any kind of quotes, or a block scalar.
    Quoted,
}

impl Document {
    /// Parses a text. Reports a problem for each entry or key that is not valid YAML and still returns the rest, so
    /// that one mistake does not hide others.
    pub fn parse(source: Arc<String>) -> (Self, Vec<Problem>) {
        let arena = split::read_split(&source).unwrap_or_else(|| {
            let mut arena = Arena::default();
            match arena.read(&source, 0..source.len(), Depth::Outer) {
                Ok(()) => arena,
                Err(first) => recover::recover(&source, *first),
            }
        });
        arena.into_document(source)
    }

    /// The root node; `None` if the text has only comments.
    pub fn root(&self) -> Option<Node<'_>> {
        (!self.nodes.is_empty()).then_some(Node { document: self, index: 0 })
    }
}

impl<'d> Node<'d> {
    fn entry(self) -> StoredNode {
        self.document.nodes[self.index]
    }

    /// The span of the node, including quotes and brackets.
    pub fn span(self) -> Span {
        self.entry().span
    }

    /// The span of its first character.
    pub fn first_character(self) -> Span {
        let start = self.span().start as usize;
        let length = self.document.source[start..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    pub fn kind(self) -> NodeKind<'d> {
        let StoredNode { span, kind, link } = self.entry();
        let decoded = || self.document.decoded[link as usize].as_str();
        match kind {
            Stored::Map => NodeKind::Map(Pairs(self.items())),
            Stored::List => NodeKind::List(self.items()),
            Stored::Empty => NodeKind::Empty,
            Stored::Invalid => NodeKind::Invalid,
            Stored::Plain => NodeKind::Scalar(&self.document.source[span.range()], Style::Plain),
            Stored::PlainDecoded => NodeKind::Scalar(decoded(), Style::Plain),
            Stored::Quoted => NodeKind::Scalar(&self.document.source[inside(span)], Style::Quoted),
            Stored::QuotedDecoded => NodeKind::Scalar(decoded(), Style::Quoted),
        }
    }

    /// Whether a collection is in flow style. A block collection is not, even if its first node begins with a bracket.
    pub fn is_flow(self) -> bool {
        let StoredNode { span, kind, .. } = self.entry();
        let opener = self.document.source.as_bytes().get(span.start as usize);
        let is_opened = match kind {
            Stored::Map => opener == Some(&b'{'),
            Stored::List => opener == Some(&b'['),
            Stored::Empty
            | Stored::Invalid
            | Stored::Plain
            | Stored::PlainDecoded
            | Stored::Quoted
            | Stored::QuotedDecoded => false,
        };
        is_opened && self.items().next().is_none_or(|first| first.span().start > span.start)
    }

    /// The text of a scalar, shared without a copy: a range of the source if that contains it literally.
    pub fn text(self) -> Option<Text> {
        let StoredNode { span, kind, link } = self.entry();
        let (whole, range) = match kind {
            Stored::Plain => (&self.document.source, span.range()),
            Stored::Quoted => (&self.document.source, inside(span)),
            Stored::PlainDecoded | Stored::QuotedDecoded => {
                let whole = &self.document.decoded[link as usize];
                (whole, 0..whole.len())
            }
            Stored::Map | Stored::List | Stored::Empty | Stored::Invalid => return None,
        };
        Some(Text::part_of(Arc::clone(whole), range))
    }

    /// Whether it directly follows a comma.
    pub fn follows_comma(self) -> bool {
        self.document.source[..self.span().start as usize].trim_end_matches(' ').ends_with(',')
    }

    /// The span of a part of a scalar's text, if the source contains it literally.
    pub fn part(self, range: Range<usize>) -> Option<Span> {
        let StoredNode { span, kind, .. } = self.entry();
        let start = match kind {
            Stored::Plain => span.start as usize,
            Stored::Quoted => inside(span).start,
            Stored::Map
            | Stored::List
            | Stored::Empty
            | Stored::Invalid
            | Stored::PlainDecoded
            | Stored::QuotedDecoded => return None,
        };
        Some(Span::new(start + range.start, start + range.end))
    }

    /// The comment at the end of the line of an unquoted text or a missing value, including its `#`.
    pub fn comment_behind(self) -> Option<&'d str> {
        let StoredNode { span, kind: Stored::Plain | Stored::PlainDecoded | Stored::Empty, .. } = self.entry() else {
            return None;
        };
        let rest = self.document.source[span.end as usize..].trim_start_matches(':');
        let comment = rest.trim_start_matches([' ', '\t']);
        let is_comment = comment.starts_with('#') && comment.len() < rest.len();
        is_comment.then(|| comment.split(['\n', '\r']).next().unwrap_or(comment))
    }

    /// Where an unquoted text continues over a line that looks like an item: `- a`, and below it `  - b`.
    pub fn swallowed_dash(self) -> Option<usize> {
        let StoredNode { span, kind: Stored::PlainDecoded, .. } = self.entry() else { return None };
        let text = &self.document.source[span.range()];
        let below = text.match_indices('\n').find_map(|(at, _)| {
            let line = text[at + 1..].trim_start_matches(' ');
            line.starts_with("- ").then(|| text.len() - line.len())
        })?;
        Some(span.start as usize + below)
    }

    fn items(self) -> Items<'d> {
        Items { document: self.document, next: self.index + 1, end: self.after() }
    }

    /// The index after this node and its descendants.
    fn after(self) -> usize {
        let entry = self.entry();
        match entry.kind {
            Stored::Map | Stored::List => entry.link as usize,
            Stored::Empty
            | Stored::Invalid
            | Stored::Plain
            | Stored::PlainDecoded
            | Stored::Quoted
            | Stored::QuotedDecoded => self.index + 1,
        }
    }
}

/// The range between the quotes of a span.
fn inside(span: Span) -> Range<usize> {
    span.start as usize + 1..span.end as usize - 1
}

/// Iterates over the items of a list, in order.
#[derive(Clone, Copy, Debug)]
pub struct Items<'d> {
    document: &'d Document,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Items<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        (self.next < self.end).then(|| {
            let node = Node { document: self.document, index: self.next };
            self.next = node.after();
            node
        })
    }
}

/// Iterates over the key and value pairs of a mapping, in order, including duplicates.
#[derive(Clone, Copy, Debug)]
pub struct Pairs<'d>(Items<'d>);

impl<'d> Iterator for Pairs<'d> {
    type Item = (Node<'d>, Node<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        let value = self.0.next().expect("a mapping holds as many values as keys");
        Some((key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_text_in_a_moved_item_is_read_again_without_its_first_reading() {
        let text = "  - a\n#\n  #| b\n  note: >-\n    cccc dddd\n    eeee\n";
        let (_, problems) = Document::parse(Arc::new(text.to_owned()));
        assert!(!problems.is_empty());
    }
}
