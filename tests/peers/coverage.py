"""Coverage with scipy: one tree of facilities for each function, asked for the nearest of every building."""
import city


def covered_residents(units, buildings, facilities):
    """Residents covered of each unit (rows) and function (columns)."""
    numpy, geopandas, spatial = city.need("numpy", "geopandas", "scipy.spatial")
    points = buildings.geometry.centroid
    places = geopandas.GeoDataFrame({"pop": buildings["pop"]}, geometry=points)
    unit = geopandas.sjoin(places, units[["geometry"]], how="left", predicate="within")
    # On a border two units hold the point: the first counts.
    unit = unit[~unit.index.duplicated()]["index_right"].to_numpy()
    homes = numpy.column_stack([points.x, points.y])
    residents = buildings["pop"].to_numpy()
    functions = sorted(facilities["category"].unique())
    result = numpy.zeros((len(units), len(functions)), numpy.int64)
    inside = ~numpy.isnan(unit)
    for column, function in enumerate(functions):
        sites = facilities[facilities["category"] == function].geometry
        tree = spatial.cKDTree(numpy.column_stack([sites.x, sites.y]))
        distance, _ = tree.query(homes, distance_upper_bound=city.LIMIT_M * (1 + 1e-12))
        reached = (distance <= city.LIMIT_M) & inside
        numpy.add.at(result[:, column], unit[reached].astype(int), residents[reached])
    return result
