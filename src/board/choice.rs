//! Which of several reports of one thing is used, and by which rule: data for the words beside it.
//!
//! The rules, in their order: what the operator prefers; the latest; the more reliable source; the more credible piece
//! of information; what stands further down in the file. A choice hides nothing: whoever says otherwise is listed.

use super::sources::Grade;
use crate::watchlist::scales::Credibility;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Ref, Watchlist};
use std::cmp::Ordering;

/// One of several reports, chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The one that is used, as an index into the reports.
    pub used: usize,
    /// By which rule.
    pub rule: Rule,
    /// Those that say otherwise, as indices into the reports.
    pub others: Vec<usize>,
}

impl Choice {
    /// Whether anybody says otherwise.
    pub fn is_contradicted(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether somebody says otherwise and the operator has not settled it.
    pub fn is_disputed(&self) -> bool {
        self.is_contradicted() && self.rule != Rule::Preferred
    }
}

/// Why one of several reports is the one that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The operator prefers its source.
    Preferred,
    /// No other speaks of the same time.
    Latest,
    /// Its source is the more reliable.
    Reliability,
    /// It is the more credible.
    Credibility,
    /// Nothing tells them apart but their order: it stands further down in the file.
    FileOrder,
}

/// What a choice looks at in a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'w> {
    /// Its index among the reports.
    pub(crate) index: usize,
    /// Who says so.
    pub(crate) source: Option<&'w Ref>,
    /// How credible it is.
    pub(crate) credibility: Option<Credibility>,
}

/// Whether a source is the one that the operator prefers. Where nothing is preferred, or no source is named, it is not.
pub(crate) fn is_preferred(prefer: Option<&Ref>, source: Option<&Ref>) -> bool {
    prefer.is_some_and(|wanted| source.is_some_and(|source| source.value == wanted.value))
}

impl Candidate<'_> {
    fn is_by(&self, source: Option<&Ref>) -> bool {
        is_preferred(source, self.source)
    }
}

/// The one that is used of reports that speak of the same time, and why. `None` where there is no report.
///
/// `differs` says whether two of them, by their indices, say different things.
pub(crate) fn choose(
    watchlist: &Watchlist,
    prefer: Option<&Ref>,
    candidates: &[Candidate<'_>],
    differs: impl Fn(usize, usize) -> bool,
) -> Option<Choice> {
    let grade = |candidate: &Candidate<'_>| Grade::of(watchlist, candidate.source, candidate.credibility);
    let preferred: Vec<_> = candidates.iter().filter(|candidate| candidate.is_by(prefer)).collect();
    let eligible = if preferred.is_empty() { candidates.iter().collect() } else { preferred.clone() };
    let best = eligible.iter().copied().max_by(|a, b| {
        let (a_grade, b_grade) = (grade(a), grade(b));
        a_grade.by_reliability(b_grade).then(a_grade.by_credibility(b_grade)).then(a.index.cmp(&b.index))
    })?;
    let contrary = |other: &&Candidate<'_>| {
        differs(best.index, other.index) && !other.is_by(best.source) && other.index != best.index
    };
    let others: Vec<_> = candidates.iter().filter(contrary).collect();
    let rule = if !preferred.is_empty() {
        Rule::Preferred
    } else {
        // The closest of those that say otherwise decides which rule it took.
        let rule = |other: &&Candidate<'_>| match grade(best).by_reliability(grade(other)) {
            Ordering::Equal if grade(best).by_credibility(grade(other)).is_eq() => Rule::FileOrder,
            Ordering::Equal => Rule::Credibility,
            Ordering::Less | Ordering::Greater => Rule::Reliability,
        };
        let depth =
            |rule: &Rule| [Rule::Reliability, Rule::Credibility, Rule::FileOrder].iter().position(|r| r == rule);
        others.iter().map(rule).max_by_key(depth).unwrap_or(Rule::Latest)
    };
    Some(Choice { used: best.index, rule, others: others.iter().map(|other| other.index).collect() })
}

/// Whether the order of two moments cannot be told: one is a day, and the other lies in it.
pub(crate) fn is_same_time(a: TimePoint, b: TimePoint) -> bool {
    let holds = |day: TimePoint, at: TimePoint| day.start <= at.start && at.start < day.end;
    a == b || holds(a, b) || holds(b, a)
}
