//! Every problem of the file, with its source lines. Fills the whole screen while no board could be read.

use super::banner;
use super::canvas::{Canvas, LineSpan, fit};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use super::words;
use crate::app::layout::{Layout, PaneFrame};
use crate::app::wrap::{wrap, wrap_text};
use crate::app::{App, Click, StaleCause, page_area};
use crate::diagnostic::render::{self, Palette};
use crate::diagnostic::{Problem, ProblemSeverity, Source};
use crate::panes::view::{DetailLine, Phrase};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the page of problems. The selected one is at the top, followed by those after it.
pub(crate) fn page(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let frame = Frame::new(canvas, true, PaneFrame::Rule);
    frame.draw(canvas, layout.body);
    let area = page_area(layout);
    let unreadable = app.shown_file().trouble().filter(|trouble| matches!(trouble.cause, StaleCause::Unreadable(_)));
    let (source, problems) = match (unreadable, app.shown_file().problems()) {
        (None, Some(both)) => both,
        (Some(trouble), None) => {
            let (word, sentence) = banner::cause(app, trouble);
            title(canvas, &frame, layout.body, word, String::new());
            plain(
                canvas,
                area,
                &format!(
                    "{sentence}\n\nThe board appears as soon as the file can be read.\n`trucewatch init` writes an example to start from."
                ),
            );
            return;
        }
        (Some(_), Some(both)) => both,
        (None, None) => return plain(canvas, area, "Reading the file."),
    };
    let heading = match app.board() {
        Some(_) => format!("Problems of {}", words::file_name(&source.name)),
        None => format!("{} cannot be shown until this is put right", words::file_name(&source.name)),
    };
    if problems.is_empty() {
        title(canvas, &frame, layout.body, &heading, String::new());
        return plain(canvas, area, "The file has no problems. Esc goes back.");
    }
    let position = format!("{}/{}", app.screen().problem() + 1, problems.len());
    title(canvas, &frame, layout.body, &heading, position);
    draw_problems(canvas, area, source, (problems, app.screen().problem()));
}

fn title(canvas: &mut Canvas<'_>, frame: &Frame, area: Rect, text: &str, position: String) {
    let part = StyledPart::new(End::Left, 0, format!("▸{text} "), canvas.theme.strong);
    frame.title(canvas, area, vec![part], position);
}

fn plain(canvas: &mut Canvas<'_>, area: Rect, text: &str) {
    for (line, at) in wrap_text(text, area.width).iter().zip(0..area.height) {
        canvas.text(LineSpan::line(area, at), line, canvas.theme.plain);
    }
}

fn draw_problems(canvas: &mut Canvas<'_>, area: Rect, source: &Source, (problems, selected): (&[Problem], usize)) {
    let mut line = 0;
    for (place, problem) in problems.iter().enumerate().skip(selected) {
        for words in lines_of(source, problem, area.width.saturating_sub(2)) {
            if line >= area.height {
                return;
            }
            let run = LineSpan::line(area, line);
            canvas.clickable(run, Click::Line(place));
            if place == selected {
                canvas.text(run, "▸", canvas.theme.focus);
            }
            canvas.text(run.after(2), &words, style(canvas, &words, problem.severity));
            line += 1;
        }
        line += 1;
    }
}

/// The lines of a problem at a width: its words wrap at spaces, and its source line is cut around the marked part, so
/// that the marks stay below it.
fn lines_of(source: &Source, problem: &Problem, width: u16) -> Vec<String> {
    let text = render::full_within(source, problem, Palette::Plain, usize::from(width));
    let of_line = |line: &str| {
        if line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with(['|', '-']) {
            return vec![fit(line, width).into_owned()];
        }
        // The help wraps under its first word: the text before it is a muted label.
        let label = if line.starts_with(' ') { line.find("help:").unwrap_or(0) } else { 0 };
        let words = DetailLine::new(0, vec![Phrase::muted(&line[..label]), Phrase::plain(&line[label..])]);
        let text = |line: &DetailLine| {
            let words: String = line.phrases.iter().map(|phrase| phrase.text.as_str()).collect();
            format!("{}{}", " ".repeat(usize::from(line.indent)), words.trim_end())
        };
        wrap(&[words], width).iter().map(text).collect()
    };
    text.trim_end().lines().flat_map(of_line).collect()
}

/// The style of a line: the first line and the marks stand out; the frame of the snippet is muted.
fn style(canvas: &Canvas<'_>, line: &str, severity: ProblemSeverity) -> Style {
    let theme = &canvas.theme;
    let loud = match severity {
        ProblemSeverity::Error => theme.alarm,
        ProblemSeverity::Warning => theme.caution,
    };
    let trimmed = line.trim_start();
    let after_bar = trimmed.trim_start_matches(['|', ' ', '│']);
    if line.starts_with(severity.word()) || after_bar.starts_with(['^', '~']) {
        loud
    } else if trimmed.starts_with("-->") || trimmed == "|" {
        theme.muted
    } else if trimmed.starts_with("= help") || trimmed.starts_with("help") {
        theme.strong
    } else {
        theme.plain
    }
}
