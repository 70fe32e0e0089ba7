//! Runs the operator's own editor at a line: in the terminal, and waits for it, or beside the board, if it has a window of
//! its own.
//!
//! `$VISUAL` and `$EDITOR` are split into words like in a shell, but no shell runs.

use super::wait::{OsSignal, Wait};
use rustix::process::{Pid, kill_process};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Child, Command};

/// Environment variables that name an editor, by priority.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];
/// Where an editor draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditorPlace {
    Terminal,
    OwnWindow,
}

/// How an editor is told the line.
#[derive(Clone, Copy)]
enum LineArgument {
    /// `+12 FILE`
    Plus,
    /// `FILE:12`
    Colon,
    /// `--goto FILE:12`
    Goto,
    /// `--line 12 FILE`
    Line,
}

/// What is known of editors. Any other one draws in the terminal and takes `+12 FILE`.
#[rustfmt::skip]
const EDITORS: &[(&[&str], LineArgument, EditorPlace)] = &[
    (&["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], LineArgument::Goto, EditorPlace::OwnWindow),
    (&["zed", "zeditor", "subl", "sublime_text"], LineArgument::Colon, EditorPlace::OwnWindow),
    (&["hx", "helix"], LineArgument::Colon, EditorPlace::Terminal),
    (&["kate", "kwrite", "mate", "mousepad"], LineArgument::Line, EditorPlace::OwnWindow),
    (&["gedit", "gnome-text-editor", "xed", "pluma", "geany", "gvim", "mvim", "bbedit"], LineArgument::Plus, EditorPlace::OwnWindow),
];

/// The editor if no variable is set: nearly every system has it.
const LAST_RESORT: &str = "vi";

/// The exit code of a program that SIGINT ended: 128 + 2.
const INTERRUPTED: u8 = 130;

#[derive(Debug)]
pub(crate) enum EditorExit {
    Well,
    /// The editor failed; the reason is for the operator.
    Badly(String),
    /// A signal told this program to end while the editor was running, with this exit code.
    Interrupted(u8),
}

/// An editor command and the arguments before the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Editor {
    words: Vec<String>,
}

impl Editor {
    /// The editor that the environment names.
    ///
    /// # Errors
    /// A line for the operator if the variable cannot be split into words.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, String> {
        for name in VARIABLES {
            let Some(value) = variable(name) else { continue };
            let value = value.into_string().map_err(|_| format!("${name} is not valid UTF-8"))?;
            let words = shell_words::split(&value).map_err(|_| format!("${name} has an unclosed quote: {value}"))?;
            if !words.is_empty() {
                return Ok(Self { words });
            }
        }
        Ok(Self { words: vec![LAST_RESORT.to_owned()] })
    }

    /// The editor that the configuration names, with its arguments. Never empty.
    pub(crate) fn from_words(words: Vec<String>) -> Result<Self, String> {
        Ok(Self { words })
    }

    pub(crate) fn name(&self) -> &str {
        &self.words[0]
    }

    /// The command that opens a file at a line. Lines count from one.
    pub(crate) fn command(&self, file: &Path, line: usize) -> Command {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]);
        let mut place = OsString::from(file);
        place.push(format!(":{line}"));
        match self.kind().0 {
            LineArgument::Plus => command.arg(format!("+{line}")).arg(file),
            LineArgument::Colon => command.arg(place),
            LineArgument::Goto => command.arg("--goto").arg(place),
            LineArgument::Line => command.arg("--line").arg(line.to_string()).arg(file),
        };
        command
    }

    pub(crate) fn place(&self) -> EditorPlace {
        self.kind().1
    }

    fn kind(&self) -> (LineArgument, EditorPlace) {
        let name = Path::new(self.name()).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let known = EDITORS.iter().find(|(names, ..)| names.contains(&name));
        known.map_or((LineArgument::Plus, EditorPlace::Terminal), |(_, line, place)| (*line, *place))
    }
}

/// Runs an editor until it ends. A message puts the editor's name last, because a path can be longer than the line. A
/// stop signal reaches both the editor and this program; an interrupt is left to the editor.
pub(crate) fn run(name: &str, command: &mut Command, wait: &mut Wait) -> EditorExit {
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return EditorExit::Badly(did_not_start(name, &error)),
    };
    let mut told_to_end = None;
    let ended = loop {
        match child.try_wait() {
            Ok(None) => {}
            Ok(Some(status)) => break Ok(status),
            Err(error) => break Err(error),
        }
        if let Err(error) = wait.sleep_for_signals() {
            break Err(error);
        }
        for signal in wait.signals() {
            match signal {
                OsSignal::End(code) if code != INTERRUPTED => {
                    told_to_end = Some(code);
                    send_sigterm(&child);
                }
                // The editor owns the terminal: there is nothing to restore before stopping.
                OsSignal::Stop => drop(emulate_default_handler(SIGTSTP)),
                OsSignal::End(_) | OsSignal::Resized | OsSignal::Continue | OsSignal::Child => {}
            }
        }
    };
    match (told_to_end, ended) {
        (Some(code), _) => EditorExit::Interrupted(code),
        (None, Ok(status)) if status.success() => EditorExit::Well,
        (None, Ok(status)) => EditorExit::Badly(format!("the editor failed, {status}: {name}")),
        (None, Err(error)) => EditorExit::Badly(format!("cannot tell whether the editor has ended, {error}: {name}")),
    }
}

/// Why there is no editor, for the operator.
pub(crate) fn did_not_start(name: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("editor not found, set $VISUAL or $EDITOR: {name}"),
        _ => format!("the editor did not start, {error}: {name}"),
    }
}

/// Safe: the child has not been reaped, so its process id cannot belong to another process.
fn send_sigterm(child: &Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // It may already have ended.
        let _ = kill_process(pid, rustix::process::Signal::TERM);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(visual: &str, editor: &str) -> Result<Editor, String> {
        Editor::from_environment(|name| match name {
            "VISUAL" if !visual.is_empty() => Some(visual.into()),
            "EDITOR" => Some(editor.into()),
            _ => None,
        })
    }

    #[track_caller]
    fn check(choice: &str, expected: &[&str]) {
        let command = editor("", choice).unwrap().command(Path::new("/f/my list.yaml"), 12);
        let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn visual_comes_before_editor_and_vi_comes_last() {
        assert_eq!(editor("emacs -nw", "nano").unwrap().words, ["emacs", "-nw"]);
        assert_eq!(editor("", "nano").unwrap().name(), "nano");
        assert_eq!(editor(" ", "").unwrap().name(), "vi");
    }

    #[test]
    fn each_kind_of_editor_is_told_the_line_in_its_own_way() {
        check("vim -u NONE", &["vim", "-u", "NONE", "+12", "/f/my list.yaml"]);
        check("/usr/bin/nano", &["/usr/bin/nano", "+12", "/f/my list.yaml"]);
        check("code --wait", &["code", "--wait", "--goto", "/f/my list.yaml:12"]);
        check("hx", &["hx", "/f/my list.yaml:12"]);
        check("subl -w", &["subl", "-w", "/f/my list.yaml:12"]);
        check("kate -b", &["kate", "-b", "--line", "12", "/f/my list.yaml"]);
    }

    #[test]
    fn an_editor_with_a_window_opens_beside_the_board() {
        for choice in ["code --wait", "/usr/bin/gedit", "subl -w", "gvim -f"] {
            assert_eq!(editor("", choice).unwrap().place(), EditorPlace::OwnWindow, "{choice}");
        }
        for choice in ["vim", "nano", "hx", "emacs -nw", "my-editor"] {
            assert_eq!(editor("", choice).unwrap().place(), EditorPlace::Terminal, "{choice}");
        }
    }

    #[test]
    fn words_are_split_as_in_a_shell_but_nothing_is_run() {
        check(
            r#"'/opt/my editor' "two words" $(rm) ;x"#,
            &["/opt/my editor", "two words", "$(rm)", ";x", "+12", "/f/my list.yaml"],
        );
        assert_eq!(editor("", "vim 'oops"), Err("$EDITOR has an unclosed quote: vim 'oops".to_owned()));
    }
}
