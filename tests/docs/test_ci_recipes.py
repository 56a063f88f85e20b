"""The CI recipes: they parse, every command and option in them exists, and they do what they say."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer
import yaml

from driftgate import __version__

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "ci"


def github() -> dict[str, str]:
    tree = yaml.safe_load((RECIPES / "github-actions.yml").read_text())
    steps = tree["jobs"]["contract"]["steps"]
    return {step["name"]: step["run"] for step in steps if "run" in step}


def gitlab() -> list[str]:
    return yaml.safe_load((RECIPES / "gitlab-ci.yml").read_text())["contract"]["script"]


def jenkins() -> list[str]:
    return re.findall(r"'''(.*?)'''", (RECIPES / "Jenkinsfile").read_text(), flags=re.DOTALL)


def pre_commit() -> dict[str, object]:
    (repository,) = yaml.safe_load((RECIPES / "pre-commit-config.yaml").read_text())["repos"]
    (hook,) = repository["hooks"]
    return hook


SCRIPTS = {
    "github": [github()["Judge"], github()["Gate"]],
    "gitlab": gitlab(),
    "jenkins": [each.replace(".venv/bin/", "") for each in jenkins()],
    "pre-commit": [pre_commit()["entry"]],
}


def commands(script: str) -> list[list[str]]:
    """Return the words of every driftgate command in a shell script."""
    lines = script.replace("\\\n", " ").split("\n")
    words = [shlex.split(line.split("||")[0], comments=True) for line in lines]
    return [each[1:] for each in words if each and each[0] == "driftgate"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_command_and_option_exists(name):
    from driftgate.cli.app import program

    known = typer.main.get_command(program()).commands
    found = [each for script in SCRIPTS[name] for each in commands(script)]
    assert found
    for subcommand, *words in found:
        options = {option for each in known[subcommand].params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_every_format_in_a_recipe_exists():
    from driftgate.reports import parse_target

    for scripts in SCRIPTS.values():
        for script in scripts:
            for words in commands(script):
                for option, value in itertools.pairwise(words):
                    if option == "--report":
                        parse_target(value)


def test_the_uploaded_files_are_the_written_ones():
    github_tree = yaml.safe_load((RECIPES / "github-actions.yml").read_text())
    sarif = next(
        each["with"]["sarif_file"] for each in github_tree["jobs"]["contract"]["steps"] if "codeql" in str(each)
    )
    gitlab_reports = yaml.safe_load((RECIPES / "gitlab-ci.yml").read_text())["contract"]["artifacts"]["reports"]
    junit = re.search(r"testResults: '([^']+)'", (RECIPES / "Jenkinsfile").read_text())[1]

    assert f"sarif:{sarif}" in github()["Gate"]
    assert f"gitlab:{gitlab_reports['codequality']}" in gitlab()[-1]
    assert f"junit:{gitlab_reports['junit']}" in gitlab()[-1]
    assert f"junit:{junit}" in jenkins()[-1]


def test_the_documented_settings_are_the_settings():
    from driftgate import config

    block = re.search(r"```toml\n(.*?)```", (RECIPES / "README.md").read_text(), flags=re.DOTALL)[1]

    named = set(re.findall(r"^([\w-]+) =", block.split("[tool.driftgate.severity]")[0], flags=re.MULTILINE))
    assert named | {"severity", "mixed-contracts"} == set(config.KEYS)


DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "responses": {
                    "200": {
                        "description": "pets",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["tame"],
                                    "properties": {"tame": {"type": "boolean"}},
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}


def har(body: str) -> str:
    request = {"method": "GET", "url": "https://api.example.com/pets", "headers": []}
    headers = [{"name": "Content-Type", "value": "application/json"}]
    content = {"mimeType": "application/json", "text": body}
    entry = {"request": request, "response": {"status": 200, "headers": headers, "content": content}}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}})


def repository(folder: Path, body: str) -> None:
    (folder / "openapi").mkdir()
    (folder / "openapi" / "openapi.json").write_text(json.dumps(DOCUMENT))
    (folder / "recordings").mkdir()
    (folder / "recordings" / "a.har").write_text(har(body))


def programs(folder: Path) -> dict[str, str]:
    """Return an environment in which `driftgate` is this one, and installing is already done."""
    shims = folder / "shims"
    shims.mkdir()
    (shims / "driftgate").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m driftgate "$@"\n')
    (shims / "pip").write_text("#!/bin/sh\nexit 0\n")
    for shim in shims.iterdir():
        shim.chmod(0o755)
    return dict(os.environ, PATH=f"{shims}{os.pathsep}{os.environ['PATH']}")


def run(name: str, folder: Path, environment: dict[str, str]) -> int:
    """Run a recipe's scripts as its CI would, and return the exit code of the last one that ran."""
    scripts = [re.sub(r"(?m)^\s*(python3 -m venv|pip install).*$", "", script) for script in SCRIPTS[name]]
    for script in scripts:
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=environment, check=False)
        if done.returncode:
            break
    return done.returncode


@pytest.mark.parametrize(("body", "code"), [('{"tame": true}', 0), ('{"tame": "true"}', 1), (None, 2)])
@pytest.mark.parametrize("name", ["github", "gitlab", "jenkins"])
def test_a_recipe_passes_blocks_and_refuses_to_judge(tmp_path, name, body, code):
    repository(tmp_path, body or "")
    if body is None:
        (tmp_path / "recordings" / "a.har").write_text("{")

    assert run(name, tmp_path, programs(tmp_path)) == code

    if body is not None:
        written = {path.name for path in (tmp_path / "reports").iterdir()}
        assert {"lint.json", "scan.json", "verdict.json", "driftgate.html"} <= written
    if body is not None and name != "github":
        root = ET.parse(tmp_path / "reports" / "junit.xml").getroot()
        assert int(root[0].attrib["failures"]) == code


def test_the_hook_blocks_a_broken_promise(tmp_path):
    repository(tmp_path, "{}")
    environment = programs(tmp_path)
    assert run("pre-commit", tmp_path, environment) == 0
    broken = json.loads(json.dumps(DOCUMENT))
    media_type = broken["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    media_type["example"] = {"tame": "true"}
    (tmp_path / "openapi" / "openapi.json").write_text(json.dumps(broken))

    assert run("pre-commit", tmp_path, environment) == 1
    assert re.match(pre_commit()["files"], "openapi/openapi.json")


def test_every_recipe_installs_the_same_wheel_of_this_version():
    named = {
        re.search(r"DRIFTGATE\W+(tools/[\w.-]+\.whl)", (RECIPES / file).read_text())[1]
        for file in ("github-actions.yml", "gitlab-ci.yml", "Jenkinsfile")
    }
    assert named == {WHEEL}


WHEEL = f"tools/driftgate-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this source tree."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("the build backend is not installed")
    folder = tmp_path_factory.mktemp("wheels")
    build = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("driftgate-*.whl")
    return built


@pytest.mark.parametrize("name", ["github", "gitlab", "jenkins"])
def test_a_recipe_works_as_pasted(tmp_path, wheel, name):
    """Run every line, `pip install` included, in a repository of somebody else; only its dependencies are here already."""
    repository(tmp_path, '{"tame": "true"}')
    (tmp_path / "tools").mkdir()
    shutil.copy(wheel, tmp_path / "tools")
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    dependencies = tmp_path / "dependencies"
    dependencies.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "driftgate" not in each.name:
            (dependencies / each.name).symlink_to(each)
    variables = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(dependencies),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "DRIFTGATE": WHEEL,
    }
    scripts = {"github": list(github().values())[:3], "gitlab": gitlab(), "jenkins": jenkins()}[name]
    codes = []
    for script in scripts:
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=variables, check=False)
        codes.append(done.returncode)
    python = (tmp_path / ".venv" if name == "jenkins" else environment) / "bin" / "python"
    where = [str(python), "-c", "import driftgate; print(driftgate.__file__)"]
    used = subprocess.run(where, env=variables, cwd=tmp_path, check=True, capture_output=True, text=True)

    assert codes == [0] * (len(scripts) - 1) + [1]
    assert str(tmp_path) in used.stdout
    assert (tmp_path / "reports" / "driftgate.html").stat().st_size > 10_000
