//! From a key to a change of the file: the form, the lines to be seen, the question, the save, and undo.

use super::begin::{Beginning, too_small};
use super::{
    Asked, Choice, Confirmation, EnterMeans, Errand, Form, Obstacle, Proposed, Review, Save, SaveEnd, Stage, Start,
    Written,
};
use crate::app::keys::{Action, binding_of, pressed};
use crate::app::{App, Dirty, Effect, Prompt, Unreadable};
use crate::diagnostic::Severity;
use crate::draft::{Patch, Refusal};
use crate::text::sanitise;
use crossterm::event::{KeyCode, KeyEvent};

/// What to say to an Enter that follows the one that would confirm.
const HELD: &str = "nothing is written: Enter is held down; let it go, then press it twice";

/// What this session has written, and the forms that were put away.
#[derive(Debug, Default)]
pub(crate) struct Records {
    written: Vec<Written>,
    /// How many of them are in the file; the others were taken back.
    in_file: usize,
    away: Vec<Form>,
}

impl Records {
    /// What was written last, and can be taken back.
    pub(super) fn last(&self) -> Option<&Written> {
        self.written.get(self.in_file.checked_sub(1)?)
    }

    /// What was taken back last, and can be written again.
    pub(super) fn next(&self) -> Option<&Written> {
        self.written.get(self.in_file)
    }

    fn done(&mut self, errand: &Errand, summary: &str, patch: &Patch) {
        match errand {
            Errand::Record(_) => {
                self.written.truncate(self.in_file);
                self.written.push(Written { patch: patch.clone(), summary: summary.to_owned() });
                self.in_file += 1;
            }
            Errand::Undo(_) => self.in_file = self.in_file.saturating_sub(1),
            Errand::Redo(_) => self.in_file = (self.in_file + 1).min(self.written.len()),
        }
    }
}

impl App {
    /// Begins what a key says, or says why not.
    pub(in crate::app) fn begin(&mut self, action: Action) -> Vec<Effect> {
        match self.beginning(action) {
            Ok(Beginning::Form(start)) => self.open(start),
            Ok(Beginning::Choice(choice)) => self.prompt = Some(Prompt::Choice(choice)),
            Ok(Beginning::Errand(errand)) => return self.review(errand, None),
            Err(why) => self.refuse(why),
        }
        Vec::new()
    }

    /// Whether the operator is writing something: then all keys are for that.
    pub(crate) fn is_writing(&self) -> bool {
        match &self.prompt {
            Some(Prompt::Choice(_) | Prompt::Form(_) | Prompt::Review(_)) => true,
            Some(Prompt::Filter { .. } | Prompt::Menu(_)) | None => false,
        }
    }

    pub(in crate::app) fn choice_key(&mut self, event: KeyEvent, mut choice: Choice) {
        let last = choice.starts.len().saturating_sub(1);
        match event.code {
            KeyCode::Esc => return,
            KeyCode::Enter => return self.open(choice.starts.swap_remove(choice.selected)),
            KeyCode::Char(c) => match c.to_digit(10).map(|number| number as usize) {
                Some(number @ 1..) if number <= choice.starts.len() => {
                    return self.open(choice.starts.swap_remove(number - 1));
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
        self.prompt = Some(Prompt::Choice(choice));
    }

    pub(in crate::app) fn form_key(&mut self, event: KeyEvent, mut form: Box<Form>) -> Vec<Effect> {
        let Some(board) = &self.board else { return Vec::new() };
        if !self.has_room_for_a_form() && event.code != KeyCode::Esc {
            self.refuse(too_small());
            self.prompt = Some(Prompt::Form(form));
            return Vec::new();
        }
        let asked = form.key(event, &board.watchlist);
        form.follow_clock(&board.watchlist, self.now);
        match asked {
            Asked::Nothing => self.prompt = Some(Prompt::Form(form)),
            Asked::Leave => self.put_away(form),
            Asked::Review => {
                let errand = Errand::Record(form.draft());
                return self.review(errand, Some(form));
            }
        }
        Vec::new()
    }

    /// A key while the lines to be written are on the screen, or the reason why there are none.
    pub(in crate::app) fn review_key(&mut self, event: KeyEvent, mut review: Box<Review>) -> Vec<Effect> {
        let now = self.now;
        match event.code {
            KeyCode::Enter => {
                let means = review.confirmation.enter(now);
                self.review_enter(means, review);
            }
            KeyCode::Esc if !matches!(review.stage, Stage::Saving(_)) => self.back_to_form(review.form),
            code => {
                let is_answer = review.confirmation.other_key(now);
                return self.review_other_key(code, event, is_answer, review);
            }
        }
        Vec::new()
    }

    fn review_enter(&mut self, means: EnterMeans, review: Box<Review>) {
        match (&review.stage, means) {
            (Stage::Refused { .. }, EnterMeans::First | EnterMeans::Second) => return self.back_to_form(review.form),
            (Stage::Shown(_), EnterMeans::Held) => self.refuse(HELD),
            (Stage::Shown(_), EnterMeans::First | EnterMeans::Second) if !self.has_room_for_a_form() => {
                self.refuse(too_small());
            }
            _ => {}
        }
        self.prompt = Some(Prompt::Review(review));
    }

    /// Writes what was confirmed, once no key has followed.
    pub(in crate::app) fn write_confirmed(&mut self) -> Vec<Effect> {
        let is_readable = self.has_room_for_a_form();
        let now = self.now;
        let Some(Prompt::Review(review)) = &mut self.prompt else { return Vec::new() };
        if !review.confirmation.is_given(now) {
            return Vec::new();
        }
        review.confirmation = Confirmation::begin(now);
        self.dirty = Dirty::Stale;
        match std::mem::replace(&mut review.stage, Stage::Waiting) {
            Stage::Shown(proposed) if is_readable => {
                let save = Save::new(review.errand.clone(), &proposed);
                review.notice = None;
                review.stage = Stage::Saving(proposed);
                vec![Effect::Save(save)]
            }
            stage => {
                review.stage = stage;
                Vec::new()
            }
        }
    }

    fn review_other_key(
        &mut self,
        code: KeyCode,
        event: KeyEvent,
        is_answer: bool,
        mut review: Box<Review>,
    ) -> Vec<Effect> {
        match (code, &review.stage) {
            (_, Stage::Saving(_)) => {}
            (KeyCode::Down | KeyCode::Char('j'), _) => self.scroll(&mut review, 1),
            (KeyCode::Up | KeyCode::Char('k'), _) => self.scroll(&mut review, -1),
            (KeyCode::PageDown | KeyCode::Char(' '), _) => self.scroll(&mut review, 10),
            (KeyCode::PageUp, _) => self.scroll(&mut review, -10),
            // It belongs to a word, or to a paste.
            _ if !is_answer => {}
            (KeyCode::Char('n' | 'N'), _) => {
                self.back_to_form(review.form);
                return Vec::new();
            }
            (KeyCode::Char('e'), Stage::Refused { line, .. }) => {
                let line = *line;
                review.form.into_iter().for_each(|form| self.put_away(form));
                return match line {
                    Some(line) => vec![Effect::Edit { line }],
                    None => self.act(Action::EditItem, None),
                };
            }
            (_, Stage::Shown(_)) => {
                self.refuse(format!("{}: Enter twice writes these lines, n goes back", pressed(event)))
            }
            (_, Stage::Waiting | Stage::Refused { .. }) => self.refuse(format!("{}: Esc goes back", pressed(event))),
        }
        self.prompt = Some(Prompt::Review(review));
        Vec::new()
    }

    /// The confirmation of the lines that are on the screen, where they can be written.
    pub(crate) fn confirmation(&self) -> Option<Confirmation> {
        match &self.prompt {
            Some(Prompt::Review(review)) if matches!(review.stage, Stage::Shown(_)) => Some(review.confirmation),
            Some(_) | None => None,
        }
    }

    /// What was asked for is worked out, or it is known why it cannot be.
    pub(in crate::app) fn proposed(&mut self, outcome: Result<Box<Proposed>, Box<Obstacle>>) {
        let now = self.now;
        let Some(Prompt::Review(review)) = &mut self.prompt else { return };
        if !matches!(review.stage, Stage::Waiting) {
            return;
        }
        review.confirmation = Confirmation::begin(now);
        let obstacle = match outcome {
            Ok(proposed) if proposed.patch.hunks.is_empty() => {
                let why = "the file says so already".to_owned();
                review.stage = Stage::Refused { why, line: None };
                return;
            }
            Ok(proposed) => {
                review.stage = Stage::Shown(proposed);
                return;
            }
            Err(obstacle) => *obstacle,
        };
        let (why, line) = match obstacle {
            Obstacle::Unreadable(Unreadable::Missing) => ("the file is missing".to_owned(), None),
            Obstacle::Unreadable(Unreadable::Denied) => ("the file may not be read".to_owned(), None),
            Obstacle::Unreadable(Unreadable::BeingWritten(who)) => {
                (format!("{} is still writing the file: try again when that is done", sanitise(&who)), None)
            }
            Obstacle::Unreadable(Unreadable::Other(why)) => (sanitise(&why).into_owned(), None),
            Obstacle::Refused(Refusal::Fields(problems)) if review.form.is_some() => {
                let form = review.form.take();
                if let (Some(mut form), Some(board)) = (form, &self.board) {
                    form.blame(&problems, &board.watchlist);
                    self.prompt = Some(Prompt::Form(form));
                }
                return;
            }
            Obstacle::Refused(refusal) => (refusal.to_string(), line_of(&refusal)),
        };
        review.stage = Stage::Refused { why, line };
    }

    /// A save has ended.
    pub(in crate::app) fn save_ended(&mut self, end: SaveEnd) -> Vec<Effect> {
        let now = self.now;
        let Some(Prompt::Review(review)) = &mut self.prompt else { return Vec::new() };
        review.confirmation = Confirmation::begin(now);
        let stage = std::mem::replace(&mut review.stage, Stage::Waiting);
        let Stage::Saving(proposed) = stage else {
            review.stage = stage;
            return Vec::new();
        };
        match end {
            SaveEnd::Written | SaveEnd::WrittenAnew(_) | SaveEnd::Unconfirmed(_) => {
                let patch = if let SaveEnd::WrittenAnew(patch) = &end { patch } else { &proposed.patch };
                self.records.done(&review.errand, &proposed.summary, patch);
                let key = |action| binding_of(action).label();
                let said = match &review.errand {
                    Errand::Record(_) => format!("written: {}; {} undoes", proposed.summary, key(Action::Undo)),
                    Errand::Undo(was) => format!("undone: {}; {} writes it again", was.summary, key(Action::Redo)),
                    Errand::Redo(was) => format!("written again: {}; {} undoes", was.summary, key(Action::Undo)),
                };
                self.prompt = None;
                match end {
                    SaveEnd::Unconfirmed(why) => self.refuse(format!("written, but {}", sanitise(&why))),
                    SaveEnd::WrittenAnew(patch) => {
                        let line =
                            patch.added().first().map_or_else(String::new, |(line, _)| format!(" (line {line})"));
                        self.say(format!("another save came first and is kept; {said}{line}"));
                    }
                    SaveEnd::Written | SaveEnd::Changed | SaveEnd::Failed(_) => {
                        self.say(said);
                    }
                }
                vec![Effect::Reread]
            }
            SaveEnd::Changed => {
                let notice = "Somebody else has saved the file meanwhile, so nothing was written. Look again:";
                review.notice = Some(notice.to_owned());
                review.scroll = 0;
                vec![Effect::Propose(review.errand.clone()), Effect::Reread]
            }
            SaveEnd::Failed(why) => {
                review.notice = Some(format!("NOT WRITTEN: {}", sanitise(&why)));
                review.scroll = 0;
                review.stage = Stage::Shown(proposed);
                Vec::new()
            }
        }
    }

    /// Takes a newer watchlist into an open form.
    pub(in crate::app) fn renew_form(&mut self) {
        if let (Some(Prompt::Form(form)), Some(board)) = (&mut self.prompt, &self.board) {
            form.renew(&board.watchlist);
        }
    }

    fn open(&mut self, start: Start) {
        let Some(board) = &self.board else { return };
        // What was begun on another row is about something else, although it is an entry of the same list.
        let is_of_row = |form: &Form| form.subject == start.subject && form.given == start.given;
        let put_away = self.records.away.iter().position(is_of_row);
        let form = match put_away.map(|at| self.records.away.remove(at)) {
            Some(mut form) => {
                form.follow_clock(&board.watchlist, self.now);
                form.renew(&board.watchlist);
                form
            }
            None => Form::new(&start, self.title_of(&start.subject), &board.watchlist, self.now),
        };
        self.prompt = Some(Prompt::Form(Box::new(form)));
    }

    fn put_away(&mut self, form: Box<Form>) {
        if form.is_begun() {
            self.say("nothing is written; the same key brings back what you typed");
            self.records.away.push(*form);
        }
    }

    fn back_to_form(&mut self, form: Option<Box<Form>>) {
        match form {
            Some(form) => self.prompt = Some(Prompt::Form(form)),
            None => self.say("nothing is written"),
        }
    }

    fn review(&mut self, errand: Errand, form: Option<Box<Form>>) -> Vec<Effect> {
        let effect = Effect::Propose(errand.clone());
        self.prompt = Some(Prompt::Review(Box::new(Review::of(errand, form, self.now))));
        vec![effect]
    }

    fn scroll(&self, review: &mut Review, lines: isize) {
        let area = review_area(self);
        let all = review.lines("", area.width).len();
        let last = all.saturating_sub(usize::from(area.height));
        review.scroll = review.scroll.saturating_add_signed(lines).min(last);
    }
}

/// The room for the lines to be written, inside a frame.
pub(crate) fn review_area(app: &App) -> ratatui::layout::Rect {
    form_area(app).inner(ratatui::layout::Margin::new(2, 1))
}

/// The room for a form, its frame included: wide enough to read, and no wider.
pub(crate) fn form_area(app: &App) -> ratatui::layout::Rect {
    let body = app.layout().body;
    ratatui::layout::Rect { width: body.width.min(120), height: body.height.min(38), ..body }
}

/// The line of the file at which an editor would help.
fn line_of(refusal: &Refusal) -> Option<usize> {
    match refusal {
        Refusal::Unsafe { source, problem } => Some(source.position(problem.span).line),
        Refusal::Broken(loaded) => {
            let first = loaded.problems.iter().find(|problem| problem.severity == Severity::Error)?;
            Some(loaded.source.position(first.span).line)
        }
        Refusal::NoSuch { .. } | Refusal::Fields(_) | Refusal::Overtaken => None,
    }
}
