//! The attribution that a licence demands, as one line of plain text: archives hold it as HTML.

/// More than this is no credit but a page.
const MOST_CHARACTERS: usize = 240;

const ENTITIES: [(&str, &str); 9] = [
    ("&copy;", "©"),
    ("&#169;", "©"),
    ("&#xa9;", "©"),
    ("&nbsp;", " "),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    // Last, or it would make entities.
    ("&amp;", "&"),
];

/// What is left of HTML without its tags, spaces and line breaks made single spaces.
pub(super) fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            _ => text.push(character),
        }
    }
    for (entity, meant) in ENTITIES {
        text = text.replace(entity, meant);
    }
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(MOST_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn links_become_their_text() {
        let html = "<a href=\"https://www.openstreetmap.org/copyright\">&copy; OpenStreetMap\n  \
                    contributors</a>";
        assert_eq!(plain_text(html), "© OpenStreetMap contributors");
        assert_eq!(plain_text("A &amp;lt; B"), "A &lt; B");
        assert_eq!(plain_text("<unfinished"), "");
    }
}
