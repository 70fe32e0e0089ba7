//! Other keys for actions: the table `[keys]`.

use super::table::Found;
use crate::app::keymap::KeyMap;
use crate::app::keys::{ACTIONS, Action, Key, binding_of};
use crate::diagnostic::suggestion;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of an action in the configuration: `next-pane`.
fn word(action: Action) -> String {
    binding_of(action).name.replace(' ', "-")
}

/// Decodes the table. An action whose keys are wrong, or stand for another action too, keeps those it has.
pub(super) fn decode_keys(table: DeTable<'_>, found: &mut Found) -> KeyMap {
    let (mut map, mut rebound) = (KeyMap::default(), Vec::new());
    for (name, value) in table {
        match find_action(name.get_ref()) {
            Ok(action) => {
                if let Some(keys) = read_keys(name.get_ref(), &value, found) {
                    map.rebind(action, keys);
                    rebound.push((name.span().start, action));
                }
            }
            Err(help) => found.push((name.span().start, help)),
        }
    }
    rebound.sort_unstable_by_key(|(at, _)| *at);
    // Giving up one action gives its key back to another: until all are apart.
    while let Some(place) = rebound.iter().rposition(|(_, action)| map.conflict(*action).is_some()) {
        let (at, action) = rebound.remove(place);
        if let Some((key, other)) = map.conflict(action) {
            let (key, name, other) = (key.label(), word(action), word(other));
            let message =
                format!("`{key}` is a key of `{other}`: choose another for `{name}`, or give `{other}` one too");
            found.push((at, message));
        }
        map.reset(action);
    }
    map
}

fn find_action(written: &str) -> Result<Action, String> {
    let names: Vec<String> = ACTIONS.iter().map(|binding| word(binding.action)).collect();
    let found = ACTIONS.iter().zip(&names).find(|(_, name)| *name == written);
    match found.map(|(binding, _)| binding.action) {
        Some(Action::NumberedPane) => Err(format!("`{written}` always has the digits: remove it")),
        Some(action) => Ok(action),
        None => {
            let near = suggestion(written, names.iter().map(String::as_str));
            let help = near.map_or_else(
                || "the help (?) has their names, written with hyphens".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(format!("unknown action `{written}`; {help}"))
        }
    }
}

/// The keys of one action: a text, or a list of texts; an empty list takes the key away.
fn read_keys(name: &str, value: &Spanned<DeValue<'_>>, found: &mut Found) -> Option<Vec<Key>> {
    let values: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(list) => list.iter().collect(),
        _ => vec![value],
    };
    let mut keys = Vec::new();
    for value in values {
        let Some(written) = value.get_ref().as_str() else {
            found.push((value.span().start, format!("`{name}` is a key or a list of keys, such as \"Ctrl-R\"")));
            return None;
        };
        match Key::parse(written) {
            Ok(key) => keys.push(key),
            Err(why) => {
                found.push((value.span().start, format!("`{written}` {why}")));
                return None;
            }
        }
    }
    Some(keys)
}
