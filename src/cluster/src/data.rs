//! The folder of a parted study: a plan, and a Parquet file and surroundings for each city.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BinaryArray, Decimal128Array, Float64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::metadata::KeyValue;
use datafusion::parquet::file::properties::WriterProperties;
use lifecircle::layers::{Group, Persons};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Digits of persons in Parquet, and how many of them are behind the point: millionths, as in the program.
pub const PERSONS: (u8, i8) = (24, 6);
const MILLIONTHS: f64 = 1e6;

/// What the parts of a study have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Groups of residents by their ids, all of them first.
    pub groups: Vec<String>,
    /// Functions in the order of the standard, each with its walking limit for each group.
    pub functions: Vec<PlanFunction>,
    /// Ids of units in the order of their layer.
    pub units: Vec<String>,
    pub cities: usize,
    pub buildings: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFunction {
    pub id: String,
    pub limits_m: Vec<f64>,
}

/// A folder with a plan in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DataFolder(PathBuf);

/// A building of a city, ready to be written.
pub struct BuildingRow<'a> {
    pub id: &'a str,
    pub unit: Option<&'a str>,
    /// In the study's CRS.
    pub at: [f64; 2],
    pub lonlat: [f64; 2],
    /// In the order of the plan's groups.
    pub residents: Vec<Persons>,
}

impl DataFolder {
    pub fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// The folder of the Parquet files, one per city.
    pub fn buildings(&self) -> PathBuf {
        self.0.join("buildings")
    }

    /// The study file with what surrounds a city.
    pub fn surroundings(&self, city: &str) -> PathBuf {
        self.0.join("surroundings").join(format!("{city}.gpkg"))
    }

    /// # Errors
    /// When the folders cannot be made.
    pub fn create(&self) -> Result<(), Error> {
        fs::create_dir_all(self.buildings())?;
        Ok(fs::create_dir_all(self.0.join("surroundings"))?)
    }

    /// # Errors
    /// When there is no plan, or it cannot be read.
    pub fn plan(&self) -> Result<Plan, Error> {
        let path = self.0.join("plan.json");
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// # Errors
    /// When it cannot be written.
    pub fn write_plan(&self, plan: &Plan) -> Result<(), Error> {
        Ok(fs::write(self.0.join("plan.json"), serde_json::to_string_pretty(plan)?)?)
    }

    /// Writes the buildings of a city as GeoParquet: points in longitude and latitude, and the same places
    /// to the last bit in the study's own CRS.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_buildings(
        &self,
        city: &str,
        groups: &[Group],
        rows: &[BuildingRow],
    ) -> Result<(), Error> {
        let mut fields = vec![
            Field::new("city", DataType::Utf8, false),
            Field::new("id", DataType::Utf8, false),
            Field::new("unit", DataType::Utf8, true),
            Field::new("x", DataType::Float64, false),
            Field::new("y", DataType::Float64, false),
            Field::new("geometry", DataType::Binary, false),
        ];
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(rows.iter().map(|_| city))),
            Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.id))),
            Arc::new(rows.iter().map(|row| row.unit).collect::<StringArray>()),
            Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.at[0]))),
            Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.at[1]))),
            Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| point(row.lonlat)))),
        ];
        for (position, group) in groups.iter().enumerate() {
            let (precision, scale) = PERSONS;
            let name = residents_column(group.id());
            fields.push(Field::new(name, DataType::Decimal128(precision, scale), false));
            let persons = rows.iter().map(|row| millionths(row.residents[position]));
            let column = Decimal128Array::from_iter_values(persons);
            columns.push(Arc::new(column.with_precision_and_scale(precision, scale)?));
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)?;
        let geo = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}"#;
        let properties = WriterProperties::builder()
            .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), geo.to_owned())]))
            .build();
        let file = File::create(self.buildings().join(format!("{city}.parquet")))?;
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
        Ok(())
    }
}

/// The column of a group's residents.
pub fn residents_column(group: &str) -> String {
    format!("residents_{group}")
}

fn millionths(persons: Persons) -> i128 {
    // Exact: persons have six digits behind the point.
    (persons.as_f64() * MILLIONTHS).round() as i128
}

/// Persons of so many millionths.
pub fn persons(millionths: i128) -> Persons {
    Persons::from_f64(millionths as f64 / MILLIONTHS).unwrap_or_default()
}

/// A point as well-known binary, little endian.
fn point([x, y]: [f64; 2]) -> Vec<u8> {
    let mut bytes = vec![1, 1, 0, 0, 0];
    bytes.extend(x.to_le_bytes());
    bytes.extend(y.to_le_bytes());
    bytes
}
