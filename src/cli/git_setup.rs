//! `trucewatch git-setup`: configures git to merge a watchlist by its content.
//!
//! This takes a line in `.gitattributes`, which is part of the repository, and two settings, which git keeps per clone.
//! Existing lines and settings are not changed.

use super::input::WatchlistInput;
use super::merge_driver::{CLEAN_WORD, CONFLICT_WORD};
use super::{CLEAN, output};
use crate::runtime::git::{WorkTree, this_program};
use crate::text::sanitise;
use anyhow::{Context, anyhow, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// The name of the driver in git's settings.
const DRIVER: &str = "trucewatch";

#[derive(Debug, Args)]
pub(super) struct GitSetupArguments {
    /// The watchlist. Without it: the one that the board would show.
    file: Option<PathBuf>,
}

pub(super) fn run(arguments: &GitSetupArguments) -> anyhow::Result<u8> {
    let input = WatchlistInput::written(arguments.file.as_deref())?;
    let Some(path) = input.path() else { bail!("{} cannot be shared: name a file", input.name()) };
    let name = input.name();
    let real = path.canonicalize().with_context(|| name.clone())?;
    let folder = real.parent().ok_or_else(|| anyhow!("{name}: not a file"))?;
    let repository = WorkTree::around(folder)?;
    let top = repository.top().canonicalize()?;
    let inside = real.strip_prefix(&top).map_err(|_| anyhow!("{name}: it lies outside {}", top.display()))?;
    let inside = inside.to_str().ok_or_else(|| anyhow!("{name}: its name is not UTF-8: rename it"))?;
    let mut done = Vec::new();
    if repository.driver_of(inside)? != DRIVER {
        let line = format!("{} merge={DRIVER}", pattern(inside)?);
        repository.add_attribute(&line).with_context(|| ".gitattributes")?;
        if repository.driver_of(inside)? != DRIVER {
            bail!(
                "`{line}` was added to .gitattributes, and another rule goes before it: look in .git/info/attributes"
            );
        }
        done.push(format!("added to .gitattributes: {line}\n  commit it: it is for everybody"));
    }
    let program = command(&this_program()?)?;
    for (key, value) in [("name", "watchlists, merged by what is written".to_owned()), ("driver", program)] {
        let key = format!("merge.{DRIVER}.{key}");
        if repository.setting(&key)?.as_ref() != Some(&value) {
            repository.set(&key, &value)?;
            done.push(format!("set for this clone: {key} = {value}"));
        }
    }
    if done.is_empty() {
        done.push("nothing to do: git merges it by what is written already".to_owned());
    } else {
        done.push(
            "each other clone needs `trucewatch git-setup` once; without it, git merges lines as before".to_owned(),
        );
    }
    let shown = sanitise(&name);
    output::print(&done.iter().map(|line| format!("{shown}: {}\n", shown_lines(line))).collect::<String>())?;
    Ok(CLEAN)
}

fn shown_lines(text: &str) -> String {
    text.lines().map(|line| sanitise(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// The command that git runs: this program, with the files and the name that git fills in. If the program does not
/// report a merge (it is gone, damaged, or not executable), git's own line merge runs instead: on its own, git would
/// keep only our side and report a conflict.
fn command(program: &Path) -> anyhow::Result<String> {
    let program = program.to_str().ok_or_else(|| anyhow!("the path of this program is not UTF-8: move it"))?;
    let program = shell_words::quote(program).replace('%', "%%");
    Ok(format!(
        "case \"$({program} merge-driver -- %O %A %B %P)\" in {CLEAN_WORD}) exit 0;; {CONFLICT_WORD}) exit 1;; esac; \
         echo 'trucewatch could not merge, so git merges lines: run `trucewatch git-setup`' >&2; \
         git merge-file -L ours -L base -L theirs -- %A %O %B"
    ))
}

/// The pattern in `.gitattributes` that matches only this file.
fn pattern(file: &str) -> anyhow::Result<String> {
    if file.chars().any(char::is_control) {
        bail!("{}: its name cannot be written into .gitattributes: rename it", sanitise(file));
    }
    let mut pattern = String::from("/");
    for c in file.chars() {
        if matches!(c, '*' | '?' | '[' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    let is_plain = !pattern.contains([' ', '"']);
    Ok(if is_plain { pattern } else { format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\"")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_so_that_git_finds_no_other() {
        let check = |file: &str, expected: &str| assert_eq!(pattern(file).unwrap(), expected);
        check("watchlist.yaml", "/watchlist.yaml");
        check("a/b*c[1].yaml", "/a/b\\*c\\[1].yaml");
        check("a b.yaml", "\"/a b.yaml\"");
        check("a \"b\"\\?.yaml", "\"/a \\\"b\\\"\\\\\\\\\\\\?.yaml\"");
        assert!(pattern("a\nb").is_err());
    }

    #[test]
    fn the_program_is_found_wherever_it_lies() {
        let check = |path: &str, expected: &str| {
            let command = command(Path::new(path)).unwrap();
            assert!(
                command.starts_with(&format!("case \"$({expected} merge-driver -- %O %A %B %P)\" in ")),
                "{command}"
            );
        };
        check("/usr/bin/trucewatch", "/usr/bin/trucewatch");
        check("/my tools/100%/t", "'/my tools/100%%/t'");
    }
}
