#!/usr/bin/env python3
"""Writes the tables that `cargo bench --bench siting` times: weights and distances between buildings
drawn from the middle of a generated city, always the same ones.

usage: site_tables.py CITY.npz FOLDER

CITY.npz has `bxy`, the metres of each building east and north, and `pop`, its residents. A table
`DEMANDxSITES.csv` has a row for each demand point: its weight, and its distance to each site, empty
where that is more than a covering needs and no median is asked of the table.
"""
import sys

import numpy as np

HALF_SIDE_M = 5_000
SEED = 7
FARTHEST_M = 800
TABLES = [(1_000, 200, True), (5_000, 500, True), (20_000, 2_000, False)]

city, folder = sys.argv[1:]
arrays = np.load(city)
xy, residents = arrays["bxy"], arrays["pop"]
middle = np.median(xy, axis=0)
homes = np.nonzero((abs(xy - middle) < HALF_SIDE_M).all(1) & (residents > 0))[0]
for demand, sites, is_whole in TABLES:
    drawn = np.random.default_rng(SEED)
    of_demand, of_sites = drawn.choice(homes, demand, False), drawn.choice(homes, sites, False)
    with open(f"{folder}/{demand}x{sites}.csv", "w", encoding="utf-8") as file:
        file.write("weight," + ",".join(f"S{site}" for site in range(sites)) + "\n")
        for home in of_demand:
            metres = np.hypot(*(xy[of_sites] - xy[home]).T)
            cells = ("" if m > FARTHEST_M and not is_whole else repr(float(m)) for m in metres)
            file.write(f"{residents[home]}," + ",".join(cells) + "\n")
    print(f"{folder}/{demand}x{sites}.csv")
