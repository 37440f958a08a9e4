pub mod language;
pub mod geometry;
pub mod layers;
pub mod standard;
pub mod study;
pub mod analysis;
pub mod session;
pub mod cartography;
