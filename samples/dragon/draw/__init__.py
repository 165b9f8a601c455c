"""The drawings of the sample production, as code: brush, wash, figures, places, shots."""
