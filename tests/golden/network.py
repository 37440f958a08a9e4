#!/usr/bin/env python3
"""Independent oracle for network coverage: shapely for geometry, pyproj for metres, scipy for routes.

usage: network.py LAYERS_DIR OUT.json [--model node|edge] [--limit METRES] [--crs EPSG:4549]
       [--residents FIELD] [--function FIELD] [--units F] [--buildings F] [--facilities F] [--streets F]

Writes, per unit and function, residents and covered residents. Knows nothing of the Rust program:
  - junctions are the ends of street lines, and vertices that two lines share;
  - node: a place is joined to the nearest junction, and the way to it does not count;
  - edge: a place is joined to the nearest place along a street, at most 300 m away; the way between
    place and street counts at both ends; barriers and delays are left out;
  - covered by a function if the shortest way to any facility that offers it is at most the limit.
"""
import argparse
import json
import pathlib
from collections import Counter

import geopandas
import numpy as np
import shapely
from coverage import functions_of, unit_of_points
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

FARTHEST_ACCESS_M = 300.0


def edges_of(lines):
    """Lines cut at their junctions: coordinates of junctions, and (from, to, LineString) of edges."""
    key = lambda c: (round(c[0] * 1000), round(c[1] * 1000))
    count, ends = Counter(), set()
    for line in lines:
        keys = [key(c) for c in line.coords]
        count.update(keys)
        ends.update((keys[0], keys[-1]))
    number, places, edges = {}, [], []

    def junction(c):
        k = key(c)
        if k not in number:
            number[k] = len(places)
            places.append(c)
        return number[k]

    for line in lines:
        coords = list(line.coords)
        start = 0
        for i in range(1, len(coords)):
            k = key(coords[i])
            if k in ends or count[k] > 1:
                edges.append((junction(coords[start]), junction(coords[i]), shapely.LineString(coords[start : i + 1])))
                start = i
    return np.array(places), edges


def graph_of(triples, size):
    """Parallel edges keep the shorter one; csr_matrix would add them."""
    best = {}
    for u, v, w in triples:
        k = (min(u, v), max(u, v))
        if u != v and w < best.get(k, np.inf):
            best[k] = w
    u, v = np.array(list(best)).T
    w = np.array(list(best.values()))
    return csr_matrix((np.r_[w, w], (np.r_[u, v], np.r_[v, u])), shape=(size, size))


def by_node(places, edges, demand, sites, groups, limit):
    tree = cKDTree(places)
    node_of_demand, node_of_site = tree.query(demand)[1], tree.query(sites)[1]
    graph = graph_of([(u, v, line.length) for u, v, line in edges], len(places))
    for chosen in groups:
        starts = np.unique(node_of_site[chosen])
        far = dijkstra(graph, indices=starts, min_only=True, limit=limit) if len(starts) else np.full(len(places), np.inf)
        yield far[node_of_demand] <= limit


def by_edge(places, edges, demand, sites, groups, limit):
    """Every place becomes a junction of its own, joined to its street by the access leg."""
    lines = [line for *_, line in edges]
    tree = shapely.STRtree(lines)
    spots = {}
    size = len(places)
    triples = []
    everyone = np.vstack([demand, sites])
    for i, place in enumerate(shapely.points(everyone)):
        near, leg = tree.query_nearest(place, return_distance=True)
        if leg[0] <= FARTHEST_ACCESS_M:
            spots.setdefault(int(near.min()), []).append((lines[int(near.min())].project(place), size + i))
            triples.append((size + i, size + len(everyone) + i, leg[0]))
    foot = size + len(everyone)
    for e, (u, v, line) in enumerate(edges):
        stops = sorted(spots.get(e, []))
        along = [0.0] + [at for at, _ in stops] + [line.length]
        nodes = [u] + [foot + (node - size) for _, node in stops] + [v]
        for (a, b), (s, t) in zip(zip(along, along[1:]), zip(nodes, nodes[1:])):
            triples.append((s, t, max(b - a, 1e-9)))
    graph = graph_of(triples, size + 2 * len(everyone))
    for chosen in groups:
        starts = size + len(demand) + np.nonzero(chosen)[0]
        far = dijkstra(graph, indices=starts, min_only=True, limit=limit * 1.001)
        yield far[size : size + len(demand)] <= limit


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("layers")
    parser.add_argument("out")
    parser.add_argument("--model", choices=["node", "edge"], default="edge")
    parser.add_argument("--limit", type=float, default=1000.0)
    parser.add_argument("--crs", default="EPSG:4549")
    parser.add_argument("--residents", default="residents")
    parser.add_argument("--function", default="function")
    for role in ("units", "buildings", "facilities", "streets"):
        parser.add_argument(f"--{role}", default=f"{role}.geojson")
    a = parser.parse_args()
    folder = pathlib.Path(a.layers)
    units, buildings, facilities, streets = (
        geopandas.read_file(folder / name).to_crs(a.crs)
        for name in (a.units, a.buildings, a.facilities, a.streets)
    )
    residents = buildings[a.residents].fillna(0).to_numpy()
    points = buildings.geometry.centroid
    unit = unit_of_points(points, units, units["id"].tolist())
    offered = [functions_of(value) for value in facilities[a.function]]
    functions = sorted({f for fs in offered for f in fs})
    groups = [np.array([f in fs for fs in offered]) for f in functions]
    places, edges = edges_of(streets.geometry.explode(index_parts=False))
    xy = lambda geometry: shapely.get_coordinates(geometry.values)
    sites = shapely.get_coordinates(facilities.geometry.centroid.values)
    covered = (by_node if a.model == "node" else by_edge)(places, edges, xy(points), sites, groups, a.limit)
    rows = []
    for function, reached in zip(functions, covered):
        for u, name in enumerate(units["id"].tolist()):
            here = unit == u
            rows.append({"id": name, "function": function, "population": int(residents[here].sum()),
                         "covered": int(residents[here & reached].sum())})
    json.dump({"model": a.model, "limit_m": a.limit, "units": rows}, open(a.out, "w"), ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
