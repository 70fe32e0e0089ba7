//! Roles and their styles: the only module that names colours.
//!
//! A style repeats what a word and a glyph already say.

use crate::app::{ColourDepth, Look, ThemeName};
use crate::panes::view::Tone;
use ratatui::style::{Color, Modifier, Style};

/// A style for each role on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Theme {
    /// Plain text, and the background of the screen.
    pub(crate) plain: Style,
    pub(crate) muted: Style,
    pub(crate) strong: Style,
    pub(crate) good: Style,
    pub(crate) claimed: Style,
    pub(crate) caution: Style,
    pub(crate) alarm: Style,
    pub(crate) unknown: Style,
    /// Borders and rules of panes without the focus.
    pub(crate) border: Style,
    /// Borders and rules of the focused pane.
    pub(crate) focus: Style,
    /// Applied on top of the selected row.
    pub(crate) selected: Style,
    pub(crate) key: Style,
    /// Applied on top of what must not be mistaken for the current file: a board that was not reloaded.
    pub(crate) loud: Style,
    /// Applied on top of what must not be mistaken for the present: a past moment.
    pub(crate) past: Style,
    /// Borders and rules of a past board.
    pub(crate) past_frame: Style,
}

const fn bold(style: Style) -> Style {
    style.add_modifier(Modifier::BOLD)
}

const fn fg(colour: Color) -> Style {
    Style::new().fg(colour)
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

/// The terminal's own colours, reversed. The tones in a row would give it several backgrounds, so they are reset.
const REVERSED: Style = Style::reset().add_modifier(Modifier::REVERSED);

const MONO: Theme = Theme {
    plain: Style::new(),
    muted: Style::new(),
    strong: bold(Style::new()),
    good: bold(Style::new()),
    claimed: Style::new().add_modifier(Modifier::UNDERLINED),
    caution: bold(Style::new()),
    alarm: bold(Style::new()).add_modifier(Modifier::REVERSED),
    unknown: bold(Style::new()).add_modifier(Modifier::UNDERLINED),
    border: Style::new(),
    focus: bold(Style::new()),
    selected: Style::new().add_modifier(Modifier::REVERSED),
    key: bold(Style::new()),
    loud: bold(Style::new()).add_modifier(Modifier::REVERSED),
    past: bold(Style::new()).add_modifier(Modifier::REVERSED),
    past_frame: Style::new(),
};

const DEFAULT: Theme = Theme {
    plain: Style::new(),
    muted: Style::new().add_modifier(Modifier::DIM),
    strong: bold(Style::new()),
    good: fg(Color::Green),
    claimed: fg(Color::Cyan),
    caution: bold(fg(Color::Yellow)),
    alarm: bold(fg(Color::Red)),
    unknown: bold(fg(Color::Magenta)),
    border: Style::new().add_modifier(Modifier::DIM),
    focus: bold(fg(Color::Blue)),
    selected: REVERSED,
    key: bold(Style::new()),
    loud: bold(REVERSED),
    past: bold(fg(Color::Black)).bg(Color::Cyan),
    past_frame: fg(Color::Cyan),
};

const COLOUR_BLIND: Theme = Theme {
    good: fg(Color::Indexed(32)),
    claimed: fg(Color::Indexed(67)),
    caution: bold(fg(Color::Indexed(136))),
    alarm: bold(fg(Color::Indexed(166))),
    unknown: bold(fg(Color::Indexed(133))),
    focus: bold(fg(Color::Indexed(32))),
    past: bold(fg(Color::Black)).bg(Color::Indexed(67)),
    past_frame: fg(Color::Indexed(67)),
    ..DEFAULT
};

const HIGH_CONTRAST: Theme = {
    let ground = fg(Color::White).bg(Color::Black);
    Theme {
        plain: ground,
        muted: ground,
        strong: bold(ground),
        good: bold(fg(Color::LightGreen)),
        claimed: fg(Color::LightCyan),
        caution: bold(fg(Color::LightYellow)),
        alarm: bold(fg(Color::White)).bg(Color::Red),
        unknown: bold(fg(Color::Black)).bg(Color::LightMagenta),
        border: ground,
        focus: bold(fg(Color::LightYellow)),
        selected: fg(Color::Black).bg(Color::White).add_modifier(Modifier::BOLD),
        key: bold(fg(Color::LightYellow)),
        loud: bold(fg(Color::Black)).bg(Color::LightYellow),
        past: bold(fg(Color::Black)).bg(Color::LightCyan),
        past_frame: fg(Color::LightCyan),
    }
};

const LIGHT: Theme = {
    let (ink, paper) = (rgb(0x1f_23_28), rgb(0xff_ff_ff));
    Theme {
        plain: fg(ink).bg(paper),
        muted: fg(rgb(0x57_60_6a)),
        strong: bold(fg(ink)),
        good: fg(rgb(0x11_63_29)),
        claimed: fg(rgb(0x05_50_ae)),
        caution: bold(fg(rgb(0x7d_4e_00))),
        alarm: bold(fg(rgb(0xa4_0e_26))),
        unknown: bold(fg(rgb(0x66_39_ba))),
        border: fg(rgb(0x8c_95_9f)),
        focus: bold(fg(rgb(0x05_50_ae))),
        selected: Style::new().bg(rgb(0xd0_d7_de)),
        key: bold(fg(ink)),
        loud: bold(fg(paper)).bg(rgb(0x7d_4e_00)),
        past: bold(fg(paper)).bg(rgb(0x05_50_ae)),
        past_frame: fg(rgb(0x05_50_ae)),
    }
};

const DARK: Theme = {
    let (ink, paper) = (rgb(0xe6_ed_f3), rgb(0x0d_11_17));
    Theme {
        plain: fg(ink).bg(paper),
        muted: fg(rgb(0x91_98_a1)),
        strong: bold(fg(ink)),
        good: fg(rgb(0x7e_e7_87)),
        claimed: fg(rgb(0x79_c0_ff)),
        caution: bold(fg(rgb(0xe3_b3_41))),
        alarm: bold(fg(rgb(0xff_7b_72))),
        unknown: bold(fg(rgb(0xd2_a8_ff))),
        border: fg(rgb(0x65_6c_76)),
        focus: bold(fg(rgb(0x79_c0_ff))),
        selected: Style::new().bg(rgb(0x30_36_3d)),
        key: bold(fg(ink)),
        loud: bold(fg(paper)).bg(rgb(0xe3_b3_41)),
        past: bold(fg(paper)).bg(rgb(0x79_c0_ff)),
        past_frame: fg(rgb(0x79_c0_ff)),
    }
};

/// Sixteen colours, chosen by hand: the nearest ones would make alarms, borders and good states the same grey.
const LIGHT_16: Theme = Theme {
    plain: fg(Color::Black).bg(Color::White),
    muted: fg(Color::DarkGray),
    strong: bold(fg(Color::Black)),
    good: fg(Color::Green),
    claimed: fg(Color::Blue),
    caution: bold(fg(Color::Black)).bg(Color::Yellow),
    border: fg(Color::DarkGray),
    selected: bold(fg(Color::White)).bg(Color::Black),
    key: bold(fg(Color::Black)),
    loud: bold(fg(Color::Black)).bg(Color::Yellow),
    past: bold(fg(Color::White)).bg(Color::Blue),
    past_frame: fg(Color::Blue),
    ..DEFAULT
};

const DARK_16: Theme = Theme {
    plain: fg(Color::White).bg(Color::Black),
    muted: fg(Color::Gray),
    strong: bold(fg(Color::White)),
    good: fg(Color::LightGreen),
    claimed: fg(Color::LightCyan),
    caution: bold(fg(Color::LightYellow)),
    alarm: bold(fg(Color::LightRed)),
    unknown: bold(fg(Color::LightMagenta)),
    border: fg(Color::DarkGray),
    focus: bold(fg(Color::LightCyan)),
    selected: bold(fg(Color::Black)).bg(Color::White),
    key: bold(fg(Color::White)),
    loud: bold(fg(Color::Black)).bg(Color::LightYellow),
    past: bold(fg(Color::Black)).bg(Color::LightCyan),
    past_frame: fg(Color::LightCyan),
};

const COLOUR_BLIND_16: Theme = Theme { good: fg(Color::LightBlue), ..DEFAULT };

impl Theme {
    /// The theme for a look, with colours that its terminal can show.
    pub(crate) fn for_look(look: Look) -> Self {
        let theme = match (look.colours, look.theme) {
            (ColourDepth::None, _) | (_, ThemeName::Mono) => MONO,
            (_, ThemeName::Default) => DEFAULT,
            (_, ThemeName::HighContrast) => HIGH_CONTRAST,
            (ColourDepth::Ansi16, ThemeName::Light) => LIGHT_16,
            (ColourDepth::Ansi16, ThemeName::Dark) => DARK_16,
            (ColourDepth::Ansi16, ThemeName::ColourBlind) => COLOUR_BLIND_16,
            (_, ThemeName::Light) => LIGHT,
            (_, ThemeName::Dark) => DARK,
            (_, ThemeName::ColourBlind) => COLOUR_BLIND,
        };
        match look.colours {
            ColourDepth::Ansi256 => theme.within_palette(),
            ColourDepth::None | ColourDepth::Ansi16 | ColourDepth::True => theme,
        }
    }

    pub(crate) fn tone(&self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => self.plain,
            Tone::Muted => self.muted,
            Tone::Strong => self.strong,
            Tone::Good => self.good,
            Tone::Claimed => self.claimed,
            Tone::Caution => self.caution,
            Tone::Alarm => self.alarm,
            Tone::Unknown => self.unknown,
        }
    }

    /// Converts all colours to the 256-colour palette.
    fn within_palette(self) -> Self {
        let style = |style: Style| Style { fg: style.fg.map(nearest), bg: style.bg.map(nearest), ..style };
        Self {
            plain: style(self.plain),
            muted: style(self.muted),
            strong: style(self.strong),
            good: style(self.good),
            claimed: style(self.claimed),
            caution: style(self.caution),
            alarm: style(self.alarm),
            unknown: style(self.unknown),
            border: style(self.border),
            focus: style(self.focus),
            selected: style(self.selected),
            key: style(self.key),
            loud: style(self.loud),
            past: style(self.past),
            past_frame: style(self.past_frame),
        }
    }
}

/// The levels of the 6×6×6 cube in the 256-colour palette.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest colour of the 256-colour palette. Named and indexed colours stay.
fn nearest(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let value = [red, green, blue];
    let level = |channel: u8| (0..6u8).min_by_key(|&at| LEVELS[usize::from(at)].abs_diff(channel)).unwrap_or(0);
    let [red, green, blue] = value.map(level);
    let cube = [red, green, blue].map(|at| LEVELS[usize::from(at)]);
    let grey_step = (u16::from(value[0]) + u16::from(value[1]) + u16::from(value[2])) / 3;
    let grey = u8::try_from((grey_step.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    if distance(value, [8 + 10 * grey; 3]) < distance(value, cube) {
        Color::Indexed(232 + grey)
    } else {
        Color::Indexed(16 + 36 * red + 6 * green + blue)
    }
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Glyphs;

    fn theme(theme: ThemeName, colours: ColourDepth) -> Theme {
        Theme::for_look(Look { theme, colours, glyphs: Glyphs::Unicode })
    }

    fn coloured() -> impl Iterator<Item = (ThemeName, ColourDepth)> {
        let depths = [ColourDepth::Ansi16, ColourDepth::Ansi256, ColourDepth::True];
        ThemeName::ALL.into_iter().flat_map(move |name| depths.map(|depth| (name, depth)))
    }

    fn styles(theme: Theme) -> [Style; 15] {
        #[rustfmt::skip]
        let Theme {
            plain, muted, strong, good, claimed, caution, alarm, unknown, border, focus, selected, key, loud, past,
            past_frame,
        } = theme;
        [
            plain, muted, strong, good, claimed, caution, alarm, unknown, border, focus, selected, key, loud, past,
            past_frame,
        ]
    }

    #[test]
    fn without_colours_no_theme_sets_one() {
        for name in ThemeName::ALL {
            for style in styles(theme(name, ColourDepth::None)) {
                assert_eq!((style.fg, style.bg), (None, None), "{name:?}");
            }
        }
    }

    #[test]
    fn a_terminal_gets_no_colour_that_it_cannot_show() {
        for name in ThemeName::ALL {
            for style in styles(theme(name, ColourDepth::Ansi16)) {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{name:?} {colour:?}");
                }
            }
            for style in styles(theme(name, ColourDepth::Ansi256)) {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(!matches!(colour, Color::Rgb(..)), "{name:?} {colour:?}");
                }
            }
        }
    }

    #[test]
    fn the_states_differ_in_every_theme() {
        for (name, depth) in coloured() {
            let theme = theme(name, depth);
            for loud in [theme.alarm, theme.unknown] {
                for other in [theme.good, theme.plain, theme.muted, theme.border, theme.claimed, theme.caution] {
                    assert_ne!(loud, other, "{name:?} {depth:?}");
                }
            }
            assert_ne!(theme.alarm, theme.unknown, "{name:?} {depth:?}");
            assert!(name == ThemeName::Mono || theme.past_frame != theme.border, "{name:?} {depth:?}");
        }
    }

    #[test]
    fn what_is_selected_stands_out_in_every_theme() {
        for (name, depth) in coloured() {
            let Theme { selected, plain, .. } = theme(name, depth);
            let is_reversed = selected.add_modifier.contains(Modifier::REVERSED);
            assert!(is_reversed || (selected.bg.is_some() && selected.bg != plain.bg), "{name:?} {depth:?}");
        }
    }
}
