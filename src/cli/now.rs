//! `--now`: as of which moment.

use crate::watchlist::time::{Moment, TIME_FORMS};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// The moment that `--now` names, read like any time in a watchlist. A date alone means the end of that day.
pub(super) fn parse(text: &str, zone: Tz) -> anyhow::Result<DateTime<Utc>> {
    match Moment::parse(text, zone) {
        Ok(moment) => Ok(moment.end),
        Err(_) => Err(anyhow!("--now {text}: not a time; write one of: {TIME_FORMS}")),
    }
}

/// Whether reading the text needs no zone, because it has an offset.
pub(super) fn is_absolute(text: &str) -> bool {
    let in_zone = |zone| Moment::parse(text, zone).map(|moment| moment.end);
    matches!((in_zone(Tz::UTC), in_zone(Tz::Asia__Gaza)), (Ok(one), Ok(other)) if one == other)
}
