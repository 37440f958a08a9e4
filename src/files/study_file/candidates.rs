//! The candidate register in a study file: one row per candidate, its review and whatever else is a
//! list as JSON. The same record stands in the edit log.

use std::collections::BTreeMap;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::commits::one_row;
use super::layers::{geometry, point};
use super::records::Codec;
use super::{StudyFileError, schema};
use crate::files::geopackage::{FeatureTable, GeometryKind, encode_point, grow_extent, set_extent};
use crate::geometry::{Extent, WorldPoint};
use crate::standard::Standard;
use crate::study::register::{
    Candidate, CandidateId, CandidateRegister, Criterion, Date, Floors, Lever, Limits, Money,
    Opinion, Premises, RegisterEdit, Review, Safety, StockKind, SuitabilityWeights, Term, Title,
    Transition,
};

type Outcome<T> = Result<T, StudyFileError>;

/// The feature layer of candidates.
pub(super) const TABLE: &str = "lifecircle_candidates";

/// The columns of format 4 and before.
const FIRST_COLUMNS: [(&str, Kind); 3] =
    [("id", Kind::Text), ("name", Kind::Text), ("usable_area_m2", Kind::Number)];

/// The columns since format 5. What is not known is empty.
const LATER_COLUMNS: [(&str, Kind); 34] = [
    ("address", Kind::Text),
    ("building", Kind::Text),
    ("listed_from", Kind::Text),
    ("stock", Kind::Text),
    ("idle", Kind::Flag),
    ("owner_kind", Kind::Text),
    ("owner", Kind::Text),
    ("title_no", Kind::Text),
    ("current_use", Kind::Text),
    ("floors", Kind::Text),
    ("storeys", Kind::Number),
    ("total_area_m2", Kind::Number),
    ("available_area_m2", Kind::Number),
    ("outdoor_area_m2", Kind::Number),
    ("year", Kind::Number),
    ("structure", Kind::Text),
    ("lift", Kind::Flag),
    ("barrier_free", Kind::Flag),
    ("own_entrance", Kind::Flag),
    ("appraisal", Kind::Text),
    ("appraised_on", Kind::Text),
    ("fire_grade", Kind::Text),
    ("exits", Kind::Number),
    ("sprinkler", Kind::Flag),
    ("heritage", Kind::Flag),
    ("illegal_construction", Kind::Flag),
    ("rent_yuan_per_m2_day", Kind::Number),
    ("refit_cost_yuan", Kind::Number),
    ("functions", Kind::Text),
    ("review_state", Kind::Text),
    ("review", Kind::Json),
    ("levers", Kind::Json),
    ("attachments", Kind::Json),
    ("notes", Kind::Text),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Flag,
    Json,
}

impl Kind {
    fn sql(self) -> &'static str {
        match self {
            Self::Text | Self::Json => "TEXT",
            Self::Number => "DOUBLE",
            Self::Flag => "BOOLEAN",
        }
    }

    /// A value of the record as the column holds it.
    fn to_sql(self, value: Option<Value>) -> SqlValue {
        match (self, value) {
            (_, None | Some(Value::Null)) => SqlValue::Null,
            (Self::Json, Some(value)) => SqlValue::Text(value.to_string()),
            (_, Some(Value::String(text))) => SqlValue::Text(text),
            (_, Some(Value::Bool(flag))) => SqlValue::Integer(i64::from(flag)),
            (_, Some(number)) => number.as_f64().map_or(SqlValue::Null, SqlValue::Real),
        }
    }

    /// A value of the column as the record has it; `None` where it is empty or something else.
    fn of_sql(self, value: SqlValue) -> Option<Value> {
        match (self, value) {
            (Self::Text, SqlValue::Text(text)) => Some(Value::String(text)),
            (Self::Text, SqlValue::Integer(number)) => Some(Value::String(number.to_string())),
            (Self::Number, SqlValue::Real(number)) => Some(Value::from(number)),
            (Self::Number, SqlValue::Integer(number)) => Some(Value::from(number as f64)),
            (Self::Flag, SqlValue::Integer(flag)) => Some(Value::Bool(flag != 0)),
            (Self::Json, SqlValue::Text(json)) => serde_json::from_str(&json).ok(),
            _ => None,
        }
    }
}

fn columns() -> impl Iterator<Item = (&'static str, Kind)> {
    FIRST_COLUMNS.into_iter().chain(LATER_COLUMNS)
}

/// A candidate by the names of its columns.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct CandidateRecord {
    id: String,
    name: String,
    usable_area_m2: Option<f64>,
    address: String,
    building: Option<String>,
    listed_from: Option<String>,
    stock: Option<String>,
    idle: Option<bool>,
    owner_kind: Option<String>,
    owner: String,
    title_no: String,
    current_use: String,
    floors: Option<String>,
    storeys: Option<f64>,
    total_area_m2: Option<f64>,
    available_area_m2: Option<f64>,
    outdoor_area_m2: Option<f64>,
    year: Option<f64>,
    structure: String,
    lift: Option<bool>,
    barrier_free: Option<bool>,
    own_entrance: Option<bool>,
    appraisal: Option<String>,
    appraised_on: Option<String>,
    fire_grade: Option<String>,
    exits: Option<f64>,
    sprinkler: Option<bool>,
    heritage: Option<bool>,
    illegal_construction: Option<bool>,
    rent_yuan_per_m2_day: Option<f64>,
    refit_cost_yuan: Option<f64>,
    /// Ids, joined by `;`.
    functions: String,
    /// For readers: what `review` comes to. It counts where there is no `review`.
    review_state: Option<String>,
    review: Option<ReviewRecord>,
    levers: Vec<LeverRecord>,
    attachments: Vec<String>,
    notes: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ReviewRecord {
    began_as: Option<String>,
    history: Vec<TransitionRecord>,
    opinions: Vec<OpinionRecord>,
    valid_until: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct TransitionRecord {
    on: String,
    from: String,
    to: String,
    who: String,
    why: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct OpinionRecord {
    party: String,
    verdict: String,
    on: Option<String>,
    person: String,
    document_no: String,
    conditions: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct LeverRecord {
    lever: String,
    effect: String,
}

/// A candidate in the edit log: its record, with its number and place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NumberedRecord {
    number: u32,
    at: WorldPoint,
    #[serde(flatten)]
    record: CandidateRecord,
}

/// An edit of the register in the edit log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "register", rename_all = "snake_case")]
pub(super) enum RegisterRecord {
    Add { candidate: Box<NumberedRecord> },
    Remove { candidate: u32 },
    Set { candidate: Box<NumberedRecord> },
    Weigh { weights: WeightsRecord },
}

/// Weights by the names of the criteria.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WeightsRecord {
    wanted_area_m2: f64,
    weights: BTreeMap<String, f64>,
}

impl RegisterRecord {
    pub fn of(edit: &RegisterEdit, codec: Codec) -> Self {
        match edit {
            RegisterEdit::Add(candidate) => {
                Self::Add { candidate: Box::new(NumberedRecord::of(candidate, codec)) }
            }
            RegisterEdit::Remove(id) => Self::Remove { candidate: id.0 },
            RegisterEdit::Set(candidate) => {
                Self::Set { candidate: Box::new(NumberedRecord::of(candidate, codec)) }
            }
            RegisterEdit::Weigh(weights) => Self::Weigh { weights: WeightsRecord::of(weights) },
        }
    }

    pub fn read(self, codec: Codec) -> Outcome<RegisterEdit> {
        Ok(match self {
            Self::Add { candidate } => RegisterEdit::Add(Box::new(candidate.read(codec)?)),
            Self::Remove { candidate } => RegisterEdit::Remove(CandidateId(candidate)),
            Self::Set { candidate } => RegisterEdit::Set(Box::new(candidate.read(codec)?)),
            Self::Weigh { weights } => RegisterEdit::Weigh(weights.read()),
        })
    }
}

impl NumberedRecord {
    fn of(candidate: &Candidate, codec: Codec) -> Self {
        let record = CandidateRecord::of(candidate, codec);
        Self { number: candidate.id.0, at: candidate.at, record }
    }

    fn read(self, codec: Codec) -> Outcome<Candidate> {
        let Self { number, at, record } = self;
        record.read(CandidateId(number), at, codec)
    }
}

impl WeightsRecord {
    fn of(weights: &SuitabilityWeights) -> Self {
        let named = Criterion::ALL.iter().map(|one| (one.id().to_owned(), weights.of(*one)));
        Self { wanted_area_m2: weights.wanted_area_m2(), weights: named.collect() }
    }

    /// A criterion that is not named keeps the weight it has by default.
    fn read(self) -> SuitabilityWeights {
        let start = SuitabilityWeights::default().wanting(self.wanted_area_m2);
        let named =
            Criterion::ALL.iter().filter_map(|one| Some((*one, *self.weights.get(one.id())?)));
        named.fold(start, |weights, (criterion, weight)| weights.with(criterion, weight))
    }
}

impl CandidateRecord {
    fn of(candidate: &Candidate, codec: Codec) -> Self {
        // Destructured in full: a new field must not be forgotten here.
        let Candidate {
            id: _,
            code,
            name,
            address,
            at: _,
            building,
            listed_from,
            stock,
            is_idle,
            title: Title { owner_kind, owner, number, current_use },
            premises,
            safety: Safety { appraisal, appraised_on, fire_grade, exits, has_sprinkler },
            limits: Limits { is_heritage, has_illegal_construction },
            money: Money { rent_yuan_per_m2_day, refit_cost_yuan },
            functions,
            levers,
            review,
            attachments,
            notes,
        } = candidate.clone();
        let Premises {
            floors,
            storeys,
            total_area_m2,
            usable_area_m2,
            available_area_m2,
            outdoor_area_m2,
            year,
            structure,
            has_lift,
            is_barrier_free,
            has_own_entrance,
        } = premises;
        Self {
            id: code,
            name,
            usable_area_m2,
            address,
            building,
            listed_from: word(Some(listed_from)),
            stock: word(Some(stock)),
            idle: is_idle,
            owner_kind: word(owner_kind),
            owner,
            title_no: number,
            current_use,
            floors: floors.map(|floors| floors.to_string()),
            storeys,
            total_area_m2,
            available_area_m2,
            outdoor_area_m2,
            year,
            structure,
            lift: has_lift,
            barrier_free: is_barrier_free,
            own_entrance: has_own_entrance,
            appraisal: word(appraisal),
            appraised_on: appraised_on.map(|day| day.to_string()),
            fire_grade: word(fire_grade),
            exits,
            sprinkler: has_sprinkler,
            heritage: is_heritage,
            illegal_construction: has_illegal_construction,
            rent_yuan_per_m2_day,
            refit_cost_yuan,
            functions: codec.function_ids(&functions).join(";"),
            review_state: word(Some(review.state())),
            review: Some(ReviewRecord::of(&review)),
            levers: levers.into_iter().map(LeverRecord::of).collect(),
            attachments,
            notes,
        }
    }

    fn read(self, id: CandidateId, at: WorldPoint, codec: Codec) -> Outcome<Candidate> {
        let functions: Vec<String> =
            self.functions.split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        let review = match self.review {
            Some(record) => record.read()?,
            None => Review::known_as(known(self.review_state)?.unwrap_or_default()),
        };
        Ok(Candidate {
            id,
            code: self.id,
            name: self.name,
            address: self.address,
            at,
            building: self.building,
            listed_from: known(self.listed_from)?.unwrap_or_default(),
            stock: known(self.stock)?.unwrap_or(StockKind::Other),
            is_idle: self.idle,
            title: Title {
                owner_kind: known(self.owner_kind)?,
                owner: self.owner,
                number: self.title_no,
                current_use: self.current_use,
            },
            premises: Premises {
                floors: parsed::<Floors>(self.floors)?,
                storeys: self.storeys,
                total_area_m2: self.total_area_m2,
                usable_area_m2: self.usable_area_m2,
                available_area_m2: self.available_area_m2,
                outdoor_area_m2: self.outdoor_area_m2,
                year: self.year,
                structure: self.structure,
                has_lift: self.lift,
                is_barrier_free: self.barrier_free,
                has_own_entrance: self.own_entrance,
            },
            safety: Safety {
                appraisal: known(self.appraisal)?,
                appraised_on: parsed::<Date>(self.appraised_on)?,
                fire_grade: known(self.fire_grade)?,
                exits: self.exits,
                has_sprinkler: self.sprinkler,
            },
            limits: Limits {
                is_heritage: self.heritage,
                has_illegal_construction: self.illegal_construction,
            },
            money: Money {
                rent_yuan_per_m2_day: self.rent_yuan_per_m2_day,
                refit_cost_yuan: self.refit_cost_yuan,
            },
            functions: codec.functions(&functions)?,
            levers: self.levers.into_iter().map(LeverRecord::read).collect::<Outcome<_>>()?,
            review,
            attachments: self.attachments,
            notes: self.notes,
        })
    }
}

impl ReviewRecord {
    fn of(review: &Review) -> Self {
        let step = |step: &Transition| TransitionRecord {
            on: step.on.to_string(),
            from: step.from.id().to_owned(),
            to: step.to.id().to_owned(),
            who: step.who.clone(),
            why: step.why.clone(),
        };
        let opinions = review.opinions().iter().map(|(party, opinion)| {
            let Opinion { verdict, on, person, document_no, conditions } = opinion.clone();
            OpinionRecord {
                party: party.id().to_owned(),
                verdict: verdict.id().to_owned(),
                on: on.map(|day| day.to_string()),
                person,
                document_no,
                conditions,
            }
        });
        Self {
            began_as: word(Some(review.began_as())),
            history: review.history().iter().map(step).collect(),
            opinions: opinions.collect(),
            valid_until: review.valid_until.map(|day| day.to_string()),
        }
    }

    fn read(self) -> Outcome<Review> {
        let step = |record: TransitionRecord| {
            Ok(Transition {
                on: needed(parsed(Some(record.on))?)?,
                from: needed(known(Some(record.from))?)?,
                to: needed(known(Some(record.to))?)?,
                who: record.who,
                why: record.why,
            })
        };
        let opinion = |record: OpinionRecord| {
            let OpinionRecord { party, verdict, on, person, document_no, conditions } = record;
            let (verdict, on) = (needed(known(Some(verdict))?)?, parsed(on)?);
            let opinion = Opinion { verdict, on, person, document_no, conditions };
            Ok((needed(known(Some(party))?)?, opinion))
        };
        let history = self.history.into_iter().map(step).collect::<Outcome<_>>()?;
        let opinions = self.opinions.into_iter().map(opinion).collect::<Outcome<_>>()?;
        let began_as = known(self.began_as)?.unwrap_or_default();
        let review = Review::restore(began_as, history, opinions, parsed(self.valid_until)?);
        review.map_err(|error| StudyFileError::damaged(error.to_string()))
    }
}

impl LeverRecord {
    fn of(lever: Lever) -> Self {
        Self { lever: lever.kind.id().to_owned(), effect: lever.effect }
    }

    fn read(self) -> Outcome<Lever> {
        Ok(Lever { kind: needed(known(Some(self.lever))?)?, effect: self.effect })
    }
}

/// A word of a vocabulary as it is written down.
fn word<T: Term>(word: Option<T>) -> Option<String> {
    word.map(|word| word.id().to_owned())
}

/// A word of a vocabulary; none where nothing is written.
fn known<T: Term>(id: Option<String>) -> Outcome<Option<T>> {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
    let unknown = || StudyFileError::damaged(format!("unknown word {id} in {TABLE}"));
    T::from_id(&id).map(Some).ok_or_else(unknown)
}

/// A value with a text of its own; none where nothing is written.
fn parsed<T: std::str::FromStr>(text: Option<String>) -> Outcome<Option<T>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = |_| StudyFileError::damaged(format!("{text} in {TABLE}"));
    text.parse().map(Some).map_err(wrong)
}

fn needed<T>(value: Option<T>) -> Outcome<T> {
    value.ok_or_else(|| StudyFileError::damaged(format!("a value is missing in {TABLE}")))
}

/// Writes the whole register into an empty study file.
pub(super) fn write(
    connection: &Connection,
    codec: Codec,
    register: &CandidateRegister,
    srs_id: i32,
) -> Outcome<()> {
    let declared: Vec<_> = columns().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
    let declared = declared.join(", ");
    let table = FeatureTable {
        name: TABLE,
        identifier: "candidates 候选点",
        kind: GeometryKind::Point,
        columns: &declared,
    };
    table.create(connection, srs_id)?;
    for candidate in register.iter() {
        insert(connection, codec, candidate, srs_id)?;
    }
    table.index(connection)?;
    let places = register.iter().map(|candidate| candidate.at);
    set_extent(connection, TABLE, Extent::of(places))?;
    write_weights(connection, register.weights())
}

/// Adds what format 4 did not have.
pub(super) fn add_columns(connection: &Connection) -> rusqlite::Result<()> {
    LATER_COLUMNS.into_iter().try_for_each(|(name, kind)| {
        let sql = format!("ALTER TABLE {TABLE} ADD COLUMN {name} {}", kind.sql());
        connection.execute_batch(&sql)
    })
}

/// Reads the whole register.
pub(super) fn read(connection: &Connection, standard: &Standard) -> Outcome<CandidateRegister> {
    let codec = Codec { standard };
    let names: Vec<_> = columns().map(|(name, _)| name).collect();
    let sql = format!("SELECT fid, geom, {} FROM {TABLE} ORDER BY fid", names.join(", "));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut candidates = Vec::new();
    while let Some(row) = rows.next()? {
        let id = CandidateId(row.get(0)?);
        let at = point(geometry(row, 1)?)?;
        let mut values = Map::new();
        for (position, (name, kind)) in columns().enumerate() {
            let value = kind.of_sql(row.get(2 + position)?);
            values.extend(value.map(|value| (name.to_owned(), value)));
        }
        let record: CandidateRecord = serde_json::from_value(Value::Object(values))
            .map_err(|e| StudyFileError::record(&e))?;
        candidates.push(record.read(id, at, codec)?);
    }
    Ok(CandidateRegister::new(candidates, read_weights(connection)?))
}

/// Writes one edit of the register.
pub(super) fn write_edit(
    connection: &Connection,
    codec: Codec,
    edit: &RegisterEdit,
    srs_id: i32,
) -> Outcome<()> {
    match edit {
        RegisterEdit::Add(candidate) => {
            insert(connection, codec, candidate, srs_id)?;
            Ok(grow_extent(connection, TABLE, Extent::of([candidate.at]))?)
        }
        RegisterEdit::Remove(id) => {
            let sql = format!("DELETE FROM {TABLE} WHERE fid = ?1");
            one_row(connection.prepare_cached(&sql)?.execute([id.0])?)
        }
        RegisterEdit::Set(candidate) => {
            let names: Vec<_> = columns().map(|(name, _)| format!("{name} = ?")).collect();
            let sql = format!("UPDATE {TABLE} SET geom = ?, {} WHERE fid = ?", names.join(", "));
            let mut values = row_values(codec, candidate, srs_id)?;
            values.push(SqlValue::Integer(i64::from(candidate.id.0)));
            let changed = connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
            grow_extent(connection, TABLE, Extent::of([candidate.at]))?;
            one_row(changed)
        }
        RegisterEdit::Weigh(weights) => write_weights(connection, weights),
    }
}

fn insert(
    connection: &Connection,
    codec: Codec,
    candidate: &Candidate,
    srs_id: i32,
) -> Outcome<()> {
    let names: Vec<_> = columns().map(|(name, _)| name).collect();
    let places = vec!["?"; names.len()].join(", ");
    let names = names.join(", ");
    let sql = format!("INSERT INTO {TABLE} (geom, {names}, fid) VALUES (?, {places}, ?)");
    let mut values = row_values(codec, candidate, srs_id)?;
    values.push(SqlValue::Integer(i64::from(candidate.id.0)));
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Geometry and columns of a candidate, in the order of the columns.
fn row_values(codec: Codec, candidate: &Candidate, srs_id: i32) -> Outcome<Vec<SqlValue>> {
    let record = serde_json::to_value(CandidateRecord::of(candidate, codec));
    let record = record.map_err(|error| StudyFileError::record(&error))?;
    let Value::Object(mut fields) = record else {
        return Err(StudyFileError::damaged("a candidate is no record"));
    };
    let geometry = SqlValue::Blob(encode_point(srs_id, candidate.at));
    let cells = columns().map(|(name, kind)| kind.to_sql(fields.remove(name)));
    Ok(std::iter::once(geometry).chain(cells).collect())
}

fn write_weights(connection: &Connection, weights: &SuitabilityWeights) -> Outcome<()> {
    let json = serde_json::to_string(&WeightsRecord::of(weights));
    let json = json.map_err(|error| StudyFileError::record(&error))?;
    Ok(schema::set_meta(connection, "suitability", &json)?)
}

fn read_weights(connection: &Connection) -> Outcome<SuitabilityWeights> {
    let Some(json) = schema::meta(connection, "suitability")? else {
        return Ok(SuitabilityWeights::default());
    };
    let record: WeightsRecord =
        serde_json::from_str(&json).map_err(|error| StudyFileError::record(&error))?;
    Ok(record.read())
}
