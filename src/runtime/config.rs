//! The operator's own files: `config.toml`, which the program only reads, and the choices made by key, which it keeps.

use super::journal::state_folder;
use crate::app::config::{Config, ConfigProblem, ScreenChoice};
use crate::app::{Switch, ThemeName, TimeDisplay};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The largest configuration that is read, in bytes.
const MAX_SIZE: u64 = 1 << 20;

const VERSION: u32 = 1;

/// The configuration, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct LoadedConfig {
    pub config: Config,
    pub problems: Vec<ConfigProblem>,
    /// The file, if there is one.
    pub path: Option<PathBuf>,
}

/// What was chosen by key, as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
struct WireChoice {
    v: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mouse: Option<bool>,
}

impl LoadedConfig {
    /// Reads the configuration of this process's user. Of a key that was chosen on the screen too, the newer one counts:
    /// a key press after the last edit of the file, otherwise the file.
    pub fn read() -> Self {
        let path = config_path(|name| env::var_os(name));
        let mut loaded = path.as_deref().map_or_else(Self::default, read_file);
        if let Some((choice, at)) = remembered() {
            let is_newer = loaded.path.as_deref().and_then(changed_at).is_none_or(|edited| edited < at);
            let configured = loaded.config.screen;
            loaded.config.screen = if is_newer { choice.or(configured) } else { configured.or(choice) };
        }
        loaded
    }

    /// The first problem, for the footer of the board.
    pub(crate) fn notice(&self) -> Option<String> {
        let more = match self.problems.len() {
            0 | 1 => String::new(),
            all => format!(" (and {} more: trucewatch info)", all - 1),
        };
        self.problems.first().map(|first| format!("config.toml, {first}{more}"))
    }
}

/// The program's folder in `$XDG_CONFIG_HOME`, otherwise in `~/.config`.
pub fn config_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
    folder.map(|folder| folder.join("trucewatch"))
}

/// Where the configuration is, whether or not there is one.
pub fn config_path(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    config_folder(variable).map(|folder| folder.join("config.toml"))
}

fn read_file(path: &Path) -> LoadedConfig {
    let of_file = |message: String| LoadedConfig {
        problems: vec![ConfigProblem { line: 1, message }],
        path: Some(path.to_owned()),
        ..LoadedConfig::default()
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return LoadedConfig::default(),
        Err(error) => return of_file(format!("it cannot be read: {error}")),
        Ok(metadata) if !metadata.is_file() => return of_file("it is not a regular file".to_owned()),
        Ok(metadata) if metadata.len() > MAX_SIZE => return of_file("it is larger than 1 MiB".to_owned()),
        Ok(_) => {}
    }
    match fs::read_to_string(path) {
        Ok(text) => {
            let (config, problems) = Config::parse(&text);
            LoadedConfig { config, problems, path: Some(path.to_owned()) }
        }
        Err(error) => of_file(format!("it cannot be read: {error}")),
    }
}

fn changed_at(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// Where the choices made by key are kept.
fn choice_path() -> io::Result<PathBuf> {
    Ok(state_folder()?.join("screen.json"))
}

/// The choices made by key, and when. A file that cannot be read is as good as none.
fn remembered() -> Option<(ScreenChoice, std::time::SystemTime)> {
    let path = choice_path().ok()?;
    let wire: WireChoice = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
    let choice = ScreenChoice {
        theme: wire.theme.and_then(|word| ThemeName::parse(&word)),
        times: wire.times.and_then(|word| TimeDisplay::ALL.into_iter().find(|times| times.word() == word)),
        mouse: wire.mouse.map(|is_on| if is_on { Switch::On } else { Switch::Off }),
    };
    (wire.v == VERSION).then_some(choice).zip(changed_at(&path))
}

/// Keeps the choices made by key. Losing them does no harm, so a failure is not reported.
pub(crate) fn remember(choice: ScreenChoice) {
    let wire = WireChoice {
        v: VERSION,
        theme: choice.theme.map(|theme| theme.word().to_owned()),
        times: choice.times.map(|times| times.word().to_owned()),
        mouse: choice.mouse.map(|mouse| mouse == Switch::On),
    };
    let write = || {
        let path = choice_path()?;
        let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(&wire)?)?;
        file.persist(&path)?;
        Ok(())
    };
    let _: io::Result<()> = write();
}
