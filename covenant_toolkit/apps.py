from django.apps import AppConfig


class CovenantToolkitConfig(AppConfig):
    name = "covenant_toolkit"
    verbose_name = "Covenant Toolkit"
