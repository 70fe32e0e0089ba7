//! Two operators' changes merged: text by text, by git in real repositories, and for changes drawn at random.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod driver;
mod git;
mod properties;
mod texts;
