//! Marks of rows that changes concern, and the notices of changes.

use crate::panes::changes::ChangeLine;
use crate::panes::view::Row;
use chrono::{DateTime, Utc};

/// How many recent changes are kept for the strip.
pub(super) const MAX_NOTICES: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The row did not exist before.
    New,
    /// A change concerns the row.
    Changed,
}

impl Mark {
    /// The sign before a row.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::New => "+",
            Self::Changed => "~",
        }
    }
}

/// The signs of the selected row: in the focused pane, and in others.
pub(crate) const SELECTED: [&str; 2] = ["▸", "▹"];

/// A change as it is listed.
#[derive(Clone, Debug)]
pub struct ChangeNotice {
    /// When it was noticed; `None` if an earlier run of the program noticed it.
    pub at: Option<DateTime<Utc>>,
    /// The pane that contains it, if any.
    pub pane: Option<usize>,
    pub mark: Mark,
    pub body: NoticeBody,
}

#[derive(Clone, Debug)]
pub enum NoticeBody {
    /// The value before and after.
    Line(ChangeLine),
    /// The row, with its text at that time.
    Row(Row),
}
