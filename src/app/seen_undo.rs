//! `D`: everything is seen. It says what it did, and can be taken back until something is written.

use super::App;
use super::alerts::SeenAlerts;
use super::keys::{Action, Recording};
use super::marks::Mark;
use super::msg::Response;
use super::seen_state::SeenBefore;
use crate::draft::Draft;
use crate::panes::view::ByRowId;
use crate::panes::words::count;

/// What `D` has cleared.
pub(super) struct SeenUndo {
    before: SeenBefore,
    alerts: SeenAlerts,
    marks: Vec<ByRowId<Mark>>,
    removed: Vec<Draft>,
}

impl App {
    /// The operator has seen everything: clears marks and alerts, and moves the baseline here.
    pub(super) fn mark_seen(&mut self) -> Response {
        let before = self.seen.mark_seen(self.current.home());
        let (alerts, marks) = (self.alerts.clear(), self.panes.clear_marks());
        let removed = self.forms.take_removed();
        let rows = marks.iter().map(|marks| marks.len()).sum();
        let counts = [(rows, "marked row"), (alerts.count, "alert"), (removed.len(), "removed entry")];
        let cleared: Vec<_> = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(n, what)).collect();
        let what = if cleared.is_empty() { "nothing was marked".to_owned() } else { cleared.join(", ") };
        self.seen_undo = before.map(|before| SeenUndo { before, alerts, marks, removed });
        let undo = match self.seen_undo {
            Some(_) => format!("{} takes it back", self.keys.label(Action::Record(Recording::Undo))),
            None => "it cannot be taken back".to_owned(),
        };
        Response::say(format!("all seen ({what}): now d lists what comes after this; {undo}"))
    }

    pub(super) fn unmark_seen(&mut self) -> Response {
        let Some(SeenUndo { before, alerts, marks, removed }) = self.seen_undo.take() else {
            return Response::default();
        };
        self.seen.unmark_seen(before);
        self.alerts.put_back(alerts);
        self.panes.put_marks_back(marks);
        self.forms.put_removed_back(removed);
        Response::say("taken back: what was marked as seen is marked as new again")
    }
}
