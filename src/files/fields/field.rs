//! A field of ours: in which layers it is, and what it is called.

use serde::{Deserialize, Serialize};

use crate::files::Role;
use crate::files::register_fields::RegisterField;
use crate::language::Text;
use crate::layers::Group;
use crate::study::register::Term as _;

/// A field that some layer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    Id,
    Name,
    /// The district that a planning unit belongs to.
    District,
    Residents,
    /// Residents of an age group.
    Age(Group),
    Use,
    Storeys,
    Height,
    FloorArea,
    Capacity,
    /// When a facility is open.
    Hours,
    Households,
    Idle,
    Function,
    Class,
    Bridge,
    Tunnel,
    Level,
    Crossing,
    Kind,
    UsableArea,
    /// What only candidates have.
    Register(RegisterField),
}

impl Field {
    /// The fields of a layer, in the order they are reported.
    pub fn all_of(role: Role) -> Vec<Self> {
        match role {
            Role::Units => {
                let first = [Self::Id, Self::Name, Self::District, Self::Residents];
                first.into_iter().chain(Self::ages()).collect()
            }
            Role::Population => std::iter::once(Self::Residents).chain(Self::ages()).collect(),
            Role::Buildings => {
                let first = [Self::Id, Self::Name, Self::Residents];
                let last = [
                    Self::Use,
                    Self::Storeys,
                    Self::Height,
                    Self::FloorArea,
                    Self::Households,
                    Self::Idle,
                ];
                first.into_iter().chain(Self::ages()).chain(last).collect()
            }
            Role::Facilities => {
                let first = [Self::Id, Self::Name, Self::Function];
                first.into_iter().chain([Self::FloorArea, Self::Capacity, Self::Hours]).collect()
            }
            Role::Streets => {
                vec![
                    Self::Name,
                    Self::Class,
                    Self::Bridge,
                    Self::Tunnel,
                    Self::Level,
                    Self::Crossing,
                ]
            }
            Role::Barriers => vec![Self::Kind],
            Role::Candidates => {
                let first = [
                    Self::Id,
                    Self::Name,
                    Self::UsableArea,
                    Self::FloorArea,
                    Self::Use,
                    Self::Idle,
                    Self::Storeys,
                    Self::Function,
                ];
                let others = RegisterField::ALL.iter().copied().map(Self::Register);
                first.into_iter().chain(others).collect()
            }
        }
    }

    /// Residents of each age.
    fn ages() -> impl Iterator<Item = Self> {
        Group::ALL.into_iter().filter(|group| *group != Group::All).map(Self::Age)
    }

    /// The name in messages and in `--map buildings.residents=pop`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::District => "district",
            Self::Residents => "residents",
            Self::Age(group) => group.id(),
            Self::Use => "use",
            Self::Storeys => "storeys",
            Self::Height => "height",
            Self::FloorArea => "floor_area",
            Self::Capacity => "capacity",
            Self::Hours => "hours",
            Self::Households => "households",
            Self::Idle => "idle",
            Self::Function => "function",
            Self::Class => "class",
            Self::Bridge => "bridge",
            Self::Tunnel => "tunnel",
            Self::Level => "level",
            Self::Crossing => "crossing",
            Self::Kind => "kind",
            Self::UsableArea => "usable_area",
            Self::Register(field) => field.id(),
        }
    }

    /// What the window calls it.
    pub fn name(self) -> Text {
        match self {
            Self::Id => Text::new("编号", "Id"),
            Self::Name => Text::new("名称", "Name"),
            Self::District => Text::new("所属行政区", "District"),
            Self::Residents => Text::new("居民人数", "Residents"),
            Self::Age(group) => group.name(),
            Self::Use => Text::new("用途", "Use"),
            Self::Storeys => Text::new("层数", "Storeys"),
            Self::Height => Text::new("高度", "Height"),
            Self::FloorArea => Text::new("建筑面积", "Floor area"),
            Self::Capacity => Text::new("服务能力", "Capacity"),
            Self::Hours => Text::new("开放时间", "Opening hours"),
            Self::Households => Text::new("户数", "Households"),
            Self::Idle => Text::new("闲置", "Idle"),
            Self::Function => Text::new("功能", "Function"),
            Self::Class => Text::new("等级", "Class"),
            Self::Bridge => Text::new("桥梁", "Bridge"),
            Self::Tunnel => Text::new("隧道", "Tunnel"),
            Self::Level => Text::new("层级", "Level"),
            Self::Crossing => Text::new("过街", "Crossing"),
            Self::Kind => Text::new("类别", "Kind"),
            Self::UsableArea => Text::new("可用面积", "Usable area"),
            Self::Register(field) => field.name(),
        }
    }

    /// The field of a layer with this name.
    pub fn from_id(role: Role, id: &str) -> Option<Self> {
        Self::all_of(role).into_iter().find(|field| field.id() == id)
    }
}
