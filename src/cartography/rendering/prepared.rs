//! What is found and counted for a picture before any of it is painted: the colours' classes, surfaces and
//! values of units, of the scenario shown and of another one.

use crate::basemap::Basemap;
use crate::cartography::content::{Emphasis, MapContent};
use crate::cartography::picture::PictureError;
use crate::cartography::unit_values::counted_for_picture;
use crate::cartography::{
    Camera, CountedValues, GroundIndex, MapKey, Palette, ScreenPoint, ShownField, SurfaceField,
};
use crate::geometry::Extent;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

use super::{Annotations, OtherMap, PictureRequest, scale_of};

/// What the maps of a picture show.
pub(super) struct Prepared<'a> {
    session: &'a Session,
    function: FunctionIndex,
    /// Of the whole study.
    pub extent: Extent,
    /// Pixels in a logical one.
    pub scale: f32,
    index: GroundIndex,
    key: MapKey,
    own: Counted,
    other: Counted,
}

/// What was counted for the map of one scenario.
#[derive(Default)]
struct Counted {
    field: Option<SurfaceField>,
    /// One for each unit, where it has one.
    values: Option<Vec<Option<f64>>>,
}

impl<'a> Prepared<'a> {
    /// Counts what a picture shows, and another scenario in it.
    ///
    /// # Errors
    /// When there is nothing to show.
    pub fn of(
        session: &'a Session,
        request: &PictureRequest,
        other: Option<OtherMap>,
    ) -> Result<Self, PictureError> {
        let study = session.study();
        let extent = study.layers().extent().ok_or(PictureError::Empty)?;
        let function = request.function.or_else(|| study.standard().indexes().next());
        let function = function.ok_or(PictureError::Empty)?;
        let counted = |scenario| Counted::of(session, scenario, request, function);
        Ok(Self {
            session,
            function,
            extent,
            scale: scale_of(request.width, request.height),
            index: GroundIndex::of(study.layers()),
            key: MapKey::of(request.symbology, session, function, request.group),
            own: counted(session.shown()),
            other: other.map(|other| counted(other.scenario())).unwrap_or_default(),
        })
    }

    /// The map of the scenario shown, seen as a whole.
    pub fn own<'b>(
        &'b self,
        request: &PictureRequest,
        annotations: Annotations<'b>,
        basemap: Option<&'b Basemap>,
    ) -> MapContent<'b> {
        let [width, height] =
            [request.width, request.height].map(|pixels| pixels as f32 / self.scale);
        MapContent {
            session: self.session,
            scenario: self.session.shown(),
            index: &self.index,
            palette: Palette::of(request.theme),
            language: request.language,
            camera: Camera::fitting(self.extent, ScreenPoint::new(0.0, 0.0), width, height),
            basemap,
            function: self.function,
            group: request.group,
            layers: request.layers,
            symbology: request.symbology,
            key: &self.key,
            field: self.own.field(),
            counted: self.own.values(),
            emphasis: Emphasis::default(),
            path: None,
            isochrones: None,
            of_picture: None,
            reached_streets: None,
            subject: annotations.subject,
            highlighted: annotations.highlighted,
            callouts: annotations.callouts,
        }
    }

    /// The same map of the other scenario.
    pub fn other<'b>(&'b self, own: MapContent<'b>, scenario: ScenarioId) -> MapContent<'b> {
        MapContent { scenario, field: self.other.field(), counted: self.other.values(), ..own }
    }
}

impl Counted {
    fn of(
        session: &Session,
        scenario: ScenarioId,
        request: &PictureRequest,
        function: FunctionIndex,
    ) -> Self {
        let PictureRequest { symbology, group, .. } = *request;
        let field_of =
            |session: &Session| SurfaceField::of(symbology.surface, session, function, group);
        let field = if scenario == session.shown() {
            field_of(session)
        } else {
            let mut session = session.clone();
            session.show(scenario);
            field_of(&session)
        };
        let values = counted_for_picture(symbology, session, scenario, (function, group));
        Self { field, values }
    }

    fn field(&self) -> ShownField<'_> {
        ShownField { field: self.field.as_ref(), ..ShownField::default() }
    }

    fn values(&self) -> CountedValues<'_> {
        CountedValues { values: self.values.as_deref(), ..CountedValues::default() }
    }
}
