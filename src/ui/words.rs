//! Formats times, ages and names for the header, the banner and the strips.

use crate::app::history::Revision;
use crate::app::travel::stamp;
use crate::app::{App, TimeDisplay};
use crate::panes::age::Age;
use crate::text::graphemes;
use crate::watchlist::zone::Zone;
use chrono::{DateTime, Offset, Utc};

/// A moment in UTC, with its Z.
pub(crate) fn utc(at: DateTime<Utc>, times: TimeDisplay) -> String {
    let form = match times {
        TimeDisplay::Seconds => "%H:%M:%SZ",
        TimeDisplay::Minutes => "%H:%MZ",
        TimeDisplay::Dates => "%Y-%m-%d %H:%MZ",
    };
    at.format(form).to_string()
}

/// The same moment in the watchlist's zone, with a numeric offset: `14:02 Gaza (+02)`.
pub(crate) fn local(at: DateTime<Utc>, zone: &Zone, times: TimeDisplay) -> String {
    let local = at.with_timezone(&zone);
    let form = match times {
        TimeDisplay::Seconds | TimeDisplay::Minutes => "%H:%M",
        TimeDisplay::Dates => "%Y-%m-%d %H:%M",
    };
    let minutes = local.offset().fix().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    let offset = if minutes == 0 { format!("{sign}{hours:02}") } else { format!("{sign}{hours:02}:{minutes:02}") };
    let place = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
    format!("{} {place} ({offset})", local.format(form))
}

/// The label of a board that does not follow the clock: `◂ PAST 2026-02-01 12:02Z`, or `AS OF` if the program was
/// started for that moment.
pub(crate) fn past(app: &App, at: DateTime<Utc>) -> String {
    let sign = if at <= app.now() { "◂" } else { "▸" };
    let word = match (app.travel().past(), app.travel().version()) {
        (_, Some(_)) => "PAST as known",
        (Some(_), None) => "PAST",
        (None, None) => "AS OF",
    };
    format!("{sign} {word} {}", stamp(at))
}

/// The author of a version, safe to show and cut to `NAME_LENGTH`; `None` if it names none.
pub(crate) fn author(version: &Revision) -> Option<String> {
    let name = version.author.display();
    let name = name.trim();
    let short: String = graphemes(name).take(NAME_LENGTH).collect();
    let cut = if short.len() < name.len() { "…" } else { "" };
    (!name.is_empty()).then(|| format!("{short}{cut}"))
}

/// The maximum length of a name in a line with other content, in graphemes.
const NAME_LENGTH: usize = 20;

/// How long ago something was read, with the precision of the screen.
pub(crate) fn age(app: &App, at: DateTime<Utc>) -> String {
    let age = Age(app.shown_now() - at);
    let age = match app.screen().times() {
        TimeDisplay::Seconds => age.in_seconds(),
        TimeDisplay::Minutes | TimeDisplay::Dates => age.at_least(),
    };
    match app.screen().times() {
        TimeDisplay::Seconds | TimeDisplay::Minutes => age,
        TimeDisplay::Dates => format!("{} ({age} ago)", at.format("%H:%MZ")),
    }
}

/// A file's name, safe to show; of a long path only the end.
pub(crate) fn file_name(name: &str) -> String {
    let safe = crate::text::sanitise(name);
    match safe.rsplit_once('/') {
        Some((_, last)) if safe.chars().count() > 30 => format!("…/{last}"),
        _ => safe.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::bundled(name).expect("a zone")
    }
    use chrono::TimeZone;

    #[test]
    fn a_local_time_names_its_place_and_numeric_offset() {
        let at = Utc.with_ymd_and_hms(2026, 2, 1, 12, 2, 11).single().expect("a moment");
        assert_eq!(local(at, &zone("Asia/Gaza"), TimeDisplay::Seconds), "14:02 Gaza (+02)");
        assert_eq!(local(at, &zone("Asia/Kolkata"), TimeDisplay::Minutes), "17:32 Kolkata (+05:30)");
        assert_eq!(local(at, &zone("America/New_York"), TimeDisplay::Dates), "2026-02-01 07:02 New York (-05)");
        assert_eq!(utc(at, TimeDisplay::Seconds), "12:02:11Z");
    }

    #[test]
    fn a_long_path_is_cut_to_its_end() {
        assert_eq!(file_name("watchlist.yaml"), "watchlist.yaml");
        assert_eq!(file_name("/a/very/long/path/to/some/folder/watchlist.yaml"), "…/watchlist.yaml");
    }
}
