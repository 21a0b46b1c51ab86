//! Sweeps through the library: what a solver or a worker does wrong is a row.

use buildout::run::{self, Question, RunError};
use buildout::scenario::text::LoadOptions;
use buildout::solver::{Monitor, Resolver, SolveOptions, SolverError};
use buildout::study::sweep::{
    CaseStatus, Design, Options, Outcome, Row, Shard, SolveCase, Store, Sweep, Watch,
};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Remembers what it was told.
#[derive(Default)]
struct Told {
    begun: Mutex<Vec<(usize, usize)>>,
    rows: AtomicUsize,
    notes: Mutex<Vec<String>>,
}

impl Watch for Told {
    fn begin(&self, to_do: usize, there: usize) {
        self.begun.lock().unwrap().push((to_do, there));
    }
    fn row(&self, _: &Row) {
        self.rows.fetch_add(1, Ordering::Relaxed);
    }
    fn note(&self, text: &str) {
        self.notes.lock().unwrap().push(text.to_owned());
    }
}

fn tutorial(vary: &str) -> Sweep {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/tutorial.yaml"));
    let choose = |document: &_| Design::of_arguments(&[vary.to_owned()], &[], document);
    Sweep::load(path, &LoadOptions::default(), Path::new("min-cost"), choose).unwrap()
}

fn options() -> Options {
    Options {
        solve: SolveOptions::default(),
        jobs: 2,
        shard: Shard::WHOLE,
        only: Vec::new(),
        overwrite: false,
        collect: false,
        cold: false,
    }
}

fn swept(sweep: &Sweep, folder: &Path, solve: &SolveCase) -> (Outcome, Told) {
    let told = Told::default();
    let outcome = sweep
        .run(&Store::at(folder), &options(), solve, &told, &Arc::default())
        .unwrap();
    (outcome, told)
}

/// Whether the case is the one with a discount rate of 3 %.
fn third(question: &Question) -> bool {
    question.resolved.contains("wacc: 3 %")
}

#[test]
fn a_worker_that_panics_leaves_a_row_and_the_others_go_on() {
    let sweep = tutorial("operator.wacc=1 %..5 % step 1 %");
    let folder = tempfile::tempdir().unwrap();
    let panics = |question: &Question, monitor: Arc<dyn Monitor>, resolver: &mut Resolver| {
        assert!(!third(question), "no worker likes\n3 %");
        run::solve_again(question, monitor, resolver)
    };
    let (outcome, told) = swept(&sweep, folder.path(), &panics);
    let statuses: Vec<CaseStatus> = outcome.rows.values().map(|row| row.status).collect();
    use CaseStatus::{Failed, Optimal};
    assert_eq!(statuses, [Optimal, Optimal, Failed, Optimal, Optimal]);
    let row = &outcome.rows[&2];
    assert_eq!(
        row.message.as_deref(),
        Some("the worker panicked: no worker likes 3 %")
    );
    assert!(row.fault);
    assert_eq!(told.rows.load(Ordering::Relaxed), 5);
    // A fault is tried again, the rest is there.
    let (again, told) = swept(&sweep, folder.path(), &run::solve_again);
    assert_eq!(*told.begun.lock().unwrap(), [(1, 4)]);
    assert!(again.rows.values().all(|row| row.status == Optimal));
    assert_eq!(told.notes.lock().unwrap().len(), 0);
}

#[test]
fn faults_of_the_solver_are_rows() {
    let sweep = tutorial("operator.wacc=1 %..3 % step 1 %");
    let folder = tempfile::tempdir().unwrap();
    let fails =
        |question: &Question, monitor: Arc<dyn Monitor>, resolver: &mut Resolver| match third(question) {
            true => Err(RunError::Solver(SolverError::Unbounded)),
            false => run::solve_again(question, monitor, resolver),
        };
    let (outcome, _) = swept(&sweep, folder.path(), &fails);
    let row = &outcome.rows[&2];
    assert_eq!((row.status, row.fault), (CaseStatus::Failed, true));
    assert_eq!(
        row.message.as_deref(),
        Some("the solver failed: the program is unbounded")
    );
}

#[test]
fn cases_that_come_to_the_same_scenario_are_solved_once() {
    // The tutorial's own discount rate is 0 %.
    let sweep = tutorial("operator.wacc=0 %,*1,*2,5 %");
    let folder = tempfile::tempdir().unwrap();
    let (outcome, told) = swept(&sweep, folder.path(), &run::solve_again);
    assert_eq!(outcome.rows.len(), 4);
    assert_eq!(told.rows.load(Ordering::Relaxed), 2);
    let shown: Vec<&str> = outcome
        .rows
        .values()
        .map(|row| row.inputs["operator.wacc"].as_str())
        .collect();
    assert_eq!(shown, ["0 %", "times 1", "times 2", "5 %"]);
    assert_eq!(outcome.rows[&0].case, outcome.rows[&2].case);
}

#[test]
fn neighbours_start_from_each_other_and_come_to_the_same_optimum_as_alone() {
    let sweep = tutorial("budget.capex.at_most=*0.8..*1.2 in 9");
    let (folder, cold) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (warm, _) = swept(&sweep, folder.path(), &run::solve_again);
    let in_place = warm
        .rows
        .values()
        .filter(|row| row.reuse.starts_with("same matrix"))
        .count();
    assert!(in_place >= 4, "{in_place}");
    let alone = |question: &Question, monitor: Arc<dyn Monitor>, _: &mut Resolver| {
        run::solve_again(question, monitor, &mut Resolver::new(SolveOptions::default()))
    };
    let (cold, _) = swept(&sweep, cold.path(), &alone);
    for (a, b) in warm.rows.values().zip(cold.rows.values()) {
        let (a, b) = (a.objective.unwrap(), b.objective.unwrap());
        assert!((a - b).abs() <= 2e-3 * b, "{a} {b}");
    }
}

#[test]
fn indicators_agree_with_the_tables_of_a_run() {
    let sweep = tutorial("operator.wacc=4 %");
    let folder = tempfile::tempdir().unwrap();
    let (outcome, _) = swept(&sweep, folder.path(), &run::solve_again);
    let row = &outcome.rows[&0];
    let question = sweep.resolve(&sweep.cases[0]).question.unwrap();
    let solved = run::solve(
        &question,
        &run::Options::default(),
        Arc::new(buildout::solver::Quiet::default()),
    )
    .unwrap();
    let ledger = solved.plan.unwrap().ledger;
    let class = |class| ledger.class_total(class);
    use buildout::plan::ledger::Class;
    for (name, value) in [
        ("cost_present_musd", ledger.net_cost().present),
        ("capex_musd", class(Class::Capex).amount),
        ("opex_present_musd", class(Class::Opex).present),
        ("penalty_musd", class(Class::Penalty).amount),
    ] {
        assert!(
            (row.indicators[name] - value).abs() < 1e-6,
            "{name} {} {value}",
            row.indicators[name]
        );
    }
    assert_eq!(row.objective, Some(row.indicators["cost_present_musd"]));
}

#[test]
fn parts_make_up_the_whole() {
    let list: Vec<usize> = (0..10).collect();
    for of in 1..12 {
        let parts = (1..=of).flat_map(|part| Shard::new(part, of).unwrap().of(&list).to_vec());
        assert_eq!(parts.collect::<Vec<_>>(), list, "{of}");
    }
    assert!(Shard::new(0, 2).is_none() && Shard::new(3, 2).is_none() && Shard::new(1, 0).is_none());
}
