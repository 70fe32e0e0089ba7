//! Searching in rows without building them.

/// What an operator typed into the filter, ready to be looked for. ASCII letters match in either case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    lower: String,
    /// Whether rows *without* the text are wanted (`/!egypt`).
    pub inverse: bool,
}

impl Needle {
    /// Reads a filter line; a leading `!` turns it round. `None` where there is nothing to look for.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (inverse, text) = match typed.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, typed),
        };
        (!text.is_empty()).then(|| Self { lower: text.to_lowercase(), inverse })
    }

    /// Whether any of the fields holds the text. `inverse` is the caller's to apply.
    pub fn is_in<'a>(&self, fields: impl IntoIterator<Item = &'a str>) -> bool {
        fields.into_iter().any(|field| self.is_within(field.as_bytes()))
    }

    fn is_within(&self, haystack: &[u8]) -> bool {
        let needle = self.lower.as_bytes();
        let Some(&first) = needle.first() else { return true };
        let upper = first.to_ascii_uppercase();
        haystack.len() >= needle.len()
            && (0..=haystack.len() - needle.len()).any(|at| {
                (haystack[at] == first || haystack[at] == upper)
                    && haystack[at..at + needle.len()].eq_ignore_ascii_case(needle)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, field: &str, found: bool) {
        assert_eq!(Needle::parse(typed).expect("something to look for").is_in([field]), found);
    }

    #[test]
    fn finds_text_in_either_case() {
        check("egypt", "Egypt (border control)", true);
        check("EGYPT", "egypt", true);
        check("qatar", "Egypt", false);
        check("معبر", "في معبر رفح", true);
    }

    #[test]
    fn a_bare_bang_or_blank_is_no_filter() {
        assert_eq!(Needle::parse("  "), None);
        assert_eq!(Needle::parse("!"), None);
        assert!(Needle::parse("!x").expect("a needle").inverse);
    }
}
