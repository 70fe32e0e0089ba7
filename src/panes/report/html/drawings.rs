//! The drawings of a report, as inline SVG.

use super::Page;
use crate::panes::charts::{HeatChart, LadderProgress, LadderStep, rungs};

/// The size of the heat chart, in units of its own.
const WIDE: f64 = 720.0;
/// Below this height the axis is drawn.
const FLOOR: f64 = 120.0;

/// A thin bar: how much of a quota was used.
pub(super) fn meter(page: &mut Page, share: f64) {
    page.markup("<svg class=\"meter\" viewBox=\"0 0 100 3\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect height=\"3\" width=\"");
    page.number(share * 100.0);
    page.markup("\"/></svg>");
}

/// A path through points; a missing point interrupts it.
fn path(page: &mut Page, points: impl Iterator<Item = Option<(f64, f64)>>) {
    let mut is_drawing = false;
    for point in points {
        if let Some((x, y)) = point {
            page.markup(if is_drawing { "L" } else { "M" });
            page.number(x);
            page.markup(" ");
            page.number(y);
        }
        is_drawing = point.is_some();
    }
}

/// What the fills of a ladder mean, and the fill for claimed deeds.
pub(super) fn ladder_key(page: &mut Page) {
    page.markup("<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\"><defs>");
    page.markup("<pattern id=\"claimed\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    page.markup("<line x1=\"1\" y1=\"0\" x2=\"1\" y2=\"4\" style=\"stroke:var(--claimed);stroke-width:1.6\"/></pattern></defs></svg>\n");
    page.markup("<p class=\"as-of ladder-key\"><span>The ladder, from left to right: ");
    let words: Vec<_> = rungs().map(|rung| rung.word()).collect();
    page.text(&words.join(", "));
    page.markup(
        ".</span> <span>Full: verified. Striped: claimed. Outlined: words only. Dashed: not known.</span></p>\n",
    );
}

/// How far an item is.
pub(super) fn progress(page: &mut Page, progress: &LadderProgress) {
    page.markup("<svg class=\"ladder\" viewBox=\"0 0 120 18\" aria-hidden=\"true\">");
    match progress {
        LadderProgress::Steps(steps) => ladder(page, steps),
        LadderProgress::Shares { verified, claimed } => {
            share(page, "empty", 0.0, 1.0);
            share(page, "verified", 0.0, *verified);
            share(page, "claimed", *verified, *claimed);
        }
    }
    page.markup("</svg>");
}

/// A part of a bar that is as wide as a ladder.
fn share(page: &mut Page, class: &'static str, from: f64, share: f64) {
    page.markup("<rect y=\"4\" height=\"10\" class=\"");
    page.markup(class);
    page.markup("\" x=\"");
    page.number(1.0 + 116.0 * from);
    page.markup("\" width=\"");
    page.number(116.0 * share);
    page.markup("\"/>");
}

/// One box for each rung. Boxes of deeds are taller than boxes of words.
fn ladder(page: &mut Page, steps: &[LadderStep]) {
    for (at, (step, rung)) in steps.iter().zip(rungs()).enumerate() {
        page.markup("<rect class=\"");
        page.markup(match step {
            LadderStep::Said => "said",
            LadderStep::Claimed => "claimed",
            LadderStep::Verified => "verified",
            LadderStep::Empty => "empty",
            LadderStep::Unknown => "unknown",
        });
        page.markup("\" width=\"14\" x=\"");
        page.number(1.0 + 17.0 * at as f64);
        page.markup(if rung.is_deed() { "\" y=\"1\" height=\"16\"/>" } else { "\" y=\"9\" height=\"8\"/>" });
    }
}

/// The heat over time: the curve, the times without a log as hatched areas, the named events with their numbers.
pub(super) fn heat(page: &mut Page, chart: &HeatChart) {
    page.markup(
        "<svg class=\"chart\" viewBox=\"0 0 720 150\" role=\"img\"><title>The heat of the log over time</title>",
    );
    page.markup("<defs><pattern id=\"gap\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    page.markup("<line class=\"hatch\" x1=\"1\" y1=\"0\" x2=\"1\" y2=\"8\"/></pattern></defs>");
    for (from, until) in &chart.gaps {
        page.markup("<rect fill=\"url(#gap)\" y=\"20\" height=\"100\" x=\"");
        page.number(from * WIDE);
        page.markup("\" width=\"");
        page.number((until - from) * WIDE);
        page.markup("\"/>");
    }
    page.markup("<line class=\"axis\" x1=\"0\" x2=\"720\" y1=\"120\" y2=\"120\"/>");
    let most = chart.series.iter().copied().fold(1.0, f64::max);
    let step = WIDE / (chart.series.len().max(2) - 1) as f64;
    let height = |value: f64| FLOOR - (FLOOR - 24.0) * value / most;
    let in_gap = |x: f64| chart.gaps.iter().any(|(from, until)| (from * WIDE..until * WIDE).contains(&x));
    let points: Vec<_> =
        chart.series.iter().enumerate().map(|(at, value)| (at as f64 * step, height(*value))).collect();
    // In a gap the value is only a lower bound: dotted.
    page.markup("<path class=\"curve guess\" d=\"");
    path(page, points.iter().map(|point| Some(*point)));
    page.markup("\"/><path class=\"curve\" d=\"");
    path(page, points.iter().map(|(x, y)| (!in_gap(*x)).then_some((*x, *y))));
    page.markup("\"/><text x=\"2\" y=\"17\">highest ");
    page.number(chart.series.iter().copied().fold(0.0, f64::max));
    page.markup(if chart.gaps.is_empty() {
        "</text>"
    } else {
        "; hatched: no log, or not observed; the heat may be higher</text>"
    });
    chart.ticks.iter().for_each(|tick| date(page, tick.place, &tick.date));
    chart.events.iter().enumerate().for_each(|(at, event)| event_mark(page, event.place, at + 1));
    page.markup("</svg>\n");
}

fn date(page: &mut Page, place: f64, words: &str) {
    page.markup("<text y=\"146\" text-anchor=\"");
    page.markup(if place < 0.1 {
        "start"
    } else if place > 0.9 {
        "end"
    } else {
        "middle"
    });
    page.markup("\" x=\"");
    page.number(place * WIDE);
    page.markup("\">");
    page.text(words);
    page.markup("</text>");
}

fn event_mark(page: &mut Page, place: f64, number: usize) {
    let x = (place * WIDE).clamp(8.0, WIDE - 8.0);
    page.markup("<line class=\"mark\" y1=\"30\" y2=\"112\" x1=\"");
    page.number(x);
    page.markup("\" x2=\"");
    page.number(x);
    page.markup("\"/><circle class=\"dot\" r=\"8\" cy=\"120\" cx=\"");
    page.number(x);
    page.markup("\"/><text class=\"number\" text-anchor=\"middle\" y=\"124\" x=\"");
    page.number(x);
    page.markup("\">");
    page.text(&number.to_string());
    page.markup("</text>");
}
