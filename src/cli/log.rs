//! `trucewatch log`, `statement`, `tally`, `monitoring`: what belongs to the whole watchlist.

use super::Common;
use super::record::{About, Dash, EntryCommand, From, ImportArguments, Kinds, OptionFields, RecordTarget};
use super::record::{record, revise};
use crate::draft::DraftPlace;
use crate::draft::kinds::{DraftKind, LOG_ENTRY, MONITORING, STATEMENT, TALLY};
use clap::Args;

#[derive(Debug)]
pub(super) struct LogArguments;
#[derive(Debug)]
pub(super) struct StatementArguments;
#[derive(Debug)]
pub(super) struct TallyArguments;
#[derive(Debug)]
pub(super) struct MonitoringArguments;

impl Kinds for LogArguments {
    const KINDS: &'static [&'static DraftKind] = &[&LOG_ENTRY];
}
impl Kinds for StatementArguments {
    const KINDS: &'static [&'static DraftKind] = &[&STATEMENT];
}
impl Kinds for TallyArguments {
    const KINDS: &'static [&'static DraftKind] = &[&TALLY];
}
impl Kinds for MonitoringArguments {
    const KINDS: &'static [&'static DraftKind] = &[&MONITORING];
}

pub(super) type LogCommand<K> = EntryCommand<LogAddArguments<K>, K>;

#[derive(Debug, Args)]
pub(super) struct LogAddArguments<K: Kinds> {
    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: OptionFields<K>,

    #[command(flatten)]
    import: ImportArguments,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run<K: Kinds>(command: &LogCommand<K>, subject: DraftPlace, common: &Common) -> anyhow::Result<u8> {
    revise(command, common, |LogAddArguments { entries, fields, import, target }| {
        record(&About::Whole(subject), &From::dash(*entries), &fields.given, import, target, common)
    })
}
