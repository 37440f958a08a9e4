//! The row of the basemap among the layers.

use egui::{ComboBox, Role, Ui, WidgetInfo};

use crate::language::Text;
use crate::ui::action::{Action, BasemapAction};
use crate::ui::view::View;

const BASEMAP: Text = Text::new("底图", "Basemap");
const NONE: Text = Text::new("无", "None");
const CHOOSE: Text = Text::new("选择文件…", "Choose file…");
#[cfg(feature = "online-basemap")]
const ONLINE: Text = Text::new("在线瓦片…", "Online tiles…");
const HINT: Text = Text::new(
    "默认无底图：公开展示的地图须经审核并标注审图号，会议室也往往不联网；程序不附带任何国界或行政区划界线。\
     可选用本机的栅格瓦片文件（.mbtiles 或 .pmtiles），也可把文件拖入窗口；其来源标注在地图右下角。",
    "None by default: maps shown in public in China need a review number (审图号), and review rooms \
     are often offline. The program comes with no national or district borders. Choose a file of \
     raster tiles on this computer (.mbtiles or .pmtiles), or drop it on the window; its source is \
     named at the lower right of the map.",
);

/// Shows which basemap lies below the map, to choose another.
pub fn basemap_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let shown = view.basemap.as_ref().map(|basemap| basemap.name());
    ui.horizontal(|ui| {
        ui.label(BASEMAP.of(language));
        let combo = ComboBox::from_id_salt("basemap")
            .width(ui.available_width())
            .truncate()
            .selected_text(shown.unwrap_or(NONE.of(language)));
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(shown.is_none(), NONE.of(language)).clicked() {
                actions.push(BasemapAction::Remove.into());
            }
            if let Some(name) = shown {
                // Chosen already.
                let _ = ui.selectable_label(true, name);
            }
            if ui.selectable_label(false, CHOOSE.of(language)).clicked() {
                actions.push(BasemapAction::Browse.into());
            }
            #[cfg(feature = "online-basemap")]
            if ui.selectable_label(false, ONLINE.of(language)).clicked() {
                actions.push(BasemapAction::ShowOnline.into());
            }
        });
        response.response.widget_info(|| WidgetInfo {
            current_text_value: Some(shown.unwrap_or(NONE.of(language)).to_owned()),
            ..WidgetInfo::labeled(Role::ComboBox, true, BASEMAP.of(language))
        });
        response.response.on_hover_text(HINT.of(language));
    });
}
