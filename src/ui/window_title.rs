//! The title of the window: what is not live, else the number of alarms and the worst of them.

use super::{compact, glyphs};
use crate::app::{App, Glyphs};
use crate::panes::view::{AlarmSign, Headline};

/// The longest title, in characters.
const MAX_LENGTH: usize = 80;

/// The title, such as `trucewatch ▲2 Rafah CLOSED`.
pub fn window_title(app: &App) -> String {
    let views = app.board().map_or(&[][..], |_| app.panes().views());
    let headlines = || views.iter().map(|view| view.headline());
    let loud = compact::loud_words(app).unwrap_or_default();
    let words = [loud, alarms(headlines()), worst(headlines())];
    let words = words.into_iter().filter(|words| !words.is_empty());
    let title: String = std::iter::once("trucewatch".to_owned()).chain(words).collect::<Vec<_>>().join(" ");
    let title = title.chars().take(MAX_LENGTH).collect();
    match app.screen().look().glyphs {
        Glyphs::Unicode => title,
        Glyphs::Ascii => glyphs::ascii_text(&title),
    }
}

/// The worst sign of all panes, with its number: `▲2`.
fn alarms<'h>(headlines: impl Iterator<Item = &'h Headline>) -> String {
    let signs: Vec<(AlarmSign, usize)> = headlines.flat_map(Headline::signs).collect();
    let Some(worst) = signs.iter().map(|(sign, _)| *sign).min() else { return String::new() };
    let number: usize = signs.iter().filter(|(sign, _)| *sign == worst).map(|(_, items)| items).sum();
    format!("{}{number}", worst.glyph())
}

/// The worst part of all panes, with the name of its subject and without its glyph.
fn worst<'h>(headlines: impl Iterator<Item = &'h Headline>) -> String {
    let Some(headline) = headlines.min_by_key(|headline| headline.urgency()) else { return String::new() };
    let Some(part) = headline.first() else { return String::new() };
    let words = part.words.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    format!("{} {words}", part.name.as_deref().unwrap_or(headline.name.text.trim()))
}
