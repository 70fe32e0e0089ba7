//! The selected row in full: as a page, as a column at the side, or as a strip below the panes.

use super::canvas::{Canvas, Hyperlink, LineSpan};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use super::row;
use super::title::{MIN_NAME, short_name};
use crate::app::layout::PaneFrame;

use crate::app::wrap::{columns, wrap};
use crate::app::{App, Click, layout::Layout, page_area};
use crate::panes::view::{Detail, DetailLine, Phrase};
use crate::text::{is_right_to_left, safe_url};
use ratatui::layout::{Margin, Rect};

pub(crate) fn page(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, scroll: usize) {
    let frame = Frame::new(canvas, true, PaneFrame::Rule);
    frame.draw(canvas, layout.body);
    let Some(detail) = app.detail() else { return };
    let area = page_area(layout);
    let lines = app.detail_lines(&detail);
    let last = (scroll + usize::from(area.height)).min(lines.len());
    let position = format!("{}-{last}/{}", (scroll + 1).min(last), lines.len());
    let theme = canvas.theme;
    let room = usize::from(layout.body.width).saturating_sub(columns(&position) + 6);
    let walk = app.walk_words().map_or_else(String::new, |words| format!("{words}: "));
    let room = room.saturating_sub(columns(&walk));
    let title = StyledPart::new(End::Left, 0, format!("▸{walk}{} ", title_beside_value(&detail, room)), theme.strong)
        .and(format!("{} ", detail.value), theme.plain);
    frame.title(canvas, layout.body, vec![title], position);
    let shown = lines.get(scroll..).unwrap_or_default();
    draw_lines(canvas, area, shown);
    let (selected, entries) = (app.entry_in_details(), detail.entries());
    for (line, at) in shown.iter().zip(area.y..area.bottom()) {
        if let Some(entry) = line.entry.and_then(|entry| entries.iter().position(|known| *known == entry)) {
            canvas.clickable(LineSpan { x: area.x, y: at, width: area.width }, Click::Line(entry));
        }
        if selected.is_some() && line.entry == selected {
            canvas.lay_over(Rect { y: at, height: 1, ..area }, theme.selected);
        }
    }
}

/// Draws the column of details, and says how much does not fit.
pub(crate) fn side(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let frame = Frame::new(canvas, false, PaneFrame::Box);
    frame.draw(canvas, area);
    let Some(detail) = app.detail() else { return };
    let inside = area.inner(Margin::new(1, 1));
    let lines = wrap(&with_title(&detail), inside.width.saturating_sub(2));
    let left_out = lines.len().saturating_sub(usize::from(inside.height));
    let more = if left_out == 0 { String::new() } else { format!("Enter: {left_out} more lines") };
    let title = StyledPart::new(End::Left, 0, " Details ", canvas.theme.strong);
    frame.title(canvas, area, vec![title], more);
    draw_lines(canvas, inside.inner(Margin::new(1, 0)), &lines);
}

/// Draws the strip: the start of the details, a field on a line. A low one joins fields.
pub(crate) fn strip(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.clear(area);
    let Some(detail) = app.detail() else { return };
    if area.height < 3 {
        draw_low(canvas, area, &detail);
        return;
    }
    let theme = canvas.theme;
    let frame = Frame::new(canvas, false, PaneFrame::Rule);
    frame.draw(canvas, area);
    let inside = Rect { y: area.y + 1, height: area.height - 1, ..area }.inner(Margin::new(1, 0));
    let lines = wrap(&not_in_title(&detail), inside.width);
    let left_out = lines.len().saturating_sub(usize::from(inside.height));
    let more = if left_out == 0 { String::new() } else { format!("Enter: {left_out} more lines") };
    let beside = usize::from(area.width).saturating_sub(columns(&more) + 6);
    let title = StyledPart::new(End::Left, 0, format!(" {} ", title_beside_value(&detail, beside)), theme.strong)
        .and(format!("{} ", detail.value), theme.plain);
    frame.title(canvas, area, vec![title], more);
    draw_lines(canvas, inside, &lines);
}

/// Draws the title and the value, as many lines as they take, then as many fields as fit.
fn draw_low(canvas: &mut Canvas<'_>, area: Rect, detail: &Detail) {
    let area = area.inner(Margin::new(1, 0));
    let room = usize::from(area.width) * usize::from(area.height);
    let title = Phrase::new(title_beside_value(detail, room), detail.title.tone);
    let head = DetailLine::new(0, vec![title, Phrase::muted("  "), Phrase::plain(detail.value.as_str())]);
    let mut lines = wrap(&[head], area.width);
    if lines.len() < usize::from(area.height) {
        lines.push(DetailLine::new(0, whole_fields(detail, usize::from(area.width))));
    }
    let rest = lines.split_off(lines.len().min(usize::from(area.height)));
    if let Some(last) = lines.last_mut() {
        last.phrases.extend(rest.into_iter().flat_map(|line| line.phrases));
    }
    for (line, at) in lines.iter().zip(0..) {
        row::draw_line(canvas, LineSpan::line(area, at), &line.phrases);
    }
}

/// The fields that fit on one line, at least the first.
fn whole_fields(detail: &Detail, width: usize) -> Vec<Phrase> {
    let wide = |phrases: &[Phrase]| -> usize { phrases.iter().map(|phrase| columns(&phrase.text)).sum() };
    let mut shown: Vec<Phrase> = Vec::new();
    for field in not_in_title(detail).iter().map(squeezed).filter(|field| !field.is_empty()) {
        let separator = if shown.is_empty() { "" } else { " · " };
        if !shown.is_empty() && wide(&shown) + columns(separator) + wide(&field) > width {
            break;
        }
        shown.push(Phrase::muted(separator));
        shown.extend(field);
    }
    shown
}

/// The lines without the fields that the title and the value show.
fn not_in_title(detail: &Detail) -> Vec<DetailLine> {
    let is_shown = |line: &DetailLine| {
        let words: String = line.phrases.iter().skip(1).map(|phrase| phrase.text.as_str()).collect();
        let words = words.trim();
        line.label().is_some() && (words == detail.value || detail.title.text.ends_with(words))
    };
    detail.lines.iter().filter(|line| !is_shown(line)).cloned().collect()
}

/// The title, cut so that the value next to it fits: a long name hides no status.
fn title_beside_value(detail: &Detail, room: usize) -> String {
    let room = room.saturating_sub(columns(&detail.value) + 2);
    short_name(&detail.title.text, room.max(MIN_NAME))
}

pub(crate) fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[DetailLine]) {
    for (line, at) in lines.iter().zip(0..area.height) {
        let run = LineSpan::line(area, at).after(line.indent);
        if let Some(url) = line.link.as_deref().and_then(safe_url) {
            let (label, words) = line.phrases.split_at(usize::from(line.label().is_some()));
            let wide = |phrases: &[Phrase]| {
                let columns: usize = phrases.iter().map(|phrase| columns(&phrase.text)).sum();
                u16::try_from(columns).unwrap_or(u16::MAX)
            };
            canvas.links.push(Hyperlink { place: run.after(wide(label)).first(wide(words)), url });
        }
        match line.phrases.iter().filter(|phrase| is_right_to_left(&phrase.text)).count() {
            1 => row::draw_line(canvas, run, &line.phrases),
            _ => {
                canvas.phrases(run, &line.phrases);
            }
        }
    }
}

fn with_title(detail: &Detail) -> Vec<DetailLine> {
    let mut lines = vec![DetailLine::new(0, vec![detail.title.clone()])];
    if !detail.value.is_empty() {
        lines.push(DetailLine::new(0, vec![Phrase::plain(detail.value.as_str())]));
    }
    lines.push(DetailLine::default());
    lines.extend(not_in_title(detail));
    lines
}

/// A line without the blanks around its words.
fn squeezed(line: &DetailLine) -> Vec<Phrase> {
    let squeeze = |phrase: &Phrase| match phrase.text.trim_end() {
        trimmed if phrase.text.len() > trimmed.len() => Phrase::new(format!("{trimmed} "), phrase.tone),
        trimmed => Phrase::new(trimmed, phrase.tone),
    };
    line.phrases.iter().skip_while(|phrase| phrase.text.trim().is_empty()).map(squeeze).collect()
}
