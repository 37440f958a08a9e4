//! Both languages in the window, switched while it runs.

use egui_kittest::kittest::Queryable as _;
use lifecircle::language::Language;

use super::support::window::{open_sample, press, session};

#[test]
fn the_language_is_switched_at_run_time_and_back() {
    let mut harness = open_sample(Language::Zh);
    assert!(harness.query_by_label("放置设施").is_some());
    press(&mut harness, "English");
    assert!(harness.query_by_label("放置设施").is_none());
    assert!(harness.query_by_label("Place facility").is_some());
    assert!(harness.query_by_label_contains("Elder care, Rate").is_some());
    press(&mut harness, "中文");
    assert!(harness.query_by_label_contains("养老服务, 覆盖率").is_some());
}

#[test]
fn switching_the_language_keeps_the_study() {
    let mut harness = open_sample(Language::Zh);
    let before = session(&harness).scenario().clone();
    press(&mut harness, "English");
    assert_eq!(session(&harness).scenario(), &before);
}
