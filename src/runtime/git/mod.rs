//! A file that lies in a git repository, asked of `git` itself: its versions, its conflicts, how it is merged.
//!
//! Nothing is fetched, and nothing that a shared repository's configuration names is run. Only `git-setup` and the merge
//! driver write. What the versions mean is not decided here.
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
pub use revision_cache::Shelf;
pub use worktree::{WorkTree, has_unresolved_conflict, merge_lines, this_program, write_result};

use std::io;

/// Why git could not do what it was asked to. Where the remedy is known, the words name it; else they are git's own, which
/// are not yet safe to show.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git to ask.
    #[error("git not found in $PATH: install git")]
    NoGit,
    /// The file or folder lies in no repository.
    #[error("{0} lies in no git repository: `git init` there makes one")]
    NoRepository(String),
    /// No commit has the file.
    #[error("no commit has {0}: `git add` and `git commit` it, and its history begins")]
    NotCommitted(String),
    /// Somebody else owns the repository, and git will not read it.
    #[error("git refuses a repository that belongs to somebody else: if you trust it, {0}")]
    Refused(String),
    /// It took too long.
    #[error("git has not answered for {0} seconds, and was stopped")]
    TooSlow(u64),
    /// A text is not in the repository.
    #[error("the repository does not hold the text of {0}: it may be a partial clone; `git fetch --refetch` fills it")]
    NoText(String),
    /// A text is larger than any that is read.
    #[error("the text has {0} MiB, and at most {limit} MiB are read", limit = crate::load::SIZE_LIMIT >> 20)]
    TooLarge(usize),
    /// Git failed for a reason of its own.
    #[error("git: {0}")]
    Failed(String),
    /// Git could not be started or listened to.
    #[error("git cannot be run: {0}")]
    Io(#[from] io::Error),
}
