//! Computes where an edit goes and which lines or characters it inserts there.
//!
//! New lines go below the last line of the node they follow. Comments indented deeper than a list's dashes belong to
//! the entry above them. Comments at the end of a mapping, at the column of its keys, belong to the mapping. A new
//! entry copies the style of its neighbour, and is separated by a blank line if its neighbours are.

use super::lines::{EditLine, Splice, with_comments_above, with_comments_below};
use super::verify::{is_hollow, named, nested, says};
use super::write::{CollectionStyle, EntryStyle, Meaning, Quote, scalar};
use super::{BY_HAND, Edit, Refused, RouteStep, Value, refusal};
use crate::diagnostic::Span;
use crate::watchlist::document::{Items, Node, NodeKind, Pairs};
use std::ops::Range;

/// Computes the text change for an edit.
pub(super) fn splice(text: &str, root: Node<'_>, edit: &Edit) -> Result<Splice, Refused> {
    let scene = EditContext { text, root };
    match edit {
        Edit::Insert { list, before, entry } => scene.insert(&list.0, *before, entry),
        Edit::Set { mapping, key, value, below } => scene.set(&mapping.0, key, value, below),
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
    fn insert(&self, steps: &[RouteStep], before: usize, entry: &Value) -> Result<Splice, Refused> {
        match self.reach(steps)? {
            RouteReached::Whole(node) => match node.kind() {
                NodeKind::List(items) if node.is_flow() => self.insert_between_brackets(node, items, before, entry),
                NodeKind::List(items) => self.insert_lines(items, before, entry),
                _ => Err(self.refuse(node.span(), "expected a list here")),
            },
            RouteReached::Hollow { mapping, key, value, rest } => {
                let grown = self.grown(key.span(), &steps[rest + 1..], entry)?;
                self.fill(mapping, key, value, &grown, &self.manner_of_cousins(steps))
            }
            RouteReached::Missing { mapping, rest } => {
                let RouteStep::Key(key) = &steps[rest] else { return Err(self.refuse(mapping.span(), "no such key")) };
                let grown = self.grown(mapping.span(), &steps[rest + 1..], entry)?;
                self.add_key(mapping, key, &grown, &[], &self.manner_of_cousins(steps))
            }
        }
    }

    fn set(&self, steps: &[RouteStep], key: &str, value: &Value, below: &[&str]) -> Result<Splice, Refused> {
        let RouteReached::Whole(mapping) = self.reach(steps)? else {
            return Err(self.refuse(self.root.span(), "what is to be marked is not written in this file"));
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

    /// Replaces a scalar with another one, in the same quotes; or a mapping in braces with another one.
    fn replace(&self, mapping: Node<'_>, key: Node<'_>, old: Node<'_>, value: &Value) -> Result<Splice, Refused> {
        let span = old.span();
        let colon = self.colon(key)?;
        if let (NodeKind::Map(_), Value::Map(_), true) = (old.kind(), value, old.is_flow()) {
            self.refuse_comments(old)?;
            return Ok(Splice { range: span.range(), text: EntryStyle::from_sibling(self.text, old).flow(value) });
        }
        let is_block_text = self.text[colon..span.start as usize].contains(['|', '>']);
        let (NodeKind::Scalar(..), Value::Literal(new) | Value::Words(new), false) = (old.kind(), value, is_block_text)
        else {
            return Err(self.refuse(span, "what stands here is not a value on one line"));
        };
        let layout = if mapping.is_flow() { CollectionStyle::Flow } else { CollectionStyle::Block };
        let meaning = if matches!(value, Value::Words(_)) { Meaning::Words } else { Meaning::Literal };
        let written = scalar(new, meaning, Quote::from_node(self.text, old), layout);
        Ok(Splice { range: span.range(), text: written })
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

    fn grown(&self, at: Span, rest: &[RouteStep], entry: &Value) -> Result<Value, Refused> {
        nested(rest, entry).ok_or_else(|| self.refuse(at, "what the entry is about is not written in this file"))
    }

    /// Inserts an entry into a block list (`- ` lines).
    fn insert_lines(&self, items: Items<'_>, before: usize, entry: &Value) -> Result<Splice, Refused> {
        let items: Vec<_> = items.collect();
        let at = before.min(items.len());
        let neighbour = items[at.saturating_sub(1)];
        let dash = self.dash(neighbour)?;
        let is_on_line = EditLine::at(self.text, dash) == EditLine::at(self.text, neighbour.span().start as usize);
        let start = neighbour.span().start as usize;
        let gap = if is_on_line && start > dash + 1 { start - dash - 1 } else { 1 };
        let column = self.column(dash)?;
        let mut lines = EntryStyle::from_sibling(self.text, neighbour).entry(entry, column, gap);
        let is_set_apart = items.len() > 1 && {
            let pair = at.clamp(1, items.len() - 1);
            let first = with_comments_above(self.text, EditLine::at(self.text, self.dash(items[pair])?), 0);
            first.above(self.text).is_some_and(EditLine::is_blank)
        };
        if at == 0 {
            if is_set_apart {
                lines.push(String::new());
            }
            return self.above_first(&items, dash, column, &lines);
        }
        if is_set_apart {
            lines.insert(0, String::new());
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

    /// Inserts an entry into a flow list (`[…]`).
    fn insert_between_brackets(
        &self,
        list: Node<'_>,
        items: Items<'_>,
        before: usize,
        entry: &Value,
    ) -> Result<Splice, Refused> {
        self.refuse_comments(list)?;
        let items: Vec<_> = items.collect();
        let at = before.min(items.len());
        let neighbour = items[at.saturating_sub(1)];
        let written = EntryStyle::from_sibling(self.text, neighbour).flow(entry);
        let span = neighbour.span();
        let line = EditLine::at(self.text, span.start as usize);
        let begins_line = self.text[line.start..span.start as usize].trim().is_empty();
        let separator = if begins_line {
            format!("{}{}", super::lines::ending_beside(self.text, line), " ".repeat(line.indent()))
        } else {
            " ".to_owned()
        };
        Ok(if at == 0 {
            Splice { range: empty(span.start), text: format!("{written},{separator}") }
        } else {
            Splice { range: empty(span.end), text: format!(",{separator}{written}") }
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
        let lines = match value {
            Value::Map(pairs) if !pairs.iter().any(|(_, value)| matches!(value, Value::Map(_) | Value::List(_))) => {
                vec![format!("{}{}", " ".repeat(column), manner.pair(key, value, CollectionStyle::Block))]
            }
            Value::Literal(_) | Value::Words(_) => {
                vec![format!("{}{}", " ".repeat(column), manner.pair(key, value, CollectionStyle::Block))]
            }
            Value::List(_) | Value::Map(_) => {
                let mut lines = vec![format!("{}{key}:", " ".repeat(column))];
                lines.extend(self.block(value, column, manner));
                lines
            }
        };
        let line = match above {
            Some((_, value)) => self.last_line(value, column + 1),
            None => self.last_line(mapping, column),
        };
        Ok(Splice::below(self.text, line, &lines))
    }

    /// Formats the value of a key at a given column, as lines.
    fn block(&self, value: &Value, column: usize, manner: &EntryStyle) -> Vec<String> {
        match value {
            Value::Map(pairs) => {
                let deeper = column + 2;
                let lines = pairs.iter().map(|(key, value)| {
                    let mut lines = vec![format!("{}{key}:", " ".repeat(deeper))];
                    lines.extend(self.block(value, deeper, manner));
                    lines
                });
                lines.flatten().collect()
            }
            Value::List(items) => {
                let dash = column + self.dash_step();
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

pub(super) fn find<'d>(mut pairs: Pairs<'d>, name: &str) -> Option<(Node<'d>, Node<'d>)> {
    pairs.find(|(key, _)| says(*key, name))
}
