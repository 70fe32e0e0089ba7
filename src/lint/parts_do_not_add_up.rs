//! `parts-do-not-add-up`: patients and companions add up to the people who left.
//!
//! **What it does**: compares the parts of a day record with its total. **Why it is bad**: one of the numbers is wrong
//! or counts something else. **Example**: `patients: 5, companions: 15, exits: 25`.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_parts_do_not_add_up(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for day in scene.in_force.crossings.iter().flat_map(|crossing| &crossing.days) {
        let Some(exits) = day.exits else { continue };
        let message = match (day.patients, day.companions) {
            (Some(patients), Some(companions)) if patients.saturating_add(companions) != exits.value => {
                let sum = patients.saturating_add(companions);
                format!("{patients} patients and {companions} companions are {sum}, not {} exits", exits.value)
            }
            (Some(patients), None) if patients > exits.value => {
                format!("{patients} patients are more than {} exits", exits.value)
            }
            (None, Some(companions)) if companions > exits.value => {
                format!("{companions} companions are more than {} exits", exits.value)
            }
            _ => continue,
        };
        problems.push(
            Problem::warning("parts-do-not-add-up", exits.span, message)
                .help("check the source; if others left too, leave `exits` as it is and say so in `note`"),
        );
    }
}
