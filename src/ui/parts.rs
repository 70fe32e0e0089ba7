//! A line of parts that are dropped as it narrows: the header, the banner, the title of a pane.

use super::canvas::{Canvas, LineSpan};
use crate::app::Click;
use crate::app::wrap::columns;
use crate::text::is_right_to_left;
use ratatui::style::Style;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Left,
    Right,
}

/// A few words that are shown or dropped together.
#[derive(Clone, Debug)]
pub(crate) struct StyledPart {
    pub(crate) words: Vec<(String, Style)>,
    pub(crate) end: End,
    /// The parts with the highest number are dropped first; 0 is never dropped.
    pub(crate) drop: u8,
    pub(crate) click: Option<Click>,
}

impl StyledPart {
    pub(crate) fn new(end: End, drop: u8, text: impl Into<String>, style: Style) -> Self {
        Self { words: vec![(text.into(), style)], end, drop, click: None }
    }

    pub(crate) fn and(mut self, text: impl Into<String>, style: Style) -> Self {
        self.words.push((text.into(), style));
        self
    }

    pub(crate) fn on_click(mut self, click: Option<Click>) -> Self {
        self.click = click;
        self
    }

    fn columns(&self) -> usize {
        self.words.iter().map(|(text, _)| columns(text)).sum()
    }
}

/// A terminal may reorder everything after right-to-left text: the first such part goes to the end of the line. A part
/// with another such text is dropped; if it may not be dropped, an ellipsis replaces the text.
fn right_to_left_last(parts: &mut Vec<StyledPart>) {
    let mut last: Option<StyledPart> = None;
    for part in parts.iter_mut() {
        let drop = part.drop;
        let Some((text, style)) = part.words.iter_mut().find(|(text, _)| is_right_to_left(text)) else { continue };
        let text = std::mem::take(text);
        let is_first = last.is_none();
        last.get_or_insert_with(|| StyledPart::new(End::Right, drop, format!(" {} ", text.trim()), *style));
        if drop > 0 {
            part.words.clear();
        } else if !is_first {
            part.words.push(("… ".to_owned(), Style::new()));
        }
    }
    parts.extend(last);
}

/// The parts that fit into the width: by ascending number, then in order. A part that does not fit is skipped, and the
/// next one that fits is taken.
fn fitting(parts: Vec<StyledPart>, width: usize, gap: usize) -> Vec<StyledPart> {
    let mut parts: Vec<_> = parts.into_iter().map(|part| (part.columns(), part)).collect();
    parts.retain(|(columns, _)| *columns > 0);
    let mut by_rank: Vec<usize> = (0..parts.len()).collect();
    by_rank.sort_by_key(|place| (parts[*place].1.drop, *place));
    let mut room = width + gap;
    let mut is_kept = vec![false; parts.len()];
    for place in by_rank {
        let (columns, part) = &parts[place];
        is_kept[place] = part.drop == 0 || columns + gap <= room;
        room = if is_kept[place] { room.saturating_sub(columns + gap) } else { room };
    }
    let kept = parts.into_iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
    kept.map(|((_, part), _)| part).collect()
}

/// Draws the parts that fit, `gap` columns apart, and returns the run between the left and the right ones.
pub(crate) fn draw(canvas: &mut Canvas<'_>, run: LineSpan, mut parts: Vec<StyledPart>, gap: u16) -> LineSpan {
    right_to_left_last(&mut parts);
    let gap = usize::from(gap);
    let parts = fitting(parts, usize::from(run.width), gap);
    let needed =
        |parts: &[StyledPart]| parts.iter().map(|part| part.columns() + gap).sum::<usize>().saturating_sub(gap);
    let (left, right): (Vec<StyledPart>, Vec<StyledPart>) = parts.into_iter().partition(|part| part.end == End::Left);
    let gap_columns = u16::try_from(gap).unwrap_or(0);
    let mut rest = run;
    for part in left {
        rest = draw_part(canvas, rest, part).after(gap_columns);
    }
    let needed = u16::try_from(needed(&right)).unwrap_or(u16::MAX).min(rest.width);
    let between = rest.first(rest.width - needed);
    let mut rest = rest.after(rest.width - needed);
    for part in right {
        rest = draw_part(canvas, rest, part).after(gap_columns);
    }
    between
}

fn draw_part(canvas: &mut Canvas<'_>, run: LineSpan, part: StyledPart) -> LineSpan {
    let mut rest = run;
    for (text, style) in part.words {
        rest = canvas.text(rest, &text, style);
    }
    if let Some(click) = part.click {
        canvas.clickable(run.first(run.width - rest.width), click);
    }
    rest
}
