//! Coverings beyond the plain one: with a second site behind the first, with room for so many and no
//! more, with an eye on the worst unit, for money, or for several futures at once. Written as linear programmes
//! over merged demand, started from greedy plans with exchanges, and proven by HiGHS.

pub(in crate::siting) mod backup;
pub(in crate::siting) mod budget;
pub(in crate::siting) mod capacity;
pub(in crate::siting) mod equity;
pub(in crate::siting) mod exchange;
pub(in crate::siting) mod flow;
pub(in crate::siting) mod front;
pub(in crate::siting) mod plan;
pub(in crate::siting) mod robust;
pub(in crate::siting) mod rows;
