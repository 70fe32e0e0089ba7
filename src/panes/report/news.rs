//! The news: what entries reported since an earlier moment and what got worse by them, bad news first, each with its
//! source; then what time made worse.

use super::{ReportBlock, ReportFacts, ReportSection};
use crate::board::Board;
use crate::board::changes::{Change, ChangeCause, ChangeDirection, ChangePlace};
use crate::panes::age::Age;
use crate::panes::changes::{ChangeLine, DIRECTIONS};
use crate::panes::view::{Phrase, Tone};
use crate::panes::words;
use crate::text::Link;
use crate::watchlist::time::TimePoint;
use std::collections::HashSet;

/// How many entries are listed. The others are counted.
const MAX_NEWS: usize = 7;

#[derive(Clone, Debug, PartialEq)]
pub struct NewsItem {
    /// The time of the entry.
    pub when: String,
    /// What it is about, with the tone of good or bad news.
    pub title: Phrase,
    /// What changed, and the words of the entry.
    pub words: String,
    /// The source with its grades, and the claim.
    pub source: String,
    pub link: Option<Link>,
}

pub(super) fn section(before: &Board, facts: &ReportFacts<'_>, found: &[Change]) -> ReportSection {
    let board = facts.board;
    let entries = |direction| found.iter().filter(move |new| new.quote.is_some() && new.direction == direction);
    let from = |change: &Change| (change.cause, change.at);
    // What follows from an entry that is no bad news by itself, such as a contradiction: once for each entry.
    let mut told: HashSet<_> = entries(ChangeDirection::Worse).map(from).collect();
    let is_consequence = |new: &&Change| new.quote.is_none() && new.direction == ChangeDirection::Worse;
    let follows = found.iter().filter(is_consequence).filter(|new| new.cause != ChangeCause::Clock);
    let follows: Vec<_> = follows.filter(|new| told.insert(from(new))).collect();
    // What time alone made worse has no entry: a date has passed, or data has become old.
    let by_time = found.iter().filter(is_consequence).filter(|new| new.cause == ChangeCause::Clock);
    let others_reported = DIRECTIONS.into_iter().filter(|direction| *direction != ChangeDirection::Worse);
    let news = entries(ChangeDirection::Worse).chain(follows).chain(others_reported.flat_map(entries)).chain(by_time);
    let items: Vec<_> = news.take(MAX_NEWS).map(|change| item(before, facts, change)).collect();
    let more = found.len().saturating_sub(items.len());
    let remark = match (items.len(), more) {
        (0, 0) => Some(Phrase::new("No entry is dated in this time. That is not an all-clear.", Tone::Unknown)),
        (0, more) => Some(Phrase::new(format!("No entry is dated in this time; {}.", others(more)), Tone::Unknown)),
        (_, 0) => None,
        (_, more) => Some(Phrase::muted(format!("And {}.", others(more)))),
    };
    let remark = remark.map(ReportBlock::Remark);
    let count = |direction, word, tone| {
        let number = found.iter().filter(|change| change.direction == direction).count();
        (number > 0).then(|| Phrase::new(format!("{number} {word}"), tone))
    };
    let states = [
        count(ChangeDirection::Worse, "for the worse", Tone::Alarm),
        count(ChangeDirection::Better, "for the better", Tone::Good),
        count(ChangeDirection::Other, "other", Tone::Plain),
    ];
    let since = words::when_full(TimePoint::exact(before.now), board);
    let list = (!items.is_empty()).then_some(ReportBlock::News(items));
    ReportSection {
        heading: "What is new".to_owned(),
        states: states.into_iter().flatten().collect(),
        as_of: format!("since {since}, {}", Age(board.now - before.now)),
        blocks: list.into_iter().chain(remark).collect(),
    }
}

fn others(more: usize) -> String {
    format!("{}: trucewatch handover lists them", words::plural(more, "more change", "more changes"))
}

fn item(before: &Board, facts: &ReportFacts<'_>, change: &Change) -> NewsItem {
    let line = ChangeLine::from_change(change, before, facts.board);
    let span = match change.place {
        ChangePlace::After(span) => Some(span),
        ChangePlace::Before(_) => None,
    };
    let backing = span.map_or_else(Vec::new, |span| facts.ledger.backing(span, facts.board));
    let words = [&line.words, &line.cause, &line.note].into_iter().filter(|part| !part.is_empty());
    NewsItem {
        words: words.map(String::as_str).collect::<Vec<_>>().join(": "),
        source: if backing.is_empty() { line.source.clone() } else { backing.join(", ") },
        link: span.and_then(|span| facts.ledger.link(span)),
        title: Phrase::new(line.title.clone(), line.tone()),
        when: line.when,
    }
}
