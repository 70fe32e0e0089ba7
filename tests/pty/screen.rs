//! The program in a pseudo-terminal, as an operator sees it.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::time::{Duration, Instant};

/// How long a condition may take to come true. Generous: a loaded machine is no failure.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The program under test.
pub fn trucewatch() -> CommandBuilder {
    command(env!("CARGO_BIN_EXE_trucewatch"))
}

/// A command with an environment that does not depend on who runs the tests.
pub fn command(program: impl AsRef<Path>) -> CommandBuilder {
    let mut command = CommandBuilder::new(program.as_ref());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "VISUAL", "EDITOR", "TRUCEWATCH_FILE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    // The rules of time zones that are built in.
    command.env("TZDIR", "/nowhere");
    command.env("HOME", home());
    command.env("XDG_STATE_HOME", home().join("state"));
    command
}

/// A home that is nobody's, empty at the beginning of a run.
pub fn home() -> &'static Path {
    static HOME: OnceLock<PathBuf> = OnceLock::new();
    HOME.get_or_init(|| {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pty-home");
        // It is not there the first time.
        let _ = std::fs::remove_dir_all(&home);
        std::fs::create_dir_all(&home).unwrap();
        home
    })
}

/// A terminal with a program in it.
pub struct Screen {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    /// The modes of the line before the program began.
    before: String,
}

#[derive(Default)]
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser<Title>,
    /// What was on the screen after each write.
    history: Vec<String>,
    bytes: usize,
    writes: usize,
    reading: Reading,
}

/// The title of the window.
#[derive(Default)]
struct Title(String);

impl vt100::Callbacks for Title {
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.0 = String::from_utf8_lossy(title).into_owned();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    On,
    /// Not for now, with the window open.
    Stalled,
    /// To end with the next write.
    Ending,
    Over,
}

impl Default for State {
    fn default() -> Self {
        let parser = vt100::Parser::new_with_callbacks(cells(24), cells(80), 0, Title::default());
        Self { parser, history: Vec::new(), bytes: 0, writes: 0, reading: Reading::On }
    }
}

impl Screen {
    /// Shows a watchlist at 80 columns and 24 rows.
    pub fn show(file: &Path) -> Self {
        let mut command = trucewatch();
        command.arg(file);
        Self::start(command)
    }

    /// Starts any command.
    pub fn start(command: CommandBuilder) -> Self {
        Self::start_in(command, 80, 24)
    }

    /// Starts any command in a terminal that tells a size, which need not be one that we could look at.
    pub fn start_in(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let seen = Arc::new(Seen::default());
        let writer = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            loop {
                let count = reader.read(&mut chunk).unwrap_or(0);
                let mut state = writer.state.lock().unwrap();
                state.take(&chunk[..count]);
                while state.reading == Reading::Stalled {
                    state = writer.changed.wait(state).unwrap();
                }
                let is_over = count == 0 || state.reading == Reading::Ending;
                if is_over {
                    state.reading = Reading::Over;
                }
                writer.changed.notify_all();
                if is_over {
                    return;
                }
            }
        });
        Self { master: pair.master, keys, child, seen, before }
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until a text is not on the screen any more.
    #[track_caller]
    pub fn wait_for_no(&self, text: &str) {
        self.wait_until(text, |screen| !screen.contents().contains(text));
    }

    /// Waits until a condition holds; `what` names it in a failure.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |state| holds(state.parser.screen()));
    }

    /// Waits until the program has written something since a moment that [`Screen::writes`] named.
    #[track_caller]
    pub fn wait_for_write_after(&self, writes: usize) {
        self.wait("a write", |state| state.writes > writes);
    }

    #[track_caller]
    fn wait(&self, what: &str, holds: impl Fn(&State) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut state = self.state();
        while !holds(&state) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what:?}; on screen:\n{}", state.parser.screen().contents());
            state = self.seen.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// Whether a text was ever on the screen.
    pub fn has_shown(&self, text: &str) -> bool {
        self.state().history.iter().any(|screen| screen.contains(text))
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.state().parser.screen().contents()
    }

    /// How often, and how many bytes, the program has written.
    pub fn written(&self) -> (usize, usize) {
        let state = self.state();
        (state.writes, state.bytes)
    }

    /// Types.
    pub fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Confirms the lines that are on the screen: Enter twice, each when the footer asks for it.
    #[track_caller]
    pub fn confirm(&mut self) {
        self.wait_for("Enter Enter writes it");
        self.type_keys("\r");
        self.wait_for("Enter again writes it");
        self.type_keys("\r");
    }

    /// Types, if anybody still listens.
    pub fn try_type_keys(&mut self, keys: &str) -> std::io::Result<()> {
        self.keys.write_all(keys.as_bytes())
    }

    /// Waits until one of some texts is on the screen, and tells which; none if the program ends instead.
    #[track_caller]
    pub fn first_of<'t>(&self, texts: &[&'t str]) -> Option<&'t str> {
        let shown = |state: &State| {
            let contents = state.parser.screen().contents();
            texts.iter().copied().find(|text| contents.contains(text))
        };
        self.wait(&texts.join(" or "), |state| state.reading == Reading::Over || shown(state).is_some());
        shown(&self.state())
    }

    /// Stops reading what the program writes, as a stuck terminal does.
    pub fn stall(&self) {
        self.state().reading = Reading::Stalled;
    }

    /// Reads again after [`Screen::stall`].
    pub fn resume(&self) {
        self.state().reading = Reading::On;
        self.seen.changed.notify_all();
    }

    /// Changes the size of the window.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.state().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Whether the modes of the line are as they were before.
    pub fn has_modes_of_before(&self) -> bool {
        modes(&*self.master) == self.before
    }

    /// The number of the process.
    pub fn pid(&self) -> rustix::process::Pid {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::Pid::from_raw(pid).unwrap()
    }

    /// Sends a signal to the process.
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.pid(), signal).unwrap();
    }

    /// Closes the window, as when a connection drops.
    pub fn hang_up(self) -> Box<dyn Child + Send + Sync> {
        // The reading thread has the window open as well: it ends with the next write, so provoke one.
        self.state().reading = Reading::Ending;
        self.master.resize(size(81, 24)).unwrap();
        self.wait("the end of reading", |state| state.reading == Reading::Over);
        self.child
    }

    /// Waits for the process to end, and returns its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        self.wait("the end of the output", |state| state.reading == Reading::Over);
        wait_for_end(&mut *self.child)
    }

    /// Checks that the terminal is as it was before.
    #[track_caller]
    pub fn assert_restored(&self) {
        assert_eq!(modes(&*self.master), self.before, "the modes of the line");
        let state = self.state();
        let screen = state.parser.screen();
        assert!(!screen.alternate_screen(), "left in the alternate screen");
        assert!(!screen.hide_cursor(), "left without a cursor");
        assert!(!screen.bracketed_paste(), "left in bracketed paste");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "left with mouse reports");
        assert!(!screen.bold() && screen.fgcolor() == vt100::Color::Default, "left with attributes");
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        self.state().parser.callbacks().0.clone()
    }

    /// Waits until the board has the terminal.
    #[track_caller]
    pub fn wait_until_taken(&self) {
        self.wait_until("the alternate screen", |screen| screen.alternate_screen() && screen.hide_cursor());
    }

    /// Waits until the terminal is given back.
    #[track_caller]
    pub fn wait_until_given_back(&self) {
        self.wait_until("the ordinary screen", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.seen.state.lock().unwrap()
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.writes += 1;
        self.parser.process(bytes);
        self.history.push(self.parser.screen().contents());
    }
}

/// Waits for a process to end, and returns its exit code.
#[track_caller]
pub fn wait_for_end(child: &mut (dyn Child + Send + Sync)) -> u32 {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.exit_code();
        }
        assert!(Instant::now() < end, "the process does not end");
        std::thread::yield_now();
    }
}

/// Waits until a condition outside the terminal holds.
#[track_caller]
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

/// Whether a process is gone, or waits as a zombie for a parent that may never ask.
pub fn has_ended(pid: i32) -> bool {
    state_of(pid).is_none_or(|state| state == 'Z')
}

/// The letter that `ps` shows for a process; none if it is gone.
pub fn state_of(pid: i32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit(')').next()?.trim_start().chars().next()
}

/// The terminal that we look with has at least one cell.
fn cells(count: u16) -> std::num::NonZero<u16> {
    count.try_into().unwrap_or(std::num::NonZero::<u16>::MIN)
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn modes(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// A folder with a watchlist in it, outside the temporary folder, where vim would save differently.
pub struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// A folder with a `list.yaml` that says one thing.
    pub fn with(mark: &str) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        std::fs::write(folder.path().join("list.yaml"), watchlist(mark)).unwrap();
        Self { folder }
    }

    /// The watchlist.
    pub fn list(&self) -> PathBuf {
        self.path("list.yaml")
    }

    /// Anything in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Saves in place.
    pub fn write(&self, mark: &str) {
        std::fs::write(self.list(), watchlist(mark)).unwrap();
    }

    /// Saves under another name and moves that into place.
    pub fn replace(&self, mark: &str) {
        std::fs::write(self.path("list.yaml.new"), watchlist(mark)).unwrap();
        std::fs::rename(self.path("list.yaml.new"), self.list()).unwrap();
    }
}

/// A small watchlist with one mark that can be seen on the screen.
pub fn watchlist(mark: &str) -> String {
    format!(
        "version: 1\n\
         title: Test\n\
         zone: Asia/Gaza\n\
         checklists:\n\
         - id: phase-two\n  \
           name: Phase Two\n  \
           items:\n  \
           - id: item\n    \
             title: {mark}\n    \
             group: tests\n    \
             done_when: the mark is seen\n"
    )
}

/// Whether a program is there; if not, the test says that it is skipped.
pub fn has(program: &str) -> bool {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|f| f.join(program).exists());
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}
