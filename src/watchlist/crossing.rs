//! A crossing: the promise under test, who must be there, and what was seen day by day.

use super::decode::record;
use super::hours::Hours;
use super::scales::{Claim, ClosureCause, Credibility, CrossingStatus, Presence};
use super::{Calendar, Counts, DeclaredMeasure, Entities, Promised, Ref, Register, Withdrawal, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::{NaiveDate, TimeDelta};

record! { "a crossing";
    /// A crossing and everything that was reported of it.
    pub struct Crossing {
        /// Kebab-case, unique among crossings.
        pub id: Ref,
        /// What to call it.
        pub name: Text,
        /// What lies on its two sides.
        pub between: Option<Text>,
        /// What it is meant to let through.
        pub scope: Option<Text>,
        /// What is being tested, in words.
        pub question: Option<Text>,
        /// The promise under test: when it is to open.
        pub opens: Option<Promised>,
        /// Daily numbers beside those of people, such as trucks: by their id.
        pub measures: Register<DeclaredMeasure>,
        /// How many a day were agreed.
        pub quota: Option<Quota>,
        /// Dated agreements on how many a day: later ones, and those of other sources.
        pub quotas: Vec<QuotaReport>,
        /// When it is not meant to open.
        pub calendar: Option<Calendar>,
        /// Who depends on it.
        pub relied_on_by: Vec<Text>,
        /// Facts about it that could be checked.
        pub to_verify: Vec<Text>,
        /// How old its data may be before it is stale.
        pub stale_after: Option<TimeDelta>,
        /// Who keeps this crossing up to date.
        pub owner: Option<Text>,
        /// How long it may go without evidence or a look before its owner has to review it.
        pub review_every: Option<TimeDelta>,
        /// Whose reports and records are used where sources differ; the others stay visible.
        pub prefer: Option<Ref>,
        /// When somebody last looked and nothing had changed.
        pub checked: Option<Spanned<TimePoint>>,
        /// Who must be in place for it to work.
        pub parties: Entities<Party>,
        /// Dated reports of its state.
        pub reports: Vec<CrossingReport>,
        /// The day record: one line for each day and source.
        pub days: Vec<DayRecord>,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

record! { "a quota";
    /// How many a day were agreed.
    pub struct Quota {
        /// People out.
        pub exits: Option<u64>,
        /// People in.
        pub entries: Option<u64>,
        /// The other measures of the crossing, by id: `{ trucks-in: 600 }`.
        pub counts: Counts,
        /// When it was agreed: a board as of an earlier moment does not know it.
        pub said: Option<TimePoint>,
        /// Who says so.
        pub source: Option<Ref>,
    }
}

record! { "a dated quota";
    /// A dated report of how many a day were agreed. Two that differ stand side by side.
    pub struct QuotaReport {
        /// When it was agreed.
        pub at: Spanned<TimePoint>,
        /// People out.
        pub exits: Option<u64>,
        /// People in.
        pub entries: Option<u64>,
        /// The other measures of the crossing, by id: `{ trucks-in: 600 }`.
        pub counts: Counts,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
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

record! { "a party";
    /// One of the parties that operate a crossing.
    pub struct Party {
        /// Who.
        pub actor: Ref,
        /// What they do there.
        pub role: Option<Text>,
        /// What they want from it: where a dispute may come from.
        pub stake: Option<Text>,
        /// Dated reports of whether they are in place.
        pub reports: Vec<PartyReport>,
    }
}

record! { "a party's report";
    /// A dated report of whether a party is in place.
    pub struct PartyReport {
        /// When.
        pub at: Spanned<TimePoint>,
        /// What is reported.
        pub status: Presence,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
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

record! { "a crossing's report";
    /// A dated report of a crossing's state.
    pub struct CrossingReport {
        /// When.
        pub at: Spanned<TimePoint>,
        /// What is reported.
        pub status: CrossingStatus,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// The date to which the opening has moved, where the report says so.
        pub opens: Option<TimePoint>,
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

record! { "a day record";
    /// What one source reports of one day. Numbers are people; a number that is not known is left out.
    pub struct DayRecord {
        /// The day, in the file's zone.
        pub date: Spanned<NaiveDate>,
        /// Its state that day.
        pub status: CrossingStatus,
        /// When it worked.
        pub hours: Option<Hours>,
        /// Patients who left.
        pub patients: Option<u64>,
        /// Companions of patients who left.
        pub companions: Option<u64>,
        /// Everybody who left.
        pub exits: Option<Spanned<u64>>,
        /// Everybody who came in.
        pub entries: Option<u64>,
        /// People who were turned back.
        pub turned_back: Option<u64>,
        /// The other measures of the crossing, by id: `{ trucks-in: 244 }`.
        pub counts: Counts,
        /// Why it was closed.
        pub cause: Option<ClosureCause>,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// Who says so.
        pub source: Option<Ref>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
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

impl DayRecord {
    /// The sum of its patients and companions, if that is not the number of people who left.
    pub fn contrary_sum(&self) -> Option<u64> {
        let sum = self.patients?.saturating_add(self.companions?);
        (sum != self.exits?.value).then_some(sum)
    }
}
