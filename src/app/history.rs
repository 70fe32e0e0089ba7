//! The versions of the watchlist that a git repository keeps, as plain data. Reading them is the runtime's.

use crate::load::Loaded;
use crate::text::Text;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What is known of the versions of a watchlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The versions, the oldest first; a version never stands before one that it was made from.
    pub versions: Vec<Revision>,
    /// How far back they go.
    pub reach: HistoryReach,
}

/// How far back a history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryReach {
    /// To the commit in which the file was new.
    Whole,
    /// To the depth of a shallow clone: what came before is not here.
    Shallow,
}

/// The watchlist as a commit left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub commit: ObjectName,
    /// When it was committed: by then its text was known here.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub author: Text,
    /// The first line of its message.
    pub subject: Text,
    /// What the file was called in it, from the top of the repository.
    pub file: String,
    /// The text; absent where the commit removed the file.
    pub blob: Option<ObjectName>,
    /// What the text was in the commits that it was made from, first parent first; absent where there was none.
    pub parents: Vec<Option<ObjectName>>,
}

/// The name that git gives to an object: a hash in lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectName(String);

impl ObjectName {
    /// A name as git writes it; absent for anything else, and for the zeros that stand for no object.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hexadecimal = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let is_name = matches!(text.len(), 40 | 64) && is_hexadecimal && text.bytes().any(|byte| byte != b'0');
        is_name.then(|| Self(text.to_owned()))
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As much of it as people use.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

/// A version to be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The versions of the branch itself.
    pub history: Arc<History>,
    /// Which one of them.
    pub index: usize,
    /// The one that it will be compared with.
    pub before: Option<usize>,
}

/// A version that was loaded.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// What was asked for.
    pub fetch: Fetch,
    /// The version itself; none where its commit removed the file; or why its text is not to be had.
    pub loaded: Result<Option<Loaded>, String>,
    /// Where it does not load: the last version before it that does.
    pub stand_in: Option<Loaded>,
    /// What it is compared with: that version, or the last one before that loads.
    pub before: Option<Loaded>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_hash_is_the_name_of_an_object() {
        let name = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(ObjectName::parse(name).as_ref().map(ObjectName::short), Some("01234567"));
        assert_eq!(ObjectName::parse(&name[1..]), None);
        assert_eq!(ObjectName::parse(&name.replace('a', "A")), None);
        assert_eq!(ObjectName::parse(&"0".repeat(40)), None);
        assert_eq!(ObjectName::parse("--upload-pack=touch${IFS}/tmp/x"), None);
    }
}
