//! The fixed words in which the cases name a reading. The only file of this suite that knows the board's types: where
//! a type has nothing that corresponds to a word of the law, that word is never said, and its cases fail.
//!
//! A reading is one word of its scale, or `disputed`, or `unknown`; then these flags, in this order, as far as they
//! hold: `unconfirmed`, `last known`, `not today`, `nobody passed`, `settled by hand`.

use trucewatch::board::Board;
use trucewatch::board::crossing::StatusBasis;
use trucewatch::board::evidence::{Basis, Reading};
use trucewatch::board::signals::Ternary;
use trucewatch::board::spillover::Level;
use trucewatch::watchlist::scales::{Presence, Rung};

/// What the board reads of an entity: `rafah`, `rafah/parties/egypt`, `phase-two/withdrawal`, or the id of a risk.
pub fn describe_reading(board: &Board, entity: &str) -> String {
    let parts: Vec<_> = entity.split('/').collect();
    let found = match parts[..] {
        [crossing, "parties", actor] => party(board, crossing, actor),
        [list, item] => self::item(board, list, item),
        [id] => crossing(board, id).or_else(|| risk(board, id)),
        _ => None,
    };
    found.unwrap_or_else(|| format!("no entity `{entity}`"))
}

/// Every entity of the watchlist, written as in [`describe_reading`].
pub fn entities(board: &Board) -> Vec<String> {
    let mut all = Vec::new();
    for crossing in &board.watchlist.crossings {
        let id = crossing.id.value.as_str();
        all.push(id.to_owned());
        all.extend(crossing.parties.iter().map(|party| format!("{id}/parties/{}", party.actor.value.as_str())));
    }
    for list in &board.watchlist.checklists {
        let path = |item: &str| format!("{}/{item}", list.id.value.as_str());
        all.extend(list.items.iter().map(|item| path(item.id.value.as_str())));
    }
    all.extend(board.watchlist.risks().iter().map(|risk| risk.id.value.as_str().to_owned()));
    all
}

/// `met`, `not met` or `unknown`.
pub fn describe_signal(board: &Board, id: &str) -> String {
    let place = board.watchlist.signals.iter().position(|signal| signal.id.value.as_str() == id);
    let word = place.map(|place| match board.signals[place].answer {
        Ternary::Met => "met",
        Ternary::NotMet => "not met",
        Ternary::Unknown => "unknown",
    });
    word.map_or_else(|| format!("no signal `{id}`"), str::to_owned)
}

/// `verified 67 claimed 0`: whole percents of an item.
pub fn describe_progress(board: &Board, entity: &str) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let found = entity.split_once('/').and_then(|(list, item)| place_of_item(board, list, item));
    found.map_or_else(
        || format!("no item `{entity}`"),
        |(list, item)| {
            let progress = board.checklists[list].items[item].progress;
            format!("verified {} claimed {}", percent(progress.verified), percent(progress.claimed))
        },
    )
}

/// How many contradictions the board lists.
pub fn count_contradictions(board: &Board) -> usize {
    board.contradictions.len()
}

/// A word of a scale with the flags that hold.
fn words(value: &str, flags: &[(&str, bool)]) -> String {
    let said = flags.iter().filter(|(_, holds)| *holds).map(|(flag, _)| *flag);
    std::iter::once(value).chain(said).collect::<Vec<_>>().join(", ")
}

fn crossing(board: &Board, id: &str) -> Option<String> {
    let place = board.watchlist.crossings.iter().position(|crossing| crossing.id.value.as_str() == id)?;
    let reading = &board.crossings[place];
    let status = &reading.status;
    let is_evidence = status.basis == StatusBasis::Evidence;
    let value = if status.is_disputed() { "disputed" } else { status.status.word() };
    let is_known = is_evidence && value != "unknown";
    let is_last_known = is_known && reading.freshness.is_stale();
    Some(words(
        value,
        &[
            ("unconfirmed", is_known && status.evidence.is_unconfirmed()),
            ("last known", is_last_known),
            ("not today", is_known && !status.is_of_today && !is_last_known),
            ("nobody passed", is_known && status.nobody_passed),
            ("settled by hand", is_known && status.evidence.basis == Basis::Preferred),
        ],
    ))
}

/// The value of a reading with the flags that hold.
fn reading<V: Copy + PartialEq>(reading: &Reading<V>, word: impl Fn(V) -> &'static str, is_stale: bool) -> String {
    let value = match (reading.value, reading.is_disputed()) {
        (Some(_), true) => "disputed",
        (Some(value), false) => word(value),
        (None, _) => "unknown",
    };
    words(
        value,
        &[
            ("unconfirmed", reading.is_unconfirmed()),
            ("last known", value != "unknown" && is_stale),
            ("settled by hand", reading.basis == Basis::Preferred),
        ],
    )
}

fn party(board: &Board, crossing: &str, actor: &str) -> Option<String> {
    let place = board.watchlist.crossings.iter().position(|known| known.id.value.as_str() == crossing)?;
    let parties = &board.watchlist.crossings[place].parties;
    let party = parties.iter().position(|party| party.actor.value.as_str() == actor)?;
    let found = &board.crossings[place].parties[party];
    if found.evidence.value.is_none() && found.presence == Some(Presence::Announced) {
        return Some("announced".to_owned());
    }
    Some(reading(&found.evidence, Presence::word, found.freshness.is_stale()))
}

fn place_of_item(board: &Board, list: &str, item: &str) -> Option<(usize, usize)> {
    let list = board.watchlist.checklists.iter().position(|known| known.id.value.as_str() == list)?;
    let items = &board.watchlist.checklists[list].items;
    Some((list, items.iter().position(|known| known.id.value.as_str() == item)?))
}

fn item(board: &Board, list: &str, item: &str) -> Option<String> {
    let (list, item) = place_of_item(board, list, item)?;
    let found = &board.checklists[list].items[item];
    Some(reading(&found.evidence, Rung::word, found.freshness.is_stale()))
}

fn risk(board: &Board, id: &str) -> Option<String> {
    let place = board.watchlist.risks().iter().position(|risk| risk.id.value.as_str() == id)?;
    let found = &board.spillover.risks[place];
    Some(reading(&found.evidence, Level::word, found.freshness.is_stale()))
}
