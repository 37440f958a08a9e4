//! An image in a texture of its size that wraps around: when the map is moved, what stays in view keeps
//! its place in the texture, and only what came into view has to be brought there.

use crate::cartography::{GroundImage, PixelWindow};

/// Where the pixels of an image lie in the texture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrapped {
    size: [usize; 2],
    /// Where the upper left pixel of the image lies; after the last column comes the first.
    origin: [usize; 2],
}

/// Pixels that lie together both in the image and in the texture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub of_image: PixelWindow,
    /// Its upper left pixel in the texture.
    pub corner: [usize; 2],
}

impl Wrapped {
    pub fn of(image: &GroundImage) -> Self {
        Self::of_size([image.width, image.height])
    }

    fn of_size(size: [usize; 2]) -> Self {
        Self { size, origin: [0, 0] }
    }

    /// Whether the image lies in the texture as it is.
    pub fn is_straight(&self) -> bool {
        self.origin == [0, 0]
    }

    /// The same texture for the image that shows what this one shows farther to the right and down.
    pub fn moved_by(self, by: [isize; 2]) -> Self {
        let moved = |axis: usize| {
            let (origin, size) = (self.origin[axis] as isize, self.size[axis] as isize);
            (origin - by[axis]).rem_euclid(size.max(1)) as usize
        };
        Self { origin: [moved(0), moved(1)], ..self }
    }

    /// The pieces of a part of the image: up to four, for it may lie on both seams.
    pub fn pieces(self, part: PixelWindow) -> impl Iterator<Item = Piece> {
        let PixelWindow { left, top, width, height } = part;
        let rows = self.runs(1, top, height);
        let columns = self.runs(0, left, width);
        rows.into_iter().flatten().flat_map(move |(top, height, row)| {
            columns.into_iter().flatten().map(move |(left, width, column)| Piece {
                of_image: PixelWindow { left, top, width, height },
                corner: [column, row],
            })
        })
    }

    /// Runs of columns or rows: first and number in the image, and first in the texture.
    fn runs(self, axis: usize, first: usize, count: usize) -> [Option<(usize, usize, usize)>; 2] {
        let (size, origin) = (self.size[axis], self.origin[axis]);
        let before_seam = (size - origin).saturating_sub(first).min(count);
        let after_seam = first + before_seam;
        [(first, before_seam), (after_seam, count - before_seam)]
            .map(|(first, count)| (count > 0).then(|| (first, count, (origin + first) % size)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_texture_that_is_told_only_what_came_into_view_shows_the_image() {
        let (width, height) = (7_usize, 5_usize);
        let whole = PixelWindow { left: 0, top: 0, width, height };
        // What lies at a place of the world, wherever the image looks.
        let at = |x: isize, y: isize| x * 100 + y;
        let mut corner = [0_isize, 0];
        let mut wrapped = Wrapped::of_size([width, height]);
        let mut texture = vec![0; width * height];
        let bring = |texture: &mut [isize], wrapped: Wrapped, corner: [isize; 2], part| {
            for Piece { of_image: from, corner: to } in wrapped.pieces(part) {
                for (row, column) in (0..from.height)
                    .flat_map(|row| (0..from.width).map(move |column| (row, column)))
                {
                    let (x, y) = ((from.left + column) as isize, (from.top + row) as isize);
                    texture[(to[1] + row) * width + to[0] + column] =
                        at(corner[0] + x, corner[1] + y);
                }
            }
        };
        bring(&mut texture, wrapped, corner, whole);
        assert!(wrapped.is_straight());
        for by in [[2, 0], [-3, 1], [0, -4], [5, 4], [-6, -3], [1, 1]] {
            corner = [corner[0] - by[0], corner[1] - by[1]];
            wrapped = wrapped.moved_by(by);
            for strip in whole.strips_uncovered(by[0], by[1]) {
                bring(&mut texture, wrapped, corner, strip);
            }
            let pieces: Vec<Piece> = wrapped.pieces(whole).collect();
            assert!(pieces.len() <= 4);
            let mut seen = vec![None; width * height];
            for Piece { of_image: to, corner: from } in pieces {
                for (row, column) in
                    (0..to.height).flat_map(|row| (0..to.width).map(move |column| (row, column)))
                {
                    let place = &mut seen[(to.top + row) * width + to.left + column];
                    assert_eq!(*place, None, "shown twice");
                    *place = Some(texture[(from[1] + row) * width + from[0] + column]);
                }
            }
            for (number, seen) in seen.iter().enumerate() {
                let (x, y) = ((number % width) as isize, (number / width) as isize);
                assert_eq!(*seen, Some(at(corner[0] + x, corner[1] + y)), "{by:?}: {x} {y}");
            }
        }
    }
}
