//! The status of a crossing at a glance: never calmer than its evidence about today.

use super::evidence;
use super::parties::parties_in_place;
use super::plan::{awaited, planned};
use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::crossing::{CrossingReading, Day, Difference, StatusBasis};
use crate::board::evidence::EntryIndex;
use crate::panes::reading_words::{EntryWords, unconfirmed};
use crate::panes::view::{Headline, HeadlinePart, Phrase, Tone, Urgency};
use crate::panes::words;
use crate::watchlist::Crossing;
use crate::watchlist::scales::CrossingStatus;
use crate::watchlist::time::TimePoint;

/// Formats the status: `● OPEN`, `■ CLOSED on 5 Feb, no record today`, `? OPEN, unconfirmed (D4)`.
pub(in crate::panes) fn status_word(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Phrase {
    let status = &reading.status;
    if status.is_disputed() {
        return Phrase::new("? DISPUTED", Tone::Unknown);
    }
    let word = status.status.word().to_uppercase();
    let glyph = status_glyph(status.status);
    match status.basis {
        StatusBasis::PlanPassed(_) | StatusBasis::Nothing => return Phrase::new("? UNKNOWN", Tone::Unknown),
        StatusBasis::Plan(_) | StatusBasis::Promise(_) => {
            return Phrase::new(format!("{glyph} {word}"), status_tone(status.status));
        }
        StatusBasis::Evidence if status.status == CrossingStatus::Unknown => {
            return Phrase::new("? UNKNOWN", Tone::Unknown);
        }
        StatusBasis::Evidence => {}
    }
    let is_open = status.status.is_open();
    let entry = |entry: EntryIndex| entry_words(board, crossing, entry);
    let doubt = status.evidence.is_unconfirmed().then(|| unconfirmed(board, &status.evidence, entry));
    let is_old = reading.freshness.is_stale();
    let day = status.evidence.at.map(|at| words::day(at.date(board.watchlist.zone()), board));
    let of_day = day.filter(|_| !is_old && !status.is_of_today).map(|day| format!("{word} on {day}"));
    let is_dated = of_day.is_some();
    let word = match (is_old, of_day) {
        (true, _) => format!("LAST KNOWN {word}"),
        (false, Some(of_day)) => of_day,
        (false, None) if status.is_end_of_hours => format!("{word} for the day"),
        (false, None) if status.is_rest => format!("{word}, rest day"),
        (false, None) => word,
    };
    let closure = (is_open && status.has_announced_closure).then(|| "closure announced for today".to_owned());
    let nobody = status.nobody_passed.then(|| "nobody passed".to_owned());
    let today = if status.rests_today { "rest day today" } else { "no record today" };
    let no_record = (is_dated && closure.is_none()).then(|| today.to_owned());
    let is_calm = !is_old && !is_dated && doubt.is_none() && closure.is_none() && nobody.is_none();
    let tone = match (status.status, is_calm) {
        _ if doubt.is_some() => Tone::Unknown,
        (CrossingStatus::Closed | CrossingStatus::Suspended, _)
            if is_old || status.is_end_of_hours || status.is_rest =>
        {
            Tone::Caution
        }
        (CrossingStatus::Closed | CrossingStatus::Suspended, _) => Tone::Alarm,
        (_, false) => Tone::Caution,
        (calm, true) => status_tone(calm),
    };
    let glyph = if doubt.is_some() { "?" } else { glyph };
    let parts = std::iter::once(word).chain([doubt, nobody, closure, no_record].into_iter().flatten());
    Phrase::new(format!("{glyph} {}", parts.collect::<Vec<_>>().join(", ")), tone)
}

/// Summarises a report or a record.
pub(super) fn entry_words<'b>(board: &Board, crossing: &'b Crossing, entry: EntryIndex) -> EntryWords<'b> {
    match entry {
        EntryIndex::Report(index) => {
            let report = &crossing.reports[index];
            EntryWords {
                says: status_phrase(report.status),
                source: report.source.as_ref(),
                credibility: report.credibility,
                at: report.at.value,
            }
        }
        EntryIndex::Day(index) => {
            let record = &crossing.days[index];
            EntryWords {
                says: status_phrase(record.status),
                source: record.source.as_ref(),
                credibility: record.credibility,
                at: TimePoint::day(record.date.value, board.watchlist.zone()),
            }
        }
    }
}

/// The rank of a crossing's status, the worst first: an unknown status is worse than a known bad one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StatusRank {
    Unknown,
    Shut,
    Unconfirmed,
    LastKnown,
    NotToday,
    Limited,
    Scheduled,
    Open,
}

impl StatusRank {
    const ALL: [Self; 8] = [
        Self::Open,
        Self::Scheduled,
        Self::Limited,
        Self::NotToday,
        Self::LastKnown,
        Self::Unconfirmed,
        Self::Shut,
        Self::Unknown,
    ];

    fn from_reading(reading: &CrossingReading) -> Self {
        let status = &reading.status;
        match (status.basis, status.status) {
            (_, CrossingStatus::Unknown) => Self::Unknown,
            (_, CrossingStatus::Closed | CrossingStatus::Suspended) => Self::Shut,
            (StatusBasis::Evidence, _) if status.evidence.is_unconfirmed() => Self::Unconfirmed,
            (StatusBasis::Evidence, _) if reading.freshness.is_stale() => Self::LastKnown,
            (StatusBasis::Evidence, CrossingStatus::Open | CrossingStatus::Limited) if !status.is_open_today() => {
                Self::NotToday
            }
            (_, CrossingStatus::Limited) => Self::Limited,
            (_, CrossingStatus::Scheduled) => Self::Scheduled,
            (_, CrossingStatus::Open) => Self::Open,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Shut => "closed",
            Self::Unconfirmed => "unconfirmed",
            Self::LastKnown => "last known",
            Self::NotToday => "no record today",
            Self::Limited => "limited",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
        }
    }
}

/// The title of one crossing: its status, and everything that qualifies it.
pub(in crate::panes) fn crossing_headline(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Headline {
    let name = Phrase::new(crossing.name.display(), Tone::Strong);
    Headline::new(name, status_parts(board, crossing, reading))
}

/// The status as a part of a title. A closure without newer evidence stays a closure.
pub(in crate::panes) fn status_part(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> HeadlinePart {
    let status = &reading.status;
    let urgency = match (status.basis, status.status) {
        _ if status.is_disputed() => Urgency::Disputed,
        (_, CrossingStatus::Unknown) => Urgency::Unknown,
        (_, CrossingStatus::Closed | CrossingStatus::Suspended) => Urgency::Closed,
        (StatusBasis::Evidence, _) if status.nobody_passed || status.has_announced_closure => Urgency::Closed,
        (StatusBasis::Evidence, _) if status.evidence.is_unconfirmed() => Urgency::Unknown,
        (StatusBasis::Evidence, _) if reading.freshness.is_stale() || !status.is_of_today => Urgency::Old,
        (_, CrossingStatus::Limited | CrossingStatus::Scheduled | CrossingStatus::Open) => Urgency::Status,
    };
    HeadlinePart::status(urgency, status_word(board, crossing, reading))
}

pub(super) fn status_parts(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<HeadlinePart> {
    let status = status_part(board, crossing, reading);
    // Its age adds no alarm to a status that is shown as the last known one.
    let age_urgency = if status.urgency == Urgency::Old { Urgency::Status } else { Urgency::Old };
    let mut parts = vec![status];
    parts.extend(evidence::plan_part(board, reading));
    let plans = awaited(board, crossing, reading).into_iter().chain(planned(board, crossing));
    parts.extend(
        plans.map(|(is_late, words)| {
            HeadlinePart::new(if is_late { Urgency::Setback } else { Urgency::Neutral }, words)
        }),
    );
    if reading.gaps.iter().any(|gap| gap.holds(board.now)) {
        parts.push(HeadlinePart::new(Urgency::Unknown, Phrase::new("NOT OBSERVED", Tone::Unknown)));
    }
    if !reading.threats.is_empty() {
        parts.push(HeadlinePart::new(Urgency::Threatened, Phrase::new("THREATENED", Tone::Alarm)));
    }
    parts.extend(words::data_old(reading.freshness).map(|words| HeadlinePart::new(age_urgency, words)));
    parts.extend(differing(board, reading));
    if reading.quota.differing().next().is_some() {
        parts.push(HeadlinePart::new(Urgency::Past, Phrase::new("sources differ on the quota", Tone::Unknown)));
    }
    let parties = reading.parties.iter().filter(|party| party.evidence.is_differing()).count();
    let differ =
        |number| Phrase::new(format!("sources differ on {}", words::plural(number, "party", "parties")), Tone::Unknown);
    parts.extend(HeadlinePart::counted(Urgency::Past, parties, differ));
    let is_of = |index: usize| board.watchlist.crossings[index].span == crossing.span;
    let below = |found: &&Contradiction| matches!(found, Contradiction::Itemised(index, _) if is_of(*index));
    let below = board.contradictions.iter().filter(below).count();
    let fewer =
        |tallies| Phrase::new(format!("{} below the days", words::plural(tallies, "tally", "tallies")), Tone::Unknown);
    parts.extend(HeadlinePart::counted(Urgency::Past, below, fewer));
    let unsupported = reading.status.evidence.unsupported.len();
    let aside = |number| Phrase::new(format!("{number} unsupported"), Tone::Caution);
    parts.extend(HeadlinePart::counted(Urgency::Neutral, unsupported, aside));
    parts.extend(by_hand(reading).map(HeadlinePart::neutral));
    if !crossing.parties.is_empty() {
        parts.push(HeadlinePart::neutral(parties_in_place(board, reading)));
    }
    parts
}

/// Says that sources differ on today or on the current status, and separately on how many past days.
fn differing(board: &Board, reading: &CrossingReading) -> impl Iterator<Item = HeadlinePart> {
    let of_status = reading.status.evidence.at.map(|at| at.date(board.watchlist.zone()));
    let is_status = |day: &Day| day.differences.contains(&Difference::Status);
    let differing = reading.days.recorded().iter().filter(|day| !day.differences.is_empty());
    let (now, past): (Vec<_>, Vec<_>) =
        differing.partition(|day| day.date == board.today() || (Some(day.date) == of_status && is_status(day)));
    let differ_in = |day: &Day| match day.differences.as_slice() {
        [Difference::Parts(..)] => "numbers do not add up",
        _ => "sources differ",
    };
    let newest = now.last().map(|day| match day.date == board.today() {
        true => format!("{} today", differ_in(day)),
        false => format!("{} on {}", differ_in(day), words::day(day.date, board)),
    });
    let (past, is_both) = (past.len(), newest.is_some());
    let differ = move |days| {
        let earlier = if is_both { "earlier " } else { "" };
        Phrase::new(format!("sources differ on {}", words::count(days, &format!("{earlier}day"))), Tone::Unknown)
    };
    let newest = newest.map(|words| HeadlinePart::new(Urgency::Disputed, Phrase::new(words, Tone::Unknown)));
    newest.into_iter().chain(HeadlinePart::counted(Urgency::Past, past, differ))
}

/// Says that the operator's choice of source settled a dispute.
pub(super) fn by_hand(reading: &CrossingReading) -> Option<Phrase> {
    let is_by_hand = reading.status.evidence.basis == crate::board::evidence::Basis::Preferred;
    is_by_hand.then(|| Phrase::new("settled by hand", Tone::Caution))
}

/// Formats `1 open, 1 closed`, and each crossing with its state, the worst first.
pub(super) fn several_parts(board: &Board) -> Vec<HeadlinePart> {
    let mut both: Vec<_> = board.watchlist.crossings.iter().zip(&board.crossings).collect();
    both.sort_by_key(|(_, reading)| StatusRank::from_reading(reading));
    let tally = |rank: StatusRank| {
        let number = both.iter().filter(|(_, reading)| StatusRank::from_reading(reading) == rank).count();
        (number > 0).then(|| format!("{number} {}", rank.word()))
    };
    let tallies = StatusRank::ALL.into_iter().filter_map(tally).collect::<Vec<_>>().join(", ");
    // Only the worst one is kept to the last; the number of calm ones says more than the first of them.
    let each = both.iter().enumerate().map(|(place, (crossing, reading))| {
        let part = status_part(board, crossing, reading).named(crossing.name.display());
        let urgency = if part.urgency == Urgency::Status { Urgency::Neutral } else { part.urgency };
        HeadlinePart { urgency, stays: place == 0 && urgency.is_alarm(), ..part }
    });
    let threatened = both.iter().filter(|(_, reading)| !reading.threats.is_empty()).count();
    let threat = HeadlinePart::counted(Urgency::Threatened, threatened, |threatened| {
        let words = if threatened == 1 { "THREATENED".to_owned() } else { format!("{threatened} THREATENED") };
        Phrase::new(words, Tone::Alarm)
    });
    std::iter::once(HeadlinePart::neutral(Phrase::plain(tallies))).chain(each).chain(threat).collect()
}

/// The glyph of each state; its word is always next to it.
pub(super) fn status_glyph(status: CrossingStatus) -> &'static str {
    match status {
        CrossingStatus::Unknown => "?",
        CrossingStatus::Closed | CrossingStatus::Suspended => "■",
        CrossingStatus::Scheduled => "○",
        CrossingStatus::Limited => "◑",
        CrossingStatus::Open => "●",
    }
}

fn status_tone(status: CrossingStatus) -> Tone {
    match status {
        CrossingStatus::Unknown => Tone::Unknown,
        CrossingStatus::Closed | CrossingStatus::Suspended => Tone::Alarm,
        CrossingStatus::Scheduled => Tone::Claimed,
        CrossingStatus::Limited => Tone::Caution,
        CrossingStatus::Open => Tone::Good,
    }
}

pub(in crate::panes) fn status_phrase(status: CrossingStatus) -> Phrase {
    Phrase::new(format!("{} {}", status_glyph(status), status.word()), status_tone(status))
}
