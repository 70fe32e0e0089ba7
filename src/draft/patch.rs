//! The exact lines in which two texts differ: shown before they are written, and stored for undo and redo.
//!
//! A patch finds its lines again if other parts of the text have changed since. If its own lines have changed, it
//! refuses.

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

/// Number of unchanged lines shown on each side.
const CONTEXT: usize = 3;

/// The difference between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Its hunks, from top to bottom.
    pub hunks: Vec<Hunk>,
}

/// Changed lines, with a few unchanged lines around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The number of its first line in the old text, counted from one.
    pub line: usize,
    /// Its lines, with their line endings.
    pub lines: Vec<DiffLine>,
}

/// One line of a diff, with its line ending. Not safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    Kept(String),
    Removed(String),
    Added(String),
}

impl DiffLine {
    /// The diff sign, and the line without its ending. Not safe to print.
    pub fn parts(&self) -> (char, &str) {
        let (sign, line) = match self {
            Self::Kept(line) => (' ', line),
            Self::Removed(line) => ('-', line),
            Self::Added(line) => ('+', line),
        };
        (sign, line.trim_end_matches(['\n', '\r']))
    }
}

impl Patch {
    /// The patch that turns `old` into `new`.
    pub fn between(old: &str, new: &str) -> Self {
        let (a, b) = (lines(old), lines(new));
        let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        let (middle, other) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
        let ops: Vec<_> = capture_diff_slices(Algorithm::Myers, middle, other)
            .into_iter()
            .filter(|op| !matches!(op, DiffOp::Equal { .. }))
            .collect();
        let mut hunks: Vec<(usize, Hunk)> = Vec::new();
        for op in ops {
            let start = head + op.old_range().start;
            let end = head + op.old_range().end;
            let changes = op.iter_changes(middle, other).map(|change| match change.tag() {
                ChangeTag::Equal => DiffLine::Kept(change.value().to_owned()),
                ChangeTag::Delete => DiffLine::Removed(change.value().to_owned()),
                ChangeTag::Insert => DiffLine::Added(change.value().to_owned()),
            });
            let kept = |range: std::ops::Range<usize>| a[range].iter().map(|line| DiffLine::Kept((*line).to_owned()));
            match hunks.last_mut() {
                Some((reach, hunk)) if start <= *reach + 2 * CONTEXT => {
                    hunk.lines.extend(kept(*reach..start));
                    hunk.lines.extend(changes);
                    *reach = end;
                }
                _ => {
                    if let Some((reach, hunk)) = hunks.last_mut() {
                        hunk.lines.extend(kept(*reach..(*reach + CONTEXT).min(a.len())));
                    }
                    let first = start.saturating_sub(CONTEXT);
                    hunks.push((end, Hunk { line: first + 1, lines: kept(first..start).chain(changes).collect() }));
                }
            }
        }
        if let Some((reach, hunk)) = hunks.last_mut() {
            let behind = a[*reach..(*reach + CONTEXT).min(a.len())].iter();
            hunk.lines.extend(behind.map(|line| DiffLine::Kept((*line).to_owned())));
        }
        Self { hunks: hunks.into_iter().map(|(_, hunk)| hunk).collect() }
    }

    /// The removed and added lines, without the context.
    pub fn changed(&self) -> impl Iterator<Item = &DiffLine> {
        self.hunks.iter().flat_map(|hunk| &hunk.lines).filter(|line| match line {
            DiffLine::Kept(_) => false,
            DiffLine::Removed(_) | DiffLine::Added(_) => true,
        })
    }

    /// The patch that turns the new text back into the old one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut grown = 0isize;
        let hunks = self.hunks.iter().map(|hunk| {
            let line = hunk.line.checked_add_signed(grown).unwrap_or(hunk.line);
            let lines = hunk.lines.iter().map(|line| match line {
                DiffLine::Kept(line) => DiffLine::Kept(line.clone()),
                DiffLine::Removed(line) => DiffLine::Added(line.clone()),
                DiffLine::Added(line) => DiffLine::Removed(line.clone()),
            });
            let count = |wanted: fn(&DiffLine) -> bool| hunk.lines.iter().filter(|line| wanted(line)).count();
            let (added, removed) =
                (count(|line| matches!(line, DiffLine::Added(_))), count(|line| matches!(line, DiffLine::Removed(_))));
            grown += added.cast_signed() - removed.cast_signed();
            // A hunk with only removed lines at its start would otherwise begin after the lines added in their place.
            Hunk { line, lines: removals_first(lines.collect()) }
        });
        Self { hunks: hunks.collect() }
    }

    /// Applies the patch to a text. `None` if its lines are not found, or are found twice.
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut new = text.to_owned();
        let mut grown = 0isize;
        for hunk in &self.hunks {
            let at = hunk.line.saturating_sub(1).checked_add_signed(grown).unwrap_or(0);
            let (place, old, replacement) = hunk.find(&new, at)?;
            grown += lines(&replacement).len().cast_signed() - lines(&old).len().cast_signed();
            new.replace_range(place..place + old.len(), &replacement);
        }
        Some(new)
    }
}

impl Hunk {
    /// Where its lines are, what they are, and what replaces them. Looks for all lines at their original place first,
    /// then with less and less context at the only place that matches.
    fn find(&self, text: &str, line: usize) -> Option<(usize, String, String)> {
        let (old, new) = self.sides(CONTEXT);
        let expected =
            nth_line(text, line).filter(|at| text[*at..].starts_with(&old) && is_whole(text, at + old.len()));
        if let Some(at) = expected.filter(|_| !old.is_empty() || text.is_empty()) {
            return Some((at, old, new));
        }
        for context in [CONTEXT, 1, 0] {
            let (old, new) = self.sides(context);
            if old.trim().is_empty() {
                break;
            }
            let is_line =
                |at: &usize| (*at == 0 || text[..*at].ends_with(['\n', '\r'])) && is_whole(text, at + old.len());
            let mut places = text.match_indices(&old).map(|(at, _)| at).filter(is_line);
            match (places.next(), places.next()) {
                (Some(at), None) => return Some((at, old, new)),
                (Some(_), Some(_)) => return None,
                (None, _) => {}
            }
        }
        None
    }

    /// The old and the new lines, with at most this many unchanged lines at each end.
    fn sides(&self, context: usize) -> (String, String) {
        let is_kept = |line: &&DiffLine| matches!(line, DiffLine::Kept(_));
        let before = self.lines.iter().take_while(is_kept).count();
        let behind = self.lines.iter().rev().take_while(is_kept).count();
        let from = before.saturating_sub(context);
        let until = self.lines.len() - behind.saturating_sub(context);
        let (mut old, mut new) = (String::new(), String::new());
        for line in &self.lines[from..until.max(from)] {
            match line {
                DiffLine::Kept(line) => {
                    old.push_str(line);
                    new.push_str(line);
                }
                DiffLine::Removed(line) => old.push_str(line),
                DiffLine::Added(line) => new.push_str(line),
            }
        }
        (old, new)
    }
}

/// In each run of changes, moves removed lines before added ones.
fn removals_first(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut added = Vec::new();
    for line in lines {
        match line {
            DiffLine::Added(_) => added.push(line),
            DiffLine::Removed(_) => ordered.push(line),
            DiffLine::Kept(_) => {
                ordered.append(&mut added);
                ordered.push(line);
            }
        }
    }
    ordered.append(&mut added);
    ordered
}

/// The lines of a text, with their line endings.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The byte offset of a line, counted from zero.
fn nth_line(text: &str, nth: usize) -> Option<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).nth(nth)
}

/// Whether a line ends at a byte offset.
fn is_whole(text: &str, at: usize) -> bool {
    at == text.len() || text[..at].ends_with('\n')
}
