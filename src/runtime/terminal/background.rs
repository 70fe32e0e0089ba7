//! The background that the terminal tells: as a colour when asked (OSC 11), or by itself when it changes (mode 2031).

use crate::app::Background;

/// Asks for the colour of the background.
pub(super) const QUESTION: &str = "\x1b]11;?\x1b\\";

/// The background in an answer to [`QUESTION`], given the bytes between `ESC ]` and its end. `None` if it is another
/// answer.
pub(super) fn background(answer: &[u8]) -> Option<Background> {
    let colour = std::str::from_utf8(answer).ok()?.strip_prefix("11;")?;
    let channels = colour.strip_prefix("rgb:").or_else(|| colour.strip_prefix("rgba:"))?;
    let mut channels = channels.split('/').map(channel);
    let colour = [channels.next()??, channels.next()??, channels.next()??];
    Some(Background::from_rgb(colour))
}

/// A channel of one to four hexadecimal digits (XParseColor).
fn channel(digits: &str) -> Option<u8> {
    let largest = (1u32 << (4 * digits.len().min(5))) - 1;
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+') && digits.len() <= 4)?;
    u8::try_from(value * 255 / largest).ok()
}

/// The background in a report of mode 2031, given its parameters.
pub(super) fn changed_background(parameters: &str) -> Option<Background> {
    match parameters {
        "?997;1" => Some(Background::Dark),
        "?997;2" => Some(Background::Light),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_understood_in_every_form_and_nothing_else_is() {
        for (answer, expected) in [
            ("11;rgb:0000/2b2b/3636", Some(Background::Dark)),
            ("11;rgb:fd/f6/e3", Some(Background::Light)),
            ("11;rgba:f/f/f/8", Some(Background::Light)),
            ("11;rgb:8080/8080/8080", Some(Background::Unknown)),
            ("11;rgb:00000/00000/00000", None),
            ("11;rgb:0000/0000", None),
            ("11;rgb:+1/+1/+1", None),
            ("11;?", None),
            ("10;rgb:ffff/ffff/ffff", None),
            ("", None),
        ] {
            assert_eq!(background(answer.as_bytes()), expected, "{answer}");
        }
    }
}
