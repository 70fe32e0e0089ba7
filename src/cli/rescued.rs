//! Files beside a watchlist that hold what somebody else saved: said by `check` and by the commands that record, until they
//! are gone.

use super::output;
use crate::runtime::save::rescued_files;
use std::path::Path;

/// Warns of each of them on standard error, and returns how many there are.
pub(super) fn warn(watchlist: &Path) -> usize {
    let kept = rescued_files(watchlist);
    for file in &kept {
        output::complain(&format!(
            "{}: somebody saved this while a save of ours was cut short: compare it with the watchlist, then remove it",
            file.display()
        ));
    }
    kept.len()
}
