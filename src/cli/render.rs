//! `lifecircle render`: the map as a picture file, without a display.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::basemap::Basemap;
use crate::cartography::{
    Annotations, MapLayers, PictureRequest, PictureTitle, StopPicture, ThemeChoice,
    render_annotated_png, render_slide_png,
};
use crate::language::{Language, Message};
use crate::layers::Persons;
use crate::session::Session;

use super::failure::Failure;
use super::framing_args::FramingArgs;
use super::group_args::{GroupArgs, index_of_group};
use super::output::{check_ending, deliver, tell};
use super::progress::TerminalProgress;
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
    group: GroupArgs,

    /// A basemap below the map: raster tiles as .mbtiles or .pmtiles [default: none]
    #[arg(long, value_name = "FILE")]
    basemap: Option<PathBuf>,

    /// A stop of the walkthrough, by its number: its scenario, view, layers, colours and call-outs
    #[arg(long, value_name = "N", conflicts_with_all = ["center", "extent", "group"])]
    stop: Option<usize>,

    /// What stands at the upper left: the title and the words of the stop with the study's figures below,
    /// the study's name and figures alone, or nothing [default: stop with --stop, else study]
    #[arg(long, value_enum)]
    title: Option<Title>,

    #[command(flatten)]
    framing: FramingArgs,

    #[command(flatten)]
    symbology: SymbologyArgs,

    #[command(flatten)]
    walk: WalkArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
    Print,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Title {
    Stop,
    Study,
    None,
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

/// The longest side of a picture: what most programs can open, and at 300 dots to the inch five and a
/// half metres of paper.
const LONGEST_SIDE: u32 = 65_535;

fn size(text: &str) -> Result<(u32, u32), String> {
    let side =
        |text: &str| text.trim().parse().ok().filter(|side| (1..=LONGEST_SIDE).contains(side));
    let sides = text.split_once(['x', 'X', '×']);
    let sides = sides.and_then(|(width, height)| Some((side(width)?, side(height)?)));
    sides.ok_or_else(|| format!("expected WIDTHxHEIGHT, each from 1 to {LONGEST_SIDE}"))
}

/// Runs the command.
pub(super) fn run(args: &RenderArgs, language: Language) -> Result<(), Failure> {
    check_ending(&args.out, "png")?;
    let OpenedStudy { mut session, warnings, has_scenarios, .. } = args.study.open(language)?;
    if has_scenarios {
        warnings.iter().for_each(|warning| eprintln!("{}", warning.one_line(language)));
    }
    args.walk.apply(&mut session)?;
    if let Some(warning) = nobody_to_reach(&session) {
        tell(warning.of(language));
    }
    let picture = match args.stop {
        Some(number) => render_stop(&mut session, number, args, language)?,
        None => render_picture(&session, args, language)?,
    };
    deliver(Some(&args.out), |out| out.write_all(&picture))
}

fn render_picture(
    session: &Session,
    args: &RenderArgs,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let (width, height) = args.size;
    let study = session.study();
    let request = PictureRequest {
        width,
        height,
        theme: args.theme.into(),
        function: args.walk.chosen_function(study.standard())?,
        language,
        group: index_of_group(args.group.group, study.layers().buildings.demand())?,
        layers: MapLayers { graticule: args.graticule, ..MapLayers::default() },
        symbology: args.symbology.symbology(study.parameters().model)?,
        view: args.framing.view(study.layers())?,
    };
    let title = match args.title {
        None | Some(Title::Study) => PictureTitle::Study,
        Some(Title::None) => PictureTitle::Nothing,
        Some(Title::Stop) => {
            return Err(Failure::Usage(Message::new(
                "--title stop 须与 --stop 同用",
                "--title stop goes with --stop",
            )));
        }
    };
    draw(session, &request, Annotations { title, ..Annotations::default() }, args, language)
}

/// The picture of a stop, counted from 1.
fn render_stop(
    session: &mut Session,
    number: usize,
    args: &RenderArgs,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let stops = session.study().walkthrough().stops();
    let stop = number.checked_sub(1).and_then(|position| stops.get(position)).cloned();
    let Some(stop) = stop else {
        let count = stops.len();
        return Err(Failure::Usage(Message::new(
            format!("汇报没有第 {number} 步；共 {count} 步"),
            format!("the walkthrough has no stop {number}; it has {count}"),
        )));
    };
    let (width, height) = args.size;
    let Some(picture) = StopPicture::of(&stop, session.study()) else {
        let theme = args.theme.into();
        let slide = render_slide_png(&stop, session.study(), [width, height], theme, language);
        return slide.map_err(|error| Failure::Result(Message::same(error.to_string())));
    };
    for missing in picture.missing() {
        tell(missing.of(language));
    }
    picture.turn(session);
    let request = picture.request(session.study(), [width, height], args.theme.into(), language);
    let annotations = picture.annotations(language);
    let title = match args.title {
        None | Some(Title::Stop) => annotations.title,
        Some(Title::Study) => PictureTitle::Study,
        Some(Title::None) => PictureTitle::Nothing,
    };
    draw(session, &request, Annotations { title, ..annotations }, args, language)
}

fn draw(
    session: &Session,
    request: &PictureRequest,
    annotations: Annotations,
    args: &RenderArgs,
    language: Language,
) -> Result<Vec<u8>, Failure> {
    let basemap = args.basemap.as_deref().map(Basemap::open).transpose()?;
    let progress = TerminalProgress::new(language);
    let mut rows_done = |done: usize, all: usize| {
        let percent = 100 * done / all.max(1);
        progress.show(&language.pick(format!("绘图 {percent}%"), format!("drawing {percent} %")));
        ControlFlow::Continue(())
    };
    let picture =
        render_annotated_png(session, request, annotations, basemap.as_ref(), &mut rows_done);
    drop(progress);
    if let Some(fault) = basemap.as_ref().and_then(Basemap::fault) {
        // Other tiles may be fine; the picture has a gap and the planner should know.
        tell(fault.message().of(language));
    }
    picture.map_err(|error| Failure::Result(Message::same(error.to_string())))
}

/// That the map has nothing to say, though it can be drawn.
fn nobody_to_reach(session: &Session) -> Option<Message> {
    let buildings = &session.study().layers().buildings;
    let everybody = buildings.demand().residents(0);
    if buildings.is_empty() {
        return Some(Message::new(
            "注意：建筑图层没有要素，图上没有覆盖情况；请用 --buildings 指明建筑图层",
            "note: the study has no buildings, so the map shows no coverage; name the layer with \
             --buildings",
        ));
    }
    everybody.iter().all(|residents| *residents == Persons::ZERO).then(|| {
        Message::new(
            "注意：建筑中没有居民，图上没有覆盖情况；人口字段可用 --map buildings.residents=字段 指明",
            "note: nobody lives in the buildings, so the map shows no coverage; name the column of \
             residents with --map buildings.residents=COLUMN",
        )
    })
}
