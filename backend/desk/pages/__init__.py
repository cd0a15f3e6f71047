"""The pages that join rooms."""

from backend.desk.pages import activity, chasing, front, keys, ladders, schedules, wishes

ROUTES = [
    *front.ROUTES,
    *activity.ROUTES,
    *chasing.ROUTES,
    *keys.ROUTES,
    *ladders.ROUTES,
    *schedules.ROUTES,
    *wishes.ROUTES,
]
