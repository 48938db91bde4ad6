import reflex as rx

from crm_app.ui.frame import page


def settings_page() -> rx.Component:
    return page(key="settings", title="Settings")
