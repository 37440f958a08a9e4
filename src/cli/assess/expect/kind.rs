//! What a figure is. An amount that names no field is one of counts alone: five persons more or less may be
//! nothing in a quarter, while no rate, index or walk can be off by five and still be right.

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigureKind {
    /// So much of something that is counted or measured: persons, facilities, households, m², metres.
    Count,
    /// Minutes of walking.
    Minutes,
    /// Shares, indices, means, and values per person or household.
    Ratio,
    /// Such as whether a building is covered.
    YesOrNo,
}

const PERSONS: [&str; 12] = [
    "population",
    "covered",
    "circle_only",
    "path_only",
    "residents",
    "by_minute",
    "beyond",
    "by_number",
    "backup",
    "depending_on_one",
    "unassigned",
    "with_all",
];

const FACILITIES: [&str; 5] = [
    "reached_by",
    "facilities",
    "facilities_without_area",
    "facilities_in_equal_parts",
    "overloaded",
];

/// Households, m², and the metres of limits.
const OTHER_COUNTS: [&str; 4] = ["households", "m2", "limit_m", "horizon_m"];

/// Within how many minutes a tenth, a half and nine tenths of the residents walk.
const MINUTES: [&str; 3] = ["p10", "p50", "p90"];

impl FigureKind {
    /// The kind of a number by the name of its field. What is not known to be a count is none: rather one
    /// change too many is told than one kept quiet.
    pub fn of_number(field: &str) -> Self {
        let counts = [&PERSONS[..], &FACILITIES, &OTHER_COUNTS];
        if counts.iter().any(|fields| fields.contains(&field)) {
            Self::Count
        } else if MINUTES.contains(&field) {
            Self::Minutes
        } else {
            Self::Ratio
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FigureKind as K;

    #[test]
    fn what_is_counted_or_measured_is_told_from_shares_indices_and_minutes() {
        for field in ["covered", "population", "by_minute", "overloaded", "m2", "limit_m"] {
            assert_eq!(K::of_number(field), K::Count, "{field}");
        }
        for field in ["rate", "with_all_rate", "gini", "theil_between", "palma", "worst_decile"] {
            assert_eq!(K::of_number(field), K::Ratio, "{field}");
        }
        for field in ["mean", "mean_functions", "m2_per_1000", "need_per_resident", "unheard_of"] {
            assert_eq!(K::of_number(field), K::Ratio, "{field}");
        }
        assert_eq!(K::of_number("p90"), K::Minutes);
    }
}
