"""How much one core does, and whether ten times the city takes ten times as long (Markdown).

usage: scale.py PROGRAM OUT SIZE…
Called by script/scale. Every command runs on one core with one thread, from files to the written table.
Seconds are those of the processor (user and system), which a busy machine lengthens less than those of the
clock; memory is the most that was resident.
"""
import datetime
import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from machine import machine, revision

# The columns of invented cities, and one limit for all functions.
READ_AS = ["--functions", "as-is", "--map", "buildings.residents=pop", "--map", "facilities.function=category"]
LIMIT_M = 1000

program, out, *sizes = sys.argv[1:]
out, sizes = Path(out), [int(size) for size in sizes]
# What the places of a batch have each.
PLACE = min(sizes)


def say(text):
    print(f"scale: {text}", file=sys.stderr)


def on_one_core(*command):
    """Runs a command on one core; its seconds of processor and clock, and its memory in MB."""
    core = max(os.sched_getaffinity(0))
    begin = time.perf_counter()
    child = subprocess.Popen(
        [program, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "RAYON_NUM_THREADS": "1"}, preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    clock = time.perf_counter() - begin
    if status:
        sys.exit(f"scale: {' '.join(map(str, command))} failed: {said.strip()}")
    return used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024


def city(buildings):
    folder = out / f"city-{buildings}"
    if not (folder / "streets.geojson").exists():
        say(f"an invented city of {buildings:,} buildings")
        subprocess.run([program, "sample-data", "--city", str(buildings), "--out", folder],
                       check=True, stdout=subprocess.DEVNULL)
    return folder


def layers(buildings, with_streets):
    folder = city(buildings)
    names = [("units", "grids"), ("buildings", "buildings"), ("facilities", "facilities")]
    names += [("streets", "streets")] if with_streets else []
    return [part for role, name in names for part in (f"--{role}", folder / f"{name}.geojson")]


def assess(buildings, walk):
    table = out / "table.csv"
    return on_one_core("assess", *layers(buildings, walk == "network"), *READ_AS, "--walk", walk,
                       "--limit", LIMIT_M, "--csv", "--out", table)


def batch(places):
    """Places of the smallest size, one after the other, gathered at the end."""
    # A building more in each, so that no two are the same.
    cities = [city(PLACE + number) for number in range(places)]
    spec = out / "batch.toml"
    jobs = [f'[[job]]\nname = "{folder.name}"\nlayers = {{ units = "{folder.name}/grids.geojson", '
            f'buildings = "{folder.name}/buildings.geojson", facilities = "{folder.name}/facilities.geojson", '
            'functions = "as-is", map = ["buildings.residents=pop", "facilities.function=category"] }\n'
            for folder in cities]
    spec.write_text(f"[defaults]\nassess = {{ limit = {LIMIT_M} }}\n\n" + "\n".join(jobs), encoding="utf-8")
    results = out / "batch-results"
    shutil.rmtree(results, ignore_errors=True)
    used = on_one_core("batch", spec, "--out", results)
    shutil.rmtree(results)
    return used


rows = []


def note(work, buildings, used):
    seconds, clock, memory = used
    rows.append((work, buildings, seconds, clock, memory))
    say(f"{work}, {buildings:,}: {seconds:.1f} s, {memory:,.0f} MB")


def growth(work):
    """The power of the size that the time grows with, by least squares of the logarithms."""
    points = [(math.log(row[1]), math.log(row[2])) for row in rows if row[0] == work]
    if len(points) < 2:
        return None
    middle = [sum(values) / len(points) for values in zip(*points)]
    return (sum((x - middle[0]) * (y - middle[1]) for x, y in points)
            / sum((x - middle[0]) ** 2 for x, _ in points))


WORKS = {"circle": "coverage in circles", "network": "coverage along the streets"}
BATCH = f"batch of cities of {PLACE:,}"
load = os.getloadavg()[0]
for size in sizes:
    for walk, work in WORKS.items():
        note(work, size, assess(size, walk))
for places in sorted({1, max(sizes) // PLACE}):
    note(BATCH, places * PLACE, batch(places))

print(f"# Scale\n\n{datetime.date.today()}; {machine()}; {revision(program)}; one core, one thread; load {load:.1f} at "
      "the beginning. Ten functions, circles of 1,000 m or walks of 1,000 m, from GeoJSON files to the table. "
      "Seconds are of the processor.\n")
print("| work | buildings | seconds | by the clock | buildings a second | memory, MB |\n|---|---:|---:|---:|---:|---:|")
for work, buildings, seconds, clock, memory in rows:
    print(f"| {work} | {buildings:,} | {seconds:.1f} | {clock:.1f} | {buildings / seconds:,.0f} | {memory:,.0f} |")
print()
for work in [*WORKS.values(), BATCH]:
    power = growth(work)
    if power is not None:
        print(f"- {work}: time grows with the {power:.2f}th power of the number of buildings.")
