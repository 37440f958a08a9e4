//! Values and files taken into one SHA-256.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::sha256::Sha256;

/// Takes values in, each told apart from the next.
#[derive(Default)]
pub struct Digest(Sha256);

impl Digest {
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    pub fn count(&mut self, count: usize) {
        self.0.update(&(count as u64).to_le_bytes());
    }

    pub fn number(&mut self, number: f64) {
        self.0.update(&number.to_le_bytes());
    }

    pub fn optional(&mut self, number: Option<f64>) {
        self.number(number.unwrap_or(f64::NAN));
    }

    /// Takes in what stands in a file, piece by piece.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&mut self, path: &Path) -> io::Result<()> {
        const PIECE: usize = 1 << 16;
        let mut file = File::open(path)?;
        let mut piece = vec![0; PIECE];
        let mut length = 0;
        loop {
            let read = file.read(&mut piece)?;
            if read == 0 {
                break;
            }
            length += read;
            self.0.update(&piece[..read]);
        }
        // After it, since a file may grow while it is read.
        self.count(length);
        Ok(())
    }

    /// The fingerprint as 64 hexadecimal digits.
    pub fn finish(self) -> String {
        self.0.finish().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
