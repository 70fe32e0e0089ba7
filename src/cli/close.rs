//! `trucewatch close`: records that a risk is over, and why.

use super::Common;
use super::completions::entities;
use super::record::{About, From, ImportArguments, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{CLOSING, DraftKind};
use crate::draft::resolve::{Purpose, resolve_closing};
use clap::Args;

#[derive(Debug)]
pub(super) struct Closing;

impl Kinds for Closing {
    const KINDS: &'static [&'static DraftKind] = &[&CLOSING];
}

#[derive(Debug, Args)]
pub(super) struct CloseArguments {
    /// The risks; or `-` for entries on standard input, each with its `risk`.
    #[arg(required = true, value_name = "RISK", add = entities(Purpose::Closing))]
    risks: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<Closing>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(arguments: &CloseArguments, common: &Common) -> anyhow::Result<u8> {
    let CloseArguments { risks, fields, target } = arguments;
    let (about, from) = About::named::<Closing>("risk", resolve_closing, risks, From::Options);
    record(&about, &from, &fields.given, &ImportArguments::default(), target, common)
}
