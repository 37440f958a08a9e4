//! The page for residents: the files it consists of, its distances against those of the study, and
//! what a browser shows of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use lifecircle::analysis::nearest_sites;
use lifecircle::language::Message;
use lifecircle::publication::{
    FOLDER_FILES, PublicationError, PublicationRequest, SITES_WITHIN_M, publish, write_folder,
};
use lifecircle::session::Session;
use lifecircle::study::{Edit, Facility, FacilityEdit, Parameters, ScenarioId, WalkModel};
use serde_json::Value;

use super::program::{lifecircle, path, small_study, stderr, study};
use super::support::sample_study;

/// The document of a published folder.
fn data_of(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("data.js")).expect("data.js is there");
    let json = text.trim_start_matches("window.LIFECIRCLE = ").trim_end().trim_end_matches(';');
    serde_json::from_str(json).expect("a JSON document behind the assignment")
}

#[test]
fn a_folder_opens_from_the_disk_and_names_no_other_host() {
    let folder = small_study();
    let out = path(&folder, "page");
    let published = lifecircle(&[
        "publish",
        &study(&folder),
        "--functions",
        "as-is",
        "--out",
        &out,
        "--title",
        "A <quarter>",
    ]);
    assert!(published.status.success(), "{}", stderr(&published));
    assert!(stderr(&published).contains("--review-number"), "{}", stderr(&published));
    for name in FOLDER_FILES {
        let bytes = fs::read(Path::new(&out).join(name)).expect("each file is there");
        let text = String::from_utf8_lossy(&bytes);
        let is_of_the_font = name.starts_with("font");
        let names_a_host = text.contains("http://") || text.contains("https://");
        assert!(is_of_the_font || !names_a_host, "{name} names a host");
    }
    let page = fs::read_to_string(Path::new(&out).join("index.html")).expect("the page");
    assert!(page.contains("<title>A &lt;quarter&gt;</title>"));
    assert!(page.contains("<li>Two: a, b a, b</li>"), "the list for browsers without scripts");
    let data = data_of(Path::new(&out));
    assert_eq!(data["review_number"], Value::Null);
    assert!(!data.to_string().contains("157"), "residents are not published");
}

#[test]
fn the_page_opens_in_the_language_it_was_made_for() {
    let folder = small_study();
    for (asked, language, tag) in [
        (&["--language", "en"][..], Value::from("en"), "en"),
        (&["--language", "zh"], Value::from("zh"), "zh-Hans"),
        (&[], Value::Null, "zh-Hans"),
    ] {
        let out = path(&folder, &format!("page{}", asked.len() + tag.len()));
        let study = study(&folder);
        let arguments = ["publish", &study, "--functions", "as-is", "--force", "--out", &out];
        let published = Command::new(env!("CARGO_BIN_EXE_lifecircle"))
            .args(arguments)
            .args(asked)
            .output()
            .expect("the program starts");
        assert!(published.status.success(), "{}", stderr(&published));
        assert_eq!(data_of(Path::new(&out))["language"], language);
        let page = fs::read_to_string(Path::new(&out).join("index.html")).expect("the page");
        assert!(page.contains(&format!("<html lang=\"{tag}\">")), "{asked:?}");
    }
}

#[test]
fn the_sample_says_when_many_of_its_facilities_are_open() {
    let study = sample_study();
    let contents = publish(&study, ScenarioId::BASE, &PublicationRequest::default());
    let contents = serde_json::to_value(contents.expect("it can be published"));
    let contents = contents.expect("it is JSON");
    let facilities = contents["facilities"].as_array().expect("a list");
    let offers = facilities.iter().flat_map(|one| one["offers"].as_array().expect("a list"));
    let (known, unknown): (Vec<_>, Vec<_>) = offers.partition(|offer| !offer["hours"].is_null());
    assert!(known.len() > 2 * unknown.len() && !unknown.is_empty(), "{}", known.len());
    // Monday at ten almost all are open, on Sunday at three in the night none.
    let open_at = |minute: u64| {
        let is_open = |offer: &&&Value| {
            let spans = offer["open"].as_array().expect("spans").iter();
            let bound = |span: &Value, end: usize| span[end].as_u64().expect("minutes");
            spans.into_iter().any(|span| (bound(span, 0)..bound(span, 1)).contains(&minute))
        };
        known.iter().filter(is_open).count()
    };
    assert!(open_at(10 * 60) > known.len() / 2, "{}", open_at(10 * 60));
    assert_eq!(open_at(6 * 24 * 60 + 3 * 60), 0);
}

#[test]
fn files_of_others_are_not_replaced_unasked() {
    let folder = small_study();
    let out = path(&folder, "page");
    fs::create_dir(&out).expect("a folder");
    fs::write(Path::new(&out).join("index.html"), "mine").expect("written");
    let publish = |more: &[&str]| {
        let study = study(&folder);
        lifecircle(&[&["publish", &study, "--out", &out][..], more].concat())
    };
    assert_eq!(publish(&[]).status.code(), Some(2));
    let kept = fs::read_to_string(Path::new(&out).join("index.html")).expect("still there");
    assert_eq!(kept, "mine");
    assert!(publish(&["--force"]).status.success());
}

/// Each building's first site is the nearest one that the study knows, as far as metres are listed.
#[test]
fn the_sites_listed_are_those_of_the_study() {
    for model in WalkModel::ALL {
        let mut study = sample_study();
        let parameters = Parameters { model, ..*study.parameters() };
        study.apply(Edit::SetParameters(parameters)).expect("it fits");
        study.prepare_network_of_all();
        let contents = publish(&study, ScenarioId::BASE, &PublicationRequest::default());
        let contents = contents.expect("the sample can be published");
        let facilities: Vec<&Facility> = study.facilities(ScenarioId::BASE).values().collect();
        let mut compared = 0;
        for building in (0..study.layers().buildings.len()).step_by(487) {
            for nearest in nearest_sites(&study, ScenarioId::BASE, building, 0) {
                let listed: Vec<(usize, u16)> = contents
                    .nearest()
                    .near(building, nearest.function, contents.functions())
                    .collect();
                assert!(listed.is_sorted_by_key(|(_, metres)| *metres));
                assert!(listed.iter().all(|(f, _)| facilities[*f].offers(nearest.function)));
                match nearest.site.filter(|site| site.walked_m <= SITES_WITHIN_M) {
                    Some(site) => {
                        assert_eq!(f64::from(listed[0].1), site.walked_m.ceil(), "{model:?}");
                        compared += 1;
                    }
                    None => assert_eq!(listed, []),
                }
            }
        }
        assert!(compared > 100, "{compared} compared");
    }
}

#[test]
fn a_scenario_without_facilities_is_not_published() {
    let mut session = Session::new(sample_study());
    let ids: Vec<_> = session.facilities().keys().copied().collect();
    let label = Message::same("Close all");
    session
        .change_together(label, ids.into_iter().map(FacilityEdit::Remove))
        .expect("each can be closed");
    let refused = publish(session.study(), session.shown(), &PublicationRequest::default());
    assert_eq!(refused.err(), Some(PublicationError::NoFacilities));
}

/// A browser that can run without a display, if there is one.
fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let works = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    let found = names.into_iter().find(works);
    if found.is_none() {
        eprintln!("skipped: there is no Chromium");
    }
    found
}

/// The page as a browser has it once its scripts have run.
fn page_in(browser: &str, folder: &Path, asked: &str) -> String {
    page_in_zone(browser, folder, asked, "Asia/Shanghai")
}

/// The same on a computer in a time zone.
fn page_in_zone(browser: &str, folder: &Path, asked: &str, zone: &str) -> String {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let page = format!("file://{}#{asked}", folder.join("index.html").display());
    let output = Command::new(browser)
        .env("TZ", zone)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--virtual-time-budget=4000", "--dump-dom", &page])
        .output()
        .expect("the browser starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_browser_tells_what_is_near_a_building() {
    let Some(browser) = browser() else { return };
    let folder = small_study();
    let out = path(&folder, "page");
    let published =
        lifecircle(&["publish", &study(&folder), "--functions", "as-is", "--out", &out]);
    assert!(published.status.success(), "{}", stderr(&published));
    let out = Path::new(&out);
    let near = page_in(browser, out, "lang=en&at=B1");
    // 111 m at 1,000 m in 15 minutes.
    assert!(near.contains("Near B1"), "{near}");
    assert!(near.contains("2 min on foot (111 m)"), "{near}");
    assert!(near.contains("opening hours not known"), "{near}");
    let open = page_in(browser, out, "lang=en&at=B1&open=1");
    assert!(open.contains("none open now within 3 km on foot"), "{open}");
    let unasked = page_in(browser, out, "at=B1");
    assert!(unasked.contains("Near B1"), "in the language it was made for: {unasked}");
    let chinese = page_in(browser, out, "lang=zh&at=B1&functions=clinic");
    assert!(chinese.contains("步行 2 分钟（111 米）"), "{chinese}");
    assert_eq!(chinese.matches("data-function=").count(), 1);
}

#[test]
fn open_now_means_the_time_of_the_place_and_not_that_of_the_reader() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let study = sample_study();
    let contents = publish(&study, ScenarioId::BASE, &PublicationRequest::default());
    let contents = contents.expect("it can be published");
    write_folder(folder.path(), &contents, study.layers()).expect("it can be written");
    // Twelve hours apart: in one of the places it is day, in the other night.
    let open_in = |zone: &str| {
        let page = page_in_zone(browser, folder.path(), "lang=en", zone);
        assert!(page.contains("Beijing time"), "the page says whose time it is");
        page.matches("open now").count()
    };
    let (there, elsewhere) = (open_in("Asia/Shanghai"), open_in("America/New_York"));
    assert!(there.abs_diff(elsewhere) <= 2, "{there} and {elsewhere}, a minute apart at most");
}
