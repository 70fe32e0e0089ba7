//! `trucewatch checked` and `prefer`: what is recorded of an entity itself.

use super::Common;
use super::completions::{entities, values};
use super::record::{About, From, ImportArguments, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{CHECKED, DraftKind, PREFER};
use crate::draft::resolve::{Purpose, resolve_check, resolve_prefer};
use crate::draft::{Entered, Form};
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
    #[arg(required = true, value_name = "ITEM", add = entities(Purpose::Check))]
    items: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<Checked>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(arguments: &CheckedArguments, common: &Common) -> anyhow::Result<u8> {
    let CheckedArguments { items, fields, target } = arguments;
    let (about, from) = About::named::<Checked>("item", resolve_check, items, From::Options);
    record(&about, &from, &fields.given, &ImportArguments::default(), target, common)
}

#[derive(Debug)]
pub(super) struct Prefer;

impl Kinds for Prefer {
    const KINDS: &'static [&'static DraftKind] = &[&PREFER];
}

#[derive(Debug, Args)]
pub(super) struct PreferArguments {
    /// An item (phase-two/withdrawal, or its id alone), a crossing or a risk.
    #[arg(add = entities(Purpose::Prefer))]
    item: String,

    /// The source whose word settles its disputes.
    #[arg(add = values(Form::Source))]
    source: String,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run_prefer(arguments: &PreferArguments, common: &Common) -> anyhow::Result<u8> {
    let PreferArguments { item, source, target } = arguments;
    let (about, from) = About::named::<Prefer>("item", resolve_prefer, std::slice::from_ref(item), From::Options);
    let given = [("prefer".to_owned(), Entered::One(source.clone()))];
    record(&about, &from, &given, &ImportArguments::default(), target, common)
}
