//! Addresses: name the part of a watchlist at a position, such as `rafah/2026-02-11/gmo`.
//!
//! An entity is named by its id. An entry is named by its entity or list, its time, and its source or speaker. An
//! address is computed on demand by descending to the position, so no memory is used for parts that are not looked up.

use super::time::{Precision, TimePoint};
use super::zone::Zone;
use super::{Checklist, Crossing, Dated, Party, Ref, Register, Spillover, Watchlist};
use crate::diagnostic::{Span, Spanned};
use std::fmt::{self, Display};

/// The address of a part of a watchlist. `Display` gives the form to write: original characters, not safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Name(String),
    /// A time, and its spelling in the file.
    Time(TimePoint, String),
}

impl Address {
    /// The address of the innermost entry or entity at a byte of the text that the watchlist was read from.
    pub fn at(watchlist: &Watchlist, text: &str, byte: u32) -> Self {
        let mut walk = AddressWalk { zone: watchlist.zone(), text, byte, segments: Vec::new() };
        walk.watchlist(watchlist);
        Self(walk.segments)
    }

    /// The keys for looking it up: with its time to the second, and with the date alone.
    pub fn keys(&self, zone: &Zone) -> [String; 2] {
        let key = |time: fn(TimePoint, &Zone) -> String| {
            let part = |segment: &Segment| match segment {
                Segment::Name(name) => name.clone(),
                Segment::Time(at, _) => time(*at, zone),
            };
            self.0.iter().map(part).collect::<Vec<_>>().join("/")
        };
        [key(time_key), key(|at, zone| at.date(zone).to_string())]
    }

    /// Normalises an address that somebody wrote: a time may have any form, or be a date.
    pub fn key_of(written: &str, zone: &Zone) -> String {
        let part = |part: &str| TimePoint::parse(part, zone).map_or_else(|_| part.to_owned(), |at| time_key(at, zone));
        written.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

fn time_key(at: TimePoint, zone: &Zone) -> String {
    match at.precision {
        Precision::Day => at.date(zone).to_string(),
        Precision::Exact => at.start.to_rfc3339(),
    }
}

impl Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, segment) in self.0.iter().enumerate() {
            let (Segment::Name(word) | Segment::Time(_, word)) = segment;
            write!(f, "{}{word}", if nth == 0 { "" } else { "/" })?;
        }
        Ok(())
    }
}

/// Descends to a position.
struct AddressWalk<'t> {
    zone: &'t Zone,
    text: &'t str,
    byte: u32,
    segments: Vec<Segment>,
}

impl AddressWalk<'_> {
    fn watchlist(&mut self, watchlist: &Watchlist) {
        if let Some(crossing) = self.find(&watchlist.crossings, |crossing| crossing.span) {
            return self.crossing(crossing);
        }
        if let Some(list) = self.find(&watchlist.checklists, |list| list.span) {
            return self.checklist(list);
        }
        if let Some(spillover) = watchlist.spillover.as_ref().filter(|spillover| self.is_in(spillover.span)) {
            return self.spillover(spillover);
        }
        if let Some(gap) = self.find(&watchlist.monitoring, |gap| gap.span) {
            self.name("monitoring");
            return self.entry(gap.from, Some(&gap.observer));
        }
        if let Some(statement) = self.find(&watchlist.statements, |statement| statement.span) {
            self.name("statements");
            return match statement.at.value {
                Dated::At(value) => {
                    self.entry(Spanned { value, span: statement.at.span }, Some(&statement.speaker));
                }
                Dated::Unknown => {
                    self.name("unknown");
                    self.name(statement.speaker.value.as_str());
                }
            };
        }
        let declared = self.find(&watchlist.tallies, |tally| tally.span).map(|tally| ("tallies", &tally.id));
        let declared = declared.or_else(|| Some(("signals", &self.find(&watchlist.signals, |signal| signal.span)?.id)));
        let declared =
            declared.or_else(|| Some(("sources", self.declaration(&watchlist.sources, |outlet| outlet.span)?)));
        let declared = declared.or_else(|| Some(("actors", self.declaration(&watchlist.actors, |actor| actor.span)?)));
        match declared {
            Some((list, id)) => {
                self.name(list);
                self.name(id.value.as_str());
            }
            None => self.name("watchlist"),
        }
    }

    fn crossing(&mut self, crossing: &Crossing) {
        self.name(crossing.id.value.as_str());
        if let Some(party) = self.find(&crossing.parties, |party| party.span) {
            self.party(party);
        } else if let Some(report) = self.find(&crossing.reports, |report| report.span) {
            self.entry(report.at, report.source.as_ref());
        } else if let Some(day) = self.find(&crossing.days, |day| day.span) {
            let value = TimePoint::day(day.date.value, self.zone);
            self.entry(Spanned { value, span: day.date.span }, day.source.as_ref());
        }
    }

    fn party(&mut self, party: &Party) {
        self.name("parties");
        self.name(party.actor.value.as_str());
        if let Some(report) = self.find(&party.reports, |report| report.span) {
            self.entry(report.at, report.source.as_ref());
        }
    }

    fn checklist(&mut self, list: &Checklist) {
        self.name(list.id.value.as_str());
        let Some(item) = self.find(&list.items, |item| item.span) else { return };
        self.name(item.id.value.as_str());
        if let Some(report) = self.find(&item.reports, |report| report.span) {
            self.entry(report.at, report.source.as_ref());
        }
    }

    fn spillover(&mut self, spillover: &Spillover) {
        if let Some(risk) = self.find(&spillover.risks, |risk| risk.span) {
            self.name("risks");
            self.name(risk.id.value.as_str());
            if let Some(assessment) = self.find(&risk.assessments, |assessment| assessment.span) {
                self.entry(assessment.at, assessment.source.as_ref());
            }
        } else if let Some(event) = self.find(&spillover.log, |event| event.span) {
            self.name("log");
            self.entry(event.at, event.source.as_ref());
        } else {
            self.name("spillover");
        }
    }

    fn name(&mut self, name: &str) {
        self.segments.push(Segment::Name(name.to_owned()));
    }

    fn entry(&mut self, at: Spanned<TimePoint>, voice: Option<&Ref>) {
        let written = self.text.get(at.span.range()).unwrap_or_default().trim_matches(['"', '\'']);
        self.segments.push(Segment::Time(at.value, written.to_owned()));
        if let Some(voice) = voice {
            self.name(voice.value.as_str());
        }
    }

    fn is_in(&self, span: Span) -> bool {
        span.start <= self.byte && self.byte <= span.end
    }

    /// The part that contains the position. Lists are in file order.
    fn find<'w, T>(&self, list: &'w [T], span: impl Fn(&T) -> Span) -> Option<&'w T> {
        let after = list.partition_point(|part| span(part).start <= self.byte);
        list[..after].last().filter(|part| self.is_in(span(part)))
    }

    fn declaration<'w, T>(&self, register: &'w Register<T>, span: impl Fn(&T) -> Span) -> Option<&'w Ref> {
        let whole = |(id, part): &(Ref, T)| Span { start: id.span.start, end: id.span.end.max(span(part).end) };
        self.find(&register.0, whole).map(|(id, _)| id)
    }
}
