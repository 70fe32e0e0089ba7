//! The time machine: the board as of a moment that has passed, and the steps to another.
//!
//! Steps are made by one of two clocks: as dated (what the watchlist dates later is unseen), or as known (the file as it
//! stood in a commit of its git repository). A past board stays where it is, whatever the clock does, and whatever is
//! saved; what saves change meanwhile is marked once the operator is back.

mod known;
mod place;
mod step;
mod version;

use super::marks::{Mark, News, remember};
use super::*;
use crate::board::changes::{Direction, changes};
use crate::board::timeline::Timeline;
use crate::panes::changes::Line;
use crate::panes::view::ByRowId;
use crate::text::is_right_to_left;
use crate::watchlist::Watchlist;
pub(crate) use known::Shown;
use known::{Known, StepClock};
use place::Place;
use std::borrow::Cow;
use std::sync::Arc;
pub(crate) use step::Step;
pub(crate) use step::stamp;
use step::{Here, JUST, StepTarget};

/// Where in time the operator is.
#[derive(Debug, Default)]
pub(crate) struct Travel {
    /// When the picture changed; read when it is first asked for, and again when the file says otherwise.
    timeline: Option<Timeline>,
    away: Option<Away>,
    known: Known,
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
    /// The file as it stands.
    home: Arc<Watchlist>,
    /// The version that the board shows; none where it is the file as it stands.
    pub(crate) version: Option<Shown>,
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
        let timeline = self.travel.timeline.as_ref();
        self.away().map(|away| match &away.version {
            Some(shown) => Place { moments: &shown.times, at: away.at },
            None => Place { moments: timeline.map_or(&[], |timeline| timeline.up_to(self.home())), at: away.at },
        })
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
    pub(super) fn travel(&mut self, step: Step) -> Vec<Effect> {
        match self.travel.known.clock {
            StepClock::AsDated => {
                self.travel_as_dated(step);
                Vec::new()
            }
            StepClock::AsKnown => self.travel_as_known(step),
        }
    }

    fn travel_as_dated(&mut self, step: Step) {
        let Some(board) = &self.board else { return };
        let timeline = self.travel.timeline.get_or_insert_with(|| Timeline::of(&board.watchlist));
        let home = match self.clock {
            Clock::Live => self.now,
            Clock::AsOf(moment) => moment,
        };
        let here = Here { at: self.travel.away.as_ref().map_or(home, |away| away.at), home };
        match here.target(step, timeline, board.watchlist.zone()) {
            StepTarget::TimePoint { at, since } => self.go_to(at, since),
            StepTarget::Home => self.come_home(),
            StepTarget::TooEarly(first) => {
                let way_on = self.way_on();
                self.refuse(format!("nothing is dated before {}: {way_on}", stamp(first)));
            }
            StepTarget::NoPast => self.refuse("nothing that is dated has come: there is no past to go to"),
        }
    }

    /// Which keys lead anywhere from where nothing comes before.
    fn way_on(&self) -> &'static str {
        if self.away().is_some() { "] goes on, . goes back" } else { "[ goes to what came since" }
    }

    /// Back to the moment that the program was started for: now, unless `--now` named another.
    pub(super) fn come_home(&mut self) {
        self.forget_wish();
        let Some(watchlist) = self.home_watchlist() else { return };
        let home = self.home();
        if let Some(away) = &mut self.travel.away {
            away.version = None;
        }
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
        let noticed = self.file_state.good().and_then(|good| self.memory.notice_save(good, &after));
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
        if let Some(away) = &mut self.travel.away {
            away.home = Arc::clone(&watchlist);
        }
        if self.version().is_some() {
            self.say("the file has changed; this version of it has not");
            return;
        }
        let before = step::board_before(Arc::clone(&watchlist), since);
        self.show_as_of(watchlist, at);
        self.mark_what_came(Some(&before));
        self.say(format!("the file has changed: it is shown as of {}, still", stamp(at)));
    }

    /// What time alone has brought while the operator was away.
    fn notice_what_time_brought(&mut self) {
        let (Clock::Live, Some(board)) = (self.clock, &self.board) else { return };
        if let Some((before, found)) = self.memory.notice_time(None, board) {
            self.mark_time(&before, &found);
        }
    }

    /// To a moment as dated; what came after `since` is what the step is about.
    fn go_to(&mut self, at: DateTime<Utc>, since: DateTime<Utc>) {
        let Some(watchlist) = self.home_watchlist() else { return };
        self.travel.timeline.get_or_insert_with(|| Timeline::of(&watchlist));
        let before = step::board_before(Arc::clone(&watchlist), since);
        self.leave(at, since);
        let kept = self.show_as_of(watchlist, at);
        let came = self.mark_what_came(Some(&before));
        match kept {
            Kept::NotTheItem => self.say(format!("the item that you were reading came after {}", stamp(at))),
            Kept::TheItem => self.say(self.summary(came)),
        }
    }

    /// Away, to this moment of the file as it stands, until a version is put in its place.
    fn leave(&mut self, at: DateTime<Utc>, since: DateTime<Utc>) {
        let Some(home) = self.home_watchlist() else { return };
        let left = match self.travel.away.take() {
            Some(away) => away.left,
            None => self.views.iter_mut().map(Left::of).collect(),
        };
        self.travel.away = Some(Away { at, since, came: Vec::new(), left, home, version: None });
    }

    /// The file as it stands.
    fn home_watchlist(&self) -> Option<Arc<Watchlist>> {
        let away = self.away().map(|away| &away.home);
        away.or(self.board.as_ref().map(|board| &board.watchlist)).map(Arc::clone)
    }

    /// Reads the board as of another moment. Each pane's row stays selected, or is again as soon as it is back.
    fn show_as_of(&mut self, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> Kept {
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
            return Kept::NotTheItem;
        }
        Kept::TheItem
    }

    /// Marks the rows that read otherwise than on the board before, and says what is different; nothing where there is no
    /// board to compare with.
    fn mark_what_came(&mut self, before: Option<&Board>) -> Option<Vec<Line>> {
        self.views.iter_mut().for_each(|view| drop(view.take_marks()));
        let (board, before) = (self.board.as_ref()?, before?);
        let found = changes(before, board);
        let lines = found.iter().map(|change| Line::of(change, before, board)).collect();
        // Rows that only time makes to read otherwise, such as those of heat that fades, are nothing that a step brought.
        let differing = match found.as_slice() {
            [] => Vec::new(),
            [..] => self.differing(before, board, |view, _| Cow::Borrowed(view.all())),
        };
        let came = self.news(&differing, &found, (before, board), Some(board.now));
        for (view, rows) in self.views.iter_mut().zip(differing) {
            view.add_marks(rows.into_iter().map(|(key, mark)| (key.id, mark)));
        }
        if let Some(away) = &mut self.travel.away {
            away.came = came;
        }
        Some(lines)
    }

    /// What the last step brought: how much, and as much of it as there is room for, the worst first.
    fn summary(&self, came: Option<Vec<Line>>) -> String {
        let author = self.version().map_or_else(String::new, credit);
        if self.is_trouble_of_version() {
            return format!("{author}this version does not load");
        }
        let Some(mut lines) = came else { return format!("{author}the first version") };
        lines.sort_by_key(|line| match line.direction {
            Direction::Worse => 0,
            Direction::Better => 1,
            Direction::Other => 2,
        });
        let mut said: Vec<_> = lines.iter().map(Line::sentence).take(MOST_SAID).collect();
        // What runs from right to left stands at the end.
        let last = said.iter().position(|sentence| is_right_to_left(sentence));
        said.truncate(last.map_or(MOST_SAID, |last| last + 1));
        match lines.len() {
            0 => format!("{author}nothing that the board tells"),
            1 => format!("{author}{}", said.join("")),
            count => format!("{author}{count} changes: {}", said.join("; ")),
        }
    }
}

/// As many changes are said in the footer: no screen has room for more.
const MOST_SAID: usize = 6;

/// Whose words a version brought. A name from right to left would turn the line round: it stands at the end of the scale.
fn credit(shown: &Shown) -> String {
    if !shown.is_fresh() {
        return "since the day began: ".to_owned();
    }
    let (commit, author) = (shown.version.commit.short(), shown.version.author.display());
    if is_right_to_left(&author) { format!("{commit}: ") } else { format!("{commit} by {author}: ") }
}

/// Whether a board of another moment still has the item that was being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    TheItem,
    NotTheItem,
}

impl Left {
    fn of(view: &mut PaneView) -> Self {
        let selected = view.selected().map(|key| key.id);
        Self { marks: view.take_marks(), chosen: selected, settled: selected }
    }
}
