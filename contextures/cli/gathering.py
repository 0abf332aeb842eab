"""Options that several commands have, which a command receives as one argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from typing import Any, get_type_hints


def with_more(
    command: Callable[..., None],
    name: str,
    options: Mapping[str, tuple[Any, Any]],
    call: Callable[[dict[str, Any], dict[str, Any]], None],
) -> Callable[..., None]:
    """Return a command with more options, where the argument that stands for them is.

    Parameters
    ----------
    command : callable
    name : str
        The argument of the command that stands for the options.
    options : mapping
        Annotation and default of each, by name.
    call : callable
        Runs the command, from its other arguments and the options that were given.
    """

    @wraps(command)
    def extended(**given: Any) -> None:
        said = {option: given.pop(option) for option in options}
        call(given, said)

    hints = get_type_hints(command, include_extras=True)
    more = [
        Parameter(option, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for option, (annotation, default) in options.items()
    ]
    taken: list[Parameter] = []
    for parameter in signature(command).parameters.values():
        own = parameter.replace(annotation=hints[parameter.name], kind=Parameter.KEYWORD_ONLY)
        taken += more if parameter.name == name else [own]
    extended.__signature__ = signature(command).replace(parameters=taken)  # type: ignore[attr-defined]
    extended.__annotations__ = {p.name: p.annotation for p in taken} | {"return": None}
    del extended.__wrapped__
    return extended
