//! The properties of a file as a whole: its byte-order mark, its line endings, and whether its last line has one. They
//! are merged like values, so a side that only converted the file causes no conflict.

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The shape of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MergeShape {
    has_mark: bool,
    is_ended: bool,
    /// The line ending of the conflict markers.
    pub(super) ending: &'static str,
    /// Whether the versions differ in their line endings, and are merged with normalised ones.
    is_converted: bool,
}

impl MergeShape {
    pub(super) fn from_versions(base: &str, ours: &str, theirs: &str) -> Self {
        let all = [base, ours, theirs];
        let [base_ending, our_ending, their_ending] = all.map(ending);
        let known: Vec<_> = all.into_iter().filter(|text| text.contains('\n')).map(ending).collect();
        let is_converted = known.iter().all(Option::is_some) && known.windows(2).any(|pair| pair[0] != pair[1]);
        let [base_mark, our_mark, their_mark] = all.map(|text| text.starts_with(BYTE_ORDER_MARK));
        let [base_ended, our_ended, their_ended] = all.map(|text| text.is_empty() || text.ends_with('\n'));
        Self {
            has_mark: either(base_mark, our_mark, their_mark),
            is_ended: either(base_ended, our_ended, their_ended),
            ending: either(base_ending, our_ending, their_ending).or(our_ending).unwrap_or("\n"),
            is_converted,
        }
    }

    /// Normalises a version for merging: no byte-order mark, and every line ends with a line ending.
    pub(super) fn plain(&self, text: &str) -> String {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let mut plain = if self.is_converted { text.replace("\r\n", "\n") } else { text.to_owned() };
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push_str(if self.is_converted { "\n" } else { ending(text).unwrap_or(self.ending) });
        }
        plain
    }

    /// Applies the shape to the result.
    pub(super) fn finish(&self, text: &str) -> String {
        let mut text = if self.is_converted && self.ending == "\r\n" {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else if self.is_converted {
            text.replace("\r\n", "\n")
        } else {
            text.to_owned()
        };
        if !self.is_ended {
            let end = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).map_or(text.len(), str::len);
            text.truncate(end);
        }
        if self.has_mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text
    }
}

/// Returns the changed value; if both sides changed it, ours.
fn either<T: PartialEq>(base: T, ours: T, theirs: T) -> T {
    if ours == base { theirs } else { ours }
}

/// The line ending of a text, if all its lines have the same.
fn ending(text: &str) -> Option<&'static str> {
    let lines = text.matches('\n').count();
    match text.matches("\r\n").count() {
        _ if lines == 0 => None,
        0 => Some("\n"),
        count if count == lines => Some("\r\n"),
        _ => None,
    }
}
