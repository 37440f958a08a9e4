//! A chapter's blocks shown with egui: words that wrap, links that are followed, tables as wide as
//! their contents ask for, pictures as wide as the page at most.

use std::collections::HashMap;

use egui::{
    Align, Color32, ColorImage, FontId, Frame, Layout, Margin, RichText, Sense, TextureHandle,
    TextureOptions, Ui, vec2,
};

use crate::handbook::{Block, Link, Span, picture, spoken};
use crate::ui::style;

/// Sizes of headings, by level.
const HEADINGS: [f32; 3] = [24.0, style::HEADING, 15.5];
/// Between two blocks.
const GAP: f32 = 8.0;
/// How far list items and notes stand in.
const INDENT: f32 = 20.0;
/// Between the columns of a table.
const COLUMN_GAP: f32 = 14.0;
/// No column of a table is narrower.
const LEAST_COLUMN: f32 = 60.0;

/// A page while it is shown.
pub(super) struct Page<'a> {
    /// The anchor of the heading that is to be brought into sight.
    pub arrives_at: Option<&'a str>,
    pub pictures: &'a mut HashMap<String, TextureHandle>,
    /// The link that was clicked.
    pub followed: Option<Link>,
}

impl Page<'_> {
    /// Shows a chapter; the link that was clicked, if one was.
    pub fn show(mut self, ui: &mut Ui, blocks: &[Block]) -> Option<Link> {
        self.blocks_ui(ui, blocks);
        ui.add_space(4.0 * GAP);
        self.followed
    }

    fn blocks_ui(&mut self, ui: &mut Ui, blocks: &[Block]) {
        for (number, block) in blocks.iter().enumerate() {
            ui.push_id(number, |ui| self.block_ui(ui, block));
            ui.add_space(GAP);
        }
    }

    fn block_ui(&mut self, ui: &mut Ui, block: &Block) {
        match block {
            Block::Heading { level, anchor, spans } => self.heading_ui(ui, *level, anchor, spans),
            Block::Paragraph(spans) => self.spans_ui(ui, spans),
            Block::List { first, items } => self.list_ui(ui, *first, items),
            Block::Table { head, rows } => self.table_ui(ui, head, rows),
            Block::Code { text, .. } => code_ui(ui, text),
            Block::Picture { file, shows } => self.picture_ui(ui, file, shows),
            Block::Note(blocks) => {
                let fill = ui.visuals().faint_bg_color;
                let frame = Frame::NONE.fill(fill).inner_margin(Margin::symmetric(12, 8));
                frame.corner_radius(6.0).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    self.blocks_ui(ui, blocks);
                });
            }
        }
    }

    fn heading_ui(&mut self, ui: &mut Ui, level: u8, anchor: &str, spans: &[Span]) {
        let size = HEADINGS[usize::from(level.clamp(1, 3)) - 1];
        if level > 1 {
            ui.add_space(GAP);
        }
        let words = RichText::new(spoken(spans)).size(size).strong();
        let heading = ui.add(egui::Label::new(words).wrap());
        if self.arrives_at == Some(anchor) {
            heading.scroll_to_me(Some(Align::TOP));
        }
    }

    /// Words of several styles, wrapped as one text.
    fn spans_ui(&mut self, ui: &mut Ui, spans: &[Span]) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 3.0);
            for span in spans {
                let words = styled(ui, span);
                match &span.link {
                    Some(link) => {
                        if ui.link(words).clicked() {
                            self.followed = Some(link.clone());
                        }
                    }
                    None => {
                        ui.label(words);
                    }
                }
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, first: Option<u64>, items: &[Vec<Block>]) {
        for (number, item) in items.iter().enumerate() {
            let mark =
                first.map_or("•".to_owned(), |first| format!("{}.", first + number as u64));
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.allocate_ui_with_layout(
                    vec2(INDENT, 18.0),
                    Layout::left_to_right(Align::Min),
                    |ui| {
                        ui.set_min_width(INDENT);
                        ui.label(RichText::new(mark).weak());
                    },
                );
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width());
                    for (part, block) in item.iter().enumerate() {
                        ui.push_id((number, part), |ui| self.block_ui(ui, block));
                    }
                });
            });
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        let widths = column_widths(ui, head, rows);
        self.row_ui(ui, &widths, head, true);
        ui.separator();
        for (number, row) in rows.iter().enumerate() {
            ui.push_id(("row", number), |ui| self.row_ui(ui, &widths, row, false));
            let line = ui.available_rect_before_wrap();
            let color = ui.visuals().widgets.noninteractive.bg_stroke;
            ui.painter().hline(line.x_range(), line.top(), color);
            ui.add_space(2.0);
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, widths: &[f32], cells: &[Vec<Span>], is_head: bool) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = COLUMN_GAP;
            for (width, cell) in widths.iter().zip(cells) {
                ui.allocate_ui_with_layout(vec2(*width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(*width);
                    if is_head {
                        ui.add(egui::Label::new(RichText::new(spoken(cell)).strong()).wrap());
                    } else {
                        self.spans_ui(ui, cell);
                    }
                });
            }
        });
    }

    fn picture_ui(&mut self, ui: &mut Ui, file: &str, shows: &str) {
        let Some(texture) = self.texture(ui, file) else { return };
        let size = texture.size_vec2();
        let width = ui.available_width().min(size.x);
        let image = egui::Image::new(&texture).fit_to_exact_size(size * (width / size.x));
        ui.add(image.alt_text(shows));
        ui.add(egui::Label::new(RichText::new(shows).size(style::CAPTION).weak()).wrap());
    }

    fn texture(&mut self, ui: &Ui, file: &str) -> Option<TextureHandle> {
        if let Some(known) = self.pictures.get(file) {
            return Some(known.clone());
        }
        let decoded = image::load_from_memory(picture(file)?.png).ok()?.to_rgba8();
        let size = [decoded.width() as usize, decoded.height() as usize];
        let picture = ColorImage::from_rgba_unmultiplied(size, decoded.as_raw());
        let texture = ui.ctx().load_texture(file, picture, TextureOptions::LINEAR);
        self.pictures.insert(file.to_owned(), texture.clone());
        Some(texture)
    }
}

fn styled(ui: &Ui, span: &Span) -> RichText {
    let mut words = RichText::new(&span.text);
    if span.style.strong {
        words = words.strong();
    }
    if span.style.emphasis {
        words = words.italics();
    }
    if span.style.code {
        words = words.background_color(ui.visuals().faint_bg_color);
    }
    words
}

/// Lines to be typed, on a ground of their own, with a button that copies them.
fn code_ui(ui: &mut Ui, text: &str) {
    let fill = ui.visuals().faint_bg_color;
    let frame = Frame::NONE.fill(fill).inner_margin(Margin::symmetric(10, 8)).corner_radius(6.0);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let words = RichText::new(text).size(13.0);
        ui.add(egui::Label::new(words).wrap().selectable(true).sense(Sense::click()));
    });
}

/// Columns as wide as their longest cell while all fit; else in proportion to that, but so that
/// short columns stay whole.
fn column_widths(ui: &Ui, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> Vec<f32> {
    let font = FontId::proportional(style::BODY);
    let width_of = |cell: &Vec<Span>| {
        let galley = ui.painter().layout_no_wrap(spoken(cell), font.clone(), Color32::PLACEHOLDER);
        galley.size().x + 4.0
    };
    let wanted: Vec<f32> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            head.get(column).into_iter().chain(cells).map(width_of).fold(LEAST_COLUMN, f32::max)
        })
        .collect();
    let room = ui.available_width() - COLUMN_GAP * (head.len().saturating_sub(1)) as f32;
    fitted(&wanted, room)
}

/// Widths that fit into the room: the columns that ask for less than an equal part of what is left
/// get what they ask for, the others share the rest.
fn fitted(wanted: &[f32], room: f32) -> Vec<f32> {
    let mut widths: Vec<Option<f32>> = vec![None; wanted.len()];
    let mut left = room;
    loop {
        let open = widths.iter().filter(|width| width.is_none()).count();
        if open == 0 {
            break;
        }
        let part = left / open as f32;
        let fits = (0..wanted.len()).find(|&at| widths[at].is_none() && wanted[at] <= part);
        match fits {
            Some(at) => {
                widths[at] = Some(wanted[at]);
                left -= wanted[at];
            }
            None => {
                let rest: f32 =
                    (0..wanted.len()).filter(|&at| widths[at].is_none()).map(|at| wanted[at]).sum();
                for at in 0..wanted.len() {
                    let share = widths[at].unwrap_or(left * wanted[at] / rest);
                    widths[at] = Some(share.max(LEAST_COLUMN));
                }
            }
        }
    }
    widths.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn short_columns_stay_whole_and_long_ones_share_the_rest() {
        assert_eq!(fitted(&[100.0, 200.0], 400.0), [100.0, 200.0]);
        assert_eq!(fitted(&[100.0, 900.0], 400.0), [100.0, 300.0]);
        assert_eq!(fitted(&[80.0, 600.0, 1200.0], 380.0), [80.0, 100.0, 200.0]);
    }
}
