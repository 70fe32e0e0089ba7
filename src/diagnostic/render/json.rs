//! Problems as JSON. Names are not escaped for terminals. The format is versioned and independent of the model.

use crate::diagnostic::{Problem, Source, Span};
use crate::text::to_json;
use serde::Serialize;

#[derive(Serialize)]
struct ProblemsJson<'a> {
    version: u32,
    file: &'a str,
    problems: Vec<WireProblem<'a>>,
}

#[derive(Serialize)]
struct WireProblem<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    at: WirePlace,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<WireRelated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// The value of `at` that accepts the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    /// The reason for accepting it, if it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

#[derive(Serialize)]
struct WireRelated<'a> {
    message: &'a str,
    at: WirePlace,
}

/// Lines and columns count from one, in characters. `start` and `end` are byte offsets in the file, from zero.
#[derive(Serialize)]
struct WirePlace {
    line: usize,
    column: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct WireFailure<'a> {
    version: u32,
    file: &'a str,
    error: &'a str,
}

/// A problem without its words: the rule and the place. Lines and columns count from one, in characters.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ProblemPlaceJson {
    pub rule: &'static str,
    pub line: usize,
    pub column: usize,
}

impl ProblemPlaceJson {
    pub fn new(source: &Source, problem: &Problem) -> Self {
        let position = source.position(problem.span);
        Self { rule: problem.rule, line: position.line, column: position.column }
    }
}

/// One JSON object on one line, for a file that could not be read at all.
pub fn json_failure(name: &str, error: &str) -> String {
    to_json(&WireFailure { version: 1, file: name, error })
}

/// One JSON object on one line, for a file.
pub fn json(source: &Source, problems: &[Problem]) -> String {
    let place = |span: Span| {
        let position = source.position(span);
        let (start, end) = (span.start + source.skipped, span.end + source.skipped);
        WirePlace { line: position.line, column: position.column, start, end }
    };
    let wire = ProblemsJson {
        version: 1,
        file: &source.name,
        problems: problems
            .iter()
            .map(|problem| WireProblem {
                rule: problem.rule,
                severity: problem.severity.word(),
                message: &problem.message,
                at: place(problem.span),
                label: &problem.label,
                related: problem
                    .related
                    .iter()
                    .map(|(span, message)| WireRelated { message, at: place(*span) })
                    .collect(),
                help: problem.help.as_deref(),
                address: problem.address.as_deref(),
                accepted: problem.accepted.as_deref(),
            })
            .collect(),
    };
    to_json(&wire)
}
