//! `buildout generate`: a synthetic but plausible scenario of any size.

use super::write::write_whole;
use super::{CliError, Context, Exit};
use crate::generate::{Correlation, Part, Size, correlated_yaml};
use std::path::{Path, PathBuf};

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Sizes (sites/chips/periods/markets/workloads): S 6/4/4/4/2, M 16/6/8/10/3, L 30/10/12/20/4, \
    XL 60/14/20/40/4, XXL 120/20/40/60/4. The same counts and seed give the same file on every machine."
)]
pub struct Args {
    /// Named size; single counts given beside it take precedence
    #[arg(
        long,
        value_enum,
        value_name = "SIZE",
        default_value = "S",
        ignore_case = true
    )]
    size: Named,
    /// Candidate sites
    #[arg(long, value_name = "N")]
    sites: Option<usize>,
    /// Chip products
    #[arg(long, value_name = "N")]
    chips: Option<usize>,
    /// Periods over five years
    #[arg(long, value_name = "N")]
    periods: Option<usize>,
    /// Markets
    #[arg(long, value_name = "N")]
    markets: Option<usize>,
    /// Workloads; every market wants every workload
    #[arg(long, value_name = "N")]
    workloads: Option<usize>,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Correlation of demand between markets one side of the square apart, nearer ones more; 0 to below 1
    #[arg(
        long,
        value_name = "RHO",
        default_value_t = 0.0,
        allow_negative_numbers = true
    )]
    correlation: f64,
    /// Further parts of the model: all, or some of construction, power, contracts, leases, ageing, rules, stacks,
    /// training, hours, resilience, environment, money, response, service, placement, limits
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    with: Vec<String>,
    /// File to write; - is stdout
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = clap::ValueHint::FilePath)]
    output: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    overwrite: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "UPPER")]
enum Named {
    S,
    M,
    L,
    Xl,
    Xxl,
}

impl Args {
    fn counts(&self) -> Size {
        let named = match self.size {
            Named::S => Size::S,
            Named::M => Size::M,
            Named::L => Size::L,
            Named::Xl => Size::XL,
            Named::Xxl => Size::XXL,
        };
        Size {
            sites: self.sites.unwrap_or(named.sites),
            chips: self.chips.unwrap_or(named.chips),
            periods: self.periods.unwrap_or(named.periods),
            markets: self.markets.unwrap_or(named.markets),
            workloads: self.workloads.unwrap_or(named.workloads),
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// Counts out of range; a file that exists or cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let size = args.counts();
    size.check()
        .map_err(|message| CliError::input(message, "sizes in use: buildout generate --help"))?;
    let parts = Part::parse(&args.with)
        .map_err(|message| CliError::input(message, "separate several by commas: --with hours,rules"))?;
    let text = Correlation::new(args.correlation)
        .and_then(|correlation| correlated_yaml(&size, args.seed, correlation, &parts))
        .map_err(|message| {
            CliError::input(
                message,
                "--correlation 0 draws every market on its own, 0.7 binds them closely",
            )
        })?;
    if args.output == Path::new("-") {
        context.print(&text)?;
    } else {
        write_whole(&args.output, text.as_bytes(), args.overwrite)?;
        context.say(&format!("wrote {}", args.output.display()));
    }
    Ok(Exit::Done)
}
