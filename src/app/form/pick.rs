//! The candidates of one field: which of them match the typed text, and which one is selected.

use crate::draft::Candidate;
use crate::text::fold;

/// The candidates of the focused field.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    all: Vec<Candidate>,
    matching: Vec<usize>,
    chosen: Option<usize>,
    /// Whether the choice is only offered: Enter takes it, and other keys keep what was typed.
    is_offer: bool,
}

impl Pick {
    pub(super) fn among(all: Vec<Candidate>) -> Self {
        Self { matching: (0..all.len()).collect(), all, chosen: None, is_offer: false }
    }

    /// The matches, best first.
    pub fn matching(&self) -> impl ExactSizeIterator<Item = &Candidate> {
        self.matching.iter().map(|at| &self.all[*at])
    }

    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The chosen word, also if it is only offered.
    pub(super) fn offered_word(&self) -> Option<&str> {
        self.matching().nth(self.chosen?).map(|candidate| candidate.word.as_str())
    }

    /// The chosen word, unless it is only offered.
    pub(super) fn word(&self) -> Option<&str> {
        self.offered_word().filter(|_| !self.is_offer)
    }

    /// Whether Enter takes another word than the one that was typed.
    pub fn is_offer(&self) -> bool {
        self.is_offer
    }

    /// Searches the words first, then their descriptions.
    pub(super) fn look_for(&mut self, typed: &str) {
        let typed = fold(typed.trim());
        let mut ranked: Vec<_> =
            self.all.iter().enumerate().filter_map(|(at, candidate)| Some((rank(candidate, &typed)?, at))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        self.matching = ranked.into_iter().map(|(_, at)| at).collect();
        (self.chosen, self.is_offer) = (None, false);
    }

    /// Offers the best match, if it begins with what was typed.
    pub(super) fn offer_first(&mut self, typed: &str) {
        let typed = fold(typed.trim());
        let is_offer = self.matching().next().is_some_and(|first| fold(&first.word).starts_with(&*typed));
        (self.chosen, self.is_offer) = (is_offer.then_some(0), is_offer);
    }

    pub(super) fn choose_first(&mut self) {
        self.chosen = (!self.matching.is_empty()).then_some(0);
    }

    pub(super) fn choose(&mut self, word: &str) {
        self.chosen = self.matching.iter().position(|at| self.all[*at].word == word);
    }

    /// Chooses the match at an index. Returns whether there is one.
    pub(super) fn choose_at(&mut self, index: usize) -> bool {
        let is_match = index < self.matching.len();
        if is_match {
            (self.chosen, self.is_offer) = (Some(index), false);
        }
        is_match
    }

    /// Moves the selection by a number of places. Returns whether there was a candidate to move to.
    pub(super) fn move_by(&mut self, places: isize) -> bool {
        let Some(last) = self.matching.len().checked_sub(1) else { return false };
        let next = match self.chosen {
            Some(at) => at.checked_add_signed(places),
            None if places > 0 => Some(places.unsigned_abs() - 1),
            None => return false,
        };
        self.chosen = next.map(|at| at.min(last));
        self.is_offer = false;
        true
    }
}

/// 0 is best: the word itself, its beginning, a part of it, a part of its description.
fn rank(candidate: &Candidate, typed: &str) -> Option<u8> {
    let word = fold(&candidate.word);
    if word == typed {
        Some(0)
    } else if word.starts_with(typed) {
        Some(1)
    } else if word.contains(typed) {
        Some(2)
    } else {
        fold(&candidate.about).contains(typed).then_some(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(typed: &str) -> Vec<String> {
        let candidate = |(word, about): (&str, &str)| Candidate { word: word.to_owned(), about: about.to_owned() };
        let all = [("cbs", "B  CBS News"), ("ap", "B  Associated Press"), ("ap-video", "F  AP pictures"), ("wafa", "")];
        let mut pick = Pick::among(all.map(candidate).into());
        pick.look_for(typed);
        pick.matching().map(|candidate| candidate.word.clone()).collect()
    }

    #[test]
    fn the_word_itself_comes_before_its_beginnings_and_those_before_what_it_stands_for() {
        assert_eq!(pick("ap"), ["ap", "ap-video"]);
        assert_eq!(pick("a"), ["ap", "ap-video", "wafa"]);
        assert_eq!(pick("news"), ["cbs"]);
        assert_eq!(pick(" PRESS "), ["ap"]);
        assert_eq!(pick("xyz"), [""; 0]);
        assert_eq!(pick("").len(), 4);
    }

    #[test]
    fn choosing_goes_down_from_nothing_and_up_to_nothing() {
        let candidate = |word: &str| Candidate { word: word.to_owned(), about: String::new() };
        let mut pick = Pick::among(vec![candidate("a"), candidate("b")]);
        assert!(!pick.move_by(-1));
        assert!(pick.move_by(1) && pick.word() == Some("a"));
        assert!(pick.move_by(5) && pick.word() == Some("b"));
        assert!(pick.move_by(-1) && pick.move_by(-1) && pick.word().is_none());
        assert!(!Pick::default().move_by(1));
    }
}
