//! One change of a tree at a path: an override or `--set`.

use super::{Document, Node, Value, parse, paths, scale, suggest};
use crate::scenario::problem::{Origin, Problem};

/// A value to put at a path.
pub(super) struct Edit {
    /// Path as written.
    pub(super) path: String,
    /// Where the path was written.
    pub(super) origin: Origin,
    /// The value, `{$add: value}`, `{$remove: true}` or `{$times: 0.9}`.
    pub(super) value: Node,
    /// What it belongs to: `override late-grid`, `--set`.
    pub(super) label: String,
}

/// What an edit asks for.
#[derive(Clone)]
enum Action {
    Replace(Node),
    Add(Node),
    Remove,
    /// Factor, and where it was written.
    Times(f64, Origin),
}

/// Applies an edit. An edit that changes nothing gives a warning. A `*` in the path stands for any letters of one step:
/// the edit is applied wherever such a path leads.
///
/// # Errors
/// A path that does not exist and is not added, a malformed `$add`, `$remove` or `$times`, what cannot be multiplied.
pub(super) fn apply(document: &mut Document, edit: Edit) -> Result<Option<Problem>, Box<Problem>> {
    let Edit {
        path,
        origin,
        value,
        label,
    } = edit;
    let fail = |message: String| Problem::error(&path, format!("{label}: {message}")).at(origin);
    let steps = paths::split(&path).map_err(|message| Box::new(fail(message)))?;
    let action = action(value).map_err(|message| Box::new(fail(message)))?;
    if let Action::Replace(new) | Action::Add(new) = &action
        && steps.len() + new.depth() > parse::MAX_DEPTH
    {
        return Err(Box::new(fail(format!(
            "the value would be nested more than {} deep",
            parse::MAX_DEPTH
        ))));
    }
    if let Action::Replace(new) | Action::Add(new) = &action {
        new.each(&mut |node| {
            document.layers.insert(node.origin, label.clone());
        });
    }
    if let Action::Times(_, written) = &action {
        document.layers.insert(*written, label.clone());
    }
    let periods = scale::labels(&document.root);
    let unknown = |wrong: Wrong, steps: &[String]| match wrong {
        Wrong::Unknown { depth, known } => {
            let whole = paths::text(steps);
            let upto = paths::text(steps.get(..=depth).unwrap_or(steps));
            let message = if upto == whole {
                format!("`{upto}` does not exist")
            } else {
                format!("`{upto}` does not exist (in `{whole}`)")
            };
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let step = steps.get(depth).map_or("", String::as_str);
            let hint = suggest::hint(step, "there are", &known);
            Box::new(fail(message).hint(format!("{hint}; to add a path, write `{{$add: value}}`")))
        }
        Wrong::Other(message) => Box::new(fail(message)),
    };
    let places = match paths::matching(&document.root, &steps) {
        Ok(places) => places,
        Err((depth, known)) => return Err(unknown(Wrong::Unknown { depth, known }, &steps)),
    };
    let mut unchanged = true;
    for steps in places {
        let old = match action {
            Action::Remove => None,
            _ => paths::find(&document.root, &steps).cloned(),
        };
        change(&mut document.root, &steps, 0, action.clone(), (origin, &periods))
            .map_err(|wrong| unknown(wrong, &steps))?;
        unchanged &= match (old, paths::find(&document.root, &steps)) {
            (Some(old), Some(new)) => old.same(new),
            _ => false,
        };
    }
    Ok(unchanged.then(|| fail("changes nothing: the value is the same without it".to_owned()).as_warning()))
}

fn action(mut value: Node) -> Result<Action, String> {
    let Value::Map(entries) = &mut value.value else {
        return Ok(Action::Replace(value));
    };
    if !entries.iter().any(|(key, _, _)| key.starts_with('$')) {
        return Ok(Action::Replace(value));
    }
    if entries.len() > 1 {
        return Err("`$add`, `$remove` and `$times` stand alone in their map".to_owned());
    }
    match entries.pop() {
        Some((key, _, node)) if key == "$add" => Ok(Action::Add(node)),
        Some((key, _, node)) if key == "$remove" && node.value == Value::Bool(true) => Ok(Action::Remove),
        Some((key, _, _)) if key == "$remove" => Err("write `{$remove: true}` to remove".to_owned()),
        Some((key, _, node)) if key == "$times" => match node.value {
            Value::Number(factor, _) if factor.is_finite() && factor >= 0.0 => {
                Ok(Action::Times(factor, node.origin))
            }
            _ => Err("`$times` takes a factor that is not negative, such as `{$times: 0.9}`".to_owned()),
        },
        Some((key, _, _)) => Err(format!(
            "`{key}` is not known; there are `$add`, `$remove` and `$times`"
        )),
        None => Err("an empty map".to_owned()),
    }
}

/// Why a change cannot be made.
enum Wrong {
    /// The step at this depth leads nowhere; these would.
    Unknown { depth: usize, known: Vec<String> },
    /// Anything else.
    Other(String),
}

fn change(
    node: &mut Node,
    steps: &[String],
    depth: usize,
    action: Action,
    (written, periods): (Origin, &[String]),
) -> Result<(), Wrong> {
    let Some(step) = steps.get(depth) else {
        match action {
            Action::Replace(new) | Action::Add(new) => *node = new,
            Action::Times(factor, origin) => scale::times(node, factor, origin, periods).map_err(|why| {
                let path = paths::text(steps);
                Wrong::Other(format!("`{path}` cannot be multiplied: {why}"))
            })?,
            Action::Remove => {}
        }
        return Ok(());
    };
    let last = depth + 1 == steps.len();
    let Some(index) = paths::child(node, step) else {
        return match action {
            Action::Add(new) => add(node, steps, depth, new, written),
            _ => Err(Wrong::Unknown {
                depth,
                known: paths::children(node),
            }),
        };
    };
    match &mut node.value {
        Value::Map(entries) if last && matches!(action, Action::Remove) => {
            entries.remove(index);
            Ok(())
        }
        Value::List(items) if last && matches!(action, Action::Remove) => {
            items.remove(index);
            Ok(())
        }
        Value::Map(entries) => match entries.get_mut(index) {
            Some((_, _, value)) => change(value, steps, depth + 1, action, (written, periods)),
            None => Ok(()),
        },
        Value::List(items) => match items.get_mut(index) {
            Some(item) => change(item, steps, depth + 1, action, (written, periods)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Adds a value under a step that leads nowhere yet, with the maps on the way to it.
fn add(node: &mut Node, steps: &[String], depth: usize, new: Node, written: Origin) -> Result<(), Wrong> {
    let rest = steps.get(depth..).unwrap_or_default();
    let Some((step, inner)) = rest.split_first() else {
        return Ok(());
    };
    if node.value == Value::Null {
        node.value = Value::Map(Vec::new());
    }
    match &mut node.value {
        Value::Map(entries) => {
            let value = inner.iter().rev().fold(new, |value, key| Node {
                value: Value::Map(vec![(key.clone(), written, value)]),
                origin: written,
            });
            entries.push((step.clone(), written, value));
            Ok(())
        }
        Value::List(items) => {
            let named = new.get("id").and_then(Node::scalar) == Some(step);
            if inner.is_empty() && (named || *step == items.len().to_string()) {
                items.push(new);
                Ok(())
            } else {
                let end = items.len();
                Err(Wrong::Other(format!(
                    "to append to the list, end the path in {end} or in the new element's `id`"
                )))
            }
        }
        _ => {
            let upto = paths::text(steps.get(..depth).unwrap_or_default());
            Err(Wrong::Other(format!(
                "`{upto}` is {}, nothing can be added under it",
                node.kind()
            )))
        }
    }
}
