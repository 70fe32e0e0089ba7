//! Writes the journal so that several boards on one file record each change once.
//!
//! The journal of a file has a head: the text up to which changes were recorded, and when. A board that finds the head
//! where it left it records what it saw. Otherwise another board has written in the meantime, and this board's view may
//! be out of date. It then records only what is newer than the head and still in the file, as the difference from the
//! head. So the lines of a file form one chain: each change starts from the text that the previous one led to, and none
//! is recorded twice.

use super::entry::{JournalFact, JournalLine};
use super::file;
use super::folder::Folder;
use super::place::JournalPlace;
use super::record::{self, FileRecord, TextMark};
use crate::app::{ChangeTracker, Looked, Observation, Recalled};
use crate::load::{Fingerprint, LONG, Loaded, load};
use crate::panes::changes::wire::ChangeRecord;
use crate::runtime::file::SYSTEM_ZONES;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Parses a long text, possibly on another thread.
pub(crate) type ParseText = Box<dyn Fn(&str, Vec<u8>, DateTime<Utc>) -> Loaded + Send>;

/// Stores what one board records about one watchlist.
pub(super) struct JournalWriter {
    place: JournalPlace,
    /// The watchlist's name in messages.
    name: String,
    /// Where this board left the head of the journal.
    left: Option<TextMark>,
    parse_long: ParseText,
}

impl JournalWriter {
    /// `name` is the watchlist's name in messages.
    pub(super) fn new(place: JournalPlace, name: String, parse_long: ParseText) -> Self {
        Self { place, name, left: None, parse_long }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Loads the stored state. `first` is the current watchlist, if it can be read.
    pub(super) fn restore(&self, first: Option<&Looked>) -> io::Result<Recalled> {
        let (record, entries) = {
            let folder = Folder::enter(&self.place.folder)?;
            (FileRecord::read(&folder, &self.place.file), file::all(&folder)?.entries)
        };
        Ok(Recalled { seen: self.load_baseline(first)?, earlier: earlier(&entries, &self.place.file, record) })
    }

    /// What the operator last looked at, if the text is complete. `here` is a text that need not be read again.
    pub(super) fn load_baseline(&self, here: Option<&Looked>) -> io::Result<Option<Looked>> {
        Ok(self.read_marked_text(|record| record.seen, here)?.and_then(|(_, seen)| seen))
    }

    /// Saves what the operator has looked at.
    pub(super) fn save_baseline(&mut self, seen: &Looked) -> io::Result<()> {
        let folder = Folder::enter(&self.place.folder)?;
        let record = FileRecord::read(&folder, &self.place.file);
        let mark = TextMark::new(seen.at, seen.text());
        if record.watched.is_none() {
            self.left = Some(mark);
        }
        let record = FileRecord { seen: Some(mark), watched: record.watched.or(Some(mark)) };
        record.write(&folder, &self.place.file, (mark.text, &seen.source.text))
    }

    /// Records what a board saw, possibly a while ago.
    pub(super) fn append_observation(&mut self, seen: &Observation) -> io::Result<()> {
        let folder = Folder::enter(&self.place.folder)?;
        let is_next = |head: TextMark| head.text == seen.from && (self.left == Some(head) || seen.to == seen.from);
        match FileRecord::read(&folder, &self.place.file).watched {
            Some(head) if is_next(head) => self.write(&folder, seen),
            None => self.write(&folder, seen),
            Some(head) if is_late(seen.at, head) => Ok(()),
            Some(head) if head.text == seen.to => {
                // Another board has recorded it first.
                self.left = Some(head);
                Ok(())
            }
            Some(_) => {
                drop(folder);
                self.load(seen.text.as_bytes(), seen.at).map_or(Ok(()), |to| self.catch_up(&to))
            }
        }
    }

    /// Records the difference from the head of the journal, wherever the head is.
    pub(super) fn catch_up(&mut self, to: &Looked) -> io::Result<()> {
        loop {
            let Some((head, last)) = self.read_marked_text(|record| record.watched, Some(to))? else { return Ok(()) };
            if is_late(to.at, head) {
                return Ok(());
            }
            let folder = Folder::enter(&self.place.folder)?;
            let record = FileRecord::read(&folder, &self.place.file);
            if record.watched != Some(head) {
                // Another board has recorded it first.
                continue;
            }
            if head.text != to.text() && !self.place.holds(to.text()) {
                // The file has changed again. The board that sees the newer text records that.
                return Ok(());
            }
            self.left = Some(head);
            let observations = match last {
                Some(last) => {
                    let mut lookout =
                        ChangeTracker::from(last, &earlier(&file::all(&folder)?.entries, &self.place.file, record));
                    let request = lookout.request(to.source.clone(), Arc::clone(&to.watchlist), to.at);
                    lookout.record(request.evaluate(None), to.at);
                    lookout.take()
                }
                // The changes since a lost text are unknown.
                None => {
                    let (text, changes) = (Arc::clone(&to.source.text), Vec::new());
                    vec![Observation { at: to.at, from: head.text, to: to.text(), text, reverted: None, changes }]
                }
            };
            return observations.iter().try_for_each(|observation| self.write(&folder, observation));
        }
    }

    /// A mark of the record with its text, if the stored text is complete. `here` is a text that need not be read
    /// again. Any other text is parsed outside the lock, because a long one takes time.
    fn read_marked_text(
        &self,
        which: impl Fn(FileRecord) -> Option<TextMark>,
        here: Option<&Looked>,
    ) -> io::Result<Option<(TextMark, Option<Looked>)>> {
        let folder = Folder::enter(&self.place.folder)?;
        let Some(mark) = which(FileRecord::read(&folder, &self.place.file)) else { return Ok(None) };
        if let Some(here) = here.filter(|here| here.text() == mark.text) {
            return Ok(Some((mark, Some(Looked { at: mark.at, ..here.clone() }))));
        }
        let text = record::text(&folder, &self.place.file, mark.text);
        drop(folder);
        Ok(Some((mark, text.and_then(|bytes| self.load(bytes, mark.at)))))
    }

    /// Parses a text; `None` if it does not load.
    fn load(&self, text: impl Into<Vec<u8>>, at: DateTime<Utc>) -> Option<Looked> {
        // The time affects only the warnings about future dates, which are not used here.
        let text = text.into();
        Looked::from_loaded(if text.len() >= LONG {
            (self.parse_long)(&self.name, text, at)
        } else {
            load(&self.name, text, SYSTEM_ZONES.at(at))
        })
    }

    /// Appends an observation to the journal and moves its head.
    fn write(&mut self, folder: &Folder, seen: &Observation) -> io::Result<()> {
        let mut record = FileRecord::read(folder, &self.place.file);
        let (at, text) = (seen.at, seen.to);
        let before = file::tail(folder)?;
        let of_file: Vec<_> = before.into_iter().filter(|entry| entry.file == self.place.file).collect();
        let told = if text == seen.from {
            let known = known(&of_file, text);
            let is_new = |change: &&ChangeRecord| known.get(&key(change)) != Some(&values(change));
            let changes = seen.changes.iter().filter(is_new);
            changes.map(|change| JournalFact::Changed { from: text, by: None, change: change.clone().into() }).collect()
        } else {
            told(seen, &author(&of_file, text))
        };
        if !told.is_empty() || text != seen.from {
            let entry = |told| JournalLine { at, file: self.place.file.clone(), text, told };
            let entries: Vec<_> = told.into_iter().map(entry).collect();
            file::append(folder, &entries)?;
            record.watched = Some(TextMark::new(at, text));
            record.write(folder, &self.place.file, (text, &seen.text))?;
        }
        self.left = record.watched;
        Ok(())
    }
}

/// Whether the observation is older than the head. A head in the future was written before the clock was set back.
fn is_late(seen: DateTime<Utc>, head: TextMark) -> bool {
    TextMark::new(seen, head.text).at < head.at && head.at <= Utc::now()
}

/// The journal lines for a save.
fn told(observation: &Observation, by: &Option<String>) -> Vec<JournalFact> {
    let from = observation.from;
    let reverted = observation.reverted.map(|to| JournalFact::Reverted { from, by: by.clone(), to });
    let changed = |change: &ChangeRecord| JournalFact::Changed { from, by: by.clone(), change: change.clone().into() };
    reverted.into_iter().chain(observation.changes.iter().map(changed)).collect()
}

/// Which command of this program wrote a text that no board has seen since.
fn author(of_file: &[JournalLine], text: Fingerprint) -> Option<String> {
    match &of_file.iter().rfind(|entry| entry.text == text)?.told {
        JournalFact::Wrote { by } => Some(by.clone()),
        JournalFact::Changed { .. } | JournalFact::Reverted { .. } => None,
    }
}

/// The entity, the kind of change and, for an entry, its words: each entry is a separate change.
type EntryKey<'e> = (&'e str, &'e str, &'e str);
type Values<'e> = (Option<&'e Value>, Option<&'e Value>);

/// The newest recorded change of each kind while the file had this text. Another board has seen it too.
fn known(of_file: &[JournalLine], text: Fingerprint) -> HashMap<EntryKey<'_>, Values<'_>> {
    let first = of_file.iter().rposition(|entry| entry.text != text).map_or(0, |other| other + 1);
    let changes = of_file[first..].iter().filter_map(|entry| match &entry.told {
        JournalFact::Changed { change, .. } => Some((key(change), values(change))),
        JournalFact::Reverted { .. } | JournalFact::Wrote { .. } => None,
    });
    changes.collect()
}

fn key(change: &ChangeRecord) -> EntryKey<'_> {
    (&change.change.subject, &change.change.kind, if change.change.is_entry() { &change.text } else { "" })
}

fn values(change: &ChangeRecord) -> Values<'_> {
    (change.change.was.as_ref(), change.change.is.as_ref())
}

/// Every known earlier text of a file, and when it was last there.
fn earlier(entries: &[JournalLine], file: &str, record: FileRecord) -> Vec<(Fingerprint, DateTime<Utc>)> {
    let told = entries.iter().filter(|entry| entry.file == file);
    let told = told.filter_map(|entry| Some([(entry.told.from()?, entry.at), (entry.text, entry.at)])).flatten();
    let marks = [record.seen, record.watched].into_iter().flatten().map(|mark| (mark.text, mark.at));
    // The callers keep the last time of each text.
    marks.chain(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::change;
    use super::*;
    use crate::panes::changes::wire::WireChange;
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use std::collections::VecDeque;
    use std::fs;

    /// A watchlist with a state folder next to it.
    struct Home {
        folder: tempfile::TempDir,
    }

    impl Home {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().unwrap() }
        }

        fn writer(&self) -> JournalWriter {
            let (folder, path) = (self.folder.path().join("state"), self.folder.path().join("a.yaml"));
            JournalWriter::new(
                JournalPlace { folder, file: "/a.yaml".to_owned(), path },
                "a.yaml".to_owned(),
                Box::new(load),
            )
        }

        fn save(&self, text: &str) {
            fs::write(self.folder.path().join("a.yaml"), text).unwrap();
        }

        fn text(&self) -> String {
            fs::read_to_string(self.folder.path().join("a.yaml")).unwrap()
        }

        fn entries(&self) -> Vec<JournalLine> {
            file::read(&self.folder.path().join("state")).unwrap().entries
        }

        /// The text changes in the journal, in order: from which text to which.
        fn chain(&self) -> Vec<(Fingerprint, Fingerprint)> {
            let step = |entry: &JournalLine| entry.told.from().map(|from| (from, entry.text));
            let mut chain: Vec<_> = self.entries().iter().filter_map(step).collect();
            chain.dedup();
            chain
        }
    }

    fn text(title: u8) -> String {
        format!(
            "version: 1\ntitle: Test\nzone: Asia/Gaza\nchecklists:\n- id: c\n  name: C\n  items:\n  - id: i\n    \
             title: T{title}\n    group: g\n    done_when: it is seen\n"
        )
    }

    fn moment(step: usize) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::milliseconds(i64::try_from(step).unwrap())
    }

    fn looked(at: DateTime<Utc>, text: &str) -> Looked {
        Looked::from_loaded(load("a.yaml", text, at)).unwrap()
    }

    fn observation(step: usize, (from, to): (u8, u8), changes: Vec<ChangeRecord>) -> Observation {
        let (from, text) = (Fingerprint::from_bytes(text(from)), text(to));
        Observation {
            at: moment(step),
            from,
            to: Fingerprint::from_bytes(&text),
            text: text.into(),
            reverted: None,
            changes,
        }
    }

    /// A board on the file, with what it has read but not looked at, and what it has seen but not recorded.
    struct Screen {
        writer: JournalWriter,
        lookout: ChangeTracker,
        read: Option<Looked>,
        unwritten: VecDeque<Job>,
    }

    enum Job {
        First(Looked),
        Observed(Observation),
    }

    impl Screen {
        fn start(home: &Home, at: DateTime<Utc>) -> Self {
            let (writer, lookout) = (home.writer(), ChangeTracker::default());
            let mut screen = Self { writer, lookout, read: None, unwritten: VecDeque::new() };
            screen.look(home, at);
            screen.unwritten.push_front(Job::First(looked(at, &home.text())));
            screen
        }

        fn look(&mut self, home: &Home, at: DateTime<Utc>) {
            let read = self.read.take().unwrap_or_else(|| looked(at, &home.text()));
            let request = self.lookout.request(read.source, read.watchlist, at);
            self.lookout.record(request.evaluate(None), read.at);
            self.unwritten.extend(self.lookout.take().into_iter().map(Job::Observed));
        }

        fn write(&mut self) {
            match self.unwritten.pop_front() {
                None => {}
                Some(Job::First(first)) => {
                    if self.writer.restore(Some(&first)).unwrap().seen.is_none() {
                        self.writer.save_baseline(&first).unwrap();
                    }
                    self.writer.catch_up(&first).unwrap();
                }
                Some(Job::Observed(observation)) => self.writer.append_observation(&observation).unwrap(),
            }
        }

        fn write_all(&mut self) {
            while !self.unwritten.is_empty() {
                self.write();
            }
        }
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Save(u8),
        /// A board reads the file. It may look at it much later.
        Read(usize),
        Look(usize),
        Write(usize),
        /// A board ends after recording all that it saw, and a new one starts.
        Restart(usize),
        /// A board is killed, and a new one starts.
        Kill(usize),
    }

    fn step(screens: usize) -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..4u8).prop_map(Step::Save),
            2 => (0..screens).prop_map(Step::Read),
            6 => (0..screens).prop_map(Step::Look),
            6 => (0..screens).prop_map(Step::Write),
            1 => (0..screens).prop_map(Step::Restart),
            1 => (0..screens).prop_map(Step::Kill),
        ]
    }

    /// Runs boards that see and record changes, each at its own speed. Returns the changes in the journal and the texts
    /// of the file, each in order.
    fn play(screens: usize, steps: &[Step]) -> (Vec<(Fingerprint, Fingerprint)>, Vec<Fingerprint>) {
        let home = Home::new();
        home.save(&text(0));
        let mut saved = vec![Fingerprint::from_bytes(text(0))];
        let mut first = Screen::start(&home, moment(0));
        first.write_all();
        let mut screens: Vec<_> = (1..screens).map(|_| Screen::start(&home, moment(0))).collect();
        screens.push(first);
        for (step, number) in steps.iter().zip(1..) {
            let now = moment(number);
            match *step {
                Step::Save(title) => {
                    home.save(&text(title));
                    saved.push(Fingerprint::from_bytes(text(title)));
                }
                Step::Read(screen) => screens[screen].read = Some(looked(now, &home.text())),
                Step::Look(screen) => screens[screen].look(&home, now),
                Step::Write(screen) => screens[screen].write(),
                Step::Restart(screen) => {
                    screens[screen].write_all();
                    screens[screen] = Screen::start(&home, now);
                }
                Step::Kill(screen) => screens[screen] = Screen::start(&home, now),
            }
        }
        for at in [1, 2] {
            let now = moment(steps.len() + at);
            screens.iter_mut().for_each(|screen| screen.look(&home, now));
        }
        screens.iter_mut().for_each(Screen::write_all);
        (home.chain(), saved)
    }

    #[track_caller]
    fn check_chain(chain: &[(Fingerprint, Fingerprint)], saved: &[Fingerprint]) {
        let texts: Vec<_> = saved.first().copied().into_iter().chain(chain.iter().map(|(_, to)| *to)).collect();
        let from: Vec<_> = chain.iter().map(|(from, _)| *from).collect();
        assert_eq!(from, texts[..chain.len()], "each change begins where the one before it ended");
        let mut rest = saved.iter();
        assert!(texts.iter().all(|text| rest.any(|saved| saved == text)), "what is told is what was, in its order");
        assert_eq!(texts.last(), saved.last(), "nothing is left out at the end");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn however_slow_boards_are_their_journal_is_one_chain(steps in prop::collection::vec(step(3), 0..40)) {
            let (chain, saved) = play(3, &steps);
            check_chain(&chain, &saved);
        }
    }

    #[test]
    fn one_board_writes_all_that_it_sees_however_late() {
        let steps: Vec<_> =
            [1, 0, 2, 1, 1, 0].into_iter().flat_map(|title| [Step::Save(title), Step::Look(0)]).collect();
        let (chain, _) = play(1, &steps);
        let print = |title: u8| Fingerprint::from_bytes(text(title));
        assert_eq!(chain, [(0, 1), (1, 0), (0, 2), (2, 1), (1, 0)].map(|(from, to)| (print(from), print(to))));
    }

    #[test]
    fn what_time_brings_is_written_once() {
        let home = Home::new();
        let mut screens = [home.writer(), home.writer()];
        let mut observe = |changes: &[ChangeRecord]| {
            for (writer, at) in screens.iter_mut().zip(1..) {
                writer.append_observation(&observation(at, (0, 0), changes.to_vec())).unwrap();
            }
        };
        observe(&[change("open", "closed")]);
        observe(&[change("closed", "open")]);
        observe(&[change("open", "closed")]);
        let words: Vec<_> =
            home.entries().into_iter().filter_map(|entry| told_by(entry).map(|(words, _)| words)).collect();
        assert_eq!(words, ["Rafah: open → closed", "Rafah: closed → open", "Rafah: open → closed"]);
    }

    /// Two entries that become due with time are two lines, even if they are alike. Each is recorded once.
    #[test]
    fn each_entry_that_time_brings_is_written_once() {
        let home = Home::new();
        let mut screens = [home.writer(), home.writer()];
        let change = WireChange {
            subject: "log".to_owned(),
            kind: "log-added".to_owned(),
            is: Some(1.into()),
            ..WireChange::default()
        };
        let logged = |text: &str| ChangeRecord { change: change.clone(), text: text.to_owned() };
        let observed = [vec![logged("minor: a shot")], vec![logged("▲ SEVERE: a strike"), logged("▲ SEVERE: a raid")]];
        for changes in observed {
            for (writer, at) in screens.iter_mut().zip(1..) {
                writer.append_observation(&observation(at, (0, 0), changes.clone())).unwrap();
            }
        }
        let words: Vec<_> =
            home.entries().into_iter().filter_map(|entry| told_by(entry).map(|(words, _)| words)).collect();
        assert_eq!(words, ["minor: a shot", "▲ SEVERE: a strike", "▲ SEVERE: a raid"]);
    }

    fn told_by(entry: JournalLine) -> Option<(String, Option<String>)> {
        match entry.told {
            JournalFact::Changed { by, change, .. } => Some((change.text, by)),
            JournalFact::Reverted { .. } | JournalFact::Wrote { .. } => None,
        }
    }

    #[test]
    fn what_our_own_commands_write_is_put_down_to_them_once() {
        let home = Home::new();
        let mut writer = home.writer();
        let told = JournalFact::Wrote { by: "trucewatch log add".to_owned() };
        let entry =
            JournalLine { at: moment(0), file: "/a.yaml".to_owned(), text: Fingerprint::from_bytes(text(1)), told };
        file::append(&Folder::enter(writer.folder()).unwrap(), &[entry]).unwrap();
        for (from, to, at) in [(0, 1, 1), (1, 0, 2), (0, 1, 3)] {
            writer.append_observation(&observation(at, (from, to), vec![change("closed", "open")])).unwrap();
        }
        let by: Vec<_> = home.entries().into_iter().filter_map(|entry| told_by(entry).map(|(_, by)| by)).collect();
        assert_eq!(by, [Some("trucewatch log add".to_owned()), None, None]);
    }

    #[test]
    fn a_head_whose_text_is_lost_is_left_behind_without_a_word() {
        let home = Home::new();
        home.save(&text(0));
        Screen::start(&home, moment(0)).write_all();
        let record = fs::read_dir(home.folder.path().join("state/files")).unwrap().next().unwrap().unwrap().path();
        fs::remove_file(record.join(format!("{}.yaml", Fingerprint::from_bytes(text(0))))).unwrap();
        home.save(&text(1));
        Screen::start(&home, moment(1)).write_all();
        assert_eq!(home.chain(), []);
        home.save(&text(2));
        Screen::start(&home, moment(2)).write_all();
        assert_eq!(home.chain(), [(Fingerprint::from_bytes(text(1)), Fingerprint::from_bytes(text(2)))]);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_up() {
        let home = Home::new();
        home.save(&text(0));
        let tomorrow = Utc::now() + TimeDelta::days(1);
        Screen::start(&home, tomorrow).write_all();
        home.save(&text(1));
        Screen::start(&home, moment(1)).write_all();
        assert_eq!(home.chain(), [(Fingerprint::from_bytes(text(0)), Fingerprint::from_bytes(text(1)))]);
    }
}
