//! Flights of the camera: along the path that feels shortest, eased, and over at once when the planner
//! takes the wheel.
//!
//! The path is that of van Wijk & Nuij (2003), "Smooth and efficient zooming and panning", with ρ = √2:
//! between far places it rises, so that the ground never rushes by.

use crate::cartography::{Camera, Edges};
use crate::geometry::{Extent, WorldPoint};
use crate::study::walkthrough::Framing;

/// How much is seen against how fast it passes.
const RHO: f64 = std::f64::consts::SQRT_2;
/// A flight of length 1 on the path takes so long.
const SECONDS_PER_LENGTH: f64 = 0.3;
/// Short flights take what a panel takes to open; long ones must be followed by the eye.
const SECONDS: std::ops::RangeInclusive<f64> = 0.2..=0.9;
/// Places nearer than this share of what is seen are the same place.
const SAME_PLACE: f64 = 1e-6;

/// Where the camera is flying to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flight {
    goal: Goal,
    /// Where it began: middle and metres per pixel, known from the first frame on.
    from: Option<(WorldPoint, f64)>,
    elapsed_s: f64,
    /// Where the swipe line stands on the ground, east of the origin in metres, until it is there.
    swipe_x: Option<f64>,
    /// Where it arrived, once it has.
    arrived: Option<Arrived>,
}

/// What the map was like when a flight arrived. A legend that grows afterwards must not move the ground
/// below somebody's mouse; a canvas of another size does.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Arrived {
    canvas: [f32; 2],
    legend: [f32; 2],
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// A place in the middle, at the scale of the moment.
    Place(WorldPoint),
    /// All of what a stop shows. Once it is reached, it stays in sight when the canvas changes its size.
    Framing(Framing),
    /// The same on the wall: clear of the legend, which is large there, as far as there is room.
    InSight(Extent),
}

impl Flight {
    pub fn to_place(place: WorldPoint) -> Self {
        Self::to(Goal::Place(place))
    }

    pub fn to_framing(framing: Framing) -> Self {
        Self::to(Goal::Framing(framing))
    }

    /// To the ground that a stop is about, on the wall.
    pub fn to_ground(ground: Extent) -> Self {
        Self::to(Goal::InSight(ground))
    }

    fn to(goal: Goal) -> Self {
        Self { goal, from: None, elapsed_s: 0.0, swipe_x: None, arrived: None }
    }

    /// Whether it leads to all of what a framing shows, or holds that in sight.
    pub fn is_to_framing(&self, framing: Framing) -> bool {
        self.goal == Goal::Framing(framing)
    }

    /// Whether it only holds the ground in sight.
    pub fn has_arrived(&self) -> bool {
        self.arrived.is_some()
    }

    /// The same with the swipe line over a place of the ground, its easting in metres: a stop that stands
    /// beside its legend is divided where it was divided when it was made.
    pub fn with_swipe_at(self, swipe_x: f64) -> Self {
        Self { swipe_x: Some(swipe_x), ..self }
    }

    /// Where the swipe line stands as long as the flight carries it along, as a share of the canvas.
    pub fn swipe_on(&self, camera: &Camera) -> Option<f32> {
        let at = camera.screen_from_world(WorldPoint::new(self.swipe_x?, camera.center.y));
        Some(((at.x - camera.origin.x) / camera.width.max(1.0)).clamp(0.02, 0.98))
    }

    /// The ground that must not lie below the legend.
    pub fn ground_in_sight(&self) -> Option<Extent> {
        match self.goal {
            Goal::InSight(ground) => Some(ground),
            Goal::Place(_) | Goal::Framing(_) => None,
        }
    }

    /// Moves the camera on by so many seconds. `legend` is how far the legend reaches from the left and
    /// from below, in logical pixels. Returns the flight that goes on, and whether it still moves.
    pub fn advance(
        mut self,
        camera: &mut Camera,
        seconds: f64,
        legend: [f32; 2],
    ) -> (Option<Self>, bool) {
        let (center, metres_per_pixel) =
            *self.from.get_or_insert((camera.center, camera.metres_per_pixel));
        let start = Camera { center, metres_per_pixel, ..*camera };
        let canvas = [camera.width, camera.height];
        let known = self.arrived.filter(|arrived| arrived.canvas == canvas);
        let legend = known.map_or(legend, |arrived| arrived.legend);
        let end = match self.goal {
            Goal::Place(center) => Camera { center, metres_per_pixel, ..*camera },
            Goal::Framing(framing) => {
                let Camera { origin, width, height, .. } = *camera;
                Camera::filled_by(framing.extent(), origin, width, height)
            }
            Goal::InSight(ground) => beside_legend(ground, camera, legend),
        };
        let path = Path::between(&start, &end);
        self.elapsed_s += seconds;
        let share = self.elapsed_s / path.seconds();
        if share < 1.0 {
            *camera = path.at(ease_out(share), *camera);
            return (Some(self), true);
        }
        *camera = end;
        self.swipe_x = self.swipe_x.filter(|_| self.arrived.is_none());
        self.arrived = Some(Arrived { canvas, legend });
        let holds = !matches!(self.goal, Goal::Place(_));
        (holds.then_some(self), false)
    }
}

/// The camera that shows a ground as large as it gets beside the legend, or above it; below it, where
/// beside it would be much smaller.
pub(super) fn beside_legend(ground: Extent, on: &Camera, [right, top]: [f32; 2]) -> Camera {
    const MOST_SHRINKING: f64 = 1.6;
    let fitting =
        |edges: Edges| Camera::fitting_between(ground, edges, on.origin, on.width, on.height);
    let beside = fitting(Edges { left: right, ..Edges::default() });
    let above = fitting(Edges { bottom: top, ..Edges::default() });
    let best = if beside.metres_per_pixel <= above.metres_per_pixel { beside } else { above };
    let whole = fitting(Edges::default());
    let is_large = best.metres_per_pixel <= MOST_SHRINKING * whole.metres_per_pixel;
    if is_large { best } else { whole }
}

fn ease_out(share: f64) -> f64 {
    1.0 - (1.0 - share).powi(3)
}

/// A path from one view to another.
#[derive(Debug, Clone, Copy)]
struct Path {
    start: WorldPoint,
    end: WorldPoint,
    /// How wide the view is at the beginning, in metres.
    width: f64,
    /// Between the middles, in metres.
    distance: f64,
    /// Where on the curve it begins, and its length there.
    begin: f64,
    length: f64,
    /// Where the middle stays, the view only grows (1) or shrinks (−1).
    zooms: Option<f64>,
    canvas_px: f64,
}

impl Path {
    fn between(start: &Camera, end: &Camera) -> Self {
        let canvas_px = f64::from(start.width.max(1.0));
        let widths = [start, end].map(|camera| camera.metres_per_pixel * canvas_px);
        let [from, to] = widths;
        let distance = start.center.distance_to(end.center);
        let still = Self {
            start: start.center,
            end: end.center,
            width: from,
            distance,
            begin: 0.0,
            length: (to / from).ln().abs() / RHO,
            zooms: Some(if to < from { -1.0 } else { 1.0 }),
            canvas_px,
        };
        if distance < from.max(to) * SAME_PLACE {
            return still;
        }
        let (rho_2, rho_4) = (RHO.powi(2), RHO.powi(4));
        let difference = to * to - from * from;
        let bend = |width: f64, sign: f64| {
            let b = (difference + sign * rho_4 * distance * distance)
                / (2.0 * width * rho_2 * distance);
            (-b).asinh()
        };
        let (begin, finish) = (bend(from, 1.0), bend(to, -1.0));
        Self { begin, length: (finish - begin) / RHO, zooms: None, ..still }
    }

    fn seconds(&self) -> f64 {
        (self.length * SECONDS_PER_LENGTH).clamp(*SECONDS.start(), *SECONDS.end())
    }

    /// The view after a share of the path.
    fn at(&self, share: f64, camera: Camera) -> Camera {
        let along = self.length * share;
        if let Some(sign) = self.zooms {
            let width = self.width * (sign * RHO * along).exp();
            return Camera { metres_per_pixel: width / self.canvas_px, center: self.end, ..camera };
        }
        let turn = RHO * along + self.begin;
        let width = self.width * self.begin.cosh() / turn.cosh();
        let passed =
            self.width / RHO.powi(2) * (self.begin.cosh() * turn.tanh() - self.begin.sinh());
        let passed = (passed / self.distance).clamp(0.0, 1.0);
        let between = |from: f64, to: f64| from + (to - from) * passed;
        let center =
            WorldPoint::new(between(self.start.x, self.end.x), between(self.start.y, self.end.y));
        Camera { metres_per_pixel: width / self.canvas_px, center, ..camera }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::ScreenPoint;

    fn camera(x: f64, metres_per_pixel: f64) -> Camera {
        Camera {
            center: WorldPoint::new(x, 50.0),
            metres_per_pixel,
            origin: ScreenPoint::new(0.0, 0.0),
            width: 1000.0,
            height: 500.0,
        }
    }

    fn framing(x: f64, metres_per_pixel: f64) -> Framing {
        Framing {
            center: WorldPoint::new(x, 50.0),
            metres_per_pixel,
            width_px: 1000.0,
            height_px: 500.0,
        }
    }

    /// The views on the way, frame by frame.
    fn fly(mut camera: Camera, flight: Flight) -> Vec<Camera> {
        let mut views = vec![camera];
        let mut flight = Some(flight);
        while let Some(under_way) = flight {
            let (next, moves) = under_way.advance(&mut camera, 1.0 / 60.0, [0.0; 2]);
            views.push(camera);
            flight = next.filter(|_| moves);
        }
        views
    }

    #[test]
    fn a_flight_arrives_exactly_and_within_a_second() {
        for (to, scale) in [(0.0, 1.0), (30_000.0, 1.0), (400.0, 9.0), (0.0, 7.0), (9e4, 0.1)] {
            let views = fly(camera(0.0, 2.0), Flight::to_framing(framing(to, scale)));
            let last = views[views.len() - 1];
            assert_eq!(last.center, WorldPoint::new(to, 50.0));
            assert!((last.metres_per_pixel - scale).abs() < 1e-9);
            assert!(views.len() <= 58, "{} frames", views.len());
            let steady = views.windows(2).all(|pair| {
                let ratio = pair[1].metres_per_pixel / pair[0].metres_per_pixel;
                pair[0].center.x <= pair[1].center.x + 1e-6 && (0.2..5.0).contains(&ratio)
            });
            assert!(steady, "no jumps and no way back to {to}");
        }
    }

    #[test]
    fn between_far_places_the_camera_rises() {
        let views = fly(camera(0.0, 2.0), Flight::to_framing(framing(60_000.0, 2.0)));
        let highest = views.iter().map(|view| view.metres_per_pixel).fold(0.0, f64::max);
        assert!(highest > 10.0, "{highest}");
    }

    #[test]
    fn on_the_wall_the_legend_covers_nothing_that_a_stop_is_about() {
        let (min, max) = (WorldPoint::new(0.0, 0.0), WorldPoint::new(3000.0, 3000.0));
        let ground = Extent { min, max };
        for (legend, is_beside) in [([300.0, 400.0], true), ([900.0, 100.0], false)] {
            let mut view = camera(0.0, 2.0);
            Flight::to_ground(ground).advance(&mut view, 9.0, legend);
            let corner = view.screen_from_world(min);
            let clear =
                if is_beside { corner.x >= legend[0] } else { corner.y <= 500.0 - legend[1] };
            assert!(clear, "{corner:?} with a legend of {legend:?}");
            assert!(view.sees(min, 0.0) && view.sees(max, 0.0), "all of it is seen");
        }
        // A legend that leaves no room covers a part rather than making all of it tiny.
        let mut view = camera(0.0, 2.0);
        Flight::to_ground(ground).advance(&mut view, 9.0, [900.0, 450.0]);
        assert!(view.metres_per_pixel < 7.0, "{}", view.metres_per_pixel);
    }

    #[test]
    fn a_legend_that_grows_later_does_not_move_the_ground() {
        let (min, max) = (WorldPoint::new(0.0, 0.0), WorldPoint::new(3000.0, 3000.0));
        let mut view = camera(0.0, 2.0);
        let flight = Flight::to_ground(Extent { min, max });
        let (arrived, _) = flight.advance(&mut view, 9.0, [200.0, 300.0]);
        let before = view;
        let arrived = arrived.expect("it is held");
        let (held, moves) = arrived.advance(&mut view, 0.1, [400.0, 450.0]);
        assert!(!moves && held.is_some_and(|held| held.has_arrived()));
        assert_eq!(view, before);
        // On a canvas of another size it is fitted anew.
        view = view.on_canvas(ScreenPoint::new(0.0, 0.0), 700.0, 400.0);
        arrived.advance(&mut view, 0.1, [400.0, 380.0]);
        assert!(view.screen_from_world(min).x >= 400.0 || view.metres_per_pixel > 7.0, "{view:?}");
    }

    #[test]
    fn the_swipe_line_stays_over_its_place_until_somebody_moves_it() {
        let (min, max) = (WorldPoint::new(0.0, 0.0), WorldPoint::new(3000.0, 3000.0));
        let mut view = camera(0.0, 2.0);
        let flight = Flight::to_ground(Extent { min, max }).with_swipe_at(1500.0);
        let (arrived, _) = flight.advance(&mut view, 9.0, [300.0, 400.0]);
        let arrived = arrived.expect("it is held");
        let share = arrived.swipe_on(&view).expect("it carries the line along");
        let at = view.world_from_screen(ScreenPoint::new(share * view.width, 0.0));
        assert!((at.x - 1500.0).abs() < 1.0, "{at:?}");
        let (held, _) = arrived.advance(&mut view, 0.1, [300.0, 400.0]);
        assert_eq!(held.and_then(|held| held.swipe_on(&view)), None, "the room's from now on");
    }

    #[test]
    fn what_a_stop_shows_stays_in_sight_when_the_canvas_shrinks() {
        let mut view = camera(0.0, 2.0);
        let (mut flight, _) =
            Flight::to_framing(framing(10.0, 1.0)).advance(&mut view, 9.0, [0.0; 2]);
        view = view.on_canvas(ScreenPoint::new(0.0, 0.0), 500.0, 500.0);
        let (held, moves) = flight.take().expect("it is held").advance(&mut view, 0.1, [0.0; 2]);
        assert!(held.is_some() && !moves);
        assert!((view.metres_per_pixel - 2.0).abs() < 1e-9, "{}", view.metres_per_pixel);
        let (over, _) =
            Flight::to_place(WorldPoint::new(7.0, 7.0)).advance(&mut view, 9.0, [0.0; 2]);
        assert_eq!((over, view.center), (None, WorldPoint::new(7.0, 7.0)));
    }
}
