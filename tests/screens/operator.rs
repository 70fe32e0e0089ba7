//! What a tired operator must read off the real panes, at each size.

use crate::screens::demo::{LOOK, start};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trucewatch::app::{App, Clock, FileLabel, Msg, Options, Origin, Stamped, Writes};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui::{self, PrintStyle};

const HEAD: &str = "version: 1\ntitle: T\nzone: Asia/Gaza\nstale_after: 24h\n\
    sources: { ap: { name: AP, reliability: B }, re: { name: Re, reliability: B } }\n\
    actors: { e: { name: Egypt }, i: { name: \"ישראל\" } }\n";

/// A watchlist as of a moment, with these keys pressed.
struct Screen {
    app: App,
    size: (u16, u16),
}

impl Screen {
    #[track_caller]
    fn of(size: (u16, u16), now: &str, body: &str, keys: &str) -> Self {
        let now = now.parse().expect("a moment");
        let file = FileLabel { name: "w.yaml".to_owned(), origin: Origin::Named };
        let clock = Clock::AsOf(now);
        let mut app = App::new(Options {
            panes: PANES,
            file,
            clock,
            writes: Writes::Allowed,
            look: LOOK,
            config: trucewatch::app::config::Config::default(),
            size,
            at: start(),
        });
        let loaded = load("w.yaml", format!("{HEAD}{body}").as_bytes(), now);
        assert!(loaded.watchlist.is_some(), "{:?}", loaded.problems);
        app.update(Stamped { at: start(), msg: Msg::Read(Box::new(loaded)) });
        for c in keys.chars() {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            let key = KeyEvent::new(code, KeyModifiers::NONE);
            app.update(Stamped { at: start(), msg: Msg::Key(key) });
        }
        Self { app, size }
    }

    /// A good save, then one with this text.
    fn broken(size: (u16, u16), text: &str) -> Self {
        let mut screen = Self::of(size, "2026-02-04T00:00:00Z", "", "");
        let loaded = load("a-rather-long-watchlist-name.yaml", text.as_bytes(), start());
        screen.app.update(Stamped { at: start(), msg: Msg::Read(Box::new(loaded)) });
        screen
    }

    fn text(&self) -> String {
        ui::print(&self.app, self.size.0, self.size.1, PrintStyle::Plain)
    }

    #[track_caller]
    fn says(&self, words: &[&str]) -> &Self {
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "{:?} does not say {word:?}:\n{text}", self.size);
        }
        self
    }

    #[track_caller]
    fn never_says(&self, words: &[&str]) -> &Self {
        let text = self.text();
        for word in words {
            assert!(!text.contains(word), "{:?} says {word:?}:\n{text}", self.size);
        }
        self
    }
}

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 60), (59, 16), (29, 7)];
const LARGE: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

const TWO_CROSSINGS: &str = r#"
crossings:
  - id: ks
    name: Kerem Shalom
    days: [ { date: 2026-02-03, status: open, claim: verified, source: ap, exits: 0, entries: 400 } ]
  - id: rafah
    name: Rafah
    opens: 2026-02-02
    days:
      - { date: 2026-02-02, status: open, claim: verified, source: ap, exits: 0, entries: 4 }
      - { date: 2026-02-03, status: closed, cause: dispute, claim: verified, source: ap }
"#;

#[test]
fn the_worst_crossing_gives_the_word_at_every_size() {
    for size in SIZES {
        let screen = Screen::of(size, "2026-02-03T20:00:00Z", TWO_CROSSINGS, "");
        screen.says(&["■ CLOSED"]);
        assert!(!screen.text().contains("━ ● OPEN") && !screen.text().contains("Crossings ● OPEN"));
    }
    for size in LARGE {
        Screen::of(size, "2026-02-03T20:00:00Z", TWO_CROSSINGS, "").says(&["1 open, 1 closed"]);
    }
    Screen::of((120, 40), "2026-02-03T20:00:00Z", TWO_CROSSINGS, "").says(&["Rafah ■ CLOSED"]);
}

fn item(fields: &str) -> String {
    format!("checklists: [ {{ id: p, name: P, items: [ {{ id: a, title: Disarm, {fields} }} ] }} ]\n")
}

#[test]
fn a_promised_a_claimed_and_a_verified_deed_differ_in_shape_and_words() {
    for (claim, shown, other) in [
        ("claim: promise, ", "○ promised full", "●"),
        ("", "○ said full", "●"),
        ("claim: attributed, ", "◍ claimed full", "●"),
        ("claim: verified, ", "● full", "○"),
    ] {
        let body = item(&format!("reports: [ {{ at: 2026-02-03, status: full, {claim}source: ap }} ]"));
        for size in LARGE {
            Screen::of(size, "2026-02-04T00:00:00Z", &body, "").says(&[shown]).never_says(&[other]);
        }
        Screen::of((59, 16), "2026-02-04T00:00:00Z", &body, "2").says(&[shown]).never_says(&[other]);
    }
}

#[test]
fn the_title_and_value_of_a_detail_tell_a_promise_from_a_deed() {
    for (claim, value) in [("promise", "promised full"), ("attributed", "claimed full"), ("verified", "full, verified")]
    {
        let body = item(&format!("reports: [ {{ at: 2026-02-03, status: full, claim: {claim}, source: ap }} ]"));
        let screen = Screen::of((80, 24), "2026-02-04T00:00:00Z", &body, "2j\n");
        assert!(screen.text().lines().nth(1).is_some_and(|title| title.contains(value)), "{}", screen.text());
    }
}

#[test]
fn a_party_shows_how_old_its_report_is() {
    let body = "crossings:\n  - id: r\n    name: Rafah\n    parties:\n      - { actor: e, reports: [ { at: 2026-01-02, \
        status: in-place, claim: verified, source: ap } ] }\n    days: [ { date: 2026-02-03, status: open, source: ap } ]\n";
    for size in LARGE {
        Screen::of(size, "2026-02-04T10:00:00Z", body, "1z").says(&["● last known in place", "32d"]);
    }
}

#[test]
fn the_agenda_stays_aligned_whatever_the_width_of_a_date() {
    let body = "checklists: [ { id: p, name: P, items: [ { id: a, title: Aaa, due: \"2026-12-24 12:00\" }, \
        { id: b, title: Bbb, due: 2026-02-06 } ] } ]\n";
    let text = Screen::of((200, 60), "2026-02-04T10:00:00Z", body, "").text();
    let agenda: Vec<&str> = text.lines().skip_while(|line| !line.contains("Due, overdue first")).collect();
    let column = |word: &str| agenda.iter().find_map(|line| line.find(word)).expect(word);
    assert_eq!(column("Aaa"), column("Bbb"), "{text}");
}

const RISKS: &str = r#"
spillover:
  risks:
    - { id: a, title: Known, assessments: [ { at: 2026-02-03, likelihood: likely, impact: major } ] }
    - { id: b, title: Unjudged }
    - { id: c, title: Unjudged too }
"#;

#[test]
fn risks_that_nobody_assessed_stand_beside_the_word() {
    for size in SIZES {
        let keys = if size == (59, 16) { "3" } else { "" };
        Screen::of(size, "2026-02-04T00:00:00Z", RISKS, keys).says(&["▆ HIGH, 2 UNKNOWN"]);
    }
    Screen::of((29, 7), "2026-02-04T00:00:00Z", RISKS, "").says(&["oldest", "no data"]).never_says(&["oldest now"]);
}

#[test]
fn on_the_smallest_screen_nothing_hides_what_nobody_assessed() {
    Screen::of((29, 7), "2026-03-04T00:00:00Z", RISKS, "").says(&["2 UNKNOWN, LAST KNOWN"]);
}

#[test]
fn an_old_assessment_is_only_the_last_known_one() {
    for size in LARGE {
        Screen::of(size, "2026-03-04T00:00:00Z", RISKS, "").says(&["▆ last known high"]);
    }
}

const FLOW: &str = r#"
crossings:
  - id: rafah
    name: Rafah
    opens: 2026-02-02
    days:
      - { date: 2026-02-02, status: open, exits: 20, source: ap }
      - { date: 2026-02-02, status: open, exits: 40, source: re }
      - { date: 2026-02-03, status: open, exits: 12, patients: 5, companions: 4, source: ap }
      - { date: 2026-02-04, status: closed, cause: technical, source: ap }
"#;

#[test]
fn the_number_beside_a_chart_is_dated_and_its_days_are_told_apart() {
    for size in LARGE {
        let screen = Screen::of(size, "2026-02-05T12:00:00Z", FLOW, "1z");
        screen.says(&["3 Feb 12 ", "Days 2 Feb-5 Feb"]);
        let text = screen.text();
        let line = text.lines().find(|line| line.contains("People out")).expect("a chart");
        assert!(line.contains("!█×?"), "{line}");
    }
}

#[test]
fn a_record_whose_parts_do_not_add_up_is_marked() {
    for size in LARGE {
        Screen::of(size, "2026-02-05T12:00:00Z", FLOW, "1z").says(&["does not add up"]);
    }
    Screen::of((80, 24), "2026-02-05T12:00:00Z", FLOW, "1/2026-02-03\n\n").says(&["does not add up", "9, not 12"]);
}

const MOVED: &str = r#"
crossings:
  - id: rafah
    name: Rafah
    opens: 2026-02-02
    reports: [ { at: 2026-02-01, status: scheduled, claim: attributed, opens: 2026-02-12, source: ap, note: Delayed by a week } ]
"#;

#[test]
fn a_moved_opening_is_said() {
    for size in LARGE {
        Screen::of(size, "2026-02-03T12:00:00Z", MOVED, "").says(&["moved to 12 Feb"]);
    }
}

#[test]
fn a_report_and_a_test_have_details_of_their_own() {
    let report = Screen::of((80, 24), "2026-02-03T12:00:00Z", MOVED, "1G\n");
    report.says(&[
        "Rafah, report of 2026-02-01",
        "scheduled",
        "attributed",
        "AP [ap] B-",
        "Delayed by a week",
        "2026-02-12",
    ]);
    let test = Screen::of((80, 24), "2026-02-03T12:00:00Z", MOVED, "1gj\n");
    test.says(&["Rafah: Stays open?", "no record of an opening yet"]);
}

#[test]
fn a_crossing_with_day_records_never_says_that_nobody_said_anything() {
    let screen = Screen::of((80, 24), "2026-02-05T12:00:00Z", FLOW, "1jjj\n");
    screen.says(&["Day records (4)", "12 out"]).never_says(&["nobody has said anything"]);
}

#[test]
fn the_key_sentence_fits_where_the_panes_stand_side_by_side() {
    let body = "crossings: [ { id: r, name: Rafah, opens: 2026-02-02 } ]\n";
    for size in LARGE {
        Screen::of(size, "2026-02-04T12:00:00Z", body, "").says(&["planned for 2 Feb, no record since"]);
    }
}

const LISTS: &str = r#"
checklists:
  - id: one
    name: Phase Two
    items:
      - { id: a, title: Disarm, group: Security, due: 2026-02-01, needs: [b], reports: [ { at: 2026-01-03, status: full, claim: verified, source: ap }, { at: 2026-01-04, status: minimal, claim: verified, source: ap } ] }
      - { id: b, title: Other, group: Security }
  - id: two
    name: Aid plan
    items: [ { id: a, title: Trucks, group: Security } ]
"#;

#[test]
fn headings_name_their_checklist_where_there_are_several() {
    for size in LARGE {
        Screen::of(size, "2026-02-04T12:00:00Z", LISTS, "2z").says(&["Phase Two: Security", "Aid plan: Security"]);
    }
}

#[test]
fn groups_show_their_bar_and_titles_their_alarms_on_large_screens() {
    Screen::of((120, 40), "2026-02-04T12:00:00Z", LISTS, "").says(&["░░░░░"]);
    Screen::of((200, 60), "2026-02-04T12:00:00Z", LISTS, "").says(&[
        "░░░░░",
        "1 overdue",
        "1 fallen back",
        "1 DATA OLD",
    ]);
}

#[test]
fn flags_that_do_not_fit_are_counted() {
    Screen::of((50, 24), "2026-02-04T12:00:00Z", LISTS, "2z").says(&["FALLEN BACK +2"]);
    Screen::of((120, 24), "2026-02-04T12:00:00Z", LISTS, "2z").says(&["FALLEN BACK OVERDUE 2d blocked"]);
}

#[test]
fn a_long_strip_of_days_shows_that_it_is_cut() {
    let days: String = (1..=28)
        .map(|day| format!("      - {{ date: 2026-02-{day:02}, status: open, exits: 3, source: ap }}\n"))
        .collect();
    let body = format!("crossings:\n  - id: r\n    name: Rafah\n    days:\n{days}");
    let screen = Screen::of((40, 16), "2026-02-28T23:00:00Z", &body, "1");
    let text = screen.text();
    assert!(text.contains("…██"), "{text}");
}

const RIGHT_TO_LEFT: &str = r#"
crossings:
  - id: rafah
    name: "معبر رفح"
    opens: 2026-02-02
    parties: [ { actor: i, role: vetting } ]
  - { id: ks, name: "כרם שלום" }
"#;

#[test]
fn right_to_left_names_neither_vanish_nor_stand_twice_on_a_row() {
    for size in LARGE {
        let screen = Screen::of(size, "2026-02-04T12:00:00Z", RIGHT_TO_LEFT, "");
        screen.says(&["معبر رفح", "כרם שלום", "ישראל"]);
        for line in screen.text().lines() {
            let right_to_left = |c: char| ('\u{590}'..'\u{700}').contains(&c);
            let Some(first) = line.find(right_to_left) else { continue };
            let border = |c: char| ('\u{2500}'..'\u{2580}').contains(&c);
            assert!(line[..first].ends_with(|c: char| c == ' ' || border(c)), "glued: {line}");
            let after = line[first..].trim_start_matches(|c: char| right_to_left(c) || c == ' ');
            assert!(after.is_empty() || after.starts_with(border), "not at the end: {line}");
        }
    }
}

#[test]
fn heat_is_never_cut_beside_blanks() {
    let log: String = (0..9)
        .map(|hour| format!("    - {{ at: 2026-02-03T0{hour}:00Z, risk: a, severity: extreme, text: x }}\n"))
        .collect();
    let body = format!("{RISKS}  stale_after: 30d\n  log:\n{log}");
    for size in LARGE {
        Screen::of(size, "2026-02-14T00:00:00Z", &body, "").never_says(&["falli…", "fallin…"]).says(&["falling"]);
    }
    Screen::of((80, 24), "2026-02-14T00:00:00Z", &body, "3\n").never_says(&["log heat    heat"]);
}

#[test]
fn one_entry_is_one_entry_and_extreme_takes_an() {
    let body = "crossings: [ { id: r, name: Rafah } ]\nspillover:\n  risks: [ { id: a, title: A, threatens: [r] } ]\n  \
        log: [ { at: 2026-02-03, risk: a, severity: extreme, text: x } ]\n";
    Screen::of((120, 40), "2026-02-04T00:00:00Z", body, "").says(&["1 entry"]).never_says(&["1 entries"]);
    Screen::of((80, 24), "2026-02-04T00:00:00Z", body, "1\n").says(&["an extreme entry"]);
}

#[test]
fn what_is_due_this_minute_is_due_now() {
    let body = item("due: \"2026-02-04T12:00Z\"");
    let before = Screen::of((120, 40), "2026-02-04T11:59:40Z", &body, "");
    before.says(&["due now"]).never_says(&["in now"]);
    Screen::of((120, 40), "2026-02-04T12:00:20Z", &body, "").says(&["OVERDUE <1m"]).never_says(&["OVERDUE now"]);
}

#[test]
fn a_date_far_away_has_its_year() {
    Screen::of((120, 40), "2026-02-04T11:59:40Z", &item("due: 2026-12-24"), "").says(&["in 322d"]);
    let body = "crossings: [ { id: r, name: Rafah, opens: 2026-12-24 } ]\n";
    Screen::of((200, 60), "2026-02-04T11:59:40Z", body, "").says(&["24 Dec 2026"]);
}

#[test]
fn rows_end_at_the_same_column_whatever_the_characters() {
    let odd = "☁\u{fe0f} a\u{fdd0}b \u{e000} \u{bbe}x 1\u{fe0f}\u{20e3} 👍🏽 \u{378}";
    let body = format!("checklists: [ {{ id: p, name: P, items: [ {{ id: a, title: \"{odd}\" }} ] }} ]\n");
    let text = Screen::of((120, 40), "2026-02-04T11:59:40Z", &body, "").text();
    for line in text.lines().filter(|line| line.ends_with('│') || line.ends_with('┃')) {
        let columns: usize = line.chars().map(|c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)).sum();
        assert_eq!(columns, 120, "{line}");
    }
}

#[test]
fn the_marks_of_a_problem_stay_under_what_they_mark() {
    let long = "words that go on and on ".repeat(12);
    let text = format!("{HEAD}crossings: [ {{ id: r, name: \"{long}\", staus: closed, note: \"{long}\" }} ]\n");
    for size in LARGE {
        let mut screen = Screen::broken(size, &text);
        let key = KeyEvent::new(KeyCode::Char('!'), KeyModifiers::NONE);
        screen.app.update(Stamped { at: start(), msg: Msg::Key(key) });
        let text = screen.text();
        let lines: Vec<&str> = text.lines().collect();
        let marks = lines.iter().position(|line| line.contains("^^^^^")).expect("marks");
        let column = |line: &str, word: &str| line.find(word).map(|at| line[..at].chars().count());
        assert_eq!(column(lines[marks - 1], "staus"), column(lines[marks], "^^^^^"), "{text}");
    }
}

#[test]
fn a_suggestion_is_never_cut_for_a_long_cause() {
    let text = format!("{HEAD}spillover: {{ risks: [], half_lives: 7d }}\n");
    for size in LARGE {
        Screen::broken(size, &text).says(&["did you mean `half_life`?", "shown: as read"]);
    }
}

#[test]
fn a_warning_that_is_accepted_is_listed_among_the_problems_and_not_counted() {
    let body = "crossings: [ { id: r, name: R, days: [ { date: 2026-02-03, status: open, claim: attributed } ] } ]\n";
    let accept = "accept: [ { rule: no-source, at: r/2026-02-03, why: seen by us } ]\n";
    let screen = |body: &str, keys: &str| Screen::of((120, 40), "2026-02-04T00:00:00Z", body, keys);
    screen(body, "").says(&["OK, 1 warning: !"]);
    let accepted = format!("{body}{accept}");
    screen(&accepted, "").says(&["OK"]).never_says(&["warning"]);
    screen(&accepted, "!").says(&["accepted[no-source]", "why: seen by us"]);
}
