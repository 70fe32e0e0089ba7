//! `trucewatch checked`: records that someone looked and nothing had changed.

use super::Common;
use super::record::{About, From, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{CHECKED, DraftKind};
use crate::draft::resolve::resolve_check;
use clap::Args;

#[derive(Debug)]
pub(super) struct Checked;

impl Kinds for Checked {
    const KINDS: &'static [&'static DraftKind] = &[&CHECKED];
}

#[derive(Debug, Args)]
pub(super) struct CheckedArguments {
    /// Items (phase-two/withdrawal, or an id alone), crossings, risks, or `spillover` for the log; or `-` for names on standard input, one in each
    /// item of a list.
    #[arg(required = true, value_name = "ITEM")]
    items: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<Checked>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(arguments: &CheckedArguments, common: &Common) -> anyhow::Result<u8> {
    let CheckedArguments { items, fields, target } = arguments;
    let (about, from) = About::named("item", resolve_check, items, From::Options);
    record(&about, from, &fields.given, target, common)
}
