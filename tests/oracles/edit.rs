//! What holds of whatever is recorded in whatever file: it is refused, or one stretch of bytes is new, all others are the
//! same, what a second reader makes of the new file is what it made of the old one, and the new entry; and undo gives the
//! old bytes.

use super::terminal::assert_harmless;
use chrono::{DateTime, Utc};
use serde_yaml::Value;
use trucewatch::draft::{Draft, DraftError, DraftPlace, Proposal, amended, propose};
use trucewatch::load::load;
use trucewatch::watchlist::{EntityRef, Watchlist};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file does not load, or has nothing of which this could be recorded.
    NoPlace,
    /// Nothing is written, and why.
    Refused(String),
    /// It is there, and all else is as it was.
    Recorded,
}

/// What is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something that happened.
    Log,
    /// A report of the last item.
    Report,
    /// A number.
    Tally,
    /// A look at the last item.
    Checked,
    /// A report of the last crossing.
    Crossing,
    /// A day there.
    Day,
    /// A report of the last party there.
    Party,
    /// A judgement of the last risk.
    Assessment,
    /// What the first actor or source said.
    Statement,
}

impl What {
    /// All there is.
    pub const ALL: [Self; 9] = [
        Self::Log,
        Self::Report,
        Self::Tally,
        Self::Checked,
        Self::Crossing,
        Self::Day,
        Self::Party,
        Self::Assessment,
        Self::Statement,
    ];

    /// The draft, the way to the list that it goes into, and the key under which it holds the text.
    fn draft(self, watchlist: &Watchlist, text: &str) -> Option<(Draft, Vec<String>, &'static str)> {
        let crossing = || {
            let id = &watchlist.crossings.last()?.id.value;
            Some((EntityRef::Crossing(id.clone()), id.as_str().to_owned()))
        };
        let item = || {
            let (list, item) = watchlist.items().last()?;
            Some((EntityRef::item(list, item), list.id.value.as_str().to_owned(), item.id.value.as_str().to_owned()))
        };
        let draft = |subject, values: &[(&str, &str)]| Draft::new(subject, values.iter().copied());
        let way = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>();
        Some(match self {
            Self::Log => {
                let values = [("severity", "minor"), ("text", text), ("place", "here")];
                (draft(DraftPlace::LogEntry, &values), way(&["spillover", "log"]), "text")
            }
            Self::Report => {
                let (entity, checklist, item) = item()?;
                let way = way(&["checklists", &checklist, "items", &item, "reports"]);
                let values = [("status", "full"), ("note", text), ("credibility", "2")];
                (draft(DraftPlace::Report(entity), &values), way, "note")
            }
            Self::Tally => {
                let values = [("id", "new"), ("what", text), ("value", "12"), ("includes", "x, y")];
                (draft(DraftPlace::Tally, &values), way(&["tallies"]), "what")
            }
            Self::Checked => {
                let (entity, checklist, item) = item()?;
                let way = way(&["checklists", &checklist, "items", &item, "checked"]);
                (draft(DraftPlace::Checked(entity), &[]), way, "")
            }
            Self::Crossing => {
                let (entity, crossing) = crossing()?;
                let way = way(&["crossings", &crossing, "reports"]);
                (draft(DraftPlace::Report(entity), &[("status", "open"), ("note", text)]), way, "note")
            }
            Self::Day => {
                let (entity, crossing) = crossing()?;
                let way = way(&["crossings", &crossing, "days"]);
                let values = [("status", "open"), ("exits", "3"), ("hours", "09:00-15:00"), ("note", text)];
                (draft(DraftPlace::Day(entity), &values), way, "note")
            }
            Self::Party => {
                let last = watchlist.crossings.last()?;
                let entity = EntityRef::party(last, last.parties.last()?);
                let (crossing, party) = (last.id.value.as_str(), last.parties.last()?.actor.value.as_str());
                let way = way(&["crossings", crossing, "parties", party, "reports"]);
                let values = [("status", "in-place"), ("note", text)];
                (draft(DraftPlace::Report(entity), &values), way, "note")
            }
            Self::Assessment => {
                let risk = &watchlist.risks().last()?.id.value;
                let way = way(&["spillover", "risks", risk.as_str(), "assessments"]);
                let values = [("likelihood", "likely"), ("impact", "major"), ("note", text)];
                (draft(DraftPlace::Report(EntityRef::Risk(risk.clone())), &values), way, "note")
            }
            Self::Statement => {
                let mut speakers = watchlist.actors.0.iter().map(|(id, _)| id.value.as_str());
                let speaker = speakers.next()?;
                (draft(DraftPlace::Statement, &[("speaker", speaker), ("note", text)]), way(&["statements"]), "note")
            }
        })
    }
}

/// Records something in a file.
#[track_caller]
pub fn one_more(file: &str, what: What, text: &str, now: DateTime<Utc>) -> Outcome {
    let old = file.as_bytes();
    let Some(watchlist) = load("x", old, now).watchlist else { return Outcome::NoPlace };
    let Some((draft, way, key)) = what.draft(&watchlist, text) else { return Outcome::NoPlace };
    let Proposal { bytes: new, patch, summary, .. } = match propose("x\u{1b}", old, &[draft], now) {
        Ok(proposal) => proposal,
        Err(DraftError::NoSuch { message, .. }) => panic!("{message}\n{file}"),
        Err(refusal) => {
            let why = refusal.to_string();
            assert_harmless(&why);
            return Outcome::Refused(why);
        }
    };
    assert_harmless(&summary);
    let shown = String::from_utf8(new.clone()).expect("still a text");
    assert_stretch(file, &shown, what);
    let steps: Vec<_> = way.iter().map(String::as_str).collect();
    if let Some(before) = reread(file) {
        let after = reread(&shown).unwrap_or_else(|| panic!("a second reader cannot read\n{shown}\nand could\n{file}"));
        assert_eq!(without(&before, &steps), without(&after, &steps), "{file}\n=>\n{shown}");
        if what != What::Checked {
            let (olds, mut news) = (entries(&before, &steps), entries(&after, &steps));
            assert_eq!(news.len(), olds.len() + 1, "{file}\n=>\n{shown}");
            let at = (0..news.len()).find(|at| news[..*at] == olds[..*at] && news[at + 1..] == olds[*at..]);
            let entry = news.remove(at.expect("all others are as they were"));
            // Blanks are nothing entered.
            let entered = Some(text.trim()).filter(|text| !text.is_empty());
            assert_eq!(entry[key].as_str(), entered, "{entry:?}\n{shown}");
        }
    }
    let undone = amended("x", &new, &patch.inverse(), now);
    assert!(matches!(&undone, Ok(undone) if undone == old), "{undone:?}\n{file}\n=>\n{shown}");
    let redone = amended("x", old, &patch, now);
    assert!(matches!(&redone, Ok(redone) if *redone == new), "{redone:?}\n{file}\n=>\n{shown}");
    Outcome::Recorded
}

/// One stretch is new, everything before it and behind it is as it was, and lines end as they ended.
#[track_caller]
fn assert_stretch(file: &str, shown: &str, what: What) {
    let (gone, come) = changed(file.as_bytes(), shown.as_bytes());
    let (gone, come) = (String::from_utf8_lossy(gone), String::from_utf8_lossy(come));
    match what {
        What::Checked => assert!(gone.len() <= 40 && !gone.contains('\n'), "{gone:?} is gone from\n{file}"),
        What::Log
        | What::Report
        | What::Tally
        | What::Crossing
        | What::Day
        | What::Party
        | What::Assessment
        | What::Statement => {
            // Empty brackets make room for lines; the comment behind them stays.
            let rest = gone.trim_start_matches(['[', ']', '{', '}', '~', ' ']);
            let is_kept = come.contains(rest) && !rest.contains('\n');
            assert!(is_kept, "{gone:?} is gone from\n{file}\n=>\n{shown}");
        }
    }
    assert_eq!(file.ends_with('\n'), shown.ends_with('\n'), "{file}\n=>\n{shown}");
    let lone = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
    if file.contains("\r\n") && lone(file) == 0 {
        assert_eq!(lone(shown), 0, "{shown}");
    }
}

/// The stretch that is new: everything before it and behind it is as it was.
fn changed<'a>(old: &'a [u8], new: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (&old[head..old.len() - tail], &new[head..new.len() - tail])
}

fn reread(text: &str) -> Option<Value> {
    // It reads the last line of a block text at the very end of a file without its line ending; our reader, with it.
    let text = &format!("{text}{}", if text.ends_with('\n') { "" } else { "\n" });
    serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()
}

fn is_called(item: &Value, name: &str) -> bool {
    item["id"] == *name || item["actor"] == *name
}

/// The list at a place, taken out of a tree.
fn entries(tree: &Value, way: &[&str]) -> Vec<Value> {
    let at = way.iter().try_fold(tree, |at, step| match at {
        Value::Sequence(items) => items.iter().find(|item| is_called(item, step)),
        other => other.get(*step),
    });
    at.and_then(Value::as_sequence).cloned().unwrap_or_default()
}

/// A tree without what is not written, and without one place.
fn without(tree: &Value, way: &[&str]) -> Value {
    match (tree, way.split_first()) {
        (Value::Mapping(pairs), _) => {
            let pairs = pairs.iter().filter_map(|(key, value)| {
                let rest = way.split_first().filter(|(step, _)| key == **step).map(|(_, rest)| rest);
                if rest == Some(&[]) {
                    return None;
                }
                let value = without(value, rest.unwrap_or(&[""]));
                let is_nothing = value.is_null() || value.as_mapping().is_some_and(|map| map.is_empty());
                (!is_nothing).then(|| (key.clone(), value))
            });
            Value::Mapping(pairs.collect())
        }
        (Value::Sequence(items), Some((step, rest))) => {
            let part = |item: &Value| without(item, if is_called(item, step) { rest } else { &[""] });
            Value::Sequence(items.iter().map(part).collect())
        }
        (other, _) => other.clone(),
    }
}
