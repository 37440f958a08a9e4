//! What kind of premises a candidate is and who owns it: the words of the register.

use crate::language::Text;
use crate::layers::BuildingUse;

use super::Term;

/// The kinds of existing stock that may be converted (clause 2 of the notice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StockKind {
    Community,
    Commercial,
    Office,
    Industrial,
    Warehouse,
    Other,
}

impl StockKind {
    /// The kind of stock that a building of a use is.
    pub fn of_use(kind: BuildingUse) -> Self {
        match kind {
            BuildingUse::Community => Self::Community,
            BuildingUse::Commercial => Self::Commercial,
            BuildingUse::Office => Self::Office,
            BuildingUse::Industrial => Self::Industrial,
            BuildingUse::Warehouse => Self::Warehouse,
            BuildingUse::Residential | BuildingUse::Other => Self::Other,
        }
    }
}

impl Term for StockKind {
    const ALL: &'static [Self] = &[
        Self::Community,
        Self::Commercial,
        Self::Office,
        Self::Industrial,
        Self::Warehouse,
        Self::Other,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::Commercial => "commercial",
            Self::Office => "office",
            Self::Industrial => "industrial",
            Self::Warehouse => "warehouse",
            Self::Other => "other",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Community => Text::new("社区用房", "Community"),
            Self::Commercial => Text::new("商业用房", "Commercial"),
            Self::Office => Text::new("办公用房", "Office"),
            Self::Industrial => Text::new("工业用房", "Industrial"),
            Self::Warehouse => Text::new("仓储用房", "Warehouse"),
            Self::Other => Text::new("其他", "Other"),
        }
    }
}

/// Who owns the premises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerKind {
    State,
    Collective,
    Private,
}

impl Term for OwnerKind {
    const ALL: &'static [Self] = &[Self::State, Self::Collective, Self::Private];

    fn id(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Collective => "collective",
            Self::Private => "private",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::State => Text::new("国有", "State-owned"),
            Self::Collective => Text::new("集体", "Collective"),
            Self::Private => Text::new("私有", "Private"),
        }
    }
}

/// Grade of a structural appraisal (房屋安全鉴定), A the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppraisalGrade {
    A,
    B,
    C,
    D,
}

impl Term for AppraisalGrade {
    const ALL: &'static [Self] = &[Self::A, Self::B, Self::C, Self::D];

    fn id(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::A => Text::new("A 级", "Grade A"),
            Self::B => Text::new("B 级", "Grade B"),
            Self::C => Text::new("C 级", "Grade C"),
            Self::D => Text::new("D 级", "Grade D"),
        }
    }
}

/// Fire resistance of a building (耐火等级), one the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FireGrade {
    One,
    Two,
    Three,
    Four,
}

impl Term for FireGrade {
    const ALL: &'static [Self] = &[Self::One, Self::Two, Self::Three, Self::Four];

    fn id(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
            Self::Four => "4",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::One => Text::new("一级", "Grade I"),
            Self::Two => Text::new("二级", "Grade II"),
            Self::Three => Text::new("三级", "Grade III"),
            Self::Four => Text::new("四级", "Grade IV"),
        }
    }
}

/// What may be eased for a candidate (clause 3 of the notice). Recorded as data; whether it applies
/// is for the authorities to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyLever {
    DensityAndHeight,
    MixedUse,
    ParcelsSplitOrMerged,
    LandPriceReduced,
    Strengthening,
    LiftAdded,
}

impl Term for PolicyLever {
    const ALL: &'static [Self] = &[
        Self::DensityAndHeight,
        Self::MixedUse,
        Self::ParcelsSplitOrMerged,
        Self::LandPriceReduced,
        Self::Strengthening,
        Self::LiftAdded,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::DensityAndHeight => "density_and_height",
            Self::MixedUse => "mixed_use",
            Self::ParcelsSplitOrMerged => "parcels_split_or_merged",
            Self::LandPriceReduced => "land_price_reduced",
            Self::Strengthening => "strengthening",
            Self::LiftAdded => "lift_added",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::DensityAndHeight => {
                Text::new("容积率、高度放宽", "Floor area ratio and height relaxed")
            }
            Self::MixedUse => Text::new("低效用地混合利用", "Under-used land mixed"),
            Self::ParcelsSplitOrMerged => Text::new("地块分割、合并", "Parcels split or merged"),
            Self::LandPriceReduced => {
                Text::new("移交面积减免地价", "Land price reduced for area handed over")
            }
            Self::Strengthening => Text::new("支持结构加固", "Strengthening supported"),
            Self::LiftAdded => Text::new("支持加装电梯", "Lift supported"),
        }
    }
}

/// How a candidate came into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ListedFrom {
    /// A layer of candidates; a newer version of the layer replaces it.
    #[default]
    Layer,
    /// The building layer, picked by the planner.
    Buildings,
}

impl Term for ListedFrom {
    const ALL: &'static [Self] = &[Self::Layer, Self::Buildings];

    fn id(self) -> &'static str {
        match self {
            Self::Layer => "layer",
            Self::Buildings => "buildings",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Layer => Text::new("候选点图层", "Candidate layer"),
            Self::Buildings => Text::new("建筑图层", "Building layer"),
        }
    }
}
