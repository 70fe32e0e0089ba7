//! Printable ASCII for terminals without Unicode.
//!
//! Everything is drawn with Unicode. For an ASCII terminal, a pass over the finished frame replaces it cell by cell, so
//! that nothing moves.

use ratatui::buffer::Buffer;

/// The replacement for each glyph. Any other non-ASCII grapheme becomes `?`.
#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    ("─", "-"), ("│", "|"), ("┌", "+"), ("┐", "+"), ("└", "+"), ("┘", "+"),
    ("━", "="), ("┃", "#"), ("┏", "#"), ("┓", "#"), ("┗", "#"), ("┛", "#"),
    ("┄", "."), ("┆", ":"), ("┅", ":"), ("┇", "!"),
    ("├", "+"), ("┤", "+"), ("┬", "+"), ("┴", "+"), ("┼", "+"),
    ("█", "#"), ("▓", "#"), ("▒", "%"), ("░", "."), ("▏", "|"), ("▌", "|"), ("▕", "|"),
    ("▁", "_"), ("▂", "."), ("▃", ":"), ("▄", "="), ("▅", "="), ("▆", "*"), ("▇", "#"),
    ("·", "."), ("•", "*"), ("…", "~"), ("–", "-"), ("—", "-"), ("−", "-"), ("×", "x"),
    ("‘", "'"), ("’", "'"), ("“", "\""), ("”", "\""), ("«", "\""), ("»", "\""),
    ("↑", "^"), ("↓", "v"), ("→", ">"), ("←", "<"), ("↗", "/"), ("↘", "\\"), ("⇒", ">"), ("↔", "="),
    ("▲", "^"), ("▼", "v"), ("△", "^"), ("▽", "v"), ("▴", "^"), ("▾", "v"),
    ("▸", ">"), ("▹", "-"), ("▶", ">"), ("◂", "<"), ("›", ">"), ("‹", "<"),
    ("●", "*"), ("○", "o"), ("◍", "%"), ("◔", "c"), ("◐", "@"), ("◑", "@"), ("◕", "@"), ("◌", "0"), ("⊘", "/"), ("◆", "*"), ("◇", "o"), ("■", "#"), ("□", "o"), ("▪", "*"), ("▫", "o"),
    ("✓", "+"), ("✔", "+"), ("✗", "x"), ("✘", "x"), ("⚑", "!"), ("⚠", "!"), ("★", "*"), ("☆", "*"),
    ("±", "~"), ("≈", "~"), ("≥", ">"), ("≤", "<"), ("≠", "#"), ("∞", "~"), ("°", "o"), ("½", "~"), ("§", "S"), ("\u{a0}", " "),
    ("é", "e"), ("è", "e"), ("ê", "e"), ("á", "a"), ("à", "a"), ("â", "a"), ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ó", "o"), ("ï", "i"), ("ç", "c"),
];

fn ascii_of(grapheme: &str) -> &'static str {
    TABLE.iter().find(|(glyph, _)| *glyph == grapheme).map_or("?", |(_, ascii)| ascii)
}

pub(super) fn ascii_text(text: &str) -> String {
    crate::text::graphemes(text)
        .map(|grapheme| if grapheme.is_ascii() { grapheme } else { ascii_of(grapheme) })
        .collect()
}

pub(crate) fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let ascii = ascii_of(cell.symbol());
            cell.set_symbol(ascii);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn what_differs_in_a_chart_differs_in_ascii_too() {
        assert_ne!(ascii_of("▁"), ascii_of("·"), "the lowest level, and no value");
        assert_ne!(ascii_of("▒"), ascii_of("▄"), "claimed deeds, and a day open in part");
        assert_ne!(ascii_of("○"), ascii_of("◌"), "closed as announced, and announced only");
        assert_ne!(ascii_of("─"), ascii_of("┄"), "the present, and the past");
        assert_ne!(ascii_of("━"), ascii_of("┅"), "the present, and the past");
        assert_ne!(ascii_of("◍"), ascii_of("●"), "claimed and verified");
    }

    #[test]
    fn each_glyph_stands_in_the_table_once_and_keeps_its_width() {
        let mut seen = HashSet::new();
        for (glyph, ascii) in TABLE {
            assert!(seen.insert(glyph), "{glyph} stands there twice");
            assert!(ascii.is_ascii() && ascii.len() == glyph.width(), "{glyph}");
        }
    }
}
