//! A patch as text: the added lines with their numbers, and the whole patch as a unified diff.

use super::patch::{DiffLine, Patch};
use std::fmt::Write as _;

impl Patch {
    /// The lines that are only in the new text, with their numbers there. A last line that only gets a line ending is
    /// not included. Not safe to print.
    pub fn added(&self) -> Vec<(usize, &str)> {
        let mut added = Vec::new();
        let mut grown = 0isize;
        for hunk in &self.hunks {
            let mut number = hunk.line.saturating_add_signed(grown);
            let mut unended = None;
            for line in &hunk.lines {
                match line {
                    DiffLine::Kept(_) => number += 1,
                    DiffLine::Removed(text) => {
                        grown -= 1;
                        unended = Some(text).filter(|text| !text.ends_with('\n'));
                    }
                    DiffLine::Added(text) => {
                        grown += 1;
                        let (_, shown) = line.parts();
                        if unended.take().is_none_or(|old| old != text.trim_end_matches(['\n', '\r'])) {
                            added.push((number, shown));
                        }
                        number += 1;
                    }
                }
            }
        }
        added
    }

    /// The difference in the format of `diff -u`, without its two header lines. `safe` escapes each line.
    pub fn unified(&self, safe: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        let mut grown = 0isize;
        for hunk in &self.hunks {
            let count = |wanted: fn(&DiffLine) -> bool| hunk.lines.iter().filter(|line| wanted(line)).count();
            let old = count(|line| !matches!(line, DiffLine::Added(_)));
            let new = count(|line| !matches!(line, DiffLine::Removed(_)));
            let line = hunk.line.saturating_add_signed(grown);
            // An empty range is placed after the line before it.
            let place = |line: usize, lines: usize| format!("{},{lines}", line - usize::from(lines == 0));
            let _ = writeln!(text, "@@ -{} +{} @@", place(hunk.line, old), place(line, new));
            for line in &hunk.lines {
                let (sign, shown) = line.parts();
                let _ = writeln!(text, "{sign}{}", safe(shown));
                let (DiffLine::Kept(whole) | DiffLine::Removed(whole) | DiffLine::Added(whole)) = line;
                if !whole.ends_with('\n') {
                    text.push_str("\\ No newline at end of file\n");
                }
            }
            grown += new.cast_signed() - old.cast_signed();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, added: &[(usize, &str)], unified: &str) {
        let patch = Patch::between(old, new);
        assert_eq!(patch.added(), added);
        assert_eq!(patch.unified(ToOwned::to_owned), unified);
    }

    #[test]
    fn lines_are_numbered_as_in_the_new_text() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = "a\n1\n2\n3\n4\n5\n6\n7\nb\nc\n9\n";
        check(
            old,
            new,
            &[(1, "a"), (9, "b"), (10, "c")],
            "@@ -1,3 +1,4 @@\n+a\n 1\n 2\n 3\n@@ -5,5 +6,6 @@\n 5\n 6\n 7\n-8\n+b\n+c\n 9\n",
        );
    }

    #[test]
    fn a_last_line_without_an_ending_is_told_of() {
        check("a", "a\nb\n", &[(2, "b")], "@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n");
        check("", "a", &[(1, "a")], "@@ -0,0 +1,1 @@\n+a\n\\ No newline at end of file\n");
    }
}
