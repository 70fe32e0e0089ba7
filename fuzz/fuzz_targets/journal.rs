//! Arbitrary bytes as a journal, to which this program then writes.

#![no_main]

use std::sync::LazyLock;

static HOME: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

libfuzzer_sys::fuzz_target!(
    // SAFETY: no other thread exists yet that could read the environment.
    init: unsafe { std::env::set_var("XDG_STATE_HOME", HOME.path()) },
    |bytes: &[u8]| trucewatch_fuzz::journal::check(bytes, HOME.path())
);
