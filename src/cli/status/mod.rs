//! `trucewatch status`: the status of entities, one line each, or typed for programs and status bars.

mod bars;
mod prometheus;

use super::completions::entities;
use super::diff::whole;
use super::input::WatchlistInput;
use super::{CLEAN, COULD_NOT_RUN, Common, PROBLEMS, output};
use crate::board::Board;
use crate::draft::resolve::{Purpose, resolve_status};
use crate::panes::status::wire::StatusJson;
use crate::panes::status::{EntityStatus, StatusClass, StatusFlag, statuses};
use crate::text::{sanitise, to_json};
use crate::watchlist::EntityRef;
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The JSON Schema of `--json`.
pub(super) const SCHEMA: &str = include_str!("../../../status.schema.json");

#[derive(Debug, Args)]
pub(super) struct StatusArguments {
    /// What to ask for: crossings (rafah), parties (rafah/egypt), items (phase-two/withdrawal, or an id alone), whole
    /// checklists, risks, signals, or `spillover` for the log. Without any: everything.
    #[arg(value_name = "ENTITY", add = entities(Purpose::Status))]
    entities: Vec<String>,

    /// The watchlist. Without it: the one that the board would show.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// One JSON object instead of text; `trucewatch schema status` describes it.
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// For a status bar, or for Prometheus. Exits with 0 whenever something is printed, also about a file that cannot
    /// be read: bars hide what fails, and what is hidden looks calm.
    #[arg(long, value_name = "NAME")]
    format: Option<BarFormat>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BarFormat {
    /// One JSON object for a custom module of waybar.
    Waybar,
    /// One line for the status line of tmux.
    Tmux,
    /// Metrics in the text format of Prometheus.
    Prom,
}

/// What was asked for.
struct StatusReport {
    board: Board,
    file: String,
    entities: Vec<EntityStatus>,
}

pub(super) fn run(arguments: &StatusArguments, common: &Common) -> anyhow::Result<u8> {
    let report = read(arguments, common);
    let Some(format) = arguments.format else {
        let report = report?;
        let is_calm = report.entities.iter().all(|status| status.class() == StatusClass::Calm);
        output::print(&if arguments.json { json(&report) } else { render_text(&report) })?;
        return Ok(if is_calm && !report.entities.is_empty() { CLEAN } else { PROBLEMS });
    };
    if let Err(error) = &report {
        output::print_error(&format!("{error:#}"));
    }
    let report = report.as_ref().ok();
    let line = match format {
        BarFormat::Waybar => bars::waybar(report),
        BarFormat::Tmux => bars::tmux(report),
        BarFormat::Prom => prometheus::metrics(report),
    };
    Ok(output::print(&line).map_or(COULD_NOT_RUN, |()| CLEAN))
}

fn read(arguments: &StatusArguments, common: &Common) -> anyhow::Result<StatusReport> {
    let input = WatchlistInput::written(arguments.file.as_deref())?;
    let (loaded, now) = input.load(common.now.as_deref())?;
    let watchlist = whole(&loaded)?;
    let asked =
        arguments.entities.iter().map(|name| resolve_status(&watchlist, name).map_err(|refusal| anyhow!("{refusal}")));
    let asked: HashSet<EntityRef> = asked.collect::<anyhow::Result<_>>()?;
    let board = Board::read(watchlist, now);
    let is_asked = |entity: &EntityRef| match entity {
        EntityRef::Item { checklist, .. } => {
            asked.contains(entity) || asked.contains(&EntityRef::Checklist(checklist.clone()))
        }
        entity => asked.contains(entity),
    };
    let mut entities = statuses(&board);
    entities.retain(|status| asked.is_empty() || is_asked(&status.entity));
    Ok(StatusReport { board, file: loaded.source.name, entities })
}

fn json(report: &StatusReport) -> String {
    to_json(&StatusJson::new(&report.board, &report.file, &report.entities)) + "\n"
}

/// One line for each entity, in columns: the class, the name, the status, since when, the source with its grades, the
/// age, and the flags.
fn render_text(report: &StatusReport) -> String {
    let lines: Vec<_> = report.entities.iter().map(|status| columns(&report.board, status)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    let mut out = String::new();
    for line in &lines {
        let padded = line.iter().zip(widths).filter(|(_, width)| *width > 0);
        let text: Vec<_> = padded.map(|(words, width)| format!("{words:<width$}")).collect();
        let _ = writeln!(out, "{}", text.join("  ").trim_end());
    }
    out
}

const COLUMNS: usize = 7;

fn columns(board: &Board, status: &EntityStatus) -> [String; COLUMNS] {
    let class = match status.class() {
        StatusClass::Calm => "-".to_owned(),
        class => class.word().to_uppercase(),
    };
    let flags: Vec<_> = status.flags.iter().map(|flag| StatusFlag::word(*flag)).collect();
    [
        class,
        sanitise(&status.entity.to_string()).into_owned(),
        status.words.clone(),
        status.since_words(board),
        status.source_words(),
        status.age_words(),
        flags.join(","),
    ]
}
