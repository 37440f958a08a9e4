//! Text put into HTML, SVG and other kinds of XML: what would be read as markup there is escaped.

/// The text with its markup characters escaped, for contents and for attributes in double quotes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
