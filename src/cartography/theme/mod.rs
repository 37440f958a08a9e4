//! Colours by meaning. The only place with literal colours, which stand in `palettes`; each meaning
//! has exactly one. `ramp` divides a ramp into as many classes as are asked for.

mod palettes;
mod ramp;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::layers::{BuildingUse, StreetClass};
use crate::study::{Facility, SCENARIO_COLORS};

pub use ramp::Ramp;

/// A unit whose rate moves by less than this many percentage points counts as unchanged.
pub const VISIBLE_CHANGE_POINTS: f64 = 0.05;
/// From here on a change is a strong one.
pub const STRONG_CHANGE_POINTS: f64 = 10.0;

/// A colour, not premultiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgba {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    pub a: u8,
}

impl Rgba {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// So large a share of this colour, the rest of another; both are taken as opaque.
    pub(super) fn mixed_with(self, other: Self, share: f32) -> Self {
        let mixed = |own: u8, other: u8| {
            (f32::from(own) * share + f32::from(other) * (1.0 - share)).round() as u8
        };
        Self {
            r: mixed(self.r, other.r),
            g: mixed(self.g, other.g),
            b: mixed(self.b, other.b),
            a: 255,
        }
    }

    /// The same colour, `opacity` between 0 and 1.
    pub fn with_opacity(self, opacity: f32) -> Self {
        Self { a: (f32::from(self.a) * opacity.clamp(0.0, 1.0)).round() as u8, ..self }
    }
}

/// How light a colour is, from 0 to 1, linear in light (WCAG 2).
fn luminance(color: Rgba) -> f32 {
    let [r, g, b] = [color.r, color.g, color.b].map(ramp::to_linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// How an area is filled: with a colour, and with lines over it where its meaning must be told without
/// colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    pub color: Rgba,
    pub hatch: Option<Rgba>,
}

impl From<Rgba> for Fill {
    fn from(color: Rgba) -> Self {
        Self { color, hatch: None }
    }
}

/// How the colours of a basemap's tiles are weakened. Both are shares from 0 to 1, chosen by eye.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Toning {
    /// How much is seen of the tiles; the rest is the ground's own colour.
    pub strength: f32,
    /// How much of their colours is left; the rest is grey.
    pub saturation: f32,
}

/// How the map is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    Light,
    Dark,
    /// For paper: white ground, and covered and uncovered apart in grey as well.
    Print,
}

/// The colours of a theme, by meaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// Homes that are reached and homes that are not: apart in lightness, from each other and from
    /// [`uninhabited`](Self::uninhabited), for grey copies and colour blindness.
    pub covered: Rgba,
    pub uncovered: Rgba,
    pub better: Rgba,
    pub worse: Rgba,
    pub hypothetical: Rgba,
    pub existing: Rgba,
    /// Existing facilities of other functions than the one shown.
    pub quiet: Rgba,
    pub candidate: Rgba,
    /// Over what a presenter does not speak of.
    pub shade: Rgba,
    /// Text that warns.
    pub warning: Rgba,
    pub selection: Rgba,
    /// Ground outside all units.
    pub ground: Rgba,
    /// How a basemap is made quiet, so that the data stay in front.
    pub basemap: Toning,
    pub water: Rgba,
    pub street: Rgba,
    /// Streets by class, in the order of [`StreetClass::ALL`](crate::layers::StreetClass::ALL).
    pub streets: [Rgba; 4],
    pub railway: Rgba,
    pub wall: Rgba,
    pub unit_border: Rgba,
    /// Buildings in which nobody lives.
    pub uninhabited: Rgba,
    pub text: Rgba,
    pub weak_text: Rgba,
    /// Behind text and signs on the map; also the ground of the hover card.
    pub paper: Rgba,
    /// The ground of the legend: on paper nothing shines through it.
    pub legend: Rgba,
    pub panel: Rgba,
    pub separator: Rgba,
    /// Units without residents.
    pub no_rate: Rgba,
    /// Places that are farther from a facility than the last walk circle.
    pub beyond_rings: Rgba,
    /// Over the homes that are not reached, where colour may be lost.
    pub hatch: Option<Rgba>,
    /// From low to high. Lightness falls (in dark: rises) steadily along each of them, so that the
    /// order survives a grey copy and colour blindness.
    pub rate_ramp: Ramp,
    /// People without a service.
    pub need_ramp: Ramp,
    /// People, whether served or not: below buildings, and as the colour of buildings.
    pub people_ramp: Ramp,
    pub home_ramp: Ramp,
    /// What a facility would add.
    pub gain_ramp: Ramp,
    /// Facilities within a building's reach, from one on.
    pub choice_ramp: Ramp,
    /// Units by rate (columns) and residents (rows), both from low to high. The more people are without
    /// the service, the darker (in dark: the lighter), so that all nine differ in grey.
    pub rate_and_residents: [[Rgba; 3]; 3],
    /// Buildings by use, in the order of [`BuildingUse::ALL`](crate::layers::BuildingUse::ALL).
    pub uses: [Rgba; 7],
    /// Homes gained, lost, reached in both scenarios and in neither. Apart in lightness too, for
    /// grey copies, and in blue and orange, for colour blindness.
    pub gained: Rgba,
    pub lost: Rgba,
    pub reached_in_both: Rgba,
    pub reached_in_neither: Rgba,
    /// Units from a strong loss over no change to a strong gain. A gain is as dark as a loss of the same
    /// size in a grey copy: `loss_hatch` tells them apart.
    pub change_ramp: Ramp,
    /// Colours of things told apart by kind, always beside a letter. The same in every theme.
    pub categories: [Rgba; 12],
    /// Over the units that lose.
    pub loss_hatch: Rgba,
    /// One colour per scenario, to tell them apart in lists; always beside the name.
    pub scenarios: [Rgba; SCENARIO_COLORS as usize],
}

impl Palette {
    pub fn of(theme: ThemeChoice) -> Self {
        match theme {
            ThemeChoice::Light => Self::light(),
            ThemeChoice::Dark => Self::dark(),
            ThemeChoice::Print => Self::print(),
        }
    }

    /// How units are filled from a strong loss over no change to a strong gain: losses are hatched, in every
    /// theme, so that a copy without colours tells the sign.
    pub fn change_fills(&self) -> [Fill; 5] {
        let [strong_loss, loss, same, gain, strong_gain] = self.change_ramp.0.map(Fill::from);
        let hatched = |fill: Fill| Fill { hatch: Some(self.loss_hatch), ..fill };
        [hatched(strong_loss), hatched(loss), same, gain, strong_gain]
    }

    /// How a unit is filled whose rate changes by percentage points; `None` where nobody lives.
    pub fn points(&self, points: Option<f64>) -> Fill {
        let Some(points) = points else { return self.no_rate.into() };
        let [strong_loss, loss, same, gain, strong_gain] = self.change_fills();
        match points {
            p if p <= -STRONG_CHANGE_POINTS => strong_loss,
            p if p <= -VISIBLE_CHANGE_POINTS => loss,
            p if p >= STRONG_CHANGE_POINTS => strong_gain,
            p if p >= VISIBLE_CHANGE_POINTS => gain,
            _ => same,
        }
    }

    /// The colour of a facility's circles.
    pub fn of_origin(&self, facility: &Facility) -> Rgba {
        if facility.is_planned() { self.hypothetical } else { self.existing }
    }

    /// The colour of what is planned, as strong as a share says; the rest is paper.
    pub fn planned_shade(&self, share: f32) -> Rgba {
        self.hypothetical.mixed_with(self.paper, share)
    }

    /// The colour of a kind of things, by its number.
    pub fn category(&self, number: usize) -> Rgba {
        self.categories[number % self.categories.len()]
    }

    /// The colour for letters on a ground: text or paper, whichever stands out more.
    pub fn ink_on(&self, ground: Rgba) -> Rgba {
        let [text, paper, ground] = [self.text, self.paper, ground].map(luminance);
        let contrast = |ink: f32| (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05);
        if contrast(text) >= contrast(paper) { self.text } else { self.paper }
    }

    /// The colour of a scenario.
    pub fn scenario(&self, color: u8) -> Rgba {
        self.scenarios[usize::from(color) % self.scenarios.len()]
    }

    /// The colours of the walk circles, the nearest first.
    pub fn minutes(&self) -> [Rgba; 3] {
        let [_, far, middle, _, near] = self.rate_ramp.0;
        [near, middle, far]
    }

    /// The colours of streets within reach, the nearest first: lines need more strength than areas.
    pub fn reached_streets(&self) -> [Rgba; 3] {
        [1.0, 0.62, 0.34].map(|share| self.selection.mixed_with(self.paper, share))
    }

    /// The colour of a street's class.
    pub fn of_street(&self, class: StreetClass) -> Rgba {
        let position = StreetClass::ALL.iter().position(|other| *other == class);
        position.map_or(self.street, |position| self.streets[position])
    }

    /// The colour of a building's use.
    pub fn of_use(&self, kind: BuildingUse) -> Rgba {
        let position = BuildingUse::ALL.iter().position(|other| *other == kind);
        position.map_or(self.uninhabited, |position| self.uses[position])
    }
}
