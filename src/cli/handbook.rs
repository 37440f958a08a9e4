//! `lifecircle handbook`: the handbook as pages that any browser opens from the disk.

use std::fs;
use std::path::PathBuf;

use crate::handbook::pages;
use crate::language::Language;

use super::failure::Failure;
use super::output::{check_replacing, deliver, tell};

/// Write the handbook as pages, in Chinese and English
///
/// `index.html` in the folder opens in any browser without a server and contacts nobody. In the window
/// the same handbook opens with F1.
#[derive(Debug, clap::Args)]
pub(super) struct HandbookArgs {
    /// The folder; made where there is none
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,

    /// Replace pages that are in the folder already
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub(super) fn run(args: &HandbookArgs, language: Language) -> Result<(), Failure> {
    let index = args.out.join("index.html");
    check_replacing(&index, args.force)?;
    for file in pages() {
        let path = args.out.join(&file.path);
        let folder = path.parent().unwrap_or(&args.out);
        let cannot_write = |error| Failure::Output { path: Some(folder.to_path_buf()), error };
        fs::create_dir_all(folder).map_err(cannot_write)?;
        deliver(Some(&path), |out| out.write_all(&file.bytes))?;
    }
    let index = index.display();
    tell(&language.pick(
        format!("已写入，用浏览器打开：{index}"),
        format!("written; open {index} in a browser"),
    ));
    Ok(())
}
