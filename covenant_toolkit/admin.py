"""The names of NAVCA's workplace."""

from django.contrib import admin

admin.site.site_header = "Covenant Toolkit"
admin.site.site_title = "Covenant Toolkit"
admin.site.index_title = "Content, people and letters' templates"
