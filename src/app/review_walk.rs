//! The walk through what has to be looked at: one thing after the other, each in its details.
//!
//! Goes on when something was written about the thing that is shown, or when it is skipped. Leaving the details ends it.

use super::msg::Response;
use super::{App, Page};
use crate::board::Board;
use crate::panes::reviews::{cause_word, review_words};
use crate::watchlist::{EntityRef, Watchlist};

pub(crate) struct ReviewWalk {
    /// What had to be looked at when the walk began.
    queue: Vec<EntityRef>,
    at: usize,
    /// The content of the thing that is shown, when it was first shown.
    content: Option<u64>,
}

impl App {
    /// Whether the walk shows its current thing.
    pub(super) fn is_walking(&self) -> bool {
        self.walk.is_some() && matches!(self.screen.page(), Page::Detail { .. })
    }

    /// Formats `review 2 of 14`, while the walk is on.
    pub(crate) fn walk_words(&self) -> Option<String> {
        let walk = self.walk.as_ref().filter(|_| self.is_walking())?;
        Some(format!("review {} of {}", walk.at + 1, walk.queue.len()))
    }

    pub(super) fn start_walk(&mut self) -> Response {
        let Some(board) = self.current.board() else { return Response::default() };
        let queue: Vec<_> = board.reviews().iter().map(|review| review.entity.clone()).collect();
        if queue.is_empty() {
            return Response::say("nothing is due for review, old or unknown");
        }
        self.walk = Some(ReviewWalk { queue, at: 0, content: None });
        self.walk_on(0)
    }

    /// Shows the thing after the current one.
    pub(super) fn skip_in_walk(&mut self) -> Response {
        let next = self.walk.as_ref().map_or(0, |walk| walk.at + 1);
        self.walk_on(next)
    }

    /// Goes on if something was written about the thing that is shown; ends if its details were left.
    pub(super) fn follow_walk(&mut self) -> Response {
        let Some(walk) = &self.walk else { return Response::default() };
        if !self.is_walking() {
            self.walk = None;
            return Response::default();
        }
        let content = self.current.board().and_then(|board| content_of(&board.watchlist, &walk.queue[walk.at]));
        if self.forms.open().is_some() || content == walk.content {
            return Response::default();
        }
        self.skip_in_walk()
    }

    /// Shows the first thing from a place in the queue on that still has to be looked at.
    fn walk_on(&mut self, from: usize) -> Response {
        let (Some(walk), Some(board)) = (&mut self.walk, self.current.board()) else { return Response::default() };
        let waiting = |entity: &EntityRef| board.reviews().iter().find(|review| review.entity == *entity);
        for at in from..walk.queue.len() {
            let entity = &walk.queue[at];
            let Some(review) = waiting(entity).filter(|_| self.panes.go_to_entity(entity, board)) else { continue };
            let why = format!("{}, {}", cause_word(review), review_words(board, review));
            (walk.at, walk.content) = (at, content_of(&board.watchlist, entity));
            self.screen.open_page(Page::Detail { scroll: 0, entry: None });
            return Response::say(format!("c checked  x report  e edit  s skip  Esc ends · {why}"));
        }
        let left = remaining(board);
        self.walk = None;
        self.screen.open_page(Page::Panes);
        Response::say(format!("end of the review: {left}"))
    }
}

/// Formats `nothing is left`, `3 left, 1 of them due`.
fn remaining(board: &Board) -> String {
    let due = board.reviews().iter().filter(|review| review.cause.is_due()).count();
    match board.reviews().len() {
        0 => "nothing is left".to_owned(),
        left => format!("{left} left, {due} of them due"),
    }
}

/// The content of what is written about a crossing, an item or a risk.
fn content_of(watchlist: &Watchlist, entity: &EntityRef) -> Option<u64> {
    Some(watchlist.resolve(entity)?.kept()?.content.fingerprint())
}
