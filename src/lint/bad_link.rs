//! `bad-link`: a link leads to a page or a mailbox.
//!
//! **What it does**: checks the scheme of every link, and whether the link can be opened. **Why it is bad**: only http,
//! https and mailto links are opened; other schemes could start a program. **Example**: `link: file:///etc/passwd`.

use super::{LintContext, walk};
use crate::diagnostic::{Problem, Span};
use crate::text::{Text, sanitise};

/// The schemes that can be opened.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

pub(super) fn lint_bad_link(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |link: &Text, span: Span| {
        if let Some((what, help)) = fault(link.raw().trim()) {
            let message = format!("`{}` {what}", sanitise(link.raw()));
            problems.push(Problem::warning("bad-link", span, message).help(help));
        }
    };
    for url in scene.watchlist.sources.0.iter().filter_map(|(_, outlet)| outlet.url.as_ref()) {
        look(&url.value, url.span);
    }
    for link in scene.watchlist.items().filter_map(|(_, item)| item.link.as_ref()) {
        look(&link.value, link.span);
    }
    walk::entries(scene.watchlist, &mut |entry| {
        if let Some(link) = entry.link {
            look(&link.value, link.span);
        }
    });
}

/// Why a link cannot be opened, and what to do.
fn fault(url: &str) -> Option<(&'static str, &'static str)> {
    let lower = url.to_ascii_lowercase();
    let Some(rest) = SCHEMES.iter().find_map(|scheme| lower.strip_prefix(scheme)) else {
        return Some(("is not a link that can be opened", "write http://, https:// or mailto:"));
    };
    if rest.trim_matches('/').is_empty() {
        Some(("leads nowhere", "write the whole address"))
    } else if rest.starts_with(['/', '?', '#']) {
        Some(("names no host", "write the whole address"))
    } else if url.contains(char::is_whitespace) {
        Some(("has a blank in it, so it is not opened", "write `%20` for a blank; put other words in `note`"))
    } else if sanitise(url) != url {
        Some(("has a hidden character in it, so it is not opened", "copy the address again"))
    } else {
        None
    }
}
