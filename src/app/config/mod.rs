//! The operator's own configuration, `config.toml`: defaults of the screen, the editor, and what alerts.
//!
//! Pure: text in, settings and problems out. A key that is wrong is named and has no effect; the other keys count. The
//! program never writes the file.

mod alerts;
mod keys;
mod table;

pub use alerts::{AlertConfig, AlertRule, DesktopNotice, QuietHours};

use super::keymap::KeyMap;
use super::{Switch, ThemeName, TimeDisplay};
use std::fmt;
use table::ConfigTable;
use toml::de::DeTable;

/// What the operator has configured. An absent value is not configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub screen: ScreenChoice,
    /// The editor and its arguments, before `$VISUAL` and `$EDITOR`.
    pub editor: Option<Vec<String>>,
    pub alerts: AlertConfig,
    /// Other keys than those of the table of actions.
    pub keys: KeyMap,
}

/// What the operator chose for the screen, by configuration or by key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScreenChoice {
    pub theme: Option<ThemeName>,
    pub times: Option<TimeDisplay>,
    pub mouse: Option<Switch>,
}

impl ScreenChoice {
    /// This choice, and another one where this one says nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { theme: self.theme.or(other.theme), times: self.times.or(other.times), mouse: self.mouse.or(other.mouse) }
    }
}

/// Something in the configuration that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Counted from one.
    pub line: usize,
    /// What is wrong, and what to do; not yet safe to show.
    pub message: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl Config {
    /// Parses the file. If it is not TOML at all, nothing is configured.
    pub fn parse(text: &str) -> (Self, Vec<ConfigProblem>) {
        let line = |at: usize| 1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let line = line(error.span().map_or(0, |span| span.start));
                let message = format!("this is not TOML: {}", error.message());
                return (Self::default(), vec![ConfigProblem { line, message }]);
            }
        };
        let mut found = Vec::new();
        let mut table = ConfigTable::new(table.into_inner(), &mut found);
        let screen = ScreenChoice {
            theme: table.word("theme", &ThemeName::ALL.map(|theme| (theme.word(), theme))),
            times: table.word("times", &TimeDisplay::ALL.map(|times| (times.word(), times))),
            mouse: table.switch("mouse"),
        };
        let editor = table.command("editor");
        let alerts =
            table.table("alerts").map(|(alerts, found)| AlertConfig::decode(alerts, found)).unwrap_or_default();
        let keys = table.table("keys").map(|(keys, found)| keys::decode_keys(keys, found)).unwrap_or_default();
        table.finish();
        found.sort_by_key(|(at, _)| *at);
        let problems = found.into_iter().map(|(at, message)| ConfigProblem { line: line(at), message });
        (Self { screen, editor, alerts, keys }, problems.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::{Action, Recording};
    use chrono::NaiveTime;

    #[track_caller]
    fn check_problems(text: &str, expected: &[&str]) -> Config {
        let (config, problems) = Config::parse(text);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
        config
    }

    #[test]
    fn every_key_is_read() {
        let config = check_problems(
            "theme = \"dark\"\ntimes = \"minutes\"\nmouse = true\neditor = \"code --wait\"\n[alerts]\nbell = true\n\
             desktop = \"osc-777\"\nquiet = \"22:00-06:30\"\ncommand = [\"page\", \"desk 1\"]\n\
             [[alerts.when]]\nkind = \"status\"\nentity = [\"rafah\"]\n[[alerts.when]]\nseverity = \"severe\"\n",
            &[],
        );
        assert_eq!(config.screen.theme, Some(ThemeName::Dark));
        assert_eq!((config.screen.times, config.screen.mouse), (Some(TimeDisplay::Minutes), Some(Switch::On)));
        assert_eq!(config.editor, Some(vec!["code".to_owned(), "--wait".to_owned()]));
        let alerts = config.alerts;
        assert_eq!((alerts.bell, alerts.desktop), (Switch::On, DesktopNotice::Osc777));
        assert_eq!(alerts.command, ["page", "desk 1"]);
        assert_eq!(alerts.rules.len(), 2);
        let quiet = alerts.quiet.expect("hours");
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
        assert!(quiet.holds(at(23, 0)) && quiet.holds(at(6, 29)) && !quiet.holds(at(6, 30)) && !quiet.holds(at(12, 0)));
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_counts() {
        let config = check_problems(
            "theem = \"dark\"\ntimes = \"minute\"\nmouse = \"yes\"\n[alerts]\nbel = true\nbell = true\nquiet = \"late\"\n\
             [[alerts.when]]\nkind = \"statsu\"\nseverity = 3\n[other]\nx = 1\n",
            &[
                "line 1: unknown key `theem`; did you mean `theme`?",
                "line 2: `times` is not `minute`; did you mean `minutes`?",
                "line 3: `mouse` is true or false",
                "line 5: unknown key `bel`; did you mean `bell`?",
                "line 7: `quiet` is two times of day, such as \"22:00-06:00\"",
                "line 9: `kind` is not `statsu`; did you mean `status`?",
                "line 10: `severity` is a text; write one of: relief, minor, moderate, severe, extreme",
                "line 11: unknown key `other`; write one of: theme, times, mouse, editor, alerts, keys",
            ],
        );
        assert_eq!(config.alerts.bell, Switch::On);
        // A rule that is not understood must not alert less than was asked for.
        assert_eq!(config.alerts.rules, [AlertRule::default()]);
    }

    #[test]
    fn keys_are_bound_anew() {
        let config =
            check_problems("[keys]\nreport = \"b\"\nadd = [\"x\", \"F6\"]\nquit = \"Ctrl-Q\"\nredo = []\n", &[]);
        let labels = |action| config.keys.labels(action);
        assert_eq!(labels(Action::Record(Recording::Report)), "b");
        assert_eq!(labels(Action::Record(Recording::Add)), "x F6");
        assert_eq!(labels(Action::Quit), "^Q ^C");
        assert_eq!(labels(Action::Record(Recording::Redo)), "");
        assert_eq!(labels(Action::Down), "j ↓ ^N");
    }

    #[test]
    fn keys_that_cannot_be_bound_are_named() {
        let config = check_problems(
            "[keys]\nreprot = \"b\"\nreport = \"a\"\nzoom = \"Ctrl-C\"\nsort = \"Alt-S\"\nundo = \"5\"\ntheme = 3\n\
             times = \"J\"\nnotices = \"J\"\npane-by-number = \"p\"\nlive = \"Ctrl-I\"\n",
            &[
                "line 2: unknown action `reprot`; did you mean `report`?",
                "line 3: `a` is a key of `add`: choose another for `report`, or give `add` one too",
                "line 4: `Ctrl-C` always does the same: choose another key",
                "line 5: `Alt-S` is not a key: write it as x, Ctrl-X, F5, PgDn, Space or Tab",
                "line 6: `5` goes to a pane: choose another key",
                "line 7: `theme` is a key or a list of keys, such as \"Ctrl-R\"",
                "line 9: `J` is a key of `times`: choose another for `notices`, or give `times` one too",
                "line 10: `pane-by-number` always has the digits: remove it",
                "line 11: `Ctrl-I` cannot be told from another key by a terminal: choose another key",
            ],
        );
        assert_eq!(config.keys.label(Action::Record(Recording::Report)), "x");
        assert_eq!(config.keys.label(Action::Times), "J");
    }

    #[test]
    fn what_is_not_toml_configures_nothing() {
        let (config, problems) = Config::parse("mouse = true\ntheme = dark\n");
        assert_eq!(config, Config::default());
        assert!(
            matches!(&problems[..], [ConfigProblem { line: 2, message }] if message.starts_with("this is not TOML"))
        );
    }
}
