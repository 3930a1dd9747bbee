"""`python -m fakes.stripe --port 12111 --webhook http://127.0.0.1:8000/stripe/webhook/`: the stand-in by itself."""

from __future__ import annotations

import argparse
import contextlib
import os

from fakes.stripe.server import Stripe


def main() -> None:
    """Serve until stopped; port 0 chooses one. The first line says where."""
    parser = argparse.ArgumentParser(prog="fakes.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--webhook", default="", help="where events are sent; none when left out")
    parser.add_argument("--secret", default=os.environ.get("STRIPE_WEBHOOK_SECRET", "whsec_standin"))
    parser.add_argument("--key", action="append", default=[], help="an API key that is accepted")
    given = parser.parse_args()
    keys = frozenset(given.key) or frozenset({os.environ.get("STRIPE_API_KEY", "sk_test_standin")})
    server = Stripe(given.port, given.webhook, given.secret, keys)
    print(f"stripe stand-in: {server.account.base}", flush=True)  # noqa: T201
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
