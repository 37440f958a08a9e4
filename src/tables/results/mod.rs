//! All results of a scenario as wide tables, one row per unit, building, facility or candidate, for
//! other programs: each column with its unit and with how it comes about. Writing them into files is
//! the work of `files::export`.

mod buildings;
mod candidates;
mod facilities;
mod units;

pub use buildings::{building_results, home_results};
pub use candidates::candidate_results;
pub use facilities::facility_results;
pub use units::unit_results;

use crate::language::{Message, Text};
use crate::standard::Function;

use super::{Cell, Format};

/// A table of results. Rows are in the order of the layer.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultTable {
    /// The name in files, such as `units`.
    pub id: &'static str,
    pub name: Text,
    pub columns: Vec<ResultColumn>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column with its entry in the data dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultColumn {
    /// The name in files: letters, digits and underscores.
    pub id: String,
    pub name: Message,
    /// Empty for texts and plain numbers.
    pub unit: Text,
    /// Where the values come from, or how they are computed.
    pub source: Text,
    pub format: Format,
}

const NO_UNIT: Text = Text::new("", "");
const PERSONS: Text = Text::new("人", "persons");
const METRES: Text = Text::new("米", "m");
const MINUTES: Text = Text::new("分钟", "min");
const SQUARE_METRES: Text = Text::new("平方米", "m²");
/// A share of 1.
const SHARE: Text = Text::new("比例（0–1）", "share (0–1)");
const FACILITIES: Text = Text::new("处", "facilities");

const DATA: Text = Text::new("输入数据", "input data");

impl ResultColumn {
    fn new(id: impl Into<String>, name: Text, unit: Text, source: Text, format: Format) -> Self {
        let name = Message::new(name.zh, name.en);
        Self { id: id.into(), name, unit, source, format }
    }

    /// A text as the data have it.
    fn text(id: &str, name: Text) -> Self {
        Self::new(id, name, NO_UNIT, DATA, Format::Text)
    }

    /// A column of one function: `health_rate`.
    fn of_function(
        function: &Function,
        suffix: &str,
        name: Text,
        unit: Text,
        source: Text,
        format: Format,
    ) -> Self {
        let Message { zh, en } = &function.short_name;
        Self {
            id: format!("{}_{suffix}", column_name(&function.id)),
            name: Message::new(format!("{zh}：{}", name.zh), format!("{en}: {}", name.en)),
            unit,
            source,
            format,
        }
    }
}

impl ResultTable {
    /// Position of a column by its id.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

/// An id as the name of a column: what is no letter, digit or underscore becomes an underscore.
fn column_name(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}
