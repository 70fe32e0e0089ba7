//! Fits a headline into a line: alarms first, then the position in the list, then counts.
//!
//! A part that does not fit is skipped, and the next one that fits is shown. Names are cut before any alarm is dropped.
//! Dropped alarms are counted in a mark at the end: `+2▲`. The status of a crossing is dropped last.

use super::canvas::{Canvas, LineSpan, fit};
use super::parts::{self, End, StyledPart};
use crate::app::wrap::columns;
use crate::panes::view::{Headline, Phrase};
use crate::text::is_right_to_left;
use ratatui::style::Style;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// The minimum length of a cut name, in columns: a shorter one is useless.
pub(crate) const MIN_NAME: usize = 4;

/// More parts than any line can show. The others only count as left out.
const MAX_CANDIDATES: usize = 128;

/// The minimum length of cut words, in columns: shorter ones are useless.
const MIN_WORDS: usize = 6;

const SEPARATOR: &str = " · ";

/// The columns of a line that are not for its names and words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spacing {
    /// The columns around the whole line, always used.
    pub(crate) around: usize,
    pub(crate) first: usize,
    /// Whether nothing next to the line names its subject. Then the beginning of its name stays as long as the worst
    /// part does, and that part is cut instead of skipped.
    pub(crate) is_alone: bool,
}

impl Spacing {
    pub(crate) const LINE: Self = Self { around: 0, first: 0, is_alone: true };

    /// The width of a line with this name, this number of parts with this total text width, the mark of dropped alarms,
    /// and `end` columns at the end.
    fn columns(self, name: &str, (parts, words): (usize, usize), left_out: usize, end: usize) -> usize {
        let name = match columns(name) {
            0 => 0,
            wide => wide + if is_right_to_left(name) { 2 } else { 1 },
        };
        let between = parts.saturating_sub(1) * columns(SEPARATOR);
        let first = if parts == 0 { 0 } else { self.first };
        let mark = if left_out > 0 { columns(&left_out_mark(left_out)) + 1 } else { 0 };
        self.around + name + first + words + between + mark + end
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FittedTitle {
    /// The name, cut to the room for it.
    pub(crate) name: String,
    /// The parts that fit, most urgent first.
    pub(crate) parts: Vec<Phrase>,
    /// A part with right-to-left text, for the end of the line.
    pub(crate) at_end: Option<Phrase>,
    pub(crate) left_out: usize,
    /// The index of the text next to the headline that fits.
    pub(crate) beside: Option<usize>,
}

impl FittedTitle {
    /// The text from the first part on: the parts with their separators, and the mark of dropped alarms.
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
    pub(crate) fn end(&self, canvas: &Canvas<'_>) -> Option<StyledPart> {
        let words = self.at_end.as_ref()?;
        Some(StyledPart::new(End::Right, 0, format!(" {} ", words.text), canvas.theme.tone(words.tone)))
    }

    fn columns(&self, spacing: Spacing) -> usize {
        let words = self.parts.iter().map(|part| columns(&part.text)).sum();
        let end = self.at_end.as_ref().map_or(0, |part| columns(&part.text) + 2);
        spacing.columns(&self.name, (self.parts.len(), words), self.left_out, end)
    }
}

/// The mark for a number of dropped alarms: `+2▲`.
pub(crate) fn left_out_mark(alarms: usize) -> String {
    format!("+{alarms}▲")
}

/// A name cut to a number of columns; empty if too little of it would remain.
pub(crate) fn short_name(name: &str, limit: usize) -> String {
    match columns(name) <= limit {
        true => name.to_owned(),
        false if limit < MIN_NAME => String::new(),
        false => fit(name, u16::try_from(limit).unwrap_or(u16::MAX)).into_owned(),
    }
}

/// What may be next to a headline on its line: one of several texts, longest first, by width.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beside<'c> {
    /// The first one that leaves room for the alarms and the name.
    WhereFree(&'c [usize]),
    /// The first one that takes at most a third of the line. Alarms and names make room for it: a filter that hides
    /// rows must be visible.
    Always(&'c [usize]),
}

/// Fits a headline and the text next to it into a width. Counts use the remaining room.
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
pub(crate) fn draw_line(canvas: &mut Canvas<'_>, run: LineSpan, headline: &Headline) {
    let fitted = fit_title(headline, run.width, Spacing::LINE, Beside::WhereFree(&[]));
    let name = if fitted.name.is_empty() { String::new() } else { format!("{} ", fitted.name) };
    let mut line = StyledPart::new(End::Left, 0, name, canvas.theme.tone(headline.name.tone));
    line.words.extend(fitted.words(canvas));
    if let (true, Some((mark, _))) = (fitted.parts.is_empty(), line.words.get_mut(1)) {
        *mark = mark.trim_start().to_owned();
    }
    parts::draw(canvas, run, std::iter::once(line).chain(fitted.end(canvas)).collect(), 0);
}

struct TitleCandidate {
    name: Option<String>,
    words: Phrase,
    is_alarm: bool,
    stays: bool,
    is_at_end: bool,
}

impl TitleCandidate {
    fn is_essential(&self) -> bool {
        self.is_alarm || self.stays
    }
}

/// The maximum width of names, in columns.
#[derive(Clone, Copy, Debug)]
struct NameLimits {
    whole: usize,
    part: usize,
}

/// A headline while it is fitted into a line.
struct Fitting<'h> {
    name: &'h str,
    candidates: Vec<TitleCandidate>,
    alarms: usize,
    width: usize,
    spacing: Spacing,
    /// The cache of [`Fitting::part_names`], by limit.
    names: RefCell<HashMap<usize, Rc<PartNames>>>,
}

/// The name of each part, cut to a width, and whether the names still distinguish the parts.
type PartNames = (Vec<String>, bool);

impl<'h> Fitting<'h> {
    /// A terminal may reorder everything after right-to-left text, so at most one such text is shown, at the end of the
    /// line. An ellipsis replaces any other such name; a part with other such words counts as dropped.
    fn new(headline: &'h Headline, width: usize, spacing: Spacing) -> Self {
        let mut is_end_taken = is_right_to_left(&headline.name.text);
        let mut candidates = Vec::new();
        for part in headline.parts().iter().take(MAX_CANDIDATES) {
            let (is_name, is_words) =
                (part.name.as_deref().is_some_and(is_right_to_left), is_right_to_left(&part.words.text));
            let is_at_end = (is_name || is_words) && !is_end_taken;
            if is_words && !is_at_end {
                continue;
            }
            is_end_taken |= is_at_end;
            let name = if is_name && !is_at_end { Some("…".to_owned()) } else { part.name.clone() };
            candidates.push(TitleCandidate {
                name,
                words: part.words.clone(),
                is_alarm: part.urgency.is_alarm(),
                stays: part.stays,
                is_at_end,
            });
        }
        Self {
            name: &headline.name.text,
            candidates,
            alarms: headline.alarms().count(),
            width,
            spacing,
            names: RefCell::default(),
        }
    }

    fn fit(&self, beside: &[usize]) -> FittedTitle {
        let essential: Vec<_> = (0..self.candidates.len()).filter(|&at| self.candidates[at].is_essential()).collect();
        // Without essential parts, the first part must stay.
        let essential = if essential.is_empty() { (0..self.candidates.len().min(1)).collect() } else { essential };
        let (mut chosen, limits) = match self.limits_for(&essential) {
            Some(limits) if limits.whole > 0 || !self.keeps_name() => (essential, limits),
            Some(_) | None => self.most_of(&essential),
        };
        if self.spacing.is_alone && !chosen.iter().any(|&at| at == 0 || self.candidates[at].stays) {
            chosen.clear();
        }
        let used = self.compose(limits, &chosen).columns(self.spacing);
        let beside = beside.iter().position(|wide| used + wide <= self.width).map(|at| (at, beside[at]));
        let reserved = beside.map_or(0, |(_, wide)| wide);
        // There is no count if no alarm fits.
        if self.alarms == 0 || !chosen.is_empty() {
            let known: HashSet<usize> = chosen.iter().copied().collect();
            let counts = (0..self.candidates.len()).filter(|&at| !self.candidates[at].is_essential());
            let more = counts.filter(|at| !known.contains(at));
            self.add(&mut chosen, more, limits, self.width - reserved.min(self.width));
        }
        let fitted = self.compose(limits, &chosen);
        match chosen.is_empty() {
            true => self.first_cut(fitted),
            false => FittedTitle { beside: beside.map(|(at, _)| at), ..fitted },
        }
    }

    /// The name limits with which all of these parts fit, if there are any.
    fn limits_for(&self, parts: &[usize]) -> Option<NameLimits> {
        let longest = self.longest_part_name();
        let whole = columns(self.name);
        let excess = |limits| self.compose(limits, parts).columns(self.spacing).saturating_sub(self.width);
        let uncut = NameLimits { whole, part: longest };
        let cut = Some(whole.saturating_sub(excess(uncut))).filter(|whole| *whole >= MIN_NAME).unwrap_or(0);
        let cut = NameLimits { whole: cut, part: longest };
        // More names than columns never fit.
        let named: HashSet<_> = parts.iter().filter_map(|&at| self.candidates[at].name.as_deref()).collect();
        let longest = if named.len() > self.width { 0 } else { longest };
        let told_apart = (MIN_NAME..longest).rev().filter(|limit| self.part_names(*limit).1);
        let nameless = self.can_be_nameless(parts).then_some(0);
        let shorter = told_apart.chain(nameless).map(|part| NameLimits { whole: 0, part });
        let limits = [uncut, cut].into_iter().chain(shorter).find(|limits| excess(*limits) == 0)?;
        // The name gets the remaining room.
        let spare = self.width - self.compose(limits, parts).columns(self.spacing);
        let longer = NameLimits { whole: (limits.whole + spare).saturating_sub(2), ..limits };
        Some(if longer.whole > limits.whole && excess(longer) == 0 { longer } else { limits })
    }

    /// As many of these parts as fit with names that distinguish them, or without any names, and then as much of the
    /// names as fits. Statuses are chosen first.
    fn most_of(&self, parts: &[usize]) -> (Vec<usize>, NameLimits) {
        let none = NameLimits { whole: 0, part: 0 };
        let least = NameLimits { whole: MIN_NAME, part: 0 };
        let stays = parts.iter().position(|&at| self.candidates[at].stays);
        let most = |limits| {
            let mut chosen = Vec::new();
            let others = parts.iter().enumerate().filter(|(place, _)| Some(*place) != stays);
            let first_stays = stays.map(|place| parts[place]).into_iter().chain(others.map(|(_, &at)| at));
            self.add(&mut chosen, first_stays, limits, self.width);
            chosen
        };
        let is_worth_it = |chosen: &Vec<usize>| chosen.contains(&stays.map_or(0, |place| parts[place]));
        let shortest = (MIN_NAME..=self.longest_part_name()).find(|limit| self.part_names(*limit).1);
        let named = shortest.filter(|_| !self.can_be_nameless(parts)).map(|part| NameLimits { whole: 0, part });
        let with = |limits: NameLimits| Some((most(limits), limits)).filter(|(chosen, _)| is_worth_it(chosen));
        let chosen = named.and_then(with).or_else(|| with(least).filter(|_| self.keeps_name()));
        let (chosen, limits) = chosen.unwrap_or_else(|| (most(none), none));
        let limits = self.limits_for(&chosen).unwrap_or(limits);
        (chosen, limits)
    }

    /// Adds more of these parts, each if it fits with those before it, and keeps their order.
    fn add(&self, chosen: &mut Vec<usize>, more: impl Iterator<Item = usize>, limits: NameLimits, width: usize) {
        let mut line = Line::new(self, limits);
        chosen.iter().for_each(|&at| line.add(at));
        for at in more {
            line.add(at);
            if line.columns() > width {
                line.remove(at);
                continue;
            }
            let place = chosen.partition_point(|known| *known < at);
            chosen.insert(place, at);
        }
    }

    /// Whether these parts are complete without names: only one thing is named, or all say the same.
    fn can_be_nameless(&self, parts: &[usize]) -> bool {
        let mut words = parts.iter().map(|&at| &self.candidates[at]).filter(|part| part.name.is_some());
        let first = words.next().map(|part| &part.words.text);
        words.all(|part| Some(&part.words.text) == first)
    }

    /// The name of each part, cut to a width, and whether the names still distinguish the parts. Names that would be
    /// cut to the same text lose their common first words: `Hudaydah port` and `Hudaydah road` become `port` and
    /// `road`.
    fn part_names(&self, limit: usize) -> Rc<PartNames> {
        let known = self.names.borrow().get(&limit).cloned();
        known.unwrap_or_else(|| {
            let names = Rc::new(self.cut_names(limit));
            self.names.borrow_mut().insert(limit, Rc::clone(&names));
            names
        })
    }

    fn cut_names(&self, limit: usize) -> PartNames {
        let whole: Vec<&str> = self.candidates.iter().map(|part| part.name.as_deref().unwrap_or_default()).collect();
        let mut cut: Vec<String> = whole.iter().map(|name| short_name(name, limit)).collect();
        let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, short) in whole.iter().zip(&cut).filter(|(name, _)| !name.is_empty()) {
            alike.entry(short).or_default().push(name);
        }
        let is_between = |c: char| !c.is_alphanumeric();
        let shared = |names: &[&str]| -> usize {
            let of = |name: &&str| {
                names[0].split(is_between).zip(name.split(is_between)).take_while(|(a, b)| a == b).count()
            };
            names.iter().filter(|name| **name != names[0]).map(of).min().unwrap_or(0)
        };
        let shared: BTreeMap<String, usize> =
            alike.iter().map(|(short, names)| ((*short).to_owned(), shared(names))).collect();
        for (name, short) in whole.iter().zip(&mut cut) {
            let Some(&words) = shared.get(short).filter(|words| **words > 0) else { continue };
            let rest = name.splitn(words + 1, is_between).nth(words).unwrap_or_default().trim_start_matches(is_between);
            *short = short_name(if rest.is_empty() { name } else { rest }, limit);
        }
        let names: HashSet<&str> = whole.iter().copied().filter(|name| !name.is_empty()).collect();
        let told: HashSet<&str> = cut.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let is_told_apart = told.len() == names.len();
        (cut, is_told_apart)
    }

    /// If no part fits, the beginning of the first one is better than nothing.
    fn first_cut(&self, fitted: FittedTitle) -> FittedTitle {
        let Some(first) = self.candidates.first().filter(|first| !first.is_at_end) else { return fitted };
        let left_out = fitted.left_out - usize::from(first.is_alarm);
        let bare = FittedTitle { left_out, ..FittedTitle::default() };
        let room = self.width.saturating_sub(bare.columns(self.spacing) + self.spacing.first);
        if room < MIN_WORDS {
            return fitted;
        }
        let words = fit(&first.words.text, u16::try_from(room).unwrap_or(u16::MAX)).into_owned();
        FittedTitle { parts: vec![Phrase::new(words, first.words.tone)], ..bare }
    }

    /// Whether only the name says what the line is about.
    fn keeps_name(&self) -> bool {
        self.spacing.is_alone && self.longest_part_name() == 0
    }

    fn longest_part_name(&self) -> usize {
        self.candidates.iter().filter_map(|part| part.name.as_deref()).map(columns).max().unwrap_or(0)
    }

    /// These parts with their names cut. Parts that then read the same become one with a number.
    fn compose(&self, limits: NameLimits, chosen: &[usize]) -> FittedTitle {
        let mut texts: Vec<(Phrase, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut at_end = None;
        let names = self.part_names(limits.part);
        for part in chosen.iter().map(|&at| (&self.candidates[at], names.0[at].as_str())) {
            let text = Phrase::new(text(part), part.0.words.tone);
            if part.0.is_at_end {
                at_end = Some(text);
                continue;
            }
            let place = *places.entry(text.text.clone()).or_insert(texts.len());
            match texts.get_mut(place) {
                Some((_, times)) => *times += 1,
                None => texts.push((text, 1)),
            }
        }
        let times = |(phrase, times): (Phrase, usize)| match times {
            1 => phrase,
            _ => Phrase::new(format!("{}{}", phrase.text, times_mark(times)), phrase.tone),
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

/// The words of a part, with as much of its name as is shown.
fn text((part, name): (&TitleCandidate, &str)) -> String {
    let words = &part.words.text;
    match (name.is_empty(), part.is_at_end) {
        (true, _) => words.clone(),
        (false, true) => format!("{words} {name}"),
        (false, false) => format!("{name} {words}"),
    }
}

/// The suffix of a text that represents several parts.
fn times_mark(times: usize) -> String {
    if times > 1 { format!(" ×{times}") } else { String::new() }
}

/// The width of [`Fitting::compose`], updated part by part: a list of many crossings has many parts to try.
struct Line<'f> {
    fitting: &'f Fitting<'f>,
    name: String,
    part_names: Rc<PartNames>,
    /// How many parts each text represents.
    times: HashMap<String, usize>,
    /// The total width of the texts.
    words: usize,
    /// The width of what is at the end.
    end: usize,
    alarms: usize,
}

impl<'f> Line<'f> {
    fn new(fitting: &'f Fitting<'f>, limits: NameLimits) -> Self {
        Self {
            fitting,
            name: short_name(fitting.name, limits.whole),
            part_names: fitting.part_names(limits.part),
            times: HashMap::new(),
            words: 0,
            end: 0,
            alarms: 0,
        }
    }

    fn add(&mut self, at: usize) {
        let part = &self.fitting.candidates[at];
        self.alarms += usize::from(part.is_alarm);
        let text = self.text(at);
        if part.is_at_end {
            self.end = columns(&text) + 2;
            return;
        }
        let wide = columns(&text);
        let times = self.times.entry(text).or_default();
        *times += 1;
        self.words += match *times {
            1 => wide,
            times => columns(&times_mark(times)) - columns(&times_mark(times - 1)),
        };
    }

    /// Removes the part that was added last.
    fn remove(&mut self, at: usize) {
        let part = &self.fitting.candidates[at];
        self.alarms -= usize::from(part.is_alarm);
        let text = self.text(at);
        if part.is_at_end {
            self.end = 0;
            return;
        }
        let Some(times) = self.times.get_mut(&text) else { return };
        self.words -= match *times {
            1 => columns(&text),
            times => columns(&times_mark(times)) - columns(&times_mark(times - 1)),
        };
        *times -= 1;
        if *times == 0 {
            self.times.remove(&text);
        }
    }

    fn text(&self, at: usize) -> String {
        text((&self.fitting.candidates[at], &self.part_names.0[at]))
    }

    fn columns(&self) -> usize {
        let left_out = self.fitting.alarms - self.alarms;
        self.fitting.spacing.columns(&self.name, (self.times.len(), self.words), left_out, self.end)
    }
}

#[cfg(test)]
mod tests;
