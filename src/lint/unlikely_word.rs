//! `unlikely-word`: words with the same meaning have the same spelling.
//!
//! **What it does**: finds a trigger, a counted word, a term or a `what` of a tally that differs by one typo from one that is used more
//! often, or was used before. **Why it is bad**: the two are counted and filtered separately. **Example**: `trigger:
//! stirke` in a log of `strike`.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;
use std::collections::{BTreeMap, HashMap};

/// Shorter words can differ in one letter and mean different things.
const SHORTEST: usize = 5;

/// Longer texts are not words.
const LONGEST: usize = 64;

/// With more distinct words than this, there is no fixed vocabulary.
const MAX_WORDS: usize = 1000;

/// A word that is this many times rarer than a similar one is a typo.
const RARER: usize = 3;

pub(super) fn lint_unlikely_word(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let watchlist = scene.watchlist;
    let triggers = watchlist.log().iter().filter_map(|event| Some((event.trigger.as_ref()?.as_str(), event.span)));
    look("trigger", triggers, problems);
    let counted =
        watchlist.log().iter().flat_map(|event| event.counts.numbers().map(|(word, _)| (word.as_str(), event.span)));
    look("count of", counted, problems);
    look("tally of", watchlist.tallies.iter().map(|tally| (tally.what.raw(), tally.span)), problems);
    // If signals listen for terms, `unused-term` reports the terms that no signal uses.
    if watchlist.signals.is_empty() {
        let terms = watchlist.statements.iter().filter_map(|said| Some((said.term.as_ref()?.raw(), said.span)));
        look("term", terms, problems);
    }
}

/// One word: how often it is used, and its first location.
struct Use<'w> {
    written: &'w str,
    count: usize,
    first: Span,
}

fn look<'w>(what: &str, words: impl Iterator<Item = (&'w str, Span)>, problems: &mut Vec<Problem>) {
    let mut spellings: HashMap<&str, (usize, Span)> = HashMap::new();
    for (written, first) in words.filter(|(written, _)| written.len() <= LONGEST) {
        spellings.entry(written).or_insert((0, first)).0 += 1;
        if spellings.len() > MAX_WORDS {
            return;
        }
    }
    let mut uses: BTreeMap<String, Use<'_>> = BTreeMap::new();
    for (written, (count, first)) in spellings {
        let folded = written.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let known = uses.entry(folded).or_insert(Use { written, count: 0, first });
        known.count += count;
        if first.start < known.first.start {
            (known.written, known.first) = (written, first);
        }
    }
    let words: Vec<_> = uses.iter().collect();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (one, other) in near_pairs(&words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>()) {
        let (one_use, other_use) = (words[one].1, words[other].1);
        let order = |at: usize| (words[at].1.count, std::cmp::Reverse(words[at].1.first.start));
        let (slip, known) = if order(one) < order(other) { (one, other) } else { (other, one) };
        let (few, many) = (one_use.count.min(other_use.count), one_use.count.max(other_use.count));
        if few == 1 || few * RARER <= many {
            found.entry(slip).or_insert(known);
        }
    }
    for (slip, known) in found {
        let (slip, known) = (words[slip].1, words[known].1);
        let message = format!("the {what} `{}` is nearly `{}`", sanitise(slip.written), sanitise(known.written));
        let problem = Problem::warning("unlikely-word", slip.first, message).beside(known.first, "used here");
        problems.push(problem.help(format!("did you mean `{}`? Else accept the warning", sanitise(known.written))));
    }
}

/// Indices of words that differ by one typo. Two such words become equal when one letter of each is removed, so not
/// every pair of words must be compared.
fn near_pairs(words: &[&str]) -> Vec<(usize, usize)> {
    let mut parts: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.chars().count() >= SHORTEST) {
        let without = word.char_indices().map(|(nth, c)| format!("{}{}", &word[..nth], &word[nth + c.len_utf8()..]));
        let mut own: Vec<_> = without.chain([(*word).to_owned()]).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|part| parts.entry(part).or_default().push(at));
    }
    let pairs = parts.values().filter(|places| places.len() <= MAX_ALIKE);
    let pairs = pairs.flat_map(|places| {
        places.iter().enumerate().flat_map(|(nth, one)| places[nth + 1..].iter().map(|other| (*one, *other)))
    });
    let mut pairs: Vec<_> = pairs.filter(|(one, other)| is_slip(words[*one], words[*other])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// If more words than this differ in only one letter, they are a numbering.
const MAX_ALIKE: usize = 8;

/// Whether two texts differ by one typo in one of their longer words, and not in a digit.
fn is_slip(one: &str, other: &str) -> bool {
    let differs = |(one, other): &(&str, &str)| one != other;
    let (ones, others): (Vec<_>, Vec<_>) = (one.split([' ', '-']).collect(), other.split([' ', '-']).collect());
    let is_word = |word: &str| word.chars().count() >= SHORTEST && !word.contains(|c: char| c.is_numeric());
    let is_same_length = ones.len() == others.len();
    let mut different = ones.into_iter().zip(others).filter(differs);
    match (is_same_length, different.next(), different.next()) {
        (true, Some((one, other)), None) => {
            (is_word(one) || is_word(other))
                && !one.contains(char::is_numeric)
                && !other.contains(char::is_numeric)
                && strsim::damerau_levenshtein(one, other) <= 1
        }
        (true, ..) => false,
        // A blank or a hyphen that the other text does not have.
        (false, ..) => {
            let joined = |text: &str| text.replace([' ', '-'], "");
            joined(one) == joined(other)
        }
    }
}
