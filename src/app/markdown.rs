//! Formats one item as Markdown, for pasting into a report. Lines start with `*`, because a spreadsheet takes `-` for a
//! formula.

use crate::panes::view::{Detail, DetailLine, Tone};
use crate::text::{Link, escape_markdown as escape, sanitise};
use std::fmt::Write as _;

/// The item with its status, all its lines, and its link.
pub(super) fn item(detail: &Detail) -> String {
    let mut out = format!("**{}**: {}\n", escape(&detail.title.text), escape(&detail.value));
    for line in &detail.lines {
        write_line(&mut out, line);
    }
    if let Some(written) = &detail.link {
        writeln!(out, "\n{}", link(written)).expect("writing to a string cannot fail");
    }
    out
}

/// Links that may be opened are links in the Markdown too; others are plain text.
fn link(written: &str) -> String {
    match Link::parse(written) {
        Ok(link) => format!("<{}>", link.url.replace('<', "%3C").replace('>', "%3E")),
        Err(_) => escape(sanitise(written).trim()),
    }
}

fn write_line(out: &mut String, line: &DetailLine) {
    let words: String = line.phrases.iter().map(|phrase| phrase.text.as_str()).collect();
    let words = escape(words.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    let heading = matches!(line.phrases.as_slice(), [only] if only.tone == Tone::Strong);
    let indent = " ".repeat(usize::from(line.indent / 2) * 2);
    let written = match (words.is_empty(), heading) {
        (true, _) => Ok(()),
        (false, true) => writeln!(out, "\n**{words}**\n"),
        (false, false) => writeln!(out, "{indent}* {words}"),
    };
    written.expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::Phrase;

    #[test]
    fn only_what_may_be_opened_becomes_a_link() {
        for (written, pasted) in [
            ("https://a.example/<b>", "<https://a.example/%3Cb%3E>"),
            ("mailto:desk@a.example", "<mailto:desk@a.example>"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("img src=x onerror=alert(1)", "img src=x onerror=alert(1)"),
            ("https://a.example> <script>", "https\\://a.example\\> \\<script\\>"),
            ("https://\u{1b}]0;owned\u{7}", "https\\://\\\\x1b\\]0;owned\\\\x07"),
            ("# a", "\\# a"),
        ] {
            let detail = Detail { link: Some(written.to_owned()), ..Detail::default() };
            assert_eq!(item(&detail), format!("****: \n\n{pasted}\n"));
        }
    }

    #[test]
    fn an_item_becomes_a_list_and_its_text_stays_text() {
        let detail = Detail {
            title: Phrase::plain("Rafah *open*"),
            value: "SCHEDULED".to_owned(),
            lines: vec![
                DetailLine::heading("Reports"),
                DetailLine::field("note", vec![Phrase::plain("<script> & [x](y)")]),
            ],
            link: Some("https://apnews.com".to_owned()),
            ..Detail::default()
        };
        assert_eq!(
            item(&detail),
            "**Rafah \\*open\\***: SCHEDULED\n\n**Reports**\n\n* note \\<script\\> \\& \\[x\\](y)\n\n<https://apnews.com>\n"
        );
    }
}
