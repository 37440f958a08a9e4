"""Coverage with scipy: one tree of facilities for each function, asked for the nearest of every building."""
import city


def homes_of(units, buildings):
    """Place, residents and unit of each building; those outside all units have none (NaN)."""
    numpy, geopandas = city.need("numpy", "geopandas")
    points = buildings.geometry.centroid
    places = geopandas.GeoDataFrame({"pop": buildings["pop"]}, geometry=points)
    unit = geopandas.sjoin(places, units[["geometry"]], how="left", predicate="within")
    # On a border two units hold the point: the first counts.
    unit = unit[~unit.index.duplicated()]["index_right"].to_numpy()
    return numpy.column_stack([points.x, points.y]), buildings["pop"].to_numpy(), unit


def places_by_function(facilities):
    """The places of the facilities of each function."""
    (numpy,) = city.need("numpy")
    functions = facilities.groupby("category", sort=True)
    return [numpy.column_stack([sites.geometry.x, sites.geometry.y]) for _, sites in functions]


def sum_up(units, unit, residents, reached):
    """Residents covered of each unit (rows) and function (columns); `reached` tells it of every building."""
    (numpy,) = city.need("numpy")
    result = numpy.zeros((len(units), len(reached)), numpy.int64)
    inside = ~numpy.isnan(unit)
    for column, of_function in enumerate(reached):
        counted = of_function & inside
        numpy.add.at(result[:, column], unit[counted].astype(int), residents[counted])
    return result


def covered_residents(units, buildings, facilities):
    """Residents covered of each unit (rows) and function (columns)."""
    (spatial,) = city.need("scipy.spatial")
    homes, residents, unit = homes_of(units, buildings)
    reached = []
    for sites in places_by_function(facilities):
        distance, _ = spatial.cKDTree(sites).query(homes, distance_upper_bound=city.LIMIT_M * (1 + 1e-12))
        reached.append(distance <= city.LIMIT_M)
    return sum_up(units, unit, residents, reached)
