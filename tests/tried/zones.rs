//! Zones whose sign runs the other way, offsets that no place has, and suggestions that would change the meaning.

use crate::support::Shell;
use crate::tried::{check_clean, check_problem, problems};

fn zone(name: &str) -> String {
    format!("title: T\nzone: {name}\n")
}

fn at(time: &str) -> String {
    format!(
        "title: T\nspillover: {{ log: [ {{ at: \"{time}\", severity: minor, claim: verified, source: ap, text: x }} ] }}\nsources: {{ ap: {{ name: AP }} }}\n"
    )
}

#[test]
fn a_zone_whose_sign_is_reversed_says_which_way_it_runs() {
    for (name, words) in [
        ("Etc/GMT+2", "2 hours behind UTC"),
        ("Etc/GMT-2", "2 hours ahead of UTC"),
        ("Etc/GMT+1", "1 hour behind UTC"),
        ("Etc/GMT-14", "14 hours ahead of UTC"),
    ] {
        check_problem(&zone(name), &["warning[reversed-zone]", words, "Asia/Gaza"]);
    }
    for name in ["Etc/GMT", "Etc/GMT+0", "Etc/GMT0", "Etc/UTC", "UTC", "GMT", "EET", "Asia/Gaza", "Africa/Cairo"] {
        check_clean(&zone(name));
    }
}

#[test]
fn what_is_no_zone_is_no_slip_of_one_with_another_meaning() {
    for name in ["UTC+02:00", "UTC+2", "GMT+2", "GMT+02:00", "\"+02:00\"", "\"-2\"", "GMT-3", "UTC 2", "Etc/GMT+02:00"]
    {
        check_problem(&zone(name), &["error[bad-zone]", "name a place", "2026-02-01T14:00+02:00"]);
        assert!(!problems(&zone(name))[0].contains("did you mean"), "{name}");
    }
    for name in ["IST", "EEST", "IDT", "AST", "CEST", "PKT"] {
        check_problem(&zone(name), &["error[bad-zone]", "name a place"]);
        assert!(!problems(&zone(name))[0].contains("did you mean"), "{name}");
    }
    for name in ["Asia/Rafah", "Africa/Rafah", "Asia/Nablus", "Palestine", "Gaza/Asia", "Asia/Sanaa"] {
        check_problem(&zone(name), &["error[bad-zone]", "name a place"]);
        assert!(!problems(&zone(name))[0].contains("did you mean"), "{name}: {}", problems(&zone(name))[0]);
    }
    for (name, meant) in [
        ("asia/gaza", "Asia/Gaza"),
        ("Asia/Hebrn", "Asia/Hebron"),
        ("Africa/Ciaro", "Africa/Cairo"),
        ("Asia/Gazza", "Asia/Gaza"),
        ("Gaza", "Asia/Gaza"),
        ("cairo", "Africa/Cairo"),
        ("utc", "UTC"),
        ("Asia/Jerusalme", "Asia/Jerusalem"),
    ] {
        check_problem(&zone(name), &["error[bad-zone]", &format!("did you mean `{meant}`?")]);
    }
}

#[test]
fn an_offset_that_no_place_has_is_an_error() {
    for offset in ["+00:02", "+23:59", "-00:30", "+02:20", "+15:00", "-13:00", "+0002", "+14:30"] {
        check_problem(&at(&format!("2026-02-01T14:00{offset}")), &["error[bad-time]", "no place has", "+02:00"]);
    }
    for offset in
        ["Z", "+02:00", "+03:00", "+0200", "+00:00", "-05:00", "+05:45", "+12:45", "-03:30", "+14:00", "-12:00"]
    {
        check_clean(&at(&format!("2026-02-01T14:00{offset}")));
    }
    let said = Shell::with("title: T\n").run(&["diff", "--since", "2026-02-01T14:00+00:02"], "");
    assert!(said.code == 2 && said.err.contains("no place has this offset"), "{said:?}");
}

#[test]
fn a_month_is_not_a_minute() {
    for (text, minutes) in [("1M", "1m"), ("3M", "3m"), ("12 M", "12m")] {
        let file = format!("title: T\nstale_after: {text}\n");
        check_problem(&file, &["error[bad-duration]", &format!("`{minutes}` for minutes"), "months as days"]);
        assert!(!problems(&file)[0].contains("did you mean"), "{text}");
    }
    for (text, meant) in [("24H", "24h"), ("7 days", "7d"), ("90 min", "90m"), ("2W", "2w")] {
        check_problem(&format!("title: T\nstale_after: {text}\n"), &[&format!("did you mean `{meant}`?")]);
    }
    for text in ["1mo", "1y", "1 month", "P1M"] {
        check_problem(
            &format!("title: T\nstale_after: {text}\n"),
            &["error[bad-duration]", "write 90m, 24h, 7d or 2w"],
        );
    }
}
