//! The merge driver in real repositories, with the real program: what git says, and what it leaves behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(super) const FILE: &str = "\
title: T
sources:
  ap: { name: AP, reliability: B }
  cbs: { name: CBS, reliability: B }
checklists:
  - id: two
    name: Two
    items:
      - id: army
        title: Army
        due: 2026-03-01
spillover:
  log:
    # newest last
    - { at: 2026-01-30, severity: minor, claim: attributed, source: ap, text: a }
";

pub(super) struct Repository {
    /// What the watchlist is called.
    name: &'static str,
    /// Where settings and what the program remembers are kept: not in the repository.
    home: tempfile::TempDir,
    guard: tempfile::TempDir,
}

impl Repository {
    /// A repository with the watchlist on its main branch, set up for merges; nothing where there is no git.
    pub(super) fn new() -> Option<Self> {
        Self::with("watchlist.yaml")
    }

    pub(super) fn with(name: &'static str) -> Option<Self> {
        let repository = Self::named(name)?;
        let output = repository.trucewatch(&["git-setup", "--", name]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        repository.commit("the beginning");
        Some(repository)
    }

    /// A repository with the watchlist, not yet committed.
    pub(super) fn bare() -> Option<Self> {
        Self::named("watchlist.yaml")
    }

    fn named(name: &'static str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: git is not installed");
            return None;
        }
        let repository = Self { name, home: tempfile::tempdir().unwrap(), guard: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write(FILE);
        Some(repository)
    }

    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", self.home.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "T").env(format!("GIT_{role}_EMAIL"), "t@example.org");
        }
        command.current_dir(self.guard.path()).stdin(std::process::Stdio::null());
        command
    }

    /// What git says, and whether it is content.
    pub(super) fn try_git(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.command("git").args(arguments).output().unwrap();
        (output.status.success(), said(&output))
    }

    #[track_caller]
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let (is_content, said) = self.try_git(arguments);
        assert!(is_content, "git {arguments:?}: {said}");
        said
    }

    pub(super) fn trucewatch(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_trucewatch")).args(arguments).output().unwrap()
    }

    #[track_caller]
    fn log(&self, at: &str, text: &str) {
        let entry = ["--at", at, "--text", text, "--severity", "minor", "--source", "ap", "--claim", "attributed"];
        let output = self.trucewatch(&[&["log", "add"][..], &entry].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        self.commit(text);
    }

    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(super) fn path(&self) -> PathBuf {
        self.guard.path().join(self.name)
    }

    pub(super) fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    pub(super) fn write(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Two operators on two branches, each with one commit that changes the file; theirs is checked out last.
    pub(super) fn part(&self, ours: &str, theirs: &str) {
        for (branch, text) in [("ours", ours), ("theirs", theirs)] {
            self.git(&["checkout", "--quiet", "-b", branch, "main"]);
            self.write(text);
            self.commit(branch);
        }
        self.git(&["checkout", "--quiet", "ours"]);
    }
}

pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Entries that two operators recorded on two branches, each of them with two commits, come together by `join`.
#[track_caller]
fn check_joined(join: &[&str]) {
    let Some(repository) = Repository::new() else { return };
    for (branch, days) in [("ours", ["2026-02-03", "2026-02-05"]), ("theirs", ["2026-02-02", "2026-02-04"])] {
        repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
        days.iter().for_each(|day| repository.log(day, &format!("{branch} of {day}")));
    }
    repository.git(&["checkout", "--quiet", "ours"]);
    repository.git(join);
    let entry = |by: &str, day: &str| {
        format!("    - {{ at: {day}, severity: minor, claim: attributed, source: ap, text: {by} of {day} }}\n")
    };
    let (ours, theirs) = (|day| entry("ours", day), |day| entry("theirs", day));
    let news = [theirs("2026-02-02"), ours("2026-02-03"), theirs("2026-02-04"), ours("2026-02-05")].concat();
    assert_eq!(repository.text(), format!("{FILE}{news}"));
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.trucewatch(&["check"]).status.code(), Some(0));
}

#[test]
fn two_operators_who_add_to_one_list_merge_without_a_conflict() {
    check_joined(&["merge", "--no-edit", "theirs"]);
}

#[test]
fn they_rebase_without_a_conflict() {
    check_joined(&["rebase", "theirs"]);
}

#[test]
fn they_pick_each_others_commits_without_a_conflict() {
    check_joined(&["cherry-pick", "main..theirs"]);
}

#[test]
fn a_conflict_names_the_entry_and_stands_around_it_alone() {
    let Some(repository) = Repository::new() else { return };
    let due = |day: &str| FILE.replace("2026-03-01", day);
    let new = "    - { at: 2026-02-02, severity: minor, claim: attributed, source: ap, text: b }\n";
    repository.part(&due("2026-04-01"), &(due("2026-05-01") + new));
    let (is_content, said) = repository.try_git(&["merge", "theirs"]);
    assert!(!is_content);
    assert!(
        said.contains("trucewatch: watchlist.yaml: checklists/two/items/army/due: changed in two ways\n"),
        "{said}"
    );
    assert!(said.contains("CONFLICT (content): Merge conflict in watchlist.yaml"), "{said}");
    let both = "\
<<<<<<< ours
        due: 2026-04-01
=======
        due: 2026-05-01
>>>>>>> theirs
";
    assert_eq!(repository.text(), FILE.replace("        due: 2026-03-01\n", both) + new);
    assert_eq!(repository.git(&["status", "--porcelain"]), "UU watchlist.yaml\n");
}

#[test]
fn what_loads_on_both_sides_and_not_together_is_a_conflict() {
    let Some(repository) = Repository::new() else { return };
    let cbs = "  cbs: { name: CBS, reliability: B }\n";
    let new = "    - { at: 2026-02-02, severity: minor, claim: attributed, source: cbs, text: b }\n";
    repository.part(&FILE.replace(cbs, ""), &format!("{FILE}{new}"));
    let (is_content, said) = repository.try_git(&["merge", "theirs"]);
    assert!(!is_content);
    let why = "trucewatch: watchlist.yaml: both sides load, and together they do not: watchlist.yaml:15:";
    assert!(said.contains(why) && said.contains("`cbs`"), "{said}");
    assert_eq!(repository.text(), FILE.replace(cbs, "") + new);
    assert_eq!(repository.git(&["status", "--porcelain"]), "UU watchlist.yaml\n");
}

#[test]
fn what_is_no_yaml_is_merged_by_its_lines() {
    let Some(repository) = Repository::new() else { return };
    let broken = FILE.replace("title: T\n", "title: \"T\n");
    let theirs = FILE.replace("2026-03-01", "2026-05-01");
    repository.part(&broken, &theirs);
    let said = repository.git(&["merge", "--no-edit", "theirs"]);
    let why = "watchlist.yaml: merged line by line, without conflict: one of the versions is not plainly YAML";
    assert!(said.contains(why), "{said}");
    assert_eq!(repository.text(), broken.replace("2026-03-01", "2026-05-01"));
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["branch", "--quiet", "-D", "ours", "theirs"]);
    repository.part(&broken, &FILE.replace("title: T\n", "title: U\n"));
    assert!(!repository.try_git(&["merge", "theirs"]).0);
    assert!(repository.text().starts_with("<<<<<<< ours\ntitle: \"T\n=======\ntitle: U\n>>>>>>> theirs\n"));
}

#[test]
fn where_not_even_lines_can_be_merged_both_texts_stand_in_the_file() {
    let Some(repository) = Repository::new() else { return };
    let ours = FILE.replace("title: T", "title: U");
    repository.part(&ours, "title: T\0");
    let (is_content, said) = repository.try_git(&["merge", "theirs"]);
    assert!(!is_content && said.contains("watchlist.yaml: not merged, both texts stand in it"), "{said}");
    assert_eq!(repository.text(), format!("<<<<<<< ours\n{ours}=======\ntitle: T\0\n>>>>>>> theirs\n"));
    assert_eq!(repository.git(&["status", "--porcelain"]), "UU watchlist.yaml\n");
}

#[test]
fn where_the_zone_differs_lines_are_not_merged() {
    let Some(repository) = Repository::new() else { return };
    let ours = FILE.replace("title: T\n", "title: T\nzone: Asia/Gaza\n");
    let twice = FILE.replace("  log:\n", "  half_life: 7d\n  half_life: 7d\n  log:\n");
    let theirs = format!("{twice}    - {{ at: 2026-02-02 14:00, severity: minor, text: b }}\n");
    repository.part(&ours, &theirs);
    let (is_content, said) = repository.try_git(&["merge", "theirs"]);
    assert!(!is_content && said.contains("and the sides differ in their `zone`"), "{said}");
    assert_eq!(repository.text(), format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"));
}

#[test]
fn git_is_set_up_once_and_told_what_was_done() {
    let Some(repository) = Repository::bare() else { return };
    fs::write(repository.guard.path().join(".gitattributes"), "*.txt text").unwrap();
    let output = repository.trucewatch(&["git-setup"]);
    let program = env!("CARGO_BIN_EXE_trucewatch");
    let expected = format!(
        "\
watchlist.yaml: added to .gitattributes: /watchlist.yaml merge=trucewatch
  commit it: it is for everybody
watchlist.yaml: set for this clone: merge.trucewatch.name = watchlists, merged by what is written
watchlist.yaml: set for this clone: merge.trucewatch.driver = case \"$({program} merge-driver -- %O %A %B %P)\" in \
         clean) exit 0;; conflict) exit 1;; esac; echo 'trucewatch could not merge, so git merges lines: run `trucewatch \
         git-setup`' >&2; git merge-file -L ours -L base -L theirs -- %A %O %B
watchlist.yaml: each other clone needs `trucewatch git-setup` once; without it, git merges lines as before
"
    );
    assert_eq!(said(&output), expected);
    let again = repository.trucewatch(&["git-setup", "watchlist.yaml"]);
    assert_eq!(said(&again), "watchlist.yaml: nothing to do: git merges it by what is written already\n");
    let attributes = fs::read_to_string(repository.guard.path().join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.txt text\n/watchlist.yaml merge=trucewatch\n");
}

#[test]
fn outside_a_repository_nothing_is_set_up() {
    let Some(repository) = Repository::bare() else { return };
    fs::remove_dir_all(repository.guard.path().join(".git")).unwrap();
    let output = repository.trucewatch(&["git-setup"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("lies in no git repository: `git init` there makes one"), "{}", said(&output));
    assert_eq!(fs::read_dir(repository.guard.path()).unwrap().count(), 1);
}
