//! Recording from the keyboard: forms, the lines before they are written, saves that meet others, undo.

use crate::screens::demo::{LOOK, Session, start};
use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use proptest::prelude::*;
use trucewatch::app::{
    App, Clock, Effect, FileLabel, Msg, Options, Origin, ProposeError, SaveEnd, Unreadable, WatchMode, Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;

pub(super) const FILE: &str = r#"version: 1
title: Truce
zone: Asia/Gaza
sources:
  ap: { name: Associated Press, reliability: B }
  kan: { name: KAN, reliability: C }
actors:
  egypt: { name: Egypt }
  us: { name: United States }
crossings:
- id: rafah
  name: Rafah
  opens: 2026-02-02
  parties:
  - { actor: egypt, role: border control }
checklists:
- id: phase-two
  name: Phase Two
  items:
  - id: committee
    title: The committee governs   # in Cairo
    reports:
    - { at: 2026-01-25, status: announced, claim: attributed, source: ap }
  - id: withdrawal
    title: Troops withdraw
spillover:
  risks:
  - id: fronts
    title: New fronts
  log:
  - { at: 2026-01-29, risk: fronts, trigger: drone-strike, severity: severe, claim: attributed, source: ap, text: a strike }
tallies:
- { id: deaths, what: killed, value: 10, source: ap, authority: egypt, claim: attributed }
"#;

pub(super) const NORMAL: (u16, u16) = (80, 24);

/// A screen with a file behind it; errands are carried out at once, and what was saved is read at once.
pub(super) struct Office {
    session: Session,
    pub(super) disk: String,
    /// What the next save comes to instead.
    trouble: Option<SaveEnd>,
    /// How many effects have been carried out.
    done: usize,
}

impl Office {
    pub(super) fn new(size: (u16, u16), text: &str) -> Self {
        Self::started(size, text, Clock::Live, Writes::Allowed, Origin::Named)
    }

    fn started(size: (u16, u16), text: &str, clock: Clock, writes: Writes, origin: Origin) -> Self {
        let file = FileLabel { name: "list.yaml".to_owned(), origin };
        let app = App::new(Options {
            panes: PANES,
            file,
            clock,
            writes,
            look: LOOK,
            config: trucewatch::app::config::Config::default(),
            size,
            at: start(),
        });
        let mut session = Session { app, at: start(), effects: Vec::new() };
        session.send(Msg::Watching(WatchMode::Events));
        let mut office = Self { session, disk: text.to_owned(), trouble: None, done: 0 };
        office.read();
        office
    }

    fn read(&mut self) {
        let loaded = load("list.yaml", self.disk.as_bytes(), self.session.at);
        self.session.send(Msg::Read(Box::new(loaded)));
    }

    pub(super) fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    fn press(&mut self, keys: &str) {
        // Each key is answered before the next.
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|after| after.find('>'));
            let (key, after) = rest.split_at(named.map_or(c.len_utf8(), |end| end + 2));
            match key {
                "<pause>" => {
                    self.session.at += TimeDelta::milliseconds(600);
                    self.send(Msg::Tick);
                }
                "<write>" => {
                    self.press("<pause><Enter><pause><Enter>");
                    self.session.at += TimeDelta::milliseconds(150);
                    self.send(Msg::Tick);
                }
                key => {
                    self.session.press(key);
                    self.carry_out();
                }
            }
            rest = after;
        }
    }

    fn send(&mut self, msg: Msg) {
        self.session.send(msg);
        self.carry_out();
    }

    fn carry_out(&mut self) {
        while let Some(effect) = self.session.effects.get(self.done).cloned() {
            self.done += 1;
            match effect {
                Effect::Propose(errand) => {
                    let proposed = errand.propose("list.yaml", self.disk.clone().into_bytes(), self.session.at);
                    let outcome = proposed.map(Box::new).map_err(|refusal| Box::new(ProposeError::Refused(refusal)));
                    self.session.send(Msg::Proposed(outcome));
                }
                Effect::Save(save) => {
                    let end = match self.trouble.take() {
                        Some(trouble) => trouble,
                        None if *save.before != *self.disk.as_bytes() => SaveEnd::Changed,
                        None => {
                            self.disk = String::from_utf8(save.after.to_vec()).expect("text");
                            SaveEnd::Written
                        }
                    };
                    self.session.send(Msg::SaveEnded(end));
                }
                Effect::Reread => self.read(),
                _ => {}
            }
        }
    }

    #[track_caller]
    pub(super) fn says(&self, words: &[&str]) -> &Self {
        let screen = self.session.screen();
        for word in words {
            assert!(screen.contains(word), "there is no {word:?} on\n{screen}");
        }
        self
    }

    #[track_caller]
    fn never_says(&self, word: &str) -> &Self {
        let screen = self.session.screen();
        assert!(!screen.contains(word), "there is {word:?} on\n{screen}");
        self
    }

    /// The lines of the file that were not there at first.
    fn news(&self) -> Vec<&str> {
        self.disk.lines().filter(|line| !FILE.lines().any(|old| old == *line)).map(str::trim_start).collect()
    }
}

/// After these keys in the whole file, these lines are new in it.
#[track_caller]
fn check(keys: &str, expected: &[&str]) {
    let office = Office::new(NORMAL, FILE).keys(keys);
    assert_eq!(office.news(), expected, "{}", office.session.screen());
}

/// After these keys nothing is written and the screen says why.
#[track_caller]
fn refused(keys: &str, why: &str) {
    let office = Office::new(NORMAL, FILE).keys(keys);
    office.says(&[why]);
    assert_eq!(office.disk, FILE);
}

#[test]
fn each_row_has_its_report() {
    check(
        "2jxmin<Enter>ka<Enter>att<F2><write>",
        &["- { at: 2026-02-01T14:02+02:00, status: minimal, claim: attributed, source: kan }"],
    );
    check("1xope<F2><write>", &["reports:", "- { at: 2026-02-01T14:02+02:00, status: open }"]);
    check(
        "1/egypt<Enter>xin-<F2><write>",
        &["- { actor: egypt, role: border control, reports: [{ at: 2026-02-01T14:02+02:00, status: in-place }] }"],
    );
    check(
        "3xlikely<Tab>major<F2><write>",
        &["assessments:", "- { at: 2026-02-01T14:02+02:00, likelihood: likely, impact: major }"],
    );
}

#[test]
fn each_pane_has_what_is_added_there() {
    check(
        "3Gasev<Enter>a drone, over the line<Enter><Tab>ver<F2><write>",
        &["- { at: 2026-02-01T14:02+02:00, severity: severe, claim: verified, text: \"a drone, over the line\" }"],
    );
    check("3amin<Tab>x<F2><write>", &["- { at: 2026-02-01T14:02+02:00, risk: fronts, severity: minor, text: x }"]);
    check("1aclo<F2><write>", &["days:", "- { date: 2026-02-01, status: closed }"]);
    check("5/killed<Enter>awounded<Tab><Tab>9<F2><write>", &["- { id: wounded, what: killed, value: 9 }"]);
}

#[test]
fn where_both_could_be_meant_there_is_a_choice() {
    let office = Office::new(NORMAL, &FILE.replace("tallies:", "marked_words: [technical]\ntallies:"));
    let office = office.keys("5/marked<Enter>a");
    office.says(&["What is to be recorded?", "1 New statement", "2 New tally"]);
    office.keys("2").says(&["New tally", "id"]);
    let empty = &FILE[..FILE.find("tallies:").expect("tallies")];
    let office = Office::new(NORMAL, empty).keys("5");
    office.says(&["press a to add one"]);
    let office = office.keys("a<Enter>us<Tab><F2><write>");
    assert!(office.disk.ends_with("statements:\n- { at: 2026-02-01T14:02+02:00, speaker: us }\n"), "{}", office.disk);
}

#[test]
fn a_check_is_one_key_and_the_question() {
    check("2jc<write>", &["checked: 2026-02-01T14:02+02:00"]);
    check("3Cover<F2><write>", &["closed: { at: 2026-02-01T14:02+02:00, why: over }"]);
    check("1c<write>", &["checked: 2026-02-01T14:02+02:00"]);
    check("3c<write>", &["checked: 2026-02-01T14:02+02:00"]);
    check("3Gc<write>", &["checked: 2026-02-01T14:02+02:00"]);
    let office = Office::new(NORMAL, FILE).keys("2jc");
    office.says(&["Write this? check of phase-two/committee", "list.yaml:22", "+     checked: 2026-02-01T14:02+02:00"]);
    assert_eq!(office.keys("n").disk, FILE);
}

#[test]
fn where_nothing_can_be_recorded_the_reason_is_said() {
    refused("2x", "this heads a group: select one of its items first");
    refused("2c", "this heads a group: select one of its items first");
    refused("5x", "nothing here has a status to report: a adds an entry, e opens the editor");
    refused("5jc", "only an item, a crossing, a risk or the log can be checked: select one");
    refused("1/egypt<Enter>c", "a party has no check: x adds a report");
    refused("4x", "signals are read from the other panes");
    refused("dx", "nothing is recorded among the changes: Enter goes to the row");
    refused("!x", "nothing is recorded among the problems: Esc goes back");
    refused("u", "nothing to undo: nothing of what was written here is left");
    refused("U", "nothing to redo: nothing has been undone");
    refused("2j[x", "this is the past: . goes back to where things are recorded");
}

#[test]
fn what_may_not_write_says_so_at_each_key() {
    let start = |clock, writes, origin| Office::started(NORMAL, FILE, clock, writes, origin);
    for key in ["x", "a", "c", "u", "U"] {
        let keys = &format!("2j{key}");
        let readonly = start(Clock::Live, Writes::Off, Origin::Named).keys(keys);
        readonly.says(&["started with --readonly: nothing is written", "read-only"]);
        start(Clock::Live, Writes::Allowed, Origin::Embedded).keys(keys).says(&["`trucewatch init` writes one"]);
        start(Clock::AsOf(crate::screens::demo::start()), Writes::Allowed, Origin::Named)
            .keys(keys)
            .says(&["started with --now"]);
        let mut broken = Office::new(NORMAL, FILE).keys("2j");
        broken.disk = FILE.replace("status: announced", "status: anounced");
        broken.read();
        broken.press(key);
        broken.says(&["the file does not load, and nothing is added to it: E opens the problem"]);
        let mut missing = Office::new(NORMAL, FILE).keys("2j");
        missing.send(Msg::Unreadable(Unreadable::Missing));
        missing.press(key);
        missing.says(&["the file is missing: nothing can be added to it"]);
    }
    let readonly = start(Clock::Live, Writes::Off, Origin::Named).keys("2j");
    readonly.never_says("x report").never_says("c checked");
}

#[test]
fn keys_that_do_something_elsewhere_are_letters_here() {
    let office = Office::new(NORMAL, FILE).keys("2jx<Tab><Tab><Tab><Tab><Tab><Tab>q?:/!y<Esc>");
    assert!(!office.session.effects.contains(&Effect::Quit(0)));
    let office = office.keys("x<Enter>");
    office.says(&["note         q?:/!y"]);
    assert_eq!(office.keys("q<C-c>").session.effects.last(), Some(&Effect::Quit(0)));
}

#[test]
fn what_was_typed_is_kept_by_the_review_and_by_leaving() {
    let office = Office::new(NORMAL, FILE).keys("2jxagr<Enter><Tab><Tab><Tab><Tab><Tab>so they say<F2>");
    office.says(&["+     - { at: 2026-02-01T14:02+02:00, status: agreed, note: so they say }"]);
    let office = office.keys("<pause>n");
    office.says(&["status       agreed", "note         so they say"]);
    let office = office.keys("<Esc>");
    office.says(&["nothing is written; the same key offers the draft again"]);
    let mut office = office.keys("k");
    office.session.wait(600);
    office.press("jx");
    office.says(&["There is a draft that was not written", "1 Continue the draft of 14:02", "2 Start anew"]);
    office.press("<Esc>x<Enter>");
    office.says(&["status       agreed", "note         so they say", "2026-02-01T14:12+02:00"]);
    let office = office.keys("<F2><write>");
    assert_eq!(office.news(), ["- { at: 2026-02-01T14:12+02:00, status: agreed, note: so they say }"]);
    office.keys("x").says(&["(how far it is; required)"]);
    let office = Office::new(NORMAL, FILE).keys("2jxagr<Esc>x2");
    office.says(&["(how far it is; required)"]);
    office.keys("<Esc>x").says(&["(how far it is; required)"]);
}

#[test]
fn what_was_typed_for_one_risk_is_not_brought_back_on_another() {
    let file = FILE.replace("title: New fronts", "title: New fronts\n  - id: freeze\n    title: Diplomacy freezes");
    let office = Office::new(NORMAL, &file).keys("3asev<Enter>");
    office.says(&["severity     severe", "risk         fronts"]);
    let office = office.keys("<Esc>ja");
    office.says(&["risk         freeze"]);
    office.never_says("severity     severe");
    office.keys("<Esc>ka<Enter>").says(&["severity     severe", "risk         fronts"]);
}

#[test]
fn a_wrong_entry_is_named_at_its_field_with_a_remedy() {
    let office = Office::new(NORMAL, FILE).keys("2jxzzz<F2>");
    office.says(&["▸ status       zzz", "× `zzz` is not a status"]);
    let office = office.keys("full");
    office.says(&["▸ status       full"]).never_says("is not a status");
    let office = office.keys("<Tab><Tab><Tab>soon<F2>");
    office.says(&["× soon is not a time: write 9 feb"]).never_says("Write this?");
    office.keys("09:15<F2>").says(&["Write this?", "at: 2026-02-01T09:15+02:00"]);
    let office = Office::new(NORMAL, FILE).keys("2jx<F2>");
    office.says(&["× `status` is missing: how far it is", "▸ status"]);
    assert_eq!(office.disk, FILE);
}

#[test]
fn candidates_narrow_and_tell_what_they_mean() {
    let office = Office::new(NORMAL, FILE).keys("2jx<Tab>");
    office.says(&["who says so: one of the file's sources", "ap   B  Associated Press", "kan  C  KAN"]);
    let office = office.keys("press");
    office.says(&["▸ ap  B  Associated Press"]).never_says("kan");
    let office = office.keys("<Tab>");
    office.says(&["source       ap", "attributed"]);
    office.keys("<S-Tab>k").says(&["source       k", "▸ kan"]);
    let office = Office::new(NORMAL, FILE).keys("2jx<Down><Down><Down><Up><Enter>");
    office.says(&["status       reported"]);
    let office = Office::new(NORMAL, FILE).keys("3Ga<Tab><Tab><Tab><Tab><Tab><Tab>dr");
    office.says(&["drone-strike  used once"]);
    office.keys("<Tab><S-Tab>").says(&["trigger      dr "]);
}

#[test]
fn pasted_text_goes_into_the_field_on_one_line() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr<Tab><Tab><Tab><Tab><Tab><Tab>");
    let long = "word ".repeat(2_000);
    office.send(Msg::Paste(format!("two\rlines {long}")));
    office.says(&["…", " word word"]);
    office.press("<F2>");
    office.says(&["+     - { at: 2026-02-01T14:02+02:00, status: agreed, note: two lines word", "more lines: j"]);
    office.press("<write>");
    assert!(office.news().concat().len() > 10_000);
}

#[test]
fn undo_and_redo_show_their_lines_and_give_back_every_byte() {
    let mut office = Office::new(NORMAL, FILE).keys("2jc<write>3Gamin<Tab>x<F2><write>");
    let both = office.disk.clone();
    office.press("u");
    office.says(&["Write this? undo: log entry: x", "-   - { at: 2026-02-01T14:02+02:00, severity: minor, text: x }"]);
    office.press("<write>u<write>");
    assert_eq!(office.disk, FILE);
    office.press("u");
    office.says(&["nothing to undo"]);
    office.press("U<write>U<write>");
    assert_eq!(office.disk, both);
    office.press("U");
    office.says(&["nothing to redo: nothing has been undone"]);
    office.press("u<write><pause>n");
    assert_ne!(office.disk, both);
    office.press("2jxagr<F2><write>");
    office.press("U");
    office.says(&["nothing to redo"]);
}

#[test]
fn undo_goes_round_what_others_wrote_and_refuses_where_they_wrote_over_it() {
    let mut office = Office::new(NORMAL, FILE).keys("2jc<write>");
    office.disk = format!("# a line above\n{}", office.disk);
    office.press("u<write>");
    assert_eq!(office.disk, format!("# a line above\n{FILE}"));
    let mut office = Office::new(NORMAL, FILE).keys("2jc<write>");
    office.disk = office.disk.replace("checked: 2026-02-01T14:02+02:00", "checked: 2026-02-01T15:00+02:00");
    let theirs = office.disk.clone();
    office.press("u");
    office.says(&["Nothing is written.", "the lines have been changed since: make this change in your editor"]);
    office.press("<write><Esc>");
    assert_eq!(office.disk, theirs);
    office.never_says("Nothing is written.");
}

#[test]
fn when_somebody_saves_between_the_look_and_the_answer_nothing_is_written_and_the_lines_are_new() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr<F2>");
    let theirs = FILE.replace("title: Truce\n", "title: Truce\nstale_after: 12h\n");
    office.disk = theirs.clone();
    office.press("<write>");
    assert_eq!(office.disk, theirs);
    office.says(&[
        "Somebody else has saved the file meanwhile, so nothing was written.",
        "list.yaml:25",
        "status: agreed",
    ]);
    office.press("<write>");
    assert_eq!(office.news(), ["stale_after: 12h", "- { at: 2026-02-01T14:02+02:00, status: agreed }"]);
}

#[test]
fn when_somebody_breaks_the_file_meanwhile_the_input_is_kept() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr<F2>");
    office.disk = FILE.replace("title: Truce", "titel: Truce");
    office.press("<write>");
    office.says(&["Nothing is written.", "the watchlist does not load", "list.yaml:2:1"]);
    office.disk = FILE.to_owned();
    office.press("<Esc>");
    office.says(&["status       agreed"]);
    office.press("<F2><write>");
    assert_eq!(office.news().len(), 1);
}

#[test]
fn a_save_that_fails_says_why_and_can_be_tried_again() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr<F2>");
    office.trouble = Some(SaveEnd::Failed("it is write-protected: allow writing".to_owned()));
    office.press("<write>");
    office.says(&["NOT WRITTEN: it is write-protected: allow writing", "status: agreed"]);
    assert_eq!(office.disk, FILE);
    office.press("<write>");
    assert_eq!(office.news().len(), 1);
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr<F2>");
    office.trouble = Some(SaveEnd::Unconfirmed("the disk has not confirmed it".to_owned()));
    office.press("<write>");
    office.says(&["written, but the disk has not confirmed it"]);
}

#[test]
fn a_refusal_names_the_place_and_the_editor_opens_there() {
    let text = FILE
        .replace("    reports:\n    - {", "    reports: [ # heard\n      {")
        .replace("source: ap }\n  - id: withdrawal", "source: ap } ]\n  - id: withdrawal");
    let office = Office::new(NORMAL, &text).keys("2jxagr<F2>");
    office.says(&["Refused: New report: The committee governs", "Nothing is written.", "list.yaml:2", "comment"]);
    let office = office.keys("<pause>e");
    assert!(
        matches!(office.session.effects.last(), Some(Effect::Edit { line: 22..=24 })),
        "{:?}",
        office.session.effects
    );
    office.keys("x<Enter>").says(&["status       agreed"]);
}

#[test]
fn new_warnings_stand_beside_the_lines() {
    Office::new(NORMAL, FILE).keys("2jxagr<Tab><Tab><Tab><C-u>2027-01-01<F2>").says(&[
        "Write this?",
        "warning, line 24",
        "future",
        "+     - { at: 2027-01-01, status: agreed }",
    ]);
}

#[test]
fn the_selection_stays_and_the_new_row_is_marked() {
    let office = Office::new(NORMAL, FILE).keys("3Gamin<Tab>x<F2>");
    let selected = office.session.selected();
    let office = office.keys("<write>");
    office.says(&[" +1 Feb 12:02Z", "written: log entry: x; u undoes"]);
    assert_eq!(office.session.selected(), selected);
}

#[test]
fn a_small_screen_says_so_and_keeps_what_was_typed() {
    for size in [(29, 7), (39, 20), (80, 11)] {
        let office = Office::new(size, FILE).keys("2jx");
        assert!(office.session.effects.is_empty());
    }
    Office::new((39, 20), FILE).keys("2jx").says(&["too small for a form: it takes 40x12"]);
    let mut office = Office::new(NORMAL, FILE).keys("2jxagr");
    for size in [(29, 7), (1, 1), (0, 0), (35, 9)] {
        office.send(Msg::Resize(size.0, size.1));
        office.press("qzz");
        assert!(!office.session.effects.contains(&Effect::Quit(0)), "{size:?}");
    }
    office.says(&["too small for a form"]);
    office.send(Msg::Resize(80, 24));
    office.says(&["status       agr "]);
    office.press("<F2>");
    office.send(Msg::Resize(35, 9));
    office.press("<write>");
    assert_eq!(office.disk, FILE);
}

#[test]
fn no_size_panics_while_something_is_recorded() {
    for keys in ["2jx", "2jxagr<Tab><Tab>", "2jxzz<F2>", "2jxagr<F2>", "5ja", "3Ga<S-Tab>", "5/killed<Enter>a"] {
        let mut office = Office::new(NORMAL, FILE).keys(keys);
        for (width, height) in (0..=60).flat_map(|width| (0..=40).map(move |height| (width, height))).step_by(7) {
            office.send(Msg::Resize(width, height));
            crate::screens::demo::draw(&office.session.app, width.max(1), height.max(1));
        }
    }
}

/// Types keys with so many milliseconds before each, on a board that has one entry to undo; says whether nothing was written.
fn is_unmoved_by(row: &str, keys: &[KeyCode], pause: impl Fn(usize) -> i64) -> bool {
    let mut office = Office::new(NORMAL, FILE).keys("2jc<write><pause>").keys(row);
    let before = office.disk.clone();
    for (nth, code) in keys.iter().enumerate() {
        office.session.at += TimeDelta::milliseconds(pause(nth));
        office.send(Msg::Tick);
        office.send(Msg::Key(KeyEvent::new(*code, KeyModifiers::NONE)));
    }
    office.press("<pause>");
    office.disk == before
}

/// As a terminal sends it that does not mark what is pasted.
fn typed(text: &str) -> Vec<KeyCode> {
    let key = |c| match c {
        '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        c => KeyCode::Char(c),
    };
    text.chars().map(key).collect()
}

#[test]
fn no_word_confirms_at_any_pace() {
    for word in ["copy", "city", "busy", "study", "cyber", "cycle", "uy", "cY", "yuyuy", "curfew by Monday", "xyz y y"]
    {
        for pause in [0, 40, 150, 300, 700, 5_000] {
            for row in ["1", "2j", "3"] {
                assert!(is_unmoved_by(row, &typed(word), |_| pause), "{word} on {row}, {pause} ms");
            }
        }
    }
}

#[test]
fn no_unmarked_paste_confirms() {
    for text in [
        "c\n\n\n\n",
        "u\n\ny\n\n",
        "\n\nc\n\n",
        "a city\n\n\nby\n\n\nyou\n\n",
        "xagr\t\t\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
    ] {
        for pause in [0, 5, 40, 90] {
            // A long silence before it, or in its middle.
            for silent in 0..text.len() {
                let pause = |nth| if nth == silent { 60_000 } else { pause };
                assert!(is_unmoved_by("2j", &typed(text), pause), "{text:?}, {silent}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_typed_without_a_second_enter_is_confirmed(words in "[a-zA-Z0-9 .,\n]{1,40}", pauses in prop::collection::vec(0i64..3_000, 40)) {
        let words = words.replace('\n', "\n.");
        prop_assert!(is_unmoved_by("2j", &typed(&words), |nth| pauses[nth % 40]));
    }
}

#[test]
fn enter_that_is_held_down_confirms_nothing_and_says_why() {
    for (row, key) in [("2j", "c"), ("2j", "u"), ("3G", "asev<Enter>a drone<F2>")] {
        for delay in [250, 400, 500, 660] {
            for rate in [25, 30, 40, 92] {
                let mut office = Office::new(NORMAL, FILE).keys("2jc<write><pause>").keys(row);
                office.press(key);
                let before = office.disk.clone();
                office.press("<pause><Enter>");
                for nth in 0..100 {
                    office.session.at += TimeDelta::milliseconds(if nth == 0 { delay } else { rate });
                    office.send(Msg::Tick);
                    office.send(Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
                }
                office.says(&["nothing is written: Enter is held down"]);
                office.press("<pause>");
                assert_eq!(office.disk, before, "{key}, {delay}, {rate}");
                office.press("<write>");
                assert_ne!(office.disk, before, "{key}, {delay}, {rate}");
            }
        }
    }
}

#[test]
fn a_second_enter_waits_a_moment_for_a_key_that_takes_it_back() {
    let mut office = Office::new(NORMAL, FILE).keys("2jc<pause><Enter><pause><Enter>");
    assert_eq!(office.session.app.wake_at(), Some(office.session.at + TimeDelta::milliseconds(150)));
    office.press("n<pause>");
    assert_eq!(office.disk, FILE);
}

#[test]
fn the_footer_says_what_enter_does_and_the_clock_wakes_for_it() {
    let mut office = Office::new(NORMAL, FILE).keys("2jc");
    office.never_says("writes it").says(&["Esc back"]);
    let wake = office.session.app.wake_at();
    assert_eq!(wake, Some(office.session.at + TimeDelta::milliseconds(500)));
    office.press("<pause>");
    office.says(&["Enter Enter writes it"]);
    office.press("<Enter>");
    office.never_says("writes it");
    office.press("<pause>");
    office.says(&["Enter again writes it"]);
    office.press("y");
    office.says(&["y: Enter twice writes these lines, n goes back"]);
    office.press("<pause>j");
    office.never_says("again writes it");
    office.press("<write>");
    assert_eq!(office.news(), ["checked: 2026-02-01T14:02+02:00"]);
}

#[test]
fn a_reason_for_writing_nothing_stays_while_somebody_types() {
    let mut office = Office::new(NORMAL, FILE).keys("2jc<write><pause>");
    office.disk = office.disk.replace("checked: 2026-02-01T14:02+02:00", "checked: 2026-02-01T15:00+02:00");
    office.press("unseen\n");
    office.says(&["Nothing is written."]);
    assert!(!office.session.effects.iter().any(|effect| matches!(effect, Effect::Edit { .. })));
}

#[test]
fn golden_frames_of_recording() {
    for (name, size, keys) in [
        ("form_80x24", (80, 24), "2jx"),
        ("form_candidates_80x24", (80, 24), "2jxagr<Tab>a"),
        ("form_problem_80x24", (80, 24), "2jxzzz<F2>"),
        ("form_day_80x24", (80, 24), "1alim<Tab><Tab><Tab><Tab>09:00-15:00<Tab>"),
        ("form_log_120x40", (120, 40), "3asev<Tab>a strike near the fence<Tab><Tab><Tab>"),
        ("form_tally_200x60", (200, 60), "5/killed<Enter>a"),
        ("form_40x12", (40, 12), "2jxagr<Tab><Tab>"),
        ("review_80x24", (80, 24), "2jxagr<Tab>ap<Tab>att<Tab><Tab>2<Tab><Tab>as heard<F2><pause>"),
        ("review_40x12", (40, 12), "2jxagr<F2><pause>"),
        ("undo_120x40", (120, 40), "2jxagr<F2><write>u<pause>"),
    ] {
        insta::assert_snapshot!(name, Office::new(size, FILE).keys(keys).session.screen());
    }
}

#[test]
fn an_entry_is_corrected_and_withdrawn_where_it_stands() {
    let office = Office::new(NORMAL, FILE).keys("3Gx");
    office.says(&["Correct the log entry", "severity"]);
    let office = office.keys("min<F2><write>");
    assert_eq!(office.disk.matches("severity: minor").count(), FILE.matches("severity: minor").count() + 1);
    let office = office.keys("w");
    office.says(&["New withdrawal: log entry", "why"]);
    let office = office.keys("a drill, not ours<F2><write>");
    let mark = "withdrawn: { at: 2026-02-01T14:02+02:00, why: \"a drill, not ours\" }";
    assert!(office.disk.contains(mark), "{}", office.disk);
    assert_eq!(office.keys("u<write>u<write>").disk, FILE);
}

#[test]
fn in_details_an_entry_is_chosen_first() {
    let office = Office::new(NORMAL, FILE).keys("2j<Enter>w");
    office.says(&["select an entry first: in the details, Enter selects one"]);
    let office = office.keys("<Enter>");
    office.says(&["x correct", "w withdraw"]);
    let office = office.keys("xagr<F2><write>");
    assert_eq!(office.disk.matches("status: agreed").count(), FILE.matches("status: agreed").count() + 1);
    office.keys("<Esc>").never_says("w withdraw");
}

#[test]
fn a_source_that_is_not_in_the_file_has_its_form_before_the_review() {
    let office = Office::new(NORMAL, FILE).keys("2jxagr<Tab>wafa");
    office.says(&["`wafa` is not in the file: a form to add it follows"]);
    let office = office.keys("<F2>");
    office.says(&["New source: wafa is not in the file yet"]);
    let back = office.keys("<Esc>");
    back.says(&["source       wafa"]);
    let office = back.keys("<F2>Wafa news<F2>");
    office.says(&["name: Wafa news", "source: wafa"]);
    let office = office.keys("<write>");
    assert!(office.disk.contains("name: Wafa news") && office.disk.contains("source: wafa"), "{}", office.disk);
    assert_eq!(office.keys("u<write>").disk, FILE);
}

#[test]
fn what_is_recorded_seldom_has_a_menu() {
    let office = Office::new(NORMAL, FILE).keys("2jA");
    office.says(&["1 New monitoring gap", "2 New preferred source", "3 New source", "4 New actor"]);
    check("2jA2ap<F2><write>", &["prefer: ap"]);
    check(
        "2jA5eg<Enter>27 bodies<Enter>night desk<Enter>7d<F2><write>",
        &["owed_by: [egypt]", "target: { value: 27, unit: bodies }", "owner: night desk", "review_every: 7d"],
    );
    check("3A5desk<Tab>48h<F2><write>", &["owner: desk", "review_every: 48h"]);
    check(
        "1A59 feb<Enter>ap<Enter><F2><write>",
        &["calendar:", "closures:", "- { from: 2026-02-09, announced: 2026-02-01T14:02+02:00, source: ap }"],
    );
    refused("2jA5<Tab>many<F2>", "a target needs the key `unit`");
    refused("2jA5<Tab>many bodies<F2>", "`many` is not a number");
}

/// How many keys are pressed, without the text of an entry.
fn key_count(keys: &str) -> usize {
    let named = keys.matches('<').count();
    let mut rest = keys.to_owned();
    while let Some((start, end)) = rest.find('<').zip(rest.find('>')) {
        rest.replace_range(start..=end, "");
    }
    named + rest.chars().count()
}

#[test]
fn an_hour_of_recording_takes_few_keys() {
    for (row, keys, text, expected, most) in [
        (
            "3G",
            ["as<Enter>", "<Enter>ap<Enter>v<F2><Enter><Enter>"],
            "two drones over the fence",
            "- { at: 2026-02-01T14:02+02:00, severity: severe, claim: verified, source: ap, text: two drones over the fence }",
            12,
        ),
        (
            "1",
            ["ao<Enter>ap<Enter>v<Enter>-1d<F2><Enter><Enter>", ""],
            "",
            "- { date: 2026-01-31, status: open, claim: verified, source: ap }",
            14,
        ),
        (
            "2j",
            ["xm<Enter>ap<Enter>v<F2><Enter><Enter>", ""],
            "",
            "- { at: 2026-02-01T14:02+02:00, status: minimal, claim: verified, source: ap }",
            10,
        ),
    ] {
        let count = key_count(&keys.concat());
        assert!(count <= most, "{count} keys for {expected}");
        let confirmed = format!("{row}{}{text}{}", keys[0], keys[1]).replace("<Enter><Enter>", "<write>");
        let office = Office::new(NORMAL, FILE).keys(&confirmed);
        assert_eq!(office.news().last(), Some(&expected), "{}", office.session.screen());
    }
}

#[test]
fn what_the_form_fills_in_is_marked_until_it_is_confirmed() {
    let office = Office::new(NORMAL, FILE).keys("3asev<Enter>x<Enter>");
    office.says(&["2026-02-01T14:02+02:00  suggested", "fronts  suggested"]);
    let office = office.keys("<F2>");
    office.says(&["Suggested, not entered by you: at, risk"]);
    let office = office.keys("<Esc><Tab><Tab><Enter>");
    office.never_says("14:02+02:00  suggested");
    office.keys("<F2>").says(&["Suggested, not entered by you: risk"]);
}

#[test]
fn the_way_out_of_a_form_stands_in_the_footer_at_every_width() {
    for width in [40, 50, 60, 80, 120, 200] {
        for keys in [
            "2jx",
            "3Ga<Tab><Tab><Tab><Tab><Tab><Tab>dr",
            "2jxagr<F2>",
            "2jxagr<F2><pause>",
            "2jxagr<F2><pause>x",
            "2jA",
            "?",
            ":",
        ] {
            let office = Office::new((width, 24), FILE).keys(keys);
            let footer = office.session.footer();
            assert!(footer.contains("Esc"), "{keys} at {width}: {footer}");
        }
    }
}

#[test]
fn what_somebody_removes_of_mine_is_said_and_can_be_written_again() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxm<Enter>ap<Enter>v<F2><write>");
    let written = office.disk.clone();
    let line = "    - { at: 2026-02-01T14:02+02:00, status: minimal, claim: verified, source: ap }\n";
    assert!(written.contains(line), "{written}");
    // A correction, and another entry, remove nothing.
    for kept in [written.replace("status: minimal", "status: full"), written.replace("title: Truce", "title: Peace")] {
        office.disk = kept;
        office.read();
        office.never_says("REMOVED");
    }
    office.disk = written.replace(line, "").replace("title: Truce", "title: Their title");
    office.read();
    office.says(&[" REMOVED ", "report of phase-two/committee: minimal", "U shows the lines that write it again"]);
    office.press("U");
    office.says(&["Write this? report of phase-two/committee: minimal", "+     - { at: 2026-02-01T14:02+02:00"]);
    office.press("<write>");
    assert!(office.disk.contains(line.trim()) && office.disk.contains("Their title"), "{}", office.disk);
    office.never_says("REMOVED");
}

#[test]
fn what_i_undo_myself_is_not_said_to_be_removed() {
    let mut office = Office::new(NORMAL, FILE).keys("2jxm<Enter>ap<Enter>v<F2><write>u<write>");
    office.never_says("REMOVED");
    office.press("U<write>");
    office.disk = FILE.to_owned();
    office.read();
    office.says(&[" REMOVED ", "D lets it go"]);
    office.press("D");
    office.never_says(" REMOVED ");
    office.says(&["1 removed entry"]);
    office.press("u");
    office.says(&[" REMOVED "]);
}

#[test]
fn a_form_is_filled_in_by_clicks_and_written_by_keys_only() {
    let mut office = Office::new(NORMAL, FILE).keys("m2jx");
    office.session.double_click_on("minimal ");
    office.says(&["status       minimal", "▸ source"]);
    office.session.click_on("claim ");
    office.says(&["▸ claim"]);
    office.session.click_on("verified");
    office.session.mouse(MouseEventKind::ScrollDown, office.session.place_of("attributed"));
    office.says(&["▸ attributed"]);
    office.session.mouse(MouseEventKind::ScrollDown, office.session.place_of("claim "));
    office.says(&["claim        attributed", "▸?at"]);
    office.session.click_on("F2 review");
    office.carry_out();
    office.press("<pause>");
    office.says(&["Write this?"]);
    for column in 0..80 {
        for _ in 0..2 {
            let is_review = office.session.screen().contains("Write this?");
            if is_review {
                office.session.mouse(MouseEventKind::Down(MouseButton::Left), (column, 23));
                office.carry_out();
                office.press("<pause>");
            }
        }
    }
    assert_eq!(office.disk, FILE);
    office.says(&["▸?at"]);
}

#[test]
fn an_emptied_time_is_refused_and_never_now() {
    let office = Office::new(NORMAL, FILE).keys("2jxagr<Tab><Tab><Tab><C-u><F2>");
    office.says(&["× `at` is empty", "▸ at"]).never_says("Write this?");
    office.keys("now<F2>").says(&["Write this?", "at: 2026-02-01T14:02+02:00"]);
    assert_eq!(Office::new(NORMAL, FILE).keys("2jxagr<Tab><Tab><Tab><C-u><F2><write>").disk, FILE);
}
