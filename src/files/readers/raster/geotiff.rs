//! GeoTIFF: one band, north up, by the `tiff` crate. The place is that of a tie point and the size of a
//! cell, the system that of the geo keys (OGC 19-008r4).

use std::io::{Read, Seek};

use tiff::TiffError;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::super::{RawLayer, ReadError};
use super::{Raster, cells, unusable};

/// How files begin: either byte order, of either size.
pub(in crate::files::readers) const MAGIC: [&[u8]; 4] = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"];

/// Keys of the directory of geo keys.
const RASTER_TYPE: u16 = 1025;
const GEOGRAPHIC: u16 = 2048;
const PROJECTED: u16 = 3072;
/// The raster type of which places are the middles of cells.
const PIXEL_IS_POINT: u16 = 2;
/// Codes from here on are the users' own.
const USER_DEFINED: u16 = 32_767;

/// Reads the first image of a file.
pub(in crate::files::readers) fn read(
    input: impl Read + Seek,
    most_features: Option<usize>,
) -> Result<RawLayer, ReadError> {
    Ok(raster(input)?.into_layer(most_features))
}

fn raster(input: impl Read + Seek) -> Result<Raster, ReadError> {
    let mut image = Decoder::new(input).map_err(broken)?;
    let (columns, rows) = image.dimensions().map_err(broken)?;
    let count = cells(columns as usize, rows as usize)?;
    let numbers = |image: &mut Decoder<_>, tag| -> Result<Vec<f64>, ReadError> {
        let found = image.find_tag(tag).map_err(broken)?;
        found.map_or(Ok(Vec::new()), |value| value.into_f64_vec().map_err(broken))
    };
    let scale = numbers(&mut image, Tag::ModelPixelScaleTag)?;
    let tie = numbers(&mut image, Tag::ModelTiepointTag)?;
    let transformation = numbers(&mut image, Tag::ModelTransformationTag)?;
    let keys = match image.find_tag(Tag::GeoKeyDirectoryTag).map_err(broken)? {
        Some(keys) => GeoKeys::of(&keys.into_u16_vec().map_err(broken)?),
        None => GeoKeys::default(),
    };
    let place = place(&scale, &tie, &transformation)?;
    let no_data = image.find_tag(Tag::GdalNodata).map_err(broken)?;
    let no_data = no_data.and_then(|text| text.into_string().ok());
    let no_data = no_data.and_then(|text| text.trim().trim_end_matches('\0').parse().ok());
    let values = values(image.read_image().map_err(broken)?);
    if values.len() != count {
        return Err(unusable(
            "有多个波段；请提供每格一个数值的单波段栅格",
            "has several bands: a raster with one number in each cell is needed",
        ));
    }
    // Where places are the middles of cells, the corner is half a cell away.
    let shift = if keys.is_of_points { 0.5 } else { 0.0 };
    Ok(Raster {
        columns: columns as usize,
        west: place.west - shift * place.cell_width,
        north: place.north + shift * place.cell_height,
        cell_width: place.cell_width,
        cell_height: place.cell_height,
        values,
        no_data,
        crs: keys.crs,
    })
}

/// Where the north-western cell lies, and how large cells are.
struct Place {
    west: f64,
    north: f64,
    cell_width: f64,
    cell_height: f64,
}

fn place(scale: &[f64], tie: &[f64], transformation: &[f64]) -> Result<Place, ReadError> {
    let found = match (scale, tie, transformation) {
        ([cell_width, cell_height, ..], [column, row, _, x, y, ..], _) => Some(Place {
            west: x - column * cell_width,
            north: y + row * cell_height,
            cell_width: *cell_width,
            cell_height: *cell_height,
        }),
        // A matrix of four rows; turned images have numbers beside the diagonal.
        (_, _, [width, across, _, west, down, height, _, north, ..])
            if *across == 0.0 && *down == 0.0 =>
        {
            let (cell_width, cell_height) = (*width, -height);
            Some(Place { west: *west, north: *north, cell_width, cell_height })
        }
        _ => None,
    };
    let is_north_up = |place: &Place| {
        let Place { west, north, cell_width, cell_height } = *place;
        west.is_finite()
            && north.is_finite()
            && cell_width.is_finite()
            && cell_height.is_finite()
            && cell_width > 0.0
            && cell_height > 0.0
    };
    found.filter(is_north_up).ok_or_else(|| {
        unusable(
            "没有地理位置，或不是正北向上：需要 ModelPixelScale 和 ModelTiepoint 标签",
            "has no place on the earth, or north is not up: the tags ModelPixelScale and \
             ModelTiepoint are needed",
        )
    })
}

/// What the geo keys say.
#[derive(Debug, Default, PartialEq)]
struct GeoKeys {
    crs: Option<String>,
    is_of_points: bool,
}

impl GeoKeys {
    /// A head of four numbers, then four for each key: its number, where its value is (0: here), how
    /// many there are, and the value.
    fn of(directory: &[u16]) -> Self {
        let value = |wanted: u16| {
            let keys = directory.get(4..).unwrap_or_default().chunks_exact(4);
            let mut here = keys.filter(|key| key[0] == wanted && key[1] == 0);
            here.next().map(|key| key[3])
        };
        let code = |key: u16| value(key).filter(|code| (1..USER_DEFINED).contains(code));
        Self {
            crs: code(PROJECTED).or_else(|| code(GEOGRAPHIC)).map(|code| format!("EPSG:{code}")),
            is_of_points: value(RASTER_TYPE) == Some(PIXEL_IS_POINT),
        }
    }
}

fn values(image: DecodingResult) -> Vec<f64> {
    fn widened<T: Into<f64>>(values: Vec<T>) -> Vec<f64> {
        values.into_iter().map(Into::into).collect()
    }
    match image {
        DecodingResult::U8(values) => widened(values),
        DecodingResult::U16(values) => widened(values),
        DecodingResult::U32(values) => widened(values),
        DecodingResult::U64(values) => values.into_iter().map(|value| value as f64).collect(),
        DecodingResult::F16(values) => values.into_iter().map(|value| value.to_f64()).collect(),
        DecodingResult::F32(values) => widened(values),
        DecodingResult::F64(values) => values,
        DecodingResult::I8(values) => widened(values),
        DecodingResult::I16(values) => widened(values),
        DecodingResult::I32(values) => widened(values),
        DecodingResult::I64(values) => values.into_iter().map(|value| value as f64).collect(),
    }
}

fn broken(error: TiffError) -> ReadError {
    unusable(&format!("不是可读的 GeoTIFF：{error}"), &format!("not a readable GeoTIFF: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use tiff::encoder::{TiffEncoder, colortype::Gray32Float};

    use super::*;

    /// A file of 2 × 2 numbers with the tags of a place.
    fn file(tie: &[f64], keys: &[u16]) -> Cursor<Vec<u8>> {
        let mut file = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut file).expect("a file in memory");
        let mut image = encoder.new_image::<Gray32Float>(2, 2).expect("an image");
        let tags = image.encoder();
        let written = tags
            .write_tag(Tag::ModelPixelScaleTag, &[100.0, 50.0, 0.0][..])
            .and_then(|()| tags.write_tag(Tag::ModelTiepointTag, tie))
            .and_then(|()| tags.write_tag(Tag::GeoKeyDirectoryTag, keys))
            .and_then(|()| tags.write_tag(Tag::GdalNodata, "-1"));
        written.expect("tags");
        image.write_data(&[1.5_f32, -1.0, 0.0, 4.0]).expect("numbers");
        file.set_position(0);
        file
    }

    #[test]
    fn place_numbers_and_system_are_those_of_the_tags() {
        let keys = [1, 1, 0, 2, 1025, 0, 1, 1, 3072, 0, 1, 4549];
        let tie = [1.0, 0.0, 0.0, 5100.0, 9000.0, 0.0];
        let found = raster(file(&tie, &keys)).expect("a raster");
        let expected = Raster {
            columns: 2,
            west: 5000.0,
            north: 9000.0,
            cell_width: 100.0,
            cell_height: 50.0,
            values: vec![1.5, -1.0, 0.0, 4.0],
            no_data: Some(-1.0),
            crs: Some("EPSG:4549".to_owned()),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn where_places_are_middles_the_corner_is_half_a_cell_away() {
        let keys = [1, 1, 0, 2, 1025, 0, 1, 2, 2048, 0, 1, 4326];
        let found = raster(file(&[0.0, 0.0, 0.0, 50.0, 25.0, 0.0], &keys)).expect("a raster");
        assert_eq!((found.west, found.north), (0.0, 50.0));
        assert_eq!(found.crs.as_deref(), Some("EPSG:4326"));
    }

    #[test]
    fn a_picture_without_a_place_is_refused() {
        let mut file = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut file).expect("a file in memory");
        encoder.write_image::<Gray32Float>(1, 1, &[1.0]).expect("an image");
        file.set_position(0);
        assert!(raster(file).is_err());
    }
}
