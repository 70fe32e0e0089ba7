//! Two properties of the law, over whole watchlists: bad news never makes a reading better, and good news that is weak
//! or unsupported never makes one better. And two more: what is said of one thing changes no other, and the board reads
//! what [the law as a program](super::law) reads.
//!
//! A million cases by hand: `PROPTEST_CASES=1000000 cargo test --test all readings::properties`.

use super::describe::describe_reading;
use super::law::{ASPECTS, Aspect, Grade, Piece, judge};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use std::fmt::Write as _;
use trucewatch::board::Board;
use trucewatch::load::load;

/// The moment as of which everything is read, in hours since the first that evidence is drawn of.
const NOW: u32 = 100;

/// What is said of each aspect, and after how many hours it is old.
#[derive(Clone, Debug)]
struct World {
    stale_after: u32,
    said: [Vec<Piece>; 4],
}

impl World {
    fn said_of(&self, aspect: Aspect) -> &[Piece] {
        &self.said[aspect as usize]
    }

    /// The same, and one more piece.
    fn with(&self, aspect: Aspect, added: Piece) -> Self {
        let mut longer = self.clone();
        longer.said[aspect as usize].push(added);
        longer
    }
}

fn piece(aspect: Aspect) -> impl Strategy<Value = Piece> {
    let grade = prop_oneof![
        1 => Just(Grade::Unsupported), 1 => Just(Grade::Weak), 2 => Just(Grade::Fair), 1 => Just(Grade::Firm),
    ];
    (0..96u32, any::<bool>(), 0..aspect.scale().len(), grade, 0..4usize)
        .prop_map(|(hour, is_day, value, grade, origin)| Piece { hour, is_day, value, grade, origin })
}

/// A world, and one more piece of one of its aspects.
fn world_and_piece() -> impl Strategy<Value = (World, Aspect, Piece)> {
    let said = |aspect: Aspect| prop::collection::vec(piece(aspect), 0..6);
    let said = (said(Aspect::Status), said(Aspect::Rung), said(Aspect::Presence), said(Aspect::Level));
    let stale_after = prop_oneof![Just(24), Just(48), Just(200)];
    let world = (stale_after, said).prop_map(|(stale_after, (a, b, c, d))| World { stale_after, said: [a, b, c, d] });
    let added = (0..4usize).prop_flat_map(|at| (Just(ASPECTS[at]), piece(ASPECTS[at])));
    (world, added).prop_map(|(world, (aspect, piece))| (world, aspect, piece))
}

/// The watchlist of a world.
fn text(world: &World) -> String {
    let mut text = format!("title: t\nzone: Etc/UTC\nstale_after: {}h\nsources:\n", world.stale_after);
    for origin in 0..4 {
        let _ = writeln!(text, "  s{origin}: {{ name: S{origin}, reliability: B }}");
        let _ = writeln!(text, "  e{origin}: {{ name: E{origin}, reliability: E }}");
    }
    text += "actors: { egypt: { name: Egypt } }\ncrossings:\n  - id: rafah\n    name: Rafah\n";
    let [statuses, rungs, presences, levels] = &world.said;
    let list = |text: &mut String, key: &str, pieces: Vec<&Piece>, aspect: Aspect| {
        if !pieces.is_empty() {
            let _ = writeln!(text, "{key}:");
            for piece in pieces {
                let _ = writeln!(text, "            - {}", line(aspect, *piece));
            }
        }
    };
    let (days, reports): (Vec<_>, Vec<_>) = statuses.iter().partition(|piece| piece.is_day);
    list(&mut text, "    days", days, Aspect::Status);
    list(&mut text, "    reports", reports, Aspect::Status);
    text += "    parties:\n      - actor: egypt\n";
    list(&mut text, "        reports", presences.iter().collect(), Aspect::Presence);
    text += "checklists:\n  - id: p\n    name: P\n    items:\n      - id: a\n        title: A\n";
    list(&mut text, "        reports", rungs.iter().collect(), Aspect::Rung);
    text += "spillover:\n  risks:\n    - id: war\n      title: War\n";
    list(&mut text, "      assessments", levels.iter().collect(), Aspect::Level);
    text
}

fn line(aspect: Aspect, piece: Piece) -> String {
    let Piece { hour, is_day, value, grade, origin } = piece;
    let (date, hour) = (2 + hour / 24, hour % 24);
    let at = if is_day { format!("2026-02-0{date}") } else { format!("2026-02-0{date}T{hour:02}:00Z") };
    let word = aspect.scale()[value];
    let credibility = match grade {
        Grade::Unsupported => 5,
        Grade::Weak => 4,
        Grade::Fair => 3,
        Grade::Firm => 2,
    };
    let graded = format!("claim: attributed, source: s{origin}, credibility: {credibility}");
    match aspect {
        Aspect::Status if is_day => format!("{{ date: {at}, status: {word}, {graded} }}"),
        Aspect::Status | Aspect::Rung | Aspect::Presence => format!("{{ at: {at}, status: {word}, {graded} }}"),
        Aspect::Level => {
            let (likelihood, impact) =
                [("unlikely", "minor"), ("likely", "minor"), ("likely", "major"), ("very-likely", "major")][value];
            // An assessment has no credibility, and is never firm.
            let (source, confidence) = match grade {
                Grade::Unsupported => ("e", "high"),
                Grade::Weak => ("s", "low"),
                Grade::Fair | Grade::Firm => ("s", "high"),
            };
            format!(
                "{{ at: {at}, likelihood: {likelihood}, impact: {impact}, confidence: {confidence}, source: {source}{origin} }}"
            )
        }
    }
}

fn read(world: &World) -> Board {
    let start: DateTime<Utc> = "2026-02-02T00:00:00Z".parse().expect("a moment");
    let now = start + TimeDelta::hours(i64::from(NOW));
    let text = text(world);
    let loaded = load("drawn.yaml", text.as_bytes(), now);
    let problems = format!("{:#?}", loaded.problems);
    Board::read(loaded.watchlist.unwrap_or_else(|| panic!("it loads: {problems}\n{text}")), now)
}

/// A reading without the words that the law as a program does not know: of which day it is.
fn without_day(words: &str) -> String {
    words.split(", ").filter(|word| *word != "not today").collect::<Vec<_>>().join(", ")
}

/// A reading in its words, without what only tells its age.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Unknown,
    Disputed,
    Unconfirmed(usize),
    Settled(usize),
}

fn state(aspect: Aspect, words: &str) -> State {
    let value = words.split(", ").next().expect("a first word");
    match value {
        "unknown" => State::Unknown,
        "disputed" => State::Disputed,
        word => {
            let value = aspect.scale().iter().position(|known| *known == word).expect("a word of the scale");
            let is_unconfirmed = words.split(", ").any(|flag| flag == "unconfirmed");
            if is_unconfirmed { State::Unconfirmed(value) } else { State::Settled(value) }
        }
    }
}

/// How much alarm a reading gives, in halves of a step of its scale: what is disputed, unconfirmed or unknown is no
/// all-clear. Shut is shut. Of a dispute over degrees only the words are known, so that it has no number of its own.
fn badness(aspect: Aspect, state: State) -> Option<usize> {
    let doubt = match aspect {
        Aspect::Status => 3,
        Aspect::Rung => 5,
        Aspect::Presence | Aspect::Level => 2 * aspect.scale().len() - 1,
    };
    match (aspect, state) {
        (Aspect::Status, State::Settled(value)) => Some(2 * value.min(2)),
        (Aspect::Rung | Aspect::Presence | Aspect::Level, State::Settled(value)) => Some(2 * value),
        (Aspect::Presence | Aspect::Level, State::Unconfirmed(value)) => Some(2 * value),
        (Aspect::Status | Aspect::Rung, State::Unconfirmed(_) | State::Disputed) | (_, State::Unknown) => Some(doubt),
        (Aspect::Presence | Aspect::Level, State::Disputed) => None,
    }
}

/// Whether a reading gives less alarm after than before. A dispute that ends does so for the better only where it ends
/// with the best that anybody fair said: what lies below was disputed by nobody, perhaps.
fn is_better(aspect: Aspect, (said, added): (&[Piece], Piece), before: State, after: State) -> bool {
    let is_over_deeds =
        aspect == Aspect::Rung && !said.iter().chain([&added]).any(|piece| aspect.is_failing(piece.value));
    let best = said.iter().filter(|piece| piece.grade >= Grade::Fair).map(|piece| piece.value).min();
    match (before, after) {
        (State::Disputed, State::Settled(value)) => Some(value) == best,
        (State::Settled(value), State::Disputed) if aspect.is_failing(value) => true,
        (State::Disputed, _) | (_, State::Disputed) if aspect != Aspect::Status && !is_over_deeds => false,
        _ => badness(aspect, after) < badness(aspect, before),
    }
}

/// The value that bad news must not undercut: that of the reading, and in a dispute the worst that was said.
fn value_to_beat(said: &[Piece], before: State) -> Option<usize> {
    let worst = said.iter().filter(|piece| piece.grade > Grade::Unsupported).map(|piece| piece.value).max();
    match before {
        State::Unknown => None,
        State::Disputed => worst,
        State::Unconfirmed(value) | State::Settled(value) => Some(value),
    }
}

/// Whether the added piece, if it is bad news or weak good news, leaves the reading no better than it was.
fn keeps_the_properties(aspect: Aspect, said: &[Piece], added: Piece, words: (&str, &str)) -> bool {
    let (before, after) = (state(aspect, words.0), state(aspect, words.1));
    let Some(value) = value_to_beat(said, before) else { return true };
    let is_bad_news = added.grade >= Grade::Fair && added.value >= value.max(aspect.first_bad());
    let is_weak_good_news = added.grade <= Grade::Weak && added.value < value;
    !(is_bad_news || is_weak_good_news) || !is_better(aspect, (said, added), before, after)
}

fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    // As many as PROPTEST_CASES asks for, else a few thousand.
    let cases = if asked.cases == 256 { 3000 } else { asked.cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn neither_bad_news_nor_weak_good_news_makes_a_reading_better((world, aspect, added) in world_and_piece()) {
        let longer = world.with(aspect, added);
        let (board, later) = (read(&world), read(&longer));
        for other in ASPECTS.into_iter().filter(|other| *other != aspect) {
            let entity = other.entity();
            prop_assert_eq!(describe_reading(&board, entity), describe_reading(&later, entity), "{}", text(&longer));
        }
        let [before, after] = [&board, &later].map(|board| describe_reading(board, aspect.entity()));
        let is_kept = keeps_the_properties(aspect, world.said_of(aspect), added, (&before, &after));
        prop_assert!(is_kept, "`{before}` became `{after}` by {} on top of\n{}", line(aspect, added), text(&world));
    }

    #[test]
    fn the_law_itself_keeps_the_properties((world, aspect, added) in world_and_piece()) {
        let longer = world.with(aspect, added);
        let law = |world: &World| judge(aspect, world.said_of(aspect), NOW, world.stale_after);
        let (before, after) = (law(&world), law(&longer));
        let is_kept = keeps_the_properties(aspect, world.said_of(aspect), added, (&before, &after));
        prop_assert!(is_kept, "`{before}` became `{after}` by {} on top of\n{}", line(aspect, added), text(&world));
    }

    #[test]
    fn the_board_reads_what_the_law_reads((world, aspect, added) in world_and_piece()) {
        let world = world.with(aspect, added);
        let board = read(&world);
        for aspect in ASPECTS {
            let found = without_day(&describe_reading(&board, aspect.entity()));
            let law = judge(aspect, world.said_of(aspect), NOW, world.stale_after);
            prop_assert_eq!(&found, &law, "{}: found, and by the law, of\n{}", aspect.entity(), text(&world));
        }
    }
}
