//! Recording from the shell, with the real program: what is written, what is refused and why, and who else writes.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

use crate::support::{Said, Shell, program};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

const FILE: &str = "title: T # ours
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B } }
actors: { egypt: { name: Egypt } }
crossings:
  - id: rafah
    name: Rafah
    parties: [ { actor: egypt, role: border control } ]
    days:
      - { date: 2026-02-02, status: open, exits: 20, claim: verified, source: ap } # first
checklists:
  - { id: two, name: Two, items: [ { id: army, title: Army }, { id: police, title: Police, checked: '2026-01-01' } ] }
spillover:
  risks: [ { id: fronts, title: Fronts } ]
  log:
    - { at: 2026-01-30T14:00+02:00, severity: minor, claim: attributed, source: ap, text: a }
";

/// Runs a command, and holds what it wrote and said against the same file with one thing changed.
#[track_caller]
fn check(arguments: &[&str], input: &str, old: &str, new: &str) {
    let shell = Shell::with(FILE);
    let expected = FILE.replacen(old, new, 1);
    let known: Vec<_> = FILE.lines().collect();
    let news = expected.lines().enumerate().filter(|(_, line)| !known.contains(line));
    let out: String = news.map(|(at, line)| format!("watchlist.yaml:{}: {line}\n", at + 1)).collect();
    assert!(!out.is_empty());
    let is_import = arguments.contains(&"-") && arguments[0] != "checked";
    let summary = format!("{} added, 0 corrected, 0 already there\n", out.lines().count());
    let out = if is_import { out + &summary } else { out };
    assert_eq!(shell.run(arguments, input), Said { code: 0, out, err: String::new() });
    assert_eq!(shell.text(), expected);
}

#[track_caller]
fn check_refused(arguments: &[&str], input: &str, code: i32, err: &str) {
    let shell = Shell::with(FILE);
    assert_eq!(shell.run(arguments, input), Said { code, out: String::new(), err: err.to_owned() });
    assert_eq!(shell.text(), FILE);
    assert_eq!(fs::read_dir(shell.folder()).unwrap().count(), 1);
}

const FROM_AP: [&str; 4] = ["--source", "ap", "--claim", "attributed"];
const LAST: &str = "text: a }\n";

#[test]
fn one_entry_is_written_where_it_belongs_and_told_with_its_line() {
    let line = "    - { at: 2026-02-03T14:00+02:00, risk: fronts, severity: severe, claim: attributed, source: ap, text: \"b: c\" }\n";
    let add = ["log", "add", "--risk", "fronts", "--severity", "severe", "--text", "b: c"];
    check(&[&add[..], &FROM_AP].concat(), "", LAST, &format!("{LAST}{line}"));
    let line =
        "      - { date: 2026-02-01, status: closed, exits: 0, turned_back: 3, claim: attributed, source: ap }\n";
    let add =
        ["day", "add", "rafah", "--date", "2026-02-01", "--status", "closed", "--exits", "0", "--turned-back", "3"];
    check(&[&add[..], &FROM_AP].concat(), "", "    days:\n", &format!("    days:\n{line}"));
    let line = "tallies:\n  - { id: k, what: killed, value: 3, as_of: unknown, includes: [a, \"b, c\"] }\n";
    let add = ["tally", "add", "--id", "k", "--what", "killed", "--value", "3", "--as-of", "unknown"];
    let add = [&add[..], &["--includes", "a", "--includes", "b, c"]].concat();
    assert_eq!(
        Shell::with("title: T\n").run(&add, "").out,
        "watchlist.yaml:2: ".to_owned() + &line.replacen('\n', "\nwatchlist.yaml:3: ", 1)
    );
}

#[test]
fn what_is_reported_of_is_found_by_its_name() {
    let report = |words: &str| format!("[{{ at: 2026-02-03T14:00+02:00, {words}, claim: attributed, source: ap }}]");
    for (name, status, title) in [
        ("army", "agreed", "title: Army"),
        ("two/army", "full", "title: Army"),
        ("rafah/egypt", "absent", "role: border control"),
    ] {
        let add = [&["report", "add", name, "--status", status][..], &FROM_AP].concat();
        check(&add, "", title, &format!("{title}, reports: {}", report(&format!("status: {status}"))));
    }
    let add = ["report", "add", "fronts", "--likelihood", "likely", "--impact", "major", "--at", "2026-02-01"];
    let new = "title: Fronts, assessments: [{ at: 2026-02-01, likelihood: likely, impact: major }]";
    check(&add, "", "title: Fronts", new);
    check(&["checked", "army"], "", "title: Army", "title: Army, checked: 2026-02-03T14:00+02:00");
    check(&["checked", "-"], "[police]", "'2026-01-01'", "'2026-02-03T14:00+02:00'");
}

#[test]
fn several_entries_are_read_as_yaml_or_as_lines_of_json() {
    let lines = "    - { at: 2026-01-31, severity: minor, claim: attributed, source: ap, text: b }\n    \
                 - { at: 2026-02-03T14:00+02:00, severity: severe, claim: promise, source: ap, text: \"no\" }\n";
    for input in [
        "- { at: 2026-01-31, text: b }\n- text: no\n  severity: severe\n  claim: promise\n",
        "at: 2026-01-31\ntext: b\n---\n{ text: no, severity: severe, claim: promise }\n",
        "{\"at\":\"2026-01-31\",\"text\":\"b\",\"risk\":null}\n{\"text\":\"no\",\"severity\":\"severe\",\"claim\":\"promise\"}\n",
    ] {
        let add = [&["log", "add", "-", "--severity", "minor"][..], &FROM_AP].concat();
        check(&add, input, LAST, &format!("{LAST}{lines}"));
    }
}

/// Of several entries it is said that none is written.
#[track_caller]
fn check_all_refused(arguments: &[&str], input: &str, err: &str) {
    const NOTHING: &str = "nothing was written: entries that come together are written together, or not at all";
    check_refused(arguments, input, 1, &format!("{err}trucewatch: {NOTHING}\n"));
}

#[test]
fn of_several_entries_all_are_written_or_none() {
    let input = "- { item: army, status: agreed }\n- { item: polce, status: agreed }\n- { status: open }\n";
    check_all_refused(
        &["report", "add", "-"],
        input,
        "\
trucewatch: <stdin>:2: 2nd of 3: there is no item, crossing, party or risk `polce`: did you mean `police`?
trucewatch: <stdin>:3: 3rd of 3: `item` is missing: the name of what it is about\n",
    );
    let input = "- { item: army, status: agreed }\n- { item: police, status: agred }\n- { item: rafah, status: open, at: soon }\n";
    check_all_refused(
        &["report", "add", "-"],
        input,
        "\
trucewatch: <stdin>:2: 2nd of 3: `agred` is not a status: did you mean `agreed`? \
One of: violated, refused, lapsed, dormant, reported, announced, agreed, minimal, intermediate, full
trucewatch: <stdin>:3: 3rd of 3: `soon` is not a time: write one of: 2026-02-01T14:00Z, 2026-02-01T14:00+02:00, \
\"2026-02-01 14:00\" in the file's zone, or 2026-02-01\n",
    );
    check_all_refused(&["day", "add", "rafah", "-"], "- { status: open, exit: 3 }\n- {}\n", "\
trucewatch: <stdin>:1: 1st of 2: a day record has no key `exit`: did you mean `exits`?
trucewatch: <stdin>:2: 2nd of 2: `status` is missing: its state that day: one of: unknown, closed, scheduled, limited, open, suspended\n");
    let input = "{ severity: minor, text: [a, b] }";
    check_refused(
        &["log", "add", "-"],
        input,
        1,
        "trucewatch: <stdin>:1: `text` takes one value: write it without the brackets\n",
    );
    check_all_refused(
        &["log", "add", "-"],
        "{\"severity\": \"minor\", \"text\": \"b\"}\n{\"severity\": {}}\n",
        "trucewatch: <stdin>:2:14: write a text, a number, or a list of texts here\n",
    );
    check_all_refused(
        &["checked", "army", "nobody"],
        "",
        "\
trucewatch: 2nd of 2: there is no item, crossing, risk or `spillover` `nobody`: \
`trucewatch` shows what there is; what is new is written into the watchlist first\n",
    );
}

#[test]
fn where_no_entry_is_handed_over_it_is_said_what_one_looks_like() {
    let expected = "trucewatch: <stdin>: there is no entry in it: `-` expects a YAML list of entries such as \
                    `- { key: value, … }`, or one JSON object a line; without `-`, the options make the entry\n";
    for input in ["", "\n", "# nothing\n", "[]"] {
        check_refused(&["log", "add", "-"], input, 1, expected);
    }
}

#[test]
fn a_value_may_begin_with_a_hyphen_and_what_is_wrong_with_it_is_said_as_of_any_other() {
    let line = "    - { at: 2026-02-01, severity: minor, claim: attributed, source: ap, text: \"--b -c\" }\n";
    let add = ["log", "add", "--at", "2026-02-01", "--severity", "minor", "--text", "--b -c"];
    check(&[&add[..], &FROM_AP].concat(), "", LAST, &format!("{LAST}{line}"));
    for (option, value, err) in [
        (
            "--exits",
            "-5",
            "`-5` is not a whole number: write digits only, such as 150; leave the key out where the number is not known",
        ),
        ("--date", "-1", "`-1` is not a date: write it as 2026-02-01"),
        (
            "--hours",
            "-x",
            "`-x` is not a range of hours: write it as \"09:00-15:00\", each with two digits; leave the key out where nothing is known",
        ),
        ("--source", "-ap", "there is no source `-ap`: did you mean `ap`?"),
        ("--credibility", "-2", "`-2` is not a credibility: one of: 1, 2, 3, 4, 5, 6"),
    ] {
        let add = ["day", "add", "rafah", "--status", "open", option, value];
        check_refused(&add, "", 1, &format!("trucewatch: {err}\n"));
    }
}

#[test]
fn an_option_is_not_the_value_of_one_whose_value_was_forgotten() {
    let shell = Shell::with(FILE);
    let said = shell.run(&["day", "add", "rafah", "--exits", "--status", "open"], "");
    assert_eq!(said.code, 2);
    let expected = "error: invalid value '--status' for '--exits <NUMBER>': the value is missing: this is an option\n";
    assert!(said.err.starts_with(expected), "{}", said.err);
}

#[test]
fn a_dry_run_shows_the_difference_and_writes_nothing() {
    let shell = Shell::with(FILE);
    let said = shell.run(&["checked", "rafah", "--dry-run"], "");
    let expected = "--- watchlist.yaml\n+++ watchlist.yaml\n@@ -5,6 +5,7 @@\n crossings:\n   - id: rafah\n     name: Rafah\n\
                    +    checked: 2026-02-03T14:00+02:00\n     parties: [ { actor: egypt, role: border control } ]\n     days:\n ";
    assert_eq!(said.code, 0);
    assert!(said.out.starts_with(expected), "{}", said.out);
    assert_eq!(shell.text(), FILE);
}

#[test]
fn a_time_is_that_of_the_watchlist_and_a_new_warning_is_said() {
    let shell = Shell::with(FILE);
    let output = program(shell.folder())
        .args(["log", "add", "--now", "2026-07-01 12:00", "--severity", "minor", "--text", "b", "--source", "ap"])
        .output()
        .unwrap();
    assert!(shell.text().contains("at: 2026-07-01T12:00+03:00,"), "{}", shell.text());
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.starts_with("trucewatch: watchlist.yaml:17:7: warning[no-claim]: "), "{err}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn line_endings_and_the_byte_order_mark_stay() {
    let file = format!("\u{feff}{FILE}").replace('\n', "\r\n");
    let shell = Shell::with(file.trim_end());
    assert_eq!(shell.run(&["log", "add", "--severity", "minor", "--text", "b"], "").code, 0);
    let line = "\r\n    - { at: 2026-02-03T14:00+02:00, severity: minor, text: b }";
    assert_eq!(shell.text(), format!("{}{line}", file.trim_end()));
}

#[test]
fn a_file_that_cannot_be_written_is_told_from_entries_that_cannot() {
    let minor = ["log", "add", "--severity", "minor", "--text", "b"];
    let to = |file: &'static str| [&minor[..], &["--file", file]].concat();
    check_refused(&to("-"), "", 2, "trucewatch: --file -: standard input cannot be written to; name the watchlist\n");
    let missing = "trucewatch: none.yaml: no such file; `trucewatch init` writes one to start from\n";
    check_refused(&to("none.yaml"), "", 2, missing);
    check_refused(&[&to("none.yaml")[..], &["--dry-run"]].concat(), "", 2, missing);
    let shell = Shell::with("nonsense: 1\n");
    let said = shell.run(&minor, "");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("does not load") && said.err.contains("watchlist.yaml:1:1: "), "{}", said.err);
    fs::remove_file(shell.path()).unwrap();
    let said = shell.run(&minor, "");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no watchlist here"), "{}", said.err);
    assert_eq!(fs::read_dir(shell.folder()).unwrap().count(), 0);
}

#[test]
fn init_force_replaces_a_file_through_its_link_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let shell = Shell::with(FILE);
    let link = shell.path().with_file_name("link.yaml");
    symlink(shell.path(), &link).unwrap();
    fs::set_permissions(shell.path(), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(shell.run(&["init", "link.yaml"], "").code, 2);
    assert_eq!(shell.text(), FILE);
    assert_eq!(shell.run(&["init", "link.yaml", "--force"], "").code, 0);
    assert_eq!(shell.text(), trucewatch::watchlist::DEFAULT);
    assert!(link.is_symlink());
    assert_eq!(shell.path().metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_written_is_written_although_it_cannot_be_printed() {
    let shell = Shell::with(FILE);
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let run = |arguments: &[&str]| {
        let mut command = program(shell.folder());
        command.args(arguments).stdin(Stdio::null()).stdout(full()).output().unwrap()
    };
    let entry = ["log", "add", "--at", "2026-02-03T11:00Z", "--severity", "minor", "--text", "once"];
    let output = run(&[&entry[..], &FROM_AP].concat());
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(errors.contains("it is written, but that could not be printed"), "{errors}");
    assert_eq!(shell.text().matches("once").count(), 1);
    assert_eq!(run(&["init", "new.yaml"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(shell.path().with_file_name("new.yaml")).unwrap(), trucewatch::watchlist::DEFAULT);
}

#[test]
fn init_without_room_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    // A limit on the size of files stands for a full disk.
    let init = |limit: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" init");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_trucewatch")]);
        shell.current_dir(folder.path()).output().unwrap()
    };
    let output = init("1");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(init("unlimited").status.code(), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("watchlist.yaml")).unwrap(), trucewatch::watchlist::DEFAULT);
}

#[test]
fn what_was_put_aside_for_somebody_is_said_until_it_is_removed() {
    let shell = Shell::with(FILE);
    let kept = shell.path().with_file_name("watchlist.yaml.rescued-0123456789abcdef");
    fs::write(&kept, FILE).unwrap();
    let says = |arguments: &[&str]| shell.run(arguments, "").err.contains("watchlist.yaml.rescued-0123456789abcdef");
    assert!(says(&["checked", "rafah"]) && says(&["check"]));
    assert_eq!(shell.run(&["check", "--format", "json"], "").code, 1);
    fs::remove_file(kept).unwrap();
    assert!(!says(&["checked", "rafah"]) && !says(&["check"]));
}

/// A save of the editor: what it had before its eyes, when it looked last, and when it had written.
struct Edit {
    base: String,
    looked: Instant,
    wrote: Instant,
}

/// So many saves are enough. Without an end, the editor and a save of ours that begins anew each time could keep each
/// other going for ever.
const MAX_EDITS: usize = 100;

/// Adds a line at the end, by rename, each time that somebody else has written; unless they write again meanwhile.
fn editor(path: &Path, done: &AtomicBool) -> Vec<Edit> {
    let beside = path.with_file_name("editors~");
    let mut edits = Vec::new();
    let mut mine = String::new();
    while !done.load(Ordering::SeqCst) && edits.len() < MAX_EDITS {
        let Some(base) = fs::read_to_string(path).ok().filter(|text| *text != mine) else {
            thread::yield_now();
            continue;
        };
        let text = format!("{base}# editor {}\n", edits.len());
        fs::write(&beside, &text).unwrap();
        let looked = Instant::now();
        if fs::read_to_string(path).is_ok_and(|text| text == base) {
            fs::rename(&beside, path).unwrap();
            edits.push(Edit { base, looked, wrote: Instant::now() });
            mine = text;
        }
    }
    let _ = fs::remove_file(beside);
    edits
}

/// Says that all is done, also when a test fails half-way: nobody waits for it for ever.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn two_loops_of_the_program_and_an_editor_lose_nothing() {
    const EACH: usize = 15;
    let shell = Shell::with(FILE);
    let done = AtomicBool::new(false);
    let record = |name: &str| {
        let one = |n: usize| {
            let entry = format!("{name}{n} by us");
            loop {
                let began = Instant::now();
                let said = shell.run(&["log", "add", "--severity", "minor", "--text", &entry], "");
                // What the editor saved twice in an instant is kept beside the file, and that is said once.
                if !said.err.contains(".rescued-") {
                    assert_eq!(said.code, 0, "{said:?}");
                    return (entry, began, Instant::now());
                }
            }
        };
        (0..EACH).map(one).collect::<Vec<_>>()
    };
    let (saved, edits) = thread::scope(|scope| {
        let editor = scope.spawn(|| editor(&shell.path(), &done));
        let loops = ["a", "b"].map(|name| scope.spawn(move || record(name)));
        let end = Done(&done);
        let saved: Vec<_> = loops.into_iter().flat_map(|one| one.join().unwrap()).collect();
        drop(end);
        (saved, editor.join().unwrap())
    });
    let text = shell.text();
    let beside = fs::read_dir(shell.folder()).unwrap().map(|entry| entry.unwrap().path());
    let all: String = beside.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect();
    for n in 0..edits.len() {
        assert!(all.contains(&format!("# editor {n}\n")), "the editor's {n} is lost");
    }
    // An editor that looked before a save and writes after it was told of nothing, and no save can outlive that.
    let is_overwritten = |entry: &str, began: Instant, ended: Instant| {
        edits.iter().any(|edit| edit.looked < ended && began < edit.wrote && !edit.base.contains(entry))
    };
    let missing: Vec<_> = saved.iter().filter(|(entry, ..)| !text.contains(entry)).collect();
    let lost = missing.iter().filter(|(entry, began, ended)| !is_overwritten(entry, *began, *ended));
    assert_eq!(lost.count(), 0, "{missing:?}");
    assert!(missing.len() < EACH, "an editor's look and its save are an instant apart: {missing:?}");
    assert!(trucewatch::load::load("x", text, chrono::Utc::now()).watchlist.is_some());
}

#[test]
fn a_warning_that_is_accepted_is_listed_and_does_not_fail_a_check() {
    let doubtful = FILE.replace("exits: 20,", "exits: 20, patients: 1, companions: 1,");
    let open = Shell::with(&doubtful).run(&["check"], "");
    let remedy = "to accept it: accept: [ { rule: parts-do-not-add-up, at: rafah/2026-02-02/ap, why: … } ]";
    assert!(open.code == 1 && open.out.contains(remedy) && open.out.ends_with("1 warning; it loads\n"), "{open:?}");

    let accept = "accept: [ { rule: parts-do-not-add-up, at: rafah/2026-02-02/ap, why: so in the source } ]\n";
    let accepted = Shell::with(&format!("{doubtful}{accept}"));
    let Said { code, out, .. } = accepted.run(&["check"], "");
    assert!(code == 0 && out.ends_with("clean (1 warning accepted)\n"), "{out}");
    assert!(out.contains("accepted[parts-do-not-add-up]") && out.contains("why: so in the source"), "{out}");
    let Said { code, out, .. } = accepted.run(&["check", "--format", "concise"], "");
    assert!(
        code == 0 && out.contains(": accepted[parts-do-not-add-up]: ") && out.ends_with("; so in the source\n"),
        "{out}"
    );
    let Said { code, out, .. } = accepted.run(&["check", "--format", "json"], "");
    assert!(code == 0 && out.contains(r#""address":"rafah/2026-02-02/ap","accepted":"so in the source""#), "{out}");
    let Said { out, .. } = accepted.run(&["handover"], "");
    assert!(!out.contains("warning"), "{out}");
}

const REVIEWED: &str = "title: T\nsources: { ap: { name: AP, reliability: B } }\n\
spillover:\n  risks:\n    - { id: war, title: A war, owner: desk, review_every: 3d }\n    - { id: rain, title: Rain }\n";

#[test]
fn what_is_to_be_reviewed_is_listed_and_what_is_due_fails() {
    let shell = Shell::with(REVIEWED);
    let said = shell.run(&["review"], "");
    let expected = "due      war: A war; never reported, every 3d, owner desk  (watchlist.yaml:5)\n\
                    unknown  rain: Rain; never reported  (watchlist.yaml:6)\n1 due, 0 old, 1 unknown\n";
    assert_eq!((said.code, said.out.as_str()), (1, expected), "{}", said.err);
    let said = shell.run(&["review", "--owner", "another"], "");
    assert_eq!((said.code, said.out.as_str()), (0, "0 due, 0 old, 0 unknown\n"));
    let said = shell.run(&["review", "--json", "--owner", "desk"], "");
    assert!(
        said.out.contains(r#"{"entity":"war","cause":"due","hours":null,"owner":"desk","line":5}"#),
        "{}",
        said.out
    );
    assert_eq!(shell.run(&["close", "war", "--why", "it is over"], "").code, 0);
    assert!(shell.text().contains("closed: { at: 2026-02-03T12:00Z, why: it is over }"), "{}", shell.text());
    assert_eq!(shell.run(&["review"], "").code, 0);
    assert_eq!(shell.run(&["set", "rain", "--owner", "night desk", "--review-every", "2d"], "").code, 0);
    assert!(shell.text().contains("owner: night desk, review_every: 2d"), "{}", shell.text());
    let refused = shell.run(&["set", "rain", "--target", "3 rains"], "");
    assert!(refused.code == 1 && refused.err.contains("a setting has no key `target`"), "{}", refused.err);
}

#[test]
fn a_closure_that_was_announced_goes_into_the_calendar() {
    let shell = Shell::with("title: T\nsources: { ap: { name: AP } }\ncrossings:\n  - id: gate\n    name: Gate\n");
    let closure = ["closure", "gate", "--from", "2026-02-09", "--until", "2026-02-10", "--source", "ap"];
    assert_eq!(shell.run(&closure, "").code, 0);
    let line = "- { from: 2026-02-09, until: 2026-02-10, announced: 2026-02-03T12:00Z, source: ap }";
    assert!(shell.text().contains("calendar:") && shell.text().contains(line), "{}", shell.text());
}

#[test]
fn counts_are_written_as_a_mapping_and_actors_as_a_list() {
    let shell = Shell::with("title: T\nactors: { us: { name: US } }\nspillover:\n  log: []\n");
    let options =
        ["log", "add", "--severity", "minor", "--text", "b", "--counts", "killed=3, injured=7", "--actors", "us"];
    assert_eq!(shell.run(&options, "").code, 0);
    assert!(shell.text().contains("actors: [us], counts: { killed: 3, injured: 7 }, text: b"), "{}", shell.text());
    let input = r#"{"severity":"minor","text":"c","counts":{"killed":1}}"#;
    assert_eq!(shell.run(&["log", "add", "-"], input).code, 0);
    assert!(shell.text().contains("counts: { killed: 1 }, text: c"), "{}", shell.text());
    let said = shell.run(&["log", "add", "--severity", "minor", "--text", "d", "--counts", "killed"], "");
    assert_eq!(said.code, 1, "{}", said.err);
}

#[test]
fn info_names_the_files_and_what_is_wrong_with_the_configuration() {
    let shell = Shell::with(FILE);
    let folder = shell.folder().join("config");
    fs::create_dir_all(folder.join("trucewatch")).unwrap();
    let info = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
        let output =
            command.env_clear().env("XDG_CONFIG_HOME", &folder).arg("info").arg(shell.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, out) = info();
    assert!(
        code == Some(0) && out.contains("configuration  none (") && out.contains("config.toml is not there"),
        "{out}"
    );
    fs::write(folder.join("trucewatch/config.toml"), "theme = \"dark\"\n[alert]\nbell = true\n").unwrap();
    let (code, out) = info();
    assert!(out.contains("problem        config.toml, line 2: unknown key `alert`; did you mean `alerts`?"), "{out}");
    assert_eq!(code, Some(1), "{out}");
}
