//! The banner says why the board does not show the current file: at most two rows, shown until the cause is gone.

use super::canvas::{Canvas, LineSpan};
use super::parts::{self, End, StyledPart};
use super::words;
use crate::app::keys::{Action, Recording};
use crate::app::message::Message;
use crate::app::wrap::columns;
use crate::app::{App, StaleCause, Trouble, Unreadable};
use crate::diagnostic::{Position, ProblemSeverity};
use crate::panes::age::Age;
use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(trouble) = app.shown_file().trouble() else {
        draw_rescued(app, canvas, area);
        return draw_removed(app, canvas, area);
    };
    canvas.clear(area);
    let (word, cause) = cause(app, trouble);
    let word = format!(" {word} ");
    match area.height {
        0 => {}
        1 => {
            let rest = canvas.text(LineSpan::line(area, 0), &word, canvas.theme.loud).after(1);
            canvas.text(rest, &cause.to_string(), canvas.theme.strong);
        }
        _ => {
            // The cause is the longer text, so it gets its own row. If they do not fit, the suggestion is kept.
            let rest = canvas.text(LineSpan::line(area, 0), "× ", canvas.theme.alarm);
            let between = shown_instead(app, canvas, LineSpan::line(area, 1), trouble, word);
            let between = between.first(between.width.saturating_sub(2));
            let strong = canvas.theme.strong;
            let whole = cause.to_string();
            match cause.help.filter(|_| columns(&whole) > usize::from(rest.width)) {
                Some(help) if columns(&help) <= usize::from(between.width) => {
                    canvas.text(rest, &cause.text, strong);
                    canvas.text(between, &help, strong);
                }
                Some(help) if columns(&help) <= usize::from(rest.width / 2) => {
                    let room = rest.width - u16::try_from(columns(&help) + 2).unwrap_or(rest.width);
                    let after = canvas.text(rest.first(room), &cause.text, strong);
                    let after = rest.after(room - after.width);
                    canvas.text(after, &format!(": {help}"), strong);
                }
                Some(_) | None => {
                    canvas.text(rest, &whole, strong);
                }
            }
        }
    }
}

/// Somebody else's save has removed what was written from here.
fn draw_removed(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    if app.forms().removed().is_empty() {
        return;
    }
    canvas.clear(area);
    let theme = canvas.theme;
    let rest = canvas.text(LineSpan::line(area, 0), " REMOVED ", theme.loud).after(1);
    canvas.text(rest, &format!("by somebody's save: {}", app.forms().removed_summary()), theme.strong);
    if area.height > 1 {
        let keys = [
            (Action::Record(Recording::Redo), "shows the lines that write it again"),
            (Action::MarkSeen, "lets it go"),
        ];
        let part = |((action, word), drop): ((Action, &str), u8)| {
            StyledPart::new(End::Left, drop, app.keys().label(action), theme.key).and(format!(" {word}"), theme.plain)
        };
        parts::draw(canvas, LineSpan::line(area, 1).after(1), keys.into_iter().zip(1..).map(part).collect(), 2);
    }
}

/// One of our saves was interrupted while someone else saved: their text is in a separate file until it is reviewed.
fn draw_rescued(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(first) = app.rescued().first() else { return };
    canvas.clear(area);
    let more = match app.rescued().len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let (loud, theme) = (" FILE KEPT ", canvas.theme);
    let what = format!("{}{more}: compare it with the watchlist, then remove it", words::file_name(first));
    let why = "a save of ours was cut short while somebody else was saving; this is what they saved";
    let rest = canvas.text(LineSpan::line(area, 0), loud, theme.loud).after(1);
    canvas.text(rest, &what, theme.strong);
    if area.height > 1 {
        canvas.text(LineSpan::line(area, 1), why, theme.plain);
    }
}

/// The cause as a word and as a sentence.
pub(crate) fn cause(app: &App, trouble: &Trouble) -> (&'static str, Message) {
    let name = words::file_name(app.file().name());
    let since = format!("since {} ({} ago)", trouble.since.format("%H:%MZ"), minutes(app, trouble.since));
    let (word, text) = match &trouble.cause {
        StaleCause::Broken { source, .. } => {
            let word = if app.is_trouble_of_version() { "VERSION DOES NOT LOAD" } else { "FILE NOT RELOADED" };
            let message = app.shown_file().first_problem().map(|(_, problem)| {
                let Position { line, column } = source.position(problem.span);
                let Message { text, help } = Message::of_problem(problem);
                Message { text: format!("{}:{line}:{column}: {text}", words::file_name(&source.name)), help }
            });
            return (word, message.unwrap_or_else(|| Message::new("")));
        }
        StaleCause::Unreadable(why) if app.is_trouble_of_version() => match why {
            Unreadable::Missing => ("FILE REMOVED", "the commit removed the file".to_owned()),
            Unreadable::Denied => ("VERSION NOT READABLE", "permission denied".to_owned()),
            Unreadable::BeingWritten(why) | Unreadable::Other(why) => {
                ("VERSION NOT READABLE", crate::text::sanitise(why).into_owned())
            }
        },
        StaleCause::Unreadable(Unreadable::Missing) => ("FILE MISSING", format!("{name} is missing {since}")),
        StaleCause::Unreadable(Unreadable::Denied) => {
            ("FILE NOT READABLE", format!("{name}: permission denied {since}"))
        }
        StaleCause::Unreadable(Unreadable::BeingWritten(who)) => {
            ("FILE BEING WRITTEN", format!("{name}: {} is still writing it {since}", crate::text::sanitise(who)))
        }
        StaleCause::Unreadable(Unreadable::Other(why)) => {
            ("FILE NOT READABLE", format!("{name}: {} {since}", crate::text::sanitise(why)))
        }
    };
    (word, Message::new(text))
}

/// An age that does not change every second.
pub(crate) fn minutes(app: &App, at: DateTime<Utc>) -> String {
    Age(app.shown_now() - at).at_least()
}

fn shown_instead(app: &App, canvas: &mut Canvas<'_>, run: LineSpan, trouble: &Trouble, word: String) -> LineSpan {
    let theme = canvas.theme;
    let mut parts = vec![StyledPart::new(End::Left, 0, word, theme.loud)];
    if let Some(good) = app.shown_file().good() {
        let shown = if app.is_trouble_of_version() {
            format!("shown: the last one before, {}", words::file_name(&good.source.name))
        } else {
            format!("shown: as read {}, {} ago", good.at.format("%H:%MZ"), minutes(app, good.at))
        };
        parts.push(StyledPart::new(End::Left, 1, shown, theme.plain));
    }
    match &trouble.cause {
        StaleCause::Broken { problems, .. } => {
            let errors = problems.iter().filter(|problem| problem.severity == ProblemSeverity::Error).count();
            let all = if errors == 1 { " why".to_owned() } else { format!(" all {errors}") };
            parts.push(
                StyledPart::new(End::Right, 0, app.keys().label(Action::Problems), theme.key).and(all, theme.plain),
            );
            if !app.is_trouble_of_version() {
                parts.push(
                    StyledPart::new(End::Right, 2, app.keys().label(Action::EditProblem), theme.key)
                        .and(" fix", theme.plain),
                );
            }
        }
        StaleCause::Unreadable(_) if app.is_trouble_of_version() => {}
        StaleCause::Unreadable(_) => {
            parts.push(
                StyledPart::new(End::Right, 0, app.keys().label(Action::Reread), theme.key)
                    .and(" try again", theme.plain),
            );
        }
    }
    parts::draw(canvas, run, parts, 2)
}
