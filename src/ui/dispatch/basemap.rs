//! Actions on the basemap, and what comes back from the background.

use crate::basemap::Basemap;
use crate::geometry::{LonLat, WorldPoint};
use crate::language::Message;
use crate::layers::LayerSet;
use crate::ui::action::BasemapAction;
use crate::ui::app::App;
use crate::ui::notice::{Concern, Notice, Stay};

/// Carries out one action.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: BasemapAction) {
    match action {
        BasemapAction::Browse => {
            let asked = app.basemap.browse(ctx, app.view.language);
            app.notices.extend(asked.err().map(Notice::plain));
        }
        BasemapAction::Remove => {
            app.basemap.forget();
            app.view.basemap = None;
        }
        #[cfg(feature = "online-basemap")]
        BasemapAction::ShowOnline => app.basemap.online.show(),
        #[cfg(feature = "online-basemap")]
        BasemapAction::CloseOnline => app.basemap.online.close(),
        #[cfg(feature = "online-basemap")]
        BasemapAction::GoOnline(address) => {
            let wake = ctx.clone();
            app.basemap.forget();
            match Basemap::online(address, move || wake.request_repaint()) {
                Ok(basemap) => app.view.basemap = Some(std::sync::Arc::new(basemap)),
                Err(error) => app.notices.push(Notice::plain(error.message())),
            }
        }
    }
}

/// Takes a basemap that has been opened. Waits for a study, whose coming clears all notices.
pub fn take_finished(app: &mut App, ctx: &egui::Context) {
    let Some(workspace) = &app.workspace else { return };
    match app.basemap.take_finished(ctx) {
        Some(Ok(basemap)) => {
            let layers = workspace.session.study().layers();
            app.notices.extend(elsewhere(&basemap, layers).map(Notice::plain));
            app.view.basemap = Some(basemap);
            ctx.request_repaint();
        }
        Some(Err(reason)) => app.notices.push(Notice {
            text: Message::new(
                "底图无法打开，地图保持原样。可在“图层”中另选底图。",
                "The basemap cannot be opened; the map stays as it was. Another can be chosen \
                 under Layers.",
            ),
            details: vec![reason.of(app.view.language).to_owned()],
            concern: Concern::Program,
            opens: None,
            stay: Stay::UntilDismissed,
        }),
        None => {}
    }
    if let Some(basemap) = &app.view.basemap
        && let Some(fault) = app.basemap.take_fault(basemap)
    {
        app.notices.push(Notice {
            text: Message::new(
                "底图的部分瓦片无法读取，地图上以低一级的瓦片代替或留空。",
                "Some tiles of the basemap cannot be read; coarser ones or gaps are in their place.",
            ),
            details: vec![fault.of(app.view.language).to_owned()],
            concern: Concern::Program,
            opens: None,
            stay: Stay::UntilDismissed,
        });
    }
}

/// What to say of a basemap that shows another place than the study.
fn elsewhere(basemap: &Basemap, layers: &LayerSet) -> Option<Message> {
    let extent = layers.extent()?;
    let corner = |at: WorldPoint| layers.lonlat_of(at);
    let corners: [LonLat; 2] = [corner(extent.min)?, corner(extent.max)?];
    let name = basemap.name();
    (!basemap.covers(corners)).then(|| {
        Message::new(
            format!("底图 {name} 不含本研究的范围，地图上看不到它。"),
            format!(
                "The basemap {name} shows another place than this study; nothing is seen of it."
            ),
        )
    })
}
