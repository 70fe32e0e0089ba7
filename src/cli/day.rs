//! `trucewatch day add`: records what one source reports about one day at a crossing.

use super::Common;
use super::record::{About, Dash, From, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{DAY, DraftKind};
use crate::draft::resolve::resolve_day;
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct DayArguments;

impl Kinds for DayArguments {
    const KINDS: &'static [&'static DraftKind] = &[&DAY];
}

#[derive(Debug, Subcommand)]
pub(super) enum DayCommand {
    /// Add one, from the options; or several, from standard input.
    Add(DayAddArguments),
}

#[derive(Debug, Args)]
pub(super) struct DayAddArguments {
    /// A crossing (rafah); or `-`, where each entry on standard input names its own under `crossing`.
    crossing: String,

    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: OptionFields<DayArguments>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(DayCommand::Add(arguments): &DayCommand, common: &Common) -> anyhow::Result<u8> {
    let DayAddArguments { crossing, entries, fields, target } = arguments;
    let (about, from) = About::named("crossing", resolve_day, std::slice::from_ref(crossing), From::dash(*entries));
    record(&about, from, &fields.given, target, common)
}
