//! Alerts: a mark that stays, one alert for each cause, none on the first load, after an undo or in the past.

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use trucewatch::app::config::Config;
use trucewatch::app::{
    App, Clock, ColourDepth, Effect, FileLabel, Look, Msg, Options, Origin, Stamped, Switch, ThemeName, Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui::{PrintStyle, print};

const OPEN: &str = "version: 1
title: Test
zone: Asia/Gaza
sources: { desk: { name: Desk, reliability: A }, other: { name: Other, reliability: A } }
crossings:
  - id: south
    name: South
    reports:
      - { at: 2026-02-06T06:00Z, status: open, claim: verified, source: desk, credibility: 1 }
      - { at: 2026-02-06T06:10Z, status: open, claim: verified, source: other, credibility: 1 }
spillover:
  risks: [ { id: fronts, title: Fronts, threatens: [ south ] } ]
  log: [ { at: 2026-02-05T06:00Z, risk: fronts, severity: minor, claim: verified, source: desk, text: a shot } ]
signals:
  - { id: shut, title: It shuts, points_to: failure, test: { not: { stays-open: { crossing: south, days: 1 } } } }
";

const CLOSED: &str =
    "      - { at: 2026-02-06T09:00Z, status: closed, claim: verified, source: desk, credibility: 1, note: shut }\n";

const STRIKE: &str =
    "log: [ { at: 2026-02-06T09:30Z, risk: fronts, severity: severe, claim: verified, source: desk, text: a strike }, ";

fn closed() -> String {
    OPEN.replace("spillover:", &format!("{CLOSED}spillover:"))
}

fn struck(text: &str) -> String {
    text.replace("log: [ ", STRIKE)
}

struct Desk {
    app: App,
    now: DateTime<Utc>,
}

impl Desk {
    fn open(config: &str, clock: fn(DateTime<Utc>) -> Clock) -> Self {
        let (config, problems) = Config::parse(config);
        assert_eq!(problems, []);
        let now = "2026-02-06T10:00:00Z".parse().expect("a moment");
        let look = Look { theme: ThemeName::Default, colours: ColourDepth::Ansi16, ..Look::MONO };
        let file = FileLabel { name: "a.yaml".to_owned(), origin: Origin::Named };
        let options = Options {
            panes: PANES,
            file,
            clock: clock(now),
            writes: Writes::Allowed,
            look,
            config,
            size: (120, 30),
            at: now,
        };
        let mut desk = Self { app: App::new(options), now };
        assert_eq!(desk.save(OPEN), [], "the first load does not alert");
        desk
    }

    fn live(config: &str) -> Self {
        Self::open(config, |_| Clock::Live)
    }

    fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        self.now += TimeDelta::seconds(1);
        let is_alert = |effect: &Effect| matches!(effect, Effect::Alert(_) | Effect::Title(_));
        let effects = self.app.update(Stamped { at: self.now, msg });
        effects.into_iter().filter(is_alert).collect()
    }

    fn save(&mut self, text: &str) -> Vec<Effect> {
        let loaded = load("a.yaml", text.as_bytes(), self.now);
        self.tell(Msg::Read(Box::new(loaded)))
    }

    fn key(&mut self, key: char) -> Vec<Effect> {
        self.tell(Msg::Key(KeyEvent::from(KeyCode::Char(key))))
    }

    fn header(&self) -> String {
        print(&self.app, 120, 30, PrintStyle::Plain).lines().next().unwrap_or_default().to_owned()
    }
}

fn words(effects: &[Effect]) -> Vec<&str> {
    effects
        .iter()
        .filter_map(|effect| if let Effect::Alert(alert) = effect { Some(&*alert.words) } else { None })
        .collect()
}

fn title(effects: &[Effect]) -> Option<&Option<String>> {
    effects.iter().find_map(|effect| if let Effect::Title(title) = effect { Some(title) } else { None })
}

#[test]
fn a_closure_and_its_consequences_are_one_alert_and_the_mark_stays_until_it_is_seen() {
    let mut desk = Desk::live("");
    let effects = desk.save(&closed());
    assert_eq!(words(&effects), ["South: open → closed, Desk A1 6 Feb 09:00Z: shut"]);
    assert_eq!(title(&effects), Some(&Some("▲1 South: open → closed, Desk A1 6 Feb 09:00Z: shut".to_owned())));
    assert_eq!(desk.key('j'), []);
    assert!(desk.header().contains("▲1 ALERT "), "{}", desk.header());
    let effects = desk.save(&struck(&closed()));
    assert_eq!(words(&effects).len(), 1, "the strike and the threat that follows from it: {effects:?}");
    assert!(desk.header().contains("▲2 ALERTS"), "{}", desk.header());
    assert_eq!(title(&desk.key('D')), Some(&None));
    assert!(!desk.header().contains("ALERT"), "{}", desk.header());
}

#[test]
fn an_undo_and_a_past_board_do_not_alert() {
    let mut desk = Desk::live("");
    desk.save(&closed());
    assert_eq!(words(&desk.save(OPEN)), [""; 0], "it is back at an earlier text");
    assert_eq!(words(&desk.save(&closed())), [""; 0], "redo: the same alert was not seen yet");
    let mut past = Desk::open("", Clock::AsOf);
    assert_eq!(past.save(&closed()), []);
    assert!(!past.header().contains("ALERT"), "{}", past.header());
}

#[test]
fn a_save_while_the_past_is_shown_alerts_to_the_present() {
    let mut desk = Desk::live("");
    desk.key('[');
    assert_eq!(words(&desk.save(&closed())).len(), 1);
}

#[test]
fn a_deadline_that_passes_while_the_past_is_shown_alerts_at_once_and_once() {
    let items =
        "checklists: [ { id: two, name: Two, items: [ { id: army, title: Army, due: 2026-02-06T10:05Z } ] } ]\n";
    let mut desk = Desk::live("");
    desk.save(&format!("{OPEN}{items}"));
    desk.key('[');
    assert_eq!(words(&desk.tell(Msg::Tick)), [""; 0], "it is not due yet");
    desk.now += TimeDelta::minutes(6);
    assert_eq!(words(&desk.tell(Msg::Tick)).len(), 1);
    assert!(desk.header().contains("▲1 ALERT"), "{}", desk.header());
    assert_eq!(words(&desk.key('.')), [""; 0], "back in the present, it is the same alert");
    assert!(desk.header().contains("▲1 ALERT"), "{}", desk.header());
}

#[test]
fn the_rules_of_the_operator_decide() {
    let alerts = |config: &str, text: &str| words(&Desk::live(config).save(text)).len();
    for (rule, closure, strike) in [
        ("kind = \"log-added\"", 0, 1),
        ("kind = [\"status\", \"log-added\"]", 1, 1),
        ("severity = \"extreme\"", 0, 0),
        ("severity = \"severe\"", 0, 1),
        ("entity = \"south\"", 1, 1),
        ("entity = \"sou\"", 0, 0),
        ("entity = \"fronts\"\nkind = \"log-added\"", 0, 1),
        ("direction = \"better\"", 0, 0),
    ] {
        let config = format!("[[alerts.when]]\n{rule}\n");
        assert_eq!((alerts(&config, &closed()), alerts(&config, &struck(OPEN))), (closure, strike), "{rule}");
    }
}

#[test]
fn quiet_hours_leave_the_mark_only() {
    let mut desk = Desk::live("[alerts]\nquiet = \"11:00-13:00\"\n");
    let effects = desk.save(&closed());
    assert_eq!(words(&effects), [""; 0]);
    assert!(title(&effects).is_some() && desk.header().contains("▲1 ALERT"));
}

#[test]
fn a_terminal_with_the_focus_needs_no_bell() {
    let mut desk = Desk::live("");
    let is_away =
        |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Alert(alert) if alert.is_away));
    assert!(is_away(&desk.save(&closed())), "not every terminal says whether it has the focus");
    desk.tell(Msg::Focus(Switch::On));
    assert!(!is_away(&desk.save(&struck(&closed()))));
}

#[test]
fn the_screen_begins_as_configured_and_choices_are_remembered() {
    let mut desk = Desk::live("times = \"dates\"\n");
    assert!(desk.header().contains("2026-02-06"), "{}", desk.header());
    let at = desk.now;
    let key = KeyEvent::from(KeyCode::Char('T'));
    let effects = desk.app.update(Stamped { at, msg: Msg::Key(key) });
    let chosen =
        effects.iter().find_map(|effect| if let Effect::Remember(choice) = effect { Some(*choice) } else { None });
    let chosen = chosen.expect("it is remembered");
    assert_eq!((chosen.theme, chosen.mouse), (Some(ThemeName::Light), None));
    assert!(chosen.times.is_some());
}
