"""Tests of annual statements."""
