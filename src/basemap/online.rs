//! Tiles from a server, when the program is built with the feature `online-basemap` and the planner
//! has typed and confirmed the server's address. The only file that opens a socket.
//!
//! Nothing but the confirmed host is contacted, redirects to others are not followed, and nothing
//! is sent but the numbers of the tiles looked at.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use ureq::http::{StatusCode, Uri};

use crate::language::Message;

use super::error::{BasemapError, Fault};
use super::loader::Loader;
use super::source::{About, MOST_TILE_BYTES, TileSource};
use super::tile::TileId;
use super::{Basemap, has_ending};

/// Servers have zooms up to here, or answer that they have not.
const HIGHEST_ZOOM: u8 = 19;
/// Servers ask not to be asked for much at once.
const THREADS: usize = 2;
/// The side of the tiles of nearly all servers, in pixels; others are resampled.
const TILE_SIDE: usize = 256;
const PATIENCE: Duration = Duration::from_secs(15);
/// Who asks, as the rules of public tile servers want to know.
const USER_AGENT: &str = concat!("lifecircle/", env!("CARGO_PKG_VERSION"));

/// The address of a server's tiles, with `{z}`, `{x}` and `{y}` where zoom, column and row stand.
/// Rows are counted from the north.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    template: String,
    host: String,
    attribution: String,
}

/// Without the address, which may hold a key.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Address").field(&self.host).finish()
    }
}

impl Address {
    /// Takes up an address as it was typed, and what the server's licence wants to be shown.
    ///
    /// # Errors
    /// When it is no address of tiles.
    pub fn parse(template: &str, attribution: &str) -> Result<Self, BasemapError> {
        let template = template.trim();
        let wrong = |zh: &str, en: &str| {
            let what = Message::new(zh, en);
            Fault::Address(what).of(Path::new(template))
        };
        if ["{z}", "{x}", "{y}"].iter().any(|part| !template.contains(part)) {
            return Err(wrong(
                "缺少 {z}、{x} 或 {y}，例如 https://服务器/{z}/{x}/{y}.png",
                "lacks {z}, {x} or {y}; as in https://server/{z}/{x}/{y}.png",
            ));
        }
        if ["pbf", "mvt"].iter().any(|ending| has_ending(Path::new(template), ending)) {
            return Err(Fault::Vector.of(Path::new(template)));
        }
        let address = filled(template, TileId::new(0, 0, 0)).parse::<Uri>().ok();
        let address = address.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        let authority = address.as_ref().and_then(Uri::authority);
        // Neither the host nor its place may depend on what is asked for.
        let is_plain = |text: &str| !text.contains(['@', '{', '}']);
        let host = authority.map(|authority| authority.as_str().to_owned());
        match host.filter(|host| is_plain(host) && template.contains(host.as_str())) {
            Some(host) => Ok(Self {
                template: template.to_owned(),
                host,
                attribution: attribution.to_owned(),
            }),
            None => Err(wrong(
                "不是网址，应以 https:// 开头并给出服务器名",
                "is no web address; it begins with https:// and names the server",
            )),
        }
    }

    /// The server that is contacted.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// The address of a tile.
fn filled(template: &str, TileId { zoom, column, row }: TileId) -> String {
    let with_zoom = template.replace("{z}", &zoom.to_string());
    with_zoom.replace("{x}", &column.to_string()).replace("{y}", &row.to_string())
}

impl Basemap {
    /// Tiles of a server, fetched in the background as they are looked at; `wake` is called when
    /// some have come. The server is not contacted before the first is painted.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn online(
        address: Address,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, BasemapError> {
        let host = address.host.clone();
        let mut basemap = Self::new(Path::new(&host), Box::new(Server::new(address)), TILE_SIDE);
        let loader = Loader::start(&basemap.shelf, THREADS, wake);
        basemap.loader = Some(loader.map_err(|error| Fault::from(error).of(Path::new(&host)))?);
        Ok(basemap)
    }
}

/// A server and the connections to it.
struct Server {
    agent: ureq::Agent,
    address: Address,
    about: About,
}

impl Server {
    fn new(address: Address) -> Self {
        let agent = ureq::Agent::config_builder()
            .user_agent(USER_AGENT)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .new_agent();
        let attribution = Some(address.attribution.clone());
        let about = About { attribution, zooms: 0..=HIGHEST_ZOOM, bounds: None };
        Self { agent, address, about }
    }
}

impl TileSource for Server {
    fn about(&self) -> &About {
        &self.about
    }

    fn read(&self, id: TileId) -> Result<Option<Vec<u8>>, Fault> {
        let unreadable = |error: ureq::Error| Fault::Unreadable(error.to_string());
        let answer = self.agent.get(filled(&self.address.template, id)).call();
        let answer = answer.map_err(unreadable)?;
        match answer.status() {
            StatusCode::OK => {
                let body = answer.into_body().into_with_config().limit(MOST_TILE_BYTES as u64);
                body.read_to_vec().map(Some).map_err(unreadable)
            }
            StatusCode::NO_CONTENT | StatusCode::NOT_FOUND | StatusCode::GONE => Ok(None),
            status => Err(Fault::Unreadable(format!("HTTP {status}"))),
        }
    }

    fn sample(&self) -> Result<Option<Vec<u8>>, Fault> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_the_one_that_is_contacted() {
        let host = |template: &str| Address::parse(template, "").map(|address| address.host);
        let of_tiles = |template: &str| host(template).ok();
        assert_eq!(
            of_tiles(
                "https://t0.tianditu.gov.cn/img_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
            ),
            Some("t0.tianditu.gov.cn".to_owned())
        );
        assert_eq!(
            of_tiles(" http://127.0.0.1:8080/{z}/{x}/{y}.png "),
            Some("127.0.0.1:8080".to_owned())
        );
        for template in [
            "https://server/{z}/{x}.png",
            "file:///tiles/{z}/{x}/{y}.png",
            "https://{x}.server/{z}/{x}/{y}.png",
            "https://known@server/{z}/{x}/{y}.png",
            "tiles/{z}/{x}/{y}.png",
            "https://server/{z}/{x}/{y}.pbf",
        ] {
            assert_eq!(of_tiles(template), None, "{template}");
        }
    }

    #[test]
    fn a_key_in_the_address_is_not_written_into_reports() {
        let address = Address::parse("https://server/{z}/{x}/{y}.png?key=secret", "");
        assert!(!format!("{address:?}").contains("secret"));
    }
}
