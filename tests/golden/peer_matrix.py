#!/usr/bin/env python3
"""Turns `lifecircle assess --json` into a matrix of covered residents, units x functions, to be set
beside the matrices that other programs make of the same layers.

usage: peer_matrix.py ASSESSED.json OUT.npy FUNCTION [FUNCTION ...]

Rows are the units in the order of their file, columns the functions named, in that order; int64. Fails
where a pair is missing, or where residents are no whole numbers.
"""
import json
import sys

import numpy as np

assessed, out, *functions = sys.argv[1:]
with open(assessed, encoding="utf-8") as file:
    rows = json.load(file)["units"]
units = list(dict.fromkeys(row["id"] for row in rows))
column = {function: number for number, function in enumerate(functions)}
row_of = {unit: number for number, unit in enumerate(units)}
matrix = np.full((len(units), len(functions)), -1, np.int64)
for row in rows:
    if row["function"] in column:
        covered = row["covered"]
        assert covered == int(covered), f"{row['id']}, {row['function']}: {covered} residents"
        matrix[row_of[row["id"]], column[row["function"]]] = int(covered)
assert (matrix >= 0).all(), f"{int((matrix < 0).sum())} pairs are missing"
np.save(out, matrix)
print(f"{out}: {matrix.shape[0]} x {matrix.shape[1]}, sum {matrix.sum()}")
