//! Candidates from their layers: places where a facility may go, with all that lists say of them.

use std::str::FromStr;

use crate::layers::Buildings;
use crate::study::register::{
    Candidate, CandidateId, Date, Floors, Lever, Limits, Money, Opinion, Party, PolicyLever,
    Premises, Review, Safety, StockKind, Term as _, Title, Verdict,
};

use super::aliases::normal;
use super::buildings::use_of;
use super::consistency::note_duplicate_ids;
use super::fields::Field;
use super::flaw::Flaw;
use super::functions::FunctionBook;
use super::layer::Layer;
use super::notes::Notes;
use super::register_fields::{
    RegisterField as F, appraisal_of, fire_grade_of, owner_kind_of, review_state_of, verdict_of,
};
use super::shapes;

/// Adds the candidates of a layer to those of earlier ones, numbered on. What the layer does not
/// say of a candidate is taken from the building it lies in, as far as that tells.
pub(super) fn read(
    layer: &Layer,
    book: &FunctionBook,
    buildings: &Buildings,
    candidates: &mut Vec<Candidate>,
    notes: &mut Notes,
) {
    let mut kept = Vec::new();
    for feature in 0..layer.len() {
        let place = layer.shape(feature, notes).and_then(shapes::place);
        let Some(at) = notes.keep(|| layer.spot(feature), place) else {
            continue;
        };
        let Ok(number) = u32::try_from(candidates.len() + 1) else {
            return;
        };
        let code = layer.id_or_position(feature, notes);
        kept.push(feature);
        let name = layer.text(Field::Name, feature);
        let name = if name.is_empty() { code.clone() } else { name };
        let blank = Candidate::new(CandidateId(number), code, name, at);
        let mut row = Row { layer, feature, notes };
        let candidate = row.candidate(blank, book);
        candidates.push(with_building(candidate, buildings));
    }
    if layer.has_ids() {
        let ids: Vec<String> = kept.iter().map(|f| layer.id(*f).unwrap_or_default()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        note_duplicate_ids(layer, &kept, &ids, notes);
    }
}

/// What its building tells of a candidate that the list leaves open.
fn with_building(mut candidate: Candidate, buildings: &Buildings) -> Candidate {
    let named = candidate.building.as_deref().and_then(|id| buildings.position_of(id));
    let Some(position) = named.or_else(|| buildings.at(candidate.at)) else { return candidate };
    let record = buildings.record(position);
    if candidate.building.is_none() {
        candidate.building = Some(record.id.clone());
    }
    if candidate.stock == StockKind::Other {
        candidate.stock = StockKind::of_use(record.kind);
    }
    candidate.is_idle = candidate.is_idle.or(record.idle.then_some(true));
    candidate.premises.storeys = candidate.premises.storeys.or(record.storeys);
    candidate
}

/// A feature of the layer, whose values are being read.
struct Row<'a, 'n> {
    layer: &'a Layer,
    feature: usize,
    notes: &'n mut Notes,
}

impl Row<'_, '_> {
    fn candidate(&mut self, blank: Candidate, book: &FunctionBook) -> Candidate {
        let owner = self.text(F::Owner);
        let owner_kind = self.text(F::OwnerKind);
        let stock = use_of(&self.layer.text(Field::Use, self.feature));
        let (functions, unknown) = book.known_of(self.layer.cell(Field::Function, self.feature));
        for word in unknown {
            self.note_unknown(Field::Function, word);
        }
        let total_area_m2 = self.layer_number(Field::FloorArea);
        let usable_area_m2 = self.layer_number(Field::UsableArea);
        Candidate {
            address: self.text(F::Address),
            building: Some(self.text(F::Building)).filter(|id| !id.is_empty()),
            stock: stock.map_or(StockKind::Other, StockKind::of_use),
            is_idle: self.flag_of(Field::Idle),
            title: Title {
                owner_kind: owner_kind_of(&owner_kind),
                // One column may give both: then a word for the kind is no name.
                owner: if owner == owner_kind && owner_kind_of(&owner).is_some() {
                    String::new()
                } else {
                    owner
                },
                number: self.text(F::TitleNumber),
                current_use: self.text(F::CurrentUse),
            },
            premises: Premises {
                floors: self.parsed::<Floors>(F::Floors),
                storeys: self.layer_number(Field::Storeys),
                // Of one column for both, the area is what is usable.
                total_area_m2: total_area_m2
                    .filter(|total| usable_area_m2.is_none_or(|u| u <= *total)),
                usable_area_m2,
                available_area_m2: self.number(F::AvailableArea),
                outdoor_area_m2: self.number(F::OutdoorArea),
                year: self.number(F::Year),
                structure: self.text(F::Structure),
                has_lift: self.flag(F::Lift),
                is_barrier_free: self.flag(F::BarrierFree),
                has_own_entrance: self.flag(F::OwnEntrance),
            },
            safety: Safety {
                appraisal: self.word(F::Appraisal, appraisal_of),
                appraised_on: self.parsed::<Date>(F::AppraisedOn),
                fire_grade: self.word(F::FireGrade, fire_grade_of),
                exits: self.number(F::Exits),
                has_sprinkler: self.flag(F::Sprinkler),
            },
            limits: Limits {
                is_heritage: self.flag(F::Heritage),
                has_illegal_construction: self.flag(F::IllegalConstruction),
            },
            money: Money {
                rent_yuan_per_m2_day: self.number(F::Rent),
                refit_cost_yuan: self.number(F::RefitCost),
            },
            functions,
            levers: self.levers(),
            review: self.review(),
            attachments: self.list(F::Attachments),
            notes: self.text(F::Notes),
            ..blank
        }
    }

    fn review(&mut self) -> Review {
        let state = self.word(F::ReviewState, review_state_of).unwrap_or_default();
        let mut review = Review::known_as(state);
        review.valid_until = self.parsed::<Date>(F::ValidUntil);
        for party in Party::ALL {
            let said = self.text(F::Opinion(*party));
            let Some(verdict) = self.word(F::Opinion(*party), verdict_of) else { continue };
            // More than the bare word tells on which conditions.
            let conditions = match verdict {
                Verdict::Agrees => String::new(),
                _ if said == verdict.name().zh || said == verdict.id() => String::new(),
                _ => said,
            };
            review.set_opinion(*party, Some(Opinion { conditions, ..Opinion::new(verdict) }));
        }
        review
    }

    fn levers(&mut self) -> Vec<Lever> {
        let mut levers = Vec::new();
        for part in self.list(F::Levers) {
            let word = normal(&part);
            let is_named = |kind: &&PolicyLever| {
                [kind.id(), kind.name().zh, kind.name().en].map(normal).contains(&word)
            };
            match PolicyLever::ALL.iter().find(is_named) {
                Some(kind) => levers.push(Lever { kind: *kind, effect: String::new() }),
                None => self.note_unknown(Field::Register(F::Levers), part),
            }
        }
        levers
    }

    fn text(&self, field: F) -> String {
        self.layer.text(Field::Register(field), self.feature)
    }

    fn list(&self, field: F) -> Vec<String> {
        let text = self.text(field);
        let parts = text.split([';', '；', '、']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn number(&mut self, field: F) -> Option<f64> {
        self.layer_number(Field::Register(field))
    }

    fn layer_number(&mut self, field: Field) -> Option<f64> {
        self.layer.optional_number(field, self.feature, self.notes)
    }

    fn flag(&mut self, field: F) -> Option<bool> {
        self.flag_of(Field::Register(field))
    }

    /// Yes, no, or not known.
    fn flag_of(&mut self, field: Field) -> Option<bool> {
        let cell = self.layer.cell(field, self.feature);
        let flag = cell.yes_or_no();
        if flag.is_none()
            && let Some(text) = cell.text().filter(|text| !text.is_empty())
        {
            self.note_unknown(field, text);
        }
        flag
    }

    fn word<T>(&mut self, field: F, meaning: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field);
        let word = meaning(&text);
        if word.is_none() && !text.is_empty() {
            self.note_unknown(Field::Register(field), text);
        }
        word
    }

    fn parsed<T: FromStr>(&mut self, field: F) -> Option<T> {
        self.word(field, |text| text.parse().ok())
    }

    fn note_unknown(&mut self, field: Field, text: String) {
        self.notes.warn_at(self.layer.spot(self.feature).in_field(field), Flaw::UnknownWord(text));
    }
}
