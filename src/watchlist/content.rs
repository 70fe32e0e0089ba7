//! Compares two parts of two watchlists by their content alone.
//!
//! Two records have the same content if every key has the same content, whatever its position, quoting, indentation or
//! surrounding comments. What a difference means is decided in `board::changes`.

use super::amount::Amount;
use super::checklist::ReportedRung;
use super::claims::Dated;
use super::counts::Counts;
use super::hours::Hours;
use super::id::{Id, Register};
use super::signal::Test;
use super::time::TimePoint;
use super::zone::Zone;
use super::{FormatVersion, scales};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::{NaiveDate, TimeDelta};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A part of a watchlist that can be compared by content.
pub trait Content {
    /// Whether both have the same content.
    fn is_same(&self, other: &Self) -> bool
    where
        Self: Sized;

    /// Feeds the content to a hasher: the same for two parts for which [`Content::is_same`] holds.
    fn feed(&self, hasher: &mut DefaultHasher);

    /// A hash of the content: equal for equal content, and practically never otherwise.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.feed(&mut hasher);
        hasher.finish()
    }
}

/// A mapping with known keys.
pub trait Record: Content {
    /// The keys whose content differs, in declaration order.
    fn differing(&self, other: &Self) -> Vec<&'static str>;
}

/// Implements both traits for a record; called by `record!`.
macro_rules! record_content {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::watchlist::content::Content for $name {
            fn is_same(&self, other: &Self) -> bool {
                $( $crate::watchlist::content::Content::is_same(&self.$field, &other.$field) )&&+
            }

            fn feed(&self, hasher: &mut std::hash::DefaultHasher) {
                $( $crate::watchlist::content::Content::feed(&self.$field, hasher); )+
            }
        }

        impl $crate::watchlist::content::Record for $name {
            fn differing(&self, other: &Self) -> Vec<&'static str> {
                let mut keys = Vec::new();
                $( if !$crate::watchlist::content::Content::is_same(&self.$field, &other.$field) {
                    keys.push($crate::watchlist::decode::key(stringify!($field)));
                } )+
                keys
            }
        }
    };
}
pub(crate) use record_content;

/// Implements [`Content`] for a type that is compared by its value.
macro_rules! plain_content {
    ($($name:ty),+ $(,)?) => { $(
        impl Content for $name {
            fn is_same(&self, other: &Self) -> bool {
                self == other
            }

            fn feed(&self, hasher: &mut DefaultHasher) {
                self.hash(hasher);
            }
        }
    )+ };
}

plain_content!(u64, Id, TimePoint, NaiveDate, TimeDelta, Zone, Hours, Dated, Counts, FormatVersion, ReportedRung);
plain_content!(scales::Claim, scales::Reliability, scales::Credibility, scales::Likelihood, scales::Confidence);
plain_content!(scales::Impact, scales::Severity, scales::Rung, scales::CrossingStatus, scales::ClosureCause);
plain_content!(scales::Presence, scales::Outcome, scales::PeopleMeasure, scales::LadderRung);
plain_content!(scales::Direction, scales::DayOfWeek, scales::TallyKind);

impl Content for Text {
    fn is_same(&self, other: &Self) -> bool {
        self == other
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.raw().hash(hasher);
    }
}

impl Content for Amount {
    fn is_same(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.0.to_bits().hash(hasher);
    }
}

impl<T: Content> Content for Spanned<T> {
    fn is_same(&self, other: &Self) -> bool {
        self.value.is_same(&other.value)
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.value.feed(hasher);
    }
}

impl<T: Content> Content for Box<T> {
    fn is_same(&self, other: &Self) -> bool {
        (**self).is_same(other)
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        (**self).feed(hasher);
    }
}

impl<T: Content> Content for Option<T> {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.is_same(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.is_some().hash(hasher);
        if let Some(value) = self {
            value.feed(hasher);
        }
    }
}

impl<T: Content> Content for Vec<T> {
    fn is_same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.is_same(other))
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.len().hash(hasher);
        self.iter().for_each(|value| value.feed(hasher));
    }
}

impl<T: Content> Content for Register<T> {
    fn is_same(&self, other: &Self) -> bool {
        let same = |((id, thing), (other, other_thing)): (&(super::Ref, T), &(super::Ref, T))| {
            id.is_same(other) && thing.is_same(other_thing)
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same)
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.0.len().hash(hasher);
        for (id, thing) in &self.0 {
            id.feed(hasher);
            thing.feed(hasher);
        }
    }
}

impl Content for Test {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OpensOnSchedule(one), Self::OpensOnSchedule(other)) => one.is_same(other),
            (Self::StaysOpen(one), Self::StaysOpen(other)) => one.is_same(other),
            (Self::Reaches(one), Self::Reaches(other)) => one.is_same(other),
            (Self::Covers(one), Self::Covers(other)) => one.is_same(other),
            (Self::TermShift(one), Self::TermShift(other)) => one.is_same(other),
            (Self::HeatBelow(one), Self::HeatBelow(other)) => one.is_same(other),
            (Self::NoEntry(one), Self::NoEntry(other)) => one.is_same(other),
            (Self::Flow(one), Self::Flow(other)) => one.is_same(other),
            (Self::AtLeast(one), Self::AtLeast(other)) => one.is_same(other),
            (Self::By(one), Self::By(other)) => one.is_same(other),
            (Self::All(one), Self::All(other)) | (Self::Any(one), Self::Any(other)) => one.is_same(other),
            (Self::Not(one), Self::Not(other)) => one.is_same(other),
            (
                Self::OpensOnSchedule(_)
                | Self::StaysOpen(_)
                | Self::Reaches(_)
                | Self::Covers(_)
                | Self::TermShift(_)
                | Self::HeatBelow(_)
                | Self::NoEntry(_)
                | Self::Flow(_)
                | Self::AtLeast(_)
                | Self::By(_)
                | Self::All(_)
                | Self::Any(_)
                | Self::Not(_),
                _,
            ) => false,
        }
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Self::OpensOnSchedule(crossing) => crossing.feed(hasher),
            Self::StaysOpen(test) => test.feed(hasher),
            Self::Reaches(test) => test.feed(hasher),
            Self::Covers(test) => test.feed(hasher),
            Self::TermShift(test) => test.feed(hasher),
            Self::HeatBelow(test) => test.feed(hasher),
            Self::NoEntry(test) => test.feed(hasher),
            Self::Flow(test) => test.feed(hasher),
            Self::AtLeast(test) => test.feed(hasher),
            Self::By(test) => test.feed(hasher),
            Self::All(tests) | Self::Any(tests) => tests.feed(hasher),
            Self::Not(test) => test.feed(hasher),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watchlist::Watchlist;
    use std::sync::Arc;

    #[track_caller]
    fn read(text: &str) -> Watchlist {
        Watchlist::read(Arc::new(text.to_owned()), crate::watchlist::zone::ZoneDatabase::BUNDLED)
            .0
            .expect("a watchlist")
            .watchlist
    }

    #[test]
    fn place_quotes_order_of_keys_and_comments_are_no_content() {
        let one = read("title: t\nsources: { a: { name: A, reliability: B } }\nnote: x\n");
        let other = read("# a comment\nnote: 'x'\ntitle: \"t\"\nsources:\n  a:\n    reliability: B\n    name: A\n");
        assert!(one.is_same(&other));
        assert_eq!(one.fingerprint(), other.fingerprint());
        assert!(one.differing(&other).is_empty());
    }

    #[test]
    fn the_keys_that_differ_are_named() {
        let one = read("title: t\nsources: { a: { name: A } }\nnote: x\n");
        let other = read("title: t\nsources: { a: { name: A, reliability: B } }\n");
        assert_eq!(one.differing(&other), ["sources", "note"]);
        assert_ne!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn tests_of_signals_differ_in_kind_and_in_what_they_test() {
        let signal = |test: &str| {
            let text = format!("title: t\nsignals:\n  - {{ id: s, title: S, points_to: success, test: {test} }}\n");
            read(&text).signals[0].test.clone()
        };
        let all = signal("{ all: [ { heat-below: { heat: 8 } } ] }");
        assert!(all.is_same(&signal("{ all: [{ heat-below: {heat: 8} }] }")));
        assert!(!all.is_same(&signal("{ any: [ { heat-below: { heat: 8 } } ] }")));
        assert!(!all.is_same(&signal("{ all: [ { heat-below: { heat: 9 } } ] }")));
        assert!(!all.is_same(&signal("{ not: { heat-below: { heat: 8 } } }")));
    }
}
