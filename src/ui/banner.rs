//! Why the board is not the file as it stands now: two rows at most, there until the cause is gone.

use super::canvas::{Canvas, Run};
use super::parts::{self, End, Part};
use super::words;
use crate::app::{App, Cause, Trouble, Unreadable};
use crate::diagnostic::Severity;
use ratatui::layout::Rect;

/// Draws the banner, if there is cause for one.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(trouble) = app.file_state.trouble() else { return };
    canvas.clear(area);
    let (word, cause) = cause(app, trouble);
    let run = Run::line(area, 0);
    let rest = canvas.text(run, &format!(" {word} "), canvas.theme.loud).after(1);
    canvas.text(rest, &cause, canvas.theme.strong);
    if area.height > 1 {
        shown_instead(app, canvas, Run::line(area, 1), trouble);
    }
}

/// What happened, in a word and in a sentence.
pub(crate) fn cause(app: &App, trouble: &Trouble) -> (&'static str, String) {
    let name = words::file_name(&app.file.name);
    let since = format!("since {} ({} ago)", trouble.since.format("%H:%MZ"), ago(app, trouble));
    match &trouble.cause {
        Cause::Broken { source, .. } => {
            let what = app.file_state.first_problem().map_or_else(String::new, |(_, problem)| {
                let crate::diagnostic::Position { line, column } = source.position(problem.span);
                let help = problem.help.as_ref().map_or_else(String::new, |help| format!(": {help}"));
                let what = format!("{}{help}", problem.message);
                format!("{}:{line}:{column}: {}", words::file_name(&source.name), crate::text::sanitise(&what))
            });
            ("FILE NOT RELOADED", what)
        }
        Cause::Unreadable(Unreadable::Missing) => ("FILE MISSING", format!("{name} is missing {since}")),
        Cause::Unreadable(Unreadable::Denied) => ("FILE NOT READABLE", format!("{name}: permission denied {since}")),
        Cause::Unreadable(Unreadable::Other(why)) => {
            ("FILE NOT READABLE", format!("{name}: {} {since}", crate::text::sanitise(why)))
        }
    }
}

fn ago(app: &App, trouble: &Trouble) -> String {
    match app.shown_now() - trouble.since {
        span if span < chrono::TimeDelta::minutes(1) => "<1m".to_owned(),
        span => crate::app::age::short(span),
    }
}

fn shown_instead(app: &App, canvas: &mut Canvas<'_>, run: Run, trouble: &Trouble) {
    let theme = canvas.theme;
    let mut parts = Vec::new();
    if let Some(good) = app.file_state.good() {
        let age = match app.shown_now() - good.at {
            span if span < chrono::TimeDelta::minutes(1) => "<1m".to_owned(),
            span => crate::app::age::short(span),
        };
        let read = good.at.format("%H:%M:%SZ");
        parts.push(Part::new(End::Left, 2, " shown: the last good file,", theme.plain));
        parts.push(Part::new(End::Left, 1, format!("read {read} ({age} ago)"), theme.plain));
    }
    match &trouble.cause {
        Cause::Broken { problems, .. } => {
            let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
            let all = if errors == 1 { " the problem".to_owned() } else { format!(" all {errors} problems") };
            parts.push(Part::new(End::Right, 0, "!", theme.key).and(all, theme.plain));
            parts.push(Part::new(End::Right, 0, "E", theme.key).and(" edit", theme.plain));
        }
        Cause::Unreadable(_) => {
            parts.push(Part::new(End::Right, 0, "R", theme.key).and(" try again", theme.plain));
        }
    }
    parts::draw(canvas, run, parts, 1);
}
