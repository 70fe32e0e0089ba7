//! `trucewatch report`: what a person without a terminal reads, and that no text of a watchlist becomes markup.

use crate::support::watchlist_at;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::sync::Arc;
use trucewatch::board::Board;
use trucewatch::board::changes::changes;
use trucewatch::panes::report::{ReportExtent, SituationReport, html, markdown};
use trucewatch::watchlist::DEFAULT;

const FULL: &str = include_str!("full.yaml");
const NOW: &str = "2026-02-28T12:00:00Z";

/// Texts of the full watchlist, one of each place that a report shows.
const PLACES: [&str; 9] = [
    "Test ceasefire",
    "South Gate",
    "Border Desk",
    "Troops leave the corridor",
    "strikes on both sides of the corridor; 4 dead",
    "Harbour",
    "security",
    "The gate shuts again",
    "border control",
];

const HOSTILE: &str =
    r#"</td><script>alert(1)</script><img src=x onerror="a()"> [a](https://evil.example) <b>&lt; | `x` \u2028"#;

#[track_caller]
fn report(text: &str, now: &str, extent: ReportExtent) -> SituationReport {
    let watchlist = watchlist_at(text, now);
    let now = now.parse().expect("a moment");
    let before = Board::read_earlier(Arc::clone(&watchlist), now - chrono::TimeDelta::hours(24));
    let after = Board::read(watchlist, now);
    SituationReport::new(&before, &after, &changes(&before, &after), extent)
}

fn hostile() -> String {
    let quoted = format!("'{}'", HOSTILE.replace('\'', "''"));
    PLACES.iter().fold(FULL.to_owned(), |text, place| {
        text.replace(&format!("\"{place}\""), &quoted).replace(&format!(": {place}"), &format!(": {quoted}"))
    })
}

/// Every tag of a page, with its attributes except links and numbers of drawings.
fn tags(page: &str) -> Vec<String> {
    let name = |tag: &str| tag.split([' ', '>']).next().unwrap_or_default().to_owned();
    page.split('<').skip(1).map(name).collect()
}

#[test]
fn the_full_report_says_what_the_board_says() {
    insta::assert_snapshot!("full", markdown::write(&report(FULL, NOW, ReportExtent::Full), "full.yaml"));
}

#[test]
fn the_brief_report_fits_on_one_page() {
    insta::assert_snapshot!("brief", markdown::write(&report(FULL, NOW, ReportExtent::Brief), "full.yaml"));
}

#[test]
fn no_text_of_a_watchlist_becomes_markup_of_a_page() {
    for extent in [ReportExtent::Full, ReportExtent::Brief] {
        let plain = html::write(&report(FULL, NOW, extent), "full.yaml");
        let page = html::write(&report(&hostile(), NOW, extent), HOSTILE);
        assert!(page.contains("&lt;script&gt;") && page.contains("onerror=&quot;"));
        assert_eq!(tags(&page), tags(&plain));
    }
}

#[test]
fn a_page_has_no_script_and_nothing_from_elsewhere() {
    let page = html::write(&report(FULL, NOW, ReportExtent::Full), "full.yaml");
    for mark in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url(http", "javascript:"] {
        assert!(!page.contains(mark), "{mark}");
    }
    assert!(page.contains("href=\"https://desk.example/28\""));
}

#[test]
fn only_links_that_may_be_opened_are_links() {
    let bad = FULL.replace("https://desk.example/28\"", "javascript:alert(1)\"");
    let page = html::write(&report(&bad, NOW, ReportExtent::Full), "full.yaml");
    assert!(!page.contains("javascript:") && page.contains("href=\"https://desk.example/28a\""));
    let quoted = FULL.replace("https://desk.example/28\"", "https://desk.example/'onclick=x<b>\"");
    let report = report(&quoted, NOW, ReportExtent::Full);
    assert!(html::write(&report, "full.yaml").contains("href=\"https://desk.example/&#39;onclick=x&lt;b&gt;\""));
    assert!(markdown::write(&report, "full.yaml").contains("<https://desk.example/'onclick=x%3Cb%3E>"));
}

#[test]
fn no_text_of_a_watchlist_becomes_markup_of_markdown() {
    let text = markdown::write(&report(&hostile(), NOW, ReportExtent::Full), HOSTILE);
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::Start(Tag::Image { .. }) => {
                panic!("{event:?} in {text}")
            }
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("https://desk.example/")),
            _ => {}
        }
    }
}

#[test]
fn days_and_times_without_a_record_are_drawn_as_gaps() {
    let page = html::write(&report(FULL, NOW, ReportExtent::Full), "full.yaml");
    assert_eq!(page.matches("class=\"gap\"").count(), 11);
    assert_eq!(page.matches("<rect fill=\"url(#gap)\"").count(), 3, "before the log, not observed, not kept");
}

#[test]
fn a_watchlist_of_which_nothing_is_known_says_so() {
    for (text, now) in [(DEFAULT, "2026-02-03T12:00:00Z"), ("version: 1\ntitle: Empty\n", NOW)] {
        let report = report(text, now, ReportExtent::Full);
        let words = markdown::write(&report, "a.yaml");
        assert!(words.contains("Nothing was ever logged. That is unknown, not calm."), "{words}");
        assert!(!html::write(&report, "a.yaml").contains("class=\"chart\""));
    }
}

#[test]
fn a_quota_holds_from_its_day_on() {
    let words = markdown::write(&report(FULL, NOW, ReportExtent::Full), "full.yaml");
    assert!(words.contains("| 8 Feb | open | 150 of 150 |"), "{words}");
    assert!(words.contains("| 9 Feb | open | 50 of 50 |"), "{words}");
}

#[test]
fn what_got_worse_by_an_entry_that_is_no_bad_news_itself_comes_first() {
    let example = include_str!("../../examples/rafah-2026-02.yaml");
    let text = markdown::write(&report(example, "2026-02-11T22:00:00Z", ReportExtent::Brief), "example.yaml");
    let (_, news) = text.split_once("## What is new").expect("news");
    let first = news.lines().find(|line| line.starts_with("* ")).expect("an item");
    assert!(first.contains("CONTRADICTED"), "{news}");
}
