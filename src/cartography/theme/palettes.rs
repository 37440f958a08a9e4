//! The colours of the three themes.

use super::{Palette, Ramp, Rgba, SCENARIO_COLORS, Toning};

/// The colours of scenarios, the same in every theme.
const SCENARIO_PALETTE: [Rgba; SCENARIO_COLORS as usize] = [
    Rgba::hex(0x4477AA),
    Rgba::hex(0xEE7733),
    Rgba::hex(0x228833),
    Rgba::hex(0xAA3377),
    Rgba::hex(0xCCBB44),
    Rgba::hex(0x66CCEE),
    Rgba::hex(0x997700),
    Rgba::hex(0xBB5566),
];

/// Paul Tol's "muted" with three more, the same in every theme.
const CATEGORIES: [Rgba; 12] = [
    Rgba::hex(0x332288),
    Rgba::hex(0xDDCC77),
    Rgba::hex(0x117733),
    Rgba::hex(0x88CCEE),
    Rgba::hex(0x882255),
    Rgba::hex(0x44AA99),
    Rgba::hex(0xCC6677),
    Rgba::hex(0x999933),
    Rgba::hex(0xAA4499),
    Rgba::hex(0x4477AA),
    Rgba::hex(0xEE8866),
    Rgba::hex(0x777777),
];

impl Palette {
    /// For paper: white ground, and reached and not reached apart in grey and by hatching as well.
    pub(super) fn print() -> Self {
        Self {
            ground: Rgba::hex(0xFFFFFF),
            covered: Rgba::hex(0x0B6365),
            uncovered: Rgba::hex(0xF09064),
            uninhabited: Rgba::hex(0xDCDAD4),
            hatch: Some(Rgba::hex(0x7A2E12)),
            legend: Rgba::hex(0xFFFFFF),
            ..Self::light()
        }
    }

    pub(super) fn light() -> Self {
        Self {
            covered: Rgba::hex(0x087476),
            uncovered: Rgba::hex(0xF1794D),
            better: Rgba::hex(0x2E7D32),
            worse: Rgba::hex(0xB3261E),
            hypothetical: Rgba::hex(0x6C4AB6),
            existing: Rgba::hex(0x37474F),
            quiet: Rgba::hex(0x7D888D),
            candidate: Rgba::hex(0xC98A00),
            shade: Rgba { a: 150, ..Rgba::hex(0x000000) },
            warning: Rgba::hex(0x8A5300),
            selection: Rgba::hex(0x1565C0),
            ground: Rgba::hex(0xF4F3EF),
            basemap: Toning { strength: 0.6, saturation: 0.5 },
            water: Rgba::hex(0xC4DCEB),
            street: Rgba::hex(0xFFFFFF),
            streets: [0xC77F3B, 0xE0B15C, 0xFFFFFF, 0x9A86B8].map(Rgba::hex),
            railway: Rgba::hex(0x8A8F94),
            wall: Rgba::hex(0xB9B3A8),
            unit_border: Rgba::hex(0x7C8A90),
            uninhabited: Rgba::hex(0xC9C7C1),
            text: Rgba::hex(0x1F2A30),
            weak_text: Rgba::hex(0x5A676E),
            paper: Rgba::hex(0xFFFFFF),
            legend: Rgba { a: 240, ..Rgba::hex(0xFFFFFF) },
            panel: Rgba::hex(0xFAFAF8),
            separator: Rgba::hex(0xDDDDD8),
            no_rate: Rgba::hex(0xE9E8E4),
            beyond_rings: Rgba::hex(0xF3E3D9),
            hatch: None,
            need_ramp: Ramp::hex([0xF7F3EA, 0xF6E0CB, 0xF1C7A4, 0xE9AB80, 0xDE8D62]),
            people_ramp: Ramp::hex([0xF4F4F2, 0xE2E5E6, 0xCDD3D7, 0xB6BFC5, 0x9DA9B1]),
            home_ramp: Ramp::hex([0xA9B8C2, 0x8799A6, 0x677B8A, 0x48606F, 0x294251]),
            gain_ramp: Ramp::hex([0xF7F3D8, 0xE3D891, 0xBDB685, 0x868D8F, 0x4A5F86]),
            choice_ramp: Ramp::hex([0x339795, 0x1D7F7E, 0x196666, 0x144F4E, 0x0F3938]),
            rate_and_residents: [
                [Rgba::hex(0xF1D2BD), Rgba::hex(0xE7E6E0), Rgba::hex(0xEBF6F4)],
                [Rgba::hex(0xDA9A79), Rgba::hex(0xBBB7AF), Rgba::hex(0xA4CFCB)],
                [Rgba::hex(0xBB5C34), Rgba::hex(0x8C887E), Rgba::hex(0x60A4A1)],
            ],
            uses: [
                Rgba::hex(0xE8C46A),
                Rgba::hex(0x8E6BB0),
                Rgba::hex(0xD9705F),
                Rgba::hex(0x5E8FC2),
                Rgba::hex(0x9A8B7C),
                Rgba::hex(0x6D7F6A),
                Rgba::hex(0xC9C7C1),
            ],
            rate_ramp: Ramp([
                Rgba::hex(0xF5F3E9),
                Rgba::hex(0xDEEAE1),
                Rgba::hex(0xC1DDD7),
                Rgba::hex(0xA1CDC9),
                Rgba::hex(0x7EBAB7),
            ]),
            gained: Rgba::hex(0x0B4F8A),
            lost: Rgba::hex(0xE8842A),
            reached_in_both: Rgba::hex(0xB9D6D3),
            reached_in_neither: Rgba::hex(0xECE9E1),
            change_ramp: Ramp([
                Rgba::hex(0xF3C08C),
                Rgba::hex(0xFAE2C6),
                Rgba::hex(0xF7F6F2),
                Rgba::hex(0xCBDBEA),
                Rgba::hex(0x93B6D6),
            ]),
            categories: CATEGORIES,
            loss_hatch: Rgba::hex(0xB87430),
            scenarios: SCENARIO_PALETTE,
        }
    }

    pub(super) fn dark() -> Self {
        Self {
            covered: Rgba::hex(0x65D2D1),
            uncovered: Rgba::hex(0xD6612F),
            better: Rgba::hex(0x81C784),
            worse: Rgba::hex(0xF2857D),
            hypothetical: Rgba::hex(0xB39DFF),
            existing: Rgba::hex(0xCFD8DC),
            quiet: Rgba::hex(0x7F8B91),
            candidate: Rgba::hex(0xFFC94D),
            shade: Rgba { a: 150, ..Rgba::hex(0x000000) },
            warning: Rgba::hex(0xFFC94D),
            selection: Rgba::hex(0x64B5F6),
            ground: Rgba::hex(0x14191C),
            basemap: Toning { strength: 0.2, saturation: 0.6 },
            water: Rgba::hex(0x1E3442),
            street: Rgba::hex(0x39444A),
            streets: [0xC98F52, 0x8F7440, 0x39444A, 0x7D6E9C].map(Rgba::hex),
            railway: Rgba::hex(0x6E777C),
            wall: Rgba::hex(0x4A5257),
            unit_border: Rgba::hex(0x78868D),
            uninhabited: Rgba::hex(0x49525A),
            text: Rgba::hex(0xE8EDEF),
            weak_text: Rgba::hex(0xA3AFB5),
            paper: Rgba::hex(0x20272B),
            legend: Rgba { a: 240, ..Rgba::hex(0x20272B) },
            panel: Rgba::hex(0x1B2125),
            separator: Rgba::hex(0x333C41),
            no_rate: Rgba::hex(0x23292D),
            beyond_rings: Rgba::hex(0x3A2A24),
            hatch: None,
            need_ramp: Ramp::hex([0x25292B, 0x43332C, 0x643F2F, 0x874D33, 0xAC5E3A]),
            people_ramp: Ramp::hex([0x22282B, 0x323B40, 0x434F56, 0x56656E, 0x6B7C87]),
            home_ramp: Ramp::hex([0x66798A, 0x8094A4, 0x9BAEBC, 0xB8C8D3, 0xD8E3EA]),
            gain_ramp: Ramp::hex([0x1D2430, 0x2F4263, 0x5B6674, 0x968F72, 0xDDCB62]),
            choice_ramp: Ramp::hex([0x3CAEAC, 0x52C1BF, 0x75D3D1, 0xA9E5E3, 0xDEF6F5]),
            rate_and_residents: [
                [Rgba::hex(0x433128), Rgba::hex(0x292C2D), Rgba::hex(0x192424)],
                [Rgba::hex(0x84523B), Rgba::hex(0x4B5154), Rgba::hex(0x26494A)],
                [Rgba::hex(0xD37A50), Rgba::hex(0x788084), Rgba::hex(0x317877)],
            ],
            uses: [
                Rgba::hex(0xD4B45F),
                Rgba::hex(0xA58BCB),
                Rgba::hex(0xE08373),
                Rgba::hex(0x6FA3DA),
                Rgba::hex(0xA59788),
                Rgba::hex(0x7F947B),
                Rgba::hex(0x566067),
            ],
            rate_ramp: Ramp([
                Rgba::hex(0x1D2326),
                Rgba::hex(0x214143),
                Rgba::hex(0x265F60),
                Rgba::hex(0x2E7F80),
                Rgba::hex(0x3A9796),
            ]),
            gained: Rgba::hex(0x6DB6F5),
            lost: Rgba::hex(0xD9772B),
            reached_in_both: Rgba::hex(0x3B5A5C),
            reached_in_neither: Rgba::hex(0x2C3438),
            change_ramp: Ramp([
                Rgba::hex(0x6B4526),
                Rgba::hex(0x45362A),
                Rgba::hex(0x22292C),
                Rgba::hex(0x24394B),
                Rgba::hex(0x2A5273),
            ]),
            categories: CATEGORIES,
            loss_hatch: Rgba::hex(0xD08A4E),
            scenarios: SCENARIO_PALETTE,
        }
    }
}
