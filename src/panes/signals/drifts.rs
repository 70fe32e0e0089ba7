//! What drifts, in words, with its start and the entries that show it.

use crate::board::Board;
use crate::board::drift::{Drift, DriftKind, Fall};
use crate::diagnostic::Span;
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::scales::Rung;
use crate::watchlist::{Entity, Measure};

/// The number of things that drift; `None` if it is 0.
pub(in crate::panes) fn count(board: &Board) -> Option<Phrase> {
    let count = board.drift.len();
    (count > 0).then(|| Phrase::new(words::count(count, "drift"), Tone::Caution))
}

/// The words of a kind of drift.
pub(in crate::panes) struct DriftWords {
    pub(in crate::panes) name: &'static str,
    /// The rule that finds it.
    pub(in crate::panes) rule: &'static str,
}

const fn kind(name: &'static str, rule: &'static str) -> DriftWords {
    DriftWords { name, rule }
}

/// The words of every kind, in the order of the legend.
pub(in crate::panes) static KINDS: [DriftWords; 10] = [
    kind("slipped", "reports have moved its date to a later one"),
    kind("unkept", "its date has passed, and nobody reports a deed"),
    kind("regressed", "it stands lower than deeds that were reported of it"),
    kind("technical", "closures are called technical on 2 days or more"),
    kind("fewer out", FALLING),
    kind("fewer in", FALLING),
    kind("falling", FALLING),
    kind("overran", "an announced closure went on after its announced last day"),
    kind("no notice", "it keeps a calendar, and was closed on days that nobody had announced"),
    kind("gone quiet", "no report for more than twice its `stale_after`; a `checked` is not a report"),
];

const FALLING: &str = "the mean of the last 7 days lies more than a tenth below that of the 7 before";

fn kind_words(drift: &Drift) -> &'static DriftWords {
    &KINDS[match drift.kind {
        DriftKind::Slipped { .. } => 0,
        DriftKind::Unkept { .. } => 1,
        DriftKind::Regressed { .. } => 2,
        DriftKind::CalledTechnical { .. } => 3,
        DriftKind::Falling(Fall { measure: Measure::EXITS, .. }) => 4,
        DriftKind::Falling(Fall { measure: Measure::ENTRIES, .. }) => 5,
        DriftKind::Falling(_) => 6,
        DriftKind::Overran { .. } => 7,
        DriftKind::Unannounced { .. } => 8,
        DriftKind::Quiet => 9,
    }]
}

pub(super) fn name(drift: &Drift) -> &'static str {
    kind_words(drift).name
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
        Cell::column(Column::Drift, Phrase::new(name(drift), Tone::Caution)),
        Cell::fill(Column::Text, 20, lines::spaced(phrases)),
        Cell::column(Column::Since, Phrase::muted(format!("since {}", words::when(drift.since, board)))).drop(1),
    ]
}

pub(super) fn detail(board: &Board, drift: &Drift) -> Detail {
    let reports = words::count(drift.reports.len(), "line");
    let out = vec![
        DetailLine::field("drift", vec![words(board, drift)]),
        DetailLine::field("since", vec![Phrase::plain(words::when_full(drift.since, board))]),
        DetailLine::field("rule", vec![Phrase::muted(kind_words(drift).rule)]),
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
