//! The names that `.prj` texts give to systems which have a code.

use super::Crs;

/// The code of well-known text that `.prj` files have: they name the system and rarely its code.
pub(super) fn known_text(text: &str) -> Option<Crs> {
    if !text.contains('[') {
        return None;
    }
    let name = text.split('"').nth(1)?.replace([' ', '/', '-'], "_").to_uppercase();
    let number_after = |mark: &str| -> Option<u32> {
        let (_, after) = name.split_once(mark)?;
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    match name.as_str() {
        "GCS_WGS_1984" | "WGS_84" | "WGS84" => return Some(Crs::wgs84()),
        "GCS_CHINA_GEODETIC_COORDINATE_SYSTEM_2000" | "CHINA_GEODETIC_COORDINATE_SYSTEM_2000" => {
            return Some(Crs::epsg(4490));
        }
        "WGS_1984_WEB_MERCATOR_AUXILIARY_SPHERE" | "WGS_84___PSEUDO_MERCATOR" => {
            return Some(Crs::epsg(3857));
        }
        _ => {}
    }
    if name.starts_with("CGCS2000_3_DEGREE_GK_CM_")
        && let Some(meridian @ 75..=135) = number_after("_CM_").filter(|m| m % 3 == 0)
    {
        return Some(Crs::epsg(4534 + (meridian - 75) / 3));
    }
    if name.starts_with("CGCS2000_3_DEGREE_GK_ZONE_")
        && let Some(zone @ 25..=45) = number_after("_ZONE_")
    {
        return Some(Crs::epsg(4513 + zone - 25));
    }
    if name.starts_with("WGS_1984_UTM_ZONE_")
        && let Some(zone @ 1..=60) = number_after("_ZONE_")
    {
        return Some(Crs::epsg(if name.ends_with('S') { 32700 } else { 32600 } + zone));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::CrsError;

    #[test]
    fn texts_beside_shapefiles_are_known_by_their_names() -> Result<(), CrsError> {
        let code = |name: &str| known_text(&format!("PROJCS[\"{name}\",X]")).map(|crs| crs.0);
        assert_eq!(code("CGCS2000_3_Degree_GK_CM_120E").as_deref(), Some("EPSG:4549"));
        assert_eq!(code("CGCS2000_3_Degree_GK_Zone_40").as_deref(), Some("EPSG:4528"));
        assert_eq!(code("WGS_1984_UTM_Zone_51N").as_deref(), Some("EPSG:32651"));
        assert_eq!(code("Somewhere_Local"), None);
        let text = Crs::epsg(4549).wkt()?;
        let read = Crs::from_code(&text.replace("CGCS2000", "Local"))?;
        assert!(!read.is_geographic() && read.to_string().starts_with("Local"), "{read}");
        Ok(())
    }
}
