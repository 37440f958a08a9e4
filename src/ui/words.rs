//! Texts that several parts of the window share.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{AsIdSalt, Id, Key, Response, Role, TextEdit, Ui, WidgetInfo, pos2};

use crate::language::{Message, Text, counted_as};
use crate::numbers::thousands;
use crate::study::WalkModel;

pub const CANCEL: Text = Text::new("取消", "Cancel");
pub const DELETE: Text = Text::new("删除", "Delete");
pub const POPULATION: Text = Text::new("居民", "Residents");
pub const COVERED: Text = Text::new("已覆盖", "Covered");
pub const RATE: Text = Text::new("覆盖率", "Rate");
pub const CHANGE: Text = Text::new("变化", "Change");
pub const FUNCTION: Text = Text::new("功能", "Function");

/// A number of facilities.
pub fn facilities(count: usize) -> Message {
    let number = thousands(count as i64);
    Message::new(format!("{number} 处设施"), counted_as(count, "facility", "facilities"))
}

/// What a facility of a function is called in premises with a name. The name is the data's: the
/// function is written in its language, so that no name mixes two.
pub fn facility_in(premises: &str, function: &Message) -> String {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    match premises.chars().any(is_chinese) {
        true => format!("{premises}{}", function.zh),
        false => format!("{premises} {}", function.en.to_lowercase()),
    }
}

/// By which walk model a number is counted.
pub fn counted_by(model: WalkModel) -> Text {
    match model {
        WalkModel::Circle => Text::new("按步行圈", "by circle"),
        WalkModel::Network => Text::new("沿道路", "along streets"),
    }
}

/// Gives a widget the name that screen readers and tests know it by.
pub fn name_widget(response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name));
}

/// The same with a name that is put together only where somebody listens: of hundreds of marks it would
/// cost every frame. egui is held meanwhile, so `name` must not ask it anything.
pub fn name_widget_by(response: &Response, role: Role, name: impl Fn() -> String) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name()));
}

/// Explains a widget on hover, and to screen readers, as `on_hover_text` does, with a text that is put
/// together only for them. What holds for the name of [`name_widget_by`] holds for it too.
pub fn explain_by(response: Response, text: impl Fn() -> String) -> Response {
    // Only a widget that has a node: one that is not seen has none.
    if response.ctx.has_accesskit_node(response.id) {
        response.ctx.accesskit_node_builder(response.id, |node| {
            if node.description().is_none() {
                node.set_description(text());
            }
        });
    }
    response.on_hover_ui(|ui| {
        // A tooltip that was narrow once stays so otherwise.
        ui.set_max_width(ui.spacing().tooltip_width);
        ui.label(text());
    })
}

/// Underlines what is assumed, or was not read at its source, with dots.
pub fn underline_with_dots(ui: &Ui, label: &Response) {
    let base = label.rect.bottom();
    let line = [pos2(label.rect.left(), base), pos2(label.rect.right(), base)];
    let color = ui.visuals().weak_text_color();
    ui.painter().extend(egui::Shape::dotted_line(&line, color, 3.0, 0.8));
}

/// Room for a few words of what is wrong with an entry.
const LEAST_FAULT_WIDTH: f32 = 90.0;

/// What became of a text that is told while it is typed.
pub enum Typed {
    Nothing,
    /// It is this now, and goes on.
    Follow(String),
    /// The field was left; the text is the last that was told.
    Ended,
}

/// A text of the study in a field. What is typed becomes an edit when the field is left or Enter
/// is pressed, so that typing a name is one step; Escape takes it back.
pub struct FieldText<'a> {
    /// What screen readers and hints call the field.
    pub name: &'a str,
    pub current: &'a str,
}

impl FieldText<'_> {
    /// One line over the whole width; the new text once it is entered.
    pub fn line_ui(&self, ui: &mut Ui, salt: impl AsIdSalt) -> Option<String> {
        self.short_ui(ui, salt, f32::INFINITY)
    }

    /// One line of a width.
    pub fn short_ui(&self, ui: &mut Ui, salt: impl AsIdSalt, width: f32) -> Option<String> {
        let id = ui.make_persistent_id(salt);
        let mut draft = self.draft(ui, id);
        let field = ui.add(TextEdit::singleline(&mut draft).desired_width(width));
        self.entered(ui, id, &field, draft)
    }

    /// One line that has to mean something, as `read` says or why it does not. What means nothing
    /// stays as it was typed, with the fault beside it, until it is mended or taken back.
    pub fn checked_ui<T>(
        &self,
        ui: &mut Ui,
        salt: impl AsIdSalt,
        width: f32,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        // One thing for a grid or a row, whether or not there is a fault.
        let shown = ui.vertical(|ui| {
            // A grid offers less than its cell may take.
            ui.set_min_width(if width.is_finite() { width } else { 0.0 });
            self.read_ui(ui, salt, width, read)
        });
        shown.inner
    }

    fn read_ui<T>(
        &self,
        ui: &mut Ui,
        salt: impl AsIdSalt,
        width: f32,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let id = ui.make_persistent_id(salt);
        let mut draft = self.draft(ui, id);
        let field = ui.add(TextEdit::singleline(&mut draft).desired_width(width));
        name_widget(&field, Role::TextInput, self.name);
        if field.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, draft));
            return None;
        }
        let escaped = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        let meant = if escaped || draft == self.current { None } else { Some(read(&draft)) };
        match meant {
            Some(Err(fault)) => {
                ui.data_mut(|data| data.insert_temp(id, draft));
                // As wide as the field, or what is beside it would move away.
                ui.set_max_width(width.max(LEAST_FAULT_WIDTH).min(ui.available_width()));
                let fault = egui::RichText::new(format!("⚠ {fault}")).small();
                let color = ui.visuals().error_fg_color;
                ui.add(egui::Label::new(fault.color(color)).wrap());
                None
            }
            meant => {
                ui.data_mut(|data| data.remove::<String>(id));
                meant.and_then(Result::ok).filter(|_| field.lost_focus())
            }
        }
    }

    /// Several lines.
    pub fn lines_ui(&self, ui: &mut Ui, salt: impl AsIdSalt) -> Option<String> {
        let id = ui.make_persistent_id(salt);
        let mut draft = self.draft(ui, id);
        let field = self.several_lines(ui, &mut draft, false);
        self.entered(ui, id, &field, draft)
    }

    fn several_lines(&self, ui: &mut Ui, text: &mut String, begins: bool) -> Response {
        let letters = text.chars().count();
        let field = TextEdit::multiline(text).desired_rows(1).hint_text(self.name);
        let field = ui.add(field.desired_width(f32::INFINITY));
        if begins {
            let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(letters));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), field.id);
            field.request_focus();
            field.scroll_to_me(None);
        }
        field
    }

    /// Several lines that are told letter by letter; with `begins` they take the keyboard, all their words
    /// chosen.
    pub fn followed_lines_ui(&self, ui: &mut Ui, salt: impl AsIdSalt, begins: bool) -> Typed {
        let id = ui.make_persistent_id(salt);
        let mut text = self.current.to_owned();
        let field = self.several_lines(ui, &mut text, begins);
        name_widget(&field, Role::TextInput, self.name);
        Self::typed(ui, id, &field, text)
    }

    /// One line of the same kind.
    pub fn followed_line_ui(&self, ui: &mut Ui, salt: impl AsIdSalt) -> Typed {
        let id = ui.make_persistent_id(salt);
        let mut text = self.current.to_owned();
        let field = ui.add(TextEdit::singleline(&mut text).desired_width(f32::INFINITY));
        name_widget(&field, Role::TextInput, self.name);
        Self::typed(ui, id, &field, text)
    }

    fn typed(ui: &Ui, id: Id, field: &Response, text: String) -> Typed {
        if field.changed() {
            ui.data_mut(|data| data.insert_temp(id, ()));
            return Typed::Follow(text);
        }
        // Also where the field was left by what took it away.
        let is_left =
            !field.has_focus() && ui.data_mut(|data| data.remove_temp::<()>(id)).is_some();
        if is_left { Typed::Ended } else { Typed::Nothing }
    }

    /// What is being typed, or else the text as it is.
    fn draft(&self, ui: &Ui, id: Id) -> String {
        ui.data(|data| data.get_temp(id)).unwrap_or_else(|| self.current.to_owned())
    }

    fn entered(&self, ui: &Ui, id: Id, field: &Response, draft: String) -> Option<String> {
        name_widget(field, Role::TextInput, self.name);
        if field.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, draft));
            return None;
        }
        ui.data_mut(|data| data.remove::<String>(id));
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        (field.lost_focus() && !escaped && draft != self.current).then_some(draft)
    }
}

/// A cell of a table of numbers: so wide, the text at its right edge.
pub fn right_aligned(ui: &mut egui::Ui, width: f32, text: egui::RichText) -> egui::Response {
    let size = egui::vec2(width, ui.spacing().interact_size.y);
    let to_the_right = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(size, to_the_right, |ui| ui.label(text)).inner
}
