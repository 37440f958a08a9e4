"""One step of a drag, written by hand: a facility moves by 25 m, and the covered residents of all units
follow by the buildings of the two circles alone.

usage: move_one.py scipy FOLDER
"""
import statistics
import sys
import time

import city
from coverage import homes_of, places_by_function

STEPS = 200
STEP_M = 25.0

_, folder = sys.argv[1:]
numpy, spatial = city.need("numpy", "scipy.spatial")
units, buildings, facilities = city.layers(folder)
homes, residents, unit = homes_of(units, buildings)
# Those outside all units count in a row of their own.
unit = numpy.where(numpy.isnan(unit), len(units), unit).astype(int)
tree = spatial.cKDTree(homes)
near = lambda place: numpy.array(tree.query_ball_point(place, city.LIMIT_M), int)
sites = places_by_function(facilities)
counts = numpy.zeros((len(sites), len(homes)), numpy.int32)
for function, places in enumerate(sites):
    for place in places:
        counts[function, near(place)] += 1


def by_unit(function):
    reached = counts[function] > 0
    return numpy.bincount(unit[reached], weights=residents[reached], minlength=len(units) + 1)


covered = [by_unit(function) for function in range(len(sites))]
taken = []
for step in range(STEPS):
    function = step // 40 % len(sites)
    place = sites[function][0]
    begin = time.perf_counter()
    moved = place + [STEP_M, 0.0]
    before, after = near(place), near(moved)
    left, entered = numpy.setdiff1d(before, after, True), numpy.setdiff1d(after, before, True)
    of_function, sums = counts[function], covered[function]
    of_function[left] -= 1
    lost, gained = left[of_function[left] == 0], entered[of_function[entered] == 0]
    of_function[entered] += 1
    numpy.subtract.at(sums, unit[lost], residents[lost])
    numpy.add.at(sums, unit[gained], residents[gained])
    sites[function][0] = moved
    taken.append(time.perf_counter() - begin)
is_exact = all((covered[function] == by_unit(function)).all() for function in range(len(sites)))
assert is_exact, "following differs from counting anew"
city.report(statistics.median(taken), None)
