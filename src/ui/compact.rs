//! A screen with room for only a few words: what is not live, the alarms and states of the panes, the highest age.

use super::banner;
use super::canvas::{Canvas, LineSpan};
use super::theme::Theme;
use super::title::{self, left_out_mark};
use super::words;
use crate::app::wrap::columns;
use crate::app::{App, Clock, StaleCause, Unreadable};
use crate::panes::age::OldestAge;
use crate::panes::view::{Headline, HeadlinePart};
use chrono::{DateTime, Utc};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the words, worst first: one pane per line if there are enough lines, otherwise one after the other.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let views = app.board().map_or(&[][..], |_| app.panes().views());
    let mut headlines: Vec<Headline> = views.iter().map(|view| view.headline().clone().essential()).collect();
    headlines.sort_by_key(Headline::urgency);
    let mut notes: Vec<(String, Style)> = loud(app, area.width, theme).into_iter().collect();
    if app.forms().open().is_some() {
        // Keys go to a form that is not visible.
        notes.insert(0, ("form open: enlarge, or Esc".to_owned(), theme.caution));
    }
    let oldest = headlines.iter().filter_map(|headline| headline.age).reduce(OldestAge::or_older);
    let oldest = oldest.map(|age| age.to_string());
    let needed = notes.len() + headlines.len() + usize::from(oldest.is_some());
    if needed > usize::from(area.height) {
        flow(canvas, area, &all_words(theme, notes, &headlines, oldest));
        return;
    }
    let mut lines = (0..area.height).map(|at| LineSpan::line(area, at));
    for ((text, style), run) in notes.iter().zip(lines.by_ref()) {
        canvas.text(run, text, *style);
    }
    for (headline, run) in headlines.iter().zip(lines.by_ref()) {
        title::draw_line(canvas, run, headline);
    }
    if let (Some(age), Some(run)) = (oldest, lines.next()) {
        let rest = canvas.text(run, "oldest ", theme.muted);
        canvas.text(rest, &age, theme.plain);
    }
}

/// A few words that are shown or hidden together.
struct Words {
    text: String,
    style: Style,
    weight: CompactRank,
}

/// What happens to words that do not fit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CompactRank {
    /// They are cut, but never hidden.
    Note,
    /// If hidden, they are counted.
    Alarm,
    /// They are hidden without a count.
    Calm,
}

/// All words in the order of display: notes, the worst part of each pane, its other alarms, the highest age.
fn all_words(theme: Theme, notes: Vec<(String, Style)>, headlines: &[Headline], oldest: Option<String>) -> Vec<Words> {
    let words = |part: &HeadlinePart| Words {
        text: part.words.text.clone(),
        style: theme.tone(part.words.tone),
        weight: if part.urgency.is_alarm() { CompactRank::Alarm } else { CompactRank::Calm },
    };
    let notes = notes.into_iter().map(|(text, style)| Words { text, style, weight: CompactRank::Note });
    let first = headlines.iter().filter_map(Headline::first);
    let mut others: Vec<_> = headlines.iter().flat_map(|headline| headline.parts().iter().skip(1)).collect();
    others.sort_by_key(|part| part.urgency);
    let age = oldest.map(|text| Words { text, style: theme.plain, weight: CompactRank::Calm });
    notes.chain(first.chain(others).map(words)).chain(age).collect()
}

/// Writes the words one after the other, and the number of hidden alarms.
fn flow(canvas: &mut Canvas<'_>, area: Rect, words: &[Words]) {
    let all = Places::new(words, area, 0);
    let places = match all.left_out(words) {
        0 => all,
        most => Places::new(words, area, columns(&left_out_mark(most)) + 1),
    };
    for (word, run) in words.iter().zip(&places.runs) {
        if let Some(run) = run {
            canvas.text(*run, &word.text, word.style);
        }
    }
    let left_out = places.left_out(words);
    if left_out > 0 {
        let mark = left_out_mark(left_out);
        let fits = columns(&mark) <= usize::from(places.rest.width);
        canvas.text(places.rest, if fits { &mark } else { "▲" }, canvas.theme.alarm);
    }
}

struct Places {
    /// The place of each; `None` if it is hidden.
    runs: Vec<Option<LineSpan>>,
    /// The rest of the last line.
    rest: LineSpan,
}

impl Places {
    /// Puts the words in order, each on the first line from the last one on that has room. Keeps `reserved` columns at
    /// the end of the last line free.
    fn new(words: &[Words], area: Rect, reserved: usize) -> Self {
        let last = area.height.saturating_sub(1);
        let mut line = 0;
        let mut rest = LineSpan::line(area, 0);
        let mut runs = Vec::new();
        for word in words {
            let is_note = word.weight == CompactRank::Note;
            let room = |line: u16, run: LineSpan| {
                let kept = if line == last && !is_note { reserved } else { 0 };
                usize::from(run.width).saturating_sub(kept)
            };
            let wide = columns(&word.text);
            if wide > room(line, rest) && rest.x > area.x && line < last {
                let next = LineSpan::line(area, line + 1);
                if wide <= room(line + 1, next) || is_note {
                    (line, rest) = (line + 1, next);
                }
            }
            let room = room(line, rest);
            // At the start of a screen the beginning of a word is better than nothing.
            let is_cut = is_note || runs.iter().all(Option::is_none);
            if wide <= room || (is_cut && room > 0) {
                let taken = u16::try_from(wide.min(room)).unwrap_or(u16::MAX);
                runs.push(Some(rest.first(taken)));
                rest = rest.after(taken).after(1);
            } else {
                runs.push(None);
            }
        }
        let end = if line == last { rest } else { LineSpan::line(area, last) };
        Self { runs, rest: end }
    }

    fn left_out(&self, words: &[Words]) -> usize {
        let left_out =
            words.iter().zip(&self.runs).filter(|(word, run)| word.weight == CompactRank::Alarm && run.is_none());
        left_out.count()
    }
}

/// What must not be mistaken for the present or for the current file, in words.
pub(super) fn loud_words(app: &App) -> Option<String> {
    loud(app, u16::MAX, Theme::for_look(app.screen().look())).map(|(words, _)| words)
}

/// What must not be mistaken for the present or for the current file.
fn loud(app: &App, width: u16, theme: Theme) -> Option<(String, Style)> {
    if let (Clock::Live, Some(since)) = (app.shown_clock(), app.file().stalled_since()) {
        return Some((format!("WATCH STALLED since {}", since.format("%H:%MZ")), theme.loud));
    }
    let (word, style) = match (app.shown_clock(), app.file().state().trouble().map(|trouble| &trouble.cause)) {
        (Clock::AsOf(at), _) => (past(app, at, width), theme.past),
        (Clock::Live, Some(StaleCause::Broken { .. })) => match app.file().state().good() {
            Some(good) => (format!("NOT RELOADED, read {} ago", banner::minutes(app, good.at)), theme.loud),
            None => ("NOT LOADED".to_owned(), theme.loud),
        },
        (Clock::Live, Some(StaleCause::Unreadable(Unreadable::Missing))) => ("FILE MISSING".to_owned(), theme.loud),
        (Clock::Live, Some(StaleCause::Unreadable(Unreadable::BeingWritten(_)))) => {
            ("FILE BEING WRITTEN".to_owned(), theme.loud)
        }
        (Clock::Live, Some(StaleCause::Unreadable(_))) => ("NOT READABLE".to_owned(), theme.loud),
        (Clock::Live, None) => return None,
    };
    Some((word, style))
}

/// The past moment, as much of it as fits; at least that it is the past.
fn past(app: &App, at: DateTime<Utc>, width: u16) -> String {
    let short = [words::past(app, at), at.format("PAST %m-%d %H:%MZ").to_string(), at.format("PAST %m-%d").to_string()];
    short.into_iter().find(|words| columns(words) <= usize::from(width)).unwrap_or_else(|| "PAST".to_owned())
}
