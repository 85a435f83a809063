"""What was closed stays as it was: digests of records, the chains in which they stand, and whether a seal holds.

- `canonical` says what of a record is sealed by a day, and its digest.
- `chain` reads seals and corrections from snapshots, and makes new ones.
- `verify` holds a seal against the files of the ledger.
"""
