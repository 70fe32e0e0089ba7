//! The time machine as known: a scripted operator, and git asked for real.

use crate::history::repository::{ANNOUNCED, FULL, MINIMAL, Repository, watchlist};
use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trucewatch::app::{App, Clock, Effect, FileLabel, Look, Msg, Options, Origin, Stamped, ThemeName, Writes};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::runtime;
use trucewatch::ui::{self, PrintStyle};

const LOOK: Look = Look { theme: ThemeName::Default, ..Look::MONO };

/// A board of a file, and what it has asked git for.
struct Screen<'r> {
    repository: &'r Repository,
    app: App,
    size: (u16, u16),
    asked: Vec<Effect>,
}

fn now() -> DateTime<Utc> {
    "2026-01-28T12:00:00Z".parse().expect("a time")
}

impl<'r> Screen<'r> {
    fn of(repository: &'r Repository, size: (u16, u16)) -> Self {
        Self::at(repository, size, Clock::Live)
    }

    fn at(repository: &'r Repository, size: (u16, u16), clock: Clock) -> Self {
        let file = FileLabel { name: "list.yaml".to_owned(), origin: Origin::Named };
        let app = App::new(Options {
            panes: PANES,
            file,
            clock,
            writes: Writes::Allowed,
            look: LOOK,
            config: trucewatch::app::config::Config::default(),
            size,
            at: now(),
        });
        let mut screen = Self { repository, app, size, asked: Vec::new() };
        screen.saved();
        screen
    }

    /// The file is read as it stands.
    fn saved(&mut self) {
        let bytes = std::fs::read(self.repository.path()).expect("a file");
        self.tell(Msg::Read(Box::new(load("list.yaml", bytes, now()))));
    }

    fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(Stamped { at: now(), msg });
        self.asked.extend(effects);
    }

    /// These keys, and git has not answered yet.
    fn type_keys(&mut self, keys: &str) {
        for c in keys.chars() {
            let code = match c {
                '\n' => KeyCode::Enter,
                '\u{1b}' => KeyCode::Esc,
                c => KeyCode::Char(c),
            };
            self.tell(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
    }

    /// Git answers whatever it was asked.
    fn answered(&mut self) {
        while !self.asked.is_empty() {
            let answer = runtime::answer(Some(&self.repository.path()), self.asked.remove(0));
            answer.into_iter().for_each(|msg| self.tell(msg));
        }
    }

    /// These keys, with an answer after each.
    fn press(&mut self, keys: &str) -> String {
        for c in keys.chars() {
            self.type_keys(&c.to_string());
            self.answered();
        }
        self.text()
    }

    fn text(&self) -> String {
        ui::print(&self.app, self.size.0, self.size.1, PrintStyle::Plain)
    }
}

/// Five commits: the third does not load; the last is on the board.
fn repository() -> Option<Repository> {
    let repository = Repository::new()?;
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla Haddad", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    repository
        .write(&watchlist(&[ANNOUNCED]).replace("title: Truce", "titel: Truce"))
        .commit("21T08:00", "Omar", "typo");
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL])).commit("21T10:00", "ليلى", "seated");
    // Reported of the 22nd, and written down on the 25th.
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL, FULL])).commit("25T10:00", "Omar", "done");
    Some(repository)
}

/// After these keys the screen says these words, at 120×40.
#[track_caller]
fn check(keys: &str, words: &[&str]) {
    let Some(repository) = repository() else { return };
    let text = Screen::of(&repository, (120, 40)).press(keys);
    for word in words {
        assert!(text.contains(word), "after {keys:?} it does not say {word:?}:\n{text}");
    }
}

#[test]
fn steps_walk_the_commits_and_name_them() {
    check("v", &["LIVE", "go back through git's commits, 5 versions"]);
    check("v[", &["PAST as known 2026-01-25 10:00Z", " by Omar)", "version 5 of 5", "minimal → full (verified)"]);
    check("v[[", &["PAST as known 2026-01-21 10:00Z", "version 4 of 5", "ليلى", "◔ minimal"]);
    check("v[[[[", &["PAST as known 2026-01-20 10:00Z", "by Omar: ", "UNKNOWN → announced"]);
    check("v[[[[[", &["PAST as known 2026-01-20 08:00Z", "the first version"]);
    check("v[[[[[[", &["no version was committed before 2026-01-20 08:00Z: ] goes on, . goes back"]);
    check("v[[]", &["PAST as known 2026-01-25 10:00Z"]);
    check("v[]", &["LIVE", "back to LIVE"]);
    check("v[[.", &["LIVE"]);
}

#[test]
fn before_the_first_commit_the_way_to_it_is_said() {
    let Some(repository) = repository() else { return };
    let early = watchlist(&["at: 2026-01-12T09:00Z, status: reported, claim: attributed", ANNOUNCED]);
    repository.write(&early);
    let mut screen = Screen::of(&repository, (80, 24));
    let text = screen.press("[[v");
    assert!(text.contains("PAST 2026-01-12 09:00Z"), "{text}");
    assert!(text.contains("the first version was committed 2026-01-20 08:00Z: ] goes on to it, then v"), "{text}");
    let text = screen.press("]v");
    assert!(text.contains("PAST as known 2026-01-20 09:00Z"), "{text}");
    let home = Clock::AsOf("2026-01-13T00:00:00Z".parse().expect("a time"));
    let text = Screen::at(&repository, (80, 24), home).press("v");
    assert!(text.contains("no version was committed by 2026-01-13 00:00Z: a later --now sees some"), "{text}");
}

#[test]
fn what_was_written_late_was_not_known_though_it_is_dated_early() {
    check("{{{", &["PAST 2026-01-25", "● full"]);
    check("v{{{", &["PAST as known 2026-01-25 23:59Z", "● full"]);
    check("v{{{{", &["PAST as known 2026-01-24 23:59Z", "◔ minimal", "version 4 of 5"]);
    check("{{{{v", &["PAST as known 2026-01-24 23:59Z", "◔ minimal"]);
    check("v{{{{v", &["PAST 2026-01-24 23:59Z", "● full", "change "]);
    check("v{{{{[", &["PAST as known 2026-01-21 10:00Z"]);
    check("v{{{{}", &["PAST as known 2026-01-25 23:59Z"]);
}

#[test]
fn a_version_that_does_not_load_shows_its_problem_and_what_was_shown_then() {
    check(
        "v[[[",
        &[
            "PAST as known 2026-01-21 08:00Z",
            "VERSION DOES NOT LOAD",
            ":list.yaml:2:1",
            "no key `titel`",
            "shown: the last one before",
            "○ announced",
            "this version does not load",
        ],
    );
    check("v[[[!", &["Problems of ", "unknown-key"]);
    check("v[[[e", &["this version is in a commit: . goes back"]);
    check("v[[[E", &["this version is in a commit: . goes back"]);
    check("v[[[[]]", &["PAST as known 2026-01-21 10:00Z", "announced → minimal"]);
}

#[test]
fn where_nothing_before_loads_the_problem_is_all_there_is_and_steps_go_on() {
    let Some(repository) = Repository::new() else { return };
    repository.write("version: [\n").commit("20T08:00", "Omar", "broken");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    for size in [(80, 24), (120, 40), (200, 60), (59, 16), (29, 7), (6, 1)] {
        let mut screen = Screen::of(&repository, size);
        let text = screen.press("v[[");
        assert!(text.contains("PAST"), "{size:?}\n{text}");
        assert!(screen.press("]").contains("PAST"), "{size:?}");
        assert!(!screen.press("[.").contains("PAST"), "{size:?}");
    }
    let text = Screen::of(&repository, (120, 40)).press("v[[");
    assert!(text.contains("cannot be shown until this is put right") && text.contains("list.yaml:"), "{text}");
}

#[test]
fn a_removed_file_is_said_and_the_last_text_stays() {
    let Some(repository) = repository() else { return };
    let text = std::fs::read_to_string(repository.path()).unwrap();
    std::fs::remove_file(repository.path()).unwrap();
    repository.commit("26T08:00", "Omar", "gone").write(&text).commit("26T09:00", "Omar", "back");
    let text = Screen::of(&repository, (120, 40)).press("v[[");
    assert!(text.contains("FILE REMOVED") && text.contains("the commit removed the file"), "{text}");
    assert!(text.contains("● full"), "{text}");
}

#[test]
fn keys_are_answered_while_git_is_asked_and_steps_add_up() {
    let Some(repository) = repository() else { return };
    let mut screen = Screen::of(&repository, (120, 40));
    screen.type_keys("v[[j[");
    assert!(screen.text().contains("LIVE"), "{}", screen.text());
    screen.answered();
    assert!(screen.text().contains("PAST as known 2026-01-21 08:00Z"), "{}", screen.text());
    screen.type_keys("]]");
    assert!(screen.text().contains("PAST as known 2026-01-21 08:00Z") && screen.text().contains("reading version 5"));
    screen.answered();
    assert!(screen.text().contains("PAST as known 2026-01-25 10:00Z"), "{}", screen.text());
    screen.type_keys("[[.");
    screen.answered();
    assert!(screen.text().contains("LIVE") && !screen.text().contains("PAST"), "{}", screen.text());
}

#[test]
fn a_version_does_not_take_the_screen_from_who_has_turned_to_something_else() {
    let Some(repository) = repository() else { return };
    let mut screen = Screen::of(&repository, (120, 40));
    screen.type_keys("v[d");
    screen.answered();
    assert!(screen.text().contains("LIVE") && !screen.text().contains("PAST"), "{}", screen.text());
    assert!(screen.press("\u{1b}[").contains("PAST as known 2026-01-25 10:00Z"), "{}", screen.text());
    let mut screen = Screen::of(&repository, (120, 40));
    screen.type_keys("2jv[x");
    assert!(screen.text().contains("New report"), "{}", screen.text());
    screen.answered();
    assert!(screen.text().contains("New report") && !screen.text().contains("PAST"), "{}", screen.text());
}

#[test]
fn a_commit_that_came_meanwhile_is_there_at_the_next_departure() {
    let Some(repository) = repository() else { return };
    let mut screen = Screen::of(&repository, (120, 40));
    assert!(screen.press("v[").contains("version 5 of 5"));
    repository.write(&watchlist(&[ANNOUNCED, FULL])).commit("27T08:00", "Noa", "withdrawn");
    assert!(screen.press(".[").contains("PAST as known 2026-01-27 08:00Z"));
}

#[test]
fn a_save_leaves_a_version_as_it_is() {
    let Some(repository) = repository() else { return };
    let mut screen = Screen::of(&repository, (120, 40));
    screen.press("v[[");
    repository.write(&watchlist(&[ANNOUNCED]).replace("The committee", "The council"));
    screen.saved();
    let text = screen.text();
    assert!(text.contains("PAST as known 2026-01-21 10:00Z") && text.contains("The committee"), "{text}");
    assert!(text.contains("the file has changed; this version of it has not"), "{text}");
    assert!(screen.press("[").contains("PAST as known 2026-01-21 08:00Z"));
    let live = screen.press(".");
    assert!(
        live.contains("LIVE") && live.lines().any(|line| line.contains('~') && line.contains("The council")),
        "{live}"
    );
}

#[test]
fn without_a_history_the_reason_is_said_and_the_dates_are_walked() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[ANNOUNCED]));
    let mut screen = Screen::of(&repository, (120, 40));
    let text = screen.press("v");
    assert!(text.contains("[ ] go by the dates: no commit has list.yaml: `git add` and `git commit` it"), "{text}");
    assert!(screen.press("[").contains("PAST 2026-01-20 09:00Z"));
}

#[test]
fn a_hostile_author_cannot_steer_the_screen() {
    let Some(repository) = Repository::new() else { return };
    let name = format!("\u{1b}[31m{}\u{202e}", "very long name ".repeat(9));
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", &name, "x");
    for size in [(80, 24), (120, 40), (200, 60)] {
        let text = Screen::of(&repository, size).press("v[");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && text.contains("PAST as known 2026-01-20 10:00Z"), "{text}");
    }
}
