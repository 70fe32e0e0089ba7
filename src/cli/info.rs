//! `trucewatch info`: which files are used, the versions, and what the terminal can do.

use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, output};
use crate::app::config::DesktopNotice;
use crate::app::{BidiFlag, ColourDepth, Glyphs, Look, OutputKind};
use crate::runtime::config::{LoadedConfig, config_path};
use crate::runtime::journal::state_folder;
use crate::runtime::{by_terminal, describe_system_rules};
use crate::text::sanitise;
use crate::watchlist::zone::BUNDLED_VERSION;
use clap::Args;
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct InfoArguments {
    /// The watchlist that would be shown.
    file: Option<PathBuf>,
}

pub(super) fn run(arguments: &InfoArguments, common: &Common) -> anyhow::Result<u8> {
    let LoadedConfig { config, problems, path } = LoadedConfig::read();
    let variable = |name: &str| env::var(name).ok();
    let look = output::look(common.color, config.screen.theme, BidiFlag::Auto);
    let configured = match (&path, config_path(|name| env::var_os(name))) {
        (Some(path), _) => shown(path),
        (None, Some(path)) => format!("none ({} is not there)", shown(&path)),
        (None, None) => "none (neither XDG_CONFIG_HOME nor HOME is set)".to_owned(),
    };
    let state = state_folder().map_or_else(|error| format!("none ({error})"), |path| shown(&path));
    let lines = [
        ("trucewatch", format!("{}, built for {}", env!("CARGO_PKG_VERSION"), built_for())),
        ("watchlist", watchlist(&WatchlistInput::from_env(arguments.file.as_deref()))),
        ("configuration", configured),
        ("state folder", state),
        ("editor", editor(config.editor.as_deref(), &variable)),
        ("alerts", alerts(&config.alerts)),
        ("log", variable("TRUCEWATCH_LOG").unwrap_or_else(|| "none (--log FILE or $TRUCEWATCH_LOG)".to_owned())),
        (
            "zone rules",
            format!("{}; for check, history and merges: built in ({BUNDLED_VERSION})", describe_system_rules()),
        ),
        ("terminal", terminal(&variable)),
        ("screen", screen(look)),
        ("notifications", notifications(by_terminal(&variable)).to_owned()),
    ];
    let mut out = String::new();
    for (name, words) in &lines {
        let _ = writeln!(out, "{name:<14} {}", sanitise(words));
    }
    for problem in &problems {
        let _ = writeln!(out, "{:<14} {}", "problem", sanitise(&format!("config.toml, {problem}")));
    }
    output::print(&out)?;
    Ok(if problems.is_empty() { CLEAN } else { PROBLEMS })
}

/// The platform that the program was compiled for, and how: `x86_64 linux musl, static`.
pub(super) fn built_for() -> String {
    let library = match (cfg!(target_env = "musl"), cfg!(target_env = "gnu")) {
        (true, _) => " musl",
        (_, true) => " gnu",
        (false, false) => "",
    };
    let linking = if cfg!(target_feature = "crt-static") { ", static" } else { "" };
    let checks = if cfg!(debug_assertions) { ", with debug checks" } else { "" };
    format!("{} {}{library}{linking}{checks}", env::consts::ARCH, env::consts::OS)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn watchlist(input: &WatchlistInput) -> String {
    match input.path() {
        Some(path) if path.exists() => shown(path),
        Some(path) => format!("{} (not there)", shown(path)),
        None => input.name(),
    }
}

fn editor(configured: Option<&[String]>, variable: &impl Fn(&str) -> Option<String>) -> String {
    match configured {
        Some(words) => format!("{} (configuration)", words.join(" ")),
        None => ["VISUAL", "EDITOR"]
            .into_iter()
            .find_map(|name| {
                variable(name).filter(|value| !value.trim().is_empty()).map(|value| format!("{value} (${name})"))
            })
            .unwrap_or_else(|| "vi".to_owned()),
    }
}

fn alerts(config: &crate::app::config::AlertConfig) -> String {
    let rules = match config.rules.len() {
        0 => "the usual changes for the worse".to_owned(),
        1 => "1 rule".to_owned(),
        rules => format!("{rules} rules"),
    };
    let bell = (config.bell == crate::app::Switch::On).then(|| "bell".to_owned());
    let desktop = (config.desktop != DesktopNotice::Off).then(|| "desktop".to_owned());
    let command = config.command.first().map(|program| format!("command {program}"));
    let ways = ["mark and title".to_owned()].into_iter().chain([bell, desktop, command].into_iter().flatten());
    format!("{rules}: {}", ways.collect::<Vec<_>>().join(", "))
}

fn terminal(variable: &impl Fn(&str) -> Option<String>) -> String {
    let names = ["TERM", "TERM_PROGRAM", "COLORTERM"];
    let set = names.into_iter().filter_map(|name| Some(format!("{name}={}", variable(name)?)));
    let tmux = variable("TMUX").filter(|value| !value.is_empty()).map(|_| "inside tmux".to_owned());
    let size = output::terminal_size().map(|(columns, rows)| format!("{columns}x{rows}"));
    let size = size.unwrap_or_else(|| "standard output is no terminal".to_owned());
    set.chain(tmux).chain([size]).collect::<Vec<_>>().join(", ")
}

fn screen(look: Look) -> String {
    let colours = match look.colours {
        ColourDepth::None => "no colours",
        ColourDepth::Ansi16 => "16 colours",
        ColourDepth::Ansi256 => "256 colours",
        ColourDepth::True => "true colour",
    };
    let glyphs = match look.glyphs {
        Glyphs::Unicode => "Unicode",
        Glyphs::Ascii => "ASCII only",
    };
    let output = match output::target() {
        OutputKind::Terminal => "",
        OutputKind::Elsewhere => " (as for a file or a pipe)",
    };
    format!("theme {}, {colours}, {glyphs}{output}", look.theme.word())
}

fn notifications(kind: DesktopNotice) -> &'static str {
    match kind {
        DesktopNotice::Osc777 => "osc-777",
        DesktopNotice::Osc99 => "osc-99",
        DesktopNotice::Osc9 | DesktopNotice::Auto | DesktopNotice::Off => "osc-9",
    }
}
