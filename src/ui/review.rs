//! Draws the lines of an edit before they are written.

use super::canvas::{Canvas, LineSpan};
use super::detail::draw_lines;
use super::form::framed;
use super::words;
use crate::app::form::{Review, ReviewStage};
use crate::app::{App, form_area, review_area, too_small};
use ratatui::layout::Rect;

/// Draws the lines, or the reason why there are none.
pub(crate) fn draw(app: &App, review: &Review, canvas: &mut Canvas<'_>) {
    let area = form_area(&app.layout());
    if !app.screen().has_room_for_a_form() {
        canvas.clear(area);
        canvas.text(LineSpan::line(area, 0), &too_small(), canvas.theme.caution);
        return;
    }
    let inside = review_area(&app.layout());
    let lines = review.lines(&words::file_name(app.file().name()), inside.width);
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let area = Rect { height: area.height.min(wanted), ..area };
    let question = match review.stage {
        ReviewStage::Shown(_) => "Write this? ",
        ReviewStage::Saving(_) => "Writing: ",
        ReviewStage::Waiting => "",
        ReviewStage::Refused { .. } => "Refused: ",
    };
    framed(canvas, area, &format!("{question}{}", review.title()), "");
    draw_lines(canvas, inside, lines.get(review.scroll..).unwrap_or_default());
    let shown = (review.scroll + usize::from(inside.height)).min(lines.len());
    if shown < lines.len() {
        let run = LineSpan::line(area, area.height.saturating_sub(1)).after(2);
        canvas.text(run, &format!(" {} more lines: j ", lines.len() - shown), canvas.theme.caution);
    }
}
