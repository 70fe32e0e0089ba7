//! Assigns the keys of a mapping to the fields of a record: finds unknown, repeated, misspelled and missing ones.
//!
//! Finds the key that an unknown one was meant to be, so that one mistake is one problem. The type of a field decides
//! what its value means.

use super::values::{is_text_cut, text_in_comment};
use super::{Decode, Reader, is_nothing};
use crate::diagnostic::{Problem, Span, foreign_letter, suggestion};
use crate::text::sanitise;
use crate::watchlist::document::{Node, NodeKind, Style, is_odd_space};

/// The maximum number of keys of a record.
const MAX_KEYS: usize = 24;

/// The values of a mapping, by the index of their key in a fixed list of keys.
#[derive(Debug)]
pub struct Fields<'d> {
    /// The span of the mapping's first character.
    owner: Span,
    what: &'static str,
    keys: &'static [&'static str],
    values: [Option<Node<'d>>; MAX_KEYS],
    /// Values of repeated keys: index of the key, and value.
    repeated: Vec<(usize, Node<'d>)>,
    /// Keys that name a declared measure, with their values.
    measured: Vec<(Node<'d>, Node<'d>)>,
    /// Whether a part of the mapping could not be read: it may contain the keys that seem to be missing.
    is_invalid: bool,
    next: usize,
}

impl<'d> Fields<'d> {
    /// Sorts a mapping's values by key. Unknown and repeated keys are reported.
    ///
    /// An unknown key that is similar to a known one is reported, and then read as the known one if that is absent: its
    /// value is checked as well, and the known key is not reported as missing.
    pub fn read(
        node: Node<'d>,
        what: &'static str,
        keys: &'static [&'static str],
        reader: &mut Reader,
    ) -> Option<Self> {
        let pairs = match node.kind() {
            NodeKind::Map(pairs) => pairs,
            other => return reader.wrong_shape(node, other, &format!("{what} as `key: value` lines")),
        };
        let values = [None; MAX_KEYS];
        let mut fields = Self {
            owner: node.first_character(),
            what,
            keys,
            values,
            repeated: Vec::new(),
            measured: Vec::new(),
            is_invalid: false,
            next: 0,
        };
        let mut seen: [Option<Span>; MAX_KEYS] = [None; MAX_KEYS];
        let (mut unknown, mut twice) = (Vec::new(), Vec::new());
        let mut above: Option<Node<'d>> = None;
        if keys.contains(&"measures") {
            reader.measures.clear();
        }
        for (key, value) in pairs {
            let above = above.replace(value);
            if let NodeKind::Invalid = key.kind() {
                fields.is_invalid = true;
                continue;
            }
            let Some(name) = reader.scalar(key, "a key") else { continue };
            if name == "measures" && keys.contains(&name) {
                reader.measures.extend(names(value));
            }
            let Some(at) = keys.iter().position(|known| *known == name) else {
                if takes_measures(keys) && reader.measures.contains(name) {
                    fields.measured.push((key, value));
                    continue;
                }
                unknown.push(Unknown { key, name, value, above });
                continue;
            };
            if let Some(first) = seen[at] {
                if at == 0 && name == "id" {
                    // A second entry begins here; the rest belongs to it.
                    let problem = duplicate_key(key.span(), name, first);
                    reader.problems.push(problem.help("write `- ` before it if a new entry begins here, or keep one"));
                    reader.has_lost = true;
                    break;
                }
                twice.push(Twice { at, key, name, first });
                fields.repeated.push((at, value));
                continue;
            }
            seen[at] = Some(key.span());
            fields.values[at] = Some(value);
        }
        note_repeated(&twice, what, reader);
        fields.sort_out(&unknown, &mut seen, reader);
        Some(fields)
    }

    /// Reports every unknown key, and finds the key it was meant to be.
    fn sort_out(&mut self, unknown: &[Unknown<'d>], seen: &mut [Option<Span>; MAX_KEYS], reader: &mut Reader) {
        let mut had_comma = None;
        for entry in unknown {
            let Unknown { key, name, value, above } = *entry;
            if let Some((known, _)) = name.split_once(':').filter(|(known, _)| self.keys.contains(known)) {
                // Its value cannot be checked before the space is added.
                self.is_invalid = true;
                reader.problems.push(missing_space(key, known));
                continue;
            }
            if let Some(c) = name.chars().next().filter(|c| is_odd_space(*c)) {
                self.is_invalid = true;
                let message = format!("U+{:04X}, which is not an ordinary space, comes before a key", u32::from(c));
                let problem = Problem::error("syntax", key.first_character(), message);
                reader.problems.push(problem.help("write an ordinary space"));
                continue;
            }
            if let Some(above) = above.filter(|above| entry.is_rest_of(*above)) {
                if had_comma != Some(above.span()) {
                    reader.problems.push(text_with_comma(key, name, above));
                }
                had_comma = Some(value.span());
                continue;
            }
            // A list of thousands of suggestions is useless, and each costs a comparison with every key.
            let is_worth_a_guess = reader.problems.list.len() < MOST_SUGGESTIONS;
            let measures = reader.measures.iter().map(String::as_str).filter(|_| takes_measures(self.keys));
            let near = is_worth_a_guess.then(|| suggestion(name, self.keys.iter().copied().chain(measures))).flatten();
            reader.problems.push(unknown_key(key.span(), name, near, self.what, self.keys));
            let meant = near.filter(|near| is_slip(name, near));
            let at = meant.and_then(|meant| self.keys.iter().position(|known| *known == meant));
            if let Some(at) = at.filter(|at| seen[*at].is_none()) {
                seen[at] = Some(key.span());
                self.values[at] = Some(value);
            } else if matches!(value.kind(), NodeKind::Map(_) | NodeKind::List(_)) {
                self.note_gaps(name, reader);
            }
        }
        if self.is_invalid {
            self.note_gaps("", reader);
        }
    }

    /// Notes that the value of an unknown key, or an unreadable part, may belong to an absent key.
    fn note_gaps(&self, name: &str, reader: &mut Reader) {
        let absent = self.keys.iter().zip(&self.values).filter(|(_, value)| value.is_none()).map(|(key, _)| *key);
        reader.gaps.extend(absent);
        reader.gaps.extend(["risks", "items"].into_iter().filter(|key| *key == name));
    }

    /// Reads the next key of the list: its value, or the placeholder if it is absent or unreadable.
    pub fn take<T: Decode>(&mut self, reader: &mut Reader) -> T {
        let at = self.next;
        self.next += 1;
        let has_lost = std::mem::take(&mut reader.has_lost);
        let absent = T::absent();
        let is_empty = |node: Node<'_>| is_nothing(node) || (absent.is_none() && is_blank(node));
        let value = self.values[at].filter(|node| !is_empty(*node));
        let unread = self.values[at].filter(|_| T::IS_TEXT && value.is_none() && absent.is_some());
        let comment = unread.and_then(|node| Some((node, node.comment_behind()?)));
        if let Some((node, comment)) = comment.filter(|(_, comment)| is_text_cut("", comment)) {
            reader.problems.push(text_in_comment(node, comment));
        }
        let mut taken = match (value, absent) {
            (Some(node), absent) => T::decode(node, reader).unwrap_or_else(|| {
                reader.has_lost = true;
                absent.unwrap_or_else(T::placeholder)
            }),
            (None, Some(absent)) => absent,
            (None, None) => {
                self.note_missing(at, reader);
                T::placeholder()
            }
        };
        for (_, second) in self.repeated.iter().filter(|(key, _)| *key == at) {
            match T::decode(*second, reader) {
                Some(second) => taken.absorb(second),
                None => reader.has_lost = true,
            }
        }
        if self.keys[at] == "counts" {
            taken.absorb_keys(&std::mem::take(&mut self.measured), reader);
        }
        if reader.has_lost {
            reader.gaps.insert(self.keys[at]);
        }
        reader.has_lost = has_lost;
        taken
    }

    fn note_missing(&self, at: usize, reader: &mut Reader) {
        let key = self.keys[at];
        let problem = match self.values[at] {
            Some(empty) if empty.comment_behind().is_some() => {
                let message = format!("`{key}` is empty: what follows it is a comment");
                let problem = Problem::error("missing-key", empty.span(), message);
                return reader.problems.push(problem.help("put a text that begins with `#` in quotes"));
            }
            Some(empty) => Problem::error("missing-key", empty.span(), format!("`{key}` is empty")),
            None if self.is_invalid => return,
            None => {
                let message = format!("{} needs the key `{key}`", self.what);
                Problem::error("missing-key", self.owner, message).labelled("missing here")
            }
        };
        reader.problems.push(problem.help(format!("add `{key}: …`")));
    }
}

/// Whether a record is a quota: numbers of declared measures may stand beside those of people.
pub(in crate::watchlist) fn takes_measures(keys: &[&str]) -> bool {
    ["exits", "counts"].iter().all(|key| keys.contains(key)) && !keys.contains(&"status")
}

/// The keys of a mapping.
fn names(node: Node<'_>) -> impl Iterator<Item = String> {
    let pairs = if let NodeKind::Map(pairs) = node.kind() { Some(pairs) } else { None };
    let name = |key: Node<'_>| if let NodeKind::Scalar(name, _) = key.kind() { Some(name.to_owned()) } else { None };
    pairs.into_iter().flatten().filter_map(move |(key, _)| name(key))
}

#[derive(Clone, Copy)]
struct Twice<'d> {
    /// The index among the record's keys.
    at: usize,
    key: Node<'d>,
    name: &'d str,
    first: Span,
}

/// Reports repeated keys. Several different ones in a row are an entry without its dash, reported as one problem.
fn note_repeated(twice: &[Twice<'_>], what: &str, reader: &mut Reader) {
    let mut rest = twice;
    while let Some(first) = rest.first() {
        let is_again = |nth: &usize| rest[..*nth].iter().any(|known| known.at == rest[*nth].at);
        // A whole watchlist is not a list entry.
        let most = if what == "a watchlist" { 1 } else { rest.len() };
        let count = (1..most).find(is_again).unwrap_or(most);
        let problem = duplicate_key(first.key.span(), first.name, first.first);
        reader.problems.push(match count {
            1 => problem,
            _ => {
                let others = count - 1;
                let plural = if others == 1 { "" } else { "s" };
                let message =
                    format!("the key `{}` and {others} other{plural} below it are written twice", sanitise(first.name));
                let help = "write `- ` before it if a new entry begins here; else keep one of each";
                Problem { message, ..problem }.help(help)
            }
        });
        rest = &rest[count..];
    }
}

#[derive(Clone, Copy)]
struct Unknown<'d> {
    key: Node<'d>,
    name: &'d str,
    value: Node<'d>,
    /// The value before it.
    above: Option<Node<'d>>,
}

impl Unknown<'_> {
    /// Whether it is the rest of a text that was split at a comma: `text: one, two`.
    fn is_rest_of(&self, above: Node<'_>) -> bool {
        let is_text = |node: Node<'_>| matches!(node.kind(), NodeKind::Scalar(_, Style::Plain));
        let is_bare = matches!(self.value.kind(), NodeKind::Empty) && is_text(self.key);
        is_bare && (is_text(above) || matches!(above.kind(), NodeKind::Empty)) && self.key.follows_comma()
    }
}

/// After this many problems no more suggestions are computed.
const MOST_SUGGESTIONS: usize = 200;

/// Whether an unknown key is similar enough to a known one to be a misspelling of it.
fn is_slip(written: &str, known: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('-', "_");
    let (written, known) = (plain(written), plain(known));
    strsim::osa_distance(&written, &known) <= if known.len() > 4 { 2 } else { 1 }
}

/// Whether a node is a text that contains only blanks.
fn is_blank(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Scalar(text, _) if text.trim().is_empty())
}

fn text_with_comma(key: Node<'_>, name: &str, above: Node<'_>) -> Problem {
    let help = match above.kind() {
        NodeKind::Scalar(before, _)
            if [before, name].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            format!("write the number without commas: `{before}{name}`")
        }
        _ => "put the whole text in quotes".to_owned(),
    };
    let message = format!("inside `{{ }}` the `,` before `{}` ends the value", sanitise(name));
    Problem::error("unknown-key", key.span(), message).help(help)
}

fn missing_space(key: Node<'_>, known: &str) -> Problem {
    let colon = key.span().start as usize + known.len();
    Problem::error("syntax", Span::new(colon, colon + 1), format!("a space is missing after `{known}:`"))
        .help(format!("write `{known}: …`"))
}

fn unknown_key(span: Span, name: &str, near: Option<&str>, what: &str, keys: &[&str]) -> Problem {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?{}", foreign_letter(name)),
        None if what == "a watchlist" && matches!(name, "risks" | "log" | "half_life") => {
            format!("`{name}` belongs under `spillover`")
        }
        None if keys.contains(&"counts") => {
            format!("known keys here: {}; a number of your own: `counts: {{ {}: … }}`", keys.join(", "), sanitise(name))
        }
        None => format!("known keys here: {}", keys.join(", ")),
    };
    Problem::error("unknown-key", span, format!("{what} has no key `{}`", sanitise(name))).help(help)
}

fn duplicate_key(span: Span, name: &str, first: Span) -> Problem {
    Problem::error("duplicate-key", span, format!("the key `{}` is written twice", sanitise(name)))
        .labelled("again here")
        .beside(first, "first here")
        .help("keep one of the two")
}
