//! A file in a git repository, queried through `git` itself: its versions, its conflicts, its merges.
//!
//! Nothing is fetched, and no program that a shared repository configures is run. Only `git-setup` and the merge driver
//! write. Other modules interpret the versions.
//!
//! ```text
//!   path ─ repository ─▶ log (who, when, which text) ─▶ History ─▶ shelf ─ blobs (the texts) ─▶ load
//! ```

mod blobs;
mod command;
mod log;
mod repository;
mod revision_cache;
pub(in crate::runtime) mod versions;
mod worktree;

pub use log::CommitWalk;
pub use repository::Repository;
pub use revision_cache::RevisionCache;
pub use worktree::{WorkTree, has_unresolved_conflict, merge_lines, this_program, write_result};

use std::io;

/// Why git could not do what was asked. The message names the remedy if it is known; otherwise it is git's own text,
/// which is not yet safe to show.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    #[error("git not found in $PATH: install git")]
    NoGit,
    #[error("{0} lies in no git repository: `git init` there makes one")]
    NoRepository(String),
    #[error("no commit has {0}: `git add` and `git commit` it, and its history begins")]
    NotCommitted(String),
    /// Another user owns the repository, and git refuses to read it.
    #[error("git refuses a repository that belongs to somebody else: if you trust it, {0}")]
    Refused(String),
    /// The limit, in seconds.
    #[error("git has not answered for {0} seconds, and was stopped")]
    TooSlow(u64),
    #[error("the repository does not hold the text of {0}: it may be a partial clone; `git fetch --refetch` fills it")]
    NoText(String),
    /// The size of the text, in MiB.
    #[error("the text has {0} MiB, and at most {limit} MiB are read", limit = crate::load::SIZE_LIMIT >> 20)]
    TooLarge(usize),
    /// Git's own error message.
    #[error("git: {0}")]
    Failed(String),
    #[error("git cannot be run: {0}")]
    Io(#[from] io::Error),
}
