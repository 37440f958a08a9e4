//! Scheduler and executors of Ballista that know our function.

use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::{default_config_producer, default_session_builder};
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::execution::FunctionRegistry as _;
use datafusion::execution::session_state::SessionState;
use datafusion::prelude::SessionConfig;

use crate::Error;
use crate::function::ReachedBy;

/// An executor that says nothing for so long is taken for dead, and its tasks are given to others.
const DEAD_AFTER_S: u64 = 10;
const HEARTBEAT_S: u64 = 2;

/// The scheduler hands tasks out.
const POLICY: TaskSchedulingPolicy = TaskSchedulingPolicy::PushStaged;

/// Where the scheduler listens.
#[derive(Debug, Clone, clap::Args)]
pub struct SchedulerArgs {
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,

    #[arg(long, default_value_t = 50050)]
    pub port: u16,
}

/// An executor, and the scheduler it works for.
#[derive(Debug, Clone, clap::Args)]
pub struct ExecutorArgs {
    /// The folder that `prepare` wrote
    #[arg(long, value_name = "FOLDER")]
    pub data: PathBuf,

    #[arg(long, default_value = "127.0.0.1")]
    pub scheduler_host: String,

    #[arg(long, default_value_t = 50050)]
    pub scheduler_port: u16,

    /// Where it listens, and how others reach it
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,

    /// Two ports: this one, and the next
    #[arg(long, default_value_t = 50051)]
    pub port: u16,

    /// Where it keeps what it has computed until somebody fetches it
    #[arg(long, value_name = "FOLDER")]
    pub work: Option<PathBuf>,

    /// How many cities at once; each takes all cores it can get
    #[arg(long, default_value_t = 1)]
    pub tasks: usize,
}

/// Runs a scheduler until it is stopped.
///
/// # Errors
/// When it cannot listen there.
pub async fn run_scheduler(args: &SchedulerArgs) -> Result<(), Error> {
    let config = SchedulerConfig {
        external_host: args.host.clone(),
        bind_host: args.host.clone(),
        bind_port: args.port,
        scheduling_policy: POLICY,
        executor_timeout_seconds: DEAD_AFTER_S,
        expire_dead_executor_interval_seconds: HEARTBEAT_S,
        no_executors_grace_period_seconds: 6 * DEAD_AFTER_S,
        override_session_builder: Some(Arc::new(session_state)),
        ..SchedulerConfig::default()
    };
    let address = format!("{}:{}", args.host, args.port).parse()?;
    let cluster = BallistaCluster::new_from_config(&config).await?;
    Ok(start_server(cluster, address, Arc::new(config)).await?)
}

/// Runs an executor until it is stopped.
///
/// # Errors
/// When it cannot listen, or its scheduler is not there.
pub async fn run_executor(args: &ExecutorArgs) -> Result<(), Error> {
    let mut functions = BallistaFunctionRegistry::from(&session_state(default_config_producer())?);
    let ours = Arc::new(ReachedBy::udf(&args.data));
    functions.scalar_functions.insert(ours.name().to_owned(), ours);
    let config = ExecutorProcessConfig {
        bind_host: args.host.clone(),
        external_host: Some(args.host.clone()),
        port: args.port,
        grpc_port: args.port + 1,
        scheduler_host: args.scheduler_host.clone(),
        scheduler_port: args.scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: args.tasks,
        task_scheduling_policy: POLICY,
        work_dir: args.work.as_ref().map(|path| path.display().to_string()),
        executor_heartbeat_interval_seconds: HEARTBEAT_S,
        override_function_registry: Some(Arc::new(functions)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}

/// A session that knows our function by name. Only executors call it.
///
/// # Errors
/// When DataFusion cannot be set up.
pub fn session_state(config: SessionConfig) -> datafusion::common::Result<SessionState> {
    let mut state = default_session_builder(config)?;
    state.register_udf(Arc::new(ReachedBy::udf(&PathBuf::new())))?;
    Ok(state)
}
