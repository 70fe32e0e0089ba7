//! `heat-below`: is the log, or a risk in it, cooler than a value?
//!
//! Heat that was seen is the least that there was. So a log that is too hot says so whatever else went unseen; one that
//! is cool says nothing if it is empty, or if it could not be observed within the last half-life.

use super::{Because, Finding, Readings, Ternary};
use crate::board::coverage::Gap;
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
    /// When it could not be observed.
    pub gap: Option<Gap>,
}

pub(super) fn find(readings: &Readings<'_>, test: &HeatBelow) -> Finding {
    let spillover = readings.spillover;
    let warmth = match &test.risk {
        None => Warmth {
            risk: None,
            now: spillover.heat.now,
            limit: test.heat.0,
            entries: spillover.log.len(),
            gap: spillover.gap,
        },
        Some(wanted) => {
            let known = readings.ctx.watchlist.risks().iter().position(|risk| risk.id.value == wanted.value);
            let Some(index) = known else { return Finding::undeclared(&wanted.value) };
            let risk = &spillover.risks[index];
            Warmth { risk: Some(index), now: risk.heat.now, limit: test.heat.0, entries: risk.entries, gap: risk.gap }
        }
    };
    let answer = if warmth.entries == 0 {
        Ternary::Unknown
    } else if warmth.now >= warmth.limit {
        Ternary::NotMet
    } else if warmth.gap.is_some() {
        Ternary::Unknown
    } else {
        Ternary::Met
    };
    Finding { answer, because: Because::Heat(warmth) }
}
