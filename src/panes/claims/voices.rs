//! Actors with their other names, and sources with their grades and the sources that they relay.

use crate::board::Board;
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::{Actor, Outlet, Ref};

pub(super) fn actor_cells(actor: &Actor) -> Vec<Cell> {
    let aliases: Vec<_> = actor.aliases.iter().map(|alias| alias.display()).collect();
    let role = actor.role.as_ref().map_or_else(String::new, |role| role.display().into_owned());
    let aliases = if aliases.is_empty() { String::new() } else { format!("also {}", aliases.join(", ")) };
    vec![
        Cell::column(Column::Name, Phrase::plain(actor.name.display())),
        Cell::fill(Column::Text, 16, lines::spaced(vec![Phrase::plain(role), Phrase::muted(aliases)])),
    ]
}

pub(super) fn actor_detail(id: &Ref, actor: &Actor) -> Detail {
    let mut out = Vec::new();
    out.extend(lines::text_line("role", actor.role.as_ref()));
    for alias in &actor.aliases {
        out.extend(lines::text_line("also called", Some(alias)));
    }
    out.extend(lines::text_line("note", actor.note.as_ref()));
    out.push(DetailLine::field("id", vec![Phrase::muted(id.value.display())]));
    Detail {
        title: Phrase::new(actor.name.display(), Tone::Strong),
        lines: out,
        value: actor.name.display().into_owned(),
        link: None,
        span: actor.span,
    }
}

/// The reliability of a source. Says so if it is not graded or cannot be judged.
fn grade(outlet: &Outlet) -> Phrase {
    use crate::watchlist::scales::Reliability;
    match outlet.reliability {
        None => Phrase::new("not graded", Tone::Unknown),
        Some(Reliability::F) => Phrase::new("F, cannot be judged", Tone::Unknown),
        Some(grade) => Phrase::plain(grade.word()),
    }
}

fn relay(board: &Board, outlet: &Outlet) -> Phrase {
    let origin = outlet.relays.as_ref();
    Phrase::new(
        origin.map_or_else(String::new, |origin| {
            format!("relays {}: no second witness to it", words::voice(&board.watchlist, origin))
        }),
        Tone::Caution,
    )
}

pub(super) fn outlet_cells(board: &Board, outlet: &Outlet) -> Vec<Cell> {
    vec![
        Cell::column(Column::Label, Phrase::plain(outlet.name.display())),
        Cell::column(Column::Grade, grade(outlet)),
        Cell::fill(Column::Text, 10, vec![relay(board, outlet)]),
    ]
}

pub(super) fn outlet_detail(board: &Board, id: &Ref, outlet: &Outlet) -> Detail {
    let mut out = vec![DetailLine::field("reliability", vec![grade(outlet)])];
    if outlet.relays.is_some() {
        out.push(DetailLine::field("family", vec![relay(board, outlet)]));
    }
    out.extend(lines::text_line("note", outlet.note.as_ref()));
    out.push(DetailLine::field("id", vec![Phrase::muted(id.value.display())]));
    Detail {
        title: Phrase::new(outlet.name.display(), Tone::Strong),
        lines: out,
        value: outlet.name.display().into_owned(),
        link: outlet.url.as_ref().map(|url| url.value.raw().to_owned()),
        span: outlet.span,
    }
}
