//! Changes of two operators drawn at random: nothing is lost, nothing comes back, and what comes out loads.

use proptest::prelude::*;
use std::collections::BTreeMap;
use trucewatch::watchlist::merge::merge;

/// How a file is written by hand.
#[derive(Clone, Copy, Debug)]
struct Hand {
    indent: usize,
    ending: &'static str,
    is_in_lines: bool,
    has_comments: bool,
    has_blank_lines: bool,
    is_newest_first: bool,
}

/// An entry: a day, and how often its words have been changed by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    day: u32,
    words: String,
}

/// What an operator does to the list; places count round and round.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Add(u32),
    Change(usize),
    Remove(usize),
}

type Log = BTreeMap<String, Entry>;

fn hands() -> impl Strategy<Value = Hand> {
    let ending = prop::sample::select(vec!["\n", "\r\n"]);
    let indent = prop::sample::select(vec![2usize, 4, 6]);
    (indent, ending, any::<[bool; 4]>()).prop_map(
        |(indent, ending, [is_in_lines, has_comments, has_blank_lines, is_newest_first])| Hand {
            indent,
            ending,
            is_in_lines,
            has_comments,
            has_blank_lines,
            is_newest_first,
        },
    )
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (1..28u32).prop_map(Deed::Add),
        2 => (0..9usize).prop_map(Deed::Change),
        1 => (0..9usize).prop_map(Deed::Remove),
    ];
    prop::collection::vec(deed, 0..6)
}

fn text(hand: Hand, log: &Log, note: &str) -> String {
    let mut entries: Vec<_> = log.iter().collect();
    entries.sort_by_key(|(name, entry)| (entry.day, *name));
    if hand.is_newest_first {
        entries.reverse();
    }
    let (outer, inner) = (" ".repeat(hand.indent), " ".repeat(hand.indent + 2));
    let mut lines = vec!["title: T # of ours".to_owned(), "spillover:".to_owned(), "  log: # here".to_owned()];
    for (nth, (name, Entry { day, words })) in entries.into_iter().enumerate() {
        if hand.has_blank_lines && nth > 0 {
            lines.push(String::new());
        }
        if hand.has_comments {
            lines.push(format!("{outer}# about {name}"));
        }
        if hand.is_in_lines {
            lines.push(format!("{outer}- at: 2026-02-{day:02}"));
            lines.extend(
                ["severity: minor".to_owned(), format!("place: {name}"), "text: >-".to_owned()]
                    .map(|line| format!("{inner}{line}")),
            );
            lines.push(format!("{inner}  {words}"));
        } else {
            lines.push(format!("{outer}- {{ at: 2026-02-{day:02}, severity: minor, place: {name}, text: {words} }}"));
        }
    }
    lines.push(format!("note: {note}"));
    lines.join(hand.ending) + hand.ending
}

/// What an operator makes of a log. The first of its entries stays, so that the list does.
fn after(base: &Log, deeds: &[Deed], by: &str) -> Log {
    let mut log = base.clone();
    let names: Vec<_> = base.keys().cloned().collect();
    for (nth, deed) in deeds.iter().enumerate() {
        match deed {
            Deed::Add(day) => {
                let name = format!("{by}{nth}");
                log.insert(name.clone(), Entry { day: *day, words: format!("{name} is new") });
            }
            Deed::Change(at) => {
                let name = &names[at % names.len()];
                if let Some(entry) = log.get_mut(name) {
                    entry.words = format!("{name} by {by}");
                }
            }
            Deed::Remove(at) => {
                if let Some(name) = names.get(at % names.len()).filter(|name| **name != names[0]) {
                    log.remove(name);
                }
            }
        }
    }
    log
}

/// What should come of it: each entry by itself; and the entries over which the two differ.
fn expected(base: &Log, ours: &Log, theirs: &Log) -> (Log, Vec<String>) {
    let mut log = Log::new();
    let mut conflicts = Vec::new();
    let names: std::collections::BTreeSet<_> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    for name in names {
        let (old, one, other) = (base.get(name), ours.get(name), theirs.get(name));
        let decided = if one == other || other == old { one } else { other };
        if one != other && one != old && other != old {
            conflicts.push(name.clone());
        }
        if let Some(entry) = decided {
            log.insert(name.clone(), entry.clone());
        }
    }
    (log, conflicts)
}

/// The lines, in an order of their own: of entries of one day, either may stand first.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_two_operators_do_to_one_list_comes_together(
        hand in hands(),
        days in prop::collection::vec(1..28u32, 2..9),
        ours in deeds(),
        theirs in deeds(),
    ) {
        let base: Log = days.iter().enumerate()
            .map(|(nth, day)| (format!("e{nth}"), Entry { day: *day, words: format!("e{nth} as it was") }))
            .collect();
        let (ours, theirs) = (after(&base, &ours, "o"), after(&base, &theirs, "t"));
        let (log, conflicts) = expected(&base, &ours, &theirs);
        let [old, one, other] = [(&base, "a"), (&ours, "a"), (&theirs, "b")].map(|(log, note)| text(hand, log, note));
        let merged = merge(&old, &one, &other).unwrap();
        prop_assert_eq!(merged.conflicts.len(), conflicts.len(), "{}", merged.text);
        if conflicts.is_empty() {
            let expected = text(hand, &log, "b");
            prop_assert_eq!(sorted(&merged.text), sorted(&expected));
            let loaded = trucewatch::load::load("x", merged.text.as_bytes(), chrono::Utc::now());
            let watchlist = loaded.watchlist.expect("it loads");
            let times: Vec<_> = watchlist.log().iter().map(|event| event.at.value.start).collect();
            prop_assert!(times.is_sorted() || times.iter().rev().is_sorted(), "{}", merged.text);
            if hand.has_comments {
                let lines: Vec<_> = merged.text.lines().collect();
                for name in log.keys() {
                    let about = lines.iter().position(|line| line.trim() == format!("# about {name}")).unwrap();
                    let below = lines[about + 1..].iter().find(|line| line.contains("place: ")).unwrap();
                    prop_assert!(below.contains(&format!("place: {name}")), "{}", merged.text);
                }
            }
        }
        // No line of either side is lost, whatever happened.
        for (side, theirs_or_ours) in [(&one, &other), (&other, &one)] {
            for line in side.lines().filter(|line| !old.lines().any(|known| known == *line)) {
                prop_assert!(merged.text.lines().any(|known| known == line), "{line:?} of {theirs_or_ours}");
            }
        }
    }

    #[test]
    fn where_one_side_did_nothing_the_other_is_taken_as_it_is(
        hand in hands(),
        days in prop::collection::vec(1..28u32, 2..9),
        deeds in deeds(),
    ) {
        let base: Log = days.iter().enumerate()
            .map(|(nth, day)| (format!("e{nth}"), Entry { day: *day, words: format!("e{nth} as it was") }))
            .collect();
        let changed = after(&base, &deeds, "o");
        let (old, new) = (text(hand, &base, "a"), text(hand, &changed, "a"));
        let [b, a] = [&old, &new];
        prop_assert_eq!(&merge(b, a, b).unwrap().text, a);
        prop_assert_eq!(&merge(b, b, a).unwrap().text, a);
        prop_assert_eq!(&merge(b, a, a).unwrap().text, a);
        // The same with a change elsewhere, so that the lists are looked at.
        let elsewhere = text(hand, &base, "b");
        let both = text(hand, &changed, "b");
        prop_assert_eq!(&merge(b, a, &elsewhere).unwrap().text, &both);
        prop_assert_eq!(&merge(b, &elsewhere, a).unwrap().text, &both);
        prop_assert_eq!(&merge(b, &both, a).unwrap().text, &both);
    }
}
