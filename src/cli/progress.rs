//! The live line on stderr while a run is going, and Ctrl-C.

use super::Context;
use crate::report::numbers;
use crate::run::manifest::Sense;
use crate::solver::{Monitor, Progress};
use crate::study::Study;
use crate::study::sweep::{Row, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often a line is printed where stderr is no terminal, besides the first plan.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Exit code of a process that a second Ctrl-C ended, as shells expect it: 128 + SIGINT.
const ABANDONED: i32 = 130;

/// Shows phase, elapsed time, incumbent, bound and gap: one line kept up to date on a terminal, a line now
/// and then elsewhere.
#[derive(Debug)]
pub struct LiveLine {
    sense: Sense,
    interrupted: Arc<AtomicBool>,
    bar: Option<ProgressBar>,
    last_line: Mutex<LastLine>,
    /// Which question of a study is being answered; empty if there is only one.
    title: Mutex<String>,
}

/// What was last printed where stderr is no terminal.
#[derive(Debug)]
struct LastLine {
    at: Instant,
    with_incumbent: bool,
}

impl LiveLine {
    /// A line for a run with this direction of the objective.
    pub fn new(context: &Context, sense: Sense, interrupted: Arc<AtomicBool>) -> Self {
        let bar = context.live.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let template = if context.stderr_colour {
                "{spinner:.cyan} {elapsed:>4}  {wide_msg}"
            } else {
                "{spinner} {elapsed:>4}  {wide_msg}"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self {
            sense,
            interrupted,
            bar,
            last_line: Mutex::new(LastLine {
                at: Instant::now(),
                with_incumbent: false,
            }),
            title: Mutex::default(),
        }
    }

    /// Removes the line.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn describe(&self, progress: &Progress) -> String {
        let title = self.title.lock().unwrap_or_else(|poison| poison.into_inner());
        let mut text = format!("{}{}", *title, progress.phase);
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let (incumbent, bound) = (finite(progress.incumbent), finite(progress.bound));
        for (name, value) in [("incumbent", incumbent), ("bound", bound)] {
            if let Some(value) = value {
                let value = numbers::short(self.sense.of_minimised(value));
                text.push_str(&format!("  {name} {value}"));
            }
        }
        if let (Some(incumbent), Some(bound)) = (incumbent, bound) {
            let gap = (incumbent - bound).abs() / incumbent.abs().max(1e-9);
            text.push_str(&format!("  gap {}", numbers::gap(gap)));
        }
        text
    }
}

impl Monitor for LiveLine {
    fn progress(&self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_message(self.describe(progress));
            return;
        }
        // A poisoned clock is still a clock.
        let mut last = self.last_line.lock().unwrap_or_else(|poison| poison.into_inner());
        // The first plan is news at once, unless it is one of many.
        let of_many = !self
            .title
            .lock()
            .unwrap_or_else(|poison| poison.into_inner())
            .is_empty();
        let first_plan = progress.incumbent.is_some() && !last.with_incumbent && !of_many;
        if first_plan || last.at.elapsed() >= LINE_EVERY {
            last.at = Instant::now();
            last.with_incumbent |= first_plan;
            let elapsed = numbers::seconds(progress.elapsed);
            say(&format!("{elapsed:>4}  {}", self.describe(progress)));
        }
    }

    fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

impl Study for LiveLine {
    fn begins(&self, what: &str, done: usize, of: usize) {
        let mut title = self.title.lock().unwrap_or_else(|poison| poison.into_inner());
        *title = format!("{}/{of} {what}: ", done + 1);
    }
}

/// Prints a line on stderr; nobody is left to be told if that fails.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Turns the first Ctrl-C into a wish to stop at the plan found so far; the second ends the process.
/// Without a handler (the system refused one) Ctrl-C simply ends the process, so a refusal is only told.
pub fn stop_on_interrupt(context: &Context) -> Arc<AtomicBool> {
    stop_on_interrupt_saying(
        context,
        "stopping with what was found so far; once more to stop at once",
    )
}

/// [`stop_on_interrupt`] with other words.
pub fn stop_on_interrupt_saying(context: &Context, words: &'static str) -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(ABANDONED);
        }
        say(&format!("\n{words}"));
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        context.say(&format!(
            "warning: Ctrl-C will not keep the plan found so far: {error}"
        ));
    }
    interrupted
}

/// Shows how many cases of a sweep are done and how long the rest will take: one line kept up to date on a terminal, a
/// line now and then elsewhere.
#[derive(Debug)]
pub struct CaseBar {
    sense: Sense,
    bar: Option<ProgressBar>,
    seen: Mutex<Seen>,
}

/// What a bar was told so far.
#[derive(Debug)]
struct Seen {
    to_do: usize,
    done: usize,
    without_plan: usize,
    best: Option<f64>,
    begun: Instant,
    told: Instant,
}

impl CaseBar {
    /// A bar for cases with this direction of the objective.
    pub fn new(context: &Context, sense: Sense) -> Self {
        let bar = context.live.then(|| {
            let measured = terminal_size::terminal_size_of(std::io::stderr());
            let width = measured.map_or(0, |(width, _)| usize::from(width.0));
            let template = case_template(width, context.stderr_colour);
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style.progress_chars("=>-").with_key("left", left));
            }
            bar
        });
        Self {
            sense,
            bar,
            seen: Mutex::new(Seen {
                to_do: 0,
                done: 0,
                without_plan: 0,
                best: None,
                begun: Instant::now(),
                told: Instant::now(),
            }),
        }
    }

    /// Removes the line.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        // Counters are whole whoever held them.
        self.seen.lock().unwrap_or_else(|poison| poison.into_inner())
    }
}

/// How the line of a sweep looks: with as much of a bar as the terminal has room for.
fn case_template(width: usize, colour: bool) -> String {
    let colour = if colour { ".cyan" } else { "" };
    let bar = match width {
        100.. => format!("{{bar:24{colour}}} "),
        70..100 => format!("{{bar:10{colour}}} "),
        _ => String::new(),
    };
    format!("{bar}{{pos}}/{{len}} cases  {{elapsed}} gone{{left}}  {{wide_msg}}")
}

/// The time left as far as the cases so far tell; nothing before the first one is done.
fn left(state: &ProgressState, text: &mut dyn fmt::Write) {
    let (done, all) = (state.pos(), state.len().unwrap_or(0));
    if done > 0 {
        let seconds = time_left(state.elapsed(), done, all);
        // What cannot be written is not shown.
        let _ = write!(text, ", {} left", numbers::seconds(seconds));
    }
}

/// Seconds that the rest of the cases take if they are like those that are done.
fn time_left(gone: Duration, done: u64, all: u64) -> f64 {
    gone.as_secs_f64() / done.max(1) as f64 * all.saturating_sub(done) as f64
}

impl Seen {
    fn describe(&self) -> String {
        let mut text = match self.best {
            Some(best) => format!("best {}", numbers::short(best)),
            None => String::new(),
        };
        if self.without_plan > 0 {
            text.push_str(&format!("  {} without a plan", self.without_plan));
        }
        text.trim_start().to_owned()
    }
}

impl Watch for CaseBar {
    fn begin(&self, to_do: usize, _there: usize) {
        let mut seen = self.seen();
        seen.to_do = to_do;
        seen.begun = Instant::now();
        seen.told = seen.begun;
        if let Some(bar) = &self.bar {
            bar.set_length(to_do as u64);
            bar.reset();
            bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    fn row(&self, row: &Row) {
        let mut seen = self.seen();
        seen.done += 1;
        seen.without_plan += usize::from(row.objective.is_none());
        seen.best = match (seen.best, row.objective) {
            (Some(best), Some(new)) if !Row::better(self.sense, new, best) => Some(best),
            (best, new) => new.or(best),
        };
        if let Some(bar) = &self.bar {
            bar.inc(1);
            bar.set_message(seen.describe());
        } else if seen.told.elapsed() >= LINE_EVERY && seen.done < seen.to_do {
            seen.told = Instant::now();
            let left = time_left(seen.begun.elapsed(), seen.done as u64, seen.to_do as u64);
            say(&format!(
                "{}/{} cases  {} left  {}",
                seen.done,
                seen.to_do,
                numbers::seconds(left),
                seen.describe()
            ));
        }
    }

    fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(text)),
            None => say(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_says_what_is_left_once_it_knows() {
        assert_eq!(
            case_template(120, false),
            "{bar:24} {pos}/{len} cases  {elapsed} gone{left}  {wide_msg}"
        );
        assert!(!case_template(40, true).contains("bar"));
        assert_eq!(time_left(Duration::from_secs(30), 3, 12), 90.0);
        assert_eq!(time_left(Duration::from_secs(30), 12, 12), 0.0);
    }

    #[test]
    fn a_profit_is_shown_as_a_profit() {
        let context = Context {
            colour: false,
            width: 80,
            live: false,
            stderr_colour: false,
        };
        let line = LiveLine::new(&context, Sense::Maximise, Arc::default());
        let progress = Progress {
            phase: "root",
            elapsed: 1.0,
            incumbent: Some(-100.0),
            bound: Some(-101.0),
        };
        assert_eq!(
            line.describe(&progress),
            "root  incumbent 100  bound 101  gap 1.00 %"
        );
        let nothing = Progress {
            incumbent: None,
            bound: Some(f64::NEG_INFINITY),
            ..progress
        };
        assert_eq!(line.describe(&nothing), "root");
    }
}
