//! What was decided about files before: a file opened again is read the same way.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{Content, LayerSource, Overrides, Role};

/// Files beyond these are forgotten, the oldest first.
const MOST_FILES: usize = 200;

/// Decisions by file, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Decisions(Vec<Decision>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Decision {
    path: PathBuf,
    layer: Option<String>,
    role: Role,
    overrides: Overrides,
}

impl Decisions {
    /// Keeps what was decided, and forgets where nothing is any more.
    pub fn keep(&mut self, sources: &[LayerSource]) {
        for source in sources {
            let Some((path, layer)) = place(source) else { continue };
            self.0.retain(|known| !known.is_of(&path, layer));
            if source.overrides != Overrides::default() {
                let layer = layer.map(str::to_owned);
                let (role, overrides) = (source.role, source.overrides.clone());
                self.0.push(Decision { path, layer, role, overrides });
            }
        }
        let surplus = self.0.len().saturating_sub(MOST_FILES);
        self.0.drain(..surplus);
    }

    /// Says of files what was said before.
    pub fn recall(&self, sources: &mut [LayerSource]) {
        for source in sources {
            let Some((path, layer)) = place(source) else { continue };
            let known = self.0.iter().find(|d| d.is_of(&path, layer) && d.role == source.role);
            if let Some(decision) = known {
                source.overrides = decision.overrides.clone();
            }
        }
    }
}

impl Decision {
    fn is_of(&self, path: &Path, layer: Option<&str>) -> bool {
        self.path == path && self.layer.as_deref() == layer
    }
}

/// The file, and the layer in it.
fn place(source: &LayerSource) -> Option<(PathBuf, Option<&str>)> {
    let (path, layer) = match &source.content {
        Content::Path(path) => (path, None),
        Content::Layer { path, layer } => (path, Some(layer.as_str())),
        Content::Text(_) => return None,
    };
    Some((std::path::absolute(path).unwrap_or_else(|_| path.clone()), layer))
}
