"""The logo of the demonstration member: a harbour, drawn here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from members.models import Organisation
from members.pictures import LOGO, prepared

SEA, SUN = "#0b4650", "#b4530a"
SIZE = (640, 300)


def give_logo(organisation: Organisation) -> None:
    """Keep the drawing as an uploaded logo is kept, once."""
    if organisation.logo:
        return
    drawn = io.BytesIO()
    _drawing().save(drawn, "PNG")
    organisation.logo = prepared(SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png"), LOGO)
    organisation.save(update_fields=["logo"])


def _drawing() -> Image.Image:
    """A sun behind two sails on three waves. Drawn large and made small, for smooth edges."""
    image = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((690, 60, 1010, 380), fill=SUN)
    draw.polygon([(620, 20), (620, 390), (300, 390)], fill=SEA)
    draw.polygon([(660, 120), (660, 390), (900, 390)], fill=SEA, outline="white", width=10)
    for top in (420, 480, 540):
        for left in range(0, SIZE[0] * 2, 160):
            draw.arc((left, top - 40, left + 160, top + 40), 20, 160, fill=SEA, width=20)
    return image.resize(SIZE, Image.Resampling.LANCZOS)
