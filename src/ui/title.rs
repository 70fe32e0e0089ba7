//! Fitting a headline into a line: alarms first, then the place in the list, then counts.
//!
//! A part that does not fit is skipped, and the next that fits is shown. Names are cut before any alarm is left out.
//! Alarms that are left out are counted in a mark of their own at the end: `+2▲`.

use super::canvas::{Canvas, Run, fit};
use super::parts::{self, End, Part};
use crate::app::wrap::columns;
use crate::panes::view::{Headline, Phrase};
use crate::text::is_right_to_left;
use ratatui::style::Style;

/// A name cut shorter than this names nothing.
pub(crate) const LEAST_NAME: usize = 4;

/// Words cut shorter than this say nothing.
const LEAST_WORDS: usize = 6;

/// Between two parts.
const SEPARATOR: &str = " · ";

/// The columns of a line beside its names and words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spacing {
    /// Around all of it, whatever is shown.
    pub(crate) around: usize,
    /// Before the first part.
    pub(crate) first: usize,
    /// Whether nothing beside the line says what it is about: then the beginning of its name stays as long as the worst
    /// part does, and that is cut rather than skipped.
    pub(crate) is_alone: bool,
}

impl Spacing {
    /// A line of its own.
    pub(crate) const LINE: Self = Self { around: 0, first: 0, is_alone: true };
}

/// What of a headline is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct FittedTitle {
    /// The name, as much of it as there is room for.
    pub(crate) name: String,
    /// The parts that fit, the most urgent first.
    pub(crate) parts: Vec<Phrase>,
    /// A part with right-to-left text, for the end of the line.
    pub(crate) at_end: Option<Phrase>,
    /// How many alarms are left out.
    pub(crate) left_out: usize,
    /// Which of the texts that may stand beside it fits.
    pub(crate) beside: Option<usize>,
}

impl FittedTitle {
    /// What is drawn from the first part on: the parts with their separators, and the mark of what is left out.
    pub(crate) fn words(&self, canvas: &Canvas<'_>) -> Vec<(String, Style)> {
        let theme = canvas.theme;
        let mut words = Vec::new();
        for part in &self.parts {
            if !words.is_empty() {
                words.push((SEPARATOR.to_owned(), theme.muted));
            }
            words.push((part.text.clone(), theme.tone(part.tone)));
        }
        if self.left_out > 0 {
            words.push((format!(" {}", left_out_mark(self.left_out)), theme.alarm));
        }
        words
    }

    /// The part for the end of the line.
    pub(crate) fn end(&self, canvas: &Canvas<'_>) -> Option<Part> {
        let words = self.at_end.as_ref()?;
        Some(Part::new(End::Right, 0, format!(" {} ", words.text), canvas.theme.tone(words.tone)))
    }

    fn columns(&self, spacing: Spacing) -> usize {
        let name = match columns(&self.name) {
            0 => 0,
            wide => wide + if is_right_to_left(&self.name) { 2 } else { 1 },
        };
        let words: usize = self.parts.iter().map(|part| columns(&part.text)).sum();
        let between = self.parts.len().saturating_sub(1) * columns(SEPARATOR);
        let first = if self.parts.is_empty() { 0 } else { spacing.first };
        let mark = if self.left_out > 0 { columns(&left_out_mark(self.left_out)) + 1 } else { 0 };
        let end = self.at_end.as_ref().map_or(0, |part| columns(&part.text) + 2);
        spacing.around + name + first + words + between + mark + end
    }
}

/// The mark of so many alarms that are left out: `+2▲`.
pub(crate) fn left_out_mark(alarms: usize) -> String {
    format!("+{alarms}▲")
}

/// A name in so many columns; nothing where too little of it would be left.
pub(crate) fn short_name(name: &str, limit: usize) -> String {
    match columns(name) <= limit {
        true => name.to_owned(),
        false if limit < LEAST_NAME => String::new(),
        false => fit(name, u16::try_from(limit).unwrap_or(u16::MAX)).into_owned(),
    }
}

/// What may stand beside a headline on its line: one of several texts, the longest first, by their columns.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beside<'c> {
    /// The first that leaves room for the alarms and the name.
    WhereFree(&'c [usize]),
    /// The first that takes no more than a third of the line, for which alarms and names make room: a filter that hides
    /// rows must be seen.
    Always(&'c [usize]),
}

/// A headline in so many columns, and what stands beside it; counts take what is left.
pub(crate) fn fit_title(headline: &Headline, width: u16, spacing: Spacing, beside: Beside<'_>) -> FittedTitle {
    let width = usize::from(width);
    match beside {
        Beside::WhereFree(beside) => Fitting::new(headline, width, spacing).fit(beside),
        Beside::Always(beside) => {
            let kept = beside.iter().enumerate().find(|(_, wide)| **wide <= width / 3);
            let room = width - kept.map_or(0, |(_, wide)| *wide);
            FittedTitle { beside: kept.map(|(at, _)| at), ..Fitting::new(headline, room, spacing).fit(&[]) }
        }
    }
}

/// Draws a headline as a line of its own: `Kerem Shalom ■ CLOSED · THREATENED +1▲`.
pub(crate) fn draw_line(canvas: &mut Canvas<'_>, run: Run, headline: &Headline) {
    let fitted = fit_title(headline, run.width, Spacing::LINE, Beside::WhereFree(&[]));
    let name = if fitted.name.is_empty() { String::new() } else { format!("{} ", fitted.name) };
    let mut line = Part::new(End::Left, 0, name, canvas.theme.tone(headline.name.tone));
    line.words.extend(fitted.words(canvas));
    if let (true, Some((mark, _))) = (fitted.parts.is_empty(), line.words.get_mut(1)) {
        *mark = mark.trim_start().to_owned();
    }
    parts::draw(canvas, run, std::iter::once(line).chain(fitted.end(canvas)).collect(), 0);
}

/// A part that may be shown.
struct Candidate {
    name: Option<String>,
    words: Phrase,
    is_alarm: bool,
    is_at_end: bool,
}

/// How many columns of names are shown.
#[derive(Clone, Copy, Debug)]
struct NameLimits {
    whole: usize,
    part: usize,
}

/// A headline on its way into a line.
struct Fitting<'h> {
    name: &'h str,
    candidates: Vec<Candidate>,
    alarms: usize,
    width: usize,
    spacing: Spacing,
}

impl<'h> Fitting<'h> {
    /// A terminal may turn everything after right-to-left text round, so one such text at most is shown, and at the end
    /// of the line. An ellipsis stands for any other name; a part with other words of that kind counts as left out.
    fn new(headline: &'h Headline, width: usize, spacing: Spacing) -> Self {
        let mut is_end_taken = is_right_to_left(&headline.name.text);
        let mut candidates = Vec::new();
        for part in headline.parts() {
            let (is_name, is_words) =
                (part.name.as_deref().is_some_and(is_right_to_left), is_right_to_left(&part.words.text));
            let is_at_end = (is_name || is_words) && !is_end_taken;
            if is_words && !is_at_end {
                continue;
            }
            is_end_taken |= is_at_end;
            let name = if is_name && !is_at_end { Some("…".to_owned()) } else { part.name.clone() };
            candidates.push(Candidate {
                name,
                words: part.words.clone(),
                is_alarm: part.urgency.is_alarm(),
                is_at_end,
            });
        }
        Self { name: &headline.name.text, candidates, alarms: headline.alarms().len(), width, spacing }
    }

    fn fit(&self, beside: &[usize]) -> FittedTitle {
        let alarms: Vec<usize> = (0..self.candidates.len()).filter(|&at| self.candidates[at].is_alarm).collect();
        // Without an alarm the first part is what has to stay.
        let essential = if alarms.is_empty() { (0..self.candidates.len().min(1)).collect() } else { alarms };
        let (mut chosen, limits) = match self.limits_for(&essential) {
            Some(limits) if limits.whole > 0 || !self.keeps_name() => (essential, limits),
            Some(_) | None => self.most_of(&essential),
        };
        if self.spacing.is_alone && chosen.first() != Some(&0) {
            chosen.clear();
        }
        let used = self.compose(limits, &chosen).columns(self.spacing);
        let beside = beside.iter().position(|wide| used + wide <= self.width).map(|at| (at, beside[at]));
        let reserved = beside.map_or(0, |(_, wide)| wide);
        // No count stands where no alarm has room.
        if self.alarms == 0 || !chosen.is_empty() {
            for at in (0..self.candidates.len()).filter(|&at| !self.candidates[at].is_alarm) {
                if !chosen.contains(&at) {
                    self.add(&mut chosen, at, limits, self.width - reserved.min(self.width));
                }
            }
        }
        let fitted = self.compose(limits, &chosen);
        match chosen.is_empty() {
            true => self.first_cut(fitted),
            false => FittedTitle { beside: beside.map(|(at, _)| at), ..fitted },
        }
    }

    /// How short the names must be for all of these parts to be shown, if that is enough.
    fn limits_for(&self, parts: &[usize]) -> Option<NameLimits> {
        let longest = self.longest_part_name();
        let whole = columns(self.name);
        let excess = |limits| self.compose(limits, parts).columns(self.spacing).saturating_sub(self.width);
        let uncut = NameLimits { whole, part: longest };
        let cut = Some(whole.saturating_sub(excess(uncut))).filter(|whole| *whole >= LEAST_NAME).unwrap_or(0);
        let cut = NameLimits { whole: cut, part: longest };
        let shorter = (LEAST_NAME..longest).rev().chain([0]).map(|part| NameLimits { whole: 0, part });
        let limits = [uncut, cut].into_iter().chain(shorter).find(|limits| excess(*limits) == 0)?;
        // What is then left over goes to the name.
        let spare = self.width - self.compose(limits, parts).columns(self.spacing);
        let longer = NameLimits { whole: (limits.whole + spare).saturating_sub(2), ..limits };
        Some(if longer.whole > limits.whole && excess(longer) == 0 { longer } else { limits })
    }

    /// As many of these parts as fit without names, and then as much of the names as fits beside them.
    fn most_of(&self, parts: &[usize]) -> (Vec<usize>, NameLimits) {
        let none = NameLimits { whole: 0, part: 0 };
        let least = NameLimits { whole: LEAST_NAME, part: 0 };
        let most = |limits| {
            let mut chosen = Vec::new();
            for &at in parts {
                self.add(&mut chosen, at, limits, self.width);
            }
            chosen
        };
        let chosen = Some(most(least)).filter(|chosen| self.keeps_name() && chosen.first() == Some(&0));
        let chosen = chosen.unwrap_or_else(|| most(none));
        let limits = self.limits_for(&chosen).unwrap_or(none);
        (chosen, limits)
    }

    /// Chooses one more part, if it fits.
    fn add(&self, chosen: &mut Vec<usize>, at: usize, limits: NameLimits, width: usize) {
        chosen.push(at);
        if self.compose(limits, chosen).columns(self.spacing) > width {
            chosen.pop();
        }
    }

    /// Where not one part fits, the beginning of the first is better than nothing.
    fn first_cut(&self, fitted: FittedTitle) -> FittedTitle {
        let Some(first) = self.candidates.first().filter(|first| !first.is_at_end) else { return fitted };
        let left_out = fitted.left_out - usize::from(first.is_alarm);
        let bare = FittedTitle { left_out, ..FittedTitle::default() };
        let room = self.width.saturating_sub(bare.columns(self.spacing) + self.spacing.first);
        if room < LEAST_WORDS {
            return fitted;
        }
        let words = fit(&first.words.text, u16::try_from(room).unwrap_or(u16::MAX)).into_owned();
        FittedTitle { parts: vec![Phrase::new(words, first.words.tone)], ..bare }
    }

    /// Whether nothing but the name says what the line is about.
    fn keeps_name(&self) -> bool {
        self.spacing.is_alone && self.longest_part_name() == 0
    }

    fn longest_part_name(&self) -> usize {
        self.candidates.iter().filter_map(|part| part.name.as_deref()).map(columns).max().unwrap_or(0)
    }

    /// These parts with their names cut. Those that then say the same become one with a number.
    fn compose(&self, limits: NameLimits, chosen: &[usize]) -> FittedTitle {
        let mut texts: Vec<(Phrase, usize)> = Vec::new();
        let mut at_end = None;
        for part in chosen.iter().map(|&at| &self.candidates[at]) {
            let name = part.name.as_deref().map_or(String::new(), |name| short_name(name, limits.part));
            let words = &part.words.text;
            let text = match (name.is_empty(), part.is_at_end) {
                (true, _) => words.clone(),
                (false, true) => format!("{words} {name}"),
                (false, false) => format!("{name} {words}"),
            };
            let text = Phrase::new(text, part.words.tone);
            if part.is_at_end {
                at_end = Some(text);
            } else {
                match texts.iter_mut().find(|(known, _)| known.text == text.text) {
                    Some((_, times)) => *times += 1,
                    None => texts.push((text, 1)),
                }
            }
        }
        let times = |(phrase, times): (Phrase, usize)| match times {
            1 => phrase,
            _ => Phrase::new(format!("{} ×{times}", phrase.text), phrase.tone),
        };
        let shown = chosen.iter().filter(|&&at| self.candidates[at].is_alarm).count();
        FittedTitle {
            name: short_name(self.name, limits.whole),
            parts: texts.into_iter().map(times).collect(),
            at_end,
            left_out: self.alarms - shown,
            beside: None,
        }
    }
}

#[cfg(test)]
mod tests;
