"""The pages that join rooms."""

from backend.desk.pages import chasing, front, ladders, schedules, wishes

ROUTES = [*front.ROUTES, *chasing.ROUTES, *ladders.ROUTES, *schedules.ROUTES, *wishes.ROUTES]
