//! What a pane knows about a row beside its drawn text.

use crate::board::Board;
use crate::board::evidence::{Reading, ReadingState};
use crate::board::freshness::Freshness;
use crate::panes::words;
use crate::text::Text;
use crate::watchlist::scales::Credibility;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Ref, Watchlist};
use chrono::TimeDelta;
use std::borrow::Cow;

/// What a filter can find a row by, beside its drawn text.
#[derive(Debug, Default)]
pub struct RowFields<'b> {
    /// Names, aliases, notes: searched like the drawn text.
    pub(super) texts: Vec<Cow<'b, str>>,
    /// The words of its status, as in a watchlist: for `status:`.
    pub(super) statuses: Vec<&'static str>,
    /// Ids and names of its sources: for `source:`, and searched like the drawn text.
    pub(super) sources: Vec<Cow<'b, str>>,
    /// Admiralty grades such as `B3`: for `grade:`.
    pub(super) grades: Vec<String>,
    /// Who keeps its entries up to date: for `owner:`.
    pub(super) owner: Option<Cow<'b, str>>,
    /// Ids and names of those who owe it: for `owed:`, and searched like the drawn text.
    pub(super) owed_by: Vec<Cow<'b, str>>,
    /// For `age:`; if it is not set, the drawn age counts.
    pub(super) age: Option<Freshness>,
}

impl<'b> RowFields<'b> {
    #[must_use]
    pub(in crate::panes) fn text(mut self, text: impl Into<Cow<'b, str>>) -> Self {
        self.texts.push(text.into());
        self
    }

    /// Optional texts of the watchlist, in their original characters.
    #[must_use]
    pub(in crate::panes) fn texts(mut self, texts: impl IntoIterator<Item = Option<&'b Text>>) -> Self {
        self.texts.extend(texts.into_iter().flatten().map(|text| Cow::Borrowed(text.raw())));
        self
    }

    /// The ids of referenced entities.
    #[must_use]
    pub(in crate::panes) fn ids(mut self, ids: impl IntoIterator<Item = &'b Ref>) -> Self {
        self.texts.extend(ids.into_iter().map(|id| Cow::Borrowed(id.value.as_str())));
        self
    }

    /// Actors or sources by their ids, names and aliases.
    #[must_use]
    pub(in crate::panes) fn voices(mut self, watchlist: &'b Watchlist, ids: impl IntoIterator<Item = &'b Ref>) -> Self {
        self.texts.extend(ids.into_iter().flat_map(|id| names(watchlist, id)));
        self
    }

    #[must_use]
    pub(in crate::panes) fn owner(mut self, owner: Option<&'b Text>) -> Self {
        self.owner = owner.map(|owner| Cow::Borrowed(owner.raw()));
        self
    }

    #[must_use]
    pub(in crate::panes) fn owed_by(mut self, watchlist: &'b Watchlist, ids: &'b [Ref]) -> Self {
        self.owed_by.extend(ids.iter().flat_map(|id| names(watchlist, id)));
        self
    }

    #[must_use]
    pub(in crate::panes) fn status(mut self, word: &'static str) -> Self {
        self.statuses.push(word);
        self
    }

    /// The words of a reading: its value, and whether that is in doubt.
    #[must_use]
    pub(in crate::panes) fn reading<V: Copy + PartialEq>(
        self,
        reading: &Reading<V>,
        value: Option<&'static str>,
    ) -> Self {
        let fields = self.status(value.unwrap_or("unknown"));
        match reading.state {
            ReadingState::Disputed => fields.status("disputed"),
            ReadingState::Unconfirmed => fields.status("unconfirmed"),
            ReadingState::Settled | ReadingState::Unknown => fields,
        }
    }

    /// A source with its name and its grades. An entry without a source has the grade `-`.
    #[must_use]
    pub(in crate::panes) fn source(
        mut self,
        watchlist: &'b Watchlist,
        source: Option<&'b Ref>,
        credibility: Option<Credibility>,
    ) -> Self {
        self.grades.push(words::grade(watchlist, source, credibility));
        if let Some(source) = source {
            self.sources.push(Cow::Borrowed(source.value.as_str()));
            let name = watchlist.sources.get(&source.value).map(|outlet| Cow::Borrowed(outlet.name.raw()));
            self.sources.extend(name);
        }
        self
    }

    /// The age of a dated entry.
    #[must_use]
    pub(in crate::panes) fn dated(mut self, at: TimePoint, board: &Board) -> Self {
        self.age = Some(Freshness::Fresh { age: at.age(board.now).max(TimeDelta::zero()) });
        self
    }

    #[must_use]
    pub(in crate::panes) fn freshness(mut self, freshness: Freshness) -> Self {
        self.age = Some(freshness);
        self
    }
}

/// The id, the name and the aliases of an actor or a source.
fn names<'b>(watchlist: &'b Watchlist, id: &'b Ref) -> impl Iterator<Item = Cow<'b, str>> {
    let actor = watchlist.actors.get(&id.value);
    let names = actor.into_iter().flat_map(|actor| std::iter::once(&actor.name).chain(&actor.aliases));
    let source = watchlist.sources.get(&id.value).map(|source| &source.name);
    std::iter::once(id.value.as_str()).chain(names.chain(source).map(Text::raw)).map(Cow::Borrowed)
}
