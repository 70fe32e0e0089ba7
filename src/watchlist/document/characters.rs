//! Characters that are easily confused with others: unusual spaces and dashes, bullets, and invisible characters.

use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;

/// Whether YAML forbids a character everywhere.
pub(super) fn is_forbidden(c: char) -> bool {
    let is_break_or_blank = matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    (c.is_control() && !is_break_or_blank) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether a character looks like a space or is invisible, but is not a space in YAML.
pub(in crate::watchlist) fn is_odd_space(c: char) -> bool {
    is_unseen(c) || (c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r'))
}

/// The length of a list marker that is used in print but not in YAML: an unusual dash, a bullet or another sign that no
/// keyboard has, `*`, `1.`, `a)`, `(1)`.
pub(in crate::watchlist) fn false_dash(content: &str) -> Option<usize> {
    let first = content.chars().next()?;
    let length = match first {
        '*' | '+' | '~' => 1,
        '(' => 1 + number(&content[1..]).filter(|length| content[1..][*length..].starts_with(')'))? + 1,
        // It opens a quotation in French.
        '«' => return None,
        _ if first.is_alphanumeric() => {
            let length = number(content)?;
            let sign = content[length..].chars().next()?;
            let is_letter = !first.is_numeric();
            (sign == ')' || (!is_letter && matches!(sign, '.' | '．'))).then_some(length + sign.len_utf8())?
        }
        _ if first.is_ascii() || is_odd_space(first) => return None,
        _ => content.len() - content[first.len_utf8()..].trim_start_matches('\u{fe0f}').len(),
    };
    content[length..].chars().next().is_none_or(|c| c == ' ' || is_odd_space(c)).then_some(length)
}

/// The length of an item number: up to three digits, or one letter.
fn number(content: &str) -> Option<usize> {
    let rest = content.trim_start_matches(char::is_numeric);
    let digits = content[..content.len() - rest.len()].chars().count();
    match digits {
        0 => content.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(1),
        1..=3 => Some(content.len() - rest.len()),
        _ => None,
    }
}

/// The problem of a line that begins with a false dash; `start` is the offset of the line in the source.
pub(super) fn bullet(content: &str, start: usize) -> Option<Problem> {
    let length = false_dash(content)?;
    let bullet = &content[..length];
    let code = match bullet.chars().next() {
        Some(c) if !c.is_ascii() => format!(" (U+{:04X})", u32::from(c)),
        _ => String::new(),
    };
    let message = format!("`{}`{code} is not the hyphen that begins an item", sanitise(bullet));
    Some(Problem::error("syntax", Span::new(start, start + length), message).help("write `- `"))
}

pub(super) fn named_space(c: char) -> String {
    let name = match c {
        '\u{a0}' => ", a no-break space,",
        '\u{202f}' => ", a narrow no-break space,",
        '\u{3000}' => ", a wide space,",
        _ => ", a space of another kind,",
    };
    format!("U+{:04X}{name}", u32::from(c))
}

pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}
