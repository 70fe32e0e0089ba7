//! Where a step through the versions of the file leads: to its commits, or to the ends of days.

use super::step::{EPSILON, TimeStep, last_moment};
use crate::app::history::Revision;
use crate::watchlist::time::{day_start, local_date};
use crate::watchlist::zone::Zone;
use chrono::{DateTime, Utc};

/// A version, and the moment as of which it is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RevisionPoint {
    pub(super) index: usize,
    pub(super) at: DateTime<Utc>,
    /// The version and moment to compare with; `None` if there is no earlier one.
    pub(super) before: Option<(usize, DateTime<Utc>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VersionTarget {
    Point(RevisionPoint),
    Home,
    /// Before the first version, which was committed at this moment.
    TooEarly(DateTime<Utc>),
}

/// The versions up to the moment that the board returns to.
#[derive(Clone, Debug)]
pub(super) struct Way<'h> {
    pub(super) versions: &'h [Revision],
    pub(super) home: DateTime<Utc>,
    pub(super) zone: Zone,
}

impl Way<'_> {
    /// Where a step leads from a version and a moment; from the present if `from` is `None`.
    pub(super) fn target(&self, step: TimeStep, from: Option<RevisionPoint>) -> VersionTarget {
        let Some(last) = self.versions.len().checked_sub(1) else { return VersionTarget::TooEarly(self.home) };
        let first = VersionTarget::TooEarly(self.versions[0].at);
        let now = from.map_or(self.home, |from| from.at);
        match (step, from) {
            (TimeStep::ChangeBack, None) => self.change(last),
            // The end of a day comes after its last version.
            (TimeStep::ChangeBack, Some(from)) if from.at > self.versions[from.index].at => self.change(from.index),
            (TimeStep::ChangeBack, Some(from)) => from.index.checked_sub(1).map_or(first, |index| self.change(index)),
            (TimeStep::ChangeOn, Some(from)) if from.index < last => self.change(from.index + 1),
            (TimeStep::ChangeOn | TimeStep::DayOn, None) | (TimeStep::ChangeOn, Some(_)) => VersionTarget::Home,
            (TimeStep::DayBack, _) => {
                let yesterday = local_date(now, &self.zone).pred_opt();
                let point = yesterday.and_then(|date| self.moment(last_moment(date, &self.zone)));
                point.map_or(first, VersionTarget::Point)
            }
            (TimeStep::DayOn, Some(_)) => {
                let today = local_date(now, &self.zone);
                let next = if last_moment(today, &self.zone) > now { Some(today) } else { today.succ_opt() };
                let end = next.map(|date| last_moment(date, &self.zone)).filter(|end| *end < self.home);
                end.and_then(|end| self.moment(end)).map_or(VersionTarget::Home, VersionTarget::Point)
            }
        }
    }

    /// The version known at a moment, compared with the one known when its day began.
    pub(super) fn moment(&self, at: DateTime<Utc>) -> Option<RevisionPoint> {
        let morning = day_start(local_date(at, &self.zone), &self.zone) - EPSILON;
        let before = self.known_at(morning).map(|index| (index, morning));
        self.known_at(at).map(|index| RevisionPoint { index, at, before })
    }

    /// The version known at that moment. Clocks differ, so a commit can have an earlier time than its parent.
    fn known_at(&self, at: DateTime<Utc>) -> Option<usize> {
        self.versions.iter().rposition(|version| version.at <= at)
    }

    /// A version compared with the previous one, both at one moment: only what was written in between differs.
    fn change(&self, index: usize) -> VersionTarget {
        let at = self.versions[index].at;
        VersionTarget::Point(RevisionPoint { index, at, before: index.checked_sub(1).map(|before| (before, at)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::history::ObjectName;
    use crate::text::Text;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-01-{text}:00Z").parse().expect("a moment")
    }

    fn versions() -> Vec<Revision> {
        let version = |text: &str| Revision {
            commit: ObjectName::parse(&"a".repeat(40)).expect("a name"),
            at: at(text),
            author: Text::new("A"),
            subject: Text::new("s"),
            file: "w.yaml".to_owned(),
            blob: None,
            parents: Vec::new(),
        };
        ["10T08:00", "10T09:00", "12T10:00"].map(version).into()
    }

    /// Checks that these steps from the present lead to this version at this moment.
    #[track_caller]
    fn check(steps: &[TimeStep], expected: Option<(usize, &str)>) {
        let versions = versions();
        let way = Way { versions: &versions, home: at("13T12:00"), zone: Zone::UTC };
        let mut here = None;
        for step in steps {
            match way.target(*step, here) {
                VersionTarget::Point(point) => here = Some(point),
                VersionTarget::Home => here = None,
                VersionTarget::TooEarly(_) => {}
            }
        }
        let found = here.map(|point| (point.index, point.at.format("%dT%H:%M").to_string()));
        assert_eq!(found, expected.map(|(index, at)| (index, at.to_owned())));
    }

    #[test]
    fn changes_lead_from_commit_to_commit_and_home() {
        use TimeStep::{ChangeBack as B, ChangeOn as O};
        check(&[B], Some((2, "12T10:00")));
        check(&[B, B, B, B], Some((0, "10T08:00")));
        check(&[B, B, O], Some((2, "12T10:00")));
        check(&[B, O], None);
    }

    #[test]
    fn days_end_with_what_was_known_by_then() {
        use TimeStep::{ChangeBack as B, DayBack as D, DayOn as N};
        check(&[D], Some((2, "12T23:59")));
        check(&[D, D], Some((1, "11T23:59")));
        check(&[D, D, D], Some((1, "10T23:59")));
        check(&[D, D, D, D], Some((1, "10T23:59")));
        check(&[D, D, B], Some((1, "10T09:00")));
        check(&[D, D, N], Some((2, "12T23:59")));
        check(&[D, N], None);
    }

    #[test]
    fn without_versions_there_is_nowhere_to_go() {
        let way = Way { versions: &[], home: at("13T12:00"), zone: Zone::UTC };
        assert_eq!(way.target(TimeStep::ChangeBack, None), VersionTarget::TooEarly(at("13T12:00")));
    }
}
