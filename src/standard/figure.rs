//! The numbers of a standard by their place in it, so that editing, comparing and listing them need
//! not know each by heart.

use super::{Function, Norm, Norms, Service, Standard, Standing};
use crate::language::Text;

/// A number that a function or a service of it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    WalkLimit,
    AreaPer1000,
    CapacityPer1000,
    MinFloorArea,
    AreaPerCapacityUnit,
}

/// A number for all functions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommonFigure {
    HouseholdsRequired,
    HouseholdsEncouraged,
    PersonsPerHousehold,
    ComplexMinFloorArea,
    ComplexPreferredFloorArea,
    ComplexMinFunctions,
    ComplexMinPriorityFunctions,
}

/// Where a number stands in a standard.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FigurePlace {
    Function { function: String, figure: Figure },
    Service { function: String, service: String, figure: Figure },
    Common(CommonFigure),
}

impl Figure {
    pub const ALL: [Self; 5] = [
        Self::WalkLimit,
        Self::AreaPer1000,
        Self::CapacityPer1000,
        Self::MinFloorArea,
        Self::AreaPerCapacityUnit,
    ];

    /// The name in documents.
    pub fn id(self) -> &'static str {
        match self {
            Self::WalkLimit => "walk_limit_m",
            Self::AreaPer1000 => "norms.area_m2_per_1000",
            Self::CapacityPer1000 => "norms.capacity_per_1000",
            Self::MinFloorArea => "norms.min_floor_area_m2",
            Self::AreaPerCapacityUnit => "norms.m2_per_capacity_unit",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::WalkLimit => Text::new("步行距离", "Walking limit"),
            Self::AreaPer1000 => Text::new("千人面积指标", "Floor area per 1,000"),
            Self::CapacityPer1000 => Text::new("千人能力指标", "Capacity per 1,000"),
            Self::MinFloorArea => Text::new("每处最小面积", "Smallest floor area"),
            Self::AreaPerCapacityUnit => {
                Text::new("单位能力面积", "Floor area per unit of capacity")
            }
        }
    }

    /// What it is counted in, where the function does not say.
    pub fn unit(self) -> Text {
        match self {
            Self::WalkLimit => Text::new("米", "m"),
            Self::CapacityPer1000 => Text::new("单位", "units"),
            Self::AreaPer1000 | Self::MinFloorArea | Self::AreaPerCapacityUnit => {
                Text::new("㎡", "m²")
            }
        }
    }

    fn of_norms(self, norms: &Norms) -> Option<&Norm> {
        match self {
            Self::WalkLimit => None,
            Self::AreaPer1000 => norms.area_m2_per_1000.as_ref(),
            Self::CapacityPer1000 => norms.capacity_per_1000.as_ref(),
            Self::MinFloorArea => norms.min_floor_area_m2.as_ref(),
            Self::AreaPerCapacityUnit => norms.m2_per_capacity_unit.as_ref(),
        }
    }

    fn in_norms(self, norms: &mut Norms) -> Option<&mut Option<Norm>> {
        match self {
            Self::WalkLimit => None,
            Self::AreaPer1000 => Some(&mut norms.area_m2_per_1000),
            Self::CapacityPer1000 => Some(&mut norms.capacity_per_1000),
            Self::MinFloorArea => Some(&mut norms.min_floor_area_m2),
            Self::AreaPerCapacityUnit => Some(&mut norms.m2_per_capacity_unit),
        }
    }
}

impl CommonFigure {
    pub const ALL: [Self; 7] = [
        Self::HouseholdsRequired,
        Self::HouseholdsEncouraged,
        Self::PersonsPerHousehold,
        Self::ComplexMinFloorArea,
        Self::ComplexPreferredFloorArea,
        Self::ComplexMinFunctions,
        Self::ComplexMinPriorityFunctions,
    ];

    /// The name in documents.
    pub fn id(self) -> &'static str {
        match self {
            Self::HouseholdsRequired => "per_100_households.required",
            Self::HouseholdsEncouraged => "per_100_households.encouraged",
            Self::PersonsPerHousehold => "per_100_households.persons_per_household",
            Self::ComplexMinFloorArea => "complex_rule.min_floor_area_m2",
            Self::ComplexPreferredFloorArea => "complex_rule.preferred_floor_area_m2",
            Self::ComplexMinFunctions => "complex_rule.min_functions",
            Self::ComplexMinPriorityFunctions => "complex_rule.min_priority_functions",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::HouseholdsRequired => {
                Text::new("每百户面积，应达到", "Per 100 households, required")
            }
            Self::HouseholdsEncouraged => {
                Text::new("每百户面积，鼓励达到", "Per 100 households, encouraged")
            }
            Self::PersonsPerHousehold => Text::new("户均人口", "Persons per household"),
            Self::ComplexMinFloorArea => Text::new("综合体最小面积", "Complex: smallest area"),
            Self::ComplexPreferredFloorArea => {
                Text::new("综合体宜达到面积", "Complex: preferred area")
            }
            Self::ComplexMinFunctions => Text::new("综合体功能数", "Complex: functions"),
            Self::ComplexMinPriorityFunctions => {
                Text::new("综合体优先功能数", "Complex: priority functions")
            }
        }
    }

    pub fn unit(self) -> Text {
        match self {
            Self::PersonsPerHousehold => Text::new("人", "persons"),
            Self::ComplexMinFunctions | Self::ComplexMinPriorityFunctions => {
                Text::new("项", "at least")
            }
            _ => Text::new("㎡", "m²"),
        }
    }
}

impl FigurePlace {
    pub fn of_function(function: &str, figure: Figure) -> Self {
        Self::Function { function: function.to_owned(), figure }
    }

    /// Id of the function it belongs to, if it belongs to one.
    pub fn function(&self) -> Option<&str> {
        match self {
            Self::Function { function, .. } | Self::Service { function, .. } => Some(function),
            Self::Common(_) => None,
        }
    }

    /// The name in documents, within the function.
    pub fn field(&self) -> String {
        match self {
            Self::Function { figure, .. } => figure.id().to_owned(),
            Self::Service { service, figure, .. } => format!("services.{service}.{}", figure.id()),
            Self::Common(figure) => figure.id().to_owned(),
        }
    }

    pub fn name(&self) -> Text {
        match self {
            Self::Function { figure, .. } | Self::Service { figure, .. } => figure.name(),
            Self::Common(figure) => figure.name(),
        }
    }

    pub fn unit(&self) -> Text {
        match self {
            Self::Function { figure, .. } | Self::Service { figure, .. } => figure.unit(),
            Self::Common(figure) => figure.unit(),
        }
    }

    /// Whether only whole numbers make sense there.
    pub fn is_count(&self) -> bool {
        use CommonFigure as C;
        matches!(self, Self::Common(C::ComplexMinFunctions | C::ComplexMinPriorityFunctions))
    }
}

impl Function {
    /// A number of the function, where it has one.
    pub fn figure(&self, figure: Figure) -> Option<Norm> {
        match figure {
            Figure::WalkLimit => Some(self.walk_limit()),
            other => other.of_norms(&self.norms).cloned(),
        }
    }

    /// All numbers of the function and of its services, with their places.
    fn figures(&self) -> Vec<(FigurePlace, Norm)> {
        let own = Figure::ALL.into_iter().filter_map(|figure| {
            Some((FigurePlace::of_function(&self.id, figure), self.figure(figure)?))
        });
        let of_services = self.services.iter().flat_map(|service| {
            Figure::ALL.into_iter().filter_map(|figure| {
                let (function, norm) = (self.id.clone(), service.figure(figure)?);
                let service = service.id.clone();
                Some((FigurePlace::Service { function, service, figure }, norm))
            })
        });
        own.chain(of_services).collect()
    }

    /// Puts a number in its place; `false` where the function cannot be without it.
    fn set_figure(&mut self, figure: Figure, norm: Option<Norm>) -> bool {
        match (figure.in_norms(&mut self.norms), norm) {
            (Some(place), norm) => *place = norm,
            (None, Some(Norm { value, standing, source })) => {
                self.walk_limit_m = value;
                self.walk_minutes = None;
                (self.walk_standing, self.walk_source) = (standing, source);
            }
            (None, None) => return false,
        }
        true
    }
}

impl Service {
    /// A number of the service, where it has one of its own.
    pub fn figure(&self, figure: Figure) -> Option<Norm> {
        match figure {
            Figure::WalkLimit => self.walk_limit_m.clone(),
            other => other.of_norms(&self.norms).cloned(),
        }
    }

    fn set_figure(&mut self, figure: Figure, norm: Option<Norm>) {
        match figure.in_norms(&mut self.norms) {
            Some(place) => *place = norm,
            None => self.walk_limit_m = norm,
        }
    }
}

impl Standard {
    /// The number at a place, where there is one.
    pub fn figure(&self, place: &FigurePlace) -> Option<Norm> {
        match place {
            FigurePlace::Function { function, figure } => {
                self.function_by_id(function)?.figure(*figure)
            }
            FigurePlace::Service { function, service, figure } => {
                let services = &self.function_by_id(function)?.services;
                services.iter().find(|known| known.id == *service)?.figure(*figure)
            }
            FigurePlace::Common(figure) => self.common_figure(*figure),
        }
    }

    /// Puts a number at a place, or takes it away; `false` where the place is not there or cannot be
    /// without a number.
    pub(super) fn set_figure(&mut self, place: &FigurePlace, norm: Option<Norm>) -> bool {
        match place {
            FigurePlace::Function { function, figure } => self
                .function_by_id_mut(function)
                .is_some_and(|function| function.set_figure(*figure, norm)),
            FigurePlace::Service { function, service, figure } => {
                let services = self.function_by_id_mut(function).map(|f| &mut f.services);
                let mut services = services.into_iter().flatten();
                let service = services.find(|known| known.id == *service);
                service.map(|service| service.set_figure(*figure, norm)).is_some()
            }
            FigurePlace::Common(figure) => {
                norm.is_some_and(|norm| self.set_common_figure(*figure, norm))
            }
        }
    }

    pub fn function_by_id(&self, id: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.id == id)
    }

    pub(super) fn function_by_id_mut(&mut self, id: &str) -> Option<&mut Function> {
        self.functions.iter_mut().find(|function| function.id == id)
    }

    fn common_figure(&self, figure: CommonFigure) -> Option<Norm> {
        use CommonFigure as C;
        let (households, complex) = (&self.per_100_households, &self.complex_rule);
        let count = |count: fn(&super::ComplexRule) -> u32| {
            complex.as_ref().map(|rule| Norm {
                value: f64::from(count(rule)),
                standing: rule.standing,
                source: rule.source.clone(),
            })
        };
        match figure {
            C::HouseholdsRequired => households.as_ref().map(|norm| norm.required.clone()),
            C::HouseholdsEncouraged => households.as_ref().map(|norm| norm.encouraged.clone()),
            C::PersonsPerHousehold => {
                households.as_ref().map(|norm| norm.persons_per_household.clone())
            }
            C::ComplexMinFloorArea => complex.as_ref().map(|rule| rule.min_floor_area_m2.clone()),
            C::ComplexPreferredFloorArea => {
                complex.as_ref().map(|rule| rule.preferred_floor_area_m2.clone())
            }
            C::ComplexMinFunctions => count(|rule| rule.min_functions),
            C::ComplexMinPriorityFunctions => count(|rule| rule.min_priority_functions),
        }
    }

    fn set_common_figure(&mut self, figure: CommonFigure, norm: Norm) -> bool {
        use CommonFigure as C;
        match (figure, &mut self.per_100_households, &mut self.complex_rule) {
            (C::HouseholdsRequired, Some(households), _) => households.required = norm,
            (C::HouseholdsEncouraged, Some(households), _) => households.encouraged = norm,
            (C::PersonsPerHousehold, Some(households), _) => {
                households.persons_per_household = norm;
            }
            (C::ComplexMinFloorArea, _, Some(rule)) => rule.min_floor_area_m2 = norm,
            (C::ComplexPreferredFloorArea, _, Some(rule)) => rule.preferred_floor_area_m2 = norm,
            (C::ComplexMinFunctions, _, Some(rule)) => {
                rule.min_functions = norm.value as u32;
                (rule.standing, rule.source) = (norm.standing, norm.source);
            }
            (C::ComplexMinPriorityFunctions, _, Some(rule)) => {
                rule.min_priority_functions = norm.value as u32;
                (rule.standing, rule.source) = (norm.standing, norm.source);
            }
            _ => return false,
        }
        true
    }

    /// All numbers that the standard itself gives, in the order of its document.
    pub fn figures(&self) -> Vec<(FigurePlace, Norm)> {
        let common = CommonFigure::ALL
            .into_iter()
            .filter_map(|figure| Some((FigurePlace::Common(figure), self.common_figure(figure)?)));
        let own = self.functions.iter().filter(|function| function.in_standard);
        common.chain(own.flat_map(Function::figures)).collect()
    }

    /// How many of its numbers have each standing.
    pub fn standings(&self) -> Vec<(Standing, usize)> {
        let figures = self.figures();
        let count = |standing| figures.iter().filter(|(_, norm)| norm.standing == standing).count();
        Standing::ALL.map(|standing| (standing, count(standing))).to_vec()
    }
}
