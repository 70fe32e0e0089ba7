//! Detects times without an offset whose meaning a change of the file's `zone` would alter.

use super::MergeSide;
use super::cut::MergePiece;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::time::TimePoint;
use crate::watchlist::zone::Zone;
use chrono::{DateTime, Utc};

/// The zones of the versions and of the result.
#[derive(Clone, Debug)]
pub(super) struct Zones {
    ours: Zone,
    theirs: Zone,
    /// `None` if both sides changed it differently: that is a separate conflict.
    merged: Option<Zone>,
}

impl Zones {
    pub(super) fn new([base, ours, theirs]: [Zone; 3]) -> Self {
        let merged = match (ours == theirs, ours == base, theirs == base) {
            (true, _, _) | (false, false, true) => Some(ours.clone()),
            (false, true, _) => Some(theirs.clone()),
            (false, false, false) => None,
        };
        Self { ours, theirs, merged }
    }

    pub(super) fn of(&self, side: MergeSide) -> &Zone {
        match side {
            MergeSide::Ours => &self.ours,
            MergeSide::Theirs => &self.theirs,
        }
    }

    /// Whether a time that a side added or changed would mean another time in the result. A time that is also in `base`
    /// was there when the zone was changed.
    pub(super) fn shift(&self, side: MergeSide, base: Option<&MergePiece<'_>>, piece: &MergePiece<'_>) -> bool {
        let (written, Some(read)) = (self.of(side), &self.merged) else { return false };
        if written == read {
            return false;
        }
        let times = |piece: &MergePiece<'_>| {
            let mut times = Vec::new();
            piece.node.into_iter().for_each(|node| collect_shifted(piece.key, node, [written, read], &mut times));
            times.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        let known = base.map(times).unwrap_or_default();
        times(piece).iter().any(|time| !known.contains(time))
    }
}

/// Collects the texts that mean different times in the two zones.
fn collect_shifted<'d>(key: Option<&str>, node: Node<'d>, zones: [&Zone; 2], into: &mut Vec<&'d str>) {
    match node.kind() {
        NodeKind::Scalar(text, _) => {
            let [one, other] = zones.map(|zone| span(text, zone));
            if one != other || key == Some("hours") {
                into.push(text);
            }
        }
        NodeKind::List(items) => items.for_each(|item| collect_shifted(None, item, zones, into)),
        NodeKind::Map(pairs) => pairs.for_each(|(key, value)| {
            let NodeKind::Scalar(key, _) = key.kind() else { return };
            collect_shifted(Some(key), value, zones, into);
        }),
        NodeKind::Empty | NodeKind::Invalid => {}
    }
}

fn span(text: &str, zone: &Zone) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    TimePoint::parse(text, zone).ok().map(|time| (time.start, time.end))
}
