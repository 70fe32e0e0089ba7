//! Moves the board to another moment, and describes what changed there.

use super::known::{Arrival, Shown};
use super::{Journey, PastView, stamp, step};
use crate::app::evaluation::Evaluation;
use crate::app::msg::Response;
use crate::app::pane_set::SavedPosition;
use crate::app::{App, Clock, Effect, Page};
use crate::board::Board;
use crate::board::changes::{Change, ChangeDirection, changes};
use crate::board::timeline::Timeline;
use crate::panes::changes::ChangeLine;
use crate::text::is_right_to_left;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The limit for changes in the footer: no screen has room for more.
const MAX_NAMED: usize = 6;

/// Whether the new board still has the item that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReadItem {
    Kept,
    Gone,
}

impl App {
    /// Switches the time axis. The moment stays the same.
    pub fn change_clock(&mut self) -> Vec<Effect> {
        let response = self.switch_step_clock();
        self.take(response)
    }

    pub(in crate::app) fn switch_step_clock(&mut self) -> Response {
        let journey = self.travel.switch_clock(&self.current);
        self.go(journey)
    }

    pub(in crate::app) fn go(&mut self, journey: Journey) -> Response {
        match journey {
            Journey::Stay(response) => response,
            Journey::GoTo { at, since } => self.go_to(at, since),
            Journey::Return => self.return_to_present(),
        }
    }

    /// Returns to the moment that the program was started for: now, or that of `--now`.
    pub(in crate::app) fn return_to_present(&mut self) -> Response {
        self.travel.cancel_pending();
        let Some(watchlist) = self.travel.home_watchlist(&self.current) else { return Response::default() };
        self.show_as_of(watchlist, self.current.home());
        if let Some(past) = self.travel.past.take() {
            self.panes.restore_marks(past.saved);
        }
        self.notice_what_time_brought();
        Response::say(format!("back to {}", self.current.home_name()))
    }

    /// Handles a save while the board shows the past: the moment stays. Changes in the present are kept until
    /// the operator returns.
    pub(in crate::app) fn reload_past(&mut self, evaluation: Evaluation) -> Response {
        let (after, noticed) = self.record_save(evaluation);
        let watchlist = Arc::clone(&after.file);
        if let Some((before, found)) = noticed {
            self.note_in_the_past(&before, &after, &found);
        }
        let Some(past) = &mut self.travel.past else { return Response::default() };
        self.travel.timeline = Some(Timeline::from_watchlist(&watchlist));
        past.home = Arc::clone(&watchlist);
        if past.version.is_some() {
            return Response::say("the file has changed; this version of it has not");
        }
        let (at, since) = (past.at, past.since);
        let before = step::board_before(Arc::clone(&watchlist), since);
        self.show_as_of(watchlist, at);
        self.mark_what_came(Some(&before));
        Response::say(format!("the file has changed: it is shown as of {}, still", stamp(at)))
    }

    /// Alerts to changes in the present while the board shows the past, and keeps their marks.
    pub(in crate::app) fn note_in_the_past(&mut self, before: &Board, after: &Board, found: &[Change]) {
        if self.current.clock() == Clock::Live {
            self.alerts.raise(before, after, found);
        }
        let changed = self.panes.marked_rows(before, after, found);
        let now = Some(self.current.now());
        self.seen.add_notices(self.panes.change_notices(&changed, found, (before, after), now));
        if let Some(past) = &mut self.travel.past {
            SavedPosition::add_marks(&mut past.saved, changed);
        }
    }

    /// Records the changes that time alone made since the last look at the clock.
    fn notice_what_time_brought(&mut self) {
        if self.current.clock() != Clock::Live {
            return;
        }
        let Some(request) = self.seen.request_later(self.current.home()) else { return };
        if let (_, Some((before, found))) = self.seen.record(request.evaluate(None), self.current.home()) {
            self.mark_changes(&before, &found);
        }
    }

    fn go_to(&mut self, at: DateTime<Utc>, since: DateTime<Utc>) -> Response {
        let Some(watchlist) = self.travel.home_watchlist(&self.current) else { return Response::default() };
        self.travel.timeline.get_or_insert_with(|| Timeline::from_watchlist(&watchlist));
        let before = step::board_before(Arc::clone(&watchlist), since);
        self.leave(at, since, Arc::clone(&watchlist), None);
        let item = self.show_as_of(watchlist, at);
        self.tell_step(item, Some(&before), at)
    }

    /// Shows a loaded version.
    pub(in crate::app) fn show_version(&mut self, arrival: Arrival) -> Response {
        let Arrival { at, since, shown, watchlist, before } = arrival;
        let Some(home) = self.travel.home_watchlist(&self.current) else { return Response::default() };
        self.screen.select_first_problem();
        self.leave(at, since, home, Some(shown));
        let item = match watchlist {
            Some(watchlist) => self.show_as_of(watchlist, at),
            // Nothing is known about that time.
            None => {
                self.current.clear();
                ReadItem::Kept
            }
        };
        self.tell_step(item, before.as_ref(), at)
    }

    fn leave(&mut self, at: DateTime<Utc>, since: DateTime<Utc>, home: Arc<Watchlist>, version: Option<Shown>) {
        let saved = match self.travel.past.take() {
            Some(past) => past.saved,
            None => self.panes.save_positions(),
        };
        self.travel.past = Some(PastView { at, since, came: Vec::new(), saved, home, version });
    }

    /// Evaluates the board at another moment. The selected row of each pane stays selected, or is selected again once
    /// it is back.
    fn show_as_of(&mut self, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> ReadItem {
        let is_reading = matches!(self.screen.page(), Page::Detail { .. });
        let selected = self.selected().map(|(_, _, key)| key.id);
        if let Some(past) = &mut self.travel.past {
            self.panes.note_choices(&mut past.saved, is_reading);
        }
        let board = self.current.show(Board::read(watchlist, at));
        self.panes.reload(board);
        if let Some(past) = &mut self.travel.past {
            self.panes.restore_choices(&mut past.saved);
        }
        if is_reading && self.panes.selected_id() != selected {
            self.screen.open_page(Page::Panes);
            return ReadItem::Gone;
        }
        ReadItem::Kept
    }

    fn tell_step(&mut self, item: ReadItem, before: Option<&Board>, at: DateTime<Utc>) -> Response {
        let came = self.mark_what_came(before);
        Response::say(match item {
            ReadItem::Gone => format!("the item that you were reading came after {}", stamp(at)),
            ReadItem::Kept => self.step_summary(came),
        })
    }

    /// Marks the rows that differ from the board before, and describes the changes; `None` without a board before.
    fn mark_what_came(&mut self, before: Option<&Board>) -> Option<Vec<ChangeLine>> {
        self.panes.clear_marks();
        let (board, before) = (self.current.board()?, before?);
        let found = changes(before, board);
        let lines = found.iter().map(|change| ChangeLine::from_change(change, before, board)).collect();
        let changed = self.panes.marked_rows(before, board, &found);
        let came = self.panes.change_notices(&changed, &found, (before, board), Some(board.now));
        self.panes.add_marks(&changed);
        if let Some(past) = &mut self.travel.past {
            past.came = came;
        }
        Some(lines)
    }

    /// Summarises the last step: the number of changes, and as many of them as fit, worst first.
    fn step_summary(&self, came: Option<Vec<ChangeLine>>) -> String {
        let author = self.travel.version().map_or_else(String::new, credit);
        if self.is_trouble_of_version() {
            return format!("{author}this version does not load");
        }
        let Some(mut lines) = came else { return format!("{author}the first version") };
        lines.sort_by_key(|line| match line.direction {
            ChangeDirection::Worse => 0,
            ChangeDirection::Better => 1,
            ChangeDirection::Other => 2,
        });
        let mut said: Vec<_> = lines.iter().map(ChangeLine::sentence).take(MAX_NAMED).collect();
        // Right-to-left text comes last.
        let last = said.iter().position(|sentence| is_right_to_left(sentence));
        said.truncate(last.map_or(MAX_NAMED, |last| last + 1));
        match lines.len() {
            0 => format!("{author}nothing that the board tells"),
            1 => format!("{author}{}", said.join("")),
            count => format!("{author}{count} changes: {}", said.join("; ")),
        }
    }
}

/// The author of a version. A right-to-left name could reorder the line, so it is shown at the end of the scale
/// instead.
fn credit(shown: &Shown) -> String {
    if !shown.is_fresh() {
        return "since the day began: ".to_owned();
    }
    let (commit, author) = (shown.version.commit.short(), shown.version.author.display());
    if is_right_to_left(&author) { format!("{commit}: ") } else { format!("{commit} by {author}: ") }
}
