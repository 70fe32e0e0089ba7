//! What a key would record of the row that the operator is at, or why nothing can be recorded.

use super::Errand;
use crate::app::keys::{Action, binding_of};
use crate::app::{App, Arrangement, Cause, Clock, Origin, Page, Unreadable, Writes};
use crate::draft::Draft;
use crate::draft::{Looked, Subject};
use crate::panes::Topic;

/// The smallest screen that has room for a form: columns and rows.
pub(crate) const LEAST: (u16, u16) = (40, 12);

/// A form to be opened.
#[derive(Clone, Debug)]
pub struct Start {
    /// What is recorded, and of what.
    pub subject: Subject,
    /// Values that follow from the row, by key. Not yet safe to show.
    pub given: Vec<(&'static str, String)>,
}

/// Several forms of which one is to be opened.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The forms.
    pub starts: Vec<Start>,
    /// The selected one.
    pub selected: usize,
}

/// What a key begins.
#[derive(Debug)]
pub(in crate::app) enum Beginning {
    Form(Start),
    Choice(Choice),
    Errand(Errand),
}

impl App {
    /// What a key of those that write begins where the operator is.
    ///
    /// # Errors
    /// In words: why nothing can be written, and what to do.
    pub(in crate::app) fn beginning(&self, action: Action) -> Result<Beginning, String> {
        self.may_write()?;
        match action {
            Action::Undo => match self.records.last() {
                Some(written) => return Ok(Beginning::Errand(Errand::Undo(written.clone()))),
                None => return Err("nothing to undo: nothing of what was written here is left".to_owned()),
            },
            Action::Redo => match self.records.next() {
                Some(written) => return Ok(Beginning::Errand(Errand::Redo(written.clone()))),
                None => return Err("nothing to redo: nothing has been undone".to_owned()),
            },
            _ => {}
        }
        match self.page() {
            Page::Panes | Page::Detail { .. } => {}
            Page::Problems => return Err("nothing is recorded among the problems: Esc goes back".to_owned()),
            Page::Changes { .. } => {
                return Err("nothing is recorded among the changes: Enter goes to the row".to_owned());
            }
        }
        let topic = self.topic();
        let own = |name: &str| name.to_owned();
        let item = |checklist: &str, item: &str| Subject::ItemReport { checklist: own(checklist), item: own(item) };
        let day = |crossing: &str| Subject::Day { crossing: own(crossing) };
        let subjects: Vec<(Subject, Vec<(&'static str, String)>)> = match (action, topic) {
            (_, Topic::Nothing(remedy)) => return Err(remedy.to_owned()),
            (Action::Checked, topic) => {
                let looked = match topic {
                    Topic::Item { checklist, item } => Looked::Item { checklist: own(checklist), item: own(item) },
                    Topic::Crossing(crossing) => Looked::Crossing(own(crossing)),
                    Topic::Risk(risk) => Looked::Risk(own(risk)),
                    Topic::Party { .. } => {
                        return Err(format!("a party has no check: {} adds a report", key(Action::Report)));
                    }
                    Topic::Log => Looked::Log,
                    Topic::Speaker(_) | Topic::Numbers(_) | Topic::Said | Topic::Nothing(_) => {
                        return Err("only an item, a crossing, a risk or the log can be checked: select one".to_owned());
                    }
                };
                return Ok(Beginning::Errand(Errand::Record(Draft::new(Subject::Checked(looked), []))));
            }
            (_, Topic::Item { checklist, item: name }) => vec![(item(checklist, name), vec![])],
            (Action::Report, Topic::Crossing(name)) => vec![(Subject::CrossingReport { crossing: own(name) }, vec![])],
            (Action::Report, Topic::Party { crossing, party }) => {
                vec![(Subject::PartyReport { crossing: own(crossing), party: own(party) }, vec![])]
            }
            (_, Topic::Crossing(crossing) | Topic::Party { crossing, .. }) => vec![(day(crossing), vec![])],
            (Action::Report, Topic::Risk(risk)) => vec![(Subject::Assessment { risk: own(risk) }, vec![])],
            (_, Topic::Risk(risk)) => vec![(Subject::LogEntry, vec![("risk", own(risk))])],
            (Action::Report, Topic::Log | Topic::Speaker(_) | Topic::Numbers(_) | Topic::Said) => {
                let add = key(Action::Add);
                return Err(format!("nothing here has a status to report: {add} adds an entry, e opens the editor"));
            }
            (_, Topic::Log) => vec![(Subject::LogEntry, vec![])],
            (_, Topic::Speaker(speaker)) => vec![(Subject::Statement, vec![("speaker", own(speaker))])],
            (_, Topic::Numbers(what)) => vec![(Subject::Tally, vec![("what", own(what))])],
            (_, Topic::Said) => vec![(Subject::Statement, vec![]), (Subject::Tally, vec![])],
        };
        let mut starts: Vec<Start> = subjects.into_iter().map(|(subject, given)| Start { subject, given }).collect();
        Ok(match starts.len() {
            1 => Beginning::Form(starts.remove(0)),
            _ => Beginning::Choice(Choice { starts, selected: 0 }),
        })
    }

    /// What the selected row is about; without one, the pane.
    fn topic(&self) -> Topic<'_> {
        match (&self.board, self.panes.get(self.focus)) {
            (Some(board), Some(pane)) => pane.topic(board, self.selected().map(|(_, _, key)| key)),
            _ => Topic::Nothing("there is no board yet"),
        }
    }

    /// What a form is about, in words, and how that stands now. Both are safe to show; the second may be empty.
    pub(super) fn title_of(&self, subject: &Subject) -> (String, String) {
        let name = subject.kind().name;
        let (title, standing) = match subject {
            Subject::ItemReport { .. } | Subject::PartyReport { .. } | Subject::Assessment { .. } => {
                self.detail().map_or_else(Default::default, |detail| (detail.title.text, detail.value))
            }
            Subject::CrossingReport { crossing } | Subject::Day { crossing } => {
                let crossings = self.board.iter().flat_map(|board| &board.watchlist.crossings);
                let mut named = crossings.filter(|known| known.id.value.as_str() == crossing);
                let name = named.next().map_or_else(String::new, |known| known.name.display().into_owned());
                (name, String::new())
            }
            Subject::LogEntry | Subject::Statement | Subject::Tally | Subject::Checked(_) => Default::default(),
        };
        let title = if title.is_empty() { format!("New {name}") } else { format!("New {name}: {title}") };
        (title, standing)
    }

    /// Whether anything can be written at all.
    fn may_write(&self) -> Result<(), String> {
        if self.writes == Writes::Off {
            return Err("started with --readonly: nothing is written".to_owned());
        }
        match self.file.origin {
            Origin::Embedded => {
                return Err("the built-in example has no file: `trucewatch init` writes one of your own".to_owned());
            }
            Origin::Named | Origin::Found => {}
        }
        match (self.away(), self.clock) {
            (Some(_), _) => {
                return Err(format!("this is the past: {} goes back to where things are recorded", key(Action::Live)));
            }
            (None, Clock::AsOf(_)) => {
                return Err("started with --now: nothing is written as of another time".to_owned());
            }
            (None, Clock::Live) => {}
        }
        match self.file_state.trouble().map(|trouble| &trouble.cause) {
            Some(Cause::Broken { .. }) => {
                return Err("the file does not load, and nothing is added to it: E opens the problem".to_owned());
            }
            Some(Cause::Unreadable(Unreadable::Missing)) => {
                return Err("the file is missing: nothing can be added to it".to_owned());
            }
            Some(Cause::Unreadable(Unreadable::BeingWritten(_))) => {
                return Err("somebody is still writing the file: try again when that is done".to_owned());
            }
            Some(Cause::Unreadable(Unreadable::Denied | Unreadable::Other(_))) => {
                return Err("the file cannot be read: R tries again".to_owned());
            }
            None => {}
        }
        if self.has_room_for_a_form() { Ok(()) } else { Err(too_small()) }
    }

    /// Whether a form can be read on this screen.
    pub(crate) fn has_room_for_a_form(&self) -> bool {
        let (width, height) = self.size;
        let is_laid_out = match Arrangement::of(self.size) {
            Arrangement::Nothing | Arrangement::Tiny => false,
            Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => true,
        };
        is_laid_out && width >= LEAST.0 && height >= LEAST.1
    }
}

/// What a screen without room for a form says.
pub(crate) fn too_small() -> String {
    format!("too small for a form: it takes {}x{}", LEAST.0, LEAST.1)
}

fn key(action: Action) -> String {
    binding_of(action).label().into_owned()
}
