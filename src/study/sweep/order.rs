//! In which order cases are solved: neighbours differ in little, so that one is a good start for the next.

use super::design::{Case, Kind};

/// Most cases of one scenario that are ordered by distance; more are ordered by their first input.
const BY_DISTANCE: usize = 2000;

/// Places of the cases in the order of solving. The same cases give the same order.
pub fn order(cases: &[Case], kind: Kind) -> Vec<usize> {
    let mut order = Vec::with_capacity(cases.len());
    let mut start = 0;
    // Cases of one scenario stand together.
    for group in cases.chunk_by(|a, b| a.scenario == b.scenario) {
        let within = match kind {
            Kind::Grid => to_and_fro(group),
            Kind::List => (0..group.len()).collect(),
            Kind::Lhs | Kind::MonteCarlo => nearest(group),
        };
        order.extend(within.into_iter().map(|place| start + place));
        start += group.len();
    }
    order
}

/// A grid gone through like a field by a plough: the reflected Gray code of its places.
fn to_and_fro(cases: &[Case]) -> Vec<usize> {
    let axes = cases.first().map_or(0, |case| case.levels.len());
    // Number of values of each axis: how often the value changes where all before it stay.
    let mut sizes = Vec::new();
    let mut block = cases.len();
    for axis in 0..axes {
        let runs = cases.get(..block).unwrap_or_default();
        let count = runs
            .chunk_by(|a, b| a.levels.get(axis) == b.levels.get(axis))
            .count()
            .max(1);
        // Equal values that follow each other would hide the size of the axis.
        if !block.is_multiple_of(count) {
            return (0..cases.len()).collect();
        }
        sizes.push(count);
        block /= count;
    }
    if block != 1 {
        return (0..cases.len()).collect();
    }
    let place = |number: usize| {
        let (mut rest, mut place, mut lower) = (number, 0, cases.len());
        let mut before = 0_usize;
        for &size in &sizes {
            lower /= size;
            let digit = rest / lower;
            rest %= lower;
            let reflected = if before.is_multiple_of(2) {
                digit
            } else {
                size - 1 - digit
            };
            place += reflected * lower;
            before = before * size + digit;
        }
        place
    };
    (0..cases.len()).map(place).collect()
}

/// From the first case always on to the nearest that is left.
fn nearest(cases: &[Case]) -> Vec<usize> {
    let points = points(cases);
    let mut left: Vec<usize> = (0..cases.len()).collect();
    if cases.len() > BY_DISTANCE {
        let first = |place: &usize| {
            points
                .get(*place)
                .and_then(|point| point.first())
                .copied()
                .unwrap_or(0.0)
        };
        left.sort_by(|a, b| first(a).total_cmp(&first(b)));
        return left;
    }
    let distance = |a: usize, b: usize| -> f64 {
        let both = points
            .get(a)
            .into_iter()
            .flatten()
            .zip(points.get(b).into_iter().flatten());
        both.map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mut order: Vec<usize> = Vec::with_capacity(cases.len());
    while !left.is_empty() {
        let next = match order.last() {
            None => 0,
            Some(&last) => {
                let nearer =
                    |a: &usize, b: &usize| distance(last, left[*a]).total_cmp(&distance(last, left[*b]));
                (0..left.len()).min_by(nearer).unwrap_or(0)
            }
        };
        order.push(left.swap_remove(next));
    }
    order
}

/// Numbers of the values, every axis scaled to 0 to 1; what is no number counts by the order of its first appearance.
fn points(cases: &[Case]) -> Vec<Vec<f64>> {
    let axes = cases.first().map_or(0, |case| case.levels.len());
    let mut points = vec![Vec::with_capacity(axes); cases.len()];
    for axis in 0..axes {
        let mut seen: Vec<&str> = Vec::new();
        let mut values: Vec<f64> = Vec::with_capacity(cases.len());
        for level in cases.iter().filter_map(|case| case.levels.get(axis)) {
            values.push(match &level.number {
                Some((number, _)) => *number,
                None => {
                    let place = seen.iter().position(|known| *known == level.shown);
                    let place = place.unwrap_or_else(|| {
                        seen.push(&level.shown);
                        seen.len() - 1
                    });
                    place as f64
                }
            });
        }
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let span = if high > low { high - low } else { 1.0 };
        for (point, value) in points.iter_mut().zip(values) {
            point.push((value - low) / span);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::super::spread::Spread;
    use super::*;

    fn grid(sizes: &[usize]) -> Vec<Case> {
        let total: usize = sizes.iter().product();
        let case = |number: usize| {
            let mut rest = number;
            let mut levels = Vec::new();
            for &size in sizes.iter().rev() {
                let level = Spread::of_text(&(rest % size).to_string()).unwrap();
                levels.insert(0, level.levels().unwrap().remove(0));
                rest /= size;
            }
            Case {
                scenario: None,
                levels,
            }
        };
        (0..total).map(case).collect()
    }

    #[test]
    fn neighbours_of_a_grid_differ_in_one_input() {
        let cases = grid(&[3, 4, 2]);
        let order = order(&cases, Kind::Grid);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..24).collect::<Vec<_>>());
        for pair in order.windows(2) {
            let both = cases[pair[0]].levels.iter().zip(&cases[pair[1]].levels);
            assert_eq!(both.filter(|(a, b)| a != b).count(), 1, "{pair:?}");
        }
    }

    #[test]
    fn draws_are_followed_by_the_nearest() {
        let mut cases = grid(&[10]);
        cases.swap(1, 8);
        cases.swap(3, 6);
        let order = order(&cases, Kind::MonteCarlo);
        let values: Vec<f64> = order
            .iter()
            .map(|&place| cases[place].levels[0].number.as_ref().unwrap().0)
            .collect();
        assert!(
            values.windows(2).all(|pair| (pair[0] - pair[1]).abs() == 1.0),
            "{values:?}"
        );
    }
}
