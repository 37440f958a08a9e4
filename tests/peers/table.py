"""Runs the program and its peers on the same files and prints the table of ratios (Markdown).

usage: table.py PROGRAM PYTHON CITY BUILDINGS TABLES BENCHES
Called by script/numbers, which makes the files and runs the benches.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from machine import machine, revision

RUNS = 3
# A peer that takes longer is left out.
PATIENCE_S = 900
COUNT, SITE_LIMIT_M = 10, 800
HERE = Path(__file__).parent

program, python, city, buildings, tables, benches = sys.argv[1:]
buildings = int(buildings)


def say(text):
    print(f"numbers: {text}", file=sys.stderr)


def best(measure):
    """The quickest of some runs: seconds and checksum; None where it is skipped."""
    runs = [measure()]
    # Long ones need no repetition, and would take the patience of whoever waits.
    while runs[0] and runs[0][0] < 20 and len(runs) < RUNS:
        runs.append(measure())
    return min(runs, key=lambda run: run[0]) if runs[0] else None


def peer(script, *args):
    command = [python, HERE / script, *map(str, args)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        say(f"{script} {args[0]}: no answer within {PATIENCE_S} s")
        return None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it failed"]
        say(f"{script} {args[0]}: {lines[-1]}")
        return None
    result = json.loads(done.stdout.strip().splitlines()[-1])
    return result["seconds"], result["check"]


def assess(walk):
    out = Path(tables) / "assessed.json"
    layers = [("units", "grids"), ("buildings", "buildings"), ("facilities", "facilities")]
    # The plain definition, which the peers know; without it the ways to the streets would count.
    plain = ["--snap", "node", "--no-access-leg"] if walk == "network" else []
    layers += [("streets", "streets")] if walk == "network" else []
    files = [part for role, name in layers for part in (f"--{role}", f"{city}/{name}.geojson")]
    begin = time.perf_counter()
    # The layers under the names and columns that the city has.
    subprocess.run(
        [program, "assess", *files, "--functions", "as-is", "--limit", "1000", "--walk", walk, *plain, "--map",
         "buildings.residents=pop", "--map", "facilities.function=category", "--json", "--out", out],
        check=True, capture_output=True)
    seconds = time.perf_counter() - begin
    return seconds, round(sum(unit["covered"] for unit in json.loads(out.read_text())["units"]))


def site(table, model):
    command = [program, "site", "--matrix", table, "--objective", model, "--count", str(COUNT), "--json"]
    if model == "max-cover":
        command += ["--limit", str(SITE_LIMIT_M)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    plan = json.loads(done.stdout)
    assert plan["status"] == "optimal", plan["status"]
    return plan["seconds"], round(plan["value"], 1)


def bench_medians():
    """Median seconds by bench and argument, as divan prints them."""
    medians, path = {}, []
    if not Path(benches).exists():
        return medians
    unit = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}
    for line in Path(benches).read_text(encoding="utf-8").splitlines():
        # Names may hold spaces and sizes; the first time ends them.
        name = re.match(r"^([│ ]*)[├╰]─ (.*?)[\s│]*(?:(?<=\s)[\d.]+ (?:ns|µs|ms|s)\b.*)?$", line)
        if not name:
            continue
        depth = len(name.group(1)) // 3
        path = path[:depth] + [name.group(2)]
        times = re.findall(r"([\d.]+) (ns|µs|ms|s)\b", line)
        # Fastest, slowest, median, mean.
        if len(times) >= 4:
            number, symbol = times[2]
            medians[" ".join(path)] = float(number) * unit[symbol]
    return medians


def bench_tables():
    """What benches print that make tables of their own, by bench."""
    if not Path(benches).exists():
        return {}
    sections = re.split(r"^## (\S+)\n", Path(benches).read_text(encoding="utf-8"), flags=re.M)[1:]
    named = zip(sections[::2], sections[1::2])
    return {name: text.strip() for name, text in named if text.strip() and not re.search("^[├╰]─ ", text, re.M)}


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.3g} ms"


rows = []


def compare(task, size, ours, peers):
    """A row for each peer that is there; one that comes to another result is told."""
    if ours is None:
        return
    is_alone = True
    for name, result in peers:
        if result is None:
            continue
        is_alone = False
        theirs, check = result
        if ours[1] is None:
            remark = "–"
        elif check is None:
            remark = "no proof within its time"
        elif abs(check - ours[1]) <= 1e-4 * abs(ours[1]):
            remark = "same result"
        else:
            remark = f"differs: {ours[1]} and {check}"
        rows.append((task, size, seconds(ours[0]), name, seconds(theirs), f"{theirs / ours[0]:.1f}", remark))
    if is_alone:
        rows.append((task, size, seconds(ours[0]), "none installed", "", "", ""))


load = os.getloadavg()[0]
size = f"{buildings:,} buildings"
say("coverage from files")
compare("coverage in circles, from files", size, best(lambda: assess("circle")), [
    (name, best(lambda: peer("files_to_coverage.py", key, city)))
    for name, key in [("geopandas + scipy", "scipy"), ("DuckDB spatial", "duckdb")]])
STREETS = [("geopandas + scipy", "scipy"), ("geopandas + networkx", "networkx")]
compare("coverage along the streets, from files", size, best(lambda: assess("network")), [
    (name, best(lambda: peer("network_coverage.py", "files", key, city))) for name, key in STREETS])

# What benches time counts all functions and units; their results are tested elsewhere.
medians = bench_medians()
if scratch := medians.get("assess_from_scratch city"):
    say("coverage in memory")
    compare("coverage in circles, layers in memory", size, (scratch, None),
            [("geopandas + scipy", best(lambda: peer("coverage_in_memory.py", "scipy", city)))])
if network := medians.get("make_network city node"):
    along = network + medians["coverage_from_scratch city node"]
    compare("coverage along the streets, layers in memory", size, (along, None), [
        (name, best(lambda: peer("network_coverage.py", "memory", key, city))) for name, key in STREETS])
if step := medians.get("drag_step city"):
    say("a step of a drag")
    compare("step of a drag, in circles", size, (step, None),
            [("scipy, by hand", best(lambda: peer("move_one.py", "scipy", city)))])

for model, shape in [("max-cover", "1000x200"), ("max-cover", "5000x500"), ("p-median", "1000x200")]:
    say(f"{model} {shape}")
    table = f"{tables}/{shape}.csv"
    compare(f"siting, {model}, {COUNT} sites", shape.replace("x", " × "), best(lambda: site(table, model)), [
        (name, best(lambda: peer("site_matrix.py", key, model, table, COUNT, SITE_LIMIT_M)))
        for name, key in [("HiGHS", "highs"), ("spopt + HiGHS", "spopt")]])

print(f"# Numbers\n\n{datetime.date.today()}; {machine()}; {revision(program)}; load {load:.1f} at the beginning; best of "
      f"up to {RUNS} runs. The ratio is the peer's time ÷ ours. README.md beside the peers says what each does.\n")
print("| task | size | ours | peer | peer's time | ratio | check |\n|---|---|---|---|---|---|---|")
for row in rows:
    print("| " + " | ".join(row) + " |")
if medians:
    print("\n## Benches\n\nMedian of `cargo bench`; `city` is the city above.\n")
    print("| bench | median |\n|---|---|")
    for name, value in medians.items():
        print(f"| {name} | {seconds(value)} |")
for name, text in bench_tables().items():
    print(f"\n### {name}\n\n```text\n{text}\n```")
