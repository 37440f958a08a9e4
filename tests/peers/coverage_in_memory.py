"""Coverage of the city with its layers in memory.

usage: coverage_in_memory.py scipy FOLDER
"""
import sys

import city
from coverage import covered_residents

_, folder = sys.argv[1:]
city.need("numpy", "scipy.spatial", "geopandas", "pyogrio")
layers = city.layers(folder)
city.report(*city.timed(lambda: int(covered_residents(*layers).sum())))
