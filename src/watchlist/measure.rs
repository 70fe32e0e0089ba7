//! The daily numbers of a crossing: people, which every crossing has, and what it declares itself, such as trucks.

use super::crossing::{Crossing, DayRecord};
use super::decode::record;
use super::scales::{Direction, PeopleMeasure};
use super::{Counts, Id};
use crate::text::Text;

record! { "a measure";
    /// A daily number of things that are not people.
    pub struct DeclaredMeasure {
        /// What to call it, such as `trucks in`.
        pub title: Text,
        /// What is counted, such as `trucks` or `tonnes`.
        pub unit: Option<Text>,
        /// Which way it passes. Only a number with a direction is a flow that can dwindle.
        pub direction: Option<Direction>,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

/// A daily number of one crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    People(PeopleMeasure),
    /// An index into the crossing's `measures`.
    Declared(usize),
}

impl Measure {
    pub const EXITS: Self = Self::People(PeopleMeasure::Exits);
    pub const ENTRIES: Self = Self::People(PeopleMeasure::Entries);
}

impl Crossing {
    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<Measure> {
        let people = PeopleMeasure::ALL.iter().find(|known| known.word() == id);
        let declared = || self.measures.index_of(id).map(Measure::Declared);
        people.map(|people| Measure::People(*people)).or_else(declared)
    }

    /// The id of a measure. Not safe to print.
    pub fn measure_id(&self, measure: Measure) -> &str {
        match measure {
            Measure::People(people) => people.word(),
            Measure::Declared(index) => self.measures.0[index].0.value.as_str(),
        }
    }

    /// Whether a measure counts what passes. A stock, such as a waiting list, does not.
    pub fn is_flow(&self, measure: Measure) -> bool {
        match measure {
            Measure::People(_) => true,
            Measure::Declared(index) => self.measures.0[index].1.direction.is_some(),
        }
    }

    /// The declared measures.
    pub fn declared_measures(&self) -> impl Iterator<Item = (Measure, &DeclaredMeasure)> {
        self.measures.0.iter().enumerate().map(|(index, (_, declared))| (Measure::Declared(index), declared))
    }

    /// The numbers of a `counts` mapping, by measure.
    pub fn declared_counts(&self, counts: &Counts) -> impl Iterator<Item = (Measure, u64)> {
        let declared = |id: &Id| self.measures.index_of(id.as_str()).map(Measure::Declared);
        counts.numbers().filter_map(move |(id, number)| Some((declared(id)?, number)))
    }
}

impl DayRecord {
    /// Its number of people.
    pub fn people(&self, measure: PeopleMeasure) -> Option<u64> {
        match measure {
            PeopleMeasure::Exits => self.exits.map(|exits| exits.value),
            PeopleMeasure::Entries => self.entries,
            PeopleMeasure::Patients => self.patients,
            PeopleMeasure::Companions => self.companions,
            PeopleMeasure::TurnedBack => self.turned_back,
        }
    }

    /// Its number for a measure of its crossing.
    pub fn number(&self, crossing: &Crossing, measure: Measure) -> Option<u64> {
        match measure {
            Measure::People(people) => self.people(people),
            Measure::Declared(_) => self.counts.number(crossing.measure_id(measure)),
        }
    }
}
