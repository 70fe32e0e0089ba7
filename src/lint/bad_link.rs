//! `bad-link`: a link leads to a page or a mailbox.
//!
//! **What it does**: looks at the scheme of every link. **Why it is bad**: only http, https and mailto are ever opened;
//! anything else could start a program. **Example**: `link: file:///etc/passwd`.

use super::{Scene, walk};
use crate::diagnostic::Problem;
use crate::text::{Text, sanitise};

/// The schemes that may be opened.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let mut look = |link: &Text, span| {
        let lower = link.raw().to_ascii_lowercase();
        let rest = SCHEMES.iter().find_map(|scheme| lower.strip_prefix(scheme));
        if rest.is_some_and(|rest| rest.trim_matches(['/', ' ']).is_empty()) {
            let message = format!("`{}` leads nowhere", sanitise(link.raw()));
            problems.push(Problem::warning("bad-link", span, message).help("write the whole address"));
        } else if rest.is_none() {
            let message = format!("`{}` is not a link that can be opened", sanitise(link.raw()));
            let problem = Problem::warning("bad-link", span, message);
            problems.push(problem.help("write http://, https:// or mailto:"));
        }
    };
    for url in scene.watchlist.sources.0.iter().filter_map(|(_, outlet)| outlet.url.as_ref()) {
        look(&url.value, url.span);
    }
    walk::entries(scene.watchlist, &mut |entry| {
        if let Some(link) = entry.link {
            look(&link.value, link.span);
        }
    });
}
