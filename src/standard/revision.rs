//! Changing a standard: numbers set and restored, functions and services added. Each gives a new
//! standard that tells in its log who changed what; whether it is sound is told by `soundness`.

use std::sync::Arc;

use super::{
    Author, Figure, FigurePlace, Function, Norm, Service, Shipped, Standard, StandardChange,
};

impl Standard {
    /// The same standard with another number at a place, marked as set in the study; `None` where
    /// the place is not there or cannot be without a number.
    pub fn with_figure(
        &self,
        place: &FigurePlace,
        value: Option<f64>,
        author: Author,
    ) -> Option<Self> {
        self.revised(place, value.map(Norm::set_in_study), author)
    }

    /// The same standard with the number that stood at a place before it was first changed here.
    pub fn with_figure_restored(&self, place: &FigurePlace, author: Author) -> Option<Self> {
        let first = self.changes.iter().find(|change| change.is_of(place))?;
        let original = self.shipped();
        let shipped = original.as_ref().and_then(|original| original.figure(place));
        let mut restored = self.revised(place, shipped.or_else(|| first.before.clone()), author)?;
        if let FigurePlace::Function { function, figure: Figure::WalkLimit } = place {
            let minutes = original.and_then(|known| known.function_by_id(function)?.walk_minutes);
            if let Some(function) = restored.function_by_id_mut(function) {
                function.walk_minutes = minutes;
            }
        }
        Some(restored)
    }

    /// The same standard with one more function, as the last.
    pub fn with_function(&self, mut function: Function, author: Author) -> Self {
        let mut changed = self.clone();
        function.complete();
        function.letter = changed.free_letter(function.letter);
        changed.note(author, Some(function.id.clone()), String::new());
        changed.functions.push(function);
        changed
    }

    /// The same standard with one more service of a function; `None` without such a function.
    pub fn with_service(&self, function: &str, service: Service, author: Author) -> Option<Self> {
        let mut changed = self.clone();
        let field = format!("services.{}", service.id);
        changed.function_by_id_mut(function)?.services.push(service);
        changed.note(author, Some(function.to_owned()), field);
        Some(changed)
    }

    /// The same standard without a service of a function.
    pub fn without_service(&self, function: &str, service: &str, author: Author) -> Option<Self> {
        let mut changed = self.clone();
        let services = &mut changed.function_by_id_mut(function)?.services;
        let position = services.iter().position(|known| known.id == service)?;
        services.remove(position);
        changed.note(author, Some(function.to_owned()), format!("services.{service}"));
        Some(changed)
    }

    /// This standard in the place of the one a study has.
    ///
    /// The functions of the study keep their order, since facilities name them by it. Those this
    /// standard does not speak of stay with their walking limit, marked as not in it and without
    /// anything asked of them; those it has beyond the study's follow.
    pub fn in_place_of(&self, studied: &Self) -> Self {
        let kept = studied.functions.iter().map(|function| {
            let own = self.function_by_id(&function.id).filter(|own| own.in_standard);
            own.cloned().unwrap_or_else(|| function.not_in_standard())
        });
        let mut adopted = Self { functions: kept.collect(), ..self.clone() };
        for function in self.functions.iter().filter(|function| function.in_standard) {
            if studied.index_of(&function.id).is_none() {
                let letter = adopted.free_letter(function.letter);
                adopted.functions.push(Function { letter, ..function.clone() });
            }
        }
        adopted
    }

    /// The shipped standard of the same id.
    pub fn shipped(&self) -> Option<Arc<Self>> {
        Shipped::from_id(&self.id)?.shared().ok()
    }

    fn revised(&self, place: &FigurePlace, norm: Option<Norm>, author: Author) -> Option<Self> {
        let mut changed = self.clone();
        let before = self.figure(place);
        if !changed.set_figure(place, norm.clone()) {
            return None;
        }
        changed.changes.push(StandardChange {
            author,
            function: place.function().map(str::to_owned),
            field: place.field(),
            before,
            after: norm,
        });
        Some(changed)
    }

    fn note(&mut self, author: Author, function: Option<String>, field: String) {
        let (before, after) = (None, None);
        self.changes.push(StandardChange { author, function, field, before, after });
    }

    /// The letter asked for, or the first one that no function has.
    fn free_letter(&self, wanted: char) -> char {
        let is_free = |letter: &char| self.functions.iter().all(|f| f.letter != *letter);
        let mut others = [wanted].into_iter().chain('A'..='Z').chain('0'..='9');
        others.find(is_free).unwrap_or(wanted)
    }
}

impl Function {
    /// The function as a standard leaves it that does not speak of it.
    fn not_in_standard(&self) -> Self {
        Self {
            in_standard: false,
            walk_alternatives: Vec::new(),
            norms: super::Norms::default(),
            site_flags: Vec::new(),
            services: Vec::new(),
            ..self.clone()
        }
    }
}
