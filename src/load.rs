//! The single path from bytes to a watchlist: `check`, the first start and every reload use it.
//!
//! A clean `check` therefore means that the file loads.

use crate::diagnostic::{Problem, ProblemSeverity, Problems, Source, Span, has_errors};
use crate::lint::{self, Listing};
use crate::watchlist::zone::ZoneDatabase;
use crate::watchlist::{Partial, Watchlist};
use chrono::{DateTime, Utc};
use std::sync::Arc;

pub use crate::diagnostic::Fingerprint;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 64 * 1024 * 1024;

/// The size from which a watchlist counts as long, in bytes: parsing takes more than a few milliseconds, and the result
/// takes twice the memory of the text.
pub const LONG: usize = 512 * 1024;

const BYTE_ORDER_MARK: &[u8; 3] = b"\xef\xbb\xbf";

/// Problems beyond this number are counted, not listed: a file with so many is best fixed from the top.
const MAX_PROBLEMS: usize = 1000;

/// The result of one attempt to load a watchlist.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The text, for snippets and line numbers.
    pub source: Source,
    /// The watchlist, unless an error stopped the load.
    pub watchlist: Option<Arc<Watchlist>>,
    /// Its problems in file order; accepted warnings come last.
    pub problems: Vec<Problem>,
    /// When it was read, or the moment it was read as of: dates after it are in the future.
    pub at: DateTime<Utc>,
}

impl Loaded {
    /// The number of open problems: all except accepted warnings.
    pub fn open_problems(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_open()).count()
    }
}

/// The inputs of a load besides the text. A moment alone implies the bundled zone rules.
#[derive(Clone, Copy, Debug)]
pub struct ReadContext {
    /// The moment just before the bytes were read, or the moment they are read as of: dates after it are in the future.
    pub at: DateTime<Utc>,
    /// The source of time zone rules.
    pub zones: ZoneDatabase,
}

impl From<DateTime<Utc>> for ReadContext {
    fn from(at: DateTime<Utc>) -> Self {
        Self { at, zones: ZoneDatabase::BUNDLED }
    }
}

impl ZoneDatabase {
    /// The context for reading a text at a moment with these rules.
    pub fn at(self, at: DateTime<Utc>) -> ReadContext {
        ReadContext { at, zones: self }
    }
}

/// Loads a watchlist from bytes.
///
/// `name` is the name of the file in messages. The bytes become the text in place: a long file is not held twice.
pub fn load(name: &str, bytes: impl Into<Vec<u8>>, context: impl Into<ReadContext>) -> Loaded {
    let ReadContext { at, zones } = context.into();
    let (source, encoding_problem) = decode_source(name, bytes.into());
    if let Some(problem) = encoding_problem {
        return Loaded { source, watchlist: None, problems: vec![problem], at };
    }
    let (partial, Problems { list: mut problems, mut unlisted }) = Watchlist::read(Arc::clone(&source.text), zones);
    if let Some(partial) = &partial {
        let found = lint::lint_watchlist(partial, at);
        unlisted += found.unlisted;
        problems.extend(found.list);
    }
    problems.sort_by_key(|problem| problem.span.start);
    drop_echoes(&mut problems);
    if let Some(Partial { watchlist, .. }) = &partial {
        let listing = if unlisted == 0 { Listing::Complete } else { Listing::Cut };
        lint::accept(watchlist, &source.text, &mut problems, listing);
        problems.sort_by_key(|problem| (!problem.is_open(), problem.span.start));
    }
    let watchlist = partial.filter(|_| !has_errors(&problems)).map(|partial| Arc::new(partial.watchlist));
    if unlisted > 0 || problems.len() > MAX_PROBLEMS {
        summarise_rest(&mut problems, unlisted);
    }
    Loaded { source, watchlist, problems, at }
}

/// Drops warnings about entries that could not be fully read: they may only be consequences of that error.
fn drop_echoes(problems: &mut Vec<Problem>) {
    let errors: Vec<_> = problems
        .iter()
        .filter(|problem| problem.severity == ProblemSeverity::Error)
        .map(|problem| problem.span.start)
        .collect();
    let has_error = |span: Span| {
        let next = errors.partition_point(|error| *error < span.start);
        errors.get(next).is_some_and(|error| *error < span.end)
    };
    problems.retain(|problem| problem.severity == ProblemSeverity::Error || !has_error(problem.span));
}

/// Keeps errors before warnings if there are too many to list.
fn summarise_rest(problems: &mut Vec<Problem>, unlisted: usize) {
    let total = problems.len().max(MAX_PROBLEMS) + unlisted;
    problems.sort_by_key(|problem| (problem.severity, !problem.is_open(), problem.span.start));
    problems.truncate(MAX_PROBLEMS);
    let severity = problems[0].severity;
    let message = format!("{} more problems are not listed", total - MAX_PROBLEMS);
    let last = problems[problems.len() - 1].span;
    problems.push(Problem { severity, ..Problem::warning("too-many-problems", last, message) });
    problems.sort_by_key(|problem| (!problem.is_open(), problem.span.start));
}

/// The text with its name, and the reason if it is incomplete.
fn decode_source(name: &str, mut bytes: Vec<u8>) -> (Source, Option<Problem>) {
    let refusal = too_large(&bytes).or_else(|| foreign_encoding(&bytes));
    if refusal.is_some() {
        return (Source::new(name, ""), refusal);
    }
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
    if has_mark {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let (text, problem) = decode_text(bytes);
    let mut source = Source::new(name, text);
    if has_mark {
        source.skipped = 3;
    }
    (source, problem)
}

/// The part of the bytes that is valid text, and why the rest is not.
fn decode_text(bytes: Vec<u8>) -> (String, Option<Problem>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let problem = text.find('\0').map(nul_problem);
            (text, problem)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let message = format!("the file is not UTF-8: byte 0x{:02x} does not belong here", bytes[at]);
            let problem = Problem::error("not-utf-8", Span::at(at), message);
            bytes.truncate(at);
            let valid = String::from_utf8(bytes).expect("the part before the first bad byte is UTF-8");
            (valid, Some(problem.help("save it as UTF-8 in your editor; the lines above are fine")))
        }
    }
}

fn too_large(bytes: &[u8]) -> Option<Problem> {
    if bytes.len() <= SIZE_LIMIT {
        return None;
    }
    let (size, limit) = (bytes.len() / 1024 / 1024, SIZE_LIMIT / 1024 / 1024);
    let message = format!("the file has {size} MiB; at most {limit} MiB are read");
    Some(Problem::error("too-large", Span::at(0), message).help("move old log entries into an archive file"))
}

/// Detects UTF-16 or UTF-32 by the byte-order mark, or by NUL bytes, which make up about half of such a file.
fn foreign_encoding(bytes: &[u8]) -> Option<Problem> {
    let [a, b, c, d] = *bytes.first_chunk::<4>()?;
    let encoding = match [a, b, c, d] {
        [0xff, 0xfe, 0, 0] | [0, 0, 0xfe, 0xff] => "UTF-32",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16",
        [0, 0, 0, 1..=255] | [1..=255, 0, 0, 0] => "UTF-32",
        [0, 1..=255, 0, 1..=255] | [1..=255, 0, 1..=255, 0] => "UTF-16",
        _ => return None,
    };
    let problem = Problem::error("not-utf-8", Span::at(0), format!("the file is encoded in {encoding}"));
    Some(problem.help("save it as UTF-8 in your editor"))
}

fn nul_problem(at: usize) -> Problem {
    Problem::error("nul-byte", Span::new(at, at + 1), "a NUL byte stands in the text")
        .help("remove it; a save may have been cut short")
}
