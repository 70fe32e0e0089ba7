//! A rung in words and glyphs: words, deeds, claims and promises look different, and failing looks like an alarm.

use super::quantity::{quantity_in_full, quantity_in_short};
use crate::board::checklist::ItemReading;
use crate::board::evidence::ReadingState;
use crate::panes::view::{Phrase, Tone};
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::{Item, ItemReport};

/// How a rung is displayed, depending on its report: only a verified deed is shown as a deed.
#[derive(Clone, Copy)]
enum RungWeight {
    /// A rung of words.
    Word,
    Deed,
    /// A deed that is claimed but not verified.
    Claimed,
    /// A promised deed: counts as words.
    Promised,
    /// A deed without a claim class: counts as words.
    Said,
}

impl RungWeight {
    fn from_rung(rung: Rung, claim: Option<Claim>) -> Self {
        match (rung.is_deed(), claim) {
            (false, _) => Self::Word,
            (true, Some(Claim::Verified)) => Self::Deed,
            (true, Some(Claim::Attributed)) => Self::Claimed,
            (true, Some(Claim::Promise)) => Self::Promised,
            (true, None) => Self::Said,
        }
    }
}

/// The rung as glyph and words in 15 columns: filled for verified deeds, half filled for a claim, hollow for words.
pub(in crate::panes) fn rung_cell(reading: &ItemReading) -> Phrase {
    if !reading.is_failing()
        && let Some(number) = quantity_in_short(reading)
    {
        return number;
    }
    let Some(rung) = reading.rung else {
        return match reading.promised {
            Some((rung, Some(_))) if rung.is_deed() => Phrase::plain(format!("○ promised {}", short_rung(rung))),
            Some((rung, None)) => Phrase::new(format!("○ said {}", short_rung(rung)), Tone::Caution),
            Some((_, Some(_))) => Phrase::plain("○ only promised"),
            None => Phrase::new("? UNKNOWN", Tone::Unknown),
        };
    };
    if reading.evidence.is_unconfirmed() {
        return Phrase::new(format!("? {}?", short_rung(rung)), Tone::Unknown);
    }
    rung_sign(rung, reading.claim)
}

fn short_rung(rung: Rung) -> &'static str {
    match rung {
        Rung::Violated
        | Rung::Refused
        | Rung::Lapsed
        | Rung::Dormant
        | Rung::Reported
        | Rung::Announced
        | Rung::Agreed
        | Rung::Full => rung.word(),
        Rung::Minimal => "1/3",
        Rung::Intermediate => "2/3",
    }
}

/// A rung, as prominent as its claim allows.
pub(in crate::panes) fn rung_sign(rung: Rung, claim: Option<Claim>) -> Phrase {
    let short = short_rung(rung);
    let glyph = match rung {
        Rung::Violated | Rung::Refused | Rung::Lapsed => {
            return Phrase::new(format!("✗ {}", rung.word().to_uppercase()), Tone::Alarm);
        }
        Rung::Dormant => "·",
        Rung::Reported | Rung::Announced | Rung::Agreed => "○",
        Rung::Minimal => "◔",
        Rung::Intermediate => "◑",
        Rung::Full => "●",
    };
    match RungWeight::from_rung(rung, claim) {
        RungWeight::Word => Phrase::plain(format!("{glyph} {}", rung.word())),
        RungWeight::Deed => Phrase::new(format!("{glyph} {}", rung.word()), Tone::Good),
        RungWeight::Claimed => Phrase::new(format!("◍ claimed {short}"), Tone::Claimed),
        RungWeight::Promised => Phrase::plain(format!("○ promised {short}")),
        RungWeight::Said => Phrase::new(format!("○ said {short}"), Tone::Caution),
    }
}

/// The rung in full, for the details and for copying.
pub(super) fn rung_words(item: &Item, reading: &ItemReading) -> String {
    if !reading.is_failing()
        && let Some(number) = quantity_in_full(item, reading)
    {
        return number.text;
    }
    let Some(rung) = reading.rung else {
        return match reading.promised {
            Some((rung, Some(_))) => format!("promised {}, no deed", rung.word()),
            Some((rung, None)) => format!("said {}, unclassed: no deed", rung.word()),
            None => "unknown".to_owned(),
        };
    };
    let word = rung.word();
    match reading.evidence.state {
        ReadingState::Unconfirmed => return format!("{word}, unconfirmed: only weak evidence"),
        ReadingState::Disputed if rung.is_failing() => return format!("{word}, disputed"),
        ReadingState::Disputed => return format!("at least {word}, more is disputed"),
        ReadingState::Unknown | ReadingState::Settled => {}
    }
    match RungWeight::from_rung(rung, reading.claim) {
        RungWeight::Word => word.to_owned(),
        RungWeight::Deed => format!("{word}, verified"),
        RungWeight::Claimed => format!("claimed {word}, not verified"),
        RungWeight::Promised => format!("promised {word}, no deed"),
        RungWeight::Said => format!("said {word}, unclassed: no deed"),
    }
}

/// A report's rung, as prominent as its claim allows.
pub(super) fn report_rung(item: &Item, report: &ItemReport) -> Phrase {
    let rung = item.rung_of(report);
    let word = rung.word();
    if rung.is_failing() {
        return Phrase::new(word, Tone::Alarm);
    }
    match RungWeight::from_rung(rung, report.claim) {
        RungWeight::Word | RungWeight::Deed => Phrase::new(word, Tone::Strong),
        RungWeight::Claimed => Phrase::new(format!("claimed {word}"), Tone::Claimed),
        RungWeight::Promised => Phrase::plain(format!("promised {word}")),
        RungWeight::Said => Phrase::plain(format!("said {word}")),
    }
}
