//! Computes what a watchlist file becomes when an operator records something in it.
//!
//! Forms on screen and shell commands work the same way. The table of [`kinds`] says what to ask. A [`DraftSession`] turns the
//! entered values into the new bytes of the file and the exact lines that change, or says which field is wrong and why.
//! The new text is checked with the same loader that the board uses. This module writes nothing: the caller shows the
//! lines, asks, and saves.

mod batch;
mod complete;
pub mod entries;
mod gone;
mod import;
pub mod kinds;
mod lines;
mod locate;
mod patch;
mod place;
mod refusal;
pub mod resolve;
mod revise;
pub mod table;

pub use complete::{Candidate, candidates, default_of, in_full};
pub use gone::{entries_added, missing_from};
pub use import::{Import, OnConflict};
pub use kinds::{DraftField, DraftKind, Form, Need, UsedWord};
pub use patch::{DiffLine, Hunk, Patch};
pub use place::{DraftPlace, EntryAddress};
pub use refusal::{DraftError, FieldProblem};
pub use revise::{WrittenEntry, entry_at};

use crate::diagnostic::{Problem, ProblemSeverity, Source, Span, suggestion};
use crate::load::{Loaded, ReadContext, load};
use crate::text::sanitise;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::{Editing, Value};
use crate::watchlist::time::{TimePoint, day_start, parse_date};
use crate::watchlist::{EntityRef, Id, Watchlist};
use batch::Batch;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// The byte-order mark that may precede the text of a file. Patches do not include it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What is written for one draft: the keys with their values, in the order of its fields. `None` removes a key.
type WrittenPairs = Vec<(&'static str, Option<Value>)>;

/// Something to record, as entered and not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub subject: DraftPlace,
    /// The filled-in fields with their keys, in any order. For a correction: those that change; nothing removes a key.
    pub values: Vec<(String, Entered)>,
    /// The entry that it corrects or withdraws; `None` for something new.
    pub revises: Option<EntryAddress>,
}

/// The value entered in a field. Blanks alone count as nothing. For a time field blanks are an error: only a field that
/// was not entered gets the current time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// The key without a value, or `null`.
    Nothing,
    /// A text. If the field accepts several values, commas separate them.
    One(String),
    Many(Vec<String>),
}

impl Draft {
    /// Creates a draft with text for some fields.
    pub fn new<'a>(subject: DraftPlace, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let entered = |(key, text): (&str, &str)| (key.to_owned(), Entered::One(text.to_owned()));
        Self { subject, values: values.into_iter().map(entered).collect(), revises: None }
    }

    /// The withdrawal of an entry of a list.
    #[must_use]
    pub fn withdrawal(list: DraftPlace, entry: EntryAddress, values: Vec<(String, Entered)>) -> Self {
        Self { subject: DraftPlace::Withdrawal(Box::new(list)), values, revises: Some(entry) }
    }

    /// Whether it changes keys of an existing entry.
    fn is_correction(&self) -> bool {
        self.revises.is_some() && !matches!(self.subject, DraftPlace::Withdrawal(_))
    }
}

/// The proposed new state of the file.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The whole new file, including its byte-order mark.
    pub bytes: Vec<u8>,
    /// The exact lines that change. Its [`Patch::inverse`] undoes the change; see [`amended`].
    pub patch: Patch,
    /// What is recorded, in a few words, safe to print: `log entry`, `report of phase-two/withdrawal: announced`.
    pub summary: String,
    /// Warnings about the new text that the old text did not have. They are shown and do not prevent saving.
    pub warnings: Vec<Problem>,
    /// The new text, which the spans of the warnings refer to.
    pub source: Source,
}

/// Proposes the new file with all drafts recorded: all of them, or none.
///
/// `name` is the name of the file in messages. The moment of `context` is used for times that were not entered.
///
/// # Errors
/// Returns the reason why there is no proposal: see [`DraftError`].
pub fn propose(
    name: &str,
    before: &[u8],
    drafts: &[Draft],
    context: impl Into<ReadContext>,
) -> Result<Proposal, DraftError> {
    DraftSession::open(name, before, context)?.propose(drafts)
}

/// Applies a patch to the file that it was made for, or to a later state of it. Undo applies the inverse of a
/// proposal's patch; redo applies the patch itself.
///
/// # Errors
/// [`DraftError::Overtaken`] if its lines have changed; [`DraftError::Broken`] if the file does not load;
/// [`DraftError::Unsafe`] if the result would not load.
pub fn amended(
    name: &str,
    before: &[u8],
    patch: &Patch,
    context: impl Into<ReadContext>,
) -> Result<Vec<u8>, DraftError> {
    let context = context.into();
    let (mark, text) = match before.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => (BYTE_ORDER_MARK, text),
        None => (&b""[..], before),
    };
    let text = std::str::from_utf8(text).map_err(|_| DraftError::Overtaken)?;
    let new = [mark, patch.apply(text).ok_or(DraftError::Overtaken)?.as_bytes()].concat();
    let loaded = load(name, new.as_slice(), context);
    if loaded.watchlist.is_some() {
        return Ok(new);
    }
    DraftSession::open(name, before, context)?;
    let Loaded { source, problems, .. } = loaded;
    let first =
        problems.into_iter().find(|problem| problem.severity == ProblemSeverity::Error).ok_or(DraftError::Overtaken)?;
    let message = format!("the file would not load after it, because {}", first.message);
    Err(DraftError::Unsafe { source: Box::new(source), problem: Box::new(Problem { message, ..first }) })
}

/// A watchlist to which entries can be added.
#[derive(Debug)]
pub struct DraftSession {
    source: Source,
    watchlist: Arc<Watchlist>,
    problems: Vec<Problem>,
    context: ReadContext,
}

impl DraftSession {
    /// Reads a file.
    ///
    /// # Errors
    /// [`DraftError::Broken`] if it does not load.
    pub fn open(name: &str, bytes: &[u8], context: impl Into<ReadContext>) -> Result<Self, DraftError> {
        let context = context.into();
        let loaded = load(name, bytes, context);
        match loaded.watchlist {
            Some(watchlist) => Ok(Self { source: loaded.source, watchlist, problems: loaded.problems, context }),
            None => Err(DraftError::Broken(Box::new(loaded))),
        }
    }

    pub fn watchlist(&self) -> &Watchlist {
        &self.watchlist
    }

    /// Proposes the new file with all drafts recorded: all of them, or none.
    ///
    /// # Errors
    /// Returns the reason why there is no proposal: see [`DraftError`].
    pub fn propose(&self, drafts: &[Draft]) -> Result<Proposal, DraftError> {
        let written = self.written(drafts)?;
        let mut batch = Batch::begin(self, drafts.len())?;
        batch.apply(drafts, &written)?;
        let text = batch.editing.text();
        let bytes = [&BYTE_ORDER_MARK[..self.source.skipped as usize], text.as_bytes()].concat();
        let Loaded { source, watchlist, problems, .. } = load(&self.source.name, bytes.as_slice(), self.context);
        let new = news(&self.problems, problems);
        if watchlist.is_none() {
            return Err(DraftError::Fields(self.blamed(drafts, &batch.spans, &batch.editing, &new)));
        }
        let patch = Patch::between(&self.source.text, text);
        Ok(Proposal { bytes, patch, summary: summary(drafts), warnings: new, source })
    }

    /// The pairs to write for each draft, in the order of its fields.
    fn written(&self, drafts: &[Draft]) -> Result<Vec<WrittenPairs>, DraftError> {
        let mut wrong = Vec::new();
        let mut all = Vec::with_capacity(drafts.len());
        for (nth, draft) in drafts.iter().enumerate() {
            self.find_entity(draft)?;
            let mut note = |key: Option<&'static str>, message: String, help: Option<String>| {
                wrong.push(FieldProblem { draft: nth, key, message, help });
            };
            note_keys(draft, &mut note);
            all.push(self.pairs(draft, &mut note));
        }
        if wrong.is_empty() { Ok(all) } else { Err(DraftError::Fields(wrong)) }
    }

    /// Refuses a draft about an entity that the watchlist does not have, or a new source or actor that it has.
    fn find_entity(&self, draft: &Draft) -> Result<(), DraftError> {
        let Some((what, name)) = draft.subject.missing(&self.watchlist) else { return Ok(()) };
        let message = format!("there is no {what} `{}`", sanitise(&name));
        let names = |entity: &EntityRef| complete::names_like(&self.watchlist, entity);
        let known = draft.subject.entity().map_or_else(Vec::new, names);
        let help = match suggestion(&name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", sanitise(near)),
            None => "write it into the watchlist first".to_owned(),
        };
        Err(DraftError::NoSuch { message, help })
    }

    /// The pairs of one draft. A correction has only those that were entered.
    fn pairs(&self, draft: &Draft, note: &mut NoteField<'_>) -> WrittenPairs {
        let is_correction = draft.is_correction();
        let mut pairs = Vec::new();
        for field in draft.subject.kind().fields {
            let entered = draft.values.iter().find(|(key, _)| key == field.key).map(|(_, entered)| entered);
            match entered.and_then(|entered| value(field.form, entered)) {
                Some(value) => {
                    self.note_taken(draft, field, &value, note);
                    pairs.push((field.key, Some(value)));
                }
                None if is_correction => match (entered, field.need) {
                    (None, _) => {}
                    (Some(_), Need::Optional | Need::Unless(_)) => pairs.push((field.key, None)),
                    (Some(_), Need::Required | Need::Now) => {
                        let help = format!("an entry needs it: write {}, or withdraw the entry", field.ask);
                        note(Some(field.key), format!("`{}` is empty", field.key), Some(help));
                    }
                },
                None if entered.is_some_and(|entered| is_time_lost(field, entered)) => {
                    let help = match field.need {
                        Need::Now => "write a time, or leave the key out: without it, it is now",
                        Need::Required | Need::Unless(_) | Need::Optional => "write a time, or leave the key out",
                    };
                    note(Some(field.key), format!("`{}` is empty", field.key), Some(help.to_owned()));
                }
                None => match field.need {
                    Need::Optional => {}
                    Need::Unless(other) if draft.values.iter().any(|(key, _)| key == other) => {}
                    Need::Now => {
                        let now = default_of(field, &self.watchlist, self.context.at).unwrap_or_default();
                        pairs.push((field.key, Some(Value::Literal(now))));
                    }
                    Need::Required | Need::Unless(_) => {
                        let message = format!("`{}` is missing: {}", field.key, field.ask);
                        note(Some(field.key), message, complete::help(&self.watchlist, field.form));
                    }
                },
            }
        }
        pairs
    }

    /// Reports a new source or actor whose name is taken: nothing that exists is overwritten.
    fn note_taken(&self, draft: &Draft, field: &'static DraftField, value: &Value, note: &mut NoteField<'_>) {
        let Value::Words(id) = value else { return };
        let is_taken = match draft.subject {
            DraftPlace::Source => self.watchlist.sources.get(&Id::new(id.as_str())).is_some(),
            DraftPlace::Actor => self.watchlist.actors.get(&Id::new(id.as_str())).is_some(),
            _ => false,
        };
        if is_taken && field.key == "id" {
            let message = format!("there is a {} `{}` already", draft.subject.kind().name, sanitise(id));
            note(Some(field.key), message, Some("take another id, or cite the one that is there".to_owned()));
        }
    }

    /// From when an entry counts, if this is known.
    fn time_of(&self, place: &DraftPlace, pairs: &WrittenPairs) -> Option<DateTime<Utc>> {
        let zone = self.watchlist.zone();
        let read = |key: &str| {
            let (_, Some(Value::Literal(text))) = pairs.iter().find(|(known, _)| *known == key)? else { return None };
            match key {
                "date" => parse_date(text).map(|date| day_start(date, zone)),
                _ => TimePoint::parse(text, zone).ok().map(|at| at.start),
            }
        };
        match place {
            DraftPlace::Monitoring | DraftPlace::Closure(_) => read("from"),
            _ => ["at", "date", "as_of", "reported"].into_iter().find_map(read),
        }
    }

    /// Assigns each new problem to the field that caused it.
    fn blamed(&self, drafts: &[Draft], spans: &[Span], editing: &Editing, new: &[Problem]) -> Vec<FieldProblem> {
        let errors = new.iter().filter(|problem| problem.severity == ProblemSeverity::Error);
        let blame = |problem: &Problem| {
            let holds = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
            let draft = spans.iter().position(|span| holds(*span, problem.span)).unwrap_or(0);
            let kind = drafts[draft].subject.kind();
            let entry = editing.root().ok().and_then(|root| node_at(root, spans[draft]));
            let key = match entry.map(Node::kind) {
                Some(NodeKind::Map(mut pairs)) => pairs
                    .find(|(key, value)| holds(key.span(), problem.span) || holds(value.span(), problem.span))
                    .and_then(|(key, _)| {
                        kind.fields
                            .iter()
                            .find(|field| matches!(key.kind(), NodeKind::Scalar(name, _) if name == field.key))
                    })
                    .map(|field| field.key),
                _ => kind.fields.first().map(|field| field.key),
            };
            FieldProblem { draft, key, message: problem.message.clone(), help: problem.help.clone() }
        };
        errors.map(blame).collect()
    }
}

/// Reports a problem of a field: its key, what is wrong, and what to do.
type NoteField<'n> = dyn FnMut(Option<&'static str>, String, Option<String>) + 'n;

/// Reports keys that the kind does not have, and keys that are given twice.
fn note_keys(draft: &Draft, note: &mut NoteField<'_>) {
    let kind = draft.subject.kind();
    for (at, (key, _)) in draft.values.iter().enumerate() {
        let Some(field) = kind.field(key) else {
            let keys = || kind.fields.iter().map(|field| field.key);
            let help = match suggestion(key, keys()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys here: {}", keys().collect::<Vec<_>>().join(", ")),
            };
            note(None, format!("a {} has no key `{}`", kind.name, sanitise(key)), Some(help));
            continue;
        };
        if draft.values[..at].iter().any(|(earlier, _)| earlier == key) {
            note(Some(field.key), format!("`{key}` is given twice"), Some("keep one of the two".to_owned()));
        }
    }
}

/// Whether a time was meant to be entered and is empty, as in a script whose variable is not set. A time that may be
/// empty in the file may be empty here.
fn is_time_lost(field: &DraftField, entered: &Entered) -> bool {
    field.form.is_time() && (field.need != Need::Optional || *entered != Entered::Nothing)
}

/// The value to write. `None` if nothing was entered.
fn value(form: Form, entered: &Entered) -> Option<Value> {
    let words = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    if form.is_list() {
        let texts: Vec<_> = match entered {
            Entered::One(text) => text.split(',').filter_map(words).collect(),
            Entered::Many(texts) => texts.iter().filter_map(|text| words(text)).collect(),
            Entered::Nothing => return None,
        };
        return (!texts.is_empty()).then(|| listed(form, texts));
    }
    let text = match entered {
        Entered::One(text) => words(text)?,
        Entered::Many(texts) => words(&texts.join(", "))?,
        Entered::Nothing => return None,
    };
    Some(match form {
        Form::Time
        | Form::TimeOrUnknown
        | Form::Date
        | Form::Scale(_)
        | Form::Number
        | Form::Quantity
        | Form::Hours
        | Form::Duration => Value::Literal(text),
        Form::Target => {
            let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
            let unit = Some(unit.trim()).filter(|unit| !unit.is_empty()).map(|unit| Value::Words(unit.to_owned()));
            let pairs = [("value", Some(Value::Literal(number.to_owned()))), ("unit", unit)];
            Value::Map(pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
        }
        Form::Source
        | Form::Voice
        | Form::Risk
        | Form::Measure
        | Form::Used(_)
        | Form::NewId
        | Form::Words
        | Form::Link => Value::Words(text),
        Form::Actors | Form::Texts | Form::Observed | Form::Counts => listed(form, vec![text]),
    })
}

/// The value of a field that accepts several texts.
fn listed(form: Form, texts: Vec<String>) -> Value {
    let pair = |text: String| match text.split_once(['=', ':']) {
        Some((word, number)) => (word.trim().to_owned(), Value::Literal(number.trim().to_owned())),
        None => (text, Value::Literal(String::new())),
    };
    if form == Form::Counts {
        return Value::Map(texts.into_iter().map(pair).collect());
    }
    Value::List(texts.into_iter().map(Value::Words).collect())
}

/// The new problems. Spans change, so problems are compared by rule and text.
fn news(old: &[Problem], mut new: Vec<Problem>) -> Vec<Problem> {
    let sign = |problem: &Problem| (problem.rule, problem.message.clone());
    let mut known: HashMap<(&str, String), usize> = HashMap::new();
    old.iter().for_each(|problem| *known.entry(sign(problem)).or_default() += 1);
    new.retain(|problem| match known.get_mut(&sign(problem)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        Some(_) | None => problem.is_open(),
    });
    new
}

/// The node with exactly this span.
fn node_at(node: Node<'_>, span: Span) -> Option<Node<'_>> {
    let inside = |inner: Node<'_>| inner.span().start <= span.start && span.end <= inner.span().end;
    let mut next = Some(node);
    let mut found = None;
    while let Some(node) = next {
        if node.span() == span && matches!(node.kind(), NodeKind::Map(_)) {
            found = Some(node);
        }
        next = match node.kind() {
            NodeKind::Map(mut pairs) => pairs.find(|(_, value)| inside(*value)).map(|(_, value)| value),
            NodeKind::List(mut items) => items.find(|item| inside(*item)),
            NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Invalid => None,
        };
    }
    found
}

/// A short description of what is recorded, safe to print.
pub fn summary(drafts: &[Draft]) -> String {
    let [draft] = drafts else {
        let mut kinds: Vec<(&DraftKind, usize)> = Vec::new();
        for draft in drafts {
            match kinds.iter_mut().find(|(kind, _)| *kind == draft.subject.kind()) {
                Some((_, count)) => *count += 1,
                None => kinds.push((draft.subject.kind(), 1)),
            }
        }
        let counted = |(kind, count): &(&DraftKind, usize)| {
            format!("{count} {}", if *count == 1 { kind.name } else { kind.plural })
        };
        return kinds.iter().map(counted).collect::<Vec<_>>().join(", ");
    };
    let (verb, kind) = match &draft.subject {
        DraftPlace::Withdrawal(of) => ("withdrawal of a ", of.kind()),
        place if draft.is_correction() => ("correction of a ", place.kind()),
        place => ("", place.kind()),
    };
    let of = draft.subject.entity().map(|entity| format!(" of {}", sanitise(&entity.reference()))).unwrap_or_default();
    let said = ["status", "text", "term", "what", "likelihood", "why", "prefer", "name", "unobserved"].iter().find_map(
        |key| {
            let (_, entered) = draft.values.iter().find(|(known, _)| known == key)?;
            let Entered::One(text) = entered else { return None };
            Some(format!(": {}", sanitise(text.trim())))
        },
    );
    format!("{verb}{}{of}{}", kind.name, said.unwrap_or_default())
}
