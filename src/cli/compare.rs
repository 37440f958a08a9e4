//! `lifecircle compare`: what two scenarios of a study do differently, edit by edit and unit by
//! unit.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::analysis::{Coverage, Exchange, Reached, differing_edits};
use crate::language::Language;
use crate::numbers::{self, Change};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityEdit, ScenarioId};

use super::failure::Failure;
use super::output::deliver;
use super::study_args::{find_scenario, open_study_file};

/// Show what two scenarios do differently
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// A study file
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// The scenario to compare from, by name or number (0 is the base)
    #[arg(value_name = "A")]
    from: String,

    /// The scenario to compare to
    #[arg(value_name = "B")]
    to: String,

    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &CompareArgs, language: Language) -> Result<(), Failure> {
    let mut session = open_study_file(&args.study, language)?;
    let from = find_scenario(session.study(), &args.from)?;
    let to = find_scenario(session.study(), &args.to)?;
    session.show(to);
    session.compare_with(Some(from));
    let pair = Pair { session: &session, from, to, language };
    deliver(args.out.as_deref(), |out| {
        if args.json {
            serde_json::to_writer(&mut *out, &pair.document())?;
            writeln!(out)
        } else {
            pair.write_text(out)
        }
    })
}

/// Two scenarios of a session, both assessed.
struct Pair<'a> {
    session: &'a Session,
    from: ScenarioId,
    to: ScenarioId,
    language: Language,
}

impl Pair<'_> {
    fn coverages(&self) -> (&Coverage, &Coverage) {
        let shown = self.session.scenario();
        (self.session.coverage_of(self.from).unwrap_or(shown), shown)
    }

    /// The document of `compare --json`, version 1.
    fn document(&self) -> Value {
        let study = self.session.study();
        let parameters = study.parameters();
        let name = |id: ScenarioId| json!({ "number": id.0, "name": study.scenarios().name(id).of(self.language) });
        let edits = differing_edits(study, self.from, self.to);
        let edits: Vec<_> = edits.iter().map(|edit| self.edit_json(edit)).collect();
        let functions: Vec<_> = study.standard().indexes().collect();
        let totals: Vec<_> = functions.iter().map(|function| self.total_json(*function)).collect();
        let units = 0..study.layers().units.len();
        let units: Vec<_> = units
            .flat_map(|unit| functions.iter().map(move |function| (unit, *function)))
            .map(|(unit, function)| self.unit_json(unit, function))
            .collect();
        json!({
            "version": 1,
            "crs": study.layers().crs.code(),
            "walk": {
                "model": parameters.model.id(),
                "limit_m": parameters.limit.metres(),
                "detour": parameters.detour,
            },
            "from": name(self.from),
            "to": name(self.to),
            "edits": edits,
            "totals": totals,
            "units": units,
            "warnings": [],
        })
    }

    fn edit_json(&self, edit: &FacilityEdit) -> Value {
        let study = self.session.study();
        let facilities = study.facilities(self.from);
        let before = facilities.get(&edit.id());
        let facility = before.or_else(|| study.facilities(self.to).get(&edit.id()));
        let kind = match edit {
            FacilityEdit::Add(_) => "add",
            FacilityEdit::Remove(_) => "remove",
            FacilityEdit::Move { .. } => "move",
            FacilityEdit::SetFunctions { .. } => "set_functions",
            FacilityEdit::Resize { .. } => "resize",
            FacilityEdit::SetCapacity { .. } => "set_capacity",
            FacilityEdit::SetOperations { .. } => "set_operations",
            FacilityEdit::SetProject { .. } => "set_project",
            FacilityEdit::Rename { .. } => "rename",
        };
        let functions = |facility: &Facility| -> Vec<String> {
            let standard = study.standard();
            facility.functions.iter().map(|f| standard.function(*f).id.clone()).collect()
        };
        json!({
            "edit": kind,
            "facility": edit.id().0,
            "code": facility.map(|facility| facility.code.clone()),
            "name": facility.map(|facility| facility.name.clone()),
            "functions": facility.map(functions),
            "distance_m": self.distance_m(edit),
            "label": edit.label(facilities, study.standard()).of(self.language),
        })
    }

    fn total_json(&self, function: FunctionIndex) -> Value {
        let (from, to) = self.coverages();
        let layers = self.session.study().layers();
        let Exchange { gained, lost } = Exchange::between(layers, from, to, function, 0);
        let mut row = self.figures_json(function, from.total(function, 0), to.total(function, 0));
        row["gained"] = gained.to_json();
        row["lost"] = lost.to_json();
        row
    }

    fn unit_json(&self, unit: usize, function: FunctionIndex) -> Value {
        let (from, to) = self.coverages();
        let (before, after) = (from.unit(function, 0, unit), to.unit(function, 0, unit));
        let mut row = json!({ "id": self.session.study().layers().units.id(unit) });
        if let (Some(row), Value::Object(figures)) =
            (row.as_object_mut(), self.figures_json(function, before, after))
        {
            row.extend(figures);
        }
        row
    }

    fn figures_json(&self, function: FunctionIndex, before: Reached, after: Reached) -> Value {
        json!({
            "function": self.session.study().standard().function(function).id,
            "group": "all",
            "population": after.population.to_json(),
            "covered_from": before.covered.to_json(),
            "covered_to": after.covered.to_json(),
            "rate_from": before.rate(),
            "rate_to": after.rate(),
        })
    }

    /// The edits, then the functions whose coverage differs.
    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        let study = self.session.study();
        let name = |id| study.scenarios().name(id);
        writeln!(
            out,
            "{} → {}",
            name(self.from).of(self.language),
            name(self.to).of(self.language)
        )?;
        let edits = differing_edits(study, self.from, self.to);
        let count = edits.len();
        let heading = self
            .language
            .pick(format!("修改 {count} 处"), numbers::counted(count, "differing edit"));
        writeln!(out, "{heading}")?;
        for edit in &edits {
            let label = edit.label(study.facilities(self.from), study.standard());
            let moved = self.distance_m(edit).map(|metres| {
                self.language.pick(format!("，{metres:.0} 米"), format!(", {metres:.0} m"))
            });
            writeln!(out, "  {}{}", label.of(self.language), moved.unwrap_or_default())?;
        }
        let (from, to) = self.coverages();
        for function in study.standard().indexes() {
            let (before, after) = (from.total(function, 0), to.total(function, 0));
            let Exchange { gained, lost } =
                Exchange::between(study.layers(), from, to, function, 0);
            let Some(change) = Change::between(before, after) else { continue };
            let function = study.standard().function(function).short_name.of(self.language);
            let (points, persons) = (change.points_text(), change.persons_text());
            let (gained, lost) = (numbers::persons(gained), numbers::persons(lost));
            let rates =
                format!("{} → {}", numbers::percent(before.rate()), numbers::percent(after.rate()));
            let exchange = self.language.pick(
                format!("新增 {gained}，失去 {lost}"),
                format!("{gained} gained, {lost} lost"),
            );
            writeln!(out, "{function}: {rates}  {points}  {persons}  ({exchange})")?;
        }
        self.write_units(out)
    }

    /// Each unit whose residents are reached differently, function by function.
    fn write_units(&self, out: &mut dyn Write) -> io::Result<()> {
        let study = self.session.study();
        let units = &study.layers().units;
        let (from, to) = self.coverages();
        let changes = (0..units.len()).flat_map(|unit| {
            study.standard().indexes().filter_map(move |function| {
                let (before, after) = (from.unit(function, 0, unit), to.unit(function, 0, unit));
                let change = Change::between(before, after)?;
                (before.covered != after.covered).then_some((unit, function, before, after, change))
            })
        });
        for (unit, function, before, after, change) in changes {
            let function = study.standard().function(function).short_name.of(self.language);
            let rates =
                format!("{} → {}", numbers::percent(before.rate()), numbers::percent(after.rate()));
            let (points, persons) = (change.points_text(), change.persons_text());
            let name = match (units.id(unit), units.name(unit)) {
                (id, name) if id == name => id.to_owned(),
                (id, name) => format!("{id} {name}"),
            };
            writeln!(out, "  {name}  {function}: {rates}  {points}  {persons}")?;
        }
        Ok(())
    }

    /// How far an edit moves a facility, if it is a move.
    fn distance_m(&self, edit: &FacilityEdit) -> Option<f64> {
        let FacilityEdit::Move { id, to } = edit else { return None };
        let before = self.session.study().facilities(self.from).get(id)?;
        Some(before.at.distance_to(*to))
    }
}
