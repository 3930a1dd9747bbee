"""`python -m fakes.mail --port 0 --into FILE`: prints its address, then takes mail until it is stopped.

Every mail taken is a line of JSON in FILE. How it behaves is chosen by the first part of the receiver's address:

- `refused@…` is answered 550 at RCPT: nobody here.
- `later@…` is answered 451 after DATA: try again.
- `dropped@…` takes the mail and hangs up before it says so.
- `slow@…` takes the mail and says so after a minute.
- anybody else is answered 250.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path


class Desk:
    """One conversation with a client."""

    def __init__(self, into: Path) -> None:
        self.into = into
        self.to = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer each line as RFC 5321 says, until the client leaves."""
        writer.write(b"220 fake mail\r\n")
        while line := (await reader.readline()).decode().strip():
            if line.upper() == "DATA":
                writer.write(b"354 go on\r\n")
                if not await self._take(reader, writer):
                    break
                continue
            writer.write(self._answer(line).encode() + b"\r\n")
            if line.upper() == "QUIT":
                break
        writer.close()

    def _answer(self, line: str) -> str:
        verb = line.split(" ")[0].upper()
        if verb == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            return "550 nobody here" if self.to.startswith("refused@") else "250 good"
        return {"QUIT": "221 bye", "EHLO": "250 fake"}.get(verb, "250 good")

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Read the mail and answer; False to hang up without a word."""
        text = []
        while (line := (await reader.readline()).decode()) not in {".\r\n", ""}:
            text.append(line)
        if self.to.startswith("later@"):
            writer.write(b"451 try again\r\n")
            return True
        with self.into.open("a") as kept:
            kept.write(json.dumps({"to": self.to, "text": "".join(text)}) + "\n")
        if self.to.startswith("dropped@"):
            return False
        if self.to.startswith("slow@"):
            await asyncio.sleep(60)
        writer.write(b"250 taken\r\n")
        return True


async def serve(port: int, into: Path) -> None:
    """Take mail on loopback for ever."""
    server = await asyncio.start_server(lambda r, w: Desk(into).talk(r, w), "127.0.0.1", port)
    sys.stdout.write(f"127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="fakes.mail")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--into", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.into))


if __name__ == "__main__":
    main()
