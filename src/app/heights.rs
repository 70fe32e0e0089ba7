//! Shares rows among panes: each gets what its content takes, and the pane that is read comes first.

/// The rows of content that a pane keeps; an empty pane says in as many why it is empty, and what to do.
const MIN_ROWS: u16 = 3;

/// A share in proportion to the others.
const WEIGHT: u32 = 1;
const FAVOURED_WEIGHT: u32 = 2;

/// What a pane, or several above each other, want of a height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HeightNeed {
    /// With this height it shows everything.
    pub(super) whole: u16,
    /// With less than this it is useless.
    pub(super) least: u16,
    weight: u32,
}

impl HeightNeed {
    /// A pane with so many rows, and its frame.
    pub(super) fn pane(rows: u16, frame: u16, is_favoured: bool) -> Self {
        let whole = if rows == 0 { MIN_ROWS } else { rows.min(u16::MAX - frame) } + frame;
        let weight = if is_favoured { FAVOURED_WEIGHT } else { WEIGHT };
        Self { whole, least: whole.min(MIN_ROWS + frame), weight }
    }

    /// Two columns of panes side by side.
    pub(super) fn beside(self, other: Self) -> Self {
        Self {
            whole: self.whole.max(other.whole),
            least: self.least.max(other.least),
            weight: self.weight.max(other.weight),
        }
    }

    /// Panes above each other.
    pub(super) fn stacked(panes: &[(usize, Self)]) -> Self {
        let add = |sum: Self, (_, need): &(usize, Self)| Self {
            whole: sum.whole.saturating_add(need.whole),
            least: sum.least.saturating_add(need.least),
            weight: sum.weight + need.weight,
        };
        panes.iter().fold(Self::default(), add)
    }
}

/// The heights of stacked panes; they fill the height. Those that want less than their share get what they want, and
/// the others share the rest. What nobody wants goes to the last one.
pub(super) fn share(height: u16, needs: &[HeightNeed]) -> Vec<u16> {
    let fair = height.checked_div(u16::try_from(needs.len()).unwrap_or(u16::MAX)).unwrap_or(0);
    let mut heights: Vec<Option<u16>> = vec![None; needs.len()];
    let mut left = height;
    loop {
        let open = || (0..needs.len()).filter(|&at| heights[at].is_none());
        let weights: u32 = open().map(|at| needs[at].weight).sum();
        // Compared with its share of the rest.
        let compared = |rows: u16, at: usize| (u32::from(rows) * weights).cmp(&(u32::from(left) * needs[at].weight));
        let least = |at: usize| needs[at].least.min(fair);
        // What a favoured pane wants must not take what another one needs.
        let leaves_enough = |at: usize| {
            let others: u32 = open().filter(|&other| other != at).map(|other| u32::from(least(other))).sum();
            others + u32::from(needs[at].whole) <= u32::from(left) || others + u32::from(least(at)) > u32::from(left)
        };
        let is_modest = |at: &usize| compared(needs[*at].whole, *at).is_le() && leaves_enough(*at);
        let modest = open().find(is_modest).map(|at| (at, needs[at].whole));
        let small = || open().find(|&at| compared(least(at), at).is_gt()).map(|at| (at, least(at)));
        let Some((at, rows)) = modest.or_else(small) else { break };
        heights[at] = Some(rows.min(left));
        left -= rows.min(left);
    }
    let mut weights: u32 = (0..needs.len()).filter(|&at| heights[at].is_none()).map(|at| needs[at].weight).sum();
    for (height, need) in heights.iter_mut().zip(needs).filter(|(height, _)| height.is_none()) {
        let rows = u16::try_from(u32::from(left) * need.weight / weights).unwrap_or(left).min(need.whole);
        *height = Some(rows);
        left -= rows;
        weights -= need.weight;
    }
    let mut heights: Vec<u16> = heights.into_iter().flatten().collect();
    // What rounding has left over.
    for (height, need) in heights.iter_mut().zip(needs) {
        let rows = left.min(need.whole.saturating_sub(*height));
        *height += rows;
        left -= rows;
    }
    if let Some(last) = heights.last_mut() {
        *last += left;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRAME: u16 = 1;

    fn needs(rows: &[u16], favoured: usize) -> Vec<HeightNeed> {
        rows.iter().enumerate().map(|(at, rows)| HeightNeed::pane(*rows, FRAME, at == favoured)).collect()
    }

    #[test]
    fn the_pane_that_is_read_gets_twice_as_much_of_what_is_scarce() {
        for (rows, favoured, heights) in [
            (&[90, 90, 90][..], 0, &[9, 4, 5][..]),
            (&[90, 90, 90], 2, &[4, 4, 10]),
            (&[12, 20, 3], 0, &[9, 5, 4]),
            (&[12, 20, 3], 1, &[4, 10, 4]),
            (&[12, 20, 3], 2, &[7, 7, 4]),
            (&[0, 90, 0], 0, &[4, 10, 4]),
            (&[1, 90, 1], 0, &[2, 14, 2]),
            (&[3, 3, 3], 0, &[4, 4, 10]),
        ] {
            assert_eq!(share(18, &needs(rows, favoured)), heights, "{rows:?}, {favoured} favoured");
        }
    }

    #[test]
    fn what_one_pane_wants_takes_nothing_that_another_needs() {
        let rows = [4, u16::MAX, 3, 0, 3, u16::MAX, 3];
        assert_eq!(share(28, &needs(&rows, 0)), [4; 7]);
    }

    #[test]
    fn a_low_screen_is_shared_without_losing_a_pane() {
        assert_eq!(share(11, &needs(&[12, 20, 3], 0)), [5, 3, 3]);
        assert_eq!(share(2, &needs(&[12, 20, 3], 0)).iter().sum::<u16>(), 2);
        assert_eq!(share(0, &[]), [0_u16; 0]);
    }

    proptest! {
        #[test]
        fn no_pane_hides_rows_while_another_has_blank_ones(
            rows in prop::collection::vec(prop_oneof![0u16..30, Just(u16::MAX)], 1..8),
            height in 0u16..150,
            favoured in 0usize..8,
        ) {
            let needs = needs(&rows, favoured);
            let heights = share(height, &needs);
            prop_assert_eq!(heights.len(), needs.len());
            prop_assert_eq!(heights.iter().sum::<u16>(), height);
            let both = || heights.iter().zip(&needs);
            let is_blank = both().any(|(height, need)| *height > need.whole);
            let hides = both().any(|(height, need)| *height < need.whole);
            prop_assert!(!(is_blank && hides), "{:?} for {:?}", heights, needs);
            if height >= needs.iter().map(|need| need.least).sum() {
                let fair = height / u16::try_from(needs.len()).expect("a few");
                prop_assert!(both().all(|(height, need)| *height >= need.least.min(fair)), "{:?}", heights);
            }
        }
    }
}
