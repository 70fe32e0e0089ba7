//! Finds the watchlist and reads its bytes.

use crate::app::{FileLabel, Origin, Unreadable};
use crate::cli::now;
use crate::load::{Loaded, load};
use crate::runtime::config::config_folder;
use crate::runtime::program_log::note_read;
use crate::runtime::{SYSTEM_ZONES, read_file, read_finished};
use crate::text::sanitise;
use crate::watchlist;
use crate::watchlist::zone::Zone;
use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The name of the embedded watchlist.
pub(super) const EMBEDDED_NAME: &str = "built-in watchlist";

/// The default file name of a watchlist.
pub(super) const LOCAL_NAME: &str = "watchlist.yaml";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WatchlistInput {
    /// A file named by the argument or by `$TRUCEWATCH_FILE`.
    Named(PathBuf),
    /// A file in one of the default places.
    Found(PathBuf),
    Stdin,
    Embedded,
}

impl WatchlistInput {
    /// The input for an argument; without one, the first default place that has a file.
    pub(super) fn choose(
        argument: Option<&Path>,
        variable: impl Fn(&str) -> Option<std::ffi::OsString>,
        is_there: impl Fn(&Path) -> bool,
    ) -> Self {
        if let Some(path) = argument {
            return if path == Path::new("-") { Self::Stdin } else { Self::Named(path.to_owned()) };
        }
        if let Some(path) = variable("TRUCEWATCH_FILE").filter(|path| !path.is_empty()) {
            return Self::Named(path.into());
        }
        usual_places(&variable).into_iter().find(|path| is_there(path)).map_or(Self::Embedded, Self::Found)
    }

    /// The input for an argument in the environment of this process.
    pub(super) fn from_env(argument: Option<&Path>) -> Self {
        Self::choose(argument, |name| std::env::var_os(name), |path| path.symlink_metadata().is_ok())
    }

    /// Like [`from_env`](Self::from_env), for a command that cannot use the built-in watchlist.
    ///
    /// # Errors
    /// If there is no watchlist; says where it was looked for.
    pub(super) fn written(argument: Option<&Path>) -> anyhow::Result<Self> {
        match Self::from_env(argument) {
            Self::Embedded => bail!(no_watchlist(&usual_places(&|name| std::env::var_os(name)))),
            input @ (Self::Named(_) | Self::Found(_) | Self::Stdin) => Ok(input),
        }
    }

    /// The name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Named(path) | Self::Found(path) => path.to_string_lossy().into_owned(),
            Self::Stdin => "<stdin>".to_owned(),
            Self::Embedded => EMBEDDED_NAME.to_owned(),
        }
    }

    /// The name and where it comes from, for a board.
    pub(super) fn label(&self) -> FileLabel {
        let origin = match self {
            Self::Named(_) | Self::Stdin => Origin::Named,
            Self::Found(_) => Origin::Found,
            Self::Embedded => Origin::Embedded,
        };
        FileLabel { name: self.name(), origin }
    }

    /// The file, if there is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Named(path) | Self::Found(path) => Some(path),
            Self::Stdin | Self::Embedded => None,
        }
    }

    /// All bytes, once no process is writing the file.
    pub(super) fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        self.read_by(read_finished)
    }

    fn read_by(&self, read: fn(&Path) -> Result<Vec<u8>, Unreadable>) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Named(path) | Self::Found(path) => read(path).map_err(|why| {
                let is_pipe = matches!(&why, Unreadable::Other(reason) if reason.contains("pipe"));
                let help = if is_pipe { "; `-` reads what is piped into standard input" } else { "" };
                anyhow::anyhow!("{}: {}{help}", self.name(), explain(&why))
            }),
            Self::Stdin => {
                let mut bytes = Vec::new();
                let limit = crate::load::SIZE_LIMIT as u64 + 1;
                std::io::stdin().lock().take(limit).read_to_end(&mut bytes).context("standard input")?;
                if bytes.len() > crate::load::SIZE_LIMIT {
                    bail!("<stdin>: too large: more than the {} MiB that are read", crate::load::SIZE_LIMIT >> 20);
                }
                Ok(bytes)
            }
            Self::Embedded => Ok(watchlist::DEFAULT.as_bytes().to_vec()),
        }
    }

    /// Loads the watchlist for a board at a moment, and returns that moment. A date counts as in the future by the wall
    /// clock: a past board hides later reports, but they are not problems.
    pub(super) fn load(&self, as_of: Option<&str>) -> anyhow::Result<(Loaded, DateTime<Utc>)> {
        let found = self.load_from(self.bytes()?, as_of)?;
        note_read(&found.0);
        Ok(found)
    }

    /// Like [`load`](Self::load), for a board that will follow the file: it checks itself whether a process is writing
    /// it.
    pub(super) fn load_to_follow(&self, as_of: Option<&str>) -> anyhow::Result<(Loaded, DateTime<Utc>)> {
        self.load_from(self.read_by(read_file)?, as_of)
    }

    fn load_from(&self, bytes: Vec<u8>, as_of: Option<&str>) -> anyhow::Result<(Loaded, DateTime<Utc>)> {
        let clock = Utc::now();
        let loaded = load(&self.name(), bytes, SYSTEM_ZONES.at(clock));
        let shown = as_of.map_or(Ok(clock), |text| now::parse(text, zone_of(&loaded)))?;
        Ok((loaded, shown))
    }

    /// Loads the watchlist for a check. `--now` sets the time after which a date is in the future. It uses the built-in
    /// zone rules, so that a check gives the same result on every machine.
    pub(super) fn load_as_of(&self, as_of: Option<&str>) -> anyhow::Result<Loaded> {
        let bytes = self.bytes()?;
        let read = |today| load(&self.name(), bytes.as_slice(), today);
        match as_of {
            None => Ok(read(Utc::now())),
            Some(text) if now::is_absolute(text) => Ok(read(now::parse(text, Zone::utc())?)),
            Some(text) => Ok(read(now::parse(text, zone_of(&read(Utc::now())))?)),
        }
    }
}

/// The zone for times without an offset.
fn zone_of(loaded: &Loaded) -> &Zone {
    loaded.watchlist.as_ref().map_or(Zone::utc(), |watchlist| watchlist.zone())
}

pub(super) fn explain(why: &Unreadable) -> Cow<'_, str> {
    match why {
        Unreadable::Missing => "no such file; `trucewatch init` writes one to start from".into(),
        Unreadable::Denied => "permission denied".into(),
        Unreadable::BeingWritten(who) => {
            format!("{who} is still writing it, so nothing is said of it: run this again when that is done, or stop it")
                .into()
        }
        Unreadable::Other(reason) => reason.into(),
    }
}

/// The default places of a watchlist.
fn usual_places(variable: &impl Fn(&str) -> Option<std::ffi::OsString>) -> Vec<PathBuf> {
    let local = PathBuf::from(LOCAL_NAME);
    let configured = config_folder(variable).map(|folder| folder.join(LOCAL_NAME));
    [Some(local), configured].into_iter().flatten().collect()
}

fn no_watchlist(places: &[PathBuf]) -> String {
    let places: Vec<_> = places.iter().map(|path| format!("no {}", sanitise(&path.to_string_lossy()))).collect();
    format!(
        "no watchlist here: there is {}, and $TRUCEWATCH_FILE is not set; \
         name a file, or write one to start from with `trucewatch init`",
        places.join(" and ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(argument: Option<&str>, variables: &[(&str, &str)], files: &[&str], expected: &WatchlistInput) {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        let is_there = |path: &Path| files.iter().any(|file| path == Path::new(file));
        assert_eq!(WatchlistInput::choose(argument.map(Path::new), variable, is_there), *expected);
    }

    #[test]
    fn the_argument_comes_first_then_the_variable_then_the_usual_places() {
        let variables = [("TRUCEWATCH_FILE", "/v.yaml"), ("HOME", "/home/o")];
        let files = ["watchlist.yaml", "/home/o/.config/trucewatch/watchlist.yaml"];
        check(Some("a.yaml"), &variables, &files, &WatchlistInput::Named("a.yaml".into()));
        check(Some("-"), &variables, &files, &WatchlistInput::Stdin);
        check(None, &variables, &files, &WatchlistInput::Named("/v.yaml".into()));
        check(None, &variables[1..], &files, &WatchlistInput::Found("watchlist.yaml".into()));
        check(None, &variables[1..], &files[1..], &WatchlistInput::Found(files[1].into()));
        check(None, &variables[1..], &[], &WatchlistInput::Embedded);
    }

    #[test]
    fn a_named_file_need_not_exist_to_be_meant() {
        check(Some("missing.yaml"), &[], &[], &WatchlistInput::Named("missing.yaml".into()));
    }

    #[test]
    fn the_configuration_folder_may_be_moved_and_home_may_be_missing() {
        let moved = "/etc/x/trucewatch/watchlist.yaml";
        check(
            None,
            &[("XDG_CONFIG_HOME", "/etc/x"), ("HOME", "/home/o")],
            &[moved],
            &WatchlistInput::Found(moved.into()),
        );
        check(
            None,
            &[("XDG_CONFIG_HOME", "relative")],
            &["relative/trucewatch/watchlist.yaml"],
            &WatchlistInput::Embedded,
        );
    }
}
