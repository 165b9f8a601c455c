"""The edit desk: layers become shots, shots become the cut, the cut becomes the film."""
