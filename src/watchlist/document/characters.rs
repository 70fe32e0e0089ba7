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

/// The length of what begins an item in print, and not in YAML: a dash of another kind, a bullet, `*`, `1.`, `a)`.
pub(in crate::watchlist) fn false_dash(content: &str) -> Option<usize> {
    let first = content.chars().next()?;
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let length = match first {
        '–' | '—' | '−' | '‐' | '‑' | '*' | '+' | '•' | '◦' | '‣' | '⁃' | '∙' | '·' | '●' | '○' | '▪' | '▫' | '■'
        | '□' | '►' | '▸' | '➢' | '→' | '✓' | '✔' | '\u{f0b7}' => first.len_utf8(),
        _ if (1..=3).contains(&digits) && content[digits..].starts_with(['.', ')']) => digits + 1,
        'a'..='z' | 'A'..='Z' if content[1..].starts_with(')') => 2,
        _ => return None,
    };
    content[length..].chars().next().is_none_or(|c| c == ' ' || is_odd_space(c)).then_some(length)
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
