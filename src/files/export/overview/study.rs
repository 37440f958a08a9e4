//! The study of an overview: the parts' layers read as any planner's are, under the standard and the walk that
//! all parts share.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::files::import::{is_marked_as_synthetic, marked_as_synthetic};
use crate::files::study_file::{
    SavedStudy, note_made_of, parameters_from_json, parameters_to_json, write_whole,
};
use crate::files::{
    ImportOptions, Imported, LayerSource, Problem, Progress, Role, import, read_standard,
    write_standard,
};
use crate::geometry::Extent;
use crate::language::{Language, Message, thousands};
use crate::session::Session;
use crate::standard::Standard;
use crate::study::{Edit, Parameters, Study, WalkModel};

use super::super::ExportError;
use super::{LayerFile, OverviewPart};

/// The files of a part that say how it was assessed.
const STANDARD: &str = "standard.json";
const PARAMETERS: &str = "parameters.json";
/// The file that says how its study is called.
const NAME: &str = "name.txt";

/// A study is in memory as a whole; of more buildings, an overview stays layers.
const MOST_BUILDINGS: usize = 5_000_000;
/// The error of lengths, as a share, that is told.
const TOLD_ERROR: f64 = 0.001;

/// Writes how a study is assessed into the folder of its part.
pub(in super::super) fn write_terms(study: &Study, folder: &Path) -> Result<(), ExportError> {
    let path = folder.join(STANDARD);
    write_standard(&path, study.standard()).map_err(|error| ExportError::io(&path, &error))?;
    let path = folder.join(PARAMETERS);
    fs::write(&path, parameters_to_json(study.parameters()))
        .map_err(|error| ExportError::io(&path, &error))?;
    let path = folder.join(NAME);
    fs::write(&path, &study.layers().name.zh).map_err(|error| ExportError::io(&path, &error))
}

/// The overview's name, marked where any of its parts is made up.
fn name_of(parts: &[&OverviewPart]) -> Result<Message, ExportError> {
    let name = Message::new("总览", "Overview");
    for part in parts {
        let path = part.folder.join(NAME);
        let of_part = fs::read_to_string(&path).map_err(|error| ExportError::io(&path, &error))?;
        if is_marked_as_synthetic(&of_part) {
            return Ok(marked_as_synthetic(&name));
        }
    }
    Ok(name)
}

/// Makes a study of a file of layers and says what whoever reads it must know; or says why it cannot be one.
pub(super) fn write(
    path: &Path,
    layers: &LayerFile<'_>,
    parts: &[&OverviewPart],
    made_of: &str,
    progress: &dyn Progress,
) -> Result<Result<Vec<Message>, Message>, ExportError> {
    if layers.buildings > MOST_BUILDINGS {
        return Ok(Err(too_many(layers.buildings)));
    }
    let Terms { standard, parameters, mut remarks } = Terms::shared_by(parts)?;
    remarks.extend(layers.extent.and_then(wide));
    let options = ImportOptions {
        study_name: Some(name_of(parts)?),
        standard,
        repair: true,
        ..ImportOptions::default()
    };
    let sources = [Role::Units, Role::Buildings, Role::Facilities].map(|role| LayerSource {
        name: format!("overview/{}", role.id()),
        ..LayerSource::of_layer(role, layers.path, role.id())
    });
    let Imported { mut study, mut report, .. } = match import(&sources, &options, progress) {
        Ok(imported) => imported,
        Err(error) => return Ok(Err(no_study(&error.0))),
    };
    let set = study.apply(Edit::SetParameters(parameters));
    set.map_err(|error| ExportError::io(path, &error))?;
    report.warnings.extend(remarks.iter().cloned().map(Problem::general));
    let saved = SavedStudy::of(&Session::new(study), &report);
    write_whole(path, &saved, progress).map_err(|error| ExportError::io(path, &error))?;
    note_made_of(path, made_of).map_err(|error| ExportError::io(path, &error))?;
    Ok(Ok(remarks))
}

/// By what an overview is assessed, and how that differs from its parts.
struct Terms {
    /// The shipped one where there is none.
    standard: Option<Arc<Standard>>,
    parameters: Parameters,
    remarks: Vec<Message>,
}

impl Terms {
    /// What all parts have alike holds for their overview as well.
    fn shared_by(parts: &[&OverviewPart]) -> Result<Self, ExportError> {
        let mut remarks = Vec::new();
        let standard = match shared(parts, STANDARD)? {
            Shared::By(first) => {
                let path = first.folder.join(STANDARD);
                let read = read_standard(&path).map_err(|error| ExportError::io(&path, &error))?;
                Some(Arc::new(read.0))
            }
            Shared::ByNone => None,
            Shared::Not => {
                remarks.push(Message::new(
                    "各地标准不同，总览按程序自带的标准评估；各地自己的数字见图层 results",
                    "the places have different standards: the overview goes by the shipped one; the layer \
                     results has the figures of each",
                ));
                None
            }
        };
        let parameters = match shared(parts, PARAMETERS)? {
            Shared::By(first) => parameters_of(first)?,
            Shared::ByNone => Parameters::default(),
            Shared::Not => {
                remarks.push(Message::new(
                    "各地步行参数不同，总览按默认参数评估；各地自己的数字见图层 results",
                    "the places are walked differently: the overview goes by the usual walk; the layer \
                     results has the figures of each",
                ));
                Parameters::default()
            }
        };
        if parameters.model == WalkModel::Network {
            remarks.push(Message::new(
                "总览不含街道，按圆形半径评估；沿街道的数字见图层 results",
                "the overview has no streets and goes by circles; the layer results has the figures along \
                 the streets",
            ));
        }
        // Residents are those that were assessed, grown already.
        let Parameters { growth, .. } = Parameters::default();
        let parameters = Parameters { model: WalkModel::Circle, growth, ..parameters };
        Ok(Self { standard, parameters, remarks })
    }
}

/// Whether a file says the same in all parts.
enum Shared<'a> {
    By(&'a OverviewPart),
    ByNone,
    Not,
}

fn shared<'a>(parts: &[&'a OverviewPart], file: &str) -> Result<Shared<'a>, ExportError> {
    let read = |part: &OverviewPart| {
        let path = part.folder.join(file);
        fs::read(&path).map_err(|error| ExportError::io(&path, &error))
    };
    let Some((first, others)) = parts.split_first() else {
        return Ok(Shared::ByNone);
    };
    let said = read(first)?;
    for part in others {
        if read(part)? != said {
            return Ok(Shared::Not);
        }
    }
    Ok(Shared::By(first))
}

fn parameters_of(part: &OverviewPart) -> Result<Parameters, ExportError> {
    let path = part.folder.join(PARAMETERS);
    let text = fs::read_to_string(&path).map_err(|error| ExportError::io(&path, &error))?;
    parameters_from_json(&text).map_err(|error| ExportError::io(&path, &error))
}

/// That places lie too far apart for one projection to measure all of them well; the extent in degrees.
fn wide(extent: Extent) -> Option<Message> {
    // The scale of a transverse Mercator projection grows with half the square of the distance from its
    // meridian, as an angle (Snyder, Map Projections: A Working Manual, 1987, eq. 8-11).
    let latitude = extent.min.y.abs().min(extent.max.y.abs()).to_radians();
    let away = (extent.max.x - extent.min.x).to_radians() / 2.0 * latitude.cos();
    let error = away * away / 2.0;
    (error > TOLD_ERROR).then(|| {
        let percent = 100.0 * error;
        Message::new(
            format!("各地相距很远，总览中的长度偏差可达约 {percent:.1} %；各地自己的数字见图层 results"),
            format!(
                "the places lie far apart: lengths of the overview are off by up to about {percent:.1} %; the \
                 layer results has the figures of each"
            ),
        )
    })
}

fn too_many(buildings: usize) -> Message {
    let (buildings, most) = (thousands(buildings as i64), thousands(MOST_BUILDINGS as i64));
    Message::new(
        format!("共 {buildings} 栋建筑，多于 {most} 栋，总览只有图层，不是研究文件"),
        format!(
            "{buildings} buildings are more than the {most} of a study: the overview is a file of layers"
        ),
    )
}

fn no_study(problems: &[Problem]) -> Message {
    let said = |language: Language| {
        let lines: Vec<_> = problems.iter().map(|problem| problem.one_line(language)).collect();
        lines.join(language.pick("；", "; "))
    };
    let (zh, en) = (said(Language::Zh), said(Language::En));
    Message::new(
        format!("总览只有图层，不能成为研究文件：{zh}"),
        format!("the overview is a file of layers, no study: {en}"),
    )
}
