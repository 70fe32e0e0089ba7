//! A checklist: commitments, and dated reports of how far each one is.

use super::amount::Amount;
use super::decode::record;
use super::scales::{Claim, Credibility, Rung};
use super::{Entities, Promised, Ref, Withdrawal, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::TimeDelta;

record! { "a checklist";
    /// A list of commitments.
    pub struct Checklist {
        /// Kebab-case, unique among checklists.
        pub id: Ref,
        /// What to call it.
        pub name: Text,
        /// The commitments.
        pub items: Entities<Item>,
        /// Anything else.
        pub note: Option<Text>,
    }
}

record! { "an item";
    /// One commitment.
    pub struct Item {
        /// Kebab-case, unique in its checklist.
        pub id: Ref,
        /// What is to happen.
        pub title: Text,
        /// The heading that it stands under.
        pub group: Option<Text>,
        /// The measurable commitment: when it counts as done.
        pub done_when: Option<Text>,
        /// When it is due.
        pub due: Option<Promised>,
        /// How much it counts beside the others; 1 where it is not written.
        pub weight: Option<Amount>,
        /// Items that must be far enough first: ids of this checklist, or `checklist/item`.
        pub needs: Vec<Ref>,
        /// How old its data may be before it is stale.
        pub stale_after: Option<TimeDelta>,
        /// Whose reports are used where sources differ; the others stay visible.
        pub prefer: Option<Ref>,
        /// When somebody last looked and nothing had changed. Renews freshness, changes nothing else.
        pub checked: Option<Spanned<TimePoint>>,
        /// Dated reports of how far it is.
        pub reports: Vec<ItemReport>,
        /// Anything else.
        pub note: Option<Text>,
        /// Where to read about it.
        pub link: Option<Spanned<Text>>,
    }
}

record! { "a report";
    /// A dated report of how far an item is.
    pub struct ItemReport {
        /// When.
        pub at: Spanned<TimePoint>,
        /// The rung that is reported.
        pub status: Rung,
        /// What kind of statement it is. Where it is not written the report counts as words.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// The date to which the item has moved, where the report says so.
        pub due: Option<TimePoint>,
        /// Anything else.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}
