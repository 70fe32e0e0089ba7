//! Decodes bytes from the terminal into keys, pastes and mouse events.
//!
//! An incomplete sequence is given up after a moment, and Ctrl-C and Ctrl-Z end it at once: no broken sequence can
//! block the operator's keys. Late or unrequested answers of the terminal are discarded. This is a pure state machine:
//! the caller passes in the time, and it reads nothing.

use super::background::background;
use super::sequence::{control_sequence, function_key};
use crate::app::Msg;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::{Duration, Instant};

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const CTRL_Z: u8 = 0x1a;

/// How long after an Esc the rest of a sequence may arrive before it counts as the Esc key.
const ESC_WAITS: Duration = Duration::from_millis(50);
/// How long a sequence may pause: a slow line can split it.
const SEQUENCE_WAITS: Duration = Duration::from_millis(250);
/// How long an answer of the terminal, or a paste, may pause.
const TEXT_WAITS: Duration = Duration::from_secs(1);

/// The longest valid sequence in bytes, except answers and pastes.
const MAX_SEQUENCE: usize = 64;

/// The sequences that start and end a paste.
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Bytes that have arrived and are not decoded yet.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    pending: Vec<u8>,
    /// The text of an incomplete paste.
    paste: Option<Vec<u8>>,
    last: Option<Instant>,
}

/// What a sequence of bytes starts with.
enum DecodedPrefix {
    /// This many bytes, with their message if they have one.
    Whole(usize, Option<Msg>),
    Paste,
    /// The beginning of a sequence.
    PartialInput(PartialInput),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartialInput {
    Escape,
    Sequence,
    Answer,
}

impl Decoder {
    /// Adds bytes, and returns the messages decoded from them.
    pub(crate) fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Msg> {
        let mut messages = self.give_up(now);
        // A single byte is a key press: in a paste it would come with others.
        if let [CTRL_C | CTRL_Z] = bytes {
            messages.extend(self.drop_begun());
        }
        self.last = Some(now);
        match &mut self.paste {
            Some(text) => text.extend_from_slice(bytes),
            None => self.pending.extend_from_slice(bytes),
        }
        let mut new = bytes.len();
        loop {
            if let Some(text) = &mut self.paste {
                // The end marker may start in the bytes before.
                let from = text.len().saturating_sub(new + PASTE_ENDS.len());
                let end = text[from..].windows(PASTE_ENDS.len()).position(|window| window == PASTE_ENDS);
                let Some(end) = end.map(|end| from + end) else { return messages };
                self.pending = text.split_off(end + PASTE_ENDS.len());
                messages.push(paste(&text[..end]));
                self.paste = None;
            }
            match find(&self.pending) {
                Some(DecodedPrefix::Whole(length, message)) => {
                    messages.extend(message);
                    self.pending.drain(..length);
                }
                Some(DecodedPrefix::Paste) => {
                    let text = self.pending.split_off(PASTE_BEGINS.len());
                    self.pending.clear();
                    new = text.len();
                    self.paste = Some(text);
                }
                Some(DecodedPrefix::PartialInput(PartialInput::Answer)) => {
                    forget_long_answer(&mut self.pending);
                    return messages;
                }
                Some(DecodedPrefix::PartialInput(PartialInput::Escape | PartialInput::Sequence)) => return messages,
                None => {
                    self.last = None;
                    return messages;
                }
            }
        }
    }

    /// When an incomplete sequence is given up.
    pub(crate) fn gives_up_at(&self) -> Option<Instant> {
        let wait = match (&self.paste, find(&self.pending)) {
            (Some(_), _) | (None, Some(DecodedPrefix::PartialInput(PartialInput::Answer))) => TEXT_WAITS,
            (None, Some(DecodedPrefix::PartialInput(PartialInput::Escape))) => ESC_WAITS,
            (None, Some(DecodedPrefix::PartialInput(PartialInput::Sequence))) => SEQUENCE_WAITS,
            (None, Some(DecodedPrefix::Whole(..) | DecodedPrefix::Paste)) => Duration::ZERO,
            (None, None) => return None,
        };
        self.last.map(|last| last + wait)
    }

    /// Gives up what is overdue, and returns the messages of the part that arrived.
    pub(crate) fn give_up(&mut self, now: Instant) -> Vec<Msg> {
        let is_due = self.gives_up_at().is_some_and(|at| at <= now);
        if is_due { self.drop_begun() } else { Vec::new() }
    }

    fn drop_begun(&mut self) -> Vec<Msg> {
        self.last = None;
        if let Some(text) = self.paste.take() {
            // A key that always works was not part of the text.
            let end = text.iter().position(|byte| matches!(*byte, CTRL_C | CTRL_Z)).unwrap_or(text.len());
            let key = text.get(end).and_then(|key| character(&[*key]));
            return [Some(paste(&text[..end])), key].into_iter().flatten().collect();
        }
        let key = match std::mem::take(&mut self.pending).as_slice() {
            [ESC] => Some(Msg::Key(KeyCode::Esc.into())),
            // Keys that also start longer sequences, pressed with Alt.
            [ESC, key] => character(&[*key]).map(with_alt),
            _ => None,
        };
        key.into_iter().collect()
    }
}

/// Discards the text of a long answer, except an Esc that may start its end.
fn forget_long_answer(pending: &mut Vec<u8>) {
    if pending.len() > MAX_SEQUENCE {
        let last = pending.pop();
        pending.truncate(3);
        pending.extend(last);
    }
}

/// Decodes the first item; `None` if there are no bytes.
fn find(bytes: &[u8]) -> Option<DecodedPrefix> {
    let found = match bytes {
        [] => return None,
        _ if bytes.starts_with(PASTE_BEGINS) => DecodedPrefix::Paste,
        [ESC] => DecodedPrefix::PartialInput(PartialInput::Escape),
        [ESC, ESC, ..] => DecodedPrefix::Whole(1, Some(Msg::Key(KeyCode::Esc.into()))),
        [ESC, b'[', rest @ ..] => find_sequence(rest),
        [ESC, b'O'] => DecodedPrefix::PartialInput(PartialInput::Sequence),
        [ESC, b'O', CTRL_C | CTRL_Z | ESC, ..] => DecodedPrefix::Whole(2, None),
        [ESC, b'O', key, ..] => DecodedPrefix::Whole(3, function_key(*key).map(key_pressed)),
        [ESC, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => find_end_of_answer(rest),
        [ESC, rest @ ..] => match find_character(rest) {
            DecodedPrefix::Whole(length, message) => DecodedPrefix::Whole(1 + length, message.map(with_alt)),
            part @ (DecodedPrefix::PartialInput(_) | DecodedPrefix::Paste) => part,
        },
        _ => find_character(bytes),
    };
    Some(found)
}

/// Decodes a control sequence. The bytes start after its `ESC [`.
fn find_sequence(bytes: &[u8]) -> DecodedPrefix {
    // The keys F1 to F5 of the Linux console.
    match bytes {
        [b'['] => return DecodedPrefix::PartialInput(PartialInput::Sequence),
        [b'[', key @ b'A'..=b'E', ..] => {
            return DecodedPrefix::Whole(4, Some(key_pressed(KeyCode::F(1 + key - b'A').into())));
        }
        // In the old mouse report, three arbitrary bytes follow.
        [b'M', _, _, _, ..] => return DecodedPrefix::Whole(6, None),
        [b'M', ..] => return DecodedPrefix::PartialInput(PartialInput::Sequence),
        _ => {}
    }
    let end = bytes.iter().position(|byte| !(0x20..=0x3f).contains(byte));
    match end {
        Some(end) if (0x40..=0x7e).contains(&bytes[end]) => {
            DecodedPrefix::Whole(2 + end + 1, control_sequence(&bytes[..end], bytes[end]))
        }
        // A byte that no sequence contains ends it as invalid.
        Some(end) => DecodedPrefix::Whole(2 + end, None),
        None if bytes.len() > MAX_SEQUENCE => DecodedPrefix::Whole(2 + bytes.len(), None),
        None => DecodedPrefix::PartialInput(PartialInput::Sequence),
    }
}

/// Finds the end of an answer: BEL, or `ESC \`. Another Esc, or a key that always works, ends it early. Only the colour
/// of the background has a message.
fn find_end_of_answer(bytes: &[u8]) -> DecodedPrefix {
    match bytes.iter().position(|byte| matches!(*byte, 0x07 | ESC | CTRL_C | CTRL_Z)) {
        Some(end) => match &bytes[end..] {
            [0x07, ..] => DecodedPrefix::Whole(2 + end + 1, background(&bytes[..end]).map(Msg::Background)),
            [ESC] => DecodedPrefix::PartialInput(PartialInput::Answer),
            [ESC, b'\\', ..] => DecodedPrefix::Whole(2 + end + 2, background(&bytes[..end]).map(Msg::Background)),
            _ => DecodedPrefix::Whole(2 + end, None),
        },
        None => DecodedPrefix::PartialInput(PartialInput::Answer),
    }
}

fn find_character(bytes: &[u8]) -> DecodedPrefix {
    let length = match bytes[0] {
        0x00..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        // The byte starts no character.
        _ => return DecodedPrefix::Whole(1, None),
    };
    let is_invalid = bytes.iter().take(length).skip(1).any(|byte| !(0x80..=0xbf).contains(byte));
    match bytes.get(..length) {
        _ if is_invalid => DecodedPrefix::Whole(1, None),
        Some(character_bytes) => DecodedPrefix::Whole(length, character(character_bytes)),
        None => DecodedPrefix::PartialInput(PartialInput::Sequence),
    }
}

/// The key for a character or a control character.
fn character(bytes: &[u8]) -> Option<Msg> {
    let control = |c: u8| KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    let key = match bytes {
        [b'\r' | b'\n'] => KeyCode::Enter.into(),
        [b'\t'] => KeyCode::Tab.into(),
        [0x7f] => KeyCode::Backspace.into(),
        [ESC] => KeyCode::Esc.into(),
        [0] => control(b' '),
        [c @ 0x01..=0x1a] => control(c - 1 + b'a'),
        [c @ 0x1c..=0x1f] => control(c - 0x1c + b'4'),
        _ => {
            let c = std::str::from_utf8(bytes).ok()?.chars().next()?;
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            KeyEvent::new(KeyCode::Char(c), shift)
        }
    };
    Some(Msg::Key(key))
}

fn key_pressed(key: KeyEvent) -> Msg {
    Msg::Key(key)
}

fn with_alt(message: Msg) -> Msg {
    match message {
        Msg::Key(mut key) => {
            key.modifiers |= KeyModifiers::ALT;
            Msg::Key(key)
        }
        other => other,
    }
}

fn paste(text: &[u8]) -> Msg {
    Msg::Paste(String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A decoder with its own clock, and its messages so far.
    struct Case {
        decoder: Decoder,
        start: Instant,
        said: Vec<String>,
    }

    fn case() -> Case {
        Case { decoder: Decoder::default(), start: Instant::now(), said: Vec::new() }
    }

    /// A message in short form.
    fn describe(message: &Msg) -> String {
        match message {
            Msg::Key(key) if key.modifiers.is_empty() => format!("{}", key.code),
            Msg::Key(key) => format!("{}-{}", key.modifiers, key.code),
            Msg::Mouse(mouse) => format!("{:?} {},{}", mouse.kind, mouse.column, mouse.row),
            Msg::Paste(text) => format!("“{text}”"),
            other => format!("{other:?}"),
        }
    }

    impl Case {
        fn feed(mut self, bytes: &[u8], ms: u64) -> Self {
            let now = self.start + Duration::from_millis(ms);
            self.said.extend(self.decoder.feed(bytes, now).iter().map(describe));
            self
        }

        fn wait(mut self, ms: u64) -> Self {
            let now = self.start + Duration::from_millis(ms);
            self.said.extend(self.decoder.give_up(now).iter().map(describe));
            self
        }

        #[track_caller]
        fn says(self, expected: &[&str]) -> Self {
            assert_eq!(self.said, expected);
            self
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        case().feed(bytes, 0).says(expected);
        // However the line splits it.
        let torn = bytes.iter().fold(case(), |case, byte| case.feed(&[*byte], 0));
        if !bytes.contains(&CTRL_C) && !bytes.contains(&CTRL_Z) {
            torn.says(expected);
        }
    }

    #[test]
    fn keys_are_understood_also_when_they_come_byte_by_byte() {
        check(b"aZ \xc3\xa9\xe5\x9b\xbd", &["a", "Shift-Z", "Space", "é", "国"]);
        check(b"\r\n\t\x7f\x01", &["Enter", "Enter", "Tab", "Backspace", "Control-a"]);
        check(b"\x1b[A\x1b[B\x1bOC\x1b[1;5D\x1b[H\x1b[4~", &["Up", "Down", "Right", "Control-Left", "Home", "End"]);
        check(b"\x1bOP\x1b[15~\x1b[[B\x1b[24;2~\x1b[Z", &["F1", "F5", "F2", "Shift-F12", "Shift-Back Tab"]);
        check(b"\x1b[3~\x1b[5~\x1b[6~\x1b[2~", &["Del", "Page Up", "Page Down", "Insert"]);
        check(b"\x1bx\x1b\xc3\xa9", &["Alt-x", "Alt-é"]);
        check(b"\x1b[97;5u\x1b[13u", &["Control-a", "Enter"]);
    }

    #[test]
    fn the_mouse_and_a_paste_are_understood() {
        check(b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M", &["Down(Left) 9,4", "Up(Left) 9,4", "ScrollUp 0,0"]);
        check(b"\x1b[200~a\ny \x1b[A q\x1b[201~z", &["“a\ny \u{1b}[A q”", "z"]);
    }

    #[test]
    fn the_focus_is_understood() {
        check(b"\x1b[I\x1b[Oq", &["Focus(On)", "Focus(Off)", "q"]);
    }

    #[test]
    fn an_esc_is_the_key_when_nothing_follows() {
        case().feed(b"\x1b", 0).says(&[]).wait(49).says(&[]).wait(50).says(&["Esc"]);
        case().feed(b"\x1b", 0).feed(b"q", 60).says(&["Esc", "q"]);
        case().feed(b"\x1b\x1b[A", 0).says(&["Esc", "Up"]);
    }

    #[test]
    fn a_sequence_that_does_not_end_is_given_up_and_the_next_key_works() {
        for begun in [&b"\x1b[?"[..], b"\x1b[<0;10", b"\x1bO", b"\x1b]11;rgb:", b"\x1bP>|xterm", b"\xe5\x9b"] {
            let said = case().feed(begun, 0).feed(b"q", 1001).said;
            assert_eq!(said.last().map(String::as_str), Some("q"), "{begun:?}");
        }
        case().feed(b"\x1b[200~abc", 0).feed(b"d", 900).wait(1899).says(&[]).wait(1900).says(&["“abcd”"]);
    }

    #[test]
    fn ctrl_c_and_ctrl_z_work_at_once_whatever_has_begun() {
        for begun in [&b"\x1b[200~abc"[..], b"\x1b[?", b"\x1b[<0;10", b"\x1bO", b"\x1b]11;", b"\x1bP", b"\xe5"] {
            for (key, name) in [(b"\x03", "Control-c"), (b"\x1a", "Control-z")] {
                let said = case().feed(begun, 0).feed(key, 1).said;
                assert_eq!(said.last().map(String::as_str), Some(name), "{begun:?}");
            }
        }
        case().feed(b"\x1b[?1\x03", 0).says(&["Control-c"]);
        case().feed(b"\x1b[200~abc\x03", 0).says(&[]).wait(1000).says(&["“abc”", "Control-c"]);
    }

    #[test]
    fn answers_of_the_terminal_are_swallowed() {
        check(b"\x1b]10;rgb:1e1e/1e1e/2e2e\x07q", &["q"]);
        check(b"\x1bP>|XTerm(388)\x1b\\q", &["q"]);
        check(b"\x1b[?62;22c\x1b[>1;10;0c\x1b[12;5R\x1b[?2026;2$yq", &["q"]);
        check(b"\x1b_Gi=31;OK\x1b\\q", &["q"]);
        check(b"\x1b[M \x21\x21q", &["q"]);
    }

    #[test]
    fn the_background_is_understood() {
        check(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07q", &["Background(Dark)", "q"]);
        check(b"\x1b]11;rgb:ffff/fafa/f0f0\x1b\\q", &["Background(Light)", "q"]);
        check(b"\x1b[?997;1n\x1b[?997;2nq", &["Background(Dark)", "Background(Light)", "q"]);
        let long = [b"\x1b]11;rgb:", "1".repeat(300).as_bytes(), b"\x07q"].concat();
        check(&long, &["q"]);
    }

    proptest::proptest! {
        /// A key that is pressed a while later is decoded as that key, whatever arrived before it.
        #[test]
        fn no_bytes_take_the_keys_away(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
            let said = case().feed(&bytes, 0).feed(b"q", 1001).said;
            assert_eq!(said.last().map(String::as_str), Some("q"));
            let said = case().feed(&bytes, 0).feed(b"\x03", 0).said;
            assert_eq!(said.last().map(String::as_str), Some("Control-c"));
        }
    }
}
