#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lifecircle_fuzz::check(&[("b.geojson", bytes)]));
