//! The table of everything that can be recorded: each kind with its fields. Forms on screen and shell commands use it.

use crate::watchlist::scales::{
    Claim, ClosureCause, Confidence, Credibility, CrossingStatus, Impact, Likelihood, Presence, Reliability, Rung,
    Severity, TallyKind, WordScale,
};

/// A kind of entry that an operator records.
#[derive(Debug, PartialEq, Eq)]
pub struct DraftKind {
    /// Such as `log entry`.
    pub name: &'static str,
    pub plural: &'static str,
    /// The fields, in the order in which they are written.
    pub fields: &'static [DraftField],
}

impl DraftKind {
    pub fn field(&self, key: &str) -> Option<&'static DraftField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The fields that tell one entry of a list from another, where they have no `ref`: an id, else the time, who says
    /// so, and what only this kind has.
    pub fn identity(&self) -> impl Iterator<Item = &'static DraftField> {
        const OWN: [&str; 8] = ["at", "date", "from", "source", "observer", "speaker", "term", "text"];
        let has_id = self.field("id").is_some();
        self.fields.iter().filter(move |field| if has_id { field.key == "id" } else { OWN.contains(&field.key) })
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct DraftField {
    pub key: &'static str,
    /// A short prompt for the field.
    pub ask: &'static str,
    pub need: Need,
    pub form: Form,
}

impl DraftField {
    /// Whether it is a time to come, such as a new due date.
    pub fn is_ahead(&self) -> bool {
        matches!(self.key, "due" | "opens") || (matches!(self.form, Form::Date) && self.key == "from")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    /// Required, unless this other field is filled in.
    Unless(&'static str),
    /// If empty, the current time or the current day is written.
    Now,
    Optional,
}

/// What can be written in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A time in one of the watchlist's formats.
    Time,
    /// A time, or `unknown`.
    TimeOrUnknown,
    Date,
    /// One of the words of a scale.
    Scale(WordScale),
    Source,
    Actors,
    /// The id of an actor or a source.
    Voice,
    /// What can be observed: crossings, risks, and items as `checklist/item`.
    Observed,
    Risk,
    /// A number in a crossing's day records, as `crossing/measure`.
    Measure,
    /// Words of the operators' own, some of which the watchlist uses already.
    Used(UsedWord),
    /// A new id in kebab-case.
    NewId,
    Number,
    /// A number that may have a fraction.
    Quantity,
    /// The hours of a day: `09:00-15:00`.
    Hours,
    /// A time span: `24h`, `7d`.
    Duration,
    /// A number and what is counted: `27 trucks a day`.
    Target,
    Words,
    /// Several short texts, separated by commas.
    Texts,
    /// Whole numbers by name, separated by commas: `killed=3, injured=7`, `trucks-in=244`.
    Counts,
    /// An address with the scheme http, https or mailto.
    Link,
}

/// What such words are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedWord {
    /// What triggered an event, in kebab-case.
    Trigger,
    /// A term of a statement.
    Term,
    /// What a tally counts.
    Tallied,
}

impl Form {
    /// Whether it accepts several values.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Actors | Self::Texts | Self::Observed | Self::Counts)
    }

    /// Whether only the candidates are valid.
    pub fn is_closed(self) -> bool {
        match self {
            Self::Scale(_)
            | Self::Source
            | Self::Actors
            | Self::Voice
            | Self::Risk
            | Self::Measure
            | Self::Observed => true,
            Self::Time
            | Self::TimeOrUnknown
            | Self::Date
            | Self::Used(_)
            | Self::NewId
            | Self::Number
            | Self::Quantity
            | Self::Hours
            | Self::Duration
            | Self::Target
            | Self::Words
            | Self::Texts
            | Self::Counts
            | Self::Link => false,
        }
    }

    /// Whether it is text, or several values, that an operator changes in part.
    pub fn is_free(self) -> bool {
        self.is_list() || matches!(self, Self::Words | Self::Link | Self::Used(UsedWord::Term | UsedWord::Tallied))
    }

    /// Whether it names a source or an actor, which can be added where it does not exist yet.
    pub fn names_voice(self) -> bool {
        matches!(self, Self::Source | Self::Actors | Self::Voice)
    }

    /// Whether it is a point in time.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Time | Self::TimeOrUnknown | Self::Date)
    }

    /// A short description of what can be written.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Time => "2026-02-01, 2026-02-01 14:00 in the file's zone, or 2026-02-01T14:00Z",
            Self::TimeOrUnknown => "a time, such as 2026-02-01 or 2026-02-01T14:00Z; or unknown",
            Self::Date => "a day, such as 2026-02-01",
            Self::Scale(_) => "one of these words",
            Self::Source => "one of the file's sources",
            Self::Actors => "some of the file's actors, with commas between them",
            Self::Voice => "one of the file's actors or sources",
            Self::Observed => "crossings, risks and items, with commas between them",
            Self::Risk => "one of the file's risks",
            Self::Measure => "a crossing and one of its daily numbers, such as rafah/exits",
            Self::Used(UsedWord::Trigger) => "one of these words, or a new one in small-letters-with-hyphens",
            Self::Used(UsedWord::Term | UsedWord::Tallied) => "one of these, or a new one: free text, on one line",
            Self::NewId => "a name of its own, in small-letters-with-hyphens",
            Self::Number => "a whole number",
            Self::Quantity => "a number, such as 27 or 0.5",
            Self::Hours => "from when until when, such as 09:00-15:00",
            Self::Duration => "a time span, such as 24h or 7d",
            Self::Target => "a number and what is counted, such as 27 trucks a day",
            Self::Words => "free text, on one line",
            Self::Texts => "short texts, with commas between them",
            Self::Counts => "names with numbers, such as trucks-in=244, with commas between them",
            Self::Link => "an address that begins with http:, https: or mailto:",
        }
    }
}

const fn field(key: &'static str, ask: &'static str, need: Need, form: Form) -> DraftField {
    DraftField { key, ask, need, form }
}

const AT: DraftField = field("at", "when", Need::Now, Form::Time);
const CLAIM: DraftField = field("claim", "kind of statement", Need::Optional, Form::Scale(Claim::SCALE));
const SOURCE: DraftField = field("source", "who says so", Need::Optional, Form::Source);
const CREDIBILITY: DraftField = field("credibility", "how credible", Need::Optional, Form::Scale(Credibility::SCALE));
const NOTE: DraftField = field("note", "in your words", Need::Optional, Form::Words);
const LINK: DraftField = field("link", "where to read it", Need::Optional, Form::Link);
const REF: DraftField = field("ref", "a name of its own", Need::Optional, Form::Words);
const RELAYED_BY: DraftField = field("relayed_by", "who relayed it", Need::Optional, Form::Source);
const REPORTED: DraftField = field("reported", "when it was relayed", Need::Optional, Form::Time);

const COUNTS: DraftField = field("counts", "other numbers", Need::Optional, Form::Counts);

pub static ITEM_REPORT: DraftKind = DraftKind {
    name: "report",
    plural: "reports",
    fields: &[
        AT,
        field("status", "how far it is", Need::Unless("value"), Form::Scale(Rung::LADDER_FIRST)),
        field("value", "how much of the target, in all", Need::Optional, Form::Quantity),
        CLAIM,
        SOURCE,
        CREDIBILITY,
        field("due", "the new due date", Need::Optional, Form::Time),
        NOTE,
        LINK,
        REF,
    ],
};

pub static CROSSING_REPORT: DraftKind = DraftKind {
    name: "crossing report",
    plural: "crossing reports",
    fields: &[
        AT,
        field("status", "its state", Need::Required, Form::Scale(CrossingStatus::SCALE)),
        CLAIM,
        SOURCE,
        CREDIBILITY,
        field("opens", "the new opening date", Need::Optional, Form::Time),
        NOTE,
        LINK,
        REF,
    ],
};

/// A report of whether a party is in place.
pub static PARTY_REPORT: DraftKind = DraftKind {
    name: "party report",
    plural: "party reports",
    fields: &[
        AT,
        field("status", "whether in place", Need::Required, Form::Scale(Presence::SCALE)),
        CLAIM,
        SOURCE,
        CREDIBILITY,
        NOTE,
        LINK,
        REF,
    ],
};

/// What one source reports about one day at a crossing.
pub static DAY: DraftKind = DraftKind {
    name: "day record",
    plural: "day records",
    fields: &[
        field("date", "which day", Need::Now, Form::Date),
        field("status", "its state that day", Need::Required, Form::Scale(CrossingStatus::SCALE)),
        field("hours", "when it worked", Need::Optional, Form::Hours),
        field("patients", "patients out", Need::Optional, Form::Number),
        field("companions", "companions out", Need::Optional, Form::Number),
        field("exits", "everybody out", Need::Optional, Form::Number),
        field("entries", "everybody in", Need::Optional, Form::Number),
        field("turned_back", "turned back", Need::Optional, Form::Number),
        COUNTS,
        field("cause", "why closed", Need::Optional, Form::Scale(ClosureCause::SCALE)),
        CLAIM,
        SOURCE,
        CREDIBILITY,
        NOTE,
        LINK,
        REF,
    ],
};

/// An agreement on how many a day.
pub static QUOTA: DraftKind = DraftKind {
    name: "quota",
    plural: "quotas",
    fields: &[
        AT,
        field("exits", "people out a day", Need::Optional, Form::Number),
        field("entries", "people in a day", Need::Optional, Form::Number),
        COUNTS,
        SOURCE,
        CREDIBILITY,
        NOTE,
        LINK,
        REF,
    ],
};

pub static LOG_ENTRY: DraftKind = DraftKind {
    name: "log entry",
    plural: "log entries",
    fields: &[
        AT,
        field("risk", "which risk", Need::Optional, Form::Risk),
        field("trigger", "what set it off", Need::Optional, Form::Used(UsedWord::Trigger)),
        field("severity", "how severe", Need::Required, Form::Scale(Severity::SCALE)),
        CLAIM,
        SOURCE,
        CREDIBILITY,
        field("place", "where", Need::Optional, Form::Words),
        field("actors", "who took part or was hit", Need::Optional, Form::Actors),
        field("counts", "how many, such as killed=3, injured=7", Need::Optional, Form::Counts),
        field("text", "what happened", Need::Required, Form::Words),
        LINK,
        REF,
    ],
};

pub static STATEMENT: DraftKind = DraftKind {
    name: "statement",
    plural: "statements",
    fields: &[
        field("at", "when it was said", Need::Now, Form::TimeOrUnknown),
        REPORTED,
        field("speaker", "who said it", Need::Required, Form::Voice),
        field("term", "the term used", Need::Optional, Form::Used(UsedWord::Term)),
        field("audience", "to whom", Need::Optional, Form::Actors),
        field("interest", "what the speaker wants", Need::Optional, Form::Words),
        RELAYED_BY,
        SOURCE,
        CLAIM,
        CREDIBILITY,
        NOTE,
        LINK,
        REF,
    ],
};

pub static TALLY: DraftKind = DraftKind {
    name: "tally",
    plural: "tallies",
    fields: &[
        field("id", "a new name", Need::Required, Form::NewId),
        field("what", "what is counted", Need::Required, Form::Used(UsedWord::Tallied)),
        field("value", "the number", Need::Required, Form::Number),
        field("unit", "such as: people", Need::Optional, Form::Words),
        field("kind", "count or stock", Need::Optional, Form::Scale(TallyKind::SCALE)),
        field("of", "which daily number", Need::Optional, Form::Measure),
        field("qualifier", "such as: over", Need::Optional, Form::Words),
        field("authority", "who counts", Need::Optional, Form::Voice),
        RELAYED_BY,
        SOURCE,
        field("from", "since when", Need::Optional, Form::Time),
        field("as_of", "up to when", Need::Optional, Form::TimeOrUnknown),
        REPORTED,
        field("includes", "what is counted in", Need::Optional, Form::Texts),
        field("excludes", "what is left out", Need::Optional, Form::Texts),
        CLAIM,
        CREDIBILITY,
        NOTE,
        LINK,
        REF,
    ],
};

pub static ASSESSMENT: DraftKind = DraftKind {
    name: "assessment",
    plural: "assessments",
    fields: &[
        AT,
        field("likelihood", "how likely", Need::Required, Form::Scale(Likelihood::SCALE)),
        field("impact", "how bad", Need::Required, Form::Scale(Impact::SCALE)),
        field("confidence", "how sure", Need::Optional, Form::Scale(Confidence::SCALE)),
        field("source", "who judges", Need::Optional, Form::Source),
        NOTE,
        LINK,
        REF,
    ],
};

/// A time in which somebody could not see.
pub static MONITORING: DraftKind = DraftKind {
    name: "monitoring gap",
    plural: "monitoring gaps",
    fields: &[
        field("observer", "who could not see", Need::Required, Form::Voice),
        field("unobserved", "what they could not see", Need::Required, Form::Observed),
        field("from", "since when", Need::Now, Form::Time),
        field("until", "until when", Need::Optional, Form::Time),
        SOURCE,
        NOTE,
        LINK,
        REF,
    ],
};

pub static NEW_SOURCE: DraftKind = DraftKind {
    name: "source",
    plural: "sources",
    fields: &[
        field("id", "a short name", Need::Required, Form::NewId),
        field("name", "its full name", Need::Required, Form::Words),
        field("reliability", "how reliable", Need::Optional, Form::Scale(Reliability::SCALE)),
        field("relays", "whom it repeats", Need::Optional, Form::Source),
        field("url", "its address", Need::Optional, Form::Link),
        NOTE,
    ],
};

pub static NEW_ACTOR: DraftKind = DraftKind {
    name: "actor",
    plural: "actors",
    fields: &[
        field("id", "a short name", Need::Required, Form::NewId),
        field("name", "the full name", Need::Required, Form::Words),
        field("role", "what they do", Need::Optional, Form::Words),
        field("aliases", "other names", Need::Optional, Form::Texts),
        NOTE,
    ],
};

/// The choice of the source that settles disputes.
pub static PREFER: DraftKind = DraftKind {
    name: "preferred source",
    plural: "preferred sources",
    fields: &[field("prefer", "whose word settles it", Need::Required, Form::Source)],
};

/// Who keeps a crossing or a risk, and how often it is reviewed.
pub static SETTINGS: DraftKind = DraftKind { name: "setting", plural: "settings", fields: &[OWNER, REVIEW_EVERY] };

/// The same for an item, and what it takes to be done.
pub static ITEM_SETTINGS: DraftKind = DraftKind {
    name: "setting",
    plural: "settings",
    fields: &[
        field("owed_by", "who owes it", Need::Optional, Form::Actors),
        field("target", "when it is done", Need::Optional, Form::Target),
        OWNER,
        REVIEW_EVERY,
    ],
};

const OWNER: DraftField = field("owner", "who keeps it up to date", Need::Optional, Form::Words);
const REVIEW_EVERY: DraftField = field("review_every", "how often it is reviewed", Need::Optional, Form::Duration);

/// A closure that somebody announced: the plan, not what happened.
pub static CLOSURE: DraftKind = DraftKind {
    name: "announced closure",
    plural: "announced closures",
    fields: &[
        field("from", "its first day", Need::Required, Form::Date),
        field("until", "its last day", Need::Optional, Form::TimeOrUnknown),
        field("announced", "when it was announced", Need::Now, Form::Time),
        field("cause", "why closed", Need::Optional, Form::Scale(ClosureCause::SCALE)),
        SOURCE,
        NOTE,
        LINK,
    ],
};

/// The withdrawal of an entry, which stays in the file.
pub static WITHDRAWAL: DraftKind = DraftKind {
    name: "withdrawal",
    plural: "withdrawals",
    fields: &[
        field("at", "from when on", Need::Now, Form::Time),
        field("why", "why it is wrong", Need::Required, Form::Words),
    ],
};

/// A check: somebody looked, and nothing had changed.
pub static CHECKED: DraftKind = DraftKind {
    name: "check",
    plural: "checks",
    fields: &[field("checked", "when you looked", Need::Now, Form::Time)],
};

/// The end of a risk: it stays in the file and counts no more.
pub static CLOSING: DraftKind = DraftKind {
    name: "closing",
    plural: "closings",
    fields: &[
        field("at", "when it was over", Need::Now, Form::Time),
        field("why", "why it is no longer a risk", Need::Required, Form::Words),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watchlist::{
        AnnouncedClosure, Assessment, Closed, CrossingReport, DayRecord, Event, ItemReport, Monitoring, PartyReport,
        QuotaReport, Statement, Tally,
    };

    #[test]
    fn every_key_of_an_entry_has_its_field_in_the_order_of_the_format() {
        for (kind, keys) in [
            (&ITEM_REPORT, ItemReport::KEYS),
            (&CROSSING_REPORT, CrossingReport::KEYS),
            (&PARTY_REPORT, PartyReport::KEYS),
            (&DAY, DayRecord::KEYS),
            (&QUOTA, QuotaReport::KEYS),
            (&LOG_ENTRY, Event::KEYS),
            (&STATEMENT, Statement::KEYS),
            (&TALLY, Tally::KEYS),
            (&ASSESSMENT, Assessment::KEYS),
            (&CLOSING, Closed::KEYS),
            (&MONITORING, Monitoring::KEYS),
            (&CLOSURE, AnnouncedClosure::KEYS),
        ] {
            let fields: Vec<_> = kind.fields.iter().map(|field| field.key).collect();
            // A withdrawal has a form of its own.
            let keys: Vec<_> = keys.iter().copied().filter(|key| *key != "withdrawn").collect();
            assert_eq!(fields, keys, "{}", kind.name);
        }
    }
}
