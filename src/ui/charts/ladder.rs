//! Items against rungs: words hollow, claimed deeds hatched, verified deeds solid, and arrows where an item moved.

use super::marks::legend;
use crate::app::layout::cut_top;
use crate::app::wrap::columns;
use crate::panes::charts::{LadderItem, LadderLine, LadderMove, LadderProgress, LadderStep, rungs};
use crate::panes::view::{Phrase, TEXTURES, Tone, age_phrase};
use crate::ui::canvas::{Canvas, LineSpan};
use crate::watchlist::scales::Rung;
use ratatui::layout::Rect;

/// The width of the rung in words.
const RUNG: u16 = 16;
/// The width of the age.
const AGE: u16 = 9;
/// The least width of a title.
const TITLE: u16 = 10;
/// The rungs of words, and all rungs.
const WORDS: u16 = 4;
const ALL: u16 = 7;

/// The columns of a line.
#[derive(Clone, Copy)]
struct LadderColumns {
    title: u16,
    /// Of one rung.
    rung: u16,
    age: u16,
    /// Of the last move and of what needs attention.
    notes: u16,
}

impl LadderColumns {
    fn fit(width: u16) -> Self {
        let rung = match width {
            ..64 => 2,
            64..100 => 3,
            100..140 => 5,
            _ => 7,
        };
        let age = if width >= 60 { AGE } else { 0 };
        let left = width.saturating_sub(1 + ALL * rung + 2 + RUNG + age);
        let title = (left / 2).clamp(TITLE, 48).min(left.max(TITLE));
        let title = if left < 2 * TITLE { left } else { title };
        Self { title, rung, age, notes: left.saturating_sub(title) }
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, lines: &[LadderLine]) {
    let fitted = LadderColumns::fit(area.width);
    head(canvas, LineSpan::line(area, 0), fitted);
    let room = usize::from(area.height.saturating_sub(2));
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let first = selected.saturating_sub(room / 2).min(lines.len().saturating_sub(room));
    let shown = lines[first..].iter().take(room);
    let below = 1 + u16::try_from(shown.len()).unwrap_or(0);
    for (line, at) in shown.zip(1..) {
        let run = LineSpan::line(area, at);
        match line {
            LadderLine::Group(title) => {
                let title = title.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("  ");
                canvas.text(run.after(1), &title, canvas.theme.strong);
            }
            LadderLine::Item { item, is_selected } => draw_item(canvas, run, item, *is_selected, fitted),
        }
    }
    key(canvas, cut_top(area, below).1);
}

fn is_selected(line: &LadderLine) -> bool {
    matches!(line, LadderLine::Item { is_selected: true, .. })
}

/// The names of the rungs, or of the two groups of them.
fn head(canvas: &mut Canvas<'_>, run: LineSpan, fitted: LadderColumns) {
    let muted = canvas.theme.muted;
    let run = run.after(1 + fitted.title);
    if fitted.rung < 5 {
        canvas.text(run.after(1), "words", muted);
        canvas.text(run.after(WORDS * fitted.rung + 2), "deeds", muted);
        return;
    }
    for (rung, at) in rungs().zip(0..) {
        let place = run.after(step_column(at, fitted) + 1).first(fitted.rung - 1);
        canvas.text(place, rung_label(rung), muted);
    }
}

fn rung_label(rung: Rung) -> &'static str {
    match rung {
        Rung::Violated | Rung::Refused | Rung::Lapsed => "",
        Rung::Dormant => "dorm",
        Rung::Reported => "rep.",
        Rung::Announced => "ann.",
        Rung::Agreed => "agr.",
        Rung::Minimal => "1/3",
        Rung::Intermediate => "2/3",
        Rung::Full => "full",
    }
}

/// The first column of a rung. A line stands between words and deeds.
fn step_column(at: u16, fitted: LadderColumns) -> u16 {
    at * fitted.rung + u16::from(at >= WORDS)
}

fn draw_item(canvas: &mut Canvas<'_>, run: LineSpan, item: &LadderItem, is_selected: bool, fitted: LadderColumns) {
    let theme = canvas.theme;
    canvas.text(run, if is_selected { "▹" } else { " " }, theme.focus);
    canvas.text(run.after(1).first(fitted.title.saturating_sub(1)), &item.title, theme.plain);
    let matrix = run.after(1 + fitted.title).first(ALL * fitted.rung + 1);
    match &item.progress {
        LadderProgress::Steps(steps) => {
            for (step, at) in steps.iter().zip(0..) {
                let place = matrix.after(step_column(at, fitted)).first(fitted.rung);
                draw_step(canvas, place, *step);
            }
            canvas.text(matrix.after(WORDS * fitted.rung).first(1), "│", theme.muted);
            item.moved.iter().for_each(|moved| draw_move(canvas, matrix, moved, fitted));
        }
        LadderProgress::Shares { verified, claimed } => {
            let bar = crate::panes::view::Bar { verified: *verified, claimed: *claimed };
            crate::ui::chart::bar(canvas, matrix.after(1), bar);
        }
    }
    let rest = run.after(1 + fitted.title + ALL * fitted.rung + 2);
    canvas.phrases(rest.first(RUNG - 1), [&item.rung]);
    let rest = rest.after(RUNG);
    let moved = item.moved.as_ref().map(move_words);
    let notes: Vec<_> = moved.into_iter().chain(item.flags.iter().cloned()).map(|note| note.before(" ")).collect();
    canvas.phrases(rest.first(fitted.notes), &notes);
    let age = age_phrase(item.freshness);
    let wide = u16::try_from(columns(&age.text)).unwrap_or(AGE).min(fitted.age);
    let rest = rest.after(fitted.notes).first(fitted.age);
    canvas.phrases(rest.after(fitted.age - wide), [&age]);
}

fn step_sign(step: LadderStep) -> Phrase {
    let [(verified, good), (claimed, said), _] = TEXTURES;
    match step {
        LadderStep::Verified => Phrase::new(verified, good),
        LadderStep::Claimed => Phrase::new(claimed, said),
        LadderStep::Said => Phrase::plain("○"),
        LadderStep::Empty => Phrase::muted("·"),
        LadderStep::Unknown => Phrase::new("?", Tone::Unknown),
    }
}

/// One rung, after a column for an arrow. Deeds fill it; the others have one sign.
fn draw_step(canvas: &mut Canvas<'_>, run: LineSpan, step: LadderStep) {
    let sign = step_sign(step);
    let wide = match step {
        LadderStep::Verified | LadderStep::Claimed => run.width.saturating_sub(1),
        LadderStep::Said | LadderStep::Empty | LadderStep::Unknown => 1,
    };
    canvas.repeat(run.after(1).first(wide), &sign.text, canvas.theme.tone(sign.tone));
}

/// An arrow before each rung that was gained or lost.
fn draw_move(canvas: &mut Canvas<'_>, matrix: LineSpan, moved: &LadderMove, fitted: LadderColumns) {
    let (low, high) = (moved.from.min(moved.to), moved.from.max(moved.to));
    let arrow = move_words(moved);
    for (_, at) in rungs().zip(0..).filter(|(rung, _)| *rung > low && *rung <= high) {
        let place = matrix.after(step_column(at, fitted)).first(1);
        let sign = arrow.text.chars().next().map(String::from).unwrap_or_default();
        canvas.text(place, &sign, canvas.theme.tone(arrow.tone));
    }
}

/// Formats `↑ 6 Feb, was announced`.
fn move_words(moved: &LadderMove) -> Phrase {
    let (sign, tone) = if moved.to > moved.from { ("↑", Tone::Good) } else { ("↓", Tone::Alarm) };
    Phrase::new(format!("{sign} {}, was {}", moved.when, moved.from.word()), tone)
}

fn key(canvas: &mut Canvas<'_>, area: Rect) {
    let steps = [
        (LadderStep::Verified, "verified"),
        (LadderStep::Claimed, "claimed"),
        (LadderStep::Said, "in words"),
        (LadderStep::Unknown, "not known"),
        (LadderStep::Empty, "not reached"),
    ];
    let moves = [(Phrase::new("↑", Tone::Good), "gained"), (Phrase::new("↓", Tone::Alarm), "lost, in 7 days")];
    legend(canvas, area, steps.into_iter().map(|(step, word)| (step_sign(step), word)).chain(moves));
}
