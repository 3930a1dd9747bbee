"""The stand-in's HTTP side: Stripe's interface, the payment page, and a way for tests to ask for trouble."""

from __future__ import annotations

import html
import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fakes.stripe.account import API_VERSION, Account, KeyInUse, Missing
from fakes.stripe.objects import Object, new_id, page
from fakes.stripe.schema import BadRequest, check, find, nested
from fakes.stripe.webhooks import Conduct, Sender

PAY_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pay by card</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<h1>Pay £{amount}</h1><p>This is a stand-in for Stripe. No money moves.</p>{problem}
<form method="post"><p><label for="card">Card number</label><br>
<input id="card" name="card" inputmode="numeric" autocomplete="cc-number" value="4242 4242 4242 4242"></p>
<p>4242… is accepted; 4000 0000 0000 0002 is declined.</p>
<p><button>Pay</button></p></form><p><a href="{cancel}">Cancel and go back</a></p></main></body></html>"""


class Stripe(ThreadingHTTPServer):
    """One account on one port."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, webhook: str, secret: str, keys: frozenset[str]) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        base = f"http://127.0.0.1:{self.server_address[1]}"
        self.account = Account(base, Sender(webhook, secret))
        self.keys = keys
        self.trouble: list[Object] = []
        self.requests: list[Object] = []


class Handler(BaseHTTPRequestHandler):
    server: Stripe
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the tests read `requests` instead."""

    def do_GET(self) -> None:
        self._answer("get")

    def do_POST(self) -> None:
        self._answer("post")

    def do_DELETE(self) -> None:
        self._answer("delete")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        if url.path.startswith("/_control"):
            self._control(method, url.path, body)
        elif url.path == "/favicon.ico":
            self._send(204, "", "image/x-icon")
        elif match := re.fullmatch(r"/c/pay/(\w+)", url.path):
            self._pay_page(method, match[1], body)
        else:
            self._api(method, url.path, body if method == "post" else url.query)

    # The interface ---------------------------------------------------------------------------------------------

    def _api(self, method: str, path: str, query: str) -> None:
        key = self.headers.get("Idempotency-Key")
        self.server.requests.append({"method": method, "path": path, "key": key})
        if (self.headers.get("Authorization") or "").removeprefix("Bearer ") not in self.server.keys:
            return self._error(401, "invalid_request_error", "Invalid API Key provided.")
        if self.headers.get("Stripe-Version") != API_VERSION:
            return self._error(400, "invalid_request_error", f"This stand-in speaks version {API_VERSION}.")
        trouble = self._trouble_for(path)
        if trouble and not trouble.get("after"):
            return self._make_trouble(trouble)
        try:
            known = find(method, path)
            if known is None:
                return self._error(
                    404, "invalid_request_error", f"Unrecognized request URL ({method.upper()}: {path})."
                )
            endpoint, names = known
            params = check(endpoint, nested(parse_qsl(query, keep_blank_values=True)))
            asked = {"path": path, "params": params}
            status, answer = self.server.account.once(
                key if method == "post" else None,
                asked,
                lambda: (200, self._work(endpoint.method, endpoint.path, names, params)),
            )
        except BadRequest as refused:
            kind = "idempotency_error" if refused.code.startswith("idempotency") else "invalid_request_error"
            return self._error(400, kind, refused.message, refused.param, refused.code)
        except Missing as missing:
            return self._error(404, "invalid_request_error", str(missing), code="resource_missing")
        except KeyInUse:
            return self._error(409, "idempotency_error", "Another request with this key is in progress.")
        if trouble:
            return self._make_trouble(trouble)
        return self._send(status, json.dumps(answer), "application/json")

    def _work(self, method: str, path: str, names: dict[str, str], params: Object) -> Object:
        account = self.server.account
        limit = params.get("limit", 10)
        with account.lock:
            match method, path:
                case "post", "/v1/checkout/sessions":
                    return account.create_session(params)
                case "get", "/v1/checkout/sessions/{session}":
                    return account.session(names["session"])
                case "post", "/v1/checkout/sessions/{session}/expire":
                    return account.expire_session(names["session"])
                case "get", "/v1/payment_intents/{intent}":
                    return account.thing(names["intent"], "payment_intent")
                case "get", "/v1/charges/{charge}":
                    return account.thing(names["charge"], "charge")
                case "post", "/v1/refunds":
                    return account.create_refund(params)
                case "get", "/v1/refunds/{refund}":
                    return account.thing(names["refund"], "refund")
                case "get", "/v1/balance_transactions":
                    return page(account.all_of("balance_transaction"), url=path, limit=limit)
                case "get", "/v1/events/{id}":
                    return account.event(names["id"])
                case "get", "/v1/events":
                    kinds = params.get("types") or [params.get("type")]
                    rows = [event for event in reversed(account.events) if kinds == [None] or event["type"] in kinds]
                    return page(rows, url=path, limit=limit)
        raise Missing(f"This stand-in does not offer {method.upper()} {path}.")

    def _error(self, status: int, kind: str, message: str, param: str = "", code: str = "") -> None:
        error = (
            {"type": kind, "message": message} | ({"param": param} if param else {}) | ({"code": code} if code else {})
        )
        self._send(status, json.dumps({"error": error}), "application/json")

    # Trouble on demand -----------------------------------------------------------------------------------------

    def _trouble_for(self, path: str) -> Object | None:
        for trouble in self.server.trouble:
            if trouble.get("path", path) == path and trouble["times"] > 0:
                trouble["times"] -= 1
                return trouble
        return None

    def _make_trouble(self, trouble: Object) -> None:
        kinds = {402: "card_error", 409: "idempotency_error", 429: "invalid_request_error", 500: "api_error"}
        time.sleep(trouble.get("wait", 0))
        if trouble.get("hang_up"):
            self.close_connection = True
            return
        self._error(trouble["status"], kinds.get(trouble["status"], "api_error"), "Trouble, as asked for.")

    def _control(self, method: str, path: str, body: str) -> None:
        account, wanted = self.server.account, json.loads(body or "{}")
        match path:
            case "/_control/trouble":
                self.server.trouble[:] = wanted["trouble"]
            case "/_control/webhooks":
                account.sender.conduct = Conduct(**wanted)
            case "/_control/release":
                account.sender.release(wanted.get("order"))
            case "/_control/webhook-address":
                account.sender.address = wanted["address"]
            case "/_control/state":
                pass
            case _:
                return self._error(404, "invalid_request_error", "No such control.")
        state = {
            "sessions": list(account.sessions.values()),
            "events": account.events,
            "held": account.sender.held,
            "deliveries": account.sender.log,
            "requests": self.server.requests,
        }
        return self._send(200, json.dumps(state), "application/json")

    # The payment page ------------------------------------------------------------------------------------------

    def _pay_page(self, method: str, name: str, body: str) -> None:
        session = self.server.account.sessions.get(name)
        if session is None:
            return self._send(404, "No such payment page.", "text/plain")
        problem = ""
        if method == "post":
            card = dict(parse_qsl(body)).get("card", "").replace(" ", "")
            wrong = self.server.account.pay(name, card)
            if wrong is None:
                return self._redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", name))
            problem = f'<p role="alert">{html.escape(wrong)}</p>'
        text = PAY_PAGE.format(
            amount=f"{session['amount_total'] // 100:,}.{session['amount_total'] % 100:02d}",
            problem=problem,
            cancel=html.escape(session["cancel_url"] or "/"),
        )
        return self._send(200 if method == "get" else 402, text, "text/html; charset=utf-8")

    def _redirect(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", new_id("req"))
        self.end_headers()
        self.wfile.write(body)
