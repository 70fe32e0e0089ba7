//! Alerts: the mark that stays until the operator has seen everything, and what to do about a change for the worse.
//!
//! An alert is about the present of a followed file. Changes are grouped by their cause, so that a closure and its ten
//! consequences are one alert. A file that is back at an earlier text, as after an undo, does not alert.

use super::config::AlertConfig;
use super::{Effect, Switch};
use crate::board::Board;
use crate::board::changes::{Change, ChangeCause};
use crate::panes::changes::wire::ChangeRecord;
use crate::text::to_json;
use std::collections::HashSet;

/// The longest title of a window, in characters.
const MAX_TITLE: usize = 80;

/// The limit for alerts whose words are compared with new ones.
const MAX_PENDING: usize = 100;

/// What is raised beside the mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// One line, safe to show.
    pub words: String,
    /// The change, as in `diff --json`, with its sentence.
    pub json: String,
    /// Whether the terminal has no focus, so that the bell and the desktop are asked.
    pub is_away: bool,
}

#[derive(Debug, Default)]
pub(crate) struct AlertState {
    config: AlertConfig,
    /// The words of each alert that was not seen yet, oldest first.
    pending: Vec<String>,
    /// How many alerts were not seen yet.
    count: usize,
    /// Whether the terminal has the focus. Off until it says so, because not every terminal does.
    focus: Switch,
    effects: Vec<Effect>,
}

/// Alerts that were marked as seen.
#[derive(Debug, Default)]
pub(super) struct SeenAlerts {
    pending: Vec<String>,
    pub(super) count: usize,
}

impl AlertState {
    pub(super) fn new(config: AlertConfig) -> Self {
        Self { config, ..Self::default() }
    }

    /// How many alerts were not seen yet.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn on_focus(&mut self, focus: Switch) {
        self.focus = focus;
    }

    /// Raises an alert for each cause among the changes.
    pub(super) fn raise(&mut self, before: &Board, after: &Board, found: &[Change]) {
        let mut causes = HashSet::new();
        for change in found.iter().filter(|change| change.cause != ChangeCause::Reverted) {
            let record = ChangeRecord::from_change(change, before, after);
            let is_new = || !self.pending.contains(&record.text);
            if !self.config.alerts_for(change, &record.change) || !is_new() || !causes.insert((change.cause, change.at))
            {
                continue;
            }
            self.count += 1;
            if self.pending.len() < MAX_PENDING {
                self.pending.push(record.text.clone());
            }
            if !self.is_quiet(after) {
                let is_away = self.focus == Switch::Off;
                self.effects.push(Effect::Alert(Alert { json: to_json(&record), words: record.text, is_away }));
            }
        }
        if !causes.is_empty() {
            self.effects.push(Effect::Title(self.title()));
        }
    }

    /// The pending effects, which are removed.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Everything was seen: the mark goes. Returns the alerts, to put them back.
    pub(super) fn clear(&mut self) -> SeenAlerts {
        let seen = SeenAlerts { pending: std::mem::take(&mut self.pending), count: std::mem::take(&mut self.count) };
        if seen.count > 0 {
            self.effects.push(Effect::Title(None));
        }
        seen
    }

    pub(super) fn put_back(&mut self, seen: SeenAlerts) {
        self.count += seen.count;
        self.pending.splice(0..0, seen.pending);
        if self.count > 0 {
            self.effects.push(Effect::Title(self.title()));
        }
    }

    /// Formats `▲2 Rafah: open → closed`, with the newest alert.
    fn title(&self) -> Option<String> {
        let newest = self.pending.last()?;
        let newest = newest.trim_start_matches(['▲', ' ']);
        let title: String = format!("▲{} {newest}", self.count).chars().take(MAX_TITLE).collect();
        Some(title)
    }

    fn is_quiet(&self, board: &Board) -> bool {
        let zone = board.watchlist.zone();
        let local = board.now.with_timezone(&zone).time();
        self.config.quiet.is_some_and(|quiet| quiet.holds(local))
    }
}
