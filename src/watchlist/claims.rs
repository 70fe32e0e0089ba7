//! What people say: statements, and tallies with their authority.

use super::decode::{DATE_PATTERN, Decode, Reader, record};
use super::document::Node;
use super::scales::{Claim, Credibility, TallyKind};
use super::schema::{self, Definitions};
use super::{Ref, Withdrawal, time::TimePoint};
use crate::diagnostic::{Problem, Spanned, suggestion};
use crate::text::{Text, sanitise};
use serde_json::Value;

/// A date, or an explicit `unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dated {
    At(TimePoint),
    /// No date is known: written `unknown`.
    Unknown,
}

impl Decode for Dated {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        match reader.scalar(node, "a time, or `unknown`")? {
            "unknown" => Some(Self::Unknown),
            near if suggestion(near, ["unknown"]).is_some() => {
                let message = format!("`{}` is not a time", sanitise(near));
                reader.note(Problem::error("bad-time", node.span(), message).help("did you mean `unknown`?"))
            }
            _ => TimePoint::decode(node, reader).map(Self::At),
        }
    }

    fn placeholder() -> Self {
        Self::Unknown
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::pattern(&format!("{DATE_PATTERN}|^unknown$"))
    }
}

record! { "a statement";
    /// Something that somebody said about the truce.
    pub struct Statement {
        /// When it was said, or `unknown`.
        pub at: Spanned<Dated>,
        /// When it was relayed; decides from when on it is seen where `at` is unknown.
        pub reported: Option<Spanned<TimePoint>>,
        /// Who said it.
        pub speaker: Ref,
        /// The term that the speaker used for the state of things, such as `pause`.
        pub term: Option<Text>,
        /// To whom.
        pub audience: Vec<Ref>,
        /// What the speaker wants from saying it.
        pub interest: Option<Text>,
        /// The outlet that relayed it.
        pub relayed_by: Option<Ref>,
        /// Where it was read.
        pub source: Option<Ref>,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// What was said, in the operator's own words.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}

record! { "a tally";
    /// A number that somebody gives: a snapshot, not a ledger. Never added to another.
    pub struct Tally {
        /// Kebab-case, unique among tallies.
        pub id: Ref,
        /// What is counted.
        pub what: Text,
        /// The number.
        pub value: u64,
        /// What the number counts, such as `people`.
        pub unit: Option<Text>,
        /// A count since a day, or what there is at one moment; a count where it is not written.
        pub kind: Option<TallyKind>,
        /// The number of a day record that it adds up, as `crossing/measure`: it is shown beside the days.
        pub of: Option<Ref>,
        /// How the number is meant, such as `over`.
        pub qualifier: Option<Text>,
        /// Who counts.
        pub authority: Option<Ref>,
        /// The outlet that relayed it, where it is not the source.
        pub relayed_by: Option<Ref>,
        /// Where it was read.
        pub source: Option<Ref>,
        /// From when on it counts.
        pub from: Option<TimePoint>,
        /// Up to when it counts, or `unknown`.
        pub as_of: Option<Spanned<Dated>>,
        /// When it was relayed.
        pub reported: Option<Spanned<TimePoint>>,
        /// What is counted in.
        pub includes: Vec<Text>,
        /// What is left out.
        pub excludes: Vec<Text>,
        /// What kind of statement it is.
        pub claim: Option<Claim>,
        /// How credible this piece of information is.
        pub credibility: Option<Credibility>,
        /// A remark, for people.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
        /// A name of its own, unique in its list: by it, an import and a correction find the entry again.
        pub r#ref: Option<Box<Spanned<Text>>>,
        /// From when on it counts no more, and why: it stays in the file.
        pub withdrawn: Option<Box<Withdrawal>>,
    }
}
