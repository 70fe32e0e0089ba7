//! Characters that cannot be seen, or that look like those of a keyboard: named, with their place and what to write.

use crate::tried::check_problem;

const FILE: &str = "title: T
sources: { ap: { name: AP } }
tallies: [ { id: k, what: w, value: 34, from: 2026-01-01, as_of: 2026-01-02, claim: verified, source: ap } ]
crossings: [ { id: gate, name: Gate, days: [ { date: 2026-02-01, status: open, hours: \"09:00-15:00\", claim: attributed, source: ap } ] } ]
stale_after: 24h
spillover:
  log:
    - at: 2026-02-01 14:00
      severity: minor
      claim: attributed
      source: ap
      text: Word
";

/// With one thing replaced, the only problem stands at this line and column, and is said in these words.
#[track_caller]
fn check(old: &str, new: &str, place: &str, words: &[&str]) {
    let text = FILE.replacen(old, new, 1);
    assert_ne!(text, FILE, "{old}");
    check_problem(&text, &[&[format!(":{place}: ").as_str()], words].concat());
}

#[test]
fn control_characters_are_named_wherever_they_stand() {
    for c in ['\u{b}', '\u{c}', '\u{1b}', '\u{7}', '\u{8}', '\u{7f}', '\u{9b}', '\u{fffe}', '\u{ffff}'] {
        let code = format!("U+{:04X} stands here", u32::from(c));
        let words = ["error[syntax]", &code, "remove it"];
        check("Word", &format!("Wor{c}d"), "12:16", &words);
        check("Word", &format!("{c}Word"), "12:13", &words);
        check("Word", &format!("\"W{c}ord\""), "12:15", &words);
        check("Word", &format!("Word # com{c}ment"), "12:23", &words);
        check("Word", &format!("Word\n# com{c}ment"), "13:6", &words);
        check("title: T", &format!("title: T{c}"), "1:9", &words);
        check("name: AP", &format!("name: A{c}P"), "2:25", &words);
    }
}

#[test]
fn a_time_that_only_looks_right_says_what_to_write() {
    for (written, column, code) in [
        ("2026\u{2011}02\u{2011}01 14:00", 15, "U+2011"),
        ("2026–02–01 14:00", 15, "U+2013"),
        ("2026-02-01\u{202f}14:00", 21, "U+202F"),
        ("2026-02-01\u{a0}14:00", 21, "U+00A0"),
        ("2026-02-01 14：00", 24, "U+FF1A"),
        ("٢٠٢٦-٠٢-٠١ ١٤:٠٠", 11, "U+0662"),
        ("۲۰۲۶-۰۲-۰۱ ۱۴:۰۰", 11, "U+06F2"),
        ("２０２６-02-01 14:00", 11, "U+FF12"),
        ("2026-02-01 14:00\u{200b}", 27, "U+200B"),
        ("\u{200f}2026-02-01 14:00", 11, "U+200F"),
        ("2026-02-01 14:00\u{200e}", 27, "U+200E"),
    ] {
        check("2026-02-01 14:00", written, &format!("8:{column}"), &["bad-time", "write `2026-02-01 14:00`", code]);
    }
    check("date: 2026-02-01", "date: 2026-02\u{2011}01", "4:61", &["write `2026-02-01`", "U+2011"]);
    check("09:00-15:00", "09：00-15:00", "4:90", &["write `09:00-15:00`", "U+FF1A"]);
    check("24h", "٢٤h", "5:14", &["write `24h`", "U+0662"]);
    check("stale_after: 24h", "zone: Asia⁄Gaza", "5:11", &["write `Asia/Gaza`", "U+2044"]);
}

#[test]
fn a_number_that_only_looks_right_says_what_to_write() {
    for (written, meant) in [
        ("٣٤", "34"),
        ("３４", "34"),
        ("34\u{a0}", "34"),
        ("3\u{202f}400", "3400"),
        ("3'400", "3400"),
        ("1 234 567", "1234567"),
    ] {
        let text = FILE.replacen("value: 34", &format!("value: {written}"), 1);
        check_problem(&text, &["bad-number", &format!("write `{meant}`")]);
    }
}

#[test]
fn a_digit_of_another_script_is_taken_for_no_slip_of_another_one() {
    for digit in ["二", "Ⅱ", "²", "٧"] {
        let text = FILE.replacen("      text: Word", &format!("      credibility: {digit}\n      text: Word"), 1);
        check_problem(&text, &["is not a credibility", "1, 2, 3, 4, 5, 6"]);
        assert!(!crate::tried::problems(&text)[0].contains("did you mean"), "{digit}");
    }
}

#[test]
fn a_blank_of_another_kind_is_named_where_it_stands() {
    for c in ['\u{a0}', '\u{202f}', '\u{3000}', '\u{2003}'] {
        let code = format!("U+{:04X}", u32::from(c));
        check("severity: ", &format!("severity:{c}"), "9:16", &["error[syntax]", &code, "write an ordinary space"]);
        check("- at", &format!("-{c}at"), "8:6", &[&code, "follows the `-`", "write an ordinary space"]);
        check("AP }", &format!("AP,{c}url:{c}\"http://a.example\" }}"), "2:27", &[&code, "write an ordinary space"]);
    }
    check("severity: ", "severity： ", "9:15", &["U+FF1A", "write `severity: …`"]);
    check("severity: ", "severity：", "9:15", &["U+FF1A", "write `severity: …`"]);
    check("      source", "\u{a0}     source", "11:1", &["U+00A0", "ordinary space"]);
}

#[test]
fn a_name_with_a_foreign_letter_says_which() {
    check("source: ap\n", "source: ap\u{a0}\n", "11:15", &["did you mean `ap`?", "U+00A0"]);
    check("source: ap\n", "source: \u{430}p\n", "11:15", &["did you mean `ap`?", "U+0430"]);
    check("severity:", "sever\u{ad}ity:", "9:7", &["did you mean `severity`?", "U+00AD"]);
    check("minor", "mi\u{200b}nor", "9:17", &["did you mean `minor`?", "U+200B"]);
    check("{ id: gate", "{ id: gate\u{2011}1", "4:20", &["write `gate-1`", "U+2011"]);
}
