"""Tools around the app: browser, screenshots."""
