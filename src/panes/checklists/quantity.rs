//! Quantities in words: how much of its target an item has, verified and claimed apart, always with its unit.

use crate::board::Board;
use crate::board::checklist::{ItemReading, QuantityReading};
use crate::board::evidence::{EntryIndex, ReadingState};
use crate::panes::lines;
use crate::panes::reading_words::{EntryWords, reading_lines};
use crate::panes::view::{DetailLine, Phrase, Tone};
use crate::watchlist::{Item, ItemReport, Target};

/// Formats `20 of 28 bodies, 27 claimed`.
fn quantity_words(target: &Target, reading: &QuantityReading) -> Phrase {
    let of = format!("of {} {}", target.value.0, target.unit.display());
    let claimed = reading.claimed.filter(|claimed| reading.verified.is_none_or(|verified| claimed.0 > verified.0));
    match (reading.verified, claimed) {
        (Some(verified), None) => Phrase::new(format!("{} {of}", verified.0), Tone::Good),
        (Some(verified), Some(claimed)) => {
            Phrase::new(format!("{} {of}, {} claimed", verified.0, claimed.0), Tone::Claimed)
        }
        (None, Some(claimed)) => Phrase::new(format!("claimed {} {of}", claimed.0), Tone::Claimed),
        (None, None) => match reading.evidence.value {
            Some(value) if reading.evidence.state == ReadingState::Unconfirmed => {
                Phrase::new(format!("{}? {of}", value.0), Tone::Unknown)
            }
            Some(value) => Phrase::new(format!("said {} {of}", value.0), Tone::Caution),
            None => Phrase::new(format!("no number {of}"), Tone::Unknown),
        },
    }
}

/// The number with its unit. `None` without a target.
pub(super) fn quantity_in_full(item: &Item, reading: &ItemReading) -> Option<Phrase> {
    Some(quantity_words(item.target.as_ref()?, reading.quantity.as_ref()?))
}

/// The number in place of the rung, in the same 15 columns: `◑ 20 of 28`, `◍ 27 of 28?`. A share if it is too long.
pub(super) fn quantity_in_short(reading: &ItemReading) -> Option<Phrase> {
    const WIDEST: usize = 13;
    let quantity = reading.quantity.as_ref()?;
    let [verified, claimed] = [quantity.verified, quantity.claimed];
    let (glyph, value, tone) = match (verified.filter(|value| value.0 > 0.0), claimed) {
        (Some(value), _) if value.0 >= quantity.target.0 => ("●", value, Tone::Good),
        (Some(value), _) => ("◑", value, Tone::Good),
        (None, Some(value)) => ("◍", value, Tone::Claimed),
        (None, None) => match quantity.evidence.settled() {
            Some(value) => ("○", value, Tone::Caution),
            None => ("?", quantity.evidence.value?, Tone::Unknown),
        },
    };
    let mut words = format!("{} of {}", value.0, quantity.target.0);
    if words.len() > WIDEST && quantity.target.0 > 0.0 {
        words = crate::panes::words::percent(value.0 / quantity.target.0);
    }
    Some(Phrase::new(format!("{glyph} {words}"), tone))
}

/// The number in full, where the rung has its place; else the unit, and what is claimed in addition.
pub(super) fn quantity_beside(item: &Item, reading: &ItemReading) -> Phrase {
    let (Some(target), Some(quantity)) = (&item.target, &reading.quantity) else { return Phrase::default() };
    let unit = target.unit.display();
    match (quantity.verified, quantity.claimed) {
        _ if reading.is_failing() || quantity.evidence.value.is_none() => quantity_words(target, quantity),
        (Some(verified), Some(claimed)) if claimed.0 > verified.0 => {
            Phrase::new(format!("{unit}, {} claimed", claimed.0), Tone::Claimed)
        }
        _ => Phrase::muted(unit),
    }
}

/// Says that sources give different numbers.
pub(super) fn quantity_flag(reading: &ItemReading) -> Option<Phrase> {
    let evidence = &reading.quantity.as_ref()?.evidence;
    let words = match (evidence.is_disputed(), evidence.is_contradicted()) {
        (true, _) if reading.evidence.is_disputed() => return None,
        (true, _) => "NUMBER DISPUTED",
        (false, true) => "numbers differ",
        (false, false) => return None,
    };
    Some(Phrase::new(words, Tone::Unknown))
}

pub(super) fn quantity_lines(board: &Board, item: &Item, reading: &ItemReading) -> Vec<DetailLine> {
    let (Some(target), Some(quantity)) = (&item.target, &reading.quantity) else { return Vec::new() };
    let number =
        lines::spaced(std::iter::once(quantity_words(target, quantity)).chain(quantity_flag(reading)).collect());
    let number = DetailLine::field("number", number);
    let entry = |entry: EntryIndex| {
        let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
        let report = &item.reports[index];
        let value = report.value.map_or(0.0, |value| value.0);
        EntryWords {
            says: Phrase::new(format!("{value} {}", target.unit.display()), Tone::Strong),
            source: report.source.as_ref(),
            credibility: report.credibility,
            at: report.at.value,
        }
    };
    std::iter::once(number).chain(reading_lines(board, &quantity.evidence, entry)).collect()
}

/// Formats `, 27 bodies`, for the line of a report.
pub(in crate::panes) fn reported(item: &Item, report: &ItemReport) -> String {
    let unit = item.target.as_ref().map_or_else(String::new, |target| format!(" {}", target.unit.display()));
    report.value.map_or_else(String::new, |value| format!(", {}{unit}", value.0))
}
