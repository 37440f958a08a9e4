//! The names under which files have our fields: English, Chinese and pinyin initials. Earlier
//! names go before later ones.

use crate::layers::Group;

use super::{Field, Role};

/// A column's name as it is compared: without case, spaces, `_` and `-`.
pub(super) fn normal(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

/// The names of a layer's field, the most likely first.
pub(super) fn aliases(role: Role, field: Field) -> &'static [&'static str] {
    match field {
        Field::Id => ids(role),
        Field::Name => names(role),
        Field::Residents => RESIDENTS,
        Field::Age(group) => residents_of(group),
        Field::Use => USE,
        Field::Storeys => STOREYS,
        Field::Height => &["height", "building_height", "建筑高度", "高度", "JZGD", "GD", "gao"],
        Field::FloorArea => FLOOR_AREA,
        Field::Households => &["households", "household", "hh", "户数", "总户数", "HS", "住户数"],
        Field::Idle => &["idle", "vacant", "unused", "闲置", "是否闲置", "空置", "SFXZ", "XZ"],
        Field::Function => FUNCTION,
        Field::Class => &[
            "class",
            "highway",
            "kind_detail",
            "cls",
            "fclass",
            "等级",
            "道路等级",
            "DLDJ",
            "type",
        ],
        Field::Kind => &[
            "kind", "natural", "waterway", "railway", "barrier", "类型", "类别", "LX", "type",
            "fclass",
        ],
        Field::UsableArea => USABLE_AREA,
    }
}

fn ids(role: Role) -> &'static [&'static str] {
    match role {
        Role::Units => &[
            "id",
            "unit_id",
            "grid_id",
            "code",
            "网格编码",
            "网格编号",
            "单元编码",
            "单元编号",
            "WGBM",
            "WGBH",
            "DYBM",
            "DYBH",
            "编码",
            "编号",
            "代码",
            "BSM",
            "BM",
            "BH",
            "XZQDM",
            "adcode",
            "gid",
            "FID",
            "OBJECTID",
        ],
        _ => &[
            "id",
            "code",
            "编码",
            "编号",
            "代码",
            "建筑编号",
            "建筑编码",
            "设施编号",
            "设施编码",
            "BSM",
            "BM",
            "BH",
            "JZBH",
            "SSBH",
            "osm_id",
            "gid",
            "FID",
            "OBJECTID",
        ],
    }
}

fn names(role: Role) -> &'static [&'static str] {
    match role {
        Role::Units => &[
            "name",
            "名称",
            "网格名称",
            "单元名称",
            "WGMC",
            "DYMC",
            "MC",
            "街镇",
            "JZ",
            "XZQMC",
            "title",
        ],
        Role::Facilities => &["name", "名称", "设施名称", "SSMC", "MC", "title"],
        Role::Streets => &["name", "名称", "道路名称", "路名", "DLMC", "MC"],
        _ => &["name", "名称", "建筑名称", "小区名称", "JZMC", "XQMC", "MC", "地址", "title"],
    }
}

const RESIDENTS: &[&str] = &[
    "residents",
    "population",
    "pop",
    "人口",
    "常住人口",
    "人口数",
    "居民",
    "居民数",
    "居住人口",
    "总人口",
    "RK",
    "RKS",
    "CZRK",
    "persons",
    "people",
    "inhabitants",
    "pop_total",
];

fn residents_of(group: Group) -> &'static [&'static str] {
    match group {
        Group::All => RESIDENTS,
        Group::Age0To2 => &["age0_2", "0-2岁", "0~2岁", "3岁以下", "0-3岁", "pop_0_2"],
        Group::Age3To5 => &["age3_5", "3-5岁", "3~5岁", "3-6岁", "pop_3_5"],
        Group::Age6To17 => &["age6_17", "6-17岁", "6~17岁", "pop_6_17"],
        Group::Age18To59 => &["age18_59", "18-59岁", "18~59岁", "pop_18_59"],
        Group::Age60To79 => &["age60_79", "60-79岁", "60~79岁", "pop_60_79"],
        Group::Age80Plus => {
            &["age80p", "age80_plus", "age80+", "80岁以上", "80岁及以上", "高龄", "pop_80p"]
        }
        Group::Age60Plus => &[
            "age60p",
            "age60_plus",
            "age60+",
            "60岁以上",
            "60岁及以上",
            "老年人口",
            "老年人",
            "老人",
            "elderly",
            "pop_60p",
        ],
    }
}

const USE: &[&str] = &[
    "use",
    "building_use",
    "用途",
    "建筑用途",
    "使用性质",
    "房屋用途",
    "规划用途",
    "建筑功能",
    "YT",
    "JZYT",
    "SYXZ",
    "FWYT",
    "kind_detail",
    "building",
    "功能",
    "usage",
    "type",
];

const STOREYS: &[&str] = &[
    "storeys",
    "stories",
    "levels",
    "building:levels",
    "floors",
    "层数",
    "地上层数",
    "楼层",
    "总层数",
    "楼层数",
    "CS",
    "DSCS",
    "LC",
    "num_floors",
    "floor",
];

const FLOOR_AREA: &[&str] =
    &["floor_area_m2", "floor_area", "gfa", "建筑面积", "总建筑面积", "JZMJ", "ZJZMJ", "area_m2"];

const FUNCTION: &[&str] = &[
    "function",
    "functions",
    "功能",
    "功能类型",
    "设施功能",
    "category",
    "类别",
    "设施类型",
    "设施类别",
    "SSLX",
    "SSLB",
    "type",
    "类型",
    "LX",
    "amenity",
    "kind",
    "fclass",
    "service",
];

const USABLE_AREA: &[&str] = &[
    "usable_area_m2",
    "usable_area",
    "可用面积",
    "可利用面积",
    "KYMJ",
    "floor_area_m2",
    "floor_area",
    "建筑面积",
    "JZMJ",
    "area_m2",
    "面积",
];
