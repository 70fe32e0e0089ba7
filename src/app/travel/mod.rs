//! The time machine: the board as of a moment that has passed, and the steps to another.
//!
//! Steps are made as dated: what the watchlist dates later is unseen. A past board stays where it is, whatever the clock
//! does, and whatever is saved; what saves change meanwhile is marked once the operator is back.

mod place;
mod step;

use super::marks::{Mark, News, remember};
use super::*;
use crate::board::changes::changes;
use crate::board::timeline::Timeline;
use crate::panes::view::ByRowId;
use crate::watchlist::Watchlist;
use place::Place;
use std::borrow::Cow;
use std::sync::Arc;
pub(crate) use step::Step;
pub(crate) use step::stamp;
use step::{Here, Target};

/// Where in time the operator is.
#[derive(Debug, Default)]
pub(crate) struct Travel {
    /// When the picture changed; read when it is first asked for, and again when the file says otherwise.
    timeline: Option<Timeline>,
    away: Option<Away>,
}

/// A moment that the operator went to.
#[derive(Debug)]
pub(crate) struct Away {
    /// The moment as of which the board is read.
    pub(crate) at: DateTime<Utc>,
    /// What is marked came after this moment.
    since: DateTime<Utc>,
    /// What came between the two, as far as rows show it.
    pub(crate) came: Vec<News>,
    /// One for each pane.
    left: Vec<Left>,
}

/// What a pane had when the operator left.
#[derive(Debug)]
struct Left {
    /// What saves have changed there, still unseen.
    marks: ByRowId<Mark>,
    /// The row that the operator chose, also while it is not on the board.
    chosen: Option<RowId>,
    /// The row that stands in for it.
    settled: Option<RowId>,
}

impl App {
    /// Whether the board does not follow the clock: it shows a moment that was gone to, or the one of `--now`.
    pub fn is_past(&self) -> bool {
        match self.shown_clock() {
            Clock::Live => false,
            Clock::AsOf(_) => true,
        }
    }

    /// The moment that the operator went to, if any.
    pub(crate) fn away(&self) -> Option<&Away> {
        self.travel.away.as_ref()
    }

    /// Where that moment lies among all changes.
    pub(crate) fn place(&self) -> Option<Place<'_>> {
        let timeline = self.travel.timeline.as_ref()?;
        self.away().map(|away| Place { moments: timeline.up_to(self.home()), at: away.at })
    }

    /// The clock of the board on the screen.
    pub(crate) fn shown_clock(&self) -> Clock {
        self.away().map_or(self.clock, |away| Clock::AsOf(away.at))
    }

    /// The moment to come back to: now, or the one of `--now`.
    pub(crate) fn home(&self) -> DateTime<Utc> {
        match self.clock {
            Clock::Live => self.now,
            Clock::AsOf(moment) => moment,
        }
    }

    /// The name of that moment, for notices.
    pub(crate) fn home_name(&self) -> String {
        match self.clock {
            Clock::Live => "LIVE".to_owned(),
            Clock::AsOf(moment) => format!("AS OF {}", stamp(moment)),
        }
    }

    /// Goes one step through time.
    pub(super) fn travel(&mut self, step: Step) {
        let Some(board) = &self.board else { return };
        let timeline = self.travel.timeline.get_or_insert_with(|| Timeline::of(&board.watchlist));
        let home = match self.clock {
            Clock::Live => self.now,
            Clock::AsOf(moment) => moment,
        };
        let here = Here { at: self.travel.away.as_ref().map_or(home, |away| away.at), home };
        match here.target(step, timeline, board.watchlist.zone()) {
            Target::Moment { at, since } => self.go_to(at, since),
            Target::Home => self.come_home(),
            Target::TooEarly(first) => self.refuse(format!("nothing is dated before {}", stamp(first))),
            Target::NoPast => self.refuse("nothing that is dated has come: there is no past to go to"),
        }
    }

    /// Back to the moment that the program was started for: now, unless `--now` named another.
    pub(super) fn come_home(&mut self) {
        let Some(board) = &self.board else { return };
        let watchlist = Arc::clone(&board.watchlist);
        let home = self.home();
        self.show_as_of(watchlist, home);
        for (view, left) in self.views.iter_mut().zip(self.travel.away.take().into_iter().flat_map(|away| away.left)) {
            view.take_marks();
            view.add_marks(left.marks);
        }
        self.notice_what_time_brought();
        self.say(format!("back to {}", self.home_name()));
    }

    /// A save that comes while the operator is away: the moment stays. What differs at home is kept for the return.
    pub(super) fn reload_while_away(&mut self, watchlist: Arc<Watchlist>) {
        let Some(away) = &self.travel.away else { return };
        let (at, since, home) = (away.at, away.since, self.home());
        let after = Board::read(Arc::clone(&watchlist), home);
        let noticed = self.file_state.good().and_then(|good| self.memory.notice_save(&good.source, &after));
        if let Some((before, found)) = noticed {
            let differing = self.differing(&before, &after, |view, pane| Cow::Owned(pane.rows(&after, view.order())));
            let news = self.news(&differing, &found, (&before, &after), Some(self.now));
            remember(&mut self.news, news);
            if let Some(away) = &mut self.travel.away {
                for (left, rows) in away.left.iter_mut().zip(differing) {
                    left.marks.extend(rows.into_iter().map(|(key, mark)| (key.id, mark)));
                }
            }
        }
        self.travel.timeline = Some(Timeline::of(&watchlist));
        self.show_as_of(watchlist, at);
        self.mark_what_came(since);
        self.say(format!("the file has changed: it is shown as of {}, still", stamp(at)));
    }

    /// What time alone has brought while the operator was away.
    fn notice_what_time_brought(&mut self) {
        let (Clock::Live, Some(board)) = (self.clock, &self.board) else { return };
        if let Some((before, found)) = self.memory.notice_time(None, board) {
            self.mark_time(&before, &found);
        }
    }

    fn go_to(&mut self, at: DateTime<Utc>, since: DateTime<Utc>) {
        let Some(board) = &self.board else { return };
        let watchlist = Arc::clone(&board.watchlist);
        let left = match self.travel.away.take() {
            Some(away) => away.left,
            None => self.views.iter_mut().map(Left::of).collect(),
        };
        self.travel.away = Some(Away { at, since, came: Vec::new(), left });
        let shown = self.show_as_of(watchlist, at);
        self.mark_what_came(since);
        match shown {
            Shown::WithoutTheItem => self.say(format!("the item that you were reading came after {}", stamp(at))),
            Shown::Whole => self.say(self.summary()),
        }
    }

    /// Reads the board as of another moment. Each pane's row stays selected, or is again as soon as it is back.
    fn show_as_of(&mut self, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> Shown {
        let is_reading = matches!(self.page, Page::Detail { .. });
        let reading = self.selected().map(|(_, _, key)| key.id).filter(|_| is_reading);
        if let Some(away) = &mut self.travel.away {
            for ((index, view), left) in self.views.iter().enumerate().zip(&mut away.left) {
                let selected = view.selected().map(|key| key.id);
                if selected != left.settled || (is_reading && index == self.focus) {
                    left.chosen = selected;
                }
            }
        }
        self.board = Some(Board::read(watchlist, at));
        self.reload_views();
        if let Some(away) = &mut self.travel.away {
            for (view, left) in self.views.iter_mut().zip(&mut away.left) {
                left.chosen.into_iter().for_each(|chosen| view.select(chosen));
                left.settled = view.selected().map(|key| key.id);
            }
        }
        if is_reading && self.selected().map(|(_, _, key)| key.id) != reading {
            self.page = Page::Panes;
            return Shown::WithoutTheItem;
        }
        Shown::Whole
    }

    /// Marks the rows that read otherwise since a moment.
    fn mark_what_came(&mut self, since: DateTime<Utc>) {
        let Some(board) = &self.board else { return };
        let before = Board::read(Arc::clone(&board.watchlist), since);
        let differing = self.differing(&before, board, |view, _| Cow::Borrowed(view.all()));
        let came = self.news(&differing, &changes(&before, board), (&before, board), Some(board.now));
        for (view, rows) in self.views.iter_mut().zip(differing) {
            view.take_marks();
            view.add_marks(rows.into_iter().map(|(key, mark)| (key.id, mark)));
        }
        if let Some(away) = &mut self.travel.away {
            away.came = came;
        }
    }

    /// What the last step brought, in a few words.
    fn summary(&self) -> String {
        let marked = self.views.iter().enumerate().filter(|(_, view)| view.marked() > 0);
        let words: Vec<_> =
            marked.map(|(pane, view)| format!("{} in {}", view.marked(), self.pane_name(pane))).collect();
        match words.as_slice() {
            [] => "no row reads otherwise than just before".to_owned(),
            words => format!("rows that changed here: {}", words.join(", ")),
        }
    }
}

/// Whether a board of another moment still has the item that was being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Whole,
    WithoutTheItem,
}

impl Left {
    fn of(view: &mut PaneView) -> Self {
        let selected = view.selected().map(|key| key.id);
        Self { marks: view.take_marks(), chosen: selected, settled: selected }
    }
}
