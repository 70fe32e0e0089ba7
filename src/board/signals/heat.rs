//! `heat-below`: is the log, or a risk in it, cooler than a value?
//!
//! Heat that was seen is the least that there was. So a log that is too hot says so whatever else went unseen. One that is
//! cool says nothing if it is empty, if nobody kept it throughout the last half-life, or if it could not be observed then;
//! and it is not met while a severe entry lies within one half-life, because decay alone is no good news. A severe entry
//! that names no risk may be of any.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::coverage::Gap;
use crate::board::spillover::LogUpkeep;
use crate::watchlist::HeatBelow;

/// How hot the log is, against a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warmth {
    /// The risk, as an index into the watchlist's risks; the whole log where there is none.
    pub risk: Option<usize>,
    /// The heat now.
    pub now: f64,
    /// The value that it is to stay below.
    pub limit: f64,
    /// How many entries it rests on.
    pub entries: usize,
    /// A severe or extreme entry within one half-life, as an index into the watchlist's log.
    pub severe: Option<u32>,
    /// A severe entry within one half-life that names no risk, where one is asked for: it may be of any.
    pub loose: Option<u32>,
    /// Whether somebody keeps the log.
    pub upkeep: LogUpkeep,
    /// When it could not be observed.
    pub gap: Option<Gap>,
}

pub(super) fn find(scope: &Scope<'_>, test: &HeatBelow) -> Finding {
    let spillover = scope.spillover();
    let upkeep = spillover.upkeep;
    let warmth = match &test.risk {
        None => Warmth {
            risk: None,
            now: spillover.heat.now,
            limit: test.heat.0,
            entries: spillover.events(),
            severe: spillover.severe,
            loose: None,
            upkeep,
            gap: spillover.gap,
        },
        Some(wanted) => {
            let Some(index) = scope.ctx.watchlist.risks().index_of(wanted.value.as_str()) else {
                return Finding::undeclared(&wanted.value);
            };
            let risk = &spillover.risks[index];
            Warmth {
                risk: Some(index),
                now: risk.heat.now,
                limit: test.heat.0,
                entries: risk.entries,
                severe: risk.severe,
                loose: spillover.severe.filter(|entry| scope.ctx.watchlist.log()[*entry as usize].risk.is_none()),
                upkeep,
                gap: risk.gap,
            }
        }
    };
    let answer = if warmth.entries == 0 {
        Ternary::Unknown
    } else if warmth.now >= warmth.limit || warmth.severe.is_some() {
        Ternary::NotMet
    } else if warmth.gap.is_some() || !upkeep.is_complete() || warmth.loose.is_some() {
        Ternary::Unknown
    } else {
        Ternary::Met
    };
    Finding { answer, because: Explanation::Heat(warmth) }
}
