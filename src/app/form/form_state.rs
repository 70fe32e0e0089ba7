//! From a key to a change of the file: the form, the review, the confirmation, the save, and undo.

use super::{
    Asked, Choice, ChoiceOption, Confirmation, EditRequest, EnterMeans, Form, FormOpening, ProposeError, Proposed,
    Review, ReviewStage, Save, SaveEnd, Start, Written,
};
use crate::app::keymap::KeyMap;
use crate::app::keys::{Action, Recording, pressed};
use crate::app::msg::Response;
use crate::app::{Effect, Unreadable, too_small};
use crate::diagnostic::ProblemSeverity;
use crate::draft::{Draft, DraftError, Patch};
use crate::text::sanitise;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The editing part of the app: the open form, what this session has written, and the drafts that were left.
#[derive(Debug, Default)]
pub(crate) struct FormState {
    open: Option<OpenForm>,
    pub(super) written: Vec<Written>,
    /// How many of them are in the file; the others were undone.
    pub(super) in_file: usize,
    left: Vec<LeftDraft>,
    /// What was written from here, and was removed by somebody else's save.
    pub(super) removed: Vec<Draft>,
}

/// A form that was left with input.
#[derive(Debug)]
struct LeftDraft {
    form: Form,
    at: DateTime<Utc>,
}

/// The form or review that receives every key while it is open.
#[derive(Clone, Debug)]
pub(crate) enum OpenForm {
    Choice(Choice),
    Form(Box<Form>),
    /// The lines to be written, and the question whether to write them.
    Review(Box<Review>),
}

#[derive(Clone, Copy)]
pub(in crate::app) struct FormContext<'a> {
    pub(in crate::app) watchlist: &'a Watchlist,
    pub(in crate::app) now: DateTime<Utc>,
    pub(in crate::app) has_room: bool,
    pub(in crate::app) review_area: Rect,
}

/// The notice for an Enter that follows the confirming one at once.
const HELD: &str = "nothing is written: Enter is held down; let it go, then press it twice";

/// The result of a key in a form.
pub(in crate::app) enum FormStep {
    Done(Response),
    Open(ChoiceOption),
    /// Open the editor at the selected row.
    EditItem(Response),
}

impl FormState {
    pub(crate) fn open(&self) -> Option<&OpenForm> {
        self.open.as_ref()
    }

    /// The last change that can be undone.
    pub(in crate::app) fn last_written(&self) -> Option<&Written> {
        self.written.get(self.in_file.checked_sub(1)?)
    }

    /// The last undone change, which can be redone.
    pub(in crate::app) fn last_undone(&self) -> Option<&Written> {
        self.written.get(self.in_file)
    }

    pub(in crate::app) fn confirmation(&self) -> Option<Confirmation> {
        match &self.open {
            Some(OpenForm::Review(review)) if matches!(review.stage, ReviewStage::Shown(_)) => {
                Some(review.confirmation)
            }
            Some(_) | None => None,
        }
    }

    pub(in crate::app) fn open_choice(&mut self, choice: Choice) {
        self.open = Some(OpenForm::Choice(choice));
    }

    /// Opens a form. A draft that was left on the same row is offered first.
    pub(in crate::app) fn open_form(
        &mut self,
        (start, opening): (&Start, FormOpening),
        title: (String, String),
        watchlist: &Watchlist,
        now: DateTime<Utc>,
    ) {
        // A form that was started on another row has another subject, even if both rows are entries of the same list.
        let is_of_row = |LeftDraft { form, .. }: &LeftDraft| {
            form.subject == start.subject && form.given == start.given && form.revises == start.revises
        };
        let left = self.left.iter().position(is_of_row);
        let form = match (opening, left) {
            (FormOpening::Offer, Some(left)) => {
                let left = moment_words(self.left[left].at, now, watchlist);
                self.open = Some(OpenForm::Choice(Choice::about_draft(start, &left)));
                return;
            }
            (FormOpening::Continue, Some(left)) => {
                let mut form = self.left.remove(left).form;
                form.follow_clock(watchlist, now);
                form.renew(watchlist);
                form
            }
            (FormOpening::Anew, left) => {
                left.into_iter().for_each(|left| drop(self.left.remove(left)));
                Form::new(start, title, watchlist, now)
            }
            (FormOpening::Offer | FormOpening::Continue, None) => Form::new(start, title, watchlist, now),
        };
        self.open = Some(OpenForm::Form(Box::new(form)));
    }

    pub(in crate::app) fn request(
        &mut self,
        request: EditRequest,
        form: Option<Box<Form>>,
        now: DateTime<Utc>,
    ) -> Response {
        let effect = Effect::Propose(request.clone());
        self.open = Some(OpenForm::Review(Box::new(Review::new(request, form, now))));
        effect.into()
    }

    pub(in crate::app) fn on_new_watchlist(&mut self, watchlist: &Watchlist) {
        if let Some(OpenForm::Form(form)) = &mut self.open {
            form.renew(watchlist);
        }
    }

    pub(in crate::app) fn on_key(&mut self, event: KeyEvent, context: FormContext<'_>) -> FormStep {
        match self.open.take() {
            None => FormStep::Done(Response::default()),
            Some(OpenForm::Choice(choice)) => self.choice_key(event, choice),
            Some(OpenForm::Form(form)) => FormStep::Done(self.form_key(event, form, context)),
            Some(OpenForm::Review(review)) => self.review_key(event, review, context),
        }
    }

    pub(in crate::app) fn on_paste(&mut self, text: &str, now: DateTime<Utc>) -> Response {
        match &mut self.open {
            Some(OpenForm::Form(form)) => {
                form.paste(text);
                return Response::default();
            }
            Some(OpenForm::Review(review)) => drop(review.confirmation.other_key(now)),
            Some(OpenForm::Choice(_)) | None => {}
        }
        Response::refuse("pasting does nothing here")
    }

    /// Focuses a field of the open form.
    pub(in crate::app) fn focus_field(&mut self, field: usize, watchlist: &Watchlist, now: DateTime<Utc>) {
        if let Some(OpenForm::Form(form)) = &mut self.open {
            form.focus_on(field, watchlist, now);
        }
    }

    /// Chooses a candidate of the focused field. Returns whether there is one.
    pub(in crate::app) fn choose_candidate(&mut self, candidate: usize) -> bool {
        match &mut self.open {
            Some(OpenForm::Form(form)) => form.pick.choose_at(candidate),
            Some(OpenForm::Choice(_) | OpenForm::Review(_)) | None => false,
        }
    }

    /// Selects an option of the open choice. Returns whether there is one.
    pub(in crate::app) fn choose_option(&mut self, option: usize) -> bool {
        match &mut self.open {
            Some(OpenForm::Choice(choice)) if option < choice.options.len() => {
                choice.selected = option;
                true
            }
            Some(_) | None => false,
        }
    }

    fn choice_key(&mut self, event: KeyEvent, mut choice: Choice) -> FormStep {
        let last = choice.options.len().saturating_sub(1);
        match event.code {
            KeyCode::Esc => return FormStep::Done(Response::default()),
            KeyCode::Enter => return FormStep::Open(choice.options.swap_remove(choice.selected)),
            KeyCode::Char(c) => match c.to_digit(10).map(|number| number as usize) {
                Some(number @ 1..) if number <= choice.options.len() => {
                    return FormStep::Open(choice.options.swap_remove(number - 1));
                }
                Some(_) | None => match c {
                    'k' => choice.selected = choice.selected.saturating_sub(1),
                    'j' => choice.selected += 1,
                    _ => {}
                },
            },
            KeyCode::Up => choice.selected = choice.selected.saturating_sub(1),
            KeyCode::Down | KeyCode::Tab => choice.selected += 1,
            _ => {}
        }
        choice.selected = choice.selected.min(last);
        self.open = Some(OpenForm::Choice(choice));
        FormStep::Done(Response::default())
    }

    fn form_key(&mut self, event: KeyEvent, mut form: Box<Form>, context: FormContext<'_>) -> Response {
        if !context.has_room && event.code != KeyCode::Esc {
            self.open = Some(OpenForm::Form(form));
            return Response::refuse(too_small());
        }
        let asked = form.key(event, context.watchlist, context.now);
        form.follow_clock(context.watchlist, context.now);
        match asked {
            Asked::Nothing => self.open = Some(OpenForm::Form(form)),
            Asked::Leave => match form.parent.take() {
                Some(parent) => self.open = Some(OpenForm::Form(parent)),
                None => return self.leave(form, context.now),
            },
            Asked::Review => return self.review(form, context),
        }
        Response::default()
    }

    /// Opens the review of a form, or first the form for a source or an actor that it names and that is missing.
    fn review(&mut self, mut form: Box<Form>, context: FormContext<'_>) -> Response {
        if let Some(mut parent) = form.parent.take() {
            parent.additions.push(form.draft());
            return self.review(parent, context);
        }
        match form.missing_voice(context.watchlist, context.now) {
            Some(mut voice) => {
                voice.parent = Some(form);
                self.open = Some(OpenForm::Form(Box::new(voice)));
                Response::default()
            }
            None => self.request(EditRequest::Record(form.drafts()), Some(form), context.now),
        }
    }

    /// Handles a key in a review, which shows the lines to be written or the reason why there are none.
    fn review_key(&mut self, event: KeyEvent, mut review: Box<Review>, context: FormContext<'_>) -> FormStep {
        match event.code {
            KeyCode::Enter => {
                let means = review.confirmation.enter(context.now);
                FormStep::Done(self.review_enter(means, review, context.has_room))
            }
            KeyCode::Esc if !matches!(review.stage, ReviewStage::Saving(_)) => {
                FormStep::Done(self.back_to_form(review.form))
            }
            _ => {
                let is_answer = review.confirmation.other_key(context.now);
                self.review_other_key(event, is_answer, review, context)
            }
        }
    }

    fn review_enter(&mut self, means: EnterMeans, review: Box<Review>, is_readable: bool) -> Response {
        let response = match (&review.stage, means) {
            (ReviewStage::Refused { .. }, EnterMeans::First | EnterMeans::Second) => {
                return self.back_to_form(review.form);
            }
            (ReviewStage::Shown(_), EnterMeans::Held) => Response::refuse(HELD),
            (ReviewStage::Shown(_), EnterMeans::First | EnterMeans::Second) if !is_readable => {
                Response::refuse(too_small())
            }
            _ => Response::default(),
        };
        self.open = Some(OpenForm::Review(review));
        response
    }

    /// Saves a confirmed change once no key has followed; `None` if nothing is due.
    pub(in crate::app) fn on_pause(&mut self, now: DateTime<Utc>, is_readable: bool) -> Option<Response> {
        let Some(OpenForm::Review(review)) = &mut self.open else { return None };
        if !review.confirmation.is_given(now) {
            return None;
        }
        review.confirmation = Confirmation::new(now);
        match std::mem::replace(&mut review.stage, ReviewStage::Waiting) {
            ReviewStage::Shown(proposed) if is_readable => {
                let save = Save::new(review.request.clone(), &proposed);
                review.notice = None;
                review.stage = ReviewStage::Saving(proposed);
                Some(Effect::Save(save).into())
            }
            stage => {
                review.stage = stage;
                Some(Response::default())
            }
        }
    }

    fn review_other_key(
        &mut self,
        event: KeyEvent,
        is_answer: bool,
        mut review: Box<Review>,
        context: FormContext<'_>,
    ) -> FormStep {
        let (mut response, area) = (Response::default(), context.review_area);
        match (event.code, &review.stage) {
            (_, ReviewStage::Saving(_)) => {}
            (KeyCode::Down | KeyCode::Char('j'), _) => review.scroll_by(1, area),
            (KeyCode::Up | KeyCode::Char('k'), _) => review.scroll_by(-1, area),
            (KeyCode::PageDown | KeyCode::Char(' '), _) => review.scroll_by(10, area),
            (KeyCode::PageUp, _) => review.scroll_by(-10, area),
            // The key is part of a word or of a paste.
            _ if !is_answer => {}
            (KeyCode::Char('n' | 'N'), _) => return FormStep::Done(self.back_to_form(review.form)),
            (KeyCode::Char('e'), ReviewStage::Refused { line, .. }) => {
                let line = *line;
                let response = review.form.map_or_else(Response::default, |form| self.leave(form, context.now));
                return match line {
                    Some(line) => FormStep::Done(response.with(Effect::Edit { line })),
                    None => FormStep::EditItem(response),
                };
            }
            (_, ReviewStage::Shown(_)) => {
                response = Response::refuse(format!("{}: Enter twice writes these lines, n goes back", pressed(event)));
            }
            (_, ReviewStage::Waiting | ReviewStage::Refused { .. }) => {
                response = Response::refuse(format!("{}: Esc goes back", pressed(event)));
            }
        }
        self.open = Some(OpenForm::Review(review));
        FormStep::Done(response)
    }

    /// Handles the answer to a proposal: the change, or why there is none.
    pub(in crate::app) fn on_proposed(
        &mut self,
        outcome: Result<Box<Proposed>, Box<ProposeError>>,
        watchlist: Option<&Watchlist>,
        now: DateTime<Utc>,
    ) -> Response {
        let Some(OpenForm::Review(review)) = &mut self.open else { return Response::default() };
        if !matches!(review.stage, ReviewStage::Waiting) {
            return Response::default();
        }
        review.confirmation = Confirmation::new(now);
        review.stage = match outcome.map_err(|obstacle| *obstacle) {
            Ok(proposed) if proposed.patch.hunks.is_empty() => ReviewStage::refused("the file says so already"),
            Ok(proposed) => ReviewStage::Shown(proposed),
            Err(ProposeError::Unreadable(why)) => ReviewStage::refused(unreadable_words(&why)),
            Err(ProposeError::Refused(DraftError::Fields(problems))) if review.form.is_some() => {
                if let (Some(mut form), Some(watchlist)) = (review.form.take(), watchlist) {
                    form.blame(&problems, watchlist);
                    form.additions.clear();
                    self.open = Some(OpenForm::Form(form));
                }
                return Response::default();
            }
            Err(ProposeError::Refused(refusal)) => {
                ReviewStage::Refused { why: refusal.to_string(), line: line_of(&refusal) }
            }
        };
        Response::default()
    }

    pub(in crate::app) fn on_save_ended(&mut self, end: SaveEnd, keys: &KeyMap, now: DateTime<Utc>) -> Response {
        let Some(OpenForm::Review(review)) = &mut self.open else { return Response::default() };
        review.confirmation = Confirmation::new(now);
        let stage = std::mem::replace(&mut review.stage, ReviewStage::Waiting);
        let ReviewStage::Saving(proposed) = stage else {
            review.stage = stage;
            return Response::default();
        };
        match end {
            SaveEnd::Written => self.on_written(&proposed, None, keys),
            SaveEnd::WrittenAnew(patch) => self.on_written(&proposed, Some(&patch), keys),
            SaveEnd::Unconfirmed(why) => Response {
                notice: Response::refuse(format!("written, but {}", sanitise(&why))).notice,
                ..self.on_written(&proposed, None, keys)
            },
            SaveEnd::Changed => {
                let notice = "Somebody else has saved the file meanwhile, so nothing was written. Look again:";
                review.notice = Some(notice.to_owned());
                review.scroll = 0;
                Response::from(Effect::Propose(review.request.clone())).with(Effect::Reread)
            }
            SaveEnd::Failed(why) => {
                review.notice = Some(format!("NOT WRITTEN: {}", sanitise(&why)));
                review.scroll = 0;
                review.stage = ReviewStage::Shown(proposed);
                Response::default()
            }
        }
    }

    /// Handles a save: the lines are in the file, as reviewed or applied to a newer text by someone else.
    fn on_written(&mut self, proposed: &Proposed, anew: Option<&Patch>, keys: &KeyMap) -> Response {
        let Some(OpenForm::Review(review)) = self.open.take() else { return Response::default() };
        let key = |action| keys.label(action);
        let said = match &review.request {
            EditRequest::Record(_) => {
                format!("written: {}; {} undoes", proposed.summary, key(Action::Record(Recording::Undo)))
            }
            EditRequest::Undo(was) => {
                format!("undone: {}; {} writes it again", was.summary, key(Action::Record(Recording::Redo)))
            }
            EditRequest::Redo(was) => {
                format!("written again: {}; {} undoes", was.summary, key(Action::Record(Recording::Undo)))
            }
        };
        let said = match anew {
            None => said,
            Some(patch) => {
                let line = patch.added().first().map_or_else(String::new, |(line, _)| format!(" (line {line})"));
                format!("another save came first and is kept; {said}{line}")
            }
        };
        self.remember(&review.request, &proposed.summary, anew.unwrap_or(&proposed.patch));
        Response::say(said).with(Effect::Reread)
    }

    fn remember(&mut self, request: &EditRequest, summary: &str, patch: &Patch) {
        match request {
            EditRequest::Record(_) => {
                self.written.truncate(self.in_file);
                self.written.push(Written { patch: patch.clone(), summary: summary.to_owned() });
                self.in_file += 1;
            }
            EditRequest::Undo(_) => self.in_file = self.in_file.saturating_sub(1),
            EditRequest::Redo(_) => self.in_file = (self.in_file + 1).min(self.written.len()),
        }
    }

    /// Closes a form, and keeps what was typed.
    fn leave(&mut self, form: Box<Form>, now: DateTime<Utc>) -> Response {
        if !form.is_begun() {
            return Response::default();
        }
        self.left.push(LeftDraft { form: *form, at: now });
        Response::say("nothing is written; the same key offers the draft again")
    }

    fn back_to_form(&mut self, form: Option<Box<Form>>) -> Response {
        match form {
            Some(mut form) => {
                form.additions.clear();
                self.open = Some(OpenForm::Form(form));
            }
            None => return Response::say("nothing is written"),
        }
        Response::default()
    }
}

/// Formats a moment of today as `11:42`, another as `31 Jan 11:42`, in the watchlist's zone.
fn moment_words(at: DateTime<Utc>, now: DateTime<Utc>, watchlist: &Watchlist) -> String {
    let local = at.with_timezone(&watchlist.zone());
    let is_today = local.date_naive() == now.with_timezone(&watchlist.zone()).date_naive();
    local.format(if is_today { "%H:%M" } else { "%-d %b %H:%M" }).to_string()
}

fn unreadable_words(why: &Unreadable) -> String {
    match why {
        Unreadable::Missing => "the file is missing".to_owned(),
        Unreadable::Denied => "the file may not be read".to_owned(),
        Unreadable::BeingWritten(who) => {
            format!("{} is still writing the file: try again when that is done", sanitise(who))
        }
        Unreadable::Other(why) => sanitise(why).into_owned(),
    }
}

/// The line of the file at which an editor would help.
fn line_of(refusal: &DraftError) -> Option<usize> {
    match refusal {
        DraftError::Unsafe { source, problem } => Some(source.position(problem.span).line),
        DraftError::Broken(loaded) => {
            let first = loaded.problems.iter().find(|problem| problem.severity == ProblemSeverity::Error)?;
            Some(loaded.source.position(first.span).line)
        }
        DraftError::NoSuch { .. } | DraftError::Fields(_) | DraftError::Overtaken => None,
    }
}
