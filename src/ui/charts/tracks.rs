//! The signals over time, one line each. A cell shows the worst answer of its time, and none if that was not worked out.

use super::marks::{dates, legend};
use crate::app::layout::cut_top;
use crate::app::wrap::columns;
use crate::board::signals::Ternary;
use crate::panes::charts::{AnswerSpan, AnswerTrack, TrackChart};
use crate::panes::view::{Phrase, Tone};
use crate::ui::canvas::{Canvas, LineSpan};
use crate::watchlist::scales::Outcome;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, chart: &TrackChart) {
    let answer = chart.tracks.iter().map(|track| columns(&track.answer.text)).max().unwrap_or(0);
    let answer = u16::try_from(answer).unwrap_or(u16::MAX).min(area.width / 4);
    let title = (area.width / 3).min(44);
    let strip = area.width.saturating_sub(title + answer + 2);
    let room = usize::from(area.height.saturating_sub(2));
    let selected = chart.tracks.iter().position(|track| track.is_selected).unwrap_or(0);
    let first = selected.saturating_sub(room / 2).min(chart.tracks.len().saturating_sub(room));
    let shown = &chart.tracks[first..];
    for (track, at) in shown.iter().take(room).zip(0..) {
        let run = LineSpan::line(area, at);
        let sign = if track.is_selected { "▹" } else { " " };
        canvas.text(run, sign, canvas.theme.focus);
        canvas.text(run.after(1).first(title.saturating_sub(2)), &track.title, canvas.theme.plain);
        draw_track(canvas, run.after(title).first(strip), track);
        canvas.phrases(run.after(title + strip + 1), [&track.answer]);
    }
    let below = u16::try_from(shown.len().min(room)).unwrap_or(0);
    dates(canvas, LineSpan::line(area, below).after(title).first(strip), &chart.ticks);
    key(canvas, cut_top(area, below + 1).1);
}

fn draw_track(canvas: &mut Canvas<'_>, run: LineSpan, track: &AnswerTrack) {
    for column in 0..run.width {
        let place = |column: u16| f64::from(column) / f64::from(run.width);
        let answer = answer_in(track, place(column), place(column + 1));
        let sign = answer_sign(track.points_to, answer);
        canvas.repeat(run.after(column).first(1), &sign.text, canvas.theme.tone(sign.tone));
    }
}

/// The worst answer in a part of the time; `None` if a part of it was not worked out.
fn answer_in(track: &AnswerTrack, from: f64, until: f64) -> Option<Ternary> {
    let begins = track.spans.first()?.from;
    let spans = track.spans.iter().filter(|span| span.from < until && span.until > from).map(|span| span.answer);
    spans.reduce(|one, other| AnswerSpan::worse(track.points_to, one, other)).filter(|_| begins <= from)
}

fn answer_sign(points_to: Outcome, answer: Option<Ternary>) -> Phrase {
    match (answer, points_to) {
        (Some(Ternary::Met), Outcome::Success) => Phrase::new("█", Tone::Good),
        (Some(Ternary::Met), Outcome::Failure) => Phrase::new("▲", Tone::Alarm),
        (Some(Ternary::NotMet), Outcome::Success | Outcome::Failure) => Phrase::plain("─"),
        (Some(Ternary::Unknown), Outcome::Success | Outcome::Failure) => Phrase::new("?", Tone::Unknown),
        (None, Outcome::Success | Outcome::Failure) => Phrase::muted("·"),
    }
}

fn key(canvas: &mut Canvas<'_>, area: Rect) {
    let signs = [
        (Outcome::Success, Some(Ternary::Met), "success met"),
        (Outcome::Failure, Some(Ternary::Met), "FAILURE MET"),
        (Outcome::Success, Some(Ternary::NotMet), "not met"),
        (Outcome::Success, Some(Ternary::Unknown), "not known"),
        (Outcome::Success, None, "not worked out"),
    ];
    legend(canvas, area, signs.into_iter().map(|(points_to, answer, word)| (answer_sign(points_to, answer), word)));
}
