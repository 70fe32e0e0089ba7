//! The page of changes since the operator last looked.

use super::banner::minutes;
use super::canvas::{Canvas, LineSpan};
use super::detail::draw_lines;
use super::pane::Frame;
use super::parts::{End, StyledPart};
use crate::app::layout::{Layout, PaneFrame};
use crate::app::wrap::wrap;
use crate::app::{App, Changes, ChangesBasis, Click, Listed, page_area};
use crate::panes::changes::heading;
use crate::panes::view::{DetailLine, Phrase, Tone};
use crate::text::is_right_to_left;
use ratatui::layout::Rect;

/// The columns before a change: the selection marker.
const GUTTER: u16 = 2;

/// Draws the page: changes in groups, with the selected one in view.
pub(crate) fn page(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, at: usize) {
    let frame = Frame::new(canvas, true, PaneFrame::Rule);
    frame.draw(canvas, layout.body);
    let title = StyledPart::new(End::Left, 0, "▸What changed ", canvas.theme.strong);
    let area = page_area(layout);
    let Some(changes) = app.screen().changes() else {
        frame.title(canvas, layout.body, vec![title], String::new());
        let words = DetailLine::new(0, vec![Phrase::plain(app.awaits_changes())]);
        return draw_lines(canvas, area, &wrap(&[words], area.width));
    };
    let since = format!("{} ({} ago)", changes.since.format("%Y-%m-%d %H:%MZ"), minutes(app, changes.since));
    let basis = match changes.basis {
        ChangesBasis::LastLooked => "since you last looked, ",
        ChangesBasis::Chosen => "by the dates in the file, since ",
    };
    let title = title.and(basis, canvas.theme.plain).and(format!("{since} "), canvas.theme.plain);
    let count = changes.listed.len();
    let position = if count == 0 { String::new() } else { format!("{}/{count}", at + 1) };
    frame.title(canvas, layout.body, vec![title], position);
    let area = notice(changes, canvas, area);
    if count == 0 {
        let words = DetailLine::new(0, vec![Phrase::plain("Nothing has changed. Esc goes back.")]);
        draw_lines(canvas, area, &wrap(&[words], area.width));
        return;
    }
    let mut above = None;
    for ((place, line), row) in window(changes, at, area).iter().zip(0..area.height) {
        if *place == Some(at) && above != *place {
            canvas.text(LineSpan::line(area, row), "▸", canvas.theme.focus);
        }
        above = *place;
        if let Some(place) = place {
            canvas.clickable(LineSpan::line(area, row), Click::Line(*place));
        }
        let below = Rect { x: area.x + GUTTER, y: area.y + row, width: area.width.saturating_sub(GUTTER), height: 1 };
        draw_lines(canvas, below, std::slice::from_ref(line));
    }
}

/// Draws a notice if the file is back at an earlier text, and returns the rest of the area.
fn notice(changes: &Changes, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let Some(back) = changes.back else { return area };
    let words = format!("The file is back at its text of {}.", back.format("%Y-%m-%d %H:%MZ"));
    let lines = wrap(&[DetailLine::new(0, vec![Phrase::new(words, Tone::Caution)])], area.width);
    draw_lines(canvas, area, &lines);
    crate::app::layout::cut_top(area, u16::try_from(lines.len() + 1).unwrap_or(u16::MAX)).1
}

/// The visible lines, each with the index of its change. The selected change is as close to the middle as the ends
/// allow. Builds only the visible lines.
fn window(changes: &Changes, at: usize, area: Rect) -> Vec<(Option<usize>, DetailLine)> {
    let (width, height) = (area.width.saturating_sub(GUTTER), usize::from(area.height));
    let lines_of = |place: usize| -> Vec<(Option<usize>, DetailLine)> {
        let Some(listed) = changes.listed.get(place) else { return Vec::new() };
        let mut lines = Vec::new();
        let before = place.checked_sub(1).and_then(|before| changes.listed.get(before));
        if before.is_none_or(|before| before.line.direction != listed.line.direction) {
            if place > 0 {
                lines.push((None, DetailLine::default()));
            }
            lines.push((None, DetailLine::heading(heading(listed.line.direction))));
        }
        lines.extend(wrap(&[line(listed)], width).into_iter().map(|line| (Some(place), line)));
        lines
    };
    let mut lines = lines_of(at);
    let (mut first, mut last) = (at, at);
    let mut above = 0;
    loop {
        let can_go_up = first > 0 && above < height;
        let can_go_down = last + 1 < changes.listed.len() && lines.len() - above < height;
        if !can_go_up && !can_go_down {
            break;
        }
        if can_go_up {
            first -= 1;
            let more = lines_of(first);
            above += more.len();
            lines.splice(0..0, more);
        }
        if can_go_down {
            last += 1;
            lines.extend(lines_of(last));
        }
    }
    let ideal = above.saturating_sub(height / 2);
    let top = ideal.min(lines.len().saturating_sub(height));
    lines.drain(..top);
    lines
}

/// `2 Feb 12:00  Rafah: scheduled → open, Associated Press B2  (line 31)`.
fn line(listed: &Listed) -> DetailLine {
    let line = &listed.line;
    let mut phrases = vec![Phrase::muted(format!("{:<13} ", line.when))];
    let [title, said] = line.parts("");
    let name = Phrase::new(title.as_str(), Tone::Strong);
    let said = Phrase::new(said, line.tone());
    let place = Phrase::muted(format!("  ({})", listed.place));
    // A right-to-left name belongs at the end.
    if is_right_to_left(&title) {
        phrases.extend([said, place, Phrase::plain("  "), name]);
    } else {
        let colon = if line.is_event { " " } else { ": " };
        phrases.extend([name, Phrase::plain(colon), said, place]);
    }
    DetailLine::new(0, phrases)
}
