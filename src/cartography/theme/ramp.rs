//! Colour ramps: five stops, divided into as many classes as a map has.

use super::Rgba;

/// Colours from low to high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ramp(pub [Rgba; 5]);

impl Ramp {
    pub(super) const fn hex(stops: [u32; 5]) -> Self {
        let [a, b, c, d, e] = stops;
        Self([Rgba::hex(a), Rgba::hex(b), Rgba::hex(c), Rgba::hex(d), Rgba::hex(e)])
    }

    /// The colours of so many classes, evenly along the ramp.
    pub fn classes(&self, count: usize) -> Vec<Rgba> {
        let last = count.saturating_sub(1).max(1) as f32;
        (0..count).map(|class| self.at(class as f32 / last)).collect()
    }

    /// The colour at a share of the way from low to high.
    fn at(&self, share: f32) -> Rgba {
        let stops = self.0.len() - 1;
        let place = share.clamp(0.0, 1.0) * stops as f32;
        let from = (place as usize).min(stops - 1);
        let between = place - from as f32;
        let (low, high) = (oklab(self.0[from]), oklab(self.0[from + 1]));
        let mixed = [0, 1, 2].map(|axis| low[axis] + (high[axis] - low[axis]) * between);
        of_oklab(mixed)
    }
}

pub(super) fn to_linear(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn of_linear(value: f32) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let curved =
        if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (curved * 255.0).round() as u8
}

/// Oklab (Ottosson 2020): lightness and two axes of colour in which even steps look even.
fn oklab(color: Rgba) -> [f32; 3] {
    let [r, g, b] = [color.r, color.g, color.b].map(to_linear);
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn of_oklab([lightness, a, b]: [f32; 3]) -> Rgba {
    let cube = |value: f32| value * value * value;
    let l = cube(lightness + 0.396_337_78 * a + 0.215_803_76 * b);
    let m = cube(lightness - 0.105_561_346 * a - 0.063_854_17 * b);
    let s = cube(lightness - 0.089_484_18 * a - 1.291_485_5 * b);
    Rgba {
        r: of_linear(4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s),
        g: of_linear(-1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s),
        b: of_linear(-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s),
        a: 255,
    }
}

#[cfg(test)]
mod tests {
    use crate::cartography::{Palette, ThemeChoice};

    #[test]
    fn five_classes_have_the_colours_of_the_stops() {
        let ramp = Palette::of(ThemeChoice::Light).rate_ramp;
        for (class, stop) in ramp.classes(5).into_iter().zip(ramp.0) {
            for (channel, wanted) in [(class.r, stop.r), (class.g, stop.g), (class.b, stop.b)] {
                assert!(channel.abs_diff(wanted) <= 1, "{class:?} {stop:?}");
            }
        }
    }
}
