//! What holds of whatever three versions of a watchlist: they are not merged and it is said why, or what is said in
//! either of the sides, and what is gone from either, is so in the merged text; or a conflict says otherwise.

use super::hands::Hand;
use chrono::{DateTime, Utc};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use trucewatch::load::{Loaded, load};
use trucewatch::watchlist::merge::{Conflict, How, MergeError, Merged, merge};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not merged by meaning.
    Not(MergeError),
    /// With conflicts.
    Conflicts,
    /// Without.
    Clean,
}

/// Merges three versions both ways round.
#[track_caller]
pub fn check(base: &str, ours: &str, theirs: &str) -> Outcome {
    let (merged, turned) = (merge(base, ours, theirs), merge(base, theirs, ours));
    let words = || format!("--- base\n{base}\n--- ours\n{ours}\n--- theirs\n{theirs}\n--- merged\n{merged:#?}");
    let (merged, turned) = match (&merged, &turned) {
        (Ok(merged), Ok(turned)) => (merged, turned),
        (Err(why), Err(again)) if why == again => return Outcome::Not(*why),
        _ => panic!("one way round it can be merged, and not the other: {turned:#?}\n{}", words()),
    };
    let turned = turned_back(turned);
    assert_eq!(turned, *merged, "the other way round\n{}", words());
    if !merged.conflicts.is_empty() {
        assert!(merged.text.contains("<<<<<<<") && merged.text.contains(">>>>>>>"), "{}", words());
        return Outcome::Conflicts;
    }
    assert_loads(merged, [base, ours, theirs]);
    let facts = [base, ours, theirs, &merged.text].map(facts);
    if let [Some(base), Some(ours), Some(theirs), Some(merged)] = facts {
        let is_one = |tree: &Facts| tree.values().all(|count| *count == 1);
        // An entry that stands there twice could be either, and entries are not compared by name with those without.
        let is_comparable = is_one(&base) && is_one(&ours) && is_one(&theirs) && are_alike([&base, &ours, &theirs]);
        if is_comparable {
            let expected = expected(&base, &ours, &theirs);
            assert_eq!(settled(&merged), settled(&expected), "{}", words());
        }
    }
    Outcome::Clean
}

/// A result as the other side sees it.
fn turned_back(merged: &Merged) -> Merged {
    let turned = |how| match how {
        How::OursRemoved => How::TheirsRemoved,
        How::TheirsRemoved => How::OursRemoved,
        How::BothChanged | How::BothAdded | How::Comment | How::Zone => how,
    };
    let conflicts =
        merged.conflicts.iter().map(|conflict| Conflict { of: conflict.of.clone(), how: turned(conflict.how) });
    let (mut text, mut ours, mut theirs) = (String::new(), String::new(), String::new());
    let mut part = 0;
    for line in merged.text.split_inclusive('\n') {
        // The mark of byte order may stand before the first.
        match (part, line.trim_start_matches('\u{feff}').trim_end()) {
            (0, "<<<<<<< ours") | (1, "=======") => {
                part += 1;
                text.push_str(if part == 1 { line } else { "" });
                theirs.push_str(if part == 2 { line } else { "" });
            }
            (2, ">>>>>>> theirs") => {
                let (way, rest) = theirs.split_once('\n').unwrap_or_default();
                text.push_str(&format!("{rest}{way}\n{ours}{line}"));
                (ours, theirs, part) = (String::new(), String::new(), 0);
            }
            (0, _) => text.push_str(line),
            (1, _) => ours.push_str(line),
            _ => theirs.push_str(line),
        }
    }
    Merged { text, conflicts: conflicts.collect() }
}

/// What both sides may say by themselves and not together: one names what the other removed, or both name one thing.
const TOGETHER: &[&str] =
    &["unknown-id", "dangling-reference", "duplicate-id", "needs-cycle", "relay-ring", "prefer-to-no-one"];

/// What is merged without conflict loads where both sides do, but for what they say of each other.
#[track_caller]
fn assert_loads(merged: &Merged, [base, ours, theirs]: [&str; 3]) {
    let now: DateTime<Utc> = "2026-02-03T12:00:00Z".parse().expect("a moment");
    let read = |text: &str| load("x", text, now);
    if [ours, theirs].into_iter().any(|text| read(text).watchlist.is_none()) {
        return;
    }
    let Loaded { problems, .. } = read(&merged.text);
    let mut errors =
        problems.iter().filter(|problem| problem.severity == trucewatch::diagnostic::ProblemSeverity::Error);
    let bad = errors.find(|problem| !TOGETHER.contains(&problem.rule));
    assert!(
        bad.is_none(),
        "{bad:#?}\n--- base\n{base}\n--- ours\n{ours}\n--- theirs\n{theirs}\n--- merged\n{}",
        merged.text
    );
}

/// Each thing that a version says, with the way to it, and how often: a value under keys and names, or an entry without a name.
type Facts = BTreeMap<(String, String), usize>;

fn facts(text: &str) -> Option<Facts> {
    let tree = serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut facts = Facts::new();
    collect(&tree, String::new(), &mut facts);
    Some(facts)
}

fn collect(tree: &Value, way: String, into: &mut Facts) {
    match tree {
        Value::Mapping(pairs) => {
            pairs.iter().for_each(|(key, value)| collect(value, format!("{way}/{}", shown(key)), into));
        }
        Value::Sequence(items) => {
            let name = if way.ends_with("/parties") { "actor" } else { "id" };
            // One without a name, and all are known by what they say.
            let named =
                items.iter().all(|item| !item[name].is_null() && !item[name].is_mapping() && !item[name].is_sequence());
            for item in items {
                match named {
                    true => collect(item, format!("{way}/{}", shown(&item[name])), into),
                    false => *into.entry((format!("{way}/-"), shown(item))).or_default() += 1,
                }
            }
        }
        Value::Null => {}
        other => *into.entry((way, shown(other))).or_default() += 1,
    }
}

/// Whether the entries of each list are known by their names in all versions, or in none.
fn are_alike(versions: [&Facts; 3]) -> bool {
    let ways: BTreeSet<&str> = versions.iter().flat_map(|facts| facts.keys()).map(|(way, _)| way.as_str()).collect();
    let anonymous = ways.iter().filter_map(|way| way.strip_suffix("/-"));
    let is_named = |list: &str| {
        ways.range(format!("{list}/").as_str()..)
            .take_while(|way| way.starts_with(list))
            .any(|way| way.strip_prefix(list) != Some("/-"))
    };
    !anonymous.into_iter().any(is_named)
}

/// A value as a text, whatever the order of its keys.
fn shown(value: &Value) -> String {
    match value {
        Value::Mapping(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| (shown(key), shown(value)));
            format!("{:?}", pairs.collect::<BTreeMap<_, _>>())
        }
        Value::Sequence(items) => format!("{:?}", items.iter().map(shown).collect::<Vec<_>>()),
        other => format!("{other:?}"),
    }
}

/// What either side brought in, and what neither took out.
fn expected(base: &Facts, ours: &Facts, theirs: &Facts) -> Facts {
    let stays = base.keys().filter(|fact| ours.contains_key(*fact) && theirs.contains_key(*fact));
    let comes = ours.keys().chain(theirs.keys()).filter(|fact| !base.contains_key(*fact));
    stays.chain(comes).map(|fact| (fact.clone(), 1)).collect()
}

/// Without looks: of two the later one counts.
fn settled(facts: &Facts) -> Vec<&(String, String)> {
    facts.keys().filter(|(way, _)| !way.ends_with("/checked")).collect()
}

/// Merges what bytes stand for: one that says which of three kinds, and three parts with NULs between them. Nothing where
/// they stand for nothing.
pub fn check_bytes(bytes: &[u8]) -> Option<Outcome> {
    let (choice, rest) = bytes.split_first()?;
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let (base, ours, theirs) = (parts.next()?, parts.next()?, parts.next()?);
    if *choice < 64 {
        let base = Hand::write(base);
        return Some(check(&base, &changed(&base, ours), &changed(&base, theirs)));
    }
    let base = std::str::from_utf8(base).ok()?;
    if *choice < 128 {
        return Some(check(base, &changed(base, ours), &changed(base, theirs)));
    }
    Some(check(base, std::str::from_utf8(ours).ok()?, std::str::from_utf8(theirs).ok()?))
}

/// What somebody makes of a text: each two bytes change one of its lines, up to as many as one sitting changes.
pub fn changed(text: &str, tape: &[u8]) -> String {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    for deed in tape.chunks_exact(2).take(64) {
        if lines.is_empty() {
            break;
        }
        let (what, at) = (deed[0], usize::from(deed[1]) % lines.len());
        let line = lines[at].clone();
        match what % 8 {
            0 => _ = lines.remove(at),
            1 => lines.insert(at, line),
            2 => {
                let next = (at + 1) % lines.len();
                lines.swap(at, next);
            }
            // A time, a number or a name becomes another one.
            3 => lines[at] = line.replacen(|c: char| c.is_ascii_digit(), &(what / 8 % 10).to_string(), 1),
            4 => lines[at] = line.replacen(": ", &format!(": x{} ", what / 8), 1),
            5 => lines.insert(at, format!("{line} # {}", what / 8)),
            6 => lines[at].push_str(&format!(" # {}", what / 8)),
            _ => {
                let other = lines[usize::from(what / 8) % lines.len()].clone();
                lines.insert(at, other);
            }
        }
    }
    let end = if text.ends_with('\n') { ending } else { "" };
    lines.join(ending) + end
}
