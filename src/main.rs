//! The program: reads the arguments, then runs a command or opens the window.

use std::process::ExitCode;

use lifecircle::cli::{self, Outcome};

/// What a city takes while it is read and counted is given back afterwards.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    set_up_proj();
    match cli::run(std::env::args_os()) {
        Outcome::Exit(code) => code,
        Outcome::OpenWindow(request) => open_window(request),
    }
}

/// The coordinate database is built into the program. One of another version, which QGIS and other
/// programs announce in the environment, would win over it and break every transformation. PROJ's
/// own messages are silenced: what matters of them comes back as an error.
#[expect(unsafe_code, reason = "first thing in main: no other thread reads the environment")]
fn set_up_proj() {
    // SAFETY: the program has a single thread here.
    unsafe {
        std::env::remove_var("PROJ_DATA");
        std::env::remove_var("PROJ_LIB");
        std::env::set_var("PROJ_DEBUG", "0");
    }
}

#[cfg(feature = "gui")]
fn open_window(request: cli::WindowRequest) -> ExitCode {
    let cli::WindowRequest { opened, options, language, renderer } = request;
    if !has_display() {
        return without_window("no display was found");
    }
    let data_folder = lifecircle::ui::data_folder();
    let start = lifecircle::ui::Start { opened, options, language, data_folder };
    match lifecircle::ui::run(start, renderer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => without_window(&error.to_string()),
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(_request: cli::WindowRequest) -> ExitCode {
    without_window("this build has no window (feature `gui` is off)")
}

/// Whether a window can be hoped for. Only X11 and Wayland tell beforehand.
#[cfg(feature = "gui")]
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn without_window(reason: &str) -> ExitCode {
    eprintln!("lifecircle: the window cannot be opened: {reason}");
    eprintln!("The same assessment without a window:");
    eprintln!("  lifecircle assess --units U.geojson --buildings B.geojson --facilities F.geojson");
    eprintln!("  lifecircle render --help");
    ExitCode::FAILURE
}
