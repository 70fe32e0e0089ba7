//! The loop: sleep, take in what happened, do what is asked, draw once.

use super::clerk::Clerk;
use super::editor::{self, Edited, Editor};
use super::follow::{ClockSample, Follow};
use super::input::Input;
use super::journal::{Keeper, Place};
use super::link::Links;
use super::terminal::{Terminal, give_back};
use super::versions::{StartBy, Versions};
use super::wait::{Signal, Wait, Waker, Woken};
use super::worker::Worker;
use crate::app::{App, Clock, Effect, FileLabel, Look, Msg, Options, Stamped, WatchMode, Writes};
use crate::load::Loaded;
use crate::panes::PANES;
use crate::ui;
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use crossterm::clipboard::CopyToClipboard;
use rustix::io::Errno;
use rustix::process::{getpid, getsid, kill_current_process_group};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The exit code when the terminal has hung up, as if SIGHUP had ended us.
const HUNG_UP: u8 = 129;

/// The longest sleep: so that a laptop that was suspended, or a clock that was set, is noticed at last.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// What is shown, from where, and how.
pub struct Session {
    /// The file behind the board; none for the embedded watchlist.
    pub file: Option<PathBuf>,
    /// What to call it.
    pub label: FileLabel,
    /// Whether the board follows the clock.
    pub clock: Clock,
    /// Whether it may write to the file.
    pub writes: Writes,
    /// How the screen looks.
    pub look: Look,
    /// By which clock it begins.
    pub travel: StartBy,
}

/// Shows the board until the operator ends it, and returns the exit code: 128 and the signal's number if a signal did.
///
/// # Errors
/// When there is no terminal to show it on.
pub fn run(session: Session, first: Loaded) -> anyhow::Result<u8> {
    let wait = Wait::new().context("cannot listen for signals")?;
    let terminal = Terminal::enter().context("cannot use the terminal")?;
    match Running::new(session, first.clone(), Means { wait, terminal }).run_to_end(first) {
        Ok(code) => Ok(code),
        Err(error) if is_hang_up(&error) => Ok(HUNG_UP),
        Err(error) => Err(error).context("the terminal or the file system failed"),
    }
}

/// What the program needs of the outside world to run at all.
struct Means {
    wait: Wait,
    terminal: Terminal,
}

/// All that one run of the program owns.
struct Running {
    app: App,
    terminal: Terminal,
    wait: Wait,
    input: Input,
    worker: Arc<Worker>,
    follow: Option<Follow>,
    clerk: Clerk,
    file: Option<PathBuf>,
    links: Links,
    travel: StartBy,
    versions: Versions,
    paint: Paint,
    last_wall: DateTime<Utc>,
    end: Option<u8>,
    /// Last, so that the terminal is given back before its end is waited for.
    keeper: Option<Keeper>,
}

/// Whether to draw although the app has nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paint {
    WhenNeeded,
    Anyway,
}

impl Running {
    fn new(session: Session, first: Loaded, means: Means) -> Self {
        let Session { file, label, clock, writes, look, travel } = session;
        let Means { wait, terminal } = means;
        let now = ClockSample::now();
        let size = terminal.size();
        let size = (size.width, size.height);
        let clerk = Clerk::new(file.clone(), label.name.clone(), wait.waker());
        let app = App::new(Options { panes: PANES, file: label, clock, writes, look, size, at: now.wall });
        let versions = Versions::new(wait.waker(), file.clone());
        let mut running = Self {
            app,
            terminal,
            wait,
            input: Input::default(),
            worker: Arc::default(),
            follow: None,
            clerk,
            file,
            links: Links::default(),
            travel,
            versions,
            paint: Paint::Anyway,
            last_wall: now.wall,
            end: None,
            keeper: None,
        };
        // The first messages ask for nothing that could fail.
        let at = now.wall;
        let mut effects = running.app.update(Stamped { at, msg: Msg::Read(Box::new(first)) });
        if running.file.is_none() {
            effects.extend(running.app.update(Stamped { at, msg: Msg::Watching(WatchMode::Nothing) }));
        }
        debug_assert!(effects.is_empty(), "nobody has asked for anything yet: {effects:?}");
        running
    }

    fn run_to_end(&mut self, first: Loaded) -> io::Result<u8> {
        // The first frame comes before the watches: they take time to set up, and look at the file again anyway. On a busy
        // machine the terminal, which has yet to show the frame, goes before them too.
        self.draw()?;
        std::thread::yield_now();
        if let Some(path) = self.file.clone() {
            let name = self.app.file().name().to_owned();
            self.remember(&path, first.clone())?;
            self.follow = Some(Follow::start(path, name, first, self.hands(), ClockSample::now()));
            self.follow_the_file()?;
        }
        let effects = match self.travel {
            StartBy::AsDated => Vec::new(),
            StartBy::AsKnown => self.app.change_clock(),
        };
        effects.into_iter().try_for_each(|effect| self.carry_out(effect))?;
        loop {
            if let Some(code) = self.end {
                return Ok(code);
            }
            self.draw()?;
            let woken = self.sleep()?;
            self.answer_signals()?;
            if let Some(code) = self.end {
                return Ok(code);
            }
            if woken.gone {
                return Ok(HUNG_UP);
            }
            let now = Instant::now();
            let typed = if woken.keys { self.input.read(self.terminal.keys(), now)? } else { self.input.give_up(now) };
            for key in typed {
                // What was typed after the key that ends the program is not for it any more.
                if self.end.is_some() {
                    break;
                }
                self.tell(key)?;
            }
            self.follow_the_file()?;
            let ended = self.clerk.take();
            self.tell_all(ended.into_iter().collect())?;
            let recalled = self.keeper.as_ref().map(Keeper::take).unwrap_or_default();
            self.retire(&recalled);
            self.tell_all(recalled)?;
            let told = self.versions.take();
            self.tell_all(told)?;
            self.tick()?;
        }
    }

    /// Who takes on long work, and who wakes the loop when it is done.
    fn hands(&self) -> (Arc<Worker>, Waker) {
        (Arc::clone(&self.worker), self.wait.waker())
    }

    /// Begins to remember what is seen. A board of the past has nothing to remember.
    fn remember(&mut self, path: &Path, first: Loaded) -> io::Result<()> {
        match self.app.clock() {
            Clock::AsOf(_) => return Ok(()),
            Clock::Live => {}
        }
        let keeper = Place::of(path).and_then(|place| Keeper::start(place, first, self.hands()));
        match keeper {
            Ok(keeper) => {
                self.keeper = Some(keeper);
                Ok(())
            }
            Err(error) => self.tell(Msg::Notice(format!("changes are remembered until the end only: {error}"))),
        }
    }

    /// Draws if there is something new to show and the terminal has taken all of the last frame.
    fn draw(&mut self) -> io::Result<()> {
        if self.terminal.stalled().is_some() {
            self.terminal.send()?;
        }
        let is_wanted = self.app.needs_draw() || self.paint == Paint::Anyway;
        if !is_wanted || self.terminal.stalled().is_some() {
            return Ok(());
        }
        let app = &self.app;
        self.terminal.draw(|frame| ui::draw(app, frame))?;
        self.app.drawn();
        self.paint = Paint::WhenNeeded;
        Ok(())
    }

    fn sleep(&mut self) -> io::Result<Woken> {
        let now = ClockSample::now();
        let file = self.follow.as_ref().map(|follow| follow.next_step().saturating_duration_since(now.steady));
        let screen = self.app.wake_at().map(|at| until(at, now.wall));
        let keys = self.input.gives_up_at().map(|at| at.saturating_duration_since(now.steady));
        let time = [file, screen, keys].into_iter().flatten().min().unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP);
        self.wait.sleep(self.terminal.keys(), self.terminal.stalled(), Some(time))
    }

    fn answer_signals(&mut self) -> io::Result<()> {
        let signals: Vec<_> = self.wait.signals().collect();
        self.answer_all(&signals)
    }

    /// Answers signals. To end comes first: the terminal may not be ours any more, and is then not to be touched.
    fn answer_all(&mut self, signals: &[Signal]) -> io::Result<()> {
        let end = signals.iter().find_map(|signal| if let Signal::End(code) = signal { Some(*code) } else { None });
        if end.is_some() {
            self.end = end;
            return Ok(());
        }
        signals.iter().try_for_each(|signal| self.answer(*signal))
    }

    fn answer(&mut self, signal: Signal) -> io::Result<()> {
        match signal {
            Signal::End(code) => {
                self.end = Some(code);
                Ok(())
            }
            Signal::Resized => {
                self.terminal.forget()?;
                self.start_afresh()
            }
            Signal::Stop => self.stop(|| emulate_default_handler(SIGTSTP)),
            // Whoever stopped us may have used the terminal meanwhile, or have it still.
            Signal::Continue if !self.terminal.is_in_foreground() => self.stop(stop_group),
            Signal::Continue => {
                self.terminal.lend(|| ())?;
                self.start_afresh()
            }
            Signal::Child => {
                let failures = self.links.reap();
                self.tell_all(failures.into_iter().map(Msg::Notice).collect())
            }
        }
    }

    /// Draws all of the next frame, at whatever size the terminal has become.
    fn start_afresh(&mut self) -> io::Result<()> {
        self.paint = Paint::Anyway;
        let size = self.terminal.size();
        self.tell(Msg::Resize(size.width, size.height))
    }

    /// Stops until told to go on in the foreground, with the terminal given back for the while; or to end.
    fn stop(&mut self, stop: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        give_back();
        let mut others = Vec::new();
        stop()?;
        loop {
            // The signal that let us go on is answered by what follows.
            others.extend(self.wait.signals().filter(|&signal| signal != Signal::Continue));
            if others.iter().any(|signal| matches!(signal, Signal::End(_))) {
                return self.answer_all(&others);
            }
            if self.terminal.is_in_foreground() {
                break;
            }
            stop_group()?;
        }
        self.terminal.take_from_shell()?;
        self.start_afresh()?;
        self.answer_all(&others)
    }

    /// Sees to it that long watchlists from elsewhere than the file are not dropped on the loop either.
    fn retire(&mut self, told: &[Msg]) {
        let looked = told.iter().filter_map(|msg| match msg {
            Msg::Recalled(recalled) => recalled.seen.as_ref(),
            Msg::ReadBack(found) => found.as_ref().as_ref().ok(),
            _ => None,
        });
        if let Some(follow) = &mut self.follow {
            looked.for_each(|looked| follow.retire(&looked.source, &looked.watchlist));
        }
    }

    fn follow_the_file(&mut self) -> io::Result<()> {
        let now = ClockSample::now();
        let told = self.follow.as_mut().map(|follow| follow.step(now)).unwrap_or_default();
        self.tell_all(told)?;
        if let Some(follow) = &mut self.follow {
            follow.let_go();
        }
        Ok(())
    }

    /// Tells the app that its moment has come; also when the wall clock was set back, and every age is wrong.
    fn tick(&mut self) -> io::Result<()> {
        let now = Utc::now();
        let was_set_back = now < self.last_wall;
        self.last_wall = now;
        if was_set_back || self.app.wake_at().is_some_and(|at| at <= now) { self.tell(Msg::Tick) } else { Ok(()) }
    }

    fn tell_all(&mut self, messages: Vec<Msg>) -> io::Result<()> {
        messages.into_iter().try_for_each(|msg| self.tell(msg))
    }

    fn tell(&mut self, msg: Msg) -> io::Result<()> {
        let effects = self.app.update(Stamped { at: Utc::now(), msg });
        effects.into_iter().try_for_each(|effect| self.carry_out(effect))
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Quit(code) => {
                self.end = Some(code);
                Ok(())
            }
            Effect::Suspend => self.suspend(),
            Effect::Edit { line } => self.edit(line),
            Effect::Copy(text) => self.terminal.say(CopyToClipboard::to_clipboard_from(text)),
            Effect::Open(url) => match self.links.open(&url) {
                Ok(()) => Ok(()),
                Err(reason) => self.tell(Msg::Notice(reason)),
            },
            Effect::Reread => {
                let told = self.follow.as_mut().map(|follow| follow.reread(ClockSample::now())).unwrap_or_default();
                self.tell_all(told)
            }
            Effect::History => {
                self.versions.ask_for_history();
                Ok(())
            }
            Effect::Version(fetch) => {
                self.versions.ask_for(fetch);
                Ok(())
            }
            Effect::Propose(errand) => {
                self.clerk.propose(errand, Utc::now());
                Ok(())
            }
            Effect::Save(save) => {
                self.clerk.save(save);
                Ok(())
            }
            Effect::Mouse(switch) => self.terminal.set_mouse(switch),
            Effect::Seen(seen) => {
                if let Some(keeper) = &self.keeper {
                    keeper.seen(seen);
                }
                Ok(())
            }
            Effect::ReadBack => {
                if let Some(keeper) = &self.keeper {
                    keeper.read_back();
                }
                Ok(())
            }
            Effect::Observed(observation) => {
                if let Some(keeper) = &self.keeper {
                    keeper.observed(observation);
                }
                Ok(())
            }
            Effect::Redraw => {
                self.paint = Paint::Anyway;
                self.terminal.forget()
            }
        }
    }

    /// Stops our whole process group, as the terminal would have done: a script that started us stops with us. All at
    /// once, and by a signal that nobody can put off: whoever let us go on in between would be overtaken by the stop.
    fn suspend(&mut self) -> io::Result<()> {
        if getsid(None)? == getpid() {
            return self.tell(Msg::Notice("there is no shell to go back to".to_owned()));
        }
        self.stop(stop_group)
    }

    fn edit(&mut self, line: usize) -> io::Result<()> {
        let Some(file) = &self.file else {
            let advice = "the built-in watchlist has no file to edit: `trucewatch init` writes one";
            return self.tell(Msg::Notice(advice.to_owned()));
        };
        // An absolute path cannot be taken for an option.
        let file = match std::path::absolute(file) {
            Ok(file) => file,
            Err(error) => return self.tell(Msg::Notice(format!("the file cannot be found from here: {error}"))),
        };
        let editor = match Editor::from_environment(|name| std::env::var_os(name)) {
            Ok(editor) => editor,
            Err(reason) => return self.tell(Msg::Notice(reason)),
        };
        let mut command = editor.command(&file, line);
        if let Ok(keys) = self.terminal.fresh_keys() {
            command.stdin(keys);
        }
        let wait = &mut self.wait;
        let edited = self.terminal.lend(|| editor::run(editor.name(), &mut command, wait))?;
        self.start_afresh()?;
        match edited {
            Edited::Well => Ok(()),
            Edited::Badly(reason) => self.tell(Msg::Notice(reason)),
            Edited::Interrupted(code) => {
                self.end = Some(code);
                Ok(())
            }
        }
    }
}

/// Stops this process and those that were started with it.
fn stop_group() -> io::Result<()> {
    Ok(kill_current_process_group(rustix::process::Signal::STOP)?)
}

/// How long to sleep until a moment of the wall clock. A moment that has passed was answered already, so it is asked
/// about again only in a second.
fn until(at: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    match (at - now).to_std() {
        // The two clocks may differ by a hair: to wake too early would be to wake twice.
        Ok(time) if !time.is_zero() => time + Duration::from_millis(1),
        Ok(_) | Err(_) => Duration::from_secs(1),
    }
}

fn is_hang_up(error: &io::Error) -> bool {
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO, Errno::BADF];
    error.kind() == io::ErrorKind::UnexpectedEof
        || error.raw_os_error().is_some_and(|code| gone.iter().any(|errno| errno.raw_os_error() == code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_sleep_ends_just_after_its_moment() {
        let now = Utc::now();
        assert_eq!(until(now + TimeDelta::milliseconds(250), now), Duration::from_millis(251));
    }

    #[test]
    fn a_moment_that_has_passed_is_no_reason_to_stay_awake() {
        let now = Utc::now();
        assert_eq!(until(now, now), Duration::from_secs(1));
        assert_eq!(until(now - TimeDelta::days(400), now), Duration::from_secs(1));
    }

    #[test]
    fn a_lost_terminal_is_told_from_other_failures() {
        assert!(is_hang_up(&Errno::IO.into()));
        assert!(is_hang_up(&io::ErrorKind::UnexpectedEof.into()));
        assert!(!is_hang_up(&Errno::NOMEM.into()));
    }
}
