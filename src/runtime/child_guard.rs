//! A time limit for a program that we started.

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use std::io;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Kills a child that takes too long. It forgets the process id before the child is reaped, so the id can never
/// belong to another process.
pub(super) struct ChildGuard {
    pid: Arc<Mutex<Option<Pid>>>,
    /// Sends a sign of life. Dropping the sender ends the thread.
    signs: Option<Sender<()>>,
    has_killed: Arc<AtomicBool>,
}

impl ChildGuard {
    /// Kills the child once no sign of life has come for this long.
    pub(super) fn new(child: &Child, limit: Duration) -> Self {
        let (sender, listener) = channel();
        let pid = Arc::new(Mutex::new(i32::try_from(child.id()).ok().and_then(Pid::from_raw)));
        let has_killed = Arc::new(AtomicBool::new(false));
        let (guarded, flag) = (Arc::clone(&pid), Arc::clone(&has_killed));
        thread::spawn(move || {
            while listener.recv_timeout(limit) == Ok(()) {}
            if listener.try_recv() == Err(TryRecvError::Empty) {
                flag.store(true, Ordering::Release);
                kill(&guarded);
            }
        });
        Self { pid, signs: Some(sender), has_killed }
    }

    /// A sign of life: the time limit begins again.
    pub(super) fn is_alive(&self) {
        if let Some(signs) = &self.signs {
            // If the guard thread has ended, there is nothing to guard.
            let _ = signs.send(());
        }
    }

    /// Whether the child was killed because it took too long.
    pub(super) fn has_killed(&self) -> bool {
        self.has_killed.load(Ordering::Acquire)
    }

    pub(super) fn kill(&self) {
        kill(&self.pid);
    }

    /// Waits for the child to end.
    pub(super) fn wait_for(&mut self, child: &mut Child) -> io::Result<ExitStatus> {
        let pid = *lock(&self.pid);
        if let Some(pid) = pid {
            // Waits without reaping: until the child is reaped, its id cannot belong to another process, so killing it
            // is safe.
            let until_its_end = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while matches!(waitid(WaitId::Pid(pid), until_its_end), Err(Errno::INTR)) {}
        }
        lock(&self.pid).take();
        self.signs = None;
        child.wait()
    }
}

fn kill(pid: &Mutex<Option<Pid>>) {
    if let Some(pid) = *lock(pid) {
        // It may already have ended.
        let _ = kill_process(pid, Signal::KILL);
    }
}

fn lock(pid: &Mutex<Option<Pid>>) -> MutexGuard<'_, Option<Pid>> {
    pid.lock().unwrap_or_else(PoisonError::into_inner)
}
