"""Probity: governance and assurance as a service for NHS commissioners."""
