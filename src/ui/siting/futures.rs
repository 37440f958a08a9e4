//! The futures that a robust plan is for.

use crate::analysis::FutureAsk;
use crate::language::Message;
use crate::layers::{Group, GroupFactors};
use crate::session::Session;
use crate::study::{Parameters, WalkLimit, WalkModel};

/// Which futures a robust plan is for, beside the study as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FutureForm {
    /// The other walk model.
    pub other_walk: bool,
    /// All residents, so many times.
    pub growth: Option<f64>,
    /// Residents of 60 and more, so many times.
    pub ageing: Option<f64>,
    /// Another walking limit, in metres.
    pub limit_m: Option<f64>,
}

impl FutureForm {
    /// The futures, each with its name; those that change nothing are left out.
    pub fn futures(&self, session: &Session, group: usize) -> Vec<FutureAsk> {
        let before = *session.study().parameters();
        let mut futures = Vec::new();
        let mut add = |name: Message, parameters: Parameters| {
            if parameters != before {
                futures.push(FutureAsk { name, parameters, group });
            }
        };
        let percent = |factor: f64| format!("{:+.0} %", 100.0 * (factor - 1.0));
        if self.other_walk {
            let (model, name) = match before.model {
                WalkModel::Circle => {
                    (WalkModel::Network, Message::new("沿道路步行", "along the streets"))
                }
                WalkModel::Network => (WalkModel::Circle, Message::new("按步行圈", "in circles")),
            };
            add(name, Parameters { model, ..before });
        }
        if let Some(factor) = self.growth {
            let share = percent(factor);
            let name = Message::new(format!("居民 {share}"), format!("residents {share}"));
            add(name, Parameters { growth: GroupFactors::of_everyone(factor), ..before });
        }
        if let Some(factor) = self.ageing {
            let share = percent(factor);
            let name = Message::new(format!("60 岁以上 {share}"), format!("aged 60+ {share}"));
            add(
                name,
                Parameters { growth: before.growth.with(Group::Age60Plus, factor), ..before },
            );
        }
        if let Some(limit_m) = self.limit_m {
            let name = Message::new(format!("限 {limit_m:.0} 米"), format!("limit {limit_m:.0} m"));
            add(name, Parameters { limit: WalkLimit::Metres(limit_m), ..before });
        }
        futures
    }
}
