//! Weights, limits and quantities.

use super::decode::{Decode, Reader};
use super::document::Node;
use super::schema::{self, Definitions};
use crate::diagnostic::Problem;
use crate::text::sanitise;
use serde_json::Value;

/// A weight, a limit or a quantity: a finite number, zero or more.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Amount(pub f64);

impl Decode for Amount {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a number")?;
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match text.parse::<f64>() {
            Ok(number) if is_plain && number <= 1e9 => Some(Self(number)),
            _ => {
                let message = format!("`{}` is not a number between 0 and 1000000000", sanitise(text));
                reader.note(Problem::error("bad-number", node.span(), message).help("write it as 1, 2 or 0.5"))
            }
        }
    }

    fn placeholder() -> Self {
        Self(0.0)
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::number("number", "^[0-9.]+$")
    }
}
