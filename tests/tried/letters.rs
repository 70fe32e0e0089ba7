//! Letters beyond ASCII in the filter: typed in one way, found in whatever way they are written.

use crate::tried::NOW;
use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trucewatch::app::{App, Clock, FileLabel, Look, Msg, Options, Origin, Stamped, Writes};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui::{PrintStyle, print};

/// How many log entries of these the filter finds.
#[track_caller]
fn check(typed: &str, texts: &[&str], found: usize) {
    let at: DateTime<Utc> = NOW.parse().unwrap();
    let entry = |text: &&str| format!("    - {{ at: 2026-02-01, severity: minor, text: \"{text}\" }}\n");
    let file = format!("title: T\nspillover:\n  log:\n{}", texts.iter().map(entry).collect::<String>());
    let look = Look::MONO;
    let label = FileLabel { name: "list.yaml".to_owned(), origin: Origin::Named };
    let size = (120, 30);
    let mut app = App::new(Options {
        panes: PANES,
        file: label,
        clock: Clock::Live,
        writes: Writes::Allowed,
        look,
        config: trucewatch::app::config::Config::default(),
        size,
        at,
    });
    app.update(Stamped { at, msg: Msg::Read(Box::new(load("list.yaml", file, at))) });
    for c in format!("3/{typed}").chars() {
        app.update(Stamped { at, msg: Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)) });
    }
    let screen = print(&app, size.0, size.1, PrintStyle::Plain);
    // The heading of the log is a row, too.
    let words = format!("{found} of {}", texts.len() + 1);
    assert!(screen.contains(&words), "{typed:?} in {texts:?}: not {words}\n{screen}");
}

#[test]
fn letters_are_found_in_either_case() {
    check("россия", &["МИД: Россия", "РОССИЯ", "Египет"], 2);
    check("Россия", &["россия и Египет"], 1);
    check("οδος", &["ΟΔΟΣ", "οδός"], 2);
    check("STRASSE", &["die Straße"], 1);
    check("irmak", &["Irmak", "ırmak", "IRMAK", "İrmak"], 4);
}

#[test]
fn letters_are_found_with_their_marks_or_without() {
    let elysee = ["Élysée", "E\u{301}lyse\u{301}e", "ÉLYSÉE", "elysee"];
    for typed in ["Élysée", "elysee", "e\u{301}lyse\u{301}e"] {
        check(typed, &elysee, 4);
    }
    let truce = ["هدنة", "هُدْنَة", "هـدنـة", "ﻫﺪﻧﺔ"];
    for typed in truce {
        check(typed, &truce, 4);
    }
    check("שלום", &["שָׁלוֹם"], 1);
    check("!россия", &["Россия", "Египет"], 1);
}

#[test]
fn blanks_dashes_and_widths_are_found_whatever_kind_they_are_of() {
    check("two gates", &["two\u{a0}gates", "two\u{202f}gates", "two gates"], 3);
    check("two\u{a0}gates", &["two gates"], 1);
    check("gate 2", &["ＧＡＴＥ\u{3000}２", "gate 2"], 2);
    check("l'accord", &["l’accord", "l'accord"], 2);
    check("cease-fire", &["cease‑fire", "cease–fire"], 2);
    check("क", &["का"], 1);
    check("कि", &["क"], 0);
}
