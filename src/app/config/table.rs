//! Reads one table of the configuration, and notes what is wrong in it.

use crate::app::Switch;
use crate::diagnostic::suggestion;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// Where something is wrong, as an offset in the text, and what.
pub(super) type Found = Vec<(usize, String)>;

/// A table whose keys are taken one by one. What is left is unknown.
pub(super) struct ConfigTable<'t, 'f> {
    entries: Vec<(Spanned<DeString<'t>>, Spanned<DeValue<'t>>)>,
    known: Vec<&'static str>,
    found: &'f mut Found,
}

impl<'t, 'f> ConfigTable<'t, 'f> {
    pub(super) fn new(table: DeTable<'t>, found: &'f mut Found) -> Self {
        Self { entries: table.into_iter().collect(), known: Vec::new(), found }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.get_ref().as_ref() == key)?;
        Some(self.entries.remove(at).1)
    }

    fn refuse(&mut self, value: &Spanned<DeValue<'t>>, message: String) {
        self.found.push((value.span().start, message));
    }

    /// One of the given words.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let value = self.take(key)?;
        self.one_of(key, &value, words)
    }

    /// One of the given words, or a list of them.
    pub(super) fn words<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|value| self.one_of(key, value, words)).collect(),
            _ => self.one_of(key, &value, words).into_iter().collect(),
        }
    }

    fn one_of<T: Copy>(&mut self, key: &str, value: &Spanned<DeValue<'t>>, words: &[(&'static str, T)]) -> Option<T> {
        let names = || words.iter().map(|(word, _)| *word);
        let all = || names().collect::<Vec<_>>().join(", ");
        let Some(written) = value.get_ref().as_str() else {
            self.refuse(value, format!("`{key}` is a text; write one of: {}", all()));
            return None;
        };
        let found = words.iter().find(|(word, _)| *word == written).map(|(_, meant)| *meant);
        if found.is_none() {
            let help = suggestion(written, names())
                .map_or_else(|| format!("write one of: {}", all()), |word| format!("did you mean `{word}`?"));
            self.refuse(value, format!("`{key}` is not `{written}`; {help}"));
        }
        found
    }

    pub(super) fn switch(&mut self, key: &'static str) -> Option<Switch> {
        let value = self.take(key)?;
        let switch = value.get_ref().as_bool().map(|is_on| if is_on { Switch::On } else { Switch::Off });
        if switch.is_none() {
            self.refuse(&value, format!("`{key}` is true or false"));
        }
        switch
    }

    /// A text that `read` understands. `expected` says what that is.
    pub(super) fn text<T>(&mut self, key: &'static str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.take(key)?;
        let found = value.get_ref().as_str().and_then(read);
        if found.is_none() {
            self.refuse(&value, format!("`{key}` is {expected}"));
        }
        found
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let texts = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|value| value.get_ref().as_str().map(ToOwned::to_owned)).collect(),
            one => one.as_str().map(|text| vec![text.to_owned()]),
        };
        if texts.is_none() {
            self.refuse(&value, format!("`{key}` is a text or a list of texts"));
        }
        texts.unwrap_or_default()
    }

    /// A program and its arguments: a list, or one text that is split into words as in a shell.
    pub(super) fn command(&mut self, key: &'static str) -> Option<Vec<String>> {
        let value = self.take(key)?;
        let words = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|value| value.get_ref().as_str().map(ToOwned::to_owned)).collect(),
            one => one.as_str().and_then(|text| shell_words::split(text).ok()),
        };
        let words = words.filter(|words: &Vec<String>| words.first().is_some_and(|program| !program.is_empty()));
        if words.is_none() {
            self.refuse(&value, format!("`{key}` is a program with its arguments, such as [\"page\", \"desk\"]"));
        }
        words
    }

    /// A table below this one.
    pub(super) fn table(&mut self, key: &'static str) -> Option<(DeTable<'t>, &mut Found)> {
        let value = self.take(key)?;
        if !value.get_ref().is_table() {
            self.refuse(&value, format!("`{key}` is a table: write [{key}]"));
        }
        match value.into_inner() {
            DeValue::Table(table) => Some((table, self.found)),
            _ => None,
        }
    }

    /// The tables of a list.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<DeTable<'t>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let is_list =
            value.get_ref().as_array().is_some_and(|list| list.iter().all(|entry| entry.get_ref().is_table()));
        if !is_list {
            self.refuse(&value, format!("`{key}` is a list of tables: write [[alerts.{key}]]"));
        }
        let DeValue::Array(list) = value.into_inner() else { return Vec::new() };
        let tables = list.into_iter().filter_map(|entry| match entry.into_inner() {
            DeValue::Table(table) => Some(table),
            _ => None,
        });
        tables.collect()
    }

    pub(super) fn found(&mut self) -> &mut Found {
        self.found
    }

    /// Notes every key that was not taken.
    pub(super) fn finish(self) {
        for (name, _) in &self.entries {
            let written = name.get_ref().as_ref();
            let help = suggestion(written, self.known.iter().copied()).map_or_else(
                || format!("write one of: {}", self.known.join(", ")),
                |known| format!("did you mean `{known}`?"),
            );
            self.found.push((name.span().start, format!("unknown key `{written}`; {help}")));
        }
    }
}
