"""The wiring: what each floor offers to the ports of the floors below."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Fills the ports at start-up."""

    name = "config"

    def ready(self) -> None:
        """Connect the floors."""
        from billing import public as billing
        from company import public as company
        from kernel import chain, ports
        from members.public import PANELS, hat_sources, own_personal_data, personal_data, school_file_panels
        from services import public as services

        hat_sources.append(company.director_hats)
        ports.panels.extend(PANELS)
        ports.panels.extend(school_file_panels())
        ports.panels.extend(company.PANELS)
        ports.panels.extend(services.PANELS)
        ports.panels.extend(billing.school_panels())
        ports.panels.extend(billing.finance_panels())
        ports.panels.extend(billing.SURPLUS_PANELS)
        ports.checks.extend(company.CHECKS)
        ports.checks.extend(billing.checks())
        ports.checks.extend(billing.SURPLUS_CHECKS)
        ports.checks.append(chain.CHECK)
        personal_data.extend(own_personal_data)
        personal_data.extend([company.PERSONAL_DATA, services.PERSONAL_DATA, billing.PERSONAL_DATA])
