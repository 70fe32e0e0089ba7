//! The summary in three sentences, and the line of what is not known.

use super::ReportFacts;
use crate::board::Board;
use crate::panes::handover::{Thing, things};
use crate::panes::view::{Headline, HeadlinePart, Phrase};
use crate::panes::{PANES, words};

/// The limit for the parts of a title in a sentence. What is left out is counted.
const MAX_PARTS: usize = 7;

/// The limit for names after a count.
const MAX_NAMES: usize = 6;

/// Three sentences: the crossings, the checklists, and spillover with the signals.
pub(super) fn sentences(board: &Board) -> [String; 3] {
    let title = |index: usize| title_words(&PANES[index].headline(board));
    let sentence = |parts: &[String]| format!("{}.", parts.join("; "));
    [sentence(&[title(0)]), sentence(&[title(1)]), sentence(&[title(2), title(3)])]
}

/// Formats `Rafah: CLOSED, THREATENED, 2 of 4 parties in place`.
fn title_words(headline: &Headline) -> String {
    let parts = headline.parts();
    let words = parts.iter().take(MAX_PARTS).map(|part| without_glyph(&part.text()).to_owned());
    let more = parts.iter().skip(MAX_PARTS).filter(|part| part.urgency.is_alarm()).count();
    let more = (more > 0).then(|| format!("and {}", words::count(more, "more alarm")));
    format!("{}: {}", headline.name.text, words.chain(more).collect::<Vec<_>>().join(", "))
}

fn without_glyph(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// How many things are unknown and how many are old, with the first names of each.
pub(super) fn not_known(facts: &ReportFacts<'_>) -> Vec<String> {
    let all = things(facts.board);
    let line = |word: &str, of: &dyn Fn(&Thing) -> bool| {
        let names: Vec<_> = all.iter().filter(|thing| of(thing)).map(|thing| thing.title.as_str()).collect();
        (!names.is_empty()).then(|| {
            let shown = names[..names.len().min(MAX_NAMES)].join("; ");
            let more = names.len().saturating_sub(MAX_NAMES);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            format!("{word}: {} of {}. {shown}{more}.", names.len(), all.len())
        })
    };
    let unknown = line("Not known", &|thing| !thing.is_known);
    let old = line("Last known, the data is old", &|thing| thing.is_known && thing.freshness.is_stale());
    let gaps = crate::panes::claims::unobserved(facts.board, facts.board.now).count();
    let gaps = (gaps > 0).then(|| format!("Not observed now: {}.", words::count(gaps, "gap")));
    [unknown, old, gaps].into_iter().flatten().collect()
}

/// The parts of a title as phrases, the most urgent first.
pub(super) fn states(headline: &Headline) -> Vec<Phrase> {
    let phrase = |part: &HeadlinePart| Phrase::new(part.text(), part.words.tone);
    headline.parts().iter().map(phrase).collect()
}
