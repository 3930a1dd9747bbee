from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Money, time, refusals, and the three infrastructure tables."""

    name = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every form say what to do."""
        from kernel.forms import speak_plainly

        speak_plainly()
