//! The JSON Schema of the format (draft-07), built from the records, their types and their docs. For editors.
//!
//! It accepts everything that loads, and does not find everything that `check` finds: a schema cannot follow
//! references or compare dates.

use super::Watchlist;
use super::decode::{Decode, takes_measures};
use super::scales::WordScale;
use serde_json::{Map, Value, json};

/// The schema of a whole watchlist.
pub fn watchlist_schema() -> Value {
    let mut definitions = Definitions::default();
    Watchlist::schema(&mut definitions);
    let mut root = definitions.0.remove(WATCHLIST).expect("its schema was just defined");
    root["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    root["title"] = "a trucewatch watchlist, version 1".into();
    root["definitions"] = Value::Object(definitions.0);
    root
}

/// The name of the definition of a whole watchlist.
const WATCHLIST: &str = "Watchlist";

/// Builds the schema of a type.
pub type SchemaOf = fn(&mut Definitions) -> Value;

/// Named schemas to which others refer.
#[derive(Debug, Default)]
pub struct Definitions(Map<String, Value>);

impl Definitions {
    /// A reference to a definition, which is built at its first use.
    pub fn refer(&mut self, name: &str, define: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            // A definition may refer to itself.
            self.0.insert(name.to_owned(), Value::Null);
            let schema = define(self);
            self.0.insert(name.to_owned(), schema);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }
}

/// The schema of a record in the making.
pub struct RecordSchema {
    description: String,
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl RecordSchema {
    pub fn new(docs: &str) -> Self {
        Self { description: docs.trim().to_owned(), properties: Map::new(), required: Vec::new() }
    }

    /// Adds a key. It is required if its type has no value for an absent one; an optional key may be empty.
    pub fn add<T: Decode>(&mut self, key: &'static str, docs: &str, definitions: &mut Definitions) {
        let schema = T::schema(definitions);
        let is_required = T::absent().is_none();
        if is_required {
            self.required.push(key);
        }
        let schema = if is_required { schema } else { nullable(schema) };
        // In draft-07, a reference stands alone.
        let mut schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
        schema["description"] = docs.trim().into();
        self.properties.insert(key.to_owned(), schema);
    }

    pub fn finish(self, definitions: &mut Definitions) -> Value {
        let keys: Vec<_> = self.properties.keys().map(String::as_str).collect();
        // Which names a crossing declares cannot be said in a schema.
        let others = if takes_measures(&keys) { u64::schema(definitions) } else { false.into() };
        let mut schema = json!({
            "type": "object",
            "description": self.description,
            "properties": self.properties,
            "additionalProperties": others,
        });
        if !self.required.is_empty() {
            schema["required"] = self.required.into();
        }
        schema
    }
}

/// A schema that also accepts an empty value.
pub fn nullable(mut schema: Value) -> Value {
    match schema.get_mut("type") {
        Some(Value::Array(types)) => types.push("null".into()),
        Some(one) => *one = json!([one, "null"]),
        None => return json!({ "anyOf": [schema, { "type": "null" }] }),
    }
    schema
}

/// Any text or name. YAML reads some of them as numbers, or as true and false.
pub fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// A text of a form, as a regular expression of ECMA 262.
pub fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A number of zero or more; in quotes, digits of the given form.
pub fn number(kind: &str, quoted: &str) -> Value {
    json!({ "type": [kind, "string"], "minimum": 0, "pattern": quoted })
}

/// A list.
pub fn list<T: Decode>(definitions: &mut Definitions) -> Value {
    let items = T::schema(definitions);
    // In a list, `~` is a text of one character.
    json!({ "type": "array", "items": if T::IS_TEXT { nullable(items) } else { items } })
}

/// The words of a scale. YAML reads those that are digits as numbers.
pub fn words(scale: WordScale) -> Value {
    let number = |word: &str| word.parse::<u64>().ok().map(Value::from);
    let each = || scale.words.iter().zip(scale.meanings);
    let numbers = each().filter_map(|(word, meaning)| Some((number(word)?, meaning)));
    let all = each().map(|(word, meaning)| (Value::from(*word), meaning)).chain(numbers);
    let (words, meanings): (Vec<_>, Vec<_>) = all.map(|(word, meaning)| (word, meaning.trim())).unzip();
    json!({ "enum": words, "enumDescriptions": meanings })
}
