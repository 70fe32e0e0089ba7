//! Quotes of entries: a change shows its entry in the entry's own words.

use super::what::Number;
use crate::board::spillover::Level;
use crate::text::Text;
use crate::watchlist::scales::{Claim, Credibility, CrossingStatus, Presence, Rung, Severity};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{
    Amount, AnnouncedClosure, Assessment, CrossingReport, DayRecord, Event, Id, ItemReport, Monitoring, PartyReport,
    QuotaReport, Ref, Statement, Tally,
};
use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq)]
pub struct EntryQuote {
    pub says: Says,
    pub claim: Option<Claim>,
    /// Its text or its note.
    pub words: Option<Text>,
    pub source: Option<Ref>,
    pub credibility: Option<Credibility>,
}

/// The value that an entry gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// A report: the state of a crossing.
    Status(CrossingStatus),
    /// A day record: the state of a crossing on that day.
    Day(CrossingStatus),
    Presence(Presence),
    /// A report of an item: its rung and its value.
    Rung(Option<Rung>, Option<Amount>),
    Level(Level),
    /// An event in the log.
    Event {
        severity: Severity,
        place: Option<Text>,
        risk: Option<Id>,
    },
    /// The term of a statement.
    Term(Option<Text>),
    /// The number of a tally.
    Count(Number),
    /// An agreed quota: people out, people in, and other measures, per day.
    Quota(Option<u64>, Option<u64>, Vec<(Id, u64)>),
    /// An announced closure, by its first day.
    Closure(NaiveDate),
    /// A monitoring record: what could not be observed.
    Gap {
        /// Ids of the crossings or items.
        unobserved: Vec<Id>,
        until: Option<TimePoint>,
    },
}

impl Says {
    /// How bad the news is, on the scale of event severities. From 2 on the change is worse, whatever the old value
    /// was.
    pub(super) fn gravity(&self) -> u8 {
        let is_bad = match self {
            Self::Event { severity, .. } => return *severity as u8,
            Self::Status(status) | Self::Day(status) => status.is_shut(),
            Self::Presence(presence) => *presence == Presence::Absent,
            Self::Level(level) => *level >= Level::High,
            Self::Gap { .. } | Self::Closure(_) => true,
            Self::Rung(rung, _) => rung.is_some_and(Rung::is_failing),
            Self::Term(_) | Self::Count(_) | Self::Quota(..) => false,
        };
        if is_bad { Severity::Severe as u8 } else { 0 }
    }

    pub fn is_bad(&self) -> bool {
        self.gravity() >= Severity::Severe as u8
    }
}

pub(in crate::board) trait Quotable {
    fn quote(&self) -> EntryQuote;
}

macro_rules! quotable {
    ($($entry:ident($this:ident): $says:expr, $claim:expr, $words:expr, $credibility:expr;)+) => {
        $(impl Quotable for $entry {
            fn quote(&self) -> EntryQuote {
                let $this = self;
                let (claim, words, source, credibility) = ($claim, $words, $this.source.clone(), $credibility);
                EntryQuote { says: $says, claim, words, source, credibility }
            }
        })+
    };
}

quotable! {
    CrossingReport(report): Says::Status(report.status), report.claim, report.note.clone(), report.credibility;
    DayRecord(day): Says::Day(day.status), day.claim, day.note.clone(), day.credibility;
    PartyReport(report): Says::Presence(report.status), report.claim, report.note.clone(), report.credibility;
    ItemReport(report): Says::Rung(report.status.0, report.value), report.claim, report.note.clone(), report.credibility;
    Assessment(entry): Says::Level(Level::from_likelihood_and_impact(entry.likelihood, entry.impact)), None, entry.note.clone(), None;
    Event(event): event_says(event), event.claim, Some(event.text.clone()), event.credibility;
    Statement(said): Says::Term(said.term.clone()), said.claim, said.note.clone(), said.credibility;
    Tally(tally): count_says(tally), tally.claim, tally.note.clone(), tally.credibility;
    Monitoring(gap): gap_says(gap), None, gap.note.clone(), None;
    AnnouncedClosure(closure): Says::Closure(closure.from.value), None, closure.note.clone(), None;
    QuotaReport(quota): quota_says(quota), None, quota.note.clone(), quota.credibility;
}

fn event_says(event: &Event) -> Says {
    let risk = event.risk.as_ref().map(|risk| risk.value.clone());
    Says::Event { severity: event.severity, place: event.place.clone(), risk }
}

fn count_says(tally: &Tally) -> Says {
    Says::Count(Number { value: tally.value, qualifier: tally.qualifier.clone() })
}

fn quota_says(quota: &QuotaReport) -> Says {
    let counts = quota.counts.numbers().map(|(id, number)| (id.clone(), number));
    Says::Quota(quota.exits, quota.entries, counts.collect())
}

fn gap_says(gap: &Monitoring) -> Says {
    let unobserved = gap.unobserved.iter().map(|thing| thing.value.clone()).collect();
    Says::Gap { unobserved, until: gap.until.map(|until| until.value) }
}
