//! Characters that are not what they look like: spaces and dashes of another kind, bullets, and what cannot be seen.

use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;

/// What YAML allows nowhere in a text.
pub(super) fn is_forbidden(c: char) -> bool {
    let is_break_or_blank = matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    (c.is_control() && !is_break_or_blank) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A character that looks like a space, or like nothing, and is no space to YAML.
pub(in crate::watchlist) fn is_odd_space(c: char) -> bool {
    is_unseen(c) || (c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r'))
}

/// The length of what begins an item in print, and not in YAML: a dash of another kind, a bullet or another sign that no
/// keyboard has, `*`, `1.`, `a)`, `(1)`.
pub(in crate::watchlist) fn false_dash(content: &str) -> Option<usize> {
    let first = content.chars().next()?;
    let length = match first {
        '*' | '+' | '~' => 1,
        '(' => 1 + number(&content[1..]).filter(|length| content[1..][*length..].starts_with(')'))? + 1,
        // In French it begins a quote.
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

/// The length of what counts the items of a list: up to three digits, or one letter.
fn number(content: &str) -> Option<usize> {
    let rest = content.trim_start_matches(char::is_numeric);
    let digits = content[..content.len() - rest.len()].chars().count();
    match digits {
        0 => content.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(1),
        1..=3 => Some(content.len() - rest.len()),
        _ => None,
    }
}

/// What is wrong with a line, which stands at a place of the source, that begins with a false dash.
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
