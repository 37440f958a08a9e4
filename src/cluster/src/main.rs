//! `lifecircle-cluster`: parts a study, runs the nodes of a cluster, and asks it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use lifecircle_cluster::{Error, node, prepare, query};

/// Lifecircle's coverage on many machines, by Ballista
#[derive(Debug, Parser)]
#[command(name = "lifecircle-cluster", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Part a study into cities: GeoParquet of buildings, and what surrounds them
    Prepare(prepare::PrepareArgs),
    /// Run the scheduler
    Scheduler(node::SchedulerArgs),
    /// Run an executor
    Executor(node::ExecutorArgs),
    /// Ask the cluster for the table of `lifecircle assess --csv`
    Assess(query::AssessArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Prepare(args) => {
            let plan = prepare::prepare(&args)?;
            println!("{} buildings in {} cities", plan.buildings, plan.cities);
        }
        Command::Scheduler(args) => node::run_scheduler(&args).await?,
        Command::Executor(args) => node::run_executor(&args).await?,
        Command::Assess(args) => {
            let (buildings, seconds) = query::assess(&args).await?;
            let rate = buildings as f64 / seconds;
            println!("{buildings} buildings in {seconds:.2} s, {rate:.0} a second");
        }
    }
    Ok(())
}
