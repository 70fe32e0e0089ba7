//! Visitors for the parts of a watchlist that rules examine: dated entries, declarations, references.

use crate::diagnostic::{Span, Spanned};
use crate::text::Text;
use crate::watchlist::scales::{Claim, Credibility};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Ref, Test, Watchlist};

pub(super) struct DatedEntry<'w> {
    /// Its kind, with the article: `a report`.
    pub what: &'static str,
    /// The time of the entry, if it is a point in time.
    pub at: Option<Spanned<TimePoint>>,
    pub citation: Citation<'w>,
    pub class: Class,
    pub credibility: Option<Credibility>,
    pub link: Option<&'w Spanned<Text>>,
    pub span: Span,
}

/// Whether an entry must name its source.
#[derive(Clone, Copy)]
pub(super) enum Citation<'w> {
    /// Required. The source, if given.
    Needed(Option<&'w Ref>),
    /// Not required: the watchlist's own editors assess it.
    Own,
}

/// Whether an entry must have a claim class.
#[derive(Clone, Copy)]
pub(super) enum Class {
    /// Required: without a class it counts as words.
    Words(Option<Claim>),
    /// Required: without a class it is not known whether somebody saw it.
    Numbers(Option<Claim>),
    /// Not required. The class, if given.
    Free(Option<Claim>),
}

impl Class {
    pub fn claim(self) -> Option<Claim> {
        let (Self::Words(claim) | Self::Numbers(claim) | Self::Free(claim)) = self;
        claim
    }
}

pub(super) fn entries<'w>(watchlist: &'w Watchlist, visit: &mut impl FnMut(DatedEntry<'w>)) {
    for crossing in &watchlist.crossings {
        for report in &crossing.reports {
            visit(DatedEntry {
                what: "a crossing's report",
                at: written(report.at),
                citation: Citation::Needed(report.source.as_ref()),
                class: Class::Words(report.claim),
                credibility: report.credibility,
                link: report.link.as_ref(),
                span: report.span,
            });
        }
        for report in crossing.parties.iter().flat_map(|party| &party.reports) {
            visit(DatedEntry {
                what: "a party's report",
                at: written(report.at),
                citation: Citation::Needed(report.source.as_ref()),
                class: Class::Words(report.claim),
                credibility: report.credibility,
                link: report.link.as_ref(),
                span: report.span,
            });
        }
        for day in &crossing.days {
            let at = TimePoint::day(day.date.value, watchlist.zone());
            visit(DatedEntry {
                what: "a day record",
                at: Some(Spanned { value: at, span: day.date.span }).filter(|_| !day.date.is_placeholder()),
                citation: Citation::Needed(day.source.as_ref()),
                class: Class::Numbers(day.claim),
                credibility: day.credibility,
                link: day.link.as_ref(),
                span: day.span,
            });
        }
    }
    for report in watchlist.items().flat_map(|(_, item)| &item.reports) {
        visit(DatedEntry {
            what: "a report",
            at: written(report.at),
            citation: Citation::Needed(report.source.as_ref()),
            class: Class::Words(report.claim),
            credibility: report.credibility,
            link: report.link.as_ref(),
            span: report.span,
        });
    }
    for assessment in watchlist.risks().iter().flat_map(|risk| &risk.assessments) {
        visit(DatedEntry {
            what: "an assessment",
            at: written(assessment.at),
            citation: Citation::Own,
            class: Class::Free(None),
            credibility: None,
            link: assessment.link.as_ref(),
            span: assessment.span,
        });
    }
    for event in watchlist.log() {
        visit(DatedEntry {
            what: "a log entry",
            at: written(event.at),
            citation: Citation::Needed(event.source.as_ref()),
            class: Class::Words(event.claim),
            credibility: event.credibility,
            link: event.link.as_ref(),
            span: event.span,
        });
    }
    for statement in &watchlist.statements {
        visit(DatedEntry {
            what: "a statement",
            at: known(&statement.at),
            citation: Citation::Needed(statement.source.as_ref().or(statement.relayed_by.as_ref())),
            class: Class::Free(statement.claim),
            credibility: statement.credibility,
            link: statement.link.as_ref(),
            span: statement.span,
        });
    }
    for record in &watchlist.monitoring {
        visit(DatedEntry {
            what: "a monitoring record",
            at: written(record.from),
            citation: Citation::Needed(record.source.as_ref()),
            class: Class::Free(None),
            credibility: None,
            link: record.link.as_ref(),
            span: record.span,
        });
    }
    for tally in &watchlist.tallies {
        visit(DatedEntry {
            what: "a tally",
            at: tally.as_of.as_ref().and_then(known),
            citation: Citation::Needed(tally.source.as_ref().or(tally.relayed_by.as_ref())),
            class: Class::Numbers(tally.claim),
            credibility: tally.credibility,
            link: tally.link.as_ref(),
            span: tally.span,
        });
    }
}

/// `None` for a placeholder.
fn written(at: Spanned<TimePoint>) -> Option<Spanned<TimePoint>> {
    (!at.is_placeholder()).then_some(at)
}

pub(super) fn known(dated: &Spanned<Dated>) -> Option<Spanned<TimePoint>> {
    match dated.value {
        Dated::At(value) => Some(Spanned { value, span: dated.span }),
        Dated::Unknown => None,
    }
}

/// All times of checks, relays and withdrawals, each with its name.
pub(super) fn marks(watchlist: &Watchlist) -> impl Iterator<Item = (&'static str, &Spanned<TimePoint>)> {
    let mut withdrawn = Vec::new();
    watchlist.visit_entries(&mut |_, entries| {
        let times = entries.filter_map(|entry| entry.withdrawal()).map(|withdrawal| &withdrawal.at);
        withdrawn.extend(times.filter(|at| !at.is_placeholder()).map(|at| ("a withdrawal", at)));
    });
    let crossings = watchlist.crossings.iter().filter_map(|crossing| crossing.checked.as_ref());
    let items = watchlist.items().filter_map(|(_, item)| item.checked.as_ref());
    let risks = watchlist.risks().iter().filter_map(|risk| risk.checked.as_ref());
    let log = watchlist.spillover.iter().filter_map(|spillover| spillover.checked.as_ref());
    let closings =
        watchlist.risks().iter().filter_map(|risk| risk.closed.as_ref()).map(|closed| ("a closing", &closed.at));
    let statements = watchlist.statements.iter().filter_map(|statement| statement.reported.as_ref());
    let tallies = watchlist.tallies.iter().filter_map(|tally| tally.reported.as_ref());
    let closures = watchlist.crossings.iter().filter_map(|crossing| crossing.calendar.as_ref());
    let closures = closures.flat_map(|calendar| &calendar.closures);
    let announced = closures.filter_map(|closure| closure.announced.as_ref()).map(|at| ("an announcement", at));
    let checks = crossings.chain(items).chain(risks).chain(log).map(|at| ("a check", at));
    let checks = checks.chain(announced).chain(closings).chain(withdrawn);
    checks.chain(statements.chain(tallies).map(|at| ("a relay", at)))
}

/// Each list of declared ids, with its content: `crossings`, `items of phase-two`.
pub(super) fn declared(watchlist: &Watchlist) -> Vec<(String, Vec<&Ref>)> {
    let mut lists: Vec<(String, Vec<&Ref>)> = vec![
        ("sources".into(), watchlist.sources.ids().collect()),
        ("actors".into(), watchlist.actors.ids().collect()),
        ("crossings".into(), watchlist.crossings.iter().map(|crossing| &crossing.id).collect()),
        ("checklists".into(), watchlist.checklists.iter().map(|list| &list.id).collect()),
        ("risks".into(), watchlist.risks().iter().map(|risk| &risk.id).collect()),
        ("tallies".into(), watchlist.tallies.iter().map(|tally| &tally.id).collect()),
        ("signals".into(), watchlist.signals.iter().map(|signal| &signal.id).collect()),
    ];
    for list in &watchlist.checklists {
        lists.push((
            format!("items of `{}`", list.id.value.display()),
            list.items.iter().map(|item| &item.id).collect(),
        ));
    }
    for crossing in watchlist.crossings.iter().filter(|crossing| !crossing.measures.0.is_empty()) {
        let measures = crossing.measures.ids().collect();
        lists.push((format!("measures of `{}`", crossing.id.value.display()), measures));
    }
    lists.iter_mut().for_each(|(_, ids)| ids.retain(|id| !id.is_placeholder()));
    lists
}

/// What a reference can point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Referent<'w> {
    Source,
    Actor,
    /// An actor or a source: anyone who speaks or counts.
    Voice,
    Crossing,
    Risk,
    /// An item, as `checklist/item`.
    Item,
    /// An item, as `checklist/item` or as an id of this checklist.
    ItemNear(&'w str),
    /// A crossing, or an item as `checklist/item`.
    CrossingOrItem,
    /// A crossing, a risk, or an item as `checklist/item`.
    Observable,
    /// A number in a crossing's day records, as `crossing/exits`.
    Measure,
    /// A number in the day records of this crossing.
    MeasureOf(&'w str),
    /// A measure that this crossing declares.
    DeclaredMeasureOf(&'w str),
}

/// Visits every reference, with what it can point to.
pub(super) fn references<'w>(watchlist: &'w Watchlist, visit: &mut impl FnMut(&'w Ref, Referent<'w>)) {
    let visit = &mut |reference: &'w Ref, target: Referent<'w>| {
        if !reference.is_placeholder() {
            visit(reference, target);
        }
    };
    entries(watchlist, &mut |entry| {
        if let Citation::Needed(Some(source)) = entry.citation {
            visit(source, Referent::Source);
        }
    });
    for (_, outlet) in &watchlist.sources.0 {
        outlet.relays.iter().for_each(|source| visit(source, Referent::Source));
        outlet.speaks_for.iter().for_each(|actor| visit(actor, Referent::Actor));
    }
    for (_, item) in watchlist.items() {
        item.owed_by.iter().chain(&item.to).for_each(|actor| visit(actor, Referent::Actor));
        item.monitor.iter().for_each(|voice| visit(voice, Referent::Voice));
    }
    for actor in watchlist.log().iter().flat_map(|event| &event.actors) {
        visit(actor, Referent::Actor);
    }
    let crossings = watchlist.crossings.iter().filter_map(|crossing| crossing.prefer.as_ref());
    let items = watchlist.items().filter_map(|(_, item)| item.prefer.as_ref());
    let risks = watchlist.risks().iter().filter_map(|risk| risk.prefer.as_ref());
    crossings.chain(items).chain(risks).for_each(|source| visit(source, Referent::Source));
    let opens = watchlist.crossings.iter().filter_map(|crossing| crossing.opens.as_ref());
    let dues = watchlist.items().filter_map(|(_, item)| item.due.as_ref());
    opens.chain(dues).filter_map(|promise| promise.source.as_ref()).for_each(|source| visit(source, Referent::Source));
    for crossing in &watchlist.crossings {
        let short = crossing.quota.iter().filter_map(|quota| quota.source.as_ref());
        let long = crossing.quotas.iter().filter_map(|quota| quota.source.as_ref());
        let closures = crossing.calendar.iter().flat_map(|calendar| &calendar.closures);
        let closures = closures.filter_map(|closure| closure.source.as_ref());
        short.chain(long).chain(closures).for_each(|source| visit(source, Referent::Source));
        let short = crossing.quota.iter().map(|quota| &quota.counts);
        let counts = short.chain(crossing.quotas.iter().map(|quota| &quota.counts));
        for (measure, _) in counts.chain(crossing.days.iter().map(|day| &day.counts)).flat_map(|counts| &counts.0) {
            visit(measure, Referent::DeclaredMeasureOf(crossing.id.value.as_str()));
        }
    }
    for party in watchlist.crossings.iter().flat_map(|crossing| &crossing.parties) {
        visit(&party.actor, Referent::Actor);
    }
    for list in &watchlist.checklists {
        for need in list.items.iter().flat_map(|item| &item.needs) {
            visit(need, Referent::ItemNear(list.id.value.as_str()));
        }
    }
    for risk in watchlist.risks() {
        risk.threatens.iter().for_each(|target| visit(target, Referent::CrossingOrItem));
        let judges = risk.assessments.iter().filter_map(|assessment| assessment.source.as_ref());
        judges.for_each(|source| visit(source, Referent::Source));
    }
    for risk in watchlist.log().iter().filter_map(|event| event.risk.as_ref()) {
        visit(risk, Referent::Risk);
    }
    for record in &watchlist.monitoring {
        visit(&record.observer, Referent::Voice);
        record.unobserved.iter().for_each(|target| visit(target, Referent::Observable));
    }
    for statement in &watchlist.statements {
        visit(&statement.speaker, Referent::Voice);
        statement.audience.iter().for_each(|actor| visit(actor, Referent::Actor));
        statement.relayed_by.iter().for_each(|outlet| visit(outlet, Referent::Source));
    }
    for tally in &watchlist.tallies {
        tally.of.iter().for_each(|measure| visit(measure, Referent::Measure));
        tally.authority.iter().for_each(|voice| visit(voice, Referent::Voice));
        tally.relayed_by.iter().for_each(|outlet| visit(outlet, Referent::Source));
    }
    for signal in &watchlist.signals {
        signal.test.walk(&mut |test| test_references(test, visit));
    }
}

fn test_references<'w>(test: &'w Test, visit: &mut impl FnMut(&'w Ref, Referent<'w>)) {
    match test {
        Test::OpensOnSchedule(crossing) => visit(crossing, Referent::Crossing),
        Test::StaysOpen(test) => visit(&test.crossing, Referent::Crossing),
        Test::Reaches(test) => visit(&test.item, Referent::Item),
        Test::Covers(test) => test.items.iter().for_each(|item| visit(item, Referent::Item)),
        Test::TermShift(test) => test.speaker.iter().for_each(|speaker| visit(speaker, Referent::Voice)),
        Test::HeatBelow(test) => test.risk.iter().for_each(|risk| visit(risk, Referent::Risk)),
        Test::NoEntry(test) => test.risk.iter().for_each(|risk| visit(risk, Referent::Risk)),
        Test::Flow(test) => {
            visit(&test.crossing, Referent::Crossing);
            visit(&test.measure, Referent::MeasureOf(test.crossing.value.as_str()));
        }
        Test::AtLeast(_) | Test::By(_) | Test::All(_) | Test::Any(_) | Test::Not(_) => {}
    }
}
