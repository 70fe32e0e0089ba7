//! `trucewatch day add`: what one source reports of one day at a crossing.

use super::Common;
use super::record::{About, Dash, Fields, From, Kinds, RecordTarget, record};
use crate::draft::kinds::{DAY, Kind};
use crate::draft::resolve::resolve_day;
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct Day;

impl Kinds for Day {
    const KINDS: &'static [&'static Kind] = &[&DAY];
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add one, from the options; or several, from standard input.
    Add(AddArguments),
}

#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// A crossing (rafah); or `-`, where each entry on standard input names its own under `crossing`.
    crossing: String,

    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: Fields<Day>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(Command::Add(arguments): &Command, common: &Common) -> anyhow::Result<u8> {
    let AddArguments { crossing, entries, fields, target } = arguments;
    let (about, from) = About::named("crossing", resolve_day, std::slice::from_ref(crossing), From::dash(*entries));
    record(&about, from, &fields.given, target, common)
}
