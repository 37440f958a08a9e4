//! The names under which files have our fields, and the words for functions: English, Chinese and
//! pinyin initials.

use crate::layers::Group;

use super::{Field, Role};

/// A name as it is compared: without case, spaces, `_` and `-`.
pub(super) fn normal(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

/// The names of a layer's field, the most likely first.
pub(super) fn aliases(role: Role, field: Field) -> impl Iterator<Item = &'static str> {
    let names = match field {
        Field::Id => ids(role),
        Field::Name => names(role),
        Field::Residents => {
            "residents population pop 人口 常住人口 人口数 居民 居民数 居住人口 总人口 RK RKS CZRK \
             persons people inhabitants"
        }
        Field::Age(group) => residents_of(group),
        Field::Use if role == Role::Candidates => {
            "stock stock_kind use 存量类型 用房类型 房屋类型 用途 使用性质 房屋用途 YFLX CLLX YT SYXZ FWYT \
             building_use"
        }
        Field::Storeys if role == Role::Candidates => {
            "storeys stories levels 层数 地上层数 总层数 楼层数 CS DSCS ZCS"
        }
        Field::FloorArea if role == Role::Candidates => {
            "total_area_m2 total_area floor_area_m2 floor_area gfa 建筑面积 总建筑面积 总面积 JZMJ ZJZMJ"
        }
        Field::Function if role == Role::Candidates => {
            "functions functions_allowed function 可用功能 可设功能 允许功能 功能 KYGN GN"
        }
        Field::Use => {
            "use building_use 用途 建筑用途 使用性质 房屋用途 规划用途 建筑功能 YT JZYT SYXZ FWYT \
             kind_detail building 功能 usage type"
        }
        Field::Storeys => {
            "storeys stories levels building:levels floors 层数 地上层数 楼层 总层数 楼层数 CS DSCS \
             LC num_floors"
        }
        Field::Height => "height building_height 建筑高度 高度 JZGD GD",
        Field::FloorArea => "floor_area_m2 floor_area gfa 建筑面积 总建筑面积 JZMJ ZJZMJ",
        Field::Capacity => {
            "capacity 服务能力 容量 床位 床位数 CWS 托位 托位数 TWS 座位 座位数 ZWS 餐位 餐位数 places seats \
             beds 规模 服务规模 GM"
        }
        Field::Hours => {
            "opening_hours hours open_hours 开放时间 营业时间 服务时间 开门时间 KFSJ YYSJ FWSJ"
        }
        Field::District => {
            "district 区 所属区 行政区 区名 区县 所属区县 QX QXMC XZQ county borough 街镇 街道 JZ"
        }
        Field::Households => "households household 户数 总户数 住户数 HS",
        Field::Idle => "idle vacant unused 闲置 是否闲置 空置 SFXZ",
        Field::Function => {
            "function functions 功能 功能类型 设施功能 category 类别 设施类型 设施类别 SSLX SSLB type \
             类型 LX amenity kind fclass service"
        }
        Field::Class => "class highway kind_detail cls fclass 等级 道路等级 DLDJ type",
        Field::Bridge => "bridge is_bridge 桥梁 桥 是否桥梁 SFQL QL",
        Field::Tunnel => "tunnel is_tunnel 隧道 地道 是否隧道 SFSD SD",
        Field::Level => "layer level 层级 高程层",
        Field::Crossing => "crossing footway 过街 人行横道 过街设施 GJSS RXHD",
        Field::Kind => "kind natural waterway railway barrier 类型 类别 LX type fclass",
        Field::UsableArea => {
            "usable_area_m2 usable_area 可用面积 可利用面积 KYMJ floor_area_m2 floor_area 建筑面积 JZMJ \
             面积"
        }
        Field::Register(field) => field.aliases(),
    };
    names.split_whitespace()
}

fn ids(role: Role) -> &'static str {
    match role {
        Role::Units => {
            "id unit_id grid_id code 网格编码 网格编号 单元编码 单元编号 WGBM WGBH DYBM DYBH 编码 编号 \
             代码 BSM BM BH XZQDM adcode gid FID OBJECTID"
        }
        _ => {
            "id code 编码 编号 代码 建筑编码 建筑编号 设施编码 设施编号 BSM BM BH JZBH SSBH osm_id gid \
             FID OBJECTID"
        }
    }
}

fn names(role: Role) -> &'static str {
    match role {
        Role::Units => "name 名称 网格名称 单元名称 WGMC DYMC MC 街镇 JZ XZQMC title",
        Role::Facilities => "name 名称 设施名称 SSMC MC title",
        Role::Streets => "name 名称 道路名称 路名 DLMC MC",
        _ => "name 名称 建筑名称 小区名称 JZMC XQMC MC 地址 title",
    }
}

fn residents_of(group: Group) -> &'static str {
    match group {
        Group::All => "",
        Group::Age0To2 => "age0_2 0-2岁 0~2岁 3岁以下 0-3岁",
        Group::Age3To5 => "age3_5 3-5岁 3~5岁 3-6岁",
        Group::Age6To17 => "age6_17 6-17岁 6~17岁",
        Group::Age18To59 => "age18_59 18-59岁 18~59岁",
        Group::Age60To79 => "age60_79 60-79岁 60~79岁",
        Group::Age80Plus => "age80p age80plus age80+ 80岁以上 80岁及以上 高龄老人",
        Group::Age60Plus => {
            "age60p age60plus age60+ 60岁以上 60岁及以上 老年人口 老年人 老人 elderly"
        }
    }
}

/// Other words for a function of the shipped standard: Chinese usage, and values of OSM's amenity,
/// leisure and shop that plainly mean the same. A restaurant is no community canteen and a hospital
/// no health station; such words stay functions of their own.
pub(super) fn function_words(function: &str) -> impl Iterator<Item = &'static str> {
    let words = match function {
        "party_service" => {
            "党群 党群服务中心 党群服务站 社区服务中心 社区服务站 邻里中心 睦邻中心 community_centre \
             community_center"
        }
        "elder_care" => {
            "养老 为老服务 养老院 敬老院 日间照料 日间照料中心 日间照护 综合为老服务中心 长者照护之家 \
             托老所 elderly_care nursing_home social_facility elder_day_care"
        }
        "childcare" => {
            "托育 托儿所 托育点 托育机构 宝宝屋 社区宝宝屋 nursery child_care kindergarten"
        }
        "after_school" => "课后托管 托管",
        "community_meals" => {
            "助餐 食堂 社区食堂 长者食堂 社区长者食堂 助餐点 老年助餐点 canteen community_canteen meals"
        }
        "home_services" => "家政 便民 便民服务 家政服务 laundry dry_cleaning",
        "health" => {
            "健康 卫生服务站 社区卫生服务站 卫生服务中心 社区卫生服务中心 卫生站 clinic doctors \
             health_station"
        }
        "fitness" => {
            "健身 体育 健身驿站 健身房 健身点 市民健身中心 sport sports gym fitness_centre \
             fitness_station sports_centre"
        }
        "culture" => {
            "文化 文化活动室 文化活动站 文化活动中心 社区文化活动中心 图书馆 书房 library arts_centre"
        }
        "child_play" => "儿童乐园 儿童游乐 游乐场 playground",
        "employment" => "就业 就业服务 就业服务站 employment_agency job_centre",
        _ => "",
    };
    words.split_whitespace()
}
