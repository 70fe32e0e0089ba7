//! The command line: one file per subcommand. Parses arguments, prints, and turns outcomes into exit codes.

mod board;
mod check;
mod checked;
mod close;
mod completions;
mod day;
mod diff;
mod git_setup;
mod handover;
mod history;
mod info;
mod init;
mod input;
mod journal;
mod later;
mod log;
mod man;
mod merge_driver;
mod now;
mod output;
mod record;
mod report;
mod rescued;
mod review;
mod schema;
mod settings;
mod situation;
mod status;
mod watch;

use crate::app::ColourFlag;
use crate::draft::DraftPlace;
use crate::draft::resolve::{resolve_day, resolve_quota};
use crate::runtime::program_log::{close_log, note, open_log};
use crate::runtime::{describe_system_rules, set_panic_hook};
use crate::watchlist::zone::BUNDLED_VERSION;
use anyhow::Context as _;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use later::Later;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Success: no problems found.
pub const CLEAN: u8 = 0;
/// The watchlist has problems.
pub const PROBLEMS: u8 = 1;
/// The program could not do what was requested.
pub const COULD_NOT_RUN: u8 = 2;

/// A terminal monitor for a ceasefire: Rafah, Phase Two and spillover, from one YAML watchlist.
///
/// Without FILE it shows $TRUCEWATCH_FILE, else ./watchlist.yaml, else trucewatch/watchlist.yaml in the XDG
/// configuration folder, else the watchlist that is built in.
#[derive(Debug, Parser)]
#[command(version, subcommand_precedence_over_arg = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    board: board::BoardArguments,

    #[command(flatten)]
    common: Common,
}

impl Arguments {
    /// Parses the arguments. The first one is the program's name.
    fn parse(given: &[OsString]) -> Result<Self, clap::Error> {
        Self::plain(given).map_or_else(|| Self::try_parse_from(given), Ok)
    }

    /// The arguments if they are empty or only a file: most boards are started this way, and it needs no table of
    /// options.
    fn plain(given: &[OsString]) -> Option<Self> {
        let is_file = |word: &&str| !word.is_empty() && !word.starts_with('-') && *word != "help";
        let file = match given {
            [_] => None,
            [_, word] => Some(word.to_str().filter(is_file).filter(|word| !Command::has_subcommand(word))?),
            _ => return None,
        };
        let board = board::BoardArguments::with_file(file.map(PathBuf::from));
        Some(Self { command: None, board, common: Common { now: None, color: ColorChoice::Auto, log: None } })
    }
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
struct Common {
    /// Read the watchlist as of this moment; reports dated later are unseen. Such as 2026-02-01T09:00Z, or
    /// "2026-02-01 11:00" in the watchlist's zone, or 2026-02-01 for the end of that day.
    #[arg(long, value_name = "TIME", global = true)]
    now: Option<String>,

    /// Whether to use colours.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    color: ColorChoice,

    /// Add a line to this file for each read, save and job, with its time, but no text of the watchlist. Else
    /// $TRUCEWATCH_LOG.
    #[arg(long, value_name = "FILE", global = true)]
    log: Option<PathBuf>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal that can show them; NO_COLOR, CLICOLOR and CLICOLOR_FORCE are honoured.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<ColorChoice> for ColourFlag {
    fn from(choice: ColorChoice) -> Self {
        match choice {
            ColorChoice::Auto => Self::Auto,
            ColorChoice::Always => Self::Always,
            ColorChoice::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say everything that is wrong with a watchlist. Exits with 0 when clean, 1 on problems, 2 when it could not run.
    Check(Later<check::CheckArguments>),
    /// Say what changed from one watchlist to another, or in one since a moment. Exits like diff: with 0 when nothing
    /// changed, 1 when something did, 2 when it could not run.
    Diff(Later<diff::DiffArguments>),
    /// List who changed what when, from the git repository in which a watchlist lies. Exits with 0, 1 when a version that
    /// is listed does not load, 2 when it could not run.
    History(Later<history::HistoryArguments>),
    /// Print what the next operator has to know, ready to paste, of the last 12 hours or --since: what got worse and better,
    /// what is overdue, old, unknown, not looked at or contradicted, and what is due next.
    Handover(Later<handover::HandoverArguments>),
    /// Print what holds now, one line for each entity. Exits with 0 when all is calm, 1 when something is bad, disputed
    /// or unknown, 2 when it could not run.
    Status(Later<status::StatusArguments>),
    /// Stay, and print one line for each change as it happens: plain sentences, or JSON for programs.
    Watch(Later<watch::WatchArguments>),
    /// Print which files are used, the versions, and what the terminal can do. Exits with 1 if the configuration has
    /// problems.
    Info(Later<info::InfoArguments>),
    /// Write the built-in watchlist to a file, as a start for your own.
    Init(Later<init::InitArguments>),
    /// Print what boards have seen to change while they were open, and who wrote it where that was this program.
    Journal(Later<journal::JournalArguments>),
    /// List what is due for review, old or unknown. Exits with 0 when nothing is due, 1 when something is, 2 when it could
    /// not run.
    Review(Later<review::ReviewArguments>),
    /// Tell git to merge a watchlist by what is written in it, so that two operators can add to the same list.
    GitSetup(Later<git_setup::GitSetupArguments>),
    /// Merge two versions of a watchlist: git runs it. Exits with 0 when clean, 1 on conflicts, 2 when it could not run.
    MergeDriver(Later<merge_driver::MergeDriverArguments>),
    /// Record what happened, correct it, withdraw it.
    #[command(subcommand)]
    Log(Later<log::LogCommand<log::LogArguments>>),
    /// Print the situation report, as one HTML page or as Markdown; `report add` records what is said of an item, a
    /// crossing, a party there, or a risk.
    Report(Later<report::ReportOrRecord>),
    /// Record one day at a crossing.
    #[command(subcommand)]
    Day(Later<day::DayCommand<day::DayArguments>>),
    /// Record how many a day were agreed for a crossing.
    #[command(subcommand)]
    Quota(Later<day::DayCommand<day::QuotaArguments>>),
    /// Record what somebody said.
    #[command(subcommand)]
    Statement(Later<log::LogCommand<log::StatementArguments>>),
    /// Record a number that somebody gives.
    #[command(subcommand)]
    Tally(Later<log::LogCommand<log::TallyArguments>>),
    /// Record that somebody could not observe something.
    #[command(subcommand)]
    Monitoring(Later<log::LogCommand<log::MonitoringArguments>>),
    /// Choose the source whose word settles the disputes of an item, a crossing or a risk.
    Prefer(Later<checked::PreferArguments>),
    /// Record that you looked, and nothing had changed: it renews how fresh the last report is, and nothing else.
    Checked(Later<checked::CheckedArguments>),
    /// Record that a risk is over, and why: it stays in the file and counts no more, unless something severe happens.
    Close(Later<close::CloseArguments>),
    /// Set who keeps an item, a crossing or a risk, how often it is reviewed, and what an item takes.
    Set(Later<settings::SetArguments>),
    /// Record a closure of a crossing that was announced: the plan, not what happened.
    Closure(Later<settings::ClosureArguments>),
    /// Print the JSON Schema of the watchlist, for editors, or of what programs read.
    Schema(Later<schema::SchemaArguments>),
    /// Print a script for a shell that completes commands, options, and the names in the watchlist.
    Completions(Later<completions::CompletionsArguments>),
    /// Print a manual page.
    Man(Later<man::ManArguments>),
}

/// Runs the program with the process's own arguments, and returns the exit code.
pub fn main() -> u8 {
    set_panic_hook();
    let given: Vec<_> = std::env::args_os().collect();
    if let Some(shell) = std::env::var_os(completions::VARIABLE) {
        return completions::answer(&shell, &given, Arguments::command());
    }
    if let Some(problem) = given.get(1).and_then(|word| misspelt_command(word)) {
        output::print_error(&problem);
        return COULD_NOT_RUN;
    }
    let arguments = match Arguments::parse(&given) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are not errors; clap knows which stream each belongs to.
            let code = if error.use_stderr() { COULD_NOT_RUN } else { CLEAN };
            output::show(&error.render().to_string(), error.use_stderr());
            if error.kind() == ErrorKind::DisplayVersion && given.iter().any(|word| word == "--version") {
                output::show(&format!("built for: {}\n{}", info::built_for(), zone_rules_in_use()), error.use_stderr());
            }
            return code;
        }
    };
    if let Err(error) = begin_log(arguments.common.log.as_deref(), &given) {
        output::print_error(&format!("{error:#}"));
        return COULD_NOT_RUN;
    }
    let code = dispatch(arguments).unwrap_or_else(|error| {
        output::print_error(&format!("{error:#}"));
        COULD_NOT_RUN
    });
    note(|| format!("end code={code}"));
    close_log();
    code
}

fn dispatch(arguments: Arguments) -> anyhow::Result<u8> {
    match arguments.command {
        Some(Command::Check(Later(check))) => check::run(&check, &arguments.common),
        Some(Command::Diff(Later(diff))) => diff::run(&diff, &arguments.common),
        Some(Command::History(Later(history))) => history::run(&history, &arguments.common),
        Some(Command::Handover(Later(handover))) => handover::run(&handover, &arguments.common),
        Some(Command::Status(Later(status))) => status::run(&status, &arguments.common),
        Some(Command::Watch(Later(watch))) => watch::run(&watch, &arguments.common),
        Some(Command::Info(Later(info))) => info::run(&info, &arguments.common),
        Some(Command::Init(Later(init))) => init::run(&init),
        Some(Command::Journal(Later(journal))) => journal::run(&journal, &arguments.common),
        Some(Command::Review(Later(review))) => review::run(&review, &arguments.common),
        Some(Command::GitSetup(Later(setup))) => git_setup::run(&setup),
        Some(Command::MergeDriver(Later(merge))) => merge_driver::run(&merge, &arguments.common),
        Some(Command::Log(Later(command))) => log::run(&command, DraftPlace::LogEntry, &arguments.common),
        Some(Command::Statement(Later(command))) => log::run(&command, DraftPlace::Statement, &arguments.common),
        Some(Command::Tally(Later(command))) => log::run(&command, DraftPlace::Tally, &arguments.common),
        Some(Command::Report(Later(report))) => report::run(&report, &arguments.common),
        Some(Command::Day(Later(command))) => day::run(&command, resolve_day, &arguments.common),
        Some(Command::Quota(Later(command))) => day::run(&command, resolve_quota, &arguments.common),
        Some(Command::Monitoring(Later(command))) => log::run(&command, DraftPlace::Monitoring, &arguments.common),
        Some(Command::Prefer(Later(prefer))) => checked::run_prefer(&prefer, &arguments.common),
        Some(Command::Checked(Later(checked))) => checked::run(&checked, &arguments.common),
        Some(Command::Close(Later(close))) => close::run(&close, &arguments.common),
        Some(Command::Set(Later(set))) => settings::run(&set, &arguments.common),
        Some(Command::Closure(Later(closure))) => settings::run_closure(&closure, &arguments.common),
        Some(Command::Schema(Later(schema))) => schema::run(&schema),
        Some(Command::Completions(Later(completions))) => completions::run(&completions),
        Some(Command::Man(Later(man))) => man::run(&man, Arguments::command()),
        None => board::run(&arguments.board, &arguments.common),
    }
}

/// Opens the log of the program, if one is asked for, and notes the start.
fn begin_log(asked: Option<&Path>, given: &[OsString]) -> anyhow::Result<()> {
    let variable = std::env::var_os("TRUCEWATCH_LOG").filter(|path| !path.is_empty()).map(PathBuf::from);
    let Some(path) = asked.or(variable.as_deref()) else { return Ok(()) };
    open_log(path).with_context(|| format!("the log {} cannot be opened", path.display()))?;
    // Other arguments can be texts for the watchlist.
    let words = given.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.into_iter().find(|word| Command::has_subcommand(word)).unwrap_or("board");
    note(|| {
        let version = env!("CARGO_PKG_VERSION");
        format!("start command={command} version={version} built-for={:?}", info::built_for())
    });
    Ok(())
}

/// The error for a word that is almost a command, unless a file has that name.
fn misspelt_command(word: &OsStr) -> Option<String> {
    let typed = word.to_str().filter(|word| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    if Command::has_subcommand(typed) || typed == "help" || Path::new(word).exists() {
        return None;
    }
    let commands = Arguments::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let likeness = |name: &str| strsim::jaro_winkler(name, typed);
    let closest = names.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(closest) >= 0.85)
        .then(|| format!("no command and no file is called {typed}: did you mean `trucewatch {closest}`?"))
}

/// What `--version` adds to the version; `-V` prints only the version.
fn zone_rules_in_use() -> String {
    let system = describe_system_rules();
    format!("time zone rules: {system}; for check, history and merges: built in ({BUNDLED_VERSION})\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(of: &clap::Command) -> Vec<(String, String)> {
        let said =
            |command: &clap::Command| command.get_about().expect("every command says what it is for").to_string();
        of.get_subcommands().map(|command| (command.get_name().to_owned(), said(command))).collect()
    }

    #[test]
    fn commands_say_the_same_of_themselves_when_their_options_are_made() {
        let mut arguments = Arguments::command();
        let listed = commands(&arguments);
        arguments.build();
        let asked: Vec<_> = commands(&arguments).into_iter().filter(|(name, _)| name != "help").collect();
        assert_eq!(asked, listed);
    }

    #[test]
    fn what_needs_no_table_of_options_is_understood_as_with_it() {
        let given = |words: &[&str]| -> Vec<_> { ["trucewatch"].iter().chain(words).map(OsString::from).collect() };
        for words in [&[][..], &["a.yaml"], &["./check"], &["checks"], &["a b"], &["معبر.yaml"]] {
            let (plain, whole) = (Arguments::plain(&given(words)), Arguments::try_parse_from(given(words)));
            assert_eq!(format!("{:?}", plain.expect("it is plain")), format!("{:?}", whole.expect("it is understood")));
        }
        for words in
            [&["check"][..], &["help"], &["--version"], &["-"], &[""], &["a.yaml", "b.yaml"], &["--print", "a"]]
        {
            assert!(Arguments::plain(&given(words)).is_none(), "{words:?}");
        }
        for (name, _) in commands(&Arguments::command()) {
            assert!(Arguments::plain(&given(&[&name])).is_none(), "{name}");
        }
    }

    #[test]
    fn a_word_that_is_almost_a_command_names_it() {
        for (typed, command) in
            [("chek", "check"), ("hystory", "history"), ("handver", "handover"), ("cheked", "checked")]
        {
            let problem = misspelt_command(OsStr::new(typed)).expect("a suggestion");
            assert!(problem.contains(&format!("did you mean `trucewatch {command}`?")), "{problem}");
        }
        for file in ["check", "help", "a.yaml", "-", "./chek", "gaza", "src"] {
            assert_eq!(misspelt_command(OsStr::new(file)), None, "{file}");
        }
    }

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
