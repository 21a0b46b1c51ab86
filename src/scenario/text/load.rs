//! Reading files and merging what they import.

use super::{Document, LoadOptions, Node, Value, apply, closest, names, parse, paths};
use crate::scenario::problem::{Origin, Problem, Problems, SourceFile};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Largest file read.
const MAX_BYTES: u64 = 16 << 20;
/// Most files in one scenario.
const MAX_FILES: usize = 256;

/// Reads a scenario file with everything it imports and applies templates, the chosen scenario and settings.
///
/// # Errors
/// Unreadable, too large or malformed files, import cycles, keys defined twice, unknown names and paths.
pub fn load(path: &Path, options: &LoadOptions) -> Result<Document, Problems> {
    let mut loader = Loader::default();
    let name = path.display().to_string();
    let tree = match read(path).map_err(|problem| suggest(problem, path)) {
        Ok(text) => loader.file(name, text, path, None),
        Err(problem) => {
            loader.problems.push(*problem);
            None
        }
    };
    loader.finish(tree, options)
}

/// The same for a text in memory, called `name` in messages. Relative paths start from `base_dir`.
///
/// # Errors
/// As [`load`].
pub fn load_str(
    name: &str,
    text: &str,
    base_dir: &Path,
    options: &LoadOptions,
) -> Result<Document, Problems> {
    let mut loader = Loader::default();
    let tree = if text.len() as u64 > MAX_BYTES {
        loader.problems.push(*too_large(name, text.len() as u64));
        None
    } else {
        loader.file(
            name.to_owned(),
            text.to_owned(),
            &base_dir.join(name),
            Some(base_dir),
        )
    };
    loader.finish(tree, options)
}

#[derive(Default)]
struct Loader {
    files: Vec<SourceFile>,
    directories: Vec<PathBuf>,
    problems: Vec<Problem>,
    /// Files being read, outermost first: real path and name in messages.
    chain: Vec<(PathBuf, String)>,
    /// Files merged already; a file imported on two ways counts once.
    done: HashSet<PathBuf>,
}

impl Loader {
    /// Parses one file and merges its imports into it. `None`: problems were added.
    fn file(&mut self, name: String, text: String, path: &Path, directory: Option<&Path>) -> Option<Node> {
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let directory = directory.or(path.parent()).unwrap_or(Path::new("")).to_owned();
        let text: std::sync::Arc<str> = text.into();
        self.files.push(SourceFile {
            path: name.clone(),
            text: text.clone(),
        });
        self.directories.push(directory.clone());
        let mut tree = match parse::parse(&text, number) {
            Ok(tree) => tree,
            Err(list) => {
                self.problems.extend(list);
                return None;
            }
        };
        let Value::Map(entries) = &mut tree.value else {
            let message = format!("a scenario file is a map of keys, but this is {}", tree.kind());
            self.problems.push(Problem {
                path: None,
                ..Problem::error("", message).at(tree.origin)
            });
            return None;
        };
        let imports = entries
            .iter()
            .position(|(key, _, _)| key == "imports")
            .map(|index| entries.remove(index).2);
        self.chain.push((real.clone(), name));
        if let Some(imports) = imports {
            self.imports(&mut tree, &imports, &directory);
        }
        self.chain.pop();
        self.done.insert(real);
        Some(tree)
    }

    fn imports(&mut self, tree: &mut Node, imports: &Node, directory: &Path) {
        let Value::List(items) = &imports.value else {
            let message = format!("`imports` is a list of files, but this is {}", imports.kind());
            self.problems
                .push(Problem::error("imports", message).at(imports.origin));
            return;
        };
        for (index, item) in items.iter().enumerate() {
            let here = |problem: Problem| Problem {
                path: Some(format!("imports.{index}")),
                ..problem.at(item.origin)
            };
            let Value::Text(name) = &item.value else {
                let message = format!("a file name was expected, but this is {}", item.kind());
                self.problems.push(here(Problem::error("", message)));
                continue;
            };
            let path = directory.join(name);
            let real = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            if self.done.contains(&real) {
                continue;
            }
            if let Some(first) = self.chain.iter().position(|(open, _)| *open == real) {
                let mut chain: Vec<&str> = self
                    .chain
                    .iter()
                    .skip(first)
                    .map(|(_, name)| name.as_str())
                    .collect();
                chain.extend(chain.first().copied());
                let message = format!("the imports go in a circle: {}", chain.join(" -> "));
                self.problems.push(
                    here(Problem::error("", message)).hint("move what both files need into a third file"),
                );
                continue;
            }
            if self.files.len() >= MAX_FILES {
                self.problems.push(here(Problem::error(
                    "",
                    format!("more than {MAX_FILES} files are imported"),
                )));
                return;
            }
            let text = match read(&path) {
                Ok(text) => text,
                Err(problem) => {
                    self.problems.push(here(*problem));
                    continue;
                }
            };
            if let Some(imported) = self.file(path.display().to_string(), text, &path, None) {
                self.merge(tree, imported);
            }
        }
    }

    /// Adds an imported tree; what both define is a problem, told once for each entry of a section.
    fn merge(&mut self, into: &mut Node, from: Node) {
        let mut clashes = Vec::new();
        merge(into, from, &mut Vec::new(), &mut clashes);
        let mut entries: Vec<(&[String], usize, &Clash)> = Vec::new();
        for clash in &clashes {
            let entry = clash.steps.get(..2).unwrap_or(&clash.steps);
            match entries.iter_mut().find(|(known, _, _)| *known == entry) {
                Some((_, count, _)) => *count += 1,
                None => entries.push((entry, 1, clash)),
            }
        }
        for (entry, count, clash) in entries {
            let (path, more) = match count {
                1 => (paths::text(&clash.steps), String::new()),
                _ => (paths::text(entry), format!(": {count} of its keys are in both")),
            };
            let there = clash.there;
            let file = self
                .files
                .get(there.file as usize)
                .map_or("", |file| file.path.as_str());
            self.problems.push(
                Problem::error(&path, format!("`{path}` is defined in two files{more}"))
                    .at(clash.here)
                    .hint(format!(
                        "it is also defined at {file}:{}:{}; keep one of them",
                        there.line, there.column
                    )),
            );
        }
    }

    fn finish(self, tree: Option<Node>, options: &LoadOptions) -> Result<Document, Problems> {
        let Self {
            files,
            directories,
            problems,
            ..
        } = self;
        match tree {
            Some(root) if problems.is_empty() => {
                let document = Document {
                    root,
                    files,
                    warnings: Problems::default(),
                    listing: super::Listing::default(),
                    directories,
                    layers: BTreeMap::new(),
                };
                apply::apply(document, options)
            }
            _ => Err(Problems {
                list: problems,
                files,
            }),
        }
    }
}

/// A key that two files define.
struct Clash {
    steps: Vec<String>,
    here: Origin,
    there: Origin,
}

fn merge(into: &mut Node, from: Node, steps: &mut Vec<String>, clashes: &mut Vec<Clash>) {
    let (Value::Map(target), Value::Map(source)) = (&mut into.value, from.value) else {
        return;
    };
    let index: HashMap<String, usize> = target
        .iter()
        .enumerate()
        .map(|(i, (key, _, _))| (key.clone(), i))
        .collect();
    for (key, origin, node) in source {
        let Some((_, first, existing)) = index.get(&key).and_then(|i| target.get_mut(*i)) else {
            target.push((key, origin, node));
            continue;
        };
        // Every file may state the version of the format that it is written in.
        if steps.is_empty() && key == "schema" && existing.same(&node) {
            continue;
        }
        steps.push(key);
        match (&existing.value, &node.value) {
            (Value::Map(_), Value::Map(_)) => merge(existing, node, steps, clashes),
            _ => clashes.push(Clash {
                steps: steps.clone(),
                here: origin,
                there: *first,
            }),
        }
        steps.pop();
    }
}

/// Where to start from.
pub(super) const STARTER: &str = "`buildout init` writes a commented starter scenario";

/// With a hint for a file that is not there or a folder: the file that may have been meant.
fn suggest(problem: Box<Problem>, path: &Path) -> Box<Problem> {
    if path.is_dir() {
        let inside = yaml_files(path);
        if inside.is_empty() {
            return problem;
        }
        let inside = names(inside.iter().map(String::as_str));
        return Box::new(problem.hint(format!("YAML files in it: {inside}")));
    }
    if path.exists() {
        return problem;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let beside = yaml_files(folder);
    Box::new(match closest(name, beside.iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`? {STARTER}")),
        None => problem.hint(STARTER),
    })
}

/// Names of the YAML files of a folder, sorted: the system lists them in any order.
fn yaml_files(folder: &Path) -> Vec<String> {
    let is_yaml = |name: &String| name.ends_with(".yaml") || name.ends_with(".yml");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(is_yaml)
        .collect();
    found.sort();
    found
}

/// Reads a text file, refusing what cannot be a scenario before reading it.
pub(super) fn read(path: &Path) -> Result<String, Box<Problem>> {
    let name = path.display();
    let refuse = |why: String| {
        Box::new(Problem {
            path: None,
            ..Problem::error("", format!("cannot read `{name}`: {why}"))
        })
    };
    let metadata = std::fs::metadata(path).map_err(|error| refuse(reason(&error)))?;
    if metadata.is_dir() {
        return Err(refuse("it is a folder, not a file".to_owned()));
    }
    if !metadata.is_file() {
        return Err(refuse("it is not a regular file".to_owned()));
    }
    if metadata.len() > MAX_BYTES {
        return Err(too_large(&name.to_string(), metadata.len()));
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| refuse(reason(&error)))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(&name.to_string(), bytes.len() as u64));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        refuse(format!("line {line} is not UTF-8 text (byte {valid})"))
    })
}

fn too_large(name: &str, bytes: u64) -> Box<Problem> {
    let message = format!(
        "cannot read `{name}`: it has {} MB, and a scenario file has at most {} MB",
        bytes.div_ceil(1 << 20),
        MAX_BYTES >> 20
    );
    let problem = Problem {
        path: None,
        ..Problem::error("", message)
    };
    Box::new(problem.hint("long series belong in CSV files named from the YAML"))
}

/// Why a file could not be read, in words that do not depend on the system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}
