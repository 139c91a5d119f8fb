"""The wheel carries all that it needs: installed in a clean environment, it answers from any folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COMMUNIQUE_", "DISCORD_"))
    }
    environment["XDG_DATA_HOME"] = str(cwd if cwd != Path("/") else Path(command[0]).parents[2] / "share")
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_ships_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "config/default.toml" in names
    assert "index/store/schema/0001_initial.sql" in names
    assert "index/samples/nato/LICENSE" in names
    assert not [name for name in names if name.startswith("tests")]


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler here")
def test_the_wheel_ships_the_compiled_first_stage(wheel: Path) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if "kernels/_first_stage." in name]


def test_the_installed_wheel_answers_from_the_root_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "clean", with_pip=True)
    bin_folder = tmp_path / "clean" / "bin"
    constraints = ROOT / "constraints.txt"
    run(bin_folder / "python", "-m", "pip", "install", "--quiet", "-c", constraints, wheel, cwd=tmp_path)

    run(bin_folder / "communique", "index", "--samples", cwd=Path("/"))
    answer = json.loads(
        run(
            bin_folder / "communique", "ask", "--json", "what did Stoltenberg say about China?", cwd=Path("/")
        )
    )

    without_extra = subprocess.run(
        [bin_folder / "communique", "play"], cwd="/", capture_output=True, text=True, check=False
    )

    about = run(bin_folder / "communique", "about", cwd=Path("/"))

    assert answer["status"] == "answered"
    assert ("Search: compiled, " if shutil.which("cc") else "Search: numpy") in about
    assert any(
        passage["quote"].startswith("On China, the Secretary General") for passage in answer["passages"]
    )
    assert without_extra.returncode == 2
    assert "simcord[preview]" in without_extra.stderr
