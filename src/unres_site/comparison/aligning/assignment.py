"""The assignment problem: pairs of rows and columns whose values add up to the most, each used once at most.

The method is that of shortest augmenting paths (Jonker and Volgenant, 1987). It takes a time of rows² × columns. What
has to be assigned here are some dozens of each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""A matrix of rows × columns."""


def assign(values: Values) -> list[tuple[int, int]]:
    """The row and column of each pair, in the order of the rows. Pairs of no value above 0 are left out.

    Of equal choices the same one is taken each time.
    """
    if values.shape[0] > values.shape[1]:
        return sorted((row, column) for column, row in assign(values.T))

    rows = _find_rows(-np.maximum(values, 0.0))
    pairs = [(int(row), column) for column, row in enumerate(rows) if row >= 0]
    return sorted(pair for pair in pairs if values[pair] > 0)


def _find_rows(costs: Values) -> NDArray[np.int64]:
    """For each column the row that it is assigned to at the least costs, or -1. No more rows than columns."""
    rows, columns = costs.shape
    row_prices = np.zeros(rows)
    column_prices = np.zeros(columns)
    assigned = np.full(columns, -1, np.int64)
    for start in range(rows):
        shortest = np.full(columns, np.inf)
        before = np.full(columns, -1, np.int64)
        visited = np.zeros(columns, bool)
        path: list[int] = []
        row = start
        column = -1
        length = 0.0
        while row >= 0:
            reduced = length + costs[row] - row_prices[row] - column_prices
            better = ~visited & (reduced < shortest)
            shortest[better] = reduced[better]
            before[better] = column
            column = int(np.argmin(np.where(visited, np.inf, shortest)))
            length = float(shortest[column])
            visited[column] = True
            path.append(column)
            row = int(assigned[column])

        row_prices[start] += length
        for passed in path[:-1]:
            change = length - shortest[passed]
            row_prices[assigned[passed]] += change
            column_prices[passed] -= change

        while column >= 0:
            previous = int(before[column])
            assigned[column] = assigned[previous] if previous >= 0 else start
            column = previous

    return assigned
