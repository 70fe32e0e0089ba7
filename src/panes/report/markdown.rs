//! Writes a report as Markdown that also reads well as plain text.
//!
//! Every text is escaped, and no line starts with a character that can start a formula in a spreadsheet.

use super::{LadderRow, NewsItem, ReportBlock, ReportSection, SituationReport, is_empty, separated};
use crate::panes::charts::{CalendarDay, DayFlow, HeatChart, MonthCalendar};
use crate::panes::view::{CellContent, Phrase, Row, RowKind, age_phrase};
use crate::text::{Link, escape_markdown, sanitise};
use std::fmt::Write as _;

/// The whole text. `file` is the name of the watchlist, not yet safe to show.
pub fn write(report: &SituationReport, file: &str) -> String {
    let mut out = format!("# {}\n\nSituation report as of {}.\n", safe(&report.title), safe(&report.as_of));
    let lines = report.summary.iter().chain(&report.not_known);
    out.push('\n');
    lines.for_each(|line| bullet(&mut out, &safe(line)));
    report.sections.iter().for_each(|part| section(&mut out, part));
    out.push_str("\n## What the grades mean\n\n");
    report.legend.iter().for_each(|line| bullet(&mut out, &safe(line)));
    let _ =
        writeln!(out, "\nMade by trucewatch from what is written in {}, and from nothing else.", safe(&sanitise(file)));
    out
}

fn safe(text: &str) -> String {
    escape_markdown(text.trim())
}

fn bullet(out: &mut String, words: &str) {
    let _ = writeln!(out, "* {words}");
}

fn section(out: &mut String, section: &ReportSection) {
    let _ = writeln!(out, "\n## {}\n", safe(&section.heading));
    let states: Vec<_> = section.states.iter().map(|state| safe(&state.text)).collect();
    if !states.is_empty() {
        let _ = writeln!(out, "**{}**\n", states.join(" · "));
    }
    if !section.as_of.is_empty() {
        let _ = writeln!(out, "{}\n", safe(&section.as_of));
    }
    section.blocks.iter().for_each(|part| block(out, part));
}

fn block(out: &mut String, block: &ReportBlock) {
    match block {
        ReportBlock::Remark(words) => bullet(out, &safe(&words.text)),
        ReportBlock::Rows(table) => rows(out, table),
        ReportBlock::Calendar(month) => calendar(out, month),
        ReportBlock::Ladder(table) => table.iter().for_each(|row| ladder_row(out, row)),
        ReportBlock::Heat(chart) => heat(out, chart),
        ReportBlock::Sides(sides) => sides.iter().for_each(|side| rows(out, side)),
        ReportBlock::News(items) => items.iter().for_each(|news| news_item(out, news)),
    }
}

fn rows(out: &mut String, rows: &[Row]) {
    for row in rows {
        let cells: Vec<_> =
            row.cells.iter().filter(|cell| !is_empty(cell)).map(|cell| content(&cell.content)).collect();
        match row.kind {
            RowKind::Heading | RowKind::Subheading => {
                let _ = writeln!(out, "\n### {}\n", cells.join(": "));
            }
            RowKind::Entry => bullet(out, &cells.join(" · ")),
        }
    }
}

fn content(content: &CellContent) -> String {
    match content {
        CellContent::Text(texts) | CellContent::Flags(texts) => phrases(texts),
        CellContent::Headline(headline) => safe(&crate::panes::handover::headline_text(headline)),
        CellContent::Age(freshness) => safe(&age_phrase(*freshness).text),
        CellContent::Spark(..) | CellContent::Bar(_) | CellContent::Days(_) | CellContent::Flow(_) => String::new(),
    }
}

fn phrases(phrases: &[Phrase]) -> String {
    separated(phrases).map(|(separator, phrase)| format!("{separator}{}", safe(&phrase.text))).collect()
}

fn news_item(out: &mut String, news: &NewsItem) {
    let facts = [&news.when, &news.source].into_iter().filter(|fact| !fact.is_empty()).map(|fact| safe(fact));
    let facts = facts.chain(news.link.iter().map(link)).collect::<Vec<_>>().join(", ");
    bullet(out, &format!("{}: {} ({facts})", safe(&news.title.text), safe(&news.words)));
}

/// An autolink. Its characters cannot end it: a link has no spaces, and `<` and `>` are encoded.
fn link(link: &Link) -> String {
    format!("<{}>", link.url.replace('<', "%3C").replace('>', "%3E"))
}

/// One row for each day; days without a record are counted together.
fn calendar(out: &mut String, month: &MonthCalendar) {
    let _ = writeln!(out, "\n### {} ({})\n", safe(&month.title), safe(&month.total));
    out.push_str("| day | state | out | in | remarks |\n|---|---|---|---|---|\n");
    let days: Vec<_> = month.weeks.iter().flatten().flatten().filter(|day| !day.shade.word().is_empty()).collect();
    for run in days.chunk_by(|one, next| one.shade.is_gap() && one.shade == next.shade && one.number + 1 == next.number)
    {
        let (first, last) = (run[0], run[run.len() - 1]);
        let dates = if run.len() == 1 { first.date.clone() } else { format!("{} to {}", first.date, last.date) };
        let state = if run.len() == 1 {
            first.shade.word().to_owned()
        } else {
            format!("{} ({} days)", first.shade.word(), run.len())
        };
        calendar_row(out, first, &dates, &state);
    }
}

fn calendar_row(out: &mut String, day: &CalendarDay, dates: &str, state: &str) {
    let flow = |flow: &Option<DayFlow>| match flow {
        None => String::new(),
        Some(DayFlow { people, quota: None, .. }) => people.clone(),
        Some(DayFlow { people, quota: Some(quota), .. }) => format!("{people} of {quota}"),
    };
    let [exits, entries] = [&day.flows[0], &day.flows[1]].map(flow);
    let cells = [dates, state, &exits, &entries, &day.remarks.join("; ")].map(safe);
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn ladder_row(out: &mut String, row: &LadderRow) {
    match row {
        LadderRow::Group(title) => {
            let _ =
                writeln!(out, "\n### {}\n", title.iter().map(|part| safe(&part.text)).collect::<Vec<_>>().join(": "));
        }
        LadderRow::Item { item, as_of } => {
            let parts = [safe(&item.rung.text), safe(&item.title), phrases(&item.flags), phrases(as_of)];
            bullet(out, &parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
        }
    }
}

fn heat(out: &mut String, chart: &HeatChart) {
    let _ = writeln!(out, "\n### Heat of the log: {}\n", safe(&chart.words.text));
    for event in &chart.events {
        let link = event.link.as_ref().map_or_else(String::new, |target| format!(", {}", link(target)));
        let facts = safe(&format!("{}, {}", event.when, event.source));
        bullet(out, &format!("{}: {} ({facts}{link})", safe(&event.severity.text), safe(&event.words)));
    }
    match (chart.events.is_empty(), chart.more) {
        (true, _) => bullet(out, "No event is logged in this time. That is not an all-clear."),
        (false, 0) => {}
        (false, more) => bullet(out, &format!("And {more} more in this time, not as heavy or older.")),
    }
}
