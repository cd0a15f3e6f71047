"""The pages that join rooms."""

from backend.desk.pages import chasing, front, keys, ladders, schedules, wishes

ROUTES = [*front.ROUTES, *chasing.ROUTES, *keys.ROUTES, *ladders.ROUTES, *schedules.ROUTES, *wishes.ROUTES]
