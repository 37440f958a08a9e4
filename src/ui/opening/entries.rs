//! The list of files to be read, and what each of them is taken for.

use std::path::{Path, PathBuf};

use crate::files::{Content, FoundLayer, LayerSource, Located, Role, guess_role_by_name};

/// A file of the list, or a layer of a GeoPackage that is no study.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub path: PathBuf,
    pub layer: Option<String>,
    pub role: Option<Role>,
}

impl Entry {
    fn of_source(source: LayerSource) -> Option<Self> {
        let (path, layer) = match source.content {
            Content::Path(path) => (path, None),
            Content::Layer { path, layer } => (path, Some(layer)),
            Content::Text(_) => return None,
        };
        Some(Self { path, layer, role: Some(source.role) })
    }

    /// The name of the file, with that of the layer.
    pub fn name(&self) -> String {
        let path = &self.path;
        let file = path.file_name();
        let file = file.map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into());
        self.layer.as_ref().map_or(file.clone(), |layer| format!("{file}/{layer}"))
    }

    fn source(&self) -> Option<LayerSource> {
        Some(match &self.layer {
            Some(layer) => LayerSource::of_layer(self.role?, &self.path, layer),
            None => LayerSource::of_file(self.role?, &self.path),
        })
    }
}

/// The entries, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Entries(Vec<Entry>);

impl Entries {
    pub fn all(&self) -> &[Entry] {
        &self.0
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds what was found at a path. A study has one layer of units and one of buildings: one from
    /// another folder takes the place of the one before, which stays in the list without a role. In one
    /// folder the second may be a table of the first one's attributes.
    pub fn add_located(&mut self, Located { sources, unknown }: Located) {
        let known = sources.into_iter().filter_map(Entry::of_source);
        let unknown =
            unknown.into_iter().map(|FoundLayer { path, layer, role }| Entry { path, layer, role });
        known.chain(unknown).for_each(|entry| self.add(entry));
    }

    fn add(&mut self, entry: Entry) {
        let is_single = matches!(entry.role, Some(Role::Units | Role::Buildings));
        let is_elsewhere = |known: &Entry| known.path.parent() != entry.path.parent();
        let same = |known: &Entry| known.path == entry.path && known.layer == entry.layer;
        for known in &mut self.0 {
            if is_single && known.role == entry.role && is_elsewhere(known) {
                known.role = None;
            }
        }
        match self.0.iter_mut().find(|known| same(known)) {
            Some(known) => *known = entry,
            None => self.0.push(entry),
        }
    }

    /// Lists the layers of a GeoPackage, and nothing else.
    pub fn list_layers(&mut self, path: &Path, layers: Vec<String>) {
        let entry = |layer: String| {
            let role = guess_role_by_name(&layer);
            Entry { path: path.to_path_buf(), layer: Some(layer), role }
        };
        self.0 = layers.into_iter().map(entry).collect();
    }

    pub fn set_role(&mut self, entry: usize, role: Role) {
        if let Some(entry) = self.0.get_mut(entry) {
            entry.role = Some(role);
        }
    }

    pub fn remove(&mut self, entry: usize) {
        if entry < self.0.len() {
            self.0.remove(entry);
        }
    }

    /// The files whose role is known.
    pub fn sources(&self) -> Vec<LayerSource> {
        self.0.iter().filter_map(Entry::source).collect()
    }

    /// Whether anything is taken for a role.
    pub fn has(&self, role: Role) -> bool {
        self.0.iter().any(|entry| entry.role == Some(role))
    }
}
