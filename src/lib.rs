#![doc = include_str!("ARCHITECTURE.md")]

pub mod language;
pub mod markup;

pub mod geometry;
pub mod layers;
pub mod standard;
pub mod study;
pub mod walking;

pub mod analysis;
pub mod fingerprint;
pub mod numbers;
pub mod pointing;
pub mod programme;
pub mod session;
pub mod siting;
pub mod tables;

pub mod basemap;
pub mod batch;
pub mod booklet;
pub mod cartography;
pub mod charts;
pub mod files;
pub mod handbook;
pub mod publication;
pub mod sample;

pub mod cli;
pub mod jobs;
#[cfg(feature = "gui")]
pub mod ui;
