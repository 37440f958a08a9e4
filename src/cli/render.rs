//! `lifecircle render`: the map as a picture file, without a display.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::basemap::Basemap;
use crate::cartography::{MapLayers, PictureRequest, ThemeChoice, render_png};
use crate::language::{Language, Message};
use crate::session::Session;

use super::failure::Failure;
use super::output::{deliver, tell};
use super::study_args::{OpenedStudy, StudyArgs};
use super::symbology_args::SymbologyArgs;
use super::walk_args::WalkArgs;

/// Draw the map of a study into a PNG file
#[derive(Debug, clap::Args)]
pub(super) struct RenderArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// The picture file
    #[arg(long, value_name = "FILE.png")]
    out: PathBuf,

    /// Size in pixels
    #[arg(long, value_name = "WxH", default_value = "1920x1080", value_parser = size)]
    size: (u32, u32),

    /// Colours
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,

    /// Draw lines of longitude and latitude
    #[arg(long)]
    graticule: bool,

    #[command(flatten)]
    symbology: SymbologyArgs,
    /// A basemap below the map: raster tiles as .mbtiles or .pmtiles [default: none]
    #[arg(long, value_name = "FILE")]
    basemap: Option<PathBuf>,

    #[command(flatten)]
    walk: WalkArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
    Print,
}

impl From<Theme> for ThemeChoice {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Print => Self::Print,
        }
    }
}

/// The longest side of a picture; four times an 8K screen, and 1 GiB of memory at most.
const LONGEST_SIDE: u32 = 16_384;

fn size(text: &str) -> Result<(u32, u32), String> {
    let side =
        |text: &str| text.trim().parse().ok().filter(|side| (1..=LONGEST_SIDE).contains(side));
    let sides = text.split_once(['x', 'X', '×']);
    let sides = sides.and_then(|(width, height)| Some((side(width)?, side(height)?)));
    sides.ok_or_else(|| format!("expected WIDTHxHEIGHT, each from 1 to {LONGEST_SIDE}"))
}

/// Runs the command.
pub(super) fn run(args: &RenderArgs, language: Language) -> Result<(), Failure> {
    if !args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png")) {
        return Err(Failure::Usage(Message::new(
            "图片文件名应以 .png 结尾",
            "the name of the picture file ends in .png",
        )));
    }
    let OpenedStudy { mut session, warnings, has_scenarios } = args.study.open(language)?;
    if has_scenarios {
        warnings.iter().for_each(|warning| eprintln!("{}", warning.one_line(language)));
    }
    args.walk.apply(&mut session)?;
    let picture = render_picture(&session, args, language)?;
    deliver(Some(&args.out), |out| out.write_all(&picture))
}

fn render_picture(
    session: &Session,
    args: &RenderArgs,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let (width, height) = args.size;
    let request = PictureRequest {
        width,
        height,
        theme: args.theme.into(),
        function: args.walk.chosen_function(session.study().standard())?,
        language,
        layers: MapLayers { graticule: args.graticule, ..MapLayers::default() },
        symbology: args.symbology.symbology(),
    };
    let basemap = args.basemap.as_deref().map(Basemap::open).transpose()?;
    let picture = render_png(session, &request, basemap.as_ref());
    if let Some(fault) = basemap.as_ref().and_then(Basemap::fault) {
        // Other tiles may be fine; the picture has a gap and the planner should know.
        tell(fault.message().of(language));
    }
    picture.map_err(|error| Failure::Result(Message::same(error.to_string())))
}
