//! Candidates for a field: the names in the file, the words of a scale, the current time.

use super::resolve::nameable;
use super::{DraftField, Form, Need, UsedWord};
use crate::watchlist::scales::PeopleMeasure;
use crate::watchlist::time::{Precision, TimePoint, local_date, parse_date};
use crate::watchlist::typed_time::{TypedTense, parse_typed_time};
use crate::watchlist::zone::Zone;
use crate::watchlist::{Crossing, DeclaredMeasure, EntityRef, Ref, Watchlist};
use chrono::{DateTime, SecondsFormat, Utc};
use std::collections::{BTreeMap, HashSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text to enter. Not safe to print.
    pub word: String,
    /// Its meaning; may be empty. Not safe to print.
    pub about: String,
}

/// All candidates for a field: names in the order of the file, words of a scale in the order of the scale. None for
/// free text.
pub fn candidates(watchlist: &Watchlist, form: Form) -> Vec<Candidate> {
    let candidate = |word: &str, about: &str| Candidate { word: word.to_owned(), about: about.to_owned() };
    let sources = || {
        watchlist.sources.0.iter().map(move |(id, source)| {
            let grade = source.reliability.map_or("not graded", |grade| grade.word());
            candidate(id.value.as_str(), &format!("{grade}  {}", source.name.raw()))
        })
    };
    let actors = || watchlist.actors.0.iter().map(move |(id, actor)| candidate(id.value.as_str(), actor.name.raw()));
    match form {
        Form::Scale(scale) => {
            let about = |meaning: &'static str| meaning.trim().trim_end_matches('.');
            scale.words.iter().zip(scale.meanings).map(|(word, meaning)| candidate(word, about(meaning))).collect()
        }
        Form::Source => sources().collect(),
        Form::Actors => actors().collect(),
        Form::Voice => {
            let known: Vec<_> = actors().collect();
            let others = sources().filter(|source| known.iter().all(|actor| actor.word != source.word));
            known.iter().cloned().chain(others).collect()
        }
        Form::Risk => {
            watchlist.risks().iter().map(|risk| candidate(risk.id.value.as_str(), risk.title.raw())).collect()
        }
        Form::Observed => observable(watchlist),
        Form::Measure => measures(watchlist),
        Form::Counts => counts(watchlist),
        Form::Used(word) => used_words(watchlist, word),
        Form::TimeOrUnknown => vec![candidate("unknown", "the time is not known")],
        Form::Time
        | Form::Date
        | Form::NewId
        | Form::Number
        | Form::Quantity
        | Form::Hours
        | Form::Duration
        | Form::Target
        | Form::Words
        | Form::Texts
        | Form::Link => Vec::new(),
    }
}

/// Crossings, items and risks.
fn observable(watchlist: &Watchlist) -> Vec<Candidate> {
    let is_observed =
        |entity: &EntityRef| matches!(entity, EntityRef::Crossing(_) | EntityRef::Item { .. } | EntityRef::Risk(_));
    let about = |entity: &EntityRef| watchlist.name_of(entity).unwrap_or_default();
    let candidate = |entity: EntityRef| Candidate { word: entity.reference(), about: about(&entity) };
    nameable(watchlist).filter(is_observed).map(candidate).collect()
}

/// The numbers that day records can give, for each crossing.
fn measures(watchlist: &Watchlist) -> Vec<Candidate> {
    let about = |name: &str, meaning: &str| format!("{name}: {}", meaning.trim().trim_end_matches('.'));
    let of_crossing = |crossing: &Crossing| {
        let (id, name) = (crossing.id.value.as_str(), crossing.name.raw());
        let people = PeopleMeasure::SCALE.words.iter().zip(PeopleMeasure::SCALE.meanings).map(|(id, is)| (*id, *is));
        let declared = crossing.measures.0.iter().map(|(id, measure)| (id.value.as_str(), measure.title.raw()));
        let all = people.chain(declared);
        let candidate = |(word, is): (&str, &str)| Candidate { word: format!("{id}/{word}"), about: about(name, is) };
        all.map(candidate).collect::<Vec<_>>()
    };
    watchlist.crossings.iter().flat_map(of_crossing).collect()
}

/// The beginning of a number for each declared measure.
fn counts(watchlist: &Watchlist) -> Vec<Candidate> {
    let mut known = HashSet::new();
    let of_crossing = |crossing: &Crossing| {
        let name = crossing.name.raw();
        let new = crossing.measures.0.iter().filter(|(id, _)| known.insert(id.value.clone()));
        let candidate = |(id, measure): &(Ref, DeclaredMeasure)| Candidate {
            word: format!("{}=", id.value.as_str()),
            about: format!("{name}: {}", measure.title.raw()),
        };
        new.map(candidate).collect::<Vec<_>>()
    };
    watchlist.crossings.iter().flat_map(of_crossing).collect()
}

/// The words that the watchlist uses, most frequent first.
fn used_words(watchlist: &Watchlist, word: UsedWord) -> Vec<Candidate> {
    let words: Vec<&str> = match word {
        UsedWord::Trigger => {
            watchlist.log().iter().filter_map(|event| Some(event.trigger.as_ref()?.as_str())).collect()
        }
        UsedWord::Term => watchlist.statements.iter().filter_map(|said| Some(said.term.as_ref()?.raw())).collect(),
        UsedWord::Tallied => watchlist.tallies.iter().map(|tally| tally.what.raw()).collect(),
    };
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    words.into_iter().for_each(|word| *used.entry(word).or_default() += 1);
    let mut used: Vec<_> = used.into_iter().collect();
    used.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let about = |count: usize| if count == 1 { "used once".to_owned() } else { format!("used {count} times") };
    used.into_iter().map(|(word, count)| Candidate { word: word.to_owned(), about: about(count) }).collect()
}

/// The value of a field that is left empty, if the field has a default.
pub fn default_of(field: &DraftField, watchlist: &Watchlist, now: DateTime<Utc>) -> Option<String> {
    let local = now.with_timezone(&watchlist.zone());
    match (field.need, field.form) {
        (Need::Now, Form::Date) => Some(local.format("%Y-%m-%d").to_string()),
        (Need::Now, _) => Some(written_time(now, watchlist.zone())),
        (Need::Required | Need::Unless(_) | Need::Optional, _) => None,
    }
}

/// A time as the file writes it, for one that an operator typed, such as `09:15`, `yesterday 18:00` or `-2h`. `None` for
/// what is written in full, and for other fields.
///
/// # Errors
/// It is no time; the text says what to write.
pub fn in_full(
    field: &DraftField,
    typed: &str,
    watchlist: &Watchlist,
    now: DateTime<Utc>,
) -> Result<Option<String>, String> {
    let (typed, zone) = (typed.trim(), watchlist.zone());
    let is_in_full = match field.form {
        Form::Date => parse_date(typed).is_some(),
        Form::Time => TimePoint::parse(typed, zone).is_ok(),
        Form::TimeOrUnknown => typed == "unknown" || TimePoint::parse(typed, zone).is_ok(),
        _ => true,
    };
    if typed.is_empty() || is_in_full {
        return Ok(None);
    }
    let tense = if field.is_ahead() { TypedTense::Ahead } else { TypedTense::Past };
    let point = parse_typed_time(typed, zone, now, tense)?;
    Ok(Some(match (field.form, point.precision) {
        (Form::Date, _) | (_, Precision::Day) => local_date(point.start, zone).format("%Y-%m-%d").to_string(),
        (_, Precision::Exact) => written_time(point.start, zone),
    }))
}

/// A time to the minute with the offset of the zone, as watchlists write it.
fn written_time(at: DateTime<Utc>, zone: &Zone) -> String {
    let local = at.with_timezone(&zone).fixed_offset();
    let full = local.to_rfc3339_opts(SecondsFormat::Secs, true);
    // 2026-02-01T14:00:12+02:00: drop the seconds.
    format!("{}{}", &full[..16], &full[19..])
}

/// Help for a field that was left out: what to write there.
pub(super) fn help(watchlist: &Watchlist, form: Form) -> Option<String> {
    let words: Vec<_> = candidates(watchlist, form)
        .into_iter()
        .map(|candidate| crate::text::sanitise(&candidate.word).into_owned())
        .collect();
    (!words.is_empty()).then(|| format!("one of: {}", words.join(", ")))
}

/// The names of all entities of the same kind, as an operator writes them.
pub(super) fn names_like(watchlist: &Watchlist, entity: &EntityRef) -> Vec<String> {
    let is_like = |known: &EntityRef| std::mem::discriminant(known) == std::mem::discriminant(entity);
    nameable(watchlist).filter(is_like).map(|known| known.reference()).collect()
}
