from services.models.catalogue import CatalogueGroup, Offer, Service
from services.models.prices import Price, VatTreatment
from services.models.promises import Interest, Promise

__all__ = ["CatalogueGroup", "Interest", "Offer", "Price", "Promise", "Service", "VatTreatment"]
