//! What is due: overdue things first, then the nearest.

use super::view::{Phrase, Tone};
use super::words;
use crate::board::Board;
use crate::board::due::{Due, What};

/// One line for everything that has a date and is not done: when, then what.
pub fn agenda(board: &Board) -> Vec<Vec<Phrase>> {
    let line = |due: &Due| {
        let date = Phrase::muted(format!("{:<12} ", words::when(due.at, board)));
        let wait = wait(due, board);
        vec![date, Phrase::new(format!("{:<13} ", wait.text), wait.tone), Phrase::plain(subject(due, board))]
    };
    board.due.iter().map(line).collect()
}

/// The first line of the agenda in a few words; nothing where nothing is due.
pub fn next(board: &Board) -> Option<Phrase> {
    let first = board.due.first()?;
    let wait = wait(first, board);
    Some(Phrase::new(format!("next: {} {}", subject(first, board), wait.text), wait.tone))
}

fn wait(due: &Due, board: &Board) -> Phrase {
    if due.is_overdue {
        Phrase::new(format!("OVERDUE {}", words::span(due.at.age(board.now))), Tone::Alarm)
    } else {
        Phrase::plain(words::ahead(due.at, board))
    }
}

fn subject(due: &Due, board: &Board) -> String {
    match due.what {
        What::Opening(crossing) => format!("{} opens", board.watchlist.crossings[crossing].name.display()),
        What::Item(list, item) => board.watchlist.checklists[list].items[item].title.display().into_owned(),
    }
}
