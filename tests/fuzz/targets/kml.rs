#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifecircle_fuzz::read(&[("b.kml", bytes)]));
