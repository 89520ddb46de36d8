"""What gunicorn serves when speed is measured: the toolkit, and one view that always says the same."""

from .served import start_django

start_django()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (Django must be set up)

application = get_wsgi_application()
