//! `trucewatch man`: prints a manual page, in roff.

use super::{CLEAN, output};
use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::Man;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// The page of a command, such as `log add`; without one, the page of the whole program.
    command: Vec<String>,

    /// Write the pages of all commands into this folder, instead of printing one.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

pub(super) fn run(arguments: &ManArguments, mut program: Command) -> anyhow::Result<u8> {
    if let Some(folder) = &arguments.all {
        clap_mangen::generate_to(program, folder)
            .with_context(|| format!("cannot write the pages to {}", folder.display()))?;
        return Ok(CLEAN);
    }
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
