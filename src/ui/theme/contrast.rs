//! Every word can be read: the contrast of each theme, computed in the palettes of the usual terminals.

use super::tests::themes;
use super::*;

/// WCAG 2.2, 1.4.3 (AA): the contrast of a text with its background.
const MIN_CONTRAST: f64 = 4.5;

/// A terminal: its 16 colours, its own foreground and its own background.
struct Palette {
    name: &'static str,
    background: Background,
    colours: [u32; 16],
    own: (u32, u32),
}

/// xterm's XTerm-col.ad.
#[rustfmt::skip]
const XTERM: [u32; 16] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

/// Terminal.app, from the table in Wikipedia's "ANSI escape code".
#[rustfmt::skip]
const MACOS: [u32; 16] = [
    0x000000, 0xc23621, 0x25bc24, 0xadad27, 0x492ee1, 0xd338d3, 0x33bbc8, 0xcbcccd,
    0x818383, 0xfc391f, 0x31e722, 0xeaec23, 0x5833ff, 0xf935f8, 0x14f0f0, 0xe9ebeb,
];

/// The table in the README of altercation/solarized.
#[rustfmt::skip]
const SOLARIZED: [u32; 16] = [
    0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682, 0x2aa198, 0xeee8d5,
    0x002b36, 0xcb4b16, 0x586e75, 0x657b83, 0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3,
];

/// terminalColorRegistry.ts of microsoft/vscode.
#[rustfmt::skip]
const VSCODE_LIGHT: [u32; 16] = [
    0x000000, 0xcd3131, 0x00bc00, 0x949800, 0x0451a5, 0xbc05bc, 0x0598bc, 0x555555,
    0x666666, 0xcd3131, 0x14ce14, 0xb5ba00, 0x0451a5, 0xbc05bc, 0x0598bc, 0xa5a5a5,
];
#[rustfmt::skip]
const VSCODE_DARK: [u32; 16] = [
    0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5,
    0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xe5e5e5,
];

const fn palette(name: &'static str, background: Background, colours: [u32; 16], own: (u32, u32)) -> Palette {
    Palette { name, background, colours, own }
}

const PALETTES: [Palette; 8] = [
    palette("xterm", Background::Light, XTERM, (0x000000, 0xffffff)),
    palette("xterm -rv", Background::Dark, XTERM, (0xffffff, 0x000000)),
    palette("Terminal.app Basic", Background::Light, MACOS, (0x000000, 0xffffff)),
    palette("Terminal.app Pro", Background::Dark, MACOS, (0xf2f2f2, 0x000000)),
    palette("Solarized light", Background::Light, SOLARIZED, (0x657b83, 0xfdf6e3)),
    palette("Solarized dark", Background::Dark, SOLARIZED, (0x839496, 0x002b36)),
    palette("VS Code light", Background::Light, VSCODE_LIGHT, (0x333333, 0xffffff)),
    palette("VS Code dark", Background::Dark, VSCODE_DARK, (0xcccccc, 0x1e1e1e)),
];

impl Palette {
    fn colour(&self, colour: Option<Color>, own: u32) -> [u8; 3] {
        let index = match colour {
            None | Some(Color::Reset) => return bytes(own),
            Some(Color::Rgb(red, green, blue)) => return [red, green, blue],
            Some(Color::Indexed(index)) => index,
            Some(named) => {
                let at = NAMED.iter().position(|one| *one == named);
                at.and_then(|at| u8::try_from(at).ok()).expect("the others have names")
            }
        };
        match index {
            0..16 => bytes(self.colours[usize::from(index)]),
            16..232 => [index - 16].map(|at| [at / 36, at / 6 % 6, at % 6].map(|level| LEVELS[usize::from(level)]))[0],
            232.. => [8 + 10 * (index - 232); 3],
        }
    }

    /// The contrast of a word, with bold black to grey in bright colours as many terminals show it. `None` if both
    /// colours are the terminal's own.
    fn contrast(&self, style: Style) -> Option<f64> {
        let own = |colour: Option<Color>| matches!(colour, None | Some(Color::Reset));
        if own(style.fg) && own(style.bg) {
            return None;
        }
        let ground = self.colour(style.bg, self.own.1);
        let is_bold = style.add_modifier.contains(Modifier::BOLD);
        let bright =
            NAMED.iter().take(8).position(|one| Some(*one) == style.fg).filter(|_| is_bold).map(|at| NAMED[at + 8]);
        let words = [style.fg, bright.or(style.fg)].map(|colour| self.colour(colour, self.own.0));
        words.map(|word| contrast(word, ground)).into_iter().reduce(f64::min)
    }
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

fn bytes(hex: u32) -> [u8; 3] {
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue]
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (Background::luminance(one) + 0.05, Background::luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// The roles that carry words, alone and in the selected row.
fn words(theme: Theme) -> Vec<(&'static str, Style)> {
    let Theme {
        plain, muted, strong, good, claimed, caution, alarm, unknown, focus, selected, key, loud, past, ..
    } = theme;
    let in_rows = [
        ("plain", plain),
        ("muted", muted),
        ("strong", strong),
        ("good", good),
        ("claimed", claimed),
        ("caution", caution),
        ("alarm", alarm),
        ("unknown", unknown),
        ("focus", focus),
        ("key", key),
    ];
    let alone =
        in_rows.into_iter().chain([("loud", loud), ("past", past)]).map(|(role, style)| (role, plain.patch(style)));
    let chosen = in_rows.into_iter().map(|(role, style)| (role, plain.patch(style).patch(selected)));
    alone.chain(chosen).collect()
}

#[test]
fn every_word_has_contrast_in_every_theme_and_palette() {
    let mut faults = Vec::new();
    for (look, theme) in themes() {
        let fits = |palette: &&Palette| look.background == Background::Unknown || palette.background == look.background;
        for palette in PALETTES.iter().filter(fits) {
            for (role, style) in words(theme) {
                let contrast = palette.contrast(style).unwrap_or(f64::INFINITY);
                if contrast < MIN_CONTRAST || style.add_modifier.contains(Modifier::DIM) {
                    faults.push(format!("{role} {contrast:.2} {} {look:?}", palette.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} are hard to read:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_background_of_each_palette_is_told_from_its_colour() {
    for palette in PALETTES {
        assert_eq!(Background::from_rgb(bytes(palette.own.1)), palette.background, "{}", palette.name);
    }
}
