"""Store calls of each operation, and their bytes, on the durable engine."""

from tests.bench import figures
from tests.bench.replay import Exchange
from tests.bench.sides import both_sides, recorded_side, talk_events


def main() -> None:
    """Print the calls of each operation, ours and the raw handler's."""
    figures.heading("Store calls and bytes per operation, on the durable engine")
    figures.note("Bytes of request and answer bodies. Staff operations read the caller's staff record first; a move reads the")
    figures.note("case file and writes one transaction.")
    with both_sides() as (stack, *sides):
        for operation in sides[0].operations:
            for side in sides:
                exchanges = side.operations[operation].exchanges
                figures.note(f"{operation:<18} {side.name:<5} {len(exchanges)} calls: {', '.join(map(_described, exchanges))}")
        talk = recorded_side("ours", sides[0].handlers, talk_events(stack, sides[0].handlers))
        for operation, said in talk.operations.items():
            figures.note(f"{operation:<18} ours  {len(said.exchanges)} calls: {', '.join(map(_described, said.exchanges))}")


def _described(exchange: Exchange) -> str:
    return f"{exchange.operation} {exchange.request_bytes} out, {len(exchange.body.encode())} in"
