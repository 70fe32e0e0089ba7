//! Reads entries from a table, as other people publish them: CSV with a header, and perhaps a row of HXL tags below it.
//!
//! In a table, and only there, numbers such as `34.0` and `1,200` and a midnight time mean the number and the day.

use super::Entered;
use super::entries::DraftEntry;
use super::kinds::{DraftField, DraftKind, Form};
use crate::text::sanitise;
use csv::{ReaderBuilder, StringRecord, Trim};

/// Where the value of a key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRule {
    /// The key, or `counts.NAME` for one of several numbers.
    pub key: String,
    pub from: ColumnSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnSource {
    /// The column with this name or HXL tag.
    Column(String),
    Constant(String),
    /// Nothing, although a column has the name of the key.
    Nothing,
}

impl ColumnRule {
    /// Reads `key=column`, `key==constant` or `key=`.
    ///
    /// # Errors
    /// There is no `=` in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((key, from)) = text.split_once('=') else {
            return Err(format!("`{}`: write key=column, or key==constant", sanitise(text)));
        };
        let from = match (from.strip_prefix('='), from.trim()) {
            (Some(constant), _) => ColumnSource::Constant(constant.trim().to_owned()),
            (None, "") => ColumnSource::Nothing,
            (None, column) => ColumnSource::Column(column.to_owned()),
        };
        // Names of counts have hyphens of their own.
        let (key, part) = key.trim().split_once('.').map_or((key.trim(), None), |(key, part)| (key, Some(part)));
        let key = key.replace('-', "_");
        Ok(Self { key: part.map_or(key.clone(), |part| format!("{key}.{part}")), from })
    }
}

/// The entries of a table, and which columns they came from.
#[derive(Debug)]
pub struct ReadTable {
    pub entries: Vec<DraftEntry>,
    /// `key=column`, in the order of the columns.
    pub used: Vec<String>,
    /// The names of the other columns.
    pub unused: Vec<String>,
}

/// The header of a table, and its tags if it has any.
struct Header {
    names: Vec<String>,
    tags: Vec<String>,
}

/// Reads the entries of a table. `subject` is the key that names what an entry is about, beside the fields.
///
/// # Errors
/// Returns where, what is wrong, and what to do, in one line that is safe to print.
pub fn read_table(
    name: &str,
    text: &str,
    rules: &[ColumnRule],
    kinds: &[&'static DraftKind],
    subject: Option<&str>,
) -> Result<ReadTable, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        ReaderBuilder::new().has_headers(false).delimiter(delimiter(text)).trim(Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| format!("{}: it is not a table of CSV: {}", sanitise(name), broken(&error)))?;
        rows.push((row.position().map_or(0, |at| at.line()), row));
    }
    let mut rows = rows.into_iter().peekable();
    let Some((_, header)) = rows.next() else {
        return Err(format!("{}: the table is empty: its first row names the columns", sanitise(name)));
    };
    let tags = rows.next_if(|(_, row)| is_tags(row)).map(|(_, row)| row);
    let cells = |row: StringRecord| row.iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    let header = Header { names: cells(header), tags: tags.map(cells).unwrap_or_default() };
    let columns = header.columns(name, rules, kinds, subject)?;
    let entries = rows.map(|(line, row)| entry(line, &row, &columns, rules, kinds)).collect();
    let is_used = |at: usize| columns.iter().any(|(_, column)| *column == at);
    let mut used: Vec<_> = columns.iter().map(|(key, at)| (*at, format!("{key}={}", header.names[*at]))).collect();
    used.sort_unstable();
    let unused = header.names.iter().enumerate().filter(|(at, _)| !is_used(*at)).map(|(_, name)| name.clone());
    Ok(ReadTable { entries, used: used.into_iter().map(|(_, used)| used).collect(), unused: unused.collect() })
}

fn broken(error: &csv::Error) -> String {
    let line = error.position().map(|at| format!("line {}: ", at.line())).unwrap_or_default();
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{line}{len} cells, and {expected_len} columns")
        }
        _ => sanitise(&error.to_string()).into_owned(),
    }
}

/// The sign between the cells: the one that the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Whether a row consists of HXL tags, such as `#date`; a column may have none.
fn is_tags(row: &StringRecord) -> bool {
    row.iter().any(|cell| cell.starts_with('#')) && row.iter().all(|cell| cell.is_empty() || cell.starts_with('#'))
}

impl Header {
    /// Each key with its column: as the rules say, else the column with the name or the tag of the key.
    fn columns(
        &self,
        name: &str,
        rules: &[ColumnRule],
        kinds: &[&'static DraftKind],
        subject: Option<&str>,
    ) -> Result<Vec<(String, usize)>, String> {
        let mut columns = Vec::new();
        for rule in rules {
            if let ColumnSource::Column(column) = &rule.from {
                let at = self.position(column).ok_or_else(|| {
                    let known = self.names.iter().map(|name| sanitise(name)).collect::<Vec<_>>().join(", ");
                    format!("{}: there is no column `{}`: {known}", sanitise(name), sanitise(column))
                })?;
                columns.push((rule.key.clone(), at));
            }
        }
        let is_ruled = |key: &str| rules.iter().any(|rule| rule.key.split('.').next() == Some(key));
        let keys = kinds.iter().flat_map(|kind| kind.fields).map(|field| field.key).chain(subject);
        for key in keys.filter(|key| !is_ruled(key)) {
            let is_new = |at: &usize| columns.iter().all(|(known, column)| known != key && column != at);
            let found = self.position(key).or_else(|| self.tagged(key, kinds)).filter(is_new);
            columns.extend(found.map(|at| (key.to_owned(), at)));
        }
        Ok(columns)
    }

    fn position(&self, column: &str) -> Option<usize> {
        let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
        let tag = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        let by_name = self.names.iter().position(|name| plain(name) == plain(column));
        by_name.or_else(|| self.tags.iter().position(|known| !known.is_empty() && tag(known) == tag(column)))
    }

    /// The column whose tag stands for a key. Of several, none: each may be a part.
    fn tagged(&self, key: &str, kinds: &[&'static DraftKind]) -> Option<usize> {
        let mut meant = (0..self.tags.len()).filter(|at| key_of_tag(&self.tags[*at], kinds) == Some(key));
        let first = meant.next();
        first.filter(|_| meant.next().is_none())
    }
}

/// HXL hashtags with the keys that they can stand for, of which a kind has at most one.
const TAGS: [(&str, &[&str]); 11] = [
    ("#date", &["date", "at", "as_of"]),
    ("#status", &["status"]),
    ("#severity", &["severity"]),
    ("#description", &["text", "note", "what"]),
    ("#event", &["trigger"]),
    ("#cause", &["cause"]),
    ("#loc", &["place"]),
    ("#source", &["source"]),
    ("#value", &["value"]),
    ("#indicator", &["value"]),
    ("#id", &["ref"]),
];

/// HXL attributes of a number that is a part of a total, by sex or age. Those for ages begin with `age`.
const PARTS: [&str; 9] = ["m", "f", "i", "infants", "children", "teens", "adolescents", "adults", "elderly"];

/// The key for a tag: an attribute that is a key, such as `#affected+exits`, else the tag itself. `#meta` has its
/// meaning in its attribute.
fn key_of_tag(tag: &str, kinds: &[&'static DraftKind]) -> Option<&'static str> {
    let tag = tag.split_whitespace().collect::<String>().to_lowercase();
    let mut parts = tag.split('+');
    let name = parts.next().unwrap_or_default();
    let attributes: Vec<_> = parts.collect();
    if attributes.iter().any(|attribute| PARTS.contains(attribute) || attribute.starts_with("age")) {
        return None;
    }
    let field = |key: &str| kinds.iter().find_map(|kind| kind.field(key)).map(|field| field.key);
    if attributes.contains(&"url") {
        return field("link");
    }
    if attributes.contains(&"id") {
        return field("ref");
    }
    let by_attribute = attributes.iter().find_map(|attribute| field(attribute));
    by_attribute.or_else(|| TAGS.iter().find(|(known, _)| *known == name)?.1.iter().find_map(|key| field(key)))
}

fn entry(
    line: u64,
    row: &StringRecord,
    columns: &[(String, usize)],
    rules: &[ColumnRule],
    kinds: &[&'static DraftKind],
) -> DraftEntry {
    let cells = columns.iter().filter_map(|(key, at)| Some((key.as_str(), row.get(*at)?)));
    let constants = rules.iter().filter_map(|rule| match &rule.from {
        ColumnSource::Constant(text) => Some((rule.key.as_str(), text.as_str())),
        ColumnSource::Column(_) | ColumnSource::Nothing => None,
    });
    let mut entry = DraftEntry { line: usize::try_from(line).ok(), values: Vec::new() };
    for (key, cell) in cells.chain(constants).filter(|(_, cell)| !cell.is_empty()) {
        match key.split_once('.') {
            Some((of, part)) => add_part(&mut entry, of, format!("{part}={}", plain_number(cell))),
            None => {
                let field = kinds.iter().find_map(|kind| kind.field(key));
                let forms = kinds.iter().filter_map(|kind| kind.field(key)).map(|field| field.form);
                let text = field.map_or_else(|| cell.to_owned(), |field| plain(field, forms, cell));
                entry.values.push((key.to_owned(), Entered::One(text)));
            }
        }
    }
    entry
}

/// Adds one of several numbers under one key.
fn add_part(entry: &mut DraftEntry, key: &str, part: String) {
    match entry.values.iter_mut().find(|(known, _)| known == key) {
        Some((_, Entered::Many(parts))) => parts.push(part),
        Some(_) | None => entry.values.push((key.to_owned(), Entered::Many(vec![part]))),
    }
}

/// A cell as a watchlist writes it.
fn plain(field: &DraftField, mut forms: impl Iterator<Item = Form>, cell: &str) -> String {
    match field.form {
        Form::Number => plain_number(cell),
        Form::Time | Form::TimeOrUnknown | Form::Date => plain_time(cell),
        Form::Scale(_) => {
            let word = cell.to_lowercase().replace([' ', '_'], "-");
            let is_word = forms.any(|form| matches!(form, Form::Scale(scale) if scale.words.contains(&word.as_str())));
            if is_word { word } else { cell.to_owned() }
        }
        _ => cell.to_owned(),
    }
}

/// `34.0` is 34, and `1,200` is 1200.
fn plain_number(cell: &str) -> String {
    let whole = cell.split_once('.').filter(|(_, rest)| !rest.is_empty() && rest.bytes().all(|byte| byte == b'0'));
    let whole = whole.map_or(cell, |(whole, _)| whole);
    crate::watchlist::ungrouped(whole).unwrap_or_else(|| whole.to_owned())
}

/// `2026-02-03 00:00:00` is the day.
fn plain_time(cell: &str) -> String {
    let Some((date, time)) = cell.split_once(['T', ' ']) else { return cell.to_owned() };
    let time = time.trim().trim_end_matches('Z');
    let is_midnight = time.starts_with("00:00") && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    if is_midnight { date.to_owned() } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::kinds::{DAY, LOG_ENTRY};
    use super::*;

    #[track_caller]
    fn check(text: &str, columns: &[&str], kind: &'static DraftKind, expected: &[&str]) {
        let rules: Vec<_> = columns.iter().map(|rule| ColumnRule::parse(rule).expect("a rule")).collect();
        let table = read_table("t.csv", text, &rules, &[kind], None).unwrap_or_else(|error| panic!("{error}"));
        let shown: Vec<_> = table
            .entries
            .iter()
            .map(|entry| {
                let pairs = entry.values.iter().map(|(key, value)| match value {
                    Entered::One(text) => format!("{key}={text}"),
                    Entered::Many(texts) => format!("{key}={texts:?}"),
                    Entered::Nothing => format!("{key}=-"),
                });
                format!("{}: {}", entry.line.unwrap_or(0), pairs.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn columns_are_found_by_rule_by_name_and_by_tag() {
        let text = "date,status,exits_total,note\n2026-02-03,Open,40,\"a, b\"\n";
        check(
            text,
            &["exits=exits_total", "source==ap"],
            &DAY,
            &["2: exits=40 date=2026-02-03 status=open note=a, b source=ap"],
        );
        let tagged = "When,Condition,Out,Killed,Link\n#date,#status,#affected+exits,,#meta+url\n2026-02-03,closed,4,1,https://a.example\n";
        check(
            tagged,
            &["cause=Killed"],
            &DAY,
            &["3: cause=1 date=2026-02-03 status=closed exits=4 link=https://a.example"],
        );
        for parts in ["#affected+exits+m,#affected+exits+f", "#affected+exits+idps,#affected+exits+others"] {
            let text = format!("When,One,Other\n#date,{parts}\n2026-02-03,10,30\n");
            check(&text, &[], &DAY, &["3: date=2026-02-03"]);
        }
        check("date;status\n2026-02-03;open\n", &["status="], &DAY, &["2: date=2026-02-03"]);
    }

    #[test]
    fn numbers_and_midnights_of_a_table_are_read_as_what_they_mean() {
        let text = "date,exits,entries,patients\n2026-02-03 00:00:00,34.0,\"1,200\",5.5\n2026-02-04T00:00:00Z,7,,\n";
        let expected = ["2: date=2026-02-03 patients=5.5 exits=34 entries=1200", "3: date=2026-02-04 exits=7"];
        check(text, &[], &DAY, &expected);
        check("at\n2026-02-03T06:00:00Z\n", &[], &LOG_ENTRY, &["2: at=2026-02-03T06:00:00Z"]);
    }

    #[test]
    fn parts_of_a_mapping_are_reached_by_their_names() {
        let text = "date,in,out\n2026-02-03,244.0,3\n";
        let columns = ["counts.trucks-in=in", "counts.trucks-out=out"];
        check(text, &columns, &DAY, &["2: counts=[\"trucks-in=244\", \"trucks-out=3\"] date=2026-02-03"]);
    }

    #[test]
    fn a_table_that_is_none_says_where() {
        let read = |text: &str, rule: &str| {
            let rules: Vec<_> = ColumnRule::parse(rule).into_iter().collect();
            read_table("t.csv", text, &rules, &[&DAY], None).map(|table| table.entries.len())
        };
        assert_eq!(
            read("a,b\n1\n", "date=a"),
            Err("t.csv: it is not a table of CSV: line 2: 1 cells, and 2 columns".into())
        );
        assert_eq!(read("a,b\n1,2\n", "date=c"), Err("t.csv: there is no column `c`: a, b".into()));
        assert_eq!(read("", "date=c"), Err("t.csv: the table is empty: its first row names the columns".into()));
    }
}
