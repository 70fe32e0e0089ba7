//! The bottom line: the prompt, otherwise the notice, otherwise the keys that work here.

use super::canvas::{Canvas, LineSpan};
use super::parts::{self, End, StyledPart};
use crate::app::form::{EnterMeans, OpenForm, Review, ReviewStage};
use crate::app::keys::{ACTIONS, Action, Binding, Recording};
use crate::app::menu::MenuKind;
use crate::app::{App, Click, Page, Prompt};
use crate::panes::OPERATORS;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::Input;

pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, run: LineSpan) {
    let (screen, form) = (app.screen(), app.forms().open());
    match (screen.prompt(), screen.notice(), form) {
        (Some(Prompt::Filter { input, .. }), _, None) => typing(app, canvas, run, input),
        (Some(Prompt::Menu(menu)), _, None) => hints(canvas, run, menu_keys(menu.kind)),
        (_, Some(notice), None) => {
            canvas.phrases(run, [notice]);
        }
        (_, Some(notice), Some(_)) => {
            let out = StyledPart::new(End::Right, 0, "Esc", canvas.theme.key)
                .and(" back", canvas.theme.muted)
                .on_click(hint_click("Esc"));
            let between = parts::draw(canvas, run, vec![out], 2);
            canvas.phrases(between.first(between.width.saturating_sub(2)), [notice]);
        }
        (_, None, Some(OpenForm::Choice(_))) => {
            hints(canvas, run, &[("Enter", "this one"), ("↑ ↓", "choose"), ("Esc", "back")]);
        }
        (_, None, Some(OpenForm::Form(form))) => {
            let is_last = form.at + 1 == form.lines.len();
            let forward = if is_last { "review" } else { "take, next field" };
            let choose = if form.pick.is_empty() { "fields" } else { "choose" };
            let tab = if form.pick.is_offer() { ("Tab", "as typed") } else { ("Tab S-Tab", "fields") };
            hints(canvas, run, &[("Enter", forward), ("↑ ↓", choose), tab, ("F2", "review"), ("Esc", "leave")]);
        }
        (_, None, Some(OpenForm::Review(review))) => hints(canvas, run, review_keys(app, review)),
        (None, None, None) => keys(app, canvas, run),
    }
}

fn menu_keys(kind: MenuKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        MenuKind::Help => &[("Enter", "run"), ("j k", "choose"), ("/", "type"), ("?", "legend"), ("Esc", "back")],
        MenuKind::Legend => &[("j k", "move"), ("/", "type"), ("Tab", "keys"), ("Esc", "back")],
        MenuKind::Notices => &[("j k", "move"), ("/", "type"), ("Esc", "back")],
        MenuKind::Palette => &[("Enter", "run"), ("j k", "choose"), ("/", "type"), ("Esc", "back")],
    }
}

/// A click on a hint presses its key. In a review, no hint has Enter alone: nothing is confirmed by a click.
fn hint_click(label: &str) -> Option<Click> {
    let code = match label {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "F2" => KeyCode::F(2),
        "Tab" | "Tab S-Tab" => KeyCode::Tab,
        "?" | "/" | "e" => KeyCode::Char(label.chars().next()?),
        _ => return None,
    };
    Some(Click::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

/// Keys with their actions. The last ones are dropped first, but never the way out.
fn hints(canvas: &mut Canvas<'_>, run: LineSpan, keys: &[(&str, &str)]) {
    let theme = canvas.theme;
    let part = |((key, word), drop): (&(&str, &str), u8)| {
        let drop = if *key == "Esc" { 0 } else { drop };
        StyledPart::new(End::Left, drop, *key, theme.key).and(format!(" {word}"), theme.muted).on_click(hint_click(key))
    };
    parts::draw(canvas, run, keys.iter().zip(1..).map(part).collect(), 2);
}

fn review_keys(app: &App, review: &Review) -> &'static [(&'static str, &'static str)] {
    match review.stage {
        ReviewStage::Waiting => &[("Esc", "back")],
        ReviewStage::Saving(_) => &[("", "writing")],
        ReviewStage::Shown(_) => match review.confirmation.enter_means(app.now()) {
            EnterMeans::Nothing | EnterMeans::Held => &[("Esc", "back"), ("j k", "scroll")],
            EnterMeans::First => &[("Enter Enter", "writes it"), ("Esc", "back"), ("j k", "scroll")],
            EnterMeans::Second => &[("Enter again", "writes it"), ("Esc", "back"), ("j k", "scroll")],
        },
        ReviewStage::Refused { .. } => &[("e", "edit it there"), ("Esc", "back")],
    }
}

/// The column of the cursor in the filter, from the left.
pub(crate) fn cursor(input: &Input) -> Option<u16> {
    u16::try_from(1 + input.visual_cursor()).ok()
}

fn typing(app: &App, canvas: &mut Canvas<'_>, run: LineSpan, input: &Input) {
    let theme = canvas.theme;
    let typed = crate::text::sanitise(input.value()).into_owned();
    let views = app.panes().filtered_views();
    let typed = StyledPart::new(End::Left, 0, "/", theme.key).and(typed, theme.plain);
    let problem = views.iter().find_map(|view| view.filter()?.problem());
    let found = match problem {
        Some(problem) => StyledPart::new(End::Right, 0, problem, theme.caution),
        None => StyledPart::new(End::Right, 1, super::pane::found(views), theme.strong),
    };
    let mut parts = vec![typed, found];
    for (key, word) in [("Enter", " keep"), ("Esc", " clear")] {
        parts.push(StyledPart::new(End::Right, 2, key, theme.key).and(word, theme.muted));
    }
    if input.value().is_empty() {
        let hints = ["  words", "a|b", "!without"].into_iter().chain(OPERATORS.iter().map(|(.., example)| *example));
        parts.extend(
            hints
                .chain(["//: all panes"])
                .zip(3..)
                .map(|(hint, drop)| StyledPart::new(End::Left, drop, hint, theme.muted)),
        );
    }
    parts::draw(canvas, run, parts, 2);
}

fn keys(app: &App, canvas: &mut Canvas<'_>, run: LineSpan) {
    let theme = canvas.theme;
    let is_in_details = matches!(app.page(), Page::Detail { .. });
    let has_entry = matches!(app.page(), Page::Detail { entry: Some(_), .. });
    let short = |binding: &'static Binding| match binding.action {
        Action::Details if has_entry => "",
        Action::Details if is_in_details => "entries",
        Action::Record(Recording::Report) if has_entry => "correct",
        Action::Record(Recording::Withdraw) if has_entry => "withdraw",
        // They are about the whole item.
        Action::NextPane
        | Action::Record(Recording::Add)
        | Action::Record(Recording::Checked)
        | Action::Changes
        | Action::MarkSeen
        | Action::ChangeBack
        | Action::EditProblem
            if has_entry =>
        {
            ""
        }
        _ => binding.short,
    };
    let shown = ACTIONS.iter().filter(|binding| !short(binding).is_empty() && app.applies(binding.action));
    let parts = shown.zip(1..).map(|(binding, drop)| {
        let (end, drop) = match binding.action {
            Action::Help | Action::Quit => (End::Right, 0),
            Action::Live => (End::Right, 0),
            Action::Back => (End::Right, 1),
            _ => (End::Left, drop),
        };
        // A stray click must not end a watch.
        let key = app.keys().keys_of(binding.action).first().filter(|_| binding.action != Action::Quit);
        let click = key.and_then(|key| key.event()).map(Click::Key);
        StyledPart::new(end, drop, app.keys().label(binding.action), theme.key)
            .and(format!(" {}", short(binding)), theme.muted)
            .on_click(click)
    });
    parts::draw(canvas, run, parts.collect(), 2);
}
