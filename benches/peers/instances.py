"""The questions: synthetic scenarios of `buildout generate` and the shipped ones, each also as a program (MPS)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

SIZES = ["S", "M", "L", "XL", "XXL"]
SHIPPED = "shipped"


class Instance(NamedTuple):
    """One question. `seed` is empty for a shipped scenario, whose `size` is "shipped"."""

    name: str
    size: str
    seed: str
    scenario: Path
    program: Path


def synthetic(buildout: Path, folder: Path, size: str, seed: int) -> Instance:
    """Generates and exports; the same size and seed are the same file on every machine."""
    name = f"{size}-{seed}"
    scenario = folder / f"{name}.yaml"
    _call(buildout, "generate", "--size", size, "--seed", str(seed), "-o", str(scenario))
    return Instance(name, size, str(seed), scenario, _export(buildout, folder, name, scenario))


def shipped(buildout: Path, folder: Path, scenario: Path) -> Instance:
    """Exports a scenario of the repository."""
    return Instance(scenario.stem, SHIPPED, "", scenario, _export(buildout, folder, scenario.stem, scenario))


def _export(buildout: Path, folder: Path, name: str, scenario: Path) -> Path:
    program = folder / f"{name}.mps"
    _call(buildout, "export", str(scenario), "--format", "mps", "-o", str(program))
    return program


def _call(buildout: Path, *arguments: str) -> None:
    done = subprocess.run([str(buildout), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"error: buildout {' '.join(arguments)}\n{done.stderr.strip()}")
