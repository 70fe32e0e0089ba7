//! Renderers for problems. All of them read the same data.

mod concise;
mod full;
mod json;

pub use concise::concise;
pub use full::{full, full_within};
pub use json::{ProblemPlaceJson, json, json_failure};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    Plain,
    Ansi,
}
