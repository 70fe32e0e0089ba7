//! Decides when to read the file, and whether to publish what was read.
//!
//! Editors save in many ways, and some go through a missing, an empty or a half-written file. A valid file is published
//! at once; any other outcome is deferred until it has had time to become valid. This is a pure state machine: the
//! caller passes in events and times, and it touches no file and no clock.

use super::super::file::GROWING_FOR;
use std::time::{Duration, Instant};

/// How long without an event until an unfinished save counts as finished.
pub(crate) const QUIET: Duration = Duration::from_millis(100);
/// The longest wait for a save after its first event, however many events follow.
pub(crate) const MAX_SAVE: Duration = Duration::from_millis(700);
/// How long a file must be empty before this is published.
pub(crate) const EMPTY_FOR: Duration = Duration::from_secs(1);
/// How long a file must be missing before this is published.
pub(crate) const MISSING_FOR: Duration = Duration::from_secs(2);
/// How long without an event until a valid text is published that a process may still be writing.
pub(crate) const LONG_QUIET: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LookOutcome {
    /// A complete watchlist without errors.
    Good,
    /// A watchlist without errors; a process may still be writing it.
    MayGrow,
    /// A text that a process is still writing, whatever its content.
    Growing,
    /// Text with errors, or an unreadable file.
    Bad,
    /// A file without any text.
    Empty,
    Missing,
}

/// The start and end of a check. The check may have missed events in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LookSpan {
    /// Before the first byte was read.
    pub(crate) began: Instant,
    /// When the outcome was known.
    pub(crate) ended: Instant,
}

/// Whether to publish the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DebounceVerdict {
    Publish,
    /// It may be temporary; check again when [`Debouncer::look_at`] says so.
    Defer,
}

/// The state between the first event of a save and its verdict.
#[derive(Debug, Default)]
pub(crate) struct Debouncer {
    save: Option<SaveInProgress>,
    pending: Option<PendingAbsence>,
}

/// A save in progress, as far as its events show it.
#[derive(Clone, Copy, Debug)]
struct SaveInProgress {
    first: Instant,
    last: Instant,
    stage: SaveProgress,
    ending: WriterState,
}

/// How the last event left the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriterState {
    /// A writer may have it open.
    Open,
    /// It was closed or moved into place.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SaveProgress {
    /// More events may follow.
    Unfinished,
    /// The writer has closed the file or moved it into place: it can be read at once.
    Finished,
}

/// A missing or empty file that may be a temporary state of a save.
#[derive(Clone, Copy, Debug)]
struct PendingAbsence {
    found: LookOutcome,
    since: Instant,
}

impl Debouncer {
    /// An event happened to the file, and more may follow.
    pub(crate) fn touched(&mut self, now: Instant) {
        let stage = SaveProgress::Unfinished;
        let save = self.save.get_or_insert(SaveInProgress { first: now, last: now, stage, ending: WriterState::Open });
        save.last = now;
        save.ending = WriterState::Open;
    }

    /// A save finished, or the file must be read for another reason.
    pub(crate) fn finished(&mut self, now: Instant) {
        self.touched(now);
        if let Some(save) = &mut self.save {
            save.stage = SaveProgress::Finished;
            save.ending = WriterState::Closed;
        }
    }

    /// When to check the file next; `None` while no event is pending.
    pub(crate) fn look_at(&self) -> Option<Instant> {
        let save = self.save.map(|save| match save.stage {
            SaveProgress::Finished => save.first,
            SaveProgress::Unfinished => save.settles_at(),
        });
        let pending = self.pending.map(|pending| pending.since + patience(pending.found));
        [save, pending].into_iter().flatten().min()
    }

    /// A check starts: it sees everything that has finished.
    pub(crate) fn look_begins(&mut self) {
        if let Some(save) = &mut self.save {
            save.stage = SaveProgress::Unfinished;
        }
    }

    /// Judges the outcome of a check. A save noticed during the check stays pending; without one, the next check after
    /// `Defer` is in the future.
    pub(crate) fn judge(&mut self, found: LookOutcome, LookSpan { began, ended }: LookSpan) -> DebounceVerdict {
        let settled = self.save.is_none_or(|save| began >= save.settles_at());
        let newer = self.save.filter(|save| save.last > began).map(|save| SaveInProgress { first: save.last, ..save });
        let doubted = self.pending.filter(|pending| pending.found == found).map(|pending| pending.since);
        let since = match found {
            // On its own it ends with the last event.
            LookOutcome::MayGrow => self.save.map(|save| save.last).max(doubted).unwrap_or(began),
            LookOutcome::Good | LookOutcome::Bad | LookOutcome::Growing | LookOutcome::Empty | LookOutcome::Missing => {
                doubted.unwrap_or(ended)
            }
        };
        let stands = match found {
            LookOutcome::Good => true,
            LookOutcome::Bad => settled,
            LookOutcome::MayGrow => {
                let is_closed = self.save.is_some_and(|save| save.ending == WriterState::Closed && save.last <= began);
                is_closed || (self.save.is_none() && doubted.is_none()) || began >= since + patience(found)
            }
            LookOutcome::Growing | LookOutcome::Empty | LookOutcome::Missing => ended >= since + patience(found),
        };
        if stands {
            *self = Self { save: newer, pending: None };
            return DebounceVerdict::Publish;
        }
        self.pending = match found {
            LookOutcome::Good | LookOutcome::Bad => None,
            LookOutcome::MayGrow | LookOutcome::Growing | LookOutcome::Empty | LookOutcome::Missing => {
                Some(PendingAbsence { found, since })
            }
        };
        if settled {
            self.save = newer;
        }
        DebounceVerdict::Defer
    }
}

impl SaveInProgress {
    fn settles_at(&self) -> Instant {
        (self.last + QUIET).min(self.first + MAX_SAVE)
    }
}

fn patience(found: LookOutcome) -> Duration {
    match found {
        LookOutcome::Good | LookOutcome::Bad => Duration::ZERO,
        LookOutcome::MayGrow => LONG_QUIET,
        LookOutcome::Growing => GROWING_FOR,
        LookOutcome::Empty => EMPTY_FOR,
        LookOutcome::Missing => MISSING_FOR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LookOutcome::{Bad, Empty, Good, Growing, MayGrow, Missing};

    /// A debouncer with its own clock, in milliseconds from the start.
    struct DebounceCase {
        debouncer: Debouncer,
        start: Instant,
    }

    fn case() -> DebounceCase {
        DebounceCase { debouncer: Debouncer::default(), start: Instant::now() }
    }

    fn at_once(now: Instant) -> LookSpan {
        LookSpan { began: now, ended: now }
    }

    impl DebounceCase {
        fn at(&self, ms: u64) -> Instant {
            self.start + Duration::from_millis(ms)
        }

        fn touched(mut self, ms: u64) -> Self {
            self.debouncer.touched(self.at(ms));
            self
        }

        fn finished(mut self, ms: u64) -> Self {
            self.debouncer.finished(self.at(ms));
            self
        }

        fn begins_to_look(mut self) -> Self {
            self.debouncer.look_begins();
            self
        }

        /// Ends a check that started at time zero.
        #[track_caller]
        fn ends_a_look(mut self, found: LookOutcome, ms: u64, verdict: DebounceVerdict) -> Self {
            let look = LookSpan { began: self.start, ended: self.at(ms) };
            assert_eq!(self.debouncer.judge(found, look), verdict);
            self
        }

        #[track_caller]
        fn looks_at(self, ms: u64) -> Self {
            assert_eq!(self.debouncer.look_at().map(|at| at - self.start), Some(Duration::from_millis(ms)));
            self
        }

        #[track_caller]
        fn rests(self) -> Self {
            assert_eq!(self.debouncer.look_at(), None);
            self
        }

        #[track_caller]
        fn tells(mut self, found: LookOutcome, ms: u64) -> Self {
            self.debouncer.look_begins();
            assert_eq!(self.debouncer.judge(found, at_once(self.at(ms))), DebounceVerdict::Publish);
            self.rests()
        }

        #[track_caller]
        fn holds(mut self, found: LookOutcome, ms: u64) -> Self {
            let now = self.at(ms);
            self.debouncer.look_begins();
            assert_eq!(self.debouncer.judge(found, at_once(now)), DebounceVerdict::Defer);
            assert!(self.debouncer.look_at().is_some_and(|next| next > now), "a held look must be repeated later");
            self
        }
    }

    #[test]
    fn an_untouched_file_is_never_looked_at() {
        case().rests();
    }

    #[test]
    fn a_finished_good_save_is_told_at_once() {
        case().finished(5).looks_at(5).tells(Good, 5);
    }

    #[test]
    fn an_unfinished_save_is_read_after_a_hundred_quiet_milliseconds() {
        case().touched(0).looks_at(100).touched(60).looks_at(160).tells(Good, 160);
    }

    #[test]
    fn a_writer_that_never_pauses_is_read_all_the_same() {
        let mut steady = case();
        for ms in (0..=690).step_by(30) {
            steady = steady.touched(ms);
        }
        steady.looks_at(700).tells(Bad, 700);
    }

    #[test]
    fn errors_right_after_a_save_are_read_again_before_they_are_told() {
        case().finished(0).holds(Bad, 0).looks_at(100).tells(Bad, 100);
        case().finished(0).holds(Bad, 0).tells(Good, 100);
        case().finished(0).holds(Bad, 99).looks_at(100);
    }

    #[test]
    fn a_save_that_stays_bad_is_told_within_a_second_under_a_flood() {
        let mut flood = case().finished(0).holds(Bad, 0);
        for ms in (50..700).step_by(50) {
            flood = flood.finished(ms).holds(Bad, ms);
        }
        flood.finished(700).tells(Bad, 700);
    }

    #[test]
    fn a_save_during_a_long_look_is_looked_at_after_it() {
        let saved = case().finished(0).begins_to_look().touched(400).finished(500);
        saved.ends_a_look(Good, 1000, DebounceVerdict::Publish).looks_at(500).tells(Good, 1000);
    }

    #[test]
    fn an_unfinished_save_during_a_long_look_is_given_the_time_to_end() {
        let touched = case().finished(0).begins_to_look().touched(950);
        touched.ends_a_look(Good, 1000, DebounceVerdict::Publish).looks_at(1050).holds(Bad, 1040).tells(Bad, 1050);
    }

    #[test]
    fn what_a_long_look_found_wrong_is_not_told_if_a_save_came_meanwhile() {
        let saved = case().finished(0).begins_to_look().finished(500);
        saved.ends_a_look(Bad, 1000, DebounceVerdict::Defer).looks_at(0).tells(Good, 1000);
    }

    #[test]
    fn an_empty_file_is_believed_after_a_second() {
        case().finished(0).holds(Empty, 0).looks_at(100).holds(Empty, 100).looks_at(1000).tells(Empty, 1000);
        case().finished(0).holds(Empty, 0).holds(Empty, 100).finished(300).looks_at(300).tells(Good, 300);
    }

    #[test]
    fn a_missing_file_is_believed_after_two_seconds() {
        case().touched(0).holds(Missing, 100).looks_at(2100).holds(Missing, 2099).tells(Missing, 2100);
    }

    #[test]
    fn a_save_through_missing_then_empty_then_partial_tells_only_its_end() {
        case()
            .touched(0)
            .holds(Missing, 100)
            .touched(110)
            .holds(Empty, 210)
            .finished(220)
            .holds(Bad, 220)
            .finished(240)
            .tells(Good, 240);
    }

    #[test]
    fn each_kind_of_absence_has_its_own_clock() {
        case().touched(0).holds(Missing, 100).touched(1500).holds(Empty, 1600).looks_at(2600);
    }

    #[test]
    fn a_bad_file_found_without_a_save_is_told() {
        case().tells(Bad, 0);
    }

    #[test]
    fn what_somebody_is_writing_is_told_of_only_after_five_seconds() {
        case().touched(0).holds(Growing, 100).looks_at(5100).holds(Growing, 5099).tells(Growing, 5100);
        case().touched(0).holds(Growing, 100).touched(1100).holds(Growing, 1200).finished(2000).tells(Good, 2000);
    }

    #[test]
    fn a_good_text_that_may_still_grow_is_believed_once_it_is_closed() {
        case().touched(0).finished(5).tells(MayGrow, 5);
        case().touched(0).holds(MayGrow, 100).finished(300).looks_at(300).tells(MayGrow, 300);
    }

    #[test]
    fn a_good_text_that_may_still_grow_and_is_not_closed_is_believed_after_two_quiet_seconds() {
        case().touched(0).holds(MayGrow, 100).looks_at(2000).holds(MayGrow, 1999).tells(MayGrow, 2000);
        let goes_on = case().touched(0).holds(MayGrow, 100).touched(1500).holds(MayGrow, 1600);
        goes_on.looks_at(3500).holds(MayGrow, 2000).tells(MayGrow, 3500);
    }

    #[test]
    fn a_good_text_that_was_not_touched_is_believed() {
        case().tells(MayGrow, 0);
    }
}
