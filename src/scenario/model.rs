//! Model files: what to optimise.

use super::problem::{Problem, Problems};
use super::raw::{Formats, RawModel, RawObjective};
use super::text::{self, LoadOptions, closest, names};
use super::types::{ModelSpec, Objective};
use std::path::Path;

/// Models that can be named without a file: the shipped ones.
const SHIPPED: [(&str, &str); 2] = [
    ("min-cost", include_str!("../../models/min-cost.yaml")),
    ("max-profit", include_str!("../../models/max-profit.yaml")),
];

/// Reads a model file, or one of the shipped models by its name (`min-cost`, `max-profit`).
///
/// # Errors
/// No such file or name, or a text that does not fit the format.
pub fn load_model(path: &Path) -> Result<ModelSpec, Problems> {
    let options = LoadOptions::default();
    let name = path.to_str().unwrap_or_default();
    let shipped = SHIPPED.iter().find(|(shipped, _)| *shipped == name);
    let document = match shipped {
        Some((name, text)) if !path.is_file() => {
            text::load_str(&format!("{name}.yaml"), text, Path::new(""), &options)?
        }
        _ if path.is_file() => text::load(path, &options)?,
        _ => return Err(unknown(name)),
    };
    let raw: RawModel = text::decode(&document, &Formats)?;
    if raw.schema != 1 {
        let message = format!("format version {} is not known; expected 1", raw.schema);
        return Err(document.problems(vec![document.error("schema", message)]));
    }
    Ok(ModelSpec {
        name: raw.name,
        objective: match raw.objective {
            RawObjective::MinCost => Objective::MinCost,
            RawObjective::MaxProfit => Objective::MaxProfit,
        },
        off: raw.families.off,
    })
}

fn unknown(name: &str) -> Problems {
    let shipped = || SHIPPED.iter().map(|(shipped, _)| *shipped);
    let near = closest(name, shipped())
        .map(|near| format!("did you mean `{near}`? "))
        .unwrap_or_default();
    let problem = Problem::error(
        "",
        format!("`{name}` is neither a model file nor a shipped model"),
    )
    .hint(format!("{near}shipped models: {}", names(shipped())));
    Problems {
        list: vec![Problem {
            path: None,
            ..problem
        }],
        files: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_models_are_known_by_name() {
        let model = load_model(Path::new("min-cost")).unwrap();
        assert_eq!(
            (model.name.as_str(), model.objective),
            ("min-cost", Objective::MinCost)
        );
        assert!(model.off.is_empty());
        let model = load_model(Path::new("max-profit")).unwrap();
        assert_eq!(
            (model.name.as_str(), model.objective),
            ("max-profit", Objective::MaxProfit)
        );
    }

    #[test]
    fn shipped_models_are_files_too() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        for (name, _) in SHIPPED {
            let from_file = load_model(&folder.join(format!("{name}.yaml"))).unwrap();
            assert_eq!(from_file, load_model(Path::new(name)).unwrap());
        }
    }

    #[test]
    fn an_unknown_model_names_the_closest() {
        let problems = load_model(Path::new("min-cots")).unwrap_err();
        let problem = problems.list.first().unwrap();
        assert_eq!(
            problem.message,
            "`min-cots` is neither a model file nor a shipped model"
        );
        assert_eq!(
            problem.hint.as_deref(),
            Some("did you mean `min-cost`? shipped models: min-cost, max-profit")
        );
    }
}
