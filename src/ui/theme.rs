//! Roles and their styles: the only module that names colours.
//!
//! A style repeats what a word and a glyph already say.

use crate::app::{Background, ColourDepth, Look, ThemeName};
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

/// Sixteen colours. Of the pairs of these, only white and bright cyan on black can be read in every usual palette, and
/// many terminals show bold black as grey: words have the terminal's own colours, and attributes.
const SIXTEEN: Theme = Theme {
    caution: bold(Style::new()).add_modifier(Modifier::UNDERLINED),
    unknown: bold(fg(Color::LightCyan)).bg(Color::Black).add_modifier(Modifier::REVERSED),
    selected: REVERSED,
    loud: bold(REVERSED),
    past: bold(fg(Color::LightCyan)).bg(Color::Black).add_modifier(Modifier::REVERSED),
    past_frame: fg(Color::Cyan),
    ..MONO
};

/// On a background that is not known: a colour has its own background, or carries no word.
const ANY_GROUND: Theme = Theme {
    caution: fg(BLACK).bg(Color::Indexed(220)),
    alarm: bold(fg(WHITE)).bg(Color::Indexed(160)),
    unknown: bold(fg(WHITE)).bg(Color::Indexed(90)),
    border: Style::new().add_modifier(Modifier::DIM),
    selected: REVERSED,
    loud: bold(REVERSED),
    past: bold(fg(BLACK)).bg(Color::Indexed(80)),
    past_frame: fg(Color::Cyan),
    ..MONO
};

const ANY_GROUND_COLOUR_BLIND: Theme = Theme { alarm: bold(fg(WHITE)).bg(Color::Indexed(130)), ..ANY_GROUND };

/// Black and white that no terminal theme changes.
const BLACK: Color = Color::Indexed(16);
const WHITE: Color = Color::Indexed(231);

/// The colours of words on one kind of background.
struct Inks {
    ink: Color,
    paper: Color,
    muted: Color,
    good: Color,
    claimed: Color,
    caution: Color,
    alarm: Color,
    unknown: Color,
    border: Color,
    /// The background of the selected row.
    selected: Color,
}

impl Inks {
    /// On the terminal's own background.
    const fn on_own_ground(&self) -> Theme {
        Theme {
            plain: Style::new(),
            strong: bold(Style::new()),
            key: bold(Style::new()),
            selected: REVERSED,
            ..self.on_paper()
        }
    }

    const fn on_paper(&self) -> Theme {
        Theme {
            plain: fg(self.ink).bg(self.paper),
            muted: fg(self.muted),
            strong: bold(fg(self.ink)),
            good: fg(self.good),
            claimed: fg(self.claimed),
            caution: bold(fg(self.caution)),
            alarm: bold(fg(self.alarm)),
            unknown: bold(fg(self.unknown)),
            border: fg(self.border),
            focus: bold(fg(self.claimed)),
            selected: Style::new().bg(self.selected),
            key: bold(fg(self.ink)),
            loud: bold(fg(self.paper)).bg(self.caution),
            past: bold(fg(self.paper)).bg(self.claimed),
            past_frame: fg(self.claimed),
        }
    }
}

const LIGHT: Inks = Inks {
    ink: rgb(0x1f_23_28),
    paper: rgb(0xff_ff_ff),
    muted: rgb(0x57_60_6a),
    good: rgb(0x11_63_29),
    claimed: rgb(0x05_50_ae),
    caution: rgb(0x7d_4e_00),
    alarm: rgb(0xa4_0e_26),
    unknown: rgb(0x66_39_ba),
    border: rgb(0x8c_95_9f),
    selected: rgb(0xe4_e9_ee),
};

const DARK: Inks = Inks {
    ink: rgb(0xe6_ed_f3),
    paper: rgb(0x0d_11_17),
    muted: rgb(0xa5_ad_b6),
    good: rgb(0x7e_e7_87),
    claimed: rgb(0x79_c0_ff),
    caution: rgb(0xe3_b3_41),
    alarm: rgb(0xff_8a_82),
    unknown: rgb(0xd2_a8_ff),
    border: rgb(0x65_6c_76),
    selected: rgb(0x30_36_3d),
};

const LIGHT_COLOUR_BLIND: Inks =
    Inks { good: rgb(0x05_50_ae), claimed: rgb(0x35_63_90), alarm: rgb(0xa8_28_00), ..LIGHT };

const DARK_COLOUR_BLIND: Inks =
    Inks { good: rgb(0x79_c0_ff), claimed: rgb(0x9f_bd_dd), alarm: rgb(0xff_94_47), ..DARK };

const HIGH_CONTRAST: Theme = {
    let ground = fg(WHITE).bg(BLACK);
    Theme {
        plain: ground,
        muted: ground,
        strong: bold(ground),
        good: bold(fg(Color::Indexed(120))),
        claimed: fg(Color::Indexed(123)),
        caution: bold(fg(Color::Indexed(227))),
        alarm: bold(fg(WHITE)).bg(Color::Indexed(124)),
        unknown: bold(fg(BLACK)).bg(Color::Indexed(213)),
        border: ground,
        focus: bold(fg(Color::Indexed(227))),
        selected: bold(fg(BLACK)).bg(WHITE),
        key: bold(fg(Color::Indexed(227))),
        loud: bold(fg(BLACK)).bg(Color::Indexed(227)),
        past: bold(fg(BLACK)).bg(Color::Indexed(123)),
        past_frame: fg(Color::Indexed(123)),
    }
};

const HIGH_CONTRAST_16: Theme = {
    let ground = fg(Color::White).bg(Color::Black);
    let reversed = ground.add_modifier(Modifier::REVERSED);
    Theme {
        plain: ground,
        muted: ground,
        strong: bold(ground),
        good: bold(ground),
        claimed: fg(Color::LightCyan),
        caution: bold(fg(Color::LightCyan)).add_modifier(Modifier::UNDERLINED),
        alarm: bold(reversed),
        unknown: bold(fg(Color::LightCyan)).add_modifier(Modifier::REVERSED),
        border: ground,
        focus: bold(fg(Color::LightCyan)),
        selected: reversed,
        key: bold(ground),
        loud: bold(reversed),
        past: bold(fg(Color::LightCyan)).add_modifier(Modifier::REVERSED),
        past_frame: fg(Color::LightCyan),
    }
};

impl Theme {
    /// The theme for a look, with colours that its terminal can show.
    pub(crate) fn for_look(look: Look) -> Self {
        let theme = match (look.colours, look.theme, look.background) {
            (ColourDepth::None, ..) | (_, ThemeName::Mono, _) => MONO,
            (ColourDepth::Ansi16, ThemeName::HighContrast, _) => HIGH_CONTRAST_16,
            (ColourDepth::Ansi16, ..) => SIXTEEN,
            (_, ThemeName::HighContrast, _) => HIGH_CONTRAST,
            (_, ThemeName::Light, _) => LIGHT.on_paper(),
            (_, ThemeName::Dark, _) => DARK.on_paper(),
            (_, ThemeName::Default, Background::Unknown) => ANY_GROUND,
            (_, ThemeName::Default, Background::Light) => LIGHT.on_own_ground(),
            (_, ThemeName::Default, Background::Dark) => DARK.on_own_ground(),
            (_, ThemeName::ColourBlind, Background::Unknown) => ANY_GROUND_COLOUR_BLIND,
            (_, ThemeName::ColourBlind, Background::Light) => LIGHT_COLOUR_BLIND.on_own_ground(),
            (_, ThemeName::ColourBlind, Background::Dark) => DARK_COLOUR_BLIND.on_own_ground(),
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
mod contrast;
#[cfg(test)]
mod tests;
