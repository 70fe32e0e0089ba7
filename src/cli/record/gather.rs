//! Where the entries of an `add` command come from: its options, standard input, or a table.

use super::About;
use crate::cli::input::{WatchlistInput, explain};
use crate::draft::entries::{self, DraftEntry};
use crate::draft::table::{ColumnRule, ReadTable, read_table};
use crate::draft::{Draft, DraftKind, DraftPlace, Entered};
use crate::runtime::read_finished;
use crate::text::sanitise;
use crate::watchlist::scales::Reliability;
use crate::watchlist::{Id, Watchlist};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// The name of standard input in messages.
const STDIN: &str = "<stdin>";

/// The problem of an empty standard input.
const NO_ENTRY: &str = "there is no entry in it: `-` expects a YAML list of entries such as `- { key: value, … }`, or one \
                        JSON object a line; without `-`, the options make the entry";

/// Imports, and what is added together with the entries.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct ImportArguments {
    /// Read the entries from a table: CSV whose first row names the columns; a row of HXL tags may follow. What the
    /// file has already is left out, so that an import can be repeated.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Which column a key is read from: KEY=COLUMN; KEY==TEXT for the same text in every entry; KEY= for nothing. A
    /// column with the name or the HXL tag of a key needs no rule.
    #[arg(long, value_name = "KEY=COLUMN", value_delimiter = ',', requires = "csv")]
    columns: Vec<String>,

    /// Correct entries of the file that an import says otherwise, instead of refusing it.
    #[arg(long)]
    pub(super) update: bool,

    /// Add a source first, unless the file has it: "kan=Kan News", or with its reliability "kan=Kan News (C)".
    #[arg(long, value_name = "ID=NAME")]
    new_source: Vec<String>,

    /// Add an actor first, unless the file has it: "unrwa=UN agency for refugees".
    #[arg(long, value_name = "ID=NAME")]
    new_actor: Vec<String>,
}

/// Where entries come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum From {
    /// The options of the command.
    Options,
    /// Standard input; the options apply to every entry that does not set them.
    Stdin,
}

/// The word that stands for standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Dash {
    /// Read the entries from standard input.
    #[value(name = "-")]
    Dash,
}

impl From {
    pub(in crate::cli) fn dash(dash: Option<Dash>) -> Self {
        dash.map_or(Self::Options, |Dash::Dash| Self::Stdin)
    }
}

/// Entries, and the name of what they were read from.
pub(super) struct Gathered {
    pub(super) name: String,
    pub(super) entries: Vec<DraftEntry>,
    /// Whether they are compared with those in the file.
    pub(super) is_import: bool,
    /// What is wrong if there are none.
    pub(super) empty: &'static str,
}

/// The entries to record; or, in words, what is not an entry.
pub(super) fn gather(
    about: &About,
    from: &From,
    options: &[(String, Entered)],
    import: &ImportArguments,
) -> anyhow::Result<Result<Gathered, String>> {
    let of = |name: &String| about.key().map(|key| (key.to_owned(), Entered::One(name.clone())));
    let usual = |names: &[String]| names.iter().filter_map(of).chain(options.iter().cloned()).collect::<Vec<_>>();
    let names = about.names();
    let read = match (&import.csv, from) {
        (Some(_), From::Stdin) => bail!("the entries come from --csv or from standard input, not from both"),
        (Some(path), From::Options) => read_csv(path, about, import),
        (None, From::Stdin) => read_stdin(about)?,
        (None, From::Options) => {
            let entry = |values| DraftEntry { line: None, values };
            let entries = match names {
                [] => vec![entry(options.to_vec())],
                names => names.iter().map(|name| entry(usual(std::slice::from_ref(name)))).collect(),
            };
            return Ok(Ok(Gathered { name: STDIN.to_owned(), entries, is_import: false, empty: NO_ENTRY }));
        }
    };
    if names.len() > 1 {
        bail!("with an import, name one thing at most: the entries name the others");
    }
    Ok(read.map(|mut gathered| {
        gathered.entries.iter_mut().for_each(|entry| complete(entry, &usual(names)));
        gathered
    }))
}

/// Adds the options that an entry does not set.
fn complete(entry: &mut DraftEntry, usual: &[(String, Entered)]) {
    for (key, usual) in usual {
        match entry.values.iter_mut().find(|(known, _)| known == key) {
            None => entry.values.push((key.clone(), usual.clone())),
            Some((_, value @ Entered::Nothing)) => *value = usual.clone(),
            Some(_) => {}
        }
    }
}

fn read_stdin(about: &About) -> anyhow::Result<Result<Gathered, String>> {
    let bytes = WatchlistInput::Stdin.bytes()?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Ok(Err(format!("{STDIN}: it is not UTF-8: convert it first")));
    };
    Ok(entries::read_entries(STDIN, &text, about.key()).map(|entries| Gathered {
        name: STDIN.to_owned(),
        entries,
        is_import: about.is_of_lists(),
        empty: NO_ENTRY,
    }))
}

fn read_csv(path: &std::path::Path, about: &About, import: &ImportArguments) -> Result<Gathered, String> {
    let name = path.to_string_lossy().into_owned();
    let bytes = read_finished(path).map_err(|why| format!("{}: {}", sanitise(&name), explain(&why)))?;
    let text =
        String::from_utf8(bytes).map_err(|_| format!("{}: it is not UTF-8: convert it first", sanitise(&name)))?;
    let rules = import.columns.iter().map(|rule| ColumnRule::parse(rule)).collect::<Result<Vec<_>, _>>()?;
    let ReadTable { entries, used, unused } = read_table(&name, &text, &rules, &about.kinds(), about.key())?;
    let unused = if unused.is_empty() { String::new() } else { format!("; not used: {}", unused.join(", ")) };
    crate::cli::output::print_error(&format!("columns: {}{}", sanitise(&used.join(", ")), sanitise(&unused)));
    Ok(Gathered { name, entries, is_import: true, empty: "the table has no rows below its header" })
}

impl ImportArguments {
    /// The new sources and actors that the watchlist does not have.
    pub(super) fn new_voices(&self, watchlist: &Watchlist) -> Result<Vec<Draft>, String> {
        let mut drafts = Vec::new();
        for text in &self.new_source {
            let (id, name) = id_and_name("--new-source", text)?;
            if watchlist.sources.get(&Id::new(id)).is_none() {
                let (name, grade) = name_and_grade(name);
                drafts.push(voice(DraftPlace::Source, id, name, grade));
            }
        }
        for text in &self.new_actor {
            let (id, name) = id_and_name("--new-actor", text)?;
            if watchlist.actors.get(&Id::new(id)).is_none() {
                drafts.push(voice(DraftPlace::Actor, id, name, None));
            }
        }
        Ok(drafts)
    }
}

fn voice(place: DraftPlace, id: &str, name: &str, grade: Option<&str>) -> Draft {
    let grade = grade.map(|grade| ("reliability", grade));
    Draft::new(place, [("id", id), ("name", name)].into_iter().chain(grade))
}

fn id_and_name<'t>(option: &str, text: &'t str) -> Result<(&'t str, &'t str), String> {
    let parts = text.split_once('=').map(|(id, name)| (id.trim(), name.trim()));
    parts.ok_or_else(|| format!("{option} {}: write it as \"id=Its name\"", sanitise(text)))
}

/// Splits `Kan News (C)`.
fn name_and_grade(text: &str) -> (&str, Option<&str>) {
    let split = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match split.map(|(name, grade)| (name.trim(), grade.trim())) {
        Some((name, grade)) if Reliability::SCALE.words.contains(&grade) => (name, Some(grade)),
        Some(_) | None => (text, None),
    }
}

impl About {
    /// The names on the command line.
    fn names(&self) -> &[String] {
        match self {
            Self::Whole(_) => &[],
            Self::Named { names, .. } => names,
        }
    }

    /// The kinds of entries that the command adds.
    fn kinds(&self) -> Vec<&'static DraftKind> {
        match self {
            Self::Whole(place) => vec![place.kind()],
            Self::Named { kinds, .. } => kinds.to_vec(),
        }
    }

    /// Whether it adds entries to lists. A check is written again however often it is repeated.
    fn is_of_lists(&self) -> bool {
        self.kinds().iter().all(|kind| kind.fields.len() > 1)
    }
}
