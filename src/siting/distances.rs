//! Distances from demand points to sites, kept only where there is a way.

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
        let mut starts = vec![0; demand_points + 1];
        for (demand, _) in sites.iter().flat_map(AsRef::as_ref) {
            starts[*demand as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let entries = starts[demand_points];
        let mut next = starts.clone();
        let mut distances = Self { starts, sites: vec![0; entries], metres: vec![0.0; entries] };
        for (site, reached) in sites.iter().enumerate() {
            for (demand, metres) in reached.as_ref() {
                let at = &mut next[*demand as usize];
                (distances.sites[*at], distances.metres[*at]) = (site as u32, *metres);
                *at += 1;
            }
        }
        distances
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
