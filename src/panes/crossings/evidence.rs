//! The three tests of a promise in words: the result first, then its basis.

use super::PromiseTest;
use super::measures::{measure_name, measure_word, number_words, spread_words};
use super::plan::awaited;
use crate::board::Board;
use crate::board::crossing::{
    Consistency, CrossingReading, MeasureReading, OnSchedule, OpeningRecord, Spread, StatusBasis, StaysOpenCheck,
};
use crate::panes::view::{HeadlinePart, Phrase, Tone, Urgency};
use crate::panes::words;
use crate::watchlist::Crossing;
use crate::watchlist::scales::ClosureCause;

/// The question that a test answers.
pub(super) fn question(test: PromiseTest) -> &'static str {
    match test {
        PromiseTest::OnSchedule => "Opens on schedule?",
        PromiseTest::StaysOpen => "Stays open?",
        PromiseTest::Consistent => "Consistent?",
    }
}

/// The answer, followed by its evidence.
pub(super) fn test_evidence(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    test: PromiseTest,
) -> Vec<Phrase> {
    match test {
        PromiseTest::OnSchedule => on_schedule(board, crossing, reading),
        PromiseTest::StaysOpen => stays_open(board, reading),
        PromiseTest::Consistent => consistent(crossing, reading),
    }
}

fn met(words: impl Into<String>) -> Phrase {
    Phrase::new(format!("✓ {}", words.into()), Tone::Good)
}

fn failed(words: impl Into<String>) -> Phrase {
    Phrase::new(format!("✗ {}", words.into()), Tone::Alarm)
}

fn unknown(words: impl Into<String>) -> Phrase {
    Phrase::new(format!("? {}", words.into()), Tone::Unknown)
}

fn pending(words: impl Into<String>) -> Phrase {
    Phrase::new(format!("… {}", words.into()), Tone::Plain)
}

fn because(words: impl Into<String>) -> Phrase {
    Phrase::muted(format!("  {}", words.into()))
}

/// The current state of the plan, for the title.
pub(super) fn plan_part(board: &Board, reading: &CrossingReading) -> Option<HeadlinePart> {
    match (reading.status.basis, reading.on_schedule) {
        (StatusBasis::PlanPassed(planned), _) => {
            let words = format!("planned for {}, no record since", words::when(planned, board));
            Some(HeadlinePart::neutral(Phrase::new(words, Tone::Unknown)))
        }
        (_, OnSchedule::NotYetDue { due }) => {
            let words = words::ahead(due, board).after("due ").before(&format!(" ({})", words::when(due, board)));
            Some(HeadlinePart::neutral(words))
        }
        (_, OnSchedule::NotOpen { days, missing }) => {
            Some(HeadlinePart::new(Urgency::Setback, Phrase::new(words::not_open(days, missing), Tone::Alarm)))
        }
        (_, OnSchedule::Unrecorded { planned, opened: None }) => {
            let words = format!("no record of {}", words::day(planned, board));
            Some(HeadlinePart::new(Urgency::Unknown, Phrase::new(words, Tone::Unknown)))
        }
        (_, _) => streak_words(board, reading).map(HeadlinePart::neutral),
    }
}

/// Formats `, shut 28 Mar 20:30Z` if it has been shut since the counted days.
fn shut_words(board: &Board, reading: &CrossingReading, record: &OpeningRecord) -> Option<String> {
    let at = reading.status.evidence.at.filter(|_| record.is_shut_now)?;
    Some(format!(", shut {}", words::when(at, board)))
}

/// Formats `open 8 of 12 recorded days to 13 Feb`: always names the days that are counted.
fn streak_words(board: &Board, reading: &CrossingReading) -> Option<Phrase> {
    match &reading.stays_open {
        StaysOpenCheck::NotOpened => None,
        StaysOpenCheck::Since(record) => {
            let recorded = words::count(record.days - record.missing, "recorded day");
            let until =
                if record.is_up_to_date { String::new() } else { format!(" to {}", words::day(record.last, board)) };
            let shut = shut_words(board, reading, record).unwrap_or_default();
            Some(Phrase::plain(format!("open {} of {recorded}{until}{shut}", record.open)))
        }
    }
}

/// Formats `, 3 days since without a record`, if there are any.
fn unrecorded(missing: usize, place: &str) -> String {
    match missing {
        0 => String::new(),
        missing => format!(", {} {place} without a record", words::count(missing, "day")),
    }
}

fn on_schedule(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Phrase> {
    let mut phrases = on_promised_day(board, reading);
    if let Some((_, words)) = awaited(board, crossing, reading) {
        phrases.push(words.after(", "));
    }
    phrases
}

fn on_promised_day(board: &Board, reading: &CrossingReading) -> Vec<Phrase> {
    match reading.on_schedule {
        OnSchedule::NoPlan => vec![unknown("no date was promised")],
        OnSchedule::NotYetDue { due } => {
            let wait = words::ahead(due, board).after(&format!("  {}, ", words::when(due, board)));
            vec![pending("not yet due"), wait.toned(Tone::Muted)]
        }
        OnSchedule::OnTime { opened } => {
            vec![met("on time"), because(format!("seen open on {}", words::day(opened, board)))]
        }
        OnSchedule::Late { opened, days, missing } => vec![
            failed(words::late(days, missing)),
            because(format!("first seen open on {}{}", words::day(opened, board), unrecorded(missing, "before it"))),
        ],
        OnSchedule::NotOpen { days, missing } => {
            let why = if missing > 0 { "it was shut on the promised day" } else { "records say that it is shut" };
            vec![failed(words::not_open(days, missing)), because(format!("{why}{}", unrecorded(missing, "since")))]
        }
        OnSchedule::Unrecorded { planned, opened } => {
            let since = match opened {
                Some(opened) => format!("first seen open on {}", words::day(opened, board)),
                None => "not seen open since".to_owned(),
            };
            vec![unknown(format!("no record of {}", words::day(planned, board))), because(since)]
        }
        OnSchedule::Disputed { date, .. } => {
            vec![unknown("disputed"), because(format!("sources differ on {}", words::day(date, board)))]
        }
        OnSchedule::Unconfirmed { date, .. } => {
            let why = format!("only weak evidence says that it opened on {}", words::day(date, board));
            vec![unknown("unconfirmed"), because(why)]
        }
        OnSchedule::Unknown { planned } => {
            vec![unknown(format!("planned for {}, no record since", words::when(planned, board)))]
        }
    }
}

fn stays_open(board: &Board, reading: &CrossingReading) -> Vec<Phrase> {
    let record = match &reading.stays_open {
        StaysOpenCheck::NotOpened if reading.days.recorded().iter().any(|day| day.verdict.is_open()) => {
            return vec![unknown("no record of an opening since it was to open")];
        }
        StaysOpenCheck::NotOpened => return vec![unknown("no record of an opening yet")],
        StaysOpenCheck::Since(record) => record,
    };
    let until = match record.last == record.opened {
        true => format!("on {}", words::day(record.opened, board)),
        false => format!("from {} to {}", words::day(record.opened, board), words::day(record.last, board)),
    };
    let recorded = words::count(record.days - record.missing, "recorded day");
    let shut = shut_words(board, reading, record).unwrap_or_default();
    let span = format!("open {} of {recorded}{shut}, {until}", record.open);
    let is_doubtful = record.disputed + record.missing + record.unconfirmed > 0 || record.open == 0;
    let answer = if record.closed > 0 || record.is_shut_now || record.interrupted > 0 {
        failed(span)
    } else if is_doubtful || !record.is_up_to_date {
        unknown(span)
    } else {
        met(span)
    };
    let mut phrases = vec![answer];
    let facts: Vec<_> = facts(record, reading.status.rests_today).collect();
    if !facts.is_empty() {
        phrases.push(because(facts.join(", ")));
    }
    phrases
}

fn facts(record: &OpeningRecord, rests_today: bool) -> impl Iterator<Item = String> {
    let some = |number: usize, words: String| (number > 0).then_some(words);
    let causes = record.causes.iter().map(|(cause, days)| match cause {
        ClosureCause::Technical => format!("{days} called technical"),
        ClosureCause::Scheduled => format!("{days} as scheduled"),
        ClosureCause::Security | ClosureCause::Dispute => format!("{days} for {}", cause.word()),
        ClosureCause::Unstated => format!("{days} without a cause"),
    });
    let disputed = (record.cause_disputed > 0).then(|| format!("cause disputed on {}", record.cause_disputed));
    let causes: Vec<_> = causes.chain(disputed).collect();
    let closures = record.closed + record.scheduled;
    [
        some(usize::from(rests_today), "rest day today".to_owned()),
        some(usize::from(!record.is_up_to_date && !record.is_shut_now && !rests_today), "no record today".to_owned()),
        some(record.interrupted, format!("shut for a part of {}", words::count(record.interrupted, "day"))),
        some(closures, format!("closed {}: {}", words::count(closures, "day"), causes.join(", "))),
        some(record.disputed, format!("sources differ on {}", words::count(record.disputed, "day"))),
        some(record.unconfirmed, format!("{} unconfirmed", words::count(record.unconfirmed, "day"))),
        some(record.missing, format!("{} without a record", words::count(record.missing, "day"))),
        some(record.rest, format!("{} left out", words::count(record.rest, "rest day"))),
        some(record.streak, format!("streak {}", record.streak)),
        some(
            record.longest_closure.saturating_sub(1),
            format!("longest closure {}", words::count(record.longest_closure, "day")),
        ),
    ]
    .into_iter()
    .flatten()
}

/// At least two open days are required for a difference.
fn consistent(crossing: &Crossing, reading: &CrossingReading) -> Vec<Phrase> {
    let consistency: &Consistency = &reading.consistency;
    if consistency.open_days < 2 {
        return vec![unknown("too few open days to tell")];
    }
    let is_short = |spread: &Option<Spread>| spread.is_some_and(|spread| spread.quota_met < spread.quota_days);
    let (days, told) = (consistency.open_days, consistency.hours_days);
    let hours = match consistency.hours.as_slice() {
        [] => "no hours recorded".to_owned(),
        [(one, _)] => {
            let range = format!("{}-{}", one.from.format("%H:%M"), one.until.format("%H:%M"));
            match told == days {
                true => format!("hours always {range}"),
                false => format!("{range} on the {told} of {} that tell", words::count(days, "open day")),
            }
        }
        many => format!("{} different hours on {told} of {}", many.len(), words::count(days, "open day")),
    };
    let hours_vary = consistency.hours.len() > 1;
    let quota = |of: &MeasureReading| of.quota.as_ref().and_then(|quota| quota.value);
    let short = reading.measures.iter().filter(|of| is_short(&of.spread));
    let short = short.filter_map(|of| {
        let name = match quota(of) {
            Some(quota) => format!("of {}", number_words(crossing, of.measure, quota)),
            None => measure_word(crossing, of.measure),
        };
        Some(short_words(&name, of.spread?))
    });
    let against: Vec<_> = hours_vary.then(|| hours.clone()).into_iter().chain(short).collect();
    let spreads = reading
        .measures
        .iter()
        .filter_map(|of| Some(spread_words(&measure_name(crossing, of.measure), of.spread?, quota(of))));
    let missing =
        (consistency.missing > 0).then(|| format!("{} without a record", words::count(consistency.missing, "day")));
    let hours = (!hours_vary).then_some(hours);
    let evidence = because(hours.into_iter().chain(spreads).chain(missing).collect::<Vec<_>>().join(", "));
    let answer = if !against.is_empty() {
        failed(against.join(", "))
    } else if consistency.missing > 0 || told < days {
        unknown("not enough recorded")
    } else {
        met("so far")
    };
    vec![answer, evidence]
}

/// Formats `quota of 50 out met on 3 of 9 days`.
fn short_words(name: &str, spread: Spread) -> String {
    let days = words::count(spread.quota_days, "day");
    format!("quota {name} met on {} of {days}", spread.quota_met)
}
