//! Computes where an edit goes and which lines or characters it inserts there.
//!
//! New lines go below the last line of the node they follow. Comments indented deeper than a list's dashes belong to
//! the entry above them. Comments at the end of a mapping, at the column of its keys, belong to the mapping. A new
//! entry copies the style of its neighbour, and is separated by a blank line if its neighbours are.

use super::lines::{EditLine, Splice, with_comments_above, with_comments_below};
use super::verify::{find, is_hollow, named, nested, says, wrapped};
use super::write::{CollectionStyle, EntryStyle, Meaning, Quote, scalar};
use super::{BY_HAND, Edit, Refused, Route, RouteStep, Value, refusal};
use crate::diagnostic::Span;
use crate::watchlist::document::{Items, Node, NodeKind};
use std::ops::Range;

/// Computes the text change for an edit.
pub(super) fn splice(text: &str, root: Node<'_>, edit: &Edit) -> Result<Splice, Refused> {
    let scene = EditContext { text, root };
    match edit {
        Edit::Insert { list, before, entries } => scene.insert(&list.0, *before, entries),
        Edit::Set { mapping, key, value, below } => scene.set(&mapping.0, key, value, below),
        Edit::Remove { mapping, key } => scene.remove(&mapping.0, key),
    }
}

/// The node at the end of a route; `None` if it is not written.
pub(super) fn find_node<'d>(text: &'d str, root: Node<'d>, route: &Route) -> Option<Node<'d>> {
    match (EditContext { text, root }).reach(&route.0).ok()? {
        RouteReached::Whole(node) => Some(node),
        RouteReached::Hollow { .. } | RouteReached::Missing { .. } => None,
    }
}

/// How much of a route exists in the document.
enum RouteReached<'d> {
    /// The whole route exists.
    Whole(Node<'d>),
    /// The route ends at a key without a value.
    Hollow { mapping: Node<'d>, key: Node<'d>, value: Node<'d>, rest: usize },
    /// The route ends at a mapping that lacks the next key.
    Missing { mapping: Node<'d>, rest: usize },
}

/// The text and its root node.
pub(in crate::watchlist) struct EditContext<'s> {
    pub(in crate::watchlist) text: &'s str,
    pub(in crate::watchlist) root: Node<'s>,
}

impl<'s> EditContext<'s> {
    fn insert(&self, steps: &[RouteStep], before: usize, entries: &[Value]) -> Result<Splice, Refused> {
        match self.reach(steps)? {
            RouteReached::Whole(node) => match node.kind() {
                NodeKind::List(items) if node.is_flow() => self.insert_between_brackets(node, items, before, entries),
                NodeKind::List(items) => self.insert_lines(items, before, entries),
                _ => Err(self.refuse(node.span(), "expected a list here")),
            },
            reached => self.grow(reached, steps, |rest| nested(rest, entries)),
        }
    }

    /// Writes the part of a route that is missing, down to a new value.
    fn grow(
        &self,
        reached: RouteReached<'_>,
        steps: &[RouteStep],
        value: impl Fn(&[RouteStep]) -> Option<Value>,
    ) -> Result<Splice, Refused> {
        let grown = |at: Span, rest: &[RouteStep]| {
            value(rest).ok_or_else(|| self.refuse(at, "what the entry is about is not written in this file"))
        };
        let manner = self.manner_of_cousins(steps);
        match reached {
            RouteReached::Whole(node) => Err(self.refuse(node.span(), "this is written already")),
            RouteReached::Hollow { mapping, key, value, rest } => {
                self.fill(mapping, key, value, &grown(key.span(), &steps[rest + 1..])?, &manner)
            }
            RouteReached::Missing { mapping, rest } => {
                let RouteStep::Key(key) = &steps[rest] else { return Err(self.refuse(mapping.span(), "no such key")) };
                self.add_key(mapping, key, &grown(mapping.span(), &steps[rest + 1..])?, &[], &manner)
            }
        }
    }

    fn set(&self, steps: &[RouteStep], key: &str, value: &Value, below: &[&str]) -> Result<Splice, Refused> {
        let mapping = match self.reach(steps)? {
            RouteReached::Whole(mapping) => mapping,
            reached => {
                let pair = Value::Map(vec![(key.to_owned(), value.clone())]);
                return self.grow(reached, steps, |rest| wrapped(rest, pair.clone()));
            }
        };
        let NodeKind::Map(pairs) = mapping.kind() else {
            return Err(self.refuse(mapping.span(), "expected a mapping here"));
        };
        match find(pairs, key) {
            Some((name, old)) if matches!(old.kind(), NodeKind::Empty) => {
                let colon = self.colon(name)?;
                let written = EntryStyle::unknown().flow(value);
                Ok(Splice { range: colon..colon, text: format!(" {written}") })
            }
            Some((name, old)) => self.replace(mapping, name, old, value),
            None => self.add_key(mapping, key, value, below, &EntryStyle::from_sibling(self.text, mapping)),
        }
    }

    /// Replaces a value on one line with another one; a scalar keeps its quotes.
    fn replace(&self, mapping: Node<'_>, key: Node<'_>, old: Node<'_>, value: &Value) -> Result<Splice, Refused> {
        let span = old.span();
        let colon = self.colon(key)?;
        let layout = if mapping.is_flow() { CollectionStyle::Flow } else { CollectionStyle::Block };
        let manner = EntryStyle::from_sibling(self.text, mapping);
        let is_block_text = self.text[colon..span.start as usize].contains(['|', '>']);
        let written = match (old.kind(), value) {
            (NodeKind::Scalar(..), Value::Literal(new)) if !is_block_text => {
                scalar(new, Meaning::Literal, Quote::from_node(self.text, old), layout)
            }
            (NodeKind::Scalar(..), Value::Words(new)) if !is_block_text => {
                scalar(new, Meaning::Words, Quote::from_node(self.text, old), layout)
            }
            (NodeKind::Scalar(..), Value::List(_) | Value::Map(_)) if !is_block_text => manner.flow(value),
            (NodeKind::List(_) | NodeKind::Map(_), _) if old.is_flow() => {
                self.refuse_comments(old)?;
                manner.flow(value)
            }
            _ => return Err(self.refuse(span, "what stands here is not a value on one line")),
        };
        Ok(Splice { range: span.range(), text: written })
    }

    fn remove(&self, steps: &[RouteStep], key: &str) -> Result<Splice, Refused> {
        let gone = |at: Node<'_>| self.refuse(at.span(), &format!("there is no `{key}` to remove"));
        let RouteReached::Whole(mapping) = self.reach(steps)? else { return Err(gone(self.root)) };
        let NodeKind::Map(pairs) = mapping.kind() else { return Err(gone(mapping)) };
        let pairs: Vec<_> = pairs.collect();
        let at = pairs.iter().position(|(name, _)| says(*name, key)).ok_or_else(|| gone(mapping))?;
        let (name, value) = pairs[at];
        let next = pairs.get(at + 1).map(|(next, _)| next.span().start as usize);
        let start = name.span().start as usize;
        let range = if mapping.is_flow() {
            self.refuse_comments(mapping)?;
            match (at.checked_sub(1), next) {
                (Some(before), _) => pairs[before].1.span().end as usize..value.span().end as usize,
                (None, Some(next)) => start..next,
                (None, None) => start..value.span().end as usize,
            }
        } else {
            self.lines_of_key(start, value, next)?
        };
        Ok(Splice { range, text: String::new() })
    }

    /// The lines of a key in block style; of the first key of an entry, only what follows the dash.
    fn lines_of_key(&self, start: usize, value: Node<'_>, next: Option<usize>) -> Result<Range<usize>, Refused> {
        let first = EditLine::at(self.text, start);
        let end = (value.span().end as usize).max(start);
        if first.indent() != start - first.start {
            let next = next.ok_or_else(|| self.refuse(value.span(), "nothing else is written in this entry"))?;
            return if self.text[end..next].contains('#') {
                Err(self.refuse(Span::new(end, next), "a comment stands behind this value"))
            } else {
                Ok(start..next)
            };
        }
        let last = EditLine::at(self.text, self.text[..end].trim_end_matches(['\n', '\r']).len());
        let is_last_without_ending = last.next == last.end();
        match first.above(self.text).filter(|_| is_last_without_ending) {
            Some(above) => Ok(above.end()..last.next),
            None => Ok(first.start..last.next),
        }
    }

    /// Follows a route as far as it exists in the document.
    fn reach(&self, steps: &[RouteStep]) -> Result<RouteReached<'s>, Refused> {
        let mut at = self.root;
        for (nth, step) in steps.iter().enumerate() {
            match (step, at.kind()) {
                (RouteStep::Key(name), NodeKind::Map(pairs)) => match find(pairs, name) {
                    Some((key, value)) if is_hollow(value) => {
                        return Ok(RouteReached::Hollow { mapping: at, key, value, rest: nth });
                    }
                    Some((_, value)) => at = value,
                    None => return Ok(RouteReached::Missing { mapping: at, rest: nth }),
                },
                (RouteStep::Entry { key, name }, NodeKind::List(items)) => {
                    let mut found = items.filter(|item| named(*item, key, name));
                    let first = found
                        .next()
                        .ok_or_else(|| self.refuse(at.span(), &format!("no entry of this list has `{key}: {name}`")))?;
                    if let Some(second) = found.next() {
                        let message = format!("two entries of this list have `{key}: {name}`");
                        let problem = *self.refuse(first.span(), &message);
                        return Err(Box::new(problem.beside(second.span(), "the other one")));
                    }
                    at = first;
                }
                (RouteStep::Nth(index), NodeKind::List(mut items)) => {
                    at = items.nth(*index).ok_or_else(|| self.refuse(at.span(), "this list has fewer entries"))?;
                }
                (RouteStep::Nth(_), _) => return Err(self.refuse(at.span(), "expected a list here")),
                (RouteStep::Key(name), _) => {
                    return Err(self.refuse(at.span(), &format!("`{name}` cannot be written here: expected a mapping")));
                }
                (RouteStep::Entry { name, .. }, _) => {
                    return Err(self.refuse(at.span(), &format!("`{name}` cannot be written here: expected a list")));
                }
            }
        }
        Ok(RouteReached::Whole(at))
    }

    /// Inserts entries into a block list (`- ` lines).
    fn insert_lines(&self, items: Items<'_>, before: usize, entries: &[Value]) -> Result<Splice, Refused> {
        let items: Vec<_> = items.collect();
        let at = before.min(items.len());
        let neighbour = items[at.saturating_sub(1)];
        let dash = self.dash(neighbour)?;
        let is_on_line = EditLine::at(self.text, dash) == EditLine::at(self.text, neighbour.span().start as usize);
        let start = neighbour.span().start as usize;
        let gap = if is_on_line && start > dash + 1 { start - dash - 1 } else { 1 };
        let column = self.column(dash)?;
        let manner = EntryStyle::from_sibling(self.text, neighbour);
        let is_set_apart = items.len() > 1 && {
            let pair = at.clamp(1, items.len() - 1);
            let first = with_comments_above(self.text, EditLine::at(self.text, self.dash(items[pair])?), 0);
            first.above(self.text).is_some_and(EditLine::is_blank)
        };
        let blank = || is_set_apart.then(String::new);
        let mut lines: Vec<_> =
            entries.iter().flat_map(|entry| blank().into_iter().chain(manner.entry(entry, column, gap))).collect();
        if at == 0 {
            lines.rotate_left(usize::from(is_set_apart));
            return self.above_first(&items, dash, column, &lines);
        }
        Ok(Splice::below(self.text, self.last_line(neighbour, column + 1), &lines))
    }

    /// Inserts lines above the first entry of a list. A comment above only that entry is the heading of the list. If
    /// other entries have comments above them too, it belongs to the entry.
    fn above_first(&self, items: &[Node<'_>], dash: usize, column: usize, lines: &[String]) -> Result<Splice, Refused> {
        let line = EditLine::at(self.text, dash);
        if line.indent() != column {
            return Err(self.refuse(Span::new(dash, dash + 1), "two lists begin on this line"));
        }
        let mut has_own_comments = false;
        for item in &items[1..] {
            let line = EditLine::at(self.text, self.dash(*item)?);
            has_own_comments |= with_comments_above(self.text, line, column) != line;
        }
        let line = if has_own_comments { with_comments_above(self.text, line, column) } else { line };
        Ok(Splice::above(self.text, line, lines))
    }

    /// Inserts entries into a flow list (`[…]`).
    fn insert_between_brackets(
        &self,
        list: Node<'_>,
        items: Items<'_>,
        before: usize,
        entries: &[Value],
    ) -> Result<Splice, Refused> {
        self.refuse_comments(list)?;
        let items: Vec<_> = items.collect();
        let at = before.min(items.len());
        let neighbour = items[at.saturating_sub(1)];
        let manner = EntryStyle::from_sibling(self.text, neighbour);
        let span = neighbour.span();
        let line = EditLine::at(self.text, span.start as usize);
        let begins_line = self.text[line.start..span.start as usize].trim().is_empty();
        let separator = if begins_line {
            format!("{}{}", super::lines::ending_beside(self.text, line), " ".repeat(line.indent()))
        } else {
            " ".to_owned()
        };
        let written = entries.iter().map(|entry| manner.flow(entry));
        Ok(if at == 0 {
            let text = written.map(|entry| format!("{entry},{separator}")).collect();
            Splice { range: empty(span.start), text }
        } else {
            let text = written.map(|entry| format!(",{separator}{entry}")).collect();
            Splice { range: empty(span.end), text }
        })
    }

    /// Writes a value for a key that has none.
    fn fill(
        &self,
        mapping: Node<'_>,
        key: Node<'_>,
        value: Node<'_>,
        grown: &Value,
        manner: &EntryStyle,
    ) -> Result<Splice, Refused> {
        let colon = self.colon(key)?;
        let span = value.span();
        if value.is_flow() {
            self.refuse_comments(value)?;
        }
        let is_empty = matches!(value.kind(), NodeKind::Empty);
        let line = EditLine::at(self.text, colon);
        let is_on_line =
            is_empty || (line.start..line.end()).contains(&(span.start as usize)) && span.end as usize <= line.end();
        if mapping.is_flow() || !is_on_line {
            let written = manner.flow(grown);
            return Ok(if is_empty {
                Splice { range: colon..colon, text: format!(" {written}") }
            } else {
                Splice { range: span.range(), text: written }
            });
        }
        let column = self.column(key.span().start as usize)?;
        let lines = self.block(grown, column, manner);
        if is_empty {
            return Ok(Splice::below(self.text, with_comments_below(self.text, line, column + 1), &lines));
        }
        // Remove the brackets, keep a comment after them, and add the lines below.
        let comment = self.text[span.end as usize..line.end()].trim_end();
        let mut below = Splice::below(self.text, line, &lines);
        let ending = line.ending(self.text);
        below.text = format!("{comment}{ending}{}", below.text);
        below.range.start = colon;
        Ok(below)
    }

    /// Adds a key with its value, at the end of a mapping or below the last of the given keys.
    fn add_key(
        &self,
        mapping: Node<'_>,
        key: &str,
        value: &Value,
        below: &[&str],
        manner: &EntryStyle,
    ) -> Result<Splice, Refused> {
        let NodeKind::Map(pairs) = mapping.kind() else {
            return Err(self.refuse(mapping.span(), "expected a mapping here"));
        };
        let above = pairs.filter(|(key, _)| below.iter().any(|name| says(*key, name))).last();
        if mapping.is_flow() {
            self.refuse_comments(mapping)?;
            let written = EntryStyle::from_sibling(self.text, mapping).pair(key, value, CollectionStyle::Flow);
            return Ok(match above.or_else(|| pairs.last()) {
                Some((_, last)) => Splice { range: empty(last.span().end), text: format!(", {written}") },
                None => Splice { range: mapping.span().range(), text: format!("{{ {written} }}") },
            });
        }
        let column = self.column(mapping.span().start as usize)?;
        let lines = self.key_lines(key, value, column, manner);
        let line = match above {
            Some((_, value)) => self.last_line(value, column + 1),
            None => self.last_line(mapping, column),
        };
        Ok(Splice::below(self.text, line, &lines))
    }

    /// Formats a key and its value as lines: one if the value fits on one.
    fn key_lines(&self, key: &str, value: &Value, column: usize, manner: &EntryStyle) -> Vec<String> {
        let indent = " ".repeat(column);
        if value.is_plain() {
            return vec![format!("{indent}{}", manner.pair(key, value, CollectionStyle::Block))];
        }
        let mut lines = vec![format!("{indent}{key}:")];
        lines.extend(self.block(value, column, manner));
        lines
    }

    /// Formats the value of a key at a given column, as lines.
    fn block(&self, value: &Value, column: usize, manner: &EntryStyle) -> Vec<String> {
        match value {
            Value::Map(pairs) => {
                pairs.iter().flat_map(|(key, value)| self.key_lines(key, value, column + 2, manner)).collect()
            }
            Value::List(items) => {
                let dash = column + self.dash_step();
                let manner = manner.for_entries(items, dash);
                items.iter().flat_map(|item| manner.entry(item, dash, 1)).collect()
            }
            Value::Literal(_) | Value::Words(_) => vec![format!("{}{}", " ".repeat(column + 2), manner.flow(value))],
        }
    }

    pub(super) fn refuse(&self, span: Span, message: &str) -> Refused {
        refusal(span, crate::text::sanitise(message), BY_HAND)
    }
}

fn empty(at: u32) -> Range<usize> {
    at as usize..at as usize
}
