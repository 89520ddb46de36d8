from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "covenant_toolkit.desk.Desk"
