//! The details of a crossing, one of its parties, or one of its days.

use super::cells::{NO_SUM, differ_words, parts_words};
use super::measures::{self, counts_words, quota_lines, range_words};
use super::parties::{party_entry, presence};
use super::plan::{awaited, planned};
use super::status::{by_hand, entry_words, status_phrase};
use super::{PromiseTest, evidence, status_word};
use crate::board::Board;
use crate::board::crossing::{CrossingReading, PartyReading};
use crate::board::evidence::EntryIndex;
use crate::board::tallies::Itemised;
use crate::panes::age::Age;
use crate::panes::reading_words::reading_lines;
use crate::panes::view::{Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::text::Text;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, CrossingReport, DayRecord, Party};

pub(super) fn of_crossing(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Detail {
    let mut status = vec![status_word(board, crossing, reading)];
    status.extend(evidence::plan_part(board, reading).map(|part| part.words));
    status.extend(awaited(board, crossing, reading).map(|(_, words)| words));
    status.extend(planned(board, crossing).map(|(_, words)| words));
    status.extend(by_hand(reading));
    status.extend(words::data_old(reading.freshness));
    let mut out = vec![DetailLine::field("status", lines::spaced(status))];
    for test in [PromiseTest::OnSchedule, PromiseTest::StaysOpen, PromiseTest::Consistent] {
        let mut phrases = vec![Phrase::plain(format!("{} ", evidence::question(test)))];
        phrases.extend(evidence::test_evidence(board, crossing, reading, test));
        out.push(DetailLine::field("", phrases));
    }
    out.extend(status_lines(board, crossing, reading));
    out.extend(lines::threats(board, &reading.threats));
    out.extend(lines::gaps(board, &reading.gaps));
    out.extend(lines::text_line("between", crossing.between.as_ref()));
    out.extend(lines::text_line("scope", crossing.scope.as_ref()));
    out.extend(lines::text_line("question", crossing.question.as_ref()));
    out.extend(promise_line(board, crossing, reading));
    out.extend(quota_lines(board, crossing, reading));
    out.extend(calendar_lines(board, crossing, reading));
    out.extend(list("relied on by", &crossing.relied_on_by));
    out.extend(list("to verify", &crossing.to_verify));
    if let Some(checked) = crossing.checked {
        out.push(DetailLine::field("checked", vec![Phrase::plain(words::when_full(checked.value, board))]));
    }
    out.extend(lines::upkeep(crossing.owner.as_ref(), crossing.review_every));
    out.extend(lines::text_line("note", crossing.note.as_ref()));
    out.extend(report_lines(board, crossing));
    out.extend(day_lines(board, crossing));
    let last_link = crossing.reports.iter().rev().find_map(|report| report.link.as_ref());
    Detail {
        title: Phrase::new(crossing.name.display(), Tone::Strong),
        lines: out,
        value: status_word(board, crossing, reading).text,
        link: last_link.map(|link| link.value.raw().to_owned()),
        span: crossing.span,
    }
}

/// Formats `promised  2026-02-02, said 2026-02-01, Associated Press [ap] B-`.
fn promise_line(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<DetailLine> {
    let promised = reading.promised?;
    let mut phrases = vec![Phrase::plain(words::when_full(promised, board))];
    if let Some(opens) = crossing.opens.as_ref().filter(|opens| opens.value == promised) {
        phrases.extend(opens.said.map(|said| Phrase::muted(format!("said {}", words::when_full(said, board)))));
        phrases.extend(opens.source.as_ref().map(|source| words::citation_full(&board.watchlist, Some(source), None)));
    }
    Some(DetailLine::field("promised", lines::spaced(phrases)))
}

/// The calendar: days of rest, and the announced closures that are known, the newest last.
fn calendar_lines(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<DetailLine> {
    let Some(calendar) = &crossing.calendar else { return Vec::new() };
    let rest: Vec<_> = calendar.rest.iter().map(|day| day.value.word()).collect();
    let rest = (!rest.is_empty()).then(|| {
        let words = format!("{}: left out of all counts", rest.join(", "));
        DetailLine::field("rest days", vec![Phrase::plain(words)])
    });
    let newest = reading.closures.iter().skip(reading.closures.len().saturating_sub(DAYS_LISTED));
    let closures = newest.map(|days| {
        let closure = &calendar.closures[days.closure];
        let until = if days.has_end { words::day(days.last, board) } else { "? unknown".to_owned() };
        let mut phrases = vec![Phrase::plain(format!("{} to {until}", words::day(days.first, board)))];
        phrases.extend(closure.cause.map(|cause| Phrase::plain(format!("cause {}", cause.word()))));
        phrases.push(match closure.announced {
            Some(at) => Phrase::muted(format!("announced {}", words::when(at.value, board))),
            None => Phrase::new("when it was announced is not told", Tone::Unknown),
        });
        phrases.extend(closure.source.as_ref().map(|from| words::citation(&board.watchlist, Some(from), None)));
        phrases.extend(closure.note.as_ref().map(|note| Phrase::muted(note.display())));
        DetailLine::field("closure", lines::spaced(phrases))
    });
    rest.into_iter().chain(closures).collect()
}

fn status_lines(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Vec<DetailLine> {
    reading_lines(board, &reading.status.evidence, |entry| entry_words(board, crossing, entry))
}

/// One of the three tests: its answer, its basis, and the records.
pub(super) fn of_test(board: &Board, crossing: &Crossing, reading: &CrossingReading, test: PromiseTest) -> Detail {
    let question = evidence::question(test);
    let mut phrases = evidence::test_evidence(board, crossing, reading, test).into_iter();
    let answer = phrases.next().unwrap_or_default();
    let mut out = vec![
        DetailLine::field("question", vec![Phrase::plain(question)]),
        DetailLine::field("answer", vec![answer.clone()]),
    ];
    let evidence: Vec<_> =
        phrases.map(|phrase| Phrase::new(phrase.text.trim_start_matches([' ', ',']), phrase.tone)).collect();
    if !evidence.is_empty() {
        out.push(DetailLine::field("evidence", lines::spaced(evidence)));
    }
    let of_test = match test {
        PromiseTest::OnSchedule => promise_line(board, crossing, reading).into_iter().collect(),
        PromiseTest::StaysOpen => Vec::new(),
        PromiseTest::Consistent => quota_lines(board, crossing, reading),
    };
    out.extend(of_test);
    out.push(DetailLine::field(
        "crossing",
        vec![Phrase::plain(crossing.name.display()), Phrase::plain("  "), status_word(board, crossing, reading)],
    ));
    out.extend(day_lines(board, crossing));
    Detail {
        title: Phrase::new(format!("{}: {question}", crossing.name.display()), Tone::Strong),
        lines: out,
        value: answer.text,
        link: None,
        span: crossing.opens.as_ref().map_or(crossing.span, |opens| opens.span),
    }
}

/// A tally next to the days that it adds up.
pub(super) fn of_tally(board: &Board, crossing: &Crossing, itemised: Itemised) -> Detail {
    let tally = &board.watchlist.tallies[itemised.tally];
    let words = measures::tally_words(board, crossing, itemised);
    let mut out = vec![DetailLine::field("beside", vec![words.clone()])];
    let citation = words::citation_full(&board.watchlist, tally.source.as_ref(), tally.credibility);
    out.push(DetailLine::field("source", vec![citation]));
    out.push(DetailLine::new(0, vec![Phrase::muted("Nothing is corrected by it, and nothing is added to it.")]));
    out.extend(lines::text_line("note", tally.note.as_ref()));
    Detail {
        title: Phrase::new(format!("{}: {}", crossing.name.display(), tally.what.display()), Tone::Strong),
        lines: out,
        value: words.text,
        link: tally.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: tally.span,
    }
}

/// One report of the crossing's state.
pub(super) fn of_report(
    board: &Board,
    crossing: &Crossing,
    reading: &CrossingReading,
    report: &CrossingReport,
) -> Detail {
    let at = report.at.value;
    let citation = words::citation_full(&board.watchlist, report.source.as_ref(), report.credibility);
    let when = format!("{}, {}", words::when_full(at, board), Age(at.age(board.now)).ago());
    let mut out = vec![
        DetailLine::field("status", vec![status_phrase(report.status)]),
        DetailLine::field("claim", vec![words::claim(report.claim)]),
        DetailLine::field("source", vec![citation]),
        DetailLine::field("at", vec![Phrase::plain(when)]),
    ];
    if let Some(opens) = report.opens {
        let words = format!("the opening, to {}", words::when_full(opens, board));
        out.push(DetailLine::field("moves", vec![Phrase::new(words, Tone::Caution)]));
    }
    out.extend(lines::text_line("note", report.note.as_ref()));
    out.extend(lines::link_line(report.link.as_ref().map(|link| &link.value)));
    let status = &reading.status.evidence;
    let is_this = |entry: &EntryIndex| entry.report().is_some_and(|index| crossing.reports[index].span == report.span);
    let at_issue = status.used.iter().chain(&status.others).chain(&status.unsupported);
    if at_issue.into_iter().any(is_this) {
        out.extend(status_lines(board, crossing, reading));
    }
    let date = words::when_full(at, board);
    Detail {
        title: Phrase::new(format!("{}, report of {date}", crossing.name.display()), Tone::Strong),
        lines: out,
        value: status_phrase(report.status).text,
        link: report.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: report.span,
    }
}

/// The number of day records in a crossing's details; the rest are counted.
const DAYS_LISTED: usize = 14;

/// The day records that count, the newest first.
fn day_lines(board: &Board, crossing: &Crossing) -> Vec<DetailLine> {
    let mut seen = come_days(board, crossing);
    if seen.is_empty() {
        return Vec::new();
    }
    seen.sort_by_key(|record| std::cmp::Reverse(record.date.value));
    let mut out = vec![DetailLine::heading(format!("Day records ({})", seen.len()))];
    for record in seen.iter().take(DAYS_LISTED) {
        let citation = words::citation(&board.watchlist, record.source.as_ref(), record.credibility);
        let date = Phrase::plain(record.date.value.to_string());
        let mut line = vec![date, status_phrase(record.status), citation];
        line.extend(record.contrary_sum().map(|_| Phrase::new(NO_SUM, Tone::Caution)));
        line.push(Phrase::plain(numbers(crossing, record)));
        out.push(DetailLine::new(2, lines::spaced(line)).of_entry(record.span));
    }
    if seen.len() > DAYS_LISTED {
        let words = format!("and {} older ones, each with a row of its own", seen.len() - DAYS_LISTED);
        out.push(DetailLine::new(2, vec![Phrase::muted(words)]));
    }
    out
}

fn come_days<'c>(board: &Board, crossing: &'c Crossing) -> Vec<&'c DayRecord> {
    let zone = board.watchlist.zone();
    let has_come = |record: &&DayRecord| board.has_come(TimePoint::day(record.date.value, zone));
    crossing.days.iter().filter(has_come).collect()
}

fn list(label: &str, texts: &[Text]) -> Option<DetailLine> {
    let words: Vec<_> = texts.iter().map(Text::display).collect();
    (!words.is_empty()).then(|| DetailLine::field(label, vec![Phrase::plain(words.join("; "))]))
}

fn report_lines(board: &Board, crossing: &Crossing) -> Vec<DetailLine> {
    let mut seen: Vec<&CrossingReport> =
        crossing.reports.iter().filter(|report| board.has_come(report.at.value)).collect();
    seen.sort_by_key(|report| report.at.value.start);
    let mut out = vec![DetailLine::heading(format!("Reports ({})", seen.len()))];
    if seen.is_empty() {
        let none = match come_days(board, crossing).is_empty() {
            true => Phrase::new("none: nobody has said anything of it", Tone::Unknown),
            false => Phrase::muted("none: what is known stands in the day records"),
        };
        out.push(DetailLine::new(2, vec![none]));
    }
    for report in seen.into_iter().rev() {
        let citation = words::citation_full(&board.watchlist, report.source.as_ref(), report.credibility);
        let status = status_phrase(report.status);
        let line = lines::report(board, report.at.value, status, words::claim(report.claim), citation);
        out.push(line.of_entry(report.span));
        if let Some(opens) = report.opens {
            let words = format!("moves the opening to {}", words::when_full(opens, board));
            out.push(DetailLine::new(4, vec![Phrase::new(words, Tone::Caution)]));
        }
        out.extend(lines::note(report.note.as_ref()));
    }
    out
}

pub(super) fn of_party(board: &Board, party: &Party, reading: &PartyReading) -> Detail {
    let name = words::voice(&board.watchlist, &party.actor);
    let mut status = vec![presence(board, party, reading)];
    if reading.freshness.is_stale() && reading.presence.is_some() {
        status.push(Phrase::new("last known", Tone::Caution));
    }
    status.extend(words::data_old(reading.freshness));
    let mut out = vec![DetailLine::field("in place", lines::spaced(status))];
    out.extend(reading_lines(board, &reading.evidence, |entry| party_entry(party, entry)));
    out.extend(lines::text_line("role", party.role.as_ref()));
    out.extend(lines::text_line("stake", party.stake.as_ref()));
    if let Some(actor) = board.watchlist.actors.get(&party.actor.value) {
        out.extend(lines::text_line("actor", actor.role.as_ref()));
        out.extend(list("also called", &actor.aliases));
    }
    let mut seen: Vec<_> = party.reports.iter().filter(|report| board.has_come(report.at.value)).collect();
    seen.sort_by_key(|report| report.at.value.start);
    out.push(DetailLine::heading(format!("Reports ({})", seen.len())));
    if seen.is_empty() {
        out.push(DetailLine::new(2, vec![Phrase::new("none: no report says whether they are there", Tone::Unknown)]));
    }
    for report in seen.into_iter().rev() {
        let citation = words::citation_full(&board.watchlist, report.source.as_ref(), report.credibility);
        let status = Phrase::new(report.status.word(), Tone::Strong);
        let line = lines::report(board, report.at.value, status, words::claim(report.claim), citation);
        out.push(line.of_entry(report.span));
        out.extend(lines::note(report.note.as_ref()));
    }
    let last_link = party.reports.iter().rev().find_map(|report| report.link.as_ref());
    Detail {
        title: Phrase::new(name, Tone::Strong),
        lines: out,
        value: presence(board, party, reading).text,
        link: last_link.map(|link| link.value.raw().to_owned()),
        span: party.span,
    }
}

/// One record of a day, and the other sources' records of the same day.
pub(super) fn of_record(board: &Board, crossing: &Crossing, reading: &CrossingReading, record: &DayRecord) -> Detail {
    let date = record.date.value;
    let mut out = record_lines(board, crossing, record);
    let day = reading.days.record_of(date);
    if let Some(day) = day {
        out.extend(reading_lines(board, &day.evidence, |entry| entry_words(board, crossing, entry)));
        let differing = differ_words(crossing, &day.differences).into_iter().chain(parts_words(day));
        out.extend(differing.map(|words| DetailLine::field("", vec![Phrase::new(words, Tone::Unknown)])));
        if let Some(interruption) = day.interruption {
            let words = format!("shut at {}, on a day on which it was open", words::when(interruption.at, board));
            out.push(DetailLine::field("in part", vec![Phrase::new(words, Tone::Alarm)]));
        }
    }
    out.extend(lines::gaps(board, day.and_then(|day| day.gap).as_slice()));
    let others: Vec<_> = day
        .into_iter()
        .flat_map(|day| &day.records)
        .map(|index| &crossing.days[*index])
        .filter(|other| other.span != record.span)
        .collect();
    if let Some(day) = day.filter(|_| !others.is_empty()) {
        out.push(DetailLine::heading(format!("Other sources of the same day ({})", others.len())));
        let differ = |label: &str, range: Option<crate::board::crossing::Range>| {
            let range = range.filter(|range| range.low != range.high)?;
            let words = format!("sources give {} {label}", range_words(range));
            Some(DetailLine::new(2, vec![Phrase::new(words, Tone::Unknown)]))
        };
        out.extend(differ("out", day.exits));
        out.extend(differ("in", day.entries));
        let declared = day.declared().map(|(measure, range)| (super::measure_word(crossing, measure), range));
        out.extend(declared.filter_map(|(word, range)| differ(&word, Some(range))));
        out.extend(others.iter().flat_map(|other| record_lines(board, crossing, other)));
    }
    Detail {
        title: Phrase::new(format!("{}, {}", crossing.name.display(), date.format("%-d %b %Y")), Tone::Strong),
        lines: out,
        value: status_phrase(record.status).text,
        link: record.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: record.span,
    }
}

/// Formats the numbers of a record: `20 out, 12 in, 244 trucks in`.
fn numbers(crossing: &Crossing, record: &DayRecord) -> String {
    let part = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let parts = [part(record.exits.map(|exits| exits.value), "out"), part(record.entries, "in")];
    parts.into_iter().flatten().chain(counts_words(crossing, record.counts.numbers())).collect::<Vec<_>>().join(", ")
}

fn record_lines(board: &Board, crossing: &Crossing, record: &DayRecord) -> Vec<DetailLine> {
    let citation = words::citation_full(&board.watchlist, record.source.as_ref(), record.credibility);
    let claim = record.claim.map(|claim| words::claim(Some(claim)));
    let line = [Some(status_phrase(record.status)), Some(citation), claim];
    let line = DetailLine::field("record", lines::spaced(line.into_iter().flatten().collect()));
    let mut out = vec![line.of_entry(record.span)];
    let hours = record.hours.map(|hours| hours.to_string());
    let number = |label: &str, number: Option<u64>| {
        let words = number.map_or_else(|| Phrase::muted("not recorded"), |number| Phrase::plain(number.to_string()));
        DetailLine::field(label, vec![words])
    };
    out.push(DetailLine::field("hours", vec![hours.map_or_else(|| Phrase::muted("not recorded"), Phrase::plain)]));
    if let Some(cause) = record.cause {
        out.push(DetailLine::field("cause", vec![Phrase::plain(cause.word())]));
    }
    out.push(number("out", record.exits.map(|exits| exits.value)));
    out.push(number("patients", record.patients));
    out.push(number("companions", record.companions));
    if let (Some(sum), Some(exits)) = (record.contrary_sum(), record.exits) {
        let words = format!("{NO_SUM}: patients and companions are {sum}, not {}", exits.value);
        out.push(DetailLine::field("", vec![Phrase::new(words, Tone::Caution)]));
    }
    out.push(number("in", record.entries));
    out.push(number("turned back", record.turned_back));
    let counts = counts_words(crossing, record.counts.numbers()).into_iter();
    out.extend(counts.map(|words| DetailLine::field("", vec![Phrase::plain(words)])));
    out.extend(lines::text_line("note", record.note.as_ref()));
    out
}
