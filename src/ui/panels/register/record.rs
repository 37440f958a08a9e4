//! The fields of a candidate by groups: premises, title, safety, limits, money, policy, files. What
//! is entered becomes one edit.

use egui::Ui;

use crate::language::{Language, Text};
use crate::study::Candidate;
use crate::study::register::{Lever, PolicyLever, Term as _, fields};
use crate::ui::action::{Action, RegisterAction};

use super::rows::Rows;

const PREMISES: Text = Text::new("房屋与面积", "Premises and areas");
const TITLE: Text = Text::new("权属与用途", "Title and use");
const SAFETY: Text = Text::new("结构与消防", "Structure and fire");
const MONEY: Text = Text::new("费用", "Money");
const LEVERS: Text = Text::new("规划支持政策", "Policy levers");
const FILES: Text = Text::new("附件与备注", "Files and notes");
const LEVERS_HINT: Text = Text::new(
    "仅作记录，是否适用由主管部门认定（通知第三条）",
    "Recorded as data; whether they apply is for the authorities to say (clause 3 of the notice)",
);

const NAME: Text = Text::new("名称", "Name");
const ADDRESS: Text = Text::new("地址", "Address");
const KIND: Text = Text::new("存量类型", "Kind of stock");
const IDLE: Text = Text::new("闲置", "Idle");
const FLOORS: Text = Text::new("使用楼层（如 1、B1、1-2）", "Floors used (1, B1, 1-2)");
const STRUCTURE: Text = Text::new("结构类型", "Structure");
const LIFT: Text = Text::new("电梯", "Lift");
const BARRIER_FREE: Text = Text::new("无障碍", "Barrier-free");
const ENTRANCE: Text = Text::new("独立出入口", "Own entrance");
const OWNER_KIND: Text = Text::new("权属性质", "Kind of owner");
const OWNER: Text = Text::new("权属方", "Owner");
const TITLE_NO: Text = Text::new("产权证号", "Title no.");
const CURRENT_USE: Text = Text::new("现状用途", "Current use");
const APPRAISAL: Text = Text::new("结构鉴定", "Appraisal");
const APPRAISED_ON: Text = Text::new("鉴定日期", "Appraised on");
const FIRE_GRADE: Text = Text::new("耐火等级", "Fire resistance");
const SPRINKLER: Text = Text::new("喷淋", "Sprinkler");
const HERITAGE: Text = Text::new("保护建筑", "Heritage");
const ILLEGAL: Text = Text::new("违法建筑", "Illegal construction");
const ATTACHMENTS: Text = Text::new("附件路径（以；分隔）", "File paths (joined by ;)");
const NOTES: Text = Text::new("备注", "Notes");

/// A candidate that is being changed, and what of it.
struct Draft {
    candidate: Candidate,
    changed: Option<Text>,
}

impl Draft {
    /// Takes over what was entered in a field, if anything was.
    fn set<T>(&mut self, what: Text, entered: Option<T>, put: impl FnOnce(&mut Candidate, T)) {
        if let Some(value) = entered {
            put(&mut self.candidate, value);
            self.changed = Some(what);
        }
    }
}

/// Shows the rows of a group and takes what is entered over.
type Group = fn(&mut Rows, &mut Draft);

/// Shows all groups, folded; a change is an action.
pub fn record_ui(
    ui: &mut Ui,
    candidate: &Candidate,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let mut draft = Draft { candidate: candidate.clone(), changed: None };
    let groups: [(Text, Group); 6] = [
        (PREMISES, premises_ui),
        (TITLE, title_ui),
        (SAFETY, safety_ui),
        (MONEY, money_ui),
        (LEVERS, levers_ui),
        (FILES, files_ui),
    ];
    for (title, group) in groups {
        egui::CollapsingHeader::new(title.of(language)).id_salt(title.en).show(ui, |ui| {
            group(&mut Rows { ui, language, salt: candidate.id.0 }, &mut draft);
        });
    }
    if let Some(what) = draft.changed {
        let candidate = Box::new(draft.candidate);
        actions.push(RegisterAction::Change { candidate, what }.into());
    }
}

fn premises_ui(rows: &mut Rows, draft: &mut Draft) {
    let Candidate { name, address, stock, is_idle, premises: now, .. } = draft.candidate.clone();
    draft.set(NAME, rows.text(NAME, &name).filter(|name| !name.is_empty()), |c, v| c.name = v);
    draft.set(ADDRESS, rows.text(ADDRESS, &address), |c, v| c.address = v);
    draft.set(KIND, rows.known_word(KIND, stock), |c, v| c.stock = v);
    draft.set(IDLE, rows.flag(IDLE, is_idle), |c, v| c.is_idle = v);
    let (usable, total) = (fields::USABLE_AREA, fields::TOTAL_AREA);
    let (available, outdoor) = (fields::AVAILABLE_AREA, fields::OUTDOOR_AREA);
    draft.set(usable, rows.number(usable, now.usable_area_m2), |c, v| {
        c.premises.usable_area_m2 = v;
    });
    draft.set(total, rows.number(total, now.total_area_m2), |c, v| c.premises.total_area_m2 = v);
    draft.set(available, rows.number(available, now.available_area_m2), |c, v| {
        c.premises.available_area_m2 = v;
    });
    draft.set(outdoor, rows.number(outdoor, now.outdoor_area_m2), |c, v| {
        c.premises.outdoor_area_m2 = v;
    });
    draft.set(FLOORS, rows.parsed(FLOORS, now.floors), |c, v| c.premises.floors = v);
    let (storeys, year) = (fields::STOREYS, fields::YEAR);
    draft.set(storeys, rows.number(storeys, now.storeys), |c, v| c.premises.storeys = v);
    draft.set(year, rows.number(year, now.year), |c, v| c.premises.year = v);
    draft.set(STRUCTURE, rows.text(STRUCTURE, &now.structure), |c, v| c.premises.structure = v);
    draft.set(LIFT, rows.flag(LIFT, now.has_lift), |c, v| c.premises.has_lift = v);
    draft.set(BARRIER_FREE, rows.flag(BARRIER_FREE, now.is_barrier_free), |c, v| {
        c.premises.is_barrier_free = v;
    });
    draft.set(ENTRANCE, rows.flag(ENTRANCE, now.has_own_entrance), |c, v| {
        c.premises.has_own_entrance = v;
    });
}

fn title_ui(rows: &mut Rows, draft: &mut Draft) {
    let now = draft.candidate.title.clone();
    draft.set(OWNER_KIND, rows.word(OWNER_KIND, now.owner_kind), |c, v| c.title.owner_kind = v);
    draft.set(OWNER, rows.text(OWNER, &now.owner), |c, v| c.title.owner = v);
    draft.set(TITLE_NO, rows.text(TITLE_NO, &now.number), |c, v| c.title.number = v);
    draft.set(CURRENT_USE, rows.text(CURRENT_USE, &now.current_use), |c, v| {
        c.title.current_use = v;
    });
}

fn safety_ui(rows: &mut Rows, draft: &mut Draft) {
    let (now, limits) = (draft.candidate.safety.clone(), draft.candidate.limits.clone());
    draft.set(APPRAISAL, rows.word(APPRAISAL, now.appraisal), |c, v| c.safety.appraisal = v);
    draft.set(APPRAISED_ON, rows.parsed(APPRAISED_ON, now.appraised_on), |c, v| {
        c.safety.appraised_on = v;
    });
    draft.set(FIRE_GRADE, rows.word(FIRE_GRADE, now.fire_grade), |c, v| c.safety.fire_grade = v);
    draft.set(fields::EXITS, rows.number(fields::EXITS, now.exits), |c, v| c.safety.exits = v);
    draft.set(SPRINKLER, rows.flag(SPRINKLER, now.has_sprinkler), |c, v| {
        c.safety.has_sprinkler = v;
    });
    draft.set(HERITAGE, rows.flag(HERITAGE, limits.is_heritage), |c, v| c.limits.is_heritage = v);
    draft.set(ILLEGAL, rows.flag(ILLEGAL, limits.has_illegal_construction), |c, v| {
        c.limits.has_illegal_construction = v;
    });
}

fn money_ui(rows: &mut Rows, draft: &mut Draft) {
    let now = draft.candidate.money.clone();
    draft.set(fields::RENT, rows.number(fields::RENT, now.rent_yuan_per_m2_day), |c, v| {
        c.money.rent_yuan_per_m2_day = v;
    });
    draft.set(fields::REFIT_COST, rows.number(fields::REFIT_COST, now.refit_cost_yuan), |c, v| {
        c.money.refit_cost_yuan = v;
    });
}

/// Each lever that may apply, with its effect where it does.
fn levers_ui(rows: &mut Rows, draft: &mut Draft) {
    let language = rows.language;
    rows.ui.label(egui::RichText::new(LEVERS_HINT.of(language)).small().weak());
    for kind in PolicyLever::ALL {
        let applied = draft.candidate.levers.iter().position(|lever| lever.kind == *kind);
        let mut applies = applied.is_some();
        if rows.ui.checkbox(&mut applies, kind.name().of(language)).changed() {
            draft.set(kind.name(), Some(applies), |candidate, applies| {
                candidate.levers.retain(|lever| lever.kind != *kind);
                if applies {
                    candidate.levers.push(Lever { kind: *kind, effect: String::new() });
                }
            });
        }
        if let Some(position) = applied {
            let effect = draft.candidate.levers[position].effect.clone();
            let name = effect_of(*kind);
            draft.set(name, rows.text(name, &effect), |candidate, effect| {
                let levers = candidate.levers.iter_mut();
                levers
                    .filter(|lever| lever.kind == *kind)
                    .for_each(|l| l.effect.clone_from(&effect));
            });
        }
    }
}

/// What the field for a lever's effect is called.
fn effect_of(kind: PolicyLever) -> Text {
    match kind {
        PolicyLever::DensityAndHeight => Text::new("放宽的效果", "Effect of relaxing"),
        PolicyLever::MixedUse => Text::new("混合利用的效果", "Effect of mixing"),
        PolicyLever::ParcelsSplitOrMerged => Text::new("分割合并的效果", "Effect of splitting"),
        PolicyLever::LandPriceReduced => Text::new("减免的效果", "Effect of reducing"),
        PolicyLever::Strengthening => Text::new("加固的效果", "Effect of strengthening"),
        PolicyLever::LiftAdded => Text::new("加装的效果", "Effect of the lift"),
    }
}

fn files_ui(rows: &mut Rows, draft: &mut Draft) {
    let Candidate { attachments, notes, .. } = draft.candidate.clone();
    draft.set(ATTACHMENTS, rows.text(ATTACHMENTS, &attachments.join("; ")), |c, v: String| {
        let paths = v.split([';', '；']).map(str::trim).filter(|path| !path.is_empty());
        c.attachments = paths.map(str::to_owned).collect();
    });
    draft.set(NOTES, rows.text(NOTES, &notes), |c, v| c.notes = v);
}
