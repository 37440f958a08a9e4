//! One scheduler and two executors on this machine, one of them killed in mid-job: the table is that of
//! the command line, to the last byte.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where a fixture is broken")]

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lifecircle-cluster");

/// A process that does not outlive the test.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that is free, and the next one too.
fn free_ports() -> u16 {
    for _ in 0..100 {
        let first = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = first.local_addr().expect("it has one").port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
    panic!("no two free ports");
}

fn start(name: &str, log: &Path, arguments: &[&str]) -> Node {
    let log = fs::File::create(log).expect("a log");
    let errors = log.try_clone().expect("a log");
    let mut command = Command::new(PROGRAM);
    command.arg(name).args(arguments).stdout(log).stderr(errors).stdin(Stdio::null());
    Node(command.spawn().expect("it starts"))
}

/// What the command line writes of the same study.
fn expected(study: &str, more: &[&str], out: &str) -> Vec<u8> {
    let mut arguments = vec!["lifecircle", "assess", study, "--csv", "--out", out];
    arguments.extend(more);
    lifecircle::cli::run(arguments.into_iter().map(OsString::from));
    fs::read(out).expect("the command line wrote it")
}

fn prepare(study: &str, data: &str, more: &[&str]) {
    let mut command = Command::new(PROGRAM);
    let done =
        command.args(["prepare", study, "--out", data]).args(more).output().expect("it starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A cluster of two over some data.
struct Cluster {
    scheduler_port: String,
    executors: Vec<(Node, PathBuf)>,
    _scheduler: Node,
}

impl Cluster {
    fn start(folder: &TempDir, data: &str) -> Self {
        let scheduler_port = free_ports().to_string();
        let log = |name: &str| folder.path().join(format!("{name}.log"));
        let scheduler = start("scheduler", &log("scheduler"), &["--port", &scheduler_port]);
        let executor = |number: u32| {
            let work = folder.path().join(format!("work-{number}"));
            fs::create_dir(&work).expect("made");
            let (port, at) = (free_ports().to_string(), work.display().to_string());
            let arguments = [
                "--data",
                data,
                "--scheduler-port",
                &scheduler_port,
                "--port",
                &port,
                "--work",
                &at,
            ];
            (start("executor", &log(&format!("executor-{number}")), &arguments), work)
        };
        let executors = vec![executor(1), executor(2)];
        Self { scheduler_port, executors, _scheduler: scheduler }
    }

    /// Asks the cluster until it is there.
    fn ask(&self, data: &str, out: &str) -> Node {
        let arguments = ["--data", data, "--scheduler-port", &self.scheduler_port, "--out", out];
        let mut command = Command::new(PROGRAM);
        command.arg("assess").args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        Node(command.spawn().expect("it starts"))
    }

    fn wait_until_there(&self) {
        let address = format!("127.0.0.1:{}", self.scheduler_port);
        let begun = Instant::now();
        while std::net::TcpStream::connect(&address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the scheduler does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        // Executors look for it again and again.
        std::thread::sleep(Duration::from_secs(3));
    }
}

/// Whether some file lies below a folder: an executor keeps there what it has computed.
fn holds_something(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| match entry.path() {
        path if path.is_dir() => holds_something(&path),
        path => path.is_file(),
    })
}

fn sample() -> String {
    format!("{}/../../sample-data", env!("CARGO_MANIFEST_DIR"))
}

fn same_as_the_command_line(walk: &str, parts: &[&str], kills_one: bool) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (data, study) = (path("data"), sample());
    let expected = expected(&study, &["--walk", walk], &path("expected.csv"));
    // Beside the circle the command line writes two more columns.
    prepare(&study, &data, &[&["--walk", walk], parts].concat());
    let mut cluster = Cluster::start(&folder, &data);
    cluster.wait_until_there();
    let out = path("table.csv");
    let mut asked = cluster.ask(&data, &out);
    if kills_one {
        let begun = Instant::now();
        while !holds_something(&cluster.executors[1].1) {
            assert!(begun.elapsed() < Duration::from_secs(120), "the second executor got no task");
            assert!(asked.0.try_wait().expect("known").is_none(), "it ended before the kill");
            std::thread::sleep(Duration::from_millis(1));
        }
        let (mut killed, _) = cluster.executors.remove(1);
        killed.0.kill().expect("it can be killed");
        assert!(asked.0.try_wait().expect("known").is_none(), "it was killed in mid-job");
    }
    let ended = asked.0.wait().expect("it ends");
    assert!(ended.success(), "the query failed");
    let table = fs::read(&out).expect("it was written");
    let columns = |line: &str| line.split(',').take(7).collect::<Vec<_>>().join(",");
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes).lines().map(columns).collect()
    };
    assert!(lines(&table).len() > 100);
    match walk {
        "circle" => assert!(table == expected, "the bytes differ"),
        _ => assert_eq!(lines(&table), lines(&expected)),
    }
}

#[test]
fn two_executors_give_the_table_of_the_command_line() {
    same_as_the_command_line("circle", &[], false);
}

#[test]
fn an_executor_that_is_killed_in_mid_job_changes_nothing() {
    same_as_the_command_line("circle", &["--parts", "40"], true);
}

#[test]
fn nor_does_it_along_the_streets() {
    same_as_the_command_line("network", &["--parts", "12"], true);
}
