package dev.parley.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.sshd.client.auth.pubkey.KeyAgentIdentity;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Public keys (RFC 4252 section 7), those of files and those of agents, in the order in which they were given. */
final class KeyLogin extends UserAuthPublicKey {
    static final String NAME = "publickey";

    private final Authentication authentication;

    KeyLogin(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
            ClientSession session, SignatureFactoriesManager signatures) {
        return new Identities(session, signatures);
    }

    @Override
    public void signalAuthMethodSuccess(ClientSession session, String service, Buffer message) throws Exception {
        authentication.succeeds(NAME);
        super.signalAuthMethodSuccess(session, service, message);
    }

    @Override
    public void signalAuthMethodFailure(
            ClientSession session, String service, boolean partial, List<String> methods, Buffer message)
            throws Exception {
        if (partial) {
            authentication.succeeds(NAME);
        }
        super.signalAuthMethodFailure(session, service, partial, methods, message);
    }

    /** Agents are asked for their keys when it is their turn. */
    private final class Identities implements Iterator<PublicKeyIdentity>, Closeable {
        private final ClientSession session;
        private final SignatureFactoriesManager signatures;
        private final ArrayDeque<Credential> credentials = new ArrayDeque<>();
        private final ArrayDeque<PublicKeyIdentity> ready = new ArrayDeque<>();
        private final ArrayDeque<String> labels = new ArrayDeque<>();
        private final ArrayDeque<AgentSocket> agents = new ArrayDeque<>();

        Identities(ClientSession session, SignatureFactoriesManager signatures) {
            this.session = session;
            this.signatures = signatures;
            credentials.addAll(authentication.credentials(Credential.class));
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && !credentials.isEmpty()) {
                Credential next = credentials.remove();
                if (next instanceof Credential.Keys keys) {
                    for (KeyPair pair : keys.pairs()) {
                        add(new KeyPairIdentity(signatures, session, pair), pair.getPublic(), keys.label());
                    }
                } else if (next instanceof Credential.Agent agent) {
                    ask(agent);
                }
            }
            return !ready.isEmpty();
        }

        private void ask(Credential.Agent agent) {
            if (agent.socket() == null) {
                authentication.hint("there is no agent (SSH_AUTH_SOCK is not set)");
                return;
            }
            try {
                AgentSocket socket = AgentSocket.open(agent.socket());
                agents.add(socket);
                boolean any = false;
                for (Map.Entry<PublicKey, String> key : socket.getIdentities()) {
                    if (agent.offers(key.getKey())) {
                        add(new KeyAgentIdentity(socket, key.getKey(), key.getValue()), key.getKey(), "agent");
                        any = true;
                    }
                }
                if (!any) {
                    authentication.hint(
                            agent.only() == null
                                    ? "the agent has no keys"
                                    : "the agent has no key whose public half is in " + agent.only());
                }
            } catch (IOException e) {
                authentication.hint("the agent at " + agent.socket() + " cannot be asked: " + e.getMessage());
            }
        }

        private void add(PublicKeyIdentity identity, PublicKey key, String label) {
            ready.add(identity);
            labels.add("key " + HostKeyCheck.describe(key) + " (" + label + ")");
        }

        @Override
        public PublicKeyIdentity next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more keys");
            }
            authentication.tries(labels.remove());
            return ready.remove();
        }

        @Override
        public void close() throws IOException {
            @Nullable IOException failure = null;
            for (AgentSocket agent : agents) {
                try {
                    agent.close();
                } catch (IOException e) {
                    failure = e;
                }
            }
            agents.clear();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
