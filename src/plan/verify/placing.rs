//! Placing loads into capacities: a small transport problem solved exactly by augmenting paths.

/// Loads that cannot be placed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unplaced {
    /// What is left over in total.
    pub amount: f64,
    /// Loads that compete for too little, by position.
    pub loads: Vec<usize>,
    /// Sum of these loads.
    pub wanted: f64,
    /// All the capacity that any of them may use.
    pub capacity: f64,
}

/// Splits every load over the capacities that it fits (`fits[load][capacity]`) as far as possible.
///
/// Maximum flow in a bipartite graph; what remains reachable from an unplaced load when no augmenting path is
/// left is a minimum cut, that is, a set of loads larger than all capacity open to it (Hall's condition).
/// Amounts up to `negligible` count as nothing. Returns `None` if everything is placed.
pub(super) fn place(
    loads: &[f64],
    fits: &[Vec<bool>],
    capacities: &[f64],
    negligible: f64,
) -> Option<Unplaced> {
    let mut left = loads.to_vec();
    let mut room = capacities.to_vec();
    let mut placed = vec![vec![0.0_f64; capacities.len()]; loads.len()];
    loop {
        // Breadth-first from every load with something left; `from_load[j]` and `from_capacity[i]` lead back.
        let mut from_load: Vec<Option<usize>> = vec![None; capacities.len()];
        let mut from_capacity: Vec<Option<usize>> = vec![None; loads.len()];
        let mut reached: Vec<usize> = (0..loads.len()).filter(|&i| left[i] > negligible).collect();
        let mut seen: Vec<bool> = left.iter().map(|&l| l > negligible).collect();
        let mut end = None;
        let mut next = 0;
        while end.is_none() && next < reached.len() {
            let i = reached[next];
            next += 1;
            for j in 0..capacities.len() {
                if !fits[i][j] || from_load[j].is_some() {
                    continue;
                }
                from_load[j] = Some(i);
                if room[j] > negligible {
                    end = Some(j);
                    break;
                }
                for other in 0..loads.len() {
                    if !seen[other] && placed[other][j] > negligible {
                        seen[other] = true;
                        from_capacity[other] = Some(j);
                        reached.push(other);
                    }
                }
            }
        }
        let Some(end) = end else {
            let amount: f64 = reached.iter().map(|&i| left[i]).sum();
            if reached.is_empty() {
                return None;
            }
            reached.sort_unstable();
            let open_to_them = (0..capacities.len()).filter(|&j| from_load[j].is_some());
            return Some(Unplaced {
                amount,
                wanted: reached.iter().map(|&i| loads[i]).sum(),
                capacity: open_to_them.map(|j| capacities[j]).sum(),
                loads: reached,
            });
        };
        // The path back from `end`: (load, capacity it takes, capacity it gives up).
        let mut path = Vec::new();
        let mut step = room[end];
        let mut capacity = Some(end);
        while let Some(taken) = capacity {
            let Some(i) = from_load[taken] else { break };
            let given_up = from_capacity[i];
            step = step.min(match given_up {
                Some(j) => placed[i][j],
                None => left[i],
            });
            path.push((i, taken, given_up));
            capacity = given_up;
        }
        room[end] -= step;
        for (i, taken, given_up) in path {
            placed[i][taken] += step;
            match given_up {
                Some(j) => placed[i][j] -= step,
                None => left[i] -= step,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_make_way_for_each_other() {
        // The flexible load has to leave the liquid hall to the one that needs it.
        let fits = [vec![true, true], vec![false, true]];
        assert_eq!(place(&[5.0, 8.0], &fits, &[5.0, 8.0], 1e-9), None);
    }

    #[test]
    fn the_cut_names_the_loads_that_compete() {
        let fits = [vec![true, true], vec![false, true], vec![false, true]];
        let left = place(&[1.0, 4.0, 5.0], &fits, &[10.0, 8.0], 1e-9).unwrap();
        assert!((left.amount - 1.0).abs() < 1e-12);
        assert_eq!(left.loads, vec![1, 2]);
        assert_eq!((left.wanted, left.capacity), (9.0, 8.0));
    }

    #[test]
    fn a_load_that_fits_nowhere_is_left_over() {
        let left = place(&[2.0], &[vec![false]], &[9.0], 1e-9).unwrap();
        assert_eq!((left.amount, left.capacity), (2.0, 0.0));
        assert_eq!(place(&[0.0], &[vec![]], &[], 1e-9), None);
    }

    /// Hall's condition over all subsets of loads gives the same amount as the flow.
    #[test]
    fn agrees_with_every_subset() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let loads: Vec<f64> = (0..4).map(|_| random(9) as f64).collect();
            let capacities: Vec<f64> = (0..3).map(|_| random(9) as f64).collect();
            let fits: Vec<Vec<bool>> = (0..4).map(|_| (0..3).map(|_| random(2) == 1).collect()).collect();
            let deficiency = (0..16_usize)
                .map(|subset| {
                    let inside = |i: &usize| subset >> i & 1 == 1;
                    let load: f64 = (0..4).filter(inside).map(|i| loads[i]).sum();
                    let open = |j: &usize| (0..4).filter(inside).any(|i| fits[i][*j]);
                    load - (0..3).filter(open).map(|j| capacities[j]).sum::<f64>()
                })
                .fold(0.0, f64::max);
            let left = place(&loads, &fits, &capacities, 1e-9).map_or(0.0, |left| left.amount);
            assert!(
                (left - deficiency).abs() < 1e-9,
                "{loads:?} {fits:?} {capacities:?}"
            );
        }
    }
}
