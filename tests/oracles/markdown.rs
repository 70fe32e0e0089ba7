//! What may be pasted: text stays text, to a parser of Markdown, whatever stands in it.

use super::terminal::is_steering;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use trucewatch::text::{escape_markdown, sanitise};

/// Text that is made harmless stands in a list, a heading and emphasis, as the program writes them, and reads as it stands.
#[track_caller]
pub fn check(text: &str) {
    let safe = sanitise(text).trim().to_owned();
    let line = escape_markdown(&safe);
    for written in [line.clone(), format!("* {line}\n* x\n"), format!("# x: {line}\n\ny\n"), format!("x\n{line}\n")] {
        let read = assert_plain(&written);
        assert!(read.contains(&safe), "{safe:?} became {read:?} in {written:?}");
    }
}

/// Markdown in which nothing is marked up but headings, lists and bold words, and no link leads but to a page or a mailbox.
/// Gives its text.
#[track_caller]
pub fn assert_plain(markdown: &str) -> String {
    assert!(!markdown.contains(|c| is_steering(c) && c != '\n'), "{markdown:?}");
    let mut text = String::new();
    // What chats and forges add to Markdown, where they add it.
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(markdown, options) {
        let is_ours = match &event {
            Event::Start(tag) => match tag {
                Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item | Tag::Strong => true,
                Tag::Link { dest_url, .. } => leads_somewhere(dest_url),
                _ => false,
            },
            Event::End(tag) => matches!(
                tag,
                TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::List(false)
                    | TagEnd::Item
                    | TagEnd::Strong
                    | TagEnd::Link
            ),
            Event::Text(part) => {
                text.push_str(part);
                true
            }
            Event::SoftBreak => {
                text.push('\n');
                true
            }
            _ => false,
        };
        assert!(is_ours, "{event:?} in {markdown:?}");
    }
    text
}

/// Whether a link is one of those that may be opened.
pub fn leads_somewhere(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && !url.contains(|c: char| c.is_whitespace() || is_steering(c))
}
