//! A YAML text as a tree of nodes that know where they stand.
//!
//! The tree is one flat arena in document order, sixteen bytes a node; text is borrowed from the source wherever the
//! source says it word for word. Scalars are text: whether `no` or `12:30` means anything is for the typed field to say.
//! Only `parse` knows which YAML parser is used.

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

/// How deeply lists and mappings may stand in each other.
pub const DEPTH_LIMIT: usize = 64;

/// A parsed text.
#[derive(Debug)]
pub struct Document {
    source: Arc<String>,
    nodes: Vec<StoredNode>,
    /// Scalars whose meaning differs from their spelling: escapes, folded lines.
    decoded: Vec<Arc<String>>,
}

/// A node as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StoredNode {
    span: Span,
    kind: Stored,
    /// For a collection: the index after its last descendant. For a decoded scalar: its index there.
    link: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Map,
    List,
    /// Nothing is written where a value could stand.
    Empty,
    /// What is written cannot be read, and a problem says so.
    Torn,
    /// Unquoted, spelled as meant.
    Plain,
    /// Unquoted, over several lines.
    PlainDecoded,
    /// In quotes, spelled as meant between them.
    Quoted,
    /// In quotes with escapes, or a block scalar.
    QuotedDecoded,
}

/// One node of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    document: &'d Document,
    index: usize,
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub enum NodeKind<'d> {
    /// Keys with values.
    Map(Pairs<'d>),
    /// Items.
    List(Items<'d>),
    /// Text, with the way it is written.
    Scalar(&'d str, Style),
    /// Nothing is written there.
    Empty,
    /// What is written there is no YAML. A problem says so already; nothing more can be said of it.
    Torn,
}

/// Whether a scalar stands in quotes. An unquoted `null` may mean nothing; a quoted one is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No quotes.
    Plain,
    /// Any kind of quotes, or a block scalar.
    Quoted,
}

impl Document {
    /// Reads a text. Where it is not YAML, says so for each entry or key that is not, and still hands out the rest, so
    /// that one slip does not hide the others.
    pub fn parse(source: Arc<String>) -> (Self, Vec<Problem>) {
        let arena = split::read(&source).unwrap_or_else(|| {
            let mut arena = Arena::default();
            match arena.read(&source, 0..source.len(), Depth::Outer) {
                Ok(()) => arena,
                Err(first) => recover::recover(&source, *first),
            }
        });
        arena.into_document(source)
    }

    /// The outermost node; `None` where nothing but comments is written.
    pub fn root(&self) -> Option<Node<'_>> {
        (!self.nodes.is_empty()).then_some(Node { document: self, index: 0 })
    }
}

impl<'d> Node<'d> {
    fn entry(self) -> StoredNode {
        self.document.nodes[self.index]
    }

    /// Where it stands, quotes and brackets included.
    pub fn span(self) -> Span {
        self.entry().span
    }

    /// Where its first character stands.
    pub fn first_character(self) -> Span {
        let start = self.span().start as usize;
        let length = self.document.source[start..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    /// What it is.
    pub fn kind(self) -> NodeKind<'d> {
        let StoredNode { span, kind, link } = self.entry();
        let decoded = || self.document.decoded[link as usize].as_str();
        match kind {
            Stored::Map => NodeKind::Map(Pairs(self.items())),
            Stored::List => NodeKind::List(self.items()),
            Stored::Empty => NodeKind::Empty,
            Stored::Torn => NodeKind::Torn,
            Stored::Plain => NodeKind::Scalar(&self.document.source[span.range()], Style::Plain),
            Stored::PlainDecoded => NodeKind::Scalar(decoded(), Style::Plain),
            Stored::Quoted => NodeKind::Scalar(&self.document.source[inside(span)], Style::Quoted),
            Stored::QuotedDecoded => NodeKind::Scalar(decoded(), Style::Quoted),
        }
    }

    /// Whether a collection stands between brackets; `- ` and `key: ` lines do not, though the first of them may begin with
    /// a bracket of its own.
    pub fn is_flow(self) -> bool {
        let StoredNode { span, kind, .. } = self.entry();
        let opener = self.document.source.as_bytes().get(span.start as usize);
        let is_opened = match kind {
            Stored::Map => opener == Some(&b'{'),
            Stored::List => opener == Some(&b'['),
            Stored::Empty
            | Stored::Torn
            | Stored::Plain
            | Stored::PlainDecoded
            | Stored::Quoted
            | Stored::QuotedDecoded => false,
        };
        is_opened && self.items().next().is_none_or(|first| first.span().start > span.start)
    }

    /// The text of a scalar where it is kept, to be held without a copy: the source, where that says it word for word.
    pub fn text(self) -> Option<Text> {
        let StoredNode { span, kind, link } = self.entry();
        let (whole, range) = match kind {
            Stored::Plain => (&self.document.source, span.range()),
            Stored::Quoted => (&self.document.source, inside(span)),
            Stored::PlainDecoded | Stored::QuotedDecoded => {
                let whole = &self.document.decoded[link as usize];
                (whole, 0..whole.len())
            }
            Stored::Map | Stored::List | Stored::Empty | Stored::Torn => return None,
        };
        Some(Text::part_of(Arc::clone(whole), range))
    }

    /// Whether it stands right after a comma.
    pub fn follows_comma(self) -> bool {
        self.document.source[..self.span().start as usize].trim_end_matches(' ').ends_with(',')
    }

    /// Where a part of a scalar's text stands, where the source says it word for word.
    pub fn part(self, range: Range<usize>) -> Option<Span> {
        let StoredNode { span, kind, .. } = self.entry();
        let start = match kind {
            Stored::Plain => span.start as usize,
            Stored::Quoted => inside(span).start,
            Stored::Map
            | Stored::List
            | Stored::Empty
            | Stored::Torn
            | Stored::PlainDecoded
            | Stored::QuotedDecoded => return None,
        };
        Some(Span::new(start + range.start, start + range.end))
    }

    /// The comment that ends the line of an unquoted text, or of nothing, with its `#`.
    pub fn comment_behind(self) -> Option<&'d str> {
        let StoredNode { span, kind: Stored::Plain | Stored::PlainDecoded | Stored::Empty, .. } = self.entry() else {
            return None;
        };
        let rest = self.document.source[span.end as usize..].trim_start_matches(':');
        let comment = rest.trim_start_matches([' ', '\t']);
        let is_comment = comment.starts_with('#') && comment.len() < rest.len();
        is_comment.then(|| comment.split(['\n', '\r']).next().unwrap_or(comment))
    }

    /// Where an unquoted text goes on over a line that seems to begin an item: `- a`, and below it `  - b`.
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

    /// The index after this node and all that it holds.
    fn after(self) -> usize {
        let entry = self.entry();
        match entry.kind {
            Stored::Map | Stored::List => entry.link as usize,
            Stored::Empty
            | Stored::Torn
            | Stored::Plain
            | Stored::PlainDecoded
            | Stored::Quoted
            | Stored::QuotedDecoded => self.index + 1,
        }
    }
}

/// What stands between quotes.
fn inside(span: Span) -> Range<usize> {
    span.start as usize + 1..span.end as usize - 1
}

/// The items of a list, in order.
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

/// The key and value pairs of a mapping, in order, duplicates included.
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
        let (_, problems) = Document::parse(std::sync::Arc::new(text.to_owned()));
        assert!(!problems.is_empty());
    }
}
