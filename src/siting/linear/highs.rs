//! The solver HiGHS (<https://highs.dev>, Huangfu and Hall 2018): a programme is handed over whole;
//! while it is searched, HiGHS calls back with plans and bounds and is told when to stop.
//!
//! HiGHS calls back between steps only, and a step may take long. It runs on a thread of its own, therefore,
//! and is left behind where it does not end soon after it was asked to: its last plan and bound are known,
//! and it ends with its step.
//!
//! The crate `highs` offers no callbacks, so those are set here through HiGHS's own C interface: the
//! only unsafe code of the library.
#![expect(unsafe_code, reason = "HiGHS tells of progress and is stopped through C callbacks only")]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use highs::{Col, HighsSolutionStatus, HighsStatus, RowProblem, Sense, SolvedModel};
use highs_sys::{
    Highs_getModelStatus, Highs_setCallback, Highs_startCallback, HighsCallbackDataIn,
    HighsCallbackDataOut, MODEL_STATUS_INFEASIBLE, kHighsCallbackMipImprovingSolution,
    kHighsCallbackMipInterrupt,
};

use super::{LinearProgramme, Outcome, SolverError, Stop};
use crate::siting::search::Audience;

/// Infeasibility that HiGHS takes for rounding.
const TOLERANCE: f64 = 1e-7;
/// How often the audience is asked whether to go on.
const PATIENCE: Duration = Duration::from_millis(20);
/// How long HiGHS may take to end once it was asked to.
const GRACE: Duration = Duration::from_millis(300);
/// The main thread's on most systems; other threads have less, and HiGHS is written for that.
const STACK_BYTES: usize = 8 << 20;

pub(super) fn maximise(
    programme: &LinearProgramme,
    stop: Stop,
    audience: &mut dyn Audience,
) -> Result<Outcome, SolverError> {
    let (tell, words) = mpsc::channel();
    let ends = Arc::new(AtomicBool::new(false));
    let solving = Solving { programme: programme.clone(), stop, ends: ends.clone(), tell };
    let thread = std::thread::Builder::new().name("HiGHS".to_owned()).stack_size(STACK_BYTES);
    thread.spawn(move || solving.run()).map_err(|_| SolverError::Failed)?;
    let mut last = Outcome::default();
    let mut asked_to_end: Option<Instant> = None;
    loop {
        match words.recv_timeout(PATIENCE) {
            Ok(Word::Ended(outcome)) => return outcome,
            Ok(Word::News { plan, bound, values }) => {
                if let Some(plan) = plan {
                    audience.hear_plan(plan);
                }
                if let Some(bound) = bound {
                    audience.hear_bound(bound);
                }
                last.bound = bound.or(last.bound);
                last.values = values.or(last.values);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(SolverError::Failed),
        }
        if audience.is_over() {
            ends.store(true, Ordering::Relaxed);
            if asked_to_end.get_or_insert_with(Instant::now).elapsed() >= GRACE {
                return Ok(last);
            }
        }
    }
}

/// What HiGHS has to say.
enum Word {
    /// A better plan's worth, a better bound, and the values of a plan that is better than all before.
    News {
        plan: Option<f64>,
        bound: Option<f64>,
        values: Option<Vec<f64>>,
    },
    Ended(Result<Outcome, SolverError>),
}

/// A programme on the thread that solves it.
struct Solving {
    programme: LinearProgramme,
    stop: Stop,
    ends: Arc<AtomicBool>,
    tell: Sender<Word>,
}

impl Solving {
    fn run(self) {
        let outcome = self.solve();
        // Nobody listens any more where it was left behind.
        let _ = self.tell.send(Word::Ended(outcome));
    }

    fn solve(&self) -> Result<Outcome, SolverError> {
        let Self { programme, stop, ends, tell } = self;
        let mut model = handed_over(programme).map_err(|_| SolverError::Failed)?;
        model.set_option("mip_rel_gap", stop.gap);
        model.set_option("mip_abs_gap", 1e-6);
        model.set_option("mip_feasibility_tolerance", TOLERANCE);
        // Asked back between steps only: a long first step has to look at the clock itself.
        model.set_option("time_limit", stop.seconds);
        // One thread: the same plan at every run, and callbacks on the thread that asks.
        model.set_option("parallel", c"off");
        let mut listening = Listening { ends, tell, told: (None, None), heard: None };
        let data = (&raw mut listening).cast::<c_void>();
        // SAFETY: HiGHS keeps the pointer while it runs, which is while `listening` lives: it is called
        // back on this thread only, within `try_solve`.
        unsafe {
            let highs = model.as_mut_ptr();
            Highs_setCallback(highs, Some(hear), data);
            Highs_startCallback(highs, kHighsCallbackMipInterrupt);
            Highs_startCallback(highs, kHighsCallbackMipImprovingSolution);
        }
        let solved = model.try_solve().map_err(|_| SolverError::Failed)?;
        Ok(outcome(programme, &solved, listening.heard))
    }
}

fn handed_over(programme: &LinearProgramme) -> Result<highs::Model, HighsStatus> {
    let mut problem = RowProblem::new();
    let columns: Vec<Col> = programme
        .columns
        .iter()
        .map(|column| {
            let range = column.least..=column.most;
            problem.add_column_with_integrality(column.worth, range, column.is_whole)
        })
        .collect();
    for row in &programme.rows {
        let terms = row.terms.iter().map(|(variable, by)| (columns[variable.0 as usize], *by));
        problem.add_row(row.least..=row.most, terms);
    }
    problem.try_optimise(Sense::Maximise)
}

/// What HiGHS came to. From a start that is not the best, HiGHS 1.16 may end with the values of that
/// start beside the objective of the best: the values it called back with are held against its last.
fn outcome(programme: &LinearProgramme, solved: &SolvedModel, heard: Option<Vec<f64>>) -> Outcome {
    // SAFETY: the model lives as long as `solved`, and is only read.
    let status = unsafe { Highs_getModelStatus(solved.as_ptr()) };
    let has_values = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let last = has_values.then(|| solved.get_solution().columns().to_vec());
    let worth = |values: &Vec<f64>| programme.worth(values);
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Outcome {
        values: heard.into_iter().chain(last).max_by(|a, b| worth(a).total_cmp(&worth(b))),
        bound: bound.filter(|bound| is_known(*bound)),
        is_infeasible: status == MODEL_STATUS_INFEASIBLE,
    }
}

/// Bounds that HiGHS does not know are infinite, or as good as.
fn is_known(number: f64) -> bool {
    const LARGEST: f64 = 1e29;
    number.abs() < LARGEST
}

/// Hears what HiGHS calls back, and passes on what is new.
struct Listening<'a> {
    ends: &'a AtomicBool,
    tell: &'a Sender<Word>,
    /// Plan and bound as they were last told.
    told: (Option<f64>, Option<f64>),
    /// The values of the last plan that was told of; each is better than the one before.
    heard: Option<Vec<f64>>,
}

impl Listening<'_> {
    fn hear(&mut self, out: &HighsCallbackDataOut, values: Option<Vec<f64>>) {
        let plan = Some(out.mip_primal_bound).filter(|plan| is_known(*plan));
        let bound = Some(out.mip_dual_bound).filter(|bound| is_known(*bound));
        if values.is_none() && self.told == (plan, bound) {
            return;
        }
        self.told = (plan, bound);
        if values.is_some() {
            self.heard.clone_from(&values);
        }
        // Nobody listens any more where HiGHS was left behind; it is asked to end as well.
        let _ = self.tell.send(Word::News { plan, bound, values });
    }
}

/// What HiGHS calls back.
unsafe extern "C" fn hear(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    into: *mut HighsCallbackDataIn,
    listening: *mut c_void,
) {
    // SAFETY: HiGHS passes its own data, valid for the call, and the pointer set in `maximise`.
    let (out, into, listening) = unsafe {
        match (out.as_ref(), into.as_mut(), listening.cast::<Listening>().as_mut()) {
            (Some(out), Some(into), Some(listening)) => (out, into, listening),
            _ => return,
        }
    };
    let has_values = kind == kHighsCallbackMipImprovingSolution && !out.mip_solution.is_null();
    let values = has_values.then(|| {
        let size = usize::try_from(out.mip_solution_size).unwrap_or(0);
        // SAFETY: HiGHS says how many values there are, and keeps them for the call.
        unsafe { std::slice::from_raw_parts(out.mip_solution, size) }.to_vec()
    });
    listening.hear(out, values);
    into.user_interrupt = c_int::from(listening.ends.load(Ordering::Relaxed));
}
