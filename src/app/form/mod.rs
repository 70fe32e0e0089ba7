//! A form to be filled in: one line a field, each with what may be entered, and what is wrong with it.
//!
//! Knows keys and texts only. What comes of what was entered is worked out in `draft`; when a form opens, and what
//! happens to the file, is in `form_state`.

mod begin;
mod confirm;
mod edit_request;
mod form_state;
mod pick;
mod review;
#[cfg(test)]
mod tests;

pub(super) use begin::Beginning;
pub use begin::{Choice, Start};
pub use confirm::{Confirmation, EnterMeans};
pub use edit_request::{EditRequest, Obstacle, Proposed, Save, SaveEnd, Written};
pub(super) use form_state::{FormContext, FormStep};
pub(crate) use form_state::{FormState, OpenForm};
pub use pick::Pick;
pub use review::{Review, ReviewStage};

use super::menu::{Edited, edit, paste};
use super::message::Message;
use crate::draft::{Draft, DraftField, DraftPlace, Entered, FieldProblem, Need, candidates, default_of};
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use tui_input::Input;

#[derive(Clone, Debug)]
pub struct Form {
    pub subject: DraftPlace,
    /// What it is about, in words, safe to show.
    pub title: String,
    /// How that stands now, safe to show; may be empty.
    pub standing: String,
    /// What followed from the row on which it was begun, by key.
    pub(super) given: Vec<(&'static str, String)>,
    /// The fields, in the order in which they are asked for.
    pub lines: Vec<Line>,
    /// The field that is being filled in.
    pub at: usize,
    pub pick: Pick,
    /// What is wrong with the entry as a whole, safe to show.
    pub problem: Option<Message>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub field: &'static DraftField,
    pub input: Input,
    pub origin: ValueOrigin,
    /// What is wrong with it, safe to show.
    pub problem: Option<Message>,
}

/// How a value came into its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueOrigin {
    /// It was filled in, and follows the clock. Typing replaces it.
    Default,
    /// It was chosen, or is to be entered anew. Typing replaces it.
    Selected,
    /// It was typed. Typing goes on.
    Typed,
}

/// What a key asks of a form, where that is more than to fill it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    Review,
    Leave,
}

impl Form {
    /// A form with the fields that must be filled in first, and with defaults and these values in it.
    pub(super) fn new(
        start: &Start,
        (title, standing): (String, String),
        watchlist: &Watchlist,
        now: DateTime<Utc>,
    ) -> Self {
        let mut fields: Vec<&'static DraftField> = start.subject.kind().fields.iter().collect();
        fields.sort_by_key(|field| match field.need {
            Need::Required => 0,
            Need::Now => 1,
            Need::Optional => 2,
        });
        let line = |field: &'static DraftField| {
            let given = start.given.iter().find(|(key, _)| *key == field.key).map(|(_, word)| word.clone());
            let (value, origin) = match (given, default_of(field, watchlist, now)) {
                (Some(given), _) => (given, ValueOrigin::Selected),
                (None, Some(default)) => (default, ValueOrigin::Default),
                (None, None) => (String::new(), ValueOrigin::Typed),
            };
            Line { field, input: Input::new(value), origin, problem: None }
        };
        let mut form = Self {
            subject: start.subject.clone(),
            given: start.given.clone(),
            title,
            standing,
            lines: fields.into_iter().map(line).collect(),
            at: 0,
            pick: Pick::default(),
            problem: None,
        };
        form.enter(watchlist);
        form
    }

    pub fn line(&self) -> &Line {
        &self.lines[self.at]
    }

    /// What was entered, ready to be checked. What was filled in and left alone is filled in again then.
    pub fn draft(&self) -> Draft {
        let values = self.lines.iter().filter(|line| line.is_entered());
        let values = values.map(|line| (line.field.key.to_owned(), Entered::One(line.input.value().to_owned())));
        Draft { subject: self.subject.clone(), values: values.collect() }
    }

    /// Whether anything was entered that would be lost.
    pub(super) fn is_begun(&self) -> bool {
        self.lines.iter().any(Line::is_entered)
    }

    /// Takes in what time it is.
    pub(super) fn follow_clock(&mut self, watchlist: &Watchlist, now: DateTime<Utc>) {
        for line in self.lines.iter_mut().filter(|line| line.origin == ValueOrigin::Default) {
            if let Some(default) = default_of(line.field, watchlist, now) {
                line.input = Input::new(default);
            }
        }
    }

    pub(super) fn renew(&mut self, watchlist: &Watchlist) {
        let chosen = self.pick.word().map(ToOwned::to_owned);
        self.pick = Pick::among(candidates(watchlist, self.line().field.form));
        self.look();
        if let Some(word) = chosen {
            self.pick.choose(&word);
        }
    }

    pub(super) fn key(&mut self, event: KeyEvent, watchlist: &Watchlist) -> Asked {
        match event.code {
            KeyCode::Esc => return Asked::Leave,
            KeyCode::F(2) => {
                self.accept();
                return Asked::Review;
            }
            KeyCode::Enter if self.at + 1 == self.lines.len() => {
                self.accept();
                return Asked::Review;
            }
            KeyCode::Enter | KeyCode::Tab => self.go_by(1, watchlist),
            KeyCode::BackTab => self.go_by(-1, watchlist),
            KeyCode::Down if self.pick.is_empty() => self.go_by(1, watchlist),
            KeyCode::Up if self.pick.chosen().is_none() => self.go_by(-1, watchlist),
            KeyCode::Down => self.choose_by(1),
            KeyCode::Up => self.choose_by(-1),
            KeyCode::PageDown => self.choose_by(5),
            KeyCode::PageUp => self.choose_by(-5),
            KeyCode::Char(c) => {
                if c == ',' && self.line().field.form.is_list() {
                    self.accept();
                }
                self.write(|input| edit(input, event));
            }
            _ => {
                let line = &mut self.lines[self.at];
                let cursor = line.input.cursor();
                if edit(&mut line.input, event) == Edited::Text {
                    self.has_been_typed_at();
                } else if line.input.cursor() != cursor && !line.field.form.is_closed() {
                    // Who moves about in a text means to change it, not to replace it.
                    line.origin = ValueOrigin::Typed;
                }
            }
        }
        Asked::Nothing
    }

    /// Pasted text goes in as if typed.
    pub(super) fn paste(&mut self, text: &str) {
        self.write(|input| {
            paste(input, text);
            Edited::Text
        });
    }

    /// Lays problems at their fields, and goes to the first of them.
    pub(super) fn blame(&mut self, problems: &[FieldProblem], watchlist: &Watchlist) {
        for line in &mut self.lines {
            let of_line = problems.iter().find(|problem| problem.key == Some(line.field.key));
            line.problem = of_line.map(Message::of_field);
        }
        self.problem = problems.iter().find(|problem| problem.key.is_none()).map(Message::of_field);
        if let Some(first) = self.lines.iter().position(|line| line.problem.is_some()) {
            self.at = first;
            self.enter(watchlist);
        }
    }

    /// Goes so many fields on or back, round and round, with what was chosen in this one.
    fn go_by(&mut self, places: isize, watchlist: &Watchlist) {
        self.accept();
        let count = self.lines.len().cast_signed();
        self.at = (self.at.cast_signed() + places).rem_euclid(count.max(1)).cast_unsigned();
        self.enter(watchlist);
    }

    /// A field is gone into: one of a fixed set of words is to be entered anew.
    fn enter(&mut self, watchlist: &Watchlist) {
        let line = &mut self.lines[self.at];
        if line.field.form.is_closed() && !line.field.form.is_list() && !line.input.value().is_empty() {
            line.origin = ValueOrigin::Selected;
        }
        self.pick = Pick::among(candidates(watchlist, line.field.form));
        self.look();
    }

    fn accept(&mut self) {
        let Some(word) = self.pick.word().map(ToOwned::to_owned) else { return };
        let line = &mut self.lines[self.at];
        let before = line.before_last();
        if line.input.value() != word {
            line.problem = None;
            line.origin = if line.field.form.is_list() { ValueOrigin::Typed } else { ValueOrigin::Selected };
            line.input = Input::new(format!("{before}{word}"));
        }
    }

    fn choose_by(&mut self, places: isize) {
        self.pick.move_by(places);
    }

    /// Puts something into the field; what was not typed there gives way.
    fn write(&mut self, write: impl FnOnce(&mut Input) -> Edited) {
        let line = &mut self.lines[self.at];
        let mut input = match line.origin {
            ValueOrigin::Default | ValueOrigin::Selected => Input::default(),
            ValueOrigin::Typed => line.input.clone(),
        };
        if write(&mut input) == Edited::Text {
            line.input = input;
            self.has_been_typed_at();
        }
    }

    fn has_been_typed_at(&mut self) {
        let line = &mut self.lines[self.at];
        line.origin = ValueOrigin::Typed;
        line.problem = None;
        self.problem = None;
        self.look();
    }

    /// Looks for what is typed among the candidates. Where one of them must be entered, the best is chosen.
    fn look(&mut self) {
        let line = &self.lines[self.at];
        match line.origin {
            ValueOrigin::Default | ValueOrigin::Selected => {
                let word = line.input.value().to_owned();
                self.pick.look_for("");
                self.pick.choose(&word);
            }
            ValueOrigin::Typed => {
                let typed = line.last().to_owned();
                self.pick.look_for(&typed);
                if line.field.form.is_closed() && !typed.trim().is_empty() {
                    self.pick.choose_first();
                }
            }
        }
    }
}

impl Line {
    fn is_entered(&self) -> bool {
        self.origin != ValueOrigin::Default && !self.input.value().trim().is_empty()
    }

    /// What is being typed: in a list, the last of its values.
    fn last(&self) -> &str {
        let value = self.input.value();
        &value[self.before_last().len()..]
    }

    /// What stands before that, ready for another value.
    fn before_last(&self) -> String {
        let value = self.input.value();
        match value.rfind(',').filter(|_| self.field.form.is_list()) {
            Some(comma) => {
                let gap = value[comma + 1..].len() - value[comma + 1..].trim_start().len();
                value[..comma + 1 + gap].to_owned()
            }
            None => String::new(),
        }
    }
}
