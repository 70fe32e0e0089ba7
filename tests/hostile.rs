//! Hostile text in every field: only our own sequences reach the terminal, and every line keeps its width.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use trucewatch::app::{
    App, Clock, ColourFlag, FileLabel, Look, LookFlags, Msg, Options, Origin, Output, Stamped, ThemeName, Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui::{Ink, print};

/// A watchlist whose every text is the given one, as YAML writes it.
fn watchlist(text: &str) -> String {
    let quoted = serde_yaml::to_string(text).expect("a text can be written");
    let t = if quoted.contains('\n') && quoted.trim_end().contains('\n') || quoted.starts_with(['|', '>']) {
        serde_json::to_string(text).expect("a text can be written")
    } else {
        quoted.trim_end().to_owned()
    };
    format!(
        "title: {t}\nzone: Asia/Gaza\nsources:\n  s: {{ name: {t}, reliability: B }}\nactors:\n  a: {{ name: {t}, role: {t} }}\n\
         crossings:\n  - id: gate\n    name: {t}\n    scope: {t}\n    opens: 2026-02-02\n    note: {t}\n    \
         parties: [ {{ actor: a, role: {t}, stake: {t} }} ]\n    \
         reports: [ {{ at: 2026-02-01, status: scheduled, claim: promise, source: s, note: {t} }} ]\n    \
         days: [ {{ date: 2026-02-02, status: open, exits: 3, source: s, note: {t} }} ]\n\
         checklists:\n  - id: list\n    name: {t}\n    items:\n      - id: i\n        title: {t}\n        group: {t}\n        \
         done_when: {t}\n        reports: [ {{ at: 2026-02-01, status: agreed, claim: attributed, source: s, note: {t} }} ]\n\
         spillover:\n  risks: [ {{ id: r, title: {t}, note: {t} }} ]\n  \
         log: [ {{ at: 2026-02-01, risk: r, trigger: {t}, severity: minor, claim: attributed, source: s, place: {t}, text: {t} }} ]\n"
    )
}

#[track_caller]
fn frame(text: &str, size: (u16, u16), ink: Ink) -> String {
    let now: DateTime<Utc> = "2026-02-02T12:00:00Z".parse().expect("a moment");
    let loaded = load(text, watchlist(text).as_bytes(), now);
    assert!(loaded.watchlist.is_some(), "{:#?}", loaded.problems);
    let theme = if ink == Ink::Ansi { ThemeName::Dark } else { ThemeName::Mono };
    let flags = LookFlags { colour: ColourFlag::Always, theme: Some(theme), output: Output::Terminal };
    let look = Look::from_environment(|name| (name == "LANG").then(|| "C.UTF-8".to_owned()), flags);
    let file = FileLabel { name: text.to_owned(), origin: Origin::Named };
    let mut app =
        App::new(Options { panes: PANES, file, clock: Clock::Live, writes: Writes::Allowed, look, size, at: now });
    app.update(Stamped { at: now, msg: Msg::Read(Box::new(loaded)) });
    print(&app, size.0, size.1, ink)
}

/// Everything but colours taken away; anything else that begins with an escape stays, to be found.
fn without_colours(frame: &str) -> String {
    let mut out = String::new();
    let mut rest = frame;
    while let Some(at) = rest.find("\x1b[") {
        out.push_str(&rest[..at]);
        let end = rest[at + 2..].find(|c: char| !c.is_ascii_digit() && c != ';').map_or(rest.len(), |end| at + 2 + end);
        if rest[end..].starts_with('m') {
            rest = &rest[end + 1..];
        } else {
            out.push('\x1b');
            rest = &rest[at + 1..];
        }
    }
    out + rest
}

#[track_caller]
fn check(text: &str) {
    for size in [(80, 24), (120, 40), (200, 60), (50, 14), (20, 6)] {
        for ink in [Ink::Plain, Ink::Ansi] {
            let shown = without_colours(&frame(text, size, ink));
            let steering = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
            };
            assert!(!shown.contains(steering), "{text:?} at {size:?}: {shown:?}");
            assert!(shown.lines().count() <= usize::from(size.1), "{text:?} makes lines");
        }
    }
}

#[test]
fn known_attacks_are_shown_and_not_obeyed() {
    for text in [
        "\u{1b}[2J\u{1b}]0;owned\u{7}",
        "\u{9b}31mred\u{9d}52;c;ZXZpbA==\u{9c}",
        "a\rb\u{8}\u{8}",
        "abc\u{202e}fed\u{2066}x\u{2069}",
        "zero\u{200b}width\u{feff}",
        "tags\u{e0041}\u{e0042}",
        "line\u{2028}break\nand\nmore",
        "tab\there",
        "Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "{{ template }} ${HOME} `id` <script>",
    ] {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_steers_the_terminal(text in "[\\x01-\\x1f\\x7f-\\u{9f}a-z \u{202e}\u{200b}\u{600}-\u{6ff}\u{4e00}-\u{4e20}\u{1f600}-\u{1f610}]{1,24}") {
        // A text of blanks only is no text: the loader asks for one.
        prop_assume!(!text.trim().is_empty());
        check(&text);
    }
}
