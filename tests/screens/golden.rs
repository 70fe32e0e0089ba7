//! Golden frames: what the screen looks like, as three blocks: glyphs, styles, legend.

use crate::screens::demo::{LOOK, Session, start};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use trucewatch::app::{Clock, ColourDepth, Glyphs, Look, ThemeName};
use trucewatch::ui::window_title;
use unicode_width::UnicodeWidthStr;

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 60), (59, 16), (29, 7)];

/// The characters, then a letter for the style of each cell, then what the letters mean.
fn golden(buffer: &Buffer) -> String {
    let mut styles: Vec<Style> = Vec::new();
    let (mut glyphs, mut letters) = (String::new(), String::new());
    for line in buffer.content.chunks(usize::from(buffer.area.width)) {
        let (mut text, mut marks, mut covered) = (String::new(), String::new(), 0);
        for cell in line {
            let style = cell.style();
            let index = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            let letter =
                if is_plain(style) { ' ' } else { char::from(b'A' + u8::try_from(index).expect("few styles")) };
            marks.push(letter);
            if covered == 0 {
                text.push_str(cell.symbol());
                covered = cell.symbol().width();
            }
            covered = covered.saturating_sub(1);
        }
        glyphs.push_str(text.trim_end());
        glyphs.push('\n');
        letters.push_str(marks.trim_end());
        letters.push('\n');
    }
    let legend: Vec<String> = styles
        .iter()
        .zip('A'..)
        .filter(|(style, _)| !is_plain(**style))
        .map(|(style, letter)| format!("{letter} {}", describe(*style)))
        .collect();
    format!("{glyphs}---\n{letters}---\n{}\n", legend.join("\n"))
}

fn is_plain(style: Style) -> bool {
    describe(style).is_empty()
}

fn describe(style: Style) -> String {
    let colour = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
    let mut words: Vec<String> = colour(style.fg).map(|colour| colour.to_string()).into_iter().collect();
    words.extend(colour(style.bg).map(|colour| format!("on {colour}")));
    words.extend(style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    words.join(" ")
}

#[test]
fn every_layout_of_the_board() {
    for (width, height) in SIZES {
        let session = Session::new((width, height), "demo");
        insta::assert_snapshot!(format!("board_{width}x{height}"), golden(&session.buffer()));
    }
}

#[test]
fn the_pages_and_lists_at_the_usual_size() {
    for (name, keys) in [
        ("details", "3jj<Enter>"),
        ("help", "?"),
        ("help_end", "?<PgDn><PgDn><PgDn><PgDn><PgDn>"),
        ("palette", ":co"),
        ("filter", "3/drone"),
        ("zoom", "2z"),
    ] {
        let session = Session::new((80, 24), "demo").keys(keys);
        insta::assert_snapshot!(format!("{name}_80x24"), golden(&session.buffer()));
    }
}

#[test]
fn a_broken_save_at_every_size() {
    for (width, height) in SIZES {
        let mut session = Session::new((width, height), "demo");
        session.wait(200);
        session.save_broken();
        insta::assert_snapshot!(format!("broken_{width}x{height}"), session.screen());
    }
    let mut session = Session::new((80, 24), "demo");
    session.save_broken();
    session.press("!");
    insta::assert_snapshot!("problems_80x24", session.screen());
}

#[test]
fn a_past_moment_cannot_be_mistaken_for_the_present() {
    let past = Clock::AsOf(start() - chrono::TimeDelta::days(294));
    for (width, height) in SIZES {
        let session = Session::unread((width, height), LOOK, past).saved("demo");
        insta::assert_snapshot!(format!("past_{width}x{height}"), session.screen());
        assert!(session.screen().contains("AS OF 2025-04-13"));
        assert!(!session.line(0).contains("LIVE  "));
    }
}

#[test]
fn without_colours_no_cell_has_one() {
    let look = Look::MONO;
    for (keys, size) in [("", (80, 24)), ("?", (80, 24)), ("3<Enter>", (120, 40)), ("", (200, 60)), ("", (29, 7))] {
        let mut session = Session::unread(size, look, Clock::Live).saved("demo").keys(keys);
        session.save("demo log=20");
        session.save_broken();
        for cell in &session.buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys} {size:?}");
        }
    }
    let session = Session::unread((80, 24), look, Clock::Live).saved("demo");
    insta::assert_snapshot!("mono_80x24", golden(&session.buffer()));
}

#[test]
fn in_ascii_every_cell_is_printable_ascii_and_nothing_moves() {
    let look = Look { glyphs: Glyphs::Ascii, ..LOOK };
    for (keys, size) in [("", (80, 24)), ("?", (80, 24)), ("3jj<Enter>", (120, 40)), ("", (200, 60)), ("", (29, 7))] {
        let ascii = Session::unread(size, look, Clock::Live).saved("demo").keys(keys);
        let unicode = Session::new(size, "demo").keys(keys);
        for cell in &ascii.buffer().content {
            assert!(cell.symbol().bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{:?}", cell.symbol());
        }
        let blanks = |session: &Session| -> Vec<bool> {
            session.buffer().content.iter().map(|cell| cell.symbol() == " ").collect()
        };
        assert_eq!(blanks(&ascii), blanks(&unicode));
    }
    let session = Session::unread((80, 24), look, Clock::Live).saved("demo");
    insta::assert_snapshot!("ascii_80x24", session.screen());
}

#[test]
fn every_theme_says_the_same_words() {
    let plain = Session::new((120, 40), "demo").screen();
    for theme in ThemeName::ALL {
        for colours in [ColourDepth::Ansi16, ColourDepth::Ansi256, ColourDepth::True] {
            let look = Look { theme, colours, ..Look::MONO };
            assert_eq!(Session::unread((120, 40), look, Clock::Live).saved("demo").screen(), plain);
        }
    }
}

#[test]
fn the_title_of_the_window_says_what_is_not_live() {
    let mut session = Session::new((80, 24), "demo");
    session.wait(200);
    assert_eq!(window_title(&session.app), "trucewatch ▲1 Spillover HIGH ↑");
    session.save_broken();
    let title = window_title(&session.app);
    assert!(title.starts_with("trucewatch NOT RELOADED, read 3m ago ▲1"), "{title}");
    let past = Clock::AsOf(start() - chrono::TimeDelta::days(294));
    let title = window_title(&Session::unread((80, 24), LOOK, past).saved("demo").app);
    assert!(title.starts_with("trucewatch ◂ AS OF 2025-04-13"), "{title}");
    let ascii = Look { glyphs: Glyphs::Ascii, ..LOOK };
    assert!(window_title(&Session::unread((80, 24), ascii, Clock::Live).saved("demo").app).is_ascii());
}
