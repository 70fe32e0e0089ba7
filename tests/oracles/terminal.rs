//! What may reach a terminal: characters that show something, and the sequences that are our own.

/// Whether a character could steer a terminal, reorder a line, or stand there unseen.
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Lines of text in which nothing steers but colours.
#[track_caller]
pub fn assert_harmless(shown: &str) {
    let rest = without_colours(shown);
    let found = rest.chars().find(|c| is_steering(*c) && *c != '\n');
    assert!(found.is_none(), "{found:?} in {shown:?}");
}

/// Everything but colours taken away; anything else that begins with an escape stays, to be found.
fn without_colours(frame: &str) -> String {
    let mut out = String::new();
    let mut rest = frame;
    while let Some(at) = rest.find("\x1b[") {
        out.push_str(&rest[..at]);
        let end = rest[at + 2..].find(|c: char| !c.is_ascii_digit() && c != ';').map_or(rest.len(), |end| at + 2 + end);
        if rest[end..].starts_with('m') {
            rest = &rest[end + 1..];
        } else {
            out.push('\x1b');
            rest = &rest[at + 1..];
        }
    }
    out + rest
}
