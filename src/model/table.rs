//! A dense table from indices to optional columns.

use crate::program::Col;

/// Marks a place without a column.
const ABSENT: u32 = u32::MAX;

/// A dense table with `N` indices, last index fastest.
#[derive(Debug, Clone)]
pub struct Table<const N: usize> {
    dims: [usize; N],
    cells: Vec<u32>,
}

impl<const N: usize> Default for Table<N> {
    fn default() -> Self {
        Self::new([0; N])
    }
}

impl<const N: usize> Table<N> {
    /// A table without columns.
    pub fn new(dims: [usize; N]) -> Self {
        Self {
            dims,
            cells: vec![ABSENT; dims.iter().product()],
        }
    }

    fn position(&self, at: [usize; N]) -> Option<usize> {
        let mut position = 0;
        for (index, dim) in at.into_iter().zip(self.dims) {
            if index >= dim {
                return None;
            }
            position = position * dim + index;
        }
        Some(position)
    }

    /// Puts a column.
    pub fn set(&mut self, at: [usize; N], col: Col) {
        if let Some(cell) = self.position(at).and_then(|p| self.cells.get_mut(p)) {
            *cell = col.0;
        }
    }

    /// The column, if there is one; none outside the table.
    pub fn get(&self, at: [usize; N]) -> Option<Col> {
        let cell = self.position(at).and_then(|p| self.cells.get(p))?;
        (*cell != ABSENT).then_some(Col(*cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_back_what_was_put() {
        let mut table = Table::new([2, 3]);
        table.set([1, 2], Col(7));
        table.set([2, 0], Col(9));
        assert_eq!(table.get([1, 2]), Some(Col(7)));
        assert_eq!(table.get([0, 0]), None);
        assert_eq!(table.get([2, 0]), None, "outside");
    }
}
