//! Scripted sessions: keys and saves in, words on the screen out.

use crate::screens::demo::{LOOK, PANES, Session, draw, start};
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use trucewatch::app::config::Config;
use trucewatch::app::{Clock, Effect, Glyphs, Look, Msg, Switch, Unreadable, WatchMode};

const NORMAL: (u16, u16) = (80, 24);

/// After these keys the screen has this text on it.
#[track_caller]
fn check(keys: &str, shown: &str) {
    let screen = Session::new(NORMAL, "demo").keys(keys).screen();
    assert!(screen.contains(shown), "after {keys:?} there is no {shown:?} on\n{screen}");
}

/// After these keys the last effect is this.
#[track_caller]
fn effect(keys: &str, effect: &Effect) {
    assert_eq!(Session::new(NORMAL, "demo").keys(keys).effects.last(), Some(effect), "{keys}");
}

#[test]
fn keys_move_the_focus_and_the_selection() {
    check("", "▸1 Rafah");
    check("<Tab>", "▸2 Phase Two");
    check("<S-Tab>", "▸3 Spillover");
    check("3", "▸3 Spillover");
    check("3jj", "▸ 16 Jan");
    check("3jjk<Down><Up>", "▸ 17 Jan");
    check("3G", "18/18");
    check("3Ggj", "2/18");
    check("3<PgDn><PgDn><PgUp>", "9/18");
    check("3<End><Home>", "1/18");
    check("l", "▸2 Phase Two");
    check("ll<Right>h<Left>", "▸2 Phase Two");
    check("3<C-n><C-n><C-p>", "2/18");
    for (keys, same) in [
        ("3<PgDn><PgDn><C-b>", "3<PgDn>"),
        ("3<C-f> <C-b>", "3<PgDn>"),
        ("3<C-d><C-u>", "3"),
        ("3GggLHj", "3j"),
        ("3zGgLkMH", "3z"),
    ] {
        let selected = |keys: &str| Session::new(NORMAL, "demo").keys(keys).selected();
        assert_eq!(selected(keys), selected(same), "{keys}");
    }
    check("3<C-d>", "/18");
    check("?<C-n>", "▸ k ↑");
    check("7", "there is no pane 7: press 1 to 3");
}

#[test]
fn the_help_filters_and_runs() {
    check("?", "Help: type to find");
    check("?markdown", "▸ Y  copy item");
    check("?zoom<Enter>", "▸1 Rafah");
    check("<F1>next pane<Enter>", "▸2 Phase Two");
    check("?next theme<Enter>", "theme: light");
    check("?xyzzy", "nothing here has that in it");
    check("?<Esc>", "▸1 Rafah");
    check("?jjk", "▸ k ↑");
    check("?/jk", "nothing here has that in it");
    check("?/k", ": k");
}

#[test]
fn the_legend_is_the_second_page_of_the_help() {
    check("??", "▸ ? unknown");
    check("??not an all-clear", "unknown, or old data");
    check("??<Tab>", "Help: type to find");
    check("???", "▸1 Rafah");
    check("<F1><F1>reliability", "F  reliability cannot be judged");
    check("??slipped", "reports have moved its date to a later one");
    check("??heat", "its weight in 7d");
}

#[test]
fn the_palette_finds_by_a_few_letters_and_names_the_key() {
    check(":mo", "m  mouse");
    effect(":mouse<Enter>", &Effect::Mouse(Switch::On));
    effect(":quit<Enter>", &Effect::Quit(0));
    effect(":q<Enter>", &Effect::Quit(0));
    check(":jj", "▸ PgDn");
}

#[test]
fn the_palette_takes_panes_and_arguments() {
    check(":theme dark<Enter>", "theme: dark");
    check(":spill<Enter>", "▸3 Spillover");
    check(":goto soon<Enter>", "soon is not a time: write 9 feb");
    check(":goto<Enter>", "write a time after it: goto 9 feb");
    check(":since 8h<Enter>", "by the dates in the file, since 2026-02-01 04:02Z");
    check(":since 8h<Enter><Esc>d", "since you last looked");
}

#[test]
fn a_filter_shows_only_what_matches_and_says_so_when_nothing_does() {
    check("3/drone", "6 of 18");
    check("3/drone<Enter>", "/drone 6 of 18");
    check("3/!drone<Enter>", "/!drone 12 of 18");
    check("3/egypt", "0 of 18 match 'egypt': Esc clears");
    check("3/drone<Enter><Esc>", "2/18");
    check("3/drone<Enter>nn", "▸ 11 Jan");
    check("3/drone<Enter>N", "▸ 02 Jan");
    check("3/drone<Backspace><Backspace><Backspace><Backspace>rone", "6 of 18");
    check("3n", "no filter is on: press / first");
    check("3jj/drone<Esc>", "▸ 16 Jan");
}

#[test]
fn a_long_search_goes_on_between_keys_and_finds_the_selected_row_again() {
    let mut session = Session::new(NORMAL, "demo log=20000").keys("3Gk");
    let selected = session.selected();
    session.press("/drone");
    assert!(session.screen().contains("+ of 20000"));
    while session.app.wake_at() <= Some(session.at) {
        session.send(Msg::Tick);
    }
    assert!(session.screen().contains("6667 of 20000"), "{}", session.screen());
    assert_eq!(session.selected(), selected);
}

#[test]
fn orders_change_and_the_selection_stays() {
    check("3s", "order: by severity");
    check("3S", "order: newest first, reversed");
    check("1s", "Rafah has one order only");
    let mut session = Session::new(NORMAL, "demo").keys("3jjjj");
    let selected = session.selected();
    session.press("s");
    assert_eq!(session.selected(), selected);
}

#[test]
fn zoom_gives_one_pane_all_the_room_and_esc_gives_it_back() {
    let zoomed = Session::new(NORMAL, "demo").keys("3z").screen();
    assert!(zoomed.contains("01 Jan") && !zoomed.contains("Rafah ━"), "{zoomed}");
    check("3z<Esc>", "1 Rafah");
    check("<Esc>", "nothing to back out of: q quits");
}

#[test]
fn a_narrow_screen_has_tabs() {
    let tabs = Session::new((50, 16), "demo").keys("2").screen();
    assert!(tabs.contains("2/3") && tabs.contains("▸2 Phase Two"), "{tabs}");
}

#[test]
fn details_scroll_and_go_to_the_next_item() {
    check("3<Enter>", "1-21/");
    check("3<Enter>jj", "3-23/");
    check("3<Enter>n", "drone over the sea (entry 16)");
    check("3<Enter>/", "/ (filter) does nothing in details: Esc goes back");
    check("3<Enter><Esc>", "▸3 Spillover");
}

#[test]
fn a_key_without_effect_says_so() {
    check("b", "b does nothing here: ? shows the keys");
    check("!", "the file has no problems");
    check("E", "the file has no problems");
}

#[test]
fn keys_for_the_outside_become_effects() {
    effect("q", &Effect::Quit(0));
    effect("<C-c>", &Effect::Quit(0));
    effect("/x<C-c>", &Effect::Quit(0));
    effect("<C-z>", &Effect::Suspend);
    effect("R", &Effect::Reread);
    effect("e", &Effect::Edit { line: 1 });
    effect("y", &Effect::Copy("SCHEDULED".to_owned()));
    effect("o", &Effect::Open("https://apnews.com/article/x".to_owned()));
    check("o", "opening apnews.com");
    effect("mm", &Effect::Mouse(Switch::Off));
}

#[test]
fn the_mouse_selects_focuses_and_scrolls() {
    let mouse =
        |kind, row| Msg::Mouse(MouseEvent { kind, column: 5, row, modifiers: crossterm::event::KeyModifiers::NONE });
    let mut session = Session::new(NORMAL, "demo").keys("m");
    session.send(mouse(MouseEventKind::Down(MouseButton::Left), 18));
    assert!(session.screen().contains("▸3 Spillover"));
    let clicked = session.line(18);
    assert!(clicked.starts_with('▸'), "{clicked}");
    session.send(mouse(MouseEventKind::ScrollDown, 18));
    assert_ne!(session.line(18), clicked);
    assert!(session.screen().contains(clicked.trim_start_matches('▸').trim()));
}

#[test]
fn a_broken_save_keeps_the_last_good_board_and_the_next_good_one_clears_the_banner() {
    let mut session = Session::new(NORMAL, "demo").keys("3jj");
    let before = session.screen();
    session.wait(240);
    session.save_broken();
    let broken = session.screen();
    assert!(broken.contains("watchlist.yaml:2:1: unknown key `titel`: did you mean `title`?"), "{broken}");
    assert!(broken.contains("shown: as read 12:02Z, 4m ago"), "{broken}");
    assert!(broken.contains("! all 2") && broken.contains("E fix"), "{broken}");
    assert_eq!(
        broken.lines().skip(1).take(20).collect::<Vec<_>>(),
        before.lines().skip(1).take(20).collect::<Vec<_>>()
    );
    session.press("E");
    assert_eq!(session.effects.last(), Some(&Effect::Edit { line: 2 }));
    session.press("!j<Enter>");
    assert_eq!(session.effects.last(), Some(&Effect::Edit { line: 3 }));
    session.press("<Esc>");
    session.save("demo");
    let after = session.screen();
    assert!(!after.contains("NOT RELOADED") && after.contains("▸ 16 Jan"), "{after}");
}

#[test]
fn the_identical_old_content_clears_the_banner_and_marks_nothing() {
    let mut session = Session::new(NORMAL, "demo");
    session.save_broken();
    session.save("demo");
    let screen = session.screen();
    assert!(screen.contains("OK") && !screen.contains("NOT RELOADED") && !screen.contains("changed"), "{screen}");
}

#[test]
fn a_file_broken_at_the_start_is_a_screen_and_the_first_good_save_brings_the_board() {
    let mut session = Session::unread(NORMAL, LOOK, Clock::Live);
    session.save_broken();
    let screen = session.screen();
    assert!(screen.contains("NOT LOADED") && screen.contains("error[unknown-key]"), "{screen}");
    session.press("e");
    assert_eq!(session.effects.last(), Some(&Effect::Edit { line: 2 }));
    session.save("demo");
    assert!(session.screen().contains("▸1 Rafah"));
}

#[test]
fn a_missing_file_is_named_with_its_time_and_comes_back_by_itself() {
    let mut session = Session::new(NORMAL, "demo");
    session.wait(60);
    session.send(Msg::Unreadable(Unreadable::Missing));
    session.wait(180);
    session.send(Msg::Unreadable(Unreadable::Missing));
    assert!(session.screen().contains("watchlist.yaml is missing since 12:03Z (3m ago)"), "{}", session.screen());
    session.send(Msg::Unreadable(Unreadable::Denied));
    assert!(session.screen().contains("permission denied since 12:06Z"), "{}", session.screen());
    session.save("demo");
    assert!(!session.screen().contains("MISSING") && !session.screen().contains("DENIED"));
}

#[test]
fn a_degraded_watch_is_named_with_its_reason() {
    let mut session = Session::new((120, 40), "demo");
    session.send(Msg::Watching(WatchMode::Polling("inotify limit reached".to_owned())));
    assert!(session.line(0).contains("POLLING  (inotify limit reached)"), "{}", session.line(0));
    assert!(session.footer().contains("inotify limit reached"));
}

#[test]
fn a_watch_that_stalls_is_named_with_its_moment_and_nothing_is_called_ok() {
    for size in [(80, 24), (120, 40), (40, 8), (20, 4)] {
        let mut session = Session::new(size, "demo");
        session.wait(60);
        session.send(Msg::Watching(WatchMode::Stalled(session.at)));
        session.wait(180);
        let words = if size.0 > 26 { "WATCH STALLED since 12:03Z" } else { "WATCH STALLED" };
        assert!(session.screen().contains(words), "{size:?}:\n{}", session.screen());
        assert!(!session.screen().contains("OK"), "{size:?}:\n{}", session.screen());
        session.send(Msg::Watching(WatchMode::Events));
        assert!(!session.screen().contains("STALLED"), "{}", session.screen());
    }
}

#[test]
fn a_file_that_is_being_written_leaves_the_board_as_it_was_and_says_who() {
    let mut session = Session::new(NORMAL, "demo");
    session.wait(60);
    session.send(Msg::Unreadable(Unreadable::BeingWritten("scp (process 7)".to_owned())));
    let screen = session.screen();
    assert!(screen.contains("BEING WRITTEN") && screen.contains("scp (process 7) is still writing it"), "{screen}");
    assert!(screen.contains("shown: as read 12:02Z"), "{screen}");
}

#[test]
fn a_file_that_was_put_aside_is_announced_until_it_is_gone() {
    let mut session = Session::new(NORMAL, "demo");
    session.send(Msg::Rescued(vec!["watchlist.yaml.rescued-0123".to_owned()]));
    let screen = session.screen();
    assert!(screen.contains("watchlist.yaml.rescued-0123: compare it with the watchlist, then"), "{screen}");
    assert_eq!(screen.matches("FILE KEPT").count(), 2, "in the header and in the banner\n{screen}");
    session.send(Msg::Rescued(Vec::new()));
    assert!(!session.screen().contains("KEPT"), "{}", session.screen());
}

#[test]
fn the_selection_and_its_place_on_the_screen_survive_rows_inserted_above() {
    let mut session = Session::new(NORMAL, "demo").keys("3G");
    let place =
        |session: &Session| session.screen().lines().position(|line| line.starts_with("▸ ")).expect("a selection");
    let (selected, line) = (session.selected(), place(&session));
    session.save("demo log=40");
    assert_eq!((session.selected(), place(&session)), (selected, line));
}

#[test]
fn only_what_can_be_seen_to_change_is_drawn() {
    let mut session = Session::new(NORMAL, "demo");
    session.app.drawn();
    session.send(Msg::Tick);
    assert!(!session.app.needs_draw());
    session.wait(1);
    assert!(session.app.needs_draw());
    session.press("t");
    session.wait(60);
    session.app.drawn();
    session.wait(20);
    assert!(!session.app.needs_draw());
    session.wait(60);
    assert!(session.app.needs_draw());
}

#[test]
fn an_idle_second_changes_only_digits_of_the_clock() {
    let mut session = Session::new(NORMAL, "demo");
    session.wait(300);
    let before = session.buffer();
    session.wait(1);
    assert_eq!(before.diff(&session.buffer()).len(), 1);
}

#[test]
fn the_program_sleeps_until_the_next_second_or_minute() {
    let mut session = Session::new(NORMAL, "demo");
    assert_eq!(session.app.wake_at(), Some(start() + chrono::TimeDelta::seconds(1)));
    session.press("t");
    assert_eq!(session.app.wake_at(), Some(start() + chrono::TimeDelta::seconds(49)));
}

#[test]
fn no_size_panics_and_none_loses_the_selection() {
    let ascii = Look { glyphs: Glyphs::Ascii, ..LOOK };
    let mut sessions = ["3jjj", "3jjj<Enter>", "3jjj?", "3jjj/e", "3jjjz"].map(|keys| {
        let mut session = Session::unread((80, 24), ascii, Clock::Live).saved("demo").keys(keys);
        session.save_broken();
        session
    });
    let sizes = (0..=60).flat_map(|width| (0..=60).map(move |height| (width, height)));
    for (width, height) in sizes.chain([(500, 200)]) {
        let session = &mut sessions[usize::from(width + height) % 5];
        let selected = session.selected();
        session.send(Msg::Resize(width, height));
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        trucewatch::ui::draw_into(&session.app, &mut buffer);
        assert_eq!(session.selected(), selected);
    }
}

#[test]
fn a_frame_of_another_size_than_the_app_knows_is_cut_not_a_panic() {
    let session = Session::new(NORMAL, "demo");
    for (width, height) in [(1, 1), (20, 5), (80, 10), (200, 60)] {
        draw(&session.app, width, height);
    }
}

#[test]
fn notices_are_kept() {
    let session = Session::new(NORMAL, "demo").keys("ttt7i");
    let screen = session.screen();
    let [newest, older] = ["there is no pane 7", "times: with seconds"].map(|words| screen.find(words).expect(words));
    assert!(newest < older && screen.contains("14:02"), "{screen}");
    check("i", "no notices yet");
    check("tti/dates", "times: with dates");
    let many = Session::new(NORMAL, "demo").keys(&"t".repeat(150)).keys("i").screen();
    assert!(many.contains("1/100"), "{many}");
}

#[test]
fn a_click_does_what_stands_there() {
    let mut session = Session::new(NORMAL, "demo").keys("m");
    session.press("g");
    session.click_on("? help");
    assert!(session.screen().contains("Help: type to find"), "{}", session.screen());
    let first = session.screen();
    session.mouse(MouseEventKind::ScrollDown, (10, 10));
    assert_ne!(session.screen(), first, "the wheel moves the help");
    session.press("/next pane");
    session.double_click_on("to the next pane");
    assert!(session.screen().contains("▸2 Phase Two") && !session.screen().contains("Help"), "{}", session.screen());
    let mut session = Session::new((59, 16), "demo").keys("m");
    session.press("g");
    session.click_on("3 Spillover");
    assert!(session.screen().contains("▸3 Spillover"), "{}", session.screen());
    session.double_click_on("17 Jan");
    assert!(
        session.screen().contains("Associated Press, B3"),
        "a double click opens the details: {}",
        session.screen()
    );
    session.press("<Esc>");
    session.click_on("16 Jan");
    session.wait(1);
    session.click_on("16 Jan");
    assert!(!session.screen().contains("Associated Press, B3"), "two clicks far apart are none: {}", session.screen());
}

#[test]
fn configured_keys_work_and_are_shown() {
    let (config, problems) = Config::parse("[keys]\nzoom = \"Z\"\nhelp = \"F6\"\nquit = \"Ctrl-Q\"\n");
    assert!(problems.is_empty(), "{problems:?}");
    let mut session = Session::configured(PANES, (160, 40), LOOK, Clock::Live, config).saved("demo");
    let footer = session.footer();
    assert!(footer.contains("Z zoom") && footer.contains("F6 help") && footer.contains("Ctrl-Q quit"), "{footer}");
    session.press("z");
    assert!(session.footer().contains("z does nothing here"), "{}", session.footer());
    session.press("3Z");
    assert!(session.screen().contains("1/18") && !session.screen().contains("▹"), "{}", session.screen());
    session.press("<F6>");
    assert!(session.screen().contains("Help: type to find"), "{}", session.screen());
    session.press("/ends");
    session.press("<Esc>q");
    assert!(!session.effects.contains(&Effect::Quit(0)));
    session.press("<C-c>");
    assert_eq!(session.effects.last(), Some(&Effect::Quit(0)));
}
