//! `trucewatch log add`, `statement add`, `tally add`: what belongs to no one item.

use super::Common;
use super::record::{About, Dash, Fields, From, Kinds, RecordTarget, record};
use crate::draft::DraftPlace;
use crate::draft::kinds::{Kind, LOG_ENTRY, STATEMENT, TALLY};
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct Log;
#[derive(Debug)]
pub(super) struct Statement;
#[derive(Debug)]
pub(super) struct Tally;

impl Kinds for Log {
    const KINDS: &'static [&'static Kind] = &[&LOG_ENTRY];
}
impl Kinds for Statement {
    const KINDS: &'static [&'static Kind] = &[&STATEMENT];
}
impl Kinds for Tally {
    const KINDS: &'static [&'static Kind] = &[&TALLY];
}

#[derive(Debug, Subcommand)]
pub(super) enum Command<K: Kinds> {
    /// Add one, from the options; or several, from standard input.
    Add(AddArguments<K>),
}

#[derive(Debug, Args)]
pub(super) struct AddArguments<K: Kinds> {
    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: Fields<K>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run<K: Kinds>(command: &Command<K>, subject: DraftPlace, common: &Common) -> anyhow::Result<u8> {
    let Command::Add(arguments) = command;
    let about = About::Whole(subject);
    record(&about, From::dash(arguments.entries), &arguments.fields.given, &arguments.target, common)
}
