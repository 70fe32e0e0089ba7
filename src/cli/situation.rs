//! `trucewatch report`: the situation report, as one page or as Markdown.

use super::diff::whole;
use super::input::WatchlistInput;
use super::{CLEAN, Common, now, output};
use crate::board::Board;
use crate::board::changes::changes;
use crate::panes::report::{ReportExtent, SituationReport, html, markdown};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct SituationArguments {
    /// The watchlist to report on; `-` is standard input.
    file: Option<PathBuf>,

    /// News since when: 8h (ago), 2026-02-01 (its first moment), or a time as for --now.
    #[arg(long, value_name = "TIME", default_value = "24h", allow_hyphen_values = true)]
    since: String,

    /// Only the summary, the news, and the title of each section.
    #[arg(long)]
    brief: bool,

    /// What to write.
    #[arg(long, value_name = "FORMAT", default_value = "html")]
    format: ReportFormat,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// One page, with nothing from elsewhere and no script: for a browser, a mail or paper.
    Html,
    /// Markdown, for a chat or a repository.
    Md,
}

pub(super) fn run(arguments: &SituationArguments, common: &Common) -> anyhow::Result<u8> {
    let (loaded, now) = WatchlistInput::written(arguments.file.as_deref())?.load(common.now.as_deref())?;
    let watchlist = whole(&loaded)?;
    let since = now::since(&arguments.since, watchlist.zone(), now)?;
    let before = Board::read_earlier(Arc::clone(&watchlist), since);
    let after = Board::read(watchlist, now);
    let extent = if arguments.brief { ReportExtent::Brief } else { ReportExtent::Full };
    let report = SituationReport::new(&before, &after, &changes(&before, &after), extent);
    let write = match arguments.format {
        ReportFormat::Html => html::write,
        ReportFormat::Md => markdown::write,
    };
    output::print(&write(&report, &loaded.source.name))?;
    Ok(CLEAN)
}
