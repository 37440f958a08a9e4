//! `lifecircle publish`: a static page with the facilities of a scenario and what is near a place.

use std::path::PathBuf;

use crate::language::{Language, Message};
use crate::publication::{FOLDER_FILES, PublicationRequest, publish, write_folder};

use super::failure::Failure;
use super::output::{check_replacing, tell};
use super::study_args::StudyArgs;
use super::walk_args::WalkArgs;

/// Write a page on which residents look up what is near them
///
/// A folder of a few files; `index.html` opens in any browser from the disk, without a server and
/// without a word to any other computer. It says where facilities are, when they are open and how far
/// it is on foot; who lives where, candidates and costs are not in it. It opens in the language asked for
/// with --language, else in that of the reader's browser; the reader can switch.
#[derive(Debug, clap::Args)]
pub(super) struct PublishArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// The folder; made where there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The heading of the page [default: the study's name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The map's review number (审图号), shown on the page; without it the page says that it is for
    /// internal use
    #[arg(long, value_name = "TEXT")]
    review_number: Option<String>,

    /// Replace files that are in the folder already
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    walk: WalkArgs,
}

/// Runs the command. `asked` is the language that was asked for, if any.
pub(super) fn run(
    args: &PublishArgs,
    language: Language,
    asked: Option<Language>,
) -> Result<(), Failure> {
    if args.walk.function.is_some() {
        return Err(Failure::Usage(Message::new(
            "页面总是包含全部功能，由读者筛选；只看一项的链接：index.html#functions=编号",
            "a page has all functions and its readers choose; a link to one: index.html#functions=ID",
        )));
    }
    for name in FOLDER_FILES {
        check_replacing(&args.out.join(name), args.force)?;
    }
    let mut opened = args.study.open(language)?;
    for warning in &opened.warnings {
        tell(&warning.one_line(language));
    }
    args.walk.apply(&mut opened.session)?;
    let session = &opened.session;
    let not_empty = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let request = PublicationRequest {
        title: not_empty(&args.title),
        review_number: not_empty(&args.review_number),
        language: asked,
    };
    let contents = publish(session.study(), session.shown(), &request)
        .map_err(|error| Failure::Result(error.message()))?;
    write_folder(&args.out, &contents, session.study().layers())
        .map_err(|error| Failure::Output { path: Some(args.out.clone()), error })?;
    let page = args.out.join("index.html");
    let page = page.display();
    tell(&language.pick(
        format!("已写入，用浏览器打开：{page}"),
        format!("written; open {page} in a browser"),
    ));
    if request.review_number.is_none() {
        tell(language.pick(
            "提示：未填写审图号（--review-number），页面注明仅供内部使用",
            "note: without a map review number (--review-number) the page says that it is for internal use",
        ));
    }
    Ok(())
}
