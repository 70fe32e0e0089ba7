//! The facts that the default watchlist must hold, one row each, looked up in the typed document; and what it must not
//! hold: deeds that nobody verified, dates after the day it speaks of, likelihoods that nobody gave.

use chrono::{NaiveDate, TimeDelta};
use std::sync::Arc;
use trucewatch::watchlist::scales::{Claim, CrossingStatus, Outcome, Reliability, Rung};
use trucewatch::watchlist::zone::ZoneDatabase;
use trucewatch::watchlist::{
    Crossing, DEFAULT, Dated, Id, Item, Party, Ref, Risk, Signal, Statement, Tally, Test, Watchlist,
};

/// The day that the default speaks of.
const AS_OF: &str = "2026-02-01";

/// The day of the older of the two reports that it draws on.
const REPORT_DAY: &str = "2026-01-03";

#[track_caller]
fn read(text: &str) -> Watchlist {
    let (partial, problems) = Watchlist::read(Arc::new(text.to_owned()), ZoneDatabase::BUNDLED);
    let problems = problems.list;
    assert!(problems.is_empty(), "{problems:#?}");
    partial.expect("a text without problems is a watchlist").watchlist
}

fn default() -> Watchlist {
    read(DEFAULT)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Whether a text holds every one of the words, whatever their case.
fn says(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(&word.to_lowercase()))
}

/// The same for a text that need not be written.
fn notes(text: &Option<trucewatch::text::Text>, words: &[&str]) -> bool {
    text.as_ref().is_some_and(|text| says(text.raw(), words))
}

fn is(name: &Option<Ref>, id: &str) -> bool {
    name.as_ref().is_some_and(|name| name.value.as_str() == id)
}

fn names(refs: &[Ref]) -> Vec<&str> {
    refs.iter().map(|name| name.value.as_str()).collect()
}

fn rafah(list: &Watchlist) -> &Crossing {
    list.crossings.iter().find(|crossing| crossing.id.value.as_str() == "rafah").expect("the crossing")
}

fn party<'w>(list: &'w Watchlist, actor: &str) -> &'w Party {
    rafah(list).parties.iter().find(|party| party.actor.value.as_str() == actor).expect(actor)
}

fn item<'w>(list: &'w Watchlist, id: &str) -> &'w Item {
    let found = list.items().find(|(list, item)| list.id.value.as_str() == "phase-two" && item.id.value.as_str() == id);
    found.expect(id).1
}

/// Whether an item has this as its only report so far, from Clash Report or the outlet that it relays, on its day.
fn is_reported_once(list: &Watchlist, id: &str, rung: Rung, claim: Claim, source: &str) -> bool {
    let [report] = &item(list, id).reports[..] else { return false };
    let at = report.at.value.date(list.zone());
    at == day(REPORT_DAY) && report.status.0 == Some(rung) && report.claim == Some(claim) && is(&report.source, source)
}

fn risk<'w>(list: &'w Watchlist, id: &str) -> &'w Risk {
    list.risks().iter().find(|risk| risk.id.value.as_str() == id).expect(id)
}

fn said<'w>(list: &'w Watchlist, speaker: &str, word: &str) -> &'w Statement {
    let is_it = |said: &&Statement| said.speaker.value.as_str() == speaker && notes(&said.note, &[word]);
    list.statements.iter().find(is_it).expect(word)
}

fn deaths(list: &Watchlist) -> &Tally {
    list.tallies.iter().find(|tally| tally.value == 360).expect("the tally")
}

fn signal<'w>(list: &'w Watchlist, id: &str) -> &'w Signal {
    list.signals.iter().find(|signal| signal.id.value.as_str() == id).expect(id)
}

/// The names of the tests inside a signal, the outermost first.
fn tests(signal: &Signal) -> Vec<&'static str> {
    let mut found = Vec::new();
    signal.test.walk(&mut |test| {
        found.push(match test {
            Test::OpensOnSchedule(_) => "opens-on-schedule",
            Test::StaysOpen(_) => "stays-open",
            Test::Reaches(_) => "reaches",
            Test::Covers(_) => "covers",
            Test::TermShift(_) => "term-shift",
            Test::HeatBelow(_) => "heat-below",
            Test::NoEntry(_) => "no-entry",
            Test::Flow(_) => "flow",
            Test::AtLeast(_) => "at-least",
            Test::By(_) => "by",
            Test::All(_) => "all",
            Test::Any(_) => "any",
            Test::Not(_) => "not",
        });
    });
    found
}

/// The items that a signal's tests look at.
fn looks_at(signal: &Signal) -> Vec<&str> {
    let mut found = Vec::new();
    signal.test.walk(&mut |test| match test {
        Test::Reaches(reaches) => found.push(reaches.item.value.as_str()),
        Test::Covers(covers) => found.extend(names(&covers.items)),
        _ => {}
    });
    found
}

fn is_unknown(at: &Option<trucewatch::diagnostic::Spanned<Dated>>) -> bool {
    at.as_ref().is_some_and(|at| at.value == Dated::Unknown)
}

/// A fact: its number, what it says, and where in the document it is found.
type Fact = (u8, &'static str, fn(&Watchlist) -> bool);

const RAFAH: &[Fact] = &[
    (1, "limited passenger movement is planned from 2 February, says AP", |list| {
        let rafah = rafah(list);
        let latest = rafah.reports.last().expect("a report");
        notes(&rafah.scope, &["limited passenger movement"])
            && rafah.opens.as_ref().is_some_and(|opens| opens.value.date(list.zone()) == day("2026-02-02"))
            && latest.status == CrossingStatus::Scheduled
            && latest.claim == Some(Claim::Promise)
            && is(&latest.source, "ap")
            && notes(&latest.note, &["being prepared"])
    }),
    (2, "the test has three parts: real, consistent, enforceable", |list| {
        notes(&rafah(list).question, &["freedom of movement", "real", "consistent", "enforced"])
    }),
    (3, "the question has two halves: does it open, and does it stay open", |list| {
        notes(&rafah(list).question, &["open on 2 February", "stay open", "consistent procedures"])
    }),
    (4, "success lasts and is orderly; failure opens on Monday and is shut by Friday", |list| {
        let note = &rafah(list).note;
        notes(note, &["orderly", "strict limits", "foreseen", "may grow"])
            && notes(note, &["Monday 2 February", "Friday 6 February", "dispute"])
    }),
    (5, "patients, separated families and people leaving depend on it, without ad hoc exceptions", |list| {
        let relied_on_by: Vec<_> = rafah(list).relied_on_by.iter().map(|who| who.raw()).collect();
        says(&relied_on_by.join("; "), &["medical evacuation", "separated families", "leaving", "case by case"])
    }),
    (6, "four parties operate it, each with a role and a stake", |list| {
        let is_whole = rafah(list).parties.iter().all(|party| party.role.is_some() && party.stake.is_some());
        let israel = party(list, "israel");
        rafah(list).parties.len() == 4
            && is_whole
            && notes(&israel.role, &["COGAT", "vetting"])
            && notes(&israel.stake, &["weapons", "militants", "accountable"])
            && notes(&party(list, "egypt").role, &["border control"])
            && notes(&party(list, "egypt").stake, &["spilling over"])
            && notes(&party(list, "palestinian-authority").stake, &["administrative legitimacy"])
            && notes(&party(list, "eu-mission").role, &["monitoring", "staffing", "left open"])
            && notes(&party(list, "eu-mission").stake, &["third party", "friction"])
    }),
    (7, "six things about it can be verified", |list| {
        let facts: Vec<_> = rafah(list).to_verify.iter().map(|fact| fact.raw()).collect();
        facts.len() == 6
            && says(&facts.join("; "), &["hours", "named coordinating bodies", "start dates"])
            && says(&facts.join("; "), &["controls", "inspected", "predictable"])
    }),
    (8, "KAN's unnamed sources tell of a reopening in the near term and of a new city, both preparatory", |list| {
        let first = rafah(list).reports.first().expect("a report");
        let [city] = &item(list, "rafah-new-city").reports[..] else { return false };
        first.at.value.date(list.zone()) == day(REPORT_DAY)
            && first.claim == Some(Claim::Promise)
            && first.opens.is_none()
            && is(&first.source, "kan")
            && notes(&first.note, &["\"in the near term\"", "no date", "nothing final", "unnamed"])
            && is_reported_once(list, "rafah-new-city", Rung::Reported, Claim::Promise, "kan")
            && notes(&city.note, &["neither Hamas nor the Israeli military", "preparation", "nothing final", "unnamed"])
    }),
];

const PHASE_TWO: &[Fact] = &[
    (9, "it follows the truce of 10 October 2025, and lay dormant in early January", |list| {
        let note = &list.checklists[0].note;
        list.checklists[0].id.value.as_str() == "phase-two"
            && notes(note, &["10 October 2025", "U.S.-backed", "temporary halt", "durable arrangement"])
            && notes(note, &["original framework", "dormant in early January 2026", "delays", "violations", "impasse"])
    }),
    (10, "three issues must be settled by measurable commitments", |list| {
        let issues = ["withdrawal", "movement", "enforcement"].map(|id| item(list, id));
        let words: [&[&str]; 3] = [
            &["what withdrawal means", "where forces may remain", "monitoring"],
            &["who controls", "inspected", "predictable"],
            &["who verifies a violation", "what follows"],
        ];
        issues.iter().zip(words).all(|(issue, words)| notes(&issue.done_when, words))
            && issues.iter().all(|issue| notes(&issue.group, &["issues to settle"]))
    }),
    (11, "a published agenda that covers all three is a signal", |list| {
        let agenda = signal(list, "agenda-covers-three-issues");
        says(agenda.title.raw(), &["mediators", "publish or outline"])
            && looks_at(agenda) == ["phase-two/withdrawal", "phase-two/movement", "phase-two/enforcement"]
    }),
    (12, "the text has six obligations, and two operational steps come with it", |list| {
        let obligations = [
            "technocratic-committee",
            "reconstruction",
            "peace-council",
            "international-force",
            "broader-withdrawal",
            "disarmament",
        ];
        let of_group = |group: &str| {
            let of_it = list.items().filter(|(_, item)| notes(&item.group, &[group]));
            of_it.map(|(_, item)| item.id.value.as_str()).collect::<Vec<_>>()
        };
        of_group("obligations") == obligations
            && of_group("operational") == ["rafah-reopening", "rafah-new-city"]
            && obligations.iter().all(|id| is_reported_once(list, id, Rung::Dormant, Claim::Attributed, "clash-report"))
    }),
    (13, "Qatar names three conditions, and full withdrawal is not the broader one", |list| {
        let conditions = ["full-withdrawal", "stability", "freedom-of-movement"].map(|id| item(list, id));
        conditions.iter().all(|condition| notes(&condition.group, &["Qatar"]))
            && notes(&item(list, "full-withdrawal").note, &["broader", "thresholds apart"])
            && notes(&said(list, "qatar", "complete only with").note, &["full withdrawal", "stability", "in and out"])
    }),
    (14, "the accord is a green light told by unnamed sources, not a signed document", |list| {
        let accord = said(list, "unnamed-israelis", "green light");
        accord.claim == Some(Claim::Attributed)
            && is(&accord.relayed_by, "kan")
            && is(&accord.source, "clash-report")
            && notes(&accord.note, &["early January", "not a signed document", "without a joint statement"])
    }),
    (15, "implementation is gradual, and withdrawal hangs on oversight and disarmament", |list| {
        notes(&list.checklists[0].note, &["gradual", "order is fragile"])
            && names(&item(list, "broader-withdrawal").needs) == ["peace-council", "disarmament"]
    }),
    (16, "success is a clear order in which one violation does not cascade; a still process loses momentum", |list| {
        notes(&item(list, "sequencing").done_when, &["which step waits for which", "one violation"])
            && notes(&list.checklists[0].note, &["when nothing moves", "momentum"])
    }),
];

const SPILLOVER: &[Fact] = &[
    (17, "rising tension between the United States and Iran drives it", |list| {
        let effects =
            [("new-fronts", "ignite new fronts"), ("border-closures", "crossings"), ("diplomatic-freeze", "sabotage")];
        notes(&list.spillover.as_ref().expect("spillover").note, &["rising tension", "United States", "Iran"])
            && effects
                .iter()
                .all(|(id, effect)| notes(&risk(list, id).note, &["tension rising", effect, "intent", "accident"]))
    }),
    (18, "it looks like new fronts, diplomatic freezes and border closures", |list| {
        says(risk(list, "new-fronts").title.raw(), &["new fronts", "exchanges beyond Gaza"])
            && says(risk(list, "diplomatic-freeze").title.raw(), &["interrupts Phase Two"])
            && says(risk(list, "border-closures").title.raw(), &["borders close", "controls tighten"])
            && list.risks().len() == 3
    }),
    (19, "its triggers are named", |list| {
        let note = &list.spillover.as_ref().expect("spillover").note;
        notes(note, &["border incidents", "attacks on shipping", "strikes and counterstrikes"])
            && notes(note, &["pressure on allied groups", "reprisals"])
    }),
    (20, "each risk threatens named parts of the other panes", |list| {
        list.risks().iter().all(|risk| risk.threatens.iter().any(|part| part.value.as_str().starts_with("phase-two/")))
            && ["new-fronts", "border-closures"].iter().all(|id| names(&risk(list, id).threatens).contains(&"rafah"))
    }),
    (21, "leaders pursue two aims", |list| {
        let note = &list.spillover.as_ref().expect("spillover").note;
        notes(note, &["contain Gaza", "borders", "contain spillover", "retaliation"])
    }),
];

const WORDS: &[Fact] = &[
    (22, "Qatar says pause, Turkey fears for momentum, and a shift of words counts only with facts", |list| {
        let qatar = said(list, "qatar", "pause");
        let turkey = said(list, "turkey", "momentum");
        let shift = signal(list, "pause-becomes-ceasefire");
        qatar.at.value == Dated::Unknown
            && notes(&qatar.term, &["pause"])
            && notes(&qatar.note, &["prime minister", "than a ceasefire"])
            && turkey.at.value == Dated::Unknown
            && is(&turkey.relayed_by, "kaieteur-news")
            && notes(&turkey.note, &["foreign minister", "United States"])
            && tests(shift) == ["all", "term-shift", "covers"]
    }),
    (23, "there are three classes of statement, and what is only planned is a promise", |list| {
        let reopening = &item(list, "rafah-reopening").reports;
        Claim::WORDS == ["verified", "attributed", "promise"]
            && rafah(list).reports.iter().all(|report| report.claim == Some(Claim::Promise))
            && reopening.iter().all(|report| report.claim == Some(Claim::Promise))
            && list.tallies.iter().all(|tally| tally.claim == Some(Claim::Attributed) && tally.source.is_some())
    }),
    (24, "four words deserve a mark", |list| {
        let words: Vec<_> = list.marked_words.iter().map(|word| word.value.raw()).collect();
        words == ["technical", "agreement reached", "since the truce", "spirit or letter"]
    }),
    (25, "each statement has a speaker and an outlet; audience and interest stand where they are known", |list| {
        let is_relayed = |said: &Statement| said.relayed_by.is_some() && said.source.is_some();
        let turkey = said(list, "turkey", "momentum");
        list.statements.iter().all(is_relayed)
            && names(&turkey.audience) == ["united-states"]
            && notes(&turkey.interest, &["United States steps in"])
            && said(list, "qatar", "pause").interest.is_some()
    }),
];

const TALLIES: &[Fact] = &[
    (26, "over 360 killed, say health officials via CBS, as of nobody knows when; other counts differ", |list| {
        let deaths = deaths(list);
        let reuters = said(list, "reuters", "baseline");
        notes(&deaths.qualifier, &["over"])
            && says(deaths.what.raw(), &["Palestinians", "Israeli fire", "since the truce"])
            && is(&deaths.authority, "gaza-health")
            && is(&deaths.relayed_by, "cbs")
            && is_unknown(&deaths.as_of)
            && notes(&deaths.note, &["counts differ", "start", "updated", "which authority"])
            && notes(&deaths.note, &["airstrikes", "exchanges of fire", "delayed deaths", "internal violence"])
            && reuters.at.value == Dated::Unknown
            && notes(&reuters.term, &["subsided but not stopped"])
    }),
    (27, "a tally says its window, authority and inclusions, so that unlike ones are never added", |list| {
        let deaths = deaths(list);
        let from = deaths.from.map(|from| from.date(list.zone()));
        from == Some(day("2025-10-10")) && deaths.authority.is_some() && notes(&deaths.note, &["includes is not told"])
    }),
];

const ACTORS: &[Fact] = &[(28, "every actor and every outlet is there, by the names that people use", |list| {
    let actors = [
        ("israel", "COGAT, PM Netanyahu"),
        ("united-states", ""),
        ("hamas", ""),
        ("palestinian-authority", ""),
        ("egypt", ""),
        ("eu-mission", ""),
        ("qatar", "PM Sheikh Mohammed bin Abdulrahman Al Thani"),
        ("turkey", "FM Hakan Fidan"),
        ("iran", ""),
        ("iran-allies", ""),
        ("gaza-health", ""),
    ];
    let outlets =
        ["Associated Press", "Reuters", "CBS News", "Kaieteur News Online", "KAN", "TheMurrow", "Clash Report"];
    let is_there = |(id, aliases): &(&str, &str)| {
        let actor = list.actors.get(&Id::new(*id)).expect(id);
        let known: Vec<_> = actor.aliases.iter().map(|alias| alias.raw()).collect();
        says(&known.join(", "), &[aliases])
    };
    let mut named = list.sources.0.iter().map(|(_, outlet)| outlet.name.raw()).collect::<Vec<_>>();
    let mut expected = outlets.to_vec();
    named.sort_unstable();
    expected.sort_unstable();
    actors.iter().all(is_there) && named == expected
})];

const SIGNALS: &[Fact] = &[
    (29, "three signals belong to this week", |list| {
        let of_this_week = list.signals.iter().filter(|signal| says(signal.title.raw(), &["this week"]));
        let ids: Vec<_> = of_this_week.map(|signal| signal.id.value.as_str()).collect();
        ids == ["rafah-opens-and-stays-open", "agenda-covers-three-issues", "pause-becomes-ceasefire"]
            && tests(signal(list, ids[0])) == ["all", "opens-on-schedule", "stays-open", "reaches"]
            && looks_at(signal(list, ids[0])) == ["phase-two/rafah-reopening"]
    }),
    (30, "success and failure have their signs", |list| {
        let pointing = |outcome: Outcome| {
            let those = list.signals.iter().filter(move |signal| signal.points_to == outcome);
            those.map(|signal| signal.id.value.as_str()).collect::<Vec<_>>()
        };
        pointing(Outcome::Success)[3..]
            == ["violence-below-baseline", "predictable-crossing", "clear-enforcement-and-order"]
            && pointing(Outcome::Failure)
                == ["delays-called-technical", "rafah-opens-then-shuts", "return-to-escalation"]
            && looks_at(signal(list, "clear-enforcement-and-order"))
                == ["phase-two/enforcement", "phase-two/sequencing"]
            && says(signal(list, "violence-below-baseline").title.raw(), &["subsided but not stopped"])
            && tests(signal(list, "rafah-opens-then-shuts")) == ["not", "stays-open"]
            && matches!(&signal(list, "rafah-opens-then-shuts").test,
                Test::Not(open) if matches!(&**open, Test::StaysOpen(open) if open.days == 5))
    }),
    (31, "both scenarios can come true in one week, and slow drift matters more than spikes", |list| {
        notes(&list.note, &["same week", "without a verdict"]) && notes(&list.note, &["drift before the spikes"])
    }),
];

const FACTS: &[&[Fact]] = &[RAFAH, PHASE_TWO, SPILLOVER, WORDS, TALLIES, ACTORS, SIGNALS];

#[test]
fn every_fact_has_its_place_in_the_default() {
    let list = default();
    let rows = || FACTS.iter().copied().flatten();
    assert!(rows().map(|(number, ..)| *number).eq(1..=31), "a fact has no row");
    let homeless: Vec<_> = rows().filter(|(.., is_there)| !is_there(&list)).map(|(n, fact, _)| (n, fact)).collect();
    assert!(homeless.is_empty(), "{homeless:#?}");
}

#[test]
fn nothing_is_claimed_to_be_done_or_verified() {
    let list = default();
    let reports = || list.items().flat_map(|(_, item)| &item.reports);
    assert!(reports().all(|report| !report.status.0.is_some_and(Rung::is_deed)), "words only");
    let claims = (reports().map(|report| report.claim))
        .chain(list.crossings.iter().flat_map(|crossing| crossing.reports.iter().map(|report| report.claim)))
        .chain(list.statements.iter().map(|said| said.claim))
        .chain(list.tallies.iter().map(|tally| tally.claim));
    for claim in claims {
        assert!(matches!(claim, Some(Claim::Attributed | Claim::Promise)), "{claim:?}");
    }
}

#[test]
fn nothing_that_has_not_happened_is_recorded() {
    let list = default();
    assert!(list.log().is_empty(), "no event is dated");
    assert!(list.risks().iter().all(|risk| risk.assessments.is_empty()), "no likelihood is given");
    for crossing in &list.crossings {
        assert!(crossing.days.is_empty() && crossing.quota.is_none(), "nothing was seen yet");
        assert!(crossing.parties.iter().all(|party| party.reports.is_empty()), "no party is reported in place");
    }
}

#[test]
fn every_report_is_dated_by_one_of_the_two_documents() {
    let list = default();
    let zone = list.zone();
    let dates = (list.items().flat_map(|(_, item)| item.reports.iter().map(|report| report.at.value)))
        .chain(list.crossings.iter().flat_map(|crossing| crossing.reports.iter().map(|report| report.at.value)))
        .chain(list.statements.iter().filter_map(|said| said.reported.as_ref().map(|at| at.value)))
        .chain(list.tallies.iter().filter_map(|tally| tally.reported.as_ref().map(|at| at.value)));
    for at in dates {
        assert!([day(REPORT_DAY), day(AS_OF)].contains(&at.date(zone)), "{at:?}");
    }
    assert!(list.items().all(|(_, item)| item.checked.is_none()), "nobody has looked again");
    let due: Vec<_> =
        list.items().filter(|(_, item)| item.due.is_some()).map(|(_, item)| item.id.value.as_str()).collect();
    assert_eq!(due, ["rafah-reopening"], "nobody gave another date");
}

#[test]
fn every_name_that_is_pointed_to_is_declared() {
    let list = default();
    let source = |name: &Option<Ref>| name.as_ref().is_none_or(|name| list.sources.get(&name.value).is_some());
    let actor = |name: &Ref| list.actors.get(&name.value).is_some();
    let part = |name: &Ref| {
        let is_item = list.items().any(|(checklist, item)| {
            let route = format!("{}/{}", checklist.id.value.as_str(), item.id.value.as_str());
            route == name.value.as_str()
        });
        is_item || list.crossings.iter().any(|crossing| crossing.id.value == name.value)
    };
    for (_, item) in list.items() {
        assert!(item.reports.iter().all(|report| report.source.is_some() && source(&report.source)), "{item:?}");
        let is_sibling = |need: &Ref| list.items().any(|(_, other)| other.id.value == need.value);
        assert!(item.needs.iter().all(is_sibling), "{item:?}");
    }
    for crossing in &list.crossings {
        assert!(crossing.parties.iter().all(|party| actor(&party.actor)));
        assert!(crossing.reports.iter().all(|report| report.source.is_some() && source(&report.source)));
    }
    for said in &list.statements {
        assert!(actor(&said.speaker) && said.audience.iter().all(actor), "{said:?}");
        assert!(source(&said.relayed_by) && source(&said.source), "{said:?}");
    }
    for tally in &list.tallies {
        assert!(tally.authority.as_ref().is_none_or(actor) && source(&tally.relayed_by) && source(&tally.source));
    }
    assert!(list.risks().iter().flat_map(|risk| &risk.threatens).all(part));
    for signal in &list.signals {
        for name in looks_at(signal) {
            assert!(part(&Ref { value: Id::new(name), span: signal.span }), "{name}");
        }
    }
    assert!(list.sources.0.iter().all(|(_, outlet)| source(&outlet.relays)));
}

#[test]
fn every_source_is_graded_and_the_relayed_one_is_no_second_witness() {
    let list = default();
    let grade = |id: &str| list.sources.get(&Id::new(id)).expect(id).reliability;
    assert_eq!(["ap", "reuters", "cbs"].map(grade), [Some(Reliability::B); 3]);
    assert_eq!(["kan", "clash-report"].map(grade), [Some(Reliability::C); 2]);
    assert_eq!(["themurrow", "kaieteur-news"].map(grade), [Some(Reliability::F); 2]);
    assert!(is(&list.sources.get(&Id::new("clash-report")).expect("the relay").relays, "kan"));
}

#[test]
fn the_doubtful_title_is_left_out() {
    let text = DEFAULT.to_lowercase();
    assert!(!text.contains("trump") && !text.contains("former president"));
}

#[test]
fn times_are_gazas_and_data_is_old_after_a_day() {
    let list = default();
    assert_eq!(list.zone().name(), "Asia/Gaza");
    assert_eq!(list.stale_after(), TimeDelta::hours(24));
}

#[test]
fn every_template_loads_once_it_is_filled_in() {
    let blanks = [
        ("HH:MM-HH:MM", "09:00-15:00"),
        ("TIME", "\"2026-02-02 10:00\""),
        ("DATE", "2026-02-02"),
        ("NUMBER", "5"),
        ("GRADE", "3"),
        ("SOURCE", "ap"),
        ("ACTOR", "egypt"),
        ("PLACE", "somewhere"),
        ("NAME", "another-name"),
        ("LINK", "example.org/article"),
        ("likelihood: SCALE", "likelihood: likely"),
        ("impact: SCALE", "impact: major"),
        ("WORDS", "words"),
    ];
    let fill = |line: &str| match line.split_once("#| ") {
        Some((indent, template)) if indent.trim().is_empty() => {
            let filled = blanks.iter().fold(template.to_owned(), |line, (blank, word)| line.replace(blank, word));
            format!("{indent}{filled}\n")
        }
        _ => format!("{line}\n"),
    };
    let (before, after) = (default(), read(&DEFAULT.lines().map(fill).collect::<String>()));
    let counts = |list: &Watchlist| {
        let rafah = rafah(list);
        let assessments = list.risks().iter().map(|risk| risk.assessments.len()).sum::<usize>();
        let seen = [rafah.reports.len(), rafah.days.len(), rafah.parties[0].reports.len(), assessments];
        let told =
            [item(list, "withdrawal").reports.len(), list.log().len(), list.statements.len(), list.tallies.len()];
        (seen, told, list.monitoring.len())
    };
    assert_eq!(counts(&before), ([2, 0, 0, 0], [0, 0, 5, 1], 0));
    assert_eq!(counts(&after), ([3, 2, 1, 1], [1, 1, 6, 2], 1));
    assert!(item(&after, "withdrawal").checked.is_some());
}

#[test]
fn no_line_is_longer_than_a_screen_is_wide() {
    let long: Vec<_> = DEFAULT.lines().filter(|line| line.chars().count() > 120).collect();
    assert!(long.is_empty(), "{long:#?}");
}
