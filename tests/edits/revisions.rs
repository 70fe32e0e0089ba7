//! Corrections and withdrawals, on hand-formatted files: only the changed keys' bytes change.

use super::drafts::{HEAD, now};
use trucewatch::draft::{Draft, DraftPlace, DraftSession, Entered, EntryAddress, amended, entry_at};
use trucewatch::load::load;
use trucewatch::watchlist::EntityRef;

fn place(list: &str) -> DraftPlace {
    let entity = |name: &str| name.parse::<EntityRef>().expect("an entity");
    match list {
        "log" => DraftPlace::LogEntry,
        "statements" => DraftPlace::Statement,
        "days" => DraftPlace::Day(entity("c")),
        other => DraftPlace::Report(entity(other)),
    }
}

/// The file with drafts applied; undoing them gives the file that was.
#[track_caller]
fn applied(file: &str, drafts: &[Draft]) -> String {
    let before = format!("{HEAD}{file}");
    let session = DraftSession::open("x", before.as_bytes(), now()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let proposal = session.propose(drafts).unwrap_or_else(|refusal| panic!("{refusal}\n{before}"));
    let undone = amended("x", &proposal.bytes, &proposal.patch.inverse(), now()).expect("it can be undone");
    assert_eq!(String::from_utf8_lossy(&undone), before);
    String::from_utf8(proposal.bytes).expect("a text").strip_prefix(HEAD).expect("the head").to_owned()
}

#[track_caller]
fn check(file: &str, list: &str, index: usize, values: &[(&str, &str)], expected: &str) {
    let entered = |text: &str| if text.is_empty() { Entered::Nothing } else { Entered::One(text.to_owned()) };
    let values = values.iter().map(|(key, text)| ((*key).to_owned(), entered(text))).collect();
    let draft = Draft { subject: place(list), values, revises: Some(EntryAddress::Index(index)) };
    assert_eq!(applied(file, &[draft]), expected);
}

const DAYS: &str = "crossings:\n- id: c # ours\n  name: C\n  days:\n  - { date: 2026-02-01, status: open,   exits: '20', note: \"a, b\" } # first\n  # of the second\n  - date:   2026-02-02\n    status: open\n    exits: 5 # counted\n    note: >-\n      folded\n      text\n    source: ap\n  - {date: 2026-02-03, status: closed}";

#[test]
fn a_correction_changes_the_bytes_of_its_keys_alone() {
    let with = |old: &str, new: &str| DAYS.replacen(old, new, 1);
    check(DAYS, "days", 0, &[("exits", "21")], &with("'20'", "\"21\"").replace("\"21\"", "'21'"));
    check(DAYS, "days", 0, &[("note", "c: d")], &with("\"a, b\"", "\"c: d\""));
    check(
        DAYS,
        "days",
        1,
        &[("exits", "6"), ("status", "limited")],
        &with("exits: 5", "exits: 6").replacen("status: open\n", "status: limited\n", 1),
    );
    check(
        DAYS,
        "days",
        2,
        &[("exits", "0"), ("cause", "technical")],
        &with("closed}", "closed, exits: 0, cause: technical}"),
    );
    check(DAYS, "days", 1, &[("cause", ""), ("exits", "5")], DAYS);
}

#[test]
fn a_key_is_removed_with_its_line_or_its_comma() {
    let with = |old: &str, new: &str| DAYS.replacen(old, new, 1);
    check(DAYS, "days", 0, &[("note", "")], &with(", note: \"a, b\"", ""));
    check(DAYS, "days", 1, &[("exits", "")], &with("    exits: 5 # counted\n", ""));
    check(DAYS, "days", 1, &[("note", "")], &with("    note: >-\n      folded\n      text\n", ""));
    check(DAYS, "days", 1, &[("source", "")], &with("    source: ap\n", ""));
    let last = "spillover:\n  log:\n  - at: 2026-02-01\n    severity: minor\n    text: a\n    place: here";
    check(last, "log", 0, &[("place", "")], "spillover:\n  log:\n  - at: 2026-02-01\n    severity: minor\n    text: a");
    let first = "spillover:\n  log:\n  - place: here\n    at: 2026-02-01\n    severity: minor\n    text: a\n";
    check(
        first,
        "log",
        0,
        &[("place", "")],
        "spillover:\n  log:\n  - at: 2026-02-01\n    severity: minor\n    text: a\n",
    );
}

#[test]
fn several_values_under_one_key_are_written_anew() {
    let file = "actors: { us: { name: US }, eu: { name: EU } }\nstatements:\n- {at: 2026-02-01, speaker: us, audience: [ us ], source: ap}\n";
    check(file, "statements", 0, &[("audience", "us, eu")], &file.replace("[ us ]", "[us, eu]"));
    check(file, "statements", 0, &[("audience", "us")], file);
}

#[test]
fn what_an_entry_needs_is_not_removed() {
    let before = format!("{HEAD}{DAYS}");
    let session = DraftSession::open("x", before.as_bytes(), now()).expect("it loads");
    let values = vec![("status".to_owned(), Entered::Nothing)];
    let draft = Draft { subject: place("days"), values, revises: Some(EntryAddress::Index(0)) };
    let refusal = session.propose(&[draft]).expect_err("a day needs its status").to_string();
    assert_eq!(refusal, "`status` is empty: an entry needs it: write its state that day, or withdraw the entry");
}

#[test]
fn a_withdrawal_is_written_into_its_entry() {
    let values = || vec![("why".to_owned(), Entered::One("not ours: misread".to_owned()))];
    let withdrawn = |index| Draft::withdrawal(place("days"), EntryAddress::Index(index), values());
    let mark = "withdrawn: { at: 2026-02-03T14:00+02:00, why: \"not ours: misread\" }";
    assert_eq!(applied(DAYS, &[withdrawn(0)]), DAYS.replacen(" } # first", &format!(", {mark} }} # first"), 1));
    assert_eq!(
        applied(DAYS, &[withdrawn(1)]),
        DAYS.replacen("    source: ap\n", &format!("    source: ap\n    {mark}\n"), 1)
    );
}

#[test]
fn an_entry_is_found_again_by_its_own_text() {
    let text = format!("{HEAD}{DAYS}");
    let loaded = load("x", text.as_bytes(), now());
    let watchlist = loaded.watchlist.expect("it loads");
    let entry = entry_at(&watchlist, &loaded.source.text, watchlist.crossings[0].days[1].span).expect("an entry");
    let value = |key: &str| entry.values.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str());
    assert_eq!((value("exits"), value("note"), value("hours")), (Some("5"), Some("folded text"), None));
    let draft = |revises| Draft { revises, ..Draft::new(place("days"), [("exits", "6")]) };
    // Others stand above it by now.
    let later = DAYS.replacen("  days:\n", "  days:\n  - { date: 2026-01-31, status: open }\n", 1);
    assert_eq!(applied(&later, &[draft(Some(entry.address.clone()))]), later.replace("exits: 5 ", "exits: 6 "));
    let changed = format!("{HEAD}{}", DAYS.replace("exits: 5 ", "exits: 7 "));
    let session = DraftSession::open("x", changed.as_bytes(), now()).expect("it loads");
    let refusal = session.propose(&[draft(Some(entry.address))]).expect_err("it is another one").to_string();
    assert!(refusal.contains("have been changed since"), "{refusal}");
}

#[test]
fn a_source_is_added_together_with_the_entry_that_cites_it() {
    let source = Draft::new(DraftPlace::Source, [("id", "kan"), ("name", "KAN"), ("reliability", "C")]);
    let day = Draft::new(place("days"), [("date", "2026-02-04"), ("status", "open"), ("source", "kan")]);
    let session = |text: &str| DraftSession::open("x", text.as_bytes(), now()).expect("it loads");
    let proposal = session(&format!("{HEAD}{DAYS}\n")).propose(&[source.clone(), day]).expect("it is proposed");
    let text = String::from_utf8(proposal.bytes).expect("a text");
    assert!(
        text.contains("sources: { ap: { name: AP, reliability: B }, kan: { name: KAN, reliability: C } }\n"),
        "{text}"
    );
    assert!(text.ends_with("  - {date: 2026-02-04, status: open, source: kan}\n"), "{text}");
    let block = "title: T\nsources:\n  ap: { name: AP }\n";
    let text = String::from_utf8(session(block).propose(std::slice::from_ref(&source)).expect("it is proposed").bytes);
    assert_eq!(text.as_deref(), Ok("title: T\nsources:\n  ap: { name: AP }\n  kan: { name: KAN, reliability: C }\n"));
    for (old, new) in [
        ("title: T\n", "title: T\nsources:\n  kan: { name: KAN, reliability: C }\n"),
        ("title: T\nsources: {}\n", "title: T\nsources:\n  kan: { name: KAN, reliability: C }\n"),
        (
            "title: T\nsources:\nactors: { a: { name: A } }\n",
            "title: T\nsources:\n  kan: { name: KAN, reliability: C }\nactors: { a: { name: A } }\n",
        ),
    ] {
        let text =
            String::from_utf8(session(old).propose(std::slice::from_ref(&source)).expect("it is proposed").bytes);
        assert_eq!(text.as_deref(), Ok(new));
    }
    let twice = session("title: T\nsources: { kan: { name: K } }\n").propose(&[source]).expect_err("it is there");
    assert_eq!(twice.to_string(), "there is a source `kan` already: take another id, or cite the one that is there");
}

#[test]
fn a_gap_and_a_preferred_source_are_recorded() {
    let gap = Draft::new(DraftPlace::Monitoring, [("observer", "ap"), ("unobserved", "c"), ("until", "2026-02-04")]);
    let prefer = Draft::new(DraftPlace::Prefer("c".parse().expect("an entity")), [("prefer", "ap")]);
    let text = applied(&format!("{DAYS}\n"), &[gap, prefer]);
    assert!(text.contains("  name: C\n  prefer: ap\n"), "{text}");
    let gap = "monitoring:\n  - { observer: ap, unobserved: [c], from: 2026-02-03T14:00+02:00, until: 2026-02-04 }\n";
    assert!(text.ends_with(gap) || text.ends_with(&gap.replace("  - ", "- ")), "{text}");
}
