//! `lifecircle register`: the candidate register of a study, as a table or one JSON document.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::language::{Language, Message, thousands};
use crate::study::register::{Opinion, Party, ReviewState, Term, Transition};
use crate::study::{Candidate, Study};

use super::failure::Failure;
use super::output::deliver;
use super::study_args::open_study_file;

/// List the premises that may become facilities, with their joint review
#[derive(Debug, clap::Args)]
pub(super) struct RegisterArgs {
    /// A study file
    #[arg(value_name = "STUDY.gpkg")]
    study: PathBuf,

    /// Only candidates in this state of the review: not_filed, need_documents, in_review,
    /// passed_with_conditions, passed, refused, lapsed
    #[arg(long, value_name = "STATE")]
    state: Option<String>,

    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print a table for spreadsheets
    #[arg(long)]
    csv: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &RegisterArgs, language: Language) -> Result<(), Failure> {
    let state = args.state.as_deref().map(state_of).transpose()?;
    let session = open_study_file(&args.study, language)?;
    let study = session.study();
    let is_wanted =
        |candidate: &&Candidate| state.is_none_or(|state| candidate.review.state() == state);
    let listed: Vec<&Candidate> = study.register().iter().filter(is_wanted).collect();
    deliver(args.out.as_deref(), |out| match (args.json, args.csv) {
        (true, _) => {
            serde_json::to_writer(&mut *out, &document(study, &listed))?;
            writeln!(out)
        }
        (_, true) => write_csv(out, study, &listed),
        _ => write_text(out, &listed, language),
    })
}

/// A state by its id or either name.
fn state_of(wanted: &str) -> Result<ReviewState, Failure> {
    let is_meant = |state: &&ReviewState| {
        let name = state.name();
        [state.id(), name.zh, name.en].iter().any(|known| known.eq_ignore_ascii_case(wanted.trim()))
    };
    let known = ReviewState::ALL.iter().find(is_meant).copied();
    known.ok_or_else(|| {
        let ids: Vec<_> = ReviewState::ALL.iter().map(|state| state.id()).collect();
        let ids = ids.join(", ");
        Failure::Usage(Message::new(
            format!("没有联审状态“{wanted}”；可用：{ids}"),
            format!("no state \"{wanted}\" of the review; states: {ids}"),
        ))
    })
}

fn id_of<T: Term>(word: Option<T>) -> Option<&'static str> {
    word.map(T::id)
}

fn functions_of<'s>(study: &'s Study, candidate: &Candidate) -> Vec<&'s str> {
    let known = candidate.functions.iter().filter_map(|function| study.standard().get(*function));
    known.map(|function| function.id.as_str()).collect()
}

/// The document of `register --json`, version 1. What is not known is null.
fn document(study: &Study, listed: &[&Candidate]) -> Value {
    let candidates: Vec<_> = listed.iter().map(|candidate| entry(study, candidate)).collect();
    json!({ "version": 1, "crs": study.layers().crs.code(), "candidates": candidates })
}

fn entry(study: &Study, candidate: &Candidate) -> Value {
    let (title, premises, safety) = (&candidate.title, &candidate.premises, &candidate.safety);
    let place = study.layers().lonlat_of(candidate.at);
    let levers = candidate
        .levers
        .iter()
        .map(|lever| json!({ "lever": lever.kind.id(), "effect": lever.effect }));
    json!({
        "id": candidate.code,
        "name": candidate.name,
        "address": candidate.address,
        "x": candidate.at.x,
        "y": candidate.at.y,
        "lon": place.map(|place| place.lon),
        "lat": place.map(|place| place.lat),
        "building": candidate.building,
        "listed_from": candidate.listed_from.id(),
        "stock": candidate.stock.id(),
        "idle": candidate.is_idle,
        "owner_kind": id_of(title.owner_kind),
        "owner": title.owner,
        "title_no": title.number,
        "current_use": title.current_use,
        "floors": premises.floors.map(|floors| floors.to_string()),
        "storeys": premises.storeys,
        "total_area_m2": premises.total_area_m2,
        "usable_area_m2": premises.usable_area_m2,
        "available_area_m2": premises.available_area_m2,
        "outdoor_area_m2": premises.outdoor_area_m2,
        "year": premises.year,
        "structure": premises.structure,
        "lift": premises.has_lift,
        "barrier_free": premises.is_barrier_free,
        "own_entrance": premises.has_own_entrance,
        "appraisal": id_of(safety.appraisal),
        "appraised_on": safety.appraised_on.map(|day| day.to_string()),
        "fire_grade": id_of(safety.fire_grade),
        "exits": safety.exits,
        "sprinkler": safety.has_sprinkler,
        "heritage": candidate.limits.is_heritage,
        "illegal_construction": candidate.limits.has_illegal_construction,
        "rent_yuan_per_m2_day": candidate.money.rent_yuan_per_m2_day,
        "refit_cost_yuan": candidate.money.refit_cost_yuan,
        "functions": functions_of(study, candidate),
        "levers": levers.collect::<Vec<_>>(),
        "review": review(candidate),
        "attachments": candidate.attachments,
        "notes": candidate.notes,
    })
}

fn review(candidate: &Candidate) -> Value {
    let review = &candidate.review;
    let opinion = |(party, opinion): (&Party, &Opinion)| {
        json!({
            "party": party.id(),
            "verdict": opinion.verdict.id(),
            "on": opinion.on.map(|day| day.to_string()),
            "person": opinion.person,
            "document_no": opinion.document_no,
            "conditions": opinion.conditions,
        })
    };
    let step = |step: &Transition| {
        let Transition { on, from, to, who, why, without } = step;
        json!({
            "on": on.to_string(),
            "from": from.id(),
            "to": to.id(),
            "who": who,
            "why": why,
            "without": without.iter().map(|party| party.id()).collect::<Vec<_>>(),
        })
    };
    json!({
        "state": review.state().id(),
        "siting": review.state().siting_use().id(),
        "valid_until": review.valid_until.map(|day| day.to_string()),
        "opinions": review.opinions().iter().map(opinion).collect::<Vec<_>>(),
        "history": review.history().iter().map(step).collect::<Vec<_>>(),
    })
}

/// The columns of `register --csv`: what a table can hold of the document.
const COLUMNS: [&str; 20] = [
    "id",
    "name",
    "address",
    "building",
    "stock",
    "idle",
    "owner_kind",
    "owner",
    "floors",
    "total_area_m2",
    "usable_area_m2",
    "available_area_m2",
    "lift",
    "barrier_free",
    "own_entrance",
    "appraisal",
    "rent_yuan_per_m2_day",
    "refit_cost_yuan",
    "lon",
    "lat",
];

fn write_csv(out: &mut dyn Write, study: &Study, listed: &[&Candidate]) -> io::Result<()> {
    // The mark that makes Excel read it as UTF-8.
    out.write_all(b"\xef\xbb\xbf")?;
    let mut table = csv::Writer::from_writer(out);
    let of_review = ["review_state", "siting", "valid_until", "functions"];
    let header = COLUMNS.into_iter().chain(of_review).map(str::to_owned);
    let opinions = Party::ALL.iter().map(|party| format!("opinion_{}", party.id()));
    table.write_record(header.chain(opinions))?;
    for candidate in listed {
        let entry = entry(study, candidate);
        let review = &entry["review"];
        let cells = COLUMNS.iter().map(|column| text_of(&entry[*column]));
        let of_review = ["state", "siting", "valid_until"].map(|field| text_of(&review[field]));
        let functions = functions_of(study, candidate).join(";");
        let verdicts = Party::ALL.iter().map(|party| {
            let said = candidate.review.opinion(*party);
            said.map_or_else(String::new, |opinion| opinion.verdict.id().to_owned())
        });
        table.write_record(cells.chain(of_review).chain([functions]).chain(verdicts))?;
    }
    table.flush()
}

/// A value of the document as a cell.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line per candidate, then how many there are in each state.
fn write_text(out: &mut dyn Write, listed: &[&Candidate], language: Language) -> io::Result<()> {
    for candidate in listed {
        let area = candidate.floor_area_cap_m2().map_or_else(
            || "–".to_owned(),
            |area| format!("{} m²", thousands(area.round() as i64)),
        );
        let (kind, state) = (candidate.stock.name(), candidate.review.state());
        let (code, name) = (&candidate.code, &candidate.name);
        let (kind, siting) = (kind.of(language), state.siting_use().name());
        let (state, siting) = (state.name().of(language), siting.of(language));
        writeln!(out, "{code}  {name}  {kind}  {area}  {state}  ({siting})")?;
    }
    for state in ReviewState::ALL {
        let count = listed.iter().filter(|one| one.review.state() == *state).count();
        if count > 0 {
            writeln!(out, "{}: {count}", state.name().of(language))?;
        }
    }
    Ok(())
}
