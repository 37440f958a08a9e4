"""Runs the program and its peers on the same files and prints the table of ratios (Markdown).

usage: table.py PROGRAM PYTHON CITY BUILDINGS TABLES BENCHES
Called by script/numbers, which makes the files and runs the benches.
"""
import json
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

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


def assess():
    out = Path(tables) / "assessed.json"
    begin = time.perf_counter()
    # The layers under the names and columns that the city has.
    subprocess.run(
        [program, "assess", city, "--functions", "as-is", "--limit", "1000", "--map",
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
        name = re.match(r"^([│ ]*)[├╰]─ (\S+)", line)
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


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.3g} ms"


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                if line.startswith("model name")), platform.processor())
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


rows = []


def compare(task, size, ours, peers):
    """A row for each peer that is there. `same` says whether checksums have to agree."""
    if ours is None:
        return
    is_alone = True
    for name, result in peers:
        if result is None:
            continue
        is_alone = False
        theirs, check = result
        if check is None:
            remark = "no proof within its time"
        elif ours[1] is None or abs(check - ours[1]) <= 1e-4 * abs(ours[1]):
            remark = "same result"
        else:
            remark = f"differs: {ours[1]} and {check}"
        rows.append((task, size, seconds(ours[0]), name, seconds(theirs), f"{theirs / ours[0]:.1f}", remark))
    if is_alone:
        rows.append((task, size, seconds(ours[0]), "none installed", "", "", ""))


load = os.getloadavg()[0]
say("coverage from files")
size = f"{buildings:,} buildings"
compare("coverage from files", size, best(assess), [
    (name, best(lambda: peer("files_to_coverage.py", key, city)))
    for name, key in [("geopandas + scipy", "scipy"), ("DuckDB spatial", "duckdb")]])

medians = bench_medians()
scratch = medians.get("assess_from_scratch city")
if scratch:
    say("coverage in memory")
    # The bench counts all functions and units; its result is tested elsewhere.
    compare("coverage, layers in memory", size, (scratch, None),
            [("geopandas + scipy", best(lambda: peer("coverage_in_memory.py", "scipy", city)))])

for model, shape in [("max-cover", "1000x200"), ("max-cover", "5000x500"), ("p-median", "1000x200")]:
    say(f"{model} {shape}")
    table = f"{tables}/{shape}.csv"
    compare(f"siting, {model}, {COUNT} sites", shape.replace("x", " × "), best(lambda: site(table, model)), [
        (name, best(lambda: peer("site_matrix.py", key, model, table, COUNT, SITE_LIMIT_M)))
        for name, key in [("HiGHS", "highs"), ("spopt + HiGHS", "spopt")]])

print(f"# Numbers\n\n{machine()}; load {load:.1f} at the beginning; best of up to {RUNS} runs. The ratio is the "
      "peer's time ÷ ours. tests/peers/README.md says what each does.\n")
print("| task | size | ours | peer | peer's time | ratio | check |\n|---|---|---|---|---|---|---|")
for row in rows:
    print("| " + " | ".join(row) + " |")
if medians:
    print("\n## Benches\n\nMedian of `cargo bench`; `city` is the city above.\n")
    print("| bench | median |\n|---|---|")
    for name, value in medians.items():
        print(f"| {name} | {seconds(value)} |")
