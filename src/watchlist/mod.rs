//! The watchlist format, version 1: what an operator writes, as types.
//!
//! Defines the format: its keys, scales and times, and how a text becomes a [`Watchlist`]. It does not judge the
//! content: [`crate::lint`] checks whether the parts fit together, and [`crate::board`] computes what they mean today.

mod acceptance;
mod address;
mod amount;
mod calendar;
mod checklist;
mod claims;
pub mod content;
mod counts;
mod crossing;
mod decode;
pub mod document;
pub mod edit;
mod entity;
mod entry;
mod hours;
mod id;
mod log;
mod measure;
pub mod merge;
mod monitoring;
pub(crate) mod pairing;
mod promised;
pub mod scales;
pub mod schema;
mod signal;
mod source;
mod spillover;
pub mod time;
pub mod typed_time;
pub mod zone;

pub use acceptance::Acceptance;
pub use address::Address;
pub use amount::Amount;
pub use calendar::{AnnouncedClosure, Calendar};
pub use checklist::{Checklist, Item, ItemReport, ReportedRung, Target};
pub use claims::{Dated, Statement, Tally};
pub use counts::Counts;
pub use crossing::{Crossing, CrossingReport, DayRecord, Party, PartyReport, Quota, QuotaReport};
pub(crate) use decode::ungrouped;
pub use entity::{Entities, Entity, EntityRef, Identified, NotAnEntity};
pub use entry::{Entry, EntryList, Withdrawal};
pub use hours::Hours;
pub use id::{Id, Ref, Register};
pub use log::Log;
pub use measure::{DeclaredMeasure, Measure};
pub use monitoring::Monitoring;
pub use promised::Promised;
pub use signal::{AtLeast, By, Covers, FlowTest, HeatBelow, NoEntry, Reaches, Signal, StaysOpenTest, TermShift, Test};
pub use source::{Actor, Outlet};
pub use spillover::{Assessment, Closed, Event, Risk, Spillover};

use crate::diagnostic::{Problem, Problems, Span, Spanned};
use crate::text::Text;
use chrono::TimeDelta;
use decode::{Decode, Reader, record};
use document::{Document, Node, NodeKind};
use schema::Definitions;
use serde_json::{Value, json};
use std::collections::HashSet;
use zone::{Zone, ZoneDatabase};

/// The default watchlist: what `init` writes, and what is shown if there is no file.
pub const DEFAULT: &str = include_str!("../../watchlist.yaml");

/// A watchlist without entries, with templates to fill in.
pub const EMPTY: &str = include_str!("../../empty.yaml");

/// The newest version of the format that this program reads.
pub const VERSION: u64 = 1;

record! { "a watchlist";
    /// A whole watchlist. Only the title is required.
    pub struct Watchlist {
        /// The version of the format: 1.
        pub version: Option<FormatVersion>,
        /// What it is about.
        pub title: Text,
        /// The zone that stands beside UTC, and in which times without an offset are read; UTC where it is not written.
        pub zone: Option<Zone>,
        /// How old data may be before it is stale; 24 hours where it is not written.
        pub stale_after: Option<TimeDelta>,
        /// Who reports, graded once.
        pub sources: Register<Outlet>,
        /// Who acts and speaks.
        pub actors: Register<Actor>,
        /// Crossings under watch.
        pub crossings: Entities<Crossing>,
        /// Commitments under watch.
        pub checklists: Entities<Checklist>,
        /// Risks and the log.
        pub spillover: Option<Spillover>,
        /// What could not be observed.
        pub monitoring: Vec<Monitoring>,
        /// What people said.
        pub statements: Vec<Statement>,
        /// Numbers that people gave.
        pub tallies: Entities<Tally>,
        /// What to look out for.
        pub signals: Entities<Signal>,
        /// Words that deserve a mark wherever they stand.
        pub marked_words: Vec<Spanned<Text>>,
        /// Warnings that were looked at and are to stay.
        pub accept: Vec<Acceptance>,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

impl Watchlist {
    /// Parses a text: returns as much of the watchlist as could be read, and every problem of the text.
    pub fn read(text: std::sync::Arc<String>, zones: ZoneDatabase) -> (Option<Partial>, Problems) {
        let (document, problems) = Document::parse(text);
        let mut problems = Problems { list: problems, unlisted: 0 };
        let Some(root) = document.root().filter(|root| !matches!(root.kind(), NodeKind::Empty)) else {
            if problems.list.is_empty() {
                let nothing = Problem::error("empty-file", Span::at(0), "nothing is written here");
                let help = "a watchlist needs at least `title: …`; `trucewatch init` writes a full one";
                problems.push(nothing.help(help));
            }
            return (None, problems);
        };
        let mut reader = Reader::new(zones, zone_of(root, zones));
        let watchlist = Self::decode(root, &mut reader);
        problems.extend(reader.problems.list);
        problems.unlisted += reader.problems.unlisted;
        (watchlist.map(|watchlist| Partial { watchlist, gaps: reader.gaps }), problems)
    }

    /// The zone that is shown next to UTC.
    pub fn zone(&self) -> &Zone {
        self.zone.as_ref().unwrap_or(Zone::utc())
    }

    /// The age at which data becomes stale, if a part does not set its own.
    pub fn stale_after(&self) -> TimeDelta {
        self.stale_after.unwrap_or(TimeDelta::hours(24))
    }

    /// The risks; empty if there is no `spillover`.
    pub fn risks(&self) -> &Entities<Risk> {
        static NONE: Entities<Risk> = Entities::new(Vec::new());
        self.spillover.as_ref().map_or(&NONE, |spillover| &spillover.risks)
    }

    /// The log in file order; empty if there is no `spillover`.
    pub fn log(&self) -> &Log {
        self.spillover.as_ref().map_or(&log::EMPTY, |spillover| &spillover.log)
    }

    /// Every item with its checklist, in file order.
    pub fn items(&self) -> impl Iterator<Item = (&Checklist, &Item)> {
        self.checklists.iter().flat_map(|list| list.items.iter().map(move |item| (list, item)))
    }
}

/// As much of a watchlist as could be read, including placeholders. It is complete only if no problem is an error.
#[derive(Debug)]
pub struct Partial {
    pub watchlist: Watchlist,
    /// The keys, such as `sources`, that may have more content than could be read.
    pub gaps: HashSet<&'static str>,
}

/// Reads the zone before any time is parsed, wherever in the file it is written.
fn zone_of(root: Node<'_>, zones: ZoneDatabase) -> Zone {
    let NodeKind::Map(pairs) = root.kind() else { return Zone::UTC };
    let is_zone = |node: Node<'_>| matches!(node.kind(), NodeKind::Scalar("zone", _));
    let written = pairs.clone().find(|(key, _)| is_zone(*key)).map(|(_, value)| value.kind());
    match written {
        Some(NodeKind::Scalar(name, _)) => zones.find(name).map_or(Zone::UTC, |found| found.zone),
        _ => Zone::UTC,
    }
}

/// A format version that this program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormatVersion(pub u64);

impl Decode for FormatVersion {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        match u64::decode(node, reader)? {
            VERSION => Some(Self(VERSION)),
            other => {
                let message = format!("this program reads version {VERSION} of the format, not {other}");
                let problem = Problem::error("unsupported-version", node.span(), message);
                reader.note(problem.help(format!("write `version: {VERSION}`, or use a newer trucewatch")))
            }
        }
    }

    fn placeholder() -> Self {
        Self(VERSION)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "enum": [VERSION, VERSION.to_string()] })
    }
}
