//! Writes a report as one HTML page: no script, nothing from elsewhere, light and dark, and for paper.
//!
//! Only constants of this program can be markup: `Page::markup` takes no other strings. All other text is escaped.

mod drawings;

use super::{LadderRow, NewsItem, ReportBlock, ReportSection, SituationReport, is_empty, separated};
use crate::panes::charts::{CalendarDay, DayFlow, DayShade, HeatChart, MonthCalendar};
use crate::panes::view::{CellContent, DayMark, Headline, HeadlinePart, Phrase, Row, RowKind, Tone, age_phrase};
use crate::text::Link;

const STYLE: &str = include_str!("style.css");

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A page that is being written.
#[derive(Debug, Default)]
struct Page(String);

impl Page {
    /// Markup of this program.
    fn markup(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// A text, shown literally.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(c),
            }
        }
    }

    /// A number in a drawing.
    fn number(&mut self, number: f64) {
        let finite = if number.is_finite() { number } else { 0.0 };
        self.0.push_str(&format!("{finite:.1}"));
    }

    /// A text in an element of its own, so that the direction of its script does not reorder what is around it.
    fn phrase(&mut self, phrase: &Phrase) {
        self.markup("<bdi class=\"");
        self.markup(tone_class(phrase.tone));
        self.markup("\">");
        self.text(phrase.text.trim());
        self.markup("</bdi>");
    }

    fn phrases(&mut self, phrases: &[Phrase]) {
        for (separator, phrase) in separated(phrases) {
            self.markup(separator);
            self.phrase(phrase);
        }
    }

    /// A link that may be opened, with its host.
    fn link(&mut self, link: &Link) {
        self.markup(" <a rel=\"noreferrer noopener\" href=\"");
        self.text(&link.url);
        self.markup("\">");
        self.text(&link.host);
        self.markup("</a>");
    }

    fn as_of(&mut self, words: &str) {
        if !words.is_empty() {
            self.markup("<p class=\"as-of\">");
            self.text(words);
            self.markup("</p>\n");
        }
    }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Muted => "muted",
        Tone::Strong => "strong",
        Tone::Good => "good",
        Tone::Claimed => "claimed",
        Tone::Caution => "caution",
        Tone::Alarm => "alarm",
        Tone::Unknown => "unknown",
    }
}

/// The whole page. `file` is the name of the watchlist, not yet safe to show.
pub fn write(report: &SituationReport, file: &str) -> String {
    let mut page = Page::default();
    page.markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.markup(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    page.markup("<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    page.text(&format!("{}: situation report, {}", report.title, report.as_of));
    page.markup("</title>\n<style>\n");
    page.markup(STYLE);
    page.markup("</style>\n</head>\n<body>\n<header>\n<h1>");
    page.text(&report.title);
    page.markup("</h1>\n");
    page.as_of(&format!("Situation report as of {}", report.as_of));
    page.markup("<div class=\"summary\">\n");
    report.summary.iter().for_each(|sentence| paragraph(&mut page, sentence));
    page.markup("</div>\n");
    if !report.not_known.is_empty() {
        page.markup("<div class=\"not-known\">\n");
        report.not_known.iter().for_each(|line| paragraph(&mut page, line));
        page.markup("</div>\n");
    }
    page.markup("</header>\n");
    report.sections.iter().for_each(|part| section(&mut page, part));
    page.markup("<section>\n<h2>What the grades mean</h2>\n<ul>\n");
    report.legend.iter().for_each(|line| item(&mut page, line));
    page.markup("</ul>\n");
    page.as_of(&format!(
        "Made by trucewatch from what is written in {}, and from nothing else.",
        crate::text::sanitise(file)
    ));
    page.markup("</section>\n</body>\n</html>\n");
    page.0
}

fn paragraph(page: &mut Page, words: &str) {
    page.markup("<p>");
    page.text(words);
    page.markup("</p>\n");
}

fn item(page: &mut Page, words: &str) {
    page.markup("<li>");
    page.text(words);
    page.markup("</li>\n");
}

fn section(page: &mut Page, section: &ReportSection) {
    page.markup("<section>\n<h2>");
    page.text(&section.heading);
    page.markup("</h2>\n<ul class=\"states\">");
    for state in &section.states {
        page.markup("<li class=\"");
        page.markup(tone_class(state.tone));
        page.markup("\">");
        page.text(&state.text);
        page.markup("</li>");
    }
    page.markup("</ul>\n");
    page.as_of(&section.as_of);
    section.blocks.iter().for_each(|part| block(page, part));
    page.markup("</section>\n");
}

fn block(page: &mut Page, block: &ReportBlock) {
    match block {
        ReportBlock::Remark(words) => {
            page.markup("<p>");
            page.phrase(words);
            page.markup("</p>\n");
        }
        ReportBlock::Rows(table) => rows(page, table),
        ReportBlock::Calendar(month) => calendar(page, month),
        ReportBlock::Ladder(table) => ladder(page, table),
        ReportBlock::Heat(chart) => heat(page, chart),
        ReportBlock::Sides(sides) => {
            page.markup("<div class=\"sides\">\n");
            for side in sides {
                page.markup("<div>\n");
                rows(page, side);
                page.markup("</div>\n");
            }
            page.markup("</div>\n");
        }
        ReportBlock::News(items) => {
            page.markup("<ol class=\"news\">\n");
            items.iter().for_each(|news| news_item(page, news));
            page.markup("</ol>\n");
        }
    }
}

fn news_item(page: &mut Page, news: &NewsItem) {
    page.markup("<li>");
    page.phrase(&news.title);
    page.markup(" <bdi>");
    page.text(&news.words);
    page.markup("</bdi><br><small>");
    let facts: Vec<_> =
        [&news.when, &news.source].into_iter().filter(|fact| !fact.is_empty()).map(String::as_str).collect();
    page.text(&facts.join(", "));
    news.link.iter().for_each(|link| page.link(link));
    page.markup("</small></li>\n");
}

fn rows(page: &mut Page, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    page.markup("<table class=\"rows\">\n");
    for row in rows {
        match row.kind {
            RowKind::Heading | RowKind::Subheading => {
                page.markup("<tr><th colspan=\"9\">");
                for cell in &row.cells {
                    content(page, &cell.content);
                    page.markup(" ");
                }
                page.markup("</th></tr>\n");
            }
            RowKind::Entry => entry_row(page, row),
        }
    }
    page.markup("</table>\n");
}

/// A row that begins with an empty cell belongs to the row above it.
fn entry_row(page: &mut Page, row: &Row) {
    let is_below = row.cells.first().is_some_and(is_empty);
    page.markup(if is_below { "<tr class=\"below\">" } else { "<tr>" });
    for cell in row.cells.iter().skip(usize::from(is_below)) {
        page.markup("<td>");
        content(page, &cell.content);
        page.markup("</td>");
    }
    page.markup("</tr>\n");
}

fn content(page: &mut Page, content: &CellContent) {
    match content {
        CellContent::Text(phrases) | CellContent::Flags(phrases) => page.phrases(phrases),
        CellContent::Headline(headline) => page.phrases(&headline_phrases(headline)),
        CellContent::Age(freshness) => page.phrase(&age_phrase(*freshness)),
        // Calendars, ladders and charts show these, with their gaps.
        CellContent::Spark(..) | CellContent::Bar(_) | CellContent::Days(_) | CellContent::Flow(_) => {}
    }
}

fn headline_phrases(headline: &Headline) -> Vec<Phrase> {
    let part = |part: &HeadlinePart| Phrase::new(part.text(), part.words.tone);
    std::iter::once(headline.name.clone()).chain(headline.parts().iter().map(part)).collect()
}

fn calendar(page: &mut Page, month: &MonthCalendar) {
    page.markup("<table class=\"calendar\">\n<caption>");
    page.text(&month.title);
    page.markup(" <small>");
    page.text(&month.total);
    page.markup("; people out and in of the quota of that day</small></caption>\n<tr>");
    for day in WEEKDAYS {
        page.markup("<th>");
        page.markup(day);
        page.markup("</th>");
    }
    page.markup("</tr>\n");
    for week in &month.weeks {
        page.markup("<tr>");
        for (day, name) in week.iter().zip(WEEKDAYS) {
            match day {
                Some(day) => calendar_day(page, day, name),
                None => page.markup("<td></td>"),
            }
        }
        page.markup("</tr>\n");
    }
    page.markup("</table>\n");
}

fn calendar_day(page: &mut Page, day: &CalendarDay, weekday: &'static str) {
    page.markup("<td class=\"");
    page.markup(shade_class(day.shade));
    page.markup(if day.is_today { " today\">" } else { "\">" });
    page.markup("<b><i>");
    page.markup(weekday);
    page.markup(" </i>");
    page.text(&day.number.to_string());
    page.markup("</b> ");
    page.phrase(&Phrase::new(day.shade.word(), day.shade.tone()));
    for (flow, word) in day.flows.iter().zip(["out ", "in "]) {
        flow.iter().for_each(|flow| day_flow(page, flow, word));
    }
    for remark in &day.remarks {
        page.markup("<span class=\"flow caution\">");
        page.text(remark);
        page.markup("</span>");
    }
    page.markup("</td>");
}

fn day_flow(page: &mut Page, flow: &DayFlow, word: &'static str) {
    page.markup("<span class=\"flow\">");
    page.markup(word);
    page.text(&flow.people);
    if let Some(quota) = flow.quota {
        page.text(&format!(" of {quota}"));
    }
    page.markup("</span>");
    flow.share.iter().for_each(|share| drawings::meter(page, *share));
}

fn shade_class(shade: DayShade) -> &'static str {
    match shade {
        DayShade::Outside => "outside",
        DayShade::OpeningAhead => "scheduled",
        DayShade::Marked(mark) => match mark {
            DayMark::Open => "open",
            DayMark::Limited => "limited",
            DayMark::Closed => "closed",
            DayMark::ClosedScheduled | DayMark::ClosureAhead => "scheduled",
            DayMark::Rest => "rest",
            DayMark::Disputed | DayMark::Unconfirmed => "doubtful",
            DayMark::NoRecord | DayMark::NotObserved => "gap",
            DayMark::Ahead => "ahead",
        },
    }
}

fn ladder(page: &mut Page, rows: &[LadderRow]) {
    drawings::ladder_key(page);
    page.markup("<table class=\"rows\">\n");
    for row in rows {
        page.markup("<tr>");
        match row {
            LadderRow::Group(title) => {
                page.markup("<th colspan=\"4\">");
                page.phrases(title);
                page.markup("</th>");
            }
            LadderRow::Item { item, as_of } => {
                page.markup("<td><bdi>");
                page.text(&item.title);
                page.markup("</bdi> ");
                page.phrases(&item.flags);
                page.markup("</td><td>");
                drawings::progress(page, &item.progress);
                page.markup("</td><td class=\"nowrap\">");
                page.phrase(&item.rung);
                page.markup("</td><td>");
                page.phrases(as_of);
                page.markup("</td>");
            }
        }
        page.markup("</tr>\n");
    }
    page.markup("</table>\n");
}

fn heat(page: &mut Page, chart: &HeatChart) {
    page.markup("<h3>Heat of the log: ");
    page.phrase(&chart.words);
    page.markup("</h3>\n");
    drawings::heat(page, chart);
    if chart.events.is_empty() {
        paragraph(page, "No event is logged in this time. That is not an all-clear.");
        return;
    }
    page.markup("<ol>\n");
    for event in &chart.events {
        page.markup("<li>");
        page.phrase(&event.severity);
        page.markup(" <bdi>");
        page.text(&event.words);
        page.markup("</bdi> <small>");
        page.text(&format!("{}, {}", event.when, event.source));
        event.link.iter().for_each(|link| page.link(link));
        page.markup("</small></li>\n");
    }
    page.markup("</ol>\n");
    if chart.more > 0 {
        page.as_of(&format!("And {} more in this time, not as heavy or older.", chart.more));
    }
}
