//! The SQL function `reached_by(city, group, x, y)`: how many facilities of each function the residents of
//! a group reach from a place, as a list in the order of the plan's functions.

use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray, UInt32Array};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Float64Type};
use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::layers::Group;

use crate::data::DataFolder;
use crate::surroundings::Surroundings;

/// The name in SQL.
pub const REACHED_BY: &str = "reached_by";

/// How many cities' surroundings are kept: as many as are computed at once, and some.
const KEPT: usize = 8;

/// The function over a folder of data.
#[derive(Debug)]
pub struct ReachedBy {
    data: DataFolder,
    signature: Signature,
    kept: Mutex<Kept>,
}

/// Surroundings by city, those first that were asked for last.
#[derive(Debug, Default)]
struct Kept {
    by_city: HashMap<String, Arc<Surroundings>>,
    order: VecDeque<String>,
}

impl PartialEq for ReachedBy {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl Eq for ReachedBy {}

impl Hash for ReachedBy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.data.hash(state);
    }
}

impl ReachedBy {
    /// The function over the data in a folder. Whoever only plans may name any.
    pub fn udf(data: &Path) -> ScalarUDF {
        let arguments = vec![DataType::Utf8, DataType::Utf8, DataType::Float64, DataType::Float64];
        ScalarUDF::from(Self {
            data: DataFolder::new(data),
            signature: Signature::exact(arguments, Volatility::Immutable),
            kept: Mutex::default(),
        })
    }

    fn surroundings(&self, city: &str) -> Result<Arc<Surroundings>> {
        if let Some(found) = self.kept().get(city) {
            return Ok(found);
        }
        // Read without holding the others up; two may read the same city once.
        let read = Surroundings::read(&self.data.surroundings(city)).map_err(failed)?;
        let read = Arc::new(read);
        self.kept().put(city, read.clone());
        Ok(read)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The counts of each row: cities may be mixed in a batch, and are counted one by one.
    fn counts(&self, columns: &Columns) -> Result<(usize, Vec<u32>)> {
        let mut rows_of: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for row in 0..columns.len() {
            rows_of.entry(columns.city_and_group(row)).or_default().push(row);
        }
        let mut functions = 0;
        let mut counts: Vec<u32> = Vec::new();
        for ((city, group), rows) in rows_of {
            let surroundings = self.surroundings(city)?;
            functions = surroundings.functions();
            counts.resize(columns.len() * functions, 0);
            let group = Group::from_id(group)
                .ok_or_else(|| failed(format!("no such group: {group}").into()))?;
            let places = rows.iter().map(|row| columns.place(*row)).collect();
            let by_function = surroundings.reach_counts(group, places).map_err(failed)?;
            for (function, of_rows) in by_function.iter().enumerate() {
                for (row, count) in rows.iter().zip(of_rows) {
                    counts[row * functions + function] = *count;
                }
            }
        }
        Ok((functions, counts))
    }
}

impl Kept {
    fn get(&mut self, city: &str) -> Option<Arc<Surroundings>> {
        let found = self.by_city.get(city)?.clone();
        self.order.retain(|kept| kept != city);
        self.order.push_front(city.to_owned());
        Some(found)
    }

    fn put(&mut self, city: &str, surroundings: Arc<Surroundings>) {
        self.order.retain(|kept| kept != city);
        self.order.push_front(city.to_owned());
        self.by_city.insert(city.to_owned(), surroundings);
        while self.order.len() > KEPT {
            if let Some(last) = self.order.pop_back() {
                self.by_city.remove(&last);
            }
        }
    }
}

/// The arguments of a batch.
struct Columns {
    city: ArrayRef,
    group: ArrayRef,
    x: ArrayRef,
    y: ArrayRef,
}

impl Columns {
    fn of(args: &ScalarFunctionArgs) -> Result<Self> {
        let mut columns = ColumnarValue::values_to_arrays(&args.args)?.into_iter();
        let mut next = || columns.next().ok_or_else(|| failed("an argument is missing".into()));
        Ok(Self { city: next()?, group: next()?, x: next()?, y: next()? })
    }

    fn len(&self) -> usize {
        self.x.len()
    }

    fn city_and_group(&self, row: usize) -> (&str, &str) {
        (self.city.as_string::<i32>().value(row), self.group.as_string::<i32>().value(row))
    }

    fn place(&self, row: usize) -> WorldPoint {
        let at = |column: &ArrayRef| column.as_primitive::<Float64Type>().value(row);
        WorldPoint::new(at(&self.x), at(&self.y))
    }
}

impl ScalarUDFImpl for ReachedBy {
    fn name(&self) -> &str {
        REACHED_BY
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        // What is the same in all rows comes once; spread out, since rows are looked at one by one.
        let columns = Columns::of(&args)?;
        let (functions, counts) = self.counts(&columns)?;
        let offsets = OffsetBuffer::from_repeated_length(functions, columns.len());
        let list = ListArray::try_new(item(), offsets, Arc::new(UInt32Array::from(counts)), None)?;
        Ok(ColumnarValue::Array(Arc::new(list)))
    }
}

fn item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::UInt32, false))
}

fn failed(error: crate::Error) -> DataFusionError {
    DataFusionError::External(error)
}
