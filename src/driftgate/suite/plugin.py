"""
The pytest plugin: options, fixtures, and the verdict at the end of a run.

Loaded by every pytest run of an environment that has driftgate, so it imports nothing but pytest until it is used. It
is used where a conftest.py holds a `Suite` as `driftgate_suite`, where a `--driftgate-…` option is given, or where a
test asks for a `driftgate_…` fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import requests

    from driftgate.contract import Contract
    from driftgate.operation import Operation
    from driftgate.suite.run import Run
    from driftgate.suite.session import Session

RUN = pytest.StashKey["Run"]()
USED = pytest.StashKey[bool]()
REFUSED = pytest.StashKey[BaseException]()
DECLARED = "driftgate_suite"
_PREFIX = "driftgate_"
_REFUSAL = "driftgate_refusal"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("driftgate", "driftgate: judge an API against its OpenAPI contract")

    def option(name: str, text: str, **more: Any) -> None:
        group.addoption(
            f"--driftgate-{name}", dest=f"{_PREFIX}{name.replace('-', '_')}", default=None, help=text, **more
        )

    option("contract", "folder with openapi.json, overlays, waivers.toml, baseline.json", metavar="DIR")
    option("spec", "one bare OpenAPI document instead", metavar="FILE")
    option("base-url", "the API to judge; without it, a mock of the contract", metavar="URL")
    option("operation", "ask only this one; repeatable", metavar="'GET /path'", action="append")
    option("tag", "ask only operations with this tag; repeatable", metavar="TAG", action="append")
    option("recording", "write what was asked and answered, redacted", metavar="FILE.har")
    option("report", "text, json:FILE, junit:FILE, …; repeatable, text is always shown", metavar="FORMAT[:FILE]",
           action="append")  # fmt: skip
    option("seed", "same seed, same requests", metavar="N")
    option("max-requests", "send no more than this", metavar="N")
    option("max-time", "send nothing after so many seconds", metavar="S")
    option("items", "records of the embedded mock", metavar="N")
    option("token-env", "environment variable with the token [DRIFTGATE_TOKEN]", metavar="NAME")
    option("rate", "requests a second [live: what the contract allows, else 1]", metavar="R")
    option("live", "be as careful as with a live API, whatever the address", action="store_true")
    option("allow-unsafe", "send POST, PUT, PATCH and DELETE to a live API", action="store_true")
    option("undeclared-methods", "ask a live API for methods that a path does not have", action="store_true")
    option("auth-probes", "ask a live API once without credentials", action="store_true")
    option("coverage", "count which of the promised fields were seen", action="store_true")
    option("today", "hold waivers against this day", metavar="DATE")


def _given(config: pytest.Config) -> dict[str, Any]:
    return {
        name.removeprefix(_PREFIX): value
        for name, value in vars(config.option).items()
        if name.startswith(_PREFIX) and value is not None
    }


def run_of(config: pytest.Config) -> Run:
    """
    Return the run of this pytest session, beginning it where there is none yet.

    A run that cannot begin ends pytest with code 2 and one line.
    """
    from driftgate.errors import DriftgateError
    from driftgate.suite.run import Run

    run = config.stash.get(RUN, None)
    if run is None:
        try:
            run = config.stash[RUN] = Run(config, *_declared(config), _given(config))
        except DriftgateError as error:
            refuse(error)
    return run


def refuse(error: Exception) -> NoReturn:
    """End pytest: nothing can be judged."""
    import re

    # What the command line calls --today is --driftgate-today here.
    said = re.sub(r"(?<![\w-])--(contract|spec|report|today)\b", r"--driftgate-\1", " ".join(str(error).split()))
    pytest.exit(f"driftgate: not judged: {said}", returncode=2)


def _declared(config: pytest.Config) -> tuple[Any, Path | None]:
    from pathlib import Path

    for plugin in config.pluginmanager.get_plugins():
        declared = getattr(plugin, DECLARED, None)
        file = getattr(plugin, "__file__", None)
        if declared is not None and file is not None and Path(file).name == "conftest.py":
            return declared, Path(file).parent
    return None, None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the suite's own tests beside a conftest.py that declares a suite."""
    if file_path.name != "conftest.py":
        return None
    for plugin in parent.config.pluginmanager.get_plugins():
        declared = getattr(plugin, DECLARED, None)
        if declared is not None and getattr(plugin, "__file__", None) == str(file_path):
            parent.config.stash[USED] = True
            if declared.tests:
                return SuiteTests.from_parent(parent, path=file_path)
    return None


class SuiteTests(pytest.File):
    """The tests that come with driftgate."""

    def collect(self) -> Iterator[pytest.Collector]:
        from pathlib import Path

        import driftgate.suite.tests as shelf

        for path in sorted(Path(shelf.__path__[0]).glob("test_*.py")):
            yield pytest.Module.from_parent(self, path=path, nodeid=f"{self.nodeid}::{path.stem}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    from driftgate.errors import DriftgateError

    wanted = {"driftgate_operation", "driftgate_collection"} & set(metafunc.fixturenames)
    if not wanted or REFUSED in metafunc.config.stash:
        return
    try:
        try:
            operations = run_of(metafunc.config).operations
        except DriftgateError as error:
            refuse(error)
    except pytest.exit.Exception as refused:
        # Inside a collector this would be the error of one file; it is raised once collection is over.
        metafunc.config.stash[REFUSED] = refused
        return
    for name in sorted(wanted):
        chosen = [each for each in operations if name == "driftgate_operation" or each.pagination is not None]
        metafunc.parametrize(name, chosen, ids=[each.name for each in chosen], indirect=True, scope="function")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    error: BaseException | None = config.stash.get(REFUSED, None)
    if error is None and (config.stash.get(USED, False) or _given(config)):
        try:
            run_of(config)
        except pytest.exit.Exception as refused:
            error = refused
    if error is None:
        return
    if not hasattr(config, "workerinput"):
        raise error
    # A process of pytest-xdist that ends early is replaced by another, for ever: it says why, and runs nothing.
    items.clear()
    config.workeroutput[_REFUSAL] = str(error)  # type: ignore[attr-defined]


def pytest_collection_finish(session: pytest.Session) -> None:
    run = session.config.stash.get(RUN, None)
    if run is not None:
        run.select(session.items)


@pytest.fixture(scope="session")
def driftgate_contract(request: pytest.FixtureRequest) -> Contract:
    """The effective contract."""
    return run_of(request.config).contract


@pytest.fixture(scope="session")
def driftgate_session(request: pytest.FixtureRequest) -> Session:
    """The run against the target: everything sent through it is recorded and judged."""
    return run_of(request.config).session


@pytest.fixture(scope="session")
def driftgate_http(driftgate_session: Session) -> requests.Session:
    """A `requests` session whose relative URLs begin at the target; whatever it fetches is recorded and judged."""
    return driftgate_session.door


@pytest.fixture(scope="session")
def driftgate_base_url(driftgate_session: Session) -> str:
    """The URL of the target."""
    return driftgate_session.base_url


@pytest.fixture
def driftgate_operation(request: pytest.FixtureRequest) -> Operation:
    """Each operation of the contract in turn; of a live API, those that change nothing."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def driftgate_collection(request: pytest.FixtureRequest) -> Any:
    """Each operation with `x-pagination` in turn, as a `Collection`."""
    return run_of(request.config).session.collection(request.param)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    run = pyfuncitem.config.stash.get(RUN, None)
    if run is None or not any(name.startswith(_PREFIX) for name in pyfuncitem.fixturenames):
        return (yield)
    return (yield from run.judge_test(pyfuncitem))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    run = item.config.stash.get(RUN, None)
    if run is not None:
        run.hide_secrets(report)
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    from driftgate.suite.part import part_of
    from driftgate.suite.run import Run

    output = getattr(node, "workeroutput", {})
    if _REFUSAL in output:
        node.config.stash[REFUSED] = pytest.exit.Exception(output[_REFUSAL], 2)
        return
    part = part_of(output)
    run = node.config.stash.get(RUN, None)
    if run is None and part is not None:  # only the processes collected, so only they know what is declared
        run = node.config.stash[RUN] = Run(node.config, part.suite, None, _given(node.config))
    if run is not None:
        run.absorb(part, error)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    run = session.config.stash.get(RUN, None)
    if run is not None:
        run.finish(session, int(exitstatus))
    elif REFUSED in session.config.stash and not hasattr(session.config, "workerinput"):
        session.exitstatus = 2


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    run = config.stash.get(RUN, None)
    if run is not None:
        run.tell(terminalreporter)
    elif REFUSED in config.stash and hasattr(config.option, "numprocesses") and config.option.numprocesses:
        terminalreporter.write_line(str(config.stash[REFUSED]))
