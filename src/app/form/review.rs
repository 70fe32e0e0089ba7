//! The review before a save: the exact lines, and the new warnings of the file.

use super::{Confirmation, EditRequest, Form, Proposed};
use crate::app::message::Message;
use crate::app::wrap::{columns, wrap};
use crate::diagnostic::{Problem, ProblemSeverity};
use crate::draft::DiffLine;
use crate::panes::view::{DetailLine, Phrase, Tone};
use crate::text::{graphemes, sanitise};
use chrono::{DateTime, Utc};
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// A change to be written, and its progress.
#[derive(Clone, Debug)]
pub struct Review {
    pub request: EditRequest,
    /// The form that the change comes from, with its input.
    pub form: Option<Box<Form>>,
    pub stage: ReviewStage,
    /// What happened before, safe to show: someone else saved, or a save failed.
    pub notice: Option<String>,
    /// How many lines are scrolled away.
    pub scroll: usize,
    /// The keys pressed in answer to it.
    pub confirmation: Confirmation,
}

/// The progress of a change to be written.
#[derive(Clone, Debug)]
pub enum ReviewStage {
    Waiting,
    /// It can be reviewed and written.
    Shown(Box<Proposed>),
    Saving(Box<Proposed>),
    Refused {
        /// The reason and the remedy; safe to show.
        why: String,
        /// The line at which an editor would help, counted from one.
        line: Option<usize>,
    },
}

impl ReviewStage {
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::Refused { why: why.into(), line: None }
    }
}

impl Review {
    pub(super) fn new(request: EditRequest, form: Option<Box<Form>>, now: DateTime<Utc>) -> Self {
        let confirmation = Confirmation::new(now);
        Self { request, form, stage: ReviewStage::Waiting, notice: None, scroll: 0, confirmation }
    }

    /// A short description of the change, safe to show.
    pub fn title(&self) -> String {
        match (&self.stage, &self.form) {
            (ReviewStage::Shown(proposed) | ReviewStage::Saving(proposed), _) => proposed.summary.clone(),
            (ReviewStage::Waiting | ReviewStage::Refused { .. }, Some(form)) => form.title.clone(),
            (ReviewStage::Waiting | ReviewStage::Refused { .. }, None) => match &self.request {
                EditRequest::Record(drafts) => {
                    drafts.last().map_or_else(String::new, |draft| draft.subject.kind().name.to_owned())
                }
                EditRequest::Undo(written) => format!("undo: {}", written.summary),
                EditRequest::Redo(written) => format!("redo: {}", written.summary),
            },
        }
    }

    pub(super) fn scroll_by(&mut self, lines: isize, area: Rect) {
        let last = self.lines("", area.width).len().saturating_sub(usize::from(area.height));
        self.scroll = self.scroll.saturating_add_signed(lines).min(last);
    }

    /// All lines, wrapped to a width. `name` is the file's name, safe to show.
    pub fn lines(&self, name: &str, width: u16) -> Vec<DetailLine> {
        let say = |text: &str, tone| wrap(&[DetailLine::new(0, vec![Phrase::new(text, tone)])], width);
        let mut lines: Vec<DetailLine> = Vec::new();
        if let Some(notice) = &self.notice {
            lines.extend(say(notice, Tone::Alarm));
        }
        match &self.stage {
            ReviewStage::Waiting => lines.extend(say("Working it out.", Tone::Plain)),
            ReviewStage::Refused { why, .. } => {
                lines.extend(say("Nothing is written.", Tone::Strong));
                lines.extend(say(why, Tone::Caution));
            }
            ReviewStage::Shown(proposed) | ReviewStage::Saving(proposed) => {
                let suggested = self.form.as_ref().map_or_else(Vec::new, |form| form.suggested_keys());
                if !suggested.is_empty() {
                    lines.extend(say(
                        &format!("Suggested, not entered by you: {}", suggested.join(", ")),
                        Tone::Caution,
                    ));
                }
                for problem in &proposed.warnings {
                    lines.extend(say(&warning(proposed, problem), Tone::Caution));
                }
                for hunk in &proposed.patch.hunks {
                    if !lines.is_empty() {
                        lines.push(DetailLine::default());
                    }
                    let is_kept = |line: &&DiffLine| matches!(line, DiffLine::Kept(_));
                    let first = hunk.line + hunk.lines.iter().take_while(is_kept).count();
                    lines.extend(say(&format!("{name}:{first}"), Tone::Strong));
                    lines.extend(hunk.lines.iter().flat_map(|line| diff_line(line, width)));
                }
            }
        }
        lines
    }
}

/// `-` or `+` in the first column, then the written line, wrapped over as many rows as necessary.
fn diff_line(line: &DiffLine, width: u16) -> Vec<DetailLine> {
    let (sign, text) = line.parts();
    let tone = match line {
        DiffLine::Kept(_) => Tone::Muted,
        DiffLine::Removed(_) => Tone::Alarm,
        DiffLine::Added(_) => Tone::Good,
    };
    let row = |(nth, part): (usize, &String)| {
        let sign = if nth == 0 { format!("{sign} ") } else { "  ".to_owned() };
        DetailLine::new(0, vec![Phrase::new(sign, tone), Phrase::new(part.as_str(), tone)])
    };
    broken(&sanitise(text), usize::from(width.saturating_sub(2)).max(1)).iter().enumerate().map(row).collect()
}

/// Wraps a line without losing text: at a space if there is one not too far back.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let (mut row, mut column) = (String::new(), 0);
    for grapheme in graphemes(text) {
        let wide = grapheme.width();
        if column + wide > width && column > 0 {
            let blank = row.rfind(' ').map(|at| at + 1).filter(|at| columns(&row[*at..]) <= width / 2);
            let rest = row.split_off(blank.unwrap_or(row.len()));
            column = columns(&rest);
            rows.push(std::mem::replace(&mut row, rest));
        }
        column += wide;
        row.push_str(grapheme);
    }
    rows.push(row);
    rows
}

fn warning(proposed: &Proposed, problem: &Problem) -> String {
    let word = match problem.severity {
        ProblemSeverity::Error => "error",
        ProblemSeverity::Warning => "warning",
    };
    let line = proposed.source.position(problem.span).line;
    format!("{word}, line {line}: {}", Message::of_problem(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, rows: &[&str]) {
        assert_eq!(broken(text, width), rows);
    }

    #[test]
    fn a_long_line_is_broken_at_blanks() {
        check("", 5, &[""]);
        check("  - a: b", 20, &["  - a: b"]);
        check("one two three", 8, &["one two ", "three"]);
        check("https://example.org/a", 10, &["https://ex", "ample.org/", "a"]);
        check("国境 の検問所", 6, &["国境 ", "の検問", "所"]);
    }

    proptest::proptest! {
        #[test]
        fn every_character_is_on_some_row(text in "[a-zא-ת é国 ]*", width in 4usize..30) {
            let rows = broken(&text, width);
            assert_eq!(rows.concat(), text);
            assert!(rows.iter().all(|row| columns(row) <= width));
        }
    }
}
