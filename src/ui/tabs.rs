//! The names of all panes, if not all of them are shown. Hidden panes show their alarms: `4 Signals ▲1`.

use super::canvas::{Canvas, LineSpan};
use super::parts::{self, End, StyledPart};
use super::title::{MIN_NAME, left_out_mark, short_name};
use crate::app::keys::Key;
use crate::app::layout::Layout;
use crate::app::wrap::columns;
use crate::app::{App, Click};
use crate::panes::view::{AlarmSign, Headline, Phrase, Tone};
use crate::text::is_right_to_left;

const GAP: u16 = 1;

/// Draws the line of tabs: the focused one is marked, and the hidden ones have their alarms, with words if there is
/// room.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let run = LineSpan::line(layout.tabs, 0);
    if run.width == 0 {
        return;
    }
    let tabs = app.panes().views().iter().enumerate().map(|(index, view)| {
        let is_hidden = layout.panes.iter().all(|(shown, _)| *shown != index);
        Tab::new(index, view.headline().clone(), index == app.panes().focus(), is_hidden)
    });
    let position = format!("{}/{}", app.panes().focus() + 1, app.panes().all().len());
    let line = fitted(tabs.collect(), usize::from(run.width).saturating_sub(columns(&position) + usize::from(GAP)));
    let theme = canvas.theme;
    let part = |tab: Vec<Phrase>| {
        let click = tab.first().and_then(|number| tab_click(&number.text));
        let end = if tab.iter().any(|phrase| is_right_to_left(&phrase.text)) { End::Right } else { End::Left };
        let words = tab.into_iter().map(|phrase| {
            let style = if phrase.tone == FOCUSED { theme.focus } else { theme.tone(phrase.tone) };
            (phrase.text, style)
        });
        StyledPart { words: words.collect(), end, drop: 0, click }
    };
    let mut parts: Vec<StyledPart> = line.into_iter().map(part).collect();
    parts.push(StyledPart::new(End::Right, 0, position, theme.muted));
    parts::draw(canvas, run, parts, GAP);
}

/// A click on a tab is its number.
fn tab_click(text: &str) -> Option<Click> {
    let number = text.trim_start_matches(['▸', ' ']).chars().next().filter(char::is_ascii_digit)?;
    Key::Char(number).event().map(Click::Key)
}

/// The tone of the focused tab, for which the theme has a separate style.
const FOCUSED: Tone = Tone::Strong;

#[derive(Clone)]
struct Tab {
    index: usize,
    headline: Headline,
    is_focused: bool,
    is_hidden: bool,
}

/// How much of a tab is shown.
#[derive(Clone, Copy)]
struct TabForm {
    name: usize,
    signs: Signs,
    has_words: bool,
}

/// How much of a tab's alarms is shown.
#[derive(Clone, Copy)]
enum Signs {
    /// Every sign with its number.
    All,
    /// The worst sign with its number.
    Worst,
    /// The worst sign, without a number.
    Bare,
}

impl Tab {
    fn new(index: usize, headline: Headline, is_focused: bool, is_hidden: bool) -> Self {
        Self { index, headline, is_focused, is_hidden }
    }

    fn signs(&self) -> Vec<(AlarmSign, usize)> {
        if self.is_hidden { self.headline.signs() } else { Vec::new() }
    }

    /// Whether it shows the state of a calm pane. An alarm is shown by its sign.
    fn has_words(&self) -> bool {
        self.is_hidden && self.headline.alarms().next().is_none()
    }

    fn phrases(&self, form: TabForm) -> Vec<Phrase> {
        let (marker, tone) = if self.is_focused { ("▸", FOCUSED) } else { (" ", Tone::Plain) };
        let name = short_name(&self.headline.name.text, form.name);
        let mut signs = self.signs();
        signs.truncate(match form.signs {
            Signs::All => signs.len(),
            Signs::Worst | Signs::Bare => 1,
        });
        let blank = if form.name == 0 { "" } else { " " };
        let sign = |(sign, items): (AlarmSign, usize)| match form.signs {
            Signs::All | Signs::Worst => Phrase::new(format!("{blank}{}{items}", sign.glyph()), sign_tone(sign)),
            Signs::Bare => Phrase::new(format!("{blank}{}", sign.glyph()), sign_tone(sign)),
        };
        let number = Phrase::new(format!("{marker}{}", self.index + 1), tone);
        let name = Phrase::new(if name.is_empty() { name } else { format!(" {name}") }, tone);
        let words = self.headline.first().filter(|_| self.has_words() && form.has_words);
        let words = words.map(|part| Phrase::new(format!(" {}", part.words.text), part.words.tone));
        let signs = signs.into_iter().map(sign);
        // A right-to-left name belongs at the end.
        if is_right_to_left(&name.text) {
            std::iter::once(number).chain(signs).chain(words).chain([name]).collect()
        } else {
            [number, name].into_iter().chain(signs).chain(words).collect()
        }
    }
}

fn sign_tone(sign: AlarmSign) -> Tone {
    match sign {
        AlarmSign::Bad => Tone::Alarm,
        AlarmSign::Disputed | AlarmSign::Doubtful => Tone::Unknown,
    }
}

/// Names longer than this are cut before the less severe signs are dropped.
const ORDINARY_NAME: usize = 10;

/// The tabs for a width. Words are dropped first, then long names are cut, then the less severe signs, all names, and
/// numbers are dropped. A dropped tab is replaced by the number of its alarms.
fn fitted(mut tabs: Vec<Tab>, width: usize) -> Vec<Vec<Phrase>> {
    hide_right_to_left(&mut tabs);
    let longest = tabs.iter().map(|tab| columns(&tab.headline.name.text)).max().unwrap_or(0);
    let whole = TabForm { name: longest, signs: Signs::All, has_words: false };
    let worst = TabForm { signs: Signs::Worst, ..whole };
    let cut = |form: TabForm, least: usize| (least..form.name).rev().map(move |name| TabForm { name, ..form });
    let bare = TabForm { name: 0, signs: Signs::Bare, has_words: false };
    let last = [TabForm { name: 0, ..worst }, bare];
    let fits = |form: &TabForm| line_columns(tabs.iter().map(|tab| tab.phrases(*form))) <= width;
    let all = std::iter::once(whole).chain(cut(whole, ORDINARY_NAME));
    let forms = all.chain([worst]).chain(cut(worst, MIN_NAME)).chain(last);
    let Some(form) = forms.into_iter().find(fits) else { return without_some(tabs, bare, width) };
    let mut forms = vec![form; tabs.len()];
    for at in (0..tabs.len()).filter(|&at| tabs[at].has_words()) {
        forms[at].has_words = true;
        let line = tabs.iter().zip(&forms).map(|(tab, form)| tab.phrases(*form));
        if matches!(form.signs, Signs::Worst | Signs::Bare) || line_columns(line) > width {
            forms[at].has_words = false;
        }
    }
    tabs.iter().zip(forms).map(|(tab, form)| tab.phrases(form)).collect()
}

/// Keeps at most one right-to-left name on a line, and no right-to-left words.
fn hide_right_to_left(tabs: &mut [Tab]) {
    let mut is_taken = false;
    for tab in tabs {
        if is_right_to_left(&tab.headline.name.text) && std::mem::replace(&mut is_taken, true) {
            tab.headline.name.text = "…".to_owned();
        }
        for words in tab.headline.words_mut().filter(|words| is_right_to_left(&words.text)) {
            words.text = "…".to_owned();
        }
    }
}

/// The tabs that fit, least urgent dropped first, and the number of alarms that this hides.
fn without_some(mut tabs: Vec<Tab>, form: TabForm, width: usize) -> Vec<Vec<Phrase>> {
    let mut left_out = 0;
    loop {
        let mark = (left_out > 0).then(|| vec![Phrase::new(left_out_mark(left_out), Tone::Alarm)]);
        let line: Vec<_> = tabs.iter().map(|tab| tab.phrases(form)).chain(mark).collect();
        let least = (0..tabs.len()).max_by_key(|&at| (!tabs[at].signs().is_empty(), tabs[at].headline.urgency(), at));
        let calm = (0..tabs.len()).rev().find(|&at| tabs[at].signs().is_empty() && !tabs[at].is_focused);
        match calm.or(least) {
            Some(at) if line_columns(line.iter().cloned()) > width => {
                let tab = tabs.remove(at);
                left_out += if tab.is_hidden { tab.headline.alarms().count() } else { 0 };
            }
            Some(_) | None => return line,
        }
    }
}

fn line_columns(tabs: impl Iterator<Item = Vec<Phrase>>) -> usize {
    let wide = |tab: Vec<Phrase>| tab.iter().map(|phrase| columns(&phrase.text)).sum::<usize>() + usize::from(GAP);
    tabs.map(wide).sum::<usize>().saturating_sub(usize::from(GAP))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::{HeadlinePart, Urgency};

    fn tabs(first: &str) -> Vec<Tab> {
        let counted = |urgency, items, words: &str| {
            HeadlinePart::counted(urgency, items, |_| Phrase::plain(words)).expect("there are some")
        };
        let headlines = [
            Headline::new(Phrase::plain(first), [counted(Urgency::Neutral, 1, "○ SCHEDULED")]),
            Headline::new(Phrase::plain("Phase Two"), [counted(Urgency::Old, 7, "7 DATA OLD")]),
            Headline::new(Phrase::plain("Spillover"), [counted(Urgency::SevereEvent, 1, "▲ SEVERE 2h")]),
            Headline::new(
                Phrase::plain("Signals"),
                [counted(Urgency::FailureMet, 1, "▲ FAILURE MET"), counted(Urgency::Unknown, 8, "8 unknown")],
            ),
            Headline::new(Phrase::plain("Claims"), [counted(Urgency::Disputed, 2, "! 2 contradictions")]),
        ];
        let tab = |(index, headline)| Tab::new(index, headline, index == 0, index > 2);
        headlines.into_iter().enumerate().map(tab).collect()
    }

    fn line(tabs: Vec<Tab>, width: usize) -> String {
        let text = |tab: Vec<Phrase>| tab.into_iter().map(|phrase| phrase.text).collect::<String>();
        fitted(tabs, width).into_iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tabs_of_hidden_panes_carry_their_alarms() {
        for (width, expected) in [
            (100, "▸1 Rafah  2 Phase Two  3 Spillover  4 Signals ▲1 ?8  5 Claims !2"),
            (76, "▸1 Rafah  2 Phase Two  3 Spillover  4 Signals ▲1 ?8  5 Claims !2"),
            (62, "▸1 Rafah  2 Phase Two  3 Spillover  4 Signals ▲1  5 Claims !2"),
            (30, "▸1  2  3  4▲1  5!2"),
            (16, "▸1  2  3  4▲  5!"),
            (12, "▸1  4▲  5!"),
            (8, "▸1 +3▲"),
        ] {
            let drawn = line(tabs("Rafah"), width);
            assert!(columns(&drawn) <= width, "{drawn:?} in {width}");
            assert_eq!(drawn, expected);
        }
    }

    #[test]
    fn a_long_name_is_cut_before_an_alarm() {
        for name in [
            "The crossing at the end of the southern road",
            "最南端的道路尽头的过境点最南端的道路",
            "معبر رفح البري الجنوبي الكبير",
        ] {
            for width in 20..200 {
                let drawn = line(tabs(name), width);
                assert!(columns(&drawn) <= width, "{drawn:?} in {width}");
                assert!(drawn.contains('▲') && drawn.contains('!'), "{drawn:?} in {width}");
            }
        }
    }
}
