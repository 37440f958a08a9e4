//! Coordinates straight from their text: most of a file is these, and a parser for any JSON spends
//! most of its time on them. Takes only what every sound geometry looks like; whatever else there is
//! goes the slow way, which knows what to say of it.

use geo::Coord;

use crate::files::table::Geometries;

/// Reads arrays of arrays of positions, all of one depth, and gives the depth: 1 for a position, 4
/// for the coordinates of a multipolygon. `text` is known to be JSON. `None` for anything unusual;
/// what has been written of it is to be taken back.
pub(super) fn scan(text: &str, geometries: &mut Geometries) -> Option<u8> {
    let is_opening = |byte: &&u8| **byte == b'[' || byte.is_ascii_whitespace();
    let opening = text.as_bytes().iter().take_while(is_opening);
    let depth = opening.filter(|byte| **byte == b'[').count();
    if !(1..=4).contains(&depth) {
        return None;
    }
    let mut scanner = Scanner { text, at: 0, geometries };
    scanner.array(depth)?;
    u8::try_from(depth).ok()
}

struct Scanner<'t, 'g> {
    text: &'t str,
    at: usize,
    geometries: &'g mut Geometries,
}

impl Scanner<'_, '_> {
    /// An array at this height over the numbers.
    fn array(&mut self, height: usize) -> Option<()> {
        self.expect(b'[')?;
        if height == 1 {
            return self.position();
        }
        loop {
            self.array(height - 1)?;
            match self.next()? {
                b',' => {}
                b']' => break,
                _ => return None,
            }
        }
        match height {
            2 => self.geometries.end_line(),
            3 => self.geometries.end_polygon(),
            _ => {}
        }
        (!self.geometries.is_full()).then_some(())
    }

    /// The numbers of a position; those after the first two are passed over.
    fn position(&mut self) -> Option<()> {
        let x = self.number()?;
        self.expect(b',')?;
        let y = self.number()?;
        loop {
            match self.next()? {
                b',' => {
                    self.number()?;
                }
                b']' => break,
                _ => return None,
            }
        }
        self.geometries.add_coord(Coord { x, y });
        Some(())
    }

    fn number(&mut self) -> Option<f64> {
        self.skip_blanks();
        let begin = self.at;
        let bytes = self.text.as_bytes();
        let is_negative = bytes.get(begin) == Some(&b'-');
        self.at += usize::from(is_negative);
        let (mut digits, mut count, mut after_point, mut point) = (0_u64, 0, 0, false);
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                    count += 1;
                    after_point += usize::from(point);
                }
                b'.' => point = true,
                b'e' | b'E' | b'+' | b'-' => count = usize::MAX / 2,
                _ => break,
            }
            self.at += 1;
        }
        if count == 0 {
            return None;
        }
        // Both are exact as f64, so that their quotient is the number nearest to the text.
        if count <= MOST_EXACT_DIGITS {
            let number = digits as f64 / POWERS_OF_TEN[after_point];
            return Some(if is_negative { -number } else { number });
        }
        let number: f64 = self.text.get(begin..self.at)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    fn next(&mut self) -> Option<u8> {
        self.skip_blanks();
        let byte = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }
}

/// Every whole number of so many digits is exact as f64.
const MOST_EXACT_DIGITS: usize = 15;
const POWERS_OF_TEN: [f64; MOST_EXACT_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(text: &str) -> Option<(f64, f64)> {
        let mut geometries = Geometries::default();
        scan(text, &mut geometries).filter(|depth| *depth == 1)?;
        geometries.end_line();
        geometries.end_polygon();
        geometries.end_feature(crate::files::table::GeometryKind::Point);
        geometries.coords_of(0).first().map(|at| (at.x, at.y))
    }

    #[test]
    fn numbers_of_every_form_are_read() {
        assert_eq!(point(" [ 121.4884572 , -31.2 ] "), Some((121.488_457_2, -31.2)));
        assert_eq!(point("[1e2,2E-1,7,8]"), Some((100.0, 0.2)));
        assert_eq!(point("[-0,0.0]"), Some((0.0, 0.0)));
    }

    #[test]
    fn what_is_unusual_goes_the_slow_way() {
        for text in
            ["[]", "[1]", "[1,null]", "[[1,2],3]", "null", "[\"1\",2]", "[1e999,2]", "[[],[]]"]
        {
            assert_eq!(scan(text, &mut Geometries::default()), None, "{text}");
        }
    }

    proptest! {
        /// Every number is the one nearest to its text, as the standard library's is.
        #[test]
        fn numbers_are_exact(x in -1e9..1e9_f64, y: f64, digits in 0..18_usize) {
            prop_assume!(y.is_finite());
            let (x, y) = (format!("{x:.digits$}"), format!("{y:e}"));
            let expected = (x.parse().expect("a number"), y.parse().expect("a number"));
            prop_assert_eq!(point(&format!("[{x},{y}]")), Some(expected));
        }
    }
}
