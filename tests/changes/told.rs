//! Every entry that is in the file and dated in the window is told, or counted. All data here is made up.

use crate::support::board_at;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use std::sync::Arc;
use trucewatch::board::Board;
use trucewatch::board::changes::{Change, ChangeDirection, ChangeKind, changes};
use trucewatch::panes::changes::ChangeLine;
use trucewatch::panes::handover::handover;
use trucewatch::watchlist::time::TimePoint;
use trucewatch::watchlist::zone::Zone;

/// The list in which an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    CrossingReports,
    Days,
    PartyReports,
    ItemReports,
    Assessments,
    Log,
    Statements,
    /// Statements of an unknown time, dated by when they were relayed.
    Relayed,
    /// Statements that were made long ago, and relayed in these days.
    Old,
    Tallies,
    Gaps,
    CheckedCrossing,
    CheckedItem,
    CheckedRisk,
}

use List::*;

const LISTS: [List; 14] = [
    CrossingReports,
    Days,
    PartyReports,
    ItemReports,
    Assessments,
    Log,
    Log,
    Statements,
    Relayed,
    Old,
    Tallies,
    Gaps,
    CheckedCrossing,
    CheckedItem,
];

/// An entry: where it stands, when it is dated (minutes from the middle of the drawn days, or the day alone), and which of
/// the words of its scale it has.
#[derive(Clone, Debug)]
struct Drawn {
    list: List,
    minutes: i64,
    is_day_alone: bool,
    word: usize,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let minutes = prop_oneof![-4 * 1440i64..2 * 1440, (-40i64..20).prop_map(|hours| hours * 60)];
    let list = prop_oneof![prop::sample::select(LISTS.to_vec()), Just(CheckedRisk)];
    (list, minutes, any::<bool>(), 0usize..4).prop_map(|(list, minutes, is_day_alone, word)| Drawn {
        list,
        minutes,
        // The record of a day has no time of day.
        is_day_alone: is_day_alone || list == Days,
        word,
    })
}

fn middle() -> DateTime<Utc> {
    "2026-02-06T12:00:00Z".parse().expect("a moment")
}

impl Drawn {
    fn at(&self) -> String {
        let at = middle() + TimeDelta::minutes(self.minutes);
        at.format(if self.is_day_alone { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%MZ" }).to_string()
    }

    fn time(&self) -> TimePoint {
        TimePoint::parse(&self.at(), &Zone::bundled("Asia/Gaza").expect("a zone")).expect("a time")
    }

    /// Whether it is dated in the window from `since` to `now`, as far as its date tells.
    fn is_in(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let time = self.time();
        time.start <= now && (time.end > since || time.start >= since)
    }

    /// Whether it is bad news by itself.
    fn is_bad(&self) -> bool {
        match self.list {
            CrossingReports | Days => self.word == 1 || self.word == 3,
            PartyReports => self.word == 1,
            Assessments | Log => self.word >= 2,
            Gaps => true,
            ItemReports | Statements | Relayed | Old | Tallies | CheckedCrossing | CheckedItem | CheckedRisk => false,
        }
    }

    /// What a sentence that tells of it says.
    fn mark(&self, index: usize) -> String {
        match self.list {
            CheckedCrossing => "Gate: checked".to_owned(),
            CheckedItem => "I: checked".to_owned(),
            CheckedRisk => "Fronts: checked".to_owned(),
            CrossingReports | Days | PartyReports | ItemReports | Assessments | Log | Statements | Relayed | Old
            | Tallies | Gaps => name(index),
        }
    }

    /// The entry as it is written; its note names it.
    fn line(&self, name: &str) -> String {
        let (at, word) = (self.at(), self.word);
        let status = ["open", "closed", "limited", "suspended"][word];
        match self.list {
            CrossingReports => format!("{{ at: {at}, status: {status}, claim: attributed, note: {name} }}"),
            Days => format!("{{ date: {at}, status: {status}, claim: attributed, source: s{name}, note: {name} }}"),
            PartyReports => {
                let status = ["in-place", "absent", "announced", "in-place"][word];
                format!("{{ at: {at}, status: {status}, claim: attributed, note: {name} }}")
            }
            ItemReports => {
                let status = ["dormant", "announced", "minimal", "full"][word];
                format!("{{ at: {at}, status: {status}, claim: verified, note: {name} }}")
            }
            Assessments => {
                let impact = ["negligible", "minor", "major", "extreme"][word];
                format!("{{ at: {at}, likelihood: likely, impact: {impact}, note: {name} }}")
            }
            Log => {
                let severity = ["minor", "moderate", "severe", "extreme"][word];
                format!("{{ at: {at}, risk: fronts, severity: {severity}, text: {name} }}")
            }
            Statements => format!("{{ at: {at}, speaker: eu, term: term{word}, note: {name} }}"),
            Relayed => format!("{{ at: unknown, reported: {at}, speaker: eu, note: {name} }}"),
            Old => format!("{{ at: 2026-01-02, reported: {at}, speaker: eu, term: term{word}, note: {name} }}"),
            Tallies => format!("{{ id: {name}, what: killed, value: 7, as_of: {at}, note: {name} }}"),
            Gaps => {
                let until = self.time().end + TimeDelta::hours(i64::try_from(word).expect("it is small") * 9 + 1);
                let until =
                    if word == 3 { String::new() } else { format!(", until: {}", until.format("%Y-%m-%dT%H:%MZ")) };
                format!("{{ observer: {name}, unobserved: [gate], from: {at}{until}, note: {name} }}")
            }
            CheckedCrossing | CheckedItem | CheckedRisk => format!("checked: {at}"),
        }
    }
}

fn name(index: usize) -> String {
    format!("e{index:03}x")
}

/// A watchlist of these entries.
fn watchlist(entries: &[Drawn]) -> String {
    let lines = |list: List| {
        let of_list = entries.iter().enumerate().filter(|(_, entry)| entry.list == list);
        of_list.map(|(index, entry)| entry.line(&name(index))).collect::<Vec<_>>()
    };
    let list = |of: &[List]| of.iter().flat_map(|list| lines(*list)).collect::<Vec<_>>().join(", ");
    let mark = |of: List| lines(of).first().map_or_else(String::new, |mark| format!("{mark}, "));
    let named = |of: List, prefix: &str| {
        let of_list = entries.iter().enumerate().filter(|(_, entry)| entry.list == of);
        of_list.map(|(index, _)| format!("{prefix}{0}: {{ name: {0} }}", name(index))).collect::<Vec<_>>()
    };
    let actors = named(Gaps, "").into_iter().chain(["eu: { name: EU }".to_owned()]).collect::<Vec<_>>().join(", ");
    format!(
        "title: t\nzone: Asia/Gaza\nstale_after: 400d\nsources: {{ {sources} }}\nactors: {{ {actors} }}\n\
         crossings: [ {{ id: gate, name: Gate, {checked}reports: [ {reports} ], days: [ {days} ], parties: [ {{ actor: eu, reports: [ {party} ] }} ] }} ]\n\
         checklists: [ {{ id: c, name: C, items: [ {{ id: i, title: I, {item_checked}reports: [ {item} ] }} ] }} ]\n\
         spillover: {{ risks: [ {{ id: fronts, title: Fronts, threatens: [gate], {risk_checked}assessments: [ {assessments} ] }} ], log: [ {log} ] }}\n\
         statements: [ {said} ]\ntallies: [ {tallies} ]\nmonitoring: [ {gaps} ]\n",
        sources = named(Days, "s").join(", "),
        checked = mark(CheckedCrossing),
        reports = list(&[CrossingReports]),
        days = list(&[Days]),
        party = list(&[PartyReports]),
        item_checked = mark(CheckedItem),
        item = list(&[ItemReports]),
        risk_checked = mark(CheckedRisk),
        assessments = list(&[Assessments]),
        log = list(&[Log]),
        said = list(&[Statements, Relayed, Old]),
        tallies = list(&[Tallies]),
        gaps = list(&[Gaps]),
    )
}

/// How many entries changes count without a quote.
fn counted(found: &[Change]) -> usize {
    let of = |change: &Change| match (&change.quote, &change.what) {
        (None, ChangeKind::Entries { count, .. } | ChangeKind::Log { count, .. }) => *count,
        _ => 0,
    };
    found.iter().map(of).sum()
}

/// Only one mark of each kind fits into a watchlist.
fn with_one_mark_each(entries: Vec<Drawn>) -> Vec<Drawn> {
    let mut seen = Vec::new();
    let mut is_first = |list: List| {
        let is_mark = matches!(list, CheckedCrossing | CheckedItem | CheckedRisk);
        let is_first = !is_mark || !seen.contains(&list);
        seen.push(list);
        is_first
    };
    entries.into_iter().filter(|entry| is_first(entry.list)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 4000 }))]

    #[test]
    fn every_entry_dated_in_the_window_is_told_or_counted(
        few in prop::collection::vec(drawn(), 0..12),
        many in prop::collection::vec(drawn(), 0..60),
        is_long in any::<bool>(),
        (to, hours) in (-30i64..30, 1i64..40),
    ) {
        let entries = with_one_mark_each(if is_long { [few, many].concat() } else { few });
        let now = middle() + TimeDelta::hours(to);
        let since = now - TimeDelta::hours(hours);
        let text = watchlist(&entries);
        let after = board_at(&text, &now.to_rfc3339());
        let before = Board::read_earlier(Arc::clone(&after.watchlist), since);
        let found = changes(&before, &after);
        let sentences: Vec<_> =
            found.iter().map(|change| (change.direction, ChangeLine::from_change(change, &before, &after).sentence())).collect();
        let sections = handover(&before, &after, &found);
        let handed_over: Vec<_> =
            sections.iter().flat_map(|section| section.notes.iter().map(|note| (section.heading, &note.words))).collect();
        let mut silent = 0;
        for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.is_in(since, now)) {
            let mark = entry.mark(index);
            let told: Vec<_> = sentences.iter().filter(|(_, sentence)| sentence.contains(&mark)).collect();
            if told.is_empty() {
                silent += 1;
                continue;
            }
            prop_assert!(handed_over.iter().any(|(_, words)| words.contains(&mark)), "{mark} of {entry:?}\n{text}");
            // A judgement that lowers the level of a risk is better, however high it still is.
            let is_lower = entry.list == Assessments && told.iter().any(|(direction, _)| *direction == ChangeDirection::Better);
            if entry.is_bad() && !is_lower {
                prop_assert!(told.iter().any(|(direction, _)| *direction == ChangeDirection::Worse), "{entry:?}: {told:?}");
                let is_worse = |(heading, words): &(&str, &String)| *heading == "Worse" && words.contains(&mark);
                prop_assert!(handed_over.iter().any(is_worse), "{mark} of {entry:?}\n{text}");
            }
        }
        prop_assert_eq!(silent, counted(&found), "{:#?}\n{}", sentences, text);
        let more = handed_over.iter().filter(|(_, words)| words.contains(" more ")).count();
        prop_assert!(silent == 0 || more > 0, "{:?}", handed_over);
    }

    #[test]
    fn every_entry_that_is_new_in_the_text_and_has_come_is_told_or_counted(
        entries in prop::collection::vec(drawn(), 0..40),
        (known, to, hours) in (0usize..40, -30i64..30, 0i64..40),
    ) {
        let entries = with_one_mark_each(entries);
        let known = known.min(entries.len());
        let now = middle() + TimeDelta::hours(to);
        let seen = now - TimeDelta::hours(hours);
        let before = board_at(&watchlist(&entries[..known]), &seen.to_rfc3339());
        let after = board_at(&watchlist(&entries), &now.to_rfc3339());
        let found = changes(&before, &after);
        let sentences: Vec<_> = found.iter().map(|change| ChangeLine::from_change(change, &before, &after).sentence()).collect();
        let has_come = |(_, entry): &(usize, &Drawn)| entry.time().start <= now;
        let new = entries.iter().enumerate().skip(known).filter(has_come);
        let is_silent = |(index, entry): &(usize, &Drawn)| {
            !sentences.iter().any(|sentence| sentence.contains(&entry.mark(*index)))
        };
        let silent = new.filter(is_silent).count();
        prop_assert!(silent <= counted(&found), "{silent}: {sentences:#?}\n{}", watchlist(&entries));
    }
}
