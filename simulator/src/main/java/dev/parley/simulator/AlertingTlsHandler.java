package dev.parley.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BouncyCastle, for the one thing that neither the JDK nor BoringSSL lets an application do: send a fatal alert of
 * any number at any time. Connections that need it use this in place of Netty's handler. On the event loop only.
 */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class AlertingTlsHandler extends ChannelDuplexHandler {
    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final TlsSettings settings;
    private final Protocol protocol = new Protocol();
    private final Server server = new Server();
    private Stage stage = Stage.TALKING;

    /** Whether the alert is sent. After it, what the client still says is taken and not looked at: TCP would else reset. */
    private enum Stage {
        TALKING,
        ALERTED
    }

    AlertingTlsHandler(TlsSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws IOException {
        server.handler = context;
        protocol.accept(server);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf bytes = (ByteBuf) message;
        if (stage == Stage.ALERTED) {
            bytes.release();
            return;
        }
        try {
            protocol.offerInput(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
            flushOutput(context);
        }
        int available = protocol.getAvailableInputBytes();
        if (available > 0) {
            byte[] clear = new byte[available];
            protocol.readInput(clear, 0, available);
            context.fireChannelRead(Unpooled.wrappedBuffer(clear));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws IOException {
        ByteBuf bytes = (ByteBuf) message;
        try {
            byte[] clear = ByteBufUtil.getBytes(bytes);
            protocol.writeApplicationData(clear, 0, clear.length);
        } finally {
            bytes.release();
        }
        context.write(output(), promise);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws IOException {
        protocol.close();
        flushOutput(context);
        context.close(promise);
    }

    /** Sends a fatal alert under the keys that are in use now, then FIN. */
    void alert(int code) {
        ChannelHandlerContext context = server.handler();
        try {
            protocol.alert((short) code);
        } catch (IOException e) {
            context.fireExceptionCaught(e);
        }
        WireShaper shaper = context.pipeline().get(WireShaper.class);
        boolean cutOff = shaper != null && shaper.isCutOff();
        ChannelHandlerContext below = cutOff ? context.pipeline().context(WireShaper.class) : context;
        stage = Stage.ALERTED;
        below.writeAndFlush(output()).addListener(done -> ((SocketChannel) context.channel()).shutdownOutput());
    }

    private void flushOutput(ChannelHandlerContext context) {
        if (protocol.getAvailableOutputBytes() > 0) {
            context.writeAndFlush(output());
        }
    }

    private ByteBuf output() {
        byte[] sealed = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(sealed, 0, sealed.length);
        return Unpooled.wrappedBuffer(sealed);
    }

    /** Opens the way to the alert. */
    private static final class Protocol extends TlsServerProtocol {
        void alert(short code) throws IOException {
            raiseAlertFatal(code, "as the fault asks", null);
        }
    }

    /** The device's side of the handshake. */
    private final class Server extends DefaultTlsServer {
        private @Nullable ChannelHandlerContext handler;
        private List<X509Certificate> client = List.of();

        Server() {
            super(crypto);
        }

        ChannelHandlerContext handler() {
            if (handler == null) {
                throw new IllegalStateException("the handler is in no pipeline");
            }
            return handler;
        }

        private boolean isElliptic() {
            return settings.identity().key().getAlgorithm().equals("EC");
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            List<ProtocolVersion> versions = new ArrayList<>();
            if (settings.versions().contains(TlsSettings.Version.TLS_1_3)) {
                versions.add(ProtocolVersion.TLSv13);
            }
            if (settings.versions().contains(TlsSettings.Version.TLS_1_2)) {
                versions.add(ProtocolVersion.TLSv12);
            }
            return versions.toArray(ProtocolVersion[]::new);
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {
                CipherSuite.TLS_AES_128_GCM_SHA256,
                CipherSuite.TLS_AES_256_GCM_SHA384,
                isElliptic()
                        ? CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                        : CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                isElliptic()
                        ? CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
                        : CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            };
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            AsymmetricKeyParameter key =
                    PrivateKeyFactory.createKey(settings.identity().key().getEncoded());
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context), crypto, key, certificate(), signature());
        }

        private SignatureAndHashAlgorithm signature() {
            if (isElliptic()) {
                return SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
            }
            return isTls13()
                    ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                    : SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa);
        }

        private boolean isTls13() {
            return TlsUtils.isTLSv13(context);
        }

        private Certificate certificate() throws IOException {
            List<TlsCertificate> chain = new ArrayList<>();
            try {
                for (X509Certificate certificate : settings.identity().chain()) {
                    chain.add(crypto.createCertificate(certificate.getEncoded()));
                }
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
            if (!isTls13()) {
                return new Certificate(chain.toArray(TlsCertificate[]::new));
            }
            CertificateEntry[] entries = chain.stream()
                    .map(certificate -> new CertificateEntry(certificate, null))
                    .toArray(CertificateEntry[]::new);
            return new Certificate(TlsUtils.EMPTY_BYTES, entries);
        }

        @Override
        @SuppressWarnings("JdkObsolete") // The library speaks in vectors.
        public CertificateRequest getCertificateRequest() throws IOException {
            Vector<?> signatures = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return isTls13()
                    ? new CertificateRequest(TlsUtils.EMPTY_BYTES, signatures, null, null)
                    : new CertificateRequest(
                            new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                            signatures,
                            new Vector<>());
        }

        @Override
        public void notifyClientCertificate(Certificate certificate) throws IOException {
            if (certificate.isEmpty()) {
                throw new TlsFatalAlert(
                        isTls13() ? AlertDescription.certificate_required : AlertDescription.handshake_failure);
            }
            List<X509Certificate> sent = new ArrayList<>();
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (TlsCertificate each : certificate.getCertificateList()) {
                    sent.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.getEncoded())));
                }
                ClientPath.validate(sent, settings.trusted());
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.unknown_ca, e);
            }
            client = List.copyOf(sent);
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            String protocolName = isTls13() ? "TLSv1.3" : "TLSv1.2";
            int suite = context.getSecurityParametersConnection().getCipherSuite();
            flushOutput(handler());
            handler().fireUserEventTriggered(new TlsReady(client, protocolName, String.format("0x%04X", suite)));
        }
    }
}
