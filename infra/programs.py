"""What each process runs, as a command of its own or as a function of a forked copy."""

from __future__ import annotations

import ctypes
import functools
import gc
import importlib
import runpy
import sys
from collections.abc import Callable
from typing import Final

from infra.layout import ROOT

_SETTINGS: Final = str(ROOT / "infra" / "serving.py")
_COMMON: Final = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "shared.http.app",
                  "shared.worker", "dns.resolver", "flask_babel", "flask_wtf")  # fmt: skip
_M_ARENA_MAX: Final = -8


def preload(bus: str) -> None:
    """Imports what most processes need, so that copies of this one have it."""
    for module in (*_COMMON, *(("kafka",) if bus == "kafka" else ())):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()


def command_of(name: str) -> list[str]:
    """The command line of a service, ``<service>-worker`` or ``gateway``."""
    if name.endswith("-worker"):
        return [sys.executable, "-m", _worker(name)]
    return [sys.executable, "-m", "gunicorn", "-c", _SETTINGS, _application(name)]


def main_of(name: str) -> Callable[[], object]:
    """The same as a function, for a forked copy of this process."""
    if name.endswith("-worker"):
        return functools.partial(_work, _worker(name))
    return functools.partial(_serve, _application(name))


def _worker(name: str) -> str:
    return f"services.{name.removesuffix('-worker')}.worker"


def _application(name: str) -> str:
    return ("gateway" if name == "gateway" else f"services.{name}") + ".wsgi:create()"


def _work(module: str) -> None:
    _spare_memory()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _serve(application: str) -> None:
    from gunicorn.app.wsgiapp import run

    _spare_memory()
    sys.argv = ["gunicorn", "-c", _SETTINGS, application]
    run()


def _spare_memory() -> None:
    """What MALLOC_ARENA_MAX=2 does for a process that begins with it."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
