"""After warming, no message in any language waits for a weight or a list of words."""

import pkgutil
from importlib import import_module

from crm_app import language
from crm_app.drafts.warming import warm
from crm_app.language.understanding import understand

OTHERS = ("I was charged twice, call me", "Quiero hablar con una persona, el pago no funciona", "لم يصل طلبي وأنا غاضب")


def _kept() -> dict[str, tuple[object, int]]:
    modules = [import_module(f"crm_app.language.{found.name}") for found in pkgutil.iter_modules(language.__path__)]
    return {
        f"{module.__name__}.{name}": (thing, thing.cache_info().misses)
        for module in modules
        for name, thing in vars(module).items()
        if hasattr(thing, "cache_info") and thing.cache_info().maxsize is None
    }


def test_nothing_is_left_to_load() -> None:
    assert _kept()
    for read, _ in _kept().values():
        read.cache_clear()
    warm.cache_clear()
    warm()
    before = _kept()
    for text in OTHERS:
        understand(text)
    assert {name: misses for name, (_, misses) in _kept().items()} == {n: misses for n, (_, misses) in before.items()}
