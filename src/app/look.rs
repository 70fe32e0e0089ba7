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
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// The 16 ANSI colours on the terminal's own foreground and background.
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
    pub output: OutputKind,
}

impl Look {
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
        Self { theme, colours, glyphs: glyphs(&variable) }
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

/// The first of the three variables that is set decides, as in POSIX.
fn glyphs(variable: &impl Fn(&str) -> Option<String>) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_lowercase();
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    if !dumb && (locale.contains("utf-8") || locale.contains("utf8")) { Glyphs::Unicode } else { Glyphs::Ascii }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTO: LookFlags = LookFlags { colour: ColourFlag::Auto, theme: None, output: OutputKind::Terminal };

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
    fn themes_go_round() {
        let mut theme = ThemeName::Default;
        for _ in ThemeName::ALL {
            assert_eq!(ThemeName::parse(theme.word()), Some(theme));
            theme = theme.next();
        }
        assert_eq!(theme, ThemeName::Default);
    }
}
