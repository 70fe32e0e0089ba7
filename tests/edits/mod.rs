//! Lossless edits: what is recorded is added, and not a byte changes elsewhere.

mod drafts;
mod revisions;
