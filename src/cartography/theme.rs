//! Colours by meaning. The only place with literal colours; each meaning has exactly one.

use serde::{Deserialize, Serialize};

use crate::analysis::ReachChange;
use crate::study::{Facility, SCENARIO_COLORS};

/// A unit whose rate moves by less than this many percentage points counts as unchanged.
pub const VISIBLE_CHANGE_POINTS: f64 = 0.05;
/// From here on a change is a strong one.
pub const STRONG_CHANGE_POINTS: f64 = 10.0;

/// A colour, not premultiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// The same colour, `opacity` between 0 and 1.
    pub fn with_opacity(self, opacity: f32) -> Self {
        Self { a: (f32::from(self.a) * opacity.clamp(0.0, 1.0)).round() as u8, ..self }
    }
}

/// How the map is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    Light,
    Dark,
    /// For paper: white ground, and covered and uncovered apart in grey as well.
    Print,
}

/// How the colours of a basemap's tiles are weakened. Both are shares from 0 to 1, chosen by eye.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Toning {
    /// How much is seen of the tiles; the rest is the ground's own colour.
    pub strength: f32,
    /// How much of their colours is left; the rest is grey.
    pub saturation: f32,
}

/// The colours of a theme, by meaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    pub covered: Rgba,
    pub uncovered: Rgba,
    pub better: Rgba,
    pub worse: Rgba,
    pub hypothetical: Rgba,
    pub existing: Rgba,
    /// Existing facilities of other functions than the one shown.
    pub quiet: Rgba,
    pub candidate: Rgba,
    /// Text that warns.
    pub warning: Rgba,
    pub selection: Rgba,
    /// Ground outside all units.
    pub ground: Rgba,
    pub water: Rgba,
    pub street: Rgba,
    pub railway: Rgba,
    pub wall: Rgba,
    pub unit_border: Rgba,
    /// Buildings in which nobody lives.
    pub uninhabited: Rgba,
    pub text: Rgba,
    pub weak_text: Rgba,
    /// Behind text and signs on the map; also the ground of legend and hover card.
    pub paper: Rgba,
    pub panel: Rgba,
    pub separator: Rgba,
    /// Units without residents.
    pub no_rate: Rgba,
    /// Rates from low to high, in equal classes. Lightness falls (in dark: rises) steadily, so
    /// that the order survives a grey copy and colour blindness.
    pub rate_ramp: [Rgba; 5],
    /// Homes gained, lost, reached in both scenarios and in neither. Apart in lightness too, for
    /// grey copies, and in blue and orange, for colour blindness.
    pub gained: Rgba,
    pub lost: Rgba,
    pub reached_in_both: Rgba,
    pub reached_in_neither: Rgba,
    /// Units from a strong loss over no change to a strong gain.
    pub change_ramp: [Rgba; 5],
    /// How a basemap is made quiet, so that the data stay in front.
    pub basemap: Toning,
    /// One colour per scenario, to tell them apart in lists; always beside the name.
    pub scenarios: [Rgba; SCENARIO_COLORS as usize],
}

/// The colours of scenarios, the same in every theme.
const SCENARIO_PALETTE: [Rgba; SCENARIO_COLORS as usize] = [
    Rgba::hex(0x4477AA),
    Rgba::hex(0xEE7733),
    Rgba::hex(0x228833),
    Rgba::hex(0xAA3377),
    Rgba::hex(0xCCBB44),
    Rgba::hex(0x66CCEE),
    Rgba::hex(0x997700),
    Rgba::hex(0xBB5566),
];

impl Palette {
    pub fn of(theme: ThemeChoice) -> Self {
        match theme {
            ThemeChoice::Light => Self::light(),
            ThemeChoice::Dark => Self::dark(),
            ThemeChoice::Print => Self {
                ground: Rgba::hex(0xFFFFFF),
                covered: Rgba::hex(0x0B6365),
                uncovered: Rgba::hex(0xF4A27F),
                ..Self::light()
            },
        }
    }

    fn light() -> Self {
        Self {
            covered: Rgba::hex(0x0F8B8D),
            uncovered: Rgba::hex(0xE4572E),
            better: Rgba::hex(0x2E7D32),
            worse: Rgba::hex(0xB3261E),
            hypothetical: Rgba::hex(0x6C4AB6),
            existing: Rgba::hex(0x37474F),
            quiet: Rgba::hex(0x7D888D),
            candidate: Rgba::hex(0xC98A00),
            warning: Rgba::hex(0x8A5300),
            selection: Rgba::hex(0x1565C0),
            ground: Rgba::hex(0xF4F3EF),
            water: Rgba::hex(0xC4DCEB),
            street: Rgba::hex(0xFFFFFF),
            railway: Rgba::hex(0x8A8F94),
            wall: Rgba::hex(0xB9B3A8),
            unit_border: Rgba::hex(0x7C8A90),
            uninhabited: Rgba::hex(0xC9C7C1),
            text: Rgba::hex(0x1F2A30),
            weak_text: Rgba::hex(0x5A676E),
            paper: Rgba::hex(0xFFFFFF),
            panel: Rgba::hex(0xFAFAF8),
            separator: Rgba::hex(0xDDDDD8),
            no_rate: Rgba::hex(0xE9E8E4),
            rate_ramp: [
                Rgba::hex(0xF5F3E9),
                Rgba::hex(0xE2ECE2),
                Rgba::hex(0xC9E1DA),
                Rgba::hex(0xAED4CF),
                Rgba::hex(0x92C6C3),
            ],
            gained: Rgba::hex(0x0B4F8A),
            lost: Rgba::hex(0xE8842A),
            reached_in_both: Rgba::hex(0xB9D6D3),
            reached_in_neither: Rgba::hex(0xECE9E1),
            change_ramp: [
                Rgba::hex(0xF3C08C),
                Rgba::hex(0xFAE2C6),
                Rgba::hex(0xF7F6F2),
                Rgba::hex(0xCBDBEA),
                Rgba::hex(0x93B6D6),
            ],
            basemap: Toning { strength: 0.6, saturation: 0.5 },
            scenarios: SCENARIO_PALETTE,
        }
    }

    fn dark() -> Self {
        Self {
            covered: Rgba::hex(0x3FC1C0),
            uncovered: Rgba::hex(0xFF8A5C),
            better: Rgba::hex(0x81C784),
            worse: Rgba::hex(0xF2857D),
            hypothetical: Rgba::hex(0xB39DFF),
            existing: Rgba::hex(0xCFD8DC),
            quiet: Rgba::hex(0x7F8B91),
            candidate: Rgba::hex(0xFFC94D),
            warning: Rgba::hex(0xFFC94D),
            selection: Rgba::hex(0x64B5F6),
            ground: Rgba::hex(0x14191C),
            water: Rgba::hex(0x1E3442),
            street: Rgba::hex(0x39444A),
            railway: Rgba::hex(0x6E777C),
            wall: Rgba::hex(0x4A5257),
            unit_border: Rgba::hex(0x78868D),
            uninhabited: Rgba::hex(0x49525A),
            text: Rgba::hex(0xE8EDEF),
            weak_text: Rgba::hex(0xA3AFB5),
            paper: Rgba::hex(0x20272B),
            panel: Rgba::hex(0x1B2125),
            separator: Rgba::hex(0x333C41),
            no_rate: Rgba::hex(0x23292D),
            rate_ramp: [
                Rgba::hex(0x22292C),
                Rgba::hex(0x22393B),
                Rgba::hex(0x234B4C),
                Rgba::hex(0x255E5F),
                Rgba::hex(0x287374),
            ],
            gained: Rgba::hex(0x6DB6F5),
            lost: Rgba::hex(0xD9772B),
            reached_in_both: Rgba::hex(0x3B5A5C),
            reached_in_neither: Rgba::hex(0x2C3438),
            change_ramp: [
                Rgba::hex(0x6B4526),
                Rgba::hex(0x45362A),
                Rgba::hex(0x22292C),
                Rgba::hex(0x24394B),
                Rgba::hex(0x2A5273),
            ],
            basemap: Toning { strength: 0.2, saturation: 0.6 },
            scenarios: SCENARIO_PALETTE,
        }
    }

    /// The colour of a home whose reach changes between scenarios.
    pub fn reach_change(&self, change: ReachChange) -> Rgba {
        match change {
            ReachChange::Gained => self.gained,
            ReachChange::Lost => self.lost,
            ReachChange::Both => self.reached_in_both,
            ReachChange::Neither => self.reached_in_neither,
        }
    }

    /// The colour of a change in percentage points; `None` where nobody lives.
    pub fn points(&self, points: Option<f64>) -> Rgba {
        let Some(points) = points else { return self.no_rate };
        let [strong_loss, loss, same, gain, strong_gain] = self.change_ramp;
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

    /// The colour of a scenario.
    pub fn scenario(&self, color: u8) -> Rgba {
        self.scenarios[usize::from(color) % self.scenarios.len()]
    }

    /// The colour of a rate between 0 and 1; `None` where nobody lives.
    pub fn rate(&self, rate: Option<f64>) -> Rgba {
        let Some(rate) = rate else { return self.no_rate };
        let classes = self.rate_ramp.len();
        let class = (rate.clamp(0.0, 1.0) * classes as f64) as usize;
        self.rate_ramp[class.min(classes - 1)]
    }
}
