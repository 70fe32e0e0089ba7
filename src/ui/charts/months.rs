//! Months of a crossing: a cell for each day, with its mark, and as many words as there is room for.

use super::marks::legend;
use crate::app::layout::{cut_left, cut_top};
use crate::panes::charts::{CalendarDay, ChartPart, DayShade, MonthCalendar};
use crate::panes::view::{DayMark, Phrase, Tone};
use crate::ui::canvas::{Canvas, LineSpan};
use crate::watchlist::scales::ClosureCause;
use ratatui::layout::Rect;

/// The rows of a month of six weeks: its title, the days of the week, the legend.
pub(super) const HIGH: u16 = 9;
/// The width of a month beside other parts.
pub(super) const LEAST: u16 = 7 * DAY;
pub(super) const WIDE: u16 = 7 * 7;
/// From this height on, the legend has two lines.
const ROOMY: u16 = 20;
/// The least width of a day: today's mark, its number, its glyph, two letters.
const DAY: u16 = 6;
/// The greatest width of a day.
const WIDEST: u16 = 13;
/// From this width on, a day has words below its number.
const WORDS: u16 = 10;
/// Its number, its word, people out, people in.
const MAX_LINES: u16 = 4;

const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// The rows that months use if they have a width.
pub(super) fn height(part: &ChartPart, area: Rect) -> u16 {
    let ChartPart::Months(months) = part else { return area.height };
    let weeks = weeks(months);
    let lines = lines(area.width / 7 / shown(area, months), area.height * 3 / 5, weeks);
    // A second line for the legend, if there is room.
    2 + weeks * lines + if area.height > ROOMY { 2 } else { 1 }
}

fn weeks(months: &[MonthCalendar]) -> u16 {
    months.iter().map(|month| u16::try_from(month.weeks.len()).unwrap_or(6)).max().unwrap_or(0)
}

/// How many months stand side by side.
fn shown(area: Rect, months: &[MonthCalendar]) -> u16 {
    if months.len() > 1 && area.width >= 2 * (7 * DAY + 1) { 2 } else { 1 }
}

fn lines(day: u16, height: u16, weeks: u16) -> u16 {
    if day < WORDS { 1 } else { (height.saturating_sub(3) / weeks.max(1)).clamp(1, MAX_LINES) }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, months: &[MonthCalendar]) {
    let count = shown(area, months);
    let wide = (area.width / count).min(7 * WIDEST + 1);
    let lines = lines(wide / 7, area.height, weeks(months));
    let mut rest = area;
    let visible = &months[months.len().saturating_sub(usize::from(count))..];
    for month in visible {
        let (own, after) = cut_left(rest, wide);
        draw_month(canvas, own, month, lines);
        rest = after;
    }
    let used = 2 + weeks(visible) * lines;
    if used < area.height {
        let days = visible.iter().flat_map(|month| month.weeks.iter().flatten().flatten());
        let differs =
            days.clone().any(|day| day.is_differing).then(|| (Phrase::new("!", Tone::Unknown), "sources differ"));
        let signs = days.map(|day| (day_sign(day), legend_word(day))).chain(differs);
        legend(canvas, cut_top(area, used).1, signs.chain([(Phrase::new("▸", Tone::Strong), "today")]));
    }
}

/// The glyph of a day, with the first letter of the cause of a closure.
fn day_sign(day: &CalendarDay) -> Phrase {
    let cause = day.cause.and_then(|cause| cause.word().chars().next());
    let weak = day.shade.word().starts_with("unconf").then_some('w');
    let letter = cause.or(weak).map(String::from).unwrap_or_default();
    Phrase::new(format!("{}{letter}", day.shade.glyph()), day.shade.tone())
}

fn legend_word(day: &CalendarDay) -> &'static str {
    let Some(cause) = day.cause else { return day.shade.word() };
    match cause {
        ClosureCause::Scheduled => "CLOSED, scheduled",
        ClosureCause::Technical => "CLOSED, technical",
        ClosureCause::Security => "CLOSED, security",
        ClosureCause::Dispute => "CLOSED, dispute",
        ClosureCause::Unstated => "CLOSED, cause unstated",
    }
}

fn draw_month(canvas: &mut Canvas<'_>, area: Rect, month: &MonthCalendar, lines: u16) {
    let theme = canvas.theme;
    let head = [Phrase::new(month.title.as_str(), Tone::Strong), Phrase::muted(format!("  {}", month.total))];
    canvas.phrases(LineSpan::line(area, 0).first(area.width.saturating_sub(1)), &head);
    let wide = area.width / 7;
    for (name, column) in WEEKDAYS.iter().zip(0..) {
        canvas.text(LineSpan::line(area, 1).after(column * wide + 1).first(wide - 1), name, theme.muted);
    }
    for (week, row) in month.weeks.iter().zip(0..) {
        for (day, column) in week.iter().zip(0..) {
            let place = Rect { x: area.x + column * wide, y: area.y + 2 + row * lines, width: wide, height: lines };
            if let Some(day) = day
                && place.bottom() <= area.bottom()
            {
                draw_day(canvas, place, day);
            }
        }
    }
}

fn draw_day(canvas: &mut Canvas<'_>, area: Rect, day: &CalendarDay) {
    let theme = canvas.theme;
    let tone = theme.tone(day.shade.tone());
    let run = LineSpan::line(area, 0).first(area.width - 1);
    let rest = canvas.text(run, if day.is_today { "▸" } else { " " }, theme.strong);
    let number = if day.shade == DayShade::Outside { theme.muted } else { theme.plain };
    let rest = canvas.text(rest, &format!("{:>2}", day.number), number);
    let sign = day_sign(day);
    let rest = canvas.text(rest, &sign.text.chars().take(usize::from(rest.width)).collect::<String>(), tone);
    let is_only_part = day.is_differing && day.shade != DayShade::Marked(DayMark::Disputed);
    canvas.text(rest, if is_only_part { "!" } else { "" }, theme.unknown);
    let flow = |at: usize, word: &str| day.flows[at].as_ref().map(|flow| format!("{} {word}", flow.people));
    let cause = day.cause.map(|cause| cause.word().to_owned());
    let words = [cause, flow(0, "out"), flow(1, "in")].into_iter().flatten();
    let below = std::iter::once((day.shade.short_word().to_owned(), tone)).chain(words.map(|word| (word, theme.plain)));
    for ((word, style), line) in below.zip(1..area.height) {
        canvas.text(LineSpan::line(area, line).after(1), &word, style);
    }
}
