//! Flags that would change nothing of what is asked: they are refused, lest a plan be taken for one
//! that heeds them. What an objective needs and lacks is told where it is needed.

use crate::language::Message;

use super::{Failure, Objective, SiteArgs};

/// A flag of some objectives only.
struct Particular {
    flag: &'static str,
    is_given: bool,
    /// The objectives that heed it.
    of: &'static [Objective],
}

impl Objective {
    /// Its name on the command line.
    fn id(self) -> &'static str {
        match self {
            Self::MaxCover => "max-cover",
            Self::SetCover => "set-cover",
            Self::PMedian => "p-median",
            Self::PCenter => "p-center",
            Self::Backup => "backup",
            Self::Capacitated => "capacitated",
            Self::Equity => "equity",
            Self::Bundle => "bundle",
        }
    }
}

/// Refuses flags that have no effect on what is asked.
///
/// # Errors
/// On the first of them, naming it and the objectives that it goes with.
pub(super) fn refuse_idle_flags(args: &SiteArgs) -> Result<(), Failure> {
    // Phasing is about the projects of a scenario, whatever the objective.
    let is_phasing = args.models.phasing.is_some();
    if let Some(flag) = idle_while_phasing(args).filter(|_| is_phasing) {
        return Err(Failure::Usage(Message::new(
            format!("{flag} 不能与 --phasing 同用：分期排的是方案中的全部项目"),
            format!(
                "{flag} does not go with --phasing, which is about all projects of the scenario"
            ),
        )));
    }
    let heeds = |flag: &Particular| !is_phasing && flag.of.contains(&args.objective);
    let idle = particular(args).into_iter().find(|flag| flag.is_given && !heeds(flag));
    if let Some(Particular { flag, of, .. }) = idle {
        let of = of.iter().map(|objective| objective.id()).collect::<Vec<_>>();
        return Err(goes_with(flag, &of.join(" | ")));
    }
    // Any distance counts there; but a ranking is about those within the limit.
    let knows_no_limit = matches!(args.objective, Objective::PMedian | Objective::PCenter);
    if knows_no_limit && !is_phasing && !args.ranking && args.walk.limit_m().is_some() {
        return Err(goes_with(
            "--limit",
            "max-cover | set-cover | backup | capacitated | equity | bundle",
        ));
    }
    Ok(())
}

/// A flag given that chooses sites, where none are chosen.
fn idle_while_phasing(args: &SiteArgs) -> Option<&'static str> {
    match args.objective {
        Objective::MaxCover => args.count.map(|_| "--count"),
        _ => Some("--objective"),
    }
}

fn particular(args: &SiteArgs) -> [Particular; 7] {
    use Objective::{Backup, Bundle, Capacitated, Equity, MaxCover};
    // Beside a plan of the planner's own, money takes the place of the number of sites.
    let of_budget: &[Objective] = match args.models.beside {
        Some(_) => &[MaxCover],
        None => &[Bundle],
    };
    let models = &args.models;
    let flag = |flag, is_given, of| Particular { flag, is_given, of };
    [
        flag("--first-share", models.first_share.is_some(), &[Backup]),
        flag("--capacity", models.capacity.is_some(), &[Capacitated]),
        flag("--worst-share", models.worst_share.is_some(), &[Equity]),
        flag("--budget", models.budget.is_some(), of_budget),
        flag("--complexes", models.complexes.is_some(), &[Bundle]),
        flag("--by-area", models.by_area, &[Bundle]),
        flag("--hours", !models.hours.is_empty(), &[Bundle]),
    ]
}

fn goes_with(flag: &str, objectives: &str) -> Failure {
    Failure::Usage(Message::new(
        format!("{flag} 只用于 --objective {objectives}"),
        format!("{flag} goes with --objective {objectives}"),
    ))
}
