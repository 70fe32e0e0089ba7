//! Quantities: how much of its target an item has, by verified and by claimed values.

use super::{EvalContext, Progress, judge, report_evidence};
use crate::board::evidence::{Answer, EntryIndex, Evidence, Judge, Reading, Scale, Standing};
use crate::board::origins::OriginGroup;
use crate::watchlist::scales::Claim;
use crate::watchlist::{Amount, Item};
use std::cmp::Reverse;

/// How much of its target an item has.
#[derive(Clone, Debug)]
pub struct QuantityReading {
    pub target: Amount,
    /// What the reported values add up to. Entries are indices of the item's reports.
    pub evidence: Reading<Amount>,
    /// The highest value that verified evidence gives.
    pub verified: Option<Amount>,
    /// The highest value that verified or attributed evidence gives.
    pub claimed: Option<Amount>,
}

impl QuantityReading {
    /// Whether values of at least this claim class reach the target.
    pub fn is_whole(&self, class: Claim) -> bool {
        let value = if class == Claim::Verified { self.verified } else { self.claimed };
        value.is_some_and(|value| value.0 >= self.target.0)
    }

    /// The shares of the target. Without a value there is none, whatever rung is reported.
    pub fn progress(&self) -> Progress {
        let share = |value: Option<Amount>| match value {
            Some(value) if self.target.0 > 0.0 => (value.0 / self.target.0).min(1.0),
            Some(_) | None => 0.0,
        };
        let verified = share(self.verified);
        Progress { verified, claimed: (share(self.claimed) - verified).max(0.0) }
    }
}

/// `None` for an item without a target.
pub(in crate::board) fn read_quantity(ctx: &EvalContext<'_>, item: &Item) -> Option<QuantityReading> {
    let target = item.target.as_ref()?.value;
    let seen = item.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value));
    let valued = seen.filter_map(|(index, report)| {
        let said = (EntryIndex::Report(index), report.at.value, report.value?);
        Some(report_evidence(ctx, item, report, said))
    });
    let evidence = last_of_each_origin(valued.collect());
    let judge = judge(ctx, item);
    let best = |class: Claim| best_value(&judge, &evidence, class);
    Some(QuantityReading {
        target,
        verified: best(Claim::Verified),
        claimed: best(Claim::Attributed),
        evidence: judge.read(&evidence),
    })
}

/// Each origin corrects itself: of its values of one class, only the last counts; of one time, the lowest.
fn last_of_each_origin(mut evidence: Vec<Evidence<'_, Amount>>) -> Vec<Evidence<'_, Amount>> {
    evidence.sort_by_key(|piece| (kind(piece), Reverse((piece.at.start, piece.value.caution()))));
    evidence.dedup_by_key(|piece| kind(piece));
    evidence
}

fn kind<'w>(piece: &Evidence<'w, Amount>) -> (OriginGroup<'w>, Option<Claim>, Standing, bool) {
    (piece.origin, piece.claim, piece.standing, piece.is_self_reported)
}

/// The highest value that this class of evidence answers with yes. The higher the value, the less is for it.
fn best_value(judge: &Judge<'_>, evidence: &[Evidence<'_, Amount>], class: Claim) -> Option<Amount> {
    let mut values: Vec<Amount> = evidence.iter().map(|piece| piece.value).collect();
    values.sort_by_key(|value| value.caution());
    values.dedup();
    let is_short = |value: &Amount| judge.ask(evidence, *value, class) != Answer::Yes;
    values.get(values.partition_point(is_short)).copied()
}
