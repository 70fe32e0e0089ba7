//! The parties of a crossing: who is in place.

use crate::board::Board;
use crate::board::crossing::{CrossingReading, PartyReading};
use crate::board::evidence::EntryIndex;
use crate::panes::reading_words::{self, EntryWords};
use crate::panes::view::{Cell, Column, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::Party;
use crate::watchlist::scales::Presence;

/// Formats `2 of 4 parties in place`; if data is old, `0 of 4 parties known to be in place, 2 last known 2 Feb`.
pub(super) fn parties_in_place(board: &Board, reading: &CrossingReading) -> Phrase {
    let (there, all) = (reading.parties_in_place(), reading.parties.len());
    let is_old = |party: &&PartyReading| party.presence == Some(Presence::InPlace) && party.freshness.is_stale();
    let old: Vec<_> = reading.parties.iter().filter(is_old).collect();
    if old.is_empty() {
        let tone = if there == all { Tone::Good } else { Tone::Plain };
        return Phrase::new(format!("{there} of {all} parties in place"), tone);
    }
    let mut dates: Vec<_> =
        old.iter().filter_map(|party| Some(party.evidence.at?.date(board.watchlist.zone()))).collect();
    dates.sort_unstable();
    dates.dedup();
    let when = match dates.as_slice() {
        [] => String::new(),
        [only] => format!(" {}", words::day(*only, board)),
        [.., newest] => format!(" by {}", words::day(*newest, board)),
    };
    let known = there - old.len();
    Phrase::new(format!("{known} of {all} known to be in place, {} last known{when}", old.len()), Tone::Caution)
}

pub(super) fn party_heading_cells(board: &Board, reading: &CrossingReading) -> Vec<Cell> {
    vec![
        Cell::column(Column::Label, Phrase::new("Parties", Tone::Strong)),
        Cell::fill(Column::Text, 8, vec![parties_in_place(board, reading)]),
    ]
}

/// Whether a party is in place; old data is at most a reason to check again.
pub(in crate::panes) fn presence(board: &Board, party: &Party, reading: &PartyReading) -> Phrase {
    if reading.evidence.is_disputed() {
        return Phrase::new("? disputed", Tone::Unknown);
    }
    if let (true, Some(value)) = (reading.evidence.is_unconfirmed(), reading.evidence.value) {
        let doubt = reading_words::unconfirmed(board, &reading.evidence, |entry| party_entry(party, entry));
        return Phrase::new(format!("? {}, {doubt}", value.word()), Tone::Unknown);
    }
    let Some(presence) = reading.presence else { return Phrase::new("? unknown", Tone::Unknown) };
    let (glyph, words, tone) = presence_sign(presence);
    match reading.freshness.is_stale() {
        true => Phrase::new(format!("{glyph} last known {words}"), Tone::Caution),
        false => Phrase::new(format!("{glyph} {words}"), tone),
    }
}

/// The glyph, the words and the tone of a party's presence.
pub(in crate::panes) fn presence_sign(presence: Presence) -> (&'static str, &'static str, Tone) {
    match presence {
        Presence::Absent => ("■", "absent", Tone::Alarm),
        Presence::Announced => ("○", "announced", Tone::Claimed),
        Presence::InPlace => ("●", "in place", Tone::Good),
    }
}

/// Summarises a party's report.
pub(super) fn party_entry(party: &Party, entry: EntryIndex) -> EntryWords<'_> {
    let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
    let report = &party.reports[index];
    EntryWords {
        says: Phrase::new(report.status.word(), Tone::Strong),
        source: report.source.as_ref(),
        credibility: report.credibility,
        at: report.at.value,
    }
}

pub(super) fn party_cells(board: &Board, party: &Party, reading: &PartyReading) -> Vec<Cell> {
    let name = words::voice(&board.watchlist, &party.actor);
    let role = party.role.as_ref().map_or(String::new(), |role| role.display().into_owned());
    let presence = presence(board, party, reading);
    let flags = reading_words::row_flags(board, &reading.evidence, |entry| party_entry(party, entry));
    vec![
        Cell::column(Column::Label, Phrase::plain(name)),
        Cell::column(Column::Presence, presence),
        Cell::fill(Column::Title, 8, lines::spaced(flags.into_iter().chain([Phrase::muted(role)]).collect())).drop(2),
        Cell::age(Some(reading.freshness)).drop(1),
    ]
}
