//! The fields that only candidates have: what they are called, in files and in the window, and the
//! words that their values are written with.

use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::study::register::{
    AppraisalGrade, Date, FireGrade, Floors, OwnerKind, Party, ReviewState, Term, Verdict, fields,
};

use super::aliases::normal;

/// A field of the candidate register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RegisterField {
    Address,
    Building,
    OwnerKind,
    Owner,
    TitleNumber,
    CurrentUse,
    Floors,
    AvailableArea,
    OutdoorArea,
    Year,
    Structure,
    Lift,
    BarrierFree,
    OwnEntrance,
    Appraisal,
    AppraisedOn,
    FireGrade,
    Exits,
    Sprinkler,
    Heritage,
    IllegalConstruction,
    Rent,
    RefitCost,
    ReviewState,
    ValidUntil,
    /// The opinion or consent of a party.
    Opinion(Party),
    Levers,
    Attachments,
    Notes,
}

impl Term for RegisterField {
    const ALL: &'static [Self] = &[
        Self::Address,
        Self::Building,
        Self::OwnerKind,
        Self::Owner,
        Self::TitleNumber,
        Self::CurrentUse,
        Self::Floors,
        Self::AvailableArea,
        Self::OutdoorArea,
        Self::Year,
        Self::Structure,
        Self::Lift,
        Self::BarrierFree,
        Self::OwnEntrance,
        Self::Appraisal,
        Self::AppraisedOn,
        Self::FireGrade,
        Self::Exits,
        Self::Sprinkler,
        Self::Heritage,
        Self::IllegalConstruction,
        Self::Rent,
        Self::RefitCost,
        Self::ReviewState,
        Self::ValidUntil,
        Self::Opinion(Party::DevelopmentAndReform),
        Self::Opinion(Party::PlanningAndResources),
        Self::Opinion(Party::HousingAndConstruction),
        Self::Opinion(Party::Fire),
        Self::Opinion(Party::SectorAuthority),
        Self::Opinion(Party::Owner),
        Self::Levers,
        Self::Attachments,
        Self::Notes,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Building => "building",
            Self::OwnerKind => "owner_kind",
            Self::Owner => "owner",
            Self::TitleNumber => "title_no",
            Self::CurrentUse => "current_use",
            Self::Floors => "floors",
            Self::AvailableArea => "available_area",
            Self::OutdoorArea => "outdoor_area",
            Self::Year => "year",
            Self::Structure => "structure",
            Self::Lift => "lift",
            Self::BarrierFree => "barrier_free",
            Self::OwnEntrance => "own_entrance",
            Self::Appraisal => "appraisal",
            Self::AppraisedOn => "appraised_on",
            Self::FireGrade => "fire_grade",
            Self::Exits => "exits",
            Self::Sprinkler => "sprinkler",
            Self::Heritage => "heritage",
            Self::IllegalConstruction => "illegal_construction",
            Self::Rent => "rent",
            Self::RefitCost => "refit_cost",
            Self::ReviewState => "review_state",
            Self::ValidUntil => "valid_until",
            Self::Opinion(party) => opinion_id(party),
            Self::Levers => "levers",
            Self::Attachments => "attachments",
            Self::Notes => "notes",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Address => Text::new("地址", "Address"),
            Self::Building => Text::new("所在建筑编号", "Building (id)"),
            Self::OwnerKind => Text::new("权属性质", "Kind of owner"),
            Self::Owner => Text::new("权属方", "Owner"),
            Self::TitleNumber => Text::new("产权证号", "Title no."),
            Self::CurrentUse => Text::new("现状用途", "Current use"),
            Self::Floors => Text::new("使用楼层", "Floors used"),
            Self::AvailableArea => fields::AVAILABLE_AREA,
            Self::OutdoorArea => fields::OUTDOOR_AREA,
            Self::Year => fields::YEAR,
            Self::Structure => Text::new("结构类型", "Structure"),
            Self::Lift => Text::new("电梯", "Lift"),
            Self::BarrierFree => Text::new("无障碍", "Barrier-free"),
            Self::OwnEntrance => Text::new("独立出入口", "Own entrance"),
            Self::Appraisal => Text::new("结构鉴定等级", "Structural appraisal"),
            Self::AppraisedOn => Text::new("鉴定日期", "Appraised on"),
            Self::FireGrade => Text::new("耐火等级", "Fire resistance"),
            Self::Exits => fields::EXITS,
            Self::Sprinkler => Text::new("喷淋", "Sprinkler"),
            Self::Heritage => Text::new("保护建筑", "Heritage"),
            Self::IllegalConstruction => Text::new("违法建筑", "Illegal construction"),
            Self::Rent => fields::RENT,
            Self::RefitCost => fields::REFIT_COST,
            Self::ReviewState => Text::new("联审状态", "Review state"),
            Self::ValidUntil => Text::new("临时使用期限", "Temporary use until"),
            Self::Opinion(party) => opinion_name(party),
            Self::Levers => Text::new("规划支持政策", "Policy levers"),
            Self::Attachments => Text::new("附件", "Attachments"),
            Self::Notes => Text::new("备注", "Notes"),
        }
    }
}

fn opinion_id(party: Party) -> &'static str {
    match party {
        Party::DevelopmentAndReform => "development_opinion",
        Party::PlanningAndResources => "planning_opinion",
        Party::HousingAndConstruction => "housing_opinion",
        Party::Fire => "fire_opinion",
        Party::SectorAuthority => "sector_consent",
        Party::Owner => "owner_consent",
    }
}

fn opinion_name(party: Party) -> Text {
    match party {
        Party::DevelopmentAndReform => Text::new("发展改革意见", "Opinion: development and reform"),
        Party::PlanningAndResources => Text::new("规划资源意见", "Opinion: planning and resources"),
        Party::HousingAndConstruction => {
            Text::new("住建房管意见", "Opinion: housing and construction")
        }
        Party::Fire => Text::new("消防意见", "Opinion: fire"),
        Party::SectorAuthority => Text::new("行业主管部门意见", "Consent: sector authority"),
        Party::Owner => Text::new("权属方意见", "Consent: owner"),
    }
}

impl RegisterField {
    /// Whether its values are words or days that can be understood or not; else any text will do.
    pub(super) fn has_vocabulary(self) -> bool {
        !matches!(
            self,
            Self::Address
                | Self::Building
                | Self::Owner
                | Self::TitleNumber
                | Self::CurrentUse
                | Self::Structure
                | Self::Levers
                | Self::Attachments
                | Self::Notes
        )
    }

    /// Whether a value can be understood.
    pub(super) fn takes(self, value: &str) -> bool {
        match self {
            Self::OwnerKind => owner_kind_of(value).is_some(),
            Self::Floors => value.parse::<Floors>().is_ok(),
            Self::Appraisal => appraisal_of(value).is_some(),
            Self::FireGrade => fire_grade_of(value).is_some(),
            Self::ReviewState => review_state_of(value).is_some(),
            Self::Opinion(_) => verdict_of(value).is_some(),
            Self::AppraisedOn | Self::ValidUntil => value.parse::<Date>().is_ok(),
            _ => !value.is_empty(),
        }
    }

    /// The names of the field in files, the most likely first.
    pub(super) fn aliases(self) -> &'static str {
        match self {
            Self::Address => "address addr 地址 坐落 详细地址 门牌 DZ ZL XXDZ",
            Self::Building => "building building_id 建筑编号 所在建筑 楼栋编号 JZBH LDBH 房屋编码",
            Self::OwnerKind => {
                "owner_kind ownership ownership_type 权属性质 产权性质 所有制 产权类型 QSXZ CQXZ owner \
                 权属 产权"
            }
            Self::Owner => {
                "owner_name owner 权属方 产权人 权利人 权属单位 产权单位 业主 QLR CQR QSDW CQDW"
            }
            Self::TitleNumber => {
                "title_no title_number certificate 产权证号 不动产权证号 房产证号 权证号 CQZH BDCQZH"
            }
            Self::CurrentUse => "current_use existing_use 现状用途 现用途 目前用途 XZYT XYT",
            Self::Floors => "floors floor floor_used 使用楼层 所在楼层 楼层 层次 SYLC SZLC LC",
            Self::AvailableArea => {
                "available_area_m2 available_area 可提供面积 现可提供面积 空置面积 KTGMJ"
            }
            Self::OutdoorArea => {
                "outdoor_area_m2 outdoor_area 室外场地 室外面积 场地面积 SWMJ SWCD"
            }
            Self::Year => "year built year_built 建成年代 建造年代 建成年份 竣工年份 JCND JZND",
            Self::Structure => "structure 结构 结构类型 建筑结构 JG JGLX JZJG",
            Self::Lift => "lift elevator has_lift 电梯 有无电梯 是否有电梯 DT SFDT",
            Self::BarrierFree => "barrier_free accessible 无障碍 无障碍设施 是否无障碍 WZA SFWZA",
            Self::OwnEntrance => {
                "own_entrance separate_entrance 独立出入口 独立入口 单独出入口 DLCRK SFDLCRK"
            }
            Self::Appraisal => {
                "appraisal appraisal_grade structural_grade 鉴定等级 结构鉴定等级 房屋鉴定等级 安全等级 JDDJ \
                 FWAQDJ"
            }
            Self::AppraisedOn => "appraised_on appraisal_date 鉴定日期 鉴定时间 JDRQ JDSJ",
            Self::FireGrade => "fire_grade fire_resistance 耐火等级 NHDJ",
            Self::Exits => "exits exit_count 疏散出口 安全出口 出口数 疏散出口数 SSCK AQCK CKS",
            Self::Sprinkler => "sprinkler sprinklers 喷淋 自动喷淋 喷淋系统 PL SFPL",
            Self::Heritage => "heritage listed 保护建筑 历史建筑 文物 是否保护建筑 BHJZ LSJZ",
            Self::IllegalConstruction => {
                "illegal_construction illegal 违法建筑 违建 是否违建 有无违建 WFJZ WJ SFWJ"
            }
            Self::Rent => "rent rent_yuan_per_m2_day 租金 日租金 租金单价 ZJ RZJ",
            Self::RefitCost => {
                "refit_cost_yuan refit_cost conversion_cost 改造费用 改造投资 改造成本 GZFY GZTZ"
            }
            Self::ReviewState => {
                "review_state review status 联审状态 审查状态 审核状态 状态 LSZT SCZT ZT"
            }
            Self::ValidUntil => {
                "valid_until expiry expires 有效期至 临时使用期限 到期日 有效期 YXQ DQR"
            }
            Self::Opinion(party) => opinion_aliases(party),
            Self::Levers => "levers policy_levers 支持政策 规划政策 政策工具 ZCZC",
            Self::Attachments => "attachments photos photo files 附件 照片 图片 FJ ZP",
            Self::Notes => "notes remarks comment 备注 说明 BZ",
        }
    }
}

fn opinion_aliases(party: Party) -> &'static str {
    match party {
        Party::DevelopmentAndReform => {
            "development_opinion development_and_reform ndrc_opinion 发改意见 发展改革意见 发改委意见 FGYJ"
        }
        Party::PlanningAndResources => {
            "planning_opinion planning_and_resources 规划意见 规划资源意见 规资意见 GHYJ GZYJ"
        }
        Party::HousingAndConstruction => {
            "housing_opinion housing_and_construction 住建意见 房管意见 住建房管意见 ZJYJ FGJYJ"
        }
        Party::Fire => "fire_opinion fire 消防意见 XFYJ",
        Party::SectorAuthority => {
            "sector_consent sector_authority 行业主管部门意见 主管部门意见 行业主管意见 ZGBMYJ"
        }
        Party::Owner => "owner_consent owner_opinion 权属方意见 权属人意见 产权人意见 QSFYJ CQRYJ",
    }
}

/// The word that a text of a file stands for: by its name, or else the first whose sign it holds.
fn word_of<T: Term>(text: &str, signs: &[(T, &[&str])]) -> Option<T> {
    let text = normal(text);
    let is_name = |word: &&T| {
        [word.id(), word.name().zh, word.name().en].iter().any(|name| normal(name) == text)
    };
    let by_name = T::ALL.iter().find(is_name).copied();
    let holds = |(_, signs): &&(T, &[&str])| signs.iter().any(|sign| text.contains(sign));
    by_name.or_else(|| signs.iter().find(holds).map(|(word, _)| *word))
}

/// Who owns premises, by a word for the kind of owner.
pub(super) fn owner_kind_of(text: &str) -> Option<OwnerKind> {
    word_of(
        text,
        &[
            (OwnerKind::Collective, &["集体", "村", "collective"]),
            (OwnerKind::State, &["国有", "国企", "国资", "公有", "公房", "state", "public"]),
            (OwnerKind::Private, &["私", "个人", "民营", "private"]),
        ],
    )
}

/// A state of the joint review. Words that deny come before those they deny.
pub(super) fn review_state_of(text: &str) -> Option<ReviewState> {
    use ReviewState as S;
    word_of(
        text,
        &[
            (S::NotFiled, &["未申报", "未报", "notfiled"]),
            (S::Refused, &["不通过", "未通过", "不予", "否决", "refused", "rejected"]),
            (
                S::Lapsed,
                &["失效", "过期", "到期", "撤回", "撤销", "expired", "withdrawn", "lapsed"],
            ),
            (S::NeedDocuments, &["补件", "补正", "退回", "document", "returned"]),
            (S::PassedWithConditions, &["附条件", "有条件", "condition"]),
            (S::Passed, &["通过", "批准", "同意", "passed", "approved"]),
            (S::InReview, &["审查", "审核", "在审", "受理", "联审中", "review", "pending"]),
        ],
    )
}

/// What a party says, in a word or at length.
pub(super) fn verdict_of(text: &str) -> Option<Verdict> {
    word_of(
        text,
        &[
            (Verdict::Objects, &["不同意", "反对", "不支持", "object", "refuse"]),
            (Verdict::AgreesWithConditions, &["附条件", "有条件", "但", "须", "应", "condition"]),
            (Verdict::Agrees, &["同意", "支持", "无意见", "agree", "yes"]),
        ],
    )
}

pub(super) fn appraisal_of(text: &str) -> Option<AppraisalGrade> {
    let letter = text.trim().chars().next()?.to_ascii_uppercase();
    AppraisalGrade::from_id(letter.encode_utf8(&mut [0; 4]))
}

pub(super) fn fire_grade_of(text: &str) -> Option<FireGrade> {
    let grade = normal(text);
    let grade = grade.trim_end_matches('级').trim_start_matches("grade");
    match grade {
        "1" | "一" | "i" => Some(FireGrade::One),
        "2" | "二" | "ii" => Some(FireGrade::Two),
        "3" | "三" | "iii" => Some(FireGrade::Three),
        "4" | "四" | "iv" => Some(FireGrade::Four),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_lists_are_understood() {
        assert_eq!(review_state_of("conditional"), Some(ReviewState::PassedWithConditions));
        assert_eq!(review_state_of("附条件通过"), Some(ReviewState::PassedWithConditions));
        assert_eq!(review_state_of("未通过"), Some(ReviewState::Refused));
        assert_eq!(review_state_of("need_documents"), Some(ReviewState::NeedDocuments));
        assert_eq!(review_state_of("联审已通过"), Some(ReviewState::Passed));
        assert_eq!(review_state_of("待定"), None);
        assert_eq!(verdict_of("不同意"), Some(Verdict::Objects));
        assert_eq!(verdict_of("同意，须加装喷淋"), Some(Verdict::AgreesWithConditions));
        assert_eq!(verdict_of("同意"), Some(Verdict::Agrees));
        assert_eq!(owner_kind_of("区属国企"), Some(OwnerKind::State));
        assert_eq!(owner_kind_of("state"), Some(OwnerKind::State));
        assert_eq!(owner_kind_of("上海某某有限公司"), None);
        assert_eq!(appraisal_of("Bsu级"), Some(AppraisalGrade::B));
        assert_eq!(fire_grade_of("二级"), Some(FireGrade::Two));
    }

    #[test]
    fn every_field_has_names_in_files_that_no_other_field_claims_first() {
        let mut first: Vec<&str> = Vec::new();
        for field in RegisterField::ALL {
            let alias = field.aliases().split_whitespace().next().expect("an alias");
            assert!(!first.contains(&alias), "{alias}");
            let same_id = RegisterField::ALL.iter().filter(|other| other.id() == field.id());
            assert_eq!(same_id.count(), 1, "{}", field.id());
            first.push(alias);
            let all: Vec<_> = field.aliases().split_whitespace().collect();
            let is_chinese = |alias: &&&str| !alias.is_ascii();
            assert!(all.iter().any(|alias| is_chinese(&alias)), "{field:?} has no Chinese name");
        }
    }
}
