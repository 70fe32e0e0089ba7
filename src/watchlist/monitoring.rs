//! Monitoring: who could not observe what, and when.

use super::decode::record;
use super::{Ref, Withdrawal, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;

record! { "a monitoring record";
    /// A time in which an observer could not see: low numbers and missing days in it are no sign of calm.
    pub struct Monitoring {
        /// Who could not observe: an actor or a source.
        pub observer: Ref,
        /// What they could not observe: crossings, risks, and items (`checklist/item`).
        pub unobserved: Vec<Ref>,
        /// Since when.
        pub from: Spanned<TimePoint>,
        /// Until when; to this day where it is not written.
        pub until: Option<Spanned<TimePoint>>,
        /// Who says so.
        pub source: Option<Ref>,
        /// Why, and other remarks.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}
