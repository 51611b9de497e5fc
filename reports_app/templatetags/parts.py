"""The one library that templates load: `{% load parts %}`. Each group is a module of its own."""

from django import template

from . import part_blocks, part_chart, part_lists, part_pictures, part_times, part_words

register = template.Library()
for _group in (part_blocks, part_chart, part_lists, part_pictures, part_times, part_words):
    register.tags.update(_group.register.tags)
    register.filters.update(_group.register.filters)
