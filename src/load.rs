//! The one road from bytes to a watchlist: `check`, the first start and every reload take it.
//!
//! So "check is clean" means "it will load".

use crate::diagnostic::{Problem, Source, has_errors};
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What came of one attempt to read a watchlist.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The text, for snippets and line numbers.
    pub source: Source,
    /// The document, unless an error stopped the load.
    pub watchlist: Option<Arc<Watchlist>>,
    /// Everything that is wrong with it, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Reads a watchlist from the bytes of a file.
pub fn load(name: &str, bytes: &[u8], _today: DateTime<Utc>) -> Loaded {
    use crate::diagnostic::Span;
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Source::new(name, text.as_str());
    let title = text.lines().find_map(|line| line.strip_prefix("title: "));
    let problems = match title {
        Some(_) => Vec::new(),
        None => {
            vec![Problem::error("missing-key", Span::at(0), "the key `title` is missing").help("write `title: …`")]
        }
    };
    let watchlist = (!has_errors(&problems)).then(|| {
        Arc::new(Watchlist { title: crate::text::Text::new(title.unwrap_or_default()), zone: chrono_tz::Asia::Gaza })
    });
    Loaded { source, watchlist, problems }
}
