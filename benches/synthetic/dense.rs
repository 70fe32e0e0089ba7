//! Watchlists with one long list and many references to it: code that searches a list for each entry of another takes
//! four times as long for twice the list.
//!
//! Each kind makes a watchlist that loads. The content is invented.

use std::fmt::Write as _;

/// A kind of long watchlist: its name, and a function that returns its text with a list of this many entries.
pub type Kind = (&'static str, fn(usize) -> String);

pub const KINDS: &[Kind] = &[
    ("statements, a term each", |n| lists(n, &[("statements", |i| statement(i, "pole", &format!("term-{i}")))])),
    ("statements, a speaker each", |n| {
        format!(
            "{}{}",
            register(n, "actors", "who"),
            lists(n, &[("statements", |i| statement(i, &format!("who-{i}"), "pause"))])
        )
    }),
    ("statements, two terms in turn", |n| {
        lists(n, &[("statements", |i| statement(i, "pole", if i % 2 == 0 { "pause" } else { "truce" }))])
    }),
    ("statements without a date", |n| {
        lists(n, &[("statements", |i| format!("{{ at: unknown, speaker: pole, term: term-{i}, source: desk }}"))])
    }),
    ("term shifts", |n| {
        format!(
            "{}{}",
            lists(n, &[("statements", |i| statement(i, "pole", &format!("term-{i}")))]),
            lists(
                n / 2,
                &[("signals", |i| signal(i, &format!("term-shift: {{ from: term-{i}, to: term-{} }}", i + 1)))]
            )
        )
    }),
    ("sources that relay", |n| {
        let relays = |i| if i == 0 { String::new() } else { format!(", relays: outlet-{}", i - 1) };
        let sources: String = (0..n).map(|i| format!("  outlet-{i}: {{ name: Outlet {i}{} }}\n", relays(i))).collect();
        let reports = rows(n, 6, |i| format!("{{ at: {}, status: open, source: outlet-{i} }}", day(i % 28)));
        with_sources(&sources, &format!("crossings:\n  - id: gate\n    name: Gate\n    reports:\n{reports}"))
    }),
    ("crossings", |n| {
        lists(
            n,
            &[("crossings", |i| {
                format!(
                    "{{ id: gate-{i}, name: Gate {i}, opens: 2026-01-02, days: [{{ date: {}, status: open, source: desk }}] }}",
                    day(i % 28)
                )
            })],
        )
    }),
    ("crossings, every other one shut", |n| {
        lists(
            n,
            &[("crossings", |i| {
                let status = ["open", "closed"][i % 2];
                let reports = format!("{{ at: 2026-02-01T10:00Z, status: {status}, claim: verified, source: desk }}");
                format!("{{ id: gate-{i}, name: Gate {i}, reports: [{reports}] }}")
            })],
        )
    }),
    ("crossings, a preferred source each", |n| {
        let crossings = lists(
            n,
            &[("crossings", |i| {
                let reports = ["open", "closed"].map(|status| {
                    format!("{{ at: 2026-02-01T10:00Z, status: {status}, claim: verified, source: who-{i} }}")
                });
                format!("{{ id: gate-{i}, name: Gate {i}, prefer: who-{i}, reports: [{}] }}", reports.join(", "))
            })],
        );
        with_sources(&names(n, "who"), &crossings)
    }),
    ("crossings and as many signals", |n| {
        lists(
            n,
            &[
                ("crossings", |i| format!("{{ id: gate-{i}, name: Gate {i} }}")),
                ("signals", |i| signal(i, &format!("opens-on-schedule: gate-{i}"))),
            ],
        )
    }),
    ("crossings, each threatened", |n| {
        let crossings = lists(n, &[("crossings", |i| format!("{{ id: gate-{i}, name: Gate {i} }}"))]);
        let threatens: Vec<_> = (0..n).map(|i| format!("gate-{i}")).collect();
        format!(
            "{crossings}spillover:\n  risks:\n    - id: all\n      title: All\n      threatens: [{}]\n      assessments:\n        \
             - {{ at: 2026-01-30, likelihood: likely, impact: major }}\n",
            threatens.join(", ")
        )
    }),
    ("parties", |n| {
        let parties = rows(n, 6, |i| {
            format!("{{ actor: who-{i}, reports: [{{ at: {}, status: in-place, source: desk }}] }}", day(i % 28))
        });
        format!("{}crossings:\n  - id: gate\n    name: Gate\n    parties:\n{parties}", register(n, "actors", "who"))
    }),
    ("reports of one crossing", |n| {
        let status = ["open", "closed", "limited"];
        let reports =
            rows(n, 6, |i| format!("{{ at: {}, status: {}, source: desk, claim: attributed }}", at(i), status[i % 3]));
        format!("crossings:\n  - id: gate\n    name: Gate\n    reports:\n{reports}")
    }),
    ("reports of one moment", |n| {
        let status = ["open", "closed", "limited"];
        let reports =
            rows(n, 6, |i| format!("{{ at: 2026-01-30T10:00Z, status: {}, source: who-{i} }}", status[i % 3]));
        with_sources(&names(n, "who"), &format!("crossings:\n  - id: gate\n    name: Gate\n    reports:\n{reports}"))
    }),
    ("days", |n| {
        let days = rows(n, 6, |i| {
            format!("{{ date: {}, status: open, exits: {}, source: desk, claim: verified }}", date(i), i % 90)
        });
        format!(
            "crossings:\n  - id: gate\n    name: Gate\n    opens: 1990-01-01\n    quota: {{ exits: 50 }}\n    days:\n{days}"
        )
    }),
    ("records of one day", |n| {
        let days = rows(n, 6, |i| format!("{{ date: 2026-01-30, status: open, exits: {i}, source: who-{i} }}"));
        with_sources(&names(n, "who"), &format!("crossings:\n  - id: gate\n    name: Gate\n    days:\n{days}"))
    }),
    ("days and signals that count people", |n| {
        let days = rows(n, 6, |i| format!("{{ date: {}, status: open, exits: {}, source: desk }}", date(i), i % 90));
        let signals = lists(
            n,
            &[("signals", |i| {
                signal(i, &format!("flow: {{ crossing: gate, measure: exits, at_least: {i}, days: 1, of: {} }}", i + 1))
            })],
        );
        format!("crossings:\n  - id: gate\n    name: Gate\n    opens: 1990-01-01\n    days:\n{days}{signals}")
    }),
    ("days and as many signals", |n| {
        let days = rows(n, 6, |i| format!("{{ date: {}, status: open, source: desk }}", date(i)));
        let signals =
            lists(n, &[("signals", |i| signal(i, &format!("stays-open: {{ crossing: gate, days: {} }}", i + 1)))]);
        format!("crossings:\n  - id: gate\n    name: Gate\n    opens: 1990-01-01\n    days:\n{days}{signals}")
    }),
    ("items in a chain of needs", |n| {
        items(n, |i| if i == 0 { String::new() } else { format!(", needs: [item-{}]", i - 1) })
    }),
    ("items that need many", |n| {
        items(n, |i| {
            let needs: Vec<_> = (i.saturating_sub(12)..i).map(|need| format!("item-{need}")).collect();
            format!(", needs: [{}]", needs.join(", "))
        })
    }),
    ("items that need one with many reports", |n| {
        let reports =
            rows(n, 10, |i| format!("{{ at: {}, status: announced, claim: attributed, source: desk }}", at(i)));
        format!(
            "{}      - id: one\n        title: One\n        reports:\n{reports}",
            items(n, |_| ", needs: [one]".to_owned())
        )
    }),
    ("items of other lists needed", |n| {
        let lists_of = |i: usize| {
            format!(
                "  - {{ id: list-{i}, name: L, items: [{{ id: item, title: T, needs: [list-{}/item] }}] }}\n",
                (i + 1).min(n - 1)
            )
        };
        format!(
            "checklists:\n{}",
            (0..n - 1).map(lists_of).collect::<String>()
                + &format!("  - {{ id: list-{}, name: L, items: [{{ id: item, title: T }}] }}\n", n - 1)
        )
    }),
    ("item groups", |n| items(n, |i| format!(", group: group-{i}"))),
    ("items and as many signals", |n| {
        let signals =
            lists(n, &[("signals", |i| signal(i, &format!("reaches: {{ item: list/item-{i}, rung: minimal }}")))]);
        format!("{}{signals}", items(n, |_| String::new()))
    }),
    ("signals that cover all items", |n| {
        let all: Vec<_> = (0..n).map(|i| format!("list/item-{i}")).collect();
        let signals = lists(4, &[("signals", |i| signal(i, "covers: { items: [ITEMS], rung: minimal }"))]);
        format!(
            "{}{}",
            items(n, |_| String::new()),
            signals.replacen("ITEMS", &all.join(", "), 1).replace("[ITEMS]", "[list/item-0]")
        )
    }),
    ("reports of one item", |n| {
        let rung = ["minimal", "intermediate", "announced"];
        let reports =
            rows(n, 10, |i| format!("{{ at: {}, status: {}, claim: verified, source: desk }}", at(i), rung[i % 3]));
        format!(
            "checklists:\n  - id: list\n    name: List\n    items:\n      - id: item\n        title: T\n        due: 2026-02-01\n        reports:\n{reports}"
        )
    }),
    ("reports of one item and as many signals", |n| {
        let reports = rows(n, 10, |i| format!("{{ at: {}, status: minimal, claim: verified, source: desk }}", at(i)));
        let signals = lists(n, &[("signals", |i| signal(i, "reaches: { item: list/item, rung: minimal }"))]);
        format!(
            "checklists:\n  - id: list\n    name: List\n    items:\n      - id: item\n        title: T\n        reports:\n{reports}{signals}"
        )
    }),
    ("moved due dates", |n| {
        let reports = rows(n, 10, |i| {
            format!("{{ at: {}, status: announced, due: 2027-01-01T00:{:02}Z, source: desk }}", at(i), i % 60)
        });
        format!(
            "checklists:\n  - id: list\n    name: List\n    items:\n      - id: item\n        title: T\n        due: 2026-02-01\n        reports:\n{reports}"
        )
    }),
    ("risks with log entries", |n| {
        let risks = rows(n, 4, |i| format!("{{ id: risk-{i}, title: Risk {i}, threatens: [gate] }}"));
        let log = rows(n, 4, |i| {
            format!(
                "{{ at: {}, risk: risk-{i}, trigger: trigger-{i}, severity: severe, text: t, place: P{i}, source: desk }}",
                at(i)
            )
        });
        format!("crossings:\n  - {{ id: gate, name: Gate }}\nspillover:\n  risks:\n{risks}  log:\n{log}")
    }),
    ("assessments", |n| {
        let assessments = rows(n, 8, |i| {
            format!("{{ at: {}, likelihood: {}, impact: major }}", at(i), ["likely", "unlikely"][i % 2])
        });
        format!("spillover:\n  risks:\n    - id: risk\n      title: R\n      assessments:\n{assessments}")
    }),
    ("assessments, a judge each", |n| {
        let assessments = rows(n, 8, |i| {
            let likelihood = ["likely", "unlikely"][i % 2];
            format!("{{ at: {}, likelihood: {likelihood}, impact: major, source: who-{i} }}", at(i))
        });
        let risk = format!("spillover:\n  risks:\n    - id: risk\n      title: R\n      assessments:\n{assessments}");
        with_sources(&names(n, "who"), &risk)
    }),
    ("no entry of a risk each", |n| {
        let risks = rows(n, 4, |i| format!("{{ id: risk-{i}, title: Risk {i} }}"));
        let log =
            rows(n, 4, |i| format!("{{ at: {}, risk: risk-{i}, severity: minor, text: t, source: desk }}", at(i)));
        let signals = lists(
            n,
            &[("signals", |i| signal(i, &format!("no-entry: {{ severity: severe, for: 7d, risk: risk-{i} }}")))],
        );
        format!("spillover:\n  risks:\n{risks}  log:\n{log}{signals}")
    }),
    ("accepted warnings", |n| {
        lists(
            n,
            &[
                ("statements", |i| format!("{{ at: {}, speaker: pole, term: term-{i} }}", at(i))),
                ("accept", |i| format!("{{ rule: no-source, at: statements/{}/pole, why: w }}", at(i))),
            ],
        )
    }),
    ("log entries of one moment", |n| {
        let log = rows(n, 4, |i| format!("{{ at: 2026-01-30T10:00Z, severity: extreme, text: t{i}, source: desk }}"));
        format!("spillover:\n  log:\n{log}")
    }),
    ("tallies of one thing", |n| {
        lists(
            n,
            &[("tallies", |i| {
                format!("{{ id: tally-{i}, what: dead, value: {i}, source: desk, from: 2025-10-10, as_of: {} }}", at(i))
            })],
        )
    }),
    ("tallies, a thing each", |n| {
        lists(
            n,
            &[("tallies", |i| {
                format!("{{ id: tally-{i}, what: thing {i}, value: {i}, source: desk, authority: pole }}")
            })],
        )
    }),
    ("gaps of one crossing", |n| {
        let gaps = lists(
            n,
            &[("monitoring", |i| {
                format!("{{ observer: pole, unobserved: [gate], from: {}, until: {}, source: desk }}", at(i), at(i + 3))
            })],
        );
        format!(
            "crossings:\n  - {{ id: gate, name: Gate, days: [{{ date: 2026-01-02, status: open, source: desk }}] }}\n{gaps}"
        )
    }),
    ("gaps, a crossing each", |n| {
        let crossings = lists(n, &[("crossings", |i| format!("{{ id: gate-{i}, name: Gate {i} }}"))]);
        let gaps = lists(
            n,
            &[("monitoring", |i| {
                format!("{{ observer: pole, unobserved: [gate-{i}], from: {}, source: desk }}", at(i))
            })],
        );
        format!("{crossings}{gaps}")
    }),
    ("gaps, a risk each", |n| {
        let risks = rows(n, 4, |i| format!("{{ id: risk-{i}, title: Risk {i} }}"));
        let gaps = lists(
            n,
            &[("monitoring", |i| {
                format!("{{ observer: pole, unobserved: [risk-{i}], from: {}, source: desk }}", at(i))
            })],
        );
        format!("spillover:\n  risks:\n{risks}{gaps}")
    }),
    ("days and gaps", |n| {
        let days = rows(n, 6, |i| format!("{{ date: {}, status: open, source: desk }}", date(i)));
        let gaps = lists(
            n,
            &[("monitoring", |i| {
                format!(
                    "{{ observer: pole, unobserved: [gate], from: {}T10:00Z, until: {}T11:00Z, source: desk }}",
                    date(i),
                    date(i)
                )
            })],
        );
        format!("crossings:\n  - id: gate\n    name: Gate\n    days:\n{days}{gaps}")
    }),
    ("marked words", |n| {
        let words: Vec<_> = (0..n).map(|i| format!("word-{i}")).collect();
        let said = lists(n, &[("statements", |i| statement(i, "pole", &format!("word-{i}")))]);
        format!("marked_words: [{}]\n{said}", words.join(", "))
    }),
    ("signals", |n| {
        format!(
            "crossings:\n  - {{ id: gate, name: Gate, opens: 2026-01-02 }}\n{}",
            lists(
                n,
                &[("signals", |i| {
                    signal(i, "all: [ { opens-on-schedule: gate }, { stays-open: { crossing: gate, days: 5 } } ]")
                })]
            )
        )
    }),
    ("heat below, a risk each", |n| {
        let risks = rows(n, 4, |i| format!("{{ id: risk-{i}, title: Risk {i} }}"));
        let log =
            rows(n, 4, |i| format!("{{ at: {}, risk: risk-{i}, severity: severe, text: t, source: desk }}", at(i)));
        let signals = lists(n, &[("signals", |i| signal(i, &format!("heat-below: {{ heat: 1, risk: risk-{i} }}")))]);
        format!("spillover:\n  risks:\n{risks}  log:\n{log}{signals}")
    }),
];

/// The complete watchlist of a kind.
pub fn watchlist((_, text): Kind, n: usize) -> String {
    let text = text(n);
    let head = "version: 1\ntitle: Dense\nzone: Asia/Gaza\n";
    let sources =
        if text.contains("sources:\n") { "" } else { "sources:\n  desk: { name: DraftSession, reliability: B }\n" };
    let actors = if text.contains("actors:\n") { "" } else { "actors:\n  pole: { name: Pole }\n" };
    format!("{head}{sources}{actors}{text}")
}

/// The key of a list, and a function that returns an entry by its number.
type List<'k> = (&'k str, fn(usize) -> String);

fn lists(n: usize, lists: &[List<'_>]) -> String {
    lists.iter().map(|(key, entry)| format!("{key}:\n{}", rows(n, 2, entry))).collect()
}

fn rows(n: usize, indent: usize, entry: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for i in 0..n {
        writeln!(out, "{:indent$}- {}", "", entry(i)).expect("writing to a string cannot fail");
    }
    out
}

fn names(n: usize, name: &str) -> String {
    (0..n).map(|i| format!("  {name}-{i}: {{ name: Name {i} }}\n")).collect()
}

fn register(n: usize, key: &str, name: &str) -> String {
    format!("{key}:\n{}", names(n, name))
}

fn with_sources(sources: &str, rest: &str) -> String {
    format!("sources:\n  desk: {{ name: DraftSession, reliability: B }}\n{sources}{rest}")
}

fn items(n: usize, more: impl Fn(usize) -> String) -> String {
    let reports = "reports: [{ at: 2026-01-20, status: announced, claim: attributed, source: desk }]";
    format!(
        "checklists:\n  - id: list\n    name: List\n    items:\n{}",
        rows(n, 6, |i| format!("{{ id: item-{i}, title: Item {i}, {reports}{} }}", more(i)))
    )
}

fn statement(i: usize, speaker: &str, term: &str) -> String {
    format!("{{ at: {}, speaker: {speaker}, term: {term}, source: desk }}", at(i))
}

fn signal(i: usize, test: &str) -> String {
    format!("{{ id: signal-{i}, title: Signal {i}, points_to: success, test: {{ {test} }} }}")
}

/// A minute of January 2026; in longer lists, of a month before it.
fn at(i: usize) -> String {
    let (hour, minute) = (i / 60 % 24, i % 60);
    format!("{}T{hour:02}:{minute:02}Z", date(i / (24 * 60)))
}

fn day(i: usize) -> String {
    format!("2026-01-{:02}", i + 1)
}

/// A day, this many days before the end of January 2026.
fn date(i: usize) -> String {
    let last = chrono::NaiveDate::from_ymd_opt(2026, 1, 30).expect("a date");
    (last - chrono::Days::new((i % 12_000) as u64)).format("%Y-%m-%d").to_string()
}
