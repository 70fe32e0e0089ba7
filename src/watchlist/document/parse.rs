//! From YAML events to the arena. The YAML parser is named in this file only.
//!
//! Anchors, aliases, tags, directives and second documents are refused in plain words: a watchlist has no use for them,
//! and each of them can make a small file mean something large or hidden.

use super::{DEPTH_LIMIT, Document, Entry, Stored, split};
use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError};
use std::ops::Range;
use std::sync::Arc;

pub(super) fn parse(source: Arc<str>) -> (Document, Vec<Problem>) {
    if let Some(arena) = split::read(&source) {
        return (arena.into_document(source), Vec::new());
    }
    let mut arena = Arena::default();
    match arena.read(&source, 0..source.len(), Depth::Outer) {
        Ok(()) => (arena.into_document(source), Vec::new()),
        Err(first) => recover(source, *first),
    }
}

/// Reads each top-level section by itself, so that every broken one is reported and the others are still there to be
/// checked. A line that begins in the first column begins a section: nothing inside one may stand there.
fn recover(source: Arc<str>, first: Problem) -> (Document, Vec<Problem>) {
    let mut arena = Arena::default();
    let mut problems = Vec::new();
    arena.nodes.push(Entry { span: Span::new(0, source.len()), kind: Stored::Map, link: 0 });
    for section in sections(&source) {
        let (nodes, decoded) = (arena.nodes.len(), arena.decoded.len());
        match arena.read(&source, section, Depth::Outer) {
            Ok(()) if matches!(arena.nodes.get(nodes), Some(entry) if entry.kind == Stored::Map) => {
                arena.unwrap_collection(nodes);
            }
            Ok(()) => arena.truncate(nodes, decoded),
            Err(problem) => {
                arena.truncate(nodes, decoded);
                problems.push(*problem);
            }
        }
    }
    if problems.is_empty() {
        problems.push(first);
    }
    arena.nodes[0].link = index(arena.nodes.len());
    (arena.into_document(source), problems)
}

/// The ranges between lines that begin with a word in the first column.
fn sections(source: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| !c.is_whitespace() && !"#-]}\"'".contains(c));
        if begins && offset > 0 {
            starts.push(offset);
        }
        offset += line.len();
    }
    starts.push(source.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

pub(super) fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a document has fewer nodes than bytes, and its bytes are capped")
}

/// How deeply collections may stand in each other.
#[derive(Clone, Copy)]
pub(super) enum Depth {
    /// In a whole text.
    Outer,
    /// In a part that itself stands in other collections: less, so that no part is read that the whole would refuse.
    Inner,
}

/// The nodes of a text while it is being read.
#[derive(Default)]
pub(super) struct Arena {
    pub(super) nodes: Vec<Entry>,
    pub(super) decoded: Vec<Box<str>>,
    /// One past the last byte of any node so far.
    reach: u32,
}

impl Arena {
    /// With room for as many nodes as so many bytes usually hold.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { nodes: Vec::with_capacity(bytes / 24), ..Self::default() }
    }

    fn into_document(self, source: Arc<str>) -> Document {
        Document { source, nodes: self.nodes, decoded: self.decoded }
    }

    fn truncate(&mut self, nodes: usize, decoded: usize) {
        self.nodes.truncate(nodes);
        self.decoded.truncate(decoded);
    }

    /// Takes away the collection at `at`, leaving what it holds in its place.
    fn unwrap_collection(&mut self, at: usize) {
        self.nodes.remove(at);
        for entry in &mut self.nodes[at..] {
            if matches!(entry.kind, Stored::Map | Stored::List) {
                entry.link -= 1;
            }
        }
    }

    /// Appends the nodes of one stretch of the source, with spans that count from the source's beginning.
    pub(super) fn read(&mut self, source: &str, stretch: Range<usize>, depth: Depth) -> Result<(), Box<Problem>> {
        let base = stretch.start;
        let text = &source[stretch];
        let mut parser = Parser::new_from_str_with_options(text, options(depth));
        let mut open = Vec::new();
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, at) = next.map_err(|error| Box::new(syntax_problem(&error, source, base)))?;
            let bytes = at.byte_range().expect("a parser of a string knows its byte offsets");
            let span = Span::new(base + bytes.start, base + bytes.end);
            match event {
                Event::Scalar(value, style, anchor, tag) => {
                    refuse_extras(anchor, tag.is_some(), span)?;
                    self.push_scalar(source, &value, style, span);
                }
                Event::MappingStart(_, anchor, tag) => {
                    refuse_extras(anchor, tag.is_some(), span)?;
                    open.push(self.push(span, Stored::Map));
                }
                Event::SequenceStart(_, anchor, tag) => {
                    refuse_extras(anchor, tag.is_some(), span)?;
                    open.push(self.push(span, Stored::List));
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    let start = open.pop().expect("the parser closes only what it opened");
                    self.close(start, span, source);
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(Box::new(alias_problem(span))),
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Box::new(second_document(span)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn push(&mut self, span: Span, kind: Stored) -> usize {
        self.reach = self.reach.max(span.end);
        self.nodes.push(Entry { span, kind, link: 0 });
        self.nodes.len() - 1
    }

    /// A block collection begins and ends with the text of its nodes, a flow collection with its brackets.
    fn close(&mut self, start: usize, end: Span, source: &str) {
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

    fn push_scalar(&mut self, source: &str, value: &str, style: ScalarStyle, mut span: Span) {
        let mut written = &source[span.range()];
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            // The parser ends a block scalar where the next token begins.
            written = written.trim_end();
            span.end = span.start + index(written.len());
        }
        let is_plain = style == ScalarStyle::Plain;
        let kind = if is_plain && written.is_empty() {
            Stored::Empty
        } else if is_plain && written == value {
            Stored::Plain
        } else if !is_plain && written.len() >= 2 && written.get(1..written.len() - 1) == Some(value) {
            Stored::Quoted
        } else if is_plain {
            Stored::PlainDecoded
        } else {
            Stored::QuotedDecoded
        };
        let node = self.push(span, kind);
        if matches!(kind, Stored::PlainDecoded | Stored::QuotedDecoded) {
            self.nodes[node].link = index(self.decoded.len());
            self.decoded.push(value.into());
        }
    }
}

fn options(depth: Depth) -> Options {
    let limit = match depth {
        Depth::Outer => DEPTH_LIMIT,
        Depth::Inner => DEPTH_LIMIT / 2,
    };
    granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: limit,
        block_nesting_limit: limit,
    }
}

fn refuse_extras(anchor: usize, is_tagged: bool, span: Span) -> Result<(), Box<Problem>> {
    if anchor != 0 {
        let problem = Problem::error("alias", span, "anchors (`&name`) are not part of a watchlist")
            .help("write the value out where it is needed; if the text begins with `&`, put it in quotes");
        return Err(Box::new(problem));
    }
    if is_tagged {
        let problem = Problem::error("tag", span, "tags (`!name`) are not part of a watchlist")
            .help("leave the tag out; if the text begins with `!`, put it in quotes");
        return Err(Box::new(problem));
    }
    Ok(())
}

fn alias_problem(span: Span) -> Problem {
    Problem::error("alias", span, "aliases (`*name`) are not part of a watchlist")
        .help("write the value out; if the text begins with `*`, put it in quotes")
}

fn second_document(span: Span) -> Problem {
    Problem::error("multiple-documents", span, "a second document begins here; a watchlist is one document")
        .help("remove the `---` line, or keep the second document in a file of its own")
}

/// The parser's own words are for parser writers; these are for people who edit a list.
fn syntax_problem(error: &ScanError, source: &str, base: usize) -> Problem {
    let offset = (base + error.marker().byte_offset().unwrap_or(0)).min(source.len());
    let span = visible_span(source, offset);
    let (rule, message, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => (
            "too-deep",
            format!("lists and mappings stand in each other more than {DEPTH_LIMIT} deep"),
            "a watchlist needs fewer than ten levels",
        ),
        ErrorKind::DirectiveDisallowed => {
            ("tag", "a line that begins with `%` is a YAML directive".into(), "remove the line")
        }
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            ("syntax", "a tab stands where only spaces may indent".into(), "indent with spaces")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            let quoted = quoted_value(source, offset).map(|line| format!("if it is text, quote it: `{line}`; "));
            let help = format!("{}if it begins a new key, check the indentation", quoted.unwrap_or_default());
            return Problem::error("syntax", span, "a `: ` is not allowed here").help(help);
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::UnexpectedEof
        | ErrorKind::DocumentIndicatorInQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => {
            // The parser points at where it gave up; the reader wants to see the quote that was left open.
            let opener = source[base..offset].rfind(['"', '\'']).map(|at| Span::new(base + at, base + at + 1));
            return Problem::error("syntax", opener.unwrap_or(span), "a quoted text is not closed")
                .help("add the missing quote");
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            let close = if *open == '[' { ']' } else { '}' };
            return Problem::error("syntax", span, format!("`{open}` is not closed"))
                .help(format!("add the missing `{close}`"));
        }
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => {
            ("syntax", "a list in `[ ]` goes on without a `,` or a `]`".into(), "add the missing `,` or `]`")
        }
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => {
            ("syntax", "a mapping in `{ }` goes on without a `,` or a `}`".into(), "add the missing `,` or `}`")
        }
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("syntax", "a bracket is closed that was not opened".into(), "check the brackets on this line")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed => (
            "syntax",
            "this line does not line up with the lines above it".into(),
            "give every key of one entry the same indentation, and every `-` of one list",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("syntax", "a `:` is missing after this key".into(), "write `key: value`")
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => (
            "syntax",
            "an escape that YAML does not know stands in double quotes".into(),
            "write `\\\\` for a backslash, or use single quotes",
        ),
        other => ("syntax", format!("not valid YAML: {other}"), "check the quotes, brackets and indentation here"),
    };
    Problem::error(rule, span, message).help(help)
}

/// The line at an offset with its value in quotes, as YAML writes it: `note: 'Rafah: open'`.
fn quoted_value(source: &str, offset: usize) -> Option<String> {
    let start = source[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let line = source[start..].lines().next()?;
    let (key, value) = line.trim_start_matches([' ', '-']).split_once(": ")?;
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
    let quoted = serde_yaml::to_string(value.trim_end()).ok().filter(|_| is_plain && value.len() < 60)?;
    Some(format!("{}: {}", sanitise(key), sanitise(quoted.trim_end())))
}

/// The character at an offset; at the end of a line or file, the last visible one before it.
fn visible_span(source: &str, offset: usize) -> Span {
    let offset = source.floor_char_boundary(offset);
    match source[offset..].chars().next() {
        Some(c) if !c.is_whitespace() => Span::new(offset, offset + c.len_utf8()),
        _ => {
            let end = source[..offset].trim_end().len();
            let start = source[..end].char_indices().next_back().map_or(0, |(start, _)| start);
            Span::new(start, end)
        }
    }
}
