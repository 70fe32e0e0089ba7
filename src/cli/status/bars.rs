//! The status for the bars of waybar and tmux: the most urgent things in a few words.
//!
//! Both also show a file that cannot be read: an empty bar looks calm.

use super::StatusReport;
use crate::panes::status::{EntityStatus, StatusClass, StatusFlag};
use crate::text::{sanitise, to_json};
use crate::watchlist::EntityRef;
use serde::Serialize;

/// The text where the watchlist cannot be read.
const NO_STATUS: &str = "NO STATUS";

/// How many entities the tooltip lists.
const MAX_LISTED: usize = 20;

#[derive(Serialize)]
struct WaybarJson {
    text: String,
    tooltip: String,
    class: &'static str,
    alt: &'static str,
}

/// One object for a custom module with `"return-type": "json"`. Texts are escaped, because waybar reads markup.
pub(super) fn waybar(report: Option<&StatusReport>) -> String {
    let Some(report) = report else {
        let tooltip = "the watchlist cannot be read: run trucewatch check".to_owned();
        return to_json(&WaybarJson { text: NO_STATUS.to_owned(), tooltip, class: "error", alt: "error" }) + "\n";
    };
    let class = class(report).word();
    let mut urgent: Vec<_> = report.entities.iter().filter(|status| status.class() != StatusClass::Calm).collect();
    urgent.sort_by_key(|status| status.class());
    let more = urgent.len().saturating_sub(MAX_LISTED);
    let listed = urgent.iter().take(MAX_LISTED).map(|status| line(status));
    let rest = (more > 0).then(|| format!("and {more} more"));
    let tooltip: Vec<_> = listed.chain(rest).collect();
    let object = WaybarJson {
        text: escape_markup(&summary(report)),
        tooltip: escape_markup(&tooltip.join("\n")),
        class,
        alt: class,
    };
    to_json(&object) + "\n"
}

/// One line. A `#` is doubled, because tmux reads it as the start of a format.
pub(super) fn tmux(report: Option<&StatusReport>) -> String {
    report.map_or_else(|| NO_STATUS.to_owned(), |report| summary(report).replace('#', "##")) + "\n"
}

fn class(report: &StatusReport) -> StatusClass {
    report.entities.iter().map(EntityStatus::class).min().unwrap_or(StatusClass::Unknown)
}

/// Formats `rafah CLOSED | 2 alarm | 5 unknown`: the crossings, then how many entities are of each class but calm.
fn summary(report: &StatusReport) -> String {
    let is_crossing = |status: &&EntityStatus| matches!(status.entity, EntityRef::Crossing(_));
    let crossings = report.entities.iter().filter(is_crossing);
    let crossings = crossings.map(|status| format!("{} {}", sanitise(&status.entity.to_string()), status.words));
    let counts = StatusClass::ALL.iter().filter(|class| **class != StatusClass::Calm).filter_map(|class| {
        let number = report.entities.iter().filter(|status| status.class() == *class).count();
        (number > 0).then(|| format!("{number} {}", class.word()))
    });
    let parts: Vec<_> = crossings.chain(counts).collect();
    match (parts.is_empty(), report.entities.is_empty()) {
        (true, true) => "nothing is watched".to_owned(),
        (true, false) => StatusClass::Calm.word().to_owned(),
        (false, _) => parts.join(" | "),
    }
}

/// Formats `rafah: CLOSED (closed, threatened)`.
fn line(status: &EntityStatus) -> String {
    let flags: Vec<_> = status.flags.iter().map(|flag| StatusFlag::word(*flag)).collect();
    format!("{}: {} ({})", sanitise(&status.entity.to_string()), status.words, flags.join(", "))
}

/// Escapes a text for Pango markup.
fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escape_markup("a <b>&amp;"), "a &lt;b&gt;&amp;amp;");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(tmux(None), "NO STATUS\n");
        assert!(waybar(None).contains(r#""class":"error""#));
    }
}
