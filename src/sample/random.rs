//! Pseudo-random numbers that are the same on every machine.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014): one 64-bit counter and a mixing function. It is far
//! from cryptographic, but it is ten lines long, and nobody's library update can change what it
//! draws, so the sample district never changes behind our back.

/// A stream of draws.
pub struct Random(u64);

impl Random {
    /// The stream of one part of the district. Every part has its own, so that a change in one
    /// block leaves all other blocks as they were.
    pub fn of_part(theme: u64, part: usize) -> Self {
        let mut stream = Self(theme.wrapping_mul(0xA24B_AED4_963E_E407) ^ part as u64);
        stream.0 = stream.next();
        stream
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0.0..1.0`.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between the two bounds.
    pub fn between(&mut self, (low, high): (f64, f64)) -> f64 {
        low + (high - low) * self.fraction()
    }

    /// A whole number between the two bounds, both of them possible.
    pub fn whole(&mut self, (low, high): (u32, u32)) -> u32 {
        low + (self.fraction() * f64::from(high - low + 1)) as u32
    }

    /// An index into a list of `count` things (0 when it is empty).
    pub fn index(&mut self, count: usize) -> usize {
        (self.fraction() * count as f64) as usize
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// One of the choices, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, first: T, others: &[(T, f64)]) -> T {
        let mut rest = self.fraction();
        for &(choice, weight) in others {
            if rest < weight {
                return choice;
            }
            rest -= weight;
        }
        first
    }
}
