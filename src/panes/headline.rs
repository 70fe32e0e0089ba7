//! The title of a pane, and which parts of it remain if there is little room: alarms before counts.
//!
//! A pane gives the parts of its title in any order, each with its [`Urgency`]. The headline sorts them, so the least
//! urgent parts are always cut first, and no pane can put a count before an alarm.

use super::age::OldestAge;
use super::view::Phrase;
use crate::text::is_right_to_left;
use std::collections::{HashMap, HashSet};
use std::ops::AddAssign;

/// How urgent a part of a title is. Parts are shown in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// A severe event, or a high risk: `▲ SEVERE 2h`.
    SevereEvent,
    /// A signal for failure is met: `▲ FAILURE MET`.
    FailureMet,
    /// A crossing is closed for everybody: `■ CLOSED`.
    Closed,
    /// A risk threatens it: `THREATENED`.
    Threatened,
    /// A date has passed, or a step was taken back: `2 overdue`, `1 fallen back`.
    Setback,
    /// Sources contradict each other: `? DISPUTED`.
    Disputed,
    /// The state is not known: `? UNKNOWN`, `NOT OBSERVED`. Not an all-clear.
    Unknown,
    /// The latest data is old: `DATA OLD 3d`, `LAST KNOWN OPEN`.
    Old,
    /// A status that is not an alarm: `● OPEN`.
    Status,
    /// Sources contradict each other about the past: `sources differ on 4 days`.
    Past,
    /// No alarm: progress, counts.
    Neutral,
}

impl Urgency {
    /// Every urgency, the most urgent first.
    pub const ALL: [Self; 11] = [
        Self::SevereEvent,
        Self::FailureMet,
        Self::Closed,
        Self::Threatened,
        Self::Setback,
        Self::Disputed,
        Self::Unknown,
        Self::Old,
        Self::Status,
        Self::Past,
        Self::Neutral,
    ];

    /// Whether a title that omits it must say so.
    pub fn is_alarm(self) -> bool {
        self.sign().is_some()
    }

    /// The sign that replaces it if there is no room for words.
    pub fn sign(self) -> Option<AlarmSign> {
        match self {
            Self::SevereEvent | Self::FailureMet | Self::Closed | Self::Threatened | Self::Setback => {
                Some(AlarmSign::Bad)
            }
            Self::Disputed | Self::Past => Some(AlarmSign::Disputed),
            Self::Unknown | Self::Old => Some(AlarmSign::Doubtful),
            Self::Status | Self::Neutral => None,
        }
    }
}

/// A kind of alarm, as a one-column sign. The worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlarmSign {
    /// Shown as `▲`: bad news.
    Bad,
    /// `!`: sources contradict each other.
    Disputed,
    /// `?`: unknown, or old data.
    Doubtful,
}

impl AlarmSign {
    /// The glyph, one column wide.
    pub fn glyph(self) -> char {
        match self {
            Self::Bad => '▲',
            Self::Disputed => '!',
            Self::Doubtful => '?',
        }
    }
}

/// One part of a title: a few words that are shown or left out together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadlinePart {
    /// The name of the thing that it is about, if the pane has several: `Kerem Shalom`. Cut before the words.
    pub name: Option<String>,
    /// Its words, such as `■ CLOSED`.
    pub words: Phrase,
    /// Decides its position in the title.
    pub urgency: Urgency,
    /// The number of things it is about: 3 for `3 overdue`. The tab of a hidden pane adds them up.
    pub items: usize,
    /// Whether it stays while any other part is shown: the status of a crossing.
    pub stays: bool,
}

impl HeadlinePart {
    pub fn new(urgency: Urgency, words: Phrase) -> Self {
        Self { name: None, words, urgency, items: 1, stays: false }
    }

    /// A status: it stays while any other part is shown.
    pub fn status(urgency: Urgency, words: Phrase) -> Self {
        Self { stays: true, ..Self::new(urgency, words) }
    }

    /// A part that is not an alarm.
    pub fn neutral(words: Phrase) -> Self {
        Self::new(Urgency::Neutral, words)
    }

    /// A part about a number of things; `None` if the number is 0.
    pub fn counted(urgency: Urgency, items: usize, words: impl FnOnce(usize) -> Phrase) -> Option<Self> {
        (items > 0).then(|| Self { items, ..Self::new(urgency, words(items)) })
    }

    /// Adds the name of the thing that the part is about.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The name and the words on one line; a right-to-left name is at the end.
    pub fn text(&self) -> String {
        match &self.name {
            Some(name) if is_right_to_left(name) => format!("{}  {name}", self.words.text),
            Some(name) => format!("{name} {}", self.words.text),
            None => self.words.text.clone(),
        }
    }
}

/// The title of a pane or of a group of rows: its name, then its parts, the most urgent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headline {
    /// Its name, such as `Rafah`.
    pub name: Phrase,
    parts: Vec<HeadlinePart>,
    /// How long ago anything in it was last known; `None` if it has no data to wait for.
    pub age: Option<OldestAge>,
}

impl Headline {
    /// Builds a title from parts in any order. Parts of the same urgency keep the given order.
    ///
    /// Parts with the same words are merged, and their items added up. A part without a name is dropped if a named part
    /// of the same urgency has the same words.
    pub fn new(name: Phrase, parts: impl IntoIterator<Item = HeadlinePart>) -> Self {
        let mut merged: Vec<HeadlinePart> = Vec::new();
        let mut places: HashMap<(Option<String>, String, Urgency), usize> = HashMap::new();
        for part in parts {
            let place =
                places.entry((part.name.clone(), part.words.text.clone(), part.urgency)).or_insert(merged.len());
            match merged.get_mut(*place) {
                Some(known) => known.items += part.items,
                None => merged.push(part),
            }
        }
        let named: HashSet<(String, Urgency)> = merged
            .iter()
            .filter(|part| part.name.is_some())
            .map(|part| (part.words.text.clone(), part.urgency))
            .collect();
        let mut parts = merged;
        parts.retain(|part| part.name.is_some() || !named.contains(&(part.words.text.clone(), part.urgency)));
        parts.sort_by_key(|part| part.urgency);
        Self { name, parts, age: None }
    }

    /// Adds how long ago anything in it was last known.
    #[must_use]
    pub fn aged(self, age: Option<OldestAge>) -> Self {
        Self { age, ..self }
    }

    /// The parts, the most urgent first.
    pub fn parts(&self) -> &[HeadlinePart] {
        &self.parts
    }

    /// The words of every part, mutable.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut Phrase> {
        self.parts.iter_mut().map(|part| &mut part.words)
    }

    /// The parts that are alarms, the most urgent first.
    pub fn alarms(&self) -> impl Iterator<Item = &HeadlinePart> {
        self.parts.iter().filter(|part| part.urgency.is_alarm())
    }

    /// The most urgent part: the only one shown if there is no room for more.
    pub fn first(&self) -> Option<&HeadlinePart> {
        self.parts.first()
    }

    /// Keeps only what a very small screen shows: the status and the alarms, or the first part if there are none.
    #[must_use]
    pub fn essential(mut self) -> Self {
        let is_essential = |part: &HeadlinePart| part.stays || part.urgency.is_alarm();
        if self.parts.iter().any(is_essential) {
            self.parts.retain(is_essential);
        } else {
            self.parts.truncate(1);
        }
        self
    }

    /// Its texts: the name, each part, the age.
    pub fn texts(self) -> impl Iterator<Item = String> {
        let age = self.age.map(|age| age.to_string());
        std::iter::once(self.name.text).chain(self.parts.into_iter().map(|part| part.text())).chain(age)
    }

    /// The urgency of its most urgent part.
    pub fn urgency(&self) -> Urgency {
        self.first().map_or(Urgency::Neutral, |part| part.urgency)
    }

    /// The number of things per sign, the worst sign first; signs without any are omitted.
    pub fn signs(&self) -> Vec<(AlarmSign, usize)> {
        let mut signs: Vec<(AlarmSign, usize)> = Vec::new();
        for part in self.alarms() {
            let Some(sign) = part.urgency.sign() else { continue };
            match signs.iter_mut().find(|(known, _)| *known == sign) {
                Some((_, items)) => items.add_assign(part.items),
                None => signs.push((sign, part.items)),
            }
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(urgency: Urgency, words: &str) -> HeadlinePart {
        HeadlinePart::new(urgency, Phrase::plain(words))
    }

    fn texts(headline: &Headline) -> Vec<String> {
        headline.parts().iter().map(HeadlinePart::text).collect()
    }

    #[test]
    fn alarms_come_before_counts_in_whatever_order_a_pane_gives_them() {
        let forwards: Vec<_> = Urgency::ALL.map(|urgency| part(urgency, &format!("{urgency:?}"))).into();
        let backwards = forwards.iter().rev().cloned();
        assert_eq!(Headline::new(Phrase::plain("x"), backwards).parts(), forwards);
        assert!(Urgency::ALL.is_sorted());
    }

    #[test]
    fn parts_of_one_urgency_keep_their_order() {
        let parts = ["b", "a", "c"].map(|words| part(Urgency::Neutral, words));
        assert_eq!(texts(&Headline::new(Phrase::plain("x"), parts)), ["b", "a", "c"]);
    }

    #[test]
    fn what_is_said_twice_is_shown_once() {
        let parts = [
            part(Urgency::Closed, "■ CLOSED"),
            part(Urgency::Threatened, "THREATENED"),
            part(Urgency::Closed, "■ CLOSED").named("Rafah"),
            part(Urgency::Threatened, "THREATENED"),
            part(Urgency::Closed, "■ CLOSED").named("Zikim"),
        ];
        let headline = Headline::new(Phrase::plain("x"), parts);
        assert_eq!(texts(&headline), ["Rafah ■ CLOSED", "Zikim ■ CLOSED", "THREATENED"]);
        assert_eq!(headline.signs(), [(AlarmSign::Bad, 4)]);
    }

    #[test]
    fn signs_count_things_the_worst_sign_first() {
        let count = |urgency, items| HeadlinePart::counted(urgency, items, |items| Phrase::plain(items.to_string()));
        let parts = [count(Urgency::Old, 7), count(Urgency::Disputed, 2), count(Urgency::Setback, 0)];
        let headline = Headline::new(Phrase::plain("x"), parts.into_iter().flatten());
        assert_eq!(headline.signs(), [(AlarmSign::Disputed, 2), (AlarmSign::Doubtful, 7)]);
        assert_eq!((headline.alarms().count(), headline.urgency()), (2, Urgency::Disputed));
    }
}
