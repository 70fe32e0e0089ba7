//! What drifts, in words, with its start and the entries that show it.

use crate::board::Board;
use crate::board::drift::{Drift, DriftKind, Fall};
use crate::diagnostic::Span;
use crate::panes::view::{Cell, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::scales::Rung;
use crate::watchlist::{Entity, Measure};

/// The number of things that drift; `None` if it is 0.
pub(in crate::panes) fn count(board: &Board) -> Option<Phrase> {
    let count = board.drift.len();
    (count > 0).then(|| Phrase::new(words::count(count, "drift"), Tone::Caution))
}

/// The kind of a drift, in one or two words.
pub(super) fn name(drift: &Drift) -> &'static str {
    match drift.kind {
        DriftKind::Slipped { .. } => "slipped",
        DriftKind::Falling(Fall { measure: Measure::EXITS, .. }) => "fewer out",
        DriftKind::Falling(Fall { measure: Measure::ENTRIES, .. }) => "fewer in",
        DriftKind::Falling(_) => "falling",
        DriftKind::Overran { .. } => "overran",
        DriftKind::Unannounced { .. } => "no notice",
        DriftKind::CalledTechnical { .. } => "technical",
        DriftKind::Regressed { .. } => "regressed",
        DriftKind::Quiet => "gone quiet",
        DriftKind::Unkept { .. } => "unkept",
    }
}

/// The name of the thing that drifts.
pub(super) fn subject(board: &Board, drift: &Drift) -> String {
    board.watchlist.name_of(&drift.entity).unwrap_or_default()
}

pub(super) fn words(board: &Board, drift: &Drift) -> Phrase {
    match drift.kind {
        DriftKind::Slipped { from, to, times } => {
            let (from, to) = (words::when(from, board), words::when(to, board));
            Phrase::new(format!("from {from} to {to}, moved {}", words::count(times, "time")), Tone::Caution)
        }
        DriftKind::Falling(fall) => Phrase::new(fallen(board, drift, fall), Tone::Caution),
        DriftKind::Overran { until, days } => {
            let until = words::when(until, board);
            let days = words::count(days, "day");
            Phrase::new(format!("announced to {until}, closed {days} longer"), Tone::Alarm)
        }
        DriftKind::Unannounced { days } => {
            Phrase::new(format!("closed on {} without announcement", words::count(days, "day")), Tone::Caution)
        }
        DriftKind::CalledTechnical { days } => {
            Phrase::new(format!("closed on {}, called technical", words::count(days, "day")), Tone::Caution)
        }
        DriftKind::Regressed { from, to } => {
            Phrase::new(format!("from {} back to {}", from.word(), to.map_or("unknown", Rung::word)), Tone::Alarm)
        }
        DriftKind::Quiet => words::span(drift.since.age(board.now)).after("nothing reported for ").toned(Tone::Caution),
        DriftKind::Unkept { due } => words::span(due.age(board.now))
            .after(&format!("was due {}, ", words::when(due, board)))
            .before(" past, no deed reported")
            .toned(Tone::Alarm),
    }
}

fn fallen(board: &Board, drift: &Drift, fall: Fall) -> String {
    let crossing = board.watchlist.resolve(&drift.entity);
    let what = match (fall.measure, crossing) {
        (Measure::Declared(_), Some(Entity::Crossing(crossing))) => {
            format!("{}: ", crate::panes::crossings::measure_name(crossing, fall.measure))
        }
        (Measure::People(_) | Measure::Declared(_), _) => String::new(),
    };
    let missing = match fall.missing {
        (0, 0) => String::new(),
        (now, before) => format!("; without a number: {now} of these days, {before} of those"),
    };
    format!("{what}{:.1} a day over 7 days, {:.1} over the 7 before{missing}", fall.mean, fall.before)
}

pub(super) fn cells(board: &Board, drift: &Drift) -> Vec<Cell> {
    let phrases = vec![Phrase::plain(subject(board, drift)), words(board, drift)];
    vec![
        Cell::fixed(10, Phrase::new(name(drift), Tone::Caution)),
        Cell::fill(20, lines::spaced(phrases)),
        Cell::fixed(18, Phrase::muted(format!("since {}", words::when(drift.since, board)))).drop(1),
    ]
}

pub(super) fn detail(board: &Board, drift: &Drift) -> Detail {
    let rule = match drift.kind {
        DriftKind::Slipped { .. } => "reports have moved its date to a later one",
        DriftKind::Falling(_) => "the mean of the last 7 days lies more than a tenth below that of the 7 before",
        DriftKind::CalledTechnical { .. } => "closures are called technical on 2 days or more",
        DriftKind::Overran { .. } => "an announced closure went on after its announced last day",
        DriftKind::Unannounced { .. } => "it keeps a calendar, and was closed on days that nobody had announced",
        DriftKind::Regressed { .. } => "it stands lower than deeds that were reported of it",
        DriftKind::Quiet => "no report for more than twice its `stale_after`; a `checked` is not a report",
        DriftKind::Unkept { .. } => "its date has passed, and nobody reports a deed",
    };
    let reports = words::count(drift.reports.len(), "line");
    let out = vec![
        DetailLine::field("drift", vec![words(board, drift)]),
        DetailLine::field("since", vec![Phrase::plain(words::when_full(drift.since, board))]),
        DetailLine::field("rule", vec![Phrase::muted(rule)]),
        DetailLine::field("rests on", vec![Phrase::plain(format!("{reports} of the watchlist; e opens the first"))]),
    ];
    Detail {
        title: Phrase::new(format!("{}: {}", subject(board, drift), name(drift)), Tone::Strong),
        lines: out,
        value: words(board, drift).text,
        link: None,
        span: drift.reports.first().copied().unwrap_or_else(Span::default),
    }
}
