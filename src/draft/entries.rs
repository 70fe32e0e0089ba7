//! Reads several entries from one text, as scripts pass them: a list, several documents, or one JSON object per line.
//!
//! The text is read like a watchlist: values are taken literally, so `1.10` stays `1.10` and `no` stays `no`. This
//! module does not know the meaning of the keys.

use super::Entered;
use crate::diagnostic::Source;
use crate::text::sanitise;
use crate::watchlist::document::{Document, Node, NodeKind, Style};
use std::ops::Range;
use std::sync::Arc;

/// One entry with its values as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftEntry {
    /// The line on which it begins. `None` if it was not read from a text.
    pub line: Option<usize>,
    pub values: Vec<(String, Entered)>,
}

impl DraftEntry {
    /// Removes and returns a field.
    pub fn take(&mut self, key: &str) -> Option<Entered> {
        let at = self.values.iter().position(|(known, _)| known == key)?;
        Some(self.values.remove(at).1)
    }
}

/// Reads entries. An entry that is only a word becomes an entry whose field `alone` has that word.
///
/// # Errors
/// Returns where, what is wrong, and what to do, in one line that is safe to print.
pub fn read_entries(name: &str, text: &str, alone: Option<&str>) -> Result<Vec<DraftEntry>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut entries = Vec::new();
    for part in documents(text) {
        let line = text[..part.start].matches('\n').count();
        let source = Source::new(name, &text[part]);
        let place = |span| {
            let at = source.position(span);
            format!("{}:{}:{}", sanitise(name), at.line + line, at.column)
        };
        let (document, problems) = Document::parse(Arc::clone(&source.text));
        if let Some(problem) = problems.first() {
            if let Some(advice) = advice(&source.text, problem.span.start as usize) {
                return Err(format!("{}: {advice}", place(problem.span)));
            }
            let help = problem.help.as_deref().map(|help| format!(": {help}")).unwrap_or_default();
            return Err(format!("{}: {}{help}", place(problem.span), problem.message));
        }
        let Some(root) = document.root() else { continue };
        let mut push = |node: Node<'_>| {
            let values = fields(node, alone).map_err(|(node, message)| format!("{}: {message}", place(node.span())))?;
            entries.push(DraftEntry { line: Some(source.position(node.span()).line + line), values });
            Ok::<(), String>(())
        };
        match root.kind() {
            NodeKind::List(mut items) => items.try_for_each(&mut push)?,
            NodeKind::Empty => {}
            NodeKind::Map(_) | NodeKind::Scalar(..) | NodeKind::Invalid => push(root)?,
        }
    }
    Ok(entries)
}

/// The remedy for JSON objects that are not on separate lines, if they cause the error.
fn advice(text: &str, fault: usize) -> Option<&'static str> {
    let (before, rest) = (text[..fault].trim_end(), text[fault..].trim_start());
    if !text.trim_start().starts_with(['{', '[']) || !before.ends_with(['}', ']']) {
        return None;
    }
    if rest.starts_with(',') {
        return Some("a `,` stands between the entries: put all of them between `[` and `]`, or leave it out");
    }
    rest.starts_with(['{', '[']).then_some(
        "one entry ends and the next begins: write each on one line of its own (`jq -c`), or all in one list (`jq -s`)",
    )
}

/// Words for "nothing" in other languages and formats.
const NOTHING_ELSEWHERE: &[&str] = &["None", "NaN", "nan", "NA", "N/A", "undefined", "nil", "NULL", "Null"];

/// The range of each document: between lines that begin with `---`, which have no other meaning in YAML. If the first
/// line is a complete mapping in braces, each line is a document, because nothing else can follow.
fn documents(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix("---");
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            parts.push(start..at);
            start = at;
        }
        at += line.len();
    }
    parts.push(start..at);
    parts
        .into_iter()
        .flat_map(|part| if is_lines(&text[part.clone()]) { lines(text, part) } else { vec![part] })
        .collect()
}

fn lines(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut at = part.start;
    let mut line = |line: &str| {
        let range = at..at + line.len();
        at = range.end;
        range
    };
    text[part].split_inclusive('\n').map(&mut line).filter(|range| is_content(&text[range.clone()])).collect()
}

fn is_content(line: &str) -> bool {
    !matches!(line.trim(), "" | "---")
}

fn is_lines(text: &str) -> bool {
    let Some(first) = text.lines().find(|line| is_content(line)) else { return false };
    let (document, problems) = Document::parse(Arc::new(first.to_owned()));
    problems.is_empty() && document.root().is_some_and(|root| root.is_flow() && matches!(root.kind(), NodeKind::Map(_)))
}

type DraftFields = Vec<(String, Entered)>;

/// The fields of one entry, or the node that is not a field.
fn fields<'d>(node: Node<'d>, alone: Option<&str>) -> Result<DraftFields, (Node<'d>, &'static str)> {
    let pairs = match (node.kind(), alone) {
        (NodeKind::Map(pairs), _) => pairs,
        (NodeKind::Scalar(word, _), Some(key)) => return Ok(vec![(key.to_owned(), Entered::One(word.to_owned()))]),
        (NodeKind::Scalar(..) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid, _) => {
            return Err((node, "expected an entry: write one as `key: value` lines, or as `{ key: value, … }`"));
        }
    };
    let mut values = Vec::new();
    for (key, value) in pairs {
        let NodeKind::Scalar(key_text, _) = key.kind() else { return Err((key, "a key is a word")) };
        let entered = match value.kind() {
            NodeKind::Scalar("null" | "~", Style::Plain) | NodeKind::Empty => Entered::Nothing,
            NodeKind::Scalar(word, Style::Plain) if NOTHING_ELSEWHERE.contains(&word) => {
                return Err((
                    value,
                    "this is not a value: write one; a key that is not required can be `null` or left out",
                ));
            }
            NodeKind::Scalar(text, _) => Entered::One(text.to_owned()),
            NodeKind::List(items) => Entered::Many(
                items
                    .map(|item| match item.kind() {
                        NodeKind::Scalar(text, _) => Ok(text.to_owned()),
                        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid => {
                            Err((item, "write a text here"))
                        }
                    })
                    .collect::<Result<_, _>>()?,
            ),
            NodeKind::Map(parts) => Entered::Many(
                parts
                    .map(|(name, number)| match (name.kind(), number.kind()) {
                        (NodeKind::Scalar(name, _), NodeKind::Scalar(number, _)) => Ok(format!("{name}={number}")),
                        _ => Err((number, "write a number here")),
                    })
                    .collect::<Result<_, _>>()?,
            ),
            NodeKind::Invalid => return Err((value, "write a text, a number, or a list of texts here")),
        };
        values.push((key_text.to_owned(), entered));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let entries = read_entries("in", text, Some("item")).unwrap_or_else(|error| panic!("{error}"));
        let shown: Vec<_> = entries
            .iter()
            .map(|entry| {
                let fields = entry.values.iter().map(|(key, value)| match value {
                    Entered::One(text) => format!("{key}={text}"),
                    Entered::Many(texts) => format!("{key}={texts:?}"),
                    Entered::Nothing => format!("{key}=-"),
                });
                (entry.line.unwrap_or(0), fields.collect::<Vec<_>>().join(" "))
            })
            .collect();
        let shown: Vec<_> = shown.iter().map(|(line, fields)| (*line, fields.as_str())).collect();
        assert_eq!(shown, expected);
    }

    #[track_caller]
    fn check_refused(text: &str, expected: &str) {
        assert_eq!(read_entries("in", text, None), Err(expected.to_owned()));
    }

    #[test]
    fn a_list_documents_and_lines_of_json_are_read_alike() {
        let expected =
            |lines: [usize; 2]| [(lines[0], "at=2026-02-01 text=a: b"), (lines[1], "text=no value=1.10 note=-")];
        check("- at: 2026-02-01\n  text: 'a: b'\n- { text: no, value: 1.10, note: null }\n", &expected([1, 3]));
        check("---\nat: 2026-02-01\ntext: 'a: b'\n--- # next\ntext: no\nvalue: 1.10\nnote:\n---\n", &expected([2, 5]));
        check(
            "{\"at\":\"2026-02-01\",\"text\":\"a: b\"}\r\n\r\n{\"text\":\"no\",\"value\":1.10,\"note\":null}",
            &expected([1, 3]),
        );
        check(
            "\u{feff}[{\"at\":\"2026-02-01\",\n\"text\":\"a: b\"},{\"text\":\"no\",\n\"value\":1.10,\"note\":~}]",
            &expected([1, 2]),
        );
    }

    #[test]
    fn what_is_written_counts() {
        check(
            "text: |\n  several\n  lines\nincludes: [ 1, 'a, b' ]\n",
            &[(1, "text=several\nlines\n includes=[\"1\", \"a, b\"]")],
        );
        check(
            "{\"text\":\"\\ud83d\\ude00 \\u00e9 \\/ --- \\n---\"}\n{\"text\":\"{\"}\n",
            &[(1, "text=😀 é / --- \n---"), (2, "text={")],
        );
        check("- rafah\n- item: force\n", &[(1, "item=rafah"), (2, "item=force")]);
        check("", &[]);
        check("# nothing\n", &[]);
        check("[]", &[]);
    }

    #[test]
    fn what_is_no_entry_is_said_with_its_place() {
        check_refused(
            "- a: 1\n- b\n",
            "in:2:3: expected an entry: write one as `key: value` lines, or as `{ key: value, … }`",
        );
        check_refused("{\"a\": 1}\n{\"a\": {}}\n", "in:2:7: write a text, a number, or a list of texts here");
        let error = read_entries("in", "{\"a\": 1}\n{\"a\": 2\n{\"a\": 3}\n", None).expect_err("torn");
        assert!(error.starts_with("in:2:"), "{error}");
        let error = read_entries("in", "a: &x 1\n---\nb: *x\n", None).expect_err("an anchor");
        assert!(error.starts_with("in:1:4: anchors"), "{error}");
    }
}
