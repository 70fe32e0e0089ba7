//! The options of a command, built from the table of what can be recorded: one for each key.

use crate::cli::completions;
use crate::draft::{DraftField, DraftKind, Entered, Form, Need, UsedWord};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};
use std::marker::PhantomData;

/// The kinds of things that a command records.
pub(in crate::cli) trait Kinds {
    /// The rows of the table.
    const KINDS: &'static [&'static DraftKind];
}

/// The values of the options, by key of the watchlist.
#[derive(Debug)]
pub(in crate::cli) struct OptionFields<K> {
    pub(in crate::cli) given: Vec<(String, Entered)>,
    kinds: PhantomData<K>,
}

impl<K: Kinds> Args for OptionFields<K> {
    fn augment_args(command: Command) -> Command {
        keys::<K>().into_iter().fold(command, |command, key| command.arg(option(key, &meanings::<K>(key))))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<K: Kinds> FromArgMatches for OptionFields<K> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = keys::<K>().into_iter().filter_map(|key| {
            let texts: Vec<String> = matches.get_many(&name_of(key))?.cloned().collect();
            let entered = match <[String; 1]>::try_from(texts) {
                Ok([text]) => Entered::One(text),
                Err(texts) => Entered::Many(texts),
            };
            Some((key.to_owned(), entered))
        });
        Ok(Self { given: given.collect(), kinds: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The keys of all kinds, without duplicates.
fn keys<K: Kinds>() -> Vec<&'static str> {
    let mut keys = Vec::new();
    for field in K::KINDS.iter().flat_map(|kind| kind.fields) {
        if !keys.contains(&field.key) {
            keys.push(field.key);
        }
    }
    keys
}

/// The field of a key in each kind that has it.
fn meanings<K: Kinds>(key: &str) -> Vec<(&'static DraftKind, &'static DraftField)> {
    K::KINDS.iter().filter_map(|kind| Some((*kind, kind.field(key)?))).collect()
}

/// The id of the option in clap. Other arguments may have the name of a key.
fn name_of(key: &str) -> String {
    format!("field {key}")
}

fn option(key: &'static str, meanings: &[(&DraftKind, &DraftField)]) -> Arg {
    let form = meanings.first().map_or(Form::Words, |(_, field)| field.form);
    let action = if form.is_list() { ArgAction::Append } else { ArgAction::Set };
    Arg::new(name_of(key))
        .long(key.replace('_', "-"))
        // The key as written in the watchlist; an option that can be repeated, also in the singular.
        .aliases([key, if form.is_list() { key.trim_end_matches('s') } else { key }])
        .help(help(meanings))
        .value_name(value_name(form))
        .value_parser(move |text: &str| value(form, text))
        .action(action)
        // A value from a script can start with a hyphen. The loader validates it.
        .allow_hyphen_values(true)
        .add(completions::values(form))
}

/// The value of an option. If it cannot be free text, it must not be another option: then the value was forgotten.
fn value(form: Form, text: &str) -> Result<String, &'static str> {
    let is_text = matches!(form, Form::Words | Form::Texts | Form::Used(UsedWord::Term | UsedWord::Tallied));
    if text.starts_with("--") && !is_text {
        Err("the value is missing: this is an option")
    } else {
        Ok(text.to_owned())
    }
}

/// The help text: what to enter, for each kind if they differ.
fn help(meanings: &[(&DraftKind, &DraftField)]) -> String {
    let words = |field: &DraftField| match field.form {
        Form::Scale(scale) => format!("{}: {}", field.ask, scale.words.join(", ")),
        Form::Time
        | Form::TimeOrUnknown
        | Form::Date
        | Form::Source
        | Form::Actors
        | Form::Voice
        | Form::Risk
        | Form::Measure
        | Form::Observed
        | Form::Used(_)
        | Form::NewId
        | Form::Number
        | Form::Quantity
        | Form::Hours
        | Form::Duration
        | Form::Target
        | Form::Words
        | Form::Texts
        | Form::Counts
        | Form::Link => field.ask.to_owned(),
    };
    let need = |field: &DraftField| match field.need {
        Need::Required => " (needed)",
        Need::Unless(_) => " (needed without a value)",
        Need::Now => " (else now)",
        Need::Optional => "",
    };
    let mut alike: Vec<(String, Vec<&str>)> = Vec::new();
    for (kind, field) in meanings {
        let words = format!("{}{}", words(field), need(field));
        match alike.iter_mut().find(|(known, _)| *known == words) {
            Some((_, kinds)) => kinds.push(kind.name),
            None => alike.push((words, vec![kind.name])),
        }
    }
    match alike.as_slice() {
        [(words, _)] => capital(words),
        several => {
            let one = |(words, kinds): &(String, Vec<&str>)| format!("{}: {words}", capital(&kinds.join(", ")));
            several.iter().map(one).collect::<Vec<_>>().join("\n")
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn value_name(form: Form) -> &'static str {
    match form {
        Form::Time | Form::TimeOrUnknown => "TIME",
        Form::Date => "DATE",
        Form::Scale(_) | Form::Used(UsedWord::Trigger) => "WORD",
        Form::Source | Form::Voice | Form::Risk | Form::NewId | Form::Actors | Form::Observed => "ID",
        Form::Measure => "CROSSING/NUMBER",
        Form::Number | Form::Quantity => "NUMBER",
        Form::Hours => "HH:MM-HH:MM",
        Form::Duration => "DURATION",
        Form::Target => "NUMBER UNIT",
        Form::Words | Form::Texts | Form::Used(UsedWord::Term | UsedWord::Tallied) => "TEXT",
        Form::Counts => "NAME=NUMBER",
        Form::Link => "URL",
    }
}
