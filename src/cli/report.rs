//! `trucewatch report add`: what is said of an item, a crossing, a party there, or a risk.

use super::Common;
use super::record::{About, Dash, Fields, From, Kinds, RecordTarget, record};
use crate::draft::kinds::{ASSESSMENT, CROSSING_REPORT, ITEM_REPORT, Kind, PARTY_REPORT};
use crate::draft::resolve::resolve_report;
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct Report;

impl Kinds for Report {
    const KINDS: &'static [&'static Kind] = &[&ITEM_REPORT, &CROSSING_REPORT, &PARTY_REPORT, &ASSESSMENT];
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add one, from the options; or several, from standard input.
    Add(AddArguments),
}

#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// An item (phase-two/withdrawal, or its id alone), a crossing (rafah), a party there (rafah/egypt) or a risk; or `-`,
    /// where each entry on standard input names its own under `item`.
    item: String,

    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: Fields<Report>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(Command::Add(arguments): &Command, common: &Common) -> anyhow::Result<u8> {
    let AddArguments { item, entries, fields, target } = arguments;
    let (about, from) = About::named("item", resolve_report, std::slice::from_ref(item), From::dash(*entries));
    record(&about, from, &fields.given, target, common)
}
