//! `trucewatch history` and the time machine as known, with real git repositories.

mod repository;
mod screen;

use repository::{ANNOUNCED, FULL, MINIMAL, Repository, said, trap, watchlist};

#[test]
fn each_commit_stands_with_its_author_its_time_and_what_it_means() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    repository.write(&format!("# a comment\n{}", watchlist(&[ANNOUNCED]))).commit("20T11:00", "Omar", "words");
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL])).commit("21T10:00", "Layla", "seated");
    let history = repository.history(&[]);
    assert_eq!(history.code, Some(0), "{}", history.err);
    assert_eq!(history.subjects(), ["begin", "announced", "words", "seated"]);
    assert!(history.version("begin").contains("the first version that loads"));
    assert!(history.version("announced").starts_with("2026-01-20 10:00Z  "), "{}", history.out);
    assert!(history.version("announced").contains("  Omar\n"), "{}", history.out);
    assert!(history.version("announced").contains("The committee: UNKNOWN → announced (attributed)"));
    assert!(history.version("words").contains("nothing that the board tells"));
    assert!(history.version("seated").contains("better  The committee: announced → minimal (verified)"));
    assert!(!history.out.contains("on disk"));
}

#[test]
fn a_version_that_does_not_load_is_named_and_the_next_is_compared_with_the_last_that_does() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "good");
    repository
        .write(&watchlist(&[ANNOUNCED]).replace("title: Truce", "titel: Truce"))
        .commit("20T11:00", "Omar", "typo");
    repository.write("version: [\n").commit("20T12:00", "Omar", "worse");
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL])).commit("21T10:00", "Layla", "mended");
    let history = repository.history(&[]);
    assert_eq!(history.code, Some(1), "{}", history.err);
    assert!(history.version("typo").contains("DOES NOT LOAD"), "{}", history.out);
    assert!(history.version("typo").contains(":list.yaml:2:1: error[unknown-key]"), "{}", history.out);
    assert!(history.version("worse").contains("DOES NOT LOAD"), "{}", history.out);
    assert!(history.version("mended").contains("announced → minimal (verified)"), "{}", history.out);
    let later = repository.history(&["--since", "2026-01-21"]);
    assert_eq!((later.code, later.subjects()), (Some(0), vec!["mended"]), "{}", later.err);
    assert!(later.version("mended").contains("announced → minimal (verified)"), "{}", later.out);
    let earlier = repository.history(&["--now", "2026-01-20T11:30Z"]);
    assert_eq!((earlier.code, earlier.subjects()), (Some(1), vec!["good", "typo"]));
}

#[test]
fn what_is_on_disk_and_not_committed_comes_last() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED]));
    let history = repository.history(&[]);
    let last = history.out.split("\n\n").last().unwrap_or_default();
    assert!(last.contains("on disk, not committed\n") && last.contains("UNKNOWN → announced"), "{}", history.out);
    // Git may check a text out with other line ends than it keeps.
    repository.write(&watchlist(&[]).replace('\n', "\r\n"));
    assert!(!repository.history(&[]).out.contains("on disk"));
    repository.write("nonsense: [\n");
    let broken = repository.history(&[]);
    assert!(broken.out.trim_end().contains("not committed\n  DOES NOT LOAD"), "{}", broken.out);
    assert_eq!(broken.code, Some(1));
    std::fs::remove_file(repository.path()).unwrap();
    assert_eq!(repository.history(&[]).subjects(), ["begin"]);
}

#[test]
fn a_renamed_file_is_followed_to_its_former_names() {
    let Some(mut repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    std::fs::create_dir(repository.folder().join("lists")).unwrap();
    repository.git(&["mv", "list.yaml", "lists/*odd name.yaml"]);
    repository.file = "lists/*odd name.yaml".to_owned();
    repository.commit("20T11:00", "Omar", "moved");
    std::fs::write(repository.folder().join("list.yaml"), watchlist(&[FULL])).unwrap();
    std::fs::write(repository.folder().join("lists/odd name.yaml"), watchlist(&[FULL])).unwrap();
    repository.commit("20T12:00", "Omar", "other files with names like it");
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL])).commit("21T10:00", "Layla", "seated");
    let history = repository.history(&[]);
    assert_eq!(history.subjects(), ["begin", "announced", "seated"], "{}", history.err);
    assert!(history.version("seated").contains("announced → minimal (verified)"));
}

#[test]
fn branches_keep_their_authors_and_a_merge_tells_only_what_is_its_own() {
    let Some(repository) = Repository::new() else { return };
    let risk = |text: &str| watchlist(&[ANNOUNCED]).replace("log: []", &format!("log:\n  {text}"));
    let both = |reports: &[&str], text: &str| watchlist(reports).replace("log: []", &format!("log:\n  {text}"));
    let entry = "- { at: 2026-01-20T12:00Z, severity: minor, text: a drone, source: ap }";
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Layla", "begin");
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write(&risk(entry)).commit("20T12:30", "Noa", "drone");
    repository.git(&["checkout", "-q", "main"]);
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL])).commit("21T10:00", "Omar", "seated");
    repository.git_as("21T11:00", "Omar", &["merge", "-q", "--no-commit", "side"]);
    repository.write(&both(&[ANNOUNCED, MINIMAL], entry).replace("title: The committee", "title: The council"));
    repository.commit("21T11:00", "Omar", "merge side");
    let history = repository.history(&[]);
    assert_eq!(history.subjects(), ["begin", "drone", "seated", "merge side"], "{}", history.err);
    assert!(
        history.version("drone").contains("Noa\n") && history.version("drone").contains("minor 20 Jan 12:00Z: a drone")
    );
    assert!(history.version("seated").contains("announced → minimal") && !history.version("seated").contains("log"));
    let merge = history.version("merge side");
    assert!(merge.contains("renamed, was “The committee”"), "{merge}");
    assert!(!merge.contains("a drone") && !merge.contains("→ minimal"), "{merge}");
}

#[test]
fn a_merge_of_two_logs_tells_neither_sides_entry() {
    let Some(repository) = Repository::new() else { return };
    let log = |entries: &[&str]| watchlist(&[]).replace("log: []", &format!("log:\n  {}", entries.join("\n  ")));
    let [shot, drone] =
        ["a shot", "a drone"].map(|text| format!("- {{ at: 2026-01-20T12:00Z, severity: minor, text: {text} }}"));
    repository.write(&watchlist(&[])).commit("20T10:00", "Layla", "begin");
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write(&log(&[&drone])).commit("20T12:30", "Noa", "drone");
    repository.git(&["checkout", "-q", "main"]);
    repository.write(&log(&[&shot])).commit("21T10:00", "Omar", "shot");
    // Both sides wrote at one place: the merge is settled by hand.
    repository.git_as("21T11:00", "Omar", &["merge", "-q", "--no-commit", "-s", "ours", "side"]);
    repository.write(&log(&[&shot, &drone])).commit("21T11:00", "Omar", "merge side");
    let history = repository.history(&[]);
    let merge = history.version("merge side");
    assert!(
        history.version("drone").contains("a drone") && history.version("shot").contains("a shot"),
        "{}",
        history.out
    );
    assert!(!merge.contains("a drone") && !merge.contains("a shot"), "{merge}");
}

#[test]
fn what_a_branch_did_under_the_old_name_is_not_lost() {
    let Some(mut repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Noa", "announced");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["mv", "list.yaml", "new.yaml"]);
    repository.file = "new.yaml".to_owned();
    repository.write(&format!("# moved\n{}", watchlist(&[]))).commit("20T11:00", "Omar", "moved");
    repository.git_as("20T12:00", "Omar", &["merge", "-q", "-m", "merged", "side"]);
    let history = repository.history(&[]);
    assert_eq!(history.subjects(), ["begin", "announced", "moved", "merged"], "{}", history.out);
    assert!(history.version("announced").contains("Noa\n"), "{}", history.out);
}

#[test]
fn what_people_write_cannot_steer_the_terminal() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Mal\u{1b}[31mlory\u{202e}", "\u{1b}]0;gone\u{7} subject");
    // Git itself takes the colon off.
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T09:00", ":100644 100644", "");
    let history = repository.history(&[]);
    assert!(history.out.contains("Mal\\x1b[31mlory\\u{202e}"), "{}", history.out);
    assert!(!history.out.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    assert!(history.out.contains("  100644 100644\n  “”\n"), "{}", history.out);
}

#[test]
fn programs_get_one_object_with_the_true_characters() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "L\u{202e}ayla", "begin");
    repository.write("version: [\n").commit("20T09:00", "Omar", "broken");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    let said = repository.history(&["--json"]);
    let history: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let versions = history["versions"].as_array().unwrap();
    assert_eq!((history["reach"].as_str(), versions.len(), said.code), (Some("whole"), 3, Some(1)));
    assert_eq!(versions[0]["author"], "L\u{202e}ayla");
    assert_eq!(versions[0]["at"], "2026-01-20T08:00:00Z");
    let outcomes: Vec<_> = versions.iter().map(|version| version["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["first", "broken", "changed"]);
    let change = &versions[2]["changes"][0];
    assert_eq!((change["subject"].as_str(), change["kind"].as_str()), (Some("checklists/two/committee"), Some("rung")));
    assert_eq!(versions[2]["commit"].as_str().map(str::len), Some(40));
}

/// It ends with 2, and says this.
#[track_caller]
fn check_refused(said: &repository::Said, words: &str) {
    assert!(said.err.contains(words) && said.out.is_empty(), "{}{}", said.err, said.out);
    assert_eq!(said.code, Some(2));
}

#[test]
fn where_there_is_no_history_the_reason_and_the_remedy_are_said() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[]));
    check_refused(&repository.history(&[]), "no commit has list.yaml: `git add` and `git commit` it");
    std::fs::write(repository.folder().join("other"), "").unwrap();
    repository.git(&["add", "other"]);
    repository.git_as("20T08:00", "Layla", &["commit", "-q", "-m", "other"]);
    check_refused(&repository.history(&[]), "no commit has list.yaml");
    repository.commit("20T09:00", "Layla", "begin");
    let file = repository.path();
    let mut dubious = repository.program(&["history"]);
    check_refused(
        &said(dubious.arg(&file).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")),
        "if you trust it, `git config --global --add safe.directory",
    );
    check_refused(&said(repository.program(&["history"]).arg(&file).env("PATH", "/nowhere")), "git not found in $PATH");
    let outside = tempfile::tempdir().unwrap();
    let lonely = outside.path().join("w.yaml");
    std::fs::write(&lonely, watchlist(&[])).unwrap();
    check_refused(&said(repository.program(&["history"]).arg(&lonely)), "lies in no git repository: `git init`");
    check_refused(&said(repository.program(&["history", "-"]).arg("--json")), "name a file");
    check_refused(&repository.history(&["--since", "soon"]), "--since soon: not a time");
}

#[test]
fn a_shallow_clone_says_that_more_came_before() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    let from = format!("file://{}", repository.folder().display());
    repository.git(&["clone", "-q", "--depth", "1", &from, "clone"]);
    let history = said(repository.program(&["history"]).arg(repository.folder().join("clone/list.yaml")));
    assert_eq!(history.subjects(), ["announced"], "{}", history.err);
    assert!(history.out.contains("`git fetch --unshallow` brings it"), "{}", history.out);
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("20T10:00", "Omar", "announced");
    let outside = tempfile::tempdir().unwrap();
    let mark = outside.path().join("was-run");
    let script = trap(outside.path(), "script", &mark);
    let names = [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "core.editor",
        "filter.x.clean",
        "filter.x.smudge",
        "gpg.program",
        "core.sshCommand",
        "core.gitProxy",
        "core.askPass",
        "uploadpack.packObjectsHook",
        "credential.helper",
        "alias.log",
        "alias.cat-file",
    ];
    for name in names {
        let value = if name.starts_with("alias.") { format!("!{script}") } else { script.clone() };
        repository.git(&["config", name, &value]);
    }
    repository.git(&["config", "log.showSignature", "true"]);
    repository.git(&["config", "log.follow", "true"]);
    repository.git(&["config", "log.showRoot", "false"]);
    std::fs::write(repository.folder().join(".git/info/attributes"), "*.yaml diff=x filter=x\n").unwrap();
    repository.write(&watchlist(&[ANNOUNCED, MINIMAL]));
    let history = repository.history(&[]);
    assert_eq!(history.subjects(), ["begin", "announced"], "{}", history.err);
    assert!(history.out.contains("on disk, not committed"), "{}", history.out);
    assert!(!mark.exists(), "something of the repository's was run");
}

#[test]
fn the_surroundings_do_not_point_it_at_another_repository() {
    let (Some(repository), Some(other)) = (Repository::new(), Repository::new()) else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    other.write(&watchlist(&[])).commit("20T08:00", "Layla", "elsewhere");
    let mut command = repository.program(&["history"]);
    command.arg(repository.path()).env("GIT_DIR", other.folder().join(".git")).env("GIT_WORK_TREE", other.folder());
    assert_eq!(said(&mut command).subjects(), ["begin"]);
    let link = other.folder().join("link.yaml");
    std::os::unix::fs::symlink(repository.path(), &link).unwrap();
    assert_eq!(said(other.program(&["history"]).arg(&link)).subjects(), ["begin"]);
}

#[test]
fn one_frame_as_known_is_printed_of_the_commit_of_that_time() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    repository.write(&watchlist(&[ANNOUNCED])).commit("25T10:00", "Omar", "late news");
    let frame = |arguments: &[&str]| {
        let mut command = repository.program(&["--print", "--size", "120x40"]);
        said(command.args(arguments).arg(repository.path()))
    };
    let dated = frame(&["--now", "2026-01-22T00:00Z"]);
    assert!(dated.out.contains("○ announced") && dated.out.contains("AS OF 2026-01-22"), "{}", dated.out);
    let known = frame(&["--now", "2026-01-22T00:00Z", "--as-known"]);
    assert!(known.out.contains("PAST as known 2026-01-22 00:00Z") && known.out.contains("by Layla)"), "{}", known.out);
    assert!(!known.out.contains("announced"), "{}", known.out);
    check_refused(&frame(&["--now", "2026-01-01T00:00Z", "--as-known"]), "no version of the file was committed by");
    assert_eq!(frame(&["--as-known"]).code, Some(2));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let Some(repository) = Repository::new() else { return };
    repository.write(&watchlist(&[])).commit("20T08:00", "Layla", "begin");
    let mut command = repository.program(&["history"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command.arg(repository.path()).stdout(writer).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
