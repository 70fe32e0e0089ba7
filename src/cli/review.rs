//! `trucewatch review`: what is due for review, old or unknown.

use super::completions::owners;
use super::diff::whole;
use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, output};
use crate::board::Board;
use crate::board::reviews::PendingReview;
use crate::diagnostic::Source;
use crate::panes::reviews::{cause_word, owner_of, review_words};
use crate::text::{sanitise, to_json};
use chrono::SecondsFormat;
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The version of the JSON.
const VERSION: u32 = 1;

#[derive(Debug, Args)]
pub(super) struct ReviewArguments {
    /// The watchlist; `-` is standard input.
    file: Option<PathBuf>,

    /// Only what this owner keeps up to date.
    #[arg(long, value_name = "NAME", add = owners())]
    owner: Option<String>,

    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &ReviewArguments, common: &Common) -> anyhow::Result<u8> {
    let (loaded, now) = WatchlistInput::written(arguments.file.as_deref())?.load(common.now.as_deref())?;
    let board = Board::read(whole(&loaded)?, now);
    let is_wanted = |review: &&PendingReview| {
        let owner = || owner_of(&board, &review.entity).map(|owner| owner.raw().trim());
        arguments.owner.as_deref().is_none_or(|wanted| owner() == Some(wanted.trim()))
    };
    let found: Vec<_> = board.reviews().iter().filter(is_wanted).collect();
    let shown =
        if arguments.json { json(&board, &loaded.source, &found) } else { text(&board, &loaded.source, &found) };
    output::print(&shown)?;
    Ok(if found.iter().any(|review| review.cause.is_due()) { PROBLEMS } else { CLEAN })
}

fn line_of(board: &Board, source: &Source, review: &PendingReview) -> usize {
    source.position(board.watchlist.span_of(&review.entity)).line
}

fn text(board: &Board, source: &Source, found: &[&PendingReview]) -> String {
    let mut out = String::new();
    for review in found {
        let name = board.watchlist.name_of(&review.entity).unwrap_or_default();
        let (cause, entity) = (cause_word(review), review.entity.reference());
        let (why, line) = (review_words(board, review), line_of(board, source, review));
        let _ = writeln!(out, "{cause:<7}  {}: {name}; {why}  ({}:{line})", sanitise(&entity), sanitise(&source.name));
    }
    let count = |word: &str| found.iter().filter(|review| cause_word(review) == word).count();
    let _ = writeln!(out, "{} due, {} old, {} unknown", count("due"), count("old"), count("unknown"));
    out
}

#[derive(Serialize)]
struct ReviewsJson<'a> {
    version: u32,
    file: &'a str,
    as_of: String,
    reviews: Vec<ReviewJson<'a>>,
}

#[derive(Serialize)]
struct ReviewJson<'a> {
    entity: String,
    /// `due`, `old` or `unknown`.
    cause: &'static str,
    /// Hours since its newest evidence or check.
    hours: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    line: usize,
}

fn json(board: &Board, source: &Source, found: &[&PendingReview]) -> String {
    let review = |review: &&PendingReview| ReviewJson {
        entity: review.entity.reference(),
        cause: cause_word(review),
        hours: review.freshness.age().map(|age| age.num_hours()),
        owner: owner_of(board, &review.entity).map(|owner| owner.raw()),
        line: line_of(board, source, review),
    };
    let wire = ReviewsJson {
        version: VERSION,
        file: &source.name,
        as_of: board.now.to_rfc3339_opts(SecondsFormat::Secs, true),
        reviews: found.iter().map(review).collect(),
    };
    to_json(&wire) + "\n"
}
