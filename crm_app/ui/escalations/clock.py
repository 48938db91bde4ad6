"""A clock that runs in the browser: what is left until an instant, then how long it is over."""

import reflex as rx


class Clock(rx.Component):
    """`until` is in milliseconds of Unix time; `left` and `over` are texts with `{time}` in them."""

    library = f"$/public{rx.asset('clock.jsx', shared=True)}"
    tag = "Clock"

    until: rx.Var[int]
    left: rx.Var[str]
    over: rx.Var[str]
