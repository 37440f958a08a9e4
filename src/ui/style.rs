//! The look of egui's own widgets, taken from the map's palette, and the embedded font.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, Stroke, Theme, Visuals};

use crate::cartography::{FONT, Palette, Rgba, ThemeChoice};

/// Sizes of text in logical pixels, by role.
pub const CAPTION: f32 = 12.0;
pub const BODY: f32 = 14.0;
pub const HEADING: f32 = 18.0;
pub const FIGURE: f32 = 28.0;

/// A palette colour as egui takes it.
pub fn color32(color: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// Installs font and text sizes once.
///
/// One family serves both scripts, so that Chinese and Latin sit on one baseline; its figures all
/// have the same width. egui's own fonts follow for signs it lacks.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("Noto Sans SC".to_owned(), Arc::new(FontData::from_static(FONT)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().insert(0, "Noto Sans SC".to_owned());
    }
    ctx.set_fonts(fonts);
    ctx.all_styles_mut(|style| {
        use egui::TextStyle as T;
        let sizes =
            [(T::Small, CAPTION), (T::Body, BODY), (T::Button, BODY), (T::Heading, HEADING)];
        for (role, size) in sizes {
            style.text_styles.insert(role, egui::FontId::proportional(size));
        }
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(8.0, 4.0);
        style.spacing.interact_size.y = 26.0;
        style.spacing.window_margin = egui::Margin::same(12);
        // Bars lie in the margin of their panel, not on the numbers beside it.
        style.spacing.scroll = egui::style::ScrollStyle {
            floating_width: 4.0,
            bar_width: 7.0,
            bar_outer_margin: -7.0,
            ..egui::style::ScrollStyle::floating()
        };
        style.interaction.tooltip_delay = 0.3;
    });
}

/// Colours egui's widgets as the theme says.
pub fn apply_theme(ctx: &egui::Context, theme: ThemeChoice) {
    let (egui_theme, base) = match theme {
        ThemeChoice::Dark => (Theme::Dark, Visuals::dark()),
        ThemeChoice::Light | ThemeChoice::Print => (Theme::Light, Visuals::light()),
    };
    ctx.set_theme(egui_theme);
    let window = WindowColor(color32(Palette::of(theme).panel));
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, window));
    ctx.set_visuals_of(egui_theme, visuals(base, &Palette::of(theme)));
}

/// What the window is cleared with: the colour of the panels.
#[derive(Clone, Copy, Default)]
struct WindowColor(Color32);

/// The colour of the theme that was applied last.
pub fn window_color(ctx: &egui::Context) -> Color32 {
    ctx.data(|data| data.get_temp::<WindowColor>(egui::Id::NULL)).unwrap_or_default().0
}

fn visuals(base: Visuals, palette: &Palette) -> Visuals {
    let [paper, text, weak, line] =
        [palette.paper, palette.text, palette.weak_text, palette.separator].map(color32);
    let accent = color32(palette.selection);
    let corner = CornerRadius::same(6);
    let mut visuals = base;
    // The window is cleared with the panels' colour: filling them once more would cost a processor
    // in the place of a graphics card a third of the frame.
    visuals.panel_fill = Color32::TRANSPARENT;
    visuals.window_fill = paper;
    visuals.window_stroke = Stroke::new(1.0, line);
    visuals.window_corner_radius = corner;
    visuals.menu_corner_radius = corner;
    visuals.extreme_bg_color = paper;
    visuals.text_edit_bg_color = Some(color32(palette.separator.with_opacity(0.45)));
    visuals.faint_bg_color = color32(palette.separator.with_opacity(0.35));
    visuals.weak_text_color = Some(weak);
    visuals.hyperlink_color = accent;
    visuals.warn_fg_color = color32(palette.warning);
    visuals.error_fg_color = color32(palette.worse);
    visuals.selection.bg_fill = color32(palette.selection.with_opacity(0.18));
    visuals.selection.stroke = Stroke::new(1.0, accent);
    let widgets = &mut visuals.widgets;
    for state in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        state.corner_radius = corner;
        state.fg_stroke.color = text;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, line);
    widgets.inactive.weak_bg_fill = color32(palette.separator.with_opacity(0.45));
    widgets.inactive.bg_fill = color32(palette.separator);
    // Also the title bars of windows.
    widgets.open.weak_bg_fill = color32(palette.separator.with_opacity(0.6));
    widgets.hovered.weak_bg_fill = color32(palette.separator.with_opacity(0.9));
    widgets.hovered.bg_stroke = Stroke::new(1.0, weak);
    visuals
}
