//! The map as a drawing: what is shown where, in which colour and with which sign.
//!
//! The ground is painted into an image, the same for window, picture file and print; signs and names
//! are drawn over it through [`Canvas`]. Nothing here knows egui; the window's canvas lives in
//! `ui::map`.

mod camera;
mod canvas;
mod content;
mod furniture;
mod graticule;
mod ground;
mod labels;
mod legend;
mod map;
mod markers;
mod picture;
mod reach;
mod symbology;
mod theme;

pub use camera::{Camera, ScreenPoint};
pub use canvas::{Align, Canvas, Stroke, TextStyle};
pub use content::{Emphasis, MapContent, MapLayers, Subject};
pub use ground::{GroundImage, GroundIndex, Pixel};
pub use map::{paint_furniture, paint_map, paint_scale_and_north};
pub use markers::{MARKER_RADIUS, MarkerSign};
pub use picture::{PictureError, PictureRequest, SignPicture, render_png};
pub use symbology::{
    BuildingIndicator, BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, MapKey, Surface,
    Symbology, UnitIndicator, UnitSymbology,
};
pub use theme::{Palette, Rgba, ThemeChoice, Toning};

/// The embedded font for Chinese and Latin text, a subset of Noto Sans SC (OFL 1.1).
pub const FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular-subset.ttf");
