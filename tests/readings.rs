//! The law of reading, case by case: `tests/readings/TOPIC/NAME.yaml` is one situation each, an ordinary watchlist with
//! what it must read as in the comments at its head. [`case`] has their form, [`describe`] the words of a reading.
//!
//! A topic runs to its end and lists every line that does not hold.

mod case;
mod describe;
mod law;
mod properties;

use case::{Block, Expectation, Kind, Place, Question};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use trucewatch::board::Board;
use trucewatch::diagnostic::ProblemSeverity;
use trucewatch::diagnostic::render::concise;
use trucewatch::load::load;
use trucewatch::panes::view::{CellContent, Headline, Order, RowKey, age_phrase};
use trucewatch::panes::{PANES, Pane};

/// What no title may say, and no reading, in a case of ordinary life: a board that cries wolf is not looked at.
const ALARMS: [&str; 8] =
    ["disputed", "unconfirmed", "last known", "data old", "failure met", "threatened", "fallen back", "▲"];

/// How many lines of a text a failure shows.
const SHOWN: usize = 12;

/// The folders of cases, each with the test that runs it.
macro_rules! topics {
    ($($name:ident)+) => {
        const TOPICS: &[&str] = &[$(stringify!($name)),+];
        mod topics { $( #[test] fn $name() { super::check_topic(stringify!($name)); } )+ }
    };
}

topics! {
    status items parties risks signals log windows promises numbers given record duties withdrawn ordinary calendar goods
}

#[test]
fn every_folder_of_cases_is_run_and_there_are_enough_of_them() {
    let folders = fs::read_dir(root()).expect("the folder of the topics").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = folders.filter(|path| path.is_dir()).map(|path| stem(&path)).collect();
    found.sort_unstable();
    let mut known: Vec<_> = TOPICS.to_vec();
    known.sort_unstable();
    assert_eq!(found, known);
    let cases: usize = TOPICS.iter().map(|topic| files(topic).len()).sum();
    assert!(cases >= 140, "{cases} cases");
    assert!(files("ordinary").len() >= 40, "{} of ordinary life", files("ordinary").len());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readings")
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The cases of a topic, by name.
fn files(topic: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(topic)).expect("the folder of a topic");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn check_topic(topic: &str) {
    let files = files(topic);
    let failures: Vec<Vec<String>> = files.iter().map(|path| failures(topic, path)).collect();
    let failed = failures.iter().filter(|failures| !failures.is_empty()).count();
    let list = failures.concat().join("\n");
    assert!(failed == 0, "{failed} of {} cases of `{topic}` do not hold:\n{list}", files.len());
}

/// What does not hold in one file, a line each.
fn failures(topic: &str, path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a readable case");
    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display();
    let place = |line: usize, words: String| format!("{name}:{line}: {words}");
    let blocks = match case::parse(&text) {
        Ok(blocks) => blocks,
        Err(malformed) => return malformed.iter().map(|line| format!("{name}:{line}")).collect(),
    };
    let mut failures = Vec::new();
    for block in &blocks {
        let loaded = load("case.yaml", text.as_bytes(), block.now);
        let Some(watchlist) = loaded.watchlist else {
            let error = loaded.problems.iter().find(|problem| problem.severity == ProblemSeverity::Error);
            let first = error.map(|problem| concise(&loaded.source, problem));
            return vec![place(1, format!("does not load: {}", first.unwrap_or_default().trim_end()))];
        };
        let board = Board::read(watchlist, block.now);
        let scene = Scene { path, block, board: &board };
        failures.extend(block.expectations.iter().filter_map(|expectation| {
            Some(place(expectation.line, format!("at {}, {}", block.at, scene.miss(expectation)?)))
        }));
        if topic == "ordinary" {
            failures
                .extend(alarms(&board).map(|alarm| place(1, format!("at {}, no alarm expected, {alarm}", block.at))));
        }
    }
    failures
}

/// A board as of a moment of a case.
struct Scene<'c> {
    path: &'c Path,
    block: &'c Block,
    board: &'c Board,
}

impl Scene<'_> {
    /// What was expected and what was found, unless it holds.
    fn miss(&self, expectation: &Expectation) -> Option<String> {
        match &expectation.kind {
            Kind::Reads { of, answers } => {
                let (asked, found) = self.answer(of);
                let fits = |answer: &String| *answer == found || (answer == "some" && found != "0");
                let wanted = answers.join(" or ");
                (!answers.iter().any(fits)).then(|| format!("{asked}: expected `{wanted}`, found `{found}`"))
            }
            Kind::Holds { text, has, words } => {
                let found = match self.text(text) {
                    Ok(found) => found,
                    Err(missing) => return Some(missing),
                };
                let verb = if *has { "has" } else { "lacks" };
                let is_there = |text: &str| text.to_lowercase().contains(&words.to_lowercase());
                let mut lines = found.lines().filter(|line| *has || is_there(line));
                let shown = || lines.by_ref().take(SHOWN).collect::<Vec<_>>().join(" ⏎ ");
                (is_there(&found) != *has).then(shown).map(|shown| format!("{text} {verb} {words:?}, found `{shown}`"))
            }
        }
    }

    fn answer(&self, question: &Question) -> (String, String) {
        match question {
            Question::Entity(entity) => (entity.clone(), describe::describe_reading(self.board, entity)),
            Question::Signal(id) => (format!("signal {id}"), describe::describe_signal(self.board, id)),
            Question::Progress(path) => (format!("progress {path}"), describe::describe_progress(self.board, path)),
            Question::Contradictions => {
                ("contradictions".to_owned(), describe::count_contradictions(self.board).to_string())
            }
        }
    }

    fn text(&self, place: &Place) -> Result<String, String> {
        match place {
            Place::Title(id) => {
                let pane = PANES.iter().find(|pane| pane.id() == id).expect("a pane that the case was parsed with");
                Ok(title(*pane, self.board))
            }
            Place::Row(name) => self.rows(name, |_, _, row| row),
            Place::Details(name) => self.rows(name, |pane, key, _| details(pane, self.board, key)),
            Place::Handover => Ok(handover(self.path, &self.block.at)),
        }
    }

    /// One text for each row with the name in it, a line each.
    fn rows(&self, name: &str, text: impl Fn(&dyn Pane, RowKey, String) -> String) -> Result<String, String> {
        let mut found = Vec::new();
        for pane in PANES {
            for key in pane.rows(self.board, Order::default()) {
                let row = row(*pane, self.board, key);
                if row.contains(name) {
                    found.push(text(*pane, key, row));
                }
            }
        }
        if found.is_empty() { Err(format!("no row with {name:?} in it")) } else { Ok(found.join("\n")) }
    }
}

/// The whole title of a pane, as on a screen without an edge.
fn title(pane: &dyn Pane, board: &Board) -> String {
    let headline = pane.headline(board);
    headline_text(&headline)
}

fn headline_text(headline: &Headline) -> String {
    let words: Vec<_> = headline.parts().iter().map(|part| part.text()).collect();
    format!("{} {}", headline.name.text, words.join(" · "))
}

/// The text of all cells.
fn row(pane: &dyn Pane, board: &Board, key: RowKey) -> String {
    let mut words = Vec::new();
    for cell in pane.row(board, key).cells {
        match cell.content {
            CellContent::Text(phrases) => words.push(phrases.into_iter().map(|phrase| phrase.text).collect()),
            CellContent::Flags(flags) => words.extend(flags.into_iter().map(|flag| flag.text)),
            CellContent::Headline(headline) => words.push(headline_text(&headline)),
            CellContent::Age(freshness) => words.push(age_phrase(freshness).text),
            CellContent::Bar(_) | CellContent::Spark(..) | CellContent::Days(_) | CellContent::Flow(_) => {}
        }
    }
    words.join(" ")
}

/// The text of all lines of a row's details.
fn details(pane: &dyn Pane, board: &Board, key: RowKey) -> String {
    let detail = trucewatch::panes::detail(pane, board, key);
    let line = |line: &trucewatch::panes::view::DetailLine| {
        line.phrases.iter().map(|phrase| phrase.text.as_str()).collect::<String>()
    };
    let lines: Vec<String> = detail.lines.iter().map(line).collect();
    format!("{}\n{}", detail.title.text, lines.join("\n"))
}

/// What the handover of the last twelve hours says.
fn handover(path: &Path, at: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_trucewatch"))
        .args(["handover", "--full", "--since", "12h", "--now", at, "--color", "never"])
        .arg(path)
        .output()
        .expect("the program runs");
    let problem = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "handover of {}: {problem}", path.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The titles and readings that cry wolf.
fn alarms(board: &Board) -> impl Iterator<Item = String> {
    let titles = PANES.iter().map(|pane| title(*pane, board));
    let reading = |entity: String| format!("{entity}: {}", describe::describe_reading(board, &entity));
    let readings = describe::entities(board).into_iter().map(reading);
    let is_alarm = |text: &String| ALARMS.iter().any(|alarm| text.to_lowercase().contains(alarm));
    titles.chain(readings).filter(is_alarm)
}
