//! How far a figure may be off: by an amount, by a share of what is expected, or by the larger of both. An
//! amount holds for the field it names; one that names none, for counts.

use serde_json::Value;

use crate::language::Message;

use super::kind::FigureKind;

/// The larger of an amount and a share of what is expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tolerance {
    absolute: f64,
    /// A share of 1.
    relative: f64,
}

impl Tolerance {
    /// What is not rounding is a change.
    const ROUNDING: Self = Self { absolute: 1e-12, relative: 1e-9 };

    /// How far off a figure may be that is expected to be `expected`.
    pub fn allowed(self, expected: f64) -> f64 {
        self.absolute.max(self.relative * expected.abs())
    }

    /// Only the share, for what an amount of something else says nothing of.
    fn without_amount(self) -> Self {
        let Self { absolute, relative } = Self::ROUNDING;
        Self { absolute, relative: self.relative.max(relative) }
    }

    /// `5`, `0.1%`, or `5+0.1%`.
    fn parse(text: &str) -> Option<Self> {
        let number =
            |text: &str| text.trim().parse().ok().filter(|n: &f64| *n >= 0.0 && n.is_finite());
        let percent = |text: &str| Some(number(text.trim().strip_suffix('%')?)? / 100.0);
        if let Some((absolute, relative)) = text.split_once('+') {
            return Some(Self { absolute: number(absolute)?, relative: percent(relative)? });
        }
        let relative = percent(text).map(|relative| Self { absolute: 0.0, relative });
        relative.or_else(|| Some(Self { absolute: number(text)?, relative: 0.0 }))
    }
}

/// The tolerance of a field, or of all that have none of their own.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli::assess) struct FieldTolerance {
    field: Option<String>,
    tolerance: Tolerance,
}

impl FieldTolerance {
    /// `[FIELD=]AMOUNT`.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (field, amount) = match text.split_once('=') {
            Some((field, amount)) => (Some(field.trim().to_owned()), amount),
            None => (None, text),
        };
        if field.as_deref() == Some("") {
            let what =
                "no field before the =; expected FIELD=AMOUNT such as covered=5, or only AMOUNT";
            return Err(what.to_owned());
        }
        let tolerance = Tolerance::parse(amount).ok_or(
            "expected an amount such as 5, 0.1% or 5+0.1%, with or without FIELD= before it",
        )?;
        Ok(Self { field, tolerance })
    }
}

/// The tolerances of a comparison.
pub(super) struct Tolerances {
    /// The first that fits a field counts.
    by_field: Vec<FieldTolerance>,
    of_others: Tolerance,
}

impl Tolerances {
    /// Those `given` on the command line before those that stand in the document: an object of
    /// amounts by field, `all` for those that are not named.
    ///
    /// # Errors
    /// The field that is no amount, and what was expected.
    pub fn of(in_document: &Value, given: &[FieldTolerance]) -> Result<Self, (String, Message)> {
        if !(in_document.is_null() || in_document.is_object()) {
            let what = Message::new(
                "应为按字段给出的对象，如 {\"covered\": 5, \"all\": \"0.1%\"}",
                "expected an object of amounts by field, such as {\"covered\": 5, \"all\": \"0.1%\"}",
            );
            return Err(("tolerance".to_owned(), what));
        }
        let mut all: Vec<FieldTolerance> = given.to_vec();
        for (field, amount) in in_document.as_object().into_iter().flatten() {
            if field.trim().is_empty() {
                let what = Message::new("有一项没有字段名", "an amount has no name of a field");
                return Err(("tolerance".to_owned(), what));
            }
            let text = match amount {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let tolerance = Tolerance::parse(&text).ok_or_else(|| {
                let what = Message::new(
                    format!("“{text}”不是允许偏差；应为 5、0.1% 或 5+0.1%"),
                    format!("{text} is no tolerance; expected 5, \"0.1%\" or \"5+0.1%\""),
                );
                (format!("tolerance.{field}"), what)
            })?;
            let field = (field != "all").then(|| field.clone());
            all.push(FieldTolerance { field, tolerance });
        }
        let of_others = all.iter().find(|of| of.field.is_none()).map(|of| of.tolerance);
        all.retain(|of| of.field.is_some());
        Ok(Self { by_field: all, of_others: of_others.unwrap_or(Tolerance::ROUNDING) })
    }

    /// The fields that have a tolerance of their own.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.by_field.iter().filter_map(|of| of.field.as_deref())
    }

    /// That of the field; where it has none, that of all others, whose amount is one of counts.
    pub fn of_figure(&self, field: &str, kind: FigureKind) -> Tolerance {
        let named = self.by_field.iter().find(|of| of.field.as_deref() == Some(field));
        match (named, kind) {
            (Some(named), _) => named.tolerance,
            (None, FigureKind::Count) => self.of_others,
            (None, _) => self.of_others.without_amount(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::FigureKind as K;
    use super::*;

    #[test]
    fn an_amount_is_absolute_a_percentage_relative_and_the_larger_counts() {
        let allowed = |text: &str| Tolerance::parse(text).map(|of| of.allowed(1000.0));
        assert_eq!(allowed("5"), Some(5.0));
        assert_eq!(allowed("0.1%"), Some(1.0));
        assert_eq!(allowed("5+1%"), Some(10.0));
        assert_eq!(allowed("50 + 1%"), Some(50.0));
        assert_eq!(allowed("-1"), None);
        assert_eq!(allowed("5+1"), None);
        assert_eq!(allowed("a lot"), None);
    }

    #[test]
    fn the_command_line_comes_before_the_file_and_a_field_before_all() {
        let given = [FieldTolerance::parse("covered=2").expect("an amount")];
        let file = json!({ "all": "1%", "covered": 9, "rate": "0.001" });
        let tolerances = Tolerances::of(&file, &given).map_err(|(field, _)| field);
        let tolerances = tolerances.expect("all are amounts");
        assert_eq!(tolerances.of_figure("covered", K::Count).allowed(100.0), 2.0);
        assert_eq!(tolerances.of_figure("rate", K::Ratio).allowed(100.0), 0.001);
        assert_eq!(tolerances.of_figure("gini", K::Ratio).allowed(100.0), 1.0);
        let flaw = Tolerances::of(&json!({ "rate": "much" }), &[]).map(drop);
        assert_eq!(flaw.map_err(|(field, _)| field), Err("tolerance.rate".to_owned()));
    }

    #[test]
    fn an_amount_without_a_field_is_one_of_counts_and_a_percentage_of_everything() {
        let allowed = |all: Value, field: &str, kind: K| {
            let tolerances = Tolerances::of(&all, &[]).map_err(|(field, _)| field);
            tolerances.expect("all are amounts").of_figure(field, kind).allowed(1.0)
        };
        let others = [("rate", K::Ratio), ("p50", K::Minutes), ("covered", K::YesOrNo)];
        assert_eq!(allowed(json!({ "all": 5 }), "covered", K::Count), 5.0);
        assert_eq!(allowed(json!({ "all": "5+10%" }), "covered", K::Count), 5.0);
        for (field, kind) in others {
            let rounding = Tolerance::ROUNDING.allowed(1.0);
            assert_eq!(allowed(json!({ "all": 5 }), field, kind), rounding, "{field}");
            assert_eq!(allowed(json!({ "all": "5+10%" }), field, kind), 0.1, "{field}");
            assert_eq!(allowed(json!({ "all": "10%" }), field, kind), 0.1, "{field}");
            assert_eq!(allowed(json!({ field: 5 }), field, kind), 5.0, "{field}");
        }
    }

    #[test]
    fn an_amount_before_which_a_field_is_missing_is_refused() {
        for wrong in ["=5", " =0.1%"] {
            let refused = FieldTolerance::parse(wrong);
            assert!(refused.is_err_and(|what| what.contains("no field before")), "{wrong}");
        }
    }
}
