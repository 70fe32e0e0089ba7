//! The signals over time: when each was met, not met, or unknown.

use super::axis::{AxisTick, TimeAxis};
use super::{Chart, ChartPart, ChartRows};
use crate::board::Board;
use crate::board::signals::{SignalTrack, TRACK_DAYS, Ternary};
use crate::panes::signals::{SignalList, answer};
use crate::panes::view::{Phrase, RowKey, RowList, Tone};
use crate::panes::words;
use crate::watchlist::Signal;
use crate::watchlist::scales::Outcome;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;

#[derive(Clone, Debug, PartialEq)]
pub struct TrackChart {
    pub ticks: Vec<AxisTick>,
    /// In the order of the pane.
    pub tracks: Vec<AnswerTrack>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AnswerTrack {
    pub title: String,
    /// The answer now.
    pub answer: Phrase,
    pub points_to: Outcome,
    /// The oldest first. What is in no span was not worked out.
    pub spans: Vec<AnswerSpan>,
    pub is_selected: bool,
}

/// A time with one answer. Places on the axis: 0 is its start, 1 is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerSpan {
    pub from: f64,
    pub until: f64,
    pub answer: Ternary,
}

impl AnswerSpan {
    /// The worse of two answers for a signal: a part of a time that was not good makes it not good.
    pub fn worse(points_to: Outcome, one: Ternary, other: Ternary) -> Ternary {
        let badness = |answer: Ternary| match (answer, points_to) {
            (Ternary::Met, Outcome::Success) | (Ternary::NotMet, Outcome::Failure) => 0,
            (Ternary::Unknown, Outcome::Success | Outcome::Failure) => 1,
            (Ternary::NotMet, Outcome::Success) | (Ternary::Met, Outcome::Failure) => 2,
        };
        if badness(other) > badness(one) { other } else { one }
    }
}

/// A line for each signal, the dates, the legend.
pub(super) fn rows(board: &Board) -> usize {
    board.signals.len() + 2
}

pub(super) fn chart(board: &Board, rows: ChartRows<'_>) -> Chart {
    let days = i64::try_from(TRACK_DAYS).unwrap_or(0);
    let part = match TimeAxis::ending_now(board, TimeDelta::days(days)) {
        Some(axis) if !board.signals.is_empty() => {
            let keys = rows.around.iter().filter(|key| key.list == RowList::Signals(SignalList::Signals));
            let tracks = keys.map(|key| track(board, &axis, key.index as usize, rows.selected)).collect();
            ChartPart::Tracks(TrackChart { ticks: axis.ticks(board), tracks })
        }
        Some(_) | None => ChartPart::Remark(Phrase::new("? no signals", Tone::Unknown)),
    };
    Chart {
        title: "When each signal was met",
        subject: String::new(),
        as_of: Phrase::muted(format!("{days} days to {}", words::when(TimePoint::exact(board.now), board))),
        parts: vec![part],
    }
}

fn track(board: &Board, axis: &TimeAxis, index: usize, selected: RowKey) -> AnswerTrack {
    let (signal, finding): (&Signal, _) = (&board.watchlist.signals[index], &board.signals[index]);
    let is_selected = match selected.list {
        RowList::Signals(SignalList::Signals) => selected.index as usize == index,
        RowList::Signals(SignalList::Reasons) => selected.parent as usize == index,
        _ => false,
    };
    AnswerTrack {
        title: signal.title.display().into_owned(),
        answer: answer(finding.answer, signal.points_to),
        points_to: signal.points_to,
        spans: spans(axis, &board.signal_tracks()[index], board),
        is_selected,
    }
}

fn spans(axis: &TimeAxis, track: &SignalTrack, board: &Board) -> Vec<AnswerSpan> {
    let mut until = board.now;
    let mut found = Vec::new();
    for (from, answer) in &track.answers {
        if let Some((from, until)) = axis.range(*from, until) {
            found.push(AnswerSpan { from, until, answer: *answer });
        }
        until = *from;
    }
    found.reverse();
    found
}
