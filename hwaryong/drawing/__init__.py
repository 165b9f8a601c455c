"""The drawing desk: in-betweens, clean-up and paint; no learned models."""
