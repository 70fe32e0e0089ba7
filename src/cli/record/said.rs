//! Refusals in the words of a shell: which entry, what is wrong with it, what to do.

use super::Gathered;
use crate::draft::{DraftError, FieldProblem};
use crate::text::sanitise;

/// One line for each problem.
pub(super) fn refusal(refusal: &DraftError, gathered: &Gathered) -> Vec<String> {
    match refusal {
        DraftError::Fields(problems) => {
            let mut problems: Vec<_> = problems.iter().collect();
            problems.sort_by_key(|problem| problem.draft);
            problems
                .into_iter()
                .map(|FieldProblem { draft, message, help, .. }| {
                    let help = help.as_deref().map(|help| format!(": {help}")).unwrap_or_default();
                    of_entry(gathered, *draft, &format!("{message}{help}"))
                })
                .collect()
        }
        DraftError::Broken(_) | DraftError::NoSuch { .. } | DraftError::Unsafe { .. } | DraftError::Overtaken => {
            vec![refusal.to_string()]
        }
    }
}

/// The problem of one of several entries.
pub(super) fn of_entry(Gathered { name, entries, .. }: &Gathered, nth: usize, why: &str) -> String {
    let line = entries.get(nth).and_then(|entry| entry.line);
    let line = line.map(|line| format!("{}:{line}: ", sanitise(name))).unwrap_or_default();
    match entries.len() {
        0 | 1 => format!("{line}{why}"),
        count if nth < count => format!("{line}{} of {count}: {why}", ordinal(nth + 1)),
        // It is about something that is added together with them.
        _ => why.to_owned(),
    }
}

/// 1st, 2nd, 3rd, 4th …
fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted_as_people_do() {
        let said = |numbers: &[usize]| numbers.iter().map(|number| ordinal(*number)).collect::<Vec<_>>().join(" ");
        assert_eq!(said(&[1, 2, 3, 4, 11, 12, 13, 21, 102, 111]), "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th");
    }
}
