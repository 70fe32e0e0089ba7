//! What must hold of whatever comes in. The ordinary tests compile the same files, and hold them against inputs drawn at
//! random; the targets beside this one search for inputs of which they do not hold.

#[path = "../../tests/oracles/edit.rs"]
pub mod edit;
#[path = "../../tests/oracles/frame.rs"]
pub mod frame;
#[path = "../../tests/oracles/hands.rs"]
pub mod hands;
#[path = "../../tests/oracles/journal.rs"]
pub mod journal;
#[path = "../../tests/oracles/markdown.rs"]
pub mod markdown;
#[path = "../../tests/oracles/merge.rs"]
pub mod merge;
#[path = "../../tests/oracles/read.rs"]
pub mod read;
#[path = "../../tests/oracles/scalars.rs"]
pub mod scalars;
#[path = "../../tests/oracles/terminal.rs"]
pub mod terminal;
