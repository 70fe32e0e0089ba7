//! Parses as much as possible of a text that is not valid YAML.
//!
//! A text that cannot be parsed as a whole is split at the lines that begin its keys or items, and each piece is parsed
//! separately. A piece that cannot be parsed is split again. The smallest invalid piece is reported and marked as torn,
//! so that every mistake is reported once and the rest can be checked.

use super::Stored;
use super::arena::Arena;
use super::parse::Depth;
use crate::diagnostic::{Problem, Span};
use std::borrow::Cow;
use std::ops::Range;

/// The maximum number of times a piece is split: a watchlist is not nested deeper, and each split costs a parse.
const MAX_CUTS: usize = 8;

/// After this many mistakes the rest of the text is not parsed.
const MAX_SLIPS: usize = 1000;

/// Parses as much of a text as possible and reports every mistake; `first` is why it cannot be parsed as a whole.
pub(super) fn recover(source: &str, first: Problem) -> Arena {
    let mut notes = Vec::new();
    let text = without_conflicts(without_directives(source, &mut notes), &mut notes);
    let end = second_document(&text).unwrap_or(text.len());
    if end < text.len() {
        let problem = Problem::error(
            "multiple-documents",
            Span::new(end, end + 3),
            "a second document begins here; a watchlist is one",
        );
        notes.push(problem.help("remove the `---` line, or keep the second document in a file of its own"));
    }
    let mut recovery = Recovery { source, text: &text, arena: Arena::default(), notes, cuts: 0 };
    let whole = InvalidPiece { range: 0..end, blank: 0 };
    if recovery.notes.is_empty() {
        recovery.cut(&whole, first);
    } else {
        recovery.block(&whole);
    }
    recovery.end()
}

/// Parses as much as possible of a stretch of a list: whole lines of a text without directives, merge conflicts and
/// second documents.
pub(super) fn recover_list(source: &str, stretch: Range<usize>, first: Problem) -> Arena {
    let mut recovery = Recovery { source, text: source, arena: Arena::default(), notes: Vec::new(), cuts: 0 };
    recovery.cut(&InvalidPiece { range: stretch, blank: 0 }, first);
    recovery.end()
}

/// Blanks out the directives at the beginning of the text.
fn without_directives<'s>(source: &'s str, notes: &mut Vec<Problem>) -> Cow<'s, str> {
    let length: usize =
        source.split_inclusive('\n').take_while(|line| line.starts_with(['%', '#'])).map(str::len).sum();
    let mut at = 0;
    for line in source[..length].split_inclusive('\n') {
        if line.starts_with('%') {
            let problem =
                Problem::error("directive", Span::new(at, at + 1), "a line that begins with `%` is a directive");
            notes.push(problem.help("remove the line"));
        }
        at += line.len();
    }
    match notes.is_empty() {
        true => Cow::Borrowed(source),
        false => Cow::Owned(blanked(&source[..length]) + &source[length..]),
    }
}

/// Returns as many spaces as the text has bytes, with the line breaks kept.
fn blanked(text: &str) -> String {
    text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }).collect()
}

/// Blanks out the markers of an unresolved merge, and the text below the second marker of each conflict.
fn without_conflicts<'s>(source: Cow<'s, str>, notes: &mut Vec<Problem>) -> Cow<'s, str> {
    if !source.lines().any(|line| line.starts_with("<<<<<<< ")) {
        return source;
    }
    let mut text = String::with_capacity(source.len());
    let mut is_theirs = false;
    for line in source.split_inclusive('\n') {
        let is_mark = ["<<<<<<< ", "=======", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark));
        if line.starts_with("<<<<<<< ") {
            let span = Span::new(text.len(), text.len() + 7);
            let problem = Problem::error("syntax", span, "an unresolved merge conflict begins here");
            notes.push(problem.help("keep one of the two versions, and remove the lines with the marks"));
        }
        is_theirs =
            (is_theirs || line.starts_with("=======") || line.starts_with("||||||| ")) && !line.starts_with(">>>>>>> ");
        if is_mark || is_theirs {
            text.push_str(&blanked(line));
        } else {
            text.push_str(line);
        }
    }
    Cow::Owned(text)
}

/// Where a second document begins.
fn second_document(text: &str) -> Option<usize> {
    let mut has_content = false;
    for line in lines(text, &(0..text.len())) {
        let content = line.content(text);
        if has_content && line.indent == 0 && (content == "---" || content.starts_with("--- ")) {
            return Some(line.start);
        }
        has_content = has_content || (!line.is_blank(text) && content != "---");
    }
    None
}

/// A stretch of whole lines. The dash of the first line may have been parsed already.
#[derive(Clone, Debug)]
struct InvalidPiece {
    range: Range<usize>,
    /// This many bytes at the beginning count as spaces.
    blank: usize,
}

/// A line of the text, without its line ending.
#[derive(Clone, Copy, Debug)]
struct RecoveredLine {
    start: usize,
    end: usize,
    indent: usize,
}

impl RecoveredLine {
    fn content<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start + self.indent..self.end]
    }

    fn is_blank(&self, text: &str) -> bool {
        let content = self.content(text);
        content.trim().is_empty() || content.starts_with('#')
    }

    fn is_item(&self, text: &str) -> bool {
        is_item(self.content(text))
    }
}

fn is_item(content: &str) -> bool {
    dash(content).is_some()
}

/// The length of the dash that begins an item. Also accepts wrong ones: a bullet, or a dash followed by a non-YAML
/// blank.
fn dash(content: &str) -> Option<usize> {
    let is_blank = |c: char| c == ' ' || super::characters::is_odd_space(c);
    match content.strip_prefix('-') {
        Some(rest) => (rest.is_empty() || rest.starts_with(is_blank)).then_some(1),
        None => super::characters::false_dash(content),
    }
}

/// Whether a line could begin with a key: a word, quoted or not, and no closing bracket.
fn is_key_like(content: &str) -> bool {
    let is_quoted_key = || content.contains("\":") || content.contains("':");
    match content.chars().next() {
        Some('"' | '\'') => is_quoted_key(),
        Some(c) => !c.is_whitespace() && !matches!(c, ']' | '}' | '[' | '{' | ',') && !is_item(content),
        None => false,
    }
}

/// The length of the key at the start of a line, including its quotes.
fn key_length(words: &str) -> usize {
    let quoted = words.chars().next().filter(|c| matches!(c, '"' | '\'')).and_then(|quote| words[1..].find(quote));
    quoted.map_or_else(|| words.find([':', ' ', '#']).unwrap_or(words.len()), |end| end + 2)
}

fn lines<'t>(text: &'t str, range: &Range<usize>) -> impl Iterator<Item = RecoveredLine> + use<'t> {
    let mut start = range.start;
    text[range.clone()].split_inclusive('\n').map(move |line| {
        let bare = line.trim_end_matches(['\n', '\r']);
        let indent = bare.len() - bare.trim_start_matches(' ').len();
        let line_start = start;
        start += line.len();
        RecoveredLine { start: line_start, end: line_start + bare.len(), indent }
    })
}

struct Recovery<'s> {
    source: &'s str,
    /// The source, with some parts blanked out.
    text: &'s str,
    arena: Arena,
    notes: Vec<Problem>,
    /// The current number of nested splits.
    cuts: usize,
}

/// The column at which the keys of a mapping begin.
#[derive(Clone, Copy)]
enum Column {
    /// At this column; any other is a mistake.
    At(usize),
    /// At this column or left of it: the misalignment has been reported.
    UpTo(usize),
}

/// The collection that a piece seems to be.
enum PieceShape {
    /// A list whose items begin at this column.
    List(usize),
    /// A mapping whose keys begin at this column.
    Map(usize),
    Other,
}

impl Recovery<'_> {
    fn end(self) -> Arena {
        let Self { mut arena, mut notes, .. } = self;
        arena.notes.append(&mut notes);
        arena
    }

    fn text_of(&self, piece: &InvalidPiece) -> Cow<'_, str> {
        let whole = &self.text[piece.range.clone()];
        if piece.blank == 0 {
            return Cow::Borrowed(whole);
        }
        Cow::Owned(" ".repeat(piece.blank) + &whole[piece.blank..])
    }

    /// Parses a piece without splitting it.
    fn read(&mut self, piece: &InvalidPiece) -> Result<(), Box<Problem>> {
        let mark = self.arena.mark();
        let text = self.text_of(piece).into_owned();
        let read = self.arena.read_text(self.source, &text, piece.range.start, Depth::Outer);
        if read.is_err() {
            self.arena.truncate(mark);
        }
        read
    }

    /// Appends exactly one node for a piece, however much of it can be parsed.
    fn block(&mut self, piece: &InvalidPiece) {
        let nodes = self.arena.nodes.len();
        match self.read(piece) {
            Ok(()) if self.arena.nodes.len() == nodes => self.push_nothing(piece),
            Ok(()) => {}
            Err(problem) => self.cut(piece, *problem),
        }
    }

    fn push_nothing(&mut self, piece: &InvalidPiece) {
        let root = self.arena.open_block(Span::at(piece.range.start), Stored::Map);
        self.arena.close_block(root);
    }

    /// Appends one node for a piece that cannot be parsed as a whole; `problem` is the reason.
    fn cut(&mut self, piece: &InvalidPiece, problem: Problem) {
        let before = self.notes.len();
        self.cuts += 1;
        match self.shape(piece) {
            _ if self.cuts > MAX_CUTS || before >= MAX_SLIPS => self.tear(piece, None),
            _ if problem.rule == "too-deep" && self.cuts > 1 => self.tear(piece, None),
            PieceShape::List(column) => self.list(piece, column),
            PieceShape::Map(column) => {
                let root = self.arena.open_block(Span::at(piece.range.start), Stored::Map);
                self.pairs(piece, Column::At(column));
                self.arena.close_block(root);
            }
            PieceShape::Other => self.tear(piece, None),
        }
        self.cuts -= 1;
        if self.notes.len() == before && before < MAX_SLIPS {
            self.notes.push(problem);
        }
    }

    fn tear(&mut self, piece: &InvalidPiece, problem: Option<Problem>) {
        let text = &self.text[piece.range.clone()];
        let end = piece.range.start + text.trim_end().len();
        let start = piece.range.start + text.len() - text.trim_start().len();
        self.arena.push_torn(Span::new(start.min(end), end));
        self.notes.extend(problem);
    }

    fn shape(&self, piece: &InvalidPiece) -> PieceShape {
        let text = self.text_of(piece);
        let content: Vec<_> = lines(&text, &(0..text.len())).filter(|line| !line.is_blank(&text)).take(2).collect();
        let Some(first) = content.first() else { return PieceShape::Other };
        let is_outermost = self.cuts == 1;
        let column = match content.get(1) {
            // The first line of a text may be indented by mistake.
            Some(second) if is_outermost => first.indent.min(second.indent),
            _ => first.indent,
        };
        let words = first.content(&text);
        if first.is_item(&text) {
            PieceShape::List(first.indent)
        } else if is_key_like(words) && (words.contains(':') || words.contains('：') || content.len() > 1) {
            PieceShape::Map(column)
        } else {
            PieceShape::Other
        }
    }

    /// Parses the items of a list.
    fn list(&mut self, piece: &InvalidPiece, column: usize) {
        let root = self.arena.open_block(Span::at(piece.range.start + column), Stored::List);
        let begins = |line: &RecoveredLine, text: &str| {
            let content = line.content(text);
            (line.indent <= column && (is_key_like(content) || is_item(content)))
                || (is_item(content) && line.indent < column + 2)
        };
        for (item, indent) in self.pieces(piece, begins) {
            if self.is_full() {
                break;
            }
            let before = self.notes.len();
            if indent != column && item.range.start != piece.range.start {
                self.misaligned(&item);
            }
            if let Some(bullet) = self.bullet(&item) {
                self.notes.push(bullet);
                self.item_with_bullet(&item);
                continue;
            }
            let nodes = self.arena.nodes.len();
            match self.read(&item) {
                Ok(()) if matches!(self.arena.nodes.get(nodes), Some(entry) if entry.kind == Stored::List) => {
                    self.arena.unwrap_collection(nodes);
                }
                // Comments only.
                Ok(()) if self.arena.nodes.len() == nodes => {}
                Ok(()) => {
                    self.arena.truncate_nodes(nodes);
                    self.torn_item(&item, before, column);
                }
                Err(problem) => match self.behind_dash(&item) {
                    Some(inner) if self.notes.len() == before => self.cut(&inner, *problem),
                    Some(inner) => self.misaligned_item(&inner),
                    None => self.torn_item(&item, before, column),
                },
            }
        }
        self.arena.close_block(root);
    }

    /// The problem of an item that begins with a bullet instead of a dash.
    fn bullet(&self, item: &InvalidPiece) -> Option<Problem> {
        let text = self.text_of(item);
        let first = lines(&text, &(0..text.len())).find(|line| !line.is_blank(&text))?;
        super::characters::bullet(first.content(&text), item.range.start + first.start + first.indent)
    }

    /// Parses the text after a bullet. A bullet may be wider than a dash, so the keys may be misaligned.
    fn item_with_bullet(&mut self, item: &InvalidPiece) {
        let nodes = self.arena.nodes.len();
        let Some(inner) = self.behind_dash(item) else { return self.tear(item, None) };
        match self.read(&inner) {
            Ok(()) if self.arena.nodes.len() == nodes => self.push_nothing(&inner),
            Ok(()) => {}
            Err(_) => self.misaligned_item(&inner),
        }
    }

    /// Parses lines in a list that are not an item.
    fn torn_item(&mut self, item: &InvalidPiece, before: usize, column: usize) {
        if self.notes.len() > before {
            return self.tear(item, None);
        }
        match self.dashless(item, column) {
            Some(problem) => {
                self.notes.push(problem);
                self.misaligned_item(item);
            }
            None => {
                self.misaligned(item);
                self.tear(item, None);
            }
        }
    }

    /// The problem of an entry whose first key is at the position of its dash.
    fn dashless(&self, item: &InvalidPiece, column: usize) -> Option<Problem> {
        let text = self.text_of(item);
        let first = lines(&text, &(0..text.len())).find(|line| !line.is_blank(&text))?;
        let words = first.content(&text);
        let length = key_length(words);
        let is_key = first.indent == column && !words.starts_with('-') && words[length..].starts_with(": ");
        let start = item.range.start + first.start + first.indent;
        is_key.then(|| {
            Problem::error(
                "syntax",
                Span::new(start, start + length),
                "this key stands where an item of the list begins",
            )
            .help("write `- ` before it if a new entry begins here; else indent it as the lines above")
        })
    }

    /// Parses the mapping of an item whose dash has been moved: its keys may be misaligned.
    fn misaligned_item(&mut self, inner: &InvalidPiece) {
        let text = self.text_of(inner);
        let columns = lines(&text, &(0..text.len())).filter(|line| !line.is_blank(&text)).take(2);
        let column = columns.map(|line| line.indent).max().unwrap_or_default();
        let root = self.arena.open_block(Span::at(inner.range.start), Stored::Map);
        self.pairs(inner, Column::UpTo(column));
        self.arena.close_block(root);
    }

    fn is_full(&self) -> bool {
        self.notes.len() >= MAX_SLIPS
    }

    /// An item without its dash.
    fn behind_dash(&self, item: &InvalidPiece) -> Option<InvalidPiece> {
        let text = self.text_of(item);
        let first = lines(&text, &(0..text.len())).find(|line| !line.is_blank(&text))?;
        let dash = dash(first.content(&text))?;
        let start = item.range.start + first.start;
        Some(InvalidPiece { range: start..item.range.end, blank: first.indent + dash })
    }

    /// Parses the pairs of a mapping.
    fn pairs(&mut self, piece: &InvalidPiece, columns: Column) {
        let (Column::At(column) | Column::UpTo(column)) = columns;
        let begins = |line: &RecoveredLine, text: &str| {
            line.indent <= column && (is_key_like(line.content(text)) || (line.is_item(text) && line.indent < column))
        };
        for (pair, indent) in self.pieces(piece, begins) {
            if self.is_full() {
                return;
            }
            let before = self.notes.len();
            let nodes = self.arena.nodes.len();
            match self.read(&pair) {
                Ok(()) if matches!(self.arena.nodes.get(nodes), Some(entry) if entry.kind == Stored::Map) => {
                    self.arena.unwrap_collection(nodes);
                }
                Ok(()) => {
                    let has_content = self.arena.nodes.len() > nodes;
                    self.arena.truncate_nodes(nodes);
                    if has_content {
                        self.lone_text(&pair);
                    }
                }
                Err(problem) => self.pair(&pair, *problem),
            }
            let is_slip = matches!(columns, Column::At(column) if indent != column);
            if is_slip && self.notes.len() == before {
                self.misaligned(&pair);
            }
        }
    }

    /// Parses a pair that is not valid as a whole: its key if that is unambiguous, and as much of its value as
    /// possible.
    fn pair(&mut self, piece: &InvalidPiece, problem: Problem) {
        let text = self.text_of(piece).into_owned();
        let base = piece.range.start;
        let mut content = lines(&text, &(0..text.len())).filter(|line| !line.is_blank(&text));
        let Some(first) = content.next() else { return self.tear_pair(piece, problem) };
        let Some(second) = content.next() else { return self.torn_value(piece, &first, problem) };
        let words = first.content(&text);
        let rest = InvalidPiece { range: base + second.start..piece.range.end, blank: 0 };
        let key = base + first.start + first.indent;
        let (name, after) = words.split_at(key_length(words));
        let after = after.trim_start();
        let is_bare = after.is_empty() || after.starts_with('#');
        let is_key_only =
            after == ":" || after.strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with('#'));
        if (is_bare || is_key_only)
            && !name.is_empty()
            && second.indent + usize::from(second.is_item(&text)) > first.indent
        {
            let span = Span::new(key, key + name.len());
            if is_bare {
                let name = crate::text::sanitise(name).into_owned();
                let problem = Problem::error("syntax", span, format!("a `:` is missing after `{name}`"));
                self.notes.push(problem.help(format!("write `{name}:`")));
            }
            self.arena.push_key(span, name);
            return self.block(&rest);
        }
        // The first line may be valid and the second indented too deep.
        let alone = InvalidPiece { range: piece.range.start..rest.range.start, blank: piece.blank };
        let nodes = self.arena.nodes.len();
        match self.read(&alone) {
            Ok(()) if matches!(self.arena.nodes.get(nodes), Some(entry) if entry.kind == Stored::Map) => {
                self.arena.unwrap_collection(nodes);
                self.notes.push(problem);
                if is_key_like(second.content(&text)) && second.content(&text).contains(':') {
                    self.pairs(&rest, Column::At(second.indent));
                } else {
                    self.arena.push_torn(Span::at(rest.range.start));
                    self.tear(&rest, None);
                }
            }
            _ => {
                let mark = self.arena.mark();
                self.arena.truncate([nodes, mark[1], mark[2]]);
                self.torn_value(piece, &first, problem);
            }
        }
    }

    /// A pair with an unreadable value.
    fn torn_value(&mut self, piece: &InvalidPiece, first: &RecoveredLine, problem: Problem) {
        let text = self.text_of(piece);
        let words = first.content(&text);
        let length = key_length(words);
        match length {
            1.. if words[length..].starts_with(':') => {
                let key = piece.range.start + first.start + first.indent;
                let name = words[..length].to_owned();
                self.arena.push_key(Span::new(key, key + length), &name);
                self.tear(piece, Some(problem));
            }
            _ => self.tear_pair(piece, problem),
        }
    }

    fn tear_pair(&mut self, piece: &InvalidPiece, problem: Problem) {
        self.tear(piece, None);
        self.tear(piece, Some(problem));
    }

    /// Text in place of a key and value pair.
    fn lone_text(&mut self, piece: &InvalidPiece) {
        let text = self.text_of(piece).into_owned();
        let Some(first) = lines(&text, &(0..text.len())).find(|line| !line.is_blank(&text)) else { return };
        let fault =
            super::syntax::Fault { kind: super::syntax::FaultKind::NoColon, offset: first.start + first.indent };
        let problem = super::syntax::syntax_problem(&fault, self.source, &text, piece.range.start);
        self.torn_value(piece, &first, problem);
    }

    fn misaligned(&mut self, piece: &InvalidPiece) {
        let text = self.text_of(piece).into_owned();
        let Some(first) = lines(&text, &(0..text.len())).find(|line| !line.is_blank(&text)) else { return };
        let kind = super::syntax::FaultKind::Indentation;
        let fault = super::syntax::Fault { kind, offset: first.start + first.indent };
        self.notes.push(super::syntax::syntax_problem(&fault, self.source, &text, piece.range.start));
    }

    /// Splits a piece at the lines for which `begins` is true; returns each part with the column of its first line.
    fn pieces(
        &self,
        piece: &InvalidPiece,
        begins: impl Fn(&RecoveredLine, &str) -> bool,
    ) -> Vec<(InvalidPiece, usize)> {
        let text = self.text_of(piece);
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for line in lines(&text, &(0..text.len())).filter(|line| !line.is_blank(&text)) {
            if starts.len() > 200_000 {
                break;
            }
            if starts.is_empty() || begins(&line, &text) {
                starts.push((line.start, line.indent));
            }
        }
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
        starts
            .iter()
            .zip(ends)
            .enumerate()
            .map(|(index, (&(start, indent), end))| {
                let blank = if index == 0 { piece.blank.saturating_sub(start) } else { 0 };
                (InvalidPiece { range: piece.range.start + start..piece.range.start + end, blank }, indent)
            })
            .collect()
    }
}
