"""RIFE as a tool: what the network is lies in `card.toml`, what a policy says to it in the rights desk."""
