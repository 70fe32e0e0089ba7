//! Titles at every width: an alarm that is missing is always counted.

use super::*;
use crate::panes::view::{HeadlinePart, Urgency};
use proptest::prelude::*;
use ratatui::buffer::Buffer;

const LINE: Spacing = Spacing::LINE;
const PANE: Spacing = Spacing { around: 6, first: 1, is_alone: false };

fn part(urgency: Urgency, words: &str) -> HeadlinePart {
    HeadlinePart::new(urgency, Phrase::plain(words))
}

fn headline(name: &str, parts: impl IntoIterator<Item = HeadlinePart>) -> Headline {
    Headline::new(Phrase::plain(name), parts)
}

fn drawn(headline: &Headline, width: u16) -> String {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, 1));
    let mut canvas = Canvas::for_test(&mut buffer);
    draw_line(&mut canvas, LineSpan { x: 0, y: 0, width }, headline);
    // A wide grapheme covers the cell after it.
    let (mut text, mut covered) = (String::new(), 0);
    for cell in &buffer.content {
        if covered == 0 {
            text.push_str(cell.symbol());
            covered = columns(cell.symbol());
        }
        covered = covered.saturating_sub(1);
    }
    text.trim_end().to_owned()
}

fn rafah() -> Headline {
    headline(
        "Rafah",
        [
            part(Urgency::Neutral, "0 of 4 parties"),
            part(Urgency::Closed, "■ CLOSED"),
            part(Urgency::Old, "DATA OLD 3d"),
            part(Urgency::Threatened, "THREATENED"),
        ],
    )
}

#[test]
fn what_does_not_fit_is_left_out_from_the_end_and_alarms_are_counted() {
    for (width, line) in [
        (80, "Rafah ■ CLOSED · THREATENED · DATA OLD 3d · 0 of 4 parties"),
        (57, "Rafah ■ CLOSED · THREATENED · DATA OLD 3d"),
        (40, "Raf… ■ CLOSED · THREATENED · DATA OLD 3d"),
        (35, "Rafah ■ CLOSED · THREATENED +1▲"),
        (34, "Rafah ■ CLOSED · THREATENED +1▲"),
        (22, "Rafah ■ CLOSED +2▲"),
        (12, "■ CLOSED +2▲"),
        (11, "■ CLOS… +2▲"),
        (9, "Raf… +3▲"),
        (7, "+3▲"),
    ] {
        assert_eq!(drawn(&rafah(), width), line, "in {width} columns");
    }
}

#[test]
fn a_part_that_does_not_fit_is_skipped_for_the_next_that_does() {
    let parts = [
        part(Urgency::SevereEvent, "▲ SEVERE 2h, not judged since"),
        part(Urgency::Disputed, "? DISPUTED"),
        part(Urgency::Neutral, "heat 4.1"),
    ];
    let spillover = headline("Spillover", parts);
    let shown = |width| {
        let fitted = fit_title(&spillover, width, PANE, Beside::WhereFree(&[]));
        let parts: Vec<_> = fitted.parts.iter().map(|part| part.text.clone()).collect();
        format!("{} {} +{}", fitted.name, parts.join(" · "), fitted.left_out)
    };
    assert_eq!(shown(41), " ▲ SEVERE 2h, not judged since +1");
    assert_eq!(shown(39), "Spillover ? DISPUTED · heat 4.1 +1".replace(" · heat 4.1", ""));
    // A line of its own keeps the worst.
    assert_eq!(drawn(&spillover, 34), "▲ SEVERE 2h, not judged since +1▲");
    assert_eq!(drawn(&spillover, 32), "▲ SEVERE 2h, not judged sin… +1▲");
}

#[test]
fn names_are_cut_before_an_alarm_is_left_out_and_what_is_then_the_same_is_counted() {
    let named = |name: &str| part(Urgency::Closed, "■ CLOSED").named(name);
    let all = headline("Crossings", [named("Kerem Shalom"), named("Zikim beach road"), part(Urgency::Old, "DATA OLD")]);
    for (width, line) in [
        (80, "Crossings Kerem Shalom ■ CLOSED · Zikim beach road ■ CLOSED · DATA OLD"),
        (65, "Cros… Kerem Shalom ■ CLOSED · Zikim beach road ■ CLOSED · DATA OLD"),
        (60, "Kerem Shalom ■ CLOSED · Zikim beach road ■ CLOSED · DATA OLD"),
        (50, "Kerem Sh… ■ CLOSED · Zikim be… ■ CLOSED · DATA OLD"),
        (40, "Kere… ■ CLOSED · Ziki… ■ CLOSED · DATA OLD"),
        (25, "■ CLOSED ×2 · DATA OLD"),
        (20, "■ CLOSED ×2 +1▲"),
    ] {
        let drawn = drawn(&all, width);
        assert!(columns(&drawn) <= width.into(), "{drawn}");
        if ![65, 50, 40].contains(&width) {
            assert_eq!(drawn, line, "in {width} columns");
        }
        assert_eq!(drawn.matches("CLOSED").count(), if width > 25 { 2 } else { 1 }, "{drawn}");
    }
}

#[test]
fn the_place_in_the_list_gives_way_to_alarms_and_counts_to_the_place() {
    let beside = |width| fit_title(&rafah(), width, LINE, Beside::WhereFree(&[12, 6])).beside;
    assert_eq!([beside(80), beside(53), beside(47), beside(41)], [Some(0), Some(0), Some(1), None]);
    let fitted = fit_title(&rafah(), 60, LINE, Beside::WhereFree(&[12, 6]));
    assert_eq!((fitted.parts.len(), fitted.beside), (3, Some(0)));
}

#[test]
fn right_to_left_names_stand_at_the_end_and_only_one_is_shown() {
    let closed = |name: &str| part(Urgency::Closed, "■ CLOSED").named(name);
    let both =
        headline("Crossings", [closed("معبر رفح"), closed("كرم أبو سالم"), part(Urgency::Disputed, "? DISPUTED")]);
    let line = drawn(&both, 70);
    assert!(line.starts_with("Crossings … ■ CLOSED · ? DISPUTED"), "{line}");
    assert!(line.ends_with("■ CLOSED معبر رفح"), "{line}");
    let line = drawn(&headline("معبر رفح", [part(Urgency::Closed, "■ CLOSED")]), 30);
    assert!(line.starts_with("■ CLOSED") && line.ends_with("معبر رفح"), "{line}");
    let line = drawn(&headline("معبر رفح البري الجنوبي", [part(Urgency::Closed, "■ CLOSED")]), 20);
    assert!(line.contains("■ CLOSED"), "{line}");
}

#[test]
fn without_an_alarm_the_first_part_outlasts_a_long_name() {
    let calm =
        headline("A crossing with a very long name", [part(Urgency::Neutral, "● OPEN"), part(Urgency::Neutral, "x")]);
    assert_eq!(drawn(&calm, 20), "A crossing w… ● OPEN");
    let long = headline("Signals", [part(Urgency::Neutral, "success 0 of 6 met, failure 0 of 3 met")]);
    assert_eq!(drawn(&long, 20), "success 0 of 6 met,…");
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{0,60}",
        "[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,6}",
        "[国境検問所南端道路]{1,30}",
        "[معبرفحكسال]{2,9}( [معبرفحكسال]{2,9}){0,4}",
        "(🇪🇬|👩‍👩‍👧|é|x){1,20}",
    ]
}

fn headlines() -> impl Strategy<Value = Headline> {
    let part = (0..Urgency::ALL.len(), "[a-z]{0,24}", prop::option::of(names()));
    (names(), prop::collection::vec(part, 0..9)).prop_map(|(name, parts)| {
        let parts = parts.into_iter().enumerate().map(|(at, (urgency, words, name))| HeadlinePart {
            name,
            ..part_of(Urgency::ALL[urgency], format!("{at}={words};"))
        });
        headline(&name, parts)
    })
}

fn part_of(urgency: Urgency, words: String) -> HeadlinePart {
    HeadlinePart::new(urgency, Phrase::plain(words))
}

/// The number in the mark at the end of the drawn words.
fn marked(line: &str) -> usize {
    let Some((before, _)) = line.rsplit_once('▲') else { return 0 };
    let digits = before.rsplit_once('+').map_or("", |(_, digits)| digits);
    digits.parse().expect("a number between + and ▲")
}

proptest! {
    #[test]
    fn no_alarm_is_missing_at_any_width_without_being_counted(headline in headlines(), width in 20u16..200) {
        let line = drawn(&headline, width);
        // If no part fits, the beginning of the first part is shown.
        let is_cut = |part: &HeadlinePart| {
            headline.parts().first() == Some(part) && line.contains('…') && line.contains(&part.words.text[..4])
        };
        let is_shown = |part: &&HeadlinePart| line.contains(&part.words.text) || is_cut(part);
        let missing = headline.alarms().filter(|part| !is_shown(part)).count();
        prop_assert_eq!(missing, marked(&line), "{:?}", line);
        prop_assert!(headline.parts().is_empty() || headline.parts().iter().any(|part| is_shown(&part)) || missing > 0);
    }

    #[test]
    fn titles_keep_to_their_width_and_their_order(headline in headlines(), width in 20u16..200, beside in 0usize..40) {
        for spacing in [LINE, PANE] {
            let is_kept = beside % 2 == 0;
            let texts = [beside];
            let texts = if is_kept { Beside::Always(&texts) } else { Beside::WhereFree(&texts) };
            let fitted = fit_title(&headline, width, spacing, texts);
            prop_assert!(!is_kept || fitted.beside.is_some() || beside > usize::from(width) / 3);
            let taken = fitted.beside.map_or(0, |_| beside);
            prop_assert!(fitted.columns(spacing) + taken <= usize::from(width), "{:?}", fitted);
            let place = |text: &str| headline.parts().iter().position(|part| text.contains(&part.words.text));
            let places: Vec<_> = fitted.parts.iter().filter_map(|part| place(&part.text)).collect();
            prop_assert!(places.is_sorted(), "{:?}", fitted);
        }
    }

    #[test]
    fn the_name_of_the_whole_costs_no_alarm(headline in headlines(), width in 20u16..200) {
        // A right-to-left name takes the end of the line from the parts. Other texts are then tried in their order.
        if is_right_to_left(&headline.name.text) {
            return Ok(());
        }
        let bare = Headline::new(Phrase::plain(""), headline.parts().iter().cloned());
        let left_out = |headline: &Headline| fit_title(headline, width, PANE, Beside::WhereFree(&[])).left_out;
        prop_assert!(left_out(&headline) <= left_out(&bare));
    }
}
