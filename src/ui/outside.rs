//! Files and folders opened with the program that the system has for them.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::language::Message;

/// Opens a file or folder. What becomes of it is the other program's matter.
///
/// # Errors
/// When the system has no such program, with what to do instead.
pub fn open(path: &Path) -> Result<(), Message> {
    start(path).map_err(|error| {
        let path = path.display();
        Message::new(
            format!("系统无法打开，请自行打开 {path}（{error}）"),
            format!("the system cannot open it; open {path} yourself ({error})"),
        )
    })
}

fn start(path: &Path) -> io::Result<()> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    let mut child = command
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Waited for, or it would stay a zombie for as long as the window is open.
    std::thread::Builder::new().name("opened outside".to_owned()).spawn(move || child.wait())?;
    Ok(())
}
