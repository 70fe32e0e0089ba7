//! File system events for one file: their meaning, and whether they can be trusted.
//!
//! The watches are on folders, never on the file. notify's own thread reduces events to a few flags, so that a flood of
//! events costs the loop one wake-up. Reading and judging the file happens elsewhere.

use super::symlink_chain::{FolderId, SymlinkChain};
use crate::app::WatchMode;
use crate::runtime::file::network;
use crate::runtime::wake::Waker;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The events since the last query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SaveSigns {
    /// The file was written to, created, removed or had its mode changed; more may follow.
    pub(crate) touched: bool,
    /// The file was closed after a write or was moved into place, or events were lost: read it now.
    pub(crate) finished: bool,
    /// A watched folder was removed or moved, which also removed its watch.
    pub(crate) folder_gone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LostWatches {
    None,
    /// Some of them, so all are set up again.
    Some,
}

impl SaveSigns {
    fn any(self) -> bool {
        self.touched || self.finished || self.folder_gone
    }

    fn and(self, other: Self) -> Self {
        Self {
            touched: self.touched || other.touched,
            finished: self.finished || other.finished,
            folder_gone: self.folder_gone || other.folder_gone,
        }
    }
}

/// The watches on the folders of one file's symlink chain.
pub(crate) struct FolderWatches {
    path: PathBuf,
    watched: BTreeMap<PathBuf, FolderId>,
    /// `None` before the first [`refresh`](Self::refresh). An error says why there are no events.
    watcher: Option<Result<RecommendedWatcher, String>>,
    inbox: Arc<SignInbox>,
    mode: WatchMode,
}

impl FolderWatches {
    /// Watching starts with the first [`refresh`](Self::refresh). An earlier save may have gone unnoticed, so check the
    /// file after it.
    pub(crate) fn new(path: PathBuf, inbox: Arc<SignInbox>) -> Self {
        Self { path, watched: BTreeMap::new(), watcher: None, inbox, mode: WatchMode::Nothing }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Resolves the symlink chain again and moves the watches to its folders. Returns whether any watch moved: a save
    /// may then have gone unnoticed. Cheap if nothing has moved.
    pub(crate) fn refresh(&mut self, lost: LostWatches) -> bool {
        match lost {
            LostWatches::None => {}
            LostWatches::Some => self.drop_watches(|_, _| true),
        }
        let chain = SymlinkChain::resolve(&self.path);
        self.drop_watches(|folder, id| chain.folders.get(folder) != Some(id));
        let (moved, problem) = self.add_watches(&chain.folders);
        self.inbox.lock().chain = chain;
        self.mode = match problem.or_else(|| network::name_of_file_system(&self.path).map(on_network)) {
            Some(reason) => WatchMode::Polling(reason),
            None => WatchMode::Events,
        };
        moved
    }

    /// How saves are currently noticed.
    pub(crate) fn mode(&self) -> &WatchMode {
        &self.mode
    }

    fn drop_watches(&mut self, is_stale: impl Fn(&Path, &FolderId) -> bool) {
        let Some(Ok(watcher)) = &mut self.watcher else { return };
        self.watched.retain(|folder, id| {
            let stale = is_stale(folder, id);
            if stale {
                // Fails if the folder is gone; notify has then removed the watch itself.
                let _ = watcher.unwatch(folder);
            }
            !stale
        });
    }

    fn add_watches(&mut self, folders: &BTreeMap<PathBuf, FolderId>) -> (bool, Option<String>) {
        let handler = Arc::clone(&self.inbox);
        let start = || notify::recommended_watcher(move |event| handler.receive(event)).map_err(|e| reason(&e));
        let watcher = match self.watcher.get_or_insert_with(start) {
            Ok(watcher) => watcher,
            Err(reason) => return (false, Some(reason.clone())),
        };
        let (mut moved, mut problem) = (false, None);
        for (folder, id) in folders {
            if self.watched.contains_key(folder) {
                continue;
            }
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder.clone(), *id);
                    moved = true;
                }
                Err(error) => problem = Some(reason(&error)),
            }
        }
        (moved, problem)
    }
}

/// Shared by notify's thread, the watch lane and the loop.
pub(crate) struct SignInbox {
    seen: Mutex<InboxState>,
    waker: Waker,
}

#[derive(Default)]
struct InboxState {
    chain: SymlinkChain,
    signs: SaveSigns,
}

impl SignInbox {
    /// Wakes the loop for new signs.
    pub(crate) fn new(waker: Waker) -> Self {
        Self { waker, seen: Mutex::default() }
    }

    /// Takes the signs that have arrived.
    pub(crate) fn take(&self) -> SaveSigns {
        std::mem::take(&mut self.lock().signs)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, InboxState> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs in notify's thread, for every file in the folders: it must stay cheap.
    fn receive(&self, event: notify::Result<Event>) {
        let mut seen = self.lock();
        let signs = match &event {
            Ok(event) => read_event(event, &seen.chain),
            Err(_) => SaveSigns { finished: true, ..SaveSigns::default() },
        };
        if signs.any() && !seen.signs.any() {
            self.waker.wake();
        }
        seen.signs = seen.signs.and(signs);
    }
}

/// The meaning of one event for the file at the end of a symlink chain.
fn read_event(event: &Event, chain: &SymlinkChain) -> SaveSigns {
    let touched = SaveSigns { touched: true, ..SaveSigns::default() };
    let finished = SaveSigns { finished: true, ..SaveSigns::default() };
    if event.need_rescan() {
        return finished;
    }
    if event.paths.iter().any(|path| chain.folders.contains_key(path)) && takes_away(&event.kind) {
        return SaveSigns { folder_gone: true, ..touched };
    }
    if !event.paths.iter().any(|path| chain.steps.contains(path)) {
        return SaveSigns::default();
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => finished,
        // Reading the file causes these events: reacting to them would never end.
        EventKind::Access(_) => SaveSigns::default(),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => touched,
        EventKind::Modify(ModifyKind::Name(_)) => match event.paths.last() {
            Some(to) if chain.steps.contains(to) => finished,
            _ => touched,
        },
        EventKind::Any | EventKind::Other | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => {
            touched
        }
    }
}

fn takes_away(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn on_network(name: &str) -> String {
    format!("{name}: saves on other machines send no events")
}

/// Why there are no events, in words that name the remedy.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the limit fs.inotify.max_user_watches is reached".to_owned(),
        ErrorKind::PathNotFound => "its folder is missing".to_owned(),
        ErrorKind::Io(e) if e.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => {
            "the limit of open files or fs.inotify.max_user_instances is reached".to_owned()
        }
        ErrorKind::Io(e) => e.to_string(),
        ErrorKind::Generic(text) => text.clone(),
        ErrorKind::WatchNotFound | ErrorKind::InvalidConfig(_) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind};

    const TOUCHED: SaveSigns = SaveSigns { touched: true, finished: false, folder_gone: false };
    const FINISHED: SaveSigns = SaveSigns { touched: false, finished: true, folder_gone: false };
    const NOTHING: SaveSigns = SaveSigns { touched: false, finished: false, folder_gone: false };

    #[track_caller]
    fn check(kind: EventKind, paths: &[&str], expected: SaveSigns) {
        let chain = SymlinkChain {
            steps: [PathBuf::from("/f/list")].into(),
            folders: [(PathBuf::from("/f"), Some((1, 2)))].into(),
        };
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
        assert_eq!(read_event(&event, &chain), expected);
    }

    fn renamed(mode: RenameMode) -> EventKind {
        EventKind::Modify(ModifyKind::Name(mode))
    }

    #[test]
    fn closing_after_writing_finishes_a_save() {
        check(EventKind::Access(AccessKind::Close(AccessMode::Write)), &["/f/list"], FINISHED);
    }

    #[test]
    fn moving_into_place_finishes_a_save() {
        check(renamed(RenameMode::To), &["/f/list"], FINISHED);
        check(renamed(RenameMode::Both), &["/f/list.tmp", "/f/list"], FINISHED);
    }

    #[test]
    fn moving_away_only_touches() {
        check(renamed(RenameMode::From), &["/f/list"], TOUCHED);
        check(renamed(RenameMode::Both), &["/f/list", "/f/list~"], TOUCHED);
    }

    #[test]
    fn writing_creating_removing_and_chmod_touch() {
        check(EventKind::Modify(ModifyKind::Data(DataChange::Any)), &["/f/list"], TOUCHED);
        check(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), &["/f/list"], TOUCHED);
        check(EventKind::Create(CreateKind::File), &["/f/list"], TOUCHED);
        check(EventKind::Remove(RemoveKind::File), &["/f/list"], TOUCHED);
    }

    #[test]
    fn our_own_reading_and_the_neighbours_are_ignored() {
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), &["/f/list"], NOTHING);
        check(EventKind::Access(AccessKind::Close(AccessMode::Read)), &["/f/list"], NOTHING);
        check(EventKind::Access(AccessKind::Close(AccessMode::Write)), &["/f/other"], NOTHING);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), &["/f"], NOTHING);
    }

    #[test]
    fn lost_events_mean_read_now() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(read_event(&event, &SymlinkChain::default()), FINISHED);
    }

    #[test]
    fn a_folder_that_goes_takes_its_watch_along() {
        check(EventKind::Remove(RemoveKind::Folder), &["/f"], SaveSigns { folder_gone: true, ..TOUCHED });
        check(renamed(RenameMode::From), &["/f"], SaveSigns { folder_gone: true, ..TOUCHED });
    }

    #[test]
    fn limits_are_named() {
        assert!(reason(&notify::Error::new(ErrorKind::MaxFilesWatch)).contains("max_user_watches"));
        let full = std::io::Error::from_raw_os_error(rustix::io::Errno::MFILE.raw_os_error());
        assert!(reason(&notify::Error::io(full)).contains("max_user_instances"));
    }
}
