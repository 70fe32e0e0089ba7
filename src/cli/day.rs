//! `trucewatch day`, `quota`: what one source reports about one day at a crossing, or how many a day were agreed.

use super::Common;
use super::completions::entities;
use super::record::{About, Dash, EntryCommand, From, ImportArguments, Kinds, OptionFields, RecordTarget};
use super::record::{record, revise};
use crate::draft::kinds::{DAY, DraftKind, QUOTA};
use crate::draft::resolve::Purpose;
use crate::draft::{DraftError, DraftPlace};
use crate::watchlist::Watchlist;
use clap::Args;

#[derive(Debug)]
pub(super) struct DayArguments;
#[derive(Debug)]
pub(super) struct QuotaArguments;

impl Kinds for DayArguments {
    const KINDS: &'static [&'static DraftKind] = &[&DAY];
}
impl Kinds for QuotaArguments {
    const KINDS: &'static [&'static DraftKind] = &[&QUOTA];
}

pub(super) type DayCommand<K> = EntryCommand<DayAddArguments<K>, K>;

#[derive(Debug, Args)]
pub(super) struct DayAddArguments<K: Kinds> {
    /// A crossing (rafah); or `-`, where each entry on standard input names its own under `crossing`.
    #[arg(add = entities(Purpose::Day))]
    crossing: String,

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

/// Finds the crossing that an entry names.
type Resolve = fn(&Watchlist, &str) -> Result<DraftPlace, DraftError>;

pub(super) fn run<K: Kinds>(command: &DayCommand<K>, resolve: Resolve, common: &Common) -> anyhow::Result<u8> {
    revise(command, common, |DayAddArguments { crossing, entries, fields, import, target }| {
        let names = std::slice::from_ref(crossing);
        let (about, from) = About::named::<K>("crossing", resolve, names, From::dash(*entries));
        record(&about, &from, &fields.given, import, target, common)
    })
}
