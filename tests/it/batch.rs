//! Many studies in one go: checked before the first, resumed after a stop, shared out and gathered to
//! the same bytes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::program::{lifecircle, path, small_study, stderr, stdout};

/// Files of a folder and what is in them.
pub fn files_of(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.path().is_file() && entry.file_name() != "batch.json");
    let read = |entry: fs::DirEntry| {
        let bytes = fs::read(entry.path()).expect("readable");
        (entry.file_name().to_string_lossy().into_owned(), bytes)
    };
    let mut files: Vec<_> = files.map(read).collect();
    files.sort();
    files
}

/// Five districts, each the small study some way farther east and with other residents, and a
/// specification of one job for each.
pub fn districts(more: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let small = small_study();
    for (number, name) in ["ash", "birch", "cedar", "elm", "梧桐"].into_iter().enumerate() {
        let place = folder.path().join("places").join(name);
        fs::create_dir_all(&place).expect("made");
        for layer in ["units", "buildings", "facilities"] {
            let file = format!("{layer}.geojson");
            let text = fs::read_to_string(small.path().join(&file)).expect("readable");
            let east = format!("121.{}", 4 + number);
            let text = text.replace("121.4", &east);
            let text =
                text.replace("\"residents\":100", &format!("\"residents\":{}", 100 + number));
            fs::write(place.join(file), text).expect("written");
        }
    }
    let spec = format!(
        "language = \"en\"\n[defaults]\ncity = \"Anytown\"\nlayers = {{ functions = \"as-is\" }}\nassess = {{ limit = 500 \
         }}\n{more}\n[[job]]\nstudy = \"places/*\"\ndistrict = \"{{file}}\"\nyear = 2026\n"
    );
    fs::write(folder.path().join("spec.toml"), spec).expect("written");
    let spec = path(&folder, "spec.toml");
    (folder, spec)
}

pub fn batch(spec: &str, out: &str, more: &[&str]) -> Output {
    lifecircle(&[&["batch", spec, "--out", out], more].concat())
}

#[test]
fn a_job_gives_what_the_commands_give() {
    let (folder, spec) = districts("lists = true\nexport = { format = \"csv\" }");
    let out = path(&folder, "out/all");
    let done = batch(&spec, &out, &[]);
    assert!(done.status.success(), "{}", stderr(&done));
    let said = stdout(&done);
    assert!(
        said.contains("[1/5] ash: 2 units, 3 buildings, 2 facilities; lists; layers ("),
        "{said}"
    );
    let elm = path(&folder, "places/elm");
    let alone = lifecircle(&["assess", &elm, "--functions", "as-is", "--limit", "500", "--json"]);
    let of_batch = fs::read(format!("{out}/jobs/elm/assess.json")).expect("it is there");
    assert_eq!(String::from_utf8(of_batch).ok(), Some(stdout(&alone)));
    assert!(Path::new(&format!("{out}/jobs/elm/lists.xlsx")).exists());
    assert!(Path::new(&format!("{out}/jobs/elm/export/units.csv")).exists());
    let totals = fs::read_to_string(format!("{out}/totals.csv")).expect("it is there");
    let row = "elm,Anytown,elm,2026,clinic,all,500,160.5,103,";
    assert!(totals.contains(row), "{totals}");
}

#[test]
fn a_second_run_does_only_what_changed() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &[]);
    let before = files_of(&out);
    let again = stdout(&batch(&spec, &out, &[]));
    assert_eq!(again.matches("unchanged, skipped").count(), 5, "{again}");
    assert_eq!(files_of(&out), before);
    let facilities = path(&folder, "places/birch/facilities.geojson");
    let text = fs::read_to_string(&facilities).expect("readable");
    fs::write(&facilities, text.replace("31.222", "31.2221")).expect("written");
    let changed = stdout(&batch(&spec, &out, &[]));
    assert_eq!(changed.matches("unchanged, skipped").count(), 4, "{changed}");
    assert!(changed.contains("birch: 2 units"), "{changed}");
}

#[test]
fn a_batch_that_was_killed_goes_on_where_it_was() {
    let (folder, spec) = districts("lists = true");
    let out = path(&folder, "out/all");
    let mut command = Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    command.args(["batch", &spec, "--out", &out, "--language", "en"]).stdout(Stdio::null());
    let mut running = command.spawn().expect("it starts");
    let begun = Instant::now();
    while !Path::new(&format!("{out}/jobs/ash/job.json")).exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the first job never ended");
        std::thread::sleep(Duration::from_millis(2));
    }
    running.kill().expect("it can be killed");
    running.wait().expect("it ends");
    let rest = batch(&spec, &out, &[]);
    assert!(rest.status.success(), "{}", stderr(&rest));
    let said = stdout(&rest);
    let skipped = said.matches("unchanged, skipped").count();
    assert!(skipped >= 1 && said.contains("ash: unchanged"), "{said}");
    let whole = path(&folder, "out/whole");
    batch(&spec, &whole, &[]);
    assert_eq!(files_of(&out), files_of(&whole));
}

#[cfg(target_os = "linux")]
#[test]
fn what_ctrl_c_cut_short_is_not_taken_for_done() {
    use std::os::unix::process::ExitStatusExt as _;

    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");
    let spec = path(&folder, "spec.toml");
    // A search of minutes.
    let text = format!(
        "[[job]]\nname = \"quarter\"\nstudy = \"{sample}\"\n\
         site = {{ function = \"health\", count = 9, objective = \"p-median\", candidates = \"all\" }}\n"
    );
    fs::write(&spec, text).expect("written");
    let out = path(&folder, "out");
    // Where tests run in the background, Ctrl-C is ignored.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_lifecircle")]);
    command.args(["batch", &spec, "--out", &out]).stdout(Stdio::null());
    let mut running = command.spawn().expect("it starts");
    let begun = Instant::now();
    while !Path::new(&format!("{out}/jobs/.quarter.unfinished/parameters.json")).exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the search never began");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(200));
    // The shell's own: not every system has a program of that name.
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", running.id())]).status();
    assert!(sent.expect("there is kill").success());
    let ended = running.wait().expect("it ends");
    assert_eq!(ended.signal(), Some(2), "{ended}");
    assert!(!Path::new(&format!("{out}/jobs/quarter")).exists());
}

#[test]
fn a_specification_in_the_folder_worked_in_finds_what_is_beside_it() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let places = folder.path().join("places");
    fs::write(places.join("towns.toml"), text.replace("places/*", "?????")).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    command.args(["batch", "towns.toml", "--check"]).current_dir(&places);
    let checked = command.output().expect("it runs");
    assert_eq!(stdout(&checked), "birch\ncedar\n", "{}", stderr(&checked));
    // The folder that a study lies in has a name, whether it is written or not.
    let named = text
        .replace("places/*", "?????")
        .replace("district", "name = \"{folder}-{file}\"\ndistrict");
    fs::write(places.join("towns.toml"), named).expect("written");
    let checked = command.output().expect("it runs");
    assert_eq!(stdout(&checked), "places-birch\nplaces-cedar\n", "{}", stderr(&checked));
}

#[test]
fn shares_of_different_specifications_are_not_mixed() {
    let (folder, spec) = districts("");
    let (first, second) = (path(&folder, "out/first"), path(&folder, "out/second"));
    batch(&spec, &first, &["--shard", "1/2"]);
    let text = fs::read_to_string(&spec).expect("readable");
    fs::write(&spec, text.replace("limit = 500", "limit = 400")).expect("written");
    batch(&spec, &second, &["--shard", "2/2"]);
    let merged = lifecircle(&["merge", &first, &second, "--out", &path(&folder, "out/merged")]);
    assert_eq!(merged.status.code(), Some(1));
    assert!(stderr(&merged).contains("of another specification"), "{}", stderr(&merged));
}

#[test]
fn plans_that_are_not_the_best_possible_are_told() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let few = "site = { function = \"clinic\", count = 9, candidates = \"all\" }\n";
    fs::write(&spec, format!("{text}{few}")).expect("written");
    let checked = batch(&spec, &path(&folder, "out/all"), &["--check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        stderr(&checked).contains("9 sites are more than the 3 candidates"),
        "{}",
        stderr(&checked)
    );
    let done = batch(&spec, &path(&folder, "out/all"), &[]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(
        stdout(&done).contains("ash: 2 units, 3 buildings, 2 facilities; 1 plan (infeasible) ("),
        "{}",
        stdout(&done)
    );
}

#[test]
fn however_jobs_are_shared_out_the_results_are_the_same_bytes() {
    let (folder, spec) =
        districts("site = { function = \"clinic\", count = 1, candidates = \"all\" }");
    let whole = path(&folder, "out/whole");
    let done = batch(&spec, &whole, &[]);
    assert!(done.status.success(), "{}", stderr(&done));
    let expected = files_of(&whole);
    let names: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    let all = ["jobs.csv", "overview.gpkg", "plans.csv", "tables.xlsx", "totals.csv", "units.csv"];
    assert_eq!(names, all);
    let plans = fs::read_to_string(format!("{whole}/plans.csv")).expect("it is there");
    assert_eq!(plans.lines().count(), 6, "{plans}");
    for shards in [1, 2, 3, 5] {
        let of_shard = |shard: usize| path(&folder, &format!("out/{shard}-of-{shards}"));
        // In any order.
        for shard in (1..=shards).rev() {
            let share = format!("{shard}/{shards}");
            let done = batch(&spec, &of_shard(shard), &["--shard", &share]);
            assert!(done.status.success(), "{}", stderr(&done));
        }
        let folders: Vec<String> = (1..=shards).map(of_shard).collect();
        let merged = path(&folder, &format!("out/merged-{shards}"));
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        let done = lifecircle(&[&["merge", "--out", &merged], &folders[..]].concat());
        assert!(done.status.success(), "{}", stderr(&done));
        for ((name, bytes), (_, expected)) in files_of(&merged).iter().zip(&expected) {
            assert!(bytes == expected, "{name} differs for {shards} shards");
        }
        assert_eq!(files_of(&merged).len(), expected.len());
    }
}

#[test]
fn a_missing_share_is_told_and_what_is_there_is_gathered() {
    let (folder, spec) = districts("");
    let first = path(&folder, "out/first");
    batch(&spec, &first, &["--shard", "1/2"]);
    let merged = lifecircle(&["merge", &first, "--out", &path(&folder, "out/merged")]);
    assert_eq!(merged.status.code(), Some(1));
    assert!(stderr(&merged).contains("2 jobs without results: birch, elm"), "{}", stderr(&merged));
    let jobs = fs::read_to_string(path(&folder, "out/merged/jobs.csv")).expect("it is there");
    assert_eq!(jobs.lines().count(), 4, "{jobs}");
    let before = files_of(&path(&folder, "out/merged"));
    let emptied =
        lifecircle(&["merge", &path(&folder, "out/merged"), "--out", &path(&folder, "out/merged")]);
    assert_eq!(emptied.status.code(), Some(1));
    assert!(stderr(&emptied).contains("nothing was gathered"), "{}", stderr(&emptied));
    assert_eq!(files_of(&path(&folder, "out/merged")), before);
    let nowhere =
        lifecircle(&["merge", &path(&folder, "places/ash"), "--out", &path(&folder, "out/x")]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(stderr(&nowhere).contains("holds no results of a batch"), "{}", stderr(&nowhere));
}

#[test]
fn results_of_another_version_are_not_gathered() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &["--shard", "1/2"]);
    let list = format!("{out}/batch.json");
    let text = fs::read_to_string(&list).expect("it is there");
    let mut older: Value = serde_json::from_str(&text).expect("it is JSON");
    older["version"] = 2.into();
    fs::write(&list, older.to_string()).expect("written");
    let merged = lifecircle(&["merge", &out, "--out", &path(&folder, "out/merged")]);
    assert_eq!(merged.status.code(), Some(1));
    let said = stderr(&merged);
    assert!(said.contains("batch.json") && said.contains("version 2"), "{said}");
    // Whoever goes on with the batch notes anew what there is.
    batch(&spec, &out, &["--shard", "1/2"]);
    assert_eq!(fs::read_to_string(&list).ok(), Some(text));
}

#[test]
fn a_job_that_fails_does_not_stop_the_others() {
    let (folder, spec) = districts("");
    fs::write(path(&folder, "places/birch/buildings.geojson"), "{}").expect("written");
    let out = path(&folder, "out/all");
    let done = batch(&spec, &out, &[]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stdout(&done).contains("[2/5] birch: FAILED: buildings.geojson"), "{}", stdout(&done));
    assert!(stderr(&done).contains("1 job failed: birch"), "{}", stderr(&done));
    assert!(stderr(&done).contains("birch: buildings.geojson: "), "{}", stderr(&done));
    let jobs = fs::read_to_string(format!("{out}/jobs.csv")).expect("it is there");
    assert_eq!(jobs.lines().count(), 5, "{jobs}");
    assert!(!Path::new(&format!("{out}/jobs/birch")).exists());
    assert!(!Path::new(&format!("{out}/jobs/.birch.unfinished")).exists());
}

#[test]
fn what_a_job_gave_before_it_failed_is_not_gathered_and_comes_back_with_its_input() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &[]);
    let before = files_of(&out);
    let buildings = path(&folder, "places/birch/buildings.geojson");
    let text = fs::read_to_string(&buildings).expect("readable");
    fs::write(&buildings, "{}").expect("written");
    let failed = batch(&spec, &out, &[]);
    assert_eq!(failed.status.code(), Some(1));
    for table in ["jobs.csv", "totals.csv", "units.csv"] {
        let table = fs::read_to_string(format!("{out}/{table}")).expect("it is there");
        assert!(table.contains("ash") && !table.contains("birch"), "{table}");
    }
    let merged = lifecircle(&["merge", &out, "--out", &path(&folder, "out/merged")]);
    assert!(stderr(&merged).contains("1 job without results: birch"), "{}", stderr(&merged));
    fs::write(&buildings, text).expect("written");
    let again = batch(&spec, &out, &[]);
    assert_eq!(stdout(&again).matches("unchanged, skipped").count(), 5, "{}", stdout(&again));
    assert_eq!(files_of(&out), before);
}

#[test]
fn folders_that_no_batch_has_made_are_left_alone() {
    let (folder, spec) = districts("");
    let letters = path(&folder, "letters");
    fs::create_dir_all(&letters).expect("made");
    fs::write(format!("{letters}/jobs.csv"), "mine").expect("written");
    let refused = batch(&spec, &letters, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("other files in it"), "{}", stderr(&refused));
    let out = path(&folder, "out/all");
    batch(&spec, &out, &["--shard", "1/5"]);
    let refused = lifecircle(&["merge", &out, "--out", &letters]);
    assert!(stderr(&refused).contains("other files in it"), "{}", stderr(&refused));
    assert_eq!(fs::read_to_string(format!("{letters}/jobs.csv")).ok().as_deref(), Some("mine"));
    fs::write(format!("{letters}/batch.json"), "mine").expect("written");
    let refused = lifecircle(&["merge", &out, "--out", &letters]);
    assert!(stderr(&refused).contains("other files in it"), "{}", stderr(&refused));

    fs::create_dir_all(format!("{out}/jobs/elm")).expect("made");
    fs::write(format!("{out}/jobs/elm/letter.txt"), "mine").expect("written");
    let done = batch(&spec, &out, &[]);
    assert!(stdout(&done).contains("elm: FAILED"), "{}", stdout(&done));
    assert!(stdout(&done).contains("cedar: 2 units"), "{}", stdout(&done));
    assert!(Path::new(&format!("{out}/jobs/elm/letter.txt")).exists());
}

#[test]
fn a_name_that_no_folder_can_have_is_told_before_the_first_job() {
    let (folder, spec) = districts("");
    let text = fs::read_to_string(&spec).expect("readable");
    let long = "区".repeat(80);
    let more = format!(
        "[[job]]\nname = \"{long}\"\nstudy = \"places/ash\"\n\
         [[job]]\nname = \"ASH\"\nstudy = \"places/ash\"\n"
    );
    fs::write(&spec, format!("{text}{more}")).expect("written");
    let done = batch(&spec, &path(&folder, "out/all"), &[]);
    assert_eq!(done.status.code(), Some(1));
    let said = stderr(&done);
    assert!(said.contains("too long for the name of a folder"), "{said}");
    assert!(said.contains("2 jobs have this name"), "{said}");
    assert!(!Path::new(&path(&folder, "out/all")).exists());
}

#[test]
fn everything_wrong_with_a_specification_is_told_before_the_first_job() {
    let (folder, spec) = districts("");
    let text = "
        [[job]]
        study = \"places/ash\"
        distrct = \"Ash\"
        assess = { limit = -5, walk = \"flying\" }
        [[job]]
        name = \"b\"
        study = \"places/birch\"
        assess = { json = true }
        site = { function = \"health\", counts = 3 }
        [[job]]
        name = \"c\"
        study = \"nowhere\"
        layers = { units = \"no.shp\", unit = \"x\" }
        [[job]]
        study = \"none/*.gpkg\"
        [[job]]
        name = \"a/b\"
        study = \"places/ash\"
        [[job]]
        name = \"d\"
        [[job]]
        name = \"e\"
        study = \"places/elm\"
        [[job]]
        name = \"e\"
        study = \"places/ash\"
    ";
    fs::write(&spec, text).expect("written");
    let out = path(&folder, "out");
    let refused = batch(&spec, &out, &[]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    for wrong in [
        "spec.toml: field job[1].distrct: no such field; fields: name, city",
        "spec.toml: field job.c.study: there is no file",
        "spec.toml: field job.c.layers.units: there is no file",
        "spec.toml: field job[4].study: nothing matches \"none/*.gpkg\"",
        "spec.toml: field job.a/b.name: ",
        "spec.toml: field job.d.study: no study",
        "spec.toml: field job.e.name: 2 jobs have this name",
    ] {
        assert!(said.contains(wrong), "{wrong}\n{said}");
    }
    assert!(!Path::new(&out).exists(), "nothing was begun");
    // Options are looked at too.
    let text = "
        [[job]]
        study = \"places/ash\"
        assess = { limit = -5 }
        [[job]]
        study = \"places/birch\"
        assess = { json = true, walk = \"flying\" }
        [[job]]
        study = \"places/cedar\"
        site = { function = \"health\", counts = 3 }
    ";
    fs::write(&spec, text).expect("written");
    let refused = batch(&spec, &out, &["--check"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    for wrong in [
        "spec.toml: field job.ash.assess.limit: invalid value '-5'",
        "spec.toml: field job.birch.assess.json: cannot be set here",
        "[possible values: circle, network]",
        "spec.toml: field job.cedar.site.counts: there is no such field",
    ] {
        assert!(said.contains(wrong), "{wrong}\n{said}");
    }
    let mut chinese = Command::new(env!("CARGO_BIN_EXE_lifecircle"));
    chinese.args(["batch", &spec, "--check", "--language", "zh"]);
    let said = stderr(&chinese.output().expect("it runs"));
    assert!(said.contains("的值“flying”无效；可用 circle、network"), "{said}");
    fs::write(&spec, "[[job]\n").expect("written");
    let broken = batch(&spec, &out, &[]);
    assert!(
        stderr(&broken).contains("spec.toml: TOML parse error at line 1"),
        "{}",
        stderr(&broken)
    );
}

#[test]
fn results_are_in_the_language_of_the_specification_whatever_the_command_speaks() {
    let (folder, spec) = districts("lists = true");
    let of = |shard: &str, language: &str| {
        let out = path(&folder, &format!("out/{language}"));
        let done = Command::new(env!("CARGO_BIN_EXE_lifecircle"))
            .args(["batch", &spec, "--out", &out, "--shard", shard, "--language", language])
            .output();
        assert!(done.is_ok_and(|done| done.status.success()), "{language}");
        out
    };
    let (first, second) = (of("1/2", "zh"), of("2/2", "en"));
    let (merged, whole) = (path(&folder, "out/merged"), path(&folder, "out/whole"));
    lifecircle(&["merge", &first, &second, "--out", &merged]);
    batch(&spec, &whole, &[]);
    assert!(files_of(&merged) == files_of(&whole), "the same bytes");
    let jobs = fs::read_to_string(format!("{whole}/jobs.csv")).expect("it is there");
    let text = fs::read_to_string(&spec).expect("readable");
    fs::write(&spec, text.replace("language = \"en\"", "language = \"english\"")).expect("written");
    let refused = batch(&spec, &whole, &["--check"]);
    assert!(stderr(&refused).contains("field language: expected \"zh\""), "{jobs}");
}

#[test]
fn a_job_whose_files_are_gone_or_damaged_is_done_again() {
    let (folder, spec) = districts("lists = true");
    let out = path(&folder, "out/all");
    batch(&spec, &out, &[]);
    let before = files_of(&out);
    fs::write(format!("{out}/jobs/ash/assess.json"), "{").expect("written");
    fs::remove_file(format!("{out}/jobs/birch/lists.xlsx")).expect("removed");
    fs::write(format!("{out}/jobs/cedar/lists.xlsx"), "").expect("written");
    let again = stdout(&batch(&spec, &out, &[]));
    assert_eq!(again.matches("unchanged, skipped").count(), 2, "{again}");
    assert!(["ash: 2", "birch: 2", "cedar: 2"].iter().all(|done| again.contains(done)), "{again}");
    assert!(files_of(&out) == before, "the same bytes");
}

#[test]
fn two_batches_do_not_write_into_one_folder() {
    let (folder, spec) = districts("");
    let out = path(&folder, "out");
    fs::create_dir(&out).expect("made");
    let lock = fs::File::create(format!("{out}/batch.lock")).expect("made");
    lock.try_lock().expect("nobody holds it");
    let refused = batch(&spec, &out, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("another batch is writing into "), "{}", stderr(&refused));
    drop(lock);
    assert!(batch(&spec, &out, &[]).status.success());
    assert!(!Path::new(&format!("{out}/batch.lock")).exists());
}

#[test]
fn a_share_without_jobs_says_so() {
    let (folder, spec) = districts("");
    let none = batch(&spec, &path(&folder, "out"), &["--shard", "7/9"]);
    assert!(none.status.success());
    let said = stderr(&none);
    assert!(said.contains("5 jobs in 9 shares: there is nothing to do in this one"), "{said}");
}

#[test]
fn checking_looks_into_the_studies_and_tells_defaults_once() {
    let (folder, spec) = districts("site = { function = \"clinic\", candidates = \"all\" }");
    let text = fs::read_to_string(&spec).expect("readable");
    let more = "
        [[job]]
        name = \"a-scenario\"
        study = \"places/ash\"
        scenario = \"Plan A\"
        [[job]]
        name = \"b-function\"
        study = \"places/birch\"
        assess = { function = \"theatre\" }
        site = false
        [[job]]
        name = \"c-missing\"
        study = \"nowhere\"
    ";
    fs::write(&spec, text + more).expect("written");
    let refused = batch(&spec, &path(&folder, "out"), &["--check"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    for wrong in [
        "field defaults.site: this objective needs --count",
        "field job.a-scenario.study: layers have no scenarios",
        "field job.b-function.assess: no function \"theatre\"",
        "field job.c-missing.study: there is no file",
    ] {
        assert!(said.contains(wrong), "{wrong}\n{said}");
    }
    assert_eq!(said.matches("needs --count").count(), 1, "{said}");
}
