//! Model files: what to optimise.

use super::problem::{Problem, Problems};
use super::raw::{Formats, RawModel, RawObjective};
use super::text::{self, LoadOptions, closest, hint, names};
use super::types::{ModelSpec, Objective};
use std::path::Path;

/// Models that can be named without a file: the shipped ones.
const SHIPPED: [(&str, &str); 2] = [
    ("min-cost", include_str!("../../models/min-cost.yaml")),
    ("max-profit", include_str!("../../models/max-profit.yaml")),
];

/// Reads a model file, or one of the shipped models by its name (`min-cost`, `max-profit`).
///
/// `families` are the names that `families.off` may give.
///
/// # Errors
/// No such file or name, a text that does not fit the format, or a family that there is not.
pub fn load_model(path: &Path, families: &[&str]) -> Result<ModelSpec, Problems> {
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
    super::check_version(&document)?;
    let raw: RawModel = text::decode(&document, &Formats)?;
    let unknown: Vec<Problem> = (raw.families.off.iter().enumerate())
        .filter(|(_, off)| !families.contains(&off.as_str()))
        .map(|(position, off)| {
            document
                .error(
                    &format!("families.off.{position}"),
                    format!("there is no constraint family `{off}`"),
                )
                .hint(hint(off, "families", families))
        })
        .collect();
    if !unknown.is_empty() {
        return Err(document.problems(unknown));
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

    const FAMILIES: &[&str] = &["chip_supply", "budget"];

    #[test]
    fn shipped_models_are_known_by_name() {
        let model = load_model(Path::new("min-cost"), FAMILIES).unwrap();
        assert_eq!(
            (model.name.as_str(), model.objective),
            ("min-cost", Objective::MinCost)
        );
        assert!(model.off.is_empty());
        let model = load_model(Path::new("max-profit"), FAMILIES).unwrap();
        assert_eq!(
            (model.name.as_str(), model.objective),
            ("max-profit", Objective::MaxProfit)
        );
    }

    #[test]
    fn shipped_models_are_files_too() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        for (name, _) in SHIPPED {
            let from_file = load_model(&folder.join(format!("{name}.yaml")), FAMILIES).unwrap();
            assert_eq!(from_file, load_model(Path::new(name), FAMILIES).unwrap());
        }
    }

    #[test]
    fn an_unknown_family_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.yaml");
        let text =
            "schema: 1\nname: m\nobjective: min_cost\nfamilies:\n  off:\n    - chip_supply\n    - bugdet\n";
        std::fs::write(&path, text).unwrap();
        let problems = load_model(&path, FAMILIES).unwrap_err();
        let [problem] = problems.list.as_slice() else {
            panic!("{problems:?}");
        };
        assert_eq!(problem.message, "there is no constraint family `bugdet`");
        assert_eq!(
            problem.hint.as_deref(),
            Some("did you mean `budget`? families: chip_supply, budget")
        );
        let origin = problem.origin.unwrap();
        assert_eq!((origin.line, origin.column), (7, 7));
        std::fs::write(&path, text.replace("bugdet", "budget")).unwrap();
        assert_eq!(
            load_model(&path, FAMILIES).unwrap().off,
            ["chip_supply", "budget"]
        );
    }

    #[test]
    fn an_unknown_model_names_the_closest() {
        let problems = load_model(Path::new("min-cots"), FAMILIES).unwrap_err();
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
