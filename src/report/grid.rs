//! Tables of text: keys to the left, numbers to the right, no boxes.

use super::numbers::{NOTHING, column_decimals, grouped};
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
    /// A heading, broken at spaces where the page is too narrow.
    pub fn heading(&self, text: &str) -> String {
        if text.chars().count() <= self.width {
            return self.paint(Color::BOLD, text);
        }
        let broken = self.wrap_at(0, text);
        let lines: Vec<String> = broken.lines().map(|line| self.paint(Color::BOLD, line)).collect();
        lines.join("\n")
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

    /// Parts of a line joined by a separator, broken after it where the page is too narrow, with a line end. Parts may
    /// have colour; what they take on the page is counted without it.
    pub fn lines(&self, separator: &str, parts: &[String]) -> String {
        let (mut text, mut column) = (String::new(), 0);
        for (place, part) in parts.iter().enumerate() {
            let length = visible(part);
            if place > 0 {
                let joint = separator.chars().count();
                if column + joint + length > self.width {
                    text.push_str(separator.trim_end());
                    text.push('\n');
                    column = 0;
                } else {
                    text.push_str(separator);
                    column += joint;
                }
            }
            text.push_str(part);
            column += length;
        }
        text.push('\n');
        text
    }

    /// Prose broken at spaces to the width of the page, every line indented.
    pub fn wrap(&self, text: &str) -> String {
        self.wrap_at(INDENT, text)
    }

    /// [`Page::wrap`] with an indent of its own. A word that is longer than a line stands alone on one.
    fn wrap_at(&self, indent: usize, text: &str) -> String {
        let mut wrapped = String::new();
        let (mut column, mut begun) = (0, false);
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if begun && column + 1 + length <= self.width {
                wrapped.push(' ');
                column += 1;
            } else {
                if begun {
                    wrapped.push('\n');
                }
                wrapped.push_str(&" ".repeat(indent));
                column = indent;
                begun = true;
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

    /// As text with a line end. A table that is too wide is cut into blocks that repeat the keys; rows that have nothing in
    /// a block are left out of it, and blocks with nothing are left out. Where no more than a value fits beside the keys, each
    /// row stands on its own, one line for its keys and the next ones for its values. Tables of keys alone break the words of their last column.
    pub fn render(&self, page: Page) -> String {
        let columns = self.header.len();
        if self.width() <= page.width || columns <= 1 {
            return self.render_block(page, self.keys..columns);
        }
        if columns == self.keys {
            return self.broken(page);
        }
        let keys: usize = (0..self.keys).map(|column| self.column_width(column) + GAP).sum();
        let widest = (self.keys..columns).map(|column| self.column_width(column)).max();
        if INDENT + keys + widest.unwrap_or(0) > page.width {
            return self.stacked(page);
        }
        let blocks = self.blocks(page, keys);
        let single = blocks.iter().filter(|block| block.len() == 1).count();
        if blocks.len() > MOST_SINGLE && single + 1 >= blocks.len() {
            return self.stacked(page);
        }
        let filled = |block: &&std::ops::Range<usize>| self.rows.iter().any(|row| has_something(row, block));
        let mut shown: Vec<_> = blocks.iter().filter(filled).collect();
        if shown.is_empty() {
            shown.extend(blocks.first());
        }
        let text = shown
            .into_iter()
            .map(|block| self.filled(block).render_block(page, block.clone()));
        text.collect::<Vec<_>>().join("\n")
    }

    /// As many value columns each as fit beside the keys.
    fn blocks(&self, page: Page, keys: usize) -> Vec<std::ops::Range<usize>> {
        let columns = self.header.len();
        let mut blocks = Vec::new();
        let mut first = self.keys;
        while first < columns {
            let mut width = INDENT + keys + self.column_width(first);
            let mut end = first + 1;
            while end < columns && width + GAP + self.column_width(end) <= page.width {
                width += GAP + self.column_width(end);
                end += 1;
            }
            blocks.push(first..end);
            first = end;
        }
        blocks
    }

    /// Itself without the rows that have nothing in these columns, unless that is all of them.
    fn filled(&self, values: &std::ops::Range<usize>) -> Self {
        let rows: Vec<Vec<String>> = (self.rows.iter())
            .filter(|row| has_something(row, values))
            .cloned()
            .collect();
        if rows.is_empty() {
            return self.clone();
        }
        let total = self.total && rows.last() == self.rows.last();
        Self {
            rows,
            total,
            ..self.clone()
        }
    }

    /// Each row on its own: its keys, then its values with their names.
    fn stacked(&self, page: Page) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let keys: Vec<&str> = row
                .iter()
                .take(self.keys)
                .map(String::as_str)
                .filter(|key| !key.is_empty())
                .collect();
            let named = self.header.iter().zip(row).skip(self.keys);
            let values: Vec<String> = named
                .filter(|(_, value)| !value.is_empty() && *value != NOTHING)
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            text.push_str(&page.wrap(&keys.join(", ")));
            if !values.is_empty() {
                text.push_str(&page.wrap_at(2 * INDENT, &values.join(", ")));
            }
        }
        text
    }

    /// With the last column broken at spaces to what is left of the page; at least some words fit on a line.
    fn broken(&self, page: Page) -> String {
        const LEAST: usize = 20;
        let last = self.keys - 1;
        let before: usize = (0..last).map(|column| self.column_width(column) + GAP).sum();
        let room = page.width.saturating_sub(INDENT + before);
        if room < LEAST {
            return self.stacked(page);
        }
        let mut grid = self.clone();
        for cell in grid.rows.iter_mut().filter_map(|row| row.get_mut(last)) {
            let narrow = Page { width: room, ..page };
            *cell = narrow.wrap_at(0, cell).trim_end().to_owned();
        }
        grid.render_block(page, self.keys..self.header.len())
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

/// Whether a row has a value in any of these columns.
fn has_something(row: &[String], values: &std::ops::Range<usize>) -> bool {
    let cells = row.get(values.clone()).unwrap_or_default();
    cells.iter().any(|cell| !cell.is_empty() && cell != NOTHING)
}

/// Blocks of a single column that are still easier to read than rows that stand on their own.
const MOST_SINGLE: usize = 2;

/// Characters that a text takes on the page: all but those of ANSI colour.
fn visible(text: &str) -> usize {
    let (mut count, mut escaped) = (0, false);
    for letter in text.chars() {
        match letter {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            _ if escaped => {}
            _ => count += 1,
        }
    }
    count
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
    fn rows_without_values_are_left_out_of_a_block() {
        let mut grid = Grid::new(["site", "2027", "2028"], 1);
        grid.row(["MY-JHB", "1.5", "."]);
        grid.row(["TH-BKK", ".", "2.5"]);
        let text = grid.render(Page { width: 16, ..PLAIN });
        let expected = "  site    2027\n  ------------\n  MY-JHB   1.5\n\n  site    2028\n  ------------\n  TH-BKK   2.5\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_page_that_is_narrower_than_the_keys_has_a_line_for_each() {
        let narrow = Page { width: 18, ..PLAIN };
        let mut grid = Grid::new(["site", "item", "2027", "total"], 2);
        grid.row(["MY-JHB", "liquid", "1", "."]);
        assert_eq!(grid.render(narrow), "  MY-JHB, liquid\n    2027 1\n");
    }

    #[test]
    fn a_list_of_words_breaks_its_last_column() {
        let mut grid = Grid::new(["check", "what holds"], 2);
        grid.row(["power", "a site has no more than its grid gives"]);
        let text = grid.render(Page { width: 34, ..PLAIN });
        assert!(text.lines().all(|line| line.chars().count() <= 34), "{text}");
        assert!(
            text.contains("  power  a site has no more than\n         its grid gives\n"),
            "{text}"
        );
    }

    #[test]
    fn parts_of_a_line_break_between_them() {
        let parts = ["optimal", "gap 0 %", "verified"].map(String::from);
        assert_eq!(PLAIN.lines(", ", &parts), "optimal, gap 0 %, verified\n");
        let narrow = Page {
            width: 18,
            colour: true,
        };
        let coloured = [narrow.good("optimal"), "gap 0 %".into(), "verified".into()];
        assert_eq!(
            narrow.lines(", ", &coloured),
            format!("{}, gap 0 %,\nverified\n", narrow.good("optimal"))
        );
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
