"""Functions that are compiled once for each shape of their inputs, and kept on disk.

What a program depends on is its key: the function, what is static, the shapes of its inputs, the
package's code, the versions of JAX, the processor's instruction set, the settings and the options
of the compiler. Programs of the package alone are found by it without being traced; where the
user's own functions are compiled in, or the package's code has changed, by what tracing gives.
"""

import pickle
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import jax
import numpy as np
from jax.experimental.compilation_cache import compilation_cache
from jax.experimental.serialize_executable import deserialize_and_load, serialize

from westphalia.programs import cache as disk
from westphalia.programs.describe import Foreign, describe, describe_inputs
from westphalia.programs.environment import SIMULATING, code_digest, environment, versions
from westphalia.programs.running import Program, run

Options = dict[str, bool | int | str]

#: Parts of the code that are compiled in.
CODE = ("programs", "world", "mechanisms", "decisions", "theories", "simulation", "replay")
#: A kernel stays whole: runs are shared out among the cores in chunks, and kernels that are cut up
#: for all cores besides cost more than they gain, and depend on the machine that compiled them.
_WHOLE: Options = {"xla_disable_hlo_passes": "cpu-parallel-task-assigner"}
#: Sums that XLA fuses with what they add for YNNPACK are cut up by the number of threads that XLA
#: has, so that their last bits depend on it; and they make a year slower.
_ALIKE: Options = _WHOLE | {"xla_cpu_experimental_ynn_fusion_type": ""}
#: Options of XLA for simulations, which run often. The whole width of the processor's registers
#: makes a year faster. (What is said here of speed was measured: see benchmarks/README.md.)
FAST: Options = _ALIKE | {
    "xla_cpu_prefer_vector_width": 512,
    "xla_cpu_use_fusion_emitters": True,
    "xla_backend_optimization_level": 3,
}
#: Options for starts of runs, for replays of history and their gradients, and for histories which
#: are made: with the old emitters they are compiled in half the time, and a replay runs as fast.
SCAN: Options = _ALIKE | {
    "xla_cpu_use_fusion_emitters": False,
    "xla_backend_optimization_level": 2,
}
#: Options for programs that run once or a few times: compiled in a quarter of the time, fourteen
#: times slower to run (measured). Results may differ from others' by rounding.
QUICK: Options = {
    "xla_cpu_use_fusion_emitters": False,
    "xla_backend_optimization_level": 0,
}


@dataclass(frozen=True)
class Compiled:
    """A function that runs as a compiled program. See `compiled`."""

    function: Callable[..., Any]
    what: str
    seconds: float
    options: Options
    double: bool

    def __call__(self, *inputs: Any, **static: Any) -> Any:
        """What the function gives. `static`: what it is compiled for."""
        leaves, structure = jax.tree.flatten(inputs)
        leaves = [leaf if hasattr(leaf, "dtype") else np.asarray(leaf) for leaf in leaves]
        shapes = tuple((leaf.shape, leaf.dtype) for leaf in leaves)
        key = (self.function, self.double, tuple(static.items()), structure, shapes)
        return run(key, partial(self._load, inputs, leaves, static), leaves, self.double)

    def _load(self, inputs: Any, leaves: list[Any], static: Mapping[str, Any]) -> Program:
        """The program for such inputs, from disk or compiled."""
        try:
            key = self._key(describe_inputs(inputs), describe(dict(static)), code_digest(CODE))
        except Foreign:
            key = None
        if key is None:
            return self._trace(inputs, leaves, static)[1]
        if program := _read(key, len(leaves)):
            return program
        with disk.making(key):
            if program := _read(key, len(leaves)):  # another process made it meanwhile
                return program
            traced, program = self._trace(inputs, leaves, static)
            disk.link(key, traced)
        return program

    def _trace(
        self, inputs: Any, leaves: list[Any], static: Mapping[str, Any]
    ) -> tuple[str, Program]:
        """The program by what tracing gives, from disk or compiled, and its name."""
        lowered, skeleton = self._lower(inputs, leaves, static)
        key = self._key(lowered.as_text(), repr(skeleton))
        return key, _read(key, len(leaves)) or self._make(key, lowered, skeleton)

    def _make(self, key: str, lowered: Any, skeleton: Any) -> Program:
        """The program compiled, and kept under its name."""
        if self.seconds >= LONG:
            told = f"Compiling {self.what}: about {self.seconds:.0f} s; it is kept for next time."
            print(told, file=sys.stderr, flush=True)
        with _jax_keeps_nothing():
            program = _compile(lowered, self.options)
        payload = serialize(program)[0]
        disk.write(key, pickle.dumps((payload, skeleton)))
        return _rebuilding(program, skeleton)

    def _key(self, *texts: str) -> str:
        """The name of a program on disk."""
        about = versions()
        parts = (
            *texts,
            *(f"{name} {about.get(name)}" for name in SIMULATING),
            str(environment()),
            str(sorted(self.options.items())),
            str(self.double),
        )
        name = f"{self.function.__module__}.{self.function.__qualname__}"
        return f"{name}-{sha256(chr(10).join((name, *parts)).encode()).hexdigest()[:32]}"

    def _lower(self, inputs: Any, leaves: list[Any], static: Mapping[str, Any]) -> tuple[Any, Any]:
        """The function traced, arrays in and arrays out, and the tree of what it gives."""
        structure = jax.tree.structure(inputs)
        skeleton: Any = None

        def flat(*arrays: Any) -> list[Any]:
            nonlocal skeleton
            out, tree = jax.tree.flatten(self.function(*structure.unflatten(arrays), **static))
            skeleton = tree.unflatten(range(len(out)))
            return out

        flat.__name__ = self.function.__name__
        shapes = [
            jax.ShapeDtypeStruct(leaf.shape, jax.dtypes.canonicalize_dtype(leaf.dtype))
            for leaf in leaves
        ]
        lowered = jax.jit(flat).lower(*shapes)
        return lowered, skeleton


def compiled(
    what: str, seconds: float = 0.0, options: Options = FAST, double: bool = False
) -> Callable[[Callable[..., Any]], Compiled]:
    """Run a function as a compiled program. Its keyword arguments are what it is compiled for.

    It is compiled anew for other shapes of its inputs, never for other numbers in them.

    Args:
        what: is compiled, as it is told on standard error where it takes long. seconds: about how
            many of CPU time. options: of XLA. double: in double precision.
    """
    return lambda function: Compiled(function, what, seconds, options, double)


def _read(key: str, arrays: int) -> Program | None:
    """A program from disk; None if there is none. One that does not load is deleted."""
    data = disk.read(key)
    if data is None:
        return None
    try:
        payload, skeleton = pickle.loads(data)
        count = len(jax.tree.leaves(skeleton))
        takes, gives = (jax.tree.structure(x) for x in (((0,) * arrays, {}), [0] * count))
        return _rebuilding(deserialize_and_load(payload, takes, gives), skeleton)
    except Exception:  # whatever a file of another making may raise
        disk.forget(key)
        return None


def _rebuilding(program: Program, skeleton: Any) -> Program:
    """The program with what it gives put back into its tree."""
    structure = jax.tree.structure(skeleton)
    return lambda *arrays: structure.unflatten(program(*arrays))


@contextmanager
def _jax_keeps_nothing() -> Iterator[None]:
    """Leave out JAX's own cache, if the user has one: a program that was read from there loses its
    kernels when it is written to disk again.
    """
    where = jax.config.values["jax_compilation_cache_dir"]
    if where is None:
        yield
        return
    jax.config.update("jax_compilation_cache_dir", None)
    compilation_cache.reset_cache()
    try:
        yield
    finally:
        jax.config.update("jax_compilation_cache_dir", where)
        compilation_cache.reset_cache()


def _compile(lowered: Any, options: Options) -> Any:
    """The program, with those of the options that this XLA has."""
    while True:
        try:
            return lowered.compile(compiler_options=dict(options))
        except Exception as error:
            unknown = re.search(r"No such compile option: '(\w+)'", str(error))
            if unknown is None or unknown[1] not in options:
                raise
            options = {k: v for k, v in options.items() if k != unknown[1]}


#: Seconds from which it is told that something is compiled.
LONG = 2.0
