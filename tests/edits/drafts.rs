//! What an operator records, on hand-formatted files.

use chrono::{DateTime, Utc};
use trucewatch::draft::{Draft, DraftError, DraftPlace, Proposal, amended, propose};
use trucewatch::watchlist::EntityRef;

pub(super) fn now() -> DateTime<Utc> {
    "2026-02-03T12:00:00Z".parse().expect("a moment")
}

pub(super) const HEAD: &str = "title: T\nzone: Asia/Gaza\nsources: { ap: { name: AP, reliability: B } }\n";

/// The file as it would be, less what every file here begins with. Undoing it gives the file that was.
#[track_caller]
fn recorded(file: &str, drafts: &[Draft]) -> String {
    let before = format!("{HEAD}{file}");
    let proposal = proposal(&before, drafts);
    let after = String::from_utf8(proposal.bytes).expect("still a text");
    let undone = amended("x", after.as_bytes(), &proposal.patch.inverse(), now()).expect("it can be undone");
    assert_eq!(String::from_utf8_lossy(&undone), before);
    let redone = amended("x", &undone, &proposal.patch, now()).expect("it can be done again");
    assert_eq!(String::from_utf8_lossy(&redone), after);
    after.strip_prefix(HEAD).expect("the head is untouched").to_owned()
}

#[track_caller]
fn proposal(before: &str, drafts: &[Draft]) -> Proposal {
    propose("x", before.as_bytes(), drafts, now()).unwrap_or_else(|refusal| panic!("{refusal}\n{before}"))
}

#[track_caller]
fn check(file: &str, drafts: &[Draft], expected: &str) {
    assert_eq!(recorded(file, drafts), expected);
}

fn entry() -> Draft {
    let values = [("severity", "minor"), ("text", "a shot, at night"), ("source", "ap"), ("claim", "attributed")];
    Draft::new(DraftPlace::LogEntry, values)
}

fn entity(name: &str) -> EntityRef {
    name.parse().expect("an entity")
}

fn report(status: &str) -> Draft {
    let subject = DraftPlace::Report(entity("c/i"));
    Draft::new(subject, [("status", status), ("claim", "verified"), ("source", "ap")])
}

#[test]
fn a_log_entry_makes_the_mapping_and_the_list_that_are_missing() {
    check(
        "",
        &[entry()],
        "spillover:\n  log:\n    - { at: 2026-02-03T14:00+02:00, severity: minor, claim: attributed, source: ap, \
         text: \"a shot, at night\" }\n",
    );
}

#[test]
fn several_entries_are_recorded_together() {
    let second =
        Draft::new(DraftPlace::LogEntry, [("at", "2026-02-03T12:00Z"), ("severity", "severe"), ("text", "no")]);
    check(
        "spillover:\n  log:\n  - at: 2026-02-01\n    severity: minor\n    text: x\n    claim: promise\n    source: ap\n",
        &[entry(), second],
        "spillover:\n  log:\n  - at: 2026-02-01\n    severity: minor\n    text: x\n    claim: promise\n    source: ap\n  \
         - at: 2026-02-03T14:00+02:00\n    severity: minor\n    claim: attributed\n    source: ap\n    text: a shot, at night\n  \
         - at: 2026-02-03T12:00Z\n    severity: severe\n    text: \"no\"\n",
    );
}

const LOG: &str =
    "{ at: 2026-02-03T14:00+02:00, severity: minor, claim: attributed, source: ap, text: \"a shot, at night\" }";

#[test]
fn a_log_that_runs_backward_gets_the_new_entry_first() {
    let old =
        "    - { at: 2026-02-02, severity: minor, text: b }\n    - { at: 2026-02-01, severity: minor, text: a }\n";
    check(
        &format!("spillover:\n  log: # newest first\n    # by us\n{old}"),
        &[entry()],
        &format!("spillover:\n  log: # newest first\n    # by us\n    - {LOG}\n{old}"),
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let at = |before: &str, behind: &str| {
        let list =
            format!("spillover:\n  log:\n    - {{ at: 2026-02-01, severity: minor, text: a }} # so they say\n{before}");
        check(&format!("{list}{behind}"), &[entry()], &format!("{list}    - {LOG}\n{behind}"));
    };
    at("      # and others deny it\n", "    #| - { at: TIME }\n\n# the end\n");
    at("\n      # and others deny it\n", "    # more to come\n  # of the log\n\n  risks: []\n");
    at("", "\n\n  # risks: what could happen\n  risks: []\n");
}

#[test]
fn an_empty_list_is_filled_and_keeps_its_comment() {
    let item = |rest: &str| format!("checklists:\n- id: c\n  name: C\n  items:\n  - id: i\n    title: I\n{rest}");
    let report = [report("agreed")];
    let line = "    - { at: 2026-02-03T14:00+02:00, status: agreed, claim: verified, source: ap }\n";
    for (before, key) in [
        ("    reports: []\n", "    reports:\n"),
        ("    reports: [ ]  # none yet\n", "    reports:  # none yet\n"),
        ("    reports:\n", "    reports:\n"),
        ("    reports: # none yet\n", "    reports: # none yet\n"),
        ("    reports: ~\n", "    reports:\n"),
        ("", "    reports:\n"),
        ("    #| reports:\n    #|   - {}\n", "    #| reports:\n    #|   - {}\n    reports:\n"),
    ] {
        for behind in ["", "    note: x\n", "    # of the item\n", "# of the file\n", "\n# of the file\ntallies: []\n"]
        {
            let is_key_new = !before.starts_with("    reports");
            if is_key_new && behind.starts_with("    ") {
                continue;
            }
            check(&item(&format!("{before}{behind}")), &report, &item(&format!("{key}{line}{behind}")));
        }
    }
    check(
        &item("    reports:\n      # none yet\n"),
        &report,
        &item(&format!("    reports:\n      # none yet\n{line}")),
    );
}

#[test]
fn a_list_between_brackets_stays_between_brackets() {
    let list = |entries: &str| format!("spillover: {{ log: [{entries}], risks: [] }}\n");
    check(&list(""), &[entry()], &list(LOG));
    let old = "{at: 2026-02-01, severity: minor, text: a}";
    let dense = LOG.replace("{ ", "{").replace(" }", "}");
    check(&list(&format!(" {old} ")), &[entry()], &list(&format!(" {old}, {dense} ")));
    check(&list(&format!("{old},")), &[entry()], &list(&format!("{old}, {dense},")));
    check("spillover: {}\n", &[entry()], &format!("spillover:\n  log:\n    - {LOG}\n"));
    check(
        &format!("spillover:\n  log: [\n    {old},\n    {old}\n    ]\n"),
        &[entry()],
        &format!("spillover:\n  log: [\n    {old},\n    {old},\n    {dense}\n    ]\n"),
    );
    check("spillover: { risks: [] }\n", &[entry()], &format!("spillover: {{ risks: [], log: [{LOG}] }}\n"));
}

#[test]
fn json_stays_json() {
    let before = "{\"title\": \"T\", \"spillover\": {\"log\": [{\"at\": \"2026-02-01\", \"severity\": \"minor\", \"text\": \"a\"}]}}";
    let after = String::from_utf8(
        proposal(
            before,
            &[Draft::new(
                DraftPlace::LogEntry,
                [("at", "2026-02-02"), ("severity", "severe"), ("text", "say \"no\""), ("credibility", "3")],
            )],
        )
        .bytes,
    )
    .expect("text");
    let value: serde_json::Value = serde_json::from_str(&after).expect("still JSON");
    assert_eq!(value["spillover"]["log"][1]["text"], "say \"no\"");
    assert_eq!(value["spillover"]["log"][1]["credibility"], 3);
}

#[test]
fn line_endings_the_final_one_and_the_byte_order_mark_stay() {
    let list = "spillover:\n  log:\n    - { at: 2026-02-01, severity: minor, text: a }";
    check(list, &[entry()], &format!("{list}\n    - {LOG}"));
    let file = format!("\u{feff}{HEAD}{list}\n").replace('\n', "\r\n");
    let after = proposal(&file, &[entry()]).bytes;
    assert_eq!(String::from_utf8_lossy(&after), format!("{file}    - {LOG}\r\n"));
}

#[test]
fn block_texts_keep_what_they_say() {
    for text in [
        "note: >-\n      folded\n      text\n",
        "note: |\n      kept\n",
        "note: |+\n      kept\n\n",
        "note: |\n      # no comment\n",
        "note: >2-\n        deep\n",
    ] {
        let list = format!("tallies:\n  - id: a\n    what: w\n    value: 1\n    {text}");
        let draft =
            Draft::new(DraftPlace::Tally, [("id", "b"), ("what", "v"), ("value", "2"), ("includes", "x, y: z")]);
        let new = "  - id: b\n    what: v\n    value: 2\n    includes: [x, \"y: z\"]\n";
        check(&list, std::slice::from_ref(&draft), &format!("{list}{new}"));
        check(&format!("{list}signals: []\n"), &[draft], &format!("{list}{new}signals: []\n"));
    }
}

#[test]
fn blank_lines_between_entries_are_kept_up() {
    let list = "spillover:\n  log:\n    - { at: 2026-02-01, severity: minor, text: a }\n\n    - { at: 2026-02-02, severity: minor, text: b }\n";
    check(&format!("{list}\nsignals: []\n"), &[entry()], &format!("{list}\n    - {LOG}\n\nsignals: []\n"));
}

#[test]
fn the_neighbours_way_of_writing_is_followed() {
    let list = |lines: &str| {
        format!(
            "spillover:\n    log:\n       -   at: \"2026-02-01\"\n           severity: 'minor'\n           text: 'it''s'\n{lines}"
        )
    };
    check(
        &list(""),
        &[Draft::new(
            DraftPlace::LogEntry,
            [("at", "2026-02-02"), ("severity", "severe"), ("text", "it's"), ("place", "here")],
        )],
        &list(
            "       -   at: \"2026-02-02\"\n           severity: 'severe'\n           place: here\n           text: 'it''s'\n",
        ),
    );
}

#[test]
fn a_check_is_written_beside_the_title_and_replaced_in_its_own_quotes() {
    let looked = |name: &str| Draft::new(DraftPlace::Checked(entity(name)), []);
    let item = || looked("c/i");
    let list = |lines: &str| {
        format!(
            "checklists:\n  - id: c\n    name: C\n    items:\n      - id: i\n        title: >-\n          I\n          J # no comment\n{lines}        due: 2026-03-01 # said so\n        reports: []\n"
        )
    };
    check(&list(""), &[item()], &list("        checked: 2026-02-03T14:00+02:00\n"));
    check(
        &list("        checked: '2026-02-01' # by me\n"),
        &[item()],
        &list("        checked: '2026-02-03T14:00+02:00' # by me\n"),
    );
    check(&list("        checked: # when\n"), &[item()], &list("        checked: 2026-02-03T14:00+02:00 # when\n"));
    check(
        "crossings: [ { id: r, name: R } ]\n",
        &[looked("r")],
        "crossings: [ { id: r, name: R, checked: 2026-02-03T14:00+02:00 } ]\n",
    );
}

#[test]
fn a_day_goes_to_where_its_date_belongs() {
    let file = |between: &str, behind: &str| {
        format!(
            "crossings:\n  - id: r\n    name: R\n    days:\n      - {{ date: 2026-02-01, status: closed }}\n{between}      - {{ date: 2026-02-03, status: open }}\n{behind}"
        )
    };
    let day = |date: Option<&'static str>| {
        let values = [("status", "limited"), ("hours", "09:00-15:00"), ("exits", "20")];
        Draft::new(DraftPlace::Day(entity("r")), date.map(|date| ("date", date)).into_iter().chain(values))
    };
    let line = |date: &str| format!("      - {{ date: {date}, status: limited, hours: 09:00-15:00, exits: 20 }}\n");
    check(&file("", ""), &[day(Some("2026-02-02"))], &file(&line("2026-02-02"), ""));
    check(&file("", ""), &[day(None)], &file("", &line("2026-02-03")));
}

#[track_caller]
fn refused(file: &str, draft: Draft, expected: &str) -> DraftError {
    let refusal =
        propose("x", format!("{HEAD}{file}").as_bytes(), &[entry(), draft], now()).expect_err("it is refused");
    assert!(refusal.to_string().contains(expected), "{refusal}");
    refusal
}

#[test]
fn what_is_wrong_is_said_of_its_field() {
    let item = "checklists: [ { id: c, name: C, items: [ { id: i, title: I } ] } ]\n";
    for (key, text, expected) in [
        ("status", "agred", "did you mean `agreed`?"),
        ("status", "", "`status` is missing"),
        ("at", "tomorrow", "`tomorrow` is not a time"),
        ("source", "app", "did you mean `ap`?"),
        ("due", "soon", "`soon` is not a time"),
        ("credibility", "7", "is not a credibility"),
    ] {
        let mut draft = report("agreed");
        draft.values.retain(|(known, _)| known != key);
        draft.values.push((key.to_owned(), trucewatch::draft::Entered::One(text.to_owned())));
        let DraftError::Fields(problems) = refused(item, draft, expected) else { panic!("a field is to blame") };
        assert_eq!(
            problems.iter().map(|problem| (problem.draft, problem.key)).collect::<Vec<_>>(),
            [(1, Some(key))],
            "{key}"
        );
    }
    let mut draft = report("agreed");
    draft.values.push(("sauce".to_owned(), trucewatch::draft::Entered::One("ap".to_owned())));
    refused(item, draft, "a report has no key `sauce`: did you mean `source`?");
    refused(item, Draft::new(DraftPlace::Day(entity("r")), []), "there is no crossing `r`");
}

#[test]
fn a_broken_file_is_left_alone() {
    refused("nonsense: 1\n", entry(), "the watchlist does not load");
    refused("note: &a x\nspillover: *a\n", entry(), "the watchlist does not load");
    refused("---\ntitle: U\n", entry(), "the watchlist does not load");
}

#[test]
fn comments_between_brackets_are_refused() {
    let file = "spillover:\n  log: [ # ours\n    { at: 2026-02-01, severity: minor, text: 'a # b' }\n    ]\n";
    refused(file, entry(), "x:5:10: a comment stands between these brackets");
    check(
        "spillover: { log: [ { at: 2026-02-01, severity: minor, text: 'a # b' } ] }\n",
        &[entry()],
        &format!(
            "spillover: {{ log: [ {{ at: 2026-02-01, severity: minor, text: 'a # b' }}, {} ] }}\n",
            LOG.replace("\"a shot, at night\"", "'a shot, at night'")
        ),
    );
}

#[test]
fn new_warnings_are_shown_and_do_not_refuse() {
    let draft = Draft::new(DraftPlace::LogEntry, [("at", "2036-02-03"), ("severity", "minor"), ("text", "x")]);
    let rules: Vec<_> = proposal(HEAD, &[draft]).warnings.iter().map(|problem| problem.rule).collect();
    assert_eq!(rules, ["no-source", "no-claim", "future-date"]);
}

#[test]
fn undo_finds_its_lines_again_where_others_have_written_elsewhere() {
    let before = format!("{HEAD}spillover:\n  log:\n    - {{ at: 2026-02-01, severity: minor, text: a }}\n");
    let proposal = proposal(&before, &[entry()]);
    let mine = String::from_utf8(proposal.bytes).expect("text");
    let undo = proposal.patch.inverse();
    let other = "    - { at: 2026-02-05, severity: minor, text: other }\n";
    let undone =
        amended("x", format!("# by others\n{mine}{other}").as_bytes(), &undo, now()).expect("mine is still there");
    assert_eq!(String::from_utf8_lossy(&undone), format!("# by others\n{before}{other}"));
    let changed = mine.replace("at night", "by day");
    assert!(matches!(amended("x", changed.as_bytes(), &undo, now()), Err(DraftError::Overtaken)));
}
