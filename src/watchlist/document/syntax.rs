//! Explains why a text is not valid YAML, in words for people who edit a list.
//!
//! The parser reports where it failed. The reader needs the mistake itself, so this module examines the line again.

use super::DEPTH_LIMIT;
use super::characters::{bullet, is_forbidden, is_odd_space, is_unseen, named_space};
use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;

/// An error of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// Where the parser failed, in bytes of the text that it parsed.
    pub(super) offset: usize,
}

/// The kinds of mistakes that the parser distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    TooDeep,
    Directive,
    Tab,
    /// A `: ` where no key is allowed.
    Colon,
    OpenQuote,
    /// Text continues after a closing quote.
    AfterQuote,
    OpenBracket(char),
    WrongBracket {
        open: char,
        close: char,
    },
    ExtraBracket,
    /// A comma or a closing bracket is missing.
    Separator {
        open: char,
    },
    Indentation,
    NoColon,
    Escape,
    /// A text begins with a character that has another meaning in YAML.
    FirstCharacter,
    Other,
}

/// Builds the problem for a fault. The parsed text begins at `base` in the source.
pub(super) fn syntax_problem(fault: &Fault, source: &str, text: &str, base: usize) -> Problem {
    let offset = text.floor_char_boundary(fault.offset.min(text.len()));
    let scene = ParseFailure { source, text, base, offset, line: SourceLine::at(text, offset) };
    let found = match fault.kind {
        FaultKind::TooDeep => None,
        FaultKind::Directive => None,
        _ => scene
            .forbidden_character()
            .or_else(|| scene.invisible_slip())
            .or_else(|| scene.odd_space())
            .or_else(|| scene.bracketed_text(fault.kind))
            .or_else(|| scene.slip_at_line_start(fault.kind))
            .or_else(|| scene.hidden_open_quote(fault.kind)),
    };
    found.unwrap_or_else(|| scene.problem(fault.kind))
}

/// One line of a text, without its line ending.
#[derive(Clone, Copy)]
struct SourceLine<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> SourceLine<'t> {
    fn at(text: &'t str, offset: usize) -> Self {
        let start = text[..offset].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        Self { start, text: text[start..].split(['\n', '\r']).next().unwrap_or_default() }
    }

    fn content(self) -> (usize, &'t str) {
        let content = self.text.trim_start_matches(' ');
        (self.start + self.text.len() - content.len(), content)
    }
}

/// Where the parser failed, and the text around that position.
struct ParseFailure<'t> {
    source: &'t str,
    text: &'t str,
    base: usize,
    /// The position of the fault, in bytes of the text.
    offset: usize,
    line: SourceLine<'t>,
}

impl ParseFailure<'_> {
    fn error(&self, start: usize, length: usize, message: impl Into<String>) -> Problem {
        Problem::error("syntax", Span::new(self.base + start, self.base + start + length), message)
    }

    /// A problem at one character of the text.
    fn character_at(&self, start: usize, message: impl Into<String>) -> Problem {
        let length = self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.error(start, length, message)
    }

    /// A problem at the fault; at the end of a line, at the last visible character before it.
    fn here(&self, message: impl Into<String>) -> Problem {
        Problem::error("syntax", visible_span(self.source, self.base + self.offset), message)
    }

    /// A control character on the line of the fault. YAML allows none anywhere.
    fn forbidden_character(&self) -> Option<Problem> {
        let rest = &self.text[self.line.start..];
        let (at, c) = rest
            .char_indices()
            .take_while(|(at, c)| *c != '\n' || *at < self.offset - self.line.start)
            .find(|(_, c)| is_forbidden(*c))?;
        let what = if c.is_control() { "control character" } else { "character" };
        let message = format!("the {what} U+{:04X} stands here, and a watchlist cannot contain it", u32::from(c));
        Some(self.character_at(self.line.start + at, message).help("remove it, or write a blank in its place"))
    }

    /// A non-YAML space directly after an indicator that needs a space: on the line of the fault, or after the dash of
    /// the line above it.
    fn odd_space(&self) -> Option<Problem> {
        let (line, at, sign, c) = [Some(self.line), self.line_above()].into_iter().flatten().find_map(|line| {
            let indent = line.content().0 - line.start;
            let mut before = None;
            line.text.char_indices().find_map(|(at, c)| {
                let sign = before.replace(c).filter(|_| is_odd_space(c))?;
                let is_dash = sign == '-' && at == indent + 1;
                let is_other = matches!(sign, ':' | ',' | '{' | '[') && line.start == self.line.start;
                (is_dash || is_other).then_some((line, at, sign, c))
            })
        })?;
        let is_behind = line.start + at > self.offset + 1 && self.offset > line.content().0;
        let message = format!("{} follows the `{sign}`", named_space(c));
        (!is_behind).then(|| self.character_at(line.start + at, message).help("write an ordinary space"))
    }

    /// A character that looks like a space or is invisible, on the line of the fault or the next.
    fn invisible_slip(&self) -> Option<Problem> {
        let next = self.line.start + self.line.text.len() + 1;
        let next = self.text.is_char_boundary(next).then(|| SourceLine::at(self.text, next));
        for line in [Some(self.line), next].into_iter().flatten() {
            let indent = line.text.len() - line.text.trim_start().len();
            if let Some(at) = line.text[..indent].find('\t') {
                let problem = self.error(line.start + at, 1, "a tab stands where only spaces may indent");
                return Some(problem.help("use spaces"));
            }
            if let Some((at, c)) = line.text[..indent].char_indices().find(|(_, c)| *c != ' ') {
                let message = format!("U+{:04X} stands where only ordinary spaces may indent", u32::from(c));
                return Some(self.character_at(line.start + at, message).help("replace it with an ordinary space"));
            }
        }
        let (at, c) = self.line.text.char_indices().find(|(_, c)| is_unseen(*c))?;
        let message = format!("a character that cannot be seen, U+{:04X}, stands here", u32::from(c));
        Some(self.character_at(self.line.start + at, message).help("remove it, or put the text in quotes"))
    }

    /// A mistake at the start of the line, independent of the kind of fault.
    fn slip_at_line_start(&self, kind: FaultKind) -> Option<Problem> {
        let is_structure = matches!(kind, FaultKind::Colon | FaultKind::NoColon | FaultKind::Indentation);
        if !is_structure {
            return None;
        }
        if let Some(problem) =
            [Some(self.line), self.line_above()].into_iter().flatten().find_map(|line| self.bullet(line))
        {
            return Some(problem);
        }
        let (start, content) = self.line.content();
        let first = content.chars().next()?;
        if first == '-' && content[1..].starts_with(|c: char| c.is_alphanumeric()) {
            let problem = self.error(start, 1, "a space is missing after the `-` that begins an item");
            return Some(problem.help(format!("write `- {}`", excerpt(&content[1..]))));
        }
        let (word, rest) = key_word(content)?;
        let (after, begin) = (rest.chars().next(), start + content.len() - rest.len());
        match after {
            Some('：') => {
                let problem = self.character_at(begin, "`：` (U+FF1A) is not the colon that ends a key");
                Some(problem.help(format!("write `{word}: …`")))
            }
            Some(':') if rest[1..].starts_with(' ') && is_odd_value(rest[1..].trim_start()) => {
                let value = begin + rest.len() - rest[1..].trim_start().len();
                let sign = &self.text[value..=value];
                let problem = self.error(value, 1, format!("a text cannot begin with {}", quoted_sign(sign)));
                Some(problem.help("put the text in quotes"))
            }
            Some(':') if rest[1..].starts_with(|c: char| !c.is_whitespace()) && kind != FaultKind::Indentation => {
                let problem = self.error(begin, 1, format!("a space is missing after `{word}:`"));
                Some(problem.help(format!("write `{word}: {}`", excerpt(&rest[1..]))))
            }
            _ => None,
        }
    }

    /// The nearest non-empty line above the fault.
    fn line_above(&self) -> Option<SourceLine<'_>> {
        let above = self.text[..self.line.start].trim_end().len();
        (above > 0).then(|| SourceLine::at(self.text, above))
    }

    /// A printed bullet at the start of a line.
    fn bullet(&self, line: SourceLine<'_>) -> Option<Problem> {
        let (start, content) = line.content();
        bullet(content, self.base + start)
    }

    /// An unquoted text that starts with brackets and continues after them: `[AP] gate closed`.
    fn bracketed_text(&self, kind: FaultKind) -> Option<Problem> {
        let is_likely = matches!(
            kind,
            FaultKind::Indentation | FaultKind::Colon | FaultKind::NoColon | FaultKind::Separator { .. }
        );
        let before = self.text.get(self.line.start..self.offset)?.trim_end_matches(' ');
        let rest = self.text[self.line.start + before.len()..].split(['\n', '\r']).next()?;
        let close = before.chars().next_back().filter(|c| is_likely && matches!(c, ']' | '}'))?;
        let open = before.rfind(if close == ']' { '[' } else { '{' })?;
        let inside = &before[open + 1..before.len() - 1];
        let is_value = before[..open].ends_with(": ") || before[..open].trim_start() == "- ";
        let is_next_key = || {
            let (word, after) = key_word(rest.trim_start()).unwrap_or_default();
            !word.is_empty() && (after.starts_with(": ") || after == ":")
        };
        let goes_on = !rest.trim().is_empty() && !rest.trim_start().starts_with(['#', ',', ']', '}']);
        (is_value && goes_on && !is_next_key() && !inside.contains(": ")).then(|| {
            let message = format!("a text cannot begin with `{}`", &before[open..=open]);
            self.error(self.line.start + open, 1, message).help("put the text in quotes")
        })
    }

    /// A value on the line of the fault that begins with a YAML indicator.
    fn odd_beginning(&self) -> Option<Problem> {
        let before = self.text.get(self.line.start..self.offset)?;
        let start = before.rfind(": ").map(|at| at + 2)?;
        let value = self.text[self.line.start + start..].trim_start_matches(' ');
        let sign = value.chars().next().filter(|c| matches!(c, '*' | '&' | '!' | '@' | '`' | '%' | '|' | '>'))?;
        let at = self.text.len() - value.len();
        let problem = self.error(at, 1, format!("a text cannot begin with {}", quoted_sign(&sign.to_string())));
        Some(problem.help("put the text in quotes"))
    }

    /// A value at the fault that begins with a YAML indicator.
    fn odd_value(&self) -> Option<Problem> {
        let before = self.text.get(self.line.start..self.offset)?;
        let sign = self.text[self.offset..].chars().next().filter(|c| !c.is_whitespace())?;
        before.trim_end().ends_with(':').then(|| {
            self.character_at(self.offset, format!("a text cannot begin with {}", quoted_sign(&sign.to_string())))
                .help("put the text in quotes")
        })
    }

    /// An unclosed quote that a later quote closed, so that the parser failed only there.
    fn hidden_open_quote(&self, kind: FaultKind) -> Option<Problem> {
        let is_likely = matches!(
            kind,
            FaultKind::Indentation | FaultKind::OpenBracket(_) | FaultKind::Separator { .. } | FaultKind::Other
        );
        is_likely.then(|| unclosed_quote(self.text)).flatten().map(|_| self.open_quote())
    }

    fn problem(&self, kind: FaultKind) -> Problem {
        match kind {
            FaultKind::TooDeep => {
                let message = format!("lists and mappings stand in each other more than {DEPTH_LIMIT} deep");
                let problem = self.here(message).help("a watchlist needs fewer than ten levels");
                Problem { rule: "too-deep", ..problem }
            }
            FaultKind::Directive => {
                let problem = self.here("a line that begins with `%` is a YAML directive").help("remove the line");
                Problem { rule: "directive", ..problem }
            }
            FaultKind::Tab => match self.tab() {
                Some(at) => self.error(at, 1, "a tab stands where only spaces may stand").help("use spaces"),
                None => self.here("a tab stands where only spaces may stand").help("use spaces"),
            },
            FaultKind::Colon => self.colon(),
            FaultKind::OpenQuote => self.open_quote(),
            FaultKind::AfterQuote => self.after_quote(),
            FaultKind::OpenBracket(open) => self.open_bracket(open),
            FaultKind::WrongBracket { open, close } => {
                let right = closing(open);
                let at = self.text[self.offset..].find(close).map_or(self.offset, |at| self.offset + at);
                self.character_at(at.min(self.text.len()), format!("`{open}` is closed by `{close}`"))
                    .help(format!("write `{right}`"))
            }
            FaultKind::ExtraBracket => self.odd_value().unwrap_or_else(|| {
                self.here("a bracket is closed that was not opened")
                    .help("remove it, or add the opening bracket on this line")
            }),
            FaultKind::Separator { open } => self.separator(open),
            FaultKind::Indentation if self.line.content().1.starts_with([']', '}']) => self.shallow_bracket(),
            FaultKind::Indentation => self
                .here("this line does not line up with the lines above it")
                .help("give every key of one entry the same indentation, and every `-` of one list"),
            FaultKind::NoColon => {
                let word = self.line.content().1.split([' ', ':']).next().unwrap_or_default();
                self.here(format!("a `:` is missing after `{}`", excerpt(word))).help("write `key: value`")
            }
            FaultKind::Escape => self.escape(),
            FaultKind::FirstCharacter => self.first_character(),
            FaultKind::Other if self.text[self.offset..].starts_with("- ") => {
                self.error(self.offset, 1, "a text cannot begin with `- `").help("put the text in quotes")
            }
            FaultKind::Other => self.odd_value().unwrap_or_else(|| {
                self.here("this cannot be read as YAML").help("check the quotes, brackets and indentation here")
            }),
        }
    }

    /// The first tab on or after the line of the fault.
    fn tab(&self) -> Option<usize> {
        self.text[self.line.start..].find('\t').map(|at| self.line.start + at)
    }

    fn colon(&self) -> Problem {
        let (start, content) = self.line.content();
        let above = self.text[..self.line.start].trim_end();
        let is_key = key_word(content.trim_start_matches("- ")).is_some_and(|(_, rest)| rest.starts_with(':'));
        let first_colon = content.find(": ").map_or(content.len().saturating_sub(1), |at| at) + start;
        if is_key && !above.is_empty() && self.offset <= first_colon {
            // The key itself is wrong: it is indented deeper than the text above it allows.
            let word = content.find(':').unwrap_or_default();
            let above = SourceLine::at(self.text, above.len()).content().1;
            if key_word(above.trim_start_matches("- ")).is_some_and(|(_, rest)| rest.is_empty()) {
                let at = SourceLine::at(self.text, self.text[..self.line.start].trim_end().len()).content().0;
                return self
                    .error(at, above.len(), format!("a `:` is missing after `{}`", excerpt(above)))
                    .help(format!("write `{}:`", excerpt(above)));
            }
            return self
                .error(start, word.max(1), "this line does not line up with the lines above it")
                .help("give every key of one entry the same indentation; a text with `: ` in it needs quotes");
        }
        let quoted = quoted_value(content).map(|line| format!("if it is text, quote it: `{line}`; "));
        let help = format!("{}if it begins a new key, write it on a line of its own", quoted.unwrap_or_default());
        self.here("a `: ` is not allowed here").help(help)
    }

    fn open_quote(&self) -> Problem {
        match unclosed_quote(self.text) {
            Some(at) => {
                let quote = &self.text[at..=at];
                self.error(at, 1, "a quoted text is not closed").help(format!("add the missing `{quote}`"))
            }
            None => self
                .here("a line of a quoted text is not indented enough, or the quote is not closed")
                .help("add the missing quote, or indent the lines of the text"),
        }
    }

    fn after_quote(&self) -> Problem {
        let before = &self.text[..self.offset];
        let follows = self.text[self.offset..].trim_start_matches(' ');
        let is_key = follows
            .get(1..)
            .and_then(|rest| rest.split_once(['"', '\'']))
            .is_some_and(|(_, rest)| rest.starts_with(':'));
        if follows.starts_with(['"', '\'']) && is_key && self.line.text.contains('{') {
            return self.here("a `,` is missing before this key").help("add the missing `,`");
        }
        let quote = before.rfind(['"', '\'']).unwrap_or(self.offset.saturating_sub(1));
        if before[quote..].starts_with('\'') {
            return self
                .error(quote, 1, "the quoted text ends here, but more text follows")
                .help("write `''` for an apostrophe inside single quotes, or use double quotes");
        }
        self.error(quote.min(self.text.len()), 1, "the quoted text ends here, but more text follows")
            .help("write `\\\"` for a quote inside double quotes; or a closing quote is missing before it")
    }

    fn open_bracket(&self, open: char) -> Problem {
        let from = self.text[self.offset..].find(open).map_or(self.offset, |at| self.offset + at);
        let line = SourceLine::at(self.text, from);
        let rest = &self.text[from..line.start + line.text.len()];
        if let Some(hash) = rest.find(" #") {
            return self
                .error(from + hash + 1, 1, "a `#` after a space begins a comment, and what follows is not read")
                .help("put a text with ` #` in it in quotes");
        }
        self.character_at(from, format!("`{open}` is not closed")).help(format!("add the missing `{}`", closing(open)))
    }

    /// A closing bracket on a line of its own, at the column of its key or left of it. This is common, and other
    /// readers accept it, but YAML requires every line of a value to be indented deeper than its key.
    fn shallow_bracket(&self) -> Problem {
        let (start, content) = self.line.content();
        let bracket = &content[..1];
        let indent = start - self.line.start;
        let mut closed = 0;
        let mut opens = |line: &&str| {
            let content = without_comment(line.trim());
            let is_opening = content.ends_with(['[', '{']);
            closed += usize::from(content.starts_with([']', '}']));
            let is_ours = is_opening && closed == 0;
            closed -= usize::from(is_opening && closed > 0);
            is_ours
        };
        let opening = self.text[..self.line.start].lines().rev().find(|line| opens(line)).and_then(|line| {
            let words = line.trim_start_matches([' ', '-']);
            key_word(words).map(|(key, _)| (key, line.len() - words.len()))
        });
        let (than, column) = match opening {
            Some((key, column)) => (format!(" than `{}`", sanitise(key)), column),
            None => (" than the line that opens it".to_owned(), indent),
        };
        let help = match column + 1 - indent.min(column) {
            1 => format!("put one more blank before the `{bracket}`"),
            more => format!("put {more} more blanks before the `{bracket}`"),
        };
        self.error(start, 1, format!("this `{bracket}` must stand deeper{than}")).help(help)
    }

    fn separator(&self, open: char) -> Problem {
        let close = closing(open);
        let at_comma = self.text[self.offset..].starts_with(',');
        if at_comma {
            return self.error(self.offset, 1, "nothing stands before this `,`").help("remove one of the commas");
        }
        if self.text[self.offset..].starts_with(':') {
            return self
                .error(self.offset, 1, "a `: ` is not allowed here")
                .help("add the missing `,` before the key; if it belongs to the text, put the whole text in quotes");
        }
        if let Some(problem) = self.odd_beginning() {
            return problem;
        }
        let what = if open == '[' { "a list in `[ ]`" } else { "a mapping in `{ }`" };
        if let Some(at) = self.unread_comment() {
            return self
                .error(at, 1, "a `#` after a space begins a comment, and what follows is not read")
                .help("put a text with ` #` in it in quotes");
        }
        self.here(format!("{what} goes on without a `,` or a `{close}`"))
            .help(format!("add the missing `,` or `{close}`"))
    }

    /// A ` #` on the line of the fault or the line above: it turns the brackets after it into a comment.
    fn unread_comment(&self) -> Option<usize> {
        let before = self.text[..self.offset].trim_end();
        let line = SourceLine::at(self.text, before.len());
        line.text.find(" #").map(|at| line.start + at + 1).filter(|_| line.text.contains(['{', '[']))
    }

    fn escape(&self) -> Problem {
        let help = "write `\\\\` for a backslash, or use single quotes";
        let message = "an escape that YAML does not know stands in double quotes";
        match bad_escape(&self.text[self.offset..]).map(|(at, length)| (self.offset + at, length)) {
            Some((at, length)) => self.error(at, length, message).help(help),
            None => self.here(message).help(help),
        }
    }

    fn first_character(&self) -> Problem {
        let Some(c) = self.text[self.offset..].chars().next().filter(|c| !c.is_whitespace()) else {
            return self.here("a text is expected here").help("put it in quotes");
        };
        let is_first = self.line.content().0 == self.offset;
        if let Some(problem) = self.bullet(self.line).filter(|_| is_first) {
            return problem.help("write `- `; if it is text, put it in quotes");
        }
        self.character_at(self.offset, format!("a text cannot begin with {}", quoted_sign(&c.to_string())))
            .help("put the text in quotes")
    }
}

/// Whether a value begins with a YAML indicator.
fn is_odd_value(value: &str) -> bool {
    value.starts_with(['*', '&', '!', '@', '`']) || value.starts_with("- ")
}

fn quoted_sign(sign: &str) -> String {
    if sign == "`" { "a backtick".to_owned() } else { format!("`{}`", sanitise(sign)) }
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// The key at the start of a line, and the text after it.
fn key_word(content: &str) -> Option<(&str, &str)> {
    let end = content.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(content.len());
    (end > 0).then(|| content.split_at(end))
}

/// Shortens untrusted text for a message.
fn excerpt(text: &str) -> String {
    let text = without_comment(text);
    let short: String = text.chars().take(30).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{}{more}", sanitise(short.trim_end()))
}

fn without_comment(text: &str) -> &str {
    text.find(" #").map_or(text, |comment| text[..comment].trim_end())
}

/// The offset of a quote that is not closed; `None` if every quote is closed.
fn unclosed_quote(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut may_open = true;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' if may_open => match quote_end(bytes, at) {
                Some(end) => at = end,
                None => return Some(at),
            },
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
                may_open = true;
                continue;
            }
            _ => {}
        }
        let is_space = matches!(bytes.get(at), Some(b' ' | b'\t'));
        let ends_key = matches!(byte, b':' | b'-') && matches!(bytes.get(at + 1), Some(b' ' | b'\n') | None);
        may_open = matches!(byte, b',' | b'[' | b'{' | b'\n' | b'\r') || ends_key || (may_open && is_space);
        at += 1;
    }
    None
}

/// Where the quote that opens at `open` closes. A new key on a line of its own means that it should have closed
/// earlier.
fn quote_end(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = bytes[open];
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The first escape in a double-quoted text that YAML does not define, and its length.
fn bad_escape(text: &str) -> Option<(usize, usize)> {
    let start = text.find('"')?;
    let mut at = start + 1;
    while let Some(found) = text[at..].find('\\') {
        let slash = at + found;
        let c = text[slash + 1..].chars().next()?;
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\' | 'N' | '_' | 'L'
            | 'P' | '\n' | '\r' => 0,
            _ => return Some((slash, 1 + c.len_utf8())),
        };
        let hex = text.get(slash + 2..slash + 2 + digits);
        if !hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return Some((slash, 2));
        }
        at = slash + 1 + c.len_utf8();
    }
    None
}

/// The line with its value quoted as YAML requires: `note: 'Rafah: open'`.
fn quoted_value(content: &str) -> Option<String> {
    let (key, value) = without_comment(content).trim_start_matches([' ', '-']).split_once(": ")?;
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
    let quoted = serde_yaml::to_string(value.trim_end()).ok().filter(|_| is_plain && value.len() < 60)?;
    Some(format!("{}: {}", sanitise(key), sanitise(quoted.trim_end())))
}

/// The character at an offset; at the end of a line or file, the last visible character before it.
fn visible_span(source: &str, offset: usize) -> Span {
    let offset = source.floor_char_boundary(offset);
    match source[offset..].chars().next() {
        Some(c) if !c.is_whitespace() => Span::new(offset, offset + c.len_utf8()),
        _ => {
            let end = source[..offset].trim_end().len();
            let start = source[..end].char_indices().next_back().map_or(0, |(start, _)| start);
            Span::new(start, end)
        }
    }
}
