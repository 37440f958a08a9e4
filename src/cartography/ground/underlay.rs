//! The basemap below everything else: where its tiles lie in the working CRS, and how pale they are
//! there. Finding and joining tiles is left to [`basemap`](crate::basemap).

use crate::basemap::{Basemap, Mosaic, PARTS, PackedPixel, place_on_square};
use crate::cartography::{Camera, MapContent, Rgba, ScreenPoint};
use crate::geometry::{Crs, LonLat, Projector};

use super::band::Pixel;

/// Places are transformed so many pixels apart; between them the map is as good as straight.
const STEP: usize = 32;
/// Pixels around what is seen that are joined too, for what rounding does at the rim.
const RIM: i64 = 2;

/// A basemap under an image.
pub(super) struct Underlay<'a> {
    basemap: &'a Basemap,
    zoom: u8,
    /// Places of the image's pixels, [`STEP`] apart and row by row, in pixels of the zoom; none
    /// where Web Mercator ends.
    nodes: Vec<Option<[f64; 2]>>,
    nodes_across: usize,
    width: usize,
    toning: Mixing,
}

impl<'a> Underlay<'a> {
    /// Finds where the content's basemap lies under so many pixels that a camera sees. `None`
    /// without a basemap, and where it has nothing to show.
    pub fn of(
        content: &MapContent<'a>,
        camera: &Camera,
        scale: f32,
        [width, height]: [usize; 2],
    ) -> Option<Self> {
        let basemap = content.basemap?;
        let crs = &content.session.study().layers().crs;
        let (across, down) = (width.div_ceil(STEP) + 1, height.div_ceil(STEP) + 1);
        let mut nodes = places(camera, crs, scale, [across, down])?;
        let zoom = basemap.zoom_for(size_of_pixel(&nodes, [across, down])?)?;
        let pixels = (basemap.tile_side() as u64) << zoom;
        for place in nodes.iter_mut().flatten() {
            *place = place.map(|share| share * pixels as f64);
        }
        let toning = Mixing::of(content);
        Some(Self { basemap, zoom, nodes, nodes_across: across, width, toning })
    }

    /// Paints some rows over the plain ground. `first` is the number of the first one, a multiple of
    /// [`STEP`].
    pub fn paint(&self, first: usize, pixels: &mut [Pixel]) {
        let Some(mut mosaic) = self.mosaic(first, pixels.len() / self.width) else { return };
        // Fewer colours than there are pixels where tiles are enlarged, and in one straight run.
        mosaic.recolor(|tile| self.toning.mixed(tile));
        for (row, pixels) in pixels.chunks_mut(self.width).enumerate() {
            for (column, pixels) in pixels.chunks_mut(STEP).enumerate() {
                if let Some(mut run) = self.run(&mosaic, column, first + row) {
                    for pixel in pixels {
                        *pixel = mosaic.sample(run.at).to_le_bytes();
                        run.advance();
                    }
                }
            }
        }
    }

    /// The tiles below some rows, joined.
    fn mosaic(&self, first: usize, rows: usize) -> Option<Mosaic> {
        let rows = first / STEP..=(first + rows).div_ceil(STEP);
        let nodes = self.nodes.get(rows.start() * self.nodes_across..)?;
        let nodes = nodes.iter().take(rows.count() * self.nodes_across).flatten();
        let corner = |pick: fn(f64, f64) -> f64| {
            let both = |a: [f64; 2], b: [f64; 2]| [pick(a[0], b[0]), pick(a[1], b[1])];
            nodes.clone().copied().reduce(both)
        };
        let [left, top] = corner(f64::min)?.map(|at| at.floor() as i64 - RIM);
        let [right, bottom] = corner(f64::max)?.map(|at| at.ceil() as i64 + RIM);
        self.basemap.mosaic(self.zoom, left..right, top..bottom)
    }

    /// The pixels of a row between two nodes, as positions on the mosaic.
    fn run(&self, mosaic: &Mosaic, column: usize, row: usize) -> Option<Run> {
        let upper = row / STEP * self.nodes_across + column;
        let lower = upper + self.nodes_across;
        let down = ((row % STEP) as f64 + 0.5) / STEP as f64;
        let at = |upper: usize, lower: usize| {
            let (upper, lower) = (self.nodes[upper]?, self.nodes[lower]?);
            Some([0, 1].map(|axis| upper[axis] + (lower[axis] - upper[axis]) * down))
        };
        let (start, end) = (at(upper, lower)?, at(upper + 1, lower + 1)?);
        let step = [0, 1].map(|axis| (end[axis] - start[axis]) / STEP as f64);
        let middle = [0, 1].map(|axis| start[axis] + step[axis] / 2.0);
        let step = step.map(|step| (step * PARTS) as i64);
        Some(Run { at: mosaic.position(middle), step })
    }
}

/// A walk along a row.
struct Run {
    at: [i64; 2],
    step: [i64; 2],
}

impl Run {
    fn advance(&mut self) {
        self.at = [self.at[0] + self.step[0], self.at[1] + self.step[1]];
    }
}

/// Places of the image's pixels on the square of Web Mercator, [`STEP`] pixels apart.
fn places(
    camera: &Camera,
    crs: &Crs,
    scale: f32,
    [across, down]: [usize; 2],
) -> Option<Vec<Option<[f64; 2]>>> {
    let projector = Projector::new(crs, &Crs::wgs84()).ok()?;
    let place = |x: f64, y: f64| {
        let [lon, lat] = projector.convert([x, y]).ok()?;
        place_on_square(LonLat { lon, lat })
    };
    let upper_left = camera.world_from_screen(ScreenPoint { ..camera.origin });
    let step_m = STEP as f64 / f64::from(scale) * camera.metres_per_pixel;
    // Around the antimeridian the square goes on where it ends.
    let middle = place(camera.center.x, camera.center.y)?;
    let beside_middle = |[x, y]: [f64; 2]| [x - (x - middle[0]).round(), y];
    let nodes = (0..down).flat_map(|row| (0..across).map(move |column| (column, row)));
    let nodes = nodes.map(|(column, row)| {
        let x = upper_left.x + column as f64 * step_m;
        let y = upper_left.y - row as f64 * step_m;
        place(x, y).map(beside_middle)
    });
    Some(nodes.collect())
}

/// The part of the world's width that a pixel takes in the middle of the image.
fn size_of_pixel(nodes: &[Option<[f64; 2]>], [across, down]: [usize; 2]) -> Option<f64> {
    let left = down / 2 * across + (across / 2).max(1) - 1;
    let [from, to] = [*nodes.get(left)?, *nodes.get(left + 1)?];
    let (from, to) = (from?, to?);
    let size = (to[0] - from[0]).hypot(to[1] - from[1]) / STEP as f64;
    (size > 0.0).then_some(size)
}

/// How a tile's colours are mixed with the ground, in parts of 256: part of their own, part of the
/// grey of the same brightness, the rest of the ground. All sums fit into 16 bits, of which the
/// processor reckons many at once.
struct Mixing {
    own: u16,
    grey: u16,
    ground: [u16; 3],
}

impl Mixing {
    fn of(content: &MapContent) -> Self {
        let toning = content.palette.basemap;
        let parts = |share: f32| (share.clamp(0.0, 1.0) * 255.0).floor() as u16;
        let Rgba { r, g, b, .. } = content.palette.ground;
        Self {
            own: parts(toning.strength * toning.saturation),
            grey: parts(toning.strength * (1.0 - toning.saturation)),
            ground: [r, g, b].map(u16::from),
        }
    }

    #[inline]
    fn mixed(&self, tile: PackedPixel) -> PackedPixel {
        let [r, g, b, opacity] = tile.to_le_bytes().map(u16::from);
        // Brightness as in Rec. 601.
        let grey = (77 * r + 150 * g + 29 * b) >> 8;
        // From 0 to 256, so that opaque tiles hide as much of the ground as they are to.
        let opacity = opacity + (opacity >> 7);
        let rest = 256 - (((self.own + self.grey) * opacity) >> 8);
        let mixed = |channel: u16, ground: u16| {
            ((self.own * channel + self.grey * grey + rest * ground) >> 8) as u8
        };
        let [red, green, blue] = self.ground;
        u32::from_le_bytes([mixed(r, red), mixed(g, green), mixed(b, blue), 255])
    }
}
