//! Signals: tests that tell which way things go.

use super::Ref;
use super::amount::Amount;
use super::decode::{Decode, Reader, record};
use super::document::{Kind, Node};
use super::scales::{Claim, Outcome, Rung};
use crate::diagnostic::{Problem, suggestion};
use crate::text::{Text, sanitise};

record! { "a signal";
    /// Something to look out for.
    pub struct Signal {
        /// Kebab-case, unique among signals.
        pub id: Ref,
        /// What it is, in words.
        pub title: Text,
        /// Which scenario it points to when it is met.
        pub points_to: Outcome,
        /// What is tested.
        pub test: Test,
        /// Anything else.
        pub note: Option<Text>,
    }
}

/// What a signal tests: written as a mapping with one key, the name of the test.
#[derive(Clone, Debug)]
pub enum Test {
    /// `opens-on-schedule: crossing`
    OpensOnSchedule(Ref),
    /// `stays-open: { crossing, days }`
    StaysOpen(StaysOpen),
    /// `reaches: { item, rung, claim }`
    Reaches(Reaches),
    /// `covers: { items, rung, claim }`
    Covers(Covers),
    /// `term-shift: { from, to, speaker }`
    TermShift(TermShift),
    /// `heat-below: { heat, risk }`
    HeatBelow(HeatBelow),
    /// `all: [ tests ]`
    All(Vec<Test>),
    /// `any: [ tests ]`
    Any(Vec<Test>),
    /// `not: test`
    Not(Box<Test>),
}

impl Test {
    /// The names of the tests.
    pub const NAMES: &'static [&'static str] =
        &["opens-on-schedule", "stays-open", "reaches", "covers", "term-shift", "heat-below", "all", "any", "not"];

    /// Calls `visit` for this test and for every test inside it.
    pub fn walk<'t>(&'t self, visit: &mut impl FnMut(&'t Self)) {
        visit(self);
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.walk(visit)),
            Self::Not(test) => test.walk(visit),
            Self::OpensOnSchedule(_)
            | Self::StaysOpen(_)
            | Self::Reaches(_)
            | Self::Covers(_)
            | Self::TermShift(_)
            | Self::HeatBelow(_) => {}
        }
    }
}

impl Decode for Test {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let mut pairs = match node.kind() {
            Kind::Map(pairs) => pairs,
            other => return reader.wrong_shape(node, other, "a test, such as `{ opens-on-schedule: rafah }`"),
        };
        if pairs.clone().any(|(key, _)| matches!(key.kind(), Kind::Torn)) {
            return None;
        }
        let (Some((key, value)), None) = (pairs.next(), pairs.next()) else {
            let problem = Problem::error("wrong-shape", node.span(), "a test has exactly one key, its name");
            return reader.note(problem.help("put several tests into `all: […]` or `any: […]`"));
        };
        let name = reader.scalar(key, "the name of a test")?;
        Some(match name {
            "opens-on-schedule" => Self::OpensOnSchedule(Ref::decode(value, reader)?),
            "stays-open" => Self::StaysOpen(StaysOpen::decode(value, reader)?),
            "reaches" => Self::Reaches(Reaches::decode(value, reader)?),
            "covers" => Self::Covers(Covers::decode(value, reader)?),
            "term-shift" => Self::TermShift(TermShift::decode(value, reader)?),
            "heat-below" => Self::HeatBelow(HeatBelow::decode(value, reader)?),
            "all" => Self::All(Vec::decode(value, reader)?),
            "any" => Self::Any(Vec::decode(value, reader)?),
            "not" => Self::Not(Box::new(Self::decode(value, reader)?)),
            _ => {
                let list = Self::NAMES.join(", ");
                let near = suggestion(name, Self::NAMES.iter().copied()).map(|near| format!("did you mean `{near}`? "));
                let problem =
                    Problem::error("unknown-key", key.span(), format!("there is no test `{}`", sanitise(name)));
                return reader.note(problem.help(format!("{}One of: {list}", near.unwrap_or_default())));
            }
        })
    }

    fn placeholder() -> Self {
        Self::All(Vec::new())
    }
}

record! { "stays-open";
    /// Open on so many days in a row, or closed only as scheduled.
    pub struct StaysOpen {
        /// Which crossing.
        pub crossing: Ref,
        /// How many days from its opening.
        pub days: u64,
    }
}

record! { "reaches";
    /// An item has come to a rung.
    pub struct Reaches {
        /// Which item, as `checklist/item`.
        pub item: Ref,
        /// The rung.
        pub rung: Rung,
        /// The least that the report must be; `attributed` where it is not written.
        pub claim: Option<Claim>,
    }
}

record! { "covers";
    /// Several items have all come to a rung.
    pub struct Covers {
        /// Which items, as `checklist/item`.
        pub items: Vec<Ref>,
        /// The rung.
        pub rung: Rung,
        /// The least that the reports must be; `attributed` where it is not written.
        pub claim: Option<Claim>,
    }
}

record! { "term-shift";
    /// Speakers have moved from one term to another.
    pub struct TermShift {
        /// The earlier term.
        pub from: Text,
        /// The later term.
        pub to: Text,
        /// Whose language; anybody's where it is not written.
        pub speaker: Option<Ref>,
    }
}

record! { "heat-below";
    /// The log's heat is below a value.
    pub struct HeatBelow {
        /// The value, in severity weights.
        pub heat: Amount,
        /// Of which risk; of the whole log where it is not written.
        pub risk: Option<Ref>,
    }
}
