//! What holds in every theme, colour depth and background.

use super::*;

/// Every theme in every depth and on every background.
pub(super) fn themes() -> impl Iterator<Item = (Look, Theme)> {
    let depths = [ColourDepth::None, ColourDepth::Ansi16, ColourDepth::Ansi256, ColourDepth::True];
    let backgrounds = [Background::Unknown, Background::Light, Background::Dark];
    let looks = ThemeName::ALL.into_iter().flat_map(move |theme| {
        depths
            .into_iter()
            .flat_map(move |colours| backgrounds.map(|background| Look { theme, colours, background, ..Look::MONO }))
    });
    looks.map(|look| (look, Theme::for_look(look)))
}

fn coloured() -> impl Iterator<Item = (Look, Theme)> {
    themes().filter(|(look, _)| look.colours != ColourDepth::None)
}

fn styles(theme: Theme) -> [Style; 15] {
    #[rustfmt::skip]
    let Theme {
        plain, muted, strong, good, claimed, caution, alarm, unknown, border, focus, selected, key, loud, past,
        past_frame,
    } = theme;
    [plain, muted, strong, good, claimed, caution, alarm, unknown, border, focus, selected, key, loud, past, past_frame]
}

#[test]
fn a_terminal_gets_no_colour_that_it_cannot_show() {
    for (look, theme) in themes() {
        for colour in styles(theme).into_iter().flat_map(|style| [style.fg, style.bg]).flatten() {
            let fits = match look.colours {
                ColourDepth::None => false,
                ColourDepth::Ansi16 => !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                ColourDepth::Ansi256 => !matches!(colour, Color::Rgb(..)),
                ColourDepth::True => true,
            };
            assert!(fits || colour == Color::Reset, "{look:?} {colour:?}");
        }
    }
}

#[test]
fn the_states_differ_in_every_theme() {
    for (look, theme) in coloured() {
        for loud in [theme.alarm, theme.unknown] {
            for other in [theme.good, theme.plain, theme.muted, theme.border, theme.claimed, theme.caution] {
                assert_ne!(loud, other, "{look:?}");
            }
        }
        assert_ne!(theme.alarm, theme.unknown, "{look:?}");
        assert!(look.theme == ThemeName::Mono || theme.past_frame != theme.border, "{look:?}");
    }
}

#[test]
fn what_is_selected_stands_out_in_every_theme() {
    for (look, Theme { selected, plain, .. }) in coloured() {
        let is_reversed = selected.add_modifier.contains(Modifier::REVERSED);
        assert!(is_reversed || (selected.bg.is_some() && selected.bg != plain.bg), "{look:?}");
    }
}
