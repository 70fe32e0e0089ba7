//! The look of the screen: theme, colour depth, glyphs.
//!
//! The decision is a pure function of environment variables and flags; the runtime passes in the lookup. `ui::theme`
//! defines the colour of each role.

/// The look of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub theme: ThemeName,
    pub colours: ColourDepth,
    pub glyphs: Glyphs,
    /// The terminal's own background, for the themes that keep it.
    pub background: Background,
    pub bidi: Bidi,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// On the terminal's own background, with colours that can be read on it.
    #[default]
    Default,
    /// True colour for a light background.
    Light,
    /// True colour for a dark background.
    Dark,
    HighContrast,
    /// Blue and orange instead of green and red.
    ColourBlind,
    /// No colour: bold, underlined and reversed text.
    Mono,
}

impl ThemeName {
    /// Every theme, in the order in which `T` cycles through them.
    pub const ALL: [Self; 6] =
        [Self::Default, Self::Light, Self::Dark, Self::HighContrast, Self::ColourBlind, Self::Mono];

    /// The kebab-case name for flags and notices.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
            Self::ColourBlind => "colour-blind",
            Self::Mono => "mono",
        }
    }

    /// Parses the kebab-case name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The next theme, with wrap-around.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|&theme| theme == self).map_or(0, |at| at + 1);
        Self::ALL[at % Self::ALL.len()]
    }
}

/// How many colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// No colours; the theme is then always [`ThemeName::Mono`].
    None,
    Ansi16,
    Ansi256,
    True,
}

/// Which characters may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    Ascii,
}

/// The kind of the terminal's own background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// The terminal has not answered, or the colour is neither light nor dark.
    #[default]
    Unknown,
    Light,
    Dark,
}

impl Background {
    /// The kind of a colour: dark or light if the colours of a theme for it can be read on it.
    pub fn from_rgb(colour: [u8; 3]) -> Self {
        match Self::luminance(colour) {
            ..0.035 => Self::Dark,
            0.8.. => Self::Light,
            _ => Self::Unknown,
        }
    }

    /// The relative luminance of a colour of sRGB, from 0 to 1 (WCAG 2.2).
    pub(crate) fn luminance(colour: [u8; 3]) -> f64 {
        let linear = |byte: u8| match f64::from(byte) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            channel => ((channel + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = colour.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// Who puts right-to-left text into its visual order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bidi {
    /// The terminal does, or it is unknown: such text is written as it is stored, at the end of a line.
    Terminal,
    /// This program does: the terminal shows cells in the order in which they are written.
    Program,
}

/// The value of `--bidi`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BidiFlag {
    /// Decide by what is known of the terminal.
    #[default]
    Auto,
    Terminal,
    Program,
}

impl BidiFlag {
    /// Parses the word of the flag.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "auto" => Some(Self::Auto),
            "terminal" => Some(Self::Terminal),
            "self" => Some(Self::Program),
            _ => None,
        }
    }
}

/// The value of `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourFlag {
    /// Decide from the environment.
    #[default]
    Auto,
    /// Use colours, whatever the environment says.
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    Terminal,
    /// A file or a pipe.
    Elsewhere,
}

/// The command-line flags that affect the look.
#[derive(Clone, Copy, Debug)]
pub struct LookFlags {
    pub colour: ColourFlag,
    /// The value of `--theme`, if given.
    pub theme: Option<ThemeName>,
    pub bidi: BidiFlag,
    pub output: OutputKind,
}

impl Look {
    /// Neither colours nor anything that depends on the terminal.
    pub const MONO: Self = Self {
        theme: ThemeName::Mono,
        colours: ColourDepth::None,
        glyphs: Glyphs::Unicode,
        background: Background::Unknown,
        bidi: Bidi::Terminal,
    };

    /// Decides from the environment and the flags. `variable` looks up a variable; unset and empty mean the same.
    ///
    /// Priority: `--color`, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, `CLICOLOR=0`, whether the output is a terminal.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>, flags: LookFlags) -> Self {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let colours = colours(&variable, flags);
        let theme = match colours {
            ColourDepth::None => ThemeName::Mono,
            ColourDepth::Ansi16 | ColourDepth::Ansi256 | ColourDepth::True => flags.theme.unwrap_or_default(),
        };
        let bidi = match (flags.bidi, flags.output) {
            (BidiFlag::Program, _) => Bidi::Program,
            (BidiFlag::Auto, OutputKind::Terminal) if shows_cells_as_written(&variable) => Bidi::Program,
            (BidiFlag::Auto | BidiFlag::Terminal, _) => Bidi::Terminal,
        };
        Self { theme, colours, glyphs: glyphs(&variable), background: background(&variable), bidi }
    }
}

fn colours(variable: &impl Fn(&str) -> Option<String>, flags: LookFlags) -> ColourDepth {
    let term = variable("TERM").unwrap_or_default();
    let is = |name: &str, word: &str| variable(name).is_some_and(|value| value == word);
    let forced = variable("CLICOLOR_FORCE").is_some() && !is("CLICOLOR_FORCE", "0");
    let refused = term == "dumb" || is("CLICOLOR", "0") || flags.output == OutputKind::Elsewhere;
    let wanted = match flags.colour {
        ColourFlag::Always => true,
        ColourFlag::Never => false,
        ColourFlag::Auto => variable("NO_COLOR").is_none() && (forced || !refused),
    };
    if !wanted {
        ColourDepth::None
    } else if is("COLORTERM", "truecolor") || is("COLORTERM", "24bit") || term.ends_with("-direct") {
        ColourDepth::True
    } else if term.contains("256color") {
        ColourDepth::Ansi256
    } else {
        ColourDepth::Ansi16
    }
}

/// Variables that name terminals, each with the beginning of its value, which show right-to-left text as it is written.
/// kitty is none of them: it turns round each word.
const WITHOUT_BIDI: [(&str, &str); 7] = [
    ("TERM", "alacritty"),
    ("TERM", "foot"),
    ("TERM", "xterm-ghostty"),
    ("TERM", "linux"),
    ("TERM_PROGRAM", "WezTerm"),
    ("TERM_PROGRAM", "ghostty"),
    ("XTERM_VERSION", "XTerm"),
];

/// Whether the terminal is known not to reorder right-to-left text. A multiplexer hides the terminal.
fn shows_cells_as_written(variable: &impl Fn(&str) -> Option<String>) -> bool {
    let is_known = |(name, start): &(&str, &str)| variable(name).is_some_and(|value| value.starts_with(start));
    !is_in_multiplexer(variable) && variable("VTE_VERSION").is_none() && WITHOUT_BIDI.iter().any(is_known)
}

/// What is known of the background before the terminal answers. rxvt and konsole say `COLORFGBG=15;0`.
fn background(variable: &impl Fn(&str) -> Option<String>) -> Background {
    let colours = variable("COLORFGBG").filter(|_| !is_in_multiplexer(variable));
    match colours.as_deref().and_then(|colours| colours.rsplit(';').next()?.parse::<u8>().ok()) {
        Some(0) => Background::Dark,
        Some(15) => Background::Light,
        Some(_) | None => Background::Unknown,
    }
}

fn is_in_multiplexer(variable: &impl Fn(&str) -> Option<String>) -> bool {
    ["TMUX", "STY", "ZELLIJ"].into_iter().any(|name| variable(name).is_some())
}

/// The first of the three variables that is set decides, as in POSIX.
fn glyphs(variable: &impl Fn(&str) -> Option<String>) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_lowercase();
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    if !dumb && (locale.contains("utf-8") || locale.contains("utf8")) { Glyphs::Unicode } else { Glyphs::Ascii }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTO: LookFlags =
        LookFlags { colour: ColourFlag::Auto, theme: None, bidi: BidiFlag::Auto, output: OutputKind::Terminal };

    fn look(variables: &[(&str, &str)], flags: LookFlags) -> Look {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Look::from_environment(variable, flags)
    }

    #[track_caller]
    fn check(variables: &[(&str, &str)], colours: ColourDepth) {
        assert_eq!(look(variables, AUTO).colours, colours, "{variables:?}");
    }

    #[test]
    fn the_environment_decides_the_colours() {
        check(&[], ColourDepth::Ansi16);
        check(&[("TERM", "xterm-256color")], ColourDepth::Ansi256);
        check(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], ColourDepth::True);
        check(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], ColourDepth::None);
        check(&[("NO_COLOR", "")], ColourDepth::Ansi16);
        check(&[("TERM", "dumb")], ColourDepth::None);
        check(&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], ColourDepth::Ansi16);
        check(&[("CLICOLOR", "0")], ColourDepth::None);
        check(&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "0")], ColourDepth::None);
    }

    #[test]
    fn the_flag_outranks_the_environment() {
        let always = LookFlags { colour: ColourFlag::Always, output: OutputKind::Elsewhere, ..AUTO };
        assert_eq!(look(&[("NO_COLOR", "1")], always).colours, ColourDepth::Ansi16);
        let never = LookFlags { colour: ColourFlag::Never, theme: Some(ThemeName::Dark), ..AUTO };
        assert_eq!(look(&[], never).theme, ThemeName::Mono);
    }

    #[test]
    fn a_locale_without_utf8_means_ascii() {
        assert_eq!(look(&[], AUTO).glyphs, Glyphs::Ascii);
        assert_eq!(look(&[("LANG", "en_GB.UTF-8")], AUTO).glyphs, Glyphs::Unicode);
        assert_eq!(look(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")], AUTO).glyphs, Glyphs::Ascii);
        assert_eq!(look(&[("LC_CTYPE", "C.utf8")], AUTO).glyphs, Glyphs::Unicode);
        assert_eq!(look(&[("LANG", "en_GB.UTF-8"), ("TERM", "dumb")], AUTO).glyphs, Glyphs::Ascii);
    }

    #[test]
    fn only_a_terminal_that_is_known_gets_text_in_visual_order() {
        for (variables, bidi) in [
            (&[][..], Bidi::Terminal),
            (&[("TERM", "foot-extra")], Bidi::Program),
            (&[("TERM", "xterm-kitty")], Bidi::Terminal),
            (&[("XTERM_VERSION", "XTerm(390)")], Bidi::Program),
            (&[("XTERM_VERSION", "XTerm(390)"), ("TMUX", "/tmp/x")], Bidi::Terminal),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")], Bidi::Terminal),
        ] {
            assert_eq!(look(variables, AUTO).bidi, bidi, "{variables:?}");
            assert_eq!(look(variables, LookFlags { output: OutputKind::Elsewhere, ..AUTO }).bidi, Bidi::Terminal);
            assert_eq!(look(variables, LookFlags { bidi: BidiFlag::Program, ..AUTO }).bidi, Bidi::Program);
        }
    }

    #[test]
    fn a_variable_can_tell_the_background() {
        assert_eq!(look(&[("COLORFGBG", "15;0")], AUTO).background, Background::Dark);
        assert_eq!(look(&[("COLORFGBG", "0;default;15")], AUTO).background, Background::Light);
        assert_eq!(look(&[("COLORFGBG", "15;0"), ("TMUX", "/tmp/x")], AUTO).background, Background::Unknown);
    }

    #[test]
    fn themes_go_round() {
        let mut theme = ThemeName::Default;
        for _ in ThemeName::ALL {
            assert_eq!(ThemeName::parse(theme.word()), Some(theme));
            theme = theme.next();
        }
        assert_eq!(theme, ThemeName::Default);
    }
}
