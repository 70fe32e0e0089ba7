//! A screen with room for a few words: what is not live, the status words, the worst age.

use super::banner;
use super::canvas::{Canvas, Run};
use super::theme::Theme;
use super::words;
use crate::app::wrap::columns;
use crate::app::{App, Cause, Clock, Unreadable};
use crate::board::Board;
use crate::panes::view::Headline;
use chrono::{DateTime, Utc};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the few words: one to a line where there are lines enough, else one after the other.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let headlines: Vec<Headline> =
        app.board.iter().flat_map(|board: &Board| app.panes.iter().map(|pane| pane.headline(board))).collect();
    let worst = headlines.iter().filter_map(|headline| headline.age.as_deref()).max_by_key(|age| seconds(age));
    let mut lines: Vec<Vec<(String, Style)>> = loud(app, area.width, theme).into_iter().collect();
    if app.is_writing() {
        // Keys go to what cannot be seen.
        lines.insert(0, vec![("form open:".to_owned(), theme.caution), ("enlarge, or Esc".to_owned(), theme.caution)]);
    }
    for headline in &headlines {
        let name = (headline.name.text.clone(), theme.plain);
        lines.push(vec![name, (headline.word.text.clone(), theme.tone(headline.word.tone))]);
    }
    if let Some(age) = worst {
        // An age says nothing of what has no data at all.
        let is_gap = |headline: &&Headline| headline.age.as_deref().is_some_and(|age| age.contains(NO_DATA));
        let gap = headlines.iter().find(is_gap).filter(|_| !age.contains(NO_DATA));
        let words = gap.map_or_else(|| age.to_owned(), |_| format!("{age}, some {NO_DATA}"));
        lines.push(vec![("oldest".to_owned(), theme.muted), (words, theme.plain)]);
    }
    if lines.len() <= usize::from(area.height) {
        for (words, at) in lines.iter().zip(0..) {
            draw_line(canvas, Run::line(area, at), words);
        }
    } else {
        flow(canvas, area, lines.iter().filter_map(|words| words.last()));
    }
}

/// A name cut shorter than this names nothing.
const LEAST_NAME: u16 = 4;

/// What an age says of things without any.
const NO_DATA: &str = "no data";

/// The last words are the ones that matter: those before them give way.
fn draw_line(canvas: &mut Canvas<'_>, mut run: Run, words: &[(String, Style)]) {
    let Some(((last, style), before)) = words.split_last() else { return };
    let needed = u16::try_from(columns(last)).unwrap_or(u16::MAX);
    for (word, style) in before {
        let part = run.first(run.width.saturating_sub(needed.saturating_add(1)));
        if part.width >= LEAST_NAME {
            let rest = canvas.text(part, word, *style);
            run = run.after(part.width - rest.width + 1);
        }
    }
    canvas.text(run, last, *style);
}

fn flow<'w>(canvas: &mut Canvas<'_>, area: Rect, words: impl Iterator<Item = &'w (String, Style)>) {
    let mut line = 0;
    let mut run = Run::line(area, line);
    for (word, style) in words {
        if columns(word) > usize::from(run.width) && run.x > area.x && line + 1 < area.height {
            line += 1;
            run = Run::line(area, line);
        }
        run = canvas.text(run, word, *style).after(1);
    }
}

/// What must not be mistaken for the present, or for the file as it is now.
fn loud(app: &App, width: u16, theme: Theme) -> Option<Vec<(String, Style)>> {
    if let (Clock::Live, Some(since)) = (app.shown_clock(), app.file_state.stalled_since()) {
        return Some(vec![(format!("WATCH STALLED since {}", since.format("%H:%MZ")), theme.loud)]);
    }
    let (word, style) = match (app.shown_clock(), app.file_state.trouble().map(|trouble| &trouble.cause)) {
        (Clock::AsOf(at), _) => (past(app, at, width), theme.past),
        (Clock::Live, Some(Cause::Broken { .. })) => match app.file_state.good() {
            Some(good) => (format!("NOT RELOADED, read {} ago", banner::minutes(app, good.at)), theme.loud),
            None => ("NOT LOADED".to_owned(), theme.loud),
        },
        (Clock::Live, Some(Cause::Unreadable(Unreadable::Missing))) => ("FILE MISSING".to_owned(), theme.loud),
        (Clock::Live, Some(Cause::Unreadable(Unreadable::BeingWritten(_)))) => {
            ("FILE BEING WRITTEN".to_owned(), theme.loud)
        }
        (Clock::Live, Some(Cause::Unreadable(_))) => ("NOT READABLE".to_owned(), theme.loud),
        (Clock::Live, None) => return None,
    };
    Some(vec![(word, style)])
}

/// The past moment, as much of it as there is room for: at least that it is past.
fn past(app: &App, at: DateTime<Utc>, width: u16) -> String {
    let short = [words::past(app, at), at.format("PAST %m-%d %H:%MZ").to_string(), at.format("PAST %m-%d").to_string()];
    short.into_iter().find(|words| columns(words) <= usize::from(width)).unwrap_or_else(|| "PAST".to_owned())
}

/// An age in words, back as seconds, to find the largest.
fn seconds(age: &str) -> u64 {
    let digits = age.find(|c: char| !c.is_ascii_digit()).unwrap_or(age.len());
    let count: u64 = age[..digits].parse().unwrap_or(0);
    let unit = match age[digits..].trim_start().chars().next() {
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        Some('w') => 604_800,
        _ => 1,
    };
    count.saturating_mul(unit)
}
