"""Coverage along the streets, in the plain definition: building and facility are joined to the nearest
street node, the way there does not count, and a building is covered when the shortest path from a facility's
node is at most LIMIT_M long. Nodes are the ends of streets, lengths are projected.

usage: network_coverage.py files|memory scipy|networkx FOLDER
"""
import sys

import city
from coverage import homes_of, places_by_function, sum_up


def graph_of(streets):
    """Node places, and the shortest edge of each pair of nodes that a street joins."""
    numpy, shapely = city.need("numpy", "shapely")
    lines = streets.geometry.to_numpy()
    ends = numpy.concatenate([shapely.get_coordinates(shapely.get_point(lines, end)) for end in (0, -1)])
    # Ends of streets are the same place when their coordinates are.
    nodes, node_of = numpy.unique(ends, axis=0, return_inverse=True)
    begin, end = numpy.split(node_of.ravel(), 2)
    low, high, length = numpy.minimum(begin, end), numpy.maximum(begin, end), shapely.length(lines)
    order = numpy.lexsort((length, high, low))
    low, high, length = low[order], high[order], length[order]
    is_first = numpy.ones(len(low), bool)
    is_first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return nodes, low[is_first], high[is_first], length[is_first]


def reached_by_scipy(nodes, low, high, length, sources):
    """Whether each node is within the limit of some source, for each set of sources."""
    numpy, sparse, csgraph = city.need("numpy", "scipy.sparse", "scipy.sparse.csgraph")
    graph = sparse.csr_matrix((length, (low, high)), shape=(len(nodes), len(nodes)))
    for places in sources:
        distance = csgraph.dijkstra(graph, directed=False, indices=numpy.unique(places), min_only=True,
                                    limit=city.LIMIT_M)
        yield distance <= city.LIMIT_M


def reached_by_networkx(nodes, low, high, length, sources):
    numpy, networkx = city.need("numpy", "networkx")
    graph = networkx.Graph()
    graph.add_weighted_edges_from(zip(low.tolist(), high.tolist(), length.tolist()))
    for places in sources:
        # A node without streets is in no edge.
        there = {place for place in places.tolist() if place in graph}
        distance = networkx.multi_source_dijkstra_path_length(graph, there, cutoff=city.LIMIT_M)
        reached = numpy.zeros(len(nodes), bool)
        reached[list(distance)] = True
        yield reached


def covered(layers, peer):
    (spatial,) = city.need("scipy.spatial")
    units, buildings, facilities, streets = layers
    homes, residents, unit = homes_of(units, buildings)
    nodes, *edges = graph_of(streets)
    tree = spatial.cKDTree(nodes)
    home_node = tree.query(homes)[1]
    sources = [tree.query(places)[1] for places in places_by_function(facilities)]
    reached = {"scipy": reached_by_scipy, "networkx": reached_by_networkx}[peer]
    of_homes = [of_nodes[home_node] for of_nodes in reached(nodes, *edges, sources)]
    return int(sum_up(units, unit, residents, of_homes).sum())


timed_from, peer, folder = sys.argv[1:]
city.need("numpy", "scipy.spatial", "scipy.sparse.csgraph", "shapely", "geopandas", "pyogrio", peer)
read = lambda: (*city.layers(folder), city.layer(folder, "streets"))
if timed_from == "files":
    city.report(*city.timed(lambda: covered(read(), peer)))
else:
    layers = read()
    city.report(*city.timed(lambda: covered(layers, peer)))
