"""A network of two machines on this one, for tests of what packets go through.

The client's side is this system as it is; the device's side is a network namespace made for the purpose. Between them lies a
pair of TUN devices, and this program is the wire: it carries each packet across, late, twice, out of order or not at all, as
its options say. So both ends have the kernel's own TCP, and what happens to a packet is the same on every run and on every
kernel. `--netem` has the kernel's own emulator do it instead, where it has one. In the namespace the program listens on the
device's address, and passes each connection on to a UNIX socket, which namespaces do not part.

Nothing leaves the machine. Everything is gone when standard input ends.
"""

import argparse
import ctypes
import fcntl
import heapq
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000
SYN, TCP = 2, 6

options = argparse.ArgumentParser()
options.add_argument("name", help="of the namespace; the TUN devices are called the same with c and d")
options.add_argument("client", help="the address of the client's end")
options.add_argument("device", help="the address of the device's end")
options.add_argument("socket", help="the UNIX socket of the device")
options.add_argument("--netem", help="what `tc qdisc add … netem` is told, at both ends")
options.add_argument("--delay", type=int, default=0, help="milliseconds for each packet, in each direction")
options.add_argument("--lose", type=int, default=0, help="every so-manieth packet with data, in each direction")
options.add_argument("--disorder", type=int, default=0, help="every so-manieth packet takes half as long again")
options.add_argument("--duplicate", action="store_true", help="each packet comes twice")
options.add_argument("--largest", type=int, default=0, help="bytes of the largest packet to the device that gets through")
options.add_argument("--no-connections", action="store_true", help="requests for a connection are dropped")
options.add_argument("--cut-after", type=int, default=0, help="bytes of data to the client: what is more does not pass, and nothing after it")
options.add_argument("--forget-after", type=int, default=0, help="milliseconds without data, after which nothing passes")
asked = options.parse_args()


def hurry():
    """A wire that waits for a busy processor would look like one that loses packets."""
    try:
        os.nice(-10 - os.nice(0))
    except PermissionError:
        # then the machine has to have time
        pass


def run(*command):
    subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)


def tun(name):
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
    return descriptor


def in_namespace(action):
    """Does something in the device's namespace: what is opened there stays there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net") as here, open("/run/netns/" + asked.name) as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            return action()
        finally:
            libc.setns(here.fileno(), CLONE_NEWNET)


class Wire:
    """Carries packets between the two ends."""

    def __init__(self, client, device):
        self.ends = {client: device, device: client}
        self.client = client
        self.waiting = []
        self.number = 0
        self.data = {client: 0, device: 0}
        self.to_client = 0
        self.last = None
        self.dead = False

    def run(self):
        while True:
            wait = max(0, self.waiting[0][0] - time.monotonic()) if self.waiting else None
            for end in select.select(list(self.ends), [], [], wait)[0]:
                self.take(end, os.read(end, 65536))
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, _, end, packet = heapq.heappop(self.waiting)
                os.write(end, packet)

    def take(self, end, packet):
        if packet[0] >> 4 != 4 or packet[9] != TCP or not self.passes(end, packet):
            return
        delay = asked.delay
        if asked.disorder and self.number % asked.disorder == 0:
            delay *= 1.5
        for _ in range(2 if asked.duplicate else 1):
            self.number += 1
            heapq.heappush(self.waiting, (time.monotonic() + delay / 1e3, self.number, self.ends[end], packet))

    def passes(self, end, packet):
        tcp = (packet[0] & 15) * 4
        data = len(packet) - tcp - (packet[tcp + 12] >> 4) * 4
        now = time.monotonic()
        if packet[tcp + 13] & SYN:
            return end != self.client or not asked.no_connections
        if asked.forget_after and self.last and now - self.last > asked.forget_after / 1e3:
            self.dead = True
        if end == self.client and asked.largest and len(packet) > asked.largest:
            return False
        if self.dead:
            return False
        if data:
            self.last = now
            self.data[end] += 1
            if end != self.client and asked.cut_after:
                self.to_client += data
                self.dead = self.to_client > asked.cut_after
        return not self.dead and not (data and asked.lose and self.data[end] % asked.lose == 0)


def pass_on(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # one side is gone, and so is the other, soon
        source.close()
        target.close()


def serve(listening):
    while True:
        outside, _ = listening.accept()
        outside.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        inside = socket.socket(socket.AF_UNIX)
        inside.connect(asked.socket)
        for source, target in ((outside, inside), (inside, outside)):
            threading.Thread(target=pass_on, args=(source, target), daemon=True).start()


def end_of(name, own, other, *within):
    run("ip", *within, "address", "add", own, "peer", other, "dev", name)
    run("ip", *within, "link", "set", name, "up")


def build():
    run("ip", "netns", "add", asked.name)
    client, device = tun(asked.name + "c"), tun(asked.name + "d")
    run("ip", "link", "set", asked.name + "d", "netns", asked.name)
    end_of(asked.name + "c", asked.client, asked.device)
    end_of(asked.name + "d", asked.device, asked.client, "-n", asked.name)
    if asked.netem:
        emulated = asked.netem.split()
        run("tc", "qdisc", "add", "dev", asked.name + "c", "root", "netem", *emulated)
        run("tc", "-n", asked.name, "qdisc", "add", "dev", asked.name + "d", "root", "netem", *emulated)
    return Wire(client, device)


hurry()
try:
    try:
        wire = build()
    except subprocess.CalledProcessError as failed:
        print("not permitted:", " ".join(failed.cmd), "said", failed.stderr.strip(), flush=True)
        sys.exit(0)
    except OSError as failed:
        print("not permitted:", failed, flush=True)
        sys.exit(0)
    port = in_namespace(lambda: socket.create_server((asked.device, 0)))
    for work, what in ((wire.run, ()), (serve, (port,))):
        threading.Thread(target=work, args=what, daemon=True).start()
    print("ready", port.getsockname()[1], flush=True)
    sys.stdin.read()
finally:
    subprocess.run(("ip", "netns", "delete", asked.name), stderr=subprocess.DEVNULL)
