"""Scripts that make the learned files of Hwaryong from named material."""
