//! Sudden ends: a process that edits a study is killed, or its disk is full. The study is whole
//! afterwards, and at most the step in flight is missing.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lifecircle::files::study_file::{self, Saver, StudyFileError};
use lifecircle::session::Session;

use super::deeds::{carry_out, contents};
use super::study_file::{random_deed, small_study, study_in};

/// Tells the child where its study is.
const FOLDER: &str = "LIFECIRCLE_TEST_FOLDER";
/// How often the process is killed; the acceptance of the file format asks for 200.
const KILLS: u64 = 200;

#[test]
fn a_killed_process_loses_at_most_the_step_in_flight() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = study_in(folder.path());
    let (mut told, mut missing, mut extra) = (0, 0, 0);
    for round in 0..KILLS {
        if round % 10 == 0 {
            drop(small_study(&path));
        }
        let before = commits_of(&path);
        let mut child = editing_child(folder.path(), round);
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut written = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("written ")?.parse::<u64>().ok());
        // From before the first step to the middle of many, however fast the machine is.
        let steps = (round * 31 % 12) as usize;
        let waited_for = steps.checked_sub(1).and_then(|before| written.by_ref().nth(before));
        std::thread::sleep(Duration::from_micros((round * 7919 % 40) * 1000));
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        // What it said since is still in the pipe: a few kilobytes, which a pipe always holds.
        let acknowledged = written.last().or(waited_for).unwrap_or(0);

        study_file::check_integrity(&path).expect("the file is sound");
        let opened = study_file::open(&path, &()).expect("the study opens");
        assert!(opened.file.is_ok(), "nobody holds the file");
        let written = commits_of(&path) - before;
        assert!(
            written == acknowledged || written == acknowledged + 1,
            "round {round}: {acknowledged} steps were acknowledged, {written} are in the file"
        );
        told += acknowledged;
        extra += written - acknowledged;
        missing += u64::from(written < acknowledged);
        check_history(opened.saved.into_session().0);
    }
    eprintln!("{KILLS} kills, {told} steps acknowledged, {missing} lost, {extra} more in the file");
    assert!(told > KILLS, "the child hardly worked: {told} steps");
}

/// How often the file was committed to. The log alone would not tell: undo makes no new row.
fn commits_of(path: &Path) -> u64 {
    let connection = rusqlite::Connection::open(path).expect("SQLite opens it");
    let sql = "SELECT count(*) FROM lifecircle_meta WHERE key = 'steps_done'";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("it is there");
    let sql = "SELECT value FROM lifecircle_meta WHERE key = 'commits'";
    connection
        .query_row(sql, [], |row| row.get::<_, String>(0))
        .expect("it is there")
        .parse()
        .expect("a number")
}

/// The log still tells how the study came about: undone to the beginning and done again, it is
/// the same.
fn check_history(mut session: Session) {
    let (now, done) = (contents(session.study()), session.history().done());
    session.go_to(0).expect("undo fits");
    assert!(session.study().scenarios().iter().all(|scenario| scenario.edits.is_empty()));
    session.go_to(done).expect("redo fits");
    assert_eq!(contents(session.study()), now);
}

fn editing_child(folder: &Path, round: u64) -> Child {
    let program = std::env::current_exe().expect("this test");
    let mut command = Command::new(program);
    command.args(["--exact", "sudden_end::child_that_edits", "--ignored", "--nocapture"]);
    command.env(FOLDER, folder).env("LIFECIRCLE_TEST_ROUND", round.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("it starts")
}

/// Run by the test above in a process of its own: edits as fast as steps are written, for ever.
#[test]
#[ignore = "edits until it is killed; started by another test"]
fn child_that_edits() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let round: u64 = std::env::var("LIFECIRCLE_TEST_ROUND").map_or(0, |r| r.parse().unwrap_or(0));
    let opened = study_file::open(&study_in(Path::new(&folder)), &()).expect("it opens");
    let saver = Saver::of_file(opened.file.expect("nobody holds it"), || ()).expect("a thread");
    let mut session = opened.saved.into_session().0;
    let (begin, mut written) = (Instant::now(), 0);
    for seed in round * 1_000_000.. {
        carry_out(&mut session, &random_deed(seed));
        for commit in session.take_commits() {
            saver.write(commit);
            while saver.state().pending > 0 {
                std::hint::spin_loop();
            }
            written += 1;
            println!("written {written}");
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "nobody killed it");
    }
}

/// Runs a test of this binary where the folder is a tmpfs of so many kilobytes.
fn on_a_small_disk(folder: &Path, kilobytes: u32, test: &str) -> Option<bool> {
    let program = std::env::current_exe().expect("this test");
    let script = format!(
        "mount -t tmpfs -o size={kilobytes}k tmpfs \"$1\" || exit 77; \
         exec \"$2\" --exact {test} --ignored --nocapture"
    );
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script, "sh"]);
    command.arg(folder).arg(program).env(FOLDER, folder);
    let status = command.status().ok()?;
    // Without user namespaces `unshare` says 1 before anything runs; 77 is the failed mount.
    (status.code() != Some(77)).then_some(status.success())
}

#[test]
fn a_full_disk_keeps_the_steps_and_the_file() {
    let namespaces = ["--user", "--map-root-user", "--mount", "true"];
    let tried = Command::new("unshare").args(namespaces).status();
    if !tried.is_ok_and(|status| status.success()) {
        eprintln!("skipped: this system does not let a user mount a small disk");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    match on_a_small_disk(folder.path(), 1024, "sudden_end::child_on_a_full_disk") {
        Some(passed) => assert!(passed, "see above"),
        None => eprintln!("skipped: no tmpfs could be mounted"),
    }
}

/// Run by the test above where the disk holds one megabyte.
#[test]
#[ignore = "needs a small disk; started by another test"]
fn child_on_a_full_disk() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let path = study_in(folder);
    let saver = Saver::of_file(small_study(&path), || ()).expect("a thread");
    let mut session = study_file::read(&path, &()).expect("it opens").into_session().0;
    let filler = folder.join("filler");
    let written = std::fs::write(&filler, vec![0; 2 << 20]);
    assert!(written.is_err(), "the disk should be full now");
    let mut steps = 0;
    for seed in 0.. {
        carry_out(&mut session, &random_deed(seed));
        for commit in session.take_commits() {
            saver.write(commit);
            steps += 1;
        }
        std::thread::sleep(Duration::from_millis(1));
        if saver.state().problem.is_some() {
            break;
        }
        assert!(steps < 100_000, "the disk never was full");
    }
    let problem = saver.state().problem.expect("just seen");
    assert_eq!(problem.error, StudyFileError::DiskFull);
    // What is in the file is sound, and steps go on in memory.
    study_file::check_integrity(&path).expect("the file is sound");
    carry_out(&mut session, &random_deed(0));
    session.take_commits().into_iter().for_each(|commit| saver.write(commit));
    assert!(saver.state().pending > 0);
    // Room again: all of it arrives.
    std::fs::remove_file(&filler).expect("it is there");
    saver.retry();
    let begin = Instant::now();
    while saver.state().pending > 0 {
        assert!(begin.elapsed() < Duration::from_secs(20), "it was never written");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(saver.finish().problem, None);
    let again = study_file::read(&path, &()).expect("it opens").into_session().0;
    assert_eq!(contents(again.study()), contents(session.study()));
    assert_eq!(again.history(), session.history());
}
