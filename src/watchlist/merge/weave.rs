//! Builds the result piece by piece: decides whose lines to use, and where to show both sides.

use super::cut::{Inner, MergePiece, PieceLayout};
use super::pair::{KnownBy, Slot, name, pair, time};
use super::same::{is_same, text};
use super::zones::Zones;
use super::{Conflict, How, MergeError, MergeSide, order};
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::verify::is_hollow;
use crate::watchlist::time::{TimePoint, day_start, parse_date};
use crate::watchlist::zone::Zone;
use chrono::{DateTime, Utc};

/// The required content of the result.
#[derive(Debug)]
pub(super) enum Plan<'t> {
    /// Exactly the node of one version.
    Node(Node<'t>),
    /// A mapping: keys and values, in order.
    Map(Vec<(&'t str, Plan<'t>)>),
    List(Vec<Plan<'t>>),
}

impl Plan<'_> {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Node(_) => false,
            Self::Map(pairs) => pairs.is_empty(),
            Self::List(items) => items.is_empty(),
        }
    }
}

pub(super) struct MergeWriter {
    /// The text with both versions of each conflict.
    pub shown: String,
    /// The text with the preferred version of each conflict.
    pub proof: String,
    pub conflicts: Vec<Conflict>,
    preferred: MergeSide,
    /// Whether ours and theirs are swapped relative to the operator's view.
    is_turned: bool,
    ending: &'static str,
    zones: Zones,
    /// The path of the piece that is being decided.
    path: Vec<String>,
}

/// The versions of one piece; `None` for a version that lacks it.
struct ThreeVersions<'p, 't> {
    base: Option<&'p MergePiece<'t>>,
    ours: Option<&'p MergePiece<'t>>,
    theirs: Option<&'p MergePiece<'t>>,
}

impl MergeWriter {
    pub(super) fn new(ending: &'static str, zones: Zones, preferred: MergeSide, is_turned: bool) -> Self {
        let (shown, proof, conflicts, path) = (String::new(), String::new(), Vec::new(), Vec::new());
        Self { shown, proof, conflicts, preferred, is_turned, ending, zones, path }
    }

    /// Merges three whole texts.
    pub(super) fn whole<'t>(
        &mut self,
        base: &MergePiece<'t>,
        ours: &MergePiece<'t>,
        theirs: &MergePiece<'t>,
    ) -> Result<Plan<'t>, MergeError> {
        let (Some(base), Some(ours), Some(theirs)) = (&base.inner, &ours.inner, &theirs.inner) else {
            return Err(MergeError::NoLines);
        };
        self.inner(None, Some(base), ours, theirs)
    }

    /// Merges the content of lists or mappings.
    fn inner<'t>(
        &mut self,
        list: Option<&str>,
        base: Option<&Inner<'t>>,
        ours: &Inner<'t>,
        theirs: &Inner<'t>,
    ) -> Result<Plan<'t>, MergeError> {
        let old = base.map_or(&[][..], |base| &base.pieces[..]);
        let (slots, known_by) = pair(list, [old, &ours.pieces, &theirs.pieces])?;
        let versions = |slot: &Slot| ThreeVersions {
            base: slot.base.map(|at| &old[at]),
            ours: slot.ours.map(|at| &ours.pieces[at]),
            theirs: slot.theirs.map(|at| &theirs.pieces[at]),
        };
        let is_kept: Vec<_> = slots.iter().map(|slot| !versions(slot).is_removed()).collect();
        let zones = &self.zones;
        let time_of = |slot: usize| {
            let versions = versions(&slots[slot]);
            let side = if versions.ours.is_some() { MergeSide::Ours } else { MergeSide::Theirs };
            moment(versions.ours.or(versions.theirs)?.node?, zones.of(side))
        };
        let order = order::order(&slots, &is_kept, time_of)?;
        // A comment above only the first entry is the heading of the whole list.
        let all = [old, &ours.pieces, &theirs.pieces];
        let has_own_leads = all.iter().any(|pieces| pieces.iter().skip(1).any(|piece| has_comment(piece.lead)));
        let layout = ours.layout;
        if layout == PieceLayout::Lines && !has_own_leads {
            let heading = |pieces: &[MergePiece<'t>]| pieces.first().map_or("", |first| first.lead);
            self.trivia(base.map_or("", |base| heading(&base.pieces)), heading(&ours.pieces), heading(&theirs.pieces));
        }
        // If entries are separated by blank lines, the first one has none above it, wherever it moves.
        let apart = [&ours.pieces, &theirs.pieces, old].iter().find_map(|pieces| pieces.get(1));
        let comma = apart.map_or(", ", |piece| piece.lead);
        let apart = apart.map_or("", |piece| blank_lines(piece.lead));
        let lead = |piece: Option<&MergePiece<'t>>, at: Option<usize>, place: usize| {
            let lead = piece.filter(|_| has_own_leads || at != Some(0)).map_or("", |piece| piece.lead);
            match at {
                Some(0) if place > 0 && blank_lines(lead).is_empty() => format!("{apart}{lead}"),
                Some(1..) if place == 0 => lead[blank_lines(lead).len()..].to_owned(),
                Some(_) | None => lead.to_owned(),
            }
        };
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        for (place, slot) in order.into_iter().enumerate() {
            let slot = slots[slot];
            let versions = versions(&slot);
            let Some(piece) = versions.ours.or(versions.theirs) else { continue };
            self.path.push(name(list, piece).unwrap_or_else(|| described(piece)));
            let leads = match layout {
                PieceLayout::Lines => [
                    lead(versions.base, slot.base, place),
                    lead(versions.ours, slot.ours, place),
                    lead(versions.theirs, slot.theirs, place),
                ],
                PieceLayout::Brackets if place == 0 => Default::default(),
                PieceLayout::Brackets => {
                    let comma = if piece.lead.is_empty() { comma } else { piece.lead };
                    [comma, comma, comma].map(ToOwned::to_owned)
                }
            };
            if let Some(plan) = self.piece(&versions, leads.each_ref().map(String::as_str), known_by)? {
                match piece.key {
                    Some(key) => pairs.push((key, plan)),
                    None => items.push(plan),
                }
            }
            self.path.pop();
        }
        self.trivia(base.map_or("", |base| base.closing), ours.closing, theirs.closing);
        Ok(if ours.is_list { Plan::List(items) } else { Plan::Map(pairs) })
    }

    /// Decides one piece and returns its new content, if it still exists.
    fn piece<'t>(
        &mut self,
        versions: &ThreeVersions<'_, 't>,
        [base_lead, our_lead, their_lead]: [&str; 3],
        known_by: KnownBy,
    ) -> Result<Option<Plan<'t>>, MergeError> {
        let (ours, theirs) = match (versions.ours, versions.theirs) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (Some(piece), None) | (None, Some(piece)) => {
                let (side, lead) =
                    if versions.ours.is_some() { (MergeSide::Ours, our_lead) } else { (MergeSide::Theirs, their_lead) };
                let how = match (versions.base, side) {
                    (None, _) if self.zones.shift(side, None, piece) => How::Zone,
                    (None, _) => {
                        self.agree(lead);
                        self.agree(piece.text);
                        return Ok(planned(piece));
                    }
                    (Some(_), MergeSide::Ours) => How::TheirsRemoved,
                    (Some(_), MergeSide::Theirs) => How::OursRemoved,
                };
                let whole = format!("{lead}{}", piece.text);
                let (ours, theirs) = if side == MergeSide::Ours { (&whole[..], "") } else { ("", &whole[..]) };
                self.conflict(how, ours, theirs);
                return Ok(self.preferred(versions));
            }
            (None, None) => return Ok(None),
        };
        self.trivia(base_lead, our_lead, their_lead);
        let base = versions.base;
        if ours.text == theirs.text {
            self.agree(ours.text);
            return Ok(planned(ours));
        }
        let changed_by = base.and_then(|base| match () {
            () if base.text == theirs.text => Some((MergeSide::Ours, ours)),
            () if base.text == ours.text => Some((MergeSide::Theirs, theirs)),
            () => None,
        });
        let is_shifted = |side, piece| self.zones.shift(side, base, piece);
        if let Some((_, chosen)) = changed_by.filter(|(side, chosen)| !is_shifted(*side, chosen)) {
            self.agree(chosen.text);
            return Ok(planned(chosen));
        }
        if let (KnownBy::Name, Some(our_inner), Some(their_inner)) = (known_by, &ours.inner, &theirs.inner) {
            let base_inner = base.and_then(|base| base.inner.as_ref());
            let is_alike = |one: &Inner<'_>| one.is_list == our_inner.is_list && one.layout == our_inner.layout;
            let is_hollow = base.is_none_or(|base| base.node.is_none_or(is_hollow));
            let base_inner = base_inner.filter(|base| is_alike(base) || !is_hollow);
            let is_alike = is_alike(their_inner) && base_inner.map_or(is_hollow, is_alike);
            let head = decided(base_inner.map_or("", |base| base.head), our_inner.head, their_inner.head);
            if let (true, Some(head)) = (is_alike, head) {
                let begun = (self.shown.len(), self.proof.len(), self.conflicts.len());
                self.agree(head);
                let plan = self.inner(ours.key, base_inner, our_inner, their_inner)?;
                if our_inner.layout == PieceLayout::Lines || self.conflicts.len() == begun.2 {
                    return Ok(Some(plan));
                }
                // A single line cannot contain both versions of a conflict, so the conflict goes around it.
                self.shown.truncate(begun.0);
                self.proof.truncate(begun.1);
                let inside = self.conflicts.split_off(begun.2);
                self.conflict(How::BothChanged, ours.text, theirs.text);
                self.conflicts.splice(begun.2.., inside);
                return Ok(self.preferred(versions));
            }
        }
        let how = match (changed_by, base) {
            (Some(_), _) => How::Zone,
            (None, Some(_)) => How::BothChanged,
            (None, None) => How::BothAdded,
        };
        let is_left = |side| base.is_some_and(|base| is_respelled(base, side));
        let chosen = match () {
            () if changed_by.is_some() => None,
            // Uses the shorter of two spellings, so that the result does not depend on which side is ours.
            () if is_respelled(ours, theirs) && theirs.text.len() < ours.text.len() => {
                Some((MergeSide::Theirs, theirs))
            }
            () if is_respelled(ours, theirs) || is_left(theirs) => Some((MergeSide::Ours, ours)),
            () if is_left(ours) => Some((MergeSide::Theirs, theirs)),
            () => later_look(ours, theirs, &self.zones),
        };
        if let Some((_, chosen)) = chosen.filter(|(side, chosen)| !is_shifted(*side, chosen)) {
            self.agree(chosen.text);
            return Ok(planned(chosen));
        }
        self.conflict(how, ours.text, theirs.text);
        Ok(self.preferred(versions))
    }

    /// Merges comments and blank lines.
    fn trivia(&mut self, base: &str, ours: &str, theirs: &str) {
        if let Some(lines) = decided(base, ours, theirs) {
            return self.agree(lines);
        }
        let holds = |all: &str, some: &str| comments(some).all(|line| comments(all).any(|known| known == line));
        // It is safe to keep comments that only one side has added.
        let is_same = |one: &str, other: &str| comments(one).eq(comments(other));
        if is_same(base, theirs) || is_same(ours, theirs) {
            self.agree(ours);
        } else if is_same(base, ours) {
            self.agree(theirs);
        } else if holds(ours, theirs) && holds(theirs, base) {
            self.agree(ours);
        } else if holds(theirs, ours) && holds(ours, base) {
            self.agree(theirs);
        } else {
            self.conflict(How::Comment, ours, theirs);
        }
    }

    fn agree(&mut self, lines: &str) {
        self.shown.push_str(lines);
        self.proof.push_str(lines);
    }

    fn conflict(&mut self, how: How, ours: &str, theirs: &str) {
        self.proof.push_str(if self.preferred == MergeSide::Ours { ours } else { theirs });
        let (how, ours, theirs) = if self.is_turned { (how.turned(), theirs, ours) } else { (how, ours, theirs) };
        let end = self.ending;
        self.shown.push_str(&format!("<<<<<<< ours{end}{ours}======={end}{theirs}>>>>>>> theirs{end}"));
        let of = if self.path.is_empty() { "the file".to_owned() } else { self.path.join("/") };
        self.conflicts.push(Conflict { of, how });
    }

    /// The content of the preferred version of a conflict.
    fn preferred<'t>(&self, versions: &ThreeVersions<'_, 't>) -> Option<Plan<'t>> {
        let piece = if self.preferred == MergeSide::Ours { versions.ours } else { versions.theirs };
        planned(piece?)
    }
}

impl ThreeVersions<'_, '_> {
    /// Whether it is removed without a conflict.
    fn is_removed(&self) -> bool {
        match (self.base, self.ours, self.theirs) {
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                let mut kept = comments(left.lead).filter(|line| line.starts_with('#'));
                is_unchanged(base, left) && kept.all(|line| comments(base.lead).any(|old| old == line))
            }
            (Some(_), None, None) => true,
            (Some(_), Some(_), Some(_)) | (None, _, _) => false,
        }
    }
}

fn planned<'t>(piece: &MergePiece<'t>) -> Option<Plan<'t>> {
    piece.node.map(Plan::Node)
}

/// The lines to use if at most one side has changed them.
fn decided<'t>(base: &str, ours: &'t str, theirs: &'t str) -> Option<&'t str> {
    match (ours == theirs, ours == base, theirs == base) {
        (true, _, _) | (false, false, true) => Some(ours),
        (false, true, _) => Some(theirs),
        (false, false, false) => None,
    }
}

/// Whether a side has left a piece unchanged, or changed only its spelling.
fn is_unchanged(base: &MergePiece<'_>, side: &MergePiece<'_>) -> bool {
    base.text == side.text || is_respelled(base, side)
}

/// Whether two pieces have the same content, and neither has comments that could be lost.
fn is_respelled(one: &MergePiece<'_>, other: &MergePiece<'_>) -> bool {
    let is_plain = |piece: &MergePiece<'_>| !piece.text.contains('#');
    let is_same = |one: Option<Node<'_>>, other: Option<Node<'_>>| match (one, other) {
        (Some(one), Some(other)) => is_same(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    is_plain(one) && is_plain(other) && is_same(one.node, other.node)
}

/// Of two `checked` times, the later one: it also covers what the other side did.
fn later_look<'p, 't>(
    ours: &'p MergePiece<'t>,
    theirs: &'p MergePiece<'t>,
    zones: &Zones,
) -> Option<(MergeSide, &'p MergePiece<'t>)> {
    let time = |side, piece: &MergePiece<'_>| {
        let is_look = piece.key == Some("checked") && !piece.text.contains('#');
        let NodeKind::Scalar(text, _) = piece.node.filter(|_| is_look)?.kind() else { return None };
        Some(TimePoint::parse(text, zones.of(side)).ok()?.start)
    };
    let is_ours = time(MergeSide::Ours, ours)? >= time(MergeSide::Theirs, theirs)?;
    Some(if is_ours { (MergeSide::Ours, ours) } else { (MergeSide::Theirs, theirs) })
}

/// The leading blank lines.
fn blank_lines(lines: &str) -> &str {
    let end = lines.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    &lines[..end]
}

fn has_comment(lead: &str) -> bool {
    comments(lead).next().is_some()
}

/// The comments in some lines, without their indentation.
fn comments(lines: &str) -> impl Iterator<Item = &str> {
    lines.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Describes an entry without an id: its time and source, or its words.
fn described(piece: &MergePiece<'_>) -> String {
    let Some(node) = piece.node else { return String::new() };
    let by = ["source", "speaker", "observer"].iter().find_map(|key| text(node, key));
    match (time(node), by) {
        (Some(time), Some(by)) => format!("{time} {by}"),
        (Some(time), None) => time.to_owned(),
        (None, Some(by)) => by.to_owned(),
        (None, None) => piece.text.lines().next().unwrap_or_default().trim().trim_start_matches("- ").to_owned(),
    }
}

/// The time from which an entry counts.
fn moment(node: Node<'_>, zone: &Zone) -> Option<DateTime<Utc>> {
    match text(node, "date") {
        Some(date) => parse_date(date).map(|date| day_start(date, zone)),
        None => TimePoint::parse(time(node)?, zone).ok().map(|at| at.start),
    }
}
