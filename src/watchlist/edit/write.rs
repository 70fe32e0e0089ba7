//! Formats values as YAML: in the style of their neighbours, quoted only where required.

use super::Value;
use crate::watchlist::document::{Node, NodeKind, Style};

/// Maximum width of a one-line entry if no neighbour shows a style, in columns.
const WIDTH: usize = 120;

/// Flow style or block style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CollectionStyle {
    /// Flow style: `{ key: value }`.
    Flow,
    /// Block style: one `key: value` line per key.
    Block,
}

/// The style of a neighbouring entry.
#[derive(Clone, Debug)]
pub(super) struct EntryStyle {
    /// Flow or block style; `None` if there is no neighbour.
    layout: Option<CollectionStyle>,
    /// The padding inside its brackets: one blank or nothing.
    padding: &'static str,
    /// The quotes around its keys: `"` in JSON, usually none.
    key_quote: Quote,
    /// The quotes around its values, by key.
    value_quotes: Vec<(String, Quote)>,
}

/// The quotes around a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Plain,
    Single,
    Double,
}

impl Quote {
    /// The quotes of a scalar in the source; a block scalar counts as plain.
    pub fn from_node(source: &str, node: Node<'_>) -> Self {
        let NodeKind::Scalar(_, Style::Quoted) = node.kind() else { return Self::Plain };
        match source[node.span().range()].as_bytes() {
            [b'\'', .., b'\''] => Self::Single,
            [b'"', .., b'"'] => Self::Double,
            _ => Self::Plain,
        }
    }
}

impl EntryStyle {
    /// The style to use if there is no neighbour.
    pub fn unknown() -> Self {
        Self { layout: None, padding: " ", key_quote: Quote::Plain, value_quotes: Vec::new() }
    }

    /// The style of a neighbour; a node that is not a mapping shows none.
    pub fn from_sibling(source: &str, neighbour: Node<'_>) -> Self {
        let NodeKind::Map(pairs) = neighbour.kind() else { return Self::unknown() };
        let is_padded = source[neighbour.span().range()].as_bytes().get(1).is_some_and(u8::is_ascii_whitespace);
        let quote_of = |(key, value): (Node<'_>, Node<'_>)| match key.kind() {
            NodeKind::Scalar(name, _) => Some((name.to_owned(), Quote::from_node(source, value))),
            NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid => None,
        };
        Self {
            layout: Some(if neighbour.is_flow() { CollectionStyle::Flow } else { CollectionStyle::Block }),
            padding: if neighbour.is_flow() && !is_padded { "" } else { " " },
            key_quote: pairs.clone().next().map_or(Quote::Plain, |(key, _)| Quote::from_node(source, key)),
            value_quotes: pairs.filter_map(quote_of).collect(),
        }
    }

    /// The same style for all these entries, if no neighbour shows one: on one line each if all of them fit.
    pub fn for_entries(&self, entries: &[Value], column: usize) -> Self {
        let fits = |entry: &Value| column + 2 + self.flow(entry).chars().count() <= WIDTH;
        let layout = if entries.iter().all(fits) { CollectionStyle::Flow } else { CollectionStyle::Block };
        Self { layout: Some(self.layout.unwrap_or(layout)), ..self.clone() }
    }

    /// The lines of a list entry, the first with its dash, indented to `column`. `gap` is the number of blanks after
    /// the dash.
    pub fn entry(&self, value: &Value, column: usize, gap: usize) -> Vec<String> {
        let indent = " ".repeat(column);
        let dash = format!("{indent}-{}", " ".repeat(gap));
        if let Value::Map(pairs) = value {
            if self.for_entries(std::slice::from_ref(value), column).layout == Some(CollectionStyle::Flow) {
                return vec![format!("{dash}{}", self.flow(value))];
            }
            let deeper = " ".repeat(column + 1 + gap);
            let line = |(nth, (key, value)): (usize, &(String, Value))| {
                let before = if nth == 0 { &dash } else { &deeper };
                format!("{before}{}", self.pair(key, value, CollectionStyle::Block))
            };
            return pairs.iter().enumerate().map(line).collect();
        }
        vec![format!("{dash}{}", self.value(value, Quote::Plain, CollectionStyle::Block))]
    }

    /// `key: value`, on one line.
    pub fn pair(&self, key: &str, value: &Value, layout: CollectionStyle) -> String {
        let written = self.value_quotes.iter().find(|(known, _)| known == key).map(|(_, quote)| *quote);
        let default = match (self.key_quote, value) {
            (Quote::Double, Value::Words(_)) => Quote::Double,
            (Quote::Double, Value::Literal(text)) if text.parse::<f64>().is_err() => Quote::Double,
            _ => Quote::Plain,
        };
        let value = self.value(value, written.unwrap_or(default), layout);
        format!("{}: {value}", scalar(key, Meaning::Words, self.key_quote, layout))
    }

    /// Formats a value on one line; collections are in flow style.
    pub fn flow(&self, value: &Value) -> String {
        self.value(value, Quote::Plain, CollectionStyle::Flow)
    }

    fn value(&self, value: &Value, quote: Quote, layout: CollectionStyle) -> String {
        let padding = self.padding;
        match value {
            Value::Literal(text) => scalar(text, Meaning::Literal, quote, layout),
            Value::Words(text) => scalar(text, Meaning::Words, quote, layout),
            Value::List(items) => {
                let quote = if self.key_quote == Quote::Double { Quote::Double } else { Quote::Plain };
                let items: Vec<_> = items.iter().map(|item| self.value(item, quote, CollectionStyle::Flow)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(key, value)| self.pair(key, value, CollectionStyle::Flow)).collect();
                format!("{{{padding}{}{padding}}}", pairs.join(", "))
            }
        }
    }
}

/// Whether a scalar keeps the type that it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A time, a number or a grade: written without quotes.
    Literal,
    /// A text, quoted if some YAML reader could take it for a number.
    Words,
}

/// Formats a scalar in the preferred quotes, or in others if it would not parse back to the same text. `serde_yaml`
/// chooses those and does the escaping.
pub(super) fn scalar(text: &str, meaning: Meaning, wish: Quote, layout: CollectionStyle) -> String {
    if wish == Quote::Plain && is_plain(text, meaning, layout) {
        return text.to_owned();
    }
    let escaped = in_double_quotes(text);
    // Single quotes allow no other escapes.
    let is_single_possible = escaped == format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match wish {
        Quote::Single if is_single_possible => in_single_quotes(text),
        Quote::Plain if is_single_possible && text.contains(['"', '\\']) => in_single_quotes(text),
        Quote::Plain | Quote::Single | Quote::Double => escaped,
    }
}

fn in_single_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The appended bell character makes `serde_yaml` choose double quotes; it is removed again.
fn in_double_quotes(text: &str) -> String {
    let written = to_yaml(&format!("{text}\u{7}"));
    let open = written.strip_suffix("\\a\"").expect("a bell is written as an escape");
    format!("{open}\"")
}

fn to_yaml(text: &str) -> String {
    let mut written = serde_yaml::to_string(text).expect("any text can be written as YAML");
    written.truncate(written.trim_end_matches('\n').len());
    written
}

/// Whether a text parses back unchanged without quotes. `serde_yaml` answers this for block style and YAML 1.2; this
/// also excludes texts that other readers parse differently.
fn is_plain(text: &str, meaning: Meaning, layout: CollectionStyle) -> bool {
    // In flow style libyaml, unlike other parsers, also fails on `:?`.
    let is_bracketed =
        layout == CollectionStyle::Flow && (text.contains([',', '[', ']', '{', '}']) || text.contains(":?"));
    if is_bracketed || text.trim() != text || text.starts_with(['-', '?', ':']) {
        return false;
    }
    match meaning {
        Meaning::Words => to_yaml(text) == text && !seems_no_text(text),
        // `serde_yaml` quotes a text that looks like a number; a literal number must stay unquoted.
        Meaning::Literal => text.parse::<f64>().is_ok() || to_yaml(text) == text,
    }
}

/// Whether YAML 1.1 readers parse an unquoted text as a number, a date or a boolean where YAML 1.2 does not.
fn seems_no_text(text: &str) -> bool {
    const TRUTHS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    let is_number_like =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ':' | '_' | 'e' | 'E' | 'T' | 'Z');
    let begins_like_number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'));
    TRUTHS.iter().any(|truth| text.eq_ignore_ascii_case(truth))
        || matches!(text, "=" | "<<")
        || (begins_like_number && text.chars().all(is_number_like))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, in_block: &str, in_flow: &str) {
        assert_eq!(scalar(text, Meaning::Words, Quote::Plain, CollectionStyle::Block), in_block);
        assert_eq!(scalar(text, Meaning::Words, Quote::Plain, CollectionStyle::Flow), in_flow);
    }

    #[test]
    fn words_are_quoted_only_where_they_must_be() {
        check("Rafah opens at 9:00", "Rafah opens at 9:00", "Rafah opens at 9:00");
        check("one, two", "one, two", "\"one, two\"");
        check("a: b", "\"a: b\"", "\"a: b\"");
        check("a #b", "\"a #b\"", "\"a #b\"");
        check("a#b", "a#b", "a#b");
        check("no", "\"no\"", "\"no\"");
        check("12:30", "\"12:30\"", "\"12:30\"");
        check("3 dead", "3 dead", "3 dead");
        check("he said \"yes\"", "he said \"yes\"", "he said \"yes\"");
        check("\"yes\", he said", "'\"yes\", he said'", "'\"yes\", he said'");
        check("it's", "it's", "it's");
        check("- a", "\"- a\"", "\"- a\"");
        check("", "\"\"", "\"\"");
        check("two\nlines", "\"two\\nlines\"", "\"two\\nlines\"");
        check("معبر رفح", "معبر رفح", "معبر رفح");
    }

    #[test]
    fn numbers_and_times_are_written_bare() {
        for text in ["2026-02-01T14:00+02:00", "360", "2026-02-01", "09:00-15:00", "no"] {
            assert_eq!(scalar(text, Meaning::Literal, Quote::Plain, CollectionStyle::Flow), text);
        }
    }

    #[test]
    fn the_neighbours_quotes_are_kept_where_they_can_be() {
        assert_eq!(scalar("it's", Meaning::Words, Quote::Single, CollectionStyle::Flow), "'it''s'");
        assert_eq!(scalar("a\tb", Meaning::Words, Quote::Single, CollectionStyle::Flow), "\"a\\tb\"");
        assert_eq!(scalar("x", Meaning::Literal, Quote::Double, CollectionStyle::Flow), "\"x\"");
    }
}
