//! Changes as plain rows: the words, the position, and the pane rows that they concern.
//!
//! `diff`, the changes page, the strip, the journal and the handover all read these, so they cannot disagree.

mod cause;
mod marks;
mod quoted;
mod title;
pub mod wire;
mod wire_kind;
mod words;

use super::Pane;
use super::view::{RowKey, Tone};
use crate::board::Board;
use crate::board::changes::{Change, ChangeDirection, ChangePlace};
use crate::diagnostic::Span;
use crate::text::is_right_to_left;
pub use marks::{Topic, rows_that_show};
pub(super) use quoted::verb_and_value;
use quoted::{Quoted, quoted};
use std::collections::HashMap;

/// One change in words that are safe to show.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeLine {
    /// What it concerns, such as `Rafah`; for an event of the log its severity, such as `▲ SEVERE`.
    pub title: String,
    /// What changed, such as `scheduled → open`; for an event its place and its risk.
    pub words: String,
    /// The source of the quoted entry with both grades: `Associated Press B2`.
    pub source: String,
    /// The note of the entry; empty if it has none.
    pub note: String,
    /// The cause if the words do not say it: `reverted: a report was withdrawn`; empty if the entry says it.
    pub cause: String,
    /// The date of the entry it is based on; empty if there is none.
    pub when: String,
    /// Whether it is an event of the log.
    pub is_event: bool,
    /// Whether it is good or bad news.
    pub direction: ChangeDirection,
    /// The place in the program where it can be read.
    pub place: ChangePlace,
}

impl ChangeLine {
    /// Formats a change between two boards.
    pub fn from_change(change: &Change, before: &Board, after: &Board) -> Self {
        let Quoted { source, note } = quoted(change, before, after);
        Self {
            title: title::change_title(change, before, after),
            words: words::change_words(change, before, after),
            source,
            note,
            cause: cause::cause_words(change, after),
            when: change.at.map_or_else(String::new, |at| super::words::when(at, after)),
            is_event: title::severity_of_event(change).is_some(),
            direction: change.direction,
            place: change.place,
        }
    }

    /// Formats `Rafah: open → closed, Associated Press B2 6 Feb 09:00Z: until further notice`, or for an event
    /// `▲ SEVERE 6 Feb 14:00Z Rafah, new-fronts: a strike (Associated Press B2)`.
    pub fn sentence(&self) -> String {
        let when = if self.is_event || !self.source.is_empty() { self.when.as_str() } else { "" };
        let [name, said] = self.parts(when);
        let colon = if self.is_event { "" } else { ":" };
        // A right-to-left name goes to the end.
        if is_right_to_left(&name) { format!("{said}: {name}") } else { format!("{name}{colon} {said}") }
    }

    /// The title and the sentence, with the given time of its entry; empty if the time is shown elsewhere.
    pub fn parts(&self, when: &str) -> [String; 2] {
        let joined = |parts: &[&str], comma: &str| {
            parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(comma)
        };
        if !self.is_event {
            let source = joined(&[&self.source, when], " ");
            let said = joined(&[&self.words, &source, &self.cause], ", ");
            return [self.title.clone(), joined(&[&said, &self.note], ": ")];
        }
        let source = format!("({})", joined(&[&self.source, &self.cause], ", "));
        let said = if is_right_to_left(&self.words) || is_right_to_left(&self.note) {
            joined(&[&joined(&[when, &source], " "), &self.words, &self.note], ": ")
        } else {
            let place = joined(&[when, &self.words], " ");
            format!("{} {source}", joined(&[&place, &self.note], ": "))
        };
        [self.title.clone(), said]
    }

    pub fn tone(&self) -> Tone {
        match self.direction {
            ChangeDirection::Better => Tone::Good,
            ChangeDirection::Worse => Tone::Alarm,
            ChangeDirection::Other => Tone::Plain,
        }
    }
}

/// The heading of the changes of one direction.
pub fn heading(direction: ChangeDirection) -> &'static str {
    match direction {
        ChangeDirection::Better => "Better",
        ChangeDirection::Worse => "Worse",
        ChangeDirection::Other => "Other",
    }
}

/// Every direction in display order: the alarms first.
pub const DIRECTIONS: [ChangeDirection; 3] = [ChangeDirection::Worse, ChangeDirection::Better, ChangeDirection::Other];

/// The rows of a pane that changes concern: the index of the change, and the row.
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
