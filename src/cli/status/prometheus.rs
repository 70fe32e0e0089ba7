//! The status as metrics, in the text format of Prometheus.

use super::StatusReport;
use crate::panes::status::wire::{AnswerCounts, OutcomeCounts, kind};
use crate::panes::status::{EntityStatus, StatusClass, StatusFlag};
use crate::text::sanitise;
use std::fmt::{Display, Write as _};

/// The metrics. Without a report only `trucewatch_up 0`, so that an alert can tell it from calm.
pub(super) fn metrics(report: Option<&StatusReport>) -> String {
    let mut out = String::new();
    let up = u8::from(report.is_some());
    family(&mut out, "up", "Whether the watchlist could be read.", [(String::new(), up)]);
    let Some(report) = report else { return out };
    let entities = &report.entities;
    let with = |status: &EntityStatus, key: &str, value: &str| format!("{}{key}={}", labels(status), quoted(value));
    let each = entities.iter().map(|status| (with(status, "status", status.status), 1_u8));
    family(&mut out, "status", "What holds now, by entity.", each);
    let classes = entities.iter().flat_map(|status| {
        let is_of = |class: StatusClass| u8::from(status.class() == class);
        StatusClass::ALL.map(|class| (with(status, "class", class.word()), is_of(class)))
    });
    family(&mut out, "class", "How urgent an entity is: 1 for its class, else 0.", classes);
    let flags = entities.iter().flat_map(|status| status.flags.iter().map(move |flag| (status, *flag)));
    let flags = flags.map(|(status, flag)| (with(status, "flag", StatusFlag::word(flag)), 1_u8));
    family(&mut out, "flag", "What qualifies the status of an entity.", flags);
    let name = |status: &EntityStatus| labels(status).trim_end_matches(',').to_owned();
    let ages = entities.iter().filter_map(|status| Some((name(status), status.age?.num_seconds())));
    family(&mut out, "age_seconds", "Since the newest report or check of an entity.", ages);
    let heats = entities.iter().filter_map(|status| Some((name(status), status.heat?.value)));
    family(&mut out, "heat", "The heat of the log; too low while the log is not kept.", heats);
    family(&mut out, "signals", "How many signals have each answer.", answers(&OutcomeCounts::new(&report.board)));
    let now = report.board.now.timestamp();
    family(&mut out, "evaluated_timestamp_seconds", "The moment of the evaluation.", [(String::new(), now)]);
    out
}

fn answers(signals: &OutcomeCounts) -> impl Iterator<Item = (String, usize)> {
    let of = |outcome: &'static str, counts: &AnswerCounts| {
        let answers = [("met", counts.met), ("not-met", counts.not_met), ("unknown", counts.unknown)];
        answers.map(|(answer, number)| (format!("points_to=\"{outcome}\",answer=\"{answer}\""), number))
    };
    of("success", &signals.success).into_iter().chain(of("failure", &signals.failure))
}

/// One metric with all its values; nothing if it has none.
fn family<V: Display>(out: &mut String, name: &str, help: &str, values: impl IntoIterator<Item = (String, V)>) {
    let mut values = values.into_iter().peekable();
    if values.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "# HELP trucewatch_{name} {help}\n# TYPE trucewatch_{name} gauge");
    for (labels, value) in values {
        let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
        let _ = writeln!(out, "trucewatch_{name}{labels} {value}");
    }
}

/// The labels of an entity, with a comma at the end.
fn labels(status: &EntityStatus) -> String {
    format!("entity={},kind=\"{}\",", quoted(&format!("{:#}", status.entity)), kind(&status.entity))
}

fn quoted(value: &str) -> String {
    let value = sanitise(value);
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
