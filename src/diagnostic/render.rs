//! Ways to show problems: siblings that read the same data.

use super::{Problem, Source};

/// Whether the text carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// None.
    Plain,
    /// Terminal colours.
    Ansi,
}

/// One problem with the lines it points at.
pub fn full(source: &Source, problem: &Problem, _palette: Palette) -> String {
    format!("{}[{}]: {}\n --> {}", problem.severity.word(), problem.rule, problem.message, source.place(problem.span))
}
