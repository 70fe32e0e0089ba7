//! Signals: tests that show which scenario is developing.

use super::Ref;
use super::amount::Amount;
use super::decode::{Decode, Reader, record};
use super::document::{Node, NodeKind};
use super::scales::{Claim, LadderRung, Outcome, Severity};
use super::schema::{Definitions, SchemaOf};
use super::time::TimePoint;
use crate::diagnostic::{Problem, Spanned, suggestion};
use crate::text::{Text, sanitise};
use chrono::TimeDelta;
use serde_json::{Map, Value, json};

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
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

/// The test of a signal: a mapping with one key, the name of the test.
#[derive(Clone, Debug)]
pub enum Test {
    /// Written as `opens-on-schedule: crossing`.
    OpensOnSchedule(Ref),
    /// `stays-open: { crossing, days }`
    StaysOpen(StaysOpenTest),
    /// `reaches: { item, rung, claim }`
    Reaches(Reaches),
    /// `covers: { items, rung, claim }`
    Covers(Covers),
    /// `term-shift: { from, to, speaker }`
    TermShift(TermShift),
    /// `heat-below: { heat, risk }`
    HeatBelow(HeatBelow),
    /// `no-entry: { severity, for, risk }`
    NoEntry(NoEntry),
    /// `flow: { crossing, measure, at_least, days, of }`
    Flow(FlowTest),
    /// `at-least: { of, tests }`
    AtLeast(AtLeast),
    /// `by: DATE` next to any other test.
    By(By),
    /// Written as `all: [ tests ]`.
    All(Vec<Test>),
    /// Written as `any: [ tests ]`.
    Any(Vec<Test>),
    /// Written as `not: test`.
    Not(Box<Test>),
}

impl Test {
    /// The names of the tests.
    pub const NAMES: &'static [&'static str] = &[
        "opens-on-schedule",
        "stays-open",
        "reaches",
        "covers",
        "term-shift",
        "heat-below",
        "no-entry",
        "flow",
        "at-least",
        "all",
        "any",
        "not",
    ];

    /// Calls `visit` for this test and for every test inside it.
    pub fn walk<'t>(&'t self, visit: &mut impl FnMut(&'t Self)) {
        visit(self);
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.walk(visit)),
            Self::AtLeast(test) => test.tests.iter().for_each(|test| test.walk(visit)),
            Self::By(test) => test.test.walk(visit),
            Self::Not(test) => test.walk(visit),
            Self::OpensOnSchedule(_)
            | Self::StaysOpen(_)
            | Self::Reaches(_)
            | Self::Covers(_)
            | Self::TermShift(_)
            | Self::HeatBelow(_)
            | Self::NoEntry(_)
            | Self::Flow(_) => {}
        }
    }
}

impl Decode for Test {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let mut pairs = match node.kind() {
            NodeKind::Map(pairs) => pairs,
            other => return reader.wrong_shape(node, other, "a test, such as `{ opens-on-schedule: rafah }`"),
        };
        if pairs.clone().any(|(key, _)| matches!(key.kind(), NodeKind::Invalid)) {
            return None;
        }
        let is_by = |(key, _): &(Node<'_>, Node<'_>)| matches!(key.kind(), NodeKind::Scalar("by", _));
        if let Some((_, date)) = pairs.clone().find(is_by) {
            let rest: Vec<_> = pairs.filter(|pair| !is_by(pair)).collect();
            let [(key, value)] = rest[..] else {
                let problem = Problem::error("wrong-shape", node.span(), "`by` stands beside exactly one test");
                return reader.note(problem.help("write `{ by: 2026-03-01, reaches: { … } }`"));
            };
            let date = Spanned::<TimePoint>::decode(date, reader)?;
            let test = Self::decode_named(key, value, reader)?;
            return Some(Self::By(By { date, test: Box::new(test) }));
        }
        let (Some((key, value)), None) = (pairs.next(), pairs.next()) else {
            let problem = Problem::error("wrong-shape", node.span(), "a test has exactly one key, its name");
            return reader.note(problem.help("put several tests into `all: […]` or `any: […]`"));
        };
        Self::decode_named(key, value, reader)
    }

    fn placeholder() -> Self {
        Self::All(Vec::new())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        definitions.refer("Test", |definitions| {
            let bodies: [(&str, SchemaOf); 13] = [
                ("opens-on-schedule", Ref::schema),
                ("stays-open", StaysOpenTest::schema),
                ("reaches", Reaches::schema),
                ("covers", Covers::schema),
                ("term-shift", TermShift::schema),
                ("heat-below", HeatBelow::schema),
                ("no-entry", NoEntry::schema),
                ("flow", FlowTest::schema),
                ("at-least", AtLeast::schema),
                ("all", Vec::<Self>::schema),
                ("any", Vec::<Self>::schema),
                ("not", Self::schema),
                ("by", TimePoint::schema),
            ];
            let properties: Map<_, _> =
                bodies.iter().map(|(name, schema)| ((*name).to_owned(), schema(definitions))).collect();
            json!({
                "description": "A test: a mapping with one key, its name. `by: DATE` may stand beside it.",
                "type": "object",
                "properties": properties,
                "additionalProperties": false,
                "if": { "required": ["by"] },
                "then": { "minProperties": 2, "maxProperties": 2 },
                "else": { "minProperties": 1, "maxProperties": 1 },
            })
        })
    }
}

impl Test {
    fn decode_named(key: Node<'_>, value: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let name = reader.scalar(key, "the name of a test")?;
        Some(match name {
            "opens-on-schedule" => Self::OpensOnSchedule(Ref::decode(value, reader)?),
            "stays-open" => Self::StaysOpen(StaysOpenTest::decode(value, reader)?),
            "reaches" => Self::Reaches(Reaches::decode(value, reader)?),
            "covers" => Self::Covers(Covers::decode(value, reader)?),
            "term-shift" => Self::TermShift(TermShift::decode(value, reader)?),
            "heat-below" => Self::HeatBelow(HeatBelow::decode(value, reader)?),
            "no-entry" => Self::NoEntry(NoEntry::decode(value, reader)?),
            "flow" => Self::Flow(FlowTest::decode(value, reader)?),
            "at-least" => Self::AtLeast(AtLeast::decode(value, reader)?),
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
}

/// A test with a deadline: once the date has passed, the test has failed unless it was met by then.
#[derive(Clone, Debug)]
pub struct By {
    pub date: Spanned<TimePoint>,
    pub test: Box<Test>,
}

super::content::record_content!(By { date, test });

record! { "stays-open";
    /// Open on each of the last days up to now, but for a few closures that were announced before they began.
    pub struct StaysOpenTest {
        /// Which crossing.
        pub crossing: Ref,
        /// How many days, today included.
        pub days: u64,
        /// How many announced closures are excused in that time; 1 where it is not written.
        pub excused: Option<u64>,
    }
}

record! { "reaches";
    /// An item has come to a rung.
    pub struct Reaches {
        /// Which item, as `checklist/item`.
        pub item: Ref,
        /// The rung, on the ladder from `dormant` to `full`. What is refused, violated or lapsed has reached none.
        pub rung: LadderRung,
        /// The least that the report must be; `attributed` where it is not written.
        pub claim: Option<Claim>,
    }
}

record! { "covers";
    /// Several items have all come to a rung.
    pub struct Covers {
        /// Which items, as `checklist/item`.
        pub items: Vec<Ref>,
        /// The rung, on the ladder from `dormant` to `full`. What is refused, violated or lapsed has reached none.
        pub rung: LadderRung,
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

record! { "no-entry";
    /// No entry of a severity was logged in the last time, and the log was kept throughout.
    pub struct NoEntry {
        /// This severity or more.
        pub severity: Severity,
        /// For how long, up to now.
        pub r#for: TimeDelta,
        /// Of which risk; of the whole log where it is not written.
        pub risk: Option<Ref>,
    }
}

record! { "flow";
    /// So many passed a day, on so many of the last days.
    pub struct FlowTest {
        /// Which crossing.
        pub crossing: Ref,
        /// Which number of the day record: `exits`, or a measure that the crossing declares.
        pub measure: Ref,
        /// At least so many a day.
        pub at_least: u64,
        /// On at least so many days.
        pub days: u64,
        /// Of the last so many days, today included.
        pub of: u64,
    }
}

record! { "at-least";
    /// At least so many of several tests are met.
    pub struct AtLeast {
        /// How many.
        pub of: u64,
        /// The tests.
        pub tests: Vec<Test>,
    }
}
