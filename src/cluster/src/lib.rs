//! Lifecircle's coverage on many machines: the function that the command line calls, called by DataFusion
//! over buildings in GeoParquet, and spread by Ballista.
//!
//! `prepare` parts a study into cities, each with its buildings as a Parquet file and, as a study file of
//! its own, what surrounds them: facilities, streets and barriers as far as any walk leads (the halo).
//! `function` is the SQL function: it reads the surroundings of a city and counts, for each building, the
//! facilities within the walking limit. `node` starts scheduler and executors that know it; `query` asks
//! them, and writes the table that `lifecircle assess --csv` writes.
//!
//! Persons are decimals of six digits, as exact as in the program, so that sums do not depend on their order:
//! whoever does which part, the table is the same to the last bit.

pub mod data;
pub mod function;
pub mod node;
pub mod prepare;
pub mod query;
pub mod surroundings;

/// Whatever went wrong, in words.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
