//! A checklist: commitments, and dated reports of how far each one is.

use super::amount::Amount;
use super::decode::{Decode, Reader, record};
use super::document::Node;
use super::scales::{Claim, Credibility, Rung};
use super::schema::Definitions;
use super::{Entities, Promised, Ref, Withdrawal, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::TimeDelta;
use serde_json::Value;

record! { "a checklist";
    /// A list of commitments.
    pub struct Checklist {
        /// Kebab-case, unique among checklists.
        pub id: Ref,
        /// What to call it.
        pub name: Text,
        /// The commitments.
        pub items: Entities<Item>,
        /// A remark, for people.
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
        /// Who has to do it: actors.
        pub owed_by: Vec<Ref>,
        /// To whom it is owed: actors.
        pub to: Vec<Ref>,
        /// Who watches over it: an actor or a source.
        pub monitor: Option<Ref>,
        /// The number at which it is done. Progress is then the reported value of it, and not a rung.
        pub target: Option<Target>,
        /// When it is due.
        pub due: Option<Promised>,
        /// How much it counts beside the others; 1 where it is not written.
        pub weight: Option<Amount>,
        /// Items that must be far enough first: ids of this checklist, or `checklist/item`.
        pub needs: Vec<Ref>,
        /// How old its data may be before it is stale.
        pub stale_after: Option<TimeDelta>,
        /// Who keeps this item up to date.
        pub owner: Option<Text>,
        /// How long it may go without evidence or a look before its owner has to review it.
        pub review_every: Option<TimeDelta>,
        /// Whose reports are used where sources differ; the others stay visible.
        pub prefer: Option<Ref>,
        /// When somebody last looked and nothing had changed. Renews freshness, changes nothing else.
        pub checked: Option<Spanned<TimePoint>>,
        /// Dated reports of how far it is.
        pub reports: Vec<ItemReport>,
        /// A remark, for people.
        pub note: Option<Text>,
        /// Where to read about it.
        pub link: Option<Spanned<Text>>,
    }
}

record! { "a target";
    /// The number at which an item is done.
    pub struct Target {
        /// How many.
        pub value: Amount,
        /// Of what, such as `bodies` or `trucks a day`.
        pub unit: Text,
    }
}

record! { "a report";
    /// A dated report of how far an item is.
    pub struct ItemReport {
        /// When.
        pub at: Spanned<TimePoint>,
        /// The rung that is reported. A report with a `value` can leave it out.
        pub status: ReportedRung,
        /// How much of the item's `target` there is, in all.
        pub value: Option<Amount>,
        /// What kind of statement it is. Where it is not written the report counts as words.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// The date to which the item has moved, where the report says so.
        pub due: Option<TimePoint>,
        /// A remark, for people.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}

/// The rung of a report. `None` is a report of a value alone: see [`Item::rung_of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReportedRung(pub Option<Rung>);

impl Decode for ReportedRung {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        // A word that is not a rung is reported once: it does not read as left out.
        Some(Rung::decode(node, reader).map_or_else(Self::placeholder, |rung| Self(Some(rung))))
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn placeholder() -> Self {
        Self(Some(Rung::Dormant))
    }

    fn schema(definitions: &mut Definitions) -> Value {
        Rung::schema(definitions)
    }
}

impl Item {
    /// The rung that a report gives. That of a value alone follows from its share of the target.
    pub fn rung_of(&self, report: &ItemReport) -> Rung {
        if let Some(rung) = report.status.0 {
            return rung;
        }
        let value = report.value.map_or(0.0, |value| value.0);
        let target = self.target.as_ref().map_or(f64::INFINITY, |target| target.value.0);
        let reached = |rung: &&Rung| rung.is_deed() && value > 0.0 && value >= target * rung.progress();
        let highest = Rung::ALL.iter().rev().find(reached).copied();
        highest.unwrap_or(if value > 0.0 { Rung::Minimal } else { Rung::Dormant })
    }
}
