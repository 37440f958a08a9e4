//! The map as a drawing: what is shown where, in which colour and with which sign.
//!
//! Everything is drawn through [`Canvas`], so that window, picture file and print show the same
//! map. Nothing here knows egui; the window's canvas lives in `ui::map`.

mod camera;
mod canvas;
mod content;
mod furniture;
mod legend;
mod map;
mod markers;
mod mesh;
mod picture;
mod theme;

pub use camera::{Camera, ScreenPoint};
pub use canvas::{Align, Canvas, Stroke, TextStyle};
pub use content::{Emphasis, MapContent, MapLayers, Subject};
pub use map::{paint_furniture, paint_map, paint_scale_and_north};
pub use markers::{MARKER_RADIUS, draw_marker_sign};
pub use mesh::{FeatureMesh, MapMeshes, MeshVertex};
pub use picture::{PictureError, PictureRequest, render_png};
pub use theme::{Palette, Rgba, ThemeChoice};

/// The embedded font for Chinese and Latin text, a subset of Noto Sans SC (OFL 1.1).
pub const FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular-subset.ttf");
