"""The pages that join rooms."""

from backend.desk.pages import activity, anchors, chasing, front, keys, ladders, schedules, wishes

ROUTES = [
    *front.ROUTES,
    *activity.ROUTES,
    *anchors.ROUTES,
    *chasing.ROUTES,
    *keys.ROUTES,
    *ladders.ROUTES,
    *schedules.ROUTES,
    *wishes.ROUTES,
]
