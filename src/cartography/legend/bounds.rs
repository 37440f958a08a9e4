//! The bounds of classes as texts: as many digits as planners read, and as tell bounds apart.

use crate::cartography::symbology::Breaks;
use crate::numbers;

/// The classes of whole numbers of facilities: those with one number are named by it.
pub(super) fn whole_classes(breaks: &Breaks) -> Vec<String> {
    let bounds = breaks.bounds();
    let last = breaks.classes() - 1;
    let name = |class: usize| {
        let (from, below) = (bounds[class].ceil(), bounds[class + 1].ceil());
        match class {
            _ if class == last && bounds[class] < bounds[class + 1] => format!("≥ {from:.0}"),
            _ if class == last => format!("{from:.0}"),
            _ if below - from <= 1.0 => format!("{from:.0}"),
            _ => format!("{from:.0}–{:.0}", below - 1.0),
        }
    };
    (0..breaks.classes()).map(name).collect()
}

pub(super) fn class_names(breaks: &Breaks, number: NumberText) -> Vec<String> {
    let texts = bound_texts(breaks, number);
    let bounds = breaks.bounds();
    let is_single = |class: usize| bounds[class] >= bounds[class + 1];
    let name = |class: usize| match (&texts[class], &texts[class + 1]) {
        (value, _) if is_single(class) => value.clone(),
        // A class of its own follows for the upper bound.
        (from, to) if class + 2 < bounds.len() && is_single(class + 1) => format!("{from} – <{to}"),
        (from, to) => format!("{from} – {to}"),
    };
    (0..breaks.classes()).map(name).collect()
}

/// Writes a number with so many digits behind the point more than usual.
pub(super) type NumberText = fn(f64, usize) -> String;

/// The bounds as texts, with as many digits as tell them apart.
pub(super) fn bound_texts(breaks: &Breaks, number: NumberText) -> Vec<String> {
    const MOST_DIGITS: usize = 4;
    let bounds = breaks.bounds();
    let texts = |digits: usize| -> Vec<String> {
        bounds.iter().map(|bound| number(*bound, digits)).collect()
    };
    let differ = |texts: &Vec<String>| {
        let pairs = bounds.windows(2).zip(texts.windows(2));
        pairs.into_iter().all(|(bounds, texts)| bounds[0] == bounds[1] || texts[0] != texts[1])
    };
    (0..MOST_DIGITS).map(texts).find(differ).unwrap_or_else(|| texts(MOST_DIGITS))
}

/// A share as percent, with digits behind the point only where they say something.
pub(super) fn percent(share: f64, more_digits: usize) -> String {
    let text = tenths(share * 100.0, more_digits);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn tenths(value: f64, more_digits: usize) -> String {
    let digits = 1 + more_digits;
    format!("{value:.digits$}")
}

/// A small number, such as a score from 0 to 1.
pub(super) fn hundredths(value: f64, more_digits: usize) -> String {
    tenths(value, 1 + more_digits)
}

/// A number of people: whole, but for the smallest and where whole ones cannot be told apart.
pub(super) fn count(value: f64, more_digits: usize) -> String {
    let is_whole = value.fract() == 0.0;
    if !is_whole && (value < 10.0 || more_digits > 0) {
        return tenths(value, more_digits);
    }
    numbers::thousands(value.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_facilities_are_whole() {
        let breaks = Breaks::rising(vec![0.0, 1.0, 2.0, 3.0, 4.0, 17.0]);
        assert_eq!(whole_classes(&breaks), ["0", "1", "2", "3", "≥ 4"]);
        let breaks = Breaks::rising(vec![0.0, 2.0, 5.5, 9.0]);
        assert_eq!(whole_classes(&breaks), ["0–1", "2–5", "≥ 6"]);
    }

    #[test]
    fn bounds_are_written_as_planners_read_them() {
        assert_eq!([0.2, 0.142_857, 1.0].map(|share| percent(share, 0)), ["20", "14.3", "100"]);
        assert_eq!([12_345.6, 2.5, 0.0].map(|value| count(value, 0)), ["12,346", "2.5", "0"]);
    }

    #[test]
    fn bounds_that_differ_are_written_differently() {
        let breaks = Breaks::rising(vec![0.9991, 0.9994, 1.0]);
        assert_eq!(bound_texts(&breaks, percent), ["99.91", "99.94", "100"]);
        let breaks = Breaks::rising(vec![40.2, 40.4, 41.0]);
        assert_eq!(class_names(&breaks, count), ["40.20 – 40.40", "40.40 – 41"]);
    }

    #[test]
    fn a_class_of_one_value_is_named_once() {
        let breaks = Breaks::rising(vec![0.0, 0.5, 1.0, 1.0]);
        assert_eq!(class_names(&breaks, percent), ["0 – 50", "50 – <100", "100"]);
    }
}
