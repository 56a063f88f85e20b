"""Ten lines in somebody else's conftest.py, with driftgate from a wheel built here: nothing of this checkout is used."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def conftest(page: str) -> str:
    """Return the conftest.py that a page shows, about the orchard and on a mock instead."""
    text = (ROOT / page).read_text("utf-8")
    (block,) = (each for each in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "driftgate_suite" in each)
    block = re.sub(r'contract="openapi".*', 'spec="orchard.yaml",', block)
    block = re.sub(r"    base_url=.*\n", "", block)
    assert len(block.splitlines()) <= 10
    return re.sub(r"report=\[.*\]", 'report=["json:reports/orchard.json"]', block)


def build(folder: Path) -> Path:
    """Build the wheel: with hatchling where it is installed, else with what fetches it."""
    if importlib.util.find_spec("hatchling") is not None:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    elif uv := shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"):
        command = [uv, "build", "--wheel", "--out-dir", str(folder)]
    else:
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("driftgate-*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the contents of the wheel, to be put first on the path."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(build(tmp_path_factory.mktemp("wheel"))) as wheel:
        wheel.extractall(site)
    return site


def run(project: Path, installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DRIFTGATE_TOKEN", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path, orchard_file) -> Path:
    (tmp_path / "conftest.py").write_text(conftest("README.md"))
    (tmp_path / "orchard.yaml").write_bytes(orchard_file.read_bytes())
    return tmp_path


def test_the_conftest_that_is_shown_judges_a_second_document(project, installed) -> None:
    (project / "test_own.py").write_text(
        "import driftgate\n\n"
        "def test_own(driftgate_http):\n"
        f"    assert driftgate.__file__.startswith({str(installed)!r})\n"
        "    assert driftgate_http.get('/trees').status_code == 200\n"
    )
    done = run(project, installed, "--driftgate-max-requests=100")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((project / "reports" / "orchard.json").read_bytes())
    assert (report["verdict"], report["findings"]) == ("passed", [])
    assert len(report["evidence"]) >= 8


def test_the_pages_show_the_same_conftest() -> None:
    def told(page: str) -> set[str]:
        return {line.split("=")[0].strip() for line in conftest(page).splitlines() if "=" in line}

    assert {"driftgate_suite", "spec", "report"} <= told("README.md")
    assert {"driftgate_suite", "spec", "report"} <= told("docs/suite.md")


def test_a_server_that_drifts_is_blocked(project, installed, serve, orchard, answers) -> None:
    def drift(asked, answer):
        if answer.status != 200 or asked.path != "/trees":
            return answer
        body = json.loads(answer.body)
        return answers.json(200, {**body, "total": str(body["total"])})

    server = serve(orchard(30, change=drift))
    done = run(project, installed, f"--driftgate-base-url={server.url}", "--driftgate-max-requests=100")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "string-typed-number: GET /trees 200 /total" in done.stdout


CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="no corpus of real documents (DRIFTGATE_CORPUS)")
@pytest.mark.parametrize("name", ["messagebird_sms.yaml", "nexmo_numbers.yaml"])
def test_a_real_document_is_judged_too(tmp_path, installed, name) -> None:
    spec = Path(CORPUS or "") / "specs" / name
    (tmp_path / "conftest.py").write_text(
        f"from driftgate.suite import Suite\n\ndriftgate_suite = Suite(spec={str(spec)!r}, max_requests=300)\n"
    )
    done = run(tmp_path, installed)
    assert done.returncode == 0, done.stdout + done.stderr
