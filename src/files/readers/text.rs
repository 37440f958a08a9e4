//! In which encoding a text is: named by the user or a file beside it, told by its mark, by being
//! valid UTF-8, or by how it looks.

use std::io::{self, Read as _};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};
use serde::{Deserialize, Serialize};

use crate::language::Message;

use super::input::Input;

/// An encoding of text, written by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TextEncoding(pub(super) &'static Encoding);

impl TextEncoding {
    /// Those that files of this region come in.
    pub const USUAL: [Self; 5] =
        [Self(UTF_8), Self(GB18030), Self(BIG5), Self(SHIFT_JIS), Self(WINDOWS_1252)];

    /// The encoding of a name in any of the usual spellings, as in `.cpg` files.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().trim_matches('\u{feff}').to_ascii_lowercase();
        let number = name.trim_start_matches(|c: char| !c.is_ascii_digit());
        let encoding = match (name.as_str(), number) {
            ("utf8" | "utf-8", _) | (_, "65001") => UTF_8,
            ("gbk" | "gb2312" | "gb18030" | "cp936" | "ms936", _) | (_, "936" | "54936") => GB18030,
            ("big5", _) | (_, "950") => BIG5,
            (_, "932") => SHIFT_JIS,
            (_, "949") => EUC_KR,
            (_, "1250") => WINDOWS_1250,
            (_, "1251") => WINDOWS_1251,
            (_, "1252" | "88591") => WINDOWS_1252,
            _ => Encoding::for_label(name.as_bytes())?,
        };
        Some(Self(encoding))
    }

    /// The name by which planners know it.
    pub fn name(self) -> &'static str {
        if self.0 == GB18030 { "GBK / GB18030" } else { self.0.name() }
    }
}

impl From<TextEncoding> for String {
    fn from(encoding: TextEncoding) -> Self {
        encoding.0.name().to_owned()
    }
}

impl TryFrom<String> for TextEncoding {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::named(&name).ok_or(name)
    }
}

/// How much text is looked at for a guess.
const LOOKED_AT: usize = 4 << 20;

/// The encoding of a text that is not UTF-8.
pub(super) fn encoding_of(mut input: Input) -> io::Result<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut buffer = vec![0; 1 << 16];
    let mut looked_at = 0;
    let mut is_first = true;
    while looked_at < LOOKED_AT {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        let bytes = &buffer[..read];
        if std::mem::take(&mut is_first)
            && let Some((encoding, _)) = Encoding::for_bom(bytes)
        {
            return Ok(encoding);
        }
        // Only lines with other characters than ASCII tell anything, and count.
        if !bytes.is_ascii() {
            looked_at += read;
        }
        detector.feed(bytes, false);
    }
    detector.feed(b"", true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    Ok(widened(guess))
}

/// The encoding of a text in memory: its mark, UTF-8 where it is valid, else a guess.
pub(super) fn encoding_of_bytes(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    widened(detector.guess(Some(b"cn"), Utf8Detection::Deny))
}

/// GB18030 holds all of GBK, and what programs call GBK is often more.
fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// What is said of a file that was not UTF-8.
pub(super) fn remark(encoding: &'static Encoding) -> Message {
    let name = TextEncoding(encoding).name();
    Message::new(
        format!("文件不是 UTF-8，按 {name} 编码读取；如有乱码请指明编码，如 --encoding BIG5"),
        format!(
            "is not UTF-8 and was read as {name}; if names look wrong, name the encoding, such as \
             --encoding BIG5"
        ),
    )
}
