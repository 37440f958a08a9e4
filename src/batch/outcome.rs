//! The files that a job leaves in its folder.

/// Names of files in a job's folder.
#[derive(Debug, Clone, Copy)]
pub struct DoneFiles {
    /// The document of `assess --json`.
    pub assessment: &'static str,
    pub booklet: &'static str,
    pub lists: &'static str,
    /// A folder of layers, where they were asked for.
    pub export: &'static str,
}

/// See [`DoneFiles`].
pub const DONE_FILES: DoneFiles = DoneFiles {
    assessment: "assess.json",
    booklet: "booklet.pdf",
    lists: "lists.xlsx",
    export: "export",
};

impl DoneFiles {
    /// The document of the `number`-th `site --json`, counted from 1.
    pub fn plan(self, number: usize) -> String {
        format!("site-{number}.json")
    }

    /// Whether a file of a job's folder is a document that tables are made from.
    pub fn is_document(self, path: &str) -> bool {
        path == self.assessment || (path.starts_with("site-") && path.ends_with(".json"))
    }
}
