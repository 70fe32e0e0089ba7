//! What is asked of the file: to be worked out first, then written. Both are plain data.
//!
//! To work it out is pure, and reads the file twice: the runtime does it beside the loop.

use crate::app::Unreadable;
use crate::diagnostic::{Problem, Source};
use crate::draft::{self, Draft, Patch, Proposal, Refusal};
use crate::load::ReadContext;
use crate::watchlist::zone::ZoneDatabase;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Something to be written, not yet worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRequest {
    Record(Draft),
    Undo(Written),
    Redo(Written),
}

/// Something that this session has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub patch: Patch,
    /// What it was, in a few words, safe to show.
    pub summary: String,
}

#[derive(Clone, Debug)]
pub struct Proposed {
    /// What it is, to the byte. Unless it still is, nothing is written.
    pub before: Arc<[u8]>,
    pub after: Arc<[u8]>,
    pub patch: Patch,
    /// What is done, in a few words, safe to show.
    pub summary: String,
    /// What the file may be told of then that it was not before.
    pub warnings: Vec<Problem>,
    pub source: Source,
    pub at: DateTime<Utc>,
}

/// Why there is nothing to propose.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// The change is refused.
    Refused(Refusal),
    /// The file cannot be read.
    Unreadable(Unreadable),
}

/// A change of the file that the operator has seen and agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    pub before: Arc<[u8]>,
    pub after: Arc<[u8]>,
    /// What the change is for, so that it can be worked out anew where the file holds something else by now.
    request: EditRequest,
    patch: Patch,
    /// The rules of the warnings that were seen.
    warnings: Vec<&'static str>,
    at: DateTime<Utc>,
}

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveEnd {
    /// It is written.
    Written,
    /// Somebody else has saved the file meanwhile, elsewhere in it: the same lines were put into their text, so.
    WrittenAnew(Patch),
    /// It is written, but the disk has not confirmed it; in words.
    Unconfirmed(String),
    /// Somebody else has saved the file meanwhile, so that other lines would be written now than those that were seen. Nothing
    /// was written.
    Changed,
    /// Nothing was written; the reason in words.
    Failed(String),
}

impl EditRequest {
    /// What the file would be.
    ///
    /// # Errors
    /// Says why not.
    pub fn propose(&self, name: &str, before: Vec<u8>, context: impl Into<ReadContext>) -> Result<Proposed, Refusal> {
        let context = context.into();
        let (patch, summary) = match self {
            Self::Record(draft) => {
                let proposal = draft::propose(name, &before, std::slice::from_ref(draft), context)?;
                let Proposal { bytes, patch, summary, warnings, source } = proposal;
                let (before, after) = (before.into(), bytes.into());
                return Ok(Proposed { before, after, patch, summary, warnings, source, at: context.at });
            }
            Self::Undo(written) => (written.patch.inverse(), format!("undo: {}", written.summary)),
            Self::Redo(written) => (written.patch.clone(), format!("redo: {}", written.summary)),
        };
        let after = draft::amended(name, &before, &patch, context)?;
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        // Where others have written elsewhere, its lines stand elsewhere now.
        let patch = Patch::between(&text(&before), &text(&after));
        let source = Source::new(name, text(&after));
        let (before, after) = (before.into(), after.into());
        Ok(Proposed { before, after, patch, summary, warnings: Vec::new(), source, at: context.at })
    }
}

impl Save {
    /// What was proposed for a request, as it was seen.
    pub fn new(request: EditRequest, seen: &Proposed) -> Self {
        let (before, after) = (Arc::clone(&seen.before), Arc::clone(&seen.after));
        Self { before, after, request, patch: seen.patch.clone(), warnings: rules(seen), at: seen.at }
    }

    /// The same change of a text that somebody else has saved since; none where that would be other lines than those that
    /// were seen, or bring another warning.
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
