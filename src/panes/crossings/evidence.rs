//! The three tests of a promise, in words: the result first, then what it rests on.

use super::Test;
use crate::board::Board;
use crate::board::crossing::{Basis, Consistency, CrossingReading, OnSchedule, Record, Spread, StaysOpen};
use crate::panes::view::{Phrase, Tone};
use crate::panes::words;
use crate::watchlist::Crossing;
use crate::watchlist::scales::Cause;

/// The question that a test answers.
pub(super) fn question(test: Test) -> &'static str {
    match test {
        Test::OnSchedule => "Opens on schedule?",
        Test::StaysOpen => "Stays open?",
        Test::Consistent => "Consistent?",
    }
}

/// The answer, then its evidence.
pub(super) fn of(board: &Board, crossing: &Crossing, reading: &CrossingReading, test: Test) -> Vec<Phrase> {
    match test {
        Test::OnSchedule => on_schedule(board, crossing, reading),
        Test::StaysOpen => stays_open(board, reading),
        Test::Consistent => consistent(crossing, &reading.consistency),
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

/// What the plan means now: for the title.
pub(super) fn plan_words(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<Phrase> {
    match (&reading.status.basis, reading.on_schedule) {
        (Basis::PlanPassed(planned), _) => {
            let words = format!("planned for {}, no record since", words::when(*planned, board));
            Some(Phrase::new(words, Tone::Unknown))
        }
        (_, OnSchedule::NotYetDue { due }) => {
            Some(Phrase::plain(format!("due {} ({})", words::ahead(due, board), words::when(due, board))))
        }
        (_, OnSchedule::NotOpen { days, missing }) => Some(Phrase::new(words::not_open(days, missing), Tone::Alarm)),
        (_, OnSchedule::Unrecorded { planned, opened: None }) => {
            Some(Phrase::new(format!("no record of {}", words::day(planned, board)), Tone::Unknown))
        }
        (Basis::Disputed(day), _) => {
            let date = words::day(reading.days[*day].date, board);
            Some(Phrase::new(format!("sources differ on {date}"), Tone::Unknown))
        }
        (Basis::DisputedReports(report), _) => {
            let at = words::when(crossing.reports[*report].at.value, board);
            Some(Phrase::new(format!("reports of {at} differ"), Tone::Unknown))
        }
        (Basis::DisputedDay { report, .. }, _) => {
            let at = words::when(crossing.reports[*report].at.value, board);
            Some(Phrase::new(format!("a report and the record of {at} differ"), Tone::Unknown))
        }
        (_, _) => streak_words(&reading.stays_open),
    }
}

fn streak_words(stays_open: &StaysOpen) -> Option<Phrase> {
    match stays_open {
        StaysOpen::NotOpened => None,
        StaysOpen::Since(record) => {
            // Days of which nobody tells must not read as shut.
            let kind = if record.missing > 0 { "recorded day" } else { "day" };
            Some(Phrase::plain(format!("open {} of {}", record.open, words::count(record.days - record.missing, kind))))
        }
    }
}

/// `, 3 days since without a record`, if there are any.
fn unrecorded(missing: usize, place: &str) -> String {
    match missing {
        0 => String::new(),
        missing => format!(", {} {place} without a record", words::count(missing, "day")),
    }
}

fn on_schedule(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<Phrase> {
    let mut phrases = on_promised_day(board, reading);
    if let Some(moved) = super::moved_words(board, crossing, reading) {
        phrases.push(Phrase::new(format!(", {}", moved.text), moved.tone));
    }
    phrases
}

fn on_promised_day(board: &Board, reading: &CrossingReading) -> Vec<Phrase> {
    match reading.on_schedule {
        OnSchedule::NoPlan => vec![unknown("no date was promised")],
        OnSchedule::NotYetDue { due } => {
            vec![pending("not yet due"), because(format!("{}, {}", words::when(due, board), words::ahead(due, board)))]
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
        OnSchedule::Unknown { planned } => {
            vec![unknown(format!("planned for {}, no record since", words::when(planned, board)))]
        }
    }
}

fn stays_open(board: &Board, reading: &CrossingReading) -> Vec<Phrase> {
    let record = match &reading.stays_open {
        StaysOpen::NotOpened if reading.days.iter().any(|day| day.verdict.is_open()) => {
            return vec![unknown("no record of an opening since it was to open")];
        }
        StaysOpen::NotOpened => return vec![unknown("no record of an opening yet")],
        StaysOpen::Since(record) => record,
    };
    let span = format!(
        "open {} of {} since {}",
        record.open,
        words::count(record.days, "day"),
        words::day(record.opened, board)
    );
    let answer = if record.closed > 0 || record.is_shut_now {
        failed(span)
    } else if record.disputed > 0 || record.missing > 0 || record.open == 0 {
        unknown(span)
    } else {
        met(span)
    };
    let mut phrases = vec![answer];
    let facts: Vec<_> = facts(record).collect();
    if !facts.is_empty() {
        phrases.push(because(facts.join(", ")));
    }
    phrases
}

fn facts(record: &Record) -> impl Iterator<Item = String> {
    let some = |number: usize, words: String| (number > 0).then_some(words);
    let causes = record.causes.iter().map(|(cause, days)| match cause {
        Cause::Technical => format!("{days} called technical"),
        Cause::Scheduled => format!("{days} as scheduled"),
        Cause::Security | Cause::Dispute => format!("{days} for {}", cause.word()),
        Cause::Unstated => format!("{days} without a cause"),
    });
    let causes: Vec<_> = causes.collect();
    let closures = record.closed + record.scheduled;
    [
        some(usize::from(record.is_shut_now), "now reported shut".to_owned()),
        some(closures, format!("closed {}: {}", words::count(closures, "day"), causes.join(", "))),
        some(record.disputed, format!("sources differ on {}", words::count(record.disputed, "day"))),
        some(record.missing, format!("{} without a record", words::count(record.missing, "day"))),
        some(record.streak, format!("streak {}", record.streak)),
        some(
            record.longest_closure.saturating_sub(1),
            format!("longest closure {}", words::count(record.longest_closure, "day")),
        ),
    ]
    .into_iter()
    .flatten()
}

/// Two open days are the least that can differ.
fn consistent(crossing: &Crossing, consistency: &Consistency) -> Vec<Phrase> {
    if consistency.open_days < 2 {
        return vec![unknown("too few open days to tell")];
    }
    let is_short =
        |spread: &Option<Spread>| spread.is_some_and(|spread| spread.quota_met.is_some_and(|met| met < spread.days));
    let hours = match consistency.hours.as_slice() {
        [] => "no hours recorded".to_owned(),
        [(one, _)] => format!("always {one}"),
        many => format!("{} different hours", many.len()),
    };
    let quota = crossing.quota.as_ref();
    let evidence = [
        Some(hours),
        consistency.exits.map(|spread| spread_words("out", spread, quota.and_then(|quota| quota.exits))),
        consistency.entries.map(|spread| spread_words("in", spread, quota.and_then(|quota| quota.entries))),
        (consistency.missing > 0).then(|| format!("{} without a record", words::count(consistency.missing, "day"))),
    ];
    let evidence = because(evidence.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let answer = if consistency.hours.len() > 1 || is_short(&consistency.exits) || is_short(&consistency.entries) {
        failed("varies")
    } else if consistency.missing > 0 || consistency.hours.is_empty() {
        unknown("not enough recorded")
    } else {
        met("so far")
    };
    vec![answer, evidence]
}

fn spread_words(label: &str, spread: Spread, quota: Option<u64>) -> String {
    let range = if spread.least == spread.most {
        spread.least.to_string()
    } else {
        format!("{}-{}", spread.least, spread.most)
    };
    match (quota, spread.quota_met) {
        (Some(quota), Some(met)) => {
            format!("{range} {label} (quota {quota} met on {met} of {})", words::count(spread.days, "day"))
        }
        _ => format!("{range} {label}"),
    }
}
