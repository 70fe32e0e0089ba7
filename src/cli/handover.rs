//! `trucewatch handover`: what the next operator needs to know, as text to paste into a mail or a chat.
//!
//! The text is harmless as Markdown and in a spreadsheet: no line starts with a character that can start a formula.

use super::diff::whole;
use super::input::WatchlistInput;
use super::{CLEAN, Common, now, output};
use crate::board::Board;
use crate::board::changes::{Change, ChangeCause, ChangeKind, ChangePlace, changes, reverted};
use crate::diagnostic::Source;
use crate::load::Loaded;
use crate::panes::changes::wire::{VERSION, WireChange};
use crate::panes::handover::{HandoverSection, Note, SectionRole, handover, last_look, period, wire};
use crate::panes::status::wire::StatusJson;
use crate::runtime::journal::{self, LastLook};
use crate::text::{escape_markdown, sanitise, to_json};
use crate::watchlist::Watchlist;
use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::Args;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// The default period: one long shift.
const USUAL: TimeDelta = TimeDelta::hours(12);

#[derive(Debug, Args)]
pub(super) struct HandoverArguments {
    /// The watchlist to hand over; `-` is standard input.
    file: Option<PathBuf>,

    /// From when on: 8h (ago), 2026-02-01 (its first moment), a time as for --now, or `seen`: since what was last looked
    /// at on the board (D). Without it, the last 12 hours.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<String>,

    /// List everything that stands, such as each unknown thing. Without it, that is counted in one line.
    #[arg(long)]
    full: bool,

    /// One JSON object instead of text. It always has everything.
    #[arg(long)]
    json: bool,
}

/// What the watchlist is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ComparedWith {
    /// With itself at the requested moment.
    Asked,
    /// With itself at the start of the default period.
    Usual,
    /// With the text that was last looked at.
    Seen,
    /// The same, and the file is back at an earlier text.
    Back,
}

impl ComparedWith {
    fn begins_at_last_look(self) -> bool {
        match self {
            Self::Seen | Self::Back => true,
            Self::Asked | Self::Usual => false,
        }
    }

    /// A sentence that says what counts as new, and what may be missing.
    fn sentence(self) -> &'static str {
        match self {
            Self::Asked => {
                "New is what is dated in that time, as --since asks, and what is dated by a day alone that reaches into it; \
                 what was entered late under an earlier date is not."
            }
            Self::Usual => {
                "New is what is dated in the last 12 hours, as no --since was given, and what is dated by a day alone that \
                 reaches into them; what was entered late under an earlier date is not."
            }
            Self::Seen => "New is what differs from the text that was last looked at on the board (D).",
            Self::Back => {
                "New is what differs from the text that was last looked at on the board (D). REVERTED: the file is back \
                 at a text that was there before that."
            }
        }
    }

    /// A sentence that says how many entries are omitted, and why.
    fn untold(self, number: usize) -> String {
        let entries = if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") };
        if self.begins_at_last_look() {
            format!("Not told again: {entries} dated in this time, which stood in that text already.")
        } else {
            format!("Not told here: {entries} written since that look under an earlier date; --since seen tells them.")
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Usual => "usual",
            Self::Seen => "seen",
            Self::Back => "reverted",
        }
    }
}

struct Handover {
    source: Source,
    warnings: usize,
    basis: ComparedWith,
    /// When the operator last looked, if this is known and not later than now.
    last_look: Option<DateTime<Utc>>,
    /// How many entries are omitted, for the reason in [`ComparedWith::untold`].
    untold: usize,
    before: Board,
    after: Board,
    found: Vec<Change>,
}

pub(super) fn run(arguments: &HandoverArguments, common: &Common) -> anyhow::Result<u8> {
    let input = WatchlistInput::written(arguments.file.as_deref())?;
    let (loaded, now) = input.load(common.now.as_deref())?;
    let watchlist = whole(&loaded)?;
    // A lost or unreadable state folder costs the baseline, never the handover.
    let last = input.path().and_then(|path| journal::last_look(path, &loaded).ok().flatten());
    let last = last.filter(|last| last.looked.at <= now);
    let (last_look, seen) = last.as_ref().map(|LastLook { looked, .. }| (looked.at, looked.watchlist.clone())).unzip();
    let (basis, before) = before(arguments.since.as_deref(), last, (&watchlist, now))?;
    let after = Board::read(watchlist, now);
    let found = found(basis, &before, &after);
    let untold = if basis.begins_at_last_look() {
        let dated = changes(&Board::read_earlier(Arc::clone(&after.file), before.now), &after);
        Entries::from_changes(dated.iter()).without(&Entries::from_changes(found.iter()))
    } else {
        let since_look = seen.zip(last_look).map(|(seen, at)| changes(&Board::read(seen, at), &after));
        let is_late = |change: &&Change| change.at.is_some_and(|at| at.end <= before.now);
        Entries::from_changes(since_look.iter().flatten().filter(is_late)).count()
    };
    let warnings = loaded.open_problems();
    let Loaded { source, .. } = loaded;
    let handover = Handover { source, warnings, basis, last_look, untold, before, after, found };
    output::print(&match (arguments.json, arguments.full) {
        (true, _) => json(&handover),
        (false, true) => render_text(&handover, HandoverExtent::Full),
        (false, false) => render_text(&handover, HandoverExtent::Brief),
    })?;
    Ok(CLEAN)
}

/// The new entries in a set of changes.
struct Entries {
    /// The places of those that are listed one by one.
    places: HashSet<ChangePlace>,
    /// How many more are counted.
    more: usize,
}

impl Entries {
    fn from_changes<'c>(changes: impl Iterator<Item = &'c Change>) -> Self {
        let (mut places, mut more) = (HashSet::new(), 0);
        for change in changes.filter(|change| matches!(change.cause, ChangeCause::Reported | ChangeCause::Reverted)) {
            match (&change.what, &change.quote) {
                (ChangeKind::Entries { count, .. } | ChangeKind::Log { count, .. }, None) => more += count,
                // Two changes can refer to the same entry.
                (ChangeKind::Checked { .. }, None) | (_, Some(_)) => drop(places.insert(change.place)),
                (_, None) => {}
            }
        }
        Self { places, more }
    }

    fn count(&self) -> usize {
        self.places.len() + self.more
    }

    /// How many of them are missing in `others`.
    fn without(&self, others: &Self) -> usize {
        self.places.difference(&others.places).count() + self.more.saturating_sub(others.more)
    }
}

fn found(basis: ComparedWith, before: &Board, after: &Board) -> Vec<Change> {
    let found = changes(before, after);
    match basis {
        ComparedWith::Back => reverted(found),
        ComparedWith::Asked | ComparedWith::Usual | ComparedWith::Seen => found,
    }
}

/// What to compare with: what was requested, otherwise the default period.
fn before(
    since: Option<&str>,
    last: Option<LastLook>,
    (watchlist, now): (&Arc<Watchlist>, DateTime<Utc>),
) -> anyhow::Result<(ComparedWith, Board)> {
    let itself = |at| Board::read_earlier(Arc::clone(watchlist), at);
    match since {
        None => {
            let since = now.checked_sub_signed(USUAL).context("--now lies before all time that there is")?;
            Ok((ComparedWith::Usual, itself(since)))
        }
        Some("seen") => {
            let LastLook { looked, is_back } = last.context(
                "--since seen: no look (D on the board) at this file is remembered up to now; \
                 leave --since out for the last 12 hours, or write --since 8h",
            )?;
            Ok((
                if is_back { ComparedWith::Back } else { ComparedWith::Seen },
                Board::read(looked.watchlist, looked.at),
            ))
        }
        Some(since) => Ok((ComparedWith::Asked, itself(now::since(since, watchlist.zone(), now)?))),
    }
}

/// Untrusted text as one line that is safe to print.
fn safe(text: &str) -> String {
    escape_markdown(sanitise(text).trim())
}

/// Whether everything that stands is listed or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HandoverExtent {
    Brief,
    Full,
}

fn render_text(report: &Handover, extent: HandoverExtent) -> String {
    let Handover { source, warnings, basis, last_look: look, untold, before, after, found } = report;
    let mut out = format!(
        "# Handover: {}\n\n{}\nFile: {}. Made by trucewatch by reading what is written there, and nothing else.\n{}\n",
        safe(after.watchlist.title.raw()),
        safe(&period(before, after)),
        safe(&source.name),
        basis.sentence(),
    );
    if let Some(look) = look.filter(|_| !basis.begins_at_last_look()) {
        let _ = writeln!(out, "{}", safe(&last_look(look, after)));
    }
    if *untold > 0 {
        let _ = writeln!(out, "{}", basis.untold(*untold));
    }
    if *warnings > 0 {
        let number = if *warnings == 1 { "1 warning".to_owned() } else { format!("{warnings} warnings") };
        let _ = writeln!(out, "The file has {number}: `trucewatch check` shows them.");
    }
    let sections = handover(before, after, found);
    for section in sections.iter().filter(|section| is_listed(section, extent)) {
        render_section(&mut out, section, source);
    }
    if extent == HandoverExtent::Brief {
        render_standing(&mut out, &sections);
    }
    let _ = writeln!(
        out,
        "\nGrades: the source from A (reliable) to E, F cannot be judged; then the information from 1 (confirmed) to 5, 6 \
         cannot be judged; a dash where none is given."
    );
    out
}

/// A brief leaves out what did not happen, except that nothing got worse: that does not say that all is well.
fn is_listed(section: &HandoverSection, extent: HandoverExtent) -> bool {
    match (extent, section.role) {
        (HandoverExtent::Full, _) | (HandoverExtent::Brief, SectionRole::Alarm) => true,
        (HandoverExtent::Brief, SectionRole::Happened | SectionRole::Now) => !section.notes.is_empty(),
        (HandoverExtent::Brief, SectionRole::Standing(_)) => false,
    }
}

fn render_section(out: &mut String, HandoverSection { heading, none, notes, .. }: &HandoverSection, source: &Source) {
    if notes.is_empty() {
        let _ = writeln!(out, "\n## {heading}: {none}");
        return;
    }
    let _ = writeln!(out, "\n## {heading} ({})\n", notes.len());
    for note in notes {
        let _ = writeln!(out, "* {}", line(note, source));
    }
}

/// Counts in one line what may be the same as every day.
fn render_standing(out: &mut String, sections: &[HandoverSection]) {
    let count = |section: &HandoverSection| match section.role {
        SectionRole::Standing(words) if !section.notes.is_empty() => Some(format!("{} {words}", section.notes.len())),
        SectionRole::Standing(_) | SectionRole::Alarm | SectionRole::Happened | SectionRole::Now => None,
    };
    let counts: Vec<_> = sections.iter().filter_map(count).collect();
    if !counts.is_empty() {
        let _ = writeln!(out, "\n## Standing: {}\n\n`trucewatch handover --full` lists them.", counts.join(", "));
    }
}

/// `Rafah: scheduled → open (2 Feb 09:00Z, Associated Press B2, verified, line 163)`.
fn line(note: &Note, source: &Source) -> String {
    let line = note.span.map(|span| format!("line {}", source.position(span).line));
    let facts: Vec<_> = note.facts.iter().map(|fact| safe(fact)).chain(line).collect();
    let words = safe(&note.words);
    if facts.is_empty() { words } else { format!("{words} ({})", facts.join(", ")) }
}

#[derive(Serialize)]
struct HandoverJson<'a> {
    version: u32,
    title: &'a str,
    file: &'a str,
    zone: &'a str,
    since: String,
    now: String,
    /// What it is compared with: `asked`, `usual`, `seen` or `reverted`.
    basis: &'static str,
    /// When the operator last looked (D), if this is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_look: Option<String>,
    /// How many entries are omitted: written since the last look with a date before `since`; or with basis `seen`,
    /// dated in the period, but already known at the last look.
    untold: usize,
    warnings: usize,
    /// In the order of the text: events first, then their consequences.
    changes: Vec<HandoverChangeJson>,
    status: StatusJson,
    due: Vec<wire::DueJson>,
    contradictions: Vec<wire::ContradictionJson>,
    unobserved: Vec<wire::GapJson>,
}

/// A change and its line in the file; without a line if it is gone.
#[derive(Serialize)]
struct HandoverChangeJson {
    #[serde(flatten)]
    change: WireChange,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

impl HandoverChangeJson {
    fn new(change: &Change, source: &Source, after: &Board) -> Self {
        let line = match change.place {
            ChangePlace::After(span) => Some(source.position(span).line),
            ChangePlace::Before(_) => None,
        };
        Self { change: WireChange::from_change(change, after), line }
    }
}

fn json(handover: &Handover) -> String {
    let Handover { source, warnings, basis, last_look, untold, before, after, found } = handover;
    let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let json = HandoverJson {
        version: VERSION,
        title: after.watchlist.title.raw(),
        file: &source.name,
        zone: after.watchlist.zone().name(),
        since: moment(before.now),
        now: moment(after.now),
        basis: basis.word(),
        last_look: last_look.map(moment),
        untold: *untold,
        warnings: *warnings,
        changes: found.iter().map(|change| HandoverChangeJson::new(change, source, after)).collect(),
        status: StatusJson::of_board(after, &source.name),
        due: wire::due(after),
        contradictions: wire::contradictions(after),
        unobserved: wire::unobserved(after, before.now),
    };
    to_json(&json) + "\n"
}
