//! Who was in an event and how many were hit, in words. Nothing is added up.

use crate::board::Board;
use crate::panes::view::{DetailLine, Phrase};
use crate::panes::words;
use crate::text::Text;
use crate::watchlist::{Event, Id};

fn counts_words(event: &Event) -> String {
    let counted: Vec<_> = event.counts.iter().map(|(word, number)| format!("{number} {}", word.display())).collect();
    counted.join(", ")
}

/// Formats ` (3 killed, 7 injured)`; empty without counts.
pub(super) fn counts_in_short(event: &Event) -> String {
    if event.counts.is_empty() { String::new() } else { format!(" ({})", counts_words(event)) }
}

pub(super) fn incident_lines(board: &Board, event: &Event) -> Vec<DetailLine> {
    let actors: Vec<_> = event.actors.iter().map(|actor| words::voice(&board.watchlist, actor)).collect();
    let fields = [("actors", actors.join(", ")), ("counts", counts_words(event))];
    let written = fields.into_iter().filter(|(_, words)| !words.is_empty());
    written.map(|(label, words)| DetailLine::field(label, vec![Phrase::plain(words)])).collect()
}

/// The actors by id, name and alias, and the words that are counted, for the filter.
pub(super) fn filter_words<'b>(board: &'b Board, event: &'b Event) -> impl Iterator<Item = &'b str> {
    let actors = event.actors.iter().flat_map(|voice| {
        let actor = board.watchlist.actors.get(&voice.value);
        let names = actor.into_iter().flat_map(|actor| actor.aliases.iter().chain([&actor.name]));
        names.map(Text::raw).chain([voice.value.as_str()])
    });
    actors.chain(event.counts.iter().map(|(word, _)| Id::as_str(word)))
}
