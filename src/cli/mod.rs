//! The command line: reads the arguments, runs the command, and hands back what remains to be
//! done. Reading files is left to `files`, computing to `session`, drawing to `cartography`; the
//! window, when it is asked for, to the caller.

mod aligned;
mod assess;
mod batch;
mod check;
mod compare;
mod evaluate;
mod export;
mod failure;
mod framing_args;
mod group_args;
mod handbook;
mod isochrones;
mod layer_args;
mod licences;
mod lists;
mod man;
mod new;
mod output;
mod pilots;
mod progress;
mod publish;
mod register;
mod render;
mod report;
mod sample_data;
mod site;
mod standard;
mod standard_arg;
mod study_args;
mod symbology_args;
mod table_output;
mod update;
mod usage;
mod walk_args;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::files::study_file::is_geopackage_path;
use crate::files::{ImportOptions, LayerSource};
use crate::language::Language;

use failure::Failure;
use layer_args::LayerArgs;

/// What is left to do after the arguments were read.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing; the command has run.
    Exit(ExitCode),
    /// Opening the window.
    OpenWindow(WindowRequest),
}

/// What the window is to open with.
#[derive(Debug)]
pub struct WindowRequest {
    pub opened: Opened,
    pub options: ImportOptions,
    /// The language asked for, if any.
    pub language: Option<Language>,
    pub renderer: Renderer,
}

/// What draws the window. The map itself is painted by the processor in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Renderer {
    /// The best that the system offers.
    #[default]
    Auto,
    Vulkan,
    Gl,
    Dx12,
    Metal,
    /// The processor, where the driver of a graphics card draws wrongly.
    Software,
}

/// What the window opens.
#[derive(Debug, Clone, Default)]
pub enum Opened {
    /// Nothing was named: the sample study.
    #[default]
    Nothing,
    Layers(Vec<LayerSource>),
    /// A study file, or a GeoPackage from elsewhere.
    GeoPackage(PathBuf),
}

/// Decide where community services go, so that everyone reaches them on foot (生活圈).
///
/// Without a command it opens the window on the layers given, or on the sample study.
#[derive(Debug, Parser)]
#[command(name = "lifecircle", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    open: OpenArgs,

    /// Language of messages, tables and the window [default: that of the system]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "LANGUAGE",
        help_heading = None::<&'static str>,
        overrides_with = "language"
    )]
    language: Option<LanguageChoice>,
}

#[derive(Debug, clap::Args)]
struct OpenArgs {
    /// A study file (.gpkg), a folder of layers, or layer files, to open in the window
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,

    /// What draws the window
    #[arg(long, value_enum, default_value = "auto")]
    renderer: Renderer,

    #[command(flatten)]
    standard: standard_arg::StandardArg,

    #[command(flatten)]
    layers: LayerArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::NewArgs),
    Update(update::UpdateArgs),
    Check(check::CheckArgs),
    Assess(assess::AssessArgs),
    Site(Box<site::SiteArgs>),
    Compare(compare::CompareArgs),
    Lists(lists::ListsArgs),
    Pilots(pilots::PilotsArgs),
    Evaluate(evaluate::EvaluateArgs),
    Batch(batch::BatchArgs),
    Merge(batch::MergeArgs),
    Register(register::RegisterArgs),
    Render(render::RenderArgs),
    Report(report::ReportArgs),
    Export(export::ExportArgs),
    Isochrones(isochrones::IsochronesArgs),
    Publish(publish::PublishArgs),
    Standard(standard::StandardArgs),
    SampleData(sample_data::SampleDataArgs),
    Handbook(handbook::HandbookArgs),
    Licences(licences::LicencesArgs),
    #[command(hide = true)]
    Man(man::ManArgs),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageChoice {
    Zh,
    En,
}

impl From<LanguageChoice> for Language {
    fn from(choice: LanguageChoice) -> Self {
        match choice {
            LanguageChoice::Zh => Self::Zh,
            LanguageChoice::En => Self::En,
        }
    }
}

/// The command line as it is: all commands with their flags.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command that the arguments name; the first one is the program's own name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Outcome {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return Outcome::Exit(not_understood(&error, &args)),
    };
    let chosen = cli.language.map(Language::from);
    let language = chosen.unwrap_or_else(Language::of_system);
    let done = match cli.command {
        Some(Command::New(args)) => new::run(&args, language),
        Some(Command::Update(args)) => update::run(&args, language),
        Some(Command::Compare(args)) => compare::run(&args, language),
        Some(Command::Lists(args)) => lists::run(&args, language),
        Some(Command::Pilots(args)) => pilots::run(&args, language),
        Some(Command::Evaluate(args)) => evaluate::run(&args, language),
        Some(Command::Batch(args)) => batch::run(&args, language),
        Some(Command::Merge(args)) => batch::merge(&args, language),
        Some(Command::Register(args)) => register::run(&args, language),
        Some(Command::Assess(args)) => assess::run(&args, language),
        Some(Command::Site(args)) => site::run(&args, language),
        Some(Command::Check(args)) => check::run(&args, language),
        Some(Command::Render(args)) => render::run(&args, language),
        Some(Command::Report(args)) => report::run(&args, language),
        Some(Command::Export(args)) => export::run(&args, language),
        Some(Command::Isochrones(args)) => isochrones::run(&args, language),
        Some(Command::Publish(args)) => publish::run(&args, language, chosen),
        Some(Command::Standard(args)) => standard::run(&args, language),
        Some(Command::SampleData(args)) => sample_data::run(&args, language),
        Some(Command::Handbook(args)) => handbook::run(&args, language),
        Some(Command::Licences(args)) => licences::run(&args, language),
        Some(Command::Man(args)) => man::run(&args, language),
        None => match open_request(&cli.open, chosen) {
            Ok(request) => return Outcome::OpenWindow(request),
            Err(failure) => Err(failure),
        },
    };
    Outcome::Exit(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(language),
    })
}

/// Help goes to stdout, complaints to stderr, in the language that is asked for.
fn not_understood(error: &clap::Error, args: &[OsString]) -> ExitCode {
    let is_asked_for = |id: &str| {
        let named = |pair: &[OsString]| pair[0] == "--language" && pair[1] == id;
        args.windows(2).any(named) || args.iter().any(|arg| *arg == *format!("--language={id}"))
    };
    let is_chinese =
        is_asked_for("zh") || (!is_asked_for("en") && Language::of_system() == Language::Zh);
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if error.use_stderr() && is_chinese && !is_help {
        output::tell(&usage::message_of(error).zh);
        output::tell("用法见 --help");
    } else {
        // Nobody is left to tell if that fails.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(failure::WRONG_USAGE))
}

fn open_request(args: &OpenArgs, language: Option<Language>) -> Result<WindowRequest, Failure> {
    let standard = args.standard.read()?;
    let options = ImportOptions { standard, ..args.layers.options() };
    let renderer = args.renderer;
    if let [path] = args.files.as_slice()
        && is_geopackage_path(path)
        && !args.layers.names_something()
    {
        args.standard.refuse_for_a_study()?;
        let opened = Opened::GeoPackage(path.clone());
        return Ok(WindowRequest { opened, options, language, renderer });
    }
    let (sources, _) = args.layers.sources(&args.files)?;
    let opened = if sources.is_empty() { Opened::Nothing } else { Opened::Layers(sources) };
    Ok(WindowRequest { opened, options, language, renderer })
}
