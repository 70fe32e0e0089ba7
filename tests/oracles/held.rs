//! Every oracle against inputs drawn at random, and against what was found by searching.

use super::edit::{Outcome, What, one_more};
use super::frame::{EVERY_LIST, replaced, scalars};
use super::hands::Hand;
use super::merge::{Outcome as Merged, changed};
use super::scalars::{Place, Value, ZONES};
use super::{frame, journal, markdown, merge, read, scalars};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::path::Path;
use std::process::Command;
use trucewatch::draft::{Draft, DraftError, DraftPlace, propose};
use trucewatch::watchlist::DEFAULT;
use trucewatch::watchlist::merge::MergeError;

fn now() -> DateTime<Utc> {
    "2026-02-03T12:00:00Z".parse().expect("a moment")
}

fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "no",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "# x",
        "{x",
        "[y]",
        "it's",
        "\"q\"",
        "both ' and \"",
        "&a",
        "*a",
        "!t",
        "%d",
        "@",
        "`",
        "معبر رفح",
        "two\nlines",
        "tab\there",
        "back\\slash",
        "?",
        ":",
        "a, b",
        "x:",
        "null",
        "~",
        "2026-02-01",
        "1e3",
        "0x1f",
        "...",
        "---",
        "\u{202e}rtl",
        "a\u{2028}b",
        "\u{1b}[31m",
        "]",
        "}",
        ",",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), "[ -~]{1,30}", "\\PC{1,12}"]
        .prop_filter("something", |text| !text.trim().is_empty())
}

/// What could steer a terminal, or be taken for something else.
const ATTACKS: &[&str] = &[
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
    "javascript:alert(1)",
    "img src=x onerror=alert(1)",
];

/// Keys that lead to every page, list and form.
const TOUR: &[u8] =
    b"\n\x82\x1b!\x1b?\x1b:co\x1b/a\n\x1bd\x1bD[{v..x\x89\t\x89\n\x1b\x1ba\n\x89\n\x1b\x1bcyu\x8a\x8b\x8b\x8c";

/// Copies each row of each pane, and opens its link.
fn all_rows() -> Vec<u8> {
    let pane = |number| [number].into_iter().chain(b"yYo\x80\x80".repeat(4));
    (b'1'..=b'6').flat_map(pane).collect()
}

/// Every name, note and link is an attack, one after the other, beginning with this one.
fn attacked(first: usize) -> String {
    let keys = "title name note text place role stake scope group done_when what link url";
    let is_free = |key: &str| keys.split(' ').any(|free| free == key);
    let places = scalars(EVERY_LIST).into_iter().filter(|(key, _)| is_free(key)).enumerate();
    let attack = |nth: usize| ATTACKS[(first + nth) % ATTACKS.len()];
    replaced(EVERY_LIST, places.map(|(nth, (_, place))| (place, attack(nth))).collect())
}

#[test]
fn known_attacks_are_shown_and_not_obeyed() {
    for (nth, text) in ATTACKS.iter().enumerate() {
        // In most places one alone is still a watchlist; all at once is none, and the problems are shown.
        let places: Vec<_> = scalars(EVERY_LIST).into_iter().map(|(_, place)| (place, *text)).collect();
        frame::check(&replaced(EVERY_LIST, places.clone()), text, (120, 40), b"!\x80\x80\n");
        for place in places.into_iter().skip(nth).step_by(ATTACKS.len()) {
            frame::check(&replaced(EVERY_LIST, vec![place]), text, (80, 24), b"");
        }
    }
    for (nth, size) in [(0, 0), (20, 6), (50, 14), (80, 24), (120, 40)].into_iter().enumerate() {
        frame::check(&attacked(nth), ATTACKS[nth], size, TOUR);
        frame::check(&attacked(nth), ATTACKS[nth], (60, 16), &all_rows());
    }
}

#[test]
fn every_file_that_announces_its_problems_is_read_as_all_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    for file in std::fs::read_dir(folder).expect("the folder of the files") {
        read::check(&std::fs::read(file.expect("a file").path()).expect("a readable file"));
    }
    read::check(DEFAULT.as_bytes());
    read::check(EVERY_LIST.as_bytes());
    read::check(b"\r\x80");
    read::check(b"- - 'p'\n  d: |\n    text\na: \"1\"\n");
    read::check(b"  - 'x'\n  d: |\n    a: \"1\"\n");
    read::check("：le: a key whose first letter has three bytes\n".as_bytes());
    read::check("a: &b\u{a0}c&d e\nf: !g\u{a0}h!i j\n".as_bytes());
}

/// The rest of a file of which the beginning was lost, beside a whole one: once it could be merged one way round, and not
/// the other.
#[test]
fn what_was_found_by_searching_holds() {
    let found: [&[u8]; 3] = [
        include_bytes!("found/merge-18459a.bin"),
        include_bytes!("found/merge-2aa0c6.bin"),
        include_bytes!("found/merge-5fb48c.bin"),
    ];
    for bytes in found {
        assert_eq!(merge::check_bytes(bytes), Some(Merged::Not(MergeError::Unproved)));
    }
}

/// Texts that are nearly a value of any kind, and some that are one.
fn nearly_values() -> impl Strategy<Value = String> {
    let part = |parts: &[&'static str]| prop::sample::select(parts.to_vec());
    let signs = part(&[
        "", "", "", " ", "-", ":", "+", "Z", "T", ".", ",", "–", "：", "٢", "\n", "\u{200f}", "x", "#", "\u{1b}",
    ]);
    let dates =
        part(&["2026-02-01", "2026-03-28", "2026-10-24", "2026-04-24", "2026-02-30", "9999-12-31", "0000-01-01"]);
    let clocks = part(&["T14:00", " 00:30", "T02:30:00", "t23:59:60", " 01:30:15.25", "T25:00", ""]);
    let offsets = part(&["", "", "Z", "+02:00", "-0330", " +05:45", "+02:30", "+2:00", "-00:00"]);
    let hours = part(&["09:00", "9:00", "24:00", "00:00", "15:30", "3:00", "12:5"]);
    let numbers = part(&["0", "1", "007", "150", "1.5", ".5", "3 400", "1000000", "99999999999999999999"]);
    let units = part(&["", "m", "h", "d", "w", " hours", "M", "min", "s"]);
    let words = part(&[
        "open",
        "closed",
        "Open",
        "opne",
        "unknown",
        "null",
        "~",
        "n/a",
        "Asia/Gaza",
        "asia/gaza",
        "Etc/GMT+2",
        "Gaza",
    ]);
    let mappings = part(&[
        "{ date: 2026-02-01, said: 2026-01-30 }",
        "{ opens-on-schedule: c }",
        "{ by: 2026-03-01, stays-open: { crossing: c, days: 05 } }",
        "{ any: [ { heat-below: { heat: 1.50 } }, { not: { term-shift: { from: no, to: 'yes' } } } ] }",
        "{ no-entry: { severity: severe, for: 2d } }",
    ]);
    let value = prop_oneof![
        (dates, clocks, offsets).prop_map(|(date, clock, offset)| format!("{date}{clock}{offset}")),
        (hours.clone(), part(&["-", "–", " - ", "to"]), hours)
            .prop_map(|(from, sign, until)| format!("{from}{sign}{until}")),
        (numbers, units).prop_map(|(number, unit)| format!("{number}{unit}")),
        words.prop_map(str::to_owned),
        mappings.prop_map(str::to_owned),
    ];
    (signs.clone(), value, signs).prop_map(|(before, value, behind)| format!("{before}{value}{behind}"))
}

#[test]
fn values_of_every_kind_are_read() {
    for (place, text) in [
        (Place::Time, "2026-02-01T14:00:30.5+02:00"),
        (Place::Time, " 2016-12-31t23:59:60z"),
        (Place::TimeOrUnknown, "2026-02-01 14:00"),
        (Place::TimeOrUnknown, "unknown"),
        (Place::Date, "2026-02-01"),
        (Place::Hours, "9:00 – 24:00"),
        (Place::Hours, "09:00-05:00"),
        (Place::Span, "2d"),
        (Place::Amount, "0.5"),
        (Place::Number, "0150"),
        (Place::Zone, "Africa/Cairo"),
        (Place::Word, "limited"),
        (Place::Promise, "2026-03-01"),
    ] {
        assert_ne!(scalars::check(place, ZONES[0], text), None, "{text:?}");
    }
    assert_eq!(scalars::check(Place::Number, ZONES[0], "150"), Some(Value::Number(150)));
}

/// Set for the process in which the state folder is this one: to set it here would be to set it for every test.
const HOME: &str = "TRUCEWATCH_TEST_HOME";

#[test]
fn no_line_of_a_journal_is_overlooked() {
    let Some(home) = std::env::var_os(HOME) else {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "oracles::held::no_line_of_a_journal_is_overlooked"]);
        let output = command.env(HOME, home.path()).env("XDG_STATE_HOME", home.path()).output().expect("it runs");
        return assert!(output.status.success(), "{output:?}");
    };
    let line = r#"{"v":1,"at":"2026-02-01T12:02:11Z","file":"/a","text":"0000000000000000","by":"x"}"#;
    let parts = ["\n", " \t\r", line, &line[..40], "{\"v\":2}", "{\"v\":-1}", "\u{1b}[2J", "[[[[", "\"", "é", "\0"];
    let journals = prop::collection::vec(prop::sample::select(parts.to_vec()), 0..12);
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
    let held = runner.run(&journals, |parts| {
        journal::check(parts.concat().as_bytes(), Path::new(&home));
        Ok(())
    });
    held.expect("every line is told or counted");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_steers_the_terminal(
        text in "[\\x01-\\x1f\\x7f-\\u{9f}a-z \u{202e}\u{200b}\u{600}-\u{6ff}\u{4e00}-\u{4e20}\u{1f600}-\u{1f610}]{1,24}",
        at in 0usize..200,
        width in 0u16..160,
        height in 0u16..50,
        keys in prop::collection::vec(any::<u8>(), 0..30),
    ) {
        let places = scalars(EVERY_LIST);
        let place = |at: usize| places[at % places.len()].1.clone();
        let yaml = replaced(EVERY_LIST, vec![(place(at), text.as_str()), (place(at / 2), "x")]);
        frame::check(&yaml, &text, (width, height), &keys);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_wrote_the_file_only_what_is_recorded_is_new(
        tape in prop::collection::vec(any::<u8>(), 0..160),
        what in prop::sample::select(vec![What::Log, What::Report, What::Tally, What::Checked]),
        text in texts(),
    ) {
        let outcome = one_more(&Hand::write(&tape), what, &text, now());
        prop_assume!(outcome != Outcome::NoPlace);
        prop_assert_eq!(outcome, Outcome::Recorded);
    }

    #[test]
    fn a_file_that_is_no_watchlist_is_refused_and_nothing_panics(text in "([a-z]{0,3}: ?|- |\\[|\\{|\\}|\\]|,|#|\\||\n|  |'|\"|&a|\\*a|\t|\r){0,40}") {
        let drafts = [Draft::new(DraftPlace::LogEntry, [("severity", "minor"), ("text", "x")])];
        for file in [text.clone(), format!("title: T\n{text}")] {
            if let Err(DraftError::NoSuch { message, .. }) = propose("x", file.as_bytes(), &drafts, now()) {
                panic!("{message}");
            }
        }
    }

    #[test]
    fn no_bytes_are_half_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read::check(&bytes);
    }

    #[test]
    fn nothing_is_lost_when_bytes_are_merged(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0)], 0..60)) {
        merge::check_bytes(&bytes);
    }

    #[test]
    fn a_value_is_what_is_written_or_refused(
        place in prop::sample::select(Place::ALL.to_vec()),
        zone in prop::sample::select(ZONES.to_vec()),
        text in prop_oneof![4 => nearly_values(), 1 => texts()],
    ) {
        scalars::check(place, zone, &text);
    }

    #[test]
    fn no_bytes_are_half_a_value(choice in any::<u8>(), text in nearly_values()) {
        scalars::check_bytes(&[&[choice], text.as_bytes()].concat());
    }

    #[test]
    fn no_text_becomes_markup(text in prop_oneof![texts(), "([*_`\\[\\]()<>!#&;|~.:/\\\\ =+-]|www|http|[a-c1-3]){0,16}"]) {
        markdown::check(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_kind_of_record_is_refused_or_alone_is_new(what in prop::sample::select(What::ALL.to_vec()), text in texts(), cut in 0usize..EVERY_LIST.len()) {
        one_more(EVERY_LIST, what, &text, now());
        one_more(&EVERY_LIST[..cut], what, &text, now());
    }

    #[test]
    fn no_broken_default_is_half_read(at in 0..DEFAULT.len(), replacement in "[ -~\n\t\u{e9}]{0,3}") {
        let mut text = DEFAULT.to_owned();
        let start = text.floor_char_boundary(at);
        let end = text.ceil_char_boundary((start + replacement.len()).min(text.len()));
        text.replace_range(start..end, &replacement);
        read::check(text.as_bytes());
    }

    #[test]
    fn nothing_that_either_side_says_is_lost(
        tape in prop::collection::vec(any::<u8>(), 0..160),
        ours in prop::collection::vec(any::<u8>(), 0..8),
        theirs in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        for base in [EVERY_LIST, &Hand::write(&tape)] {
            let (ours, theirs) = (changed(base, &ours), changed(base, &theirs));
            merge::check(base, &ours, &theirs);
            // What is left of a file of which the beginning is lost is indented as a whole.
            let rest = theirs.find("\n ").map_or("", |at| &theirs[at + 1..]);
            merge::check(base, &ours, rest);
        }
    }
}
