//! The fields of the models: each shows what it needs, and nothing else.

use egui::{DragValue, RichText, Role, TextEdit, Ui};

use crate::analysis::{ProposalUse, Room};
use crate::language::{Language, Text};
use crate::siting::Complexes;
use crate::standard::FunctionIndex;
use crate::study::{Parameters, WalkModel, WeekHours};
use crate::ui::siting::{MOST_SITES, PlanForm, PlanModel, proposals};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::weak_ui;

const COUNT_NEW: Text = Text::new("新增处数", "New sites");
const COUNT_ALL: Text = Text::new("处数（含拟设）", "Sites, proposals among them");
const COUNT_MOST: Text = Text::new("最多处数", "Sites at most");
const KEEP: Text = Text::new("保留现状设施", "Keep existing facilities");
const KEEP_HINT: Text = Text::new(
    "不保留时，方案单独满足需求；采用方案时现状设施停办此功能",
    "Without them the plan serves alone; applying it then closes existing facilities for this function",
);
const OWN_STAY: Text = Text::new("拟设保留，另加", "Proposals stay, sites on top");
const OWN_MAY_GO: Text = Text::new("拟设可调整", "Proposals may be replaced");
const LEAVE_OUT: Text =
    Text::new("不计任何点都到不了的居民", "Leave out residents beyond every site");
const FIRST_SHARE: Text = Text::new("第一处的分量", "Weight of the first site");
const FIRST_SHARE_HINT: Text = Text::new(
    "其余分量归第二处；低于 50% 时宁可让部分居民有两处",
    "The rest is that of the second; below 50 % two sites for some go before one for more",
);
const BY_AREA: Text = Text::new("按面积与标准推算容量", "Room by area and standard");
const EACH: Text = Text::new("每处容纳相同人数", "The same room at each site");
const ROOM: Text = Text::new("每处容纳人数", "Residents each site has room for");
const WORST_SHARE: Text = Text::new("最差单元的分量", "Weight of the worst unit");
const OTHER_WALK: Text = Text::new("另一种步行模型", "The other walk model");
const GROWTH: Text = Text::new("居民增减", "More or fewer residents");
const AGEING: Text = Text::new("60 岁以上增减", "More or fewer aged 60 and over");
const LIMIT: Text = Text::new("另一步行距离", "Another walking limit");
const FUTURES: Text = Text::new("除现状参数外还要考虑：", "Beside the parameters as they are:");
const NO_FUTURES: Text = Text::new("请至少勾选一种情形", "Tick one future at least");
const BUDGET: Text = Text::new("预算（万元）", "Budget in 10,000 yuan");
const NATURE: Text = Text::new("面积随服务人数增加", "Areas grow with those they serve");
const COMPLEXES: Text = Text::new("综合体", "Complexes");
const COMPLEX_COUNT: Text = Text::new("至少几处综合体", "Complexes at least");
const FUNCTIONS: Text = Text::new("功能与开放时间", "Functions and hours");
const HOURS_HINT: Text = Text::new(
    "如 Mo-Fr 09:00-16:00；错时开放的功能可共用房间；留空则独占",
    "Such as Mo-Fr 09:00-16:00: functions that are never open together share rooms; empty shares none",
);
const BUDGETS: Text = Text::new("各年预算（万元）", "Budgets of the years in 10,000 yuan");
const PHASED: Text = Text::new("功能", "Functions");
const NEVER_REGRESS: Text = Text::new("试点覆盖逐年不降", "Never regress for pilots");
const NEVER_REGRESS_HINT: Text = Text::new(
    "任一试点单元任一功能的覆盖，年末不低于上年末；要停办、迁移的设施等到可以时才停。试点按研究的规则选出",
    "No pilot unit ends a year with less of a function than the year before: what the scenario closes or \
     moves waits until it may. Pilots are those that the study's rule chooses",
);
const YEARS: Text = Text::new("年数", "Years");
const FIRST_YEAR: Text = Text::new("起始年", "First year");

/// Shows the fields of the form's model.
pub fn fields_ui(ui: &mut Ui, workspace: &Workspace, view: &View, form: &mut PlanForm) {
    let language = view.language;
    if form.model.has_count() {
        let name = match (form.model, form.proposals) {
            (PlanModel::Bundles, _) => COUNT_MOST,
            (_, ProposalUse::Stay) => COUNT_NEW,
            (_, ProposalUse::MayGo) => COUNT_ALL,
        };
        let number = DragValue::new(&mut form.count).range(1..=MOST_SITES).speed(0.1);
        number_ui(ui, number, name, language);
    }
    match form.model {
        PlanModel::SecondSite => {
            share_ui(ui, &mut form.first_share, FIRST_SHARE, language)
                .on_hover_text(FIRST_SHARE_HINT.of(language));
        }
        PlanModel::WithRoom => room_ui(ui, form, language),
        PlanModel::WorstUnit => {
            share_ui(ui, &mut form.worst_share, WORST_SHARE, language);
        }
        PlanModel::Robust => futures_ui(ui, workspace, view, form),
        PlanModel::Bundles => bundle_ui(ui, workspace, view, form),
        PlanModel::Phasing => phasing_ui(ui, workspace, view, form),
        _ => {}
    }
    if form.model.has_places() {
        let keep = ui.checkbox(&mut form.keeps_existing, KEEP.of(language));
        keep.on_hover_text(KEEP_HINT.of(language));
    }
    if form.model.may_replace() && !proposals(&workspace.session, view).is_empty() {
        ui.horizontal_wrapped(|ui| {
            for (own, name) in [(ProposalUse::Stay, OWN_STAY), (ProposalUse::MayGo, OWN_MAY_GO)] {
                ui.radio_value(&mut form.proposals, own, name.of(language));
            }
        });
    }
    if form.model.serves_all() {
        ui.checkbox(&mut form.leaves_out_unreachable, LEAVE_OUT.of(language));
    }
}

/// A number with its name.
fn number_ui(ui: &mut Ui, number: DragValue<'_>, name: Text, language: Language) -> egui::Response {
    let row = ui.horizontal(|ui| {
        let field = ui.add(number);
        words::name_widget(&field, Role::SpinButton, name.of(language));
        ui.label(name.of(language));
    });
    row.response
}

/// A share from 0 to 1, as percent.
fn share_ui(ui: &mut Ui, share: &mut f64, name: Text, language: Language) -> egui::Response {
    let mut percent = 100.0 * *share;
    let number = DragValue::new(&mut percent).range(0.0..=100.0).speed(0.5).suffix(" %");
    let response = number_ui(ui, number.max_decimals(0), name, language);
    *share = percent / 100.0;
    response
}

fn room_ui(ui: &mut Ui, form: &mut PlanForm, language: Language) {
    const USUAL: f64 = 1_000.0;
    let mut is_each = matches!(form.room, Room::Each(_));
    ui.horizontal_wrapped(|ui| {
        ui.radio_value(&mut is_each, false, BY_AREA.of(language));
        ui.radio_value(&mut is_each, true, EACH.of(language));
    });
    form.room = match (is_each, form.room) {
        (false, _) => Room::ByArea,
        (true, Room::ByArea) => Room::Each(USUAL),
        (true, Room::Each(mut residents)) => {
            let number = DragValue::new(&mut residents).range(1.0..=1e6).speed(10.0);
            number_ui(ui, number.max_decimals(0), ROOM, language);
            Room::Each(residents)
        }
    };
}

fn futures_ui(ui: &mut Ui, workspace: &Workspace, view: &View, form: &mut PlanForm) {
    let (session, language) = (&workspace.session, view.language);
    let study = session.study();
    weak_ui(ui, FUTURES.of(language));
    let futures = &mut form.futures;
    let has_streets = !study.layers().streets.is_empty();
    if has_streets || study.parameters().model == WalkModel::Network {
        ui.checkbox(&mut futures.other_walk, OTHER_WALK.of(language));
    }
    factor_ui(ui, &mut futures.growth, (1.2, GROWTH), language);
    factor_ui(ui, &mut futures.ageing, (1.4, AGEING), language);
    ui.horizontal(|ui| {
        const USUAL_M: f64 = 500.0;
        let mut is_set = futures.limit_m.is_some();
        ui.checkbox(&mut is_set, LIMIT.of(language));
        let mut limit_m = futures.limit_m.unwrap_or(USUAL_M);
        if is_set {
            let longest = Parameters::LONGEST_WALK_M;
            ui.add(DragValue::new(&mut limit_m).range(50.0..=longest).speed(5.0).suffix(" m"));
        }
        futures.limit_m = is_set.then_some(limit_m);
    });
    if form.futures.futures(session, view.group).is_empty() {
        weak_ui(ui, NO_FUTURES.of(language));
    }
}

/// A factor that may be left out, as percent more or fewer.
fn factor_ui(
    ui: &mut Ui,
    factor: &mut Option<f64>,
    (usual, name): (f64, Text),
    language: Language,
) {
    ui.horizontal(|ui| {
        let mut is_set = factor.is_some();
        ui.checkbox(&mut is_set, name.of(language));
        let mut percent = 100.0 * (factor.unwrap_or(usual) - 1.0);
        if is_set {
            let number = DragValue::new(&mut percent).range(-90.0..=200.0).speed(1.0);
            ui.add(number.max_decimals(0).suffix(" %"));
        }
        *factor = is_set.then_some(1.0 + percent / 100.0);
    });
}

fn bundle_ui(ui: &mut Ui, workspace: &Workspace, view: &View, form: &mut PlanForm) {
    let language = view.language;
    let standard = workspace.session.study().standard();
    let bundle = &mut form.bundle;
    ui.horizontal(|ui| {
        const USUAL_WAN: f64 = 1_000.0;
        let mut is_set = bundle.budget_wan.is_some();
        ui.checkbox(&mut is_set, BUDGET.of(language));
        let mut wan = bundle.budget_wan.unwrap_or(USUAL_WAN);
        if is_set {
            let number = DragValue::new(&mut wan).range(0.0..=1e7).speed(10.0).max_decimals(1);
            let field = ui.add(number);
            words::name_widget(&field, Role::SpinButton, BUDGET.of(language));
        }
        bundle.budget_wan = is_set.then_some(wan);
    });
    if standard.complex_rule.is_some() {
        complexes_ui(ui, &mut bundle.complexes, language);
    }
    ui.checkbox(&mut bundle.by_area, NATURE.of(language));
    let chosen = bundle.chosen(standard);
    let title = format!("{} ({})", FUNCTIONS.of(language), chosen.len());
    let folded = egui::CollapsingHeader::new(title).id_salt("bundle functions");
    folded.show(ui, |ui| {
        let all: Vec<FunctionIndex> =
            standard.indexes().filter(|index| standard.function(*index).in_standard).collect();
        for function in &all {
            ui.horizontal(|ui| {
                let mut is_chosen = chosen.contains(function);
                let name = standard.function(*function).short_name.of(language);
                if ui.checkbox(&mut is_chosen, name).changed() {
                    // Nothing chosen stands for all.
                    let mut functions =
                        chosen.iter().copied().collect::<std::collections::BTreeSet<_>>();
                    if is_chosen {
                        functions.insert(*function);
                    } else {
                        functions.remove(function);
                    }
                    bundle.functions = functions;
                }
                if is_chosen {
                    hours_ui(ui, bundle.hours.entry(*function).or_default(), name, language);
                }
            });
        }
    });
    bundle.hours.retain(|_, hours| !hours.is_empty());
}

/// Hours as they are typed; what cannot be read says so.
fn hours_ui(ui: &mut Ui, hours: &mut String, function: &str, language: Language) {
    let edit = TextEdit::singleline(hours).desired_width(150.0).hint_text("Mo-Fr 09:00-16:00");
    let field = ui.add(edit).on_hover_text(HOURS_HINT.of(language));
    words::name_widget(&field, Role::TextInput, &format!("{} {function}", FUNCTIONS.of(language)));
    if let Err(error) = WeekHours::parse(hours)
        && !hours.is_empty()
    {
        let warning = RichText::new("⚠").color(ui.visuals().warn_fg_color);
        ui.label(warning).on_hover_text(error.message().of(language));
    }
}

fn complexes_ui(ui: &mut Ui, complexes: &mut Complexes, language: Language) {
    let choices = [
        (Complexes::AsItComes, Text::new("不作要求", "as they come")),
        (Complexes::AtLeast(1), Text::new("至少", "at least")),
        (Complexes::Every, Text::new("全部", "every site")),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.label(COMPLEXES.of(language));
        for (choice, name) in choices {
            let is_it = std::mem::discriminant(complexes) == std::mem::discriminant(&choice);
            if ui.radio(is_it, name.of(language)).clicked() && !is_it {
                *complexes = choice;
            }
            if let (Complexes::AtLeast(_), Complexes::AtLeast(least)) = (choice, &mut *complexes) {
                let field = ui.add(DragValue::new(least).range(1..=MOST_SITES).speed(0.1));
                words::name_widget(&field, Role::SpinButton, COMPLEX_COUNT.of(language));
            }
        }
    });
}

/// The functions, what each year has, and whether pilots may lose.
fn phasing_ui(ui: &mut Ui, workspace: &Workspace, view: &View, form: &mut PlanForm) {
    let (session, language) = (&workspace.session, view.language);
    let (study, phasing) = (session.study(), &mut form.phasing);
    let standard = study.standard();
    let mut chosen = phasing.chosen(view.function);
    let title = format!("{} ({})", PHASED.of(language), chosen.len());
    egui::CollapsingHeader::new(title).id_salt("phased functions").show(ui, |ui| {
        for function in standard.indexes().filter(|index| standard.function(*index).in_standard) {
            let mut is_chosen = chosen.contains(&function);
            let name = standard.function(function).short_name.of(language);
            if ui.checkbox(&mut is_chosen, name).changed() {
                if is_chosen {
                    chosen.insert(function);
                } else {
                    chosen.remove(&function);
                }
                phasing.functions = chosen.clone();
            }
        }
    });
    if study.programme_rules().budgets.is_empty() {
        let years = crate::study::PROJECT_YEARS;
        number_ui(ui, DragValue::new(&mut phasing.first_year).range(years), FIRST_YEAR, language);
        number_ui(ui, DragValue::new(&mut phasing.years).range(1..=20).speed(0.1), YEARS, language);
    }
    weak_ui(ui, BUDGETS.of(language));
    for (year, mut wan) in phasing.years_wan(session) {
        ui.horizontal(|ui| {
            let name = language.pick(format!("{year} 年"), year.to_string());
            let number = DragValue::new(&mut wan).range(0.0..=1e7).speed(10.0).max_decimals(1);
            let field = ui.add(number);
            words::name_widget(
                &field,
                Role::SpinButton,
                &format!("{} {name}", BUDGETS.of(language)),
            );
            if field.changed() {
                phasing.budgets_wan.insert(year, wan);
            }
            ui.label(name);
        });
    }
    let keep = ui.checkbox(&mut phasing.never_regress, NEVER_REGRESS.of(language));
    keep.on_hover_text(NEVER_REGRESS_HINT.of(language));
}
