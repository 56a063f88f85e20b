"""The menu: what can be done with this checkout. `nox -l` lists it; each session installs what it needs by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["style", "typing", "tests", "client", "contract", "gate"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
REPORTS = Path("reports")
PYTHON_FILES = ("src", "tests", "contract_tests", "scripts", "noxfile.py")


def install(session: nox.Session, *extras: str, groups: tuple[str, ...] = ()) -> None:
    """Install the project with extras, and the dependency groups that a session needs besides."""
    requirements = nox.project.dependency_groups(PYPROJECT, *groups) if groups else ()
    wanted = f".[{','.join(extras)}]" if extras else "."
    session.install("-e", wanted, *requirements)


@nox.session
def style(session: nox.Session) -> None:
    """Check style and format with ruff (`-- --fix` mends what can be mended)."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "style"))
    session.run("ruff", "check", *session.posargs, *PYTHON_FILES)
    session.run("ruff", "format", *(() if "--fix" in session.posargs else ("--check",)), *PYTHON_FILES)


@nox.session
def typing(session: nox.Session) -> None:
    """Check types with mypy --strict: toolkit, suite, scripts, and the generated client."""
    install(session, "suite", "client", groups=("typing",))
    session.run("mypy")
    session.run("mypy", "--strict", "--config-file=", "generated_client/telegent_mpaas")


@nox.session
def tests(session: nox.Session) -> None:
    """Test the toolkit itself (`-- -k NAME` for some of the tests)."""
    install(session, "suite", "client", groups=("test",))
    session.run("pytest", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Test the HTML report in a real browser (Debian's chromium, or whatever `chromium` is on PATH)."""
    install(session, "suite", groups=("test", "browser"))
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def client(session: nox.Session) -> None:
    """Check that the inferred overlay and the generated client are what the contract gives today."""
    install(session, "client")
    session.run("python", "scripts/infer_contract.py", "--check")
    session.run("python", "scripts/regenerate_client.py", "--check")


@nox.session
def contract(session: nox.Session) -> None:
    """Judge the document and the API: the embedded mock, or `-- --driftgate-base-url URL`. The main job."""
    install(session, "suite", "client")
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir()
    session.run("driftgate", "lint", "--report", f"json:{REPORTS}/lint.json", success_codes=[0, 1])
    session.run(
        "pytest",
        "contract_tests",
        f"--driftgate-recording={REPORTS}/suite.har",
        f"--driftgate-report=json:{REPORTS}/suite.json",
        *session.posargs,
        success_codes=[0, 1, 2],
    )
    session.run("python", "-m", "driftgate.suite.selfcheck", "--contract", "openapi")
    session.run("driftgate", "gate", f"{REPORTS}/lint.json", f"{REPORTS}/suite.json", *_also("verdict"))


def _also(name: str) -> tuple[str, ...]:
    files = (f"json:{REPORTS}/{name}.json", f"html:{REPORTS}/{name}.html", "text")
    return tuple(word for file in files for word in ("--report", file))


@nox.session
def gate(session: nox.Session) -> None:
    """Weigh the reports that `contract` left under reports/ into one verdict."""
    install(session)
    found = [str(path) for path in (REPORTS / "lint.json", REPORTS / "suite.json") if path.exists()]
    if not found:
        session.error("not judged: there are no reports yet. Run `nox -s contract` first.")
    session.run("driftgate", "gate", *found, *session.posargs)


@nox.session(name="update-spec")
def update_spec(session: nox.Session) -> None:
    """Take a new document in, all or nothing: `-- SOURCE...` (pages, a folder, a file, a URL); `--check` to look only."""
    install(session, "client")
    session.run("python", "scripts/update_spec.py", *session.posargs)


@nox.session
def infer(session: nox.Session) -> None:
    """Learn the inferred overlay anew from the document's examples (`-- --check` to look only)."""
    install(session)
    session.run("python", "scripts/infer_contract.py", *session.posargs)


@nox.session
def regenerate(session: nox.Session) -> None:
    """Generate the client anew from the contract."""
    install(session, "client")
    session.run("python", "scripts/regenerate_client.py", *session.posargs)


@nox.session(name="update-baseline")
def update_baseline(session: nox.Session) -> None:
    """Take drift that is known today as the baseline; it only shrinks from then on (`-- --accept-new` to grow it)."""
    install(session)
    session.run("python", "scripts/update_baseline.py", *session.posargs)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Measure speed as ratios, side by side in one run: `-- scan`, `-- peers`, `-- recordings` or `-- mock`, with its options."""
    install(session, "suite", "client", groups=("benchmark",))
    what, *options = session.posargs or ["scan"]
    session.run("python", f"scripts/benchmark_{what}.py", *options)


@nox.session
def measure(session: nox.Session) -> None:
    """Measure what is found, and what holds: `-- suite`, `documents`, `drift-kinds`, `mutations`, `foreign`, `inference`, …"""
    install(session, "suite", "client", groups=("measure",))
    scripts = {
        "drift-kinds": "drift_kinds",
        "mutations": "mutation_matrix",
        "foreign": "measure_foreign",
        "inference": "measure_inference",
        "diff": "measure_diff",
        "revisions": "measure_revisions",
        "suite": "measure_suite",
        "documents": "measure_documents",
        "kills": "measure_kills",
        "client-faults": "client_faults",
    }
    what, *options = session.posargs or ["drift-kinds"]
    if what not in scripts:
        session.error(f"there is no measurement {what!r}; there are {', '.join(scripts)}")
    session.run("python", f"scripts/{scripts[what]}.py", *options)


if __name__ == "__main__":
    nox.main()
