//! The versions of the watchlist in a git repository, as plain data. The runtime reads them.

use crate::load::Loaded;
use crate::text::Text;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The known versions of a watchlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The versions, oldest first. A version never comes before one of its parents.
    pub versions: Vec<Revision>,
    pub reach: HistoryReach,
}

/// How far back a history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryReach {
    /// To the commit that added the file.
    Whole,
    /// To the depth of a shallow clone: earlier commits are not available.
    Shallow,
}

/// The watchlist in one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub commit: ObjectName,
    /// The commit time: from then on, its text was known here.
    pub at: DateTime<Utc>,
    pub author: Text,
    /// The first line of the commit message.
    pub subject: Text,
    /// The path of the file in that commit, relative to the top of the repository.
    pub file: String,
    /// The text; `None` if the commit removed the file.
    pub blob: Option<ObjectName>,
    /// The texts in the parent commits, first parent first; `None` if a parent does not have the file.
    pub parents: Vec<Option<ObjectName>>,
}

/// The name of a git object: a hash in lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectName(String);

impl ObjectName {
    /// Parses a name as git writes it. `None` for other text, and for the all-zero name that means no object.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hexadecimal = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let is_name = matches!(text.len(), 40 | 64) && is_hexadecimal && text.bytes().any(|byte| byte != b'0');
        is_name.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, abbreviated as people use it.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

/// A version to be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The versions of the branch itself.
    pub history: Arc<History>,
    /// The index of the version in the history.
    pub index: usize,
    /// The index of the version to compare it with.
    pub before: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Fetched {
    pub fetch: Fetch,
    /// The version; `None` if its commit removed the file. An error says why its text is unavailable.
    pub loaded: Result<Option<Loaded>, String>,
    /// The last earlier version that loads, if this one does not.
    pub stand_in: Option<Loaded>,
    /// The version to compare it with, or the last one before that which loads.
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
