//! What changed, as plain rows: the words, where to read it, and the rows of the panes that it concerns.
//!
//! `diff`, the page of changes, the strip, the journal and the handover all read these, so that they cannot disagree.

mod cause;
mod title;
pub mod wire;
mod words;

use super::Pane;
use super::view::{RowKey, Tone};
use crate::board::Board;
use crate::board::changes::{Change, Direction, Place};
use crate::diagnostic::Span;
use crate::text::is_right_to_left;
use std::collections::HashMap;

/// One change in words, all of them safe to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it concerns, such as `Rafah`.
    pub title: String,
    /// What is different, such as `scheduled → open`.
    pub words: String,
    /// Why, where the words do not say it: `reverted: a report was withdrawn`; empty where a new entry says so.
    pub cause: String,
    /// The date of what it rests on; empty where nothing is dated.
    pub when: String,
    /// Whether it is good news.
    pub direction: Direction,
    /// Where to read it.
    pub place: Place,
}

impl Line {
    /// A change from one board to another, in words.
    pub fn of(change: &Change, before: &Board, after: &Board) -> Self {
        Self {
            title: title::of(&change.subject, before, after),
            words: words::of(change, before, after),
            cause: cause::of(change),
            when: change.at.map_or_else(String::new, |at| super::words::when(at, after)),
            direction: change.direction,
            place: change.place,
        }
    }

    /// `Rafah: open → scheduled, reverted: a report was withdrawn`.
    pub fn sentence(&self) -> String {
        let comma = if self.cause.is_empty() { "" } else { ", " };
        let said = format!("{}{comma}{}", self.words, self.cause);
        // A name from right to left belongs at the end.
        if is_right_to_left(&self.title) {
            format!("{said}: {}", self.title)
        } else {
            format!("{}: {said}", self.title)
        }
    }

    /// What it means to the eye.
    pub fn tone(&self) -> Tone {
        match self.direction {
            Direction::Better => Tone::Good,
            Direction::Worse => Tone::Alarm,
            Direction::Other => Tone::Plain,
        }
    }
}

/// The heading over the changes of one direction.
pub fn heading(direction: Direction) -> &'static str {
    match direction {
        Direction::Better => "Better",
        Direction::Worse => "Worse",
        Direction::Other => "Other",
    }
}

/// Every direction, in the order in which they are shown.
pub const DIRECTIONS: [Direction; 3] = [Direction::Better, Direction::Worse, Direction::Other];

/// The rows of a pane that changes concern: which change, by its index, and the row.
pub fn rows_of(pane: &dyn Pane, board: &Board, keys: &[RowKey], changes: &[Change]) -> Vec<(usize, RowKey)> {
    let mut concerned = HashMap::<Span, Vec<usize>>::new();
    for (index, change) in changes.iter().enumerate() {
        for place in &change.concerns {
            concerned.entry(*place).or_default().push(index);
        }
    }
    if concerned.is_empty() {
        return Vec::new();
    }
    let of = |key: &RowKey| concerned.get(&pane.span(board, *key)).map(|indices| (*key, indices));
    keys.iter().filter_map(of).flat_map(|(key, indices)| indices.iter().map(move |index| (*index, key))).collect()
}
