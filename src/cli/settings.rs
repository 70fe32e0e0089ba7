//! `trucewatch set` and `closure`: who keeps an entity and what it takes; closures that were announced.

use super::Common;
use super::completions::entities;
use super::record::{About, From, ImportArguments, Kinds, OptionFields, RecordTarget, record};
use crate::draft::kinds::{CLOSURE, DraftKind, ITEM_SETTINGS, SETTINGS};
use crate::draft::resolve::{Purpose, resolve_closure, resolve_setting};
use clap::Args;

#[derive(Debug)]
pub(super) struct Settings;

impl Kinds for Settings {
    const KINDS: &'static [&'static DraftKind] = &[&ITEM_SETTINGS, &SETTINGS];
}

#[derive(Debug, Args)]
pub(super) struct SetArguments {
    /// Items (phase-two/withdrawal, or an id alone), crossings or risks; or `-` for entries on standard input, each with
    /// its `item`.
    #[arg(required = true, value_name = "ITEM", add = entities(Purpose::Prefer))]
    items: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<Settings>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run(arguments: &SetArguments, common: &Common) -> anyhow::Result<u8> {
    let SetArguments { items, fields, target } = arguments;
    let (about, from) = About::named::<Settings>("item", resolve_setting, items, From::Options);
    record(&about, &from, &fields.given, &ImportArguments::default(), target, common)
}

#[derive(Debug)]
pub(super) struct Closures;

impl Kinds for Closures {
    const KINDS: &'static [&'static DraftKind] = &[&CLOSURE];
}

#[derive(Debug, Args)]
pub(super) struct ClosureArguments {
    /// The crossings; or `-` for entries on standard input, each with its `crossing`.
    #[arg(required = true, value_name = "CROSSING", add = entities(Purpose::Day))]
    crossings: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<Closures>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run_closure(arguments: &ClosureArguments, common: &Common) -> anyhow::Result<u8> {
    let ClosureArguments { crossings, fields, target } = arguments;
    let (about, from) = About::named::<Closures>("crossing", resolve_closure, crossings, From::Options);
    record(&about, &from, &fields.given, &ImportArguments::default(), target, common)
}
