"""Running the generator and the formatter: a readable contract in, the files of an installable package out."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftgate.canonical import canonical
from driftgate.client.defaults import mend_arguments, mend_defaults
from driftgate.client.losses import find_losses, lossy, plain, unused_schema_notes
from driftgate.client.names import rename_variables
from driftgate.client.package import RECORD_NAME, project_files
from driftgate.client.readable import Readable, make_readable
from driftgate.errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openapi_python_client.config import Config
    from openapi_python_client.parser import GeneratorData

_CHECK = ("check", "--fix", "--exit-zero", "--select", "F,I,UP", "--output-format", "concise")
_FORMAT = ("format", "--config", 'format.line-ending="lf"')
# NOTE: `--isolated` ignores configuration files, not `.gitignore` files nor the default excludes, among them `build` and
# `dist`: a tag of that name would stay unformatted.
_ALIKE_EVERYWHERE = (
    *("--isolated", "--no-cache", "--no-respect-gitignore", "--config", 'exclude=[".git"]'),
    *("--config", "line-length=120", "--target-version", "py311"),
)
_IMPORT_ALL = """
import importlib, pathlib, sys
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root))
for path in sorted(root.rglob("*.py")):
    parts = path.relative_to(root).with_suffix("").parts
    importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedClient:
    """
    A client, not yet anywhere on disk.

    Args:
        files: Contents by path, with forward slashes, relative to the project's folder.
        operations: How many operations it has: as many as the contract.
        notes: What it says otherwise than the contract, in sentences.
    """

    files: Mapping[str, bytes]
    operations: int
    notes: tuple[str, ...]


def generate_files(
    tree: Mapping[str, Any], *, package_name: str, project_name: str, package_version: str
) -> GeneratedClient:
    """
    Return the client of an effective document: the same bytes on any machine.

    Raises:
        ClientError: Something of the contract would be missing from the client, or the generator is not installed as
            pinned. Each loss is a note of the exception.
    """
    _check_names(package_name, project_name, package_version)
    ruff = _find_ruff()
    readable = make_readable(tree)
    if not readable.operations:
        raise ClientError("the contract has no operations, so there is no client to generate.")
    with tempfile.TemporaryDirectory(prefix="driftgate-client-") as folder:
        root = Path(folder) / "client"
        config = _config(readable, root / package_name, package_name, project_name)
        parsed = _parse(readable, config)
        losses = find_losses(readable, parsed)
        if losses:
            raise lossy(losses)
        _send_by_own_methods(parsed, readable)
        rename_variables(parsed, config, readable.sent_as)
        mend_defaults(parsed)
        mend_arguments(parsed)
        _write(parsed, config, root / package_name)
        _tidy(ruff, root)
        _check_imports(root, package_name)
        files = {
            path.relative_to(root).as_posix(): path.read_bytes().replace(b"\r\n", b"\n")
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
    notes = tuple(sorted({*readable.notes, *unused_schema_notes(readable, parsed)}))
    files |= project_files(
        package_name=package_name,
        project_name=project_name,
        package_version=package_version,
        tree=tree,
        readable=readable,
    )
    files[RECORD_NAME] = _record(tree, ruff, notes)
    return GeneratedClient(files=dict(sorted(files.items())), operations=len(readable.operations), notes=notes)


def _check_names(package_name: str, project_name: str, package_version: str) -> None:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", package_name):
        raise ClientError(f"package_name {package_name!r} is no Python package name: lower-case letters, digits and _.")
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", project_name):
        raise ClientError(f"project_name {project_name!r} is no distribution name: letters, digits, dashes and dots.")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*((a|b|rc)[0-9]+)?(\.post[0-9]+)?(\.dev[0-9]+)?", package_version):
        raise ClientError(f"package version {package_version!r} is none that Python installs (PEP 440), such as 1.2.0.")


def _find_ruff() -> str:
    try:
        import openapi_python_client  # noqa: F401
        import ruff  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise ClientError(
            f"{error.name} is not installed, so there is nothing to generate with. Install `driftgate[client]`."
        ) from None
    try:
        return str(ruff.find_ruff_bin())
    except FileNotFoundError as error:
        raise ClientError(
            f"the formatter is not where it was installed ({error}). Install `driftgate[client]`."
        ) from None


def _config(readable: Readable, folder: Path, package_name: str, project_name: str) -> Config:
    from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType

    return Config.from_sources(
        ConfigFile(
            project_name_override=project_name,
            package_name_override=package_name,
            content_type_overrides=dict(sorted(readable.overrides.items())),
            class_overrides={cls: ClassOverride(module_name=name) for cls, name in readable.modules.items()},
            post_hooks=[],
        ),
        meta_type=MetaType.NONE,
        document_source=folder,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )


def _parse(readable: Readable, config: Config) -> GeneratorData:
    from openapi_python_client.parser import GeneratorData

    try:
        with _without_collection():
            parsed = GeneratorData.from_dict(readable.tree, config=config)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ClientError(f"the generator crashes on this contract: {type(error).__name__}: {plain(error)}.") from error
    if not isinstance(parsed, GeneratorData):
        raise ClientError(f"the generator cannot read this contract: {plain(parsed.detail)}.")
    return parsed


def _send_by_own_methods(parsed: GeneratorData, readable: Readable) -> None:
    """Let operations be sent by their own methods, where the generator was given others that it knows."""
    for tag, collection in parsed.endpoint_collections_by_tag.items():
        for endpoint in collection.endpoints:
            endpoint.method = readable.methods.get((str(tag), str(endpoint.name)), endpoint.method)


def _write(parsed: GeneratorData, config: Config, folder: Path) -> None:
    from openapi_python_client import Project

    folder.parent.mkdir()
    with contextlib.redirect_stdout(io.StringIO()):
        errors = Project(openapi=parsed, config=config).build()
    named = {id(error) for error in parsed.errors}
    unexpected = [error for error in errors if id(error) not in named]
    if unexpected:
        raise ClientError(f"the generator reports: {plain(unexpected[0].header)}: {plain(unexpected[0].detail)}.")
    (folder / "py.typed").write_bytes(b"")


def _tidy(ruff: str, root: Path) -> None:
    """Sort, modernise and format the code; refuse a client with names that it does not define."""
    for step in (_CHECK, _FORMAT):
        done = _run([ruff, *step, *_ALIKE_EVERYWHERE, "."], root)
        if done.returncode:
            raise ClientError(f"ruff {step[0]} refuses the generated client: {_last_line(done)}.")
        undefined = [line for line in done.stdout.splitlines() if " F821 " in line]
        if undefined:
            raise ClientError(f"the generated client names what it does not define: {undefined[0].rstrip('.')}.")


def _check_imports(root: Path, package_name: str) -> None:
    """Refuse a client with a module that does not import."""
    imported = _run([sys.executable, "-B", "-P", "-X", "utf8", "-c", _IMPORT_ALL, str(root)], root)
    if imported.returncode:
        raise ClientError(f"a module of the generated {package_name} does not import: {_last_line(imported)}.")


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector out of a short run that drops little: the generator copies, and is a third faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    return subprocess.run(  # noqa: S603 -- programs of this environment, arguments of ours
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1].rstrip(".") if lines else f"exit {done.returncode}"


def contract_sha256(tree: Mapping[str, Any]) -> str:
    """Return `sha256:…` over an effective document, whatever the order of its keys: `Contract.sha256`."""
    return f"sha256:{hashlib.sha256(canonical(tree)).hexdigest()}"


def _record(tree: Mapping[str, Any], ruff: str, notes: Iterable[str]) -> bytes:
    """Return the file that says what made the client."""
    formatter = subprocess.run([ruff, "--version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    record = {
        "contract": contract_sha256(tree),
        "generator": f"openapi-python-client {version('openapi-python-client')}",
        "formatter": formatter,
        "notes": list(notes),
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()
