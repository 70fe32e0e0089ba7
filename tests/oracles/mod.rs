//! What must hold of whatever comes in: each file here says it of one thing, and `held` holds it against inputs drawn at
//! random. The targets of `fuzz/` search with the same files for inputs of which it does not hold.

mod edit;
mod every_list;
mod frame;
mod hands;
mod held;
mod journal;
mod markdown;
mod merge;
mod read;
mod scalars;
mod terminal;
