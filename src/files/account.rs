//! The account of an import in words: what each layer was taken for, and everything found in it.
//! Printed by the command line, saved from the window.

use std::fmt::Write as _;

use crate::geometry::LonLat;
use crate::language::{Language, Text};

use super::{Examination, Finding, LayerReport};

/// How a layer was understood, line by line.
pub fn layer_lines(
    report: &LayerReport,
    examination: &Examination,
    language: Language,
) -> Vec<String> {
    let (count, left_out, types) = (report.count, report.left_out, &report.geometry_type);
    let mut lines = vec![
        language.pick(
            format!("要素 {count} 个（略去 {left_out}），{types}"),
            format!("{count} features ({left_out} left out), {types}"),
        ),
        format!("{} ({})", report.crs, report.crs_found.name().of(language)),
    ];
    if let Some(encoding) = examination.encoding {
        lines.push(
            language.pick(
                format!("文字编码 {}", encoding.name()),
                format!("text in {}", encoding.name()),
            ),
        );
    }
    if report.hypotheses.len() > 1 {
        lines.extend(report.hypotheses.iter().map(|hypothesis| {
            let crs = &hypothesis.crs;
            format!("  {crs}: {}", hypothesis.figures(language))
        }));
    }
    if let Some([low, high]) = report.extent {
        lines.push(format!("{} – {}", degrees(low), degrees(high)));
    }
    if !examination.place_columns.is_empty() {
        let label = Text::new("位置", "places").of(language);
        lines.push(format!("{label} ← {}", examination.place_columns.join(", ")));
    }
    for found in &examination.fields {
        let mut line = format!("{} ← {}", found.field.id(), found.column);
        if let Some(share) = found.share {
            let percent = 100.0 * share;
            let fit = Text::new("可用", "fit").of(language);
            // A line in memory takes whatever is written.
            let _ = write!(line, " ({percent:.0} % {fit})");
        }
        lines.push(line);
    }
    let unused: Vec<_> = examination.unused().map(|column| column.name.as_str()).collect();
    if !unused.is_empty() {
        let label = Text::new("未用的列：", "unused columns: ").of(language);
        lines.push(format!("{label}{}", unused.join(language.pick("、", ", "))));
    }
    lines
}

/// What was found in a layer: each kind with its number, and below it the features one by one.
pub fn finding_lines(finding: &Finding, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if finding.is_of_features() {
        lines.push(finding.headline(language));
    }
    lines
        .extend(finding.problems.iter().map(|problem| format!("  {}", problem.one_line(language))));
    let rest = finding.count - finding.problems.len();
    if rest > 0 {
        lines.push(language.pick(format!("  另有 {rest} 个"), format!("  and {rest} more")));
    }
    lines
}

fn degrees(at: LonLat) -> String {
    format!("{:.5}, {:.5}", at.lon, at.lat)
}
