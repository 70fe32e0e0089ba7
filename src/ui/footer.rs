//! The line at the bottom: what is being typed, else what there is to say, else the keys that have an effect here.

use super::canvas::{Canvas, Run};
use super::parts::{self, End, Part};
use crate::app::form::{EnterMeans, Review, Stage};
use crate::app::keys::{ACTIONS, Action};
use crate::app::{App, Prompt};

/// Draws the footer.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, run: Run) {
    match (&app.prompt, &app.notice) {
        (Some(Prompt::Filter { .. }), _) => typing(app, canvas, run),
        (Some(Prompt::Menu(_)), _) => hints(canvas, run, &[("Enter", "run"), ("↑ ↓", "choose"), ("Esc", "back")]),
        (_, Some(notice)) => {
            canvas.phrases(run, [notice]);
        }
        (Some(Prompt::Choice(_)), None) => {
            hints(canvas, run, &[("Enter", "this one"), ("↑ ↓", "choose"), ("Esc", "back")])
        }
        (Some(Prompt::Form(form)), None) => {
            let forward = if form.at + 1 == form.lines.len() { "review" } else { "take, next field" };
            let choose = if form.pick.is_empty() { "fields" } else { "choose" };
            let keys =
                [("Enter", forward), ("↑ ↓", choose), ("Tab S-Tab", "fields"), ("F2", "review"), ("Esc", "leave")];
            hints(canvas, run, &keys);
        }
        (Some(Prompt::Review(review)), None) => hints(canvas, run, review_keys(app, review)),
        (None, None) => keys(app, canvas, run),
    }
}

/// Keys with what they do here; the last ones leave a narrow line first.
fn hints(canvas: &mut Canvas<'_>, run: Run, keys: &[(&str, &str)]) {
    let theme = canvas.theme;
    let part = |((key, word), drop): (&(&str, &str), u8)| {
        Part::new(End::Left, drop, *key, theme.key).and(format!(" {word}"), theme.muted)
    };
    parts::draw(canvas, run, keys.iter().zip(1..).map(part).collect(), 2);
}

fn review_keys(app: &App, review: &Review) -> &'static [(&'static str, &'static str)] {
    match review.stage {
        Stage::Waiting => &[("Esc", "back")],
        Stage::Saving(_) => &[("", "writing")],
        Stage::Shown(_) => match review.confirmation.enter_means(app.now) {
            EnterMeans::Nothing | EnterMeans::Held => &[("Esc", "back"), ("j k", "scroll")],
            EnterMeans::First => &[("Enter Enter", "writes it"), ("n", "back"), ("j k", "scroll")],
            EnterMeans::Second => &[("Enter", "again writes it"), ("n", "back"), ("j k", "scroll")],
        },
        Stage::Refused { .. } => &[("e", "edit it there"), ("Esc", "back")],
    }
}

/// Where the cursor of the filter stands, in columns from the left.
pub(crate) fn cursor(app: &App) -> Option<u16> {
    match &app.prompt {
        Some(Prompt::Filter { input, .. }) => u16::try_from(1 + input.visual_cursor()).ok(),
        Some(Prompt::Menu(_) | Prompt::Choice(_) | Prompt::Form(_) | Prompt::Review(_)) | None => None,
    }
}

fn typing(app: &App, canvas: &mut Canvas<'_>, run: Run) {
    let Some(Prompt::Filter { input, .. }) = &app.prompt else { return };
    let theme = canvas.theme;
    let typed = crate::text::sanitise(input.value()).into_owned();
    let found = app.views.get(app.focus).map(super::pane::found);
    let typed = Part::new(End::Left, 0, "/", theme.key).and(typed, theme.plain);
    let mut parts = vec![typed, Part::new(End::Right, 1, found.unwrap_or_default(), theme.strong)];
    for (key, word) in [("Enter", " keep"), ("Esc", " clear")] {
        parts.push(Part::new(End::Right, 2, key, theme.key).and(word, theme.muted));
    }
    if input.value().is_empty() {
        parts.push(Part::new(End::Left, 3, "  a text to look for; !text: rows without it", theme.muted));
    }
    parts::draw(canvas, run, parts, 2);
}

fn keys(app: &App, canvas: &mut Canvas<'_>, run: Run) {
    let theme = canvas.theme;
    let shown = ACTIONS.iter().filter(|binding| !binding.short.is_empty() && app.applies(binding.action));
    let parts = shown.zip(1..).map(|(binding, drop)| {
        let (end, drop) = match binding.action {
            Action::Help | Action::Quit => (End::Right, 0),
            Action::Live => (End::Right, 0),
            Action::Back => (End::Right, 1),
            _ => (End::Left, drop),
        };
        Part::new(end, drop, binding.label(), theme.key).and(format!(" {}", binding.short), theme.muted)
    });
    parts::draw(canvas, run, parts.collect(), 2);
}
