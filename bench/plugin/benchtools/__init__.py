"""The tools that the bench and the tests run: a plug-in like anybody's, laid out as pip lays one out.

Put its folder on PYTHONPATH and its tools are installed. A module is what the house takes for a tool's code.
"""
