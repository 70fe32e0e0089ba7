//! The due dates: overdue ones first, then the nearest.

use super::age::Age;
use super::view::{Phrase, Tone};
use super::words;
use crate::board::Board;
use crate::board::due::{Due, DueKind};
use crate::text::is_right_to_left;

/// One line for everything that has a date and is not done: the time, then the name.
pub fn agenda(board: &Board) -> Vec<Vec<Phrase>> {
    let lines: Vec<_> = board.due.iter().map(|due| (words::when(due.at, board), wait(due, board), due)).collect();
    let widest = |width: fn(&(String, Phrase, &Due)) -> usize| lines.iter().map(width).max().unwrap_or(0);
    let (dates, waits) = (widest(|(date, ..)| date.len()), widest(|(_, wait, _)| wait.text.len()));
    let line = |(date, wait, due): &(String, Phrase, &Due)| {
        vec![
            Phrase::muted(format!("{date:<dates$}  ")),
            Phrase::new(format!("{:<waits$}  ", wait.text), wait.tone),
            Phrase::plain(subject(due, board)),
        ]
    };
    lines.iter().map(line).collect()
}

/// The first line of the agenda in a few words; `None` if nothing is due.
pub fn next(board: &Board) -> Option<Phrase> {
    let first = board.due.iter().find(|due| due.kind != DueKind::Rest)?;
    let wait = wait(first, board);
    Some(Phrase::new(format!("next: {}, {}", wait.text, subject(first, board)), wait.tone))
}

fn wait(due: &Due, board: &Board) -> Phrase {
    if due.is_overdue {
        words::overdue(due.at, board).after("OVERDUE ").toned(Tone::Alarm)
    } else if board.has_come(due.at) || Age(due.at.start - board.now).in_minutes().is_some() {
        words::ahead(due.at, board)
    } else {
        Phrase::plain("due now")
    }
}

fn subject(due: &Due, board: &Board) -> String {
    let name = board.watchlist.name_of(&due.entity).unwrap_or_default();
    let verb = match due.kind {
        DueKind::Item => return name,
        DueKind::Reopening => "opens again".to_owned(),
        DueKind::Rest => "has a day of rest".to_owned(),
        DueKind::Closure { until: None } => "closes, as announced".to_owned(),
        DueKind::Closure { until: Some(until) } => format!("closes, as announced, to {}", words::day(until, board)),
        DueKind::ClosureEnd => "last day of the announced closure".to_owned(),
        DueKind::Opening { moved_to: None } => "opens".to_owned(),
        DueKind::Opening { moved_to: Some(moved) } => format!("opens, moved to {}", words::when(moved, board)),
    };
    // A right-to-left name goes to the end.
    if is_right_to_left(&name) { format!("{verb}: {name}") } else { format!("{name} {verb}") }
}
