//! `trucewatch report add`: records a report about an item, a crossing, a party there, or a risk.

use super::Common;
use super::record::{About, Dash, From, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{ASSESSMENT, CROSSING_REPORT, DraftKind, ITEM_REPORT, PARTY_REPORT};
use crate::draft::resolve::resolve_report;
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct ReportArguments;

impl Kinds for ReportArguments {
    const KINDS: &'static [&'static DraftKind] = &[&ITEM_REPORT, &CROSSING_REPORT, &PARTY_REPORT, &ASSESSMENT];
}

#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// Add one, from the options; or several, from standard input.
    Add(ReportAddArguments),
}

#[derive(Debug, Args)]
pub(super) struct ReportAddArguments {
    /// An item (phase-two/withdrawal, or its id alone), a crossing (rafah), a party there (rafah/egypt) or a risk; or `-`,
    /// where each entry on standard input names its own under `item`.
    item: String,

    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: OptionFields<ReportArguments>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(ReportCommand::Add(arguments): &ReportCommand, common: &Common) -> anyhow::Result<u8> {
    let ReportAddArguments { item, entries, fields, target } = arguments;
    let (about, from) = About::named("item", resolve_report, std::slice::from_ref(item), From::dash(*entries));
    record(&about, from, &fields.given, target, common)
}
