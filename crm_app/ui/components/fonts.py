"""The two typefaces, from npm packages, served by us: no page loads anything from elsewhere."""

import reflex as rx

FACES = {"@fontsource-variable/inter": "5.2.8", "@fontsource-variable/noto-sans-arabic": "5.2.10"}


class Fonts(rx.Fragment):
    """Renders nothing; brings the style sheets of the typefaces into the build."""

    lib_dependencies: list[str] = [f"{name}@{version}" for name, version in FACES.items()]

    def add_imports(self) -> dict[str, list[str]]:
        """The style sheets, imported for their effect alone."""
        return {"": [f"{name}/index.css" for name in FACES]}
