//! The checklist pane: the progress of each commitment, in deeds and in words.

mod obligations;
mod quantity;
mod rungs;

pub(super) use quantity::reported;
pub(super) use rungs::{rung_cell, rung_sign};

use super::age::Age;
use super::changes::Topic;
use super::reading_words::{self, EntryWords, reading_lines};
use super::view::{
    Bar, Cell, CellContent, Column, Detail, DetailLine, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId,
    RowKey, RowKind, RowList, Tone, Urgency, Width,
};
use super::{Pane, RowFields, lines, words};
use crate::board::Board;
use crate::board::checklist::{ChecklistReading, DueState, ItemReading, Progress, RungMove};
use crate::board::evidence::EntryIndex;
use crate::diagnostic::Span;
use crate::text::Text;
use crate::watchlist::scales::Rung;
use crate::watchlist::{Checklist, EntityRef, Item, ItemReport};
use std::cmp::Reverse;

/// Shows the watchlist's checklists.
pub(super) struct Checklists;

/// The lists of this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChecklistList {
    Groups,
    Items,
}

/// The list of this pane that a row belongs to.
fn list_of(key: RowKey) -> ChecklistList {
    let RowList::Checklists(list) = key.list else { unreachable!("a pane is asked about its own rows") };
    list
}

enum ChecklistRow<'b> {
    Group(&'b Checklist, &'b ChecklistReading, usize),
    Item(&'b Checklist, &'b Item, &'b ItemReading),
}

fn row_of(board: &Board, key: RowKey) -> ChecklistRow<'_> {
    let (list, index) = (key.parent as usize, key.index as usize);
    let (checklist, reading) = (&board.watchlist.checklists[list], &board.checklists[list]);
    match list_of(key) {
        ChecklistList::Groups => ChecklistRow::Group(checklist, reading, index),
        ChecklistList::Items => ChecklistRow::Item(checklist, &checklist.items[index], &reading.items[index]),
    }
}

fn group_key(board: &Board, list: usize, group: usize) -> RowKey {
    let checklist = &board.watchlist.checklists[list];
    let first = board.checklists[list].groups[group].items[0];
    let heading = checklist.items[first].group.as_ref().map_or("", Text::raw);
    RowKey::new(RowId::from_parts(&["group", checklist.id.value.as_str(), heading]), ChecklistList::Groups, list, group)
}

fn item_key(board: &Board, list: usize, item: usize) -> RowKey {
    let checklist = &board.watchlist.checklists[list];
    let id = RowId::from_parts(&["item", checklist.id.value.as_str(), checklist.items[item].id.value.as_str()]);
    RowKey::new(id, ChecklistList::Items, list, item)
}

impl Pane for Checklists {
    fn id(&self) -> &'static str {
        "checklists"
    }

    fn headline(&self, board: &Board) -> Headline {
        let lists = &board.watchlist.checklists;
        let name = match &lists[..] {
            [only] => only.name.display().into_owned(),
            _ => "Checklists".to_owned(),
        };
        let items = || board.checklists.iter().flat_map(|list| &list.items);
        let total = items().count();
        if total == 0 {
            let nothing = HeadlinePart::neutral(Phrase::new("? NO ITEMS", Tone::Unknown));
            return Headline::new(Phrase::new(name, Tone::Strong), [nothing]);
        }
        let progress = overall(board);
        let tone = if progress.verified > 0.0 { Tone::Good } else { Tone::Plain };
        let tally = |urgency, test: fn(&ItemReading) -> bool, word: &str, tone| {
            let number = items().filter(|item| test(item)).count();
            HeadlinePart::counted(urgency, number, |number| Phrase::new(format!("{number} {word}"), tone))
        };
        let is_contradicted = |item: &ItemReading| item.is_differing() && !item.is_disputed();
        let say = |words: String, tone| Some(HeadlinePart::neutral(Phrase::new(words, tone)));
        let parts = [
            say(format!("verified {}", words::percent(progress.verified)), tone),
            say(format!("claimed {}", words::percent(progress.claimed)), Tone::Claimed),
            tally(Urgency::Setback, ItemReading::is_failing, "failing", Tone::Alarm),
            tally(Urgency::Setback, |item| matches!(item.due, DueState::Overdue(_)), "overdue", Tone::Alarm),
            tally(Urgency::Setback, |item| item.fallen_from.is_some(), "fallen back", Tone::Alarm),
            tally(Urgency::Disputed, ItemReading::is_disputed, "disputed", Tone::Unknown),
            tally(Urgency::Past, is_contradicted, "contradicted", Tone::Unknown),
            tally(Urgency::Threatened, |item| !item.threats.is_empty(), "threatened", Tone::Alarm),
            tally(Urgency::Old, |item| item.freshness.is_stale(), "DATA OLD", Tone::Caution),
            tally(Urgency::Neutral, |item| item.rung.is_none(), "unknown", Tone::Unknown),
            tally(Urgency::Neutral, |item| item.evidence.is_unconfirmed(), "unconfirmed", Tone::Unknown),
            tally(Urgency::Neutral, |item| !item.evidence.unsupported.is_empty(), "unsupported", Tone::Caution),
            tally(Urgency::Neutral, |item| !item.blocked_by.is_empty(), "blocked", Tone::Caution),
            say(format!("of {total} items"), Tone::Muted),
        ];
        Headline::new(Phrase::new(name, Tone::Strong), parts.into_iter().flatten())
            .aged(words::oldest(board.checklists.iter().flat_map(|list| &list.items).map(|item| item.freshness)))
    }

    fn orders(&self) -> &'static [&'static str] {
        &["as written", "least done first", "next due first", "oldest data first"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        if order.by == 0 && !order.reverse {
            return board
                .checklists
                .iter()
                .enumerate()
                .flat_map(|(list, reading)| {
                    reading.groups.iter().enumerate().flat_map(move |(group, members)| {
                        let items = members.items.iter().map(move |item| item_key(board, list, *item));
                        std::iter::once(group_key(board, list, group)).chain(items)
                    })
                })
                .collect();
        }
        // Any other order mixes the groups, so their headings would mislead.
        let mut keys: Vec<_> = board
            .checklists
            .iter()
            .enumerate()
            .flat_map(|(list, reading)| (0..reading.items.len()).map(move |item| item_key(board, list, item)))
            .collect();
        let reading = |key: &RowKey| &board.checklists[key.parent as usize].items[key.index as usize];
        match order.by {
            1 => keys.sort_by(|a, b| {
                done(reading(a)).total_cmp(&done(reading(b))).then(reading(a).rung.cmp(&reading(b).rung))
            }),
            2 => keys.sort_by_key(|key| due_order(reading(key))),
            3 => {
                keys.sort_by_key(|key| (reading(key).freshness.age().is_some(), Reverse(reading(key).freshness.age())));
            }
            _ => {}
        }
        if order.reverse {
            keys.reverse();
        }
        keys
    }

    fn kind(&self, key: RowKey) -> RowKind {
        if list_of(key) == ChecklistList::Groups { RowKind::Heading } else { RowKind::Entry }
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        match row_of(board, key) {
            ChecklistRow::Group(list, reading, group) => group_row(board, list, reading, group),
            ChecklistRow::Item(_, item, reading) => item_row(board, item, reading),
        }
    }

    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b> {
        let fields = RowFields::default();
        match row_of(board, key) {
            ChecklistRow::Group(..) => fields,
            ChecklistRow::Item(list, item, reading) => {
                let texts = [Some(&item.title), item.group.as_ref(), item.done_when.as_ref(), item.note.as_ref()];
                let rung = reading.rung.map(Rung::word);
                let fields = fields.texts(texts).ids([&item.id, &list.id]).reading(&reading.evidence, rung);
                let fields = obligations::filter_fields(board, item, fields);
                item.reports.iter().fold(fields, |fields, report| {
                    let source = report.source.as_ref();
                    fields.texts([report.note.as_ref()]).source(&board.watchlist, source, report.credibility)
                })
            }
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        match row_of(board, key) {
            ChecklistRow::Group(list, reading, group) => group_detail(board, list, reading, group),
            ChecklistRow::Item(list, item, reading) => item_detail(board, list, item, reading),
        }
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        match row_of(board, key) {
            ChecklistRow::Group(list, reading, group) => list.items[reading.groups[group].items[0]].span,
            ChecklistRow::Item(_, item, _) => item.span,
        }
    }

    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        match row_of(board, key) {
            ChecklistRow::Group(list, reading, group) => {
                [Topic::Reading, Topic::Name].iter().for_each(|topic| note(topic(list.span)));
                reading.groups[group].items.iter().for_each(|item| note(Topic::Reading(list.items[*item].span)));
            }
            ChecklistRow::Item(_, item, _) => note(Topic::At(item.span)),
        }
    }

    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        let Some(key) = key else { return Err("an item comes first: write it in your editor, with e") };
        match row_of(board, key) {
            ChecklistRow::Group(..) => Err("this heads a group: select one of its items first"),
            ChecklistRow::Item(list, item, _) => Ok(EntityRef::item(list, item)),
        }
    }

    fn empty(&self, board: &Board) -> Empty {
        let why = if board.watchlist.checklists.is_empty() { "no checklist" } else { "no item in any checklist" };
        Empty { why: why.to_owned(), remedy: "add one under `checklists`; e opens the editor".to_owned() }
    }
}

/// The progress of all checklists together, by weight.
fn overall(board: &Board) -> Progress {
    let weight =
        |list: &Checklist| -> f64 { list.items.iter().map(|item| item.weight.map_or(1.0, |weight| weight.0)).sum() };
    let parts: Vec<_> = board
        .watchlist
        .checklists
        .iter()
        .zip(&board.checklists)
        .map(|(list, reading)| (weight(list), reading.progress))
        .collect();
    let whole: f64 = parts.iter().map(|(weight, _)| weight).sum();
    if whole <= 0.0 {
        return Progress::default();
    }
    let share = |part: fn(&Progress) -> f64| {
        parts.iter().map(|(weight, progress)| weight * part(progress)).sum::<f64>() / whole
    };
    Progress { verified: share(|progress| progress.verified), claimed: share(|progress| progress.claimed) }
}

fn done(item: &ItemReading) -> f64 {
    item.progress.verified + item.progress.claimed / 100.0
}

/// Sort key: overdue first, then the nearest date, then those without one.
fn due_order(item: &ItemReading) -> (u8, Option<chrono::DateTime<chrono::Utc>>) {
    match item.due {
        DueState::Overdue(at) => (0, Some(at.start)),
        DueState::Ahead(at) => (1, Some(at.start)),
        DueState::None => (2, None),
        DueState::Met => (3, None),
    }
}

fn bar(progress: Progress) -> CellContent {
    CellContent::Bar(Bar { verified: progress.verified, claimed: progress.claimed })
}

/// The heading of a group; includes its checklist if there are several.
fn heading_words(board: &Board, list: &Checklist, reading: &ChecklistReading, group: usize) -> String {
    let first = &list.items[reading.groups[group].items[0]];
    match &first.group {
        None => list.name.display().into_owned(),
        Some(group) if board.checklists.len() > 1 => format!("{}: {}", list.name.display(), group.display()),
        Some(group) => group.display().into_owned(),
    }
}

/// The heading of a group, and its progress.
pub(super) fn group_title(board: &Board, list: &Checklist, reading: &ChecklistReading, group: usize) -> Vec<Phrase> {
    let Progress { verified, claimed } = reading.groups[group].progress;
    let numbers = format!("verified {}, claimed {}", words::percent(verified), words::percent(claimed));
    vec![Phrase::new(heading_words(board, list, reading, group), Tone::Strong), Phrase::muted(numbers)]
}

fn group_row(board: &Board, list: &Checklist, reading: &ChecklistReading, group: usize) -> Row {
    let members = &reading.groups[group];
    let Progress { verified, claimed } = members.progress;
    let numbers = format!("verified {} claimed {}", words::percent(verified), words::percent(claimed));
    Row {
        kind: RowKind::Heading,
        cells: vec![
            Cell::fill(
                Column::Heading,
                40,
                vec![Phrase::new(heading_words(board, list, reading, group), Tone::Strong)],
            ),
            Cell::drawn(Width::Fixed(10), bar(members.progress)).drop(Cell::OPTIONAL),
            Cell::column(Column::Figure, Phrase::muted(numbers)).drop(1),
        ],
    }
}

fn item_row(board: &Board, item: &Item, reading: &ItemReading) -> Row {
    let claim = if reading.rung.is_some() { words::claim(reading.claim) } else { Phrase::default() };
    let cells = vec![
        Cell::column(Column::Direction, direction(reading)),
        Cell::column(Column::Rung, rung_cell(reading)),
        Cell::fill(Column::Title, 17, vec![Phrase::plain(item.title.display())]),
        Cell::flags(flags(board, item, reading)),
        Cell::column(Column::Quantity, quantity::quantity_beside(item, reading)).drop(2),
        Cell::column(Column::Debtors, obligations::debtors(item)).drop(5),
        Cell::drawn(Width::Fixed(10), bar(reading.progress)).drop(4),
        Cell::column(Column::Claim, claim).drop(3),
        Cell::age(Some(reading.freshness)).drop(1),
    ];
    Row { kind: RowKind::Entry, cells }
}

fn direction(reading: &ItemReading) -> Phrase {
    direction_sign(reading.direction)
}

/// The arrow of an item's last move.
pub(super) fn direction_sign(direction: RungMove) -> Phrase {
    match direction {
        RungMove::Up => Phrase::new("↑", Tone::Good),
        RungMove::Down => Phrase::new("↓", Tone::Alarm),
        RungMove::Level => Phrase::plain(" "),
    }
}

/// What needs attention, the most severe first.
pub(super) fn flags(board: &Board, item: &Item, reading: &ItemReading) -> Vec<Phrase> {
    let promised = reading.now_promised.map(|at| format!(", now promised for {}", words::when(at, board)));
    let promised = promised.unwrap_or_default();
    let overdue = match reading.due {
        DueState::Overdue(at) => Some(words::overdue(at, board).after("OVERDUE ").before(&promised).toned(Tone::Alarm)),
        DueState::Ahead(at) => Some(words::ahead(at, board).after("due ").before(&promised)),
        DueState::None | DueState::Met => None,
    };
    let entry = |entry: EntryIndex| item_entry(item, entry);
    let doubt = reading
        .evidence
        .is_unconfirmed()
        .then(|| Phrase::new(reading_words::unconfirmed(board, &reading.evidence, entry), Tone::Unknown));
    let flag = |is_so: bool, word: &str, tone| is_so.then(|| Phrase::new(word, tone));
    [
        flag(reading.fallen_from.is_some(), "FALLEN BACK", Tone::Alarm),
        flag(reading.evidence.is_disputed(), "DISPUTED", Tone::Unknown),
        doubt,
        flag(reading.is_self_reported, "self-reported", Tone::Caution),
        flag(!reading.threats.is_empty(), "THREATENED", Tone::Alarm),
        overdue,
        flag(!reading.blocked_by.is_empty(), "blocked", Tone::Caution),
        flag(reading.is_before_needs, "done before what it needs", Tone::Caution),
    ]
    .into_iter()
    .flatten()
    .chain(reading_words::row_flags(board, &reading.evidence, entry))
    .chain(quantity::quantity_flag(reading))
    .collect()
}

fn group_detail(board: &Board, list: &Checklist, reading: &ChecklistReading, group: usize) -> Detail {
    let members = &reading.groups[group];
    let Progress { verified, claimed } = members.progress;
    let value = format!("verified {}, claimed {}", words::percent(verified), words::percent(claimed));
    let mut out = vec![DetailLine::field("progress", vec![Phrase::plain(value.clone())])];
    out.push(DetailLine::field("items", vec![Phrase::plain(members.items.len().to_string())]));
    out.push(DetailLine::field("checklist", vec![Phrase::plain(list.name.display())]));
    out.extend(lines::text_line("note", list.note.as_ref()));
    out.extend(obligations::subtotal_lines(board, list, reading, group));
    Detail {
        title: Phrase::new(heading_words(board, list, reading, group), Tone::Strong),
        lines: out,
        value,
        link: None,
        span: list.items[members.items[0]].span,
    }
}

fn item_detail(board: &Board, list: &Checklist, item: &Item, reading: &ItemReading) -> Detail {
    let Progress { verified, claimed } = reading.progress;
    let value = rungs::rung_words(item, reading);
    let glyph = rung_cell(reading);
    let glyph = Phrase::new(format!("{} ", glyph.text.chars().next().unwrap_or('?')), glyph.tone);
    let mut status = vec![glyph.clone(), Phrase::new(value.clone(), glyph.tone), Phrase::plain("  ")];
    if reading.rung.is_some_and(|rung| !rung.is_deed()) {
        status.extend([words::claim(reading.claim), Phrase::plain("  ")]);
    }
    status.extend(words::data_old(reading.freshness));
    let mut out = vec![DetailLine::field("status", status)];
    out.extend(lines::text_line("done when", item.done_when.as_ref()));
    let progress = format!("verified {}, claimed {}", words::percent(verified), words::percent(claimed));
    out.push(DetailLine::field("progress", vec![Phrase::plain(progress)]));
    out.extend(quantity::quantity_lines(board, item, reading));
    out.extend(obligations::obligation_lines(board, item));
    out.extend(deadline_line(board, reading));
    if let Some((rung, since)) = reading.fallen_from {
        let words = format!("stood at {} from {}", rung.word(), words::when_full(since, board));
        out.push(DetailLine::field("fallen back", vec![Phrase::new(words, Tone::Alarm)]));
    }
    // Of a quantity the number is read, unless its rung fails, or sources differ about the rung alone.
    let has_number = reading.quantity.as_ref().is_some_and(|number| {
        !reading.is_failing() && (number.evidence.is_differing() || !reading.evidence.is_differing())
    });
    if !has_number {
        out.extend(reading_lines(board, &reading.evidence, |entry| item_entry(item, entry)));
    }
    if !item.needs.is_empty() {
        out.push(needs_line(item, reading));
    }
    out.extend(lines::threats(board, &reading.threats));
    out.extend(lines::gaps(board, &reading.gaps));
    if let Some(checked) = item.checked {
        let words = format!("{}, {} ago", words::when_full(checked.value, board), Age(checked.value.age(board.now)));
        out.push(DetailLine::field("checked", vec![Phrase::plain(words)]));
    }
    out.extend(lines::upkeep(item.owner.as_ref(), item.review_every));
    out.extend(lines::text_line("note", item.note.as_ref()));
    out.push(DetailLine::field(
        "id",
        vec![Phrase::muted(format!("{}/{}", list.id.value.display(), item.id.value.display()))],
    ));
    out.extend(report_lines(board, item));
    let last_link = item.reports.iter().rev().find_map(|report| report.link.as_ref());
    Detail {
        title: Phrase::new(item.title.display(), Tone::Strong),
        lines: out,
        value,
        link: item.link.as_ref().or(last_link).map(|link| link.value.raw().to_owned()),
        span: item.span,
    }
}

/// Summarises a report of an item.
fn item_entry(item: &Item, entry: EntryIndex) -> EntryWords<'_> {
    let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
    let report = &item.reports[index];
    EntryWords {
        says: rungs::report_rung(item, report),
        source: report.source.as_ref(),
        credibility: report.credibility,
        at: report.at.value,
    }
}

fn deadline_line(board: &Board, reading: &ItemReading) -> Option<DetailLine> {
    let phrase = match reading.due {
        DueState::None => return None,
        DueState::Met => Phrase::new("done", Tone::Good),
        DueState::Ahead(at) => words::ahead(at, board).after(&format!("{}, ", words::when_full(at, board))),
        DueState::Overdue(at) => {
            let by = words::overdue(at, board).after(&format!("{}, overdue by ", words::when_full(at, board)));
            by.toned(Tone::Alarm)
        }
    };
    let promised = reading
        .now_promised
        .map(|at| Phrase::new(format!("now promised for {}", words::when_full(at, board)), Tone::Caution));
    Some(DetailLine::field("due", lines::spaced(std::iter::once(phrase).chain(promised).collect())))
}

fn needs_line(item: &Item, reading: &ItemReading) -> DetailLine {
    let mut phrases = Vec::new();
    for need in &item.needs {
        let is_blocking = reading.blocked_by.iter().any(|blocker| blocker == need.value.as_str());
        let (words, tone) = if is_blocking { (" (no deed yet)", Tone::Caution) } else { ("", Tone::Plain) };
        let comma = if phrases.is_empty() { "" } else { ", " };
        phrases.push(Phrase::new(format!("{comma}{}{words}", need.value.display()), tone));
    }
    DetailLine::field("needs", phrases)
}

/// Every report that counts, newest first.
fn report_lines(board: &Board, item: &Item) -> Vec<DetailLine> {
    let mut seen: Vec<&ItemReport> = item.reports.iter().filter(|report| board.has_come(report.at.value)).collect();
    seen.sort_by_key(|report| report.at.value.start);
    let mut out = vec![DetailLine::heading(format!("Reports ({})", seen.len()))];
    if seen.is_empty() {
        out.push(DetailLine::new(2, vec![Phrase::new("none: nobody has said anything of it", Tone::Unknown)]));
    }
    for report in seen.into_iter().rev() {
        let line = lines::report(
            board,
            report.at.value,
            rungs::report_rung(item, report).before(&reported(item, report)),
            words::claim(report.claim),
            obligations::citation(board, item, report),
        );
        out.push(line.of_entry(report.span));
        if let Some(due) = report.due {
            let words = format!("moves the date to {}", words::when_full(due, board));
            out.push(DetailLine::new(4, vec![Phrase::new(words, Tone::Caution)]));
        }
        out.extend(lines::note(report.note.as_ref()));
    }
    out
}
