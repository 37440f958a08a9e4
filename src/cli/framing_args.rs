//! The flags that say which part of a study a picture shows.

use crate::cartography::PictureView;
use crate::geometry::{Extent, LonLat, WorldPoint};
use crate::language::Message;
use crate::layers::LayerSet;

use super::failure::Failure;

/// A place and a scale, or a rectangle; the whole study if none is given.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Part of the map")]
pub(super) struct FramingArgs {
    /// Middle of the picture, as longitude,latitude in degrees or in metres of the study's CRS; goes
    /// with --scale or --metres-per-pixel
    #[arg(
        long,
        value_name = "LON,LAT",
        requires = "resolution",
        allow_hyphen_values = true,
        value_parser = numbers::<2>
    )]
    center: Option<[f64; 2]>,

    /// Scale of the picture around --center, at 96 pixels to the inch
    #[arg(
        long,
        value_name = "1:N",
        group = "resolution",
        requires = "center",
        value_parser = scale
    )]
    scale: Option<f64>,

    /// Metres that a pixel of the picture takes on the ground around --center
    #[arg(
        long,
        value_name = "METRES",
        group = "resolution",
        requires = "center",
        value_parser = resolution
    )]
    metres_per_pixel: Option<f64>,

    /// The rectangle shown, as west,south,east,north in degrees or in the study's CRS
    #[arg(
        long,
        alias = "bbox",
        value_name = "W,S,E,N",
        conflicts_with = "center",
        allow_hyphen_values = true,
        value_parser = numbers::<4>
    )]
    extent: Option<[f64; 4]>,
}

/// A room fills the picture, and a country does.
const SCALES: std::ops::RangeInclusive<f64> = 0.01..=2000.0;

/// Metres of a pixel where 96 of them make an inch, as screens and office programs have it.
const PIXEL_M: f64 = 0.0254 / 96.0;

fn resolution(text: &str) -> Result<f64, String> {
    let metres = text.parse().ok().filter(|metres| SCALES.contains(metres));
    metres.ok_or_else(|| format!("expected metres from {} to {}", SCALES.start(), SCALES.end()))
}

/// Metres per pixel of a scale such as 1:5000.
fn scale(text: &str) -> Result<f64, String> {
    let of_one = text.split_once([':', '：']).filter(|(one, _)| one.trim() == "1");
    let times = of_one.and_then(|(_, times)| times.replace([',', ' '], "").parse::<f64>().ok());
    let metres = times.map(|times| times * PIXEL_M).filter(|metres| SCALES.contains(metres));
    metres.ok_or_else(|| {
        let [most, least] = [SCALES.start(), SCALES.end()].map(|metres| (metres / PIXEL_M).round());
        format!("expected a scale from 1:{most} to 1:{least}, or give --metres-per-pixel")
    })
}

/// Numbers with commas between.
fn numbers<const COUNT: usize>(text: &str) -> Result<[f64; COUNT], String> {
    let number = |part: &str| part.trim().parse().ok().filter(|number: &f64| number.is_finite());
    let all: Option<Vec<f64>> = text.split([',', '，']).map(number).collect();
    let all = all.and_then(|all| all.try_into().ok());
    all.ok_or_else(|| format!("expected {COUNT} numbers with commas between"))
}

impl FramingArgs {
    /// What the picture shows of a study.
    pub fn view(&self, layers: &LayerSet) -> Result<PictureView, Failure> {
        if let Some([west, south, east, north]) = self.extent {
            if west >= east || south >= north {
                return Err(Failure::Usage(Message::new(
                    "--extent 的顺序是西、南、东、北：西应小于东，南应小于北",
                    "--extent is west,south,east,north: west is less than east, south than north",
                )));
            }
            let corners = [[west, south], [east, south], [east, north], [west, north]];
            let places: Option<Vec<_>> =
                corners.into_iter().map(|corner| place(layers, corner)).collect();
            let shown = places.and_then(Extent::of);
            let is_seen = |shown: &Extent| layers.extent().is_some_and(|all| all.touches(*shown));
            let shown = shown.filter(is_seen).ok_or_else(|| nothing_there("--extent", layers))?;
            return Ok(PictureView::Extent(shown));
        }
        let resolution = self.scale.or(self.metres_per_pixel);
        let (Some(center), Some(metres_per_pixel)) = (self.center, resolution) else {
            return Ok(PictureView::Study);
        };
        let is_near = |center: &WorldPoint| {
            layers.extent().is_some_and(|all| all.touches(Extent { min: *center, max: *center }))
        };
        let center = place(layers, center).filter(is_near);
        let center = center.ok_or_else(|| nothing_there("--center", layers))?;
        Ok(PictureView::Around { center, metres_per_pixel })
    }
}

/// A place given in the study's CRS, or in degrees where the numbers are as small as those are: no
/// plane of metres has its places there.
fn place(layers: &LayerSet, [x, y]: [f64; 2]) -> Option<WorldPoint> {
    let are_degrees = x.abs() <= 180.0 && y.abs() <= 90.0;
    if are_degrees {
        layers.place_of(LonLat { lon: x, lat: y })
    } else {
        Some(WorldPoint::new(x, y))
    }
}

/// That the numbers are not in the study, and where that is: they may be the wrong way round.
fn nothing_there(flag: &str, layers: &LayerSet) -> Failure {
    let extent = layers.extent();
    let around = extent.map_or_else(String::new, |Extent { min, max }| {
        let degrees =
            |at| layers.lonlat_of(at).map(|LonLat { lon, lat }| format!("{lon:.4},{lat:.4}"));
        let metres = format!("{:.0},{:.0},{:.0},{:.0}", min.x, min.y, max.x, max.y);
        match degrees(min).zip(degrees(max)) {
            Some((min, max)) => format!("{metres} ({}) / {min},{max}", layers.crs.code()),
            None => metres,
        }
    });
    Failure::Usage(Message::new(
        format!("{flag} 不在研究范围内；研究范围（西,南,东,北）：{around}"),
        format!("{flag} lies outside the study, which is (west,south,east,north): {around}"),
    ))
}
