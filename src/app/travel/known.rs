//! The second clock: the file as it stood in the commits of its git repository.
//!
//! A version is read by the runtime, so a step is a wish until it has come. Meanwhile keys are answered, and a further
//! step goes on from where the wish leads. What is shown of a version that does not load is what a board would have
//! shown then: the last one that does, and the problem.

use super::super::history::{Fetch, Fetched, History, Version};
use super::version::{Stop, VersionTarget, Way};
use super::*;
use crate::load::Loaded;
use crate::text::sanitise;

/// By which clock steps are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum StepClock {
    /// By the dates in the file: what it dates later is unseen.
    #[default]
    AsDated,
    /// By the commits of the file: what was written later is unknown.
    AsKnown,
}

/// What steps through the versions need.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) clock: StepClock,
    history: Option<Arc<History>>,
    wish: Option<Wish>,
}

/// Where the operator wants to be.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    /// At what was known at a moment, or at home, and these steps from there, once it is known which versions there are.
    Asking(Option<DateTime<Utc>>, Vec<Step>),
    /// At a version that is being read.
    Stop(Stop),
}

/// The version on the board.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Its commit.
    pub(crate) version: Version,
    /// The times of all versions, in their order of time.
    pub(crate) times: Vec<DateTime<Utc>>,
    /// What is known of its text.
    pub(super) file: FileState,
    pub(super) stop: Stop,
}

impl Shown {
    /// Whether it is shown as it was committed, and not as of a later moment.
    pub(super) fn is_fresh(&self) -> bool {
        self.stop.at == self.version.at
    }

    /// Which one of how many, counted from one.
    pub(crate) fn number(&self) -> (usize, usize) {
        (self.stop.index + 1, self.times.len())
    }
}

impl App {
    /// The version that the board shows, if it is not the file as it stands.
    pub(crate) fn version(&self) -> Option<&Shown> {
        self.away().and_then(|away| away.version.as_ref())
    }

    /// Whether the board shows a version of the file, and not the file as it stands.
    pub fn is_as_known(&self) -> bool {
        self.version().is_some()
    }

    /// Whether a version is under way.
    pub(crate) fn is_fetching(&self) -> bool {
        self.travel.known.wish.is_some()
    }

    /// Whether what stands in the way is of a version, and not of the file as it stands.
    pub(crate) fn is_trouble_of_version(&self) -> bool {
        self.version().is_some_and(|shown| shown.file.trouble().is_some())
    }

    /// What is known of the text behind the board. Where nothing is wrong with a version, but with the file, the file's.
    pub(crate) fn shown_file(&self) -> &FileState {
        match self.version() {
            Some(shown) if shown.file.trouble().is_some() || self.file_state.trouble().is_none() => &shown.file,
            Some(_) | None => &self.file_state,
        }
    }

    /// Turns to the other clock. Who is away stays at the same moment.
    pub fn change_clock(&mut self) -> Vec<Effect> {
        let known = &mut self.travel.known;
        known.wish = None;
        match known.clock {
            StepClock::AsDated => {
                known.clock = StepClock::AsKnown;
                let moment = match (&self.travel.away, self.clock) {
                    (Some(away), _) => Some(away.at),
                    (None, Clock::AsOf(at)) => Some(at),
                    (None, Clock::Live) => None,
                };
                known.wish = Some(Wish::Asking(moment, Vec::new()));
                self.say("asking git for the versions of the file");
                vec![Effect::History]
            }
            StepClock::AsKnown => {
                known.clock = StepClock::AsDated;
                match self.version().map(|shown| shown.stop.at) {
                    Some(at) => self.go_to(at, at - JUST),
                    None => self.say("as dated: [ and ] go by the dates in the file"),
                }
                Vec::new()
            }
        }
    }

    /// A step through the versions.
    pub(super) fn travel_as_known(&mut self, step: Step) -> Vec<Effect> {
        let here = self.version().map(|shown| shown.stop);
        match (&mut self.travel.known.wish, here) {
            (Some(Wish::Asking(_, steps)), _) => {
                steps.push(step);
                self.say("asking git for the versions of the file");
                Vec::new()
            }
            (Some(Wish::Stop(stop)), _) => {
                let stop = *stop;
                self.step_on(step, Some(stop))
            }
            (None, Some(stop)) => self.step_on(step, Some(stop)),
            // There may be new ones since.
            (wish @ None, None) => {
                *wish = Some(Wish::Asking(None, vec![step]));
                vec![Effect::History]
            }
        }
    }

    /// Git has said which versions there are.
    pub(in crate::app) fn history_has_come(&mut self, found: Result<Arc<History>, String>) -> Vec<Effect> {
        let wish = self.travel.known.wish.take();
        match found {
            Err(why) => {
                self.travel.known.clock = StepClock::AsDated;
                self.refuse(format!("[ ] go by the dates: {}", sanitise(&why)));
                return Vec::new();
            }
            Ok(history) => self.travel.known.history = Some(history),
        }
        match (wish, self.way()) {
            (Some(Wish::Asking(moment, steps)), Some(way)) => {
                let Some((last, steps)) = steps.split_last() else { return self.start_there(moment) };
                let start = moment.and_then(|at| way.moment(at));
                let here = steps.iter().fold(start, |here, step| match way.target(*step, here) {
                    VersionTarget::Stop(stop) => Some(stop),
                    VersionTarget::Home => None,
                    VersionTarget::TooEarly(_) => here,
                });
                self.step_on(*last, here)
            }
            (Some(Wish::Asking(..) | Wish::Stop(_)) | None, _) => Vec::new(),
        }
    }

    /// Nothing more was asked for than the other clock.
    fn start_there(&mut self, moment: Option<DateTime<Utc>>) -> Vec<Effect> {
        let Some(way) = self.way() else { return Vec::new() };
        let count = way.versions.len();
        let first = way.versions.first().map(|version| version.at);
        match (moment, moment.and_then(|at| way.moment(at))) {
            (Some(_), Some(stop)) => return self.fetch(stop),
            (Some(at), None) => {
                self.travel.known.clock = StepClock::AsDated;
                self.refuse(match first {
                    Some(first) => format!("the first version was committed {}: ] goes on to it, then v", stamp(first)),
                    None => format!("no version was committed by {}: a later --now sees some", stamp(at)),
                });
            }
            (None, _) => {
                let versions = if count == 1 { "1 version".to_owned() } else { format!("{count} versions") };
                self.say(format!("as known: [ and {{ go back through git's commits, {versions} of the file"));
            }
        }
        Vec::new()
    }

    /// A version has been read. One that nobody waits for any more is let go of.
    pub(in crate::app) fn version_has_come(&mut self, fetched: Fetched) {
        if self.lists_changes() || self.is_writing() {
            // The operator has turned to something else.
            self.forget_wish();
        }
        let Some(Wish::Stop(stop)) = &self.travel.known.wish else { return };
        let stop = *stop;
        let Some(history) = &self.travel.known.history else { return };
        let Fetch { history: of, index, before } = &fetched.fetch;
        if !Arc::ptr_eq(of, history) || (*index, *before) != (stop.index, stop.before.map(|(index, _)| index)) {
            return;
        }
        let Some(version) = history.versions.get(stop.index).cloned() else { return };
        let mut times: Vec<_> = self.way().into_iter().flat_map(|way| way.versions).map(|version| version.at).collect();
        times.sort_unstable();
        self.travel.known.wish = None;
        let watchlist = |loaded: &Loaded| loaded.watchlist.clone();
        let before = fetched.before.as_ref().and_then(watchlist).zip(stop.before);
        let before = before.map(|(watchlist, (_, at))| Board::read(watchlist, at));
        let (file, board) = read(fetched, stop.at);
        self.problem = 0;
        self.leave(stop.at, stop.before.map_or(stop.at, |(_, at)| at));
        if let Some(away) = &mut self.travel.away {
            away.version = Some(Shown { version, times, file, stop });
        }
        let kept = match board {
            Some(watchlist) => self.show_as_of(watchlist, stop.at),
            // There is nothing that could be shown of that time.
            None => {
                self.board = None;
                Kept::TheItem
            }
        };
        let came = self.mark_what_came(before.as_ref());
        match kept {
            Kept::NotTheItem => self.say(format!("the item that you were reading came after {}", stamp(stop.at))),
            Kept::TheItem => self.say(self.summary(came)),
        }
    }

    /// The versions up to the moment to come back to.
    fn way(&self) -> Option<Way<'_>> {
        let history = self.travel.known.history.as_ref()?;
        let versions = match self.clock {
            Clock::Live => history.versions.as_slice(),
            Clock::AsOf(home) => {
                let seen = history.versions.iter().rposition(|version| version.at <= home).map_or(0, |last| last + 1);
                &history.versions[..seen]
            }
        };
        let zone = self.home_watchlist()?.zone().clone();
        Some(Way { versions, home: self.home(), zone })
    }

    fn step_on(&mut self, step: Step, from: Option<Stop>) -> Vec<Effect> {
        let Some(way) = self.way() else { return Vec::new() };
        match way.target(step, from) {
            VersionTarget::Stop(stop) => return self.fetch(stop),
            VersionTarget::Home if self.away().is_some() => self.come_home(),
            VersionTarget::Home => {
                self.forget_wish();
                self.say(format!("this is {}", self.home_name()));
            }
            VersionTarget::TooEarly(first) => {
                let way_on = self.way_on();
                self.refuse(format!("no version was committed before {}: {way_on}", stamp(first)));
            }
        }
        Vec::new()
    }

    fn fetch(&mut self, stop: Stop) -> Vec<Effect> {
        let Some(history) = self.travel.known.history.clone() else { return Vec::new() };
        self.travel.known.wish = Some(Wish::Stop(stop));
        let commit = history.versions.get(stop.index).map_or("", |version| version.commit.short());
        self.say(format!("reading version {} of {}, {commit}", stop.index + 1, history.versions.len()));
        vec![Effect::Version(Fetch { history, index: stop.index, before: stop.before.map(|(index, _)| index) })]
    }

    /// No version is waited for any more.
    pub(super) fn forget_wish(&mut self) {
        self.travel.known.wish = None;
    }
}

/// What is known of a version's text, and what a board shows of it.
fn read(fetched: Fetched, at: DateTime<Utc>) -> (FileState, Option<Arc<Watchlist>>) {
    let mut file = FileState::new();
    let whole = fetched.loaded.as_ref().ok().and_then(Option::as_ref).and_then(|loaded| loaded.watchlist.clone());
    let shown = whole.or_else(|| fetched.stand_in.as_ref().and_then(|loaded| loaded.watchlist.clone()));
    if let Some(good) = fetched.stand_in {
        file.read_well(good, at);
    }
    match fetched.loaded {
        Ok(Some(loaded)) if loaded.watchlist.is_some() => drop(file.read_well(loaded, at)),
        Ok(Some(loaded)) => file.read_badly(loaded, at),
        Ok(None) => file.unreadable(Unreadable::Missing, at),
        Err(why) => file.unreadable(Unreadable::Other(why), at),
    }
    (file, shown)
}
