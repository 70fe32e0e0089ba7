//! A form: one line per field, with the values that it accepts and its problem.
//!
//! It handles only keys and texts. `draft` computes the edit; `form_state` opens forms and changes the file.

mod begin;
mod confirm;
mod edit_request;
mod form_state;
mod pick;
mod removed;
mod review;
#[cfg(test)]
mod tests;
mod voice;

pub(super) use begin::Beginning;
pub use begin::{Choice, ChoiceOption, FormOpening, Start};
pub use confirm::{Confirmation, EnterMeans};
pub use edit_request::{EditRequest, ProposeError, Proposed, Save, SaveEnd, Written};
pub(super) use form_state::{FormContext, FormStep};
pub(crate) use form_state::{FormState, OpenForm};
pub use pick::Pick;
pub use review::{Review, ReviewStage};

use super::menu::{Edited, edit, paste};
use super::message::Message;
use crate::draft::{
    Draft, DraftField, DraftPlace, Entered, EntryAddress, FieldProblem, Form as FieldForm, Need, candidates,
    default_of, in_full,
};
use crate::text::sanitise;
use crate::watchlist::{Entity, Watchlist};
use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::Input;

#[derive(Clone, Debug)]
pub struct Form {
    pub subject: DraftPlace,
    /// The subject in words, safe to show.
    pub title: String,
    /// The current state of the subject, safe to show; can be empty.
    pub standing: String,
    /// The values that followed from the row on which it was started, by key.
    pub(super) given: Vec<(&'static str, String)>,
    /// The fields, in the order of entry.
    pub lines: Vec<Line>,
    /// The index of the focused field.
    pub at: usize,
    pub pick: Pick,
    /// The problem of the entry as a whole, safe to show.
    pub problem: Option<Message>,
    /// The entry that it corrects or withdraws.
    pub(super) revises: Option<EntryAddress>,
    /// The sources and actors that are added together with it.
    pub(super) additions: Vec<Draft>,
    /// The form that it was opened from, to add a source or an actor for it.
    pub(super) parent: Option<Box<Self>>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub field: &'static DraftField,
    pub input: Input,
    pub origin: ValueOrigin,
    /// What the file says, for a correction.
    written: Option<String>,
    /// The problem of the field, safe to show.
    pub problem: Option<Message>,
}

/// How a field got its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueOrigin {
    /// A suggestion that follows the clock. Typing replaces it, Enter confirms it.
    Default,
    /// A suggestion that follows from the row. Typing replaces it, Enter confirms it.
    Given,
    /// It was chosen, or is to be entered again. Typing replaces it.
    Selected,
    /// It was typed. Typing continues it.
    Typed,
}

impl ValueOrigin {
    /// Whether the form has filled it in, and nobody has confirmed it.
    pub fn is_suggestion(self) -> bool {
        matches!(self, Self::Default | Self::Given)
    }
}

/// The place of a field in the order of entry: what an entry needs, then what its weight depends on.
fn entry_order(field: &DraftField) -> u8 {
    match (field.need, field.key) {
        (Need::Required | Need::Unless(_), _) => 0,
        (Need::Optional, "source") => 1,
        (Need::Optional, "claim") => 2,
        (Need::Now, _) => 3,
        (Need::Optional, _) => 4,
    }
}

/// Whether a report of it can give a value.
fn has_target(subject: &DraftPlace, watchlist: &Watchlist) -> bool {
    let entity = subject.entity().and_then(|entity| watchlist.resolve(entity));
    matches!(entity, Some(Entity::Item(item)) if item.target.is_some())
}

/// What a key requests from a form besides input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    Review,
    Leave,
}

impl Form {
    /// A form with the required fields first, filled with defaults and the given values.
    pub(super) fn new(
        start: &Start,
        (title, standing): (String, String),
        watchlist: &Watchlist,
        now: DateTime<Utc>,
    ) -> Self {
        let is_correction = start.revises.is_some() && !matches!(start.subject, DraftPlace::Withdrawal(_));
        let is_asked = |field: &&DraftField| field.form != FieldForm::Quantity || has_target(&start.subject, watchlist);
        let mut fields: Vec<&'static DraftField> = start.subject.kind().fields.iter().filter(is_asked).collect();
        fields.sort_by_key(|field| entry_order(field));
        let line = |field: &'static DraftField| {
            let given = start.given.iter().find(|(key, _)| *key == field.key).map(|(_, word)| word.clone());
            let written = is_correction.then(|| given.clone().unwrap_or_default());
            let (value, origin) = match (given, default_of(field, watchlist, now)) {
                // Free text is edited; other values are entered again.
                (Some(given), _) if is_correction && field.form.is_free() => (given, ValueOrigin::Typed),
                (None, _) if is_correction => (String::new(), ValueOrigin::Typed),
                (Some(given), _) if is_correction => (given, ValueOrigin::Selected),
                (Some(given), _) => (given, ValueOrigin::Given),
                (None, Some(default)) => (default, ValueOrigin::Default),
                (None, None) => (String::new(), ValueOrigin::Typed),
            };
            Line { field, input: Input::new(value), origin, written, problem: None }
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
            revises: start.revises.clone(),
            additions: Vec::new(),
            parent: None,
        };
        form.enter(watchlist);
        form
    }

    pub fn line(&self) -> &Line {
        &self.lines[self.at]
    }

    /// The entered values, ready to be checked. Untouched defaults are computed again at that time.
    pub fn draft(&self) -> Draft {
        let values = self.lines.iter().filter(|line| line.is_entered());
        let values = values.map(|line| (line.field.key.to_owned(), line.entered()));
        Draft { subject: self.subject.clone(), values: values.collect(), revises: self.revises.clone() }
    }

    /// Whether there is input that would be lost.
    pub(super) fn is_begun(&self) -> bool {
        self.lines.iter().any(|line| line.is_entered() && !line.origin.is_suggestion())
    }

    /// The keys that the form has filled in and nobody has confirmed.
    pub(super) fn suggested_keys(&self) -> Vec<&'static str> {
        let is_suggested = |line: &&Line| line.origin.is_suggestion() && !line.input.value().is_empty();
        self.lines.iter().filter(is_suggested).map(|line| line.field.key).collect()
    }

    /// Updates defaults to the current time.
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

    pub(super) fn key(&mut self, event: KeyEvent, watchlist: &Watchlist, now: DateTime<Utc>) -> Asked {
        let is_chord = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match event.code {
            KeyCode::Esc => return Asked::Leave,
            KeyCode::F(2) => return self.ask_for_review(watchlist, now),
            KeyCode::Enter => return self.enter_key(watchlist, now),
            KeyCode::Tab => self.go_by(1, watchlist, now),
            KeyCode::BackTab => self.go_by(-1, watchlist, now),
            KeyCode::Down if self.pick.is_empty() => self.go_by(1, watchlist, now),
            KeyCode::Up if self.pick.chosen().is_none() => self.go_by(-1, watchlist, now),
            KeyCode::Down => self.choose_by(1),
            KeyCode::Up => self.choose_by(-1),
            KeyCode::PageDown => self.choose_by(5),
            KeyCode::PageUp => self.choose_by(-5),
            KeyCode::Char(c) if !is_chord => {
                if c == ',' && self.line().field.form.is_list() {
                    self.take_chosen();
                }
                self.write(|input| edit(input, event));
            }
            _ => {
                let line = &mut self.lines[self.at];
                let cursor = line.input.cursor();
                if edit(&mut line.input, event) == Edited::Text {
                    self.has_been_typed_at();
                } else if line.input.cursor() != cursor && !line.field.form.is_closed() {
                    // Moving the cursor in a text shows that the operator wants to edit it, not to replace it.
                    line.origin = ValueOrigin::Typed;
                }
            }
        }
        Asked::Nothing
    }

    /// Confirms a suggestion, takes the match, and goes on: to the next field, or from the last one to the review.
    fn enter_key(&mut self, watchlist: &Watchlist, now: DateTime<Utc>) -> Asked {
        let line = &mut self.lines[self.at];
        if line.origin.is_suggestion() {
            line.origin = ValueOrigin::Selected;
        }
        if let Some(word) = self.pick.offered_word().map(ToOwned::to_owned) {
            self.take(&word);
            if self.line().field.form == FieldForm::Counts {
                // The number comes after the name.
                self.look();
                return Asked::Nothing;
            }
        }
        if self.at + 1 == self.lines.len() {
            return self.ask_for_review(watchlist, now);
        }
        self.go_by(1, watchlist, now);
        Asked::Nothing
    }

    /// A time that cannot be understood is asked for again.
    fn ask_for_review(&mut self, watchlist: &Watchlist, now: DateTime<Utc>) -> Asked {
        if self.accept(watchlist, now) {
            return Asked::Review;
        }
        self.lines[self.at].origin = ValueOrigin::Selected;
        Asked::Nothing
    }

    /// Inserts pasted text as if it were typed.
    pub(super) fn paste(&mut self, text: &str) {
        self.write(|input| {
            paste(input, text);
            Edited::Text
        });
    }

    /// Attaches problems to their fields, and focuses the first of them.
    pub(super) fn blame(&mut self, problems: &[FieldProblem], watchlist: &Watchlist) {
        let own = self.additions.len();
        for line in &mut self.lines {
            let is_of_line = |problem: &&FieldProblem| problem.draft == own && problem.key == Some(line.field.key);
            line.problem = problems.iter().find(is_of_line).map(Message::of_field);
            if line.problem.is_some() && !line.field.form.is_list() {
                line.origin = ValueOrigin::Selected;
            }
        }
        let is_of_whole = |problem: &&FieldProblem| problem.draft != own || problem.key.is_none();
        self.problem = problems.iter().find(is_of_whole).map(Message::of_field);
        if let Some(first) = self.lines.iter().position(|line| line.problem.is_some()) {
            self.at = first;
            self.enter(watchlist);
        }
    }

    pub(super) fn focus_on(&mut self, field: usize, watchlist: &Watchlist, now: DateTime<Utc>) {
        self.go_by(field.cast_signed() - self.at.cast_signed(), watchlist, now);
    }

    /// Moves the focus by a number of fields, with wrap-around, and keeps what was chosen in this field.
    fn go_by(&mut self, places: isize, watchlist: &Watchlist, now: DateTime<Utc>) {
        self.accept(watchlist, now);
        let count = self.lines.len().cast_signed();
        self.at = (self.at.cast_signed() + places).rem_euclid(count.max(1)).cast_unsigned();
        self.enter(watchlist);
    }

    /// Focuses a field. If it takes one of a fixed set of words, it is to be entered again.
    fn enter(&mut self, watchlist: &Watchlist) {
        let line = &mut self.lines[self.at];
        let is_entered_again = line.field.form.is_closed() && !line.field.form.is_list();
        if is_entered_again && !line.input.value().is_empty() && !line.origin.is_suggestion() {
            line.origin = ValueOrigin::Selected;
        }
        self.pick = Pick::among(candidates(watchlist, line.field.form));
        self.look();
    }

    /// Takes what was chosen, and writes a typed time in full. Returns whether it is understood.
    fn accept(&mut self, watchlist: &Watchlist, now: DateTime<Utc>) -> bool {
        self.take_chosen();
        let line = &mut self.lines[self.at];
        if line.origin == ValueOrigin::Typed && line.is_entered() {
            match in_full(line.field, line.input.value(), watchlist, now) {
                Ok(Some(full)) => (line.input, line.origin) = (Input::new(full), ValueOrigin::Selected),
                Ok(None) => {}
                Err(why) => {
                    line.problem = Some(Message::new(sanitise(&why)));
                    return false;
                }
            }
        }
        true
    }

    fn take_chosen(&mut self) {
        if let Some(word) = self.pick.word().map(ToOwned::to_owned) {
            self.take(&word);
        }
    }

    /// Enters a candidate.
    fn take(&mut self, word: &str) {
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

    /// Edits the field. A value that was not typed is replaced.
    fn write(&mut self, write: impl FnOnce(&mut Input) -> Edited) {
        let line = &mut self.lines[self.at];
        let mut input = match line.origin {
            ValueOrigin::Default | ValueOrigin::Given | ValueOrigin::Selected => Input::default(),
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

    /// Searches the candidates for the typed text. If the field requires one of them, selects the best match.
    fn look(&mut self) {
        let line = &self.lines[self.at];
        match line.origin {
            ValueOrigin::Default | ValueOrigin::Given | ValueOrigin::Selected => {
                let word = line.input.value().to_owned();
                self.pick.look_for("");
                self.pick.choose(&word);
            }
            ValueOrigin::Typed => {
                let typed = line.last().to_owned();
                self.pick.look_for(&typed);
                match line.field.form.is_closed() {
                    _ if typed.trim().is_empty() => {}
                    true => self.pick.choose_first(),
                    false => self.pick.offer_first(&typed),
                }
            }
        }
    }
}

impl Line {
    /// Whether it has a value to write; in a correction, another one than the file has.
    fn is_entered(&self) -> bool {
        let value = self.input.value().trim();
        match &self.written {
            Some(written) => value != written.trim(),
            // An emptied time is never now: it is refused, where a suggestion would have been taken.
            None => self.origin != ValueOrigin::Default && (!value.is_empty() || self.field.need == Need::Now),
        }
    }

    fn entered(&self) -> Entered {
        match self.input.value() {
            value if value.trim().is_empty() => Entered::Nothing,
            value => Entered::One(value.to_owned()),
        }
    }

    /// The text being typed: in a list, its last value.
    fn last(&self) -> &str {
        let value = self.input.value();
        &value[self.before_last().len()..]
    }

    /// The text before it, ready for another value.
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
