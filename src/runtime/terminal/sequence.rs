//! The meaning of control sequences: those of xterm, and those of other terminals that differ.

use super::background::changed_background;
use crate::app::{Msg, Switch};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// The message for a control sequence, given the bytes between `ESC [` and its last byte, and that byte. `None` if it
/// is no event, such as most answers of the terminal.
pub(crate) fn control_sequence(parameters: &[u8], last: u8) -> Option<Msg> {
    let text = std::str::from_utf8(parameters).ok()?;
    if let Some(report) = text.strip_prefix('<') {
        return mouse(report, last).map(Msg::Mouse);
    }
    match (text, last) {
        ("", b'I') => return Some(Msg::Focus(Switch::On)),
        ("", b'O') => return Some(Msg::Focus(Switch::Off)),
        (_, b'n') => return changed_background(text).map(Msg::Background),
        _ => {}
    }
    let mut numbers = text.split(';');
    let (first, second) = (numbers.next().unwrap_or(""), numbers.next().unwrap_or(""));
    // After a colon comes the event type: press or release.
    let (modifiers, kind) = second.split_once(':').unwrap_or((second, ""));
    if kind == "3" {
        return None;
    }
    let modifiers = modifiers_of(modifiers)?;
    let code = match last {
        b'~' => numbered_key(first.parse().ok()?)?,
        b'u' => key_of_character(first.split(':').next()?.parse().ok()?)?,
        b'Z' => return Some(Msg::Key(KeyEvent::new(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT))),
        // With a number it is the cursor position.
        b'R' => return None,
        _ if first.is_empty() || first == "1" => function_key(last)?.code,
        _ => return None,
    };
    let code = match code {
        KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        code => code,
    };
    Some(Msg::Key(KeyEvent::new(code, modifiers)))
}

/// The key after `ESC O`, or after `ESC [` without a number.
pub(crate) fn function_key(key: u8) -> Option<KeyEvent> {
    let code = match key {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(1 + key - b'P'),
        _ => return None,
    };
    Some(code.into())
}

fn numbered_key(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28..=29 => KeyCode::F(number - 13),
        31..=34 => KeyCode::F(number - 14),
        _ => return None,
    })
}

fn key_of_character(number: u32) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

/// The modifiers encoded in a number, which is their bits plus one.
fn modifiers_of(number: &str) -> Option<KeyModifiers> {
    if number.is_empty() {
        return Some(KeyModifiers::NONE);
    }
    let bits = number.parse::<u8>().ok()?.saturating_sub(1);
    let pairs =
        [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL), (8, KeyModifiers::SUPER)];
    Some(pairs.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect())
}

/// A mouse report: button, column and row, counted from one.
fn mouse(report: &str, last: u8) -> Option<MouseEvent> {
    let mut numbers = report.split(';').map(str::parse::<u16>);
    let (what, column, row) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let is_moving = what & 32 != 0;
    let button = match what & 3 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (what & 0b1100_0011, is_moving, last) {
        (64, false, b'M') => MouseEventKind::ScrollUp,
        (65, false, b'M') => MouseEventKind::ScrollDown,
        (66, false, b'M') => MouseEventKind::ScrollLeft,
        (67, false, b'M') => MouseEventKind::ScrollRight,
        (3, true, _) => MouseEventKind::Moved,
        (0..=2, true, _) => MouseEventKind::Drag(button),
        (0..=2, false, b'M') => MouseEventKind::Down(button),
        (0..=2, false, b'm') => MouseEventKind::Up(button),
        _ => return None,
    };
    let pairs = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers = pairs.into_iter().filter(|(bit, _)| what & bit != 0).map(|(_, modifier)| modifier).collect();
    Some(MouseEvent { kind, column: column.checked_sub(1)?, row: row.checked_sub(1)?, modifiers })
}
