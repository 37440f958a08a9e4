//! Wishes about the standard of the study.

use std::path::PathBuf;
use std::sync::Arc;

use crate::standard::{FigurePlace, Function, Service, Standard};

/// Wishes about the standard of the study. All but showing it and files are edits too.
#[derive(Debug, Clone, PartialEq)]
pub enum StandardAction {
    /// Shows its window, on a function where one is named.
    Show(Option<String>),
    Close,
    /// Puts a number at a place, or takes it away.
    SetFigure {
        place: FigurePlace,
        value: Option<f64>,
    },
    /// Puts back the number that stood at a place before the study changed it.
    RestoreFigure(FigurePlace),
    AddFunction(Box<Function>),
    AddService {
        function: String,
        service: Box<Service>,
    },
    RemoveService {
        function: String,
        service: String,
    },
    /// Turns to another standard.
    Adopt(Arc<Standard>),
    BrowseImport,
    Import(PathBuf),
    ShowExport,
    Export(PathBuf),
}
