"""The server, where the package was built with it."""

import par_term_emu_core_rust as streaming
import pytest

pytestmark = pytest.mark.skipif(streaming.StreamingServer is None, reason="built without the server")


@pytest.fixture
def server():
    return streaming.StreamingServer(streaming.PtyTerminal(80, 24), "127.0.0.1:0")


@pytest.fixture
async def client(server):
    websockets = pytest.importorskip("websockets")
    server.start()
    async with websockets.connect(f"ws://{server.address()}") as connection:
        yield connection


def test_config_max_clients_given():
    assert streaming.StreamingConfig(max_clients=5).max_clients == 5


def test_config_max_clients_set():
    config = streaming.StreamingConfig()
    config.max_clients = 5
    assert config.max_clients == 5


def test_config_send_initial_screen_given():
    assert streaming.StreamingConfig(send_initial_screen=False).send_initial_screen == False


def test_config_send_initial_screen_set():
    config = streaming.StreamingConfig()
    config.send_initial_screen = False
    assert config.send_initial_screen == False


def test_config_keepalive_interval_given():
    assert streaming.StreamingConfig(keepalive_interval=9).keepalive_interval == 9


def test_config_keepalive_interval_set():
    config = streaming.StreamingConfig()
    config.keepalive_interval = 9
    assert config.keepalive_interval == 9


def test_config_repr():
    assert "max_clients" in repr(streaming.StreamingConfig())


def test_server_starts(server):
    server.start()
    assert server.client_count() == 0


def test_server_stops(server):
    server.start()
    server.shutdown("done")
    assert server.client_count() == 0


def test_server_knows_its_size(server):
    assert server.max_clients() >= 1


def test_server_stops_twice(server):
    server.shutdown("one")
    server.shutdown("two")
    assert server.client_count() == 0


def test_server_resizes_without_clients(server):
    assert server.send_resize(100, 30) is None


def test_server_renames_without_clients(server):
    assert server.send_title("name") is None


def test_server_rings_without_clients(server):
    assert server.send_bell() is None


@pytest.mark.asyncio
async def test_client_connects(server, client):
    assert client.open


@pytest.mark.asyncio
async def test_client_gets_a_greeting(server, client):
    assert await client.recv()


@pytest.mark.asyncio
async def test_client_gets_output(server, client):
    server.send_output("hello")
    assert b"hello" in await client.recv()


@pytest.mark.asyncio
async def test_client_gets_a_resize(server, client):
    server.send_resize(100, 30)
    assert await client.recv()


@pytest.mark.asyncio
async def test_client_gets_a_title(server, client):
    server.send_title("name")
    assert b"name" in await client.recv()


@pytest.mark.asyncio
async def test_client_gets_a_bell(server, client):
    server.send_bell()
    assert await client.recv()


@pytest.mark.asyncio
async def test_client_is_counted(server, client):
    assert server.client_count() == 1


@pytest.mark.asyncio
async def test_client_leaves(server, client):
    await client.close()
    assert server.client_count() == 0


@pytest.mark.asyncio
async def test_client_is_told_of_the_end(server, client):
    server.shutdown("done")
    assert await client.recv()


@pytest.mark.asyncio
async def test_client_gets_much(server, client):
    for _ in range(100):
        server.send_output("x" * 1000)
    assert await client.recv()
