//! One line of the journal: a JSON object with a version. Within a version, fields are only added.

use crate::load::Fingerprint;
use crate::panes::changes::wire::ChangeRecord;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// The version of the format. Lines of a later version are skipped.
const VERSION: u32 = 1;

#[derive(Clone, Debug, PartialEq)]
pub struct JournalLine {
    /// When the change was seen, or when this program wrote it, by the wall clock.
    pub at: DateTime<Utc>,
    /// The absolute path of the watchlist. Unescaped: not safe to show.
    pub file: String,
    /// The text of the watchlist at that time.
    pub text: Fingerprint,
    pub told: JournalFact,
}

#[derive(Clone, Debug, PartialEq)]
pub enum JournalFact {
    /// A board saw a change.
    Changed {
        /// The text before. The same text if only time passed.
        from: Fingerprint,
        /// Which command wrote it, if it was this program.
        by: Option<String>,
        change: Box<ChangeRecord>,
    },
    /// A board saw that the file was back at an earlier text. The lines after it list the changes, with cause
    /// `reverted`.
    Reverted {
        from: Fingerprint,
        /// Which command wrote it, if it was this program.
        by: Option<String>,
        /// When the file last had that text.
        to: DateTime<Utc>,
    },
    /// This program wrote the text.
    Wrote {
        /// The command, such as `trucewatch log add`.
        by: String,
    },
}

impl JournalFact {
    /// The text before, if the line records a change.
    pub(super) fn from(&self) -> Option<Fingerprint> {
        match self {
            Self::Changed { from, .. } | Self::Reverted { from, .. } => Some(*from),
            Self::Wrote { .. } => None,
        }
    }
}

/// Why a line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SkippedLine {
    /// Incomplete, or not in this format.
    Invalid,
    /// Written by a later version of the program.
    Future,
}

#[derive(Deserialize)]
struct JournalVersionJson {
    v: u32,
}

#[derive(Serialize, Deserialize)]
struct JournalLineJson {
    v: u32,
    at: String,
    file: String,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reverted: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<Box<ChangeRecord>>,
}

impl JournalLine {
    /// The line, with its line break.
    pub(super) fn line(&self) -> String {
        let mut wire = JournalLineJson {
            v: VERSION,
            at: time(self.at),
            file: self.file.clone(),
            text: self.text.to_string(),
            from: None,
            by: None,
            reverted: None,
            change: None,
        };
        match &self.told {
            JournalFact::Changed { from, by, change } => {
                (wire.from, wire.by, wire.change) = (Some(from.to_string()), by.clone(), Some(change.clone()));
            }
            JournalFact::Reverted { from, by, to } => {
                (wire.from, wire.by, wire.reverted) = (Some(from.to_string()), by.clone(), Some(time(*to)));
            }
            JournalFact::Wrote { by } => wire.by = Some(by.clone()),
        }
        serde_json::to_string(&wire).expect("plain strings and numbers always serialise") + "\n"
    }

    /// Parses a line without its line break.
    pub(super) fn parse(line: &[u8]) -> Result<Self, SkippedLine> {
        let JournalVersionJson { v } = serde_json::from_slice(line).map_err(|_| SkippedLine::Invalid)?;
        if v > VERSION {
            return Err(SkippedLine::Future);
        }
        let wire: JournalLineJson = serde_json::from_slice(line).map_err(|_| SkippedLine::Invalid)?;
        let moment =
            |text: &str| DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| SkippedLine::Invalid);
        let fingerprint = |text: &str| Fingerprint::parse(text).ok_or(SkippedLine::Invalid);
        let from = wire.from.as_deref().map(fingerprint).transpose()?;
        let reverted = wire.reverted.as_deref().map(moment).transpose()?;
        let told = match (from, wire.change, reverted, wire.by) {
            (Some(from), Some(change), _, by) => JournalFact::Changed { from, by, change },
            (Some(from), None, Some(to), by) => JournalFact::Reverted { from, by, to },
            (None, None, None, Some(by)) => JournalFact::Wrote { by },
            _ => return Err(SkippedLine::Invalid),
        };
        Ok(Self { at: moment(&wire.at)?, file: wire.file, text: fingerprint(&wire.text)?, told })
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::panes::changes::wire::WireChange;
    use proptest::prelude::*;

    pub(in super::super) fn change(was: &str, is: &str) -> ChangeRecord {
        let change = WireChange {
            subject: "crossings/rafah".to_owned(),
            kind: "status".to_owned(),
            was: Some(was.into()),
            is: Some(is.into()),
            direction: "better".to_owned(),
            cause: "reported".to_owned(),
            ..WireChange::default()
        };
        ChangeRecord { change, text: format!("Rafah: {was} → {is}") }
    }

    fn entry(told: JournalFact) -> JournalLine {
        let at = "2026-02-01T12:02:11.250Z".parse().unwrap();
        JournalLine { at, file: "/a\n\u{1b}b.yaml".to_owned(), text: Fingerprint::from_bytes("b"), told }
    }

    #[test]
    fn every_kind_of_line_is_read_as_it_was_written() {
        let (from, by, at) = (Fingerprint::from_bytes("a"), Some("trucewatch log add".to_owned()), entry_at());
        for told in [
            JournalFact::Changed { from, by: by.clone(), change: change("open", "closed").into() },
            JournalFact::Changed { from, by: None, change: change("\u{1b}[2J", "“x”\n").into() },
            JournalFact::Reverted { from, by, to: at },
            JournalFact::Wrote { by: "trucewatch log add".to_owned() },
        ] {
            let line = entry(told.clone()).line();
            assert_eq!(line.matches('\n').count(), 1, "{line}");
            assert_eq!(JournalLine::parse(line.trim_end().as_bytes()), Ok(entry(told)));
        }
    }

    fn entry_at() -> DateTime<Utc> {
        "2026-02-01T11:02:00Z".parse().unwrap()
    }

    #[test]
    fn lines_of_a_later_version_are_left_to_later_programs() {
        assert_eq!(JournalLine::parse(br#"{"v":2,"moment":7}"#), Err(SkippedLine::Future));
        assert_eq!(JournalLine::parse(br#"{"v":1,"at":"2026-02-01T12:02:11Z"}"#), Err(SkippedLine::Invalid));
        let later = entry(JournalFact::Wrote { by: "x".to_owned() }).line().replace("{\"v\"", "{\"new\":[1],\"v\"");
        assert!(JournalLine::parse(later.trim_end().as_bytes()).is_ok(), "a field that is new within a version");
    }

    proptest! {
        #[test]
        fn no_part_of_a_line_is_taken_for_the_whole(cut in 1usize..400) {
            let line = entry(JournalFact::Changed { from: Fingerprint::from_bytes("a"), by: None, change: change("open", "closed").into() }).line();
            let whole = line.trim_end().as_bytes();
            prop_assert_eq!(JournalLine::parse(&whole[..cut.min(whole.len() - 1)]), Err(SkippedLine::Invalid));
        }

        #[test]
        fn no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = JournalLine::parse(&bytes);
        }
    }
}
