"""Writes a table of weights and distances for siting: places drawn in a square, the same every time.

usage: make_matrix.py DEMAND SITES OUT.csv
"""
import math
import random
import sys

demand, sites, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
draw = random.Random(7 * demand + sites)
SIDE_M = 10_000.0
place = lambda: (draw.uniform(0, SIDE_M), draw.uniform(0, SIDE_M))
homes = [(place(), draw.randint(1, 120)) for _ in range(demand)]
candidates = [place() for _ in range(sites)]
with open(out, "w", encoding="ascii") as file:
    print("weight," + ",".join(f"S{number}" for number in range(1, sites + 1)), file=file)
    for (x, y), weight in homes:
        row = ",".join(f"{math.hypot(x - a, y - b):.1f}" for a, b in candidates)
        print(f"{weight},{row}", file=file)
