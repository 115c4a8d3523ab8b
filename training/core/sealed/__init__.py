"""The sealed PDF process: `python -m training.core.sealed`.

It knows nothing of the platform: no settings, no database, no secrets. Documents come in as frames on standard input,
PDFs go out as frames on standard output, and nothing else can be read or reached from a document (invariant 6).
"""
