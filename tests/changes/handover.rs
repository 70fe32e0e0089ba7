//! `trucewatch handover`, as an operator pastes it. All data here but the default watchlist is made up.

use crate::support::program;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::path::PathBuf;
use std::process::Output;
use trucewatch::load::Fingerprint;

const BUSY: &str = "title: Busy
zone: Asia/Gaza
stale_after: 2d
sources:
  ap: { name: Associated Press, reliability: B }
  un: { name: UN OCHA, reliability: A }
actors: { eu: { name: EU }, egypt: { name: Egypt } }
crossings:
  - id: rafah
    name: Rafah
    opens: 2026-02-02
    parties:
      - { actor: eu, reports: [ { at: 2026-02-03T08:00Z, status: in-place, claim: verified, source: ap, credibility: 2 } ] }
      - { actor: egypt }
    reports:
      - { at: 2026-02-01, status: scheduled, claim: promise, source: ap }
      - { at: 2026-02-03T07:00Z, status: open, claim: verified, source: ap, credibility: 1 }
  - id: zikim
    name: Zikim
    days:
      - { date: 2026-02-02, status: open, exits: 4, claim: attributed, source: ap }
      - { date: 2026-02-02, status: closed, claim: attributed, source: un }
checklists:
  - id: two
    name: Phase Two
    items:
      - id: army
        title: Army leaves
        due: 2026-02-03T06:00Z
        reports: [ { at: 2026-02-02T12:00Z, status: announced, claim: promise, source: un, credibility: 3 } ]
      - id: police
        title: Police deploys
        due: 2026-02-09
        checked: 2026-02-03T10:00Z
        reports:
          - { at: 2026-01-20, status: minimal, claim: verified, source: un }
          - { at: 2026-02-03T09:00Z, status: agreed, claim: attributed, source: un }
      - { id: roads, title: Roads, reports: [ { at: 2026-01-12, status: full, claim: verified, source: ap } ] }
      - { id: water, title: Water }
spillover:
  risks:
    - id: fronts
      title: New fronts
      assessments:
        - { at: 2026-01-30, likelihood: likely, impact: major }
        - { at: 2026-02-03T08:30Z, likelihood: very-likely, impact: extreme }
  log:
    - { at: 2026-02-01T08:00Z, risk: fronts, severity: minor, claim: attributed, source: ap, text: before }
    - { at: 2026-02-03T05:00Z, risk: fronts, severity: minor, claim: attributed, source: ap, text: a shot }
    - { at: 2026-02-03T08:00Z, risk: fronts, severity: severe, claim: verified, source: ap, credibility: 2, place: Rafah, text: a strike }
monitoring:
  - { observer: eu, unobserved: [ zikim ], from: 2026-02-03T04:00Z, source: un }
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(name: &str, text: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(folder.path(name), text).expect("it is written");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, now: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = program(self.0.path())
            .env("XDG_STATE_HOME", self.path("state"))
            .args(["--now", now, "handover"])
            .args(arguments)
            .output()
            .expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (status.code(), text(stdout), text(stderr))
    }

    /// As if the operator had pressed `D` on this text at this moment.
    fn look(&self, file: &str, text: &str, at: &str) {
        let path = self.path(file).to_str().expect("text").to_owned();
        let print = Fingerprint::from_bytes(text);
        let place = self.path("state").join("trucewatch/files").join(Fingerprint::from_bytes(&path).to_string());
        std::fs::create_dir_all(&place).expect("a folder");
        std::fs::write(place.join(format!("{print}.yaml")), text).expect("it is written");
        let mark = serde_json::json!({ "at": at, "text": print.to_string() });
        let record = serde_json::json!({ "v": 1, "file": path, "seen": mark, "watched": null });
        std::fs::write(place.join("record.json"), record.to_string()).expect("it is written");
    }

    /// As if a board had seen the file with one text become another.
    fn journal(&self, file: &str, from: &str, text: &str, at: &str) {
        let path = self.path(file).to_str().expect("text").to_owned();
        let change = serde_json::json!(
            { "subject": "log", "kind": "log-added", "direction": "other", "cause": "reported", "text": "Log" }
        );
        let (from, text) = (Fingerprint::from_bytes(from).to_string(), Fingerprint::from_bytes(text).to_string());
        let line = serde_json::json!({ "v": 1, "at": at, "file": path, "from": from, "text": text, "change": change });
        std::fs::write(self.path("state/trucewatch/journal.jsonl"), format!("{line}\n")).expect("it is written");
    }
}

#[test]
fn the_default_watchlist_is_handed_over() {
    let folder = Folder::with("watchlist.yaml", trucewatch::watchlist::DEFAULT);
    let (code, out, err) = folder.run("2026-02-01T09:00Z", &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(!folder.path("state").exists(), "asking leaves nothing behind");
    insta::assert_snapshot!("handover_default", out);
}

#[test]
fn a_busy_night_is_handed_over() {
    let folder = Folder::with("busy.yaml", BUSY);
    let (code, out, err) = folder.run("2026-02-03T12:00Z", &["--full", "--since", "12h", "busy.yaml"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("handover_busy", out);
}

/// What happened is listed as in full, and what stands is counted in one line.
#[test]
fn a_brief_lists_what_happened_and_counts_what_stands() {
    let folder = Folder::with("busy.yaml", BUSY);
    let run = |arguments: &[&str]| folder.run("2026-02-03T12:00Z", &[arguments, &["busy.yaml"]].concat()).1;
    let (brief, full) = (run(&[]), run(&["--full"]));
    for heading in ["Worse", "Better", "Logged", "Now", "Due next"] {
        assert_eq!(section(&brief, heading), section(&full, heading), "{heading}");
    }
    let standing = brief.lines().find(|line| line.starts_with("## Standing")).expect("a line");
    for heading in ["Overdue", "UNKNOWN", "Data old", "Contradicted", "Not observed"] {
        assert!(!brief.contains(&format!("## {heading}")), "{brief}");
        assert!(section(&full, heading).is_empty() || standing.contains(&section(&full, heading).len().to_string()));
    }
    assert_eq!(brief.lines().filter(|line| line.starts_with("## ") && line.contains("none")).count(), 0, "{brief}");
}

/// With `--since seen` it goes back to the last `D`, and what was entered late under an earlier date is new, too.
#[test]
fn since_seen_begins_at_the_last_look() {
    let folder = Folder::with("busy.yaml", BUSY);
    let (seen, late) = (
        BUSY.replace("    - { at: 2026-02-01T08:00Z, risk", "    # - { at: x, risk"),
        "minor 1 Feb 08:00Z fronts: before",
    );
    folder.look("busy.yaml", &seen, "2026-02-03T11:00:00Z");
    let (_, out, _) = folder.run("2026-02-03T12:00Z", &["--since", "seen", "busy.yaml"]);
    assert!(out.contains("From 2026-02-03 11:00Z (13:00+02:00) to 2026-02-03 12:00Z (14:00+02:00), 1h;"), "{out}");
    assert!(out.contains("differs from the text that was last looked at on the board (D).") && out.contains(late));
    assert!(!out.contains("REVERTED"), "{out}");
    let (_, out, _) = folder.run("2026-02-03T12:00Z", &["--since", "1h", "busy.yaml"]);
    assert!(out.contains("as --since asks") && !out.contains(late), "{out}");
    assert!(out.contains("Last looked at on the board (D): 2026-02-03 11:00Z (13:00+02:00), 1h ago"), "{out}");
    // As of a moment before that look there is nothing to go back to.
    let (code, out, err) = folder.run("2026-02-03T10:00Z", &["--since", "seen", "busy.yaml"]);
    assert!(err.contains("--since seen: no look (D on the board) at this file is remembered"), "{err}");
    assert_eq!((code, out.as_str()), (Some(2), ""));
}

const CLOSED_TODAY: &str = "title: t
zone: Asia/Gaza
sources: { who: { name: WHO, reliability: A }, ap: { name: AP, reliability: B } }
crossings:
  - id: rafah
    name: Rafah
    reports:
      - { at: 2026-02-06T09:00Z, status: closed, claim: verified, source: ap, credibility: 2, note: until further notice }
    days:
      - { date: 2026-02-06, status: closed, cause: security, claim: verified, source: who, credibility: 1, note: tanks }
spillover:
  risks: [ { id: new-fronts, title: New fronts, threatens: [rafah] } ]
  log:
    - { at: 2026-02-06T14:00Z, risk: new-fronts, severity: severe, claim: verified, source: who, credibility: 1, place: Rafah, text: Tanks shut the gate }
    - { at: 2026-02-06T14:30Z, risk: new-fronts, severity: extreme, claim: attributed, source: ap, credibility: 3, text: Shells on the road }
    - { at: 2026-02-06T14:10Z, severity: minor, text: a shot }
";

/// The words under one heading, each line of them.
fn section<'o>(out: &'o str, heading: &str) -> Vec<&'o str> {
    let lines = out.lines().skip_while(|line| !line.starts_with(&format!("## {heading}")));
    lines.skip(1).take_while(|line| !line.starts_with("## ")).filter(|line| !line.is_empty()).collect()
}

/// The operator has just looked, and two severe events were logged in the hour: the handover is for whoever takes over, so
/// it covers the shift all the same. What happened comes first, in its own words, before what follows from it.
#[test]
fn after_a_look_the_shift_is_handed_over_all_the_same() {
    let folder = Folder::with("shut.yaml", CLOSED_TODAY);
    folder.look("shut.yaml", CLOSED_TODAY, "2026-02-06T14:55:00Z");
    let (_, out, _) = folder.run("2026-02-06T15:00Z", &["shut.yaml"]);
    let first = out.lines().find(|line| line.starts_with("## ")).expect("a heading");
    assert_eq!(first, "## Worse (5)", "{out}");
    let worse = section(&out, "Worse");
    let begins = [
        "* ▲ EXTREME 6 Feb 14:30Z new-fronts: Shells on the road (AP B3)",
        "* ▲ SEVERE 6 Feb 14:00Z Rafah, new-fronts: Tanks shut the gate (WHO A1)",
        "* Rafah: UNKNOWN (no record) → closed, AP B2 6 Feb 09:00Z: until further notice",
        "* Rafah, 6 Feb by who: recorded closed, security, A1: tanks",
        "* Rafah: threatened by New fronts, follows from an extreme log entry of 6 Feb 14:30Z",
    ];
    for (line, begin) in worse.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line}\n{begin}\n{out}");
    }
    assert!(section(&out, "Logged")[0].starts_with("* minor 6 Feb 14:10Z: a shot (no source)"), "{out}");
    assert!(out.contains("Last looked at on the board (D): 2026-02-06 14:55Z"), "{out}");
}

/// A closure that is recorded by its date alone is told on its day, whatever the hour, also where it was known before.
#[test]
fn a_closure_recorded_by_its_day_alone_is_worse_on_that_day() {
    let until_days = CLOSED_TODAY.find("spillover").expect("the log");
    let folder = Folder::with("shut.yaml", &CLOSED_TODAY[..until_days]);
    for (now, since) in [("2026-02-06T22:00Z", "1h"), ("2026-02-06T15:00Z", "1h"), ("2026-02-07T05:00Z", "12h")] {
        let (_, out, _) = folder.run(now, &["--since", since, "shut.yaml"]);
        let worse = section(&out, "Worse");
        assert!(worse.iter().any(|line| line.contains("6 Feb by who: recorded closed, security")), "{now}: {out}");
    }
}

#[test]
fn what_was_entered_late_under_an_earlier_date_is_counted() {
    let folder = Folder::with("busy.yaml", BUSY);
    let seen = BUSY.replace("    - { at: 2026-02-01T08:00Z, risk", "    # - { at: x, risk");
    folder.look("busy.yaml", &seen, "2026-02-03T11:00:00Z");
    let (_, out, _) = folder.run("2026-02-03T12:00Z", &["busy.yaml"]);
    let line = "Not told here: 1 entry written since that look under an earlier date; --since seen tells them.";
    assert!(out.lines().any(|of| of == line), "{out}");
}

/// What is dated by the day of the look alone was known at the look: it is not told again, and that is said.
#[test]
fn since_seen_says_how_much_it_does_not_tell_again() {
    let folder = Folder::with("shut.yaml", CLOSED_TODAY);
    folder.look("shut.yaml", CLOSED_TODAY, "2026-02-06T14:55:00Z");
    let (_, out, _) = folder.run("2026-02-06T15:00Z", &["--since", "seen", "shut.yaml"]);
    let line = "Not told again: 1 entry dated in this time, which stood in that text already.";
    assert!(out.lines().any(|of| of == line), "{out}");
}

#[test]
fn a_span_with_a_sign_says_how_to_write_it() {
    let folder = Folder::with("busy.yaml", BUSY);
    for arguments in [["--since", "-8h", "busy.yaml"].as_slice(), &["--since=-8h", "busy.yaml"]] {
        let (code, _, err) = folder.run("2026-02-03T12:00Z", arguments);
        assert!(err.contains("write --since 8h") && !err.contains("tip:"), "{err}");
        assert_eq!(code, Some(2));
    }
}

#[test]
fn a_file_that_is_back_at_an_earlier_text_is_called_reverted() {
    let folder = Folder::with("busy.yaml", BUSY);
    let seen = BUSY.replace("status: agreed, claim: attributed", "status: minimal, claim: verified");
    folder.look("busy.yaml", &seen, "2026-02-03T11:00:00Z");
    folder.journal("busy.yaml", BUSY, &seen, "2026-02-03T10:30:00Z");
    let (_, out, _) = folder.run("2026-02-03T12:00Z", &["--since", "seen", "busy.yaml"]);
    assert!(out.contains("REVERTED: the file is back"), "{out}");
    assert!(out.contains("reverted: the file is back at an earlier text"), "{out}");
    // The other way round, the newer text was there only after the look: an event like any other.
    folder.journal("busy.yaml", &seen, BUSY, "2026-02-03T11:30:00Z");
    assert!(!folder.run("2026-02-03T12:00Z", &["--since", "seen", "busy.yaml"]).1.contains("REVERTED"));
}

#[test]
fn what_is_unknown_is_told_as_what_it_is() {
    let text = "title: t
crossings: [ { id: rafah, name: Rafah } ]
checklists: [ { id: two, name: Two, items: [ { id: army, title: Army } ] } ]
spillover:
  risks: [ { id: fronts, title: Fronts } ]
  log: [ { at: 2026-02-01, risk: fronts, severity: minor, text: a shot } ]
";
    let (_, out, _) = Folder::with("few.yaml", text).run("2026-02-03T12:00Z", &["--full", "few.yaml"]);
    for words in [
        "Rafah: ? UNKNOWN; neither a report nor a day was ever recorded",
        "Army: ? UNKNOWN; nothing was ever reported",
        "Fronts: ? UNKNOWN; its level was never judged",
    ] {
        assert!(out.contains(words), "{out}");
    }
}

#[test]
fn json_says_the_same() {
    let folder = Folder::with("busy.yaml", BUSY);
    let (code, out, _) = folder.run("2026-02-03T12:00Z", &["--since", "12h", "--json", "busy.yaml"]);
    let wire: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, wire["version"].as_u64(), &wire["basis"]), (Some(0), Some(2), &"asked".into()));
    assert_eq!((&wire["since"], &wire["zone"]), (&"2026-02-03T00:00:00Z".into(), &"Asia/Gaza".into()));
    let changes = wire["changes"].as_array().expect("a list");
    let level = changes.iter().find(|change| change["kind"] == "level").expect("it is told");
    assert_eq!((&level["was"], &level["is"], &level["line"]), (&"high".into(), &"extreme".into(), &46.into()));
    assert_eq!((&level["direction"], &level["at"]), (&"worse".into(), &"2026-02-03T08:30:00Z".into()));
    let entities = wire["status"]["entities"].as_array().expect("a list");
    let risk = entities.iter().find(|entity| entity["kind"] == "risk").expect("it is there");
    assert_eq!(risk["status"], "extreme");
    assert!(wire["due"].is_array() && wire["contradictions"].is_array() && wire["unobserved"].is_array());
}

#[test]
fn what_cannot_be_handed_over_is_trouble() {
    let folder = Folder::with("broken.yaml", "title: t\nnonsense: 1\n");
    std::fs::write(folder.path("watchlist.yaml"), "title: t\n").expect("it is written");
    for (arguments, words) in [
        (&["broken.yaml"][..], "broken.yaml: does not load, it has 1 error: `trucewatch check` shows them"),
        (&["missing.yaml"], "missing.yaml: no such file"),
        (&["--since", "2026-02-04"], "lies after"),
        (&["--since", "soon"], "not a time"),
    ] {
        let (code, out, err) = folder.run("2026-02-03T12:00Z", arguments);
        assert!(err.contains(words), "{arguments:?}: {err}");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
    }
}

/// The busy watchlist with this text wherever a text may stand.
fn hostile(text: &str) -> String {
    let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let quoted = format!("\"{escaped}\"");
    let texts = ["Busy", "Associated Press", "UN OCHA", "Egypt", "EU", "Rafah", "Zikim", "Phase Two", "Army leaves"];
    let texts =
        texts.into_iter().chain(["Police deploys", "Roads", "Water", "New fronts", "before", "a shot", "a strike"]);
    texts.fold(BUSY.to_owned(), |yaml, plain| {
        let put = |yaml: String, key: &str| yaml.replace(&format!("{key}: {plain}"), &format!("{key}: {quoted}"));
        ["title", "name", "text", "place"].into_iter().fold(yaml, put)
    })
}

#[test]
fn no_text_becomes_markup_a_formula_or_a_control_character() {
    let texts = [
        "\u{1b}[2J\u{202e}\u{200b}\u{9b}31m\u{7}\r\n# x\n\n* y\n",
        "<img src=https://x.org/a.png onerror=alert(1)> <script>alert(1)</script> <!-- ",
        "![a](http://x.org/a.png) [b](javascript:alert(1)) [c][d] <https://x.org> www.x.org",
        "**bold** __bold__ *i* _i_ ~~s~~ `code` ``` ~~~ ## h",
        "1. x",
        "- x",
        "+ x",
        "2) x",
        "> x",
        "# x",
        "---",
        "===",
        "    x",
        "\\",
        "\\*x*",
        "&lt;b&gt; &#42;x&#42;",
        "| a | b |",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "-1+1",
        "[ ] task",
        "[^1]: x",
        "[a]: http://x.org",
    ];
    for text in texts {
        let folder = Folder::with("a[b](c)<i>_*.yaml", &hostile(text));
        let (code, out, err) = folder.run("2026-02-03T12:00Z", &["--full", "--since", "12h", "a[b](c)<i>_*.yaml"]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{text:?}");
        let is_hidden =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert!(!out.contains(is_hidden), "{text:?}: {out}");
        assert!(!out.replace("\\://", "").contains("://") && !out.to_lowercase().contains("www.x"), "{out}");
        assert!(out.lines().all(|line| !line.starts_with(['=', '+', '-', '@', '\t'])), "{out}");
        assert_eq!(out.lines().count(), folder_lines(), "{text:?} makes no line of its own: {out}");
        for event in Parser::new(&out) {
            let is_ours = match &event {
                Event::Start(tag) => matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item),
                Event::End(tag) => {
                    matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(false) | TagEnd::Item)
                }
                Event::Text(_) | Event::SoftBreak => true,
                _ => matches!(&event, Event::Code(code) if &**code == "trucewatch check"),
            };
            assert!(is_ours, "{text:?}: {event:?} in\n{out}");
        }
    }
}

/// How many lines the busy watchlist has when nothing in it is hostile.
fn folder_lines() -> usize {
    let folder = Folder::with("busy.yaml", &hostile("x"));
    folder.run("2026-02-03T12:00Z", &["--full", "--since", "12h", "busy.yaml"]).1.lines().count()
}
