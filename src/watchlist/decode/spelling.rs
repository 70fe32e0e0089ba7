//! Detects values that only look right: written with digits, hyphens, colons or blanks that are not on a keyboard, or
//! with invisible characters.

use crate::diagnostic::{Problem, foreign_letter};
use crate::text::sanitise;
use crate::watchlist::document::{Node, NodeKind, Style, false_dash, is_odd_space};

/// Words that people and programs write for "no value".
pub(super) const NOTHING: &[&str] =
    &["none", "nan", "na", "n/a", "null", "nil", "undefined", "-", "–", "?", "tbd", "n.a.", "unknown"];

/// The problem of a value that means "no value", or that would be valid in plain characters: points at the first
/// character that is not plain, and says what to write.
pub(super) fn respelled(
    node: Node<'_>,
    text: &str,
    problem: &Problem,
    is_right: impl Fn(&str) -> bool,
) -> Option<Problem> {
    // Times are excluded: an entry requires one, and an entry recorded without a time gets the current one.
    if problem.rule != "bad-time" && NOTHING.contains(&text.trim().to_lowercase().as_str()) {
        let help = "leave the key out where nothing is known".to_owned();
        return Some(Problem { help: Some(help), ..problem.clone() });
    }
    let plain: String = text.chars().filter_map(plain_character).collect();
    let plain = plain.trim();
    if plain == text || !is_right(plain) {
        return None;
    }
    let odd = text.char_indices().find(|(_, c)| plain_character(*c) != Some(*c));
    let span = odd.and_then(|(at, c)| node.part(at..at + c.len_utf8())).unwrap_or(node.span());
    let help = format!("write `{}`{}", sanitise(plain), foreign_letter(text));
    Some(Problem { span, help: Some(help), ..problem.clone() })
}

/// The start of a misspelled list: a bullet, or a dash followed by a non-YAML space.
pub(super) fn odd_dash(node: Node<'_>) -> Option<Problem> {
    let NodeKind::Scalar(text, Style::Plain) = node.kind() else { return None };
    let (range, message, help) = match (text.strip_prefix('-').and_then(|rest| rest.chars().next()), false_dash(text)) {
        (Some(c), _) if is_odd_space(c) => {
            let message = format!("U+{:04X}, which is not an ordinary space, follows the `-`", u32::from(c));
            (1..1 + c.len_utf8(), message, "write an ordinary space")
        }
        (_, Some(length)) => {
            let message = format!("`{}` is not the hyphen that begins an item", sanitise(&text[..length]));
            (0..length, message, "write `- `")
        }
        _ => return None,
    };
    let span = node.part(range).unwrap_or(node.first_character());
    Some(Problem::error("wrong-shape", span, message).help(help))
}

/// The keyboard character that is meant; `None` for an invisible character.
fn plain_character(c: char) -> Option<char> {
    let digit = |zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10);
    match c {
        '\u{660}'..='\u{669}' => digit('\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit('\u{6f0}'),
        '\u{ff10}'..='\u{ff19}' => digit('\u{ff10}'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' | '\u{ad}' => Some('-'),
        '\u{ff1a}' | '\u{2236}' | '\u{a789}' => Some(':'),
        '\u{ff0b}' => Some('+'),
        '\u{2044}' | '\u{2215}' | '\u{ff0f}' => Some('/'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Removes the separators of digit groups from a number: `3 400`, `3'400`, `3,400`.
pub(crate) fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<_> = text.split(|c: char| c.is_whitespace() || "'’,_٬".contains(c)).collect();
    let is_number = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    (is_grouped && groups.iter().all(is_number)).then(|| groups.concat())
}
