"""A view becomes a picture: appearance, fonts, label places, link routes, legend, scene."""
