//! Gathers what is wrong with one layer while it is read, many of a kind in few lines.

use std::collections::HashMap;
use std::mem::Discriminant;

use crate::language::Message;

use super::Problem;
use super::fields::Field;
use super::flaw::Flaw;

/// How often a flaw of one kind is told for single features of a layer, in an import.
pub(super) const REPEATS: usize = 5;

/// The problems of one layer.
#[derive(Debug)]
pub(super) struct Notes {
    file: String,
    repeats: usize,
    warnings: Ledger,
    errors: Ledger,
    left_out: usize,
}

/// A place within a layer.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    pub feature: usize,
    pub id: Option<String>,
    pub field: Option<Field>,
}

impl Spot {
    pub fn in_field(self, field: Field) -> Self {
        Self { field: Some(field), ..self }
    }
}

impl Notes {
    /// Notes on a file; of flaws of one kind, `repeats` are told one by one.
    pub fn on(file: &str, repeats: usize) -> Self {
        let (warnings, errors) = (Ledger::default(), Ledger::default());
        Self { file: file.to_owned(), repeats, warnings, errors, left_out: 0 }
    }

    /// Notes on a part of the same layer, to be appended to these.
    pub fn on_a_part(&self) -> Self {
        Self::on(&self.file, self.repeats)
    }

    /// Adds the notes on the part that follows.
    pub fn append(&mut self, part: Self) {
        self.warnings.append(part.warnings, self.repeats);
        self.errors.append(part.errors, self.repeats);
        self.left_out += part.left_out;
    }

    /// Something doubtful about the whole layer.
    pub fn warn(&mut self, what: Message) {
        self.warnings.problems.push((None, Problem::in_file(&*self.file, what)));
    }

    /// Something wrong with the whole layer; it cannot be used.
    pub fn fail(&mut self, what: Message) {
        self.errors.problems.push((None, Problem::in_file(&*self.file, what)));
    }

    /// Something doubtful about a feature.
    pub fn warn_at(&mut self, spot: Spot, flaw: Flaw) {
        self.warnings.add(&self.file, self.repeats, spot, flaw);
    }

    /// Something wrong with a feature that makes the layer unusable.
    pub fn fail_at(&mut self, spot: Spot, flaw: Flaw) {
        self.errors.add(&self.file, self.repeats, spot, flaw);
    }

    /// Passes on what is fine; what is not is noted as left out.
    pub fn keep<T>(&mut self, spot: impl FnOnce() -> Spot, found: Result<T, Flaw>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(flaw) => {
                self.left_out += 1;
                self.warn_at(spot(), flaw);
                None
            }
        }
    }

    /// Features not used.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    pub fn warnings(&self) -> Vec<Problem> {
        self.warnings.told(&self.file, self.repeats)
    }

    /// What makes the layer unusable.
    pub fn errors(&self) -> Vec<Problem> {
        self.errors.told(&self.file, self.repeats)
    }
}

/// Flaws of one kind in one field are told together.
type Kind = (Discriminant<Flaw>, Option<Field>);

#[derive(Debug, Default)]
struct Ledger {
    /// In their order, with the kind of those that belong to single features.
    problems: Vec<(Option<Kind>, Problem)>,
    /// How many there are of each kind, in the order of their first appearance.
    counts: Vec<(Kind, usize)>,
    /// What a kind is called in the line that sums up the rest.
    samples: HashMap<Kind, Message>,
}

impl Ledger {
    fn add(&mut self, file: &str, repeats: usize, spot: Spot, flaw: Flaw) {
        let kind = (flaw.kind(), spot.field);
        let count = self.count_mut(kind, || flaw.message());
        *count += 1;
        if *count <= repeats {
            let problem = Problem {
                file: file.to_owned(),
                feature: Some(spot.feature),
                feature_id: spot.id,
                field: spot.field.map(|field| field.id().to_owned()),
                what: flaw.message(),
            };
            self.problems.push((Some(kind), problem));
        }
    }

    /// How often a kind has been met; `sample` is what it is called.
    fn count_mut(&mut self, kind: Kind, sample: impl FnOnce() -> Message) -> &mut usize {
        let known = self.counts.iter().position(|(known, _)| *known == kind);
        let position = known.unwrap_or_else(|| {
            self.counts.push((kind, 0));
            self.samples.insert(kind, sample());
            self.counts.len() - 1
        });
        &mut self.counts[position].1
    }

    /// Adds what was found in the part that follows, as if it had been added one by one.
    fn append(&mut self, part: Self, repeats: usize) {
        let mut told: HashMap<Kind, usize> = self.counts.iter().copied().collect();
        for (kind, problem) in part.problems {
            if let Some(kind) = kind {
                let told = told.entry(kind).or_default();
                *told += 1;
                if *told > repeats {
                    continue;
                }
            }
            self.problems.push((kind, problem));
        }
        for (kind, count) in part.counts {
            let sample = part.samples.get(&kind);
            let sample = || sample.map_or_else(|| Message::same(""), Message::clone);
            *self.count_mut(kind, sample) += count;
        }
    }

    /// The problems, and a line for the rest of each kind.
    fn told(&self, file: &str, repeats: usize) -> Vec<Problem> {
        let rest = |(kind, count): &(Kind, usize)| {
            let rest = count.checked_sub(repeats).filter(|rest| *rest > 0)?;
            let sample = self.samples.get(kind)?;
            let what = Message::new(
                format!("另有 {rest} 个要素同类，例如：{}", sample.zh),
                format!("and {rest} more like these: {}", sample.en),
            );
            let field = kind.1.map(|field| field.id().to_owned());
            Some(Problem { field, ..Problem::in_file(file, what) })
        };
        self.problems
            .iter()
            .map(|(_, problem)| problem.clone())
            .chain(self.counts.iter().filter_map(rest))
            .collect()
    }
}
