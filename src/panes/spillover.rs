//! The spillover pane: the level of each risk, and the log, newest first.

mod detail;
mod incident;

pub(super) use incident::severity;

use super::changes::Topic;
use super::reading_words::{self, EntryWords};
use super::view::{
    Cell, CellContent, Column, Detail, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId, RowKey, RowKind,
    RowList, Tone, Urgency, Width,
};
use super::{Pane, RowFields, lines, words};
use crate::board::Board;
use crate::board::coverage::Gap;
use crate::board::evidence::EntryIndex;
use crate::board::heat::{Heat, Trend};
use crate::board::spillover::{Level, LogUpkeep, RiskLife, RiskReading};
use crate::diagnostic::Span;
use crate::watchlist::scales::Claim;
use crate::watchlist::{EntityRef, Event, Id, Ref, Risk};
use std::cmp::Reverse;

/// Shows the watchlist's spillover.
pub(super) struct SpilloverPane;

/// The lists of this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpilloverList {
    Risks,
    LogHeading,
    Log,
}

/// The list of this pane that a row belongs to.
fn list_of(key: RowKey) -> SpilloverList {
    let RowList::Spillover(list) = key.list else { unreachable!("a pane is asked about its own rows") };
    list
}

enum SpilloverRow<'b> {
    Risk(&'b Risk, &'b RiskReading),
    LogHeading,
    Event(&'b Event),
}

fn row_of(board: &Board, key: RowKey) -> SpilloverRow<'_> {
    let index = key.index as usize;
    match list_of(key) {
        SpilloverList::Risks => SpilloverRow::Risk(&board.watchlist.risks()[index], &board.spillover.risks[index]),
        SpilloverList::Log => SpilloverRow::Event(&board.watchlist.log()[index]),
        SpilloverList::LogHeading => SpilloverRow::LogHeading,
    }
}

impl Pane for SpilloverPane {
    fn id(&self) -> &'static str {
        "spillover"
    }

    fn headline(&self, board: &Board) -> Headline {
        let reading = &board.spillover;
        let risks: Vec<&RiskReading> = reading.live_risks().map(|(_, risk)| risk).collect();
        let tally = |urgency, number: usize, words: &str, tone| {
            HeadlinePart::counted(urgency, number, |number| Phrase::new(format!("{number} {words}"), tone))
        };
        let severe = risks.iter().filter(|risk| risk.severe.is_some() && risk.unjudged.is_none()).count();
        let disputed = risks.iter().filter(|risk| risk.evidence.is_disputed()).count();
        let is_contradicted = |risk: &&&RiskReading| risk.evidence.is_contradicted() && !risk.evidence.is_disputed();
        let contradicted = risks.iter().filter(is_contradicted).count();
        let unconfirmed = risks.iter().filter(|risk| risk.evidence.is_unconfirmed()).count();
        let unsupported = risks.iter().filter(|risk| !risk.evidence.unsupported.is_empty()).count();
        let loose = reading.severe.filter(|entry| board.watchlist.log()[*entry as usize].risk.is_none());
        let loose = loose.map(|entry| severe_words(board, entry));
        let stale = risks.iter().filter(|risk| risk.freshness.is_stale()).count();
        let has_entries = |risk: &&RiskReading| matches!(risk.life, RiskLife::Closed { entries_since: 1.., .. });
        let closed_with_entries = reading.risks.iter().filter(has_entries).count();
        let is_heat_doubtful = reading.gap.is_some()
            || matches!(reading.upkeep, LogUpkeep::NotKept { .. } | LogUpkeep::Interrupted { .. });
        let heat = heat_words(board, &reading.heat, reading.events(), reading.gap);
        let parts = [
            unjudged(board).map(|words| HeadlinePart::status(Urgency::SevereEvent, words)),
            loose.map(|words| HeadlinePart::new(Urgency::SevereEvent, words)),
            Some(HeadlinePart::new(worst_urgency(board), worst(board))),
            Some(HeadlinePart::new(if is_heat_doubtful { Urgency::Unknown } else { Urgency::Neutral }, heat)),
            tally(Urgency::SevereEvent, severe, "with severe entries", Tone::Alarm),
            tally(Urgency::Disputed, disputed, "disputed", Tone::Unknown),
            tally(Urgency::Past, contradicted, "contradicted", Tone::Unknown),
            tally(Urgency::Neutral, unconfirmed, "unconfirmed", Tone::Unknown),
            tally(Urgency::Neutral, unsupported, "unsupported", Tone::Caution),
            tally(Urgency::Old, stale, "DATA OLD", Tone::Caution),
            tally(Urgency::Unknown, closed_with_entries, "closed, with entries since", Tone::Caution),
            tally(Urgency::Neutral, reading.risks.len() - risks.len(), "closed", Tone::Muted),
        ];
        Headline::new(Phrase::new("Spillover", Tone::Strong), parts.into_iter().flatten())
            .aged(words::oldest(risks.iter().map(|risk| risk.freshness)))
    }

    fn orders(&self) -> &'static [&'static str] {
        &["newest first", "gravest first", "by risk", "by trigger", "by claim"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        let all = || board.watchlist.risks().iter().zip(&board.spillover.risks).enumerate();
        let (live, closed) =
            (all().filter(|(_, (_, risk))| risk.is_live()), all().filter(|(_, (_, risk))| !risk.is_live()));
        let mut keys: Vec<_> = live
            .chain(closed)
            .map(|(at, (risk, _))| {
                RowKey::new(RowId::from_parts(&["risk", risk.id.value.as_str()]), SpilloverList::Risks, 0, at)
            })
            .collect();
        if board.spillover.log.is_empty() {
            return keys;
        }
        keys.push(RowKey::new(RowId::from_parts(&["log"]), SpilloverList::LogHeading, 0, 0));
        keys.extend(log_keys(board, order));
        keys
    }

    fn kind(&self, key: RowKey) -> RowKind {
        if list_of(key) == SpilloverList::LogHeading { RowKind::Heading } else { RowKind::Entry }
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        match row_of(board, key) {
            SpilloverRow::Risk(risk, reading) => Row { cells: risk_cells(board, risk, reading), kind: RowKind::Entry },
            SpilloverRow::LogHeading => Row { cells: log_heading_cells(board), kind: RowKind::Heading },
            SpilloverRow::Event(event) => {
                Row { cells: incident::event_cells(board, key.index as usize, event), kind: RowKind::Entry }
            }
        }
    }

    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b> {
        let (fields, watchlist) = (RowFields::default(), &board.watchlist);
        match row_of(board, key) {
            SpilloverRow::LogHeading => fields,
            SpilloverRow::Risk(risk, reading) => {
                let level = reading.level.map(Level::word);
                let closed = risk.closed.as_ref().filter(|_| !reading.is_live());
                let texts = [Some(&risk.title), risk.note.as_ref(), closed.map(|closed| &closed.why)];
                let fields = fields.texts(texts).ids([&risk.id]).ids(&risk.threatens).reading(&reading.evidence, level);
                let fields = fields.owner(risk.owner.as_ref());
                let fields = if closed.is_some() { fields.status("closed") } else { fields };
                let assessments = risk.assessments.iter();
                assessments.fold(fields.freshness(reading.freshness), |fields, assessment| {
                    fields.source(watchlist, assessment.source.as_ref(), None)
                })
            }
            SpilloverRow::Event(event) => fields
                .texts([Some(&event.text), event.place.as_ref()])
                .ids(&event.risk)
                .text(event.trigger.as_ref().map_or("", Id::as_str))
                .text(event.claim.map_or("unclassed", Claim::word))
                .status(event.severity.word())
                .source(watchlist, event.source.as_ref(), event.credibility)
                .voices(watchlist, &event.actors)
                .text(event.counts.numbers().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" "))
                .dated(event.at.value, board),
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        match row_of(board, key) {
            SpilloverRow::Risk(risk, reading) => detail::risk_detail(board, risk, reading),
            SpilloverRow::LogHeading => detail::log_detail(board),
            SpilloverRow::Event(event) => incident::event_detail(board, event),
        }
    }

    fn is_entry(&self, key: RowKey) -> bool {
        list_of(key) == SpilloverList::Log
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        match row_of(board, key) {
            SpilloverRow::Risk(risk, _) => risk.span,
            SpilloverRow::LogHeading => {
                board.watchlist.spillover.as_ref().map_or(Span::default(), |spillover| spillover.span)
            }
            SpilloverRow::Event(event) => event.span,
        }
    }

    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        note(Topic::At(self.span(board, key)));
        match row_of(board, key) {
            SpilloverRow::Risk(risk, _) => note(Topic::Named(&risk.id.value)),
            SpilloverRow::LogHeading => {}
            SpilloverRow::Event(event) => event.source.iter().for_each(|id| note(Topic::Named(&id.value))),
        }
    }

    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        match key.map(|key| row_of(board, key)) {
            Some(SpilloverRow::Risk(risk, _)) => Ok(EntityRef::Risk(risk.id.value.clone())),
            Some(SpilloverRow::LogHeading | SpilloverRow::Event(_)) | None => Ok(EntityRef::Log),
        }
    }

    fn empty(&self, _: &Board) -> Empty {
        let remedy = "press a to add a log entry; risks are written under `spillover.risks`: e opens the editor";
        Empty { why: "no risk and no log entry".to_owned(), remedy: remedy.to_owned() }
    }
}

fn id_of(reference: &Ref) -> &str {
    reference.value.as_str()
}

fn log_keys(board: &Board, order: Order) -> Vec<RowKey> {
    let log = board.watchlist.log();
    let key = |index: usize| RowKey::new(RowId(log.identity(index)), SpilloverList::Log, 0, index);
    let mut keys: Vec<_> = board.spillover.log.iter().map(|index| key(*index as usize)).collect();
    let event = |key: &RowKey| &log[key.index as usize];
    match order.by {
        1 => keys.sort_by_key(|key| Reverse(event(key).severity)),
        2 => keys.sort_by_key(|key| event(key).risk.as_ref().map(id_of)),
        3 => keys.sort_by_key(|key| event(key).trigger.as_ref().map(Id::as_str)),
        4 => keys.sort_by_key(|key| event(key).claim),
        _ => {}
    }
    if order.reverse {
        keys.reverse();
    }
    keys
}

/// The urgency of [`worst`].
fn worst_urgency(board: &Board) -> Urgency {
    let risks = || board.spillover.live_risks().map(|(_, risk)| risk);
    match board.spillover.level {
        None if is_all_closed(board) => Urgency::Neutral,
        Some(level) if level >= Level::High => Urgency::SevereEvent,
        Some(_) if risks().any(|risk| risk.level.is_none()) => Urgency::Unknown,
        Some(level) if risks().filter(|risk| risk.level == Some(level)).all(|risk| risk.freshness.is_stale()) => {
            Urgency::Old
        }
        Some(level) if risks().filter(|risk| risk.level == Some(level)).all(|risk| risk.evidence.is_unconfirmed()) => {
            Urgency::Unknown
        }
        Some(_) => Urgency::Status,
        None => Urgency::Unknown,
    }
}

/// Whether there are risks, and all of them are closed.
fn is_all_closed(board: &Board) -> bool {
    board.spillover.live_risks().next().is_none() && !board.spillover.risks.is_empty()
}

/// The highest level and its direction, and the number of risks without an assessment, which may be higher. If nothing
/// is assessed, the level is unknown, not low.
fn worst(board: &Board) -> Phrase {
    let Some(level) = board.spillover.level else {
        return if is_all_closed(board) {
            Phrase::muted("all risks closed")
        } else {
            Phrase::new("? UNKNOWN", Tone::Unknown)
        };
    };
    let live = || board.spillover.live_risks().map(|(_, risk)| risk);
    let holders: Vec<_> = live().filter(|risk| risk.level == Some(level)).collect();
    let is_stale = holders.iter().all(|risk| risk.freshness.is_stale());
    let is_unconfirmed = holders.iter().all(|risk| risk.evidence.is_unconfirmed());
    let way = if holders.iter().any(|risk| risk.previous.is_some_and(|before| before < level)) { " ↑" } else { "" };
    let word = level.word().to_uppercase();
    let glyph = level_glyph(level);
    let unknown = live().filter(|risk| risk.level.is_none()).count();
    let loud = if level >= Level::High { level_tone(level) } else { Tone::Unknown };
    let glyph = if is_unconfirmed { "?" } else { glyph };
    let doubt = if is_unconfirmed { ", unconfirmed" } else { "" };
    match (is_stale, unknown) {
        (false, 0) if is_unconfirmed => Phrase::new(format!("? {word}{doubt}"), Tone::Unknown),
        (false, 0) => Phrase::new(format!("{glyph} {word}{way}"), level_tone(level)),
        (false, _) => Phrase::new(format!("{glyph} {word}{doubt}{way}, {unknown} UNKNOWN"), loud),
        (true, 0) => Phrase::new(format!("{glyph} LAST KNOWN {word}{doubt}"), Tone::Caution),
        (true, _) => Phrase::new(format!("? {unknown} UNKNOWN, LAST KNOWN {word}"), Tone::Unknown),
    }
}

fn level_glyph(level: Level) -> &'static str {
    match level {
        Level::Low => "▁",
        Level::Moderate => "▃",
        Level::High => "▆",
        Level::Extreme => "█",
    }
}

/// A level with its glyph.
pub(super) fn level_phrase(level: Level) -> Phrase {
    Phrase::new(format!("{} {}", level_glyph(level), level.word()), level_tone(level))
}

fn level_tone(level: Level) -> Tone {
    match level {
        Level::Low => Tone::Plain,
        Level::Moderate => Tone::Caution,
        Level::High | Level::Extreme => Tone::Alarm,
    }
}

/// Formats `▲ SEVERE 2h, not judged since`: the most severe entry after the newest assessment of its risk.
pub(super) fn unjudged(board: &Board) -> Option<Phrase> {
    let of = match board.spillover.risks.iter().filter(|risk| risk.unjudged.is_some()).count() {
        0 | 1 => String::new(),
        risks => format!(" ({risks} risks)"),
    };
    unjudged_in_short(board).map(|short| short.before(&format!(", not judged since{of}")))
}

/// Formats `▲ SEVERE 2h`: the short form of `unjudged`.
pub(super) fn unjudged_in_short(board: &Board) -> Option<Phrase> {
    let entries = board.spillover.risks.iter().filter_map(|risk| risk.unjudged);
    let heaviest = entries.max_by_key(|entry| {
        let event = &board.watchlist.log()[*entry as usize];
        (event.severity, event.at.value.end)
    });
    heaviest.map(|entry| severe_words(board, entry))
}

/// Formats a severe entry with its age: `▲ SEVERE 2h`.
fn severe_words(board: &Board, entry: u32) -> Phrase {
    let event = &board.watchlist.log()[entry as usize];
    let word = event.severity.word().to_uppercase();
    words::span(event.at.value.age(board.now)).after(&format!("▲ {word} ")).toned(Tone::Alarm)
}

/// The level as glyph, word and direction.
pub(super) fn level(board: &Board, risk: &Risk, reading: &RiskReading) -> Phrase {
    if let Some(entry) = reading.unjudged {
        let since = if reading.life == RiskLife::Live { ", not judged since" } else { ", was closed" };
        return severe_words(board, entry).before(since);
    }
    if let RiskLife::Closed { at, entries_since } = reading.life {
        return match entries_since {
            0 => Phrase::muted(format!("· closed {}", words::day(at.date(board.watchlist.zone()), board))),
            entries => Phrase::new(format!("· closed, {} since", words::entries(entries)), Tone::Caution),
        };
    }
    let Some(level) = reading.level else { return Phrase::new("? UNKNOWN", Tone::Unknown) };
    if reading.evidence.is_disputed() {
        let range = reading.range.filter(|(low, high)| low < high);
        let words =
            range.map_or_else(|| level.word().to_owned(), |(low, high)| format!("{} to {}", low.word(), high.word()));
        return Phrase::new(format!("? {words}"), Tone::Unknown);
    }
    if reading.evidence.is_unconfirmed() {
        let doubt = reading_words::unconfirmed(board, &reading.evidence, |entry| assessment_entry(risk, entry));
        return Phrase::new(format!("? {}, {doubt}", level.word()), Tone::Unknown);
    }
    if reading.freshness.is_stale() {
        return Phrase::new(format!("{} last known {}", level_glyph(level), level.word()), Tone::Caution);
    }
    let way = match reading.previous {
        Some(before) if before < level => " ↑",
        Some(before) if before > level => " ↓",
        Some(_) | None => "",
    };
    level_phrase(level).before(way)
}

fn assessment_entry(risk: &Risk, entry: EntryIndex) -> EntryWords<'_> {
    let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
    let assessment = &risk.assessments[index];
    let level = Level::from_likelihood_and_impact(assessment.likelihood, assessment.impact);
    EntryWords {
        says: Phrase::new(level.word(), Tone::Strong),
        source: assessment.source.as_ref(),
        credibility: None,
        at: assessment.at.value,
    }
}

/// Formats the heat. An empty log is not a calm one.
pub(super) fn heat_words(board: &Board, heat: &Heat, entries: usize, gap: Option<Gap>) -> Phrase {
    let value = heat_value(board, heat, entries, gap);
    if entries == 0 && gap.is_none() { value } else { Phrase::new(format!("heat {}", value.text), value.tone) }
}

/// Formats the heat for use after a label. A log that nobody keeps, or that covers a time that could not be observed,
/// is not calm either: the value is a lower bound.
fn heat_value(board: &Board, heat: &Heat, entries: usize, gap: Option<Gap>) -> Phrase {
    if gap.is_some() {
        return Phrase::new(format!("{:.1}+ unobserved", heat.now), Tone::Unknown);
    }
    if entries == 0 {
        return Phrase::new("nothing logged", Tone::Unknown);
    }
    if let LogUpkeep::NotKept { since } = board.spillover.upkeep {
        let since = words::day(since.date(board.watchlist.zone()), board);
        return Phrase::new(format!("? {:.1}+, log not kept since {since}", heat.now), Tone::Unknown);
    }
    if let LogUpkeep::Interrupted { since, until, .. } = board.spillover.upkeep {
        // A rise is certain even if some events were not seen; a fall is not.
        let rising = if heat.trend() == Trend::Rising { " ↑ rising" } else { "" };
        let [since, until] = [since, until].map(|at| words::day(at.date(board.watchlist.zone()), board));
        let tone = if rising.is_empty() { Tone::Unknown } else { Tone::Alarm };
        return Phrase::new(format!("? {:.1}+{rising}, log not kept {since} to {until}", heat.now), tone);
    }
    let tenths = usize::from(heat.now < 100.0);
    trend(heat.trend()).after(&format!("{:.tenths$} ", heat.now))
}

/// The direction of a heat.
pub(super) fn trend(trend: Trend) -> Phrase {
    match trend {
        Trend::Rising => Phrase::new("↑ rising", Tone::Alarm),
        Trend::Steady => Phrase::plain("→ steady"),
        Trend::Falling => Phrase::plain("↓ falling"),
    }
}

/// A log without entries has no curve: a flat one would suggest calm.
fn spark(heat: &Heat, entries: usize) -> CellContent {
    CellContent::Spark(heat.series.iter().map(|value| (entries > 0).then_some(*value)).collect(), Tone::Plain)
}

fn risk_cells(board: &Board, risk: &Risk, reading: &RiskReading) -> Vec<Cell> {
    // The age of a missing assessment would suggest that nothing is known.
    let age = match reading.unjudged {
        None if reading.is_live() => Some(reading.freshness),
        Some(_) | None => None,
    };
    let flags = reading_words::row_flags(board, &reading.evidence, |entry| assessment_entry(risk, entry));
    let range = reading.range.filter(|(low, high)| low < high && !reading.evidence.is_disputed());
    let range = range.map(|(low, high)| Phrase::new(format!("range {} to {}", low.word(), high.word()), Tone::Caution));
    let title = std::iter::once(Phrase::plain(risk.title.display()));
    let reopened = closing_words(board, reading).filter(|_| reading.is_live() && reading.unjudged.is_none());
    let title = title.chain(reopened).chain(flags).chain(range).collect();
    let latest = reading.evidence.used.and_then(EntryIndex::report);
    let judgement = latest.map_or_else(String::new, |latest| {
        let latest = &risk.assessments[latest];
        format!("{}, {}", latest.likelihood.word(), latest.impact.word())
    });
    let confidence = latest.and_then(|latest| risk.assessments[latest].confidence);
    let confidence = confidence.map_or_else(Phrase::default, |grade| Phrase::muted(format!("conf. {}", grade.word())));
    vec![
        Cell::column(Column::Level, level(board, risk, reading)),
        Cell::fill(Column::Title, 19, lines::spaced(title)),
        Cell::column(Column::Judgement, Phrase::plain(judgement)).drop(5),
        Cell::column(Column::Confidence, confidence).drop(6),
        Cell::column(Column::Heat, heat_words(board, &reading.heat, reading.entries, reading.gap)).drop(3),
        Cell::drawn(Width::Fixed(16), spark(&reading.heat, reading.entries)).drop(4),
        Cell::age(age).drop(1),
    ]
}

/// Formats `closed 1 Mar`, `closed 1 Mar, 2 entries since`, `was closed 1 Mar`.
fn closing_words(board: &Board, reading: &RiskReading) -> Option<Phrase> {
    match reading.life {
        RiskLife::Live => None,
        RiskLife::Closed { at, entries_since: 0 } => Some(Phrase::muted(format!("closed {}", words::when(at, board)))),
        RiskLife::Closed { at, entries_since } => {
            let words = format!("closed {}, {} since", words::when(at, board), words::entries(entries_since));
            Some(Phrase::new(words, Tone::Caution))
        }
        RiskLife::Reopened { at } => Some(Phrase::new(format!("was closed {}", words::when(at, board)), Tone::Caution)),
    }
}

fn log_heading_cells(board: &Board) -> Vec<Cell> {
    let reading = &board.spillover;
    let twice = match reading.repeats {
        0 => Phrase::default(),
        repeats => Phrase::new(format!("{repeats} entered twice"), Tone::Caution),
    };
    vec![
        Cell::column(Column::Heading, Phrase::new("Log", Tone::Strong)),
        Cell::fill(Column::Text, 11, lines::spaced(vec![Phrase::muted(words::entries(reading.events())), twice])),
        Cell::column(Column::Heat, heat_words(board, &reading.heat, reading.events(), reading.gap)).drop(1),
        Cell::drawn(Width::Fixed(33), spark(&reading.heat, reading.events())).drop(2),
    ]
}
