//! The step function: a message in, effects out.

use super::evaluation::{Evaluation, EvaluationRequest, Noticed};
use super::file_state::ReadOutcome;
use super::form::{Beginning, FormContext, FormOpening, FormStep, Start};
use super::history::Fetched;
use super::keys::{self, Action, Recording};
use super::menu::{Edited, edit, paste};
use super::msg::{Response, Switch};
use super::seen_state::Since;
use super::travel::Travel;
use super::{App, Clock, Effect, Msg, Page, Prompt, Recalled, Stamped, review_area};
use crate::board::Board;
use crate::board::changes::{Change, changes};
use crate::board::timeline::Timeline;
use crate::diagnostic::Span;
use crate::load::Loaded;
use crate::panes::age::Age;
use crate::panes::view::RowId;
use crate::text::sanitise;
use crate::watchlist::time::local_date;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::sync::Arc;
use tui_input::Input;

/// A file without an entry for longer than this gets a notice at the start.
const OLD_FILE: TimeDelta = TimeDelta::days(7);

impl App {
    /// Handles a message, and returns the effects.
    pub fn update(&mut self, Stamped { at, msg }: Stamped) -> Vec<Effect> {
        self.advance(at);
        let is_key = matches!(msg, Msg::Key(_));
        let response = match msg {
            Msg::Tick => {
                let mut effects = self.tick();
                effects.extend(self.kept());
                return effects;
            }
            Msg::Key(event) if event.kind == KeyEventKind::Release => return Vec::new(),
            Msg::Background(background) => {
                self.screen.on_background(background);
                return Vec::new();
            }
            // These are handled at once, on a board that is a moment old; a due tick follows.
            Msg::Key(event) => self.on_key(event),
            Msg::Mouse(event) => self.on_mouse(event),
            Msg::Paste(text) => self.on_paste(&text),
            Msg::Resize(width, height) => self.screen.on_resize((width, height)),
            Msg::Focus(focus) => {
                self.alerts.on_focus(focus);
                // Not every terminal tells by itself that its colours have changed.
                return if focus == Switch::On { vec![Effect::AskBackground] } else { Vec::new() };
            }
            Msg::EditorOpened(name) => Response::say(format!("opened beside the board, in {}", sanitise(&name))),
            Msg::Notice(text) => Response::refuse(sanitise(&text)),
            Msg::History(found) => {
                let journey = self.travel.on_history(found, &self.current);
                self.go(journey)
            }
            Msg::Version(fetched) => self.on_version(*fetched),
            Msg::Kept(text) => self.seen.on_kept(text),
            Msg::Read(loaded) => self.up_to_date().on_read(*loaded),
            Msg::Evaluated(evaluation) => self.on_evaluated(*evaluation),
            Msg::Unreadable(why) => {
                let shown = self.up_to_date().show_waiting_text();
                let trouble = self.file.on_unreadable(why, at);
                shown.and(trouble)
            }
            Msg::Watching(mode) => self.up_to_date().file.on_watching(mode),
            Msg::Rescued(names) => self.up_to_date().file.on_rescued(names),
            Msg::Recalled(recalled) => self.up_to_date().on_recalled(*recalled),
            Msg::ReadBack(found) => self.up_to_date().seen.on_read_back(*found),
            Msg::Proposed(outcome) => {
                self.follow_clock();
                let watchlist = self.current.board().map(|board| &*board.watchlist);
                self.forms.on_proposed(outcome, watchlist, at)
            }
            Msg::SaveEnded(end) => {
                self.follow_clock();
                self.forms.on_save_ended(end, &self.keys, at)
            }
        };
        self.screen.request_draw();
        let mut effects = self.take(response);
        let followed = self.follow_walk();
        effects.extend(self.take(followed));
        self.list_changes();
        self.reveal(is_key);
        effects.extend(self.kept());
        effects
    }

    /// Shows the notice of a response, and returns its effects.
    pub(super) fn take(&mut self, Response { effects, notice }: Response) -> Vec<Effect> {
        let now = self.now();
        notice.into_iter().for_each(|notice| self.screen.notify(notice, now));
        effects
    }

    /// The effects that save state outside. A board that was started for a past moment saves nothing.
    fn kept(&mut self) -> Vec<Effect> {
        let mut effects = self.seen.take_effects();
        effects.extend(self.alerts.take_effects());
        effects.extend(self.evaluating.take_effects());
        match self.clock() {
            Clock::Live => effects,
            Clock::AsOf(_) => Vec::new(),
        }
    }

    fn advance(&mut self, at: DateTime<Utc>) {
        let enter_means = |at| self.forms.confirmation().map(|confirmation| confirmation.enter_means(at));
        if self.shown(at) != self.shown_now() || enter_means(at) != enter_means(self.now()) {
            self.screen.request_draw();
        }
        self.current.advance(at);
    }

    fn tick(&mut self) -> Vec<Effect> {
        if self.current.board().is_some_and(|board| self.panes.search_on(board)) {
            self.screen.request_draw();
        }
        self.follow_clock();
        let Some(save) = self.forms.on_pause(self.current.now(), self.screen.has_room_for_a_form()) else {
            return Vec::new();
        };
        self.screen.request_draw();
        self.seen_undo = None;
        self.take(save)
    }

    fn up_to_date(&mut self) -> &mut Self {
        self.follow_clock();
        self
    }

    /// Evaluates a board that follows the clock again, if it is due.
    fn follow_clock(&mut self) {
        if self.clock() != Clock::Live || !self.evaluating.is_empty() {
            return;
        }
        let now = self.current.now();
        let is_due = if self.is_past() { self.seen.is_due(now) } else { self.current.is_due() };
        if !is_due {
            return;
        }
        let Some(request) = self.seen.request_later(now) else { return };
        if request.is_long() {
            self.evaluating.hand_over(request, None);
        } else {
            let shown = if self.is_past() { None } else { self.current.take() };
            self.show_later(request.evaluate(shown));
        }
    }

    /// Shows the board of a later moment; in the past, only its changes are noted.
    fn show_later(&mut self, evaluation: Evaluation) {
        let at = self.current.now();
        let (board, noticed) = self.seen.record(evaluation, at);
        if self.is_past() {
            if let Some((before, found)) = noticed {
                self.note_in_the_past(&before, &board, &found);
            }
            return self.screen.request_draw();
        }
        self.panes.reload(self.current.show(board));
        if let Some((before, found)) = noticed {
            self.mark_changes(&before, &found);
        }
        self.reveal(false);
        self.screen.request_draw();
    }

    fn on_read(&mut self, loaded: Loaded) -> Response {
        let shown = self.show_waiting_text();
        let is_new = |source| self.file.state().good().is_some_and(|good| !good.source.is_same_text(source));
        let is_compared = self.board().is_some() && self.travel.past().is_none() && is_new(&loaded.source);
        let request = loaded
            .watchlist
            .clone()
            .filter(|_| is_compared)
            .map(|watchlist| self.seen.request(loaded.source.clone(), watchlist, self.current.home()));
        match request.filter(EvaluationRequest::is_long) {
            Some(request) => {
                self.evaluating.hand_over(request, Some(Box::new(loaded)));
                shown
            }
            None => shown.and(self.show_text(loaded, None)),
        }
    }

    /// A text that waits for its evaluation is shown without it, because something newer is known about the file.
    fn show_waiting_text(&mut self) -> Response {
        match self.evaluating.take_text() {
            Some(loaded) => self.show_text(*loaded, None),
            None => Response::default(),
        }
    }

    fn on_evaluated(&mut self, evaluation: Evaluation) -> Response {
        match self.evaluating.take(&evaluation) {
            Some(Some(loaded)) => return self.show_text(*loaded, Some(evaluation)),
            Some(None) if self.seen.is_next(&evaluation.request) => self.show_later(evaluation),
            Some(None) | None => {}
        }
        Response::default()
    }

    fn show_text(&mut self, loaded: Loaded, evaluation: Option<Evaluation>) -> Response {
        self.screen.select_first_problem();
        let before = self.seen.last().cloned();
        let source = loaded.source.clone();
        let watchlist = match self.file.on_read(loaded, self.current.now()) {
            ReadOutcome::New(watchlist) => watchlist,
            ReadOutcome::Same(watchlist) if self.board().is_none() => watchlist,
            ReadOutcome::Same(_) | ReadOutcome::Broken => return Response::default(),
        };
        let evaluation = evaluation.filter(|evaluation| self.seen.is_next(&evaluation.request));
        let evaluation =
            evaluation.unwrap_or_else(|| self.seen.request(source, watchlist, self.current.home()).evaluate(None));
        let response = match self.travel.past() {
            Some(_) => self.reload_past(evaluation),
            None => self.show_present(evaluation),
        };
        if let Some(board) = self.current.board() {
            self.forms.on_new_watchlist(&board.watchlist);
        }
        if let (Some(before), Some(good)) = (before, self.file.state().good())
            && self.forms.on_new_text(&before, &good.source, good.began.into())
        {
            let redo = self.keys.label(Action::Record(Recording::Redo));
            let removed = self.forms.removed_summary();
            return Response::refuse(format!(
                "somebody's save has removed what you wrote: {removed}; {redo} writes it"
            ));
        }
        response
    }

    fn show_present(&mut self, evaluation: Evaluation) -> Response {
        self.travel = Travel::default();
        let is_first = self.current.board().is_none();
        let looking_at = self.selected().map(|(_, _, key)| key.id);
        let (board, noticed) = self.record_save(evaluation);
        self.panes.reload(self.current.show(board));
        if let Some((before, found)) = noticed {
            self.mark_changes(&before, &found);
        }
        if matches!(self.screen.page(), Page::Detail { .. }) && self.panes.selected_id() != looking_at {
            self.screen.open_page(Page::Panes);
            return Response::say("the item you were reading is no longer in the file");
        }
        if is_first { self.old_file_notice() } else { Response::default() }
    }

    pub(super) fn record_save(&mut self, evaluation: Evaluation) -> (Board, Option<Noticed>) {
        let read = self.file.state().good().map_or(self.current.now(), |good| good.began);
        self.seen.record(evaluation, read)
    }

    /// Says that nothing in the file is recent, and how to see an earlier board: a new operator may have opened an
    /// example.
    fn old_file_notice(&self) -> Response {
        let (Some(board), Clock::Live) = (self.current.board(), self.clock()) else { return Response::default() };
        let newest = Timeline::newest(&board.watchlist, board.now);
        let Some(newest) = newest.filter(|newest| board.now - *newest > OLD_FILE) else { return Response::default() };
        let age = Age(board.now - newest).in_seconds();
        let date = local_date(newest, board.watchlist.zone()).format("%-d %b %Y");
        let back = self.keys.label(Action::ChangeBack);
        Response::say(format!("newest date in the file {date} ({age} ago): press {back} to see the board as of then"))
    }

    /// Marks what a save or time has changed.
    pub(super) fn mark_changes(&mut self, before: &Board, found: &[Change]) {
        let Some(board) = self.current.board() else { return };
        if self.current.clock() == Clock::Live {
            self.alerts.raise(before, board, found);
        }
        let changed = self.panes.marked_shown_rows(before, board, found);
        self.seen.add_notices(self.panes.change_notices(&changed, found, (before, board), Some(self.current.now())));
        self.panes.add_marks(&changed);
    }

    /// Handles the state of earlier runs: marks what has changed since the operator last looked.
    fn on_recalled(&mut self, recalled: Recalled) -> Response {
        self.seen.on_recalled(recalled);
        let (Some(board), Since::Looked { at, watchlist, .. }) = (self.current.board(), self.seen.since()) else {
            return Response::default();
        };
        let before = Board::read(Arc::clone(watchlist), at);
        let found = changes(&before, board);
        let changed = self.panes.marked_shown_rows(&before, board, &found);
        self.seen.replace_notices(self.panes.change_notices(&changed, &found, (&before, board), None));
        self.panes.add_marks(&changed);
        Response::default()
    }

    fn on_version(&mut self, fetched: Fetched) -> Response {
        if self.lists_changes() || self.forms.open().is_some() {
            // The operator has moved on to something else.
            self.travel.cancel_pending();
        }
        let arrival = self.travel.on_version(fetched, &self.current);
        arrival.map_or_else(Response::default, |arrival| self.show_version(arrival))
    }

    pub(super) fn on_key(&mut self, event: KeyEvent) -> Response {
        self.screen.clear_notice();
        let action = self.keys.action_of(event);
        let event = keys::as_arrow(event);
        let is_chord = event.modifiers.contains(KeyModifiers::CONTROL);
        let is_always_for_the_program =
            is_chord && matches!(action, Some(Action::Suspend | Action::Redraw | Action::Quit));
        if !is_always_for_the_program {
            if self.forms.open().is_some() {
                return self.on_form_key(event);
            }
            if !self.screen.is_compact()
                && let Some(prompt) = self.screen.take_prompt()
            {
                return self.on_prompt_key(event, prompt);
            }
        }
        match action {
            Some(action) => self.act(action, Some(event)),
            None => Response::refuse(format!("{} does nothing here: ? shows the keys", keys::pressed(event))),
        }
    }

    fn on_prompt_key(&mut self, event: KeyEvent, prompt: Prompt) -> Response {
        match prompt {
            Prompt::Filter { input, before } => {
                self.on_filter_key(event, input, before);
                Response::default()
            }
            Prompt::Menu(menu) => self.on_menu_key(event, menu),
        }
    }

    fn on_filter_key(&mut self, event: KeyEvent, mut input: Input, before: Option<RowId>) {
        match event.code {
            KeyCode::Enter => return,
            KeyCode::Esc => {
                self.filter_by("");
                before.into_iter().for_each(|id| self.panes.select(id));
                return;
            }
            KeyCode::Backspace if input.value().is_empty() => return,
            KeyCode::Up => self.move_selection(-1),
            KeyCode::Down => self.move_selection(1),
            _ => {
                if edit(&mut input, event) == Edited::Text {
                    self.filter_by(input.value());
                }
            }
        }
        self.screen.open_prompt(Prompt::Filter { input, before });
    }

    pub(super) fn on_form_key(&mut self, event: KeyEvent) -> Response {
        let (layout, has_room) = (self.layout(), self.screen.has_room_for_a_form());
        let Some(board) = self.current.board() else { return Response::default() };
        let (watchlist, now) = (&*board.watchlist, self.current.now());
        let context = FormContext { watchlist, now, has_room, review_area: review_area(&layout) };
        match self.forms.on_key(event, context) {
            FormStep::Done(response) => response,
            FormStep::Open(option) => self.open_form(&option.start, option.opening),
            FormStep::EditItem(response) => {
                self.take(response);
                self.act(Action::EditItem, None)
            }
        }
    }

    /// Starts the recording of a key, or says why it cannot.
    pub(super) fn start_recording(&mut self, recording: Recording) -> Response {
        match self.beginning(recording) {
            Ok(Beginning::Form(start)) => self.open_form(&start, FormOpening::Offer),
            Ok(Beginning::Choice(choice)) => {
                self.forms.open_choice(choice);
                Response::default()
            }
            Ok(Beginning::Correction) => self.open_form_of_entry(Self::correction),
            Ok(Beginning::Withdrawal) => {
                let response = self.open_form_of_entry(Self::withdrawal);
                // It leaves its place in the details, where another entry comes.
                self.deselect_entry();
                response
            }
            Ok(Beginning::Request(request)) => self.forms.request(request, None, self.current.now()),
            Err(why) => Response::refuse(why),
        }
    }

    fn open_form_of_entry(&mut self, start: fn(&Self, Span) -> Result<Start, String>) -> Response {
        match self.selected_entry().map(|span| start(self, span)) {
            Some(Ok(start)) => self.open_form(&start, FormOpening::Offer),
            Some(Err(why)) => Response::refuse(why),
            None => Response::default(),
        }
    }

    fn open_form(&mut self, start: &Start, opening: FormOpening) -> Response {
        let title = self.title_of(start);
        if let Some(board) = self.current.board() {
            self.forms.open_form((start, opening), title, &board.watchlist, self.current.now());
        }
        Response::default()
    }

    fn on_paste(&mut self, text: &str) -> Response {
        if self.forms.open().is_some() {
            return self.forms.on_paste(text, self.current.now());
        }
        match self.screen.take_prompt() {
            Some(Prompt::Filter { mut input, before }) => {
                paste(&mut input, text);
                self.filter_by(input.value());
                self.screen.open_prompt(Prompt::Filter { input, before });
            }
            Some(Prompt::Menu(mut menu)) => {
                paste(&mut menu.input, text);
                menu.search();
                self.screen.open_prompt(Prompt::Menu(menu));
            }
            None => return Response::refuse("pasting does nothing here: press / or : first"),
        }
        Response::default()
    }

    pub(super) fn filter_by(&mut self, typed: &str) {
        if let Some(board) = self.current.board() {
            self.panes.filter_by(typed, board);
        }
    }

    /// Scrolls every pane's selected row into view after any change. Only a key makes room for the focused pane, so
    /// that what was clicked stays under the mouse.
    fn reveal(&mut self, is_after_key: bool) {
        let mut layout = self.layout();
        if is_after_key && self.panes.favour_focused(&layout) {
            layout = self.layout();
        }
        self.panes.reveal(&layout);
    }
}
