//! `trucewatch [FILE]`: the board, live on a terminal or as one printed frame.

use super::input::WatchlistInput;
use super::watch::{WatchFormat, watch};
use super::{CLEAN, Common, PROBLEMS, output};
use crate::app::{App, BidiFlag, Clock, Msg, Options, OutputKind, Stamped, ThemeName, Writes};
use crate::load::Loaded;
use crate::panes::PANES;
use crate::runtime::config::LoadedConfig;
use crate::runtime::save::rescued_files;
use crate::runtime::{self, Session, StartBy};
use crate::ui::{PrintStyle, print};
use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::{Path, PathBuf};

/// The default size of a printed frame: columns, rows.
const USUAL_SIZE: (u16, u16) = (120, 40);

#[derive(Debug, Default, Args)]
pub(super) struct BoardArguments {
    /// The watchlist to show; `-` is standard input, for printing.
    file: Option<PathBuf>,

    /// With --now: show the file as it stood in git's last commit by then, and not as it is dated now.
    #[arg(long, requires = "now")]
    as_known: bool,

    /// Print one frame as text and exit; done by itself where standard output is no terminal.
    #[arg(long)]
    print: bool,

    /// How large the printed frame is, in columns and rows, such as 120x40.
    #[arg(long, value_name = "WxH", value_parser = parse_size)]
    size: Option<(u16, u16)>,

    /// No board, but plain sentences as in `trucewatch watch`: for screen readers and logs. Done by itself where TERM is
    /// dumb.
    #[arg(long, conflicts_with_all = ["print", "size"])]
    plain: bool,

    /// Write nothing to the watchlist: the keys that record something say so instead. `e` and `E` still open your editor,
    /// which can.
    #[arg(long)]
    readonly: bool,

    /// The theme: default, light, dark, high-contrast, colour-blind or mono.
    #[arg(long, value_name = "NAME", value_parser = parse_theme)]
    theme: Option<ThemeName>,

    /// Who puts right-to-left text (Arabic, Hebrew, Persian) in order: terminal, self for this program, or auto. With auto,
    /// this program does it on terminals that are known not to.
    #[arg(long, value_name = "WHO", value_parser = parse_bidi)]
    bidi: Option<BidiFlag>,
}

impl BoardArguments {
    /// The arguments for an optional file and no options.
    pub(super) fn with_file(file: Option<PathBuf>) -> Self {
        Self { file, ..Self::default() }
    }
}

pub(super) fn run(arguments: &BoardArguments, common: &Common) -> anyhow::Result<u8> {
    let is_on_terminal = output::target() == OutputKind::Terminal;
    let is_dumb = is_on_terminal && std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let is_frame = arguments.print || common.now.is_some();
    if arguments.plain || (is_dumb && !is_frame) {
        return watch(arguments.file.as_deref(), WatchFormat::Plain, common);
    }
    let input = WatchlistInput::from_env(arguments.file.as_deref());
    let is_printed = arguments.print || !is_on_terminal || is_dumb || input == WatchlistInput::Stdin;
    let load = if is_printed { WatchlistInput::load } else { WatchlistInput::load_to_follow };
    let (first, now) = load(&input, common.now.as_deref())?;
    let clock = if common.now.is_some() { Clock::AsOf(now) } else { Clock::Live };
    let travel = if arguments.as_known { StartBy::AsKnown } else { StartBy::AsDated };
    let writes = if arguments.readonly { Writes::Off } else { Writes::Allowed };
    let label = input.label();
    let config = LoadedConfig::read();
    let theme = arguments.theme.or(config.config.screen.theme);
    let look = output::look(common.color, theme, arguments.bidi.unwrap_or_default());
    if is_printed {
        let size = arguments.size.or_else(output::terminal_size).unwrap_or(USUAL_SIZE);
        let at = Utc::now();
        let config = config.config;
        let options = Options { panes: PANES, file: label, clock, writes, look, config, size, at };
        return print_frame(options, first, input.path(), travel);
    }
    runtime::run(
        Session { file: input.path().map(ToOwned::to_owned), label, clock, writes, look, config, travel },
        first,
    )
}

/// Prints one frame. The exit code says whether it shows a good watchlist.
fn print_frame(options: Options, first: Loaded, file: Option<&Path>, travel: StartBy) -> anyhow::Result<u8> {
    let ((width, height), at) = (options.size, options.at);
    let style = if options.look.theme == ThemeName::Mono { PrintStyle::Plain } else { PrintStyle::Ansi };
    let code = if first.watchlist.is_some() { CLEAN } else { PROBLEMS };
    let mut app = App::new(options);
    app.update(Stamped { at, msg: Msg::Read(Box::new(first)) });
    let rescued = file.map(rescued_files).unwrap_or_default();
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    app.update(Stamped { at, msg: Msg::Rescued(rescued.iter().map(name).collect()) });
    match travel {
        StartBy::AsDated => {}
        StartBy::AsKnown => go_as_known(&mut app, file, at)?,
    }
    output::print(&print(&app, width, height, style))?;
    Ok(code)
}

/// Travels to the version of `--now`, asking git for it synchronously.
fn go_as_known(app: &mut App, file: Option<&Path>, at: DateTime<Utc>) -> anyhow::Result<()> {
    let mut effects = app.change_clock();
    while let Some(msg) = effects.pop().and_then(|effect| runtime::answer(file, effect)) {
        if let Msg::History(Err(why)) = msg {
            bail!(why);
        }
        effects.extend(app.update(Stamped { at, msg }));
    }
    if !app.is_as_known() {
        bail!("no version of the file was committed by the moment of --now: `trucewatch history` lists them all");
    }
    Ok(())
}

fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let size =
        text.split_once(['x', 'X', '×']).and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match size {
        Some((width @ 1..=1000, height @ 1..=1000)) => Ok((width, height)),
        _ => Err("write columns x rows, such as 120x40, each from 1 to 1000".to_owned()),
    }
}

fn parse_theme(text: &str) -> Result<ThemeName, String> {
    ThemeName::parse(text).ok_or_else(|| {
        let words: Vec<_> = ThemeName::ALL.iter().map(|theme| theme.word()).collect();
        format!("one of: {}", words.join(", "))
    })
}

fn parse_bidi(text: &str) -> Result<BidiFlag, String> {
    BidiFlag::parse(text).ok_or_else(|| "one of: auto, terminal, self".to_owned())
}
