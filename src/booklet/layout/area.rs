//! Rectangles of a page.

use crate::cartography::ScreenPoint;

/// A rectangle in the units of the page, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    pub fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, width, height }
    }

    pub fn right(&self) -> f32 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f32 {
        self.top + self.height
    }

    pub fn corner(&self) -> ScreenPoint {
        ScreenPoint::new(self.left, self.top)
    }

    pub fn far_corner(&self) -> ScreenPoint {
        ScreenPoint::new(self.right(), self.bottom())
    }

    pub fn size(&self) -> [f32; 2] {
        [self.width, self.height]
    }

    /// The same without a rim.
    pub fn inset(&self, rim: f32) -> Self {
        let (width, height) = (self.width - 2.0 * rim, self.height - 2.0 * rim);
        Self::new(self.left + rim, self.top + rim, width.max(0.0), height.max(0.0))
    }

    /// The same without a strip along the top.
    pub fn below(&self, strip: f32) -> Self {
        Self { top: self.top + strip, height: (self.height - strip).max(0.0), ..*self }
    }

    /// A strip along the top.
    pub fn top_strip(&self, height: f32) -> Self {
        Self { height: height.min(self.height), ..*self }
    }

    /// The left part of a width, and what is right of it after a gap.
    pub fn split_at(&self, width: f32, gap: f32) -> (Self, Self) {
        let left = Self { width: width.min(self.width), ..*self };
        let rest = (self.width - width - gap).max(0.0);
        (left, Self { left: self.left + width + gap, width: rest, ..*self })
    }

    /// So many columns of one width with gaps between.
    pub fn columns(&self, count: usize, gap: f32) -> Vec<Self> {
        let width = (self.width - gap * (count.max(1) - 1) as f32) / count.max(1) as f32;
        let left = |number: usize| self.left + number as f32 * (width + gap);
        (0..count).map(|number| Self { left: left(number), width, ..*self }).collect()
    }

    /// Whether another rectangle lies within, but for a hair.
    pub fn holds(&self, other: &Self) -> bool {
        const HAIR: f32 = 0.05;
        other.left >= self.left - HAIR
            && other.top >= self.top - HAIR
            && other.right() <= self.right() + HAIR
            && other.bottom() <= self.bottom() + HAIR
    }
}
