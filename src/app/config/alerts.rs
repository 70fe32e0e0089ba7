//! What alerts, and how: the table `[alerts]`.

use super::table::{ConfigTable, Found};
use crate::app::Switch;
use crate::board::changes::{Change, ChangeDirection, ChangeKind, EntryEdit, Says};
use crate::panes::changes::wire::{WireChange, WireKind, direction};
use crate::watchlist::scales::Severity;
use chrono::NaiveTime;
use toml::de::DeTable;

/// Which changes alert, and how loudly. The mark in the header and in the window title is always on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertConfig {
    /// A change alerts if any of these holds. Without a rule, `AlertRule::usual` does.
    pub rules: Vec<AlertRule>,
    pub bell: Switch,
    pub desktop: DesktopNotice,
    /// The program to run and its arguments; empty for none.
    pub command: Vec<String>,
    /// When only the mark is set, in the watchlist's zone.
    pub quiet: Option<QuietHours>,
}

/// One row of the table of what alerts. An empty list means any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRule {
    /// As in `diff --json`, such as `status`.
    pub kinds: Vec<WireKind>,
    pub directions: Vec<ChangeDirection>,
    /// For an entry of the log: at least this severity. Other changes have none and do not match.
    pub severity: Option<Severity>,
    /// Entities, as `rafah` or `phase-two/withdrawal`; a name includes everything below it.
    pub entities: Vec<String>,
}

/// How a terminal is asked for a notification on the desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DesktopNotice {
    #[default]
    Off,
    /// By the terminal's name.
    Auto,
    Osc9,
    Osc777,
    Osc99,
}

/// Hours of every day; they may run past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl Default for AlertRule {
    /// Everything that got worse.
    fn default() -> Self {
        Self { kinds: Vec::new(), directions: vec![ChangeDirection::Worse], severity: None, entities: Vec::new() }
    }
}

impl AlertRule {
    fn usual() -> Self {
        Self { kinds: WireKind::USUAL.to_vec(), ..Self::default() }
    }

    fn decode(table: DeTable<'_>, found: &mut Found) -> Self {
        let mut table = ConfigTable::new(table, found);
        let kinds: Vec<_> = WireKind::ALL.iter().map(|kind| (kind.word(), *kind)).collect();
        let directions = [ChangeDirection::Worse, ChangeDirection::Better, ChangeDirection::Other];
        let severities: Vec<_> = Severity::ALL.iter().map(|severity| (severity.word(), *severity)).collect();
        let mut rule = Self {
            kinds: table.words("kind", &kinds),
            directions: table.words("direction", &directions.map(|way| (direction(way), way))),
            severity: table.word("severity", &severities),
            entities: table.texts("entity"),
        };
        if rule.directions.is_empty() {
            rule.directions = Self::default().directions;
        }
        table.finish();
        rule
    }

    fn matches(&self, change: &Change, wire: &WireChange) -> bool {
        let is_below = |entity: &String, name: &str| {
            name.strip_prefix(entity.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let names = [change.subject.to_string(), wire.subject.clone(), wire.risk.clone().unwrap_or_default()];
        (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.word() == wire.kind))
            && self.directions.contains(&change.direction)
            && self.severity.is_none_or(|least| severity(change).is_some_and(|severity| severity >= least))
            && (self.entities.is_empty()
                || self.entities.iter().any(|entity| names.iter().any(|name| is_below(entity, name))))
    }
}

/// The severity of a new event of the log.
fn severity(change: &Change) -> Option<Severity> {
    match (&change.what, change.quote.as_ref().map(|quote| &quote.says)) {
        (ChangeKind::Log { edit: EntryEdit::Added, .. }, Some(Says::Event { severity, .. })) => Some(*severity),
        _ => None,
    }
}

impl AlertConfig {
    pub(super) fn decode(table: DeTable<'_>, found: &mut Found) -> Self {
        let mut table = ConfigTable::new(table, found);
        let notices = [
            ("off", DesktopNotice::Off),
            ("auto", DesktopNotice::Auto),
            ("osc-9", DesktopNotice::Osc9),
            ("osc-777", DesktopNotice::Osc777),
            ("osc-99", DesktopNotice::Osc99),
        ];
        let rules = table.tables("when");
        let rules = rules.into_iter().map(|rule| AlertRule::decode(rule, table.found())).collect();
        let config = Self {
            rules,
            bell: table.switch("bell").unwrap_or_default(),
            desktop: table.word("desktop", &notices).unwrap_or_default(),
            command: table.command("command").unwrap_or_default(),
            quiet: table.text("quiet", "two times of day, such as \"22:00-06:00\"", QuietHours::parse),
        };
        table.finish();
        config
    }

    /// Whether a change alerts.
    pub(crate) fn alerts_for(&self, change: &Change, wire: &WireChange) -> bool {
        match self.rules.as_slice() {
            [] => AlertRule::usual().matches(change, wire),
            rules => rules.iter().any(|rule| rule.matches(change, wire)),
        }
    }
}

impl QuietHours {
    fn parse(text: &str) -> Option<Self> {
        let clock = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        let (from, until) = text.split_once(['-', '–'])?;
        Some(Self { from: clock(from)?, until: clock(until)? })
    }

    pub(crate) fn holds(self, time: NaiveTime) -> bool {
        match self.from <= self.until {
            true => self.from <= time && time < self.until,
            false => self.from <= time || time < self.until,
        }
    }
}
