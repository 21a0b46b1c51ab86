//! Tables of a page.

use super::escape::push_text;
use crate::report::grid::Grid;

/// A table with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What it shows.
    pub caption: String,
    /// Header and rows, as on the terminal.
    pub grid: Grid,
}

/// Columns that the style sheet can align to the right (`.n1` to `.n24`).
const ALIGNED: usize = 24;

impl Sheet {
    /// A table with its caption.
    pub fn new(caption: impl Into<String>, grid: Grid) -> Self {
        Self {
            caption: caption.into(),
            grid,
        }
    }

    /// As HTML: header cells with their scope, columns of numbers aligned to the right, in a region that scrolls
    /// sideways by keyboard too. Closing tags that HTML does not ask for are left out: long tables are most of a page.
    pub(super) fn html(&self) -> String {
        let mut html = String::from("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        push_text(&mut html, &self.caption);
        html.push_str("\"><table class=\"");
        html.push_str(&self.classes());
        html.push_str("\"><caption>");
        push_text(&mut html, &self.caption);
        html.push_str("</caption><thead><tr>");
        for name in &self.grid.header {
            html.push_str("<th scope=\"col\">");
            push_text(&mut html, &name.replace('_', " "));
        }
        html.push_str("<tbody>");
        let last = self.grid.rows.len();
        for (place, row) in self.grid.rows.iter().enumerate() {
            let total = self.grid.total && place + 1 == last;
            html.push_str(if total { "\n<tr class=\"total\">" } else { "\n<tr>" });
            for (column, cell) in row.iter().enumerate() {
                html.push_str(if column == 0 { "<th scope=\"row\">" } else { "<td>" });
                push_text(&mut html, cell);
            }
        }
        html.push_str("</table></div>");
        html
    }

    /// The classes that align columns of numbers.
    fn classes(&self) -> String {
        let columns = 0..self.grid.header.len().min(ALIGNED);
        let numeric = columns.filter(|&column| column > 0 && self.is_numeric(column));
        let classes = numeric.map(|column| format!("n{}", column + 1));
        classes.collect::<Vec<_>>().join(" ")
    }

    fn is_numeric(&self, column: usize) -> bool {
        let cells = self.grid.rows.iter().filter_map(|row| row.get(column));
        let mut told = cells.filter(|cell| !cell.is_empty()).peekable();
        let number = |cell: &String| {
            let figure = cell.trim_start_matches(['-', '+', '<', '>']);
            figure == "." || figure.starts_with(|first: char| first.is_ascii_digit()) && !is_label(figure)
        };
        told.peek().is_some() && told.all(number)
    }
}

/// Whether a text that begins with a digit is a period, a list or a change rather than a number with its unit:
/// `2027H1`, `2027, 2029`, `60 MUSD -> 80 MUSD`.
fn is_label(text: &str) -> bool {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || ",.".contains(letter));
    let mut words = text.split(' ');
    let list = words.next().is_some_and(|first| first.ends_with(',')) || words.count() > 1;
    list || rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_lists_are_no_numbers() {
        for number in ["1,200.5", "4", "12 MW", "4.12 %", "-3", "<0.1 %"] {
            assert!(!is_label(number.trim_start_matches(['-', '<'])), "{number}");
        }
        for label in ["2027H1", "2027-01-01", "2027, 2029", "60 MUSD -> 80 MUSD"] {
            assert!(is_label(label), "{label}");
        }
    }

    #[test]
    fn a_table_is_marked_up_for_readers_of_every_kind() {
        let mut grid = Grid::new(["site", "from", "power_mw"], 2);
        grid.row(["<b>A</b>", "2027H1", "1,200.5"]);
        grid.total_row(["all", "", "."]);
        let html = Sheet::new("Power \"now\"", grid).html();
        assert_eq!(
            html,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Power &quot;now&quot;\">\
             <table class=\"n3\"><caption>Power &quot;now&quot;</caption><thead><tr><th scope=\"col\">site\
             <th scope=\"col\">from<th scope=\"col\">power mw<tbody>\n\
             <tr><th scope=\"row\">&lt;b&gt;A&lt;/b&gt;<td>2027H1<td>1,200.5\n\
             <tr class=\"total\"><th scope=\"row\">all<td><td>.</table></div>"
        );
    }
}
