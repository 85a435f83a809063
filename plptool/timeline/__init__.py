"""Records on a day, day by day, and between two points. Nothing here reads a file or a clock.

- Of several files that say one id, `resolution` says which answers for it, and what goes on under another id;
  `beginnings`, since when a record holds, and what a sealed day has.
- `ledger.Ledger` has all records; `Ledger.at` gives the `State` of a day, for which `fold` works out each process,
  event by event. `totals` counts what a state has, and `years` says of which year something is.
- `compare` tells what differs between two versions of one record, by content alone. `diff` compares two states with
  it, and says why they differ; its answer is made of the types in `changes`.
- `daily` says what `fold` says of every day, once.
"""
