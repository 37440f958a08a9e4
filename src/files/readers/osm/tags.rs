//! What a tag makes of an object: its layer, whether it is walked on, whether it is in the way, and what
//! service it is.

use std::collections::HashMap;

use super::LAYERS;

/// What an object is to us, by its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    Buildings,
    Streets,
    Facilities,
    Barriers,
}

impl Theme {
    pub fn of_layer(layer: &str) -> Option<Self> {
        [Self::Buildings, Self::Streets, Self::Facilities, Self::Barriers]
            .into_iter()
            .zip(LAYERS)
            .find_map(|(theme, name)| (name == layer).then_some(theme))
    }

    pub fn takes(self, tags: &Tags) -> bool {
        match self {
            Self::Buildings => tags.get("building").is_some_and(|value| value != "no"),
            Self::Streets => is_walkable(tags),
            Self::Facilities => function_of(tags).is_some(),
            Self::Barriers => is_barrier(tags),
        }
    }

    /// The tags kept as columns.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Buildings => &[
                "name",
                "building",
                "building:levels",
                "height",
                "building:flats",
                "amenity",
                "addr:housenumber",
                "addr:street",
            ],
            Self::Streets => &[
                "name", "highway", "foot", "access", "bridge", "tunnel", "layer", "level",
                "footway", "crossing", "surface", "width", "incline",
            ],
            Self::Facilities => &[
                "name",
                "amenity",
                "leisure",
                "healthcare",
                "social_facility",
                "social_facility:for",
                "office",
                "shop",
                "opening_hours",
                "operator",
                "addr:housenumber",
                "addr:street",
            ],
            Self::Barriers => &[
                "name", "waterway", "natural", "water", "railway", "barrier", "bridge", "tunnel",
                "layer",
            ],
        }
    }

    /// Whether a closed way is an area rather than a line.
    pub fn is_area(self, tags: &Tags) -> bool {
        match self {
            Self::Buildings | Self::Facilities => true,
            Self::Streets => false,
            Self::Barriers => {
                tags.get("natural").is_some() || tags.get("waterway") == Some("riverbank")
            }
        }
    }
}

/// What is written about an object.
pub(super) struct Tags(HashMap<String, String>);

impl Tags {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

pub(super) fn owned<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> Tags {
    Tags(tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

/// Ways that carry people on foot, or may: motorways, works and what is only planned are left out.
fn is_walkable(tags: &Tags) -> bool {
    let Some(highway) = tags.get("highway") else { return false };
    let never = [
        "motorway",
        "motorway_link",
        "construction",
        "proposed",
        "planned",
        "abandoned",
        "razed",
        "raceway",
        "bus_guideway",
        "platform",
        "rest_area",
        "services",
    ];
    let foot = tags.get("foot");
    let open = foot.is_some_and(|foot| matches!(foot, "yes" | "designated" | "permissive"));
    let closed = foot.is_some_and(|foot| matches!(foot, "no" | "private"));
    let shut = tags.get("access").is_some_and(|access| matches!(access, "no" | "private"));
    !never.contains(&highway) && !closed && (open || !shut)
}

fn is_barrier(tags: &Tags) -> bool {
    let rail = tags.get("railway").is_some_and(|railway| {
        matches!(railway, "rail" | "light_rail" | "subway" | "narrow_gauge" | "tram")
    });
    let under = tags.get("tunnel").is_some_and(|tunnel| tunnel != "no");
    let water = tags.get("natural") == Some("water")
        || tags
            .get("waterway")
            .is_some_and(|waterway| matches!(waterway, "river" | "riverbank" | "canal" | "stream"));
    let wall = tags.get("barrier").is_some_and(|barrier| {
        matches!(barrier, "wall" | "fence" | "city_wall" | "retaining_wall")
    });
    (!under && (rail || water)) || wall
}

/// The value that says what service an object is, where it is one of the community's.
pub(super) fn function_of(tags: &Tags) -> Option<&str> {
    let services = [
        ("social_facility", &["nursing_home", "assisted_living", "day_care"][..]),
        (
            "amenity",
            &[
                "clinic",
                "doctors",
                "community_centre",
                "nursing_home",
                "social_facility",
                "kindergarten",
                "childcare",
                "library",
                "arts_centre",
                "canteen",
            ],
        ),
        ("healthcare", &["clinic", "doctor", "centre"]),
        ("leisure", &["fitness_centre", "fitness_station", "sports_centre", "playground"]),
        ("shop", &["laundry", "dry_cleaning"]),
        ("office", &["employment_agency"]),
    ];
    services.iter().find_map(|(key, values)| {
        let value = tags.get(key)?;
        values.contains(&value).then_some(match (*key, value) {
            ("social_facility", _) => "nursing_home",
            ("healthcare", _) => "clinic",
            _ => value,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        owned(pairs.iter().copied())
    }

    #[test]
    fn what_is_walked_on_is_told_by_its_tags() {
        assert!(is_walkable(&tags(&[("highway", "residential")])));
        assert!(is_walkable(&tags(&[
            ("highway", "service"),
            ("access", "private"),
            ("foot", "yes")
        ])));
        assert!(!is_walkable(&tags(&[("highway", "motorway"), ("foot", "yes")])));
        assert!(!is_walkable(&tags(&[("highway", "path"), ("foot", "no")])));
        assert!(!is_walkable(&tags(&[("highway", "service"), ("access", "private")])));
        assert!(!is_walkable(&tags(&[("building", "yes")])));
    }

    #[test]
    fn a_railway_in_a_tunnel_is_no_barrier() {
        assert!(is_barrier(&tags(&[("railway", "rail")])));
        assert!(!is_barrier(&tags(&[("railway", "subway"), ("tunnel", "yes")])));
        assert!(is_barrier(&tags(&[("natural", "water")])));
    }

    #[test]
    fn services_get_the_words_of_the_standard() {
        assert_eq!(
            function_of(&tags(&[
                ("amenity", "social_facility"),
                ("social_facility", "nursing_home")
            ])),
            Some("nursing_home")
        );
        assert_eq!(function_of(&tags(&[("healthcare", "doctor")])), Some("clinic"));
        assert_eq!(function_of(&tags(&[("amenity", "bench")])), None);
    }
}
