//! The legend: what each glyph, colour, grade and word means.
//!
//! Every line takes its sign from the function or the table that draws it, so the two cannot differ.

use super::charts::DayShade;
use super::checklists::{direction_sign, rung_sign};
use super::crossings::{presence_sign, status_phrase};
use super::signals::{DRIFT_KINDS, answer};
use super::spillover::{level_phrase, severity, trend};
use super::view::{AlarmSign, DayMark, FlowMark, LEVELS, Phrase, TEXTURES, Tone, age_phrase};
use super::words;
use crate::board::Board;
use crate::board::checklist::RungMove;
use crate::board::freshness::Freshness;
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, half_life};
use crate::watchlist::scales::{
    Claim, Credibility, CrossingStatus, Outcome, Presence, Reliability, Rung, Severity, WordScale,
};
use chrono::TimeDelta;

/// One sign and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendLine {
    pub group: &'static str,
    pub sign: Vec<Phrase>,
    /// One sentence without a full stop.
    pub meaning: String,
}

impl LegendLine {
    pub fn new(group: &'static str, sign: Phrase, meaning: impl Into<String>) -> Self {
        Self { group, sign: vec![sign], meaning: meaning.into() }
    }
}

/// Every sign that panes draw, in groups.
pub fn legend(board: &Board) -> Vec<LegendLine> {
    [crossings(), checklists(), claims(), grades(), spillover(board), signals(), ages(), colours()].concat()
}

/// The meaning of the nth word of a scale, as its documentation has it.
fn meaning(scale: WordScale, index: usize) -> String {
    let text = scale.meanings[index].trim().trim_end_matches('.');
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn of_scale<'s, T: Copy>(
    group: &'static str,
    values: &'s [T],
    scale: WordScale,
    sign: impl Fn(T) -> Phrase + 's,
) -> impl Iterator<Item = LegendLine> + 's {
    values.iter().enumerate().map(move |(index, value)| LegendLine::new(group, sign(*value), meaning(scale, index)))
}

fn crossings() -> Vec<LegendLine> {
    let presence = |presence| {
        let (glyph, word, tone) = presence_sign(presence);
        Phrase::new(format!("{glyph} {word}"), tone)
    };
    let number = FlowMark::Number(1.0).meaning();
    let days = DayMark::ALL.map(|mark| LegendLine::new("Days of a crossing", mark.sign(), mark.meaning()));
    let opening = Phrase::new(DayShade::OpeningAhead.glyph(), DayShade::OpeningAhead.tone());
    let flow = FlowMark::WITHOUT_NUMBER
        .into_iter()
        .filter_map(|mark| Some(LegendLine::new("Numbers a day", mark.sign()?, mark.meaning())));
    of_scale("Crossings", CrossingStatus::ALL, CrossingStatus::SCALE, status_phrase)
        .chain(of_scale("Parties of a crossing", Presence::ALL, Presence::SCALE, presence))
        .chain(days)
        .chain([LegendLine::new("Days of a crossing", opening, "still ahead, and an opening is planned")])
        .chain([LegendLine::new("Numbers a day", Phrase::plain([LEVELS[0], LEVELS[4], LEVELS[7]].concat()), number)])
        .chain(flow)
        .collect()
}

fn checklists() -> Vec<LegendLine> {
    let group = "Checklists";
    let [verified, claimed, rest] = TEXTURES.map(|(texture, tone)| Phrase::new(texture.repeat(3), tone));
    let deed = Rung::Minimal;
    let line = |sign, meaning: &str| LegendLine::new(group, sign, meaning);
    of_scale(group, Rung::ALL, Rung::SCALE, |rung| rung_sign(rung, Some(Claim::Verified)))
        .chain([
            line(rung_sign(deed, Some(Claim::Attributed)), "a deed that somebody claims: not verified"),
            line(rung_sign(deed, Some(Claim::Promise)), "a deed that is only promised: counts as words"),
            line(rung_sign(deed, None), "a deed without a claim class: counts as words"),
            line(verified, "progress by verified deeds"),
            line(claimed, "progress by claimed deeds"),
            line(rest, "the rest: promises never fill it"),
            line(direction_sign(RungMove::Up), "its last move was up"),
            line(direction_sign(RungMove::Down), "its last move was down"),
        ])
        .collect()
}

fn claims() -> Vec<LegendLine> {
    let unclassed = LegendLine::new("Claims", words::claim(None), "the entry does not say: it counts as words");
    of_scale("Claims", Claim::ALL, Claim::SCALE, |claim| words::claim(Some(claim))).chain([unclassed]).collect()
}

fn grades() -> Vec<LegendLine> {
    let (source, entry) =
        ("Grades, the letter: how reliable the source is", "Grades, the digit: how credible the entry is");
    let missing = LegendLine::new(entry, Phrase::plain("-"), "not graded");
    of_scale(source, Reliability::ALL, Reliability::SCALE, |grade| Phrase::plain(grade.word()))
        .chain(of_scale(entry, Credibility::ALL, Credibility::SCALE, |grade| Phrase::plain(grade.word())))
        .chain([missing])
        .collect()
}

fn spillover(board: &Board) -> Vec<LegendLine> {
    let points = |level| match level {
        Level::Low => "1 to 4 of 25 points: likelihood (1 to 5) times impact (1 to 5)",
        Level::Moderate => "5 to 9 of 25 points",
        Level::High => "10 to 16 of 25 points",
        Level::Extreme => "17 to 25 of 25 points",
    };
    let levels = Level::ALL.map(|level| LegendLine::new("Risks", level_phrase(level), points(level)));
    let half = words::span(half_life(&board.watchlist)).text;
    let unit = format!("the weights of all log entries together; an entry loses half of its weight in {half}");
    let heat = |sign, meaning: &str| LegendLine::new("Heat of the log", sign, meaning);
    levels
        .into_iter()
        .chain(of_scale("Log entries", Severity::ALL, Severity::SCALE, severity))
        .chain([
            heat(Phrase::plain("heat 4.1"), &unit),
            heat(trend(Trend::Rising), "higher than a seventh of the half-life ago"),
            heat(trend(Trend::Steady), "about the same as then"),
            heat(trend(Trend::Falling), "lower than then: older entries lose weight"),
            heat(Phrase::new("4.1+", Tone::Unknown), "at least that: not everything was observed or logged"),
        ])
        .collect()
}

fn signals() -> Vec<LegendLine> {
    let signal = |answered, points_to, meaning: &str| LegendLine::new("Signals", answer(answered, points_to), meaning);
    let drifts = DRIFT_KINDS.iter();
    let drifts = drifts.map(|kind| LegendLine::new("Drift", Phrase::new(kind.name, Tone::Caution), kind.rule));
    let signs = [
        (AlarmSign::Bad, "bad news"),
        (AlarmSign::Disputed, "sources contradict each other"),
        (AlarmSign::Doubtful, "unknown, or old data: not an all-clear"),
    ];
    let signs = signs.map(|(sign, meaning)| {
        LegendLine::new("Titles and tabs, where words do not fit", Phrase::plain(sign.glyph().to_string()), meaning)
    });
    [
        signal(Ternary::Met, Outcome::Success, "a sign of success is met now"),
        signal(Ternary::Met, Outcome::Failure, "a sign of failure is met now"),
        signal(Ternary::NotMet, Outcome::Success, "not met now"),
        signal(Ternary::Unknown, Outcome::Success, "the evidence does not say: not an all-clear"),
    ]
    .into_iter()
    .chain(drifts)
    .chain(signs)
    .collect()
}

fn ages() -> Vec<LegendLine> {
    let age = TimeDelta::hours(30);
    [
        (Freshness::Fresh { age }, "the age of the newest report or check"),
        (Freshness::Stale { age }, "older than its `stale_after`: what is shown is the last known"),
        (Freshness::NoData, "nothing was ever reported"),
    ]
    .map(|(freshness, meaning)| LegendLine::new("Ages", age_phrase(freshness), meaning))
    .into()
}

fn colours() -> Vec<LegendLine> {
    [
        (Tone::Good, "good", "as hoped, and verified"),
        (Tone::Claimed, "claimed", "said by somebody, not verified"),
        (Tone::Caution, "caution", "needs a look: overdue, old, due soon"),
        (Tone::Alarm, "alarm", "bad news"),
        (Tone::Unknown, "unknown", "not known: neither good nor bad"),
        (Tone::Muted, "muted", "less important: dates, sources, labels"),
    ]
    .map(|(tone, word, meaning)| LegendLine::new("Colours", Phrase::new(word, tone), meaning))
    .into()
}
