//! What of the messages and effects of the app goes into the program's own log.

use crate::app::{Effect, Msg, ProposeError, SaveEnd, Unreadable, WatchMode};
use crate::runtime::program_log::{note, note_read};

/// Notes a message: what has come from the file, git and the state folder, and how saves ended.
pub(super) fn note_message(msg: &Msg) {
    match msg {
        Msg::Read(loaded) => note_read(loaded),
        Msg::Unreadable(why) => note(|| format!("unreadable reason={:?}", reason(why))),
        Msg::Watching(mode) => note(|| format!("watching mode={}", mode_words(mode))),
        Msg::Rescued(names) => note(|| format!("rescued files={}", names.len())),
        Msg::Proposed(Ok(proposed)) => note(|| format!("proposed warnings={}", proposed.warnings.len())),
        Msg::Proposed(Err(error)) => note(|| match &**error {
            ProposeError::Refused(_) => "edit refused".to_owned(),
            ProposeError::Unreadable(why) => format!("edit refused reason={:?}", reason(why)),
        }),
        Msg::SaveEnded(end) => note(|| save_words(end)),
        Msg::Recalled(recalled) => note(|| format!("state restored looked={}", recalled.seen.is_some())),
        Msg::ReadBack(found) => note(|| format!("baseline loaded={}", found.is_ok())),
        Msg::History(found) => note(|| format!("history found={}", found.is_ok())),
        Msg::Version(_) => note(|| "version".to_owned()),
        Msg::EditorOpened(name) => note(|| format!("editor opened={name:?}")),
        Msg::Notice(text) => note(|| format!("notice {text:?}")),
        Msg::Resize(width, height) => note(|| format!("resize size={width}x{height}")),
        Msg::Evaluated(_) => note(|| "evaluated".to_owned()),
        Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Background(_) | Msg::Tick | Msg::Kept(_) | Msg::Focus(_) => {
        }
    }
}

/// Notes an effect: what has changed, and what alerts.
pub(super) fn note_effect(effect: &Effect) {
    match effect {
        Effect::Alert(alert) => note(|| format!("alert away={}", alert.is_away)),
        Effect::Observed(observation) => note(|| {
            let kinds: Vec<_> = observation.changes.iter().map(|record| &*record.change.kind).collect();
            let reverted = observation.reverted.is_some();
            format!("changes count={} reverted={reverted} kinds={}", kinds.len(), kinds.join(","))
        }),
        Effect::Quit(_)
        | Effect::Suspend
        | Effect::Edit { .. }
        | Effect::Copy(_)
        | Effect::Open(_)
        | Effect::Reread
        | Effect::AskBackground
        | Effect::History
        | Effect::Version(_)
        | Effect::Mouse(_)
        | Effect::Propose(_)
        | Effect::Save(_)
        | Effect::Redraw
        | Effect::Seen(_)
        | Effect::ReadBack
        | Effect::Title(_)
        | Effect::Evaluate(_)
        | Effect::Remember(_) => {}
    }
}

fn reason(why: &Unreadable) -> &str {
    match why {
        Unreadable::Missing => "missing",
        Unreadable::Denied => "permission denied",
        Unreadable::BeingWritten(_) => "being written",
        Unreadable::Other(reason) => reason,
    }
}

fn mode_words(mode: &WatchMode) -> String {
    match mode {
        WatchMode::Events => "events".to_owned(),
        WatchMode::Polling(why) => format!("polling reason={why:?}"),
        WatchMode::Stalled(since) => format!("stalled since={since:?}"),
        WatchMode::Nothing => "nothing".to_owned(),
    }
}

fn save_words(end: &SaveEnd) -> String {
    match end {
        SaveEnd::Written => "saved".to_owned(),
        SaveEnd::WrittenAnew(_) => "saved after=another-save".to_owned(),
        SaveEnd::Unconfirmed(why) => format!("saved unconfirmed={why:?}"),
        SaveEnd::Changed => "not saved reason=\"the file has changed\"".to_owned(),
        SaveEnd::Failed(why) => format!("not saved reason={why:?}"),
    }
}
