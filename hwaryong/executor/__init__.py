"""Where jobs run: on this machine, on a Dask cluster, or written out for a render farm."""
