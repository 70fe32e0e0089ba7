//! The event loop: sleep, process events, run effects, draw once.

mod beside;
mod drop_in_background;
mod editor;
mod feed;
mod message_log;
mod wait;

use crate::app::alerts::Alert;
use crate::app::config::AlertConfig;
use crate::app::{App, Clock, Effect, FileLabel, Look, Msg, Options, Stamped, Switch, WatchMode, Writes};
use crate::load::Loaded;
use crate::panes::PANES;
use crate::runtime::alert_command::AlertJob;
use crate::runtime::config::LoadedConfig;
use crate::runtime::git::versions::{RevisionJob, RevisionRequest};
use crate::runtime::jobs::{Job, JobResult, Jobs, ProposeJob, SaveJob, WatchlistFile};
use crate::runtime::journal::{Journal, JournalTask};
use crate::runtime::program_log::note_read;
use crate::runtime::terminal::input::TerminalInput;
use crate::runtime::terminal::notification::notification;
use crate::runtime::terminal::{Terminal, give_back, note_answer};
use crate::runtime::watch::{ClockSample, Follow, FollowStep, LookReport};
use crate::ui;
use anyhow::Context as _;
use beside::ProgramsBeside;
use chrono::{DateTime, Utc};
use crossterm::clipboard::CopyToClipboard;
pub use feed::{Feed, FeedEvent, LastGood, run_feed};

use drop_in_background::LongWatchlists;
use editor::{Editor, EditorExit, EditorPlace};
use message_log::{note_effect, note_message};
use rustix::io::Errno;
use rustix::process::{getpid, getsid, kill_current_process_group};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use wait::{OsSignal, Wait, WakeCause};

/// The exit code when the terminal hangs up, the same as if SIGHUP had ended the program: 128 + 1.
const HUNG_UP: u8 = 129;

/// The longest sleep. It bounds how late the loop notices that a laptop was suspended or that the clock was set.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

pub struct Session {
    /// The file behind the board; `None` for the embedded watchlist.
    pub file: Option<PathBuf>,
    pub label: FileLabel,
    pub clock: Clock,
    pub writes: Writes,
    pub look: Look,
    pub config: LoadedConfig,
    /// Which time axis a past board starts on.
    pub travel: StartBy,
}

/// The time axis of a past board at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartBy {
    /// By the dates in the file (valid time).
    AsDated,
    /// By the commits of the file (transaction time).
    AsKnown,
}

/// Shows the board until the operator quits. Returns the exit code, which is 128 plus the signal number if a signal
/// ended the program.
///
/// # Errors
/// If there is no terminal.
pub fn run(session: Session, first: Loaded) -> anyhow::Result<u8> {
    let wait = Wait::new().context("cannot listen for signals")?;
    let terminal = Terminal::enter(session.look.bidi).context("cannot use the terminal")?;
    match EventLoop::new(session, first.clone(), TerminalAndSignals { wait, terminal }).run_to_end(first) {
        Ok(code) => Ok(code),
        Err(error) if is_hang_up(&error) => Ok(HUNG_UP),
        Err(error) => Err(error).context("the terminal or the file system failed"),
    }
}

/// The resources without which the program cannot run.
struct TerminalAndSignals {
    wait: Wait,
    terminal: Terminal,
}

struct EventLoop {
    app: App,
    terminal: Terminal,
    wait: Wait,
    input: TerminalInput,
    follow: Option<Follow>,
    journal: Option<Journal>,
    long_watchlists: LongWatchlists,
    file: Option<PathBuf>,
    beside: ProgramsBeside,
    travel: StartBy,
    editor: Option<Vec<String>>,
    alerts: AlertConfig,
    paint: Paint,
    last_wall: DateTime<Utc>,
    end: Option<u8>,
    /// The last field: the terminal is restored before the drop waits for the jobs.
    jobs: Jobs,
}

/// Whether to draw even if the app has nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paint {
    WhenNeeded,
    Anyway,
}

impl EventLoop {
    fn new(session: Session, first: Loaded, means: TerminalAndSignals) -> Self {
        let Session { file, label, clock, writes, look, config, travel } = session;
        let (notice, LoadedConfig { config, .. }) = (config.notice(), config);
        let (editor, alerts) = (config.editor.clone(), config.alerts.clone());
        let TerminalAndSignals { wait, terminal } = means;
        let now = ClockSample::now();
        let size = terminal.size();
        let size = (size.width, size.height);
        let app = App::new(Options { panes: PANES, file: label, clock, writes, look, config, size, at: now.wall });
        let jobs = Jobs::new(wait.waker());
        let mut event_loop = Self {
            app,
            terminal,
            wait,
            input: TerminalInput::default(),
            follow: None,
            journal: None,
            long_watchlists: LongWatchlists::default(),
            file,
            beside: ProgramsBeside::default(),
            travel,
            editor,
            alerts,
            paint: Paint::Anyway,
            last_wall: now.wall,
            end: None,
            jobs,
        };
        note_read(&first);
        // The first messages request nothing that could fail.
        let at = now.wall;
        let mut effects = event_loop.app.update(Stamped { at, msg: Msg::Read(Box::new(first)) });
        if event_loop.file.is_none() {
            effects.extend(event_loop.app.update(Stamped { at, msg: Msg::Watching(WatchMode::Nothing) }));
        }
        if let Some(notice) = notice {
            effects.extend(event_loop.app.update(Stamped { at, msg: Msg::Notice(notice) }));
        }
        debug_assert!(effects.is_empty(), "nobody has asked for anything yet: {effects:?}");
        event_loop
    }

    fn run_to_end(&mut self, first: Loaded) -> io::Result<u8> {
        if self.app.screen().mouse() == Switch::On {
            self.terminal.set_mouse(Switch::On)?;
        }
        // The first frame comes before the watches: they take time to set up, and they check the file again anyway. On
        // a busy machine the terminal, which still has to show the frame, also takes precedence.
        self.draw()?;
        std::thread::yield_now();
        if let Some(path) = self.file.clone() {
            let name = self.app.file().name().to_owned();
            self.open_journal(path.clone(), first.clone())?;
            self.long_watchlists.add(&first.source, first.watchlist.as_ref());
            self.follow = Some(Follow::new(path, name, first, self.wait.waker(), ClockSample::now()));
            self.step_follower(Vec::new())?;
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
                // Keys after the one that quits are not meant for this program.
                if self.end.is_some() {
                    break;
                }
                if let Msg::Background(_) = key {
                    note_answer();
                }
                self.update_app(key)?;
            }
            self.take_results()?;
            self.tick()?;
        }
    }

    /// Opens the journal. A past board has nothing to record.
    fn open_journal(&mut self, path: PathBuf, first: Loaded) -> io::Result<()> {
        match self.app.clock() {
            Clock::AsOf(_) => return Ok(()),
            Clock::Live => {}
        }
        match Journal::open(&path, first.source.name.clone(), self.jobs.long_text_parser()) {
            Ok(journal) => {
                self.journal = Some(journal);
                self.submit_to_journal(JournalTask::Restore(Box::new(first)))
            }
            Err(error) => self.update_app(Msg::Notice(format!("changes are remembered until the end only: {error}"))),
        }
    }

    fn submit_to_journal(&mut self, task: JournalTask) -> io::Result<()> {
        match &self.journal {
            Some(journal) => self.submit(Job::Journal(journal.job(task))),
            None => Ok(()),
        }
    }

    fn submit(&mut self, job: Job) -> io::Result<()> {
        self.jobs.submit(job);
        Ok(())
    }

    fn revision_job(&self, request: RevisionRequest) -> RevisionJob {
        RevisionJob { file: self.file.clone(), request }
    }

    /// Draws if there is something new and the terminal has accepted the whole previous frame.
    fn draw(&mut self) -> io::Result<()> {
        if self.terminal.stalled().is_some() {
            self.terminal.send()?;
        }
        let is_wanted = self.app.needs_draw() || self.paint == Paint::Anyway;
        if !is_wanted || self.terminal.stalled().is_some() {
            return Ok(());
        }
        let app = &self.app;
        let mut targets = Vec::new();
        self.terminal.draw_board(ui::window_title(app), |frame| {
            let drawn = ui::draw_with_targets(app, frame);
            targets = drawn.targets;
            drawn.links
        })?;
        self.app.drawn();
        self.app.set_click_targets(targets);
        self.paint = Paint::WhenNeeded;
        Ok(())
    }

    fn sleep(&mut self) -> io::Result<WakeCause> {
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

    /// Handles signals. Those that end the program come first: the terminal may no longer be ours and must then not be
    /// touched.
    fn answer_all(&mut self, signals: &[OsSignal]) -> io::Result<()> {
        let end = signals.iter().find_map(|signal| if let OsSignal::End(code) = signal { Some(*code) } else { None });
        if end.is_some() {
            self.end = end;
            return Ok(());
        }
        signals.iter().try_for_each(|signal| self.answer(*signal))
    }

    fn answer(&mut self, signal: OsSignal) -> io::Result<()> {
        match signal {
            OsSignal::End(code) => {
                self.end = Some(code);
                Ok(())
            }
            OsSignal::Resized => {
                self.terminal.forget()?;
                self.redraw_at_new_size()
            }
            OsSignal::Stop => self.stop(|| emulate_default_handler(SIGTSTP)),
            // Another program may have used the terminal since the stop, or may still be using it.
            OsSignal::Continue if !self.terminal.is_in_foreground() => self.stop(stop_group),
            OsSignal::Continue => {
                self.terminal.lend(|| ())?;
                self.redraw_at_new_size()
            }
            OsSignal::Child => {
                let failures = self.beside.reap();
                self.update_app_with_all(failures.into_iter().map(Msg::Notice).collect())
            }
        }
    }

    /// Redraws the whole frame at the new terminal size.
    fn redraw_at_new_size(&mut self) -> io::Result<()> {
        self.paint = Paint::Anyway;
        let size = self.terminal.size();
        self.update_app(Msg::Resize(size.width, size.height))
    }

    /// Restores the terminal and stops until a signal continues the program in the foreground or ends it.
    fn stop(&mut self, stop: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        give_back();
        let mut others = Vec::new();
        stop()?;
        loop {
            let is_in_foreground = self.terminal.is_in_foreground();
            if !is_in_foreground {
                // Another thread may still be handling a signal that came with the one to continue.
                std::thread::sleep(SIGNAL_GRACE);
            }
            // The code below handles the signal that continued the program.
            others.extend(self.wait.signals().filter(|&signal| signal != OsSignal::Continue));
            if others.iter().any(|signal| matches!(signal, OsSignal::End(_))) {
                return self.answer_all(&others);
            }
            if is_in_foreground {
                break;
            }
            stop_group()?;
        }
        self.terminal.take_from_shell()?;
        self.redraw_at_new_size()?;
        self.answer_all(&others)
    }

    /// Processes job results and runs the steps that are due for the followed file.
    fn take_results(&mut self) -> io::Result<()> {
        let (mut reports, mut messages) = (Vec::new(), Vec::new());
        for result in self.jobs.results() {
            match result {
                JobResult::Look(report) => reports.push(report),
                JobResult::Message(msg) => messages.push(msg),
            }
        }
        // No other code may hold the last handle when the app drops its own.
        for loaded in reports.iter().filter_map(LookReport::loaded) {
            self.long_watchlists.add(&loaded.source, loaded.watchlist.as_ref());
        }
        let baselines = messages.iter().filter_map(|msg| match msg {
            Msg::Recalled(recalled) => recalled.seen.as_ref(),
            Msg::ReadBack(found) => found.as_ref().as_ref().ok(),
            _ => None,
        });
        baselines.for_each(|baseline| self.long_watchlists.add(&baseline.source, Some(&baseline.watchlist)));
        self.step_follower(reports)?;
        self.update_app_with_all(messages)?;
        let unused = self.long_watchlists.take_unused();
        if !unused.is_empty() {
            self.jobs.submit(Job::Drop(unused));
        }
        Ok(())
    }

    fn step_follower(&mut self, reports: Vec<LookReport>) -> io::Result<()> {
        let step = self.follow.as_mut().map(|follow| follow.step(reports, ClockSample::now()));
        self.carry_on(step.unwrap_or_default())
    }

    fn carry_on(&mut self, FollowStep { messages, job }: FollowStep) -> io::Result<()> {
        if let Some(job) = job {
            self.jobs.submit(Job::Watch(job));
        }
        self.update_app_with_all(messages)
    }

    fn watchlist_file(&self) -> WatchlistFile {
        WatchlistFile { path: self.file.clone(), name: self.app.file().name().to_owned() }
    }

    /// Sends a tick to the app when it is due, and when the wall clock was set back, which makes every age wrong.
    fn tick(&mut self) -> io::Result<()> {
        let now = Utc::now();
        let was_set_back = now < self.last_wall;
        self.last_wall = now;
        if was_set_back || self.app.wake_at().is_some_and(|at| at <= now) { self.update_app(Msg::Tick) } else { Ok(()) }
    }

    fn update_app_with_all(&mut self, messages: Vec<Msg>) -> io::Result<()> {
        messages.into_iter().try_for_each(|msg| self.update_app(msg))
    }

    fn update_app(&mut self, msg: Msg) -> io::Result<()> {
        note_message(&msg);
        let effects = self.app.update(Stamped { at: Utc::now(), msg });
        effects.into_iter().try_for_each(|effect| self.carry_out(effect))
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        note_effect(&effect);
        match effect {
            Effect::Quit(code) => {
                self.end = Some(code);
                Ok(())
            }
            Effect::Suspend => self.suspend(),
            Effect::Edit { line } => self.edit(line),
            Effect::Copy(text) => self.terminal.say(CopyToClipboard::to_clipboard_from(text)),
            Effect::Open(url) => match self.beside.open_link(&url) {
                Ok(()) => Ok(()),
                Err(reason) => self.update_app(Msg::Notice(reason)),
            },
            Effect::Reread => {
                let step = self.follow.as_mut().map(|follow| follow.reread(ClockSample::now()));
                self.carry_on(step.unwrap_or_default())
            }
            Effect::History => self.submit(Job::Git(self.revision_job(RevisionRequest::History))),
            Effect::Version(fetch) => self.submit(Job::Git(self.revision_job(RevisionRequest::Version(fetch)))),
            Effect::Propose(request) => {
                let job = ProposeJob { file: self.watchlist_file(), request, at: Utc::now() };
                self.submit(Job::Propose(Box::new(job)))
            }
            Effect::Save(save) => {
                let job = SaveJob { file: self.watchlist_file(), save };
                self.submit(Job::Save(Box::new(job)))
            }
            Effect::AskBackground => self.terminal.ask_background(),
            Effect::Mouse(switch) => self.terminal.set_mouse(switch),
            Effect::Seen(seen) => self.submit_to_journal(JournalTask::SaveBaseline(Box::new(seen))),
            Effect::ReadBack => self.submit_to_journal(JournalTask::LoadBaseline),
            Effect::Observed(observation) => self.submit_to_journal(JournalTask::Append(Box::new(observation))),
            Effect::Alert(alert) => self.alert(alert),
            Effect::Title(title) => {
                self.terminal.set_alert_title(title);
                Ok(())
            }
            Effect::Remember(choice) => self.submit(Job::Remember(choice)),
            Effect::Evaluate(request) => self.submit(Job::Evaluate(Box::new(request))),
            Effect::Redraw => {
                self.paint = Paint::Anyway;
                self.terminal.forget()
            }
        }
    }

    /// The bell and the desktop if nobody looks at the terminal, and the operator's command.
    fn alert(&mut self, alert: Alert) -> io::Result<()> {
        let Alert { words, json, is_away } = alert;
        if is_away && self.alerts.bell == Switch::On {
            self.terminal.ring()?;
        }
        let variable = |name: &str| std::env::var(name).ok();
        if let Some(sequence) = notification(self.alerts.desktop, &words, variable).filter(|_| is_away) {
            self.terminal.say(sequence)?;
        }
        if self.alerts.command.is_empty() {
            return Ok(());
        }
        self.submit(Job::Alert(AlertJob { command: self.alerts.command.clone(), json }))
    }

    /// Stops the whole process group, as the terminal would: a script that started this program stops too. It stops all
    /// processes at once with a signal that none can delay; a delayed stop could arrive after the signal to continue.
    fn suspend(&mut self) -> io::Result<()> {
        if getsid(None)? == getpid() {
            return self.update_app(Msg::Notice("there is no shell to go back to".to_owned()));
        }
        self.stop(stop_group)
    }

    fn edit(&mut self, line: usize) -> io::Result<()> {
        let Some(file) = &self.file else {
            let advice = "the built-in watchlist has no file to edit: `trucewatch init` writes one";
            return self.update_app(Msg::Notice(advice.to_owned()));
        };
        // An absolute path cannot be mistaken for an option.
        let file = match std::path::absolute(file) {
            Ok(file) => file,
            Err(error) => return self.update_app(Msg::Notice(format!("the file cannot be found from here: {error}"))),
        };
        let editor = self
            .editor
            .clone()
            .map_or_else(|| Editor::from_environment(|name| std::env::var_os(name)), Editor::from_words);
        let editor = match editor {
            Ok(editor) => editor,
            Err(reason) => return self.update_app(Msg::Notice(reason)),
        };
        let mut command = editor.command(&file, line);
        match editor.place() {
            EditorPlace::Terminal => {}
            EditorPlace::OwnWindow => return self.edit_beside(editor.name(), &mut command),
        }
        if let Ok(keys) = self.terminal.fresh_keys() {
            command.stdin(keys);
        }
        let wait = &mut self.wait;
        let edited = self.terminal.lend(|| editor::run(editor.name(), &mut command, wait))?;
        self.redraw_at_new_size()?;
        match edited {
            EditorExit::Well => Ok(()),
            EditorExit::Badly(reason) => self.update_app(Msg::Notice(reason)),
            EditorExit::Interrupted(code) => {
                self.end = Some(code);
                Ok(())
            }
        }
    }

    /// Starts an editor with a window of its own. The board goes on and follows what it saves.
    fn edit_beside(&mut self, name: &str, command: &mut Command) -> io::Result<()> {
        let msg = match self.beside.start(command, format!("the editor {name} failed")) {
            Ok(()) => Msg::EditorOpened(name.to_owned()),
            Err(error) => Msg::Notice(editor::did_not_start(name, &error)),
        };
        self.update_app(msg)
    }
}

/// How long a signal can take to be noted, before the program stops again in the background.
const SIGNAL_GRACE: Duration = Duration::from_millis(50);

fn stop_group() -> io::Result<()> {
    Ok(kill_current_process_group(rustix::process::Signal::STOP)?)
}

/// How long to sleep until a wall-clock time. A time in the past was already handled, so it is checked again in a
/// second.
fn until(at: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    match (at - now).to_std() {
        // The two clocks can differ slightly. Waking too early would mean waking twice.
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
