from django.apps import AppConfig
from django.forms import Field


class CovenantToolkitConfig(AppConfig):
    name = "covenant_toolkit"
    verbose_name = "Covenant Toolkit"

    def ready(self) -> None:
        # allauth's and the admin's forms say it too, and no form of theirs takes another word for it.
        Field.default_error_messages["required"] = "Fill this in"
        from . import accounts, joined_steps  # noqa: F401  (one listens to allauth, the other is a check)
