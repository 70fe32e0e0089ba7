//! Prints a made-up watchlist with as many log entries as its argument says, for `scripts/measure.py`.

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let entries = std::env::args().nth(1).ok_or("say how many log entries: synthetic 10000")?.parse()?;
    std::io::stdout().write_all(synthetic::watchlist(entries).as_bytes())?;
    Ok(())
}
