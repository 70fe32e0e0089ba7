//! Parses git's log: who committed which version of a file, and when.
//!
//! A renamed file is followed to its earlier name. Git's own `--follow` loses what a branch did under the old name, so
//! the log runs once for each name.

use super::command::output;
use super::repository::explain;
use super::{GitError, Repository};
use crate::app::history::{History, ObjectName, Revision};
use crate::text::Text;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitWalk {
    /// The commits of the branch itself: a merge is one step with everything that it merged.
    Line,
    /// All commits: each is compared with its parents, a merge with all of them.
    All,
}

/// How many names of a renamed file are followed.
const MAX_NAMES: usize = 20;

/// Commit, parents, time, author, subject. The fields are separated by NUL, which no field can contain.
const FORMAT: &str = "--format=tformat:%H%x00%P%x00%ct%x00%aN%x00%s";

impl Repository {
    /// The versions of the file, by all commits or only by those of the branch itself.
    ///
    /// # Errors
    /// If no commit has the file, or if git fails.
    pub fn history(&self, walk: CommitWalk) -> Result<History, GitError> {
        let versions = versions(self, walk).map_err(|error| explain(error, Path::new(self.name())))?;
        if versions.is_empty() {
            return Err(GitError::NotCommitted(self.name().to_string_lossy().into_owned()));
        }
        Ok(History { versions, reach: self.reach })
    }
}

/// The versions of a file, oldest first.
fn versions(repository: &Repository, walk: CommitWalk) -> Result<Vec<Revision>, GitError> {
    let mut name = repository.name().to_owned();
    let mut start = "HEAD".to_owned();
    let mut later = HashSet::new();
    let mut entries: Vec<LogEntry> = Vec::new();
    for _ in 0..MAX_NAMES {
        let found = log(repository, walk, &start, &name)?;
        entries.extend(found.into_iter().filter(|entry| !later.contains(&entry.commit)));
        let Some(first) = entries.last_mut().filter(|entry| entry.is_new()) else { break };
        let Some(parent) = first.made_from.split(' ').next().filter(|parent| !parent.is_empty()) else { break };
        let Some((old, text)) = rename(repository, parent, first.commit.as_str(), &name)? else { break };
        match walk {
            CommitWalk::Line => parent.clone_into(&mut start),
            // Another file may have started under the old name since, and branches may have continued.
            CommitWalk::All => later = later_than(repository, &first.commit)?,
        }
        first.parents = vec![text];
        name = old;
    }
    entries.reverse();
    Ok(entries.into_iter().filter(LogEntry::is_change).map(LogEntry::into_version).collect())
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct LogEntry {
    commit: ObjectName,
    /// The parents, separated by spaces.
    made_from: String,
    at: DateTime<Utc>,
    author: Text,
    subject: Text,
    file: String,
    blob: Option<ObjectName>,
    parents: Vec<Option<ObjectName>>,
}

impl LogEntry {
    /// Whether the file did not exist before.
    fn is_new(&self) -> bool {
        self.blob.is_some() && self.parents.iter().all(Option::is_none)
    }

    /// Whether the text changed. A change of only name or mode does not count.
    fn is_change(&self) -> bool {
        self.parents.iter().all(|parent| *parent != self.blob)
    }

    fn into_version(self) -> Revision {
        let Self { commit, made_from: _, at, author, subject, file, blob, parents } = self;
        Revision { commit, at, author, subject, file, blob, parents }
    }
}

/// The commits that changed the file with this name, newest first.
fn log(repository: &Repository, walk: CommitWalk, start: &str, name: &OsStr) -> Result<Vec<LogEntry>, GitError> {
    let mut command = repository.git("log");
    command.args(["-z", "--raw", "--no-abbrev", "--no-renames", "--no-follow", "--no-ext-diff", "--no-textconv"]);
    command.args(["--no-color", "--no-show-signature", "--encoding=UTF-8", FORMAT]);
    match walk {
        CommitWalk::Line => command.args(["--first-parent", "-m"]),
        CommitWalk::All => command.args(["--full-history", "--date-order", "-c"]),
    };
    command.arg(start).arg("--").arg(name);
    parse(&output(&mut command)?, name)
}

/// Parses git's output: five fields for each commit, then a line for each changed file, and the file's name.
fn parse(said: &[u8], name: &OsStr) -> Result<Vec<LogEntry>, GitError> {
    let mut entries: Vec<LogEntry> = Vec::new();
    let mut fields = said.split(|byte| *byte == 0);
    let strange = || GitError::Failed("its log is not as expected".to_owned());
    while let Some(field) = fields.next() {
        let field = field.strip_prefix(b"\n").unwrap_or(field);
        if field.starts_with(b":") {
            let path = fields.next().ok_or_else(strange)?;
            if let Some(entry) = entries.last_mut().filter(|_| path == name.as_bytes()) {
                (entry.parents, entry.blob) = texts(&String::from_utf8_lossy(field));
            }
        } else if !field.is_empty() {
            let commit = ObjectName::parse(&String::from_utf8_lossy(field)).ok_or_else(strange)?;
            let mut text = || fields.next().map(String::from_utf8_lossy).ok_or_else(strange);
            let made_from = text()?.into_owned();
            let at = text()?.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
            let (author, subject) = (Text::new(&text()?), Text::new(&text()?));
            let at = at.unwrap_or(DateTime::UNIX_EPOCH);
            let file = name.to_string_lossy().into_owned();
            entries.push(LogEntry { commit, made_from, at, author, subject, file, blob: None, parents: Vec::new() });
        }
    }
    // A merge that took the file from one of its parents changed nothing.
    entries.retain(|entry| !entry.parents.is_empty());
    Ok(entries)
}

/// The text before, for each parent, and the text after: from `:100644 100644 <was> <is> M`, or for a merge `::100644
/// 100644 100644 <was> <was> <is> MM`. Anything but a regular file has no text.
fn texts(line: &str) -> (Vec<Option<ObjectName>>, Option<ObjectName>) {
    let modes = line.trim_start_matches(':');
    let sides = line.len() - modes.len() + 1;
    let fields: Vec<_> = modes.split(' ').collect();
    let text = |at: usize| match (fields.get(at), fields.get(sides + at)) {
        (Some(mode), Some(blob)) if mode.starts_with("100") => ObjectName::parse(blob),
        _ => None,
    };
    let mut texts: Vec<_> = (0..sides).map(text).collect();
    let is = texts.pop().flatten();
    (texts, is)
}

/// The name and the text of the file before the commit that added it, if that commit renamed it.
fn rename(
    repository: &Repository,
    parent: &str,
    commit: &str,
    name: &OsStr,
) -> Result<Option<(OsString, Option<ObjectName>)>, GitError> {
    let mut command = repository.git("diff-tree");
    command.args(["-r", "-z", "--raw", "--no-abbrev", "-M", "--diff-filter=R", "--no-ext-diff", "--no-textconv"]);
    let said = output(command.args([parent, commit]))?;
    let mut fields = said.split(|byte| *byte == 0);
    while let (Some(line), Some(old), Some(new)) = (fields.next(), fields.next(), fields.next()) {
        if new == name.as_bytes() {
            let text = texts(&String::from_utf8_lossy(line)).0.pop().flatten();
            return Ok(Some((OsString::from_vec(old.to_vec()), text)));
        }
    }
    Ok(None)
}

/// A commit and all its descendants.
fn later_than(repository: &Repository, commit: &ObjectName) -> Result<HashSet<ObjectName>, GitError> {
    let range = format!("{}..HEAD", commit.as_str());
    let said = output(repository.git("rev-list").arg("--ancestry-path").arg(range).arg("--"))?;
    let names = String::from_utf8_lossy(&said);
    Ok(names.lines().filter_map(ObjectName::parse).chain([commit.clone()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(digit: char) -> String {
        digit.to_string().repeat(40)
    }

    fn name(digit: char) -> Option<ObjectName> {
        ObjectName::parse(&blob(digit))
    }

    #[test]
    fn the_texts_before_and_after_are_read_of_plain_commits_and_of_merges() {
        let (a, b, c, zero) = (blob('a'), blob('b'), blob('c'), blob('0'));
        assert_eq!(texts(&format!(":100644 100755 {a} {b} M")), (vec![name('a')], name('b')));
        assert_eq!(texts(&format!(":000000 100644 {zero} {b} A")), (vec![None], name('b')));
        assert_eq!(texts(&format!(":100644 120000 {a} {b} T")), (vec![name('a')], None));
        assert_eq!(texts(&format!("::100644 000000 100644 {a} {zero} {c} MA")), (vec![name('a'), None], name('c')));
        assert_eq!(texts(":nonsense"), (vec![None], None));
    }

    #[test]
    fn names_and_messages_are_never_taken_for_structure() {
        let (commit, other, a, b) = (blob('1'), blob('2'), blob('a'), blob('b'));
        let said = format!(
            "{commit}\0{other}\01769853600\0:100644 x\n\0:\0\n:100644 100644 {a} {b} M\0w.yaml\0\
             {other}\0\099999999999999999\0\0\0\0"
        );
        let entries = parse(said.as_bytes(), OsStr::new("w.yaml")).unwrap();
        assert_eq!(entries.len(), 1, "{entries:?}");
        assert_eq!((entries[0].author.raw(), entries[0].subject.raw()), (":100644 x\n", ":"));
        assert_eq!(entries[0].at.timestamp(), 1_769_853_600);
        assert_eq!((entries[0].blob.clone(), entries[0].parents.clone()), (name('b'), vec![name('a')]));
    }

    #[test]
    fn a_log_that_is_none_is_refused() {
        assert!(parse(b"nonsense", OsStr::new("w.yaml")).is_err());
        assert!(parse(b"", OsStr::new("w.yaml")).unwrap().is_empty());
    }
}
