//! Paths with wildcards: `*` stands for any characters and `?` for one, within one part of a path.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether a path has wildcards.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// What there is of a pattern, from a folder on, in the order of the paths.
///
/// # Errors
/// When a folder on the way cannot be read.
pub(super) fn expand(folder: &Path, pattern: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![folder.to_path_buf()];
    for part in Path::new(pattern) {
        let part = part.to_string_lossy();
        let mut next = Vec::new();
        for at in found {
            if !is_pattern(&part) {
                let path = at.join(&*part);
                next.extend(path.exists().then_some(path));
                continue;
            }
            if !at.is_dir() {
                continue;
            }
            for entry in fs::read_dir(&at)? {
                let name = entry?.file_name();
                if matches(&part, &name.to_string_lossy()) {
                    next.push(at.join(name));
                }
            }
        }
        found = next;
    }
    found.sort();
    Ok(found)
}

/// Whether a name fits. What is hidden fits only where the pattern names the dot.
fn matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    // Where the last `*` stands, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    let (mut p, mut n) = (0, 0);
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                (p, n) = (at + 1, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_characters_and_a_question_mark_one() {
        for (pattern, name, fits) in [
            ("*.gpkg", "黄浦-2025.gpkg", true),
            ("*-202?.gpkg", "黄浦-2025.gpkg", true),
            ("*-202?.gpkg", "黄浦-20255.gpkg", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("*", ".hidden", false),
            ("*", "", true),
            ("plain", "plain", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn what_there_is_comes_in_the_order_of_the_paths() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["b/2025.gpkg", "a/2026.gpkg", "a/2025.gpkg", "a/notes.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(path, "").expect("written");
        }
        let found = expand(folder.path(), "*/20??.gpkg").expect("readable");
        let names = found.iter().map(|path| path.strip_prefix(folder.path()).expect("below"));
        let names: Vec<_> = names.map(|path| path.to_string_lossy().replace('\\', "/")).collect();
        assert_eq!(names, ["a/2025.gpkg", "a/2026.gpkg", "b/2025.gpkg"]);
    }
}
