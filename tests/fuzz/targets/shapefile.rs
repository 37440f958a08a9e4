//! The geometry and the table of a shapefile, in one input: the first two bytes say where the
//! table begins.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_at_checked(2) else { return };
    let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
    let (geometry, table) = rest.split_at(length.min(rest.len()));
    lifecircle_fuzz::read(&[("b.shp", geometry), ("b.dbf", table)]);
});
