//! Requests to change the file: first to propose a change, then to save it. Both are plain data.
//!
//! Proposing is pure and parses the file twice, so the runtime does it off the loop.

use crate::app::Unreadable;
use crate::diagnostic::{Problem, Source};
use crate::draft::{self, Draft, DraftError, Patch, Proposal};
use crate::load::ReadContext;
use crate::watchlist::zone::ZoneDatabase;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A change that is not proposed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRequest {
    /// Record them all, or none.
    Record(Vec<Draft>),
    Undo(Written),
    Redo(Written),
}

/// A change that this session has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub patch: Patch,
    /// A short description, safe to show.
    pub summary: String,
}

#[derive(Clone, Debug)]
pub struct Proposed {
    /// The exact text before. If the file differs, nothing is written.
    pub before: Arc<[u8]>,
    pub after: Arc<[u8]>,
    pub patch: Patch,
    /// A short description, safe to show.
    pub summary: String,
    /// The warnings that the file would have and does not have now.
    pub warnings: Vec<Problem>,
    pub source: Source,
    pub at: DateTime<Utc>,
}

/// Why there is nothing to propose.
#[derive(Clone, Debug)]
pub enum ProposeError {
    Refused(DraftError),
    Unreadable(Unreadable),
}

/// A change of the file that the operator has seen and confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    pub before: Arc<[u8]>,
    pub after: Arc<[u8]>,
    /// The request, to propose it again if the file has changed since.
    request: EditRequest,
    patch: Patch,
    /// The rules of the warnings that were seen.
    warnings: Vec<&'static str>,
    at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveEnd {
    Written,
    /// Someone else has saved other lines of the file in the meantime: the same change was applied to their text.
    WrittenAnew(Patch),
    /// It is written, but the disk has not confirmed it; the reason in words.
    Unconfirmed(String),
    /// Nothing was written: someone else has saved the file, and the change would now write lines that were not seen.
    Changed,
    /// Nothing was written; the reason in words.
    Failed(String),
}

impl EditRequest {
    /// The text that the file would have.
    ///
    /// # Errors
    /// Why the change is refused.
    pub fn propose(
        &self,
        name: &str,
        before: Vec<u8>,
        context: impl Into<ReadContext>,
    ) -> Result<Proposed, DraftError> {
        let context = context.into();
        let (patch, summary) = match self {
            Self::Record(drafts) => {
                let proposal = draft::propose(name, &before, drafts, context)?;
                let Proposal { bytes, patch, summary, warnings, source } = proposal;
                let (before, after) = (before.into(), bytes.into());
                return Ok(Proposed { before, after, patch, summary, warnings, source, at: context.at });
            }
            Self::Undo(written) => (written.patch.inverse(), format!("undo: {}", written.summary)),
            Self::Redo(written) => (written.patch.clone(), format!("redo: {}", written.summary)),
        };
        let after = draft::amended(name, &before, &patch, context)?;
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        // Other edits may have moved the lines.
        let patch = Patch::between(&text(&before), &text(&after));
        let source = Source::new(name, text(&after));
        let (before, after) = (before.into(), after.into());
        Ok(Proposed { before, after, patch, summary, warnings: Vec::new(), source, at: context.at })
    }
}

impl Save {
    /// The save of a request, as proposed and seen.
    pub fn new(request: EditRequest, seen: &Proposed) -> Self {
        let (before, after) = (Arc::clone(&seen.before), Arc::clone(&seen.after));
        Self { before, after, request, patch: seen.patch.clone(), warnings: rules(seen), at: seen.at }
    }

    /// The same change of a newer text by someone else; `None` if it would write lines that were not seen or cause
    /// another warning.
    pub fn renewed(&self, name: &str, before: &[u8], zones: ZoneDatabase) -> Option<Proposed> {
        let proposed = self.request.propose(name, before.to_vec(), zones.at(self.at)).ok()?;
        let is_as_seen = proposed.patch.changed().eq(self.patch.changed()) && rules(&proposed) == self.warnings;
        is_as_seen.then_some(proposed)
    }
}

fn rules(proposed: &Proposed) -> Vec<&'static str> {
    let mut rules: Vec<_> = proposed.warnings.iter().map(|problem| problem.rule).collect();
    rules.sort_unstable();
    rules
}
