//! Two operators' changes to one watchlist, merged by what is written in it.
//!
//! A text is cut into pieces: an entry or a key with its value, and the comments above it. Pieces of the common ancestor
//! and of the two sides are paired (entries of a list by their id or by what they say, keys by name), and each pair is
//! decided by itself, in the very lines of one of the sides. The result is then proved, as edits are: read again, it must
//! say just what was decided. What is not understood is not merged here, and whoever asked is told why.
//! Knows nodes and lines, not whether a watchlist holds together; reads and writes no file.

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
use weave::{Plan, Weaver};
use zones::Zones;

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole new text. Where there are conflicts, both ways of each stand in it, between marks.
    pub text: String,
    /// What was changed in two ways.
    pub conflicts: Vec<Conflict>,
}

/// An entry that the two sides changed in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The way to it: `checklists/phase-two/items/withdrawal/due`. Not yet safe to show.
    pub of: String,
    /// What happened to it.
    pub how: How,
}

/// What the two sides did to the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Both changed it, and not alike.
    BothChanged,
    /// Both added it, and not alike.
    BothAdded,
    /// Ours removed it, theirs changed it.
    OursRemoved,
    /// Theirs removed it, ours changed it.
    TheirsRemoved,
    /// Both changed the comment above it.
    Comment,
    /// One changed the file's zone, the other added or changed a time that is read in it.
    Zone,
}

/// One of the two versions that are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MergeSide {
    Ours,
    Theirs,
}

impl How {
    /// In words, after the name of what it happened to.
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

    /// As the other side sees it.
    fn turned(self) -> Self {
        match self {
            Self::OursRemoved => Self::TheirsRemoved,
            Self::TheirsRemoved => Self::OursRemoved,
            Self::BothChanged | Self::BothAdded | Self::Comment | Self::Zone => self,
        }
    }
}

/// Why texts cannot be merged by what they say: lines are all that is left to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// One of the three is no YAML that a watchlist may hold.
    #[error("one of the versions is not plainly YAML")]
    NoYaml,
    /// One of the three is no mapping in lines.
    #[error("one of the versions is not written as `key: value` lines")]
    NoLines,
    /// A key or an id stands twice in one of them.
    #[error("one of the versions has two entries of one name")]
    Twice,
    /// The same list was put into two new orders.
    #[error("both sides changed the order of the same list")]
    Reordered,
    /// The result would not say what was meant.
    #[error("the lines of both sides do not fit together")]
    Unproved,
}

/// Merges two texts that come from a third one. All may begin with a byte-order mark; an empty base is none. The result, or
/// the conflicts, are the same whichever side is called ours.
///
/// # Errors
/// Says why the texts cannot be merged by what they say.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<Merged, NotUnderstood> {
    let whole = |text: &str| Ok(Merged { text: text.to_owned(), conflicts: Vec::new() });
    if ours == theirs || base == theirs {
        return whole(ours);
    }
    if base == ours {
        return whole(theirs);
    }
    by_meaning(base, ours, theirs)
}

/// Merges piece by piece also where only one side has changed.
///
/// Where it does not matter which side comes first, such as two additions at one place, the lesser text does.
fn by_meaning(base: &str, ours: &str, theirs: &str) -> Result<Merged, NotUnderstood> {
    let is_turned = theirs < ours;
    let (ours, theirs) = if is_turned { (theirs, ours) } else { (ours, theirs) };
    let shape = MergeShape::of(base, ours, theirs);
    let texts = [base, ours, theirs].map(|text| Arc::new(shape.plain(text)));
    let mut documents = Vec::with_capacity(texts.len());
    for text in &texts {
        let (document, problems) = Document::parse(Arc::clone(text));
        if !problems.is_empty() {
            return Err(NotUnderstood::NoYaml);
        }
        documents.push(document);
    }
    let mut pieces = Vec::with_capacity(texts.len());
    for (text, document) in texts.iter().zip(&documents) {
        pieces.push(MergePiece::whole(text, document.root())?);
    }
    // By fixed rules: a merge comes out alike on every machine.
    let zone = |at: usize| documents[at].root().map_or(Zone::UTC, |root| zone_of(root, ZoneDatabase::BUNDLED));
    let zones = Zones::new([zone(0), zone(1), zone(2)]);
    let weave = |preferred| {
        let mut weaver = Weaver::new(shape.ending, zones.clone(), preferred, is_turned);
        let plan = weaver.whole(&pieces[0], &pieces[1], &pieces[2])?;
        match says(&shape.plain(&shape.finish(&weaver.proof)), &plan) {
            true => Ok(weaver),
            false => Err(NotUnderstood::Unproved),
        }
    };
    let woven = weave(MergeSide::Ours)?;
    // Whichever way an operator decides the conflicts, it is proved.
    if !woven.conflicts.is_empty() {
        weave(MergeSide::Theirs)?;
    }
    Ok(Merged { text: shape.finish(&woven.shown), conflicts: woven.conflicts })
}

/// Whether a text says just what was decided.
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
            NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Scalar(..) | NodeKind::Torn,
        ) => false,
    }
}
