//! Paths into a tree: dotted keys, list elements by `id` or by index.

use super::{Node, Value};

/// Splits a path into its steps. A key that holds dots is written in double quotes; a run of dots (as in
/// `2027H1..2027H4`) belongs to its key without them.
///
/// # Errors
/// An empty path or step, or an open quote.
pub fn split(path: &str) -> Result<Vec<String>, String> {
    let mut steps = Vec::new();
    let mut step = String::new();
    let mut quoted = false;
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if step.is_empty() && !quoted => {
                quoted = true;
                loop {
                    match chars.next() {
                        Some('"') => break,
                        Some(c) => step.push(c),
                        None => return Err(format!("the quote in the path `{path}` is not closed")),
                    }
                }
                if chars.peek().is_some_and(|c| *c != '.') {
                    return Err(format!("in the path `{path}` a dot must follow the quoted key"));
                }
            }
            '.' if !quoted && chars.peek() == Some(&'.') => {
                step.push('.');
                while chars.next_if_eq(&'.').is_some() {
                    step.push('.');
                }
            }
            '.' => {
                if step.is_empty() && !quoted {
                    return Err(format!("the path `{path}` has an empty step"));
                }
                steps.push(std::mem::take(&mut step));
                quoted = false;
            }
            c => step.push(c),
        }
    }
    if step.is_empty() && !quoted {
        return Err(format!("the path `{path}` has an empty step"));
    }
    steps.push(step);
    Ok(steps)
}

/// A path with one more step, quoted where it must be.
pub fn join(base: &str, step: &str) -> String {
    let quoted = step.is_empty() || step.contains(['.', '"']);
    match (base.is_empty(), quoted) {
        (true, false) => step.to_owned(),
        (true, true) => format!("\"{step}\""),
        (false, false) => format!("{base}.{step}"),
        (false, true) => format!("{base}.\"{step}\""),
    }
}

/// Name of the steps as one path.
pub(super) fn text(steps: &[String]) -> String {
    steps.iter().fold(String::new(), |base, step| join(&base, step))
}

/// Position of the child that a step leads to.
pub(super) fn child(node: &Node, step: &str) -> Option<usize> {
    match &node.value {
        Value::Map(entries) => entries.iter().position(|(key, _, _)| key == step),
        Value::List(items) => items
            .iter()
            .position(|item| id(item) == Some(step))
            .or_else(|| step.parse().ok().filter(|index: &usize| *index < items.len())),
        _ => None,
    }
}

/// Steps that lead on from a node, as a planner would write them.
pub(super) fn children(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _, _)| key.clone()).collect(),
        Value::List(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| element(items, index, item))
            .collect(),
        _ => Vec::new(),
    }
}

/// The step to one element of a list: its `id` if no element before it has the same, else its index.
pub(super) fn element(items: &[Node], index: usize, item: &Node) -> String {
    match id(item) {
        Some(name) if items.iter().position(|other| id(other) == Some(name)) == Some(index) => {
            name.to_owned()
        }
        _ => index.to_string(),
    }
}

/// The node at the end of the steps.
pub(super) fn find<'n>(root: &'n Node, steps: &[String]) -> Option<&'n Node> {
    steps.iter().try_fold(root, |node, step| {
        let index = child(node, step)?;
        match &node.value {
            Value::Map(entries) => entries.get(index).map(|(_, _, value)| value),
            Value::List(items) => items.get(index),
            _ => None,
        }
    })
}

/// Every path that a path with `*` in its steps stands for; a path without any stands for itself, whether it leads
/// somewhere or not.
///
/// # Errors
/// If it leads nowhere: the depth at which the way ends, and what there is instead.
pub(super) fn matching(root: &Node, steps: &[String]) -> Result<Vec<Vec<String>>, (usize, Vec<String>)> {
    if !steps.iter().any(|step| step.contains('*')) {
        return Ok(vec![steps.to_vec()]);
    }
    let mut open: Vec<(Vec<String>, &Node)> = vec![(Vec::new(), root)];
    for (depth, step) in steps.iter().enumerate() {
        let mut next = Vec::new();
        let mut known: Vec<String> = Vec::new();
        for (path, node) in &open {
            for name in children(node) {
                if glob(step, &name) {
                    let inner = find(node, std::slice::from_ref(&name));
                    let whole = path.iter().cloned().chain([name]).collect();
                    next.extend(inner.map(|inner| (whole, inner)));
                } else if !known.contains(&name) {
                    known.push(name);
                }
            }
        }
        if next.is_empty() {
            return Err((depth, known));
        }
        open = next;
    }
    Ok(open.into_iter().map(|(path, _)| path).collect())
}

/// Whether a name has the form of a pattern in which `*` stands for any letters.
fn glob(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(first) else {
        return false;
    };
    let mut starts = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    starts.any(|at| name.get(at..).is_some_and(|name| glob(rest, name)))
}

fn id(node: &Node) -> Option<&str> {
    node.get("id")?.scalar()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_quotes_and_ranges() {
        let steps = |path| split(path).unwrap_or_default();
        assert_eq!(steps("budget.capex.at_most"), ["budget", "capex", "at_most"]);
        assert_eq!(steps("chips.\"GB200.1\".price"), ["chips", "GB200.1", "price"]);
        assert_eq!(
            steps("sites.A.power.2027H1..2027H4"),
            ["sites", "A", "power", "2027H1..2027H4"]
        );
        assert_eq!(steps("power.2027H1.."), ["power", "2027H1.."]);
        for wrong in ["", ".a", "a.", "a.\"b", "\"a\"b"] {
            assert!(split(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_star_stands_for_any_letters_of_one_step() {
        for (pattern, name) in [
            ("*", "capex"),
            ("GB*", "GB200"),
            ("*-hall", "air-hall"),
            ("a*b*c", "abc"),
        ] {
            assert!(glob(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("GB*", "H20"), ("*-hall", "hall-a"), ("capex", "capex2")] {
            assert!(!glob(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn a_path_survives_writing_and_reading() {
        let steps = ["sites", "a.b", "2027H1..", "x"].map(String::from);
        assert_eq!(split(&text(&steps)), Ok(steps.to_vec()));
    }
}
