//! What is left of colours in grey copies and to the colour-blind.

use super::ramp::to_linear;
use super::{Palette, Ramp, Rgba, ThemeChoice};

const THEMES: [ThemeChoice; 3] = [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Print];

/// How light a colour is in percent, as CIE 1976 has it.
#[derive(Clone, Copy)]
enum Eye {
    GreyCopy,
    WithoutRedCones,
    WithoutGreenCones,
}

impl Eye {
    const ALL: [Self; 3] = [Self::GreyCopy, Self::WithoutRedCones, Self::WithoutGreenCones];

    fn lightness(self, color: Rgba) -> f32 {
        let [r, g, b] = [color.r, color.g, color.b].map(to_linear);
        // Viénot, Brettel and Mollon 1999: red and green are seen as one mixture of both.
        let mixed = |red: f32| [red * r + (1.0 - red) * g; 2];
        let [r, g] = match self {
            Self::GreyCopy => [r, g],
            Self::WithoutRedCones => mixed(0.112_38),
            Self::WithoutGreenCones => mixed(0.292_75),
        };
        116.0 * (0.2126 * r + 0.7152 * g + 0.0722 * b).cbrt() - 16.0
    }
}

fn ramps(palette: &Palette) -> [(&'static str, Ramp); 6] {
    [
        ("rate", palette.rate_ramp),
        ("need", palette.need_ramp),
        ("people", palette.people_ramp),
        ("homes", palette.home_ramp),
        ("gain", palette.gain_ramp),
        ("choices", palette.choice_ramp),
    ]
}

/// The least difference in lightness between any two of some colours.
fn least_difference(eye: Eye, colors: &[Rgba]) -> f32 {
    let mut seen: Vec<f32> = colors.iter().map(|color| eye.lightness(*color)).collect();
    seen.sort_by(f32::total_cmp);
    seen.windows(2).map(|pair| pair[1] - pair[0]).fold(f32::INFINITY, f32::min)
}

#[test]
fn the_order_of_each_ramp_survives_grey_copies_and_colour_blindness() {
    for theme in THEMES {
        for (name, ramp) in ramps(&Palette::of(theme)) {
            for (count, eye) in (3..=7).flat_map(|count| Eye::ALL.map(|eye| (count, eye))) {
                let seen: Vec<f32> =
                    ramp.classes(count).into_iter().map(|color| eye.lightness(color)).collect();
                let rises = seen[0] < seen[count - 1];
                assert_eq!(rises, theme == ThemeChoice::Dark, "{name} {theme:?}");
                let steps = seen.windows(2).map(|pair| (pair[1] - pair[0]).abs());
                let is_ordered = seen.windows(2).all(|pair| (pair[0] < pair[1]) == rises);
                assert!(is_ordered, "{name} {theme:?}: {seen:?}");
                let least = steps.fold(f32::INFINITY, f32::min);
                assert!(least * count as f32 > 9.0, "{name} {theme:?}: {seen:?}");
            }
        }
    }
}

#[test]
fn homes_that_are_reached_and_those_that_are_not_differ_in_grey() {
    for (theme, eye) in THEMES.into_iter().flat_map(|theme| Eye::ALL.map(|eye| (theme, eye))) {
        let Palette { covered, uncovered, uninhabited, choice_ramp, .. } = Palette::of(theme);
        let least = least_difference(eye, &[covered, uncovered, uninhabited]);
        assert!(least > 8.0, "{theme:?}: {least}");
        if matches!(eye, Eye::GreyCopy) {
            assert!(least > 14.0, "{theme:?}: {least}");
            // Who reaches none is not between the classes of those who reach some.
            let step = eye.lightness(choice_ramp.0[0]) - eye.lightness(uncovered);
            let step = if theme == ThemeChoice::Dark { step } else { -step };
            assert!(step > 6.0, "{theme:?}: {step}");
        }
    }
}

#[test]
fn the_classes_of_a_difference_differ_in_grey() {
    for theme in THEMES {
        let Palette { gained, lost, reached_in_both, reached_in_neither, .. } = Palette::of(theme);
        let colors = [gained, lost, reached_in_both, reached_in_neither];
        let least = least_difference(Eye::GreyCopy, &colors);
        assert!(least > 7.0, "{theme:?}: {least}");
    }
}

#[test]
fn a_loss_is_told_from_a_gain_of_the_same_size_in_a_grey_copy() {
    for (theme, eye) in THEMES.into_iter().flat_map(|theme| Eye::ALL.map(|eye| (theme, eye))) {
        let fills = Palette::of(theme).change_fills();
        assert!(fills[2..].iter().all(|fill| fill.hatch.is_none()), "gains are plain");
        for loss in &fills[..2] {
            let hatch = loss.hatch.expect("losses are hatched");
            let contrast = eye.lightness(hatch) - eye.lightness(loss.color);
            assert!(contrast.abs() > 20.0, "{theme:?}: {contrast}");
        }
        // Strong and weak changes differ in lightness, on either side.
        for [weak, strong] in [[1, 0], [3, 4]] {
            let step = eye.lightness(fills[weak].color) - eye.lightness(fills[strong].color);
            assert!(step.abs() > 6.0, "{theme:?}: {step}");
        }
    }
}

#[test]
fn units_by_rate_and_residents_are_in_the_order_of_need_in_grey() {
    for theme in THEMES {
        let rows = Palette::of(theme).rate_and_residents;
        let by_need = rows.into_iter().flat_map(|row| row.into_iter().rev());
        let seen: Vec<f32> = by_need.map(|color| Eye::GreyCopy.lightness(color)).collect();
        let rises = theme == ThemeChoice::Dark;
        let steps = seen.windows(2).map(|pair| pair[1] - pair[0]);
        let steps: Vec<f32> = steps.map(|step| if rises { step } else { -step }).collect();
        assert!(steps.iter().all(|step| *step > 3.5), "{theme:?}: {seen:?}");
    }
}
