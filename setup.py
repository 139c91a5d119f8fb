"""Builds the compiled first stage beside the package; where no C compiler is found, answers come without it."""

from __future__ import annotations

import os
import shutil
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

FOLDER = "index/engine/kernels"

FLAGS = ["-O3", "-ffp-contract=off"]
"""No -march: the file asks the processor itself. A contracted multiplication would change the last bit of scores."""

COMPILERS = ("cc", "gcc", "clang")


class BuildKernels(build_ext):
    """Takes any C compiler: the one that built Python need not be here."""

    def build_extensions(self) -> None:
        """Build with the first compiler that is there."""
        given = self.compiler.compiler_so[:1] if hasattr(self.compiler, "compiler_so") else []
        if given and "CC" not in os.environ and not shutil.which(given[0]):
            found = next(filter(shutil.which, COMPILERS), None)
            if found:
                self.compiler.set_executables(compiler_so=f"{found} -fPIC", linker_so=f"{found} -shared")
        super().build_extensions()


setup(
    ext_modules=[
        Extension(
            "index.engine.kernels._first_stage",
            [f"{FOLDER}/first_stage.c"],
            extra_compile_args=FLAGS if sys.platform != "win32" else [],
            optional=True,
        )
    ],
    cmdclass={"build_ext": BuildKernels},
)
