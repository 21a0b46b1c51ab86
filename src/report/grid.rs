//! Tables of text: keys to the left, numbers to the right, no boxes.

use super::numbers::{column_decimals, grouped};
use crate::plan::tables::{Cell, Table};
use tabled::builder::Builder;
use tabled::settings::object::{Columns, Rows};
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Color, Modify, Padding, Style};

/// How the page is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Columns of text that fit.
    pub width: usize,
    /// Whether it takes ANSI colour.
    pub colour: bool,
}

impl Page {
    /// A heading.
    pub fn heading(&self, text: &str) -> String {
        self.paint(Color::BOLD, text)
    }

    /// Text that deserves attention.
    pub fn alert(&self, text: &str) -> String {
        self.paint(Color::FG_YELLOW, text)
    }

    /// Text that reassures.
    pub fn good(&self, text: &str) -> String {
        self.paint(Color::FG_GREEN, text)
    }

    fn paint(&self, colour: Color, text: &str) -> String {
        if self.colour {
            colour.colorize(text)
        } else {
            text.into()
        }
    }

    /// Prose broken at spaces to the width of the page, every line indented.
    pub fn wrap(&self, text: &str) -> String {
        let mut wrapped = String::new();
        let mut column = 0;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length <= self.width {
                wrapped.push(' ');
                column += 1;
            } else {
                if column > 0 {
                    wrapped.push('\n');
                }
                wrapped.push_str(&" ".repeat(INDENT));
                column = INDENT;
            }
            wrapped.push_str(word);
            column += length;
        }
        wrapped.push('\n');
        wrapped
    }
}

/// A table of text: key columns first (left-aligned), then value columns (right-aligned).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Column headings.
    pub header: Vec<String>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
    /// How many leading columns are keys.
    pub keys: usize,
    /// Whether the last row is a total.
    pub total: bool,
}

impl Grid {
    /// A tidy table, numbers of a column with the same decimals, its unit last.
    pub fn of_table(table: &Table) -> Self {
        let columns: Vec<usize> = (0..table.values.len())
            .map(|column| {
                let numbers = table.rows.iter().filter_map(|row| match row.values.get(column) {
                    Some(Cell::Number(value)) => Some(*value),
                    _ => None,
                });
                column_decimals(numbers)
            })
            .collect();
        let mut grid = Self::new(table.header(), table.keys.len());
        for row in &table.rows {
            let values = row
                .values
                .iter()
                .zip(&columns)
                .map(|(cell, &decimals)| match cell {
                    Cell::Number(value) => grouped(*value, decimals),
                    Cell::Text(text) => text.clone(),
                    Cell::None => String::new(),
                });
            grid.row(row.keys.iter().cloned().chain(values).chain([row.unit.clone()]));
        }
        grid
    }

    /// An empty table with `keys` leading key columns.
    pub fn new<S: Into<String>>(header: impl IntoIterator<Item = S>, keys: usize) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            keys,
            total: false,
        }
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Adds the row of totals.
    pub fn total_row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.row(cells);
        self.total = true;
    }

    /// Columns of text it takes.
    pub fn width(&self) -> usize {
        let widths = (0..self.header.len()).map(|column| self.column_width(column));
        widths.sum::<usize>() + GAP * self.header.len().saturating_sub(1) + INDENT
    }

    fn column_width(&self, column: usize) -> usize {
        std::iter::once(&self.header)
            .chain(&self.rows)
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    }

    /// As text with a line end. A table that is too wide is cut into blocks that repeat the keys; one
    /// column never is.
    pub fn render(&self, page: Page) -> String {
        let columns = self.header.len();
        if self.width() <= page.width || columns <= self.keys + 1 {
            return self.render_block(page, self.keys..columns);
        }
        let keys: usize = (0..self.keys).map(|column| self.column_width(column) + GAP).sum();
        let mut blocks = Vec::new();
        let mut first = self.keys;
        while first < columns {
            let mut width = INDENT + keys + self.column_width(first);
            let mut end = first + 1;
            while end < columns && width + GAP + self.column_width(end) <= page.width {
                width += GAP + self.column_width(end);
                end += 1;
            }
            blocks.push(self.render_block(page, first..end));
            first = end;
        }
        blocks.join("\n")
    }

    fn render_block(&self, page: Page, values: std::ops::Range<usize>) -> String {
        let pick = |row: &Vec<String>| -> Vec<String> {
            let shown = (0..self.keys).chain(values.clone());
            shown
                .map(|column| row.get(column).cloned().unwrap_or_default())
                .collect()
        };
        let mut builder = Builder::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            builder.push_record(pick(row));
        }
        let mut table = builder.build();
        let line = HorizontalLine::new('-');
        table
            .with(Style::empty().horizontals([(1, line)]))
            .with(Padding::new(0, GAP, 0, 0))
            .modify(Columns::new(self.keys..), Alignment::right())
            .modify(Columns::last(), Padding::zero());
        if page.colour {
            table.with(Modify::new(Rows::first()).with(Color::BOLD));
            if self.total {
                table.with(Modify::new(Rows::last()).with(Color::BOLD));
            }
        }
        let mut text = String::new();
        for line in table.to_string().lines() {
            text.push_str(&" ".repeat(INDENT));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Spaces between columns.
const GAP: usize = 2;
/// Spaces before the first column.
const INDENT: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Page = Page {
        width: 80,
        colour: false,
    };

    fn example() -> Grid {
        let mut grid = Grid::new(["site", "2027H1", "2027H2", "total"], 1);
        grid.row(["MY-JHB", "1.5", "12.0", "13.5"]);
        grid.total_row(["total", "1.5", "12.0", "13.5"]);
        grid
    }

    #[test]
    fn numbers_line_up_to_the_right() {
        let text = example().render(PLAIN);
        let expected = "  site    2027H1  2027H2  total\n  -----------------------------\n  \
                        MY-JHB     1.5    12.0   13.5\n  total      1.5    12.0   13.5\n";
        assert_eq!(text, expected);
        assert_eq!(example().width(), text.lines().map(str::len).max().unwrap());
    }

    #[test]
    fn a_wide_table_is_cut_into_blocks_that_repeat_the_keys() {
        let narrow = Page { width: 26, ..PLAIN };
        let text = example().render(narrow);
        assert!(text.lines().all(|line| line.len() <= 26), "{text}");
        assert_eq!(text.matches("MY-JHB").count(), 2);
        assert_eq!(text.matches("2027H2").count(), 1);
    }

    #[test]
    fn colour_only_where_it_is_wanted() {
        assert!(!example().render(PLAIN).contains('\u{1b}'));
        let coloured = example().render(Page {
            colour: true,
            ..PLAIN
        });
        assert!(coloured.contains("\u{1b}[1m"));
    }

    #[test]
    fn prose_is_wrapped_at_spaces() {
        let narrow = Page { width: 10, ..PLAIN };
        assert_eq!(narrow.wrap("one two three four"), "  one two\n  three\n  four\n");
    }
}
