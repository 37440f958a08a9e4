//! Linear programmes with switches: what a model is written as where the own search does not fit
//! it. Written down here without a solver; [`highs`] solves them where the program is built with it.

#[cfg(feature = "highs")]
mod highs;

use super::search::Audience;

/// A linear programme to be maximised.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct LinearProgramme {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// A variable of a programme, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Variable(u32);

/// What a variable is worth a unit, and between which numbers it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Column {
    worth: f64,
    least: f64,
    most: f64,
    is_whole: bool,
}

/// A sum of variables that lies between two numbers.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    terms: Vec<(Variable, f64)>,
    least: f64,
    most: f64,
}

/// How a search over a programme ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outcome {
    /// The best values found, one per variable.
    pub values: Option<Vec<f64>>,
    /// No values are worth more.
    pub bound: Option<f64>,
    /// Whether it is proven that no values meet all rows.
    pub is_infeasible: bool,
}

/// When values are good enough, or time is up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stop {
    /// The relative gap at which they are; zero for the optimum.
    pub gap: f64,
    /// What is left of the time; infinite without a limit.
    pub seconds: f64,
}

/// Why a model could not be searched at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SolverError {
    /// The program was built without the solver that the model needs.
    #[error("this model needs the solver HiGHS, which this build of the program is without")]
    Missing,
    /// The solver refused the model or broke off.
    #[error("the solver HiGHS broke off")]
    Failed,
}

impl LinearProgramme {
    /// A variable between two numbers, worth so much a unit.
    pub fn variable(&mut self, worth: f64, least: f64, most: f64) -> Variable {
        self.column(Column { worth, least, most, is_whole: false })
    }

    /// A variable that is 0 or 1.
    pub fn switch(&mut self, worth: f64) -> Variable {
        self.column(Column { worth, least: 0.0, most: 1.0, is_whole: true })
    }

    fn column(&mut self, column: Column) -> Variable {
        self.columns.push(column);
        Variable(self.columns.len() as u32 - 1)
    }

    /// Makes a switch stay on.
    pub fn turn_on(&mut self, switch: Variable) {
        self.columns[switch.0 as usize].least = 1.0;
    }

    /// A variable from 0 to 1 that is no more than some switches together, worth so much a unit: whether
    /// any of them is on.
    pub fn any_of(&mut self, switches: impl IntoIterator<Item = Variable>, worth: f64) -> Variable {
        let any = self.variable(worth, 0.0, 1.0);
        let switches = switches.into_iter().map(|switch| (switch, -1.0));
        self.at_most([(any, 1.0)].into_iter().chain(switches), 0.0);
        any
    }

    /// Keeps a sum from exceeding a number.
    pub fn at_most(&mut self, terms: impl IntoIterator<Item = (Variable, f64)>, most: f64) {
        self.row(terms, f64::NEG_INFINITY, most);
    }

    /// Keeps a sum from falling short of a number.
    pub fn at_least(&mut self, terms: impl IntoIterator<Item = (Variable, f64)>, least: f64) {
        self.row(terms, least, f64::INFINITY);
    }

    /// Holds a sum at a number.
    pub fn exactly(&mut self, terms: impl IntoIterator<Item = (Variable, f64)>, sum: f64) {
        self.row(terms, sum, sum);
    }

    fn row(&mut self, terms: impl IntoIterator<Item = (Variable, f64)>, least: f64, most: f64) {
        self.rows.push(Row { terms: terms.into_iter().collect(), least, most });
    }

    /// What values are worth together.
    #[cfg(feature = "highs")]
    fn worth(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.worth * value).sum()
    }

    /// Finds the values worth most, or as good ones as the audience has time for. Without HiGHS in the
    /// program there is an error.
    ///
    /// # Errors
    /// When there is no solver, or it fails.
    #[cfg_attr(not(feature = "highs"), expect(unused_variables, reason = "no solver uses them"))]
    pub fn maximise(
        &self,
        stop: Stop,
        audience: &mut dyn Audience,
    ) -> Result<Outcome, SolverError> {
        #[cfg(feature = "highs")]
        return highs::maximise(self, stop, audience);
        #[cfg(not(feature = "highs"))]
        Err(SolverError::Missing)
    }
}

impl Variable {
    /// Its value among those of all variables.
    pub fn of(self, values: &[f64]) -> f64 {
        values[self.0 as usize]
    }

    /// Whether a switch is on.
    pub fn is_on(self, values: &[f64]) -> bool {
        self.of(values) > 0.5
    }
}
