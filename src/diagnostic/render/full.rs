//! Prints a problem like a compiler does: the source line, the marker, the remedy.

use super::Palette;
use crate::diagnostic::{Problem, ProblemSeverity, Source, Span};
use crate::text::sanitise;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// How many bytes of a very long line are shown on each side of the marked text.
const AROUND: usize = 160;

/// The problem with its source line. Safe to print; ends without a line break.
pub fn full(source: &Source, problem: &Problem, palette: Palette) -> String {
    full_within(source, problem, palette, usize::MAX)
}

/// Like [`full`], with source lines cut to this many columns around the marked text.
pub fn full_within(source: &Source, problem: &Problem, palette: Palette, width: usize) -> String {
    let level = match (problem.severity, &problem.accepted) {
        (ProblemSeverity::Error, _) => Level::ERROR,
        (ProblemSeverity::Warning, None) => Level::WARNING,
        (ProblemSeverity::Warning, Some(_)) => Level::NOTE.with_name("accepted"),
    };
    let primary = Excerpt::new(source, problem.span);
    let related: Vec<_> = problem.related.iter().map(|(span, why)| (Excerpt::new(source, *span), why)).collect();
    let path = sanitise(&source.name);
    let mut group = level.primary_title(problem.message.as_str()).id(problem.rule).element(primary.snippet(
        &path,
        AnnotationKind::Primary,
        &problem.label,
    ));
    for (excerpt, why) in &related {
        group = group.element(excerpt.snippet(&path, AnnotationKind::Context, why));
    }
    match &problem.accepted {
        Some(why) => group = group.element(Level::NOTE.with_name("why").message(sanitise(why).into_owned())),
        None => {
            let remedies = [problem.help.clone(), how_to_accept(problem)];
            group = group.elements(remedies.into_iter().flatten().map(|remedy| Level::HELP.message(remedy)));
        }
    }
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Ansi => Renderer::styled(),
    };
    let renderer = if width == usize::MAX { renderer } else { renderer.term_width(width) };
    renderer.render(&[group])
}

/// The text that accepts a warning.
fn how_to_accept(problem: &Problem) -> Option<String> {
    let address = problem.address.as_deref()?;
    let is_plain = address.chars().all(|c| c.is_alphanumeric() || "-_/:+.".contains(c));
    let at = if is_plain { sanitise(address) } else { format!("{:?}", sanitise(address)).into() };
    Some(format!("to accept it: accept: [ {{ rule: {}, at: {at}, why: … }} ]", problem.rule))
}

/// One source line, safe to print, with the marked range in it.
struct Excerpt {
    text: String,
    marked: Range<usize>,
    line: usize,
}

impl Excerpt {
    fn new(source: &Source, span: Span) -> Self {
        let text = &source.text;
        let start = text.floor_char_boundary(span.start as usize);
        // On a line of several megabytes, read only the part around the mark.
        let reach = text.floor_char_boundary(start.saturating_sub(2 * AROUND));
        let line_start = text[reach..start].rfind(['\n', '\r']).map_or(reach, |newline| reach + newline + 1);
        let end = text.ceil_char_boundary((span.end as usize).clamp(start, start + AROUND));
        let reach = text.ceil_char_boundary((end + 2 * AROUND).min(text.len()));
        let line_end = text[start..reach].find(['\n', '\r']).map_or(reach, |newline| start + newline);
        let start = start.min(line_end);
        let end = text.ceil_char_boundary(span.end as usize).min(line_end).max(start);
        let from = text.ceil_char_boundary(start.saturating_sub(AROUND).max(line_start));
        let to = text.floor_char_boundary((end.min(start + AROUND) + AROUND).min(line_end));
        let end = end.min(to);
        let (before, marked, after) = (shown(&text[from..start]), shown(&text[start..end]), shown(&text[end..to]));
        Self {
            marked: before.len()..before.len() + marked.len(),
            text: format!("{before}{marked}{after}"),
            line: source.position(span).line,
        }
    }

    fn snippet<'a>(
        &'a self,
        path: &'a str,
        kind: AnnotationKind,
        label: &'a str,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let mut annotation = kind.span(self.marked.clone());
        if !label.is_empty() {
            annotation = annotation.label(label);
        }
        Snippet::source(self.text.as_str()).path(path).line_start(self.line).annotation(annotation)
    }
}

fn shown(raw: &str) -> String {
    sanitise(raw).into_owned()
}
