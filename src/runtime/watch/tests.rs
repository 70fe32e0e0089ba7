//! What is published about a file. The test takes the place of the job that queries the file system.

use super::*;
use crate::load::load;

const TEXT: &str = "version: 1\ntitle: Test\nzone: Asia/Gaza\n";

/// A followed file. The test takes the place of the job that queries the file system.
struct FollowCase {
    follow: Follow,
    asked: Option<LookDepth>,
    reports: Vec<LookReport>,
    start: ClockSample,
}

fn case() -> FollowCase {
    let start = ClockSample::now();
    let first = load("list.yaml", TEXT.as_bytes().to_vec(), start.wall);
    let (waker, _) = Waker::with_pipe().expect("a pipe");
    let follow = Follow::new("list.yaml".into(), "list.yaml".to_owned(), first, waker, start);
    FollowCase { follow, asked: None, reports: Vec::new(), start }
}

impl FollowCase {
    fn at(&self, ms: u64) -> ClockSample {
        let time = Duration::from_millis(ms);
        ClockSample { steady: self.start.steady + time, wall: self.start.wall + time }
    }

    /// The messages published at a time.
    fn step(&mut self, ms: u64) -> Vec<Msg> {
        let now = self.at(ms);
        let step = self.follow.step(std::mem::take(&mut self.reports), now);
        if let Some(WatchJob::Look(job)) = step.job {
            self.asked = Some(job.look);
        }
        step.messages
    }

    /// The check that is requested now.
    #[track_caller]
    fn asked(&mut self) -> LookDepth {
        self.asked.take().expect("something is asked")
    }

    fn answer(&mut self, sight: Sight) {
        let surroundings = Surroundings { mode: WatchMode::Events, has_moved: false, rescued: Vec::new() };
        self.reports.push(LookReport::Answer(Box::new(LookAnswer { surroundings, sight })));
    }

    /// Answers that the text is the one from the first read, with its writers.
    fn answer_same(&mut self, ms: u64, stamp: Stamp, writers: Writers) {
        let at = self.at(ms);
        self.answer(Sight::Same(at, stamp, writers));
    }
}

/// The stamp of a file that was saved just now.
fn fresh_stamp() -> Stamp {
    let file = tempfile::tempfile().expect("a temporary folder");
    Stamp::from_file(&file).expect("an open file has a stamp")
}

#[test]
fn a_path_that_does_not_answer_is_told_with_the_moment_and_so_is_its_return() {
    let mut case = case();
    assert!(case.step(0).is_empty());
    assert!(matches!(case.asked(), LookDepth::AtText(_)));
    assert!(case.step(2999).is_empty());
    assert_eq!(case.follow.next_step(), case.at(3000).steady, "the loop wakes to say so");
    let since = case.at(0).wall;
    assert!(matches!(case.step(3000).as_slice(), [Msg::Watching(WatchMode::Stalled(at))] if *at == since));
    assert!(case.step(60_000).is_empty(), "it is said once");
    assert!(case.asked.is_none(), "nothing more is asked of what does not answer");
    case.answer_same(0, fresh_stamp(), Writers::None);
    assert!(matches!(case.step(61_000).as_slice(), [Msg::Watching(WatchMode::Events)]));
}

#[test]
fn a_fresh_save_is_read_again_although_no_stamp_differs() {
    let mut case = case();
    case.step(0);
    case.asked();
    case.answer_same(0, fresh_stamp(), Writers::None);
    case.step(1);
    case.step(2500);
    assert!(matches!(case.asked(), LookDepth::AtText(_)), "no stamp that can be trusted is no reason not to look");
    let at = case.at(2500);
    case.answer(Sight::Unreadable(Unreadable::Missing, at, Err(Unreadable::Missing)));
    case.step(2501);
    case.step(4600);
    case.asked();
    let at = case.at(4600);
    case.answer(Sight::Unreadable(Unreadable::Missing, at, Err(Unreadable::Missing)));
    assert!(matches!(case.step(4601).as_slice(), [Msg::Unreadable(Unreadable::Missing)]));
}

#[test]
fn a_reason_why_there_is_no_stamp_is_another_one_when_it_changes() {
    let mut case = case();
    case.step(0);
    case.asked();
    let at = case.at(0);
    case.answer(Sight::Unreadable(Unreadable::Missing, at, Err(Unreadable::Missing)));
    case.step(1);
    case.step(2500);
    case.asked();
    let at = case.at(2500);
    case.answer(Sight::Unreadable(Unreadable::Missing, at, Err(Unreadable::Missing)));
    assert_eq!(case.step(2501).len(), 1);
    case.step(5001);
    assert!(matches!(case.asked(), LookDepth::AtStamp));
    case.answer(Sight::Stamp(Err(Unreadable::Denied)));
    case.step(5002);
    case.step(5102);
    assert!(matches!(case.asked(), LookDepth::AtText(_)));
}

#[test]
fn what_is_being_written_is_never_shown_and_said_after_a_while() {
    let mut case = case();
    case.step(0);
    case.asked();
    let half = load("list.yaml", b"version: 1\ntitle: Half\n".to_vec(), case.start.wall);
    let writers = Writers::Some("scp (process 7)".to_owned());
    let stamp = fresh_stamp();
    let at = case.at(0);
    case.answer(Sight::New(Box::new(half), at, stamp, writers.clone()));
    assert!(!case.step(1).iter().any(|msg| matches!(msg, Msg::Read(_))));
    case.step(2600);
    assert!(matches!(case.asked(), LookDepth::AtText(_)), "to close a file leaves its stamp as it is");
    case.answer_same(2600, stamp, writers.clone());
    case.step(2601);
    case.step(5102);
    case.asked();
    case.answer_same(5102, stamp, writers);
    assert!(matches!(case.step(5103).as_slice(), [Msg::Unreadable(Unreadable::BeingWritten(_))]));
    case.step(7700);
    case.asked();
    case.answer_same(7700, stamp, Writers::None);
    assert!(matches!(case.step(7701).as_slice(), [Msg::Read(_)]));
}
