//! The scales: every word that a watchlist may use for a grade, and the source of each scale.

use super::decode::{Decode, Reader};
use super::document::Node;
use super::schema::{self, Definitions};
use serde_json::Value;

/// The words of a scale in order, with their meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordScale {
    /// The words as written in a watchlist.
    pub words: &'static [&'static str],
    /// One sentence for each word.
    pub meanings: &'static [&'static str],
}

/// Declares a scale: an enum, its words in order, their meanings, and how it is decoded. The doc comment of a variant
/// is its meaning.
macro_rules! scale {
    ($(#[$meta:meta])* pub enum $name:ident ($what:literal) { $( #[doc = $meaning:literal] $variant:ident = $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( #[doc = $meaning] $variant, )+ }

        impl $name {
            /// Every value, in the order of the scale.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the order of the scale.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            pub const SCALE: $crate::watchlist::scales::WordScale =
                $crate::watchlist::scales::WordScale { words: Self::WORDS, meanings: &[$($meaning),+] };

            /// The word as written in a watchlist.
            pub fn word(self) -> &'static str {
                Self::WORDS[self as usize]
            }
        }

        impl $crate::watchlist::decode::Decode for $name {
            fn decode(node: $crate::watchlist::document::Node<'_>, reader: &mut $crate::watchlist::decode::Reader) -> Option<Self> {
                reader.word(node, $what, Self::WORDS).map(|index| Self::ALL[index])
            }

            fn placeholder() -> Self {
                Self::ALL[0]
            }

            fn schema(definitions: &mut $crate::watchlist::schema::Definitions) -> serde_json::Value {
                definitions.refer(stringify!($name), |_| $crate::watchlist::schema::words(Self::SCALE))
            }
        }
    };
}

scale! {
    /// What kind of statement a report is: deeds, words about deeds, or words about the future.
    pub enum Claim("claim") {
        /// An operational change that can be checked: hours, named bodies, start dates.
        Verified = "verified",
        /// Somebody says that it is so.
        Attributed = "attributed",
        /// Somebody says that it will be so: leverage, not a commitment. Never counts as progress.
        Promise = "promise",
    }
}

scale! {
    /// Reliability of a source (NATO Admiralty code, first axis; AJP-2.1).
    pub enum Reliability("reliability") {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Reliability cannot be judged: not "medium".
        F = "F",
    }
}

scale! {
    /// Credibility of one piece of information (NATO Admiralty code, second axis; AJP-2.1). Independent of the source.
    pub enum Credibility("credibility") {
        /// Confirmed by other sources.
        Confirmed = "1",
        /// Probably true.
        ProbablyTrue = "2",
        /// Possibly true.
        PossiblyTrue = "3",
        /// Doubtful.
        Doubtful = "4",
        /// Improbable.
        Improbable = "5",
        /// Truth cannot be judged: not "medium".
        CannotBeJudged = "6",
    }
}

scale! {
    /// How likely something is: the seven terms of ICD 203 (US Intelligence Community Directive 203, 2015).
    pub enum Likelihood("likelihood") {
        /// 1–5 percent.
        AlmostNoChance = "almost-no-chance",
        /// 5–20 percent.
        VeryUnlikely = "very-unlikely",
        /// 20–45 percent.
        Unlikely = "unlikely",
        /// 45–55 percent.
        RoughlyEvenChance = "roughly-even-chance",
        /// 55–80 percent.
        Likely = "likely",
        /// 80–95 percent.
        VeryLikely = "very-likely",
        /// 95–99 percent.
        AlmostCertain = "almost-certain",
    }
}

scale! {
    /// Confidence in a judgement (ICD 203). Never merged with likelihood.
    pub enum Confidence("confidence") {
        /// Scant, questionable or fragmented information.
        Low = "low",
        /// Credible and plausible, but not of sufficient quality or corroboration.
        Moderate = "moderate",
        /// High-quality information from several sources.
        High = "high",
    }
}

scale! {
    /// How bad it would be: the five usual steps of a risk matrix (ISO 31010, annex B.10).
    pub enum Impact("impact") {
        /// Hardly felt.
        Negligible = "negligible",
        /// Felt, and absorbed.
        Minor = "minor",
        /// Sets one thing back.
        Moderate = "moderate",
        /// Reverses a gain.
        Major = "major",
        /// Ends the arrangement.
        Extreme = "extreme",
    }
}

scale! {
    /// How severe an event was (OASIS Common Alerting Protocol 1.2, `severity`, less `unknown`).
    pub enum Severity("severity") {
        /// Good news: logged, and adds no heat. Weighs 0. Not part of CAP.
        Relief = "relief",
        /// Minimal threat to life or property. Weighs 1 in the log's heat.
        Minor = "minor",
        /// Possible threat. Weighs 2.
        Moderate = "moderate",
        /// Significant threat. Weighs 4.
        Severe = "severe",
        /// Extraordinary threat. Weighs 8.
        Extreme = "extreme",
    }
}

impl Severity {
    /// What one entry adds to the log's heat at its time.
    pub fn weight(self) -> f64 {
        match self {
            Self::Relief => 0.0,
            Self::Minor => 1.0,
            Self::Moderate => 2.0,
            Self::Severe => 4.0,
            Self::Extreme => 8.0,
        }
    }
}

scale! {
    /// How far a checklist item is: three words for failing, then the ladder: four rungs of words, and three of deeds (the
    /// deeds are levels 1–3 of the implementation scale of the Peace Accords Matrix, Kroc Institute).
    pub enum Rung("status") {
        /// Broken by somebody who owes it. Beside the ladder.
        Violated = "violated",
        /// Somebody who owes it says no. Beside the ladder.
        Refused = "refused",
        /// No longer in force: its time is over. Beside the ladder.
        Lapsed = "lapsed",
        /// Written down once, and nothing moves.
        Dormant = "dormant",
        /// Somebody reports that it is being prepared.
        Reported = "reported",
        /// A party announces it.
        Announced = "announced",
        /// The parties agree on it.
        Agreed = "agreed",
        /// Begun: minimal implementation. One third.
        Minimal = "minimal",
        /// Under way: intermediate implementation. Two thirds.
        Intermediate = "intermediate",
        /// Done: full implementation. One.
        Full = "full",
    }
}

impl Rung {
    /// The words in the order in which an operator chooses: the ladder first.
    pub const LADDER_FIRST: WordScale =
        WordScale { words: &ladder_first(Self::WORDS), meanings: &ladder_first(Self::SCALE.meanings) };

    /// The share of the whole that this rung counts for, 0 to 1. Rungs of words count for 0.
    pub fn progress(self) -> f64 {
        match self {
            Self::Violated
            | Self::Refused
            | Self::Lapsed
            | Self::Dormant
            | Self::Reported
            | Self::Announced
            | Self::Agreed => 0.0,
            Self::Minimal => 1.0 / 3.0,
            Self::Intermediate => 2.0 / 3.0,
            Self::Full => 1.0,
        }
    }

    /// Whether it is a deed, not only words.
    pub fn is_deed(self) -> bool {
        self >= Self::Minimal
    }

    /// Whether it is a word for failing, beside the ladder.
    pub fn is_failing(self) -> bool {
        self < Self::Dormant
    }
}

const fn ladder_first(words: &[&'static str]) -> [&'static str; Rung::ALL.len()] {
    let mut turned = [""; Rung::ALL.len()];
    let mut at = 0;
    while at < turned.len() {
        turned[at] = words[(at + Rung::Dormant as usize) % turned.len()];
        at += 1;
    }
    turned
}

/// A rung of the ladder, without the words for failing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LadderRung(pub Rung);

impl Decode for LadderRung {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let first = Rung::Dormant as usize;
        reader.word(node, "rung", &Rung::WORDS[first..]).map(|index| Self(Rung::ALL[first + index]))
    }

    fn placeholder() -> Self {
        Self(Rung::Dormant)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let first = Rung::Dormant as usize;
        let ladder = WordScale { words: &Rung::WORDS[first..], meanings: &Rung::SCALE.meanings[first..] };
        definitions.refer("LadderRung", |_| schema::words(ladder))
    }
}

scale! {
    /// What state a crossing is in.
    pub enum CrossingStatus("status") {
        /// It is unknown: not closed, not clear.
        Unknown = "unknown",
        /// Shut.
        Closed = "closed",
        /// An opening is planned.
        Scheduled = "scheduled",
        /// Open in part: for some people, directions or hours.
        Limited = "limited",
        /// Open as agreed.
        Open = "open",
        /// Was open; stopped until further notice.
        Suspended = "suspended",
    }
}

impl CrossingStatus {
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Limited)
    }

    /// Whether the status says that nobody passes.
    pub fn is_shut(self) -> bool {
        matches!(self, Self::Closed | Self::Suspended)
    }

    /// Whether one status says that people pass and the other that nobody does.
    pub fn is_opposite(self, other: Self) -> bool {
        (self.is_open() && other.is_shut()) || (self.is_shut() && other.is_open())
    }
}

scale! {
    /// Why a crossing was closed on a day.
    pub enum ClosureCause("cause") {
        /// As announced beforehand: a holiday, a weekly closure. No failure.
        Scheduled = "scheduled",
        /// Called technical: counted aloud.
        Technical = "technical",
        /// A security incident or alert.
        Security = "security",
        /// A dispute between the parties.
        Dispute = "dispute",
        /// It is not said.
        Unstated = "unstated",
    }
}

scale! {
    /// A number of people that every day record can give.
    pub enum PeopleMeasure("measure") {
        /// Everybody who left.
        Exits = "exits",
        /// Everybody who came in.
        Entries = "entries",
        /// Patients who left.
        Patients = "patients",
        /// Companions of patients who left.
        Companions = "companions",
        /// People who were turned back.
        TurnedBack = "turned_back",
    }
}

scale! {
    /// Which way something passes a crossing.
    pub enum Direction("direction") {
        /// Into the territory behind the crossing.
        In = "in",
        /// Out of it.
        Out = "out",
    }
}

scale! {
    /// A day of the week.
    pub enum DayOfWeek("day of the week") {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

scale! {
    /// What a tally is a number of.
    pub enum TallyKind("kind of tally") {
        /// Everything since a day: it can only grow.
        Count = "count",
        /// What there is at one moment, such as a waiting list: it can fall, and needs no `from`.
        Stock = "stock",
    }
}

scale! {
    /// Whether one of the parties that operate a crossing is in place.
    pub enum Presence("status") {
        /// Not there.
        Absent = "absent",
        /// Says that it will be there.
        Announced = "announced",
        /// There, and at work.
        InPlace = "in-place",
    }
}

scale! {
    /// Which scenario a signal points to.
    pub enum Outcome("outcome") {
        /// The truce holds and deepens.
        Success = "success",
        /// The truce erodes.
        Failure = "failure",
    }
}
