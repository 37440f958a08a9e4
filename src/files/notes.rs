//! Gathers what is wrong with one layer while it is read, many of a kind in few lines.

use std::mem::Discriminant;

use crate::geometry::WorldPoint;
use crate::language::Message;

use super::Problem;
use super::fields::Field;
use super::finding::{Finding, Treatment};
use super::flaw::Flaw;

/// Of flaws of one kind, so many are kept with their features; of the others only the number.
pub(super) const MOST_KEPT: usize = 1000;

/// The problems of one layer.
#[derive(Debug)]
pub(super) struct Notes {
    file: String,
    most_kept: usize,
    warnings: Ledger,
    /// What changes no figure: told to whoever checks a file, not to whoever uses it.
    remarks: Ledger,
    errors: Ledger,
    /// Whether faults of features are set right instead of making the layer unusable.
    repairs: bool,
    left_out: usize,
}

/// A place within a layer.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    pub feature: usize,
    pub id: Option<String>,
    pub field: Option<Field>,
    /// Where the feature is on the map; `None` without a usable geometry.
    pub at: Option<WorldPoint>,
}

impl Spot {
    pub fn in_field(self, field: Field) -> Self {
        Self { field: Some(field), ..self }
    }
}

impl Notes {
    /// Notes on a file; of flaws of one kind, `most_kept` are kept one by one.
    pub fn on(file: &str, most_kept: usize) -> Self {
        let (warnings, remarks, errors) = <(Ledger, Ledger, Ledger)>::default();
        Self {
            file: file.to_owned(),
            most_kept,
            warnings,
            remarks,
            errors,
            repairs: false,
            left_out: 0,
        }
    }

    /// The same, where faults of features are set right instead of making the layer unusable.
    pub fn repairing(self, repairs: bool) -> Self {
        Self { repairs, ..self }
    }

    /// Notes on a part of the same layer, to be appended to these.
    pub fn on_a_part(&self) -> Self {
        Self::on(&self.file, self.most_kept).repairing(self.repairs)
    }

    /// Adds the notes on the part that follows.
    pub fn append(&mut self, part: Self) {
        self.warnings.append(part.warnings, self.most_kept);
        self.remarks.append(part.remarks, self.most_kept);
        self.errors.append(part.errors, self.most_kept);
        self.left_out += part.left_out;
    }

    /// Something doubtful about the whole layer.
    pub fn warn(&mut self, what: Message) {
        self.warnings.of_layer.push(Problem::in_file(&*self.file, what));
    }

    /// Something wrong with the whole layer; it cannot be used.
    pub fn fail(&mut self, what: Message) {
        self.errors.of_layer.push(Problem::in_file(&*self.file, what));
    }

    /// Something about the whole layer that changes no figure.
    pub fn remark(&mut self, what: Message) {
        self.remarks.of_layer.push(Problem::in_file(&*self.file, what));
    }

    /// Something about a feature that changes no figure, or is told as a sum elsewhere.
    pub fn remark_at(&mut self, spot: Spot, flaw: Flaw) {
        self.remarks.add(&self.file, self.most_kept, spot, &flaw);
    }

    /// Something doubtful about a feature.
    pub fn warn_at(&mut self, spot: Spot, flaw: Flaw) {
        self.warnings.add(&self.file, self.most_kept, spot, &flaw);
    }

    /// Something wrong with a feature that makes the layer unusable.
    pub fn fail_at(&mut self, spot: Spot, flaw: Flaw) {
        self.errors.add(&self.file, self.most_kept, spot, &flaw);
    }

    /// Whether faults of features are set right.
    pub fn repairs(&self) -> bool {
        self.repairs
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

    /// Whether the layer cannot be used.
    pub fn has_errors(&self) -> bool {
        !self.errors.of_layer.is_empty() || !self.errors.of_features.is_empty()
    }

    /// What is doubtful; of flaws of one kind, `most_told` one by one.
    pub fn warnings(&self, most_told: usize) -> Vec<Problem> {
        self.warnings.told(&self.file, most_told)
    }

    /// The same of what changes no figure.
    pub fn remarks(&self, most_told: usize) -> Vec<Problem> {
        self.remarks.told(&self.file, most_told)
    }

    /// What makes the layer unusable.
    pub fn errors(&self, most_told: usize) -> Vec<Problem> {
        self.errors.told(&self.file, most_told)
    }

    /// Everything, kind by kind.
    pub fn into_findings(self) -> Vec<Finding> {
        let errors = self.errors.into_findings(Treatment::Refused);
        let refused = errors.into_iter().map(|mut finding| {
            finding.kind.treatment = Treatment::Refused;
            finding
        });
        let others = [self.warnings, self.remarks].into_iter();
        let others = others.flat_map(|ledger| ledger.into_findings(Treatment::Accepted));
        refused.chain(others).collect()
    }
}

#[derive(Debug, Default)]
struct Ledger {
    of_layer: Vec<Problem>,
    /// Flaws of one kind in one field are told together, in the order of their first appearance.
    of_features: Vec<(Group, Finding)>,
}

type Group = (Discriminant<Flaw>, Option<Field>);

impl Ledger {
    fn add(&mut self, file: &str, most_kept: usize, spot: Spot, flaw: &Flaw) {
        let field = spot.field.map(|field| field.id().to_owned());
        let finding = self.finding_mut((flaw.discriminant(), spot.field), || Finding {
            kind: flaw.kind(),
            field: field.clone(),
            count: 0,
            problems: Vec::new(),
        });
        finding.count += 1;
        if finding.count <= most_kept {
            finding.problems.push(Problem {
                file: file.to_owned(),
                feature: Some(spot.feature),
                feature_id: spot.id,
                field,
                at: spot.at,
                what: flaw.message(),
            });
        }
    }

    fn finding_mut(&mut self, group: Group, new: impl FnOnce() -> Finding) -> &mut Finding {
        let known = self.of_features.iter().position(|(known, _)| *known == group);
        let position = known.unwrap_or_else(|| {
            self.of_features.push((group, new()));
            self.of_features.len() - 1
        });
        &mut self.of_features[position].1
    }

    /// Adds what was found in the part that follows, as if it had been added one by one.
    fn append(&mut self, part: Self, most_kept: usize) {
        self.of_layer.extend(part.of_layer);
        for (group, more) in part.of_features {
            let Finding { kind, field, count, problems } = more;
            let none = || Finding { kind, field, count: 0, problems: Vec::new() };
            let finding = self.finding_mut(group, none);
            let room = most_kept.saturating_sub(finding.problems.len());
            finding.problems.extend(problems.into_iter().take(room));
            finding.count += count;
        }
    }

    /// The problems one by one, and a line for the rest of each kind.
    fn told(&self, file: &str, most_told: usize) -> Vec<Problem> {
        let mut told = self.of_layer.clone();
        let mut rests = Vec::new();
        for (_, finding) in &self.of_features {
            told.extend(finding.problems.iter().take(most_told).cloned());
            let rest = finding.count - finding.problems.len().min(most_told);
            if let Some(sample) = finding.problems.first().filter(|_| rest > 0) {
                let what = Message::new(
                    format!("另有 {rest} 个要素同类，例如：{}", sample.what.zh),
                    format!("and {rest} more like these: {}", sample.what.en),
                );
                rests.push(Problem { field: sample.field.clone(), ..Problem::in_file(file, what) });
            }
        }
        told.extend(rests);
        told
    }

    fn into_findings(self, of_layer: Treatment) -> Vec<Finding> {
        let whole = self.of_layer.into_iter();
        let whole = whole.map(|problem| Finding::of_layer(problem, of_layer));
        whole.chain(self.of_features.into_iter().map(|(_, finding)| finding)).collect()
    }
}
