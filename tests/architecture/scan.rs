//! A source as tokens and paths: as much of Rust as a scan for names must know.
//!
//! It knows nothing of types and of what a name stands for; an alias hides what it was given to only after its `use`.

/// A path as it is used somewhere, with the braces of a `use` multiplied out.
pub struct UsedPath {
    /// Its words, `*` included.
    pub segments: Vec<String>,
    /// Where it stands, counted from one.
    pub line: usize,
}

/// Every path that the tokens name.
pub fn paths(tokens: &[Token]) -> Vec<UsedPath> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let goes_on = at > 0 && (tokens[at - 1].is(".") || tokens[at - 1].is("::"));
        let begins = tokens[at].is_word() && (!goes_on || leads_from_root(tokens, at));
        at = if begins { read_path(tokens, at, &[], &mut found) } else { at + 1 };
    }
    found
}

/// Whether the `::` before a word has nothing before it, as in `use ::std::fs`.
fn leads_from_root(tokens: &[Token], at: usize) -> bool {
    tokens[at - 1].is("::")
        && (at < 2 || tokens[at - 2].is("use") || !(tokens[at - 2].is_word() || tokens[at - 2].is(">")))
}

/// Reads one path, or the tree of a `use`, and returns where it ends.
fn read_path(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<UsedPath>) -> usize {
    let line = tokens.get(at).map_or(0, |token| token.line);
    let mut segments = before.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.is("{") {
            return read_branches(tokens, at + 1, &segments, found);
        }
        if !token.is_word() && !token.is("*") {
            break;
        }
        // `use std::fs::{self}` means `std::fs`.
        if !token.is("self") || segments.is_empty() {
            segments.push(token.text.clone());
        }
        at += 1;
        if !tokens.get(at).is_some_and(|next| next.is("::")) {
            break;
        }
        at += 1;
    }
    found.push(UsedPath { segments, line });
    at
}

fn read_branches(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<UsedPath>) -> usize {
    while let Some(token) = tokens.get(at) {
        if token.is("}") {
            return at + 1;
        }
        let is_branch = token.is_word() || token.is("*") || token.is("{");
        at = if token.is("as") {
            at + 2
        } else if is_branch {
            read_path(tokens, at, before, found)
        } else {
            at + 1
        };
    }
    at
}

/// The tokens that are left when each item under `#[cfg(test)]` is gone.
pub fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let is_mark = |at: usize| {
        tokens.get(at..at + MARK.len()).is_some_and(|found| found.iter().zip(MARK).all(|(token, text)| token.is(text)))
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_mark(at) {
            at = after_item(&tokens, at + MARK.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where an item ends: at its `;`, or at the brace that closes its body. Attributes in front belong to it.
fn after_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return at + usize::from(tokens.get(at).is_some_and(|next| next.is(";")));
                }
            }
            ";" if depth == 0 => return at,
            _ => {}
        }
    }
    at
}

/// A word, a `::`, or any other single character; literals are a `"`.
#[derive(Clone, Debug)]
pub struct Token {
    /// How it is spelled.
    pub text: String,
    /// Where it stands, counted from one.
    pub line: usize,
}

impl Token {
    /// Whether it is spelled so.
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// A source without its comments.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_length(rest)
        } else if let Some(length) = literal_length(rest) {
            tokens.push(Token { text: "\"".to_owned(), line });
            length
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token { text: rest[..length].to_owned(), line });
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(Token { text: rest[..length].to_owned(), line });
            }
            length
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// How long the comment is that begins here; they nest.
fn comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += 1;
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// How long the string or character literal is that begins here, if one does.
fn literal_length(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c', 'r']);
    let prefix = &rest[..rest.len() - body.len()];
    if !["", "b", "c", "r", "br", "cr"].contains(&prefix) {
        return None;
    }
    let hashes = body.len() - body.trim_start_matches('#').len();
    if prefix.contains('r') && body[hashes..].starts_with('"') {
        let closer = format!("\"{}", "#".repeat(hashes));
        let opened = prefix.len() + hashes + 1;
        return Some(rest[opened..].find(&closer).map_or(rest.len(), |end| opened + end + closer.len()));
    }
    if prefix.contains('r') {
        return None;
    }
    match body.chars().next()? {
        '"' => Some(prefix.len() + quoted_length(body, '"')),
        '\'' if is_character(body) => Some(prefix.len() + quoted_length(body, '\'')),
        _ => None,
    }
}

/// Whether a `'` begins a character rather than a lifetime.
fn is_character(body: &str) -> bool {
    let mut inside = body.chars().skip(1);
    inside.next() == Some('\\') || inside.next() == Some('\'')
}

fn quoted_length(body: &str, quote: char) -> usize {
    let mut is_escaped = true;
    for (at, c) in body.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    body.len()
}
