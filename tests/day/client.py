"""A client as somebody else would make it: generated from the schema of the running server."""

from __future__ import annotations

import importlib
import inspect
import io
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from tests.harness.live import Live

PACKAGE = "hamroh_day_client"
logging.getLogger("httpx").setLevel(logging.WARNING)


def generate(live: Live, folder: Path) -> None:
    """Generate the package ``PACKAGE`` in ``folder``. Fails where the generator has a warning."""
    tools = Path(sys.executable).parent
    made = subprocess.run(
        [
            tools / "openapi-python-client", "generate", "--url", f"{live.url}/api/v1/schema/", "--meta", "none",
            "--output-path", folder / PACKAGE, "--fail-on-warning",
        ],
        capture_output=True, text=True, env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr


class Api:
    """Its functions by the name of the operation, for one user. Bodies and answers are the client's own classes."""

    def __init__(self, live: Live, folder: Path, token: str) -> None:
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
        self.types = importlib.import_module(f"{PACKAGE}.types")
        client = importlib.import_module(f"{PACKAGE}.client")
        self.client = client.AuthenticatedClient(base_url=live.url, token=token, timeout=30)
        self.functions: dict[str, ModuleType] = {}
        for path in sorted((folder / PACKAGE / "api").glob("*/*.py")):
            if path.stem != "__init__":
                module = f"{PACKAGE}.api.{path.parent.name}.{path.stem}"
                self.functions[path.stem] = importlib.import_module(module)

    def close(self) -> None:
        """Give the connections back."""
        self.client.get_httpx_client().close()

    def answer(self, operation: str, *path: Any, **values: Any) -> Any:
        """Call an operation, whatever it answers: ``status_code``, ``parsed``, ``content``."""
        call = self.functions[operation].sync_detailed
        known = inspect.signature(call).parameters
        given = {key: value for key, value in values.items() if key in known}
        sent = {key: value for key, value in values.items() if key not in known}
        if "body" in known and sent:
            given["body"] = self._body(known["body"].annotation, sent)
        else:
            assert not sent, f"{operation} takes no {sorted(sent)}"
        return call(*path, client=self.client, **given)

    def __call__(self, operation: str, *path: Any, **values: Any) -> Any:
        """Call an operation and return what it answers. Fails the test where it is refused."""
        found = self.answer(operation, *path, **values)
        assert found.status_code < 300, f"{operation} {path}: {found.status_code} {found.content.decode()}"
        return found.parsed

    def status(self, operation: str, *path: Any, **values: Any) -> int:
        """The status of the answer alone."""
        return int(self.answer(operation, *path, **values).status_code)

    def file(self, text: str, name: str) -> Any:
        """A file for an upload."""
        return self.types.File(payload=io.BytesIO(text.encode()), file_name=name, mime_type="text/csv")

    def _body(self, annotation: Any, sent: dict[str, Any]) -> Any:
        body = next((one for one in get_args(annotation) if one is not self.types.Unset), annotation)
        if any(isinstance(value, self.types.File) for value in sent.values()):
            return body(**sent)
        made = body.from_dict(sent)
        assert not made.additional_properties, f"{body.__name__} has no {sorted(made.additional_properties)}"
        return made
