//! The real program in a pseudo-terminal: what must hold when things go wrong (FAULTS.md).

mod editing;
mod ends;
mod environment;
mod panics;
mod saves;
mod screen;
mod sizes;
mod stops;
