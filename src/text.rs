//! Untrusted text, made safe to show.
//!
//! All external text (a field, a key, a file name, a panic message) passes through [`sanitise`] exactly once on its way
//! to the screen or a terminal. A [`Text`] keeps the original characters and gives out only the safe form; JSON and
//! copies ask for [`Text::raw`] explicitly.

mod bidi;
mod fold;
mod joiners;
mod link;

pub use bidi::in_visual_order;
pub use fold::{fold, fold_ascii, fold_char};
pub use link::Link;
pub(crate) use link::safe_url;

use joiners::is_joiner_in_place;

use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The zero-width non-joiner and the zero-width joiner.
const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';

/// The maximum number of combining marks per base character; the rest is shown as escapes.
const MARKS_PER_CELL: usize = 4;

/// A free text from the watchlist, as written.
///
/// It has no `Display`: the caller chooses the safe form or the raw one. Text that the file contains literally is not
/// copied, so a long log takes a few large allocations, not a million small ones.
#[derive(Clone)]
pub struct Text {
    whole: Arc<String>,
    start: u32,
    end: u32,
}

impl Text {
    /// Copies a text that is not part of a file.
    pub fn new(raw: &str) -> Self {
        Self::part_of(Arc::new(raw.to_owned()), 0..raw.len())
    }

    /// Refers to a part of a file. The range must be on character boundaries.
    pub fn part_of(whole: Arc<String>, range: Range<usize>) -> Self {
        let place = |at: usize| u32::try_from(at).expect("sources are capped far below 4 GiB");
        Self { start: place(range.start), end: place(range.end), whole }
    }

    /// The form for people: one line, with visible escapes for control and invisible characters. Direction marks are
    /// left out.
    pub fn display(&self) -> Cow<'_, str> {
        match self.raw().contains(is_direction_mark) {
            false => sanitise(self.raw()),
            true => sanitise(&self.raw().replace(is_direction_mark, "")).into_owned().into(),
        }
    }

    /// The form for details: as [`display`](Self::display), with an escape for each direction mark.
    pub fn display_marks(&self) -> Cow<'_, str> {
        sanitise(self.raw())
    }

    /// The original characters, for JSON and for searching; never for a terminal.
    pub fn raw(&self) -> &str {
        &self.whole[self.start as usize..self.end as usize]
    }

    /// Whether two texts have the same words, ignoring case and the amount of blanks.
    pub fn is_same(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    /// The words in folded case and with single blanks, for comparing texts; never for people.
    pub fn folded(&self) -> String {
        self.raw().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the text has no characters.
    pub fn is_empty(&self) -> bool {
        self.raw().trim().is_empty()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.raw())
    }
}

/// Makes a string safe for a terminal, on one line.
///
/// Line breaks and tabs become spaces. Other control characters, bidirectional controls, zero-width and tag characters
/// become visible escapes such as `\x1b` or `\u{202e}`, but a joiner stays where it belongs to a word. So do each combining mark after the fourth on one base, a mark
/// without a base, and code points without a character: private use, noncharacters, unassigned ones. A sequence whose
/// width differs between terminals becomes its first character.
pub fn sanitise(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(raw);
    }
    let mut safe = String::with_capacity(raw.len() + 16);
    let mut marks = 0;
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\r' if chars.as_str().starts_with('\n') => {}
            ZWNJ | ZWJ if is_joiner_in_place(&safe, c, chars.as_str()) => safe.push(c),
            '\n' | '\t' => safe.push(' '),
            _ if is_hidden(c) || marks > MARKS_PER_CELL => push_escape(&mut safe, c),
            _ if joins(c) && (safe.is_empty() || safe.ends_with([' ', '}'])) => push_escape(&mut safe, c),
            _ if is_nothing(c) => push_escape(&mut safe, c),
            _ => safe.push(c),
        }
    }
    let safe = of_one_width(safe);
    if safe == raw { Cow::Borrowed(raw) } else { Cow::Owned(safe) }
}

/// A value as JSON, on one line. Characters that could control a terminal are written as equivalent escapes.
pub fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain strings and numbers always serialise");
    if json.is_ascii() {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            // Hidden characters occur only inside strings.
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| _ = write!(safe, "\\u{unit:04x}"));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Escapes a line for Markdown so that it is shown literally: no text becomes markup, a list, a link or an image,
/// wherever the line is placed.
///
/// For text that is safe to show. Marks are escaped only where they could have a meaning, so that the result also reads
/// well as plain text.
pub fn escape_markdown(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    // Characters that could begin a heading, a quote, a list or a rule.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && line[digits..].starts_with(['.', ')']);
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        let is_marked = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            // At the end of a heading it would be a closing sequence.
            '#' => at == 0 || (line[..at].ends_with(' ') && rest.bytes().all(|byte| byte == b'#')),
            '+' | '-' | '=' => at == 0,
            ')' => is_number && at == digits,
            '.' => (is_number && at == digits) || ends_with_www(&line[..at]),
            ':' => rest.starts_with("//"),
            _ => false,
        };
        if is_marked {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.as_bytes().last_chunk::<3>().is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

/// Makes the width of a row the same in terminals that count characters and in those that count graphemes: an emoji
/// with a variation selector, a modifier or a keycap becomes its first character.
fn of_one_width(safe: String) -> String {
    let sum = |grapheme: &str| grapheme.chars().filter_map(UnicodeWidthChar::width).sum::<usize>();
    let differs = |grapheme: &str| grapheme.len() > 1 && sum(grapheme) != grapheme.width();
    if !graphemes(&safe).any(differs) {
        return safe;
    }
    let first = |grapheme: &str| grapheme.chars().next().map_or(0, char::len_utf8);
    graphemes(&safe).map(|grapheme| if differs(grapheme) { &grapheme[..first(grapheme)] } else { grapheme }).collect()
}

/// The graphemes of a text: what a reader sees as one character. Between two ASCII characters there is always a
/// boundary, except inside a line break, so most texts need no search for it.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = match rest.as_bytes() {
            [first, next, ..] if first.is_ascii() && next.is_ascii() && *first != b'\r' => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let (grapheme, others) = rest.split_at(end);
        rest = others;
        Some(grapheme)
    })
}

/// Whether a text is right-to-left, in whole or in part.
pub fn is_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        })
}

/// A mark that shares a cell with the character before it, whatever its width.
fn joins(c: char) -> bool {
    !c.is_ascii() && !c.is_control() && format!("a{c}").graphemes(true).count() == 1
}

/// A code point without a character: private use, a noncharacter, or unassigned. The standard library escapes those,
/// and blanks.
fn is_nothing(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !joins(c) && c.escape_debug().count() > 1
}

fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    let written = if code < 0x100 { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{{{code:x}}}") };
    written.expect("writing to a string cannot fail");
}

/// A character that takes no cell of its own and combines with the one before it.
fn is_mark(c: char) -> bool {
    c != '\0' && !c.is_control() && UnicodeWidthChar::width(c) == Some(0) && !is_hidden(c)
}

/// A left-to-right mark, a right-to-left mark, an Arabic letter mark: alone they change only the order of the characters
/// around them.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// A character that could control a terminal, reorder a line, or be invisible.
///
/// Sources: Unicode `Cc`, `Cf` and the `Default_Ignorable_Code_Point` list, except the two emoji variation selectors.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, shown: &str) {
        assert_eq!(sanitise(raw), shown);
    }

    #[test]
    fn marks_are_escaped_only_where_they_could_mean_something() {
        for (line, written) in [
            ("verified 0%, up-to-date (3)", "verified 0%, up-to-date (3)"),
            (
                "*a* _b_ `c` [d](e) <f> &lt; g|h ~~i~~ \\",
                "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\&lt; g\\|h \\~\\~i\\~\\~ \\\\",
            ),
            ("# 1", "\\# 1"),
            ("- x - #2", "\\- x - #2"),
            ("C# ##", "C# \\##"),
            ("12. x. y", "12\\. x. y"),
            ("1) x)", "1\\) x)"),
            ("=1+1", "\\=1+1"),
            ("see https://x.org or WWW.x.org", "see https\\://x.org or WWW\\.x.org"),
        ] {
            assert_eq!(escape_markdown(line), written);
        }
    }

    #[test]
    fn what_is_no_character_is_escaped() {
        check("a\u{fdd0}b", "a\\u{fdd0}b");
        check("\u{e000}", "\\u{e000}");
        check("\u{378}x", "\\u{378}x");
        check("\u{10fffe}", "\\u{10fffe}");
    }

    #[test]
    fn a_mark_without_a_base_is_escaped() {
        check("\u{bbe}x", "\\u{bbe}x");
        check("x \u{301}", "x \\u{301}");
        check("கா e\u{301}", "கா e\u{301}");
    }

    #[test]
    fn an_emoji_of_which_terminals_disagree_becomes_its_first_character() {
        check("☁\u{fe0f} 👍🏽 1\u{fe0f}\u{20e3} 🇵🇸", "☁ 👍 1 🇵🇸");
    }

    #[test]
    fn an_emoji_of_several_people_becomes_its_first_character() {
        check("👨\u{200d}👩\u{200d}👧 at the gate", "👨 at the gate");
        check("🏳\u{fe0f}\u{200d}🌈", "🏳");
    }

    #[test]
    fn a_joiner_stays_inside_a_word_of_a_joining_script() {
        for word in
            ["می\u{200c}شود", "خانه\u{200c}های", "مي\u{64e}\u{200c}شود", "क\u{94d}\u{200d}ष", "ক\u{9cd}\u{200c}ত"]
        {
            check(word, word);
        }
        check("a\u{200c}b", "a\\u{200c}b");
        check("\u{200c}می", "\\u{200c}می");
        check("می\u{200c} شود", "می\\u{200c} شود");
        check("می\u{200c}\u{200c}شود", "می\\u{200c}\\u{200c}شود");
    }

    #[test]
    fn a_direction_mark_is_left_out_of_rows_and_shown_in_details() {
        let text = Text::new("\u{200f}معبر رفح\u{200e} (2)");
        assert_eq!(text.display(), "معبر رفح (2)");
        assert_eq!(text.display_marks(), "\\u{200f}معبر رفح\\u{200e} (2)");
        assert_eq!(Text::new("a\u{202e}b").display(), "a\\u{202e}b");
    }

    #[test]
    fn plain_and_foreign_text_pass_unchanged() {
        check("Rafah, 9:00", "Rafah, 9:00");
        check("معبر رفح", "معبر رفح");
        check("שָׁלוֹם", "שָׁלוֹם");
    }

    #[test]
    fn line_breaks_and_tabs_become_spaces() {
        check("a\r\nb\tc\n", "a b c ");
    }

    #[test]
    fn steering_characters_become_visible_escapes() {
        check("\u{1b}[31mred", "\\x1b[31mred");
        check("a\rb", "a\\x0db");
        check("a\u{9b}2J", "a\\x9b2J");
        check("abc\u{202e}fed", "abc\\u{202e}fed");
        check("a\u{200b}b\u{e0041}", "a\\u{200b}b\\u{e0041}");
    }

    #[test]
    fn a_pile_of_combining_marks_is_cut_at_four() {
        let zalgo = format!("a{}", "\u{301}".repeat(6));
        check(&zalgo, &format!("a{}\\u{{301}}\\u{{301}}", "\u{301}".repeat(4)));
    }

    proptest::proptest! {
        #[test]
        fn nothing_hidden_is_left(raw in "\\PC*|[\\x00-\\u{ffff}]*") {
            let shown = sanitise(&raw).into_owned();
            assert!(!shown.replace([ZWNJ, ZWJ], "").chars().any(is_hidden), "{shown:?}");
        }

        #[test]
        fn graphemes_are_those_of_the_standard(text in "([a-c \\r\\n]|\\PC|[\u{300}\u{200d}\u{1f1e6}\u{1f469}\u{94d}\u{915}\u{600}]){0,12}") {
            assert!(graphemes(&text).eq(text.graphemes(true)), "{text:?}");
        }

        #[test]
        fn sanitising_twice_changes_nothing(raw in ".*") {
            let once = sanitise(&raw).into_owned();
            assert_eq!(sanitise(&once), once);
        }
    }
}
