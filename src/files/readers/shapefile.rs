//! Shapefiles: geometry by `shp`, attributes by `dbf`, the system from the `.prj` beside them. On
//! disk, or in a zip archive.

use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use crate::files::Progress;
use crate::files::table::Table;
use crate::language::Message;

use super::dbf::Dbf;

use super::input::open_file;
use super::shp::{self, Records};
use super::{RawLayer, ReadError, Reading, pass_row};

/// Attribute tables beyond this are refused.
const LARGEST_TABLE: u64 = 2 << 30;

/// The files that make up a shapefile.
pub(super) struct Parts {
    pub shp: Box<dyn Stream>,
    pub dbf: Option<Box<dyn Stream>>,
    pub prj: Option<String>,
    pub cpg: Option<String>,
}

/// The file beside another with its own ending, in either case.
fn sibling(path: &Path, extension: &str) -> Option<PathBuf> {
    let spellings = [extension.to_owned(), extension.to_uppercase()];
    spellings.iter().map(|e| path.with_extension(e)).find(|path| path.is_file())
}

/// The text of the small file beside another, such as the `.prj` that names its system.
pub(super) fn text_beside(path: &Path, extension: &str) -> Option<String> {
    let mut text = Vec::new();
    open_file(&sibling(path, extension)?).ok()?.take(1 << 16).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// Something to read from at any place.
pub(super) trait Stream: Read + Seek + Send {}

impl<T: Read + Seek + Send> Stream for T {}

impl Parts {
    /// The files beside a `.shp`, their endings in any case.
    pub fn beside(shp: &Path) -> Result<Self, ReadError> {
        let open = |path: &PathBuf| -> std::io::Result<Box<dyn Stream>> {
            Ok(Box::new(BufReader::new(open_file(path)?)))
        };
        let stream = |extension: &str| sibling(shp, extension).map(|path| open(&path)).transpose();
        let text = |extension: &str| text_beside(shp, extension);
        Ok(Self {
            shp: open(&shp.to_path_buf())?,
            dbf: stream("dbf")?,
            prj: text("prj"),
            cpg: text("cpg"),
        })
    }

    /// The same from memory.
    pub fn of_bytes(mut file: impl FnMut(&str) -> Option<Vec<u8>>) -> Option<Self> {
        let stream = |bytes| Box::new(Cursor::new(bytes)) as Box<dyn Stream>;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Some(Self {
            shp: file("shp").map(stream)?,
            dbf: file("dbf").map(stream),
            prj: file("prj").map(text),
            cpg: file("cpg").map(text),
        })
    }
}

/// Reads a shapefile. A record that cannot be read becomes a row with a flaw.
pub(super) fn read(
    parts: Parts,
    reading: Reading,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    let Parts { shp, dbf, prj, cpg } = parts;
    let Reading { most_features, encoding } = reading;
    let dbf = dbf.map(|dbf| Dbf::read(dbf, encoding, cpg.as_deref(), LARGEST_TABLE)).transpose();
    let dbf = dbf.map_err(|error| unusable("dbf", &error.to_string()))?;
    let mut records = Records::of(shp)?;
    let mut table = Table::default();
    let mut remarks: Vec<Message> = dbf.iter().filter_map(|dbf| dbf.remark.clone()).collect();
    if dbf.is_none() {
        remarks.push(Message::new("缺少 .dbf，没有属性", "has no .dbf beside it: no attributes"));
    }
    let most = most_features.unwrap_or(usize::MAX);
    let mut content = Vec::new();
    while table.len() < most && records.next_into(&mut content)? {
        let record = table.len();
        pass_row(progress, record, dbf.as_ref().map_or(0, Dbf::len))?;
        let mut row = table.row();
        if let Some(dbf) = &dbf {
            dbf.fill(record, &mut row);
        }
        row.geometries().push(shp::geometry_of(&content));
    }
    if records.is_torn() {
        let record = table.len();
        remarks.push(Message::new(
            format!("第 {record} 个要素之后无法读取：文件不完整"),
            format!("cannot be read beyond feature {record}: damaged"),
        ));
    }
    let encoding = dbf.as_ref().and_then(Dbf::encoding);
    if let Some(dbf) = dbf.filter(|dbf| most_features.is_none() && dbf.len() != table.len()) {
        let (shapes, records) = (table.len(), dbf.len());
        remarks.push(Message::new(
            format!("图形 {shapes} 个而属性 {records} 条，数目不符"),
            format!("has {shapes} shapes but {records} records of attributes"),
        ));
    }
    Ok(RawLayer { crs: prj, remarks, encoding, ..RawLayer::of(table) })
}

fn unusable(part: &str, reason: &str) -> ReadError {
    ReadError::Unusable(Message::new(
        format!("Shapefile 的 .{part} 无法读取：{reason}"),
        format!("the shapefile's .{part} cannot be read: {reason}"),
    ))
}
