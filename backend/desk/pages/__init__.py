"""The pages that join rooms."""

from backend.desk.pages import chasing, front

ROUTES = [*front.ROUTES, *chasing.ROUTES]
