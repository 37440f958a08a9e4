//! A small picture of the stop that comes next, for the presenter's window: drawn in the background, and kept
//! until the study or the look of the window is another.

use std::cell::RefCell;
use std::collections::HashMap;

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use crate::cartography::{
    Annotations, MapLayers, PictureError, PictureRequest, PictureTitle, StopPicture, ThemeChoice,
    render_pixels,
};
use crate::jobs::{Job, JobContext};
use crate::language::Language;
use crate::session::Session;
use crate::study::{Stop, StopId};
use crate::ui::view::View;

/// In pixels: wide enough for the presenter's window on a fine screen.
const SIZE: [u32; 2] = [640, 360];

/// What a picture was made of. What the room tries out is no part of it: the script goes on from the study
/// as it is saved.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    stop: Stop,
    state: (usize, Option<i64>),
    theme: ThemeChoice,
    language: Language,
}

/// A picture under way: for nothing where it cannot be drawn.
struct Drawing {
    basis: Basis,
    job: Job<(), Result<Vec<u8>, PictureError>>,
}

/// The pictures drawn so far.
#[derive(Default)]
pub struct StopPictures {
    known: RefCell<HashMap<StopId, (Basis, Option<TextureHandle>)>>,
    drawing: RefCell<Option<Drawing>>,
}

impl StopPictures {
    /// The picture of a stop once it is there; asked for in each frame, it is drawn meanwhile. A slide of
    /// words has none.
    pub fn picture(
        &self,
        ctx: &Context,
        session: &Session,
        stop: &Stop,
        view: &View,
    ) -> Option<TextureHandle> {
        self.take_finished(ctx);
        let basis = Basis {
            stop: stop.clone(),
            state: session.script_state(),
            theme: view.theme,
            language: view.language,
        };
        if let Some((known, picture)) = self.known.borrow().get(&stop.id)
            && *known == basis
        {
            return picture.clone();
        }
        let mut drawing = self.drawing.borrow_mut();
        if drawing.as_ref().is_none_or(|under_way| under_way.basis != basis) {
            *drawing = draw(ctx, session, basis);
        }
        None
    }

    fn take_finished(&self, ctx: &Context) {
        let mut drawing = self.drawing.borrow_mut();
        let Some(drawn) = drawing.as_ref().and_then(|under_way| under_way.job.poll()) else {
            return;
        };
        let Some(Drawing { basis, .. }) = drawing.take() else { return };
        // Where it failed there is none; asking again would fail again.
        let pixels = drawn.ok().and_then(Result::ok);
        let texture = pixels.map(|pixels| {
            let size = SIZE.map(|side| side as usize);
            let image = ColorImage::from_rgba_premultiplied(size, &pixels);
            ctx.load_texture("next stop", image, TextureOptions::LINEAR)
        });
        self.known.borrow_mut().insert(basis.stop.id, (basis, texture));
    }
}

/// Begins to draw a stop as the script shows it; `None` for a slide, or where the system gives no thread.
fn draw(ctx: &Context, session: &Session, basis: Basis) -> Option<Drawing> {
    let picture = StopPicture::of(&basis.stop, session.study())?;
    let mut session = session.script().into_owned();
    let (theme, language, wake) = (basis.theme, basis.language, ctx.clone());
    let job = Job::start(
        "next stop",
        move || wake.request_repaint(),
        move |_: &JobContext<()>| {
            picture.turn(&mut session);
            let request = picture.request(session.study(), SIZE, theme, language);
            // Words could not be read so small: the title stands beside it, the legend on the wall.
            let layers = MapLayers { legend: false, ..request.layers };
            let request = PictureRequest { layers, ..request };
            let annotations =
                Annotations { title: PictureTitle::Nothing, ..picture.annotations(language) };
            render_pixels(&session, &request, annotations, None)
        },
    );
    Some(Drawing { basis, job: job.ok()? })
}
