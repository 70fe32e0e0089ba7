//! The top line: live or past, the time, the file, the watch mode.

use super::canvas::{Canvas, LineSpan};
use super::parts::{self, End, StyledPart};
use super::words;
use crate::app::{App, Clock, Origin, StaleCause, TimeDisplay, Unreadable, WatchMode, Writes};
use crate::panes;
use crate::panes::age::Age;
use crate::text::is_right_to_left;

/// The width from which a severe event is described at length, in columns.
const ROOM_FOR_LENGTH: u16 = 100;

pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, run: LineSpan) {
    let mut parts = vec![StyledPart::new(End::Left, 9, "trucewatch", canvas.theme.strong)];
    parts.extend(
        app.board().map(|board| StyledPart::new(End::Left, 10, board.watchlist.title.display(), canvas.theme.plain)),
    );
    parts.extend(moment(app, canvas));
    parts.extend(alerts(app, canvas));
    parts.extend(app.board().and_then(panes::severe_event).map(|[long, short]| {
        let words = if run.width < ROOM_FOR_LENGTH { short } else { long };
        StyledPart::new(End::Left, 1, words.text, canvas.theme.tone(words.tone))
    }));
    parts.extend(app.board().into_iter().flat_map(panes::header_notes).map(|note| {
        let style = canvas.theme.tone(note.tone);
        StyledPart::new(End::Left, 7, note.text, style)
    }));
    parts.extend(file(app, canvas));
    parts.extend(watch(app, canvas));
    if !app.rescued().is_empty() {
        parts.push(StyledPart::new(End::Right, 1, "FILE KEPT", canvas.theme.alarm));
    }
    parts::draw(canvas, run, parts, 2);
}

/// How many alerts were not seen yet. It stays until `D`.
fn alerts(app: &App, canvas: &Canvas<'_>) -> Option<StyledPart> {
    let count = app.alerts().count();
    let words = format!("▲{count} {}", if count == 1 { "ALERT" } else { "ALERTS" });
    (count > 0).then(|| StyledPart::new(End::Left, 1, words, canvas.theme.alarm))
}

fn moment(app: &App, canvas: &Canvas<'_>) -> Vec<StyledPart> {
    let theme = &canvas.theme;
    let zone = app.board().and_then(|board| board.watchlist.zone.as_ref());
    let local = |at, times| zone.map_or_else(String::new, |zone| words::local(at, zone, times));
    match app.shown_clock() {
        Clock::Live => vec![
            StyledPart::new(End::Left, 0, "LIVE", theme.good),
            StyledPart::new(End::Left, 4, words::utc(app.shown_now(), app.screen().times()), theme.plain),
            StyledPart::new(End::Left, 6, local(app.shown_now(), app.screen().times()), theme.plain),
        ],
        Clock::AsOf(at) => {
            let away = Age(app.now() - at).relative();
            // The date may differ there, so it is shown. If there is a scale, it also shows the distance.
            let (to_local, to_away) = if app.travel().past().is_some() { (2, 3) } else { (3, 2) };
            let local = local(at, TimeDisplay::Dates);
            let version = app.travel().version().map(|shown| {
                let by = words::author(&shown.version).filter(|name| !is_right_to_left(name));
                let by = by.map_or_else(String::new, |name| format!(" by {name}"));
                StyledPart::new(End::Left, 1, format!("({}{by})", shown.version.commit.short()), theme.strong)
            });
            let mut parts = vec![StyledPart::new(End::Left, 0, format!(" {} ", words::past(app, at)), theme.past)];
            parts.extend(version);
            parts.extend([
                StyledPart::new(End::Left, to_away, format!("(NOT LIVE, {away})"), theme.alarm),
                StyledPart::new(End::Left, to_local, local, theme.plain),
            ]);
            parts
        }
    }
}

fn file(app: &App, canvas: &Canvas<'_>) -> Vec<StyledPart> {
    let theme = &canvas.theme;
    let state = app.file().state();
    let name = match app.file().origin() {
        Origin::Embedded => StyledPart::new(End::Right, 3, "built-in example", theme.caution),
        Origin::Named | Origin::Found => {
            StyledPart::new(End::Right, 3, words::file_name(app.file().name()), theme.muted)
        }
    };
    let trouble = state.trouble().map(|trouble| &trouble.cause);
    let (word, style) = match (app.file().stalled_since(), trouble, state.good()) {
        // The watch is stalled, so the earlier state of the file is out of date.
        (Some(since), ..) => (format!("WATCH STALLED since {}", since.format("%H:%MZ")), theme.alarm),
        (None, Some(StaleCause::Broken { .. }), Some(_)) => ("NOT RELOADED".to_owned(), theme.alarm),
        (None, Some(StaleCause::Broken { .. }), None) => ("NOT LOADED".to_owned(), theme.alarm),
        (None, Some(StaleCause::Unreadable(why)), _) => {
            let word = match why {
                Unreadable::Missing => "MISSING",
                Unreadable::Denied => "DENIED",
                Unreadable::BeingWritten(_) => "BEING WRITTEN",
                Unreadable::Other(_) => "UNREADABLE",
            };
            (word.to_owned(), theme.alarm)
        }
        (None, None, None) => ("reading".to_owned(), theme.muted),
        (None, None, Some(good)) => match good.warnings.iter().filter(|warning| warning.is_open()).count() {
            0 => ("OK".to_owned(), theme.good),
            1 => ("OK, 1 warning: !".to_owned(), theme.caution),
            count => (format!("OK, {count} warnings: !"), theme.caution),
        },
    };
    let mut parts = vec![name];
    match app.file().writes() {
        Writes::Allowed => {}
        Writes::Off => parts.push(StyledPart::new(End::Right, 4, "read-only", theme.muted)),
    }
    match app.file().origin() {
        Origin::Embedded => {
            parts.push(StyledPart::new(End::Right, 5, "(`trucewatch init` writes your own)", theme.muted));
        }
        Origin::Named | Origin::Found => {}
    }
    parts.push(StyledPart::new(End::Right, 0, word, style));
    let good = state.good().filter(|_| trouble.is_none() && app.file().stalled_since().is_none());
    if let (Some(good), Origin::Named | Origin::Found) = (good, app.file().origin()) {
        parts.push(StyledPart::new(End::Right, 5, words::age(app, good.at), theme.muted));
    }
    parts
}

/// A degraded watch, with the reason if there is room.
fn watch(app: &App, canvas: &Canvas<'_>) -> Vec<StyledPart> {
    let theme = &canvas.theme;
    match app.file().watch() {
        WatchMode::Events => vec![StyledPart::new(End::Right, 8, "watch", theme.muted)],
        WatchMode::Polling(why) => vec![
            StyledPart::new(End::Right, 1, "POLLING", theme.caution),
            StyledPart::new(End::Right, 7, format!("({})", crate::text::sanitise(why)), theme.muted),
        ],
        WatchMode::Stalled(_) | WatchMode::Nothing => Vec::new(),
    }
}
