//! One pane: its frame, its title, the visible rows.

use super::canvas::{BoardTense, Canvas, LineSpan};
use super::columns::Columns;
use super::parts::{self, End, StyledPart};
use super::title::{Beside, Spacing, fit_title};
use super::{found, row};
use crate::app::layout::{Layout, PaneFrame};
use crate::app::wrap::columns;
use crate::app::{App, FilterScope, Mark, PaneView, SELECTED};
use crate::board::Board;
use crate::panes;
use crate::panes::view::{Row, RowKey, RowKind};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The columns before a row: the selection marker, and the mark of a change.
const GUTTER: u16 = 2;

pub(crate) fn draw(app: &App, board: &Board, canvas: &mut Canvas<'_>, layout: &Layout, index: usize, area: Rect) {
    let focused = app.panes().focus() == index;
    let view = &app.panes().views()[index];
    let rows = layout.inside(area);
    let frame = Frame::new(canvas, focused, layout.arrangement.frame());
    frame.draw(canvas, area);
    title(app, canvas, &frame, area, index);
    if view.is_empty() {
        empty(app, board, canvas, rows, index);
        return;
    }
    let shown = view.window(rows.height);
    let drawn: Vec<Row> = shown.iter().map(|(_, key)| panes::row(app.panes().all()[index], board, *key)).collect();
    let columns = Columns::measure(&drawn);
    for (((place, key), row), line) in shown.into_iter().zip(&drawn).zip(0..) {
        let selected = match (place == view.cursor(), focused) {
            (true, true) => Selected::Here,
            (true, false) => Selected::Elsewhere,
            (false, _) => Selected::No,
        };
        draw_row(canvas, LineSpan::line(rows, line), view, (key, row), &columns, selected);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Selected {
    Here,
    Elsewhere,
    No,
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    run: LineSpan,
    view: &PaneView,
    (key, row): (RowKey, &Row),
    columns: &Columns,
    selected: Selected,
) {
    let theme = canvas.theme;
    let sign = match selected {
        Selected::Here => SELECTED[0],
        Selected::Elsewhere => SELECTED[1],
        Selected::No => " ",
    };
    canvas.text(run, sign, theme.focus);
    let (mark, style) = mark(canvas, view.mark(key.id));
    canvas.text(run.after(1), mark, style);
    row::draw(canvas, run.after(GUTTER), row, columns);
    let whole = Rect::new(run.x, run.y, run.width, 1);
    match row.kind {
        RowKind::Heading | RowKind::Subheading => canvas.lay_over(whole, Style::new().add_modifier(Modifier::BOLD)),
        RowKind::Entry => {}
    }
    if selected == Selected::Here {
        canvas.lay_over(whole, theme.selected);
    }
    if let Some(filter) = view.filter() {
        found::highlight(canvas, run.after(GUTTER), filter.query());
    }
}

/// The sign of a change.
pub(crate) fn mark(canvas: &Canvas<'_>, mark: Option<Mark>) -> (&'static str, Style) {
    mark.map_or((" ", canvas.theme.plain), |mark| (mark.sign(), canvas.theme.caution))
}

/// What is drawn around a pane or a page.
pub(crate) struct Frame {
    kind: PaneFrame,
    style: Style,
    marker: &'static str,
    glyphs: [&'static str; 6],
}

impl Frame {
    /// A frame. The focused one is heavy, and its title has a marker. The frames of a past board are dashed.
    pub(crate) fn new(canvas: &Canvas<'_>, focused: bool, kind: PaneFrame) -> Self {
        let theme = canvas.theme;
        let (style, glyphs) = match (canvas.tense, focused) {
            (BoardTense::Present, true) => (theme.focus, ["━", "┃", "┏", "┓", "┗", "┛"]),
            (BoardTense::Present, false) => (theme.border, ["─", "│", "┌", "┐", "└", "┘"]),
            (BoardTense::Past, true) => (theme.past_frame.add_modifier(Modifier::BOLD), ["┅", "┇", "┏", "┓", "┗", "┛"]),
            (BoardTense::Past, false) => (theme.past_frame, ["┄", "┆", "┌", "┐", "└", "┘"]),
        };
        Self { kind, style, marker: if focused { "▸" } else { " " }, glyphs }
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if area.is_empty() {
            return;
        }
        let [across, down, top_left, top_right, bottom_left, bottom_right] = self.glyphs;
        canvas.repeat(LineSpan::line(area, 0), across, self.style);
        match self.kind {
            PaneFrame::Rule => return,
            PaneFrame::Box if area.height < 2 || area.width < 2 => return,
            PaneFrame::Box => {}
        }
        let (last_line, last_column) = (area.height - 1, area.width - 1);
        canvas.repeat(LineSpan::line(area, last_line), across, self.style);
        for line in 0..area.height {
            let run = LineSpan::line(area, line);
            let (left, right) = match line {
                0 => (top_left, top_right),
                _ if line == last_line => (bottom_left, bottom_right),
                _ => (down, down),
            };
            canvas.repeat(run.first(1), left, self.style);
            canvas.repeat(run.after(last_column), right, self.style);
        }
    }

    /// The part of the top line that a title can use.
    fn title_run(area: Rect) -> LineSpan {
        let run = LineSpan::line(area, 0).after(1);
        run.first(run.width.saturating_sub(1))
    }

    /// Writes a title and a position into the top line.
    pub(crate) fn title(&self, canvas: &mut Canvas<'_>, area: Rect, mut left: Vec<StyledPart>, position: String) {
        if area.is_empty() {
            return;
        }
        let position = if position.is_empty() { position } else { format!(" {position} ") };
        let part = StyledPart::new(End::Right, 1, position, canvas.theme.muted);
        match self.kind {
            PaneFrame::Rule => left.push(part),
            PaneFrame::Box if area.height > 1 => {
                let bottom = LineSpan::line(area, area.height - 1).after(1);
                parts::draw(canvas, bottom.first(bottom.width.saturating_sub(1)), vec![part], 0);
            }
            PaneFrame::Box => {}
        }
        parts::draw(canvas, Self::title_run(area), left, 0);
    }
}

/// The number key, the name, and as many parts as fit, alarms first. If the position is in the title, it has a lower
/// priority than alarms and a higher one than counts.
fn title(app: &App, canvas: &mut Canvas<'_>, frame: &Frame, area: Rect, index: usize) {
    let view = &app.panes().views()[index];
    let headline = view.headline();
    let mut positions = positions(view, app.panes().filter_scope());
    let is_filtered = view.filter().is_some();
    let theme = canvas.theme;
    let number = format!("{}{} ", frame.marker, index + 1);
    let line = frame.glyphs[0].repeat(2);
    let spacing = Spacing { around: columns(&number) + columns(&line) + 1, first: 1, is_alone: false };
    let without_rule = Spacing { around: columns(&number) + 1, first: 0, ..spacing };
    let beside: Vec<usize> = match frame.kind {
        PaneFrame::Rule => positions.iter().map(|position| columns(position) + 2).collect(),
        // It has a line of its own.
        PaneFrame::Box => vec![0],
    };
    let beside = if is_filtered { Beside::Always(&beside) } else { Beside::WhereFree(&beside) };
    let fit = |spacing| fit_title(headline, Frame::title_run(area).width, spacing, beside);
    // A cut name needs the columns of the rule.
    let with_rule = Some(fit(spacing)).filter(|fitted| fitted.name == headline.name.text);
    let line = if with_rule.is_some() { line } else { String::new() };
    let fitted = with_rule.unwrap_or_else(|| fit(without_rule));
    let style = theme.tone(headline.name.tone).patch(theme.strong);
    let name = if fitted.name.is_empty() { String::new() } else { format!("{} ", fitted.name) };
    let mut words = StyledPart::new(End::Left, 0, "", theme.plain);
    for (text, style) in fitted.words(canvas) {
        let is_first = words.words.len() == 1 && !fitted.parts.is_empty();
        let blank = if is_first && !line.is_empty() { " " } else { "" };
        words = words.and(format!("{blank}{text}"), style);
    }
    let left = [
        StyledPart::new(End::Left, 0, number, style).and(name, style),
        StyledPart::new(End::Left, 0, line, frame.style),
        words.and(" ", theme.plain),
    ];
    let position = fitted.beside.map_or_else(String::new, |at| positions.swap_remove(at));
    frame.title(canvas, area, left.into_iter().chain(fitted.end(canvas)).collect(), position);
}

/// The filter, the number of marked rows, and the position of the selected row; longest variant first.
fn positions(view: &PaneView, scope: FilterScope) -> Vec<String> {
    let marked = (view.marked() > 0).then(|| format!("{} changed", view.marked()));
    let joined = |words: [Option<String>; 2]| words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    match view.filter() {
        Some(filter) => {
            let key = scope.prefix();
            let found = if filter.problem().is_some() { "not understood".to_owned() } else { found([view]) };
            let typed = format!("{key}{} {found}", crate::text::sanitise(filter.typed.trim()));
            vec![joined([Some(typed.clone()), marked]), typed, format!("{key}… {found}"), format!("{key}…")]
        }
        None => {
            let place = (!view.is_empty()).then(|| format!("{}/{}", view.cursor() + 1, view.len()));
            vec![joined([marked, place.clone()]), place.unwrap_or_default()]
        }
    }
}

/// How many rows match; with a plus while the search is running.
pub(crate) fn found<'v>(views: impl IntoIterator<Item = &'v PaneView>) -> String {
    let sum = |(found, all, is_done), view: &PaneView| {
        (found + view.found(), all + view.all().len(), is_done && view.is_searched())
    };
    let (found, all, is_done) = views.into_iter().fold((0, 0, true), sum);
    format!("{found}{} of {all}", if is_done { "" } else { "+" })
}

/// Why there are no rows, and what to do.
fn empty(app: &App, board: &Board, canvas: &mut Canvas<'_>, rows: Rect, index: usize) {
    let view = &app.panes().views()[index];
    let (why, remedy) = match view.filter() {
        Some(filter) => {
            let typed = crate::text::sanitise(filter.typed.trim());
            let words = match view.is_searched() {
                true => format!("0 of {} match '{typed}': Esc clears", view.all().len()),
                false => format!("searching {} rows for '{typed}'", view.all().len()),
            };
            (words, String::new())
        }
        None => {
            let empty = app.panes().all()[index].empty(board);
            (empty.why, empty.remedy)
        }
    };
    let text = if remedy.is_empty() { why } else { format!("{why}\n{remedy}") };
    let lines = text.lines().flat_map(|line| {
        let line = panes::view::DetailLine::new(0, vec![panes::view::Phrase::plain(line)]);
        crate::app::wrap::wrap(&[line], rows.width.saturating_sub(GUTTER))
    });
    for (line, at) in lines.zip(0..rows.height) {
        canvas.phrases(LineSpan::line(rows, at).after(GUTTER), &line.phrases);
    }
}
