//! `trucewatch day`: what one source reports about one day at a crossing.

use super::Common;
use super::record::{About, Dash, EntryCommand, From, ImportArguments, Kinds, OptionFields, RecordTarget};
use super::record::{record, revise};
use crate::draft::kinds::{DAY, DraftKind};
use crate::draft::resolve::resolve_day;
use clap::Args;

#[derive(Debug)]
pub(super) struct DayArguments;

impl Kinds for DayArguments {
    const KINDS: &'static [&'static DraftKind] = &[&DAY];
}

pub(super) type DayCommand = EntryCommand<DayAddArguments, DayArguments>;

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
    import: ImportArguments,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(command: &DayCommand, common: &Common) -> anyhow::Result<u8> {
    revise(command, common, |DayAddArguments { crossing, entries, fields, import, target }| {
        let names = std::slice::from_ref(crossing);
        let (about, from) = About::named::<DayArguments>("crossing", resolve_day, names, From::dash(*entries));
        record(&about, &from, &fields.given, import, target, common)
    })
}
