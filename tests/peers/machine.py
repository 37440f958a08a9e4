"""What a table of times was measured with."""
import os
import platform
import subprocess
from pathlib import Path


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                if line.startswith("model name")), platform.processor())
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def revision(program):
    """The version of the program, the commit of the project, and how the program was built."""
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=Path(__file__).parent,
                            capture_output=True, text=True).stdout.strip()
    # The folder that cargo builds into is named after the profile.
    profile = Path(program).resolve().parent.name
    profile = f", profile {profile}" if profile in ("release", "debug") else ""
    return f"{version}{profile}" + (f", commit {commit}" if commit else "")
