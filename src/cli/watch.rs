//! `trucewatch watch`: stays, and prints one line for each change as it happens.
//!
//! Plain sentences are for screen readers, dumb terminals and logs: no glyphs, no columns, no cursor movement.

use super::input::{WatchlistInput, explain};
use super::{Common, output};
use crate::app::{Observation, OutputKind, WatchMode};
use crate::diagnostic::render::{ProblemPlaceJson, concise};
use crate::panes::changes::wire::{ChangeRecord, WireChange};
use crate::panes::status::wire::{ClassCounts, StatusJson};
use crate::panes::status::{EntityStatus, StatusClass, StatusFlag, spoken, statuses};
use crate::runtime::{Feed, FeedEvent, LastGood, run_feed};
use crate::text::{sanitise, to_json};
use anyhow::bail;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The version of the JSON.
const VERSION: u32 = 1;

#[derive(Debug, Args)]
pub(super) struct WatchArguments {
    /// The watchlist. Without: the one that the board would show.
    file: Option<PathBuf>,

    /// One JSON object a line.
    #[arg(long)]
    json: bool,

    /// Plain sentences, which is the default.
    #[arg(long, conflicts_with = "json")]
    plain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchFormat {
    Plain,
    Json,
}

pub(super) fn run(arguments: &WatchArguments, common: &Common) -> anyhow::Result<u8> {
    let format = if arguments.json { WatchFormat::Json } else { WatchFormat::Plain };
    watch(arguments.file.as_deref(), format, common)
}

/// Watches a file until the end.
pub(super) fn watch(file: Option<&Path>, format: WatchFormat, common: &Common) -> anyhow::Result<u8> {
    if common.now.is_some() {
        bail!("to watch is to follow the clock: leave --now out; `trucewatch status --now TIME` shows another moment");
    }
    let input = WatchlistInput::from_env(file);
    if input == WatchlistInput::Stdin {
        bail!("standard input cannot be watched: name a file");
    }
    let (first, _) = input.load_to_follow(None)?;
    let feed = Feed { file: input.path().map(ToOwned::to_owned), label: input.label() };
    let name = input.name();
    run_feed(feed, first, &move |event, at| match format {
        WatchFormat::Plain => sentences(&event, &name, at),
        WatchFormat::Json => json_lines(&event, &name, at),
    })
}

/// The sentences for an event, one a line.
fn sentences(event: &FeedEvent<'_>, name: &str, at: DateTime<Utc>) -> String {
    let name = sanitise(name);
    let lines = match event {
        FeedEvent::Started(board) => {
            let entities = statuses(board);
            let ClassCounts { alarm, disputed, unknown, calm } = ClassCounts::new(&entities);
            let counts = format!("{alarm} alarm, {disputed} disputed, {unknown} unknown, {calm} calm");
            let states: String = entities.iter().map(|status| status_sentence(status) + "\n").collect();
            let end = if output::target() == OutputKind::Terminal { " Ctrl-C ends it." } else { "" };
            return format!("{}. Watching {name}: {counts}.{end}\n{states}", stamp(at));
        }
        FeedEvent::Changed(observation) => change_sentences(observation),
        FeedEvent::Broken(source, problem, last_good) => {
            let problem = problem.map_or_else(String::new, |problem| concise(source, problem));
            vec![format!("{name} does not load; {}. {}", last_good_words(*last_good), sanitise(problem.trim()))]
        }
        FeedEvent::Unreadable(why, last_good) => {
            let why = explain(why);
            vec![format!("{name} cannot be read; {}. Reason: {}", last_good_words(*last_good), sanitise(&why))]
        }
        FeedEvent::Loaded => vec![format!("{name} loads again.")],
        FeedEvent::Watching(mode) => vec![mode_sentence(mode)],
    };
    lines.iter().map(|line| format!("{}. {}\n", stamp(at), spoken(line))).collect()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%MZ").to_string()
}

/// Formats `Alarm. rafah: CLOSED, ap B2 verified, 3h. Flags: threatened.`
fn status_sentence(status: &EntityStatus) -> String {
    let parts = [status.words.clone(), status.source_words(), status.age_words()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let name = sanitise(&status.entity.to_string()).into_owned();
    let flags = status.flags.iter().map(|flag| StatusFlag::word(*flag));
    let flags: Vec<_> = flags.filter(|flag| !status.words.eq_ignore_ascii_case(&flag.replace('-', " "))).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" Flags: {}.", flags.join(", ")) };
    let class = match status.class() {
        StatusClass::Alarm => "Alarm. ",
        StatusClass::Disputed | StatusClass::Unknown | StatusClass::Calm => "",
    };
    format!("{class}{name}: {}.{flags}", parts.join(", "))
}

fn change_sentences(observation: &Observation) -> Vec<String> {
    let back = observation.reverted.map(|to| format!("Reverted: the file is back at its text of {}.", stamp(to)));
    let change = |record: &ChangeRecord| {
        let direction = match record.change.direction.as_str() {
            "worse" => "Worse: ",
            "better" => "Better: ",
            _ => "",
        };
        format!("{direction}{}", record.text)
    };
    back.into_iter().chain(observation.changes.iter().map(change)).collect()
}

fn last_good_words(last_good: LastGood) -> &'static str {
    match last_good {
        LastGood::Stays => "the last good one stays",
        LastGood::None => "nothing is known until it does",
    }
}

fn mode_sentence(mode: &WatchMode) -> String {
    match mode {
        WatchMode::Events => "Saves are seen at once.".to_owned(),
        WatchMode::Polling(why) => format!("Saves are seen by looking once a second: {}.", sanitise(why)),
        WatchMode::Stalled(_) => {
            "The folder of the file does not answer, so saves are not seen: look after its disk or mount.".to_owned()
        }
        WatchMode::Nothing => "There is no file to watch, only the clock.".to_owned(),
    }
}

#[derive(Serialize)]
struct WatchLineJson<'a> {
    version: u32,
    /// When it was seen.
    at: String,
    #[serde(flatten)]
    event: WatchEventJson<'a>,
}

/// What happened; `event` is its name.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum WatchEventJson<'a> {
    /// All statuses at the start.
    Started {
        status: Box<StatusJson>,
    },
    Change {
        change: &'a WireChange,
    },
    /// The file is back at the text that it had then.
    Reverted {
        to: String,
    },
    Broken {
        problem: Option<ProblemPlaceJson>,
    },
    Unreadable,
    Loaded,
    Watching {
        mode: &'static str,
    },
}

/// The objects for an event, one a line.
fn json_lines(event: &FeedEvent<'_>, name: &str, at: DateTime<Utc>) -> String {
    let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let events = match event {
        FeedEvent::Started(board) => {
            vec![WatchEventJson::Started { status: StatusJson::of_board(board, name).into() }]
        }
        FeedEvent::Changed(observation) => {
            let back = observation.reverted.map(|to| WatchEventJson::Reverted { to: moment(to) });
            let changes = observation.changes.iter();
            back.into_iter().chain(changes.map(|record| WatchEventJson::Change { change: &record.change })).collect()
        }
        FeedEvent::Broken(source, problem, _) => {
            vec![WatchEventJson::Broken { problem: problem.map(|problem| ProblemPlaceJson::new(source, problem)) }]
        }
        FeedEvent::Unreadable(..) => vec![WatchEventJson::Unreadable],
        FeedEvent::Loaded => vec![WatchEventJson::Loaded],
        FeedEvent::Watching(mode) => vec![WatchEventJson::Watching { mode: mode_word(mode) }],
    };
    let line = |event| to_json(&WatchLineJson { version: VERSION, at: moment(at), event }) + "\n";
    events.into_iter().map(line).collect()
}

fn mode_word(mode: &WatchMode) -> &'static str {
    match mode {
        WatchMode::Events => "events",
        WatchMode::Polling(_) => "polling",
        WatchMode::Stalled(_) => "stalled",
        WatchMode::Nothing => "nothing",
    }
}
