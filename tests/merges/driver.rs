//! The merge driver where it cannot do its work: nothing of either side is lost, whichever way git brings them together.

use super::git::{FILE, Repository, said};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// What became of the program since `git-setup`.
const BROKEN: &[(&str, Option<(&str, u32)>)] = &[
    ("gone", None),
    ("not-executable", Some(("#!/bin/sh\necho clean\n", 0o644))),
    ("crashes", Some(("#!/bin/sh\nkill -SEGV $$\n", 0o755))),
    ("fails", Some(("#!/bin/sh\nexit 1\n", 0o755))),
    ("panics", Some(("#!/bin/sh\nexit 101\n", 0o755))),
    ("empty", Some(("", 0o755))),
    ("another-program", Some(("#!/bin/sh\necho usage\nexit 0\n", 0o755))),
    ("half-a-program", Some(("\x7fELF", 0o755))),
];

/// The ways in which git brings two branches together; the last is for what is not committed.
const JOINS: &[&[&str]] =
    &[&["merge", "--no-edit", "theirs"], &["rebase", "theirs"], &["cherry-pick", "theirs"], &["stash", "pop"]];

/// Brings two changed texts together; says whether git was content.
fn join(repository: &Repository, ours: &str, theirs: &str, how: &[&str]) -> (bool, String) {
    if how[0] == "stash" {
        repository.write(theirs);
        repository.git(&["stash", "push", "--quiet"]);
        repository.write(ours);
        repository.commit("ours");
    } else {
        repository.part(ours, theirs);
    }
    repository.try_git(how)
}

/// The driver's command names a program that is broken in this way.
fn break_program(repository: &Repository, (name, body): (&str, Option<(&str, u32)>)) {
    let path = repository.home().join(name);
    if let Some((text, mode)) = body {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let command = repository.git(&["config", "merge.trucewatch.driver"]);
    let broken = command.trim().replace(env!("CARGO_BIN_EXE_trucewatch"), path.to_str().unwrap());
    assert_ne!(command.trim(), broken);
    repository.git(&["config", "merge.trucewatch.driver", &broken]);
}

#[test]
fn whatever_is_wrong_with_the_program_both_sides_stand_in_the_file() {
    let due = |day: &str| FILE.replace("2026-03-01", day);
    for broken in BROKEN {
        for how in JOINS {
            let Some(repository) = Repository::new() else { return };
            break_program(&repository, *broken);
            let (is_content, said) = join(&repository, &due("2026-04-01"), &due("2026-05-01"), how);
            let text = repository.text();
            let case = format!("{} {how:?}: {said}\n{text}", broken.0);
            assert!(!is_content, "{case}");
            assert!(text.contains("due: 2026-04-01") && text.contains("due: 2026-05-01"), "{case}");
            assert!(said.contains("so git merges lines: run `trucewatch git-setup`"), "{case}");
            assert_eq!(repository.git(&["diff", "--name-only", "--diff-filter=U"]), "watchlist.yaml\n", "{case}");
            assert_eq!(repository.trucewatch(&["check"]).status.code(), Some(1), "{case}");
        }
    }
}

#[test]
fn without_the_program_lines_that_do_not_meet_come_together() {
    for how in JOINS {
        let Some(repository) = Repository::new() else { return };
        break_program(&repository, BROKEN[0]);
        let [ours, theirs] =
            [("title: T", "title: U"), ("text: a", "text: b")].map(|(old, new)| FILE.replace(old, new));
        let (is_content, said) = join(&repository, &ours, &theirs, how);
        assert!(is_content, "{how:?}: {said}");
        assert_eq!(repository.text(), ours.replace("text: a", "text: b"), "{how:?}");
    }
}

#[test]
fn a_name_that_looks_like_an_option_is_a_name() {
    let new = "    - { at: 2026-02-02, severity: minor, claim: attributed, source: ap, text: b }\n";
    let newer = new.replace("02-02", "02-03");
    for how in JOINS {
        let Some(repository) = Repository::with("-dash.yaml") else { return };
        let [ours, theirs] = [format!("{FILE}{newer}"), format!("{FILE}{new}")];
        let (is_content, said) = join(&repository, &ours, &theirs, how);
        assert!(is_content, "{how:?}: {said}");
        assert_eq!(repository.text(), format!("{FILE}{new}{newer}"), "{how:?}: {said}");
    }
    let Some(repository) = Repository::with("-dash.yaml") else { return };
    break_program(&repository, BROKEN[0]);
    let due = |day: &str| FILE.replace("2026-03-01", day);
    join(&repository, &due("2026-04-01"), &due("2026-05-01"), JOINS[0]);
    let text = repository.text();
    assert!(text.contains("due: 2026-04-01") && text.contains("due: 2026-05-01"), "{text}");
}

#[test]
fn a_watchlist_that_one_side_renamed_keeps_both_sides() {
    let due = |day: &str| FILE.replace("2026-03-01", day);
    for (theirs, new, meet) in
        [(due("2026-05-01"), "2026-05-01", true), (FILE.replace("title: T", "title: U"), "U", false)]
    {
        let Some(repository) = Repository::new() else { return };
        repository.part(&due("2026-04-01"), &theirs);
        repository.git(&["checkout", "--quiet", "theirs"]);
        repository.git(&["mv", "watchlist.yaml", "list.yaml"]);
        repository.commit("renamed");
        let (is_content, said) = repository.try_git(&["merge", "--no-edit", "ours"]);
        assert_eq!(is_content, !meet, "{said}");
        let text = fs::read_to_string(repository.path().with_file_name("list.yaml")).unwrap();
        assert!(text.contains("due: 2026-04-01") && text.contains(new), "{text}");
    }
}

#[test]
fn a_conflict_that_was_not_resolved_is_told_also_where_the_file_loads() {
    let Some(repository) = Repository::new() else { return };
    let due = |day: &str| FILE.replace("2026-03-01", day);
    repository.part(&due("2026-04-01"), &due("2026-05-01"));
    assert!(!repository.try_git(&["merge", "theirs"]).0);
    repository.write(&due("2026-04-01"));
    for command in ["check", "history"] {
        let output = repository.trucewatch(&[command]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(said(&output).contains("git has an unresolved merge conflict in this file"), "{}", said(&output));
    }
    let output = repository.trucewatch(&["check", "--format", "json"]);
    assert!(said(&output).contains("\"unresolved-conflict\""), "{}", said(&output));
    repository.git(&["add", "watchlist.yaml"]);
    for command in ["check", "history"] {
        assert_eq!(repository.trucewatch(&[command]).status.code(), Some(0), "{command}");
    }
}

/// What git itself says of a repository that it will not read.
#[test]
fn git_setup_gives_gits_own_reason() {
    let check = |break_it: &dyn Fn(&Repository), variable: Option<&str>, reason: &str| {
        let Some(repository) = Repository::bare() else { return };
        break_it(&repository);
        for command in ["git-setup", "history"] {
            let mut program = repository.command(env!("CARGO_BIN_EXE_trucewatch"));
            program.arg(command).envs(variable.map(|name| (name, "1")));
            let output = program.output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{command}");
            let said = said(&output);
            assert!(said.contains(reason) && !said.contains("lies in no git repository"), "{command}: {said}");
        }
    };
    let config = |text: &'static str| {
        move |repository: &Repository| {
            let path = repository.path().with_file_name(".git").join("config");
            fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
        }
    };
    check(&|_| {}, Some("GIT_TEST_ASSUME_DIFFERENT_OWNER"), "git config --global --add safe.directory");
    check(&config("[broken\n"), None, "bad config line");
    check(&config("[core]\n\trepositoryformatversion = 99\n"), None, "99");
    check(
        &config("[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfromTheFuture = true\n"),
        None,
        "fromthefuture",
    );
    let gone = |repository: &Repository| {
        fs::rename(repository.path().with_file_name(".git"), repository.home().join("git")).unwrap();
        fs::write(repository.path().with_file_name(".git"), "gitdir: /nowhere/at/all\n").unwrap();
    };
    check(&gone, None, "/nowhere/at/all");
    let headless = |repository: &Repository| {
        fs::remove_file(repository.path().with_file_name(".git").join("HEAD")).unwrap();
    };
    check(&headless, None, "git: not a git repository");
}
