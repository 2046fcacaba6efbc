"""The demo's secretariat alone, for compose.yaml: python -m handlers.demo.secretariat ADDRESS:PORT SECONDS.

It publishes the sample negotiation, one step each so many seconds; then the page stays as it is.
"""

import asyncio
import sys

from handlers.demo.site import Secretariat


async def serve(listen: str, seconds: float) -> None:
    """Serves and publishes until cancelled."""
    host, _, port = listen.rpartition(":")
    async with Secretariat(host, int(port)) as site:
        while True:
            site.publish()
            await asyncio.sleep(seconds)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2])))
