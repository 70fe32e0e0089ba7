//! Spillover: assessed risks, and a log of events.

use super::decode::record;
use super::scales::{Claim, Confidence, Credibility, Impact, Likelihood, Severity};
use super::{Counts, Entities, Ref, Withdrawal, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::TimeDelta;

record! { "spillover";
    /// Everything about spillover.
    pub struct Spillover {
        /// In what time the weight of a log entry halves; 7 days where it is not written.
        pub half_life: Option<TimeDelta>,
        /// How long the log may go without an entry or a look before nobody is taken to keep it; the file's `stale_after`
        /// where it is not written.
        pub stale_after: Option<TimeDelta>,
        /// When somebody last looked and there was nothing to log.
        pub checked: Option<Spanned<TimePoint>>,
        /// What is judged.
        pub risks: Entities<Risk>,
        /// What happened.
        pub log: super::Log,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

impl Spillover {
    /// The time in which the weight of a log entry halves.
    pub fn half_life(&self) -> TimeDelta {
        self.half_life.unwrap_or(TimeDelta::days(7))
    }
}

record! { "a risk";
    /// Something that could spread.
    pub struct Risk {
        /// Kebab-case, unique among risks.
        pub id: Ref,
        /// What could happen.
        pub title: Text,
        /// Crossings and items (`checklist/item`) that it would set back.
        pub threatens: Vec<Ref>,
        /// How old its assessment may be before it is stale.
        pub stale_after: Option<TimeDelta>,
        /// Who keeps this risk up to date.
        pub owner: Option<Text>,
        /// How long it may go without an assessment or a look before its owner has to review it.
        pub review_every: Option<TimeDelta>,
        /// Whose assessments are used where judges differ; the others stay visible.
        pub prefer: Option<Ref>,
        /// When somebody last looked and nothing had changed.
        pub checked: Option<Spanned<TimePoint>>,
        /// When and why it is over: from then on it counts as no risk, unless something severe happens.
        pub closed: Option<Closed>,
        /// Dated judgements.
        pub assessments: Vec<Assessment>,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

record! { "a closing";
    /// When and why a risk is over.
    pub struct Closed {
        /// When.
        pub at: Spanned<TimePoint>,
        /// Why it is no longer a risk.
        pub why: Text,
    }
}

record! { "an assessment";
    /// A dated judgement of a risk.
    pub struct Assessment {
        /// When.
        pub at: Spanned<TimePoint>,
        /// How likely it is.
        pub likelihood: Likelihood,
        /// How bad it would be.
        pub impact: Impact,
        /// How sure the judge is.
        pub confidence: Option<Confidence>,
        /// Who judges; not written means the watchlist's own editors.
        pub source: Option<Ref>,
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

record! { "a log entry";
    /// Something that happened.
    pub struct Event {
        /// When.
        pub at: Spanned<TimePoint>,
        /// The risk that it belongs to.
        pub risk: Option<Ref>,
        /// What set it off, as a word of the operator's own, such as `strike` or `border-incident`.
        pub trigger: Option<super::Id>,
        /// How severe it was.
        pub severity: Severity,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// Where.
        pub place: Option<Text>,
        /// Who took part or was hit: actors.
        pub actors: Vec<Ref>,
        /// How many, by words of the operator's own: `{ killed: 3, injured: 7 }`.
        pub counts: Counts,
        /// What happened, in the operator's own words.
        pub text: Text,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}
