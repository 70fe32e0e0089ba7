//! The law of reading as a program, independent of the board: what evidence of one aspect adds up to. It knows no
//! promise, no `prefer`, no relays and no zone; the cases have these.

/// The four things of which evidence is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    Status,
    Rung,
    Presence,
    Level,
}

pub const ASPECTS: [Aspect; 4] = [Aspect::Status, Aspect::Rung, Aspect::Presence, Aspect::Level];

impl Aspect {
    pub fn entity(self) -> &'static str {
        match self {
            Self::Status => "rafah",
            Self::Rung => "p/a",
            Self::Presence => "rafah/parties/egypt",
            Self::Level => "war",
        }
    }

    /// The words of its scale, the most cautious last.
    pub fn scale(self) -> &'static [&'static str] {
        match self {
            Self::Status => &["open", "limited", "suspended", "closed"],
            Self::Rung => &[
                "full",
                "intermediate",
                "minimal",
                "agreed",
                "announced",
                "reported",
                "dormant",
                "lapsed",
                "refused",
                "violated",
            ],
            Self::Presence => &["in-place", "announced", "absent"],
            Self::Level => &["low", "moderate", "high", "extreme"],
        }
    }

    /// The first value that is bad news by itself.
    pub fn first_bad(self) -> usize {
        match self {
            Self::Status => 2,
            Self::Rung => 3,
            Self::Presence | Self::Level => 0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Unsupported,
    Weak,
    Fair,
    Firm,
}

/// One piece of evidence: of a day, or of an hour, of the four days from 2 February 2026.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub hour: u32,
    pub is_day: bool,
    pub value: usize,
    pub grade: Grade,
    pub origin: usize,
}

const DAY: u32 = 24;

impl Aspect {
    /// Whether a value is beside the ladder: a word for failing.
    pub fn is_failing(self, value: usize) -> bool {
        self == Self::Rung && value > 6
    }

    /// Whether two values are opposites: of rungs, if one is a deed, or one is a word for failing and the other not.
    fn opposes(self, one: usize, other: usize) -> bool {
        let is_deed = |value: usize| value < self.first_bad();
        self != Self::Rung || is_deed(one) || is_deed(other) || self.is_failing(one) != self.is_failing(other)
    }

    /// What the grades of a piece make of it: an assessment has no credibility, and is never firm.
    fn standing(self, piece: &Piece) -> Grade {
        if self == Self::Level { piece.grade.min(Grade::Fair) } else { piece.grade }
    }
}

impl Piece {
    fn start(&self) -> u32 {
        if self.is_day { self.hour / DAY * DAY } else { self.hour }
    }

    fn end(&self) -> u32 {
        if self.is_day { self.start() + DAY } else { self.hour }
    }

    /// Whether it tells of a later time. Of one day of which one has no time of day, neither is later, except a change
    /// for the worse to the minute.
    fn is_later(&self, other: &Self) -> bool {
        if self.hour / DAY == other.hour / DAY && (self.is_day || other.is_day) {
            !self.is_day && other.is_day && self.value > other.value
        } else {
            self.start() > other.start()
        }
    }

    /// Whether it overturns another, with the standing that it has in this question.
    fn overturns(&self, other: &Self, standings: (Grade, Grade), stale_after: u32, is_step: bool) -> bool {
        let (own, others) = standings;
        let is_stale = || i64::from(self.start()) - i64::from(other.end()) >= i64::from(stale_after);
        self.is_later(other) && (is_step || self.origin == other.origin || own >= others || is_stale())
    }
}

/// The answer to "is it at least as good as this?".
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Disputed,
    Unconfirmed,
}

fn answer(aspect: Aspect, said: &[&Piece], limit: usize, stale_after: u32) -> Answer {
    let (good, bad): (Vec<&Piece>, Vec<&Piece>) = said.iter().copied().partition(|piece| piece.value <= limit);
    let standing = |piece: &Piece| aspect.standing(piece);
    let fair: Vec<_> = good.iter().copied().filter(|piece| standing(piece) >= Grade::Fair).collect();
    // A second voice counts only if it speaks later than what is to be overturned.
    let lifted = |piece: &Piece, against: &Piece| {
        let is_second = |other: &&Piece| {
            other.origin != piece.origin
                && other.start().abs_diff(piece.start()) <= stale_after
                && other.is_later(against)
        };
        if fair.iter().any(is_second) { Grade::Firm } else { standing(piece) }
    };
    let is_step = |piece: &Piece, against: &Piece| {
        aspect == Aspect::Rung && !aspect.is_failing(piece.value) && !aspect.is_failing(against.value)
    };
    let wins = |piece: &&Piece| {
        let overturns = |against: &&Piece| {
            piece.overturns(against, (lifted(piece, against), standing(against)), stale_after, is_step(piece, against))
        };
        bad.iter().all(overturns)
    };
    let defeats = |piece: &&Piece| {
        let own = if standing(piece) >= Grade::Fair { Grade::Firm } else { standing(piece) };
        fair.iter().all(|other| piece.overturns(other, (own, standing(other)), stale_after, false))
    };
    if fair.iter().any(wins) {
        Answer::Yes
    } else if fair.is_empty() {
        if bad.is_empty() { Answer::Unconfirmed } else { Answer::No }
    } else if bad.iter().any(defeats) {
        Answer::No
    } else {
        Answer::Disputed
    }
}

/// What the pieces add up to as of a moment, in the words of [`super::describe`] but for `not today`.
pub fn judge(aspect: Aspect, said: &[Piece], now: u32, stale_after: u32) -> String {
    let said: Vec<&Piece> =
        said.iter().filter(|piece| piece.start() <= now && piece.grade > Grade::Unsupported).collect();
    // Weak evidence renews nothing where there is any that is fair.
    let fair = said.iter().filter(|piece| aspect.standing(piece) >= Grade::Fair).map(|piece| piece.end()).max();
    let newest = fair.or(said.iter().map(|piece| piece.end()).max());
    let Some(newest) = newest else { return "unknown".to_owned() };
    let last_known = if now.saturating_sub(newest) >= stale_after { ", last known" } else { "" };
    let scale = aspect.scale();
    let answers: Vec<_> = (0..scale.len()).map(|limit| answer(aspect, &said, limit, stale_after)).collect();
    if aspect == Aspect::Status {
        return match answers[1] {
            Answer::Disputed => format!("disputed{last_known}"),
            Answer::Unconfirmed => {
                let newest = said.iter().max_by_key(|piece| (piece.start(), piece.value)).expect("some piece");
                format!("{}, unconfirmed{last_known}", scale[newest.value])
            }
            side @ (Answer::Yes | Answer::No) => format!("{}{last_known}", scale[of_side(&said, side == Answer::Yes)]),
        };
    }
    let Some(best) = answers.iter().position(|answer| *answer == Answer::Yes) else {
        let worst = said.iter().map(|piece| piece.value).max().expect("some piece");
        return format!("{}, unconfirmed{last_known}", scale[worst]);
    };
    let is_disputed = (0..best).any(|limit| aspect.opposes(limit, best) && answers[limit] == Answer::Disputed);
    let value = if is_disputed { "disputed" } else { scale[best] };
    format!("{value}{last_known}")
}

/// The most cautious of the newest pieces of a side: of those that let people through, the fair ones.
fn of_side(said: &[&Piece], is_open: bool) -> usize {
    let side = || said.iter().filter(|piece| (piece.value <= 1) == is_open && (!is_open || piece.grade >= Grade::Fair));
    let newest = side().max_by_key(|piece| (piece.start(), piece.value)).expect("the side has a piece");
    let of_its_time = side().filter(|piece| !newest.is_later(piece) && !piece.is_later(newest));
    of_its_time.map(|piece| piece.value).max().expect("the newest is of its own time")
}
