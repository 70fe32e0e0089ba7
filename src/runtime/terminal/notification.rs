//! What is said to the terminal beside frames: the bell, a notification on the desktop.
//!
//! All words come from the app, which has made them safe: none has a control character that could end a sequence.

use crate::app::config::DesktopNotice;
use crossterm::Command;
use std::fmt;

/// Our name, before each notification.
const NAME: &str = "trucewatch";

/// A sequence that crossterm has no command for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawSequence(String);

impl Command for RawSequence {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn bell() -> RawSequence {
    RawSequence("\x07".to_owned())
}

/// Asks for a notification on the desktop; `None` if none is wanted.
pub(crate) fn notification(
    kind: DesktopNotice,
    words: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Option<RawSequence> {
    let sequence = match if kind == DesktopNotice::Auto { by_terminal(&variable) } else { kind } {
        DesktopNotice::Off => return None,
        DesktopNotice::Osc777 => format!("\x1b]777;notify;{NAME};{words}\x07"),
        DesktopNotice::Osc99 => format!("\x1b]99;i={NAME};{NAME}: {words}\x1b\\"),
        DesktopNotice::Osc9 | DesktopNotice::Auto => format!("\x1b]9;{NAME}: {words}\x07"),
    };
    // tmux passes a sequence on if it is wrapped, and if its option allow-passthrough is on.
    let is_in_tmux = variable("TMUX").is_some_and(|value| !value.is_empty());
    Some(RawSequence(match is_in_tmux {
        true => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
        false => sequence,
    }))
}

/// What the terminal understands, by the variables that it sets. Inside tmux they are those of the terminal around it.
pub fn by_terminal(variable: &impl Fn(&str) -> Option<String>) -> DesktopNotice {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let names = ["TERM", "TERM_PROGRAM"].map(|name| variable(name).unwrap_or_default().to_lowercase());
    let is = |known: &str| names.iter().any(|name| name.contains(known));
    if is_set("KITTY_WINDOW_ID") || is("kitty") {
        DesktopNotice::Osc99
    } else if ["VTE_VERSION", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR"].into_iter().any(is_set)
        || ["foot", "rxvt", "contour", "ghostty", "wezterm"].into_iter().any(is)
    {
        DesktopNotice::Osc777
    } else {
        DesktopNotice::Osc9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: DesktopNotice, variables: &[(&str, &str)], expected: Option<&str>) {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(notification(kind, "a", variable).map(|sequence| sequence.0).as_deref(), expected);
    }

    #[test]
    fn each_terminal_is_asked_in_its_own_way() {
        check(DesktopNotice::Off, &[], None);
        check(DesktopNotice::Auto, &[("TERM", "xterm-256color")], Some("\x1b]9;trucewatch: a\x07"));
        check(DesktopNotice::Auto, &[("TERM", "foot")], Some("\x1b]777;notify;trucewatch;a\x07"));
        check(DesktopNotice::Auto, &[("KITTY_WINDOW_ID", "1")], Some("\x1b]99;i=trucewatch;trucewatch: a\x1b\\"));
        check(DesktopNotice::Osc9, &[("TERM", "foot")], Some("\x1b]9;trucewatch: a\x07"));
    }

    #[test]
    fn tmux_passes_it_on() {
        check(DesktopNotice::Osc9, &[("TMUX", "/x,1,0")], Some("\x1bPtmux;\x1b\x1b]9;trucewatch: a\x07\x1b\\"));
    }
}
