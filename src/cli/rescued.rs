//! Files next to a watchlist that hold what someone else saved. `check` and the recording commands report them until
//! they are gone.

use super::output;
use crate::runtime::save::rescued_files;
use std::path::Path;

/// Prints a warning for each of them on standard error, and returns their number.
pub(super) fn warn(watchlist: &Path) -> usize {
    let kept = rescued_files(watchlist);
    for file in &kept {
        output::print_error(&format!(
            "{}: somebody saved this while a save of ours was cut short: compare it with the watchlist, then remove it",
            file.display()
        ));
    }
    kept.len()
}
