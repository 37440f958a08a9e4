//! Equal basic public services by district (基本公共服务均等化): what share of its residents each
//! district serves, how far that is from the whole, and who is worst off within it.

use std::collections::BTreeMap;

use crate::analysis::Reached;
use crate::layers::{Persons, Units};
use crate::standard::FunctionIndex;
use crate::study::TargetGroups;

use super::{DemandList, DemandRow};

/// One function in one district.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictService {
    /// None for units whose district is not known.
    pub district: Option<String>,
    pub function: FunctionIndex,
    /// Whom the function is for.
    pub groups: TargetGroups,
    pub reached: Reached,
    /// Rate of the district less that of all units together, −1 to 1.
    pub from_whole: Option<f64>,
    /// The unit with the lowest rate, and that rate; ties by order of the file.
    pub worst_unit: Option<(usize, f64)>,
    /// Floor area that counts, in m²; `None` where the standard asks for none.
    pub counted_m2: Option<f64>,
    /// Whether part of it is floor that is not broken down by function.
    pub is_assumed: bool,
    /// Floor area that the standard asks for, in m².
    pub required_m2: Option<f64>,
}

/// Services by district, districts in the order of their names, functions in that of the standard.
pub fn services_by_district(units: &Units, demand: &DemandList) -> Vec<DistrictService> {
    let mut whole: BTreeMap<FunctionIndex, Reached> = BTreeMap::new();
    let mut services: BTreeMap<(bool, &str, FunctionIndex), DistrictService> = BTreeMap::new();
    for row in &demand.rows {
        *whole.entry(row.function).or_insert(NOBODY) += row.reached;
        let district = units.district(row.unit);
        let key = (district.is_none(), district.unwrap_or_default(), row.function);
        services.entry(key).or_insert_with(|| DistrictService::empty(district, row)).take_in(row);
    }
    let mut services: Vec<DistrictService> = services.into_values().collect();
    for service in &mut services {
        let all = whole.get(&service.function).and_then(|reached| reached.rate());
        service.from_whole = all.and_then(|all| Some(service.reached.rate()? - all));
    }
    services
}

const NOBODY: Reached = Reached { population: Persons::ZERO, covered: Persons::ZERO };

impl DistrictService {
    fn empty(district: Option<&str>, row: &DemandRow) -> Self {
        Self {
            district: district.map(str::to_owned),
            function: row.function,
            groups: row.groups,
            reached: NOBODY,
            from_whole: None,
            worst_unit: None,
            counted_m2: None,
            is_assumed: false,
            required_m2: None,
        }
    }

    fn take_in(&mut self, row: &DemandRow) {
        self.reached += row.reached;
        if let Some(area) = row.area_m2 {
            *self.counted_m2.get_or_insert(0.0) += area.existing;
            self.is_assumed |= area.is_assumed;
            *self.required_m2.get_or_insert(0.0) += area.required;
        }
        if let Some(rate) = row.reached.rate()
            && self.worst_unit.is_none_or(|(_, worst)| rate < worst)
        {
            self.worst_unit = Some((row.unit, rate));
        }
    }
}
