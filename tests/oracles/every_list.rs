//! `every_list.yaml` uses every key of the format, so what is held against it is held against all of the format.

use super::frame::EVERY_LIST;
use std::collections::BTreeSet;
use std::sync::Arc;
use trucewatch::watchlist::document::{Document, Node, NodeKind};
use trucewatch::watchlist::scales::Severity;
use trucewatch::watchlist::{
    Acceptance, Actor, AnnouncedClosure, Assessment, AtLeast, Calendar, Checklist, Closed, Covers, Crossing,
    CrossingReport, DayRecord, DeclaredMeasure, Event, FlowTest, HeatBelow, Item, ItemReport, Monitoring, NoEntry,
    Outlet, Party, PartyReport, Quota, QuotaReport, Reaches, Risk, Signal, Spillover, Statement, StaysOpenTest, Tally,
    Target, TermShift, Test, Watchlist, Withdrawal,
};

/// Every kind of part with the way down to it; `*` is any key, and lists are passed through.
const PARTS: &[(&str, &[&str])] = &[
    ("", Watchlist::KEYS),
    ("sources *", Outlet::KEYS),
    ("actors *", Actor::KEYS),
    ("crossings", Crossing::KEYS),
    ("crossings opens", &["date", "said", "source", "note"]),
    ("crossings measures *", DeclaredMeasure::KEYS),
    ("crossings calendar", Calendar::KEYS),
    ("crossings calendar closures", AnnouncedClosure::KEYS),
    ("crossings quota", Quota::KEYS),
    ("crossings quotas", QuotaReport::KEYS),
    ("crossings parties", Party::KEYS),
    ("crossings parties reports", PartyReport::KEYS),
    ("crossings reports", CrossingReport::KEYS),
    ("crossings days", DayRecord::KEYS),
    ("crossings days withdrawn", Withdrawal::KEYS),
    ("checklists", Checklist::KEYS),
    ("checklists items", Item::KEYS),
    ("checklists items due", &["date", "said", "source", "note"]),
    ("checklists items target", Target::KEYS),
    ("checklists items reports", ItemReport::KEYS),
    ("spillover", Spillover::KEYS),
    ("spillover risks", Risk::KEYS),
    ("spillover risks closed", Closed::KEYS),
    ("spillover risks assessments", Assessment::KEYS),
    ("spillover log", Event::KEYS),
    ("monitoring", Monitoring::KEYS),
    ("statements", Statement::KEYS),
    ("tallies", Tally::KEYS),
    ("signals", Signal::KEYS),
    ("accept", Acceptance::KEYS),
];

/// The tests of signals, whose way down is any.
const TESTS: &[(&str, &[&str])] = &[
    ("stays-open", StaysOpenTest::KEYS),
    ("reaches", Reaches::KEYS),
    ("covers", Covers::KEYS),
    ("term-shift", TermShift::KEYS),
    ("heat-below", HeatBelow::KEYS),
    ("no-entry", NoEntry::KEYS),
    ("flow", FlowTest::KEYS),
    ("at-least", AtLeast::KEYS),
];

/// The keys of all parts to which a way leads.
fn collect(node: Node<'_>, way: &[&str], keys: &mut BTreeSet<String>) {
    match (node.kind(), way) {
        (NodeKind::List(items), _) => items.for_each(|item| collect(item, way, keys)),
        (NodeKind::Map(pairs), []) => keys.extend(pairs.filter_map(|(key, _)| name(key))),
        (NodeKind::Map(pairs), [step, rest @ ..]) => {
            let leads = |key: Node<'_>| *step == "*" || name(key).as_deref() == Some(step);
            pairs.filter(|(key, _)| leads(*key)).for_each(|(_, value)| collect(value, rest, keys));
        }
        _ => {}
    }
}

/// The keys of all parts under a name, at whatever depth.
fn collect_under(node: Node<'_>, wanted: &str, keys: &mut BTreeSet<String>) {
    match node.kind() {
        NodeKind::List(items) => items.for_each(|item| collect_under(item, wanted, keys)),
        NodeKind::Map(pairs) => pairs.for_each(|(key, value)| {
            if name(key).as_deref() == Some(wanted) {
                keys.insert(wanted.to_owned());
                collect(value, &[], keys);
            }
            collect_under(value, wanted, keys);
        }),
        _ => {}
    }
}

fn name(key: Node<'_>) -> Option<String> {
    key.text().map(|text| text.raw().to_owned())
}

#[test]
fn every_key_of_the_format_is_used() {
    let (document, problems) = Document::parse(Arc::new(EVERY_LIST.to_owned()));
    assert!(problems.is_empty(), "{problems:#?}");
    let root = document.root().expect("a watchlist");
    let mut missing = Vec::new();
    for (way, wanted) in PARTS {
        let mut keys = BTreeSet::new();
        collect(root, &way.split_whitespace().collect::<Vec<_>>(), &mut keys);
        missing.extend(wanted.iter().filter(|key| !keys.contains(**key)).map(|key| format!("{way}: {key}")));
    }
    for (test, wanted) in TESTS.iter().copied().chain(Test::NAMES.iter().chain(&["by"]).map(|test| (*test, &[][..]))) {
        let mut keys = BTreeSet::new();
        collect_under(root, test, &mut keys);
        missing.extend(
            wanted.iter().chain(&[test]).filter(|key| !keys.contains(**key)).map(|key| format!("{test}: {key}")),
        );
    }
    let severities = Severity::WORDS.iter().filter(|word| !EVERY_LIST.contains(&format!("severity: {word}")));
    missing.extend(severities.map(|word| format!("severity: {word}")));
    assert!(missing.is_empty(), "{missing:#?}");
}
