//! The entry to correct or to withdraw: the one that is selected in the details, else the one that the row is.

use super::form::Start;
use super::{App, Page, page_area};
use crate::diagnostic::Span;
use crate::draft::{DraftPlace, WrittenEntry, entry_at};
use crate::panes::view::Detail;

impl App {
    /// The entry that is selected in the details.
    pub(crate) fn entry_in_details(&self) -> Option<Span> {
        let Page::Detail { entry: Some(nth), .. } = self.page() else { return None };
        self.detail()?.entries().get(nth).copied()
    }

    /// Whether the page of details lists entries.
    pub(super) fn has_entries(&self) -> bool {
        matches!(self.page(), Page::Detail { .. })
            && self.detail().is_some_and(|detail| detail.lines.iter().any(|line| line.entry.is_some()))
    }

    /// The entry to correct or withdraw.
    pub(super) fn selected_entry(&self) -> Option<Span> {
        match self.page() {
            Page::Detail { entry: Some(_), .. } => self.entry_in_details(),
            Page::Detail { entry: None, .. } | Page::Panes | Page::Problems | Page::Changes { .. } => {
                let (board, pane, key) = self.selected()?;
                pane.is_entry(key).then(|| pane.span(board, key))
            }
        }
    }

    /// Selects the first entry on the page of details, or none if one is selected.
    pub(super) fn toggle_entry(&mut self) {
        let Page::Detail { scroll, entry } = self.page() else { return };
        let Some(detail) = self.detail().filter(|detail| !detail.entries().is_empty()) else { return };
        let entry = match entry {
            Some(_) => None,
            None => Some(self.first_entry_from(&detail, scroll)),
        };
        self.screen.open_page(Page::Detail { scroll, entry });
        self.move_to_entry(0);
    }

    pub(super) fn deselect_entry(&mut self) {
        if let Page::Detail { scroll, .. } = self.page() {
            self.screen.open_page(Page::Detail { scroll, entry: None });
        }
    }

    /// The first entry at or below a line of the details; the last one if there is none.
    fn first_entry_from(&self, detail: &Detail, line: usize) -> usize {
        let entries = detail.entries();
        let below = self.detail_lines(detail).into_iter().skip(line).find_map(|line| line.entry);
        let place = below.and_then(|below| entries.iter().position(|entry| *entry == below));
        place.unwrap_or(entries.len().saturating_sub(1))
    }

    /// Moves the selection by a number of entries, and scrolls it into view.
    pub(super) fn move_to_entry(&mut self, places: isize) {
        let (Page::Detail { scroll, entry: Some(nth) }, Some(detail)) = (self.page(), self.detail()) else { return };
        let entries = detail.entries();
        let nth = nth.saturating_add_signed(places).min(entries.len().saturating_sub(1));
        let lines = self.detail_lines(&detail);
        let of_entry = |line: &crate::panes::view::DetailLine| line.entry == entries.get(nth).copied();
        let height = usize::from(page_area(&self.layout()).height);
        let scroll = match (lines.iter().position(of_entry), lines.iter().rposition(of_entry)) {
            (Some(first), Some(last)) => scroll.max((last + 2).saturating_sub(height)).min(first),
            _ => scroll,
        };
        self.screen.open_page(Page::Detail { scroll, entry: Some(nth) });
    }

    /// The form that corrects an entry, filled in with what is written.
    pub(super) fn correction(&self, span: Span) -> Result<Start, String> {
        let WrittenEntry { place, address, values } = self.written_entry(span)?;
        Ok(Start { subject: place, given: values, revises: Some(address) })
    }

    /// The form that withdraws an entry.
    pub(super) fn withdrawal(&self, span: Span) -> Result<Start, String> {
        let WrittenEntry { place, address, .. } = self.written_entry(span)?;
        let subject = DraftPlace::Withdrawal(Box::new(place));
        Ok(Start { subject, given: Vec::new(), revises: Some(address) })
    }

    fn written_entry(&self, span: Span) -> Result<WrittenEntry, String> {
        let good = self.file.state().good().map(|good| &good.source.text);
        let written = self.board().zip(good).and_then(|(board, text)| entry_at(&board.file, text, span));
        written.ok_or_else(|| "only an editor changes this: press e".to_owned())
    }
}
