//! The handbook's window: contents and search on the left, a chapter on the right, and the way back.
//! What stands in it is the business of `crate::handbook`; `text` shows its blocks.

mod text;

use std::collections::HashMap;

use egui::{Key, RichText, Role, TextEdit, TextureHandle, Ui};

use crate::handbook::{Block, CHAPTERS, Chapter, Hit, Link, Topic, chapter, search};
use crate::language::{Language, Text};

use super::app::App;
use super::floating::Floating;
use super::{style, words};

use text::Page;

const TITLE: Text = Text::new("手册", "Handbook");
const BACK: Text = Text::new("后退", "Back");
const FORWARD: Text = Text::new("前进", "Forward");
const SEARCH: Text = Text::new("在手册中查找", "Search the handbook");
const NOTHING_FOUND: Text = Text::new("没有找到", "Nothing found");

/// Width of contents and search results.
const CONTENTS_WIDTH: f32 = 230.0;
/// Lines longer than this are hard to read.
const TEXT_WIDTH: f32 = 680.0;

/// The state of the window.
#[derive(Default)]
pub struct Handbook {
    shown: bool,
    at: Place,
    /// Where the reader was before, the last one at the end.
    back: Vec<Place>,
    forward: Vec<Place>,
    question: String,
    /// The question that was answered last, and the answer.
    answer: Option<(String, Language, Vec<Hit>)>,
    /// The chapter shown, read once.
    read: Option<(&'static str, Language, Vec<Block>)>,
    /// Whether the place is still to be brought into sight.
    arriving: bool,
    /// Whether the window has just been opened.
    opened: bool,
    /// What of the page was in sight in the last frame.
    sight: Sight,
    pictures: HashMap<String, TextureHandle>,
}

/// The part of a page that is in sight, in points.
#[derive(Debug, Clone, Copy, Default)]
struct Sight {
    top: f32,
    height: f32,
    whole: f32,
}

impl Sight {
    /// Where a key takes the top of it; none where no key was pressed that means a page.
    fn after_keys(self, ui: &Ui) -> Option<f32> {
        const LINES: f32 = 60.0;
        let focused = ui.memory(|memory| memory.focused());
        // A field has its own use of all of them, and what is focused is left with the arrows.
        if ui.text_edit_focused() {
            return None;
        }
        // The last lines of a page stay in sight, so that the reader finds on.
        let page = (self.height - LINES).max(LINES);
        let mut ways = vec![
            (Key::PageDown, self.top + page),
            (Key::PageUp, self.top - page),
            (Key::Home, 0.0),
            (Key::End, self.whole),
        ];
        if focused.is_none() {
            ways.extend([(Key::ArrowDown, self.top + LINES), (Key::ArrowUp, self.top - LINES)]);
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        let (_, top) = ways.into_iter().find(|(key, _)| pressed(*key))?;
        Some(top.clamp(0.0, (self.whole - self.height).max(0.0)))
    }
}

/// A place in the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    chapter: &'static str,
    /// None for the chapter's beginning.
    anchor: Option<String>,
}

impl Default for Place {
    fn default() -> Self {
        let (chapter, _) = Topic::Beginning.place();
        Self { chapter, anchor: None }
    }
}

impl Place {
    fn of_hit(hit: &Hit) -> Self {
        Self { chapter: hit.chapter, anchor: Some(hit.anchor.clone()) }
    }
}

/// What is looked at in the window, for the page to begin with.
pub fn topic_of(app: &App) -> Topic {
    if app.review.is_some() {
        return Topic::Review;
    }
    if app.opening.shown {
        return Topic::Opening;
    }
    if app.meeting.is_presenting() {
        return Topic::Meeting;
    }
    if app.standards.shown {
        return Topic::Standard;
    }
    if app.evaluations.is_shown() {
        return Topic::Evaluation;
    }
    let view = &app.view;
    if view.shows_phases {
        return Topic::Phases;
    }
    if view.shows_programme && view.selection.facility().is_some() {
        return Topic::Rooms;
    }
    if view.siting.is_open {
        return Topic::Siting;
    }
    if view.lists.shown.is_some() {
        return Topic::Lists;
    }
    let Some(workspace) = &app.workspace else { return Topic::Beginning };
    if workspace.session.compared().is_some() {
        return Topic::Compare;
    }
    Topic::Window
}

impl Handbook {
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Opens the window on the page about a topic, or closes it.
    pub fn toggle(&mut self, topic: Topic) {
        self.shown = !self.shown;
        self.opened = self.shown;
        if self.shown {
            let (chapter, anchor) = topic.place();
            let place = Place { chapter, anchor: anchor.map(str::to_owned) };
            if self.read.is_none() {
                // Nothing was read before: there is nothing to go back to.
                self.at = place.clone();
            }
            self.go_to(place);
        } else {
            self.question.clear();
        }
    }

    /// Shows the window.
    pub fn window_ui(&mut self, ui: &Ui, language: Language) {
        if !self.shown {
            return;
        }
        if std::mem::take(&mut self.opened) && !ui.text_edit_focused() {
            // The arrows are now for reading, and no longer for the map.
            ui.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            });
        }
        let mut open = true;
        let area = ui.ctx().content_rect();
        let size =
            egui::vec2(980.0_f32.min(area.width() - 60.0), 700.0_f32.min(area.height() - 80.0));
        egui::Window::new(TITLE.of(language))
            .id(Floating::Handbook.id())
            .open(&mut open)
            .collapsible(false)
            .default_size(size)
            .min_width(560.0)
            .min_height(260.0)
            .default_pos(area.center() - size / 2.0)
            .show(ui.ctx(), |ui| self.contents_ui(ui, language));
        self.shown = open;
        if !open {
            self.question.clear();
        }
    }

    fn contents_ui(&mut self, ui: &mut Ui, language: Language) {
        self.ways_ui(ui, language);
        ui.separator();
        let height = ui.available_height();
        ui.horizontal_top(|ui| {
            let column = egui::vec2(CONTENTS_WIDTH, height);
            let downwards = egui::Layout::top_down(egui::Align::Min);
            ui.allocate_ui_with_layout(column, downwards, |ui| {
                ui.set_width(CONTENTS_WIDTH);
                egui::ScrollArea::vertical().id_salt("handbook contents").show(ui, |ui| {
                    ui.set_width(CONTENTS_WIDTH - 12.0);
                    if self.question.trim().is_empty() {
                        self.chapters_ui(ui, language);
                    } else {
                        self.hits_ui(ui, language);
                    }
                });
            });
            ui.separator();
            ui.vertical(|ui| self.page_ui(ui, language));
        });
    }

    /// Back, forward and search.
    fn ways_ui(&mut self, ui: &mut Ui, language: Language) {
        ui.horizontal(|ui| {
            let back = egui::Button::new(format!("← {}", BACK.of(language)));
            let back = ui.add_enabled(!self.back.is_empty(), back);
            words::name_widget(&back, Role::Button, BACK.of(language));
            let goes_back = ui.input_mut(|i| i.consume_key(egui::Modifiers::ALT, Key::ArrowLeft));
            if back.clicked() || goes_back {
                self.step(false);
            }
            let forward = egui::Button::new(format!("{} →", FORWARD.of(language)));
            let forward = ui.add_enabled(!self.forward.is_empty(), forward);
            words::name_widget(&forward, Role::Button, FORWARD.of(language));
            if forward.clicked() {
                self.step(true);
            }
            ui.add_space(12.0);
            let field = TextEdit::singleline(&mut self.question).hint_text(SEARCH.of(language));
            let field = ui.add(field.desired_width(280.0));
            words::name_widget(&field, Role::TextInput, SEARCH.of(language));
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                let first = self.hits(language).first().map(Place::of_hit);
                first.into_iter().for_each(|place| self.go_to(place));
            }
        });
    }

    fn chapters_ui(&mut self, ui: &mut Ui, language: Language) {
        for chapter in &CHAPTERS {
            let is_current = self.at.chapter == chapter.id;
            let title = title_of(ui, chapter, language);
            if ui.selectable_label(is_current, &title).clicked() {
                self.go_to(Place { chapter: chapter.id, anchor: None });
            }
        }
    }

    /// What answers the question, looked up once.
    fn hits(&mut self, language: Language) -> &[Hit] {
        let is_answered = self.answer.as_ref().is_some_and(|(question, answered_in, _)| {
            *question == self.question && *answered_in == language
        });
        if !is_answered {
            let hits = search(&self.question, language);
            self.answer = Some((self.question.clone(), language, hits));
        }
        self.answer.as_ref().map_or(&[], |(_, _, hits)| hits)
    }

    fn hits_ui(&mut self, ui: &mut Ui, language: Language) {
        let hits = self.hits(language);
        if hits.is_empty() {
            ui.label(RichText::new(NOTHING_FOUND.of(language)).weak());
        }
        let mut chosen = None;
        for hit in hits {
            if ui.link(&hit.title).clicked() {
                chosen = Some(Place::of_hit(hit));
            }
            ui.label(RichText::new(&hit.excerpt).size(style::CAPTION).weak());
            ui.add_space(4.0);
        }
        if let Some(place) = chosen {
            self.go_to(place);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, language: Language) {
        let id = self.at.chapter;
        let is_read = matches!(&self.read, Some((read, in_, _)) if *read == id && *in_ == language);
        if !is_read {
            let blocks = chapter(id).map(|chapter| chapter.blocks(language)).unwrap_or_default();
            self.read = Some((id, language, blocks));
            self.arriving = true;
        }
        let arriving = std::mem::take(&mut self.arriving);
        let mut scroll = egui::ScrollArea::vertical().id_salt("handbook page").auto_shrink(false);
        if arriving && self.at.anchor.is_none() {
            scroll = scroll.vertical_scroll_offset(0.0);
        } else if let Some(top) = self.sight.after_keys(ui) {
            scroll = scroll.vertical_scroll_offset(top);
        }
        let Some((_, _, blocks)) = &self.read else { return };
        let anchor = self.at.anchor.as_deref().filter(|_| arriving);
        let page = Page { arrives_at: anchor, pictures: &mut self.pictures, followed: None };
        let shown = scroll.show(ui, |ui| {
            ui.set_max_width(TEXT_WIDTH.min(ui.available_width() - 12.0));
            page.show(ui, blocks)
        });
        let (top, height) = (shown.state.clamped_offset().y, shown.inner_rect.height());
        self.sight = Sight { top, height, whole: shown.content_size.y };
        if let Some(Link { chapter: to, anchor }) = shown.inner {
            let chapter = to.map_or(Some(id), |to| chapter(&to).map(|chapter| chapter.id));
            if let Some(chapter) = chapter {
                self.go_to(Place { chapter, anchor });
            }
        }
    }

    fn go_to(&mut self, place: Place) {
        self.arriving = true;
        if place != self.at {
            self.back.push(std::mem::replace(&mut self.at, place));
            self.forward.clear();
        }
    }

    /// One step back, or forward again.
    fn step(&mut self, onward: bool) {
        let (from, to) = match onward {
            true => (&mut self.forward, &mut self.back),
            false => (&mut self.back, &mut self.forward),
        };
        if let Some(place) = from.pop() {
            to.push(std::mem::replace(&mut self.at, place));
            self.arriving = true;
        }
    }
}

/// The title of a chapter, read once for each language.
fn title_of(ui: &Ui, chapter: &Chapter, language: Language) -> String {
    let id = egui::Id::unique(("handbook title", chapter.id, language.pick("zh", "en")));
    if let Some(known) = ui.data(|data| data.get_temp::<String>(id)) {
        return known;
    }
    let title = chapter.title(language);
    ui.data_mut(|data| data.insert_temp(id, title.clone()));
    title
}
