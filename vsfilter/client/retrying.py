"""When a request is sent again, and after how long: the only home of tenacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

from tenacity import AsyncRetrying, Retrying, retry_if_exception, wait_exponential, wait_random

from vsfilter.client.errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

# Seconds. Together the waits before one request stay below the last; a server that asks for more gets no further
# request, and its wish is in the error.
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
LONGEST_WAITS: Final = 120.0

# Twice as long each time, and up to a second more, so that clients that failed together do not come back together.
_backoff = wait_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT) + wait_random(0, 1)


def checked_retries(retries: int) -> int:
    """Give the number of retries; raises ValueError for a negative one."""
    if retries < 0:
        raise ValueError(f"expected a number of retries from 0, got {retries}")
    return retries


def retrying(retries: int, sleep: Callable[[float], object]) -> Retrying:
    """Make what calls a function again, up to ``retries`` times, while it fails with a transient `ClientError`.

    The last failure is raised as it is, with its ``attempts``. One is made for each request.
    """
    return Retrying(sleep=_quiet(sleep), **_policy(retries))


def async_retrying(retries: int, sleep: Callable[[float], Awaitable[object]]) -> AsyncRetrying:
    """Make the same as `retrying` for a function that is awaited."""

    async def wait(seconds: float) -> None:
        await sleep(seconds)

    return AsyncRetrying(sleep=wait, **_policy(retries))


def _quiet(sleep: Callable[[float], object]) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        sleep(seconds)

    return wait


def _policy(retries: int) -> dict[str, Any]:
    def stop(state: RetryCallState) -> bool:
        return state.attempt_number > retries or state.idle_for + state.upcoming_sleep > LONGEST_WAITS

    return {"retry": retry_if_exception(_transient), "stop": stop, "wait": _wait, "retry_error_callback": _give_up}


def _transient(error: BaseException) -> bool:
    return isinstance(error, ClientError) and error.transient


def _failure(state: RetryCallState) -> ClientError:
    error = state.outcome and state.outcome.exception()
    assert isinstance(error, ClientError)  # noqa: S101  nothing else is tried again
    return error


def _wait(state: RetryCallState) -> float:
    return max(_backoff(state), _failure(state).retry_after or 0.0)


def _give_up(state: RetryCallState) -> NoReturn:
    error = _failure(state)
    error.attempts = state.attempt_number
    raise error
