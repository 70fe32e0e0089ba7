//! `trucewatch check`: lists everything that is wrong with a watchlist, with the same loader as the board.

use super::input::{LOCAL_NAME, WatchlistInput};
use super::{CLEAN, ColorChoice, Common, PROBLEMS, output, rescued};
use crate::app::{BidiFlag, ColourDepth};
use crate::diagnostic::render::{Palette, concise, full, json, json_failure};
use crate::diagnostic::{Problem, ProblemSeverity, Span};
use crate::load::Loaded;
use crate::runtime::git::has_unresolved_conflict;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Watchlists to check; `-` is standard input. Without any: the one that the board would show.
    files: Vec<PathBuf>,

    /// How problems are shown.
    #[arg(long, default_value = "full")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the line, the marker and the remedy.
    Full,
    /// One line a problem: file:line:column: severity[rule]: message.
    Concise,
    /// One JSON object a file, on one line; with an `error` where the file could not be read.
    Json,
}

pub(super) fn run(arguments: &CheckArguments, common: &Common) -> anyhow::Result<u8> {
    let named: Vec<_> = match arguments.files.as_slice() {
        [] => vec![None],
        files => files.iter().map(|file| Some(file.as_path())).collect(),
    };
    let mut code = CLEAN;
    let mut could_not_run = None;
    for file in named {
        let input = WatchlistInput::written(file);
        let name = input.as_ref().map_or_else(|_| LOCAL_NAME.to_owned(), WatchlistInput::name);
        let path = input.as_ref().ok().and_then(WatchlistInput::path).map(Path::to_path_buf);
        match input.and_then(|input| input.load_as_of(common.now.as_deref())) {
            Ok(mut loaded) => {
                let conflict = path.as_deref().and_then(unresolved_conflict);
                loaded.problems.extend(conflict.filter(|_| loaded.watchlist.is_some()));
                output::print(&render(&loaded, arguments.format, palette(common.color)))?;
                let rescued = path.as_deref().map_or(0, rescued::warn);
                if loaded.open_problems() > 0 || rescued > 0 {
                    code = PROBLEMS;
                }
            }
            Err(error) => {
                if arguments.format == Format::Json {
                    output::print(&(json_failure(&name, &format!("{error:#}")) + "\n"))?;
                }
                output::print_error(&format!("{error:#}"));
                could_not_run = Some(super::COULD_NOT_RUN);
            }
        }
    }
    Ok(could_not_run.unwrap_or(code))
}

/// An unresolved merge conflict in git of a file that loads: it may or may not contain the other side's changes.
fn unresolved_conflict(file: &Path) -> Option<Problem> {
    // If git cannot be queried, that is not a problem of the file.
    let is_unresolved = has_unresolved_conflict(file).unwrap_or(false);
    let warning = || {
        let message = "git has an unresolved merge conflict in this file: changes of one side may be missing";
        Problem::warning("unresolved-conflict", Span::at(0), message)
            .help("compare both sides: `git diff`; then `git add` it")
    };
    is_unresolved.then(warning)
}

fn palette(color: ColorChoice) -> Palette {
    match output::look(color, None, BidiFlag::Terminal).colours {
        ColourDepth::None => Palette::Plain,
        ColourDepth::Ansi16 | ColourDepth::Ansi256 | ColourDepth::True => Palette::Ansi,
    }
}

fn render(loaded: &Loaded, format: Format, palette: Palette) -> String {
    let Loaded { source, problems, .. } = loaded;
    match format {
        Format::Json => json(source, problems) + "\n",
        Format::Concise => problems.iter().map(|problem| concise(source, problem) + "\n").collect(),
        Format::Full => {
            let shown: String = problems.iter().map(|problem| full(source, problem, palette) + "\n\n").collect();
            format!("{shown}{}: {}\n", crate::text::sanitise(&source.name), summary(problems))
        }
    }
}

/// `clean`, or the number of problems by severity.
fn summary(problems: &[Problem]) -> String {
    let (open, accepted): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.is_open());
    let count = |severity: ProblemSeverity| open.iter().filter(|problem| problem.severity == severity).count();
    let words = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let counts = match (count(ProblemSeverity::Error), count(ProblemSeverity::Warning)) {
        (0, 0) => "clean".to_owned(),
        (0, warnings) => format!("{}; it loads", words(warnings, "warning")),
        (errors, 0) => format!("{}; it does not load", words(errors, "error")),
        (errors, warnings) => format!("{}, {}; it does not load", words(errors, "error"), words(warnings, "warning")),
    };
    match accepted.len() {
        0 => counts,
        number => format!("{counts} ({} accepted)", words(number, "warning")),
    }
}
