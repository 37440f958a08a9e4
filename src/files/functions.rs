//! Which functions the words of a facility layer mean.

use std::collections::HashMap;

use serde_json::Value;

use crate::language::Message;
use crate::standard::{FunctionIndex, Standard, StandardError};

use super::aliases::{function_words, normal};
use super::flaw::Flaw;
use super::table::Cell;
use super::{FunctionNaming, ImportOptions};

/// A standard, and the words under which the data know its functions.
#[derive(Debug)]
pub(super) struct FunctionBook {
    naming: FunctionNaming,
    standard: Standard,
    by_word: HashMap<String, FunctionIndex>,
    /// Words the standard does not know, and how many facilities use each.
    unknown: Vec<(FunctionIndex, usize)>,
}

impl FunctionBook {
    pub fn new(options: &ImportOptions) -> Result<Self, StandardError> {
        let naming = options.functions;
        let standard = match (naming, &options.standard) {
            (FunctionNaming::AsIs, _) => Standard::empty(),
            (FunctionNaming::Standard, Some(standard)) => (**standard).clone(),
            (FunctionNaming::Standard, None) => Standard::shanghai()?,
        };
        Ok(Self::of(standard, naming))
    }

    /// A book that begins with all functions of a standard.
    pub fn of(standard: Standard, naming: FunctionNaming) -> Self {
        let names = standard.indexes().flat_map(|index| {
            let function = standard.function(index);
            let (name, short) = (&function.name, &function.short_name);
            let names = [&function.id, &name.zh, &name.en, &short.zh, &short.en];
            names.map(|name| (name.clone(), index))
        });
        // What a standard calls a function goes before what others may call another one.
        let others = standard.indexes().flat_map(|index| {
            let words = function_words(&standard.function(index).id);
            words.map(move |word| (word.to_owned(), index))
        });
        let mut by_word = HashMap::new();
        for (word, index) in names.chain(others) {
            let word = if naming == FunctionNaming::AsIs { word } else { normal(&word) };
            by_word.entry(word).or_insert(index);
        }
        Self { naming, standard, by_word, unknown: Vec::new() }
    }

    /// Whether the standard knows every word of a value.
    pub fn knows(&self, value: &Cell) -> bool {
        let words = self.words_of(value);
        let is_known = |word: &String| {
            let function = self.by_word.get(&normal(word));
            function.is_some_and(|function| self.standard.function(*function).in_standard)
        };
        !words.is_empty() && words.iter().all(is_known)
    }

    /// The functions a value names, without repetition.
    pub fn functions_of(&mut self, value: &Cell) -> Result<Vec<FunctionIndex>, Flaw> {
        let mut functions = Vec::new();
        for word in self.words_of(value) {
            let function = self.function_of(&word)?;
            if !functions.contains(&function) {
                functions.push(function);
            }
        }
        for (function, facilities) in &mut self.unknown {
            *facilities += usize::from(functions.contains(function));
        }
        Ok(functions)
    }

    /// The functions a value names that are known, and the words that name none.
    pub fn known_of(&self, value: &Cell) -> (Vec<FunctionIndex>, Vec<String>) {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for word in self.words_of(value) {
            let key =
                if self.naming == FunctionNaming::AsIs { word.clone() } else { normal(&word) };
            match self.by_word.get(&key) {
                Some(function) if known.contains(function) => {}
                Some(function) => known.push(*function),
                None => unknown.push(word),
            }
        }
        (known, unknown)
    }

    /// The function that a file's name tells, as `社区食堂.xlsx` does: for tables of one kind of
    /// facility, which have no column for it.
    pub fn function_in_name(&self, file: &str) -> Option<FunctionIndex> {
        if self.naming == FunctionNaming::AsIs {
            return None;
        }
        let name = file.to_lowercase();
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
        let tells = |word: &&String| {
            let is_chinese = !word.is_ascii() && word.chars().count() >= 2;
            let plural = || words.iter().any(|w| w.strip_suffix('s').unwrap_or(w) == word.as_str());
            if is_chinese { normal(&name).contains(word.as_str()) } else { plural() }
        };
        // The longest word says most.
        let found = self.by_word.iter().filter(|(word, _)| tells(word));
        found.max_by_key(|(word, _)| (word.chars().count(), word.as_str())).map(|(_, f)| *f)
    }

    /// The standard as it is known so far.
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    fn words_of(&self, value: &Cell) -> Vec<String> {
        let words = match (value, self.naming) {
            (Cell::Nested(value), _) => elements(value),
            (Cell::Text(text), FunctionNaming::AsIs) => vec![text.to_string()],
            (Cell::Text(text), FunctionNaming::Standard) => parts(text),
            (other, _) => other.text().into_iter().collect(),
        };
        words.into_iter().filter(|word| !word.trim().is_empty()).collect()
    }

    fn function_of(&mut self, word: &str) -> Result<FunctionIndex, Flaw> {
        let (key, id) = match self.naming {
            FunctionNaming::Standard => (normal(word), word.trim()),
            FunctionNaming::AsIs => (word.to_owned(), word),
        };
        if let Some(known) = self.by_word.get(&key) {
            return Ok(*known);
        }
        let added = self.standard.add_unknown(id).ok_or(Flaw::TooManyFunctions)?;
        self.by_word.insert(key, added);
        if self.naming == FunctionNaming::Standard {
            self.unknown.push((added, 0));
        }
        Ok(added)
    }

    /// One warning for each word the standard does not know.
    pub fn unknown_words(&self) -> Vec<Message> {
        let warning = |(function, facilities): &(FunctionIndex, usize)| {
            let function = self.standard.function(*function);
            let (id, limit_m) = (&function.id, function.walk_limit_m);
            Message::new(
                format!(
                    "标准中没有功能“{id}”（{facilities} 处设施），单列为一项，步行距离取缺省值 {limit_m} 米"
                ),
                format!(
                    "the standard knows no function \"{id}\" (facilities: {facilities}); it is \
                     kept as its own, with the default limit of {limit_m} m"
                ),
            )
        };
        self.unknown.iter().map(warning).collect()
    }

    /// The standard with the functions that only the data know.
    pub fn into_standard(self) -> Standard {
        self.standard
    }
}

/// The parts of a list written in one field, also as the text of a JSON array.
fn parts(text: &str) -> Vec<String> {
    if text.trim_start().starts_with('[')
        && let Ok(list @ Value::Array(_)) = serde_json::from_str(text)
    {
        return elements(&list);
    }
    text.split([';', ',', '、', '；', '，', '|']).map(str::to_owned).collect()
}

/// The elements of a JSON array, as text.
fn elements(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        other => Cell::from(other.clone()).text(),
    };
    value.as_array().map_or_else(Vec::new, |list| list.iter().filter_map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(naming: FunctionNaming) -> FunctionBook {
        let options = ImportOptions { functions: naming, ..ImportOptions::default() };
        FunctionBook::new(&options).expect("the shipped standard is valid")
    }

    fn ids(naming: FunctionNaming, values: &[&str]) -> Vec<Vec<String>> {
        let mut book = book(naming);
        let mut ids_of = |json: &&str| {
            let value: Value = serde_json::from_str(json).expect("JSON");
            let functions = book.functions_of(&Cell::from(value)).expect("room for all");
            functions.iter().map(|f| book.standard.function(*f).id.clone()).collect()
        };
        values.iter().map(&mut ids_of).collect()
    }

    #[test]
    fn words_of_the_standard_are_understood_whatever_the_separator() {
        let values = [
            r#""养老；托育、食堂""#,
            r#""Clinic | library,养老""#,
            r#"["elder_care", "婴幼儿托育（宝宝屋）", "elder_care"]"#,
            r#""[\"health\",\"fitness\"]""#,
        ];
        let expected = [
            vec!["elder_care", "childcare", "community_meals"],
            vec!["health", "culture", "elder_care"],
            vec!["elder_care", "childcare"],
            vec!["health", "fitness"],
        ];
        assert_eq!(ids(FunctionNaming::Standard, &values), expected);
    }

    #[test]
    fn a_restaurant_is_no_community_canteen() {
        let values = [r#""restaurant""#, r#"" Restaurant ""#];
        assert_eq!(ids(FunctionNaming::Standard, &values), [["restaurant"], ["restaurant"]]);
    }

    #[test]
    fn an_unknown_word_is_told_once_with_its_facilities() {
        let mut book = book(FunctionNaming::Standard);
        for word in ["bank", "食堂", "BANK; bank"] {
            book.functions_of(&Cell::Text(word.into())).expect("room");
        }
        let told = book.unknown_words();
        assert_eq!(told.len(), 1);
        assert!(told.iter().all(|told| told.en.contains("\"bank\" (facilities: 2)")), "{told:?}");
    }

    #[test]
    fn as_is_takes_values_verbatim_in_order_of_appearance() {
        let values = [r#""b, a""#, r#"["a", 7]"#, "7", r#""A""#, "null"];
        let functions = ids(FunctionNaming::AsIs, &values);
        assert_eq!(functions, [vec!["b, a"], vec!["a", "7"], vec!["7"], vec!["A"], vec![]]);
        let mut book = book(FunctionNaming::AsIs);
        let _ = book.functions_of(&Cell::Text("x".into()));
        assert!(book.unknown_words().is_empty(), "nothing is unknown where nothing is matched");
    }
}
