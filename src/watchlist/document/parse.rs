//! Converts YAML events to the arena. Only this file depends on the YAML parser.
//!
//! Anchors, aliases, tags, directives and second documents are refused: a watchlist does not need them, and each of
//! them can make a small file expand to a large one or hide its content.

use super::arena::{Arena, index};
use super::syntax::{Fault, FaultKind, syntax_problem};
use super::{DEPTH_LIMIT, Stored};
use crate::diagnostic::{Problem, Span};
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The nesting limit to apply.
#[derive(Clone, Copy)]
pub(super) enum Depth {
    /// The limit for a whole text.
    Outer,
    /// The limit for a part that is nested in other collections: lower, so that no part is accepted that would be
    /// refused in the whole text.
    Inner,
}

impl Arena {
    /// Appends the nodes of one stretch of the source, with spans relative to the start of the source.
    pub(super) fn read(&mut self, source: &str, stretch: Range<usize>, depth: Depth) -> Result<(), Box<Problem>> {
        self.read_text(source, &source[stretch.clone()], stretch.start, depth)
    }

    /// Like `read`, for a text that begins at `base` in the source and has some characters blanked out.
    pub(super) fn read_text(
        &mut self,
        source: &str,
        text: &str,
        base: usize,
        depth: Depth,
    ) -> Result<(), Box<Problem>> {
        if let Some(problem) = odd_indentation(text, base) {
            return Err(Box::new(problem));
        }
        let mut parser = Parser::new_from_str_with_options(text, options(depth));
        let mut open = Vec::new();
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, at) = next.map_err(|error| Box::new(syntax_problem(&fault(&error), source, text, base)))?;
            let bytes = at.byte_range().expect("a parser of a string knows its byte offsets");
            let span = Span::new(base + bytes.start, base + bytes.end);
            match event {
                Event::Scalar(value, style, anchor, tag) => {
                    self.note_extras(anchor, tag.is_some(), source, span);
                    self.push_scalar(source, value, style, span);
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.note_extras(anchor, tag.is_some(), source, span);
                    open.push(self.push(span, Stored::Map));
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.note_extras(anchor, tag.is_some(), source, span);
                    open.push(self.push(span, Stored::List));
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    let start = open.pop().expect("the parser closes only what it opened");
                    self.close(start, span, source);
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.notes.push(alias_problem(span));
                    self.push(span, Stored::Invalid);
                }
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.notes.push(second_document(span));
                        break;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reports anchors and tags; their values are read as if they were not there.
    fn note_extras(&mut self, anchor: usize, is_tagged: bool, source: &str, span: Span) {
        // Any other blank, such as a no-break space, is part of the anchor's name.
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let marked = |sign: char| {
            let sign = source[..span.start as usize].rfind(sign).unwrap_or(span.start as usize);
            let before = |c: char| is_blank(c) || matches!(c, '[' | '{' | ',');
            let start = source[..sign].rfind(before).map_or(0, |at| at + 1);
            let length = source[start..].find(is_blank).unwrap_or(source.len() - start);
            Span::new(start, start + length)
        };
        if anchor != 0 {
            let problem = Problem::error("alias", marked('&'), "anchors (`&name`) are not part of a watchlist");
            let help = "write the value out where it is needed; if the text begins with `&`, put it in quotes";
            self.notes.push(problem.help(help));
        }
        if is_tagged {
            let problem = Problem::error("tag", marked('!'), "tags (`!name`) are not part of a watchlist");
            self.notes.push(problem.help("leave the tag out; if the text begins with `!`, put it in quotes"));
        }
    }

    fn push_scalar(&mut self, source: &str, value: Cow<'_, str>, style: ScalarStyle, mut span: Span) {
        let mut written = &source[span.range()];
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            if value.is_empty() {
                // The parser reports an empty one at the next token; its real position is its own `|` or `>`.
                let behind = source.get(self.reach as usize..span.end as usize);
                let indicator = behind.and_then(|behind| behind.find(['|', '>']));
                span = indicator.map_or(span, |at| Span::new(self.reach as usize + at, self.reach as usize + at + 1));
            }
            // The parser also ends a block scalar with lines at the next token.
            written = source[span.range()].trim_end();
            span.end = span.start + index(written.len());
        }
        let is_plain = style == ScalarStyle::Plain;
        if is_plain && written.is_empty() {
            // The parser may report a missing value at the next token; its real position is after the last node.
            span = Span::at(without_comments(&source[..span.start as usize]).len());
        }
        let kind = if is_plain && written.is_empty() {
            Stored::Empty
        } else if is_plain && written == value {
            Stored::Plain
        } else if !is_plain && written.len() >= 2 && written.get(1..written.len() - 1) == Some(&*value) {
            Stored::Quoted
        } else if is_plain {
            Stored::PlainDecoded
        } else {
            Stored::QuotedDecoded
        };
        let node = self.push(span, kind);
        if matches!(kind, Stored::PlainDecoded | Stored::QuotedDecoded) {
            self.nodes[node].link = index(self.decoded.len());
            let mut value = value.into_owned();
            value.shrink_to_fit();
            self.decoded.push(Arc::new(value));
        }
    }
}

/// A no-break space at the beginning of a line. YAML treats it as the first letter of a key.
fn odd_indentation(text: &str, base: usize) -> Option<Problem> {
    const NO_BREAK_SPACE: char = '\u{a0}';
    if !text.contains(NO_BREAK_SPACE) {
        return None;
    }
    let mut start = base;
    text.split_inclusive('\n').find_map(|line| {
        let content = line.trim_start_matches(' ');
        let at = start + line.len() - content.len();
        start += line.len();
        content.starts_with(NO_BREAK_SPACE).then(|| {
            let message = "U+00A0, a no-break space, stands where only ordinary spaces may indent";
            let span = Span::new(at, at + NO_BREAK_SPACE.len_utf8());
            Problem::error("syntax", span, message).help("replace it with an ordinary space")
        })
    })
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

/// A text without trailing blank lines and comment lines.
fn without_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_end();
        let last = text.rfind('\n').map_or(0, |end| end + 1);
        if !text[last..].trim_start().starts_with('#') {
            return text;
        }
        text = &text[..last];
    }
}

fn alias_problem(span: Span) -> Problem {
    Problem::error("alias", span, "aliases (`*name`) are not part of a watchlist")
        .help("write the value out; if the text begins with `*`, put it in quotes")
}

fn second_document(span: Span) -> Problem {
    Problem::error("multiple-documents", span, "a second document begins here; a watchlist is one document")
        .help("remove the `---` line, or keep the second document in a file of its own")
}

/// Converts an error of the parser to a fault.
fn fault(error: &ScanError) -> Fault {
    use ErrorKind as Kind;
    let offset = error.marker().byte_offset().unwrap_or(0);
    let kind = match error.kind() {
        Kind::RecursionLimitExceeded => FaultKind::TooDeep,
        Kind::DirectiveDisallowed => FaultKind::Directive,
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar
        | Kind::TabAtBlockScalarStart => FaultKind::Tab,
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => FaultKind::Colon,
        Kind::UnclosedQuotedScalar
        | Kind::UnexpectedEof
        | Kind::DocumentIndicatorInQuotedScalar
        | Kind::InvalidQuotedScalarIndent => FaultKind::OpenQuote,
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => FaultKind::AfterQuote,
        Kind::UnclosedFlowCollection { open } => FaultKind::OpenBracket(*open),
        Kind::UnexpectedEofFlowSequence | Kind::ExpectedFlowSequenceSeparator => FaultKind::Separator { open: '[' },
        Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::ExpectedFlowMappingSeparator
        | Kind::FlowMappingValueAdjacentCollection => FaultKind::Separator { open: '{' },
        Kind::MismatchedFlowCollectionEnd { open, close } => FaultKind::WrongBracket { open: *open, close: *close },
        Kind::MisplacedFlowCollectionEnd => FaultKind::ExtraBracket,
        Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::InvalidIndentation
        | Kind::InvalidFlowScalarIndent
        | Kind::BlockSequenceEntryNotAllowed => FaultKind::Indentation,
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => FaultKind::NoColon,
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => FaultKind::Escape,
        Kind::UnexpectedCharacter { .. }
        | Kind::MissingAnchorOrAliasName
        | Kind::InvalidBlockScalarHeader
        | Kind::ZeroBlockScalarIndent
        | Kind::PlainScalarStartsWithDashFlowIndicator => FaultKind::FirstCharacter,
        _ => FaultKind::Other,
    };
    Fault { kind, offset }
}
