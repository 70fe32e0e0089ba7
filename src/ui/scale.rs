//! The line below the header while the board shows the past: a strip of all changes, the current position among them,
//! and the distance to the present.

use super::canvas::{Canvas, LineSpan};
use super::parts::{self, End, StyledPart};
use super::words;
use crate::app::keys::Action;
use crate::app::travel::Shown;
use crate::app::{App, Clock};
use crate::panes::age::Age;
use crate::text::is_right_to_left;
use crate::watchlist::time::local_date;

/// The minimum width of the strip, in columns.
const MIN_STRIP: u16 = 8;

const GAP: u16 = 2;

/// From one change in a column to a hundred and more: each level is twice the previous one.
const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, run: LineSpan) {
    let (Some(place), Some(board)) = (app.travel().place(app.home()), app.board()) else { return };
    let theme = canvas.theme;
    let date = |at| local_date(at, board.watchlist.zone()).format("%Y-%m-%d").to_string();
    let (first, last) = (place.moments.first().copied().map(date), place.moments.last().copied().map(date));
    let home = match app.clock() {
        Clock::Live => "LIVE",
        Clock::AsOf(_) => "AS OF",
    };
    let away = format!("{} before {home}", Age(app.home() - place.at).in_seconds());
    let count = match app.travel().version().map(Shown::number) {
        Some((number, count)) => format!("version {number} of {count}"),
        None => {
            let after = if place.is_between() { "after " } else { "" };
            format!("{after}change {} of {}", place.seen(), place.moments.len())
        }
    };
    let room = " ".repeat(usize::from(MIN_STRIP));
    let mut parts = vec![
        StyledPart::new(End::Left, 3, format!(" {}", first.unwrap_or_default()), theme.muted),
        StyledPart::new(End::Left, 0, room, theme.plain),
        StyledPart::new(End::Right, 3, last.unwrap_or_default(), theme.muted),
        StyledPart::new(End::Right, 4, count, theme.plain),
        StyledPart::new(End::Right, 1, away, theme.strong),
        StyledPart::new(End::Right, 2, app.keys().label(Action::Live), theme.key).and(" back ", theme.muted),
    ];
    // A right-to-left name is at the end of a line, so the header does not have it.
    let author =
        app.travel().version().and_then(|shown| words::author(&shown.version)).filter(|name| is_right_to_left(name));
    parts.extend(author.map(|name| StyledPart::new(End::Right, 5, name, theme.plain)));
    let between = parts::draw(canvas, run, parts, GAP);
    let start = between.x.saturating_sub(MIN_STRIP + GAP).max(run.x);
    let strip = LineSpan { x: start, width: (between.x + between.width).saturating_sub(start + GAP), ..between };
    for (count, x) in place.density(strip.width).into_iter().zip(0..) {
        let (glyph, style) = match count.checked_ilog2() {
            None => ("·", theme.muted),
            Some(level) => (LEVELS[usize::try_from(level).map_or(7, |level| level.min(7))], theme.past_frame),
        };
        canvas.text(strip.after(x).first(1), glyph, style);
    }
    canvas.text(strip.after(place.column(place.at, strip.width)).first(1), "◆", theme.past);
}
