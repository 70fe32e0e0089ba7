//! `trucewatch man`: prints a manual page, in roff.

use super::{CLEAN, output};
use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::Man;

#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// The page of a command, such as `log add`; without one, the page of the whole program.
    command: Vec<String>,
}

pub(super) fn run(arguments: &ManArguments, mut program: Command) -> anyhow::Result<u8> {
    program.build();
    let mut command = &program;
    for name in &arguments.command {
        let sub = command.find_subcommand(name);
        command = sub.with_context(|| format!("there is no command `{name}`: `trucewatch --help` lists them"))?;
    }
    let name = command.get_bin_name().unwrap_or("trucewatch").replace(' ', "-");
    let mut page = Vec::new();
    Man::new(command.clone().display_name(name)).render(&mut page)?;
    output::print(&String::from_utf8(page).context("the page is not UTF-8")?)?;
    Ok(CLEAN)
}
