//! Which record a key starts on the selected row, or why it cannot.

use super::EditRequest;
use crate::app::keys::{Action, Recording};
use crate::app::{App, Clock, Origin, Page, StaleCause, Unreadable, Writes, too_small};
use crate::draft::{Draft, DraftPlace, EntryAddress};
use crate::watchlist::EntityRef;

#[derive(Clone, Debug)]
pub struct Start {
    pub subject: DraftPlace,
    /// The values that follow from the row, or are written in the entry, by key. Not yet safe to show.
    pub given: Vec<(&'static str, String)>,
    /// The entry to correct or withdraw.
    pub revises: Option<EntryAddress>,
}

impl Start {
    fn new(subject: DraftPlace, given: Vec<(&'static str, String)>) -> Self {
        Self { subject, given, revises: None }
    }
}

/// A menu of forms.
#[derive(Clone, Debug)]
pub struct Choice {
    pub title: &'static str,
    pub options: Vec<ChoiceOption>,
    pub selected: usize,
}

#[derive(Clone, Debug)]
pub struct ChoiceOption {
    /// Safe to show.
    pub label: String,
    pub start: Start,
    pub opening: FormOpening,
}

/// What opening a form does about a draft that was left on the same row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormOpening {
    /// Offer it.
    Offer,
    Continue,
    /// Drop it.
    Anew,
}

impl Choice {
    fn among(starts: Vec<Start>) -> Self {
        let option = |start: Start| {
            let label = format!("New {}", start.subject.kind().name);
            ChoiceOption { label, start, opening: FormOpening::Offer }
        };
        let options = starts.into_iter().map(option).collect();
        Self { title: "What is to be recorded?", options, selected: 0 }
    }

    /// Whether to continue a draft that was left, or to begin again. `left` says when; safe to show.
    pub(super) fn about_draft(start: &Start, left: &str) -> Self {
        let option = |label: String, opening| ChoiceOption { label, start: start.clone(), opening };
        let anew = option("Start anew; the draft is dropped".to_owned(), FormOpening::Anew);
        let options = vec![option(format!("Continue the draft of {left}"), FormOpening::Continue), anew];
        Self { title: "There is a draft that was not written", options, selected: 0 }
    }
}

#[derive(Debug)]
pub(in crate::app) enum Beginning {
    Form(Start),
    Choice(Choice),
    Request(EditRequest),
    /// The correction of the selected entry.
    Correction,
    /// The withdrawal of the selected entry.
    Withdrawal,
}

impl App {
    /// What a recording key starts in the current state.
    ///
    /// # Errors
    /// Why nothing can be recorded, and what to do.
    pub(in crate::app) fn beginning(&self, recording: Recording) -> Result<Beginning, String> {
        self.may_write()?;
        match recording {
            Recording::Undo => match self.forms.last_written() {
                Some(written) => return Ok(Beginning::Request(EditRequest::Undo(written.clone()))),
                None => return Err("nothing to undo: nothing of what was written here is left".to_owned()),
            },
            Recording::Redo => {
                let undone = || self.forms.last_undone().map(|written| EditRequest::Redo(written.clone()));
                return match self.forms.rewriting().or_else(undone) {
                    Some(request) => Ok(Beginning::Request(request)),
                    None => Err("nothing to redo: nothing has been undone".to_owned()),
                };
            }
            _ => {}
        }
        match self.page() {
            Page::Panes | Page::Detail { .. } => {}
            Page::Problems => return Err("nothing is recorded among the problems: Esc goes back".to_owned()),
            Page::Changes { .. } => {
                return Err("nothing is recorded among the changes: Enter goes to the row".to_owned());
            }
        }
        let entity = self.selected_entity()?;
        match (recording, self.selected_entry()) {
            (Recording::Withdraw, Some(_)) => return Ok(Beginning::Withdrawal),
            (Recording::Withdraw, None) => {
                return Err("select an entry first: in the details, Enter selects one".to_owned());
            }
            (Recording::Report, Some(_)) if self.is_corrected_by_report(&entity) => return Ok(Beginning::Correction),
            (Recording::AddOther, _) => return Ok(Beginning::Choice(self.other_starts(&entity))),
            _ => {}
        }
        let id = || entity.id().map_or_else(String::new, |id| id.as_str().to_owned());
        let subjects: Vec<(DraftPlace, Vec<(&'static str, String)>)> = match (recording, &entity) {
            (Recording::Checked, EntityRef::Party { .. }) => {
                return Err(format!(
                    "a party has no check: {} adds a report",
                    self.keys.label(Action::Record(Recording::Report))
                ));
            }
            (
                Recording::Checked,
                EntityRef::Item { .. } | EntityRef::Crossing(_) | EntityRef::Risk(_) | EntityRef::Log,
            ) => {
                return Ok(Beginning::Request(EditRequest::Record(vec![Draft::new(DraftPlace::Checked(entity), [])])));
            }
            (Recording::Checked, _) => {
                return Err("only an item, a crossing, a risk or the log can be checked: select one".to_owned());
            }
            (Recording::CloseRisk, EntityRef::Risk(_)) => vec![(DraftPlace::Closing(entity), vec![])],
            (Recording::CloseRisk, _) => return Err("only a risk can be closed: select one".to_owned()),
            (_, EntityRef::Item { .. })
            | (Recording::Report, EntityRef::Crossing(_) | EntityRef::Party { .. } | EntityRef::Risk(_)) => {
                vec![(DraftPlace::Report(entity), vec![])]
            }
            (_, EntityRef::Crossing(crossing) | EntityRef::Party { crossing, .. }) => {
                vec![(DraftPlace::Day(EntityRef::Crossing(crossing.clone())), vec![])]
            }
            (_, EntityRef::Risk(_)) => vec![(DraftPlace::LogEntry, vec![("risk", id())])],
            (Recording::Report, _) => {
                let add = self.keys.label(Action::Record(Recording::Add));
                return Err(format!("nothing here has a status to report: {add} adds an entry, e opens the editor"));
            }
            (_, EntityRef::Log) => vec![(DraftPlace::LogEntry, vec![])],
            (_, EntityRef::Speaker(_)) => vec![(DraftPlace::Statement, vec![("speaker", id())])],
            (_, EntityRef::Tally(id)) => {
                let tally = self.board().and_then(|board| board.watchlist.tallies.with_id(id.as_str()));
                let what = tally.map(|tally| ("what", tally.what.raw().to_owned()));
                vec![(DraftPlace::Tally, what.into_iter().collect())]
            }
            _ => vec![(DraftPlace::Statement, vec![]), (DraftPlace::Tally, vec![])],
        };
        let mut starts: Vec<Start> = subjects.into_iter().map(|(subject, given)| Start::new(subject, given)).collect();
        Ok(match starts.len() {
            1 => Beginning::Form(starts.remove(0)),
            _ => Beginning::Choice(Choice::among(starts)),
        })
    }

    /// Whether `x` corrects the selected entry: always in the details, and on rows that have no status to report.
    fn is_corrected_by_report(&self, entity: &EntityRef) -> bool {
        let has_status = matches!(entity, EntityRef::Crossing(_) | EntityRef::Party { .. } | EntityRef::Risk(_));
        !has_status || self.entry_in_details().is_some()
    }

    /// What is recorded seldom: a monitoring gap, a preferred source, a source, an actor, a closure, settings.
    fn other_starts(&self, entity: &EntityRef) -> Choice {
        let is_observed = matches!(entity, EntityRef::Crossing(_) | EntityRef::Item { .. } | EntityRef::Risk(_));
        let observed = is_observed.then(|| ("unobserved", entity.reference()));
        let prefer = is_observed.then(|| Start::new(DraftPlace::Prefer(entity.clone()), Vec::new()));
        let gap = Start::new(DraftPlace::Monitoring, observed.into_iter().collect());
        let is_crossing = matches!(entity, EntityRef::Crossing(_));
        let closure = is_crossing.then(|| DraftPlace::Closure(entity.clone()));
        let settings = is_observed.then(|| DraftPlace::Settings(entity.clone()));
        let others = [DraftPlace::Source, DraftPlace::Actor].into_iter().chain(closure).chain(settings);
        let others = others.map(|place| Start::new(place, Vec::new()));
        Choice::among(std::iter::once(gap).chain(prefer).chain(others).collect())
    }

    /// The entity of the selected row; without one, that of the pane.
    fn selected_entity(&self) -> Result<EntityRef, &'static str> {
        match (self.board(), self.panes.focused()) {
            (Some(board), Some((pane, _))) => pane.entity(board, self.selected().map(|(_, _, key)| key)),
            _ => Err("there is no board yet"),
        }
    }

    /// The title of a form, and the current state of its subject. Both are safe to show; the second can be empty.
    pub(in crate::app) fn title_of(&self, start: &Start) -> (String, String) {
        let (subject, name) = (&start.subject, start.subject.kind().name);
        let (title, standing) = match subject {
            DraftPlace::Report(crossing @ EntityRef::Crossing(_))
            | DraftPlace::Day(crossing)
            | DraftPlace::Closure(crossing)
            | DraftPlace::Quota(crossing) => {
                let name = self.board().and_then(|board| board.watchlist.name_of(crossing));
                (name.unwrap_or_default(), String::new())
            }
            DraftPlace::Report(_) | DraftPlace::Closing(_) => {
                self.detail().map_or_else(Default::default, |detail| (detail.title.text, detail.value))
            }
            DraftPlace::Prefer(entity) | DraftPlace::Settings(entity) => {
                (self.board().and_then(|board| board.watchlist.name_of(entity)).unwrap_or_default(), String::new())
            }
            DraftPlace::Withdrawal(of) => (of.kind().name.to_owned(), String::new()),
            DraftPlace::LogEntry
            | DraftPlace::Statement
            | DraftPlace::Tally
            | DraftPlace::Monitoring
            | DraftPlace::Source
            | DraftPlace::Actor
            | DraftPlace::Checked(_) => Default::default(),
        };
        let verb = match (subject, &start.revises) {
            (DraftPlace::Withdrawal(_), _) | (_, None) => "New",
            (_, Some(_)) => "Correct the",
        };
        let title = if title.is_empty() { format!("{verb} {name}") } else { format!("{verb} {name}: {title}") };
        (title, standing)
    }

    fn may_write(&self) -> Result<(), String> {
        if self.file.writes() == Writes::Off {
            return Err("started with --readonly: nothing is written".to_owned());
        }
        match self.file.origin() {
            Origin::Embedded => {
                return Err("the built-in example has no file: `trucewatch init` writes one of your own".to_owned());
            }
            Origin::Named | Origin::Found => {}
        }
        match (self.travel.past(), self.clock()) {
            (Some(_), _) => {
                return Err(format!(
                    "this is the past: {} goes back to where things are recorded",
                    self.keys.label(Action::Live)
                ));
            }
            (None, Clock::AsOf(_)) => {
                return Err("started with --now: nothing is written as of another time".to_owned());
            }
            (None, Clock::Live) => {}
        }
        match self.file.state().trouble().map(|trouble| &trouble.cause) {
            Some(StaleCause::Broken { .. }) => {
                return Err("the file does not load, and nothing is added to it: E opens the problem".to_owned());
            }
            Some(StaleCause::Unreadable(Unreadable::Missing)) => {
                return Err("the file is missing: nothing can be added to it".to_owned());
            }
            Some(StaleCause::Unreadable(Unreadable::BeingWritten(_))) => {
                return Err("somebody is still writing the file: try again when that is done".to_owned());
            }
            Some(StaleCause::Unreadable(Unreadable::Denied | Unreadable::Other(_))) => {
                return Err("the file cannot be read: R tries again".to_owned());
            }
            None => {}
        }
        if self.screen.has_room_for_a_form() { Ok(()) } else { Err(too_small()) }
    }
}
