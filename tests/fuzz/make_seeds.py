"""Makes the small files that fuzzing begins with, and that the tests damage at random.

    python3 make_seeds.py        # needs geopandas with pyogrio

All of it is made up. The files lie in seeds/TARGET/; a shapefile's two parts are in one file there,
the length of the first part before them, since a fuzzer makes up one text at a time.
"""

import gzip
import io
import json
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import geopandas
from shapely.geometry import LineString, MultiPolygon, Polygon

SEEDS = Path(__file__).parent / "seeds"


def square(x, y, side=0.0002):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


HOUSES = geopandas.GeoDataFrame(
    {
        "编号": ["东一", "东二", "西一"],
        "用途": ["住宅", "办公", "城镇住宅"],
        "人口": [120.0, 0.0, 80.5],
    },
    geometry=[
        Polygon(square(121.4701, 31.2301)),
        Polygon(square(121.4712, 31.2307, 0.0004), [square(121.4713, 31.2308, 0.0001)]),
        MultiPolygon([Polygon(square(121.4723, 31.2315)), Polygon(square(121.4733, 31.2315))]),
    ],
    crs="EPSG:4326",
)


def keep(target, name, content):
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def written(name, **options):
    """The files of a driver of GDAL, by their endings."""
    with tempfile.TemporaryDirectory() as folder:
        HOUSES.to_file(Path(folder) / name, engine="pyogrio", **options)
        return {path.suffix[1:]: path.read_bytes() for path in Path(folder).iterdir()}


def geojson():
    collection = json.loads(HOUSES.to_json())
    features = collection["features"]
    flaws = [
        {"type": "Feature", "properties": {"id": 7, "pop": "1.2万"}, "geometry": None},
        {"properties": None, "geometry": {"coordinates": [121.4, 31.2, 4.5], "type": "Point"}},
        {
            "type": "Feature",
            "properties": {"pop": -3, "a": {"b": [1, "}"]}},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[121.47, 31.23], [121.48, 31.24], [121.48, 31.23], [121.47, 31.24]]],
            },
        },
    ]
    old = {
        "features": features + flaws,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "type": "FeatureCollection",
    }
    text = json.dumps(old, ensure_ascii=False)
    keep("geojson", "collection", text)
    keep("geojson", "bom", "\ufeff" + text)
    keep("geojson", "packed", gzip.compress(text.encode(), mtime=0))
    keep("geojson", "gbk", text.encode("gbk"))
    keep("geojson", "bare", json.dumps(features[0]["geometry"]))
    keep("geojson", "lines", "\n".join(json.dumps(f) for f in features))
    keep("geojson", "sequence", "".join("\x1e" + json.dumps(f) + "\n" for f in features))


def delimited():
    keep("delimited", "points", "id,lon,lat,pop\n1,121.47,31.23,\"1,200\"\n2,121.48,31.24,6\n")
    keep("delimited", "text", "编号\tWKT\t人口\n甲\tPOINT (121.47 31.23)\t5\n".encode("gb18030"))
    rows = [f'{c},"{g.wkt}"' for c, g in zip(HOUSES["编号"], HOUSES.geometry)]
    keep("delimited", "areas", "\ufeff编号,wkt\r\n" + "\r\n".join(rows) + "\r\n")
    keep("delimited", "attributes", "id;pop\n1;3\n2;4\n")


def shapefile():
    parts = written("b.shp", encoding="GBK")
    keep("shapefile", "houses", struct.pack("<H", len(parts["shp"])) + parts["shp"] + parts["dbf"])
    with tempfile.TemporaryDirectory() as folder:
        lines = geopandas.GeoDataFrame(
            {"NAME": ["a"], "N": [3]},
            geometry=[LineString([(121.4, 31.2), (121.5, 31.3), (121.6, 31.2)])],
            crs="EPSG:4326",
        )
        lines.to_file(Path(folder) / "l.shp", engine="pyogrio")
        shp, dbf = ((Path(folder) / f"l.{e}").read_bytes() for e in ("shp", "dbf"))
    keep("shapefile", "line", struct.pack("<H", len(shp)) + shp + dbf)
    return parts


def workbook():
    """The least that spreadsheet programs accept, packed and unpacked."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rows = [["id", "lon", "lat", "pop"], ["甲", 121.47, 31.23, "1,200"], ["乙", 121.48, 31.24, 6]]

    def cell(column, row, value):
        at = f"{'ABCD'[column]}{row + 1}"
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{at}"><v>{value}</v></c>'

    data = "".join(
        f'<row r="{r + 1}">' + "".join(cell(c, r, v) for c, v in enumerate(row)) + "</row>"
        for r, row in enumerate(rows)
    )
    files = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        f'<sheet name="楼" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>',
    }
    keep("workbook", "packed", packed(files, zipfile.ZIP_DEFLATED))
    keep("workbook", "plain", packed(files, zipfile.ZIP_STORED))


def packed(files, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, content)
    return out.getvalue()


def kml():
    ring = " ".join(f"{x},{y},0" for x, y in square(121.47, 31.23))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><name>食堂</name><ExtendedData><Data name=\"pop\"><value>5</value></Data></ExtendedData>"
        "<Point><coordinates>121.4,31.2</coordinates></Point></Placemark>"
        f"<Folder><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"
    )
    keep("kml", "places", text)
    keep("kml", "packed", packed({"doc.kml": text}, zipfile.ZIP_STORED))


def varint(value):
    out = b""
    while True:
        low, value = value & 0x7F, value >> 7
        if not value:
            return out + bytes([low])
        out += bytes([low | 0x80])


def zigzag(value):
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value if isinstance(value, bytes) else value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def differences(values):
    return b"".join(zigzag(b - a) for a, b in zip([0, *values], values))


def block(kind, content, pack):
    blob = field(2, len(content)) + field(3, zlib.compress(content)) if pack else field(1, content)
    header = field(1, kind) + field(3, len(blob))
    return struct.pack(">I", len(header)) + header + blob


def osm():
    """A house, a path and a canteen, as dense nodes and ways."""
    header = field(4, "OsmSchema-V0.6") + field(4, "DenseNodes")
    strings = ["", "building", "yes", "highway", "footway", "amenity", "canteen"]
    table = b"".join(field(1, word) for word in strings)
    places = square(121.4701, 31.2301)[:4] + [(121.47, 31.23), (121.48, 31.24), (121.475, 31.235)]
    lons, lats = ([round(at[i] * 1e7) for at in places] for i in (0, 1))
    tags = [b"\0"] * 6 + [varint(5) + varint(6) + b"\0"]
    dense = (
        field(1, differences(range(1, 8)))
        + field(8, differences(lats))
        + field(9, differences(lons))
        + field(10, b"".join(tags))
    )

    def way(number, tag, value, nodes):
        return field(1, number) + field(2, varint(tag)) + field(3, varint(value)) + field(8, differences(nodes))

    ways = field(3, way(1, 1, 2, [1, 2, 3, 4, 1])) + field(3, way(2, 3, 4, [5, 6]))
    data = field(1, table) + field(2, field(2, dense)) + field(2, ways)
    for name, pack in (("packed", True), ("plain", False)):
        keep("osm", name, block("OSMHeader", header, pack) + block("OSMData", data, pack))


if __name__ == "__main__":
    geojson()
    delimited()
    parts = shapefile()
    workbook()
    kml()
    osm()
    keep("flatgeobuf", "houses", written("b.fgb")["fgb"])
    geopackage = written("b.gpkg", layer="buildings")["gpkg"]
    keep("geopackage", "houses", geopackage)
    files = {f"shp/b.{ending}": content for ending, content in parts.items()}
    keep("archive", "plain", packed(files, zipfile.ZIP_STORED))
    files = {"buildings.geojson": HOUSES.to_json(), "__MACOSX/._b": "x"}
    keep("archive", "packed", packed(files, zipfile.ZIP_DEFLATED))
