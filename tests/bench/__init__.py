"""Benchmarks, as ratios in one run: `make bench`, or `bin/bench NAME…`.

One module is one bench: `DATABASES` names the databases it runs on, `bench(name)` returns its rows. It runs in a
process of its own on a scratch database that is migrated and empty; what it leaves there is thrown away.
"""
