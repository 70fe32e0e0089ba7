//! Properties that must hold for any input. The ordinary tests compile the same files and check them with random
//! inputs; the targets next to this file search for inputs that violate them.

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
