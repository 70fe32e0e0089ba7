//! The claims pane: where sources differ, numbers side by side, who said what, and what could not be observed.
//!
//! Numbers are never added here: each stands with who counts, from when to when, and what it includes.

mod contradictions;
mod language;
mod numbers;

use super::view::{Cell, Detail, DetailLine, Empty, Headline, Order, Phrase, Row, RowId, RowKey, RowKind, Tone};
use super::{Needle, Pane, lines, words};
use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::ledger::Speaker;
use crate::board::tallies::{Pair, TallyGroup};
use crate::diagnostic::Span;
use crate::text::Text;
use crate::watchlist::{Dated, Id, Monitoring, Statement, Tally};

/// Reads the watchlist's statements, tallies and monitoring, and lists where sources differ.
pub(super) struct Claims;

/// Which of the pane's lists a row stands in.
const SECTIONS: u16 = 0;
const CONTRADICTIONS: u16 = 1;
const GROUPS: u16 = 2;
const TALLIES: u16 = 3;
const PAIRS: u16 = 4;
const SPEAKERS: u16 = 5;
const STATEMENTS: u16 = 6;
const GAPS: u16 = 7;

/// A heading without anything of its own.
#[derive(Clone, Copy)]
enum Section {
    Contradictions,
    Gaps,
}

/// What a row is about.
enum Subject<'b> {
    Section(Section),
    Contradiction(&'b Contradiction),
    Group(&'b TallyGroup),
    Tally(&'b Tally),
    Pair(&'b Pair),
    Speaker(&'b Speaker),
    Statement(&'b Statement),
    Gap(&'b Monitoring),
}

fn subject(board: &Board, key: RowKey) -> Subject<'_> {
    let (parent, index) = (key.parent as usize, key.index as usize);
    match key.list {
        CONTRADICTIONS => Subject::Contradiction(&board.contradictions[index]),
        GROUPS => Subject::Group(&board.tallies[index]),
        TALLIES => Subject::Tally(&board.watchlist.tallies[index]),
        PAIRS => Subject::Pair(&board.tallies[parent].pairs[index]),
        SPEAKERS => Subject::Speaker(&board.ledger[index]),
        STATEMENTS => Subject::Statement(&board.watchlist.statements[index]),
        GAPS => Subject::Gap(&board.watchlist.monitoring[index]),
        _ => Subject::Section([Section::Contradictions, Section::Gaps][index]),
    }
}

impl Pane for Claims {
    fn id(&self) -> &'static str {
        "claims"
    }

    fn headline(&self, board: &Board) -> Headline {
        let word = match (board.contradictions.len(), board.ledger.len() + board.tallies.len()) {
            (0, 0) => Phrase::new("? NOTHING SAID", Tone::Unknown),
            (0, _) => Phrase::plain("no contradiction"),
            (1, _) => Phrase::new("! 1 contradiction", Tone::Unknown),
            (many, _) => Phrase::new(format!("! {many} contradictions"), Tone::Unknown),
        };
        let count =
            |number: usize, word: &str, tone| (number > 0).then(|| Phrase::new(words::count(number, word), tone));
        let undated = board.watchlist.tallies.iter().filter(|tally| numbers::as_of(tally).is_none()).count();
        let moves = board.ledger.iter().map(|speaker| speaker.moves.len()).sum::<usize>();
        let statements = board.ledger.iter().map(|speaker| speaker.statements.len()).sum::<usize>();
        let more = [
            count(gaps(board).count(), "gap", Tone::Unknown),
            count(undated, "undated tally", Tone::Unknown),
            count(moves, "shift of words", Tone::Caution),
            count(statements, "statement", Tone::Plain),
        ];
        let name = Phrase::new("Claims", Tone::Strong);
        Headline { name, word, more: more.into_iter().flatten().collect(), age: None }
    }

    fn orders(&self) -> &'static [&'static str] {
        &["newest statement first", "oldest statement first"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        let section = |index: usize, name: &str| RowKey { id: RowId::of(&[name]), ..RowKey::new(SECTIONS, 0, index) };
        let mut keys = Vec::new();
        if !board.contradictions.is_empty() {
            keys.push(section(0, "contradictions"));
        }
        keys.extend(board.contradictions.iter().enumerate().map(|(index, found)| {
            let id = RowId::of(&["contradiction", &contradictions::name(board, found)]);
            RowKey { id, ..RowKey::new(CONTRADICTIONS, 0, index) }
        }));
        keys.extend((0..board.tallies.len()).flat_map(|group| group_keys(board, group)));
        let is_reversed = (order.by == 1) != order.reverse;
        keys.extend((0..board.ledger.len()).flat_map(|speaker| speaker_keys(board, speaker, is_reversed)));
        let mut gaps = gaps(board).peekable();
        if gaps.peek().is_some() {
            keys.push(section(1, "gaps"));
        }
        keys.extend(gaps.map(|(index, gap)| {
            let id = RowId::of(&["gap", gap.observer.value.as_str(), &gap.from.value.start.to_rfc3339()]);
            RowKey { id: id.nth(u32::try_from(index).unwrap_or(0)), ..RowKey::new(GAPS, 0, index) }
        }));
        keys
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        let (cells, kind) = match subject(board, key) {
            Subject::Section(section) => (section_cells(board, section), RowKind::Heading),
            Subject::Contradiction(found) => (contradictions::cells(board, found), RowKind::Entry),
            Subject::Group(group) => (numbers::group_cells(board, group), RowKind::Heading),
            Subject::Tally(tally) => (numbers::cells(board, tally), RowKind::Entry),
            Subject::Pair(pair) => (numbers::pair_cells(board, pair), RowKind::Entry),
            Subject::Speaker(speaker) => (language::speaker_cells(board, speaker), RowKind::Heading),
            Subject::Statement(statement) => (language::cells(board, statement), RowKind::Entry),
            Subject::Gap(gap) => (gap_cells(board, gap), RowKind::Entry),
        };
        Row { cells, kind }
    }

    fn matches(&self, board: &Board, key: RowKey, needle: &Needle) -> bool {
        let raw = |text: &Option<Text>| text.as_ref().map_or(String::new(), |text| text.raw().to_owned());
        match subject(board, key) {
            Subject::Section(_) | Subject::Group(_) | Subject::Speaker(_) => false,
            Subject::Contradiction(found) => needle.is_in([contradictions::name(board, found).as_str()]),
            Subject::Tally(tally) => {
                let names = [&tally.authority, &tally.relayed_by, &tally.source];
                let names = names.into_iter().flatten().map(|name| name.value.as_str());
                let included = tally.includes.iter().chain(&tally.excludes).map(Text::raw);
                let own = [raw(&tally.note), raw(&tally.qualifier), tally.value.to_string()];
                needle.is_in(names.chain(included).chain(own.iter().map(String::as_str)).chain([tally.what.raw()]))
            }
            Subject::Pair(pair) => needle.is_in([numbers::comparison(pair).text.as_str()]),
            Subject::Statement(said) => {
                let names = [&said.relayed_by, &said.source].into_iter().flatten().chain([&said.speaker]);
                let names = names.chain(&said.audience).map(|name| name.value.as_str());
                let own = [raw(&said.note), raw(&said.term), raw(&said.interest)];
                needle.is_in(names.chain(own.iter().map(String::as_str)))
            }
            Subject::Gap(gap) => {
                let targets = gap.unobserved.iter().map(|target| target.value.as_str());
                needle.is_in(targets.chain([gap.observer.value.as_str(), &raw(&gap.note)]))
            }
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        match subject(board, key) {
            Subject::Contradiction(found) => contradictions::detail(board, found),
            Subject::Tally(tally) => numbers::detail(board, tally),
            Subject::Pair(pair) => numbers::pair_detail(board, pair),
            Subject::Group(group) => numbers::group_detail(board, group),
            Subject::Speaker(speaker) => language::speaker_detail(board, speaker),
            Subject::Statement(said) => language::detail(board, said),
            Subject::Gap(gap) => gap_detail(board, gap),
            Subject::Section(Section::Contradictions) => plain_detail("Where sources differ"),
            Subject::Section(Section::Gaps) => plain_detail("What could not be observed"),
        }
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        let tally = |index: usize| board.watchlist.tallies[index].span;
        let statement = |index: usize| board.watchlist.statements[index].span;
        match subject(board, key) {
            Subject::Contradiction(found) => contradictions::span(board, found),
            Subject::Tally(tally) => tally.span,
            Subject::Pair(pair) => tally(pair.second),
            Subject::Group(group) => group.members.first().copied().map_or(Span::default(), tally),
            Subject::Speaker(speaker) => speaker.statements.first().copied().map_or(Span::default(), statement),
            Subject::Statement(said) => said.span,
            Subject::Gap(gap) => gap.span,
            Subject::Section(_) => Span::default(),
        }
    }

    fn empty(&self, _: &Board) -> Empty {
        let remedy = "add one under `statements` or `tallies`; e opens the editor";
        Empty { why: "no statement and no tally".to_owned(), remedy: remedy.to_owned() }
    }
}

fn group_keys(board: &Board, group: usize) -> Vec<RowKey> {
    let reading = &board.tallies[group];
    let id = |index: usize| board.watchlist.tallies[index].id.value.as_str();
    let what = board.watchlist.tallies[reading.members[0]].what.raw();
    let mut keys = vec![RowKey { id: RowId::of(&["tallies", what]), ..RowKey::new(GROUPS, 0, group) }];
    let members = reading.members.iter();
    keys.extend(
        members.map(|index| RowKey { id: RowId::of(&["tally", id(*index)]), ..RowKey::new(TALLIES, group, *index) }),
    );
    keys.extend(reading.pairs.iter().enumerate().map(|(index, pair)| {
        let id = RowId::of(&["pair", id(pair.first), id(pair.second)]);
        RowKey { id, ..RowKey::new(PAIRS, group, index) }
    }));
    keys
}

fn speaker_keys(board: &Board, speaker: usize, is_reversed: bool) -> Vec<RowKey> {
    let reading = &board.ledger[speaker];
    let name = reading.speaker.as_str();
    let statement = |index: usize| {
        let said = &board.watchlist.statements[index];
        let at = match said.at.value {
            Dated::At(at) => at.start.to_rfc3339(),
            Dated::Unknown => String::new(),
        };
        let text = |text: &Option<Text>| text.as_ref().map_or(String::new(), |text| text.raw().to_owned());
        let id = RowId::of(&["statement", name, &at, &text(&said.term), &text(&said.note)]);
        RowKey { id, ..RowKey::new(STATEMENTS, speaker, index) }
    };
    let mut own: Vec<_> = reading.statements.iter().map(|index| statement(*index)).collect();
    if is_reversed {
        own.reverse();
    }
    let heading = RowKey { id: RowId::of(&["speaker", name]), ..RowKey::new(SPEAKERS, 0, speaker) };
    std::iter::once(heading).chain(own).collect()
}

/// The monitoring records that have begun.
fn gaps(board: &Board) -> impl Iterator<Item = (usize, &Monitoring)> {
    board.watchlist.monitoring.iter().enumerate().filter(|(_, gap)| gap.from.value.has_come(board.now))
}

fn section_cells(board: &Board, section: Section) -> Vec<Cell> {
    let (name, count) = match section {
        Section::Contradictions => ("Sources differ", board.contradictions.len()),
        Section::Gaps => ("Not observed", gaps(board).count()),
    };
    vec![
        Cell::fixed(15, Phrase::new(name, Tone::Strong)),
        Cell::fill(10, vec![Phrase::new(count.to_string(), Tone::Unknown)]),
    ]
}

fn plain_detail(title: &str) -> Detail {
    Detail { title: Phrase::new(title, Tone::Strong), ..Detail::default() }
}

/// The name of an actor or a source, by its id.
fn voice(board: &Board, id: &Id) -> String {
    let name = board.watchlist.actors.get(id).map(|actor| &actor.name);
    let name = name.or(board.watchlist.sources.get(id).map(|outlet| &outlet.name));
    name.map_or_else(|| id.display().into_owned(), |name| name.display().into_owned())
}

fn gap_words(board: &Board, gap: &Monitoring) -> (String, String) {
    let from = words::when(gap.from.value, board);
    let span = match gap.until {
        Some(until) => format!("{from} to {}", words::when(until.value, board)),
        None => format!("since {from}"),
    };
    let targets: Vec<_> = gap.unobserved.iter().map(|target| target.value.display()).collect();
    (span, targets.join(", "))
}

fn gap_cells(board: &Board, gap: &Monitoring) -> Vec<Cell> {
    let (span, targets) = gap_words(board, gap);
    vec![
        Cell::fixed(22, Phrase::new(span, Tone::Unknown)),
        Cell::fill(20, vec![Phrase::plain(format!("{}: {targets}", voice(board, &gap.observer.value)))]),
        Cell::fixed(14, words::citation(&board.watchlist, gap.source.as_ref(), None)).drop(1),
    ]
}

fn gap_detail(board: &Board, gap: &Monitoring) -> Detail {
    let (span, targets) = gap_words(board, gap);
    let mut out = vec![
        DetailLine::field("observer", vec![Phrase::plain(voice(board, &gap.observer.value))]),
        DetailLine::field("unobserved", vec![Phrase::plain(targets)]),
        DetailLine::field("when", vec![Phrase::new(span.clone(), Tone::Unknown)]),
        DetailLine::field("source", vec![words::citation_full(&board.watchlist, gap.source.as_ref(), None)]),
    ];
    out.extend(lines::text("note", gap.note.as_ref()));
    Detail {
        title: Phrase::new("Not observed", Tone::Strong),
        lines: out,
        value: span,
        link: gap.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: gap.span,
    }
}
