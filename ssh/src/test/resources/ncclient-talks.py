"""Talks to a NETCONF server as users of ncclient do, and prints what it sees; any surprise ends it with a traceback.

usage: ncclient-talks.py PORT HOST_KEY HOW USER [PASSWORD | KEY_FILE]
"""

import sys

from ncclient import manager
from ncclient.operations import RPCError
from ncclient.transport.errors import AuthenticationError, TransportError
from ncclient.xml_ import to_ele

port, host_key, how, user, secret = sys.argv[1:6]
login = {"password": secret} if how == "password" else {"key_filename": secret}

NAME = """<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
  <system xmlns="urn:example:system"><name>%s</name></system>
</config>"""


def connect(**changed):
    return manager.connect(
        **{
            "host": "127.0.0.1",
            "port": int(port),
            "username": user,
            "hostkey_b64": host_key,
            "look_for_keys": False,
            "allow_agent": False,
            "timeout": 60,
            **login,
            **changed,
        }
    )


def say(*words):
    print(*words, flush=True)


def name(session, source):
    return session.get_config(source).data_ele.findtext(".//{urn:example:system}name")


with connect() as session:
    say("session", session.session_id.isdigit())
    say("base 1.1", ":base:1.1" in session.server_capabilities)
    say("running", name(session, "running"))

    with session.locked("candidate"):
        session.edit_config(target="candidate", config=NAME % "grüße & <co>".replace("&", "&amp;").replace("<", "&lt;"))
        session.validate("candidate")
        say("candidate", name(session, "candidate"))
        session.commit()
    say("running", name(session, "running"))

    session.edit_config(target="candidate", config=NAME % "undone")
    session.discard_changes()
    say("discarded", name(session, "candidate"))

    session.edit_config(target="candidate", config=NAME % "for a while")
    session.commit(confirmed=True, timeout="600", persist="ours")
    say("confirmed", name(session, "running"))
    session.cancel_commit(persist_id="ours")
    say("cancelled", name(session, "running"))

    say("filter", len(session.get(filter=("subtree", '<system xmlns="urn:example:system"/>')).data_ele))
    say("big", len(session.dispatch(to_ele('<fill xmlns="urn:example:transport">300000</fill>')).xml) >= 300000)

    other = connect()
    with other.locked("running"):
        try:
            session.lock("running")
            say("two locks")
        except RPCError as denied:
            say("denied", denied.tag, denied.type, denied.severity)
    session.kill_session(other.session_id)
    # ncclient loses a request that it takes while its thread is about to end; so first that thread is seen to have ended.
    other._session.join(30)
    say("ended", not other._session.is_alive())
    try:
        other.get_config("running")
        say("killed and alive")
    except TransportError:
        say("killed")

    try:
        session.dispatch(to_ele('<no-such-thing xmlns="urn:example:none"/>'))
    except RPCError as refused:
        say("refused", refused.tag)

    for schema in ("example-system",):
        text = session.get_schema(schema).data
        say("schema", text.strip().startswith("module " + schema))

    session.create_subscription(stream_name="NETCONF")
    session.edit_config(target="running", config=NAME % "told")
    seen = session.take_notification(timeout=30)
    say("notification", seen is not None and "netconf-config-change" in seen.notification_xml)

try:
    connect(password="wrong", key_filename=None)
    say("let in by a wrong password")
except AuthenticationError:
    say("wrong password refused")
