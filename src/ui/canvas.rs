//! Writes text into cells: cut to a width by grapheme, with an ellipsis if something is cut.

use super::theme::Theme;
use crate::app::wrap::columns;
use crate::app::{Bidi, Click, ClickTarget};
use crate::panes::view::Phrase;
use crate::text::{graphemes, in_visual_order};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The current frame and its theme.
pub(crate) struct Canvas<'a> {
    pub(crate) buffer: &'a mut Buffer,
    pub(crate) theme: Theme,
    pub(crate) tense: BoardTense,
    pub(crate) bidi: Bidi,
    /// The links in the frame.
    pub(crate) links: Vec<Hyperlink>,
    /// What can be clicked in the frame; what was drawn later is on top.
    pub(crate) targets: Vec<ClickTarget>,
}

/// Cells that the terminal opens as a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hyperlink {
    pub(crate) place: LineSpan,
    /// Checked to be http, https or mailto, and printable ASCII.
    pub(crate) url: String,
}

/// Whether the board follows the clock. If it does not, its frames have another line style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoardTense {
    Present,
    Past,
}

/// A run of cells on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineSpan {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) width: u16,
}

impl LineSpan {
    /// One line of an area, counted from its top.
    pub(crate) fn line(area: Rect, line: u16) -> Self {
        Self { x: area.x, y: area.y + line, width: if line < area.height { area.width } else { 0 } }
    }

    pub(crate) fn after(self, columns: u16) -> Self {
        let columns = columns.min(self.width);
        Self { x: self.x + columns, width: self.width - columns, ..self }
    }

    pub(crate) fn first(self, columns: u16) -> Self {
        Self { width: self.width.min(columns), ..self }
    }
}

#[cfg(test)]
impl<'a> Canvas<'a> {
    pub(super) fn for_test(buffer: &'a mut Buffer) -> Self {
        let look = crate::app::Look::MONO;
        let (tense, theme) = (BoardTense::Present, Theme::for_look(look));
        Self { buffer, theme, tense, bidi: look.bidi, links: Vec::new(), targets: Vec::new() }
    }
}

impl Canvas<'_> {
    /// Writes a text, and returns the rest of the run.
    pub(crate) fn text(&mut self, run: LineSpan, text: &str, style: Style) -> LineSpan {
        match self.bidi {
            Bidi::Terminal => self.text_as_stored(run, text, style),
            Bidi::Program => self.text_as_stored(run, &in_visual_order(&fit(text, run.width)), style),
        }
    }

    /// Writes a text in the order in which it is stored. A text that is being typed is, so that the cursor is at its place.
    pub(crate) fn text_as_stored(&mut self, run: LineSpan, text: &str, style: Style) -> LineSpan {
        if run.width == 0 || text.is_empty() {
            return run;
        }
        let text = fit(text, run.width);
        let style = self.whole(style);
        let mut rest = run;
        for grapheme in graphemes(&text) {
            rest = match grapheme.as_bytes() {
                [b' '..=b'~'] if rest.width > 0 => {
                    self.buffer[(rest.x, rest.y)].set_symbol(grapheme).set_style(style);
                    rest.after(1)
                }
                _ => {
                    let (end, _) = self.buffer.set_stringn(rest.x, rest.y, grapheme, usize::from(rest.width), style);
                    rest.after(end - rest.x)
                }
            };
        }
        rest
    }

    pub(crate) fn phrases<'p>(&mut self, run: LineSpan, phrases: impl IntoIterator<Item = &'p Phrase>) -> LineSpan {
        let mut rest = run;
        let mut phrases = phrases.into_iter().peekable();
        while let Some(phrase) = phrases.next() {
            let style = self.theme.tone(phrase.tone);
            let more = phrases.peek().is_some_and(|next| !next.text.trim().is_empty());
            let room = usize::from(rest.width) - usize::from(more && rest.width > 0);
            if columns(&phrase.text) > room {
                // The ellipsis belongs to the last phrase that is at least partly visible.
                let cut = format!("{}…", cut(&phrase.text, usize::from(rest.width).saturating_sub(1)).trim_end());
                self.text(rest, &cut, style);
                return rest.after(rest.width);
            }
            rest = self.text(rest, &phrase.text, style);
        }
        rest
    }

    /// Fills a run with a symbol that is one column wide.
    pub(crate) fn repeat(&mut self, run: LineSpan, symbol: &str, style: Style) {
        let style = self.whole(style);
        for x in run.x..run.x + run.width {
            self.buffer[(x, run.y)].set_symbol(symbol).set_style(style);
        }
    }

    /// Applies a style on top of drawn cells.
    pub(crate) fn lay_over(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Lets a click on a run do something.
    pub(crate) fn clickable(&mut self, run: LineSpan, click: Click) {
        self.targets.push(ClickTarget { area: Rect::new(run.x, run.y, run.width, 1), click });
    }

    pub(crate) fn clear(&mut self, area: Rect) {
        self.targets.retain(|target| !target.area.intersects(area));
        for line in 0..area.height {
            self.repeat(LineSpan::line(area, line), " ", Style::new());
        }
    }

    /// A style that leaves nothing of the cell's earlier style.
    fn whole(&self, style: Style) -> Style {
        Style::reset().patch(self.theme.plain).patch(style)
    }
}

/// A text cut to a number of columns, ending in an ellipsis if it was cut.
pub(crate) fn fit(text: &str, width: u16) -> Cow<'_, str> {
    let width = usize::from(width);
    if columns(text) <= width {
        return Cow::Borrowed(text);
    }
    match width {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("{}…", cut(text, width - 1).trim_end())),
    }
}

/// As many complete graphemes as fit.
fn cut(text: &str, width: usize) -> &str {
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += grapheme.width();
        used <= width
    };
    let end = graphemes(text).take_while(fits).map(str::len).sum();
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_graphemes_with_an_ellipsis() {
        assert_eq!(fit("Rafah", 5), "Rafah");
        assert_eq!(fit("Rafah", 4), "Raf…");
        assert_eq!(fit("Rafah", 1), "…");
        assert_eq!(fit("Rafah", 0), "");
        assert_eq!(fit("国境の検問所", 6), "国境…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }
}
