//! Coupling: which crossings and items are currently threatened by spillover.

use super::EvalContext;
use super::spillover::{Level, SpilloverReading};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threat {
    /// An index into the watchlist's risks.
    pub risk: usize,
    pub cause: ThreatCause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreatCause {
    /// The level of the risk is high or above.
    Level(Level),
    /// A severe or extreme log entry within one half-life: an index into the watchlist's log.
    Entry(u32),
}

/// All threats, by what they threaten: a crossing's id, or `checklist/item`.
#[derive(Debug, Default)]
pub(crate) struct Threats<'w>(HashMap<&'w str, Vec<Threat>>);

impl<'w> Threats<'w> {
    pub(crate) fn read(ctx: &EvalContext<'w>, spillover: &SpilloverReading) -> Self {
        let mut threats = Self::default();
        for (index, reading) in spillover.live_risks() {
            let risk = &ctx.watchlist.risks()[index];
            let by_level = reading.level.filter(|level| *level >= Level::High).map(ThreatCause::Level);
            let Some(cause) = by_level.or(reading.severe.map(ThreatCause::Entry)) else { continue };
            for target in &risk.threatens {
                threats.0.entry(target.value.as_str()).or_default().push(Threat { risk: index, cause });
            }
        }
        threats
    }

    pub(crate) fn of(&self, target: &str) -> Vec<Threat> {
        self.0.get(target).cloned().unwrap_or_default()
    }
}
