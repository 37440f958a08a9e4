//! Triangles that are drawn one after the other, as the shaders take them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use eframe::egui_wgpu::{CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;
use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{PaintCallbackInfo, Pos2, Rect, TextureId, Vec2, pos2};
use wgpu::util::DeviceExt;

use super::pipelines::{CORNER_BYTES, Pipelines};

/// Plain areas smaller than this, in square points, are not worth a change of shaders: looking into the
/// texture, where it is white, comes to the same.
const LEAST_PLAIN_AREA: f32 = 4_000.0;

/// What is drawn from one callback to the next. Alike are runs that come out alike, as long as their
/// textures stay as they are.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// In points.
    window: Vec2,
    corners: Vec<u8>,
    indices: Vec<u8>,
    draws: Vec<Draw>,
    /// In the order they were added.
    meshes: Vec<MeshEnd>,
}

/// Where a mesh is cut off, and where what it added ends: bytes of corners and indices, and draws.
#[derive(Debug, Clone, Copy, PartialEq)]
struct MeshEnd {
    clip: Rect,
    corners: usize,
    indices: usize,
    draws: usize,
}

/// Triangles that are drawn by one shader and cut off at one rectangle.
#[derive(Debug, Clone, PartialEq)]
struct Draw {
    clip: Rect,
    /// `None` for plain colours.
    texture: Option<TextureId>,
    indices: Range<u32>,
    /// The number of the mesh's first corner.
    first_corner: i32,
}

impl Run {
    /// Nothing yet, in a window of a size in points.
    pub fn in_window(window: Vec2) -> Self {
        let (corners, indices) = (Vec::new(), Vec::new());
        Self { window, corners, indices, draws: Vec::new(), meshes: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.draws.is_empty()
    }

    /// Adds a mesh, cut off at a rectangle in points.
    pub fn add(&mut self, clip: Rect, mesh: &Mesh) {
        let first_corner = (self.corners.len() / CORNER_BYTES) as i32;
        let first_index = (self.indices.len() / size_of::<u32>()) as u32;
        self.corners.reserve(CORNER_BYTES * mesh.vertices.len());
        for Vertex { pos: Pos2 { x, y }, uv, color } in &mesh.vertices {
            let position = [2.0 * x / self.window.x - 1.0, 1.0 - 2.0 * y / self.window.y];
            let corner = corner_bytes(position, [uv.x, uv.y], color.to_array());
            self.corners.extend_from_slice(&corner);
        }
        self.indices.reserve(size_of::<u32>() * mesh.indices.len());
        for index in &mesh.indices {
            self.indices.extend_from_slice(&index.to_ne_bytes());
        }
        let draw = |Part { is_plain, indices, .. }: Part| Draw {
            clip,
            texture: (!is_plain).then_some(mesh.texture_id),
            indices: first_index + indices.start as u32..first_index + indices.end as u32,
            first_corner,
        };
        self.draws.extend(parts_of(mesh).into_iter().map(draw));
        let (corners, indices) = (self.corners.len(), self.indices.len());
        self.meshes.push(MeshEnd { clip, corners, indices, draws: self.draws.len() });
    }

    /// Where another run came out otherwise: the rectangles, in points, that the meshes which differ are
    /// cut off at. `None` where the two do not have their meshes in the same places.
    pub fn differences(&self, other: &Self) -> Option<Vec<Rect>> {
        let clips = |run: &Self| run.meshes.iter().map(|mesh| mesh.clip).collect::<Vec<Rect>>();
        if self.window != other.window || clips(self) != clips(other) {
            return None;
        }
        let mut differing: Vec<Rect> = Vec::new();
        for number in 0..self.meshes.len() {
            let clip = self.meshes[number].clip;
            if !differing.contains(&clip) && !self.has_mesh_of(other, number) {
                differing.push(clip);
            }
        }
        Some(differing)
    }

    /// Whether the mesh of a number is the same in another run.
    fn has_mesh_of(&self, other: &Self, number: usize) -> bool {
        let (corners, indices, draws) = self.mesh(number);
        let (other_corners, other_indices, other_draws) = other.mesh(number);
        let look = |draw: &Draw, first: u32| {
            (draw.texture, draw.indices.start - first..draw.indices.end - first)
        };
        let first = |draws: &[Draw]| draws.first().map_or(0, |draw| draw.indices.start);
        let (own_first, other_first) = (first(draws), first(other_draws));
        corners == other_corners
            && indices == other_indices
            && draws.len() == other_draws.len()
            && draws
                .iter()
                .zip(other_draws)
                .all(|(draw, other)| look(draw, own_first) == look(other, other_first))
    }

    fn mesh(&self, number: usize) -> (&[u8], &[u8], &[Draw]) {
        let none = MeshEnd { clip: Rect::NOTHING, corners: 0, indices: 0, draws: 0 };
        let from = number.checked_sub(1).map_or(none, |before| self.meshes[before]);
        let to = self.meshes[number];
        (
            &self.corners[from.corners..to.corners],
            &self.indices[from.indices..to.indices],
            &self.draws[from.draws..to.draws],
        )
    }

    /// Whether it looks into one of some textures.
    pub fn uses(&self, textures: &[TextureId]) -> bool {
        self.draws.iter().filter_map(|draw| draw.texture).any(|used| textures.contains(&used))
    }

    /// Whether one of its triangles may be seen within a rectangle, in points.
    pub fn is_seen_in(&self, rect: Rect) -> bool {
        self.draws.iter().filter(|draw| draw.clip.intersects(rect)).any(|draw| {
            let bytes = |index: u32| size_of::<u32>() * index as usize;
            let indices = &self.indices[bytes(draw.indices.start)..bytes(draw.indices.end)];
            let (indices, _) = indices.as_chunks::<{ size_of::<u32>() }>();
            let (triangles, _) = indices.as_chunks::<3>();
            triangles.iter().any(|triangle| {
                let corners = triangle.map(|index| self.place_of(draw, u32::from_ne_bytes(index)));
                Rect::from_points(&corners).intersects(rect)
            })
        })
    }

    /// Where a corner is in the window, in points.
    fn place_of(&self, draw: &Draw, index: u32) -> Pos2 {
        let at = CORNER_BYTES * (draw.first_corner as usize + index as usize);
        let number = |at: usize| {
            let bytes = self.corners[at..at + size_of::<f32>()].try_into();
            bytes.map_or(f32::NAN, f32::from_ne_bytes)
        };
        let [x, y] = [number(at), number(at + size_of::<f32>())];
        pos2((x + 1.0) / 2.0 * self.window.x, (1.0 - y) / 2.0 * self.window.y)
    }
}

/// A corner as the shaders take it: in the window from -1 to 1, upwards, and in the texture from 0 to 1.
pub fn corner_bytes(position: [f32; 2], place: [f32; 2], color: [u8; 4]) -> [u8; CORNER_BYTES] {
    let numbers = [position[0], position[1], place[0], place[1]].map(f32::to_ne_bytes);
    let mut corner = [0; CORNER_BYTES];
    corner[..16].copy_from_slice(numbers.as_flattened());
    corner[16..].copy_from_slice(&color);
    corner
}

/// A run on its way to the graphics device.
pub struct Drawn {
    run: Arc<Run>,
    pipelines: Arc<Pipelines>,
    /// How its textures are bound, as far as egui's renderer has them.
    textures: HashMap<TextureId, wgpu::BindGroup>,
    uploaded: OnceLock<Uploaded>,
}

/// Its triangles on the graphics device.
struct Uploaded {
    corners: wgpu::Buffer,
    indices: wgpu::Buffer,
}

impl Drawn {
    pub fn new(run: Arc<Run>, pipelines: Arc<Pipelines>) -> Self {
        let mut textures = HashMap::new();
        for texture in run.draws.iter().filter_map(|draw| draw.texture) {
            if !textures.contains_key(&texture)
                && let Some(bind_group) = pipelines.bind_group_of(texture)
            {
                textures.insert(texture, bind_group);
            }
        }
        Self { run, pipelines, textures, uploaded: OnceLock::new() }
    }

    /// Brings it onto the device.
    pub fn upload(&self, device: &wgpu::Device) {
        self.uploaded.get_or_init(|| {
            let buffer = |usage, contents: &[u8]| {
                let label = Some("plain shading");
                device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                    label,
                    contents,
                    usage,
                })
            };
            Uploaded {
                corners: buffer(wgpu::BufferUsages::VERTEX, &self.run.corners),
                indices: buffer(wgpu::BufferUsages::INDEX, &self.run.indices),
            }
        });
    }

    /// Draws as much of it as lies within a rectangle, in points, on a window of so many pixels.
    pub fn draw(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        within: Rect,
        window: [u32; 2],
        pixels_per_point: f32,
    ) {
        let Some(Uploaded { corners, indices }) = self.uploaded.get() else { return };
        pass.set_viewport(0.0, 0.0, window[0] as f32, window[1] as f32, 0.0, 1.0);
        pass.set_vertex_buffer(0, corners.slice(..));
        pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
        for draw in &self.run.draws {
            let seen = draw.clip.intersect(within);
            let [left, top, width, height] = pixels(seen, pixels_per_point, window);
            if width == 0 || height == 0 {
                continue;
            }
            match draw.texture.map(|texture| self.textures.get(&texture)) {
                None => pass.set_pipeline(&self.pipelines.plain),
                Some(Some(texture)) => {
                    pass.set_pipeline(&self.pipelines.textured);
                    pass.set_bind_group(0, texture, &[]);
                }
                // egui's renderer has the texture no more.
                Some(None) => continue,
            }
            pass.set_scissor_rect(left, top, width, height);
            pass.draw_indexed(draw.indices.clone(), draw.first_corner, 0..1);
        }
    }
}

impl CallbackTrait for Drawn {
    fn prepare(
        &self,
        device: &wgpu::Device,
        _queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        self.upload(device);
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
        self.draw(pass, Rect::EVERYTHING, info.screen_size_px, info.pixels_per_point);
    }
}

/// Triangles of a mesh, one after the other, that are shaded alike.
struct Part {
    is_plain: bool,
    indices: Range<usize>,
    /// In square points, what is cut off included.
    area: f32,
}

/// Divides a mesh: large areas of plain colour apart from what looks into the texture.
fn parts_of(mesh: &Mesh) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (number, triangle) in mesh.triangles().enumerate() {
        let corners = triangle.map(|index| mesh.vertices[index as usize]);
        // Where the texture of texts is white there is nothing to be looked for.
        let is_white = corners.iter().all(|corner| corner.uv == WHITE_UV);
        let is_plain = is_white && mesh.texture_id == TextureId::default();
        let [a, b, c] = corners.map(|corner| corner.pos);
        let area = ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0;
        let indices = 3 * number..3 * number + 3;
        join(&mut parts, Part { is_plain, indices, area });
    }
    let mut worthwhile = Vec::with_capacity(parts.len());
    for part in parts {
        let is_plain = part.is_plain && part.area >= LEAST_PLAIN_AREA;
        join(&mut worthwhile, Part { is_plain, ..part });
    }
    worthwhile
}

/// Adds a part to others; to the last of them where both are shaded alike.
fn join(parts: &mut Vec<Part>, part: Part) {
    match parts.last_mut().filter(|last| last.is_plain == part.is_plain) {
        Some(last) => {
            last.indices.end = part.indices.end;
            last.area += part.area;
        }
        None => parts.push(part),
    }
}

/// The pixels of a rectangle of points within a window: left, top, width and height. Rounded as egui
/// does, so that neighbours meet.
pub fn pixels(rect: Rect, pixels_per_point: f32, window: [u32; 2]) -> [u32; 4] {
    // Conversion to whole numbers takes what is negative or too large to the nearest there is.
    let pixel = |points: f32, most: u32| ((points * pixels_per_point).round() as u32).min(most);
    let [left, right] = [rect.min.x, rect.max.x].map(|x| pixel(x, window[0]));
    let [top, bottom] = [rect.min.y, rect.max.y].map(|y| pixel(y, window[1]));
    [left, top, right.saturating_sub(left), bottom.saturating_sub(top)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Color32;

    fn kinds(mesh: &Mesh) -> Vec<(bool, Range<usize>)> {
        parts_of(mesh).into_iter().map(|part| (part.is_plain, part.indices)).collect()
    }

    fn square(side: f32) -> Rect {
        Rect::from_min_size(pos2(10.0, 10.0), egui::Vec2::splat(side))
    }

    #[test]
    fn large_plain_areas_are_shaded_apart_and_the_order_is_kept() {
        let letters = Rect::from_min_max(pos2(0.1, 0.1), pos2(0.2, 0.2));
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(square(200.0), Color32::GRAY);
        mesh.add_colored_rect(square(100.0), Color32::BLACK);
        mesh.add_rect_with_uv(square(8.0), letters, Color32::WHITE);
        // Too small to be worth it: it goes with the letters.
        mesh.add_colored_rect(square(10.0), Color32::GRAY);
        mesh.add_rect_with_uv(square(8.0), letters, Color32::WHITE);
        mesh.add_colored_rect(square(300.0), Color32::GRAY);
        assert_eq!(kinds(&mesh), [(true, 0..12), (false, 12..30), (true, 30..36)]);
    }

    #[test]
    fn a_picture_is_never_plain() {
        let mut mesh = Mesh::with_texture(TextureId::User(7));
        let corner = Rect::from_min_max(WHITE_UV, WHITE_UV);
        mesh.add_rect_with_uv(square(200.0), corner, Color32::WHITE);
        assert_eq!(kinds(&mesh), [(false, 0..6)]);
    }

    #[test]
    fn what_is_cut_off_ends_within_the_window() {
        let beyond = Rect::from_min_max(pos2(-5.0, 3.0), pos2(f32::INFINITY, 11.0));
        assert_eq!(pixels(beyond, 1.5, [100, 15]), [0, 5, 100, 10]);
        let nowhere = Rect::from_min_max(pos2(200.0, 0.0), pos2(300.0, 5.0));
        assert_eq!(pixels(nowhere, 1.0, [100, 15])[2], 0);
    }

    #[test]
    fn runs_differ_where_the_meshes_that_changed_are_cut_off() {
        let bar = |y: f32| Rect::from_min_size(pos2(0.0, y), egui::vec2(800.0, 30.0));
        let run = |sides: [f32; 2]| {
            let mut run = Run::in_window(egui::vec2(800.0, 600.0));
            for (side, y) in sides.into_iter().zip([0.0, 570.0]) {
                let mut mesh = Mesh::default();
                mesh.add_colored_rect(square(side), Color32::GRAY);
                run.add(bar(y), &mesh);
            }
            run
        };
        assert_eq!(run([20.0, 20.0]).differences(&run([20.0, 20.0])), Some(vec![]));
        assert_eq!(run([20.0, 20.0]).differences(&run([20.0, 15.0])), Some(vec![bar(570.0)]));
        let mut other = run([20.0, 20.0]);
        other.add(bar(100.0), &Mesh::default());
        assert_eq!(run([20.0, 20.0]).differences(&other), None, "there is another panel");
    }

    #[test]
    fn a_triangle_is_seen_where_it_is_and_not_beyond_where_it_is_cut_off() {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(square(20.0), Color32::GRAY);
        let mut run = Run::in_window(egui::vec2(800.0, 600.0));
        run.add(Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(800.0, 25.0)), &mesh);
        let at = |x: f32, y: f32| Rect::from_center_size(pos2(x, y), egui::Vec2::splat(2.0));
        assert!(run.is_seen_in(at(15.0, 15.0)));
        assert!(!run.is_seen_in(at(40.0, 15.0)), "beside it");
        assert!(!run.is_seen_in(at(15.0, 28.0)), "below the cut");
    }
}
