//! Explains why a test is met, not met, or unknown: `opens on schedule: met, 2 Feb`.

use super::{answer, range};
use crate::board::Board;
use crate::board::crossing::OnSchedule;
use crate::board::signals::{
    Closure, Deadline, Explanation, Finding, FlowCheck, Move, Opening, Quiet, RungReach, RungReached, Stay, Terms,
    Warmth, Window,
};
use crate::board::spillover::LogUpkeep;
use crate::panes::age::Age;
use crate::panes::view::{Cell, Column, DetailLine, Phrase, Tone};
use crate::panes::words;
use crate::watchlist::scales::{Claim, ClosureCause, Outcome};
use crate::watchlist::{Dated, Item, ItemReport};
use chrono::NaiveDate;

/// One test in words: what it tests, the answer, and why.
pub(super) fn reason_words(board: &Board, finding: &Finding) -> Vec<Phrase> {
    let (what, why) = of_test(board, finding);
    let why = if why.text.is_empty() { why } else { why.after(", ") };
    vec![Phrase::plain(format!("{what}: ")), of_part(finding), why.toned(Tone::Muted)]
}

/// The same as cells of a row: the answer has a column of its own, so that a narrow row keeps it.
pub(super) fn cells(board: &Board, finding: &Finding) -> Vec<Cell> {
    let (what, why) = of_test(board, finding);
    let why = if why.text.is_empty() { why } else { why.after(": ") };
    vec![
        Cell::indent(2),
        Cell::column(Column::Part, of_part(finding)),
        Cell::fill(Column::Text, 20, vec![Phrase::plain(what), why.toned(Tone::Muted)]),
    ]
}

/// What it tests, and the reason for the answer.
fn of_test(board: &Board, finding: &Finding) -> (String, Phrase) {
    let (what, why) = match &finding.because {
        Explanation::Opening(opening) => {
            return (format!("{} opens on schedule", name(board, opening.crossing)), opened(board, *opening));
        }
        Explanation::Stay(stay) => {
            let days = usize::try_from(stay.days).unwrap_or(usize::MAX);
            (format!("{} stays open {}", name(board, stay.crossing), words::count(days, "day")), stayed(board, stay))
        }
        Explanation::Reach(reach) => reached(board, reach),
        Explanation::Terms(terms) => {
            (format!("language moves from “{}” to “{}”", terms.from.display(), terms.to.display()), moved(board, terms))
        }
        Explanation::Heat(warmth) => heat(board, warmth),
        Explanation::NoEntry(quiet) => no_entry(board, quiet),
        Explanation::Flow(check) => flow(board, check),
        Explanation::AtLeast(number, parts) => (format!("at least {number} of these"), of_nothing(parts)),
        Explanation::By(deadline, inner) => return by(board, *deadline, inner),
        Explanation::Undeclared(id) => (id.display().into_owned(), "declared nowhere".to_owned()),
        Explanation::Covers(parts) => ("all items".to_owned(), of_nothing(parts)),
        Explanation::All(parts) => ("all of these".to_owned(), of_nothing(parts)),
        Explanation::Any(parts) => ("any of these".to_owned(), of_nothing(parts)),
        Explanation::Not(_) => ("not this".to_owned(), String::new()),
    };
    (what, Phrase::plain(why))
}

/// The answer of a part; only the whole test decides whether it is good or bad.
fn of_part(finding: &Finding) -> Phrase {
    answer(finding.answer, Outcome::Success)
}

fn of_nothing(parts: &[Finding]) -> String {
    if parts.is_empty() { "nothing is tested".to_owned() } else { String::new() }
}

/// The whole test with all its parts, each below its parent.
pub(super) fn tree(board: &Board, finding: &Finding) -> Vec<DetailLine> {
    let mut out = Vec::new();
    grow(board, finding, 2, &mut out);
    out
}

fn grow(board: &Board, finding: &Finding, indent: u16, out: &mut Vec<DetailLine>) {
    out.push(DetailLine::new(indent, reason_words(board, finding)));
    let parts: &[Finding] = match &finding.because {
        Explanation::All(parts)
        | Explanation::Any(parts)
        | Explanation::AtLeast(_, parts)
        | Explanation::Covers(parts) => parts,
        Explanation::Not(inner) | Explanation::By(_, inner) => std::slice::from_ref(&**inner),
        Explanation::Opening(_)
        | Explanation::Stay(_)
        | Explanation::Reach(_)
        | Explanation::Terms(_)
        | Explanation::Heat(_)
        | Explanation::NoEntry(_)
        | Explanation::Flow(_)
        | Explanation::Undeclared(_) => &[],
    };
    for part in parts {
        grow(board, part, indent + 2, out);
    }
}

fn name(board: &Board, crossing: usize) -> String {
    board.watchlist.crossings[crossing].name.display().into_owned()
}

fn opened(board: &Board, opening: Opening) -> Phrase {
    let words = match opening.opened {
        OnSchedule::NoPlan => "no date was promised".to_owned(),
        OnSchedule::NotYetDue { due } => {
            return words::ahead(due, board).after(&format!("due {}, ", words::when(due, board)));
        }
        OnSchedule::OnTime { opened } => words::day(opened, board),
        OnSchedule::Late { opened, days, missing } => {
            format!("seen open {}, {}", words::day(opened, board), words::late(days, missing))
        }
        OnSchedule::NotOpen { days, missing } => words::not_open(days, missing),
        OnSchedule::Unrecorded { planned, .. } => format!("no record of {}", words::day(planned, board)),
        OnSchedule::Disputed { date, .. } => format!("sources differ on {}", words::day(date, board)),
        OnSchedule::Unconfirmed { date, .. } => {
            format!("only weak evidence says that it opened on {}", words::day(date, board))
        }
        OnSchedule::Unknown { planned } => format!("planned for {}, no record since", words::when(planned, board)),
    };
    Phrase::plain(words)
}

fn stayed(board: &Board, stay: &Stay) -> String {
    match &stay.window {
        None => "not seen open yet".to_owned(),
        Some(window) => windowed(board, window, stay.days),
    }
}

fn windowed(board: &Board, window: &Window, days: u64) -> String {
    let some = |number: usize, words: String| (number > 0).then_some(words);
    let dates =
        |dates: &[NaiveDate]| runs(dates).map(|(first, last)| range(first, last, board)).collect::<Vec<_>>().join(", ");
    let parts = [
        some(usize::from(window.is_shut && window.closures.is_empty()), "it is shut".to_owned()),
        some(window.closures.len(), closures(board, &window.closures)),
        some(window.disputed.len(), format!("sources differ on {}", dates(&window.disputed))),
        some(window.missing.len(), format!("no record of {}", dates(&window.missing))),
        some(window.unconfirmed.len(), format!("only weak evidence for {}", dates(&window.unconfirmed))),
        Some(format!("{} open", window.open)),
        some(window.excused.len(), excused(&window.excused, window.may_be_excused, dates)),
        Some(format!("of the last {days} days")),
        some(window.rest.len(), format!("{} left out", words::count(window.rest.len(), "rest day"))),
        (window.before > 0).then(|| format!("{} before it was first seen open", count_days(window.before))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ").replace(", of the last", " of the last")
}

fn count_days(days: u64) -> String {
    words::count(usize::try_from(days).unwrap_or(usize::MAX), "day")
}

/// Formats `1 excused (6 Feb)`, or says that there are too many.
fn excused(closures: &[NaiveDate], may_be: u64, dates: impl Fn(&[NaiveDate]) -> String) -> String {
    let number = closures.len();
    match u64::try_from(number).is_ok_and(|number| number <= may_be) {
        true => format!("{number} excused ({})", dates(closures)),
        false => format!("{number} announced closures ({}), only {may_be} may be excused", dates(closures)),
    }
}

/// Formats `closed 6–7 Feb, cause unstated`.
fn closures(board: &Board, closures: &[Closure]) -> String {
    let by_cause = closures
        .chunk_by(|a, b| a.cause == b.cause && a.at.is_none() && b.at.is_none() && a.date.succ_opt() == Some(b.date));
    let words = by_cause.map(|run| {
        let (first, last) = (run[0], run[run.len() - 1]);
        let cause = match first.cause {
            ClosureCause::Technical => "called technical",
            ClosureCause::Unstated => "cause unstated",
            ClosureCause::Scheduled => "as scheduled",
            ClosureCause::Security => "for security",
            ClosureCause::Dispute => "in a dispute",
        };
        match first.at {
            Some(at) => format!("shut at {}", words::when(at, board)),
            None => format!("closed {}, {cause}", range(first.date, last.date, board)),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The first and the last day of each run of days without a gap.
fn runs(dates: &[NaiveDate]) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    dates.chunk_by(|a, b| a.succ_opt() == Some(*b)).map(|run| (run[0], run[run.len() - 1]))
}

fn reached(board: &Board, reach: &RungReach) -> (String, String) {
    let item = &board.watchlist.checklists[reach.list].items[reach.item];
    let least = match reach.claim {
        Claim::Verified => ", verified",
        Claim::Attributed | Claim::Promise => "",
    };
    let what = format!("“{}” reaches {}{least}", item.title.display(), reach.rung.word());
    let said = |index: usize| said(board, item, &item.reports[index]);
    let why = match reach.reached {
        RungReached::Nothing => "no report".to_owned(),
        RungReached::Rung(rung, index) => format!("it stands at {}: {}", rung.word(), said(index)),
        RungReached::OnlySaid(index) => format!("only said so far: {}", said(index)),
        RungReached::Unconfirmed(index) => format!("unconfirmed, only weak evidence: {}", said(index)),
        RungReached::Disputed(yes, no) => format!("sources differ: {} against {}", said(yes), said(no)),
    };
    (what, why)
}

/// Formats a report: `announced, promise, ap B3, 1 Feb`.
fn said(board: &Board, item: &Item, report: &ItemReport) -> String {
    let citation = words::citation(&board.watchlist, report.source.as_ref(), report.credibility);
    let claim = words::claim(report.claim);
    format!(
        "{}, {}, {}, {}",
        item.rung_of(report).word(),
        claim.text,
        citation.text,
        words::when(report.at.value, board)
    )
}

fn moved(board: &Board, terms: &Terms) -> String {
    if terms.moves.is_empty() {
        return "nobody has used either word".to_owned();
    }
    let words = terms.moves.iter().map(|moved| one_moved(board, terms, moved));
    words.collect::<Vec<_>>().join("; ")
}

fn one_moved(board: &Board, terms: &Terms, moved: &Move) -> String {
    let statement = &board.watchlist.statements[moved.statement];
    let speaker = words::voice(&board.watchlist, &statement.speaker);
    let when = match (statement.at.value, statement.reported) {
        (Dated::At(at), _) => words::when(at, board),
        (Dated::Unknown, Some(reported)) => format!("undated, relayed {}", words::when(reported.value, board)),
        (Dated::Unknown, None) => "undated".to_owned(),
    };
    let (from, to) = (terms.from.display(), terms.to.display());
    match moved.used {
        (true, true) => format!("{speaker} has said both, “{to}” last on {when}"),
        (true, false) => format!("{speaker} says “{from}” ({when})"),
        (false, _) => format!("{speaker} says “{to}” ({when}) and was never heard to say “{from}”"),
    }
}

fn heat(board: &Board, warmth: &Warmth) -> (String, String) {
    let of = warmth.risk.map_or_else(
        || "the log's heat".to_owned(),
        |risk| format!("the heat of “{}”", board.watchlist.risks()[risk].title.display()),
    );
    let gap = warmth.gap.map_or_else(String::new, |gap| format!(", {}", words::gap(gap, board).text));
    let why = match warmth.entries {
        0 => format!("nothing logged{gap}"),
        entries => format!("{:.1} by {entries} logged{gap}", warmth.now),
    };
    let severe = warmth.severe.map(|entry| format!(", {}", event(board, entry)));
    let loose = warmth.loose.map(|entry| format!(", {}", loose_event(board, entry)));
    let why = [why, severe.unwrap_or_default(), loose.unwrap_or_default(), upkeep(board, warmth.upkeep)].concat();
    (format!("{of} stays below {}", warmth.limit), why)
}

/// Formats `extreme on 28 Feb 06:00Z`.
fn event(board: &Board, entry: u32) -> String {
    let event = &board.watchlist.log()[entry as usize];
    format!("{} on {}", event.severity.word(), words::when(event.at.value, board))
}

/// Formats `extreme on 28 Feb 06:00Z names no risk`.
fn loose_event(board: &Board, entry: u32) -> String {
    format!("{} names no risk", event(board, entry))
}

fn upkeep(board: &Board, upkeep: LogUpkeep) -> String {
    match upkeep {
        LogUpkeep::Empty | LogUpkeep::Kept { .. } => String::new(),
        LogUpkeep::Interrupted { since, until, .. } => {
            format!(", log not kept {} to {}", words::when(since, board), words::when(until, board))
        }
        LogUpkeep::NotKept { since } => format!(", log not kept since {}", words::when(since, board)),
    }
}

fn no_entry(board: &Board, quiet: &Quiet) -> (String, String) {
    let of =
        quiet.risk.map_or_else(String::new, |risk| format!(" of “{}”", board.watchlist.risks()[risk].title.display()));
    let what = format!("no entry{of} of {} or more for {}", quiet.severity.word(), Age(quiet.span));
    let why = match (quiet.entry, quiet.kept_since) {
        (Some(entry), _) => event(board, entry),
        (None, _) if quiet.loose.is_some() => quiet.loose.map_or_else(String::new, |entry| loose_event(board, entry)),
        (None, _) if quiet.is_unobserved => "not all of that time was observed".to_owned(),
        (None, None) => match board.spillover.upkeep {
            LogUpkeep::Empty => "nothing logged".to_owned(),
            not_kept => upkeep(board, not_kept).trim_start_matches(", ").to_owned(),
        },
        (None, Some(since)) => {
            format!(
                "the log is kept since {}",
                words::day(since.with_timezone(&board.watchlist.zone()).date_naive(), board)
            )
        }
    };
    (what, why)
}

fn flow(board: &Board, check: &FlowCheck) -> (String, String) {
    let crossing = &board.watchlist.crossings[check.crossing];
    let measure = crate::panes::crossings::measure_word(crossing, check.measure);
    let name = name(board, check.crossing);
    let what = format!("{name}: {} or more {measure} on {} of {}", check.at_least, check.days, count_days(check.of));
    let some = |number: u64, words: &str| (number > 0).then(|| format!("{number} {words}"));
    let parts = [
        Some(format!("{} with as many", check.reached)),
        some(check.short, "with fewer"),
        some(check.doubtful, "disputed or unconfirmed"),
        some(check.untold(), "without a number"),
    ];
    (what, parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn by(board: &Board, deadline: Deadline, inner: &Finding) -> (String, Phrase) {
    let (what, why) = of_test(board, inner);
    let date = words::when(deadline.date, board);
    let why = match (deadline.has_failed, why.text.is_empty()) {
        (true, true) => Phrase::plain(format!("failed: not met by {date}")),
        (true, false) => why.after(&format!("failed: not met by {date}, ")),
        (false, _) => why,
    };
    (format!("{what}, by {date}"), why)
}
