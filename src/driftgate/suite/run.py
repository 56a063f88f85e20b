"""A run of the suite inside pytest: what the plugin's hooks know, from the options to the exit code."""

from __future__ import annotations

import io
import pickle
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftgate.cli.gate import prepare
from driftgate.conclusion import conclude
from driftgate.errors import DriftgateError
from driftgate.evidence import EMBEDDED_MOCK
from driftgate.gate import weigh
from driftgate.operation import Operation
from driftgate.suite.channel import in_scope, load
from driftgate.suite.pace import Stopped
from driftgate.suite.part import OUTPUT, Part
from driftgate.suite.progress import Progress
from driftgate.suite.session import Session
from driftgate.suite.settings import Suite, settle
from driftgate.tally import Tally
from driftgate.verdict import Tray

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.verdict import Verdict, Weighed

MOCK_SHOWS = "a mock built from the same contract: this shows that suite and mock agree, nothing about the API"
MAX_SHOWN = 5


class Run:
    """
    One pytest session that judges.

    Args:
        config: Of pytest.
        declared: The `Suite` of a conftest.py, None where there is none.
        folder: Of that conftest.py.
        given: Options of the command line by field.

    Raises:
        DriftgateError: An option, waiver or setting is wrong.
    """

    def __init__(
        self, config: pytest.Config, declared: Suite | None, folder: Path | None, given: Mapping[str, Any]
    ) -> None:
        self._config = config
        self.suite = settle(declared, folder, given)
        self._scale = prepare(
            contract=Path(self.suite.contract) if self.suite.contract is not None else None,
            report=list(self.suite.report) or ["text"],
            config=own if (own := config.rootpath / "pyproject.toml").is_file() else Path("pyproject.toml"),
            today=self.suite.today,
        )
        self._worker: str = getattr(config, "workerinput", {}).get("workerid", "")
        self._workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
        self._is_selected = False
        self._expected: tuple[str, ...] | None = None
        self._session: Session | None = None
        self._parts: list[Part] = []
        self._told: set[str] = set()
        self._crashes: list[str] = []
        self.verdict: Verdict | None = None
        self._failure: str | None = None

    @cached_property
    def contract(self) -> Contract:
        return load(self.suite)

    @property
    def session(self) -> Session:
        """The run's session; the first use opens the target."""
        if self._session is None:
            try:
                self._session = Session(
                    self.suite,
                    self.contract,
                    disabled=self._scale.policy.disabled,
                    worker=self._worker,
                    workers=self._workers,
                )
            except DriftgateError as error:
                self._failure = str(error)
                pytest.exit(f"driftgate: not judged: {error}", returncode=2)
            if self._is_selected:
                self._session.expected = self._expected
            reporter = self._config.pluginmanager.get_plugin("terminalreporter")
            if reporter is not None and not self._worker:
                self._session.progress = Progress(reporter)
        return self._session

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in scope."""
        return in_scope(self.contract, self.suite)

    def select(self, items: Sequence[pytest.Item]) -> None:
        """Take note of the tests that will run: their operations must be judged, where they name some."""
        named = [
            getattr(item, "callspec").params.get(name)  # noqa: B009 -- not every item has one
            for item in items
            if hasattr(item, "callspec")
            for name in ("driftgate_operation", "driftgate_collection")
        ]
        self._expected = tuple(sorted({each.name for each in named if isinstance(each, Operation)})) or None
        self._is_selected = True

    def judge_test(self, item: pytest.Function) -> Iterator[Any]:
        """Run one test; it fails where it saw drift that blocks and that no test before it saw."""
        try:
            result = yield
        except Stopped as stop:
            self._fail_on_drift()  # what it saw before the end is told where it was seen
            pytest.skip(f"not asked further: {stop}")
        except (AssertionError, pytest.fail.Exception, pytest.skip.Exception):
            raise
        except Exception:
            self._crashes.append(item.name)
            raise
        self._fail_on_drift()
        return result

    def _fail_on_drift(self) -> None:
        fresh = self._fresh()
        if fresh:
            lines = [_line(each) for each in fresh[:MAX_SHOWN]]
            if len(fresh) > MAX_SHOWN:
                lines.append(f"… and {len(fresh) - MAX_SHOWN} more")
            pytest.fail("drift that blocks:\n" + "\n".join(lines), pytrace=False)

    def hide_secrets(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Take the secrets in use out of what pytest shows of a test: tracebacks, local variables, captured output."""
        if self._session is None:
            return
        redactor = self._session.witness.redactor
        if report.longrepr is not None and not isinstance(report.longrepr, tuple):
            shown = str(report.longrepr)
            if (hidden := redactor.without_known(shown)) != shown:
                report.longrepr = hidden
        report.sections = [(title, redactor.without_known(text)) for title, text in report.sections]

    def _fresh(self) -> list[Weighed]:
        if self._session is None:
            return []
        blocking = [
            each
            for each in self._weigh([self._session.judgement(coverage=False)]).tray(Tray.BLOCKING)
            if each.finding.fingerprint not in self._told
        ]
        self._told.update(each.finding.fingerprint for each in blocking)
        return blocking

    def _weigh(self, judgements: list[Judgement]) -> Verdict:
        scale = self._scale
        return weigh(judgements, policy=scale.policy, waivers=scale.waivers, baseline=scale.baseline, today=scale.today)

    def absorb(self, part: Part | None, error: object) -> None:
        """Take in what a process of pytest-xdist saw; None where it never said."""
        if part is not None:
            self._parts.append(part)
            self._crashes.extend(part.crashes)
        elif error:
            self._crashes.append("a process of pytest-xdist")

    def finish(self, session: pytest.Session, exitstatus: int) -> None:
        """Close the target, weigh, write the reports, and set the exit code of pytest."""
        if self._session is not None:
            self._session.close()
        if self._worker:
            self._hand_over()
            return
        if exitstatus in {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR} or self._failure is not None:
            session.exitstatus = 2
            return
        if getattr(self._config.option, "collectonly", False):
            return
        try:
            self.verdict = self._weigh([self._judgement()])
            self._write_files()
        except DriftgateError as error:
            self._failure = str(error)
            session.exitstatus = 2
            return
        code = self.verdict.exit_code
        if code == 0 and exitstatus == pytest.ExitCode.TESTS_FAILED:
            code = 1
        session.exitstatus = code

    def _hand_over(self) -> None:
        session = self._session
        tally, stopped = Tally(), None
        if session is not None:
            session.judgement()  # ends the walks
            tally, stopped = session.witness.tally, session.pace.stopped
        part = Part(
            suite=self.suite,
            entries=tally.entries,
            evidence=tally.evidence,
            unjudged=tally.unjudged,
            fields=tally.fields,
            stopped=str(stopped) if stopped is not None and not stopped.planned else None,
            crashes=self._crashes,
            expected=self._expected,
        )
        self._config.workeroutput[OUTPUT] = pickle.dumps(part)  # type: ignore[attr-defined]

    def _judgement(self) -> Judgement:
        if self._session is not None and not self._parts:
            judgement = self._session.judgement()
        else:
            tally = Tally().merge_all(part.tally() for part in self._parts)
            expected = self._parts[0].expected if self._parts else self._expected
            judgement = conclude(tally, self.contract, kind="suite", expected=expected)
            judgement.incomplete = next((part.stopped for part in self._parts if part.stopped is not None), None)
        judgement.target = self.suite.target
        if self._crashes and judgement.incomplete is None:
            judgement.incomplete = f"{', '.join(self._crashes[:3])} crashed"
        return judgement

    def _write_files(self) -> None:
        from driftgate.reports import write

        assert self.verdict is not None
        files = [target for target in self._scale.targets if target[1] is not None]
        write(
            self.verdict,
            files,
            document=self.contract.document,
            rules=self._scale.rules,
            sensitive=self.contract.sensitive_names,
            waivers_file=self._scale.waivers_file,
        )

    def tell(self, reporter: Any) -> None:
        """Show what was judged, and the verdict."""
        if self._failure is not None:
            reporter.write_line(f"driftgate: not judged: {self._failure}")
            return
        if self.verdict is None:
            return
        from driftgate.reports import write

        reporter.section("driftgate")
        target = self.suite.target + (f" ({MOCK_SHOWS})" if self.suite.target == EMBEDDED_MOCK else "")
        reporter.write_line(f"target: {target}")
        shown = [target for target in self._scale.targets if target[1] is None] or [("text", None)]
        out = io.StringIO()
        write(
            self.verdict,
            shown,
            document=self.contract.document,
            rules=self._scale.rules,
            sensitive=self.contract.sensitive_names,
            waivers_file=self._scale.waivers_file,
            out=out,
        )
        reporter.write(out.getvalue())


def _line(each: Weighed) -> str:
    finding = each.finding
    place = f" {finding.pointer}" if finding.pointer else ""
    of = f" ({finding.count:,} of {finding.out_of:,})" if finding.out_of else ""
    return f"  {finding.rule}: {finding.operation or ''} {finding.status or ''}{place}: {finding.message}{of}"
