//! The selected row in full: as a page, as a column at the side, or as a strip below the panes.

use super::canvas::{Canvas, Hyperlink, LineSpan};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use super::row;
use super::title::{MIN_NAME, short_name};
use crate::app::layout::PaneFrame;

use crate::app::wrap::{columns, wrap};
use crate::app::{App, layout::Layout, page_area};
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
    let selected = app.entry_in_details();
    for (line, at) in shown.iter().zip(area.y..area.bottom()) {
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

/// Draws the strip: the start of the details, in two columns if it is wide and tall enough.
pub(crate) fn strip(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.clear(area);
    let Some(detail) = app.detail() else { return };
    let theme = canvas.theme;
    if area.height < 3 {
        let title = title_beside_value(&detail, usize::from(area.width).saturating_sub(1));
        let title = Phrase::new(title, detail.title.tone);
        let head = [title, Phrase::muted("  "), Phrase::plain(detail.value.as_str())];
        row::draw_line(canvas, LineSpan::line(area, 0).after(1), &head);
        let rest: Vec<Phrase> = detail.lines.iter().flat_map(joined).collect();
        if area.height > 1 {
            row::draw_line(canvas, LineSpan::line(area, 1).after(1), &rest);
        }
        return;
    }
    let frame = Frame::new(canvas, false, PaneFrame::Rule);
    frame.draw(canvas, area);
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let half = area.width / 2;
    let lines = wrap(&detail.lines, half.saturating_sub(3));
    let room = usize::from(below.height);
    let left_out = lines.len().saturating_sub(2 * room);
    let more = if left_out == 0 { String::new() } else { format!("Enter: {left_out} more lines") };
    let beside = usize::from(area.width).saturating_sub(columns(&more) + 6);
    let title = StyledPart::new(End::Left, 0, format!(" {} ", title_beside_value(&detail, beside)), theme.strong)
        .and(format!("{} ", detail.value), theme.plain);
    frame.title(canvas, area, vec![title], more);
    let left = Rect { x: below.x + 1, width: half.saturating_sub(2), ..below };
    let right = Rect { x: below.x + half + 1, width: (below.width - half).saturating_sub(2), ..below };
    draw_lines(canvas, left, &lines);
    let second = lines.iter().skip(room).position(|line| !line.phrases.is_empty()).map_or(lines.len(), |at| room + at);
    draw_lines(canvas, right, &lines[second..]);
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
    lines.extend(detail.lines.iter().cloned());
    lines
}

/// A line for a strip: labels lose their padding, and dots separate lines.
fn joined(line: &DetailLine) -> Vec<Phrase> {
    if line.phrases.iter().all(|phrase| phrase.text.trim().is_empty()) {
        return Vec::new();
    }
    let squeeze = |phrase: &Phrase| match phrase.text.trim_end() {
        trimmed if phrase.text.len() > trimmed.len() => Phrase::new(format!("{trimmed} "), phrase.tone),
        trimmed => Phrase::new(trimmed, phrase.tone),
    };
    let from_first_word = line.phrases.iter().skip_while(|phrase| phrase.text.trim().is_empty());
    from_first_word.map(squeeze).chain([Phrase::muted(" · ")]).collect()
}
