"""Lint: the document, its examples and its overlays, judged without a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from driftgate.completion import disagreements
from driftgate.contract import Contract
from driftgate.evidence import Judgement
from driftgate.examples import Example, judge_examples, place
from driftgate.finding import Finding, Severity, Source
from driftgate.judge import Judge, under_items
from driftgate.pointer import MISSING, resolve, split
from driftgate.redaction import Redactor
from driftgate.rule import Rule, load_rules
from driftgate.subject import Amendment, Disagreement, Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from driftgate.judge import Sighting


def lint(contract: Contract, *, effective: Contract | None = None, disabled: Iterable[str] = ()) -> Judgement:
    """
    Return what is wrong with a document as received, its examples and its overlays.

    A defect that the overlays mend is found all the same and says which action cures it.

    Args:
        contract: Document and overlays, as people wrote them.
        effective: The contract that examples are held to, with inference filled in; by default `contract`.
        disabled: Ids of rules that stay silent.
    """
    off = frozenset(disabled)
    effective = effective or contract
    rules = [each for each in load_rules().values() if each.id not in off]
    received = Contract(contract.document) if contract.overlays else contract
    drafted = [each for each in rules if each.on is Draft]
    on_document = [each for each in drafted if each.source is Source.DOCUMENT]
    defects = list(_drafted(on_document, received, contract))
    cured = _cures(contract, defects, on_document)
    findings = [replace(each, cured_by=cured.get(_identity(each))) for each in defects]
    # Examples are held to what people reviewed, not to the document as received.
    findings.extend(_drafted([each for each in drafted if each.source is not Source.DOCUMENT], effective, contract))
    findings.extend(_examples(effective, off))
    findings.extend(_disagreements(rules, contract, findings))
    findings.extend(_amended(rules, contract))
    return Judgement(contract=effective.sha256, kind="lint", findings=findings)


def _identity(finding: Finding) -> tuple[Any, ...]:
    return finding.source, finding.rule, finding.document_pointer, finding.pointer, finding.observed


def _drafted(rules: Iterable[Rule], stage: Contract, contract: Contract) -> Iterator[Finding]:
    """Yield the findings of the rules on documents at one stage; lines are those of the vendored file."""
    redactor = Redactor.of(contract)
    for each in rules:
        for mismatch in each.check(Draft(contract=stage)):
            pointer = mismatch.document_pointer
            operation, status = _owner(stage, pointer)
            yield Finding(
                source=each.source,
                rule=each.id,
                severity=mismatch.severity or each.severity,
                message=mismatch.message,
                operation=operation,
                status=status,
                pointer=mismatch.pointer,
                document_pointer=pointer,
                line=_line(stage, pointer),
                observed=mismatch.observed,
                expected=mismatch.expected,
                sample=None if mismatch.value is MISSING else redactor.sample(mismatch.value, mismatch.pointer or ""),
            )


def _line(stage: Contract, pointer: str | None) -> int | None:
    if pointer is None or resolve(stage.document.tree, pointer) is MISSING:
        return None
    return stage.document.line(pointer)


def _owner(stage: Contract, pointer: str | None) -> tuple[str | None, str | None]:
    """Return the operation and status that a document pointer lies in."""
    tokens = split(pointer or "")
    if len(tokens) < 3 or tokens[0] != "paths":
        return None, None
    name = f"{tokens[2].upper()} {tokens[1]}"
    if not any(each.name == name for each in stage.operations):
        return None, None
    return name, tokens[4] if len(tokens) > 4 and tokens[3] == "responses" else None


def _examples(contract: Contract, off: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings on documented examples, one for each shape at each place, however many records show it."""
    judge = Judge(contract, disabled=off)
    redactor = Redactor.of(contract)
    seen: dict[tuple[Any, ...], tuple[Finding, set[Any]]] = {}
    for example, promise, sightings in judge_examples(judge, contract):
        chances = _chances(example, promise.items)
        for sighting in sightings:
            in_items = under_items(sighting.pointer, promise.items)
            depth = (promise.items or "").count("/")
            where = (example.pointer, sighting.path[depth] if in_items and len(sighting.path) > depth else None)
            finding = _example_finding(contract, example, sighting, redactor)
            key = (finding.fingerprint,)
            if key in seen:
                seen[key][1].add(where)
            else:
                seen[key] = (replace(finding, out_of=chances if in_items else 1), {where})
    for finding, places in seen.values():
        yield replace(finding, count=len(places), out_of=max(finding.out_of or 1, len(places)))


def _chances(example: Example, items: str | None) -> int:
    records = resolve(example.value, items) if items is not None else MISSING
    return len(records) if isinstance(records, list) else 1


def _example_finding(contract: Contract, example: Example, sighting: Sighting, redactor: Redactor) -> Finding:
    pointer = place(example, sighting)
    return Finding(
        source=Source.EXAMPLE,
        rule=sighting.rule,
        severity=sighting.severity,
        message=sighting.message,
        operation=example.operation.name,
        status=example.status,
        media_type=example.media_type.name,
        pointer=sighting.pointer,
        document_pointer=pointer,
        line=contract.document.line(pointer),
        observed=sighting.observed,
        expected=sighting.expected,
        sample=None if sighting.value is MISSING else redactor.sample(sighting.value, sighting.pointer or ""),
    )


def _disagreements(rules: Iterable[Rule], contract: Contract, findings: list[Finding]) -> Iterator[Finding]:
    """Yield where examples contradict each other and no rule on bodies has said so already."""
    told = {
        (each.operation, each.status, each.pointer)
        for each in findings
        if each.source is Source.EXAMPLE and each.severity is not Severity.NOTE
    }
    judging = [each for each in rules if each.on is Disagreement]
    for conflict in disagreements(contract) if judging else ():
        if (conflict.operation, conflict.status, conflict.pointer) in told:
            continue
        told.add((conflict.operation, conflict.status, conflict.pointer))
        for each in judging:
            for mismatch in each.check(Disagreement(contract, conflict)):
                yield Finding(
                    source=each.source,
                    rule=each.id,
                    severity=each.severity,
                    message=mismatch.message,
                    operation=conflict.operation,
                    status=conflict.status,
                    media_type=conflict.media_type,
                    pointer=mismatch.pointer,
                    document_pointer=mismatch.document_pointer,
                    line=_line(contract, mismatch.document_pointer),
                    observed=mismatch.observed,
                    expected=mismatch.expected,
                    count=mismatch.records,
                    out_of=conflict.count + conflict.against,
                )


def _cures(contract: Contract, defects: Iterable[Finding], rules: list[Rule]) -> dict[tuple[Any, ...], str]:
    """
    Return, for each defect of the received document that is gone in the effective one, the action that mended it.

    The action is found by applying ever more of them: the first after which the defect is gone.
    """
    actions = [action for overlay in contract.overlays for action in overlay.actions]
    if not actions:
        return {}
    cured = {_identity(each) for each in defects} - _defects(contract, rules)
    asked = [each for each in rules if each.id in {defect[1] for defect in cured}]
    stages = _remembering(lambda count: _defects(contract.after(actions[:count]), asked))
    cures: dict[tuple[Any, ...], str] = {}
    for defect in cured:
        low, high = 0, len(actions)  # present after `low` actions, gone after `high`
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if defect in stages(middle) else (low, middle)
        cures[defect] = actions[high - 1].label
    return cures


def _remembering(ask: Callable[[int], set[tuple[Any, ...]]]) -> Callable[[int], set[tuple[Any, ...]]]:
    known: dict[int, set[tuple[Any, ...]]] = {}

    def answer(count: int) -> set[tuple[Any, ...]]:
        if count not in known:
            known[count] = ask(count)
        return known[count]

    return answer


def _defects(stage: Contract, rules: list[Rule]) -> set[tuple[Any, ...]]:
    return {
        (each.source, each.id, mismatch.document_pointer, mismatch.pointer, mismatch.observed)
        for each in rules
        for mismatch in each.check(Draft(contract=stage))
    }


def _amended(rules: Iterable[Rule], contract: Contract) -> Iterator[Finding]:
    for each in rules:
        if each.on is not Amendment:
            continue
        for application in contract.applications:
            for mismatch in each.check(Amendment(contract, application)):
                yield Finding(
                    source=each.source,
                    rule=each.id,
                    severity=mismatch.severity or each.severity,
                    message=mismatch.message,
                    pointer=mismatch.pointer,
                    observed=mismatch.observed,
                    expected=mismatch.expected,
                )
