//! The map as a drawing: what is shown where, in which colour and with which sign.
//!
//! The ground is painted into an image, the same for window, picture file and print; signs and names
//! are drawn over it through [`Canvas`]. Nothing here knows egui; the window's canvas lives in
//! `ui::map`.

mod callouts;
mod camera;
mod candidates;
mod canvas;
mod content;
mod division;
mod dots;
mod facility_look;
mod framing;
mod furniture;
mod graticule;
mod ground;
mod in_sight;
mod labels;
mod legend;
mod lines;
mod map;
mod markers;
mod paper;
mod picture;
mod reach;
mod reached_streets;
mod rendering;
mod stop_picture;
mod stop_view;
mod surface_field;
mod symbology;
mod text_picture;
mod theme;
mod unit_picture;
mod unit_values;

pub use callouts::{callout_corners, paint_callouts};
pub use camera::{Camera, Edges, ScreenPoint};
pub use candidates::CANDIDATE_HALF;
pub use canvas::{Align, BASELINE_EM, Canvas, Dot, Stroke, TextStyle, shortened};
pub use content::{Emphasis, MapContent, MapLayers, Subject};
pub use division::Division;
pub use framing::{PictureTitle, PictureView, beside_furniture};
pub use ground::{GroundImage, GroundIndex, GroundPainting, Pixel, PixelWindow};
pub use in_sight::are_others_shown;
pub use labels::Labels;
pub use legend::{Legend, LegendPlace};
pub use map::{paint_furniture, paint_map, paint_scale_and_north};
pub use markers::{MARKER_RADIUS, MarkerSign};
pub use paper::{BrokenFont, PaperCanvas, Plate, PlateFrame, PlateSource, Typeface, Weight};
pub use picture::{PictureError, SignPicture};
pub use reached_streets::ReachedStreets;
pub use rendering::{
    Annotations, OtherMap, PictureRequest, render_annotated_png, render_pixels, render_png,
    render_slide_png,
};
pub use stop_picture::StopPicture;
pub use stop_view::{StopView, stop_layers};
pub use surface_field::{FieldAge, ShownField, SurfaceField};
pub use symbology::{
    BuildingIndicator, BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, FacilitySymbology,
    MapKey, StreetSymbology, Subjects, Surface, Symbology, UnitIndicator, UnitSymbology,
};
pub use text_picture::TextPicture;
pub use theme::{Fill, Palette, Rgba, ThemeChoice, Toning};
pub use unit_picture::{RATE_CLASSES, UnitPicture, rate_color};
pub use unit_values::CountedValues;

/// The embedded font for Chinese and Latin text, a subset of Noto Sans SC (OFL 1.1).
pub const FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular-subset.ttf");
