//! What a merge writes, line by line.

use trucewatch::watchlist::merge::{How, MergeError, merge};

const FILE: &str = "\
# A watchlist.
title: T # ours
zone: Asia/Gaza

sources:
  ap: { name: AP, reliability: B }

crossings:
  - id: rafah
    name: Rafah
    days:
      # one line a day
      - { date: 2026-02-02, status: open, source: ap } # first
      #| - { date: DATE, status: STATUS }

checklists:
  - id: two
    name: Two
    items:
      - id: army
        title: Army
        due: 2026-03-01
      # The second one.
      - id: police
        title: Police

spillover:
  log:
    - at: 2026-01-30
      severity: minor
      text: a
    - { at: 2026-02-01, severity: minor, text: b }
";

/// The text with one part replaced.
#[track_caller]
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old:?}");
    text.replacen(old, new, 1)
}

/// What both sides did to the file comes together in a third text, whichever side is ours.
#[track_caller]
fn check(ours: (&str, &str), theirs: (&str, &str), expected: &[(&str, &str)]) {
    let [ours, theirs] = [ours, theirs].map(|(old, new)| with(FILE, old, new));
    let expected = expected.iter().fold(FILE.to_owned(), |text, (old, new)| with(&text, old, new));
    for windows in [false, true] {
        let [base, ours, theirs, expected] = [FILE, &ours, &theirs, &expected]
            .map(|text| if windows { format!("\u{feff}{}", text.replace('\n', "\r\n")) } else { text.to_owned() });
        for merged in [merge(&base, &ours, &theirs), merge(&base, &theirs, &ours)] {
            let merged = merged.unwrap();
            assert_eq!(merged.conflicts, []);
            assert_eq!(merged.text, expected);
        }
    }
}

/// Both sides did something to the same thing: it is named, and both ways stand there.
#[track_caller]
fn check_conflict(ours: (&str, &str), theirs: (&str, &str), said: &str, expected: (&str, &str)) {
    let [ours, theirs] = [ours, theirs].map(|(old, new)| with(FILE, old, new));
    let merged = merge(FILE, &ours, &theirs).unwrap();
    let named: Vec<_> = merged.conflicts.iter().map(|it| format!("{}: {}", it.of, it.how.words())).collect();
    assert_eq!(named, [said]);
    assert_eq!(merged.text, with(FILE, expected.0, expected.1));
}

const LAST: &str = "    - { at: 2026-02-01, severity: minor, text: b }\n";

#[test]
fn both_sides_additions_to_one_list_are_kept_in_the_order_of_time() {
    let (c, d) = (
        "    - { at: 2026-02-03, severity: minor, text: c }\n",
        "    - { at: 2026-02-02, severity: minor, text: d } # noon\n",
    );
    let [with_c, with_d] = [c, d].map(|new| format!("{LAST}{new}"));
    check((LAST, &with_c), (LAST, &with_d), &[(LAST, &format!("{LAST}{d}{c}"))]);
    check((LAST, &with_d), (LAST, &with_c), &[(LAST, &format!("{LAST}{d}{c}"))]);
}

#[test]
fn an_addition_that_both_made_is_there_once() {
    let new = |entry: &str| format!("{LAST}{entry}");
    let quoted = "    - { at: '2026-02-03', text: 'c', severity: minor }\n";
    let plain = "    - at: 2026-02-03\n      severity: minor\n      text: c\n";
    check((LAST, &new(quoted)), (LAST, &new(plain)), &[(LAST, &new(quoted))]);
}

#[test]
fn comments_go_with_the_entry_that_they_belong_to() {
    let police = "      # The second one.\n";
    let ours = "        # deeper: of the army\n      # Of the navy.\n      - id: navy\n        title: Navy\n";
    let theirs = "      # Of the guard.\n      - id: guard\n        title: Guard\n";
    check(
        (police, &format!("{ours}{police}")),
        (police, &format!("{theirs}{police}")),
        &[(police, &format!("{ours}{theirs}{police}"))],
    );
    let day = "      - { date: 2026-02-02, status: open, source: ap } # first\n";
    let next = "      - { date: 2026-02-03, status: open, source: ap }\n";
    check(
        (day, &format!("{day}{next}")),
        ("# one line a day", "# one line for each day"),
        &[(day, &format!("{day}{next}")), ("# one line a day", "# one line for each day")],
    );
}

#[test]
fn keys_of_one_entry_are_merged_one_by_one() {
    check(
        ("due: 2026-03-01", "due: 2026-04-01 # moved"),
        ("title: Army\n", "title: Army\n        checked: 2026-02-01\n"),
        &[
            ("due: 2026-03-01", "due: 2026-04-01 # moved"),
            ("title: Army\n", "title: Army\n        checked: 2026-02-01\n"),
        ],
    );
    check(
        ("title: T # ours", "title: U # ours"),
        ("zone: Asia/Gaza", "zone: UTC"),
        &[("title: T # ours", "title: U # ours"), ("zone: Asia/Gaza", "zone: UTC")],
    );
    let ap = "  ap: { name: AP, reliability: B }\n";
    check(
        (ap, &format!("{ap}  cbs: {{ name: CBS }}\n")),
        (ap, &format!("{ap}  kan: {{ name: KAN }}\n")),
        &[(ap, &format!("{ap}  cbs: {{ name: CBS }}\n  kan: {{ name: KAN }}\n"))],
    );
}

#[test]
fn a_first_entry_of_both_sides_makes_one_list() {
    let title = "        title: Police\n";
    let report = |at: &str| format!("          - {{ at: {at}, status: agreed }}\n");
    let reports = |entries: &str| format!("{title}        reports:\n{entries}");
    let (one, other) = (report("2026-02-02"), report("2026-02-01"));
    check((title, &reports(&one)), (title, &reports(&other)), &[(title, &reports(&format!("{other}{one}")))]);
}

#[test]
fn what_one_side_removed_is_gone() {
    check((LAST, ""), ("title: Army", "title: The army"), &[(LAST, ""), ("title: Army", "title: The army")]);
    let b = "    - { at: 2026-02-02, severity: minor, text: c }\n";
    let a = "    - at: 2026-01-30\n      severity: minor\n      text: a\n";
    check((a, ""), (LAST, &format!("{LAST}{b}")), &[(a, ""), (LAST, &format!("{LAST}{b}"))]);
}

#[test]
fn what_was_changed_in_two_ways_is_named_and_shown_twice() {
    let marked = |ours: &str, theirs: &str| format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let due = |day: &str| format!("        due: 2026-03-{day}\n");
    check_conflict(
        ("due: 2026-03-01", "due: 2026-03-02"),
        ("due: 2026-03-01", "due: 2026-03-03"),
        "checklists/two/items/army/due: changed in two ways",
        (&due("01"), &marked(&due("02"), &due("03"))),
    );
    let entry = |text: &str| format!("    - at: 2026-01-30\n      severity: minor\n      text: {text}\n");
    check_conflict(
        ("text: a\n", "text: a1\n"),
        ("text: a\n", "text: a2\n"),
        "spillover/log/2026-01-30: changed in two ways",
        (&entry("a"), &marked(&entry("a1"), &entry("a2"))),
    );
    let new = |text: &str| LAST.replace("text: b", text);
    check_conflict(
        (LAST, ""),
        (LAST, &new("text: c")),
        "spillover/log/2026-02-01: removed here, changed there",
        (LAST, &marked("", &new("text: c"))),
    );
    check_conflict(
        (LAST, &new("text: c")),
        (LAST, ""),
        "spillover/log/2026-02-01: changed here, removed there",
        (LAST, &marked(&new("text: c"), "")),
    );
    let day = |hours: &str| format!("      - {{ date: 2026-02-03, status: open, hours: \"{hours}\", source: ap }}\n");
    let (long, short) = (day("09:00-15:00"), day("09:00-13:00"));
    let template = "      #| - { date: DATE, status: STATUS }\n";
    check_conflict(
        (template, &format!("{long}{template}")),
        (template, &format!("{short}{template}")),
        "crossings/rafah/days/2026-02-03 ap: added in two ways",
        (template, &format!("{}{template}", marked(&long, &short))),
    );
}

#[test]
fn a_new_order_of_one_side_is_kept_with_what_the_other_adds() {
    let base = "title: T\nmarked_words:\n  - a\n  - b\n  - c\n";
    let ours = "title: T\nmarked_words:\n  - c\n  - a\n  - b\n";
    let theirs = "title: T\nmarked_words:\n  - a\n  - b\n  - c\n  - d\n";
    let expected = "title: T\nmarked_words:\n  - c\n  - d\n  - a\n  - b\n";
    assert_eq!(merge(base, ours, theirs).unwrap().text, expected);
    assert_eq!(merge(base, theirs, ours).unwrap().text, expected);
    let other = "title: T\nmarked_words:\n  - b\n  - a\n  - c\n";
    assert_eq!(merge(base, ours, other), Err(MergeError::Reordered));
}

#[test]
fn a_file_without_a_final_line_ending_keeps_having_none() {
    let [base, ours, theirs] =
        ["a", "a\n  - b", "a\n  - c"].map(|words| format!("title: T\nmarked_words:\n  - {words}"));
    assert_eq!(merge(&base, &ours, &theirs).unwrap().text, "title: T\nmarked_words:\n  - a\n  - b\n  - c");
    assert_eq!(
        merge(&base, &ours, &format!("{theirs}\n")).unwrap().text,
        "title: T\nmarked_words:\n  - a\n  - b\n  - c\n"
    );
}

#[test]
fn a_side_that_only_converted_the_file_is_in_nobodys_way() {
    let ours = FILE.replace('\n', "\r\n");
    let theirs = with(FILE, "title: Army", "title: The army");
    let expected = theirs.replace('\n', "\r\n");
    assert_eq!(merge(FILE, &ours, &theirs).unwrap().text, expected);
    assert_eq!(merge(FILE, &theirs, &ours).unwrap().text, expected);
}

#[test]
fn texts_and_blocks_that_look_like_something_else_stay_whole() {
    let file = "title: T\nnote: |\n  # no comment\n  - no entry\n\n  end\n\nspillover:\n  log:\n    - at: 2026-02-01\n      severity: minor\n      text: |+\n        a\n\n        # b\n\n    - { at: 2026-02-02, severity: minor, text: \"x: # y\" }\n";
    let ours = format!("{file}    - {{ at: 2026-02-03, severity: minor, text: c }}\n");
    let theirs = with(file, "  end\n", "  end\n  # more\n");
    assert_eq!(merge(file, &ours, &theirs).unwrap().text, with(&ours, "  end\n", "  end\n  # more\n"));
}

#[test]
fn between_brackets_as_well_both_sides_additions_are_kept() {
    let file = "title: T\nchecklists:\n  - { id: two, name: Two, items: [ { id: army, title: Army, reports: [] }, { id: police, title: P } ] } # two\nspillover: { log: [\n  { at: 2026-01-30, severity: minor, text: a },\n  { at: 2026-02-01, severity: minor, text: b },\n  ] }\n";
    let reports = |reports: &str| with(file, "reports: []", &format!("reports: [{reports}]"));
    let (one, other) = ("{ at: 2026-01-01, status: agreed }", "{ at: 2026-01-02, status: minimal }");
    let log = |entry: &str| format!("text: b }},\n  {{ at: 2026-02-03, severity: minor, text: {entry} }},\n");
    let ours = with(&reports(one), "text: b },\n", &log("c"));
    let theirs = with(&with(&reports(other), "text: b },\n", &log("d")), "title: P", "title: Police");
    let both =
        with(&with(&reports(&format!("{one}, {other}")), "title: P", "title: Police"), "text: b },\n", &log("c"));
    let d = "  { at: 2026-02-03, severity: minor, text: d },\n";
    let expected = with(&both, "text: c },\n", &format!("text: c }},\n{d}"));
    assert_eq!(merge(file, &ours, &theirs).unwrap().text, expected);
}

#[test]
fn a_conflict_between_brackets_stands_around_the_whole_line_and_names_the_entry() {
    let file = "title: T\nsources:\n  ap: { name: AP, reliability: B } # a\n  cbs: { name: CBS }\n";
    let graded = |grade: &str| with(file, "reliability: B", &format!("reliability: {grade}"));
    let merged = merge(file, &graded("A"), &with(&graded("C"), "CBS", "CBS News")).unwrap();
    let named: Vec<_> = merged.conflicts.iter().map(|it| format!("{}: {}", it.of, it.how.words())).collect();
    assert_eq!(named, ["sources/ap/reliability: changed in two ways"]);
    let line = |grade: &str| format!("  ap: {{ name: AP, reliability: {grade} }} # a\n");
    let both = format!("<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", line("A"), line("C"));
    assert_eq!(merged.text, with(&with(file, &line("B"), &both), "CBS", "CBS News"));
}

#[test]
fn of_two_looks_the_later_one_counts() {
    let title = "title: Army\n";
    let looked = |at: &str| format!("{title}        checked: {at}\n");
    let (early, late) = (looked("2026-02-01T09:00+02:00"), looked("2026-02-01T08:00Z"));
    check((title, &early), (title, &late), &[(title, &late)]);
    check((title, &late), (title, &early), &[(title, &late)]);
}

#[test]
fn two_files_without_a_common_ancestor_come_together() {
    let ours = "title: T\nsources:\n  ap: { name: AP }\n";
    let theirs = "title: T\nsources:\n  cbs: { name: CBS }\nmarked_words: [ pause ]\n";
    let expected = "title: T\nsources:\n  ap: { name: AP }\n  cbs: { name: CBS }\nmarked_words: [ pause ]\n";
    assert_eq!(merge("", ours, theirs).unwrap().text, expected);
}

#[test]
fn what_is_not_understood_is_left_alone() {
    let check = |base: &str, ours: &str, theirs: &str, why: MergeError| {
        assert_eq!(merge(base, ours, theirs), Err(why));
        assert_eq!(merge(base, theirs, ours), Err(why));
    };
    check(FILE, &with(FILE, "title: T", "title: U"), "title: [\n", MergeError::NoYaml);
    check(FILE, &with(FILE, "title: T", "title: U"), "title: &a b\n", MergeError::NoYaml);
    check("{ title: T }", "{ title: U }", "{ title: T, zone: UTC }", MergeError::NoLines);
    let twice = with(FILE, "id: police", "id: army");
    check(FILE, &with(FILE, "title: Army", "title: A"), &twice, MergeError::Twice);
}

#[test]
fn whichever_side_is_ours_the_outcome_is_the_same() {
    let list = "checklists:\n  - id: c\n    name: C\n    items:\n      - { id: h, title: T }\n";
    let base = format!("title: T\nspillover: {{}}\n{list}");
    let ours = base.replace("title: T }", "title: U }");
    // The beginning of the file is lost: the rest is indented, and would not fit beside a line that is not.
    let theirs = "    name: C\n    items:\n      - { id: h, title: T }\n";
    assert_eq!(merge(&base, &ours, theirs), Err(MergeError::Unproved));
    assert_eq!(merge(&base, theirs, &ours), Err(MergeError::Unproved));
    let same_time = |text: &str| format!("{LAST}    - {{ at: 2026-02-03, severity: minor, text: {text} }}\n");
    let [one, other] = ["x", "y"].map(|text| with(FILE, LAST, &same_time(text)));
    assert_eq!(merge(FILE, &one, &other), merge(FILE, &other, &one));
}

/// One side changes the zone, the other this part of the file: nothing, or a conflict at this place.
#[track_caller]
fn check_zone((old, new): (&str, &str), conflict: Option<(&str, &str)>) {
    let theirs = with(FILE, "zone: Asia/Gaza", "zone: UTC");
    let ours = with(FILE, old, new);
    for (one, other, is_turned) in [(&ours, &theirs, false), (&theirs, &ours, true)] {
        let merged = merge(FILE, one, other).unwrap();
        let named: Vec<_> = merged.conflicts.iter().map(|it| (it.of.as_str(), it.how)).collect();
        match conflict {
            Some((place, both)) => {
                assert_eq!(named, [(place, How::Zone)], "{}", merged.text);
                let expected = if is_turned { swapped(both) } else { both.to_owned() };
                assert!(merged.text.contains(&expected), "{}", merged.text);
            }
            None => {
                assert_eq!(named, []);
                assert_eq!(merged.text, with(&theirs, old, new));
            }
        }
    }
}

/// A conflict with its two ways in the other order.
fn swapped(conflict: &str) -> String {
    let inner = conflict.trim_start_matches("<<<<<<< ours\n").trim_end_matches(">>>>>>> theirs\n");
    let (ours, theirs) = inner.split_once("=======\n").unwrap();
    format!("<<<<<<< ours\n{theirs}=======\n{ours}>>>>>>> theirs\n")
}

#[test]
fn a_time_never_moves_because_the_other_side_changed_the_zone() {
    let entry = |at: &str| format!("    - {{ at: {at}, severity: minor, text: c }}\n");
    let alone = |lines: &str| format!("<<<<<<< ours\n{lines}=======\n>>>>>>> theirs\n");
    for local in ["2026-02-03", "2026-02-03 14:00", "2026-02-03T14:00", "\"2026-02-03 14:00:30\""] {
        let new = entry(local);
        let place = format!("spillover/log/{}", local.trim_matches('"'));
        check_zone((LAST, &format!("{LAST}{new}")), Some((&place, &alone(&new))));
    }
    for fixed in ["2026-02-03T14:00Z", "2026-02-03T14:00+02:00"] {
        check_zone((LAST, &format!("{LAST}{}", entry(fixed))), None);
    }
    // What was there when the zone was changed is read in the new one, as whoever changed it saw.
    check_zone(("text: b", "text: changed"), None);
    check_zone(("title: Army\n", "title: The army\n"), None);
    let due = |day: &str| format!("        due: 2026-03-{day}\n");
    let both = format!("<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", due("02"), due("01"));
    check_zone(("due: 2026-03-01", "due: 2026-03-02"), Some(("checklists/two/items/army/due", &both)));
    let looked = "        checked: 2026-02-03T10:00\n";
    check_zone(
        ("title: Army\n", &format!("title: Army\n{looked}")),
        Some(("checklists/two/items/army/checked", &alone(looked))),
    );
    let day = "      - { date: 2026-02-02, status: open, source: ap } # first\n";
    let hours = day.replace("status: open", "status: open, hours: \"09:00-15:00\"");
    let both = format!("<<<<<<< ours\n{hours}=======\n{day}>>>>>>> theirs\n");
    check_zone((day, &hours), Some(("crossings/rafah/days/2026-02-02 ap", &both)));
    let monitoring = "monitoring:\n  - { from: 2026-02-03T10:00, observer: eu }\n";
    check_zone((LAST, &format!("{LAST}{monitoring}")), Some(("monitoring", &alone(monitoring))));
}

#[test]
fn a_zone_that_is_the_same_at_that_time_moves_nothing() {
    let added = format!("{LAST}    - {{ at: 2026-02-03 14:00, severity: minor, text: c }}\n");
    let merged = merge(FILE, &with(FILE, LAST, &added), &with(FILE, "Asia/Gaza", "Africa/Cairo")).unwrap();
    assert_eq!(merged.conflicts, []);
    // Without the key it is UTC.
    let merged = merge(FILE, &with(FILE, LAST, &added), &with(FILE, "zone: Asia/Gaza\n", "")).unwrap();
    assert_eq!(merged.conflicts.len(), 1);
    let bare = with(FILE, "zone: Asia/Gaza\n", "");
    let merged = merge(&bare, &with(&bare, LAST, &added), FILE).unwrap();
    assert_eq!(merged.conflicts.len(), 1);
}

#[test]
fn acceptances_of_two_rules_at_one_entry_are_two() {
    let accept = |rules: &[&str]| {
        let entry = |rule: &&str| format!("  - {{ rule: {rule}, at: r/2026-02-01/ap, why: so it is }}\n");
        format!("title: T\naccept:\n{}", rules.iter().map(entry).collect::<String>())
    };
    let merged = merge(&accept(&["a"]), &accept(&["a", "b"]), &accept(&["a", "c"])).unwrap();
    assert_eq!(merged.text, accept(&["a", "b", "c"]));
}

/// A crossing with goods and a calendar, and the same with parts replaced.
fn goods(parts: [&str; 3]) -> String {
    let [counts, rest, closures] = parts;
    format!(
        "title: T\nsources:\n  ap: {{ name: AP, reliability: B }}\ncrossings:\n  - id: gate\n    name: Gate\n    \
         measures:\n      trucks-in: {{ title: trucks in }}\n      fuel-in: {{ title: fuel in }}\n    calendar:\n      \
         rest: {rest}\n      closures:\n{closures}    days:\n      - {{ date: 2026-02-02, status: open, counts: {counts}, \
         source: ap }}\n"
    )
}

#[test]
fn calendars_are_merged_part_by_part_and_counts_as_one_value() {
    let [march, may, april] = [3, 5, 4].map(|month| format!("        - {{ from: 2026-0{month}-01, source: ap }}\n"));
    let (before, after) = ("{ trucks-in: 244, fuel-in: 8 }", "{ trucks-in: 250, fuel-in: 8 }");
    let base = goods([before, "[fri]", &march]);
    let ours = goods([after, "[fri, sat]", &format!("{march}{may}")]);
    let theirs = goods([before, "[fri]", &format!("{march}{april}")]);
    let both = goods([after, "[fri, sat]", &format!("{march}{april}{may}")]);
    for merged in [merge(&base, &ours, &theirs), merge(&base, &theirs, &ours)] {
        let merged = merged.unwrap();
        assert_eq!((merged.conflicts.len(), merged.text.as_str()), (0, both.as_str()));
    }
    let twice = merge(&base, &ours, &base.replace("fuel-in: 8 }", "fuel-in: 9 }")).unwrap();
    assert_eq!(twice.conflicts.len(), 1, "{}", twice.text);
    assert!(["250", "fuel-in: 9"].iter().all(|number| twice.text.contains(number)), "{}", twice.text);
}
