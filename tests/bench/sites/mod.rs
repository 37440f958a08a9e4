//! Plans with proof beside HiGHS given the usual programme of the same question: instance, processor
//! seconds, value, bound and gap, in one run on one machine.

mod instance;
#[cfg(feature = "highs")]
mod peer;

use std::ops::ControlFlow;
use std::time::Duration;

use lifecircle::siting::{Limits, MaxCover, Model, PMedian, Solution, solve};

pub use instance::{Instance, instances};

/// Metres of the coverings.
pub const LIMIT_M: f64 = 800.0;
/// Sites of all plans.
pub const COUNT: usize = 10;
pub const MAX_COVER: Model = Model::MaxCover(MaxCover { count: COUNT, limit_m: LIMIT_M });
pub const P_MEDIAN: Model = Model::PMedian(PMedian { count: COUNT });

/// Ours is given so long.
const OUR_TIME: Duration = Duration::from_secs(30);

/// What one of the two came to.
struct Came {
    cpu_s: f64,
    value: Option<f64>,
    bound: Option<f64>,
}

/// Solves to the proof, as far as there is time.
pub fn prove(instance: &Instance, model: Model) -> Solution {
    let limits = Limits { time: Some(OUR_TIME), gap: 0.0 };
    solve(&instance.problem, &model, limits, &mut |_| ControlFlow::Continue(()))
}

/// Prints the table.
pub fn print_table() {
    println!("| instance | model | by | processor s | value | bound | gap |");
    println!("|---|---|---|---|---|---|---|");
    let rows = [
        ("1000x200", MAX_COVER),
        ("5000x500", MAX_COVER),
        ("20000x2000", MAX_COVER),
        ("1000x200", P_MEDIAN),
        ("5000x500", P_MEDIAN),
    ];
    for (name, model) in rows {
        let instance = Instance::of(name, model.limit_m());
        let (cpu_s, solution) = timed(|| prove(&instance, model));
        let ours = Came { cpu_s, value: solution.value, bound: solution.bound };
        print_row(&instance, model, "this program", &ours);
        #[cfg(feature = "highs")]
        if let Some(came) = peer::solve(&instance, model) {
            print_row(&instance, model, "HiGHS", &came);
        }
    }
}

fn print_row(instance: &Instance, model: Model, by: &str, came: &Came) {
    let gap = came.value.zip(came.bound).map(|(value, bound)| (bound - value).abs() / value);
    let number = |number: Option<f64>| number.map_or_else(|| "–".to_owned(), |n| format!("{n:.1}"));
    let gap = gap.map_or_else(|| "–".to_owned(), |gap| format!("{:.4} %", 100.0 * gap));
    let Came { cpu_s, value, bound } = came;
    println!(
        "| {}{} | {} p={COUNT} | {by} | {cpu_s:.2} | {} | {} | {gap} |",
        instance.name,
        if instance.is_made { " (made)" } else { "" },
        model.id(),
        number(*value),
        number(*bound),
    );
}

/// What something takes of the processor, in seconds, on all threads; of the clock where the system
/// does not tell.
fn timed<T>(what: impl FnOnce() -> T) -> (f64, T) {
    let (began, before) = (std::time::Instant::now(), cpu_s());
    let result = what();
    let took = cpu_s().zip(before).map(|(after, before)| after - before);
    (took.unwrap_or_else(|| began.elapsed().as_secs_f64()), result)
}

/// Seconds that this process has had of the processor, from the fields `utime` and `stime` of its
/// `stat`, in hundredths.
fn cpu_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Some(ticks.sum::<Result<f64, _>>().ok()? / 100.0)
}
