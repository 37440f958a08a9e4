#![doc = include_str!("ARCHITECTURE.md")]

pub mod language;

pub mod geometry;
pub mod layers;
pub mod standard;
pub mod study;
pub mod walking;

pub mod analysis;
pub mod numbers;
pub mod pointing;
pub mod session;

pub mod basemap;
pub mod cartography;
pub mod files;
pub mod sample;

pub mod cli;
pub mod jobs;
#[cfg(feature = "gui")]
pub mod ui;
