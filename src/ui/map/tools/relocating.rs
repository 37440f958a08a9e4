//! A conversion while it is dragged: a line from where it stands to the pointer, and what would become of
//! it there.

use crate::cartography::{Align, Canvas as _, MapContent, Stroke};
use crate::language::Text;
use crate::ui::workspace::{Drag, Relocating, Workspace};

use super::super::canvas::EguiCanvas;
use super::plates;

const ELSEWHERE: Text =
    Text::new("拖到其他候选点或建筑上", "Drop it on another candidate or building");
/// The hollow dot at the pointer.
const DOT: f32 = 9.0;

/// Paints it over the map.
pub fn paint_relocating(canvas: &mut EguiCanvas, content: &MapContent, workspace: &Workspace) {
    let Some(Drag { id, start, relocating: Some(relocating) }) = workspace.drag else { return };
    let Relocating { pointed, goes } = relocating;
    let camera = &content.camera;
    let color = content.palette.hypothetical;
    let now = workspace.session.facility(id).filter(|_| goes);
    let end = camera.screen_from_world(now.map_or(pointed, |facility| facility.at));
    let line = [camera.screen_from_world(start), end];
    canvas.line(&line, false, Stroke::dashed(1.5, color, 5.0));
    if !goes {
        canvas.circle(
            end,
            DOT,
            Some(content.palette.paper.with_opacity(0.7)),
            Stroke::solid(2.0, color),
        );
    }
    let text = now.map_or(ELSEWHERE.of(content.language), |facility| facility.name.as_str());
    let beside = end.offset(DOT + 10.0, -DOT - 14.0);
    plates::paint_plate(canvas, content, (beside, Align::Left), &[(text, 13.0)]);
}
