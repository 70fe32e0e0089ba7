//! A source or an actor that does not exist yet: it is added on the spot, in a form of its own, by the same save.

use super::{Form, Start, ValueOrigin};
use crate::draft::{Draft, DraftPlace, Form as FieldForm};
use crate::watchlist::{Id, Watchlist};
use chrono::{DateTime, Utc};

impl Form {
    /// The form for the first source or actor that is named here, and that neither the file nor an addition has.
    pub(super) fn missing_voice(&self, watchlist: &Watchlist, now: DateTime<Utc>) -> Option<Self> {
        let lines = self.lines.iter().filter(|line| line.field.form.names_voice() && line.is_entered());
        let named = lines.flat_map(|line| {
            let names = line.input.value().split(',').map(|name| name.trim().to_owned());
            names.map(move |name| (line.field.form, name))
        });
        let (form, name) = named.into_iter().find(|(form, name)| self.is_missing(*form, name, watchlist))?;
        let subject = if form == FieldForm::Source { DraftPlace::Source } else { DraftPlace::Actor };
        let title = format!("New {}: {name} is not in the file yet", subject.kind().name);
        let start = Start { subject, given: vec![("id", name)], revises: None };
        let mut form = Self::new(&start, (title, String::new()), watchlist, now);
        form.lines.iter_mut().filter(|line| line.field.key == "id").for_each(|id| id.origin = ValueOrigin::Selected);
        form.at = form.lines.iter().position(|line| line.field.key == "name").unwrap_or(0);
        form.enter(watchlist);
        Some(form)
    }

    /// Whether a name can be that of a new source or actor.
    fn is_missing(&self, form: FieldForm, name: &str, watchlist: &Watchlist) -> bool {
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let id = Id::new(name);
        let is_source = watchlist.sources.get(&id).is_some();
        let is_actor = watchlist.actors.get(&id).is_some();
        let is_known = match form {
            FieldForm::Source => is_source,
            FieldForm::Actors => is_actor,
            _ => is_source || is_actor,
        };
        let is_added = self.additions.iter().any(|addition| added_id(addition) == Some(name));
        !name.is_empty() && name.chars().all(is_id) && !is_known && !is_added
    }

    /// Everything to record: the additions, then the entry itself.
    pub(super) fn drafts(&self) -> Vec<Draft> {
        self.additions.iter().cloned().chain([self.draft()]).collect()
    }
}

fn added_id(addition: &Draft) -> Option<&str> {
    addition.values.iter().find_map(|(key, entered)| match entered {
        crate::draft::Entered::One(id) if key == "id" => Some(id.as_str()),
        _ => None,
    })
}
