//! What changed, as plain rows: the words, where to read it, and the rows of the panes that it concerns.
//!
//! `diff`, the page of changes, the strip, the journal and the handover all read these, so that they cannot disagree.

mod cause;
mod quoted;
mod title;
pub mod wire;
mod words;

use super::Pane;
use super::view::{RowKey, Tone};
use crate::board::Board;
use crate::board::changes::{Change, ChangeDirection, ChangePlace};
use crate::diagnostic::Span;
use crate::text::is_right_to_left;
use quoted::{Quoted, quoted};
use std::collections::HashMap;

/// One change in words, all of them safe to show.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeLine {
    /// What it concerns, such as `Rafah`; of an event in the log how severe it was, such as `▲ SEVERE`.
    pub title: String,
    /// What is different, such as `scheduled → open`; of an event where it was and which risk it belongs to.
    pub words: String,
    /// Who says so, with both grades, where it is told with an entry: `Associated Press B2`.
    pub source: String,
    /// The entry's own words; empty where it has none.
    pub note: String,
    /// Why, where the words do not say it: `reverted: a report was withdrawn`; empty where the entry says so.
    pub cause: String,
    /// The date of what it rests on; empty where nothing is dated.
    pub when: String,
    /// Whether it is an event of the log.
    pub is_event: bool,
    /// Whether it is good news.
    pub direction: ChangeDirection,
    /// Where to read it.
    pub place: ChangePlace,
}

impl ChangeLine {
    /// A change from one board to another, in words.
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

    /// `Rafah: open → closed, Associated Press B2 6 Feb 09:00Z: until further notice`, or of an event
    /// `▲ SEVERE 6 Feb 14:00Z Rafah, new-fronts: a strike (Associated Press B2)`.
    pub fn sentence(&self) -> String {
        let when = if self.is_event || !self.source.is_empty() { self.when.as_str() } else { "" };
        let [name, said] = self.parts(when);
        let colon = if self.is_event { "" } else { ":" };
        // A name from right to left belongs at the end.
        if is_right_to_left(&name) { format!("{said}: {name}") } else { format!("{name}{colon} {said}") }
    }

    /// What it concerns and what is said of it, with the time of its entry in its place; empty where that stands elsewhere.
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

    /// What it means to the eye.
    pub fn tone(&self) -> Tone {
        match self.direction {
            ChangeDirection::Better => Tone::Good,
            ChangeDirection::Worse => Tone::Alarm,
            ChangeDirection::Other => Tone::Plain,
        }
    }
}

/// The heading over the changes of one direction.
pub fn heading(direction: ChangeDirection) -> &'static str {
    match direction {
        ChangeDirection::Better => "Better",
        ChangeDirection::Worse => "Worse",
        ChangeDirection::Other => "Other",
    }
}

/// Every direction, in the order in which they are shown: the alarms first.
pub const DIRECTIONS: [ChangeDirection; 3] = [ChangeDirection::Worse, ChangeDirection::Better, ChangeDirection::Other];

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
