"""How the program reads, in figures: a thermometer, not an aim.

Measured is a copy that is laid out alike (120 columns, no magic trailing commas), without docstrings and comments, so
that layout decides nothing.

    python tools/measure.py [FOLDER]
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
UNTYPED = {"Any", "Json", "object"}
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.IfExp,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
    ast.Assert,
)
FREE = ("read", "edit")
"""Packages where plain data is meant: YAML comes in there, and goes out."""

FEW_LINES = 5
"""A module of so few says nothing of how modules are written."""


@dataclass(frozen=True)
class Module:
    """A module as it is measured."""

    name: str
    tree: ast.Module
    lines: int
    """Of code alone."""

    @property
    def functions(self) -> Iterator[ast.FunctionDef]:
        yield from (node for node in statements(self.tree) if isinstance(node, ast.FunctionDef))

    @property
    def density(self) -> float:
        """Syntax nodes a line; of a docstring there are two, which do not count."""
        nodes = sum(1 for _ in ast.walk(self.tree))
        return (nodes - 2 * len(docstrings(self.tree))) / self.lines


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "plptool"
    modules = list(read(folder))
    lines = sum(module.lines for module in modules)
    dense = [module.density for module in modules if module.lines > FEW_LINES]
    by_statement = [
        len(list(ast.walk(module.tree))) / statements_of(module) for module in modules if module.lines > FEW_LINES
    ]
    complexity = {f"{one.name}:{function.name}": branches(function) for one in modules for function in one.functions}
    over = sorted((key for key, count in complexity.items() if count > 15), key=lambda key: -complexity[key])
    names = [len(name) for module in modules for name in locals_of(module)]
    untyped = [(module.name, node) for module in modules for node in annotations(module) if is_untyped(node)]
    dictionaries = sum(is_untyped_dictionary(node) for module in modules for node in annotations(module))
    bound = [name for name, _ in untyped if not name.startswith(FREE)]
    bound_lines = sum(module.lines for module in modules if not module.name.startswith(FREE))
    print(f"modules {len(modules)}, lines of code {lines}")
    print(f"syntax nodes a line, median module: {median(dense):.1f}; a statement: {median(by_statement):.1f}")
    print(f"untyped dictionaries, per 1,000 lines: {1000 * dictionaries / lines:.1f}")
    print(f"Any, Json, object, per 1,000 lines: {1000 * len(untyped) / lines:.1f}")
    print(f"    outside {' and '.join(FREE)}: {1000 * len(bound) / bound_lines:.1f}")
    print(f"complexity, 90th percentile: {quantiles(complexity.values(), n=10)[-1]:.0f}; over 15: {len(over)}")
    for key in over:
        print(f"    {complexity[key]:3} {key}")
    print(f"mean local: {mean(names):.1f} letters")


def read(folder: Path) -> Iterator[Module]:
    """Every module of a package, laid out alike, without what is not code."""
    with TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        copytree(folder, copy, ignore=lambda _, names: [name for name in names if name == "__pycache__"])
        for path in copy.rglob("*.py"):
            path.write_text(ast.unparse(stripped(ast.parse(path.read_text(encoding="utf-8")))), encoding="utf-8")
        layout = ["--config", "line-length=120", "--config", "format.skip-magic-trailing-comma=true"]
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", "--isolated", *layout, copy], check=True)
        for path in sorted(copy.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            lines = sum(bool(line.strip()) for line in text.splitlines())
            if lines:
                yield Module(path.relative_to(copy).as_posix(), ast.parse(text), lines)


def stripped(tree: ast.Module) -> ast.Module:
    """The same without strings that stand by themselves: docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not is_text(one)] or [ast.Pass()]
    return ast.fix_missing_locations(tree)


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def as_written(name: str, text: str, tree: ast.Module) -> Module:
    """A module as it lies there, not laid out anew: its figures are nearly the same, and quick to have.

    Args:
        name: its path in the package.
        text: the module's.
        tree: the same, parsed.
    """
    of_docstrings: set[int] = set()
    for docstring in docstrings(tree):
        of_docstrings.update(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    numbered = enumerate(text.split("\n"), 1)
    lines = sum(number not in of_docstrings and is_code(line) for number, line in numbered)
    return Module(name, tree, lines)


def docstrings(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in statements(tree) if is_text(node)]


def statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement, without a look at what each says."""
    pending: list[ast.AST] = [tree]
    while pending:
        for node in ast.iter_child_nodes(pending.pop()):
            if isinstance(node, ast.stmt):
                yield node
            if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
                pending.append(node)


def is_code(line: str) -> bool:
    """Whether a line holds anything but a comment."""
    return line.strip() != "" and not line.lstrip().startswith("#")


def statements_of(module: Module) -> int:
    return sum(1 for _ in statements(module.tree))


def branches(function: ast.FunctionDef) -> int:
    """Cyclomatic complexity: one, and one more for each branch; what is defined inside counts for itself."""
    found = 1
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        found += isinstance(node, BRANCHES)
        if isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        if isinstance(node, ast.comprehension):
            found += len(node.ifs)
        pending += ast.iter_child_nodes(node)
    return found


def locals_of(module: Module) -> Iterator[str]:
    """The names that functions give to values, each once a function; `_` is none."""
    for function in module.functions:
        stored = {
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        yield from stored - {"_"}


def annotations(module: Module) -> Iterator[ast.expr]:
    """What is said of types: of arguments, results and variables."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield unquoted(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns:
            yield unquoted(node.returns)


def unquoted(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.parse(node.value, mode="eval").body
    return node


def is_untyped(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id in UNTYPED for one in ast.walk(node))


def is_untyped_dictionary(node: ast.expr) -> bool:
    """Whether a dictionary is meant of whose values nothing is said."""
    for one in ast.walk(node):
        if isinstance(one, ast.Subscript) and is_dictionary(one.value) and is_untyped(one.slice):
            return True
    return False


def is_dictionary(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("dict", "Mapping", "MutableMapping")


if __name__ == "__main__":
    main()
