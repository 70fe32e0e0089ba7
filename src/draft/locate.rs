//! Finds the entry that an operator means: by its `ref`, by a line of the file, or by its address such as
//! `rafah/2026-02-03/gmo`.

use super::kinds::DraftKind;
use super::{DraftError, DraftPlace, DraftSession};
use crate::diagnostic::{Span, suggestion};
use crate::text::sanitise;
use crate::watchlist::Address;

/// An entry of a list that drafts can change.
struct Located {
    place: DraftPlace,
    index: usize,
    span: Span,
}

impl DraftSession {
    /// The list and the index of the entry that is meant, among those of some kinds.
    ///
    /// # Errors
    /// [`DraftError::NoSuch`] if no entry, or more than one, is meant.
    pub fn locate(&self, kinds: &[&'static DraftKind], written: &str) -> Result<(DraftPlace, usize), DraftError> {
        let written = written.trim();
        let line = written.rsplit(':').next().and_then(|line| line.parse::<usize>().ok());
        let key = Address::key_of(written, self.watchlist.zone());
        let mut names = Vec::new();
        let (mut named, mut others) = (Vec::new(), Vec::new());
        self.watchlist.visit_entries(&mut |list, entries| {
            let Some(place) = DraftPlace::from_list(&list).filter(|place| kinds.contains(&place.kind())) else {
                return;
            };
            for (index, entry) in entries.enumerate() {
                let located = || Located { place: place.clone(), index, span: entry.span() };
                let name = entry.name().map(|name| name.value.raw());
                if name == Some(written) {
                    named.push(located());
                } else if self.is_meant(entry.span(), line, &key) {
                    others.push(located());
                }
                names.extend(name.map(ToOwned::to_owned));
            }
        });
        let mut found = if named.is_empty() { others } else { named };
        match found.len() {
            1 => found.pop().map(|Located { place, index, .. }| (place, index)).ok_or(DraftError::Overtaken),
            0 => Err(self.no_such(kinds, written, &names)),
            _ => {
                let line = |located: &Located| format!("line {}", self.source.position(located.span).line);
                let lines = found.iter().map(line).collect::<Vec<_>>().join(", ");
                let message = format!("`{}` means several entries: {lines}", sanitise(written));
                Err(DraftError::NoSuch { message, help: "name one by its line".to_owned() })
            }
        }
    }

    /// Whether an entry is on this line, or has this address.
    fn is_meant(&self, span: Span, line: Option<usize>, key: &str) -> bool {
        match line {
            Some(line) => {
                let last = Span::at((span.end as usize).saturating_sub(1));
                (self.source.position(span).line..=self.source.position(last).line).contains(&line)
            }
            None => {
                let address = Address::at(&self.watchlist, &self.source.text, span.start);
                address.keys(self.watchlist.zone()).iter().any(|known| known == key)
            }
        }
    }

    fn no_such(&self, kinds: &[&'static DraftKind], written: &str, names: &[String]) -> DraftError {
        let kind = kinds.first().map_or("entry", |kind| kind.name);
        let message = format!("there is no {kind} `{}`", sanitise(written));
        let help = match suggestion(written, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean the ref `{}`?", sanitise(near)),
            None => "name it by its `ref`, by its line in the file, or as rafah/2026-02-03/SOURCE".to_owned(),
        };
        DraftError::NoSuch { message, help }
    }
}
