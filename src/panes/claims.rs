//! The claims pane: where sources differ, tallies side by side, who said what, and what could not be observed.
//!
//! Numbers are never added here: each is shown with its authority, its time window, and what it includes.

mod contradictions;
mod language;
mod numbers;
mod voices;

pub(super) use numbers::value as tally_value;

use super::changes::Topic;
use super::view::{
    Cell, Column, Detail, DetailLine, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId, RowKey, RowKind,
    RowList, Tone, Urgency,
};
use super::{Pane, RowFields, lines, words};
use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::freshness::Freshness;
use crate::board::ledger::Speaker;
use crate::board::tallies::{TallyGroup, TallyPair};
use crate::diagnostic::Span;
use crate::text::Text;
use crate::watchlist::{Actor, Dated, EntityRef, Id, Monitoring, Outlet, Ref, Statement, Tally};
use chrono::{DateTime, Utc};

/// Shows the watchlist's statements, tallies and monitoring, and where sources differ.
pub(super) struct Claims;

/// The lists of this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimList {
    Sections,
    Contradictions,
    Groups,
    Tallies,
    Pairs,
    Speakers,
    Statements,
    Gaps,
    Actors,
    Outlets,
}

/// The list of this pane that a row belongs to.
fn list_of(key: RowKey) -> ClaimList {
    let RowList::Claims(list) = key.list else { unreachable!("a pane is asked about its own rows") };
    list
}

/// A heading without an entity.
#[derive(Clone, Copy)]
enum ClaimsSection {
    Contradictions,
    Gaps,
    MarkedWords,
    Actors,
    Outlets,
}

impl ClaimsSection {
    const ALL: [Self; 5] = [Self::Contradictions, Self::Gaps, Self::MarkedWords, Self::Actors, Self::Outlets];

    fn name(self) -> &'static str {
        match self {
            Self::Contradictions => "Sources differ",
            Self::Gaps => "Not observed",
            Self::MarkedWords => "Marked words",
            Self::Actors => "Actors",
            Self::Outlets => "Sources",
        }
    }
}

enum ClaimRow<'b> {
    Section(ClaimsSection),
    Contradiction(&'b Contradiction),
    Group(&'b TallyGroup),
    Tally(&'b Tally),
    Pair(&'b TallyPair),
    Speaker(&'b Speaker),
    Statement(&'b Statement),
    Gap(&'b Monitoring),
    Actor(&'b Ref, &'b Actor),
    Outlet(&'b Ref, &'b Outlet),
}

fn row_of(board: &Board, key: RowKey) -> ClaimRow<'_> {
    let (parent, index) = (key.parent as usize, key.index as usize);
    match list_of(key) {
        ClaimList::Contradictions => ClaimRow::Contradiction(&board.contradictions[index]),
        ClaimList::Groups => ClaimRow::Group(&board.tallies[index]),
        ClaimList::Tallies => ClaimRow::Tally(&board.watchlist.tallies[index]),
        ClaimList::Pairs => ClaimRow::Pair(&board.tallies[parent].pairs[index]),
        ClaimList::Speakers => ClaimRow::Speaker(&board.ledger[index]),
        ClaimList::Statements => ClaimRow::Statement(&board.watchlist.statements[index]),
        ClaimList::Gaps => ClaimRow::Gap(&board.watchlist.monitoring[index]),
        ClaimList::Actors => {
            let (id, actor) = &board.watchlist.actors.0[index];
            ClaimRow::Actor(id, actor)
        }
        ClaimList::Outlets => {
            let (id, outlet) = &board.watchlist.sources.0[index];
            ClaimRow::Outlet(id, outlet)
        }
        ClaimList::Sections => ClaimRow::Section(ClaimsSection::ALL[index]),
    }
}

impl Pane for Claims {
    fn id(&self) -> &'static str {
        "claims"
    }

    fn headline(&self, board: &Board) -> Headline {
        let found = board.contradictions.len();
        let calm = match board.ledger.len() + board.tallies.len() {
            0 => Phrase::new("? NOTHING SAID", Tone::Unknown),
            _ => Phrase::plain("no contradiction"),
        };
        let differ = |number| Phrase::new(format!("! {}", words::count(number, "contradiction")), Tone::Unknown);
        let count = |urgency, number: usize, word: &str, tone| {
            HeadlinePart::counted(urgency, number, |number| Phrase::new(words::count(number, word), tone))
        };
        let undated = board.watchlist.tallies.iter().filter(|tally| numbers::as_of(tally).is_none()).count();
        let moves = board.ledger.iter().map(|speaker| speaker.moves.len()).sum::<usize>();
        let statements = board.ledger.iter().map(|speaker| speaker.statements.len()).sum::<usize>();
        let undated_words = |number| Phrase::new(format!("{number} as-of unknown"), Tone::Unknown);
        let parts = [
            HeadlinePart::counted(Urgency::Disputed, found, differ),
            (found == 0).then(|| HeadlinePart::neutral(calm)),
            count(Urgency::Unknown, gaps(board).count(), "gap", Tone::Unknown),
            HeadlinePart::counted(Urgency::Neutral, undated, undated_words),
            count(Urgency::Neutral, moves, "word shift", Tone::Caution),
            count(Urgency::Neutral, statements, "statement", Tone::Plain),
        ];
        Headline::new(Phrase::new("Claims", Tone::Strong), parts.into_iter().flatten())
    }

    fn orders(&self) -> &'static [&'static str] {
        &["newest statement first", "oldest statement first"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        let section = |section: ClaimsSection| {
            let index = ClaimsSection::ALL.iter().position(|known| known.name() == section.name()).unwrap_or(0);
            RowKey::new(RowId::from_parts(&["section", section.name()]), ClaimList::Sections, 0, index)
        };
        let mut keys = Vec::new();
        if !board.contradictions.is_empty() {
            keys.push(section(ClaimsSection::Contradictions));
        }
        keys.extend(board.contradictions.iter().enumerate().map(|(index, found)| {
            let id = RowId::from_parts(&["contradiction", &contradictions::name(board, found)]);
            RowKey::new(id, ClaimList::Contradictions, 0, index)
        }));
        keys.extend((0..board.tallies.len()).flat_map(|group| group_keys(board, group)));
        let is_reversed = (order.by == 1) != order.reverse;
        keys.extend((0..board.ledger.len()).flat_map(|speaker| speaker_keys(board, speaker, is_reversed)));
        let mut gaps = gaps(board).peekable();
        if gaps.peek().is_some() {
            keys.push(section(ClaimsSection::Gaps));
        }
        keys.extend(gaps.map(|(index, gap)| {
            let id = RowId::from_parts(&["gap", gap.observer.value.as_str(), &gap.from.value.start.to_rfc3339()]);
            RowKey::new(id.nth(u32::try_from(index).unwrap_or(0)), ClaimList::Gaps, 0, index)
        }));
        // The names of actors and sources are not claims.
        if keys.is_empty() {
            return keys;
        }
        if !board.watchlist.marked_words.is_empty() {
            keys.push(section(ClaimsSection::MarkedWords));
        }
        for (heading, list, word) in [
            (ClaimsSection::Actors, ClaimList::Actors, "actor"),
            (ClaimsSection::Outlets, ClaimList::Outlets, "outlet"),
        ] {
            let ids: Vec<&Ref> = match list {
                ClaimList::Actors => board.watchlist.actors.ids().collect(),
                _ => board.watchlist.sources.ids().collect(),
            };
            if !ids.is_empty() {
                keys.push(section(heading));
            }
            keys.extend(
                ids.into_iter()
                    .enumerate()
                    .map(|(index, id)| RowKey::new(RowId::from_parts(&[word, id.value.as_str()]), list, 0, index)),
            );
        }
        keys
    }

    fn kind(&self, key: RowKey) -> RowKind {
        match list_of(key) {
            ClaimList::Sections | ClaimList::Groups | ClaimList::Speakers => RowKind::Heading,
            ClaimList::Contradictions
            | ClaimList::Tallies
            | ClaimList::Pairs
            | ClaimList::Statements
            | ClaimList::Gaps
            | ClaimList::Actors
            | ClaimList::Outlets => RowKind::Entry,
        }
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        let (cells, kind) = match row_of(board, key) {
            ClaimRow::Section(section) => (section_cells(board, section), RowKind::Heading),
            ClaimRow::Contradiction(found) => (contradictions::cells(board, found), RowKind::Entry),
            ClaimRow::Group(group) => (numbers::group_cells(board, group), RowKind::Heading),
            ClaimRow::Tally(tally) => (numbers::cells(board, tally), RowKind::Entry),
            ClaimRow::Pair(pair) => (numbers::pair_cells(board, pair), RowKind::Entry),
            ClaimRow::Speaker(speaker) => (language::speaker_cells(board, speaker), RowKind::Heading),
            ClaimRow::Statement(statement) => (language::cells(board, statement), RowKind::Entry),
            ClaimRow::Gap(gap) => (gap_cells(board, gap), RowKind::Entry),
            ClaimRow::Actor(_, actor) => (voices::actor_cells(actor), RowKind::Entry),
            ClaimRow::Outlet(_, outlet) => (voices::outlet_cells(board, outlet), RowKind::Entry),
        };
        Row { cells, kind }
    }

    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b> {
        let (fields, watchlist) = (RowFields::default(), &board.watchlist);
        match row_of(board, key) {
            ClaimRow::Section(_) | ClaimRow::Group(_) | ClaimRow::Speaker(_) | ClaimRow::Pair(_) => fields,
            ClaimRow::Contradiction(found) => fields.text(contradictions::name(board, found)).status("disputed"),
            ClaimRow::Tally(tally) => fields
                .voices(watchlist, tally.authority.iter().chain(&tally.relayed_by))
                .texts([Some(&tally.what), tally.note.as_ref(), tally.qualifier.as_ref()])
                .texts(tally.includes.iter().chain(&tally.excludes).map(Some))
                .text(tally.value.to_string())
                .ids([&tally.id])
                .source(watchlist, tally.source.as_ref(), tally.credibility),
            ClaimRow::Statement(said) => {
                let fields = fields
                    .voices(watchlist, said.relayed_by.iter().chain([&said.speaker]))
                    .ids(&said.audience)
                    .texts([said.note.as_ref(), said.term.as_ref(), said.interest.as_ref()])
                    .source(watchlist, said.source.as_ref(), said.credibility);
                match said.at.value {
                    Dated::At(at) => fields.dated(at, board),
                    Dated::Unknown => fields.freshness(Freshness::NoData),
                }
            }
            ClaimRow::Gap(gap) => fields
                .ids(&gap.unobserved)
                .voices(watchlist, [&gap.observer])
                .texts([gap.note.as_ref()])
                .source(watchlist, gap.source.as_ref(), None),
            ClaimRow::Actor(id, actor) => fields.voices(watchlist, [id]).texts([actor.role.as_ref()]),
            ClaimRow::Outlet(id, outlet) => fields.texts([outlet.note.as_ref()]).source(watchlist, Some(id), None),
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        match row_of(board, key) {
            ClaimRow::Contradiction(found) => contradictions::detail(board, found),
            ClaimRow::Tally(tally) => numbers::detail(board, tally),
            ClaimRow::Pair(pair) => numbers::pair_detail(board, pair),
            ClaimRow::Group(group) => numbers::group_detail(board, group),
            ClaimRow::Speaker(speaker) => language::speaker_detail(board, speaker),
            ClaimRow::Statement(said) => language::detail(board, said),
            ClaimRow::Gap(gap) => gap_detail(board, gap),
            ClaimRow::Actor(id, actor) => voices::actor_detail(id, actor),
            ClaimRow::Outlet(id, outlet) => voices::outlet_detail(board, id, outlet),
            ClaimRow::Section(section) => section_detail(board, section),
        }
    }

    fn is_entry(&self, key: RowKey) -> bool {
        matches!(list_of(key), ClaimList::Statements | ClaimList::Tallies | ClaimList::Gaps)
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        let tally = |index: usize| board.watchlist.tallies[index].span;
        let statement = |index: usize| board.watchlist.statements[index].span;
        match row_of(board, key) {
            ClaimRow::Contradiction(found) => contradictions::span(board, found),
            ClaimRow::Tally(tally) => tally.span,
            ClaimRow::Pair(pair) => tally(pair.second),
            ClaimRow::Group(group) => group.members.first().copied().map_or(Span::default(), tally),
            ClaimRow::Speaker(speaker) => speaker.statements.first().copied().map_or(Span::default(), statement),
            ClaimRow::Statement(said) => said.span,
            ClaimRow::Gap(gap) => gap.span,
            ClaimRow::Actor(_, actor) => actor.span,
            ClaimRow::Outlet(_, outlet) => outlet.span,
            ClaimRow::Section(_) => Span::default(),
        }
    }

    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        let tally = |index: usize| Topic::At(board.watchlist.tallies[index].span);
        note(Topic::At(self.span(board, key)));
        let named: &[Option<&Ref>] = match row_of(board, key) {
            ClaimRow::Contradiction(found) => {
                contradictions::note_sides(board, found, note);
                &[]
            }
            ClaimRow::Pair(pair) => {
                note(tally(pair.first));
                &[]
            }
            ClaimRow::Group(_) => &[],
            ClaimRow::Tally(tally) => &[tally.authority.as_ref(), tally.source.as_ref()],
            ClaimRow::Speaker(speaker) => {
                note(Topic::Named(&speaker.speaker));
                &[]
            }
            ClaimRow::Statement(said) => &[said.source.as_ref()],
            ClaimRow::Gap(gap) => &[Some(&gap.observer), gap.source.as_ref()],
            ClaimRow::Actor(id, _) => &[Some(id)],
            ClaimRow::Outlet(id, outlet) => &[Some(id), outlet.relays.as_ref()],
            ClaimRow::Section(ClaimsSection::Contradictions) => {
                note(Topic::Contradictions);
                &[]
            }
            ClaimRow::Section(ClaimsSection::Gaps) => {
                note(Topic::Gaps);
                &[]
            }
            ClaimRow::Section(ClaimsSection::MarkedWords) => {
                note(Topic::MarkedWords);
                &[]
            }
            ClaimRow::Section(ClaimsSection::Actors) => {
                note(Topic::Actors);
                &[]
            }
            ClaimRow::Section(ClaimsSection::Outlets) => &[],
        };
        named.iter().flatten().for_each(|id| note(Topic::Named(&id.value)));
    }

    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        let tally = |index: usize| EntityRef::Tally(board.watchlist.tallies[index].id.value.clone());
        Ok(match key.map(|key| row_of(board, key)) {
            Some(ClaimRow::Tally(written)) => EntityRef::Tally(written.id.value.clone()),
            Some(ClaimRow::Pair(pair)) => tally(pair.second),
            Some(ClaimRow::Group(group)) => group.members.first().map_or(EntityRef::Watchlist, |index| tally(*index)),
            Some(ClaimRow::Speaker(speaker)) => EntityRef::Speaker(speaker.speaker.clone()),
            Some(ClaimRow::Statement(said)) => EntityRef::Speaker(said.speaker.value.clone()),
            Some(ClaimRow::Actor(id, _)) => EntityRef::Speaker(id.value.clone()),
            Some(ClaimRow::Section(_) | ClaimRow::Contradiction(_) | ClaimRow::Gap(_) | ClaimRow::Outlet(..))
            | None => EntityRef::Watchlist,
        })
    }

    fn empty(&self, _: &Board) -> Empty {
        let remedy = "press a to add one";
        Empty { why: "no statement and no tally".to_owned(), remedy: remedy.to_owned() }
    }
}

fn group_keys(board: &Board, group: usize) -> Vec<RowKey> {
    let reading = &board.tallies[group];
    let id = |index: usize| board.watchlist.tallies[index].id.value.as_str();
    let what = board.watchlist.tallies[reading.members[0]].what.raw();
    let mut keys = vec![RowKey::new(RowId::from_parts(&["tallies", what]), ClaimList::Groups, 0, group)];
    let members = reading.members.iter();
    keys.extend(
        members.map(|index| RowKey::new(RowId::from_parts(&["tally", id(*index)]), ClaimList::Tallies, group, *index)),
    );
    keys.extend(reading.pairs.iter().enumerate().map(|(index, pair)| {
        let id = RowId::from_parts(&["pair", id(pair.first), id(pair.second)]);
        RowKey::new(id, ClaimList::Pairs, group, index)
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
        let id = RowId::from_parts(&["statement", name, &at, &text(&said.term), &text(&said.note)]);
        RowKey::new(id, ClaimList::Statements, speaker, index)
    };
    let mut own: Vec<_> = reading.statements.iter().map(|index| statement(*index)).collect();
    if is_reversed {
        own.reverse();
    }
    let heading = RowKey::new(RowId::from_parts(&["speaker", name]), ClaimList::Speakers, 0, speaker);
    std::iter::once(heading).chain(own).collect()
}

/// The monitoring gaps that have begun.
fn gaps(board: &Board) -> impl Iterator<Item = (usize, &Monitoring)> {
    board.watchlist.monitoring.iter().enumerate().filter(|(_, gap)| board.has_come(gap.from.value))
}

/// Formats what the sides of a contradiction say.
pub(super) fn difference(board: &Board, found: &Contradiction) -> String {
    contradictions::difference(board, found)
}

/// A row for each contradiction, and its position.
pub(super) fn contradictions(board: &Board) -> impl Iterator<Item = (Vec<Cell>, Span)> {
    let row = |found| (contradictions::cells(board, found), contradictions::span(board, found));
    board.contradictions.iter().map(row)
}

/// The sides of each contradiction in cells beside each other.
pub(super) fn sides_of_contradictions(board: &Board) -> impl Iterator<Item = Vec<Cell>> {
    board.contradictions.iter().map(|found| contradictions::side_by_side(board, found))
}

/// A row for each gap in monitoring since `from`, and its position.
pub(super) fn unobserved(board: &Board, from: DateTime<Utc>) -> impl Iterator<Item = (Vec<Cell>, Span)> {
    let touches = move |gap: &&Monitoring| gap.until.is_none_or(|until| from < until.value.end);
    gaps(board).map(|(_, gap)| gap).filter(touches).map(|gap| (gap_cells(board, gap), gap.span))
}

fn section_cells(board: &Board, section: ClaimsSection) -> Vec<Cell> {
    let says = match section {
        ClaimsSection::Contradictions => Phrase::new(board.contradictions.len().to_string(), Tone::Unknown),
        ClaimsSection::Gaps => Phrase::new(gaps(board).count().to_string(), Tone::Unknown),
        ClaimsSection::MarkedWords => Phrase::plain(marked_words(board)),
        ClaimsSection::Actors => Phrase::muted(board.watchlist.actors.0.len().to_string()),
        ClaimsSection::Outlets => {
            Phrase::muted("graded by the watchlist's editors: A best, E worst, F cannot be judged")
        }
    };
    vec![
        Cell::column(Column::Heading, Phrase::new(section.name(), Tone::Strong)),
        Cell::fill(Column::Text, 10, vec![says]),
    ]
}

fn marked_words(board: &Board) -> String {
    board.watchlist.marked_words.iter().map(|word| word.value.display()).collect::<Vec<_>>().join(" · ")
}

fn section_detail(board: &Board, section: ClaimsSection) -> Detail {
    let words = match section {
        ClaimsSection::Contradictions => {
            "What sources say of one thing at one time, with both grades. Only `prefer` settles it."
        }
        ClaimsSection::Gaps => "Low numbers and missing days in such a time are no sign of calm.",
        ClaimsSection::MarkedWords => "They deserve a second look, and are lit wherever they stand.",
        ClaimsSection::Actors => "Who acts and who speaks.",
        ClaimsSection::Outlets => "A relay and its origin are one family: they are never two witnesses.",
    };
    let mut out = vec![DetailLine::new(0, vec![Phrase::plain(words)])];
    match section {
        ClaimsSection::MarkedWords => out.push(DetailLine::new(0, vec![Phrase::plain(marked_words(board))])),
        ClaimsSection::Contradictions | ClaimsSection::Gaps | ClaimsSection::Actors | ClaimsSection::Outlets => {}
    }
    Detail { title: Phrase::new(section.name(), Tone::Strong), lines: out, ..Detail::default() }
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
        Cell::column(Column::Span, Phrase::new(span, Tone::Unknown)),
        Cell::fill(Column::Text, 20, vec![Phrase::plain(format!("{}: {targets}", voice(board, &gap.observer.value)))]),
        Cell::column(Column::Source, words::citation(&board.watchlist, gap.source.as_ref(), None)).drop(1),
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
    out.extend(lines::text_line("note", gap.note.as_ref()));
    Detail {
        title: Phrase::new("Not observed", Tone::Strong),
        lines: out,
        value: span,
        link: gap.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: gap.span,
    }
}
