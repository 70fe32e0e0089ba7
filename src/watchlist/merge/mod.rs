//! Merges the changes of two operators to one watchlist by content.
//!
//! Each text is split into pieces: an entry or a key with its value, and the comments above it. The pieces of the
//! common ancestor and of the two sides are paired (list entries by their id or by their content, keys by name). Each
//! pair is decided separately, and the result copies the lines of one of the sides. The result is then verified like an
//! edit: parsed again, it must have exactly the decided content. A text that cannot be merged this way is refused with
//! the reason. This module knows nodes and lines, not whether a watchlist is consistent, and does no I/O.

mod cut;
mod order;
mod pair;
mod same;
mod shape;
mod weave;
mod zones;

use super::document::{Document, Node, NodeKind};
use super::zone::{Zone, ZoneDatabase};
use super::zone_of;
use cut::MergePiece;
use shape::MergeShape;
use std::sync::Arc;
use weave::{MergeWriter, Plan};
use zones::Zones;

/// The result of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole new text. It contains both versions of each conflict between conflict markers.
    pub text: String,
    /// The entries that the two sides changed differently.
    pub conflicts: Vec<Conflict>,
}

/// An entry that the two sides changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its path: `checklists/phase-two/items/withdrawal/due`. Not yet safe to show.
    pub of: String,
    pub how: How,
}

/// The kind of conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Both sides changed it differently.
    BothChanged,
    /// Both sides added it differently.
    BothAdded,
    /// Ours removed it; theirs changed it.
    OursRemoved,
    /// Theirs removed it; ours changed it.
    TheirsRemoved,
    /// Both sides changed the comment above it.
    Comment,
    /// One side changed the file's zone; the other added or changed a time that is read in that zone.
    Zone,
}

/// One of the two versions to merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MergeSide {
    Ours,
    Theirs,
}

impl How {
    /// The conflict in words, to follow the name of the entry.
    pub fn words(self) -> &'static str {
        match self {
            Self::BothChanged => "changed in two ways",
            Self::BothAdded => "added in two ways",
            Self::OursRemoved => "removed here, changed there",
            Self::TheirsRemoved => "changed here, removed there",
            Self::Comment => "the comments with it changed in two ways",
            Self::Zone => "its times are meant in a zone that the other side changed: write them with an offset",
        }
    }

    /// The same conflict with ours and theirs swapped.
    fn turned(self) -> Self {
        match self {
            Self::OursRemoved => Self::TheirsRemoved,
            Self::TheirsRemoved => Self::OursRemoved,
            Self::BothChanged | Self::BothAdded | Self::Comment | Self::Zone => self,
        }
    }
}

/// Why texts cannot be merged by content; only a merge by lines is possible then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// One of the three texts is not valid YAML for a watchlist.
    #[error("one of the versions is not plainly YAML")]
    NoYaml,
    /// The root of one of the three texts is not a block mapping.
    #[error("one of the versions is not written as `key: value` lines")]
    NoLines,
    /// One of the texts contains a key or an id twice.
    #[error("one of the versions has two entries of one name")]
    Twice,
    /// Both sides reordered the same list.
    #[error("both sides changed the order of the same list")]
    Reordered,
    /// The result would not have the decided content.
    #[error("the lines of both sides do not fit together")]
    Unproved,
}

/// Merges two texts that are based on a third one. All may begin with a byte-order mark; an empty base means no base.
/// The result and the conflicts do not depend on which side is called ours.
///
/// # Errors
/// Says why the texts cannot be merged by content.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<Merged, MergeError> {
    let whole = |text: &str| Ok(Merged { text: text.to_owned(), conflicts: Vec::new() });
    if ours == theirs || base == theirs {
        return whole(ours);
    }
    if base == ours {
        return whole(theirs);
    }
    by_meaning(base, ours, theirs)
}

/// Merges piece by piece, even if only one side has changed.
///
/// If either order is valid, such as for two additions at one position, the lesser text comes first.
fn by_meaning(base: &str, ours: &str, theirs: &str) -> Result<Merged, MergeError> {
    let is_turned = theirs < ours;
    let (ours, theirs) = if is_turned { (theirs, ours) } else { (ours, theirs) };
    let shape = MergeShape::from_versions(base, ours, theirs);
    let texts = [base, ours, theirs].map(|text| Arc::new(shape.plain(text)));
    let mut documents = Vec::with_capacity(texts.len());
    for text in &texts {
        let (document, problems) = Document::parse(Arc::clone(text));
        if !problems.is_empty() {
            return Err(MergeError::NoYaml);
        }
        documents.push(document);
    }
    let mut pieces = Vec::with_capacity(texts.len());
    for (text, document) in texts.iter().zip(&documents) {
        pieces.push(MergePiece::whole(text, document.root())?);
    }
    // Uses bundled time zone rules, so that a merge has the same result on every machine.
    let zone = |at: usize| documents[at].root().map_or(Zone::UTC, |root| zone_of(root, ZoneDatabase::BUNDLED));
    let zones = Zones::new([zone(0), zone(1), zone(2)]);
    let weave = |preferred| {
        let mut weaver = MergeWriter::new(shape.ending, zones.clone(), preferred, is_turned);
        let plan = weaver.whole(&pieces[0], &pieces[1], &pieces[2])?;
        match says(&shape.plain(&shape.finish(&weaver.proof)), &plan) {
            true => Ok(weaver),
            false => Err(MergeError::Unproved),
        }
    };
    let woven = weave(MergeSide::Ours)?;
    // The result must be valid whichever version of a conflict an operator chooses.
    if !woven.conflicts.is_empty() {
        weave(MergeSide::Theirs)?;
    }
    Ok(Merged { text: shape.finish(&woven.shown), conflicts: woven.conflicts })
}

/// Whether a text has exactly the decided content.
fn says(text: &str, plan: &Plan<'_>) -> bool {
    let (document, problems) = Document::parse(Arc::new(text.to_owned()));
    let root = document.root();
    problems.is_empty() && root.map_or_else(|| plan.is_empty(), |root| is_as_planned(root, plan))
}

fn is_as_planned(node: Node<'_>, plan: &Plan<'_>) -> bool {
    match (plan, node.kind()) {
        (Plan::Node(planned), _) => same::is_same(*planned, node),
        (Plan::Map(planned), NodeKind::Map(pairs)) => {
            let is_pair = |((key, value), (name, plan)): ((Node<'_>, Node<'_>), &(&str, Plan<'_>))| {
                matches!(key.kind(), NodeKind::Scalar(written, _) if written == *name) && is_as_planned(value, plan)
            };
            pairs.count() == planned.len() && pairs.zip(planned).all(is_pair)
        }
        (Plan::List(planned), NodeKind::List(items)) => {
            items.count() == planned.len() && items.zip(planned).all(|(item, plan)| is_as_planned(item, plan))
        }
        (Plan::Map(_) | Plan::List(_), NodeKind::Empty) => plan.is_empty(),
        (
            Plan::Map(_) | Plan::List(_),
            NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Scalar(..) | NodeKind::Invalid,
        ) => false,
    }
}
