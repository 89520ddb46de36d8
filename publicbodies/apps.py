from django.apps import AppConfig


class PublicBodiesConfig(AppConfig):
    name = "publicbodies"
    verbose_name = "Public bodies"
