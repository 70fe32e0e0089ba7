//! The days on which a crossing is not meant to open: days of rest, and closures that were announced.

use super::claims::Dated;
use super::crossing::Crossing;
use super::decode::record;
use super::scales::{ClosureCause, DayOfWeek};
use super::zone::Zone;
use super::{Ref, time::TimePoint};
use crate::diagnostic::Spanned;
use crate::text::Text;
use chrono::{Datelike as _, NaiveDate};

record! { "a calendar";
    /// When a crossing is not meant to open.
    pub struct Calendar {
        /// The days of the week on which it never opens.
        pub rest: Vec<Spanned<DayOfWeek>>,
        /// Closures that were announced.
        pub closures: Vec<AnnouncedClosure>,
    }
}

record! { "an announced closure";
    /// A closure that somebody announced: the plan, not what happened.
    pub struct AnnouncedClosure {
        /// The first day of the closure, in the file's zone.
        pub from: Spanned<NaiveDate>,
        /// The last day of the closure, or `unknown`.
        pub until: Option<Spanned<Dated>>,
        /// When it was announced: a board as of an earlier moment does not know it. It excuses closed days only if this
        /// is before its first day.
        pub announced: Option<Spanned<TimePoint>>,
        /// Why.
        pub cause: Option<ClosureCause>,
        /// Who says so.
        pub source: Option<Ref>,
        /// A remark, for people.
        pub note: Option<Text>,
        /// Where to read it.
        pub link: Option<Spanned<Text>>,
    }
}

impl Calendar {
    /// Whether a day is a day of rest.
    pub fn is_rest(&self, date: NaiveDate) -> bool {
        self.rests_on(DayOfWeek::ALL[date.weekday().num_days_from_monday() as usize])
    }

    /// Whether a day of the week is a day of rest. A week that is nothing but rest says nothing.
    pub fn rests_on(&self, day: DayOfWeek) -> bool {
        self.has_rest(day) && !self.rests_all_week()
    }

    pub fn rests_all_week(&self) -> bool {
        DayOfWeek::ALL.iter().all(|day| self.has_rest(*day))
    }

    fn has_rest(&self, day: DayOfWeek) -> bool {
        self.rest.iter().any(|rest| rest.value == day)
    }
}

impl Crossing {
    pub fn closures(&self) -> &[AnnouncedClosure] {
        self.calendar.as_ref().map_or(&[], |calendar| &calendar.closures)
    }

    /// The days of the week on which it never opens.
    pub fn rest_days(&self) -> impl Iterator<Item = DayOfWeek> {
        self.calendar.iter().flat_map(|calendar| &calendar.rest).map(|day| day.value)
    }
}

impl AnnouncedClosure {
    /// The last day of the closure, if it is known.
    pub fn last_day(&self, zone: &Zone) -> Option<NaiveDate> {
        match self.until?.value {
            Dated::At(at) => Some(at.date(zone)),
            Dated::Unknown => None,
        }
    }
}
