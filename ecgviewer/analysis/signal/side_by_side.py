"""Working on two stretches of a long recording at a time."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")

N_AT_ONCE = 2


def side_by_side(
    function: Callable[[Given], Found], stretches: Sequence[Given]
) -> Iterator[tuple[Given, Found]]:
    """Yield each stretch with what ``function`` finds in it, in order.

    Filters and the reading of files leave the interpreter to others, so that threads
    share the work. Few stretches are begun ahead of the one that is waited for: who
    stops asking waits for no more than these. A lone stretch needs no thread.
    """
    if len(stretches) == 1:
        yield stretches[0], function(stretches[0])
        return
    begun: deque[tuple[Given, Future[Found]]] = deque()
    with ThreadPoolExecutor(N_AT_ONCE, "stretch") as pool:
        try:
            for stretch in stretches:
                begun.append((stretch, pool.submit(function, stretch)))
                if len(begun) > N_AT_ONCE:
                    first, future = begun.popleft()
                    yield first, future.result()
            while begun:
                first, future = begun.popleft()
                yield first, future.result()
        finally:
            for _, future in begun:
                future.cancel()
