//! How long ago, and how long until, in words: one wording, for the rows as for the frame around them.

use chrono::TimeDelta;

/// `3s`, `5m`, `4h`, `294d`: the largest unit that fits, rounded down, never negative.
pub fn short(span: TimeDelta) -> String {
    let seconds = span.num_seconds().max(0);
    match seconds {
        ..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..172_800 => format!("{}h", seconds / 3_600),
        172_800.. => format!("{}d", seconds / 86_400),
    }
}

/// `5m`, `4h`, `294d`, for what shows no seconds; nothing below a minute, for which every place has a word of its own.
pub fn in_minutes(span: TimeDelta) -> Option<String> {
    (span >= TimeDelta::minutes(1)).then(|| short(span))
}

/// `3d ago`, or `in 3h` for what is still to come.
pub fn relative(since: TimeDelta) -> String {
    if since < TimeDelta::zero() { format!("in {}", short(-since)) } else { format!("{} ago", short(since)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_use_the_largest_unit_and_are_never_negative() {
        for (seconds, age) in
            [(-5, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (3_600, "1h"), (172_799, "47h"), (172_800, "2d")]
        {
            assert_eq!(short(TimeDelta::seconds(seconds)), age);
            let is_shown = seconds >= 60;
            assert_eq!(in_minutes(TimeDelta::seconds(seconds)).as_deref(), is_shown.then_some(age));
        }
        assert_eq!(relative(TimeDelta::hours(-3)), "in 3h");
        assert_eq!(relative(TimeDelta::days(294)), "294d ago");
    }
}
