//! A page as HTML: the template with everything that it needs inside.

use super::escape::{script_json, script_source};
use super::{Badge, Block, Card, Chart, Page, View};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// Layout of the page.
const TEMPLATE: &str = include_str!("assets/page.html");
/// Style sheet.
const STYLE: &str = include_str!("assets/page.css");
/// Script that draws the charts from their data.
const SCRIPT: &str = include_str!("assets/page.js");
/// Apache ECharts, as published.
const CHARTS: &str = include_str!("assets/echarts.min.js");
/// Coastline of the map, as GeoJSON (`scripts/coastline.py` makes it).
const LAND: &str = include_str!("assets/land.json");

/// Why a page could not be made: never in practice, since neither depends on the data.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The template.
    #[error(transparent)]
    Template(#[from] minijinja::Error),
    /// The data.
    #[error(transparent)]
    Data(#[from] serde_json::Error),
}

/// A page as the template reads it.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    subtitle: &'a str,
    badges: &'a [Badge],
    notices: &'a [String],
    sections: Vec<ShownSection<'a>>,
    footer: &'a str,
    sources: String,
    style: &'a str,
    script: &'a str,
    library: &'a str,
    land: &'a str,
    data: String,
}

/// A section as the template reads it.
#[derive(Serialize)]
struct ShownSection<'a> {
    id: &'a str,
    title: &'a str,
    blocks: Vec<ShownBlock<'a>>,
}

/// A block as the template reads it. Tables are HTML already.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ShownBlock<'a> {
    Text {
        text: &'a str,
    },
    Verbatim {
        text: &'a str,
    },
    Cards {
        cards: &'a [Card],
    },
    Chart {
        chart: ShownChart<'a>,
    },
    Table {
        html: String,
    },
    Folded {
        caption: &'a str,
        rows: usize,
        html: String,
    },
}

#[derive(Serialize)]
struct ShownChart<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    labels: Vec<&'a str>,
    slider: Option<Slider<'a>>,
    tables: Vec<String>,
}

/// The periods of a map.
#[derive(Serialize)]
struct Slider<'a> {
    last: usize,
    labels: &'a [String],
}

impl Page {
    /// The page as one HTML file.
    ///
    /// # Errors
    /// Never in practice.
    pub fn render(&self) -> Result<String, PageError> {
        let charts: Vec<&Chart> = self.charts().collect();
        let data: BTreeMap<&str, &[View]> = charts
            .iter()
            .map(|chart| (chart.id.as_str(), chart.views.as_slice()))
            .collect();
        let data = script_json(&data)?;
        let map = charts.iter().any(|chart| slider(chart).is_some());
        let library = if charts.is_empty() { "" } else { CHARTS };
        let sources: Vec<String> = [library, SCRIPT]
            .iter()
            .map(|script| script_source(script))
            .collect();
        let mut environment = Environment::new();
        let tight = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?;
        environment.set_syntax(tight);
        environment.add_template("page.html", TEMPLATE)?;
        let shown = Shown {
            title: &self.title,
            subtitle: &self.subtitle,
            badges: &self.badges,
            notices: &self.notices,
            sections: self.sections.iter().map(shown).collect(),
            footer: &self.footer,
            sources: sources.join(" "),
            style: STYLE,
            script: SCRIPT,
            library,
            land: if map { LAND } else { "null" },
            data,
        };
        Ok(environment
            .get_template("page.html")?
            .render(Value::from(Serde(&shown)))?)
    }

    fn charts(&self) -> impl Iterator<Item = &Chart> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }
}

fn shown(section: &super::Section) -> ShownSection<'_> {
    let blocks = section.blocks.iter().map(|block| match block {
        Block::Text(text) => ShownBlock::Text { text },
        Block::Verbatim(text) => ShownBlock::Verbatim { text },
        Block::Cards(cards) => ShownBlock::Cards { cards },
        Block::Chart(chart) => ShownBlock::Chart {
            chart: ShownChart {
                id: &chart.id,
                title: &chart.title,
                summary: &chart.summary,
                labels: chart.views.iter().map(|view| view.label.as_str()).collect(),
                slider: slider(chart),
                tables: chart.views.iter().map(|view| view.table.html()).collect(),
            },
        },
        Block::Table(sheet) => ShownBlock::Table { html: sheet.html() },
        Block::Folded(sheet) => ShownBlock::Folded {
            caption: &sheet.caption,
            rows: sheet.grid.rows.len(),
            html: sheet.html(),
        },
    });
    ShownSection {
        id: section.id,
        title: &section.title,
        blocks: blocks.collect(),
    }
}

fn slider(chart: &Chart) -> Option<Slider<'_>> {
    chart.views.iter().find_map(|view| match &view.figure {
        super::Figure::Map { x, .. } => Some(Slider {
            last: x.len().saturating_sub(1),
            labels: x,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{Colour, Section, Series};

    #[test]
    fn scripts_can_stand_in_a_page() {
        for script in [CHARTS, SCRIPT, LAND] {
            assert!(!script.contains("</script") && !script.contains("<!--"));
        }
        assert!(!STYLE.contains("</style") && !STYLE.contains("url("));
    }

    #[test]
    fn the_chart_library_is_the_published_one() {
        assert_eq!(
            crate::run::manifest::sha256(CHARTS.as_bytes()),
            "bf4a223524e40b77c304bec67e1222cf551f14880cf42c69dc046558e11c07b1",
            "echarts 5.6.0, dist/echarts.min.js"
        );
    }

    #[test]
    fn nothing_breaks_out_of_a_page() {
        let hostile = "</script><img src=x onerror=alert(1)>'\"&{{ title }}";
        let series = vec![Series::new(hostile, vec![1.0], Colour::Other)];
        let x = [hostile.to_owned()];
        let mut section = Section::new("a", hostile);
        section.chart(Some(Chart {
            id: "c".into(),
            title: hostile.into(),
            summary: hostile.into(),
            views: vec![View::bars(hostile, hostile, hostile, &x, series, Vec::new())],
        }));
        section.push(Block::Text(hostile.into()));
        let page = Page {
            title: hostile.into(),
            subtitle: hostile.into(),
            sections: vec![section],
            ..Page::default()
        };
        let html = page.render().unwrap();
        let (own, _) = html.split_once("<script>").unwrap();
        assert!(!own.contains("<img"), "no element of the data's own");
        assert_eq!(
            html.matches("</script>").count(),
            4,
            "data, land, library, script"
        );
        assert!(html.contains("&lt;img src"), "but its text");
    }
}
