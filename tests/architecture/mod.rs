//! The invariants of ARCHITECTURE.md, held against the text of `src/`.
//!
//! A plain scan: it knows tokens and paths, not types. Comments, strings and whatever stands under `#[cfg(test)]` do not
//! count. What a scan cannot see, such as `path.exists()`, `clippy.toml` bans.

mod circles;
mod scan;

use scan::{UsedPath, paths, tokens, without_tests};
use std::fmt::{self, Display};
use std::path::Path;
use std::{fs, io};

/// The layers from the top down: a module may use those below its own line, and no other.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["runtime"],
    &["ui"],
    &["app"],
    &["draft"],
    &["panes", "load"],
    &["board", "lint"],
    &["watchlist"],
    &["diagnostic"],
    &["text"],
];

/// Modules that not every layer above may use, and those that may.
const RESERVED: &[(&str, &[&str])] = &[("load", &["draft", "app", "runtime", "cli"])];

/// What touches the world, or ties us to one library, and the files that may name it.
///
/// A path counts wherever it stands in a longer one: `io::stdin` is also `std::io::stdin`.
const CONFINED: &[(&str, &[&str])] = &[
    ("std::fs", &["src/runtime/", "src/cli/input.rs"]),
    ("std::env", &["src/runtime/", "src/cli/"]),
    ("std::net", &[]),
    ("std::process", &["src/runtime/", "src/main.rs"]),
    ("std::time", &["src/runtime/"]),
    ("io::stderr", &["src/runtime/", "src/cli/"]),
    ("io::stdin", &["src/runtime/", "src/cli/"]),
    ("io::stdout", &["src/runtime/", "src/cli/"]),
    ("Utc::now", &["src/runtime/", "src/cli/"]),
    ("chrono::Local", &[]),
    ("crossterm::terminal", &["src/runtime/", "src/cli/"]),
    ("crossterm", &["src/app/", "src/ui/", "src/runtime/", "src/cli/"]),
    ("ratatui", &["src/app/", "src/ui/", "src/runtime/"]),
    ("notify", &["src/runtime/"]),
    ("rustix", &["src/runtime/"]),
    ("signal_hook", &["src/runtime/"]),
    ("tempfile", &["src/runtime/"]),
    ("granit_parser", &["src/watchlist/document/parse.rs"]),
];

/// Macros that panic on a closed pipe; `cli::output` prints without.
const BANNED_MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Rooms whose modules still import each other in places. The list only gets shorter.
const KNOWN_CIRCLES: &[&str] = &["app", "board::changes", "panes", "panes::changes", "watchlist"];

/// A rule broken at a place.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    what: String,
}

impl Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Everything that is wrong with one file, named from the root of the repository.
fn violations(file: &str, source: &str) -> Vec<Violation> {
    let module = Module::of(file);
    let tokens = without_tests(tokens(source));
    let mut found = Vec::new();
    let mut note = |line: usize, what: String| found.push(Violation { file: file.to_owned(), line, what });
    if !source.starts_with("//!") {
        note(1, "a module begins with `//!`: what it owns, and what it deliberately does not do".to_owned());
    }
    for path in paths(&tokens) {
        let problems = [dependency(&module, &path), confined(file, &path)];
        problems.into_iter().flatten().for_each(|what| note(path.line, what));
    }
    for window in tokens.windows(3) {
        let [first, second, third] = window else { unreachable!("a window of three") };
        if first.is(".") && second.is("unwrap") && third.is("(") {
            note(second.line, "`unwrap()` outside tests: `expect` states the invariant that makes it true".to_owned());
        }
        if second.is("!") && BANNED_MACROS.iter().any(|banned| first.is(banned)) {
            note(first.line, format!("`{}!` panics on a closed pipe: print through `cli::output`", first.text));
        }
    }
    found.sort_by_key(|violation| violation.line);
    found
}

/// What is wrong with a path into our own crate, if anything.
fn dependency(module: &Module, path: &UsedPath) -> Option<String> {
    let own = module.top()?;
    let target = module.resolve(&path.segments)?.as_str();
    if target == own {
        return None;
    }
    let rank = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    let Some(own_rank) = rank(own) else { return Some(format!("`{own}` has no layer: give it one in LAYERS")) };
    let Some(rank) = rank(target) else { return Some(format!("`{target}` has no layer: give it one in LAYERS")) };
    if rank <= own_rank {
        return Some(format!("`{own}` uses `{target}`, which is not below it: dependencies point downward only"));
    }
    let (_, users) = RESERVED.iter().find(|(reserved, _)| *reserved == target)?;
    (!users.contains(&own)).then(|| format!("`{own}` uses `{target}`, which only {} may use", users.join(", ")))
}

/// What is wrong with a path that leads out of our crate, if anything.
fn confined(file: &str, path: &UsedPath) -> Option<String> {
    let is_named = |confined: &str| match confined.split_once("::") {
        Some((parent, name)) => path.segments.windows(2).any(|pair| pair[0] == parent && pair[1] == name),
        // A crate is named at the beginning of a path; a word alone may be anything.
        None => path.segments.len() > 1 && path.segments[0] == confined,
    };
    let is_allowed = |owners: &[&str]| owners.iter().any(|owner| file.starts_with(owner));
    let (name, owners) = CONFINED.iter().find(|(name, owners)| is_named(name) && !is_allowed(owners))?;
    let owners = if owners.is_empty() { "nobody".to_owned() } else { format!("only {}", owners.join(", ")) };
    Some(format!("`{}` names `{name}`: {owners} may", path.segments.join("::")))
}

/// The module that a file is: `["board", "crossing", "days"]`.
struct Module(Vec<String>);

impl Module {
    fn of(file: &str) -> Self {
        let path = file.strip_prefix("src/").unwrap_or(file);
        let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
        Self(path.split('/').filter(|name| *name != "lib").map(ToOwned::to_owned).collect())
    }

    /// The module right below the crate; none for `lib.rs`.
    fn top(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// The top module that a path leads to, if it leads into our crate from its root.
    fn resolve<'p>(&self, path: &'p [String]) -> Option<&'p String> {
        let ups = path.iter().take_while(|segment| *segment == "super").count();
        match path.first().map(String::as_str) {
            Some("crate" | "trucewatch") => path.get(1),
            Some("super") if ups >= self.0.len() => path.get(ups),
            _ => None,
        }
    }
}

/// Reads every Rust file below a folder, with its name from the root of the repository.
fn read_sources(root: &Path, folder: &str, into: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = format!("{folder}/{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            read_sources(root, &name, into)?;
        } else if name.ends_with(".rs") {
            into.push((name, fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

#[test]
fn the_sources_keep_the_rules() {
    let mut sources = Vec::new();
    read_sources(Path::new(env!("CARGO_MANIFEST_DIR")), "src", &mut sources).unwrap();
    sources.sort();
    for layer in LAYERS.iter().copied().flatten() {
        let is_there = |file: &str| Module::of(file).top() == Some(*layer);
        assert!(sources.iter().any(|(file, _)| is_there(file)), "no file is `{layer}`: take it out of LAYERS");
    }
    let found: Vec<_> = sources.iter().flat_map(|(file, source)| violations(file, source)).collect();
    let list: String = found.iter().map(|violation| format!("\n{violation}")).collect();
    assert!(found.is_empty(), "{} invariants of ARCHITECTURE.md are broken:{list}", found.len());
}

#[test]
fn modules_of_one_folder_do_not_import_each_other() {
    let mut sources = Vec::new();
    read_sources(Path::new(env!("CARGO_MANIFEST_DIR")), "src", &mut sources).unwrap();
    let is_new = |circle: &String| !KNOWN_CIRCLES.contains(&circle.split(": ").next().unwrap_or_default());
    let found: Vec<_> = circles::circles(&sources).into_iter().filter(is_new).collect();
    assert!(found.is_empty(), "modules that import each other:\n{}", found.join("\n"));
}

/// A made-up file breaks the rules at these lines, each in words that hold this text.
#[track_caller]
fn check(file: &str, body: &str, expected: &[(usize, &str)]) {
    let found = violations(file, &format!("//! A file.\n{body}"));
    let is_as_expected = found.len() == expected.len()
        && found.iter().zip(expected).all(|(v, (line, text))| v.line == *line && v.what.contains(text));
    assert!(is_as_expected, "expected {expected:?}, found {found:#?}");
}

#[test]
fn an_upward_dependency_is_found_however_it_is_written() {
    let upward = [(2, "`board` uses `panes`")];
    check("src/board/heat.rs", "use crate::panes::Pane;", &upward);
    check("src/board/heat.rs", "use crate::{panes::Pane, text};", &upward);
    check("src/board/mod.rs", "use super::panes::Pane;", &upward);
    check("src/board/crossing/days.rs", "use super::super::super::panes::Pane;", &upward);
    check("src/board/heat.rs", "fn f() -> Vec<crate::panes::Row> { Vec::new() }", &upward);
    check("src/board/heat.rs", "use crate::{\n    text::Text,\n    lint::{a, b},\n};", &[(4, "`lint`"), (4, "`lint`")]);
    check("src/lint/x.rs", "use crate::board;", &[(2, "not below it")]);
    check("src/text.rs", "use crate::diagnostic::Span;", &[(2, "not below it")]);
    check("src/cli/mod.rs", "use trucewatch::main;", &[(2, "not below it")]);
}

#[test]
fn a_downward_dependency_is_none_of_our_business() {
    check("src/board/heat.rs", "use crate::watchlist::{Watchlist, time};\nuse super::TimePoint;", &[]);
    check("src/board/crossing/days.rs", "use super::super::heat;\nuse crate::board::due;", &[]);
    check("src/app/mod.rs", "use crate::load::load;\npub(crate) fn f() {}", &[]);
    check("src/main.rs", "fn main() { trucewatch::cli::main() }", &[]);
    check("src/lib.rs", "pub mod cli;\npub mod text;", &[]);
}

#[test]
fn loading_is_for_app_runtime_and_cli_only() {
    check("src/ui/mod.rs", "use crate::load::Loaded;", &[(2, "only draft, app, runtime, cli may use")]);
    check("src/panes/mod.rs", "use crate::load::Loaded;", &[(2, "not below it")]);
}

#[test]
fn a_module_without_a_layer_is_reported() {
    check("src/app/mod.rs", "use crate::journal::Entry;", &[(2, "`journal` has no layer")]);
    check("src/journal/mod.rs", "use crate::text::Text;", &[(2, "`journal` has no layer")]);
    check("src/app/mod.rs", "use crate::*;", &[(2, "`*` has no layer")]);
}

#[test]
fn the_outside_world_is_for_the_runtime() {
    check("src/app/mod.rs", "use std::fs;", &[(2, "names `std::fs`")]);
    check("src/app/mod.rs", "use std::{fmt, fs::{self, File}};", &[(2, "`std::fs`"), (2, "`std::fs`")]);
    check("src/app/mod.rs", "use ::std::env as e;", &[(2, "names `std::env`")]);
    check("src/ui/mod.rs", "fn f() { let now = chrono::Utc::now(); }", &[(2, "names `Utc::now`")]);
    check("src/ui/mod.rs", "use std::io;\nfn f() { io::stdout(); }", &[(3, "names `io::stdout`")]);
    check("src/panes/mod.rs", "use std::time::Duration;", &[(2, "names `std::time`")]);
    check("src/cli/mod.rs", "use std::process::Command;", &[(2, "only src/runtime/, src/main.rs may")]);
    check("src/app/mod.rs", "use crossterm::{event::KeyEvent, terminal};", &[(2, "names `crossterm::terminal`")]);
    check("src/panes/mod.rs", "use ratatui::style::Style;", &[(2, "names `ratatui`")]);
    check("src/runtime/net.rs", "use std::net::TcpStream;", &[(2, "nobody may")]);
    check("src/runtime/file/mod.rs", "use std::{fs, time::Instant};\nfn f() { std::io::stdin(); }", &[]);
    check("src/cli/output.rs", "fn f() { std::io::stdout(); chrono::Utc::now(); }", &[]);
    check("src/app/mod.rs", "fn notify() {}\nfn f(x: X) { self.notify(); x.env::<u8>(); }", &[]);
}

#[test]
fn the_yaml_parser_is_named_in_one_file() {
    check("src/watchlist/document/split.rs", "use granit_parser::Event;", &[(2, "names `granit_parser`")]);
    check("src/watchlist/document/parse.rs", "use granit_parser::Event;", &[]);
}

#[test]
fn an_unwrap_and_a_printing_macro_are_found() {
    check("src/ui/mod.rs", "fn f(x: Option<u8>) {\n    x\n        .unwrap();\n}", &[(4, "`unwrap()` outside tests")]);
    check("src/cli/mod.rs", "fn f() { println!(\"x\"); }", &[(2, "`println!` panics")]);
    check("src/ui/mod.rs", "fn f(x: Option<u8>) { x.unwrap_or(1); x.expect(\"…\"); write!(a, b); }", &[]);
}

#[test]
fn a_file_without_a_header_is_reported() {
    let found = violations("src/ui/mod.rs", "// A file.\nfn f() {}\n");
    assert_eq!(found.iter().map(|violation| violation.line).collect::<Vec<_>>(), [1]);
}

#[test]
fn tests_comments_and_strings_do_not_count() {
    check("src/ui/mod.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn f() { a.unwrap(); }\n}", &[]);
    check(
        "src/ui/mod.rs",
        "#[cfg(test)]\nuse std::{fs, env};\n#[cfg(test)]\n#[rustfmt::skip]\nconst A: [u8; 1] = [1];",
        &[],
    );
    check("src/ui/mod.rs", "// use std::fs;\n/// [`std::fs`]\n/* /* std::env */ std::fs */", &[]);
    check("src/ui/mod.rs", "const A: &str = \"std::fs \\\" x.unwrap()\";\nconst B: &str = r#\"\" std::fs\"#;", &[]);
    check("src/ui/mod.rs", "const A: char = '\"';\nconst B: char = '\\'';\nconst C: u8 = b'\"';", &[]);
}

#[test]
fn what_follows_tests_and_strings_counts_again() {
    let after = |before: &str| check("src/ui/mod.rs", &format!("{before}\nuse std::fs;"), &[(3, "names `std::fs`")]);
    after("#[cfg(test)] mod tests { fn f() { if a { b } } }");
    after("#[cfg(test)] use super::{a, b};");
    after("const A: char = '\"';");
    after("fn f<'a>(x: &'a str) -> &'a str { x }");
    after("const A: &str = r#\" \"quoted\" \"#;");
    check("src/ui/mod.rs", "const A: &str = \"\n\n\";\nuse std::fs;", &[(5, "names `std::fs`")]);
    check("src/ui/mod.rs", "#[cfg(not(test))]\nuse std::fs;", &[(3, "names `std::fs`")]);
}
