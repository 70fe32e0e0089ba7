//! An alert reaches the screen and the operator's own command, and the terminal is restored; choices last over a restart.

use crate::pty::screen::{Folder, PATIENCE, Screen, trucewatch, watchlist};
use std::fs;
use std::time::Instant;

const CONFIG: &str = "times = \"minutes\"\n[alerts]\nbell = true\ndesktop = \"osc-777\"\ncommand = ";

/// A board with a configuration and a state folder of its own.
fn board(folder: &Folder, config: &str) -> Screen {
    fs::create_dir_all(folder.path("config/trucewatch")).unwrap();
    fs::write(folder.path("config/trucewatch/config.toml"), config).unwrap();
    let mut command = trucewatch();
    command.env("XDG_CONFIG_HOME", folder.path("config"));
    command.env("XDG_STATE_HOME", folder.path("state"));
    command.arg(folder.list());
    let screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "it takes too long");
        std::thread::yield_now();
    }
}

#[test]
fn an_alert_marks_the_header_and_runs_the_command_of_the_operator() {
    let folder = Folder::with("MARK1");
    let got = folder.path("got.json");
    let config = format!("{CONFIG}[\"tee\", {:?}]\n", got.to_str().unwrap());
    let mut screen = board(&folder, &config);
    let log = "spillover:\n  log: [ { at: 2026-01-02T06:00Z, severity: severe, text: a strike } ]\n";
    fs::write(folder.list(), watchlist("MARK1") + log).unwrap();
    screen.wait_for("▲1 ALERT");
    let change = || fs::read_to_string(&got).unwrap_or_default();
    wait_until(|| change().ends_with('\n'));
    let change: serde_json::Value = serde_json::from_str(&change()).unwrap();
    assert_eq!((&change["kind"], &change["note"]), (&"log-added".into(), &"a strike".into()));
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn a_choice_made_by_key_lasts_and_a_slip_in_the_configuration_is_named() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, "theem = \"dark\"\n");
    screen.wait_for("unknown key `theem`; did you mean `theme`?");
    screen.type_keys("T");
    screen.wait_for("theme: light");
    wait_until(|| folder.path("state/trucewatch/screen.json").exists());
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    let kept = fs::read_to_string(folder.path("state/trucewatch/screen.json")).unwrap();
    assert_eq!(kept, "{\"v\":1,\"theme\":\"light\"}");
}
