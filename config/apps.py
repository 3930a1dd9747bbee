"""The wiring: what each floor offers to the ports of the floors below."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Fills the ports at start-up."""

    name = "config"

    def ready(self) -> None:
        """Connect the floors."""
        from billing.public import school_panels
        from company.public import director_hats
        from kernel.ports import panels
        from members.public import hat_sources

        hat_sources.append(director_hats)
        panels.extend(school_panels())
