//! Warnings that somebody has looked at, and that stay.

use super::decode::record;
use crate::diagnostic::Spanned;
use crate::text::Text;

record! { "an acceptance";
    /// A warning that was looked at and is to stay: it is listed with the reason, and no longer counts.
    pub struct Acceptance {
        /// The rule of the warning, such as `parts-do-not-add-up`.
        pub rule: Spanned<Text>,
        /// The address of the entry, such as `rafah/2026-02-11/gmo`.
        pub at: Spanned<Text>,
        /// Why it stays.
        pub why: Text,
    }
}
