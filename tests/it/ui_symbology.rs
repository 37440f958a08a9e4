//! What the colours of the map tell, chosen in the window.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use lifecircle::analysis::GainOf;
use lifecircle::cartography::{
    BuildingIndicator, BuildingSymbology, ClassMethod, FacilitySymbology, StreetSymbology, Surface,
    UnitIndicator, UnitSymbology,
};
use lifecircle::language::Language;
use lifecircle::ui::App;

use super::support::window::{fold, open_sample, press, session};

fn open_section(harness: &mut Harness<'static, App>, title: &str) {
    harness.get_by_label(title).click();
    // It slides open.
    harness.run_steps(30);
}

fn choose(harness: &mut Harness<'static, App>, combo: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, combo).click();
    harness.run_steps(3);
    let choices = harness.query_all_by_label(choice);
    let choice = choices.last().expect("the choice is offered");
    choice.click();
    harness.run_steps(3);
}

#[test]
fn units_and_buildings_are_coloured_by_any_indicator() {
    let mut harness = open_sample(Language::En);
    fold(&mut harness, "Layers");
    open_section(&mut harness, "Symbology");
    choose(&mut harness, "Colour of units", "Residents not reached");
    choose(&mut harness, "Units: Class method", "Natural");
    choose(&mut harness, "Colour of buildings", "Facilities within reach");
    let symbology = harness.state().symbology();
    let UnitSymbology::Graduated(indicator, classing) = symbology.units else {
        panic!("{symbology:?}");
    };
    assert_eq!((indicator, classing.method), (UnitIndicator::Unreached, ClassMethod::Natural));
    let is_choices =
        matches!(symbology.buildings, BuildingSymbology::Graduated(BuildingIndicator::Choices, _));
    assert!(is_choices, "{symbology:?}");
    // Two indicators at once have classes of their own.
    choose(&mut harness, "Colour of units", "Rate × residents");
    assert!(harness.query_by_label("Units: Class method").is_none());
}

#[test]
fn a_surface_of_gains_follows_what_is_placed() {
    let mut harness = open_sample(Language::En);
    // Room for all rows.
    fold(&mut harness, "Layers");
    open_section(&mut harness, "Symbology");
    choose(&mut harness, "Colour of surface", "Gain of one more");
    assert_eq!(harness.state().symbology().surface, Surface::Gain(GainOf::Residents));
    press(&mut harness, "Place facility");
    let at = harness.get_by_label("Map").rect().center();
    super::support::window::click_at(&mut harness, at);
    harness.run_steps(2);
    assert!(session(&harness).facilities().values().any(|facility| facility.is_planned()));
}

#[test]
fn units_are_coloured_by_density_in_the_chinese_window() {
    let mut harness = open_sample(Language::Zh);
    open_section(&mut harness, "符号化");
    choose(&mut harness, "规划单元的颜色", "居民密度");
    let units = harness.state().symbology().units;
    assert!(matches!(units, UnitSymbology::Graduated(UnitIndicator::Density, _)), "{units:?}");
}

#[test]
fn streets_are_told_apart_by_their_class() {
    let mut harness = open_sample(Language::En);
    fold(&mut harness, "Layers");
    open_section(&mut harness, "Symbology");
    choose(&mut harness, "Colour of streets", "Class");
    assert_eq!(harness.state().symbology().streets, StreetSymbology::Class);
}

#[test]
fn signs_of_facilities_tell_what_is_chosen_and_a_stop_keeps_it() {
    let mut harness = open_sample(Language::En);
    fold(&mut harness, "Layers");
    open_section(&mut harness, "Symbology");
    choose(&mut harness, "Signs of facilities", "Capacity");
    choose(&mut harness, "Facilities: Class method", "Quantiles");
    let chosen = harness.state().symbology().facilities;
    let FacilitySymbology::Capacity(classing) = chosen else { panic!("{chosen:?}") };
    assert_eq!(classing.method, ClassMethod::Quantile);
    harness.key_press(egui::Key::B);
    harness.run_steps(3);
    choose(&mut harness, "Signs of facilities", "Year of opening");
    assert_eq!(harness.state().symbology().facilities, FacilitySymbology::Year);
    // Years have no classes.
    assert!(harness.query_by_label("Facilities: Class method").is_none());
    let stops = session(&harness).study().walkthrough().stops();
    let map = stops.last().and_then(|stop| stop.map()).expect("a stop was kept");
    assert_eq!(map.colors.facilities, "capacity/quantile/4");
}

#[test]
fn units_are_coloured_by_walking_minutes_that_follow_what_is_placed() {
    let mut harness = open_sample(Language::Zh);
    open_section(&mut harness, "符号化");
    choose(&mut harness, "规划单元的颜色", "平均步行时间");
    let units = harness.state().symbology().units;
    assert!(matches!(units, UnitSymbology::Graduated(UnitIndicator::MeanMinutes, _)), "{units:?}");
    press(&mut harness, "放置设施");
    let at = harness.get_by_label("地图").rect().center();
    super::support::window::click_at(&mut harness, at);
    harness.run_steps(2);
    assert!(session(&harness).facilities().values().any(|facility| facility.is_planned()));
}
