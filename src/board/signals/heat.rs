//! `heat-below`: is the heat of the log, or of a risk in it, below a value?
//!
//! The observed heat is a lower bound. So a log that is too hot fails the test, whatever was not observed. A cool log
//! proves nothing if it is empty, if it was not kept throughout the last half-life, or if something could not be
//! observed in that time. The test is not met while there is a severe entry within one half-life, because decay alone
//! is not good news. A severe entry that names no risk may be about any risk.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::coverage::Gap;
use crate::board::spillover::LogUpkeep;
use crate::watchlist::HeatBelow;

/// The heat of the log compared with a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warmth {
    /// An index into the watchlist's risks. `None` for the whole log.
    pub risk: Option<usize>,
    pub now: f64,
    /// The heat must stay below this value.
    pub limit: f64,
    /// Number of entries that the heat is based on.
    pub entries: usize,
    /// A severe or extreme entry within one half-life, as an index into the watchlist's log.
    pub severe: Option<u32>,
    /// A severe entry within one half-life that names no risk, if the test is about one risk: it may be about any risk.
    pub loose: Option<u32>,
    pub upkeep: LogUpkeep,
    /// The period in which it could not be observed.
    pub gap: Option<Gap>,
}

pub(super) fn evaluate_heat(scope: &Scope<'_>, test: &HeatBelow) -> Finding {
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
