//! Distances from demand points to sites, kept only where there is a way.

use super::location::Links;

/// The sites within reach of each demand point, in compressed rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    starts: Vec<usize>,
    sites: Vec<u32>,
    metres: Vec<f64>,
}

impl Default for Distances {
    fn default() -> Self {
        Self { starts: vec![0], sites: Vec::new(), metres: Vec::new() }
    }
}

impl Distances {
    /// Adds a demand point with the sites within its reach; what is not a number of metres from
    /// zero on counts as out of reach.
    pub fn push(&mut self, reached: impl IntoIterator<Item = (usize, f64)>) {
        for (site, metres) in reached {
            if metres.is_finite() && metres >= 0.0 {
                self.sites.push(site as u32);
                self.metres.push(metres);
            }
        }
        self.starts.push(self.sites.len());
    }

    /// From the demand points that each site reaches.
    pub fn by_site<S>(sites: &[S], demand_points: usize) -> Self
    where
        S: AsRef<[(u32, f64)]>,
    {
        let ways = || {
            (0_u32..).zip(sites).flat_map(|(site, reached)| {
                let reached = reached.as_ref().iter();
                reached.map(move |(demand, metres)| (*demand, site, *metres))
            })
        };
        let Links { starts, to, costs } = Links::gathered(demand_points, ways);
        Self { starts, sites: to, metres: costs }
    }

    /// The sites within reach of a demand point, with metres.
    pub fn of(&self, demand: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[demand]..self.starts[demand + 1];
        let sites = self.sites[range.clone()].iter().map(|site| *site as usize);
        sites.zip(self.metres[range].iter().copied())
    }

    /// How many pairs there are.
    pub fn pairs(&self) -> usize {
        self.sites.len()
    }
}
