//! Ways to show problems: siblings that read the same data.

mod concise;
mod full;
mod json;

pub use concise::concise;
pub use full::{full, full_within};
pub use json::{json, json_failure};

/// Whether text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Characters only.
    Plain,
    /// With ANSI colours.
    Ansi,
}
