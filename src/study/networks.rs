//! The walk networks that a study keeps, one for each pace, and who walks along which: made where the
//! parameters ask for them, made ahead so that turning to them need not wait, and taken over from a study
//! of the same data.

use std::sync::Arc;

use crate::layers::Group;
use crate::walking::WalkNetwork;

use super::{Parameters, Study, Walk, WalkLimit, WalkModel};

impl Study {
    /// How the residents of a group walk; `group` is a position in
    /// [`Demand::groups`](crate::layers::Demand::groups), 0 being all residents.
    pub fn walk(&self, group: usize) -> Walk<'_> {
        let Parameters { model, network: rules, .. } = self.parameters;
        let group = self.layers.buildings.demand().groups().get(group);
        let pace_m_per_s = self.parameters.pace_of(group.copied().unwrap_or(Group::All));
        let mut networks = self.networks.iter();
        let network = networks.find(|network| network.follows(&rules, pace_m_per_s));
        let network = network.map(Arc::as_ref).filter(|_| model == WalkModel::Network);
        Walk { study: self, model, pace_m_per_s, network }
    }

    /// Groups that reach the same places from the same home, as positions in
    /// [`Demand::groups`](crate::layers::Demand::groups): all residents and those like them first.
    pub fn groups_by_walk(&self) -> Vec<Vec<usize>> {
        let groups = self.layers.buildings.demand().groups().len();
        let Parameters { model, limit, .. } = self.parameters;
        if model == WalkModel::Circle && !matches!(limit, WalkLimit::Minutes(_)) {
            return vec![(0..groups).collect()];
        }
        let mut alike: Vec<Vec<usize>> = Vec::new();
        for group in 0..groups {
            let pace = self.walk(group).pace_m_per_s();
            match alike.iter_mut().find(|some| self.walk(some[0]).pace_m_per_s() == pace) {
                Some(some) => some.push(group),
                None => alike.push(vec![group]),
            }
        }
        alike
    }

    /// The walk network of all residents, in the network model.
    pub fn network(&self) -> Option<&WalkNetwork> {
        self.walk(0).network()
    }

    /// Makes the network of all residents where there are streets and none is there, so that turning to
    /// the network model need not wait.
    pub fn prepare_network_of_all(&mut self) {
        if self.networks.is_empty() && !self.layers.streets.is_empty() {
            let Parameters { network, pace_m_per_s, .. } = self.parameters;
            self.networks.push(Arc::new(WalkNetwork::new(&self.layers, network, pace_m_per_s)));
        }
    }

    /// Makes the networks that other parameters ask for, so that turning to them need not wait. `watch`
    /// is told the share that is done and says whether to go on; returns whether all are made.
    pub fn prepare_networks(
        &mut self,
        parameters: &Parameters,
        watch: &mut dyn FnMut(f64) -> bool,
    ) -> bool {
        let rules = parameters.network;
        let paces = match parameters.model {
            WalkModel::Circle => Vec::new(),
            WalkModel::Network => self.paces_under(parameters),
        };
        for (made, pace) in paces.iter().enumerate() {
            if !watch(made as f64 / paces.len() as f64) {
                return false;
            }
            if !self.networks.iter().any(|network| network.follows(&rules, *pace)) {
                self.networks.push(Arc::new(WalkNetwork::new(&self.layers, rules, *pace)));
            }
        }
        watch(1.0)
    }

    /// Takes over the networks of a study of the same data, to be used where parameters ask for them.
    pub fn adopt_networks(&mut self, other: &Self) {
        if !Arc::ptr_eq(&self.data, &other.data) {
            return;
        }
        for network in &other.networks {
            let is_known = self.networks.iter().any(|known| Arc::ptr_eq(known, network));
            if !is_known {
                self.networks.push(network.clone());
            }
        }
    }

    /// Makes the networks that the parameters ask for and that are not there: one for each pace.
    pub(super) fn keep_networks(&mut self) {
        let Parameters { model, network: rules, .. } = self.parameters;
        if model == WalkModel::Circle {
            return;
        }
        let paces = self.paces_under(&self.parameters);
        let made = std::mem::take(&mut self.networks);
        let layers = &self.layers;
        let network = |pace: f64| {
            let known = made.iter().find(|network| network.follows(&rules, pace)).cloned();
            known.unwrap_or_else(|| Arc::new(WalkNetwork::new(layers, rules, pace)))
        };
        self.networks = paces.into_iter().map(network).collect();
    }

    /// The paces at which the groups walk, each once.
    fn paces_under(&self, parameters: &Parameters) -> Vec<f64> {
        let groups = self.layers.buildings.demand().groups();
        let mut paces: Vec<f64> = groups.iter().map(|g| parameters.pace_of(*g)).collect();
        paces.sort_by(f64::total_cmp);
        paces.dedup();
        paces
    }
}
