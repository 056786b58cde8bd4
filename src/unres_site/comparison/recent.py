"""Results that are kept for the objects that were asked for last."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


def keep_recent(
    most: int,
) -> Callable[[Callable[Asked, Result]], Callable[Asked, Result]]:
    """Let a function keep its results for `most` calls, whose arguments are told apart by their ids.

    Records are large, and a page asks for the same two again and again. Arguments are kept with the result, so no other
    object has the id of one of them meanwhile.
    """

    def decorate(function: Callable[Asked, Result]) -> Callable[Asked, Result]:
        made: dict[tuple[int, ...], tuple[object, Result]] = {}

        @wraps(function)
        def ask(*args: Asked.args, **named: Asked.kwargs) -> Result:
            objects = (*args, *named.values())
            key = tuple(map(id, objects))
            if key not in made:
                if len(made) >= most:
                    made.clear()
                made[key] = objects, function(*args, **named)

            return made[key][1]

        return ask

    return decorate
