//! Online basemaps, with a server in the test itself.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use image::ImageFormat;
use lifecircle::basemap::{Address, Basemap, TileId};

use super::basemap_files::picture;

/// A server of tiles. Returns its address and the first lines of the requests it gets.
fn server(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("bound").to_string();
    let (asked, requests) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let request = first_line(&stream);
            let _ = stream.write_all(&answer(&request));
            if asked.send(request).is_err() {
                return;
            }
        }
    });
    (host, requests)
}

/// The first line of a request, the rest of which is read too.
fn first_line(stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    first
}

fn answered(status: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Opens the server's tiles; something comes through the channel whenever tiles have come.
fn online(host: &str) -> (Basemap, Receiver<()>) {
    let address = Address::parse(&format!("http://{host}/{{z}}/{{x}}/{{y}}.png"), "A source");
    let (woken, wake) = channel();
    let woken = std::sync::Mutex::new(woken);
    let basemap = Basemap::online(address.expect("an address"), move || {
        let _ = woken.lock().map(|woken| woken.send(()));
    });
    (basemap.expect("threads"), wake)
}

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn tiles_are_fetched_when_they_are_looked_at_and_not_before() {
    let (host, requests) =
        server(|_| answered("200 OK", &picture([1, 2, 3], 256, ImageFormat::Png)));
    let (basemap, wake) = online(&host);
    assert_eq!((basemap.name(), basemap.credit()), (host.as_str(), "A source"));
    assert!(requests.try_recv().is_err(), "nothing is asked for yet");

    let id = TileId::new(15, 27_440, 13_389);
    let before = basemap.stamp();
    assert!(basemap.tile(id).is_none(), "it is on its way");
    wake.recv_timeout(PATIENCE).expect("it came");
    assert!(basemap.tile(id).is_some_and(|(found, _)| found == id));
    assert_ne!(basemap.stamp(), before, "the map is painted anew");
    let request = requests.recv_timeout(PATIENCE).expect("asked for");
    assert_eq!(request, "GET /15/27440/13389.png HTTP/1.1");
    assert!(requests.try_recv().is_err(), "once, and for nothing else");
}

#[test]
fn where_the_server_has_no_tile_the_one_above_is_asked_for() {
    let (host, _requests) = server(|request| match request.starts_with("GET /3/") {
        true => answered("404 Not Found", b""),
        false => answered("200 OK", &picture([1, 2, 3], 256, ImageFormat::Png)),
    });
    let (basemap, wake) = online(&host);
    assert!(basemap.tile(TileId::new(3, 4, 4)).is_none());
    wake.recv_timeout(PATIENCE).expect("it came");
    let found = basemap.tile(TileId::new(3, 4, 4)).map(|(found, _)| found);
    assert_eq!(found, Some(TileId::new(2, 2, 2)));
    assert_eq!(basemap.fault(), None);
}

#[test]
fn a_server_that_was_not_named_is_not_contacted() {
    let (elsewhere, requests) = server(|_| answered("200 OK", b""));
    let redirect = format!("302 Found\r\nLocation: http://{elsewhere}/");
    let (host, _redirected) = server(move |_| answered(&redirect, b""));
    let (basemap, wake) = online(&host);
    assert!(basemap.tile(TileId::new(0, 0, 0)).is_none());
    wake.recv_timeout(PATIENCE).expect("answered");
    assert!(basemap.fault().is_some(), "told");
    assert!(requests.try_recv().is_err(), "the redirect is not followed");
}
