//! `trucewatch report`: prints the situation report; `report add`, `set` and `withdraw` record what is reported of an
//! item, a crossing, a party there, or a risk.

use super::Common;
use super::completions::entities;
use super::record::{About, Dash, EntryCommand, From, ImportArguments, Kinds, OptionFields, RecordTarget};
use super::record::{record, revise};
use super::situation::{self, SituationArguments};
use crate::draft::kinds::{ASSESSMENT, CROSSING_REPORT, DraftKind, ITEM_REPORT, PARTY_REPORT};
use crate::draft::resolve::{Purpose, resolve_report};
use clap::Args;

#[derive(Debug)]
pub(super) struct ReportArguments;

impl Kinds for ReportArguments {
    const KINDS: &'static [&'static DraftKind] = &[&ITEM_REPORT, &CROSSING_REPORT, &PARTY_REPORT, &ASSESSMENT];
}

type ReportCommand = EntryCommand<ReportAddArguments, ReportArguments>;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub(super) struct ReportOrRecord {
    #[command(subcommand)]
    record: Option<ReportCommand>,

    #[command(flatten)]
    situation: SituationArguments,
}

#[derive(Debug, Args)]
pub(super) struct ReportAddArguments {
    /// An item (phase-two/withdrawal, or its id alone), a crossing (rafah), a party there (rafah/egypt) or a risk; or `-`,
    /// where each entry on standard input names its own under `item`.
    #[arg(add = entities(Purpose::Report))]
    item: String,

    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: OptionFields<ReportArguments>,

    #[command(flatten)]
    import: ImportArguments,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(arguments: &ReportOrRecord, common: &Common) -> anyhow::Result<u8> {
    match &arguments.record {
        Some(command) => run_record(command, common),
        None => situation::run(&arguments.situation, common),
    }
}

fn run_record(command: &ReportCommand, common: &Common) -> anyhow::Result<u8> {
    revise(command, common, |arguments| {
        let ReportAddArguments { item, entries, fields, import, target } = arguments;
        let names = std::slice::from_ref(item);
        let (about, from) = About::named::<ReportArguments>("item", resolve_report, names, From::dash(*entries));
        record(&about, &from, &fields.given, import, target, common)
    })
}
